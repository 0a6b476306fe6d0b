"""Five articles of two invented outlets in every form in which articles are kept."""

import csv
import gzip
import io
import json
import tarfile
import zipfile
from datetime import datetime
from html import escape
from typing import NamedTuple

import docx
import pyarrow as pa
import pyarrow.parquet as pq


class Story(NamedTuple):
    """One article as its outlet wrote it."""

    number: int
    outlet: str
    host: str
    title: str
    authors: tuple[str, ...]
    written: str
    paragraphs: tuple[str, ...]

    @property
    def moment(self):
        return datetime.fromisoformat(self.written)

    @property
    def url(self):
        return f"https://www.{self.host}/news/{self.number}-story"

    @property
    def text(self):
        return "\n\n".join(self.paragraphs)


STORIES = (
    Story(
        1,
        "Tarn Courier",
        "tarn.example",
        "Rain floods the market hall",
        ("Ana Lira",),
        "2026-03-02T19:42:00+04:00",
        (
            "The river rose by two metres overnight and ran through the doors of the old market hall, where traders had left "
            "their stalls standing for the weekend.",
            "“We carried out what we could,” said the baker, whose ovens will stay cold until the electricity has been checked. "
            "Nobody was hurt, and the café upstairs kept its lights on.",
            "The town promised pumps by the evening and a new wall before the autumn.",
        ),
    ),
    Story(
        2,
        "Tarn Courier",
        "tarn.example",
        "Ferries stay in harbour for a third day",
        ("Ben Okri", "Cleo Marsh"),
        "2026-03-03T08:05:00+04:00",
        (
            "A storm from the north kept both ferries tied to the quay on Tuesday, and the islands are running short of milk and "
            "of patience.",
            "The harbour master expects the wind to turn before the night is over. Until then the post is carried by the "
            "lifeboat, which has made the crossing twice.",
        ),
    ),
    Story(
        3,
        "Tarn Courier",
        "tarn.example",
        "Orchard prize goes to a school",
        ("Ana Lira",),
        "2026-03-04T12:00:00+04:00",
        (
            "The judges walked between the rows for an hour before they agreed, and then gave the cup to the youngest growers "
            "who have ever entered.",
            "Their apples are an old kind that was thought to be lost. A teacher had found the last tree behind the mill and "
            "taken cuttings from it.",
        ),
    ),
    Story(
        4,
        "Oakford Herald",
        "oakford.example",
        "Council sells the railway station",
        ("Dana Wells",),
        "2026-03-05T17:30:00+00:00",
        (
            "After eleven years without a train the council has sold the station to a company that repairs church organs, and the "
            "platform will become a concert hall.",
            "Three members voted against the sale. They had wanted the line to be opened again, and called the price shameful.",
        ),
    ),
    Story(
        5,
        "Oakford Herald",
        "oakford.example",
        "Bridge closed after a lorry lost its load",
        ("Dana Wells", "Emil Novak"),
        "2026-03-06T06:15:00+00:00",
        (
            "Forty tonnes of gravel lay across the only bridge on Friday morning, and the buses turned round at the mill until "
            "noon.",
            "The driver was unhurt. Engineers looked at the arches and found no damage, but the railing must be made anew.",
        ),
    ),
)
OUTLETS = {story.outlet: [one for one in STORIES if one.outlet == story.outlet] for story in STORIES}


def record(story):
    return {
        "title": story.title,
        "text": story.text,
        "outlet": story.outlet,
        "published": story.written,
        "authors": ", ".join(story.authors),
        "url": story.url,
    }


def page(story):
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.written,
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "Organization", "name": story.outlet},
    }
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{escape(story.title)} | {story.outlet}</title>"
        f"<link rel='canonical' href='{story.url}'><meta property='og:site_name' content='{story.outlet}'>"
        f"<script type='application/ld+json'>{json.dumps(data)}</script></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{escape(story.title)}</h1>{body}</article><footer>© {story.outlet}</footer></body></html>"
    )


def write_json_lines(folder):
    (folder / "a.jsonl").write_text("".join(json.dumps(record(story)) + "\n" for story in STORIES))


def write_json_array(folder):
    (folder / "a.json").write_text(json.dumps([record(story) for story in STORIES], indent=1))


def write_csv(folder, name="a.csv", delimiter=","):
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, list(record(STORIES[0])), delimiter=delimiter)
        rows.writeheader()
        rows.writerows(map(record, STORIES))


def write_tsv(folder):
    write_csv(folder, "a.tsv", "\t")


def write_parquet(folder):
    pq.write_table(pa.Table.from_pylist([record(story) for story in STORIES]), folder / "a.parquet")


def write_newsapi(folder):
    articles = [
        {
            "source": {"id": None, "name": story.outlet},
            "author": ", ".join(story.authors),
            "title": f"{story.title} - {story.outlet}",
            "description": story.paragraphs[0],
            "url": story.url,
            "urlToImage": None,
            "publishedAt": story.written,
            "content": story.text.replace("\n", "\r\n"),
        }
        for story in STORIES
    ]
    (folder / "a.json").write_text(json.dumps({"status": "ok", "totalResults": 5, "articles": articles}))


def write_webhose(folder):
    posts = [
        {
            "thread": {"site": story.host, "title": story.title, "url": story.url},
            "uuid": str(story.number),
            "ord_in_thread": 0,
            "author": ", ".join(story.authors),
            "published": story.moment.isoformat(timespec="milliseconds"),
            "title": story.title,
            "text": story.text,
            "url": story.url,
        }
        for story in STORIES
    ]
    (folder / "a.json").write_text(json.dumps({"posts": posts, "totalResults": 5, "moreResultsAvailable": 0}))


def write_newsplease(folder):
    for story in STORIES:
        fields = {
            "authors": list(story.authors),
            "date_publish": story.moment.strftime("%Y-%m-%d %H:%M:%S"),
            "date_download": "2026-03-20 10:00:00",
            "language": "en",
            "maintext": story.text,
            "source_domain": story.host,
            "title": story.title,
            "url": story.url,
        }
        (folder / f"{story.number}.json").write_text(json.dumps(fields))


def write_newspaper3k(folder):
    for story in STORIES:
        fields = {
            "url": story.url,
            "source": f"https://www.{story.host}",
            "title": story.title,
            "authors": list(story.authors),
            "publish_date": {"$date": int(story.moment.timestamp() * 1000)},
            "text": story.text,
            "movies": [],
            "images": [],
            "keywords": [],
            "summary": "",
        }
        (folder / f"{story.number}.json").write_text(json.dumps(fields))


def write_pages(folder):
    for story in STORIES:
        (folder / f"{story.number}.html").write_text(page(story), encoding="utf-8")


def paragraphs_of(story):
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)


def write_rss(folder):
    for outlet, stories in OUTLETS.items():
        items = "".join(
            f"<item><title>{escape(story.title)}</title><link>{story.url}</link>"
            f"<pubDate>{story.moment.strftime('%a, %d %b %Y %H:%M:%S %z')}</pubDate>"
            + "".join(f"<dc:creator>{name}</dc:creator>" for name in story.authors)
            + f"<description>{escape(story.paragraphs[0])}</description>"
            f"<content:encoded><![CDATA[{paragraphs_of(story)}]]></content:encoded></item>"
            for story in stories
        )
        (folder / f"{outlet[0]}.rss").write_text(
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{outlet}</title><link>https://www.{stories[0].host}</link>{items}</channel></rss>",
            encoding="utf-8",
        )


def write_atom(folder):
    for outlet, stories in OUTLETS.items():
        entries = "".join(
            f"<entry><id>urn:{story.number}</id><title>{escape(story.title)}</title><link href='{story.url}'/>"
            f"<published>{story.written}</published><updated>2026-03-09T00:00:00Z</updated>"
            + "".join(f"<author><name>{name}</name></author>" for name in story.authors)
            + f"<content type='html'>{escape(paragraphs_of(story))}</content></entry>"
            for story in stories
        )
        (folder / f"{outlet[0]}.atom").write_text(
            f"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>{outlet}</title>"
            f"<id>urn:feed</id><updated>2026-03-09T00:00:00Z</updated>{entries}</feed>",
            encoding="utf-8",
        )


def write_json_feed(folder):
    for outlet, stories in OUTLETS.items():
        items = [
            {
                "id": str(story.number),
                "url": story.url,
                "title": story.title,
                "content_html": paragraphs_of(story),
                "date_published": story.written,
                "authors": [{"name": name} for name in story.authors],
            }
            for story in stories
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": outlet, "items": items}
        (folder / f"{outlet[0]}.json").write_text(json.dumps(feed))


def write_header_lines(folder):
    for story in STORIES:
        (folder / f"{story.number}.txt").write_text(
            f"SOURCE: {story.outlet}\n\nTITLE: {story.title}\n\nAUTHOR: {', '.join(story.authors)}\n\n"
            f"PUBLISHED: {story.moment.strftime('%d %B %Y')}\n\n{story.text}\n",
            encoding="utf-8",
        )


def write_seed_form(folder):
    for story in STORIES:
        inside = folder / story.outlet
        inside.mkdir(exist_ok=True)
        offset = story.moment.strftime("%z")
        (inside / f"{story.number}.txt").write_text(
            f"{story.moment.strftime('%d %B %Y %H:%M')} (UTC{offset[:3]}:{offset[3:]})\n\n{', '.join(story.authors)}\n\n"
            f"{story.text}\n",
            encoding="utf-8",
        )


def write_nexis(folder):
    centred = " " * 30
    documents = [
        f"{centred}{number} of 5 DOCUMENTS\n\n\n{centred}{story.outlet}\n\n{centred}{story.moment.strftime('%B %d, %Y %A')}\n\n"
        f"{story.title}\n\nBYLINE: {', '.join(story.authors)}\n\nSECTION: NEWS; Pg. 3\n\n"
        f"LENGTH: {len(story.text.split())} words\n\n\n{story.text}\n\nLOAD-DATE: March 9, 2026\n\nLANGUAGE: ENGLISH\n\n"
        f"PUBLICATION-TYPE: Newspaper\n\n\n{centred}Copyright 2026 {story.outlet}\n{centred}All Rights Reserved\n\n"
        for number, story in enumerate(STORIES, start=1)
    ]
    (folder / "a.txt").write_text("\ufeff\n" + "".join(documents), encoding="utf-8")


def write_lexis_docx(folder):
    document = docx.Document()
    for story in STORIES:
        lines = [
            story.title,
            story.outlet,
            story.moment.strftime("%B %d, %Y %A"),
            "",
            "Copyright 2026 All Rights Reserved",
        ]
        lines += ["Section:\xa0NEWS; Pg. 1", f"Length:\xa0{len(story.text.split())} words"]
        lines += [f"Byline:\xa0{', '.join(story.authors)}", "Body", "", *story.paragraphs]
        lines += ["Classification", "", "Language:\xa0ENGLISH", "Load-Date:\xa0March 9, 2026", "End of Document"]
        for line in lines:
            document.add_paragraph(line)
    document.save(folder / "a.docx")


def write_factiva(folder):
    articles = "".join(
        f'<div id="article-T{story.number}" class="article"><div class="article enArticle"><p>\n</p><div>News; 1</div>'
        f'<div id="hd"><span class="enHeadline">{escape(story.title)}</span>\n</div>'
        f'<div class="author">By {", ".join(story.authors)}</div><div>{len(story.text.split())} words</div>'
        f"<div>{story.moment.strftime('%d %B %Y')}</div><div>{story.outlet}</div><div>TC</div><div>English</div>"
        f"<div>Copyright 2026. All Rights Reserved.</div>\n<p></p>"
        + "".join(f'<p class="articleParagraph enarticleParagraph">{escape(words)}</p>' for words in story.paragraphs)
        + f"<p>Document T{story.number}</p></div></div><br>"
        for story in STORIES
    )
    (folder / "a.html").write_text(
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>Factiva</title></head><body>'
        f'<div id="contentWrapper"><div id="contentLeft">{articles}</div></div><div id="pageFooter">'
        '<span class="copyright">© 2026 Factiva, Inc.</span></div></body></html>',
        encoding="utf-8",
    )


def write_proquest(folder):
    documents = []
    for story in STORIES:
        fields = {
            "Author: ": "; ".join(story.authors),
            "Publication info: ": f"{story.outlet} ; Oakford {story.moment.strftime('%d %b %Y')}: A.2.",
            "Full text: ": f"<text>{paragraphs_of(story)}</text>",
            "Publication title: ": f"{story.outlet}; Oakford",
            "Publication date: ": story.moment.strftime("%b %d, %Y"),
            "Document URL: ": f'<a href="{story.url}">{story.url}</a>',
            "Database: ": "Dailies",
        }
        labelled = "".join(
            f'<p style="margin-bottom:5pt;"><strong>{label}</strong>{value}</p>\n' for label, value in fields.items()
        )
        documents.append(
            f'<div><a name="DocID_MSTAR_{story.number}"></a><p></p>\n<p style="font-weight:bold;">{escape(story.title)}</p>\n'
            f"{labelled}</div>"
        )
    (folder / "a.eml").write_bytes(
        b"Received: from mail.example by mx.proquest.com; Sun, 8 Mar 2026 01:02:03 -0400\r\nFrom: <noreply@proquest.com>\r\n"
        b"Subject: Your ProQuest Research\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=abc\r\n"
        b"Date: Sun, 8 Mar 2026 01:02:03 -0400\r\n\r\n--abc\r\n"
        b'Content-Type: text/html; charset="UTF-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + f"<html><body>{''.join(documents)}</body></html>".encode()
        + b"\r\n--abc--\r\n"
    )


def record_of_crawl(story):
    body = page(story).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {story.url}\r\nWARC-Date: 2026-03-20T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def write_warc(folder):
    (folder / "a.warc").write_bytes(b"".join(map(record_of_crawl, STORIES)))


def write_warc_gz(folder):
    (folder / "a.warc.gz").write_bytes(b"".join(gzip.compress(record_of_crawl(story)) for story in STORIES))


# How the outlet is named, and how exactly the date is written, where it is not as in the record.
AS_RECORDS = {"outlet": "outlet", "precision": "moment", "has_title": True}
FORMS = {
    "json lines": (write_json_lines, {}),
    "json array": (write_json_array, {}),
    "csv": (write_csv, {}),
    "tsv": (write_tsv, {}),
    "parquet": (write_parquet, {}),
    "newsapi": (write_newsapi, {}),
    "webhose": (write_webhose, {"outlet": "host"}),
    "news-please": (write_newsplease, {"outlet": "host", "precision": "local time"}),
    "newspaper3k": (write_newspaper3k, {"outlet": "host"}),
    "pages": (write_pages, {}),
    "rss": (write_rss, {}),
    "atom": (write_atom, {}),
    "json feed": (write_json_feed, {}),
    "header lines": (write_header_lines, {"precision": "day"}),
    "seed form": (write_seed_form, {"has_title": False}),
    "nexis": (write_nexis, {"precision": "day"}),
    "lexis docx": (write_lexis_docx, {"precision": "day"}),
    "factiva": (write_factiva, {"precision": "day"}),
    "proquest": (write_proquest, {"precision": "day"}),
    "warc": (write_warc, {}),
    "warc.gz": (write_warc_gz, {}),
}


def write_form(form, folder):
    """Write the five articles in one form, in a folder of that name."""
    inside = folder / form
    inside.mkdir(parents=True)
    FORMS[form][0](inside)
    return inside


def expected(form):
    """What is to be read of that form: title, words, moment or day, precision, outlet and authors of each article, in order."""
    how = AS_RECORDS | FORMS[form][1]
    return sorted(
        (
            story.title if how["has_title"] else None,
            story.text.split(),
            story.moment.date() if how["precision"] != "moment" else story.moment,
            how["precision"],
            getattr(story, how["outlet"]),
            "; ".join(story.authors),
        )
        for story in STORIES
    )


def found(articles):
    """The same of a table of articles."""
    rows = articles.astype(object).where(articles.notna(), None)
    return sorted(
        (
            row.title,
            row.text.split(),
            row.published if row.precision in ("moment", "missing") else row.published.date(),
            row.precision,
            row.outlet,
            row.authors,
        )
        for row in rows.itertuples()
    )


def pack_zip(folder, path):
    """Pack a folder as zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(folder.rglob("*")):
            if one.is_file():
                archive.write(one, one.relative_to(folder).as_posix())
    return path


def pack_tar(folder, path):
    """Pack a folder as tar, by gzip."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for one in sorted(folder.rglob("*")):
            if one.is_file():
                archive.add(one, one.relative_to(folder).as_posix())
    path.write_bytes(packed.getvalue())
    return path
