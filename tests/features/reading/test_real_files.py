"""Real files, which stay where they are: each yields as many articles as are counted in it by other means than Tidings.

A piece is an article that was kept or refused by its place; what concerns the rest of a file is said at a place of its own ("end of
the feed", "whole file: request") and is no article.
"""

import csv
import email
import gzip
import json
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime

import pandas as pd
import pyarrow.parquet as pq
import pytest

from features import tables
from features.reading import read_articles
from features.reading.collected import SAME_ARTICLE

NOT_AFTER = datetime(2026, 3, 7, tzinfo=UTC)
_AN_ARTICLE = re.compile(
    r"(?:whole file|(?:line|row|item|entry|article|document|record) \d+(?:, (?:entry|article) \d+)?)(?: \(\d+\))?"
)


def read(*paths):
    return read_articles([*paths], not_after=NOT_AFTER)


class Found:
    """What was read of a folder: how many articles each file yields, and why some of its pieces are none."""

    def __init__(self, folder):
        self.folder = folder
        self.articles, self.rejected = read(folder)
        is_piece = self.rejected["place"].map(lambda place: _AN_ARTICLE.fullmatch(place) is not None)
        self.copies = self.rejected[self.rejected["reason"].str.startswith(SAME_ARTICLE)]
        self.refused = self.rejected[is_piece & ~self.rejected.index.isin(self.copies.index)]
        self.n_articles = Counter(self.articles["file"]) + Counter(self.copies["file"])

    def files(self, pattern):
        return sorted(path for path in self.folder.rglob(pattern) if path.is_file() and path.name != "manifest.json")

    def name(self, path):
        return path.relative_to(self.folder).as_posix()


@pytest.fixture(scope="module")
def found(shared):
    """Folder of corpora → what was found in it; each is read once."""
    known = {}

    def find(name):
        if name not in known:
            known[name] = Found(shared / "corpora" / name)
        return known[name]

    return find


FOLDERS = ["exports", "feeds", "warc", "newspaper3k_json", "newsplease_json", "allsides/as_formats"]


@pytest.mark.parametrize("name", FOLDERS)
def test_of_every_folder_both_tables_hold_their_promises_and_no_file_is_missing(found, name):
    folder = found(name)
    tables.check(folder.articles, tables.ARTICLES)
    tables.check(folder.rejected, tables.REJECTED)
    there = {folder.name(path) for path in folder.folder.rglob("*") if path.is_file()}
    assert set(folder.articles["file"]) | set(folder.rejected["file"]) == there
    # No reader broke, and none was ended.
    assert not folder.rejected["reason"].str.contains("cannot be read: |its reader broke|was ended").any()


def n_nexis(content):
    return len(re.findall(rb"\d+ of \d+ DOCUMENTS", content))


def n_documents_of_word(path):
    return zipfile.ZipFile(path).read("word/document.xml").count(b"End of Document")


def n_proquest(content):
    mail = email.message_from_bytes(content)
    pages = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/html"]
    return len(re.findall(rb"DocID_MSTAR_\d+\"", b"".join(pages) or content))


EXPORTS = {
    "LexisNexisTools/sample.DOCX": n_documents_of_word,
    "LexisNexisTools/sample.TXT": lambda path: n_nexis(path.read_bytes()),
    "newspapers_R/lexis/guardian1.docx": n_documents_of_word,
    "newspapers_R/lexis/guardian2.docx": n_documents_of_word,
    "newspapers_R/nexis/usa-today.docx": n_documents_of_word,
    "newspapers_R/nexis/irish-times_1995-06-12_0001.html": lambda path: n_nexis(path.read_bytes()),
    # Each article ends with its number in the database.
    "newspapers_R/factiva/irish-independence_1_2017-11-14.html": lambda path: path.read_bytes().count(b"<p>Document "),
    "newspapers_R/factiva/nyt_1_1993-01-03.html": lambda path: path.read_bytes().count(b"<p>Dokument "),
    "tm.plugin.factiva/factiva_test.html": lambda path: path.read_bytes().count(b"<b>AN</b>"),
    "tm.plugin.factiva/factiva_test.xml": lambda path: path.read_bytes().count(b"<accessionNo>"),
    "tm.plugin.factiva/reut21578-factiva.xml": lambda path: path.read_bytes().count(b"<accessionNo>"),
    "tm.plugin.proquest/malformed-html-tag.eml": lambda path: n_proquest(path.read_bytes()),
    "tm.plugin.proquest/sample-1.html": lambda path: n_proquest(path.read_bytes()),
    "newsapi/everything-2023-03-22-it.json": lambda path: len(json.loads(path.read_bytes())["articles"]),
    "newsapi/top-headlines-2019-12-02.json": lambda path: len(json.loads(path.read_bytes())["articles"]),
    "newsplease/sample.json": lambda path: 1,
    "mediacloud/sample_story_ap.txt": lambda path: 1,
    "mediacloud/story_27456565.json": lambda path: 1,
    # Sentences of one story.
    "mediacloud/sentences_by_story_1.json": lambda path: len({row["stories_id"] for row in sentences(path)}),
    "webscraper_io/bernie_sanders_fox.csv": lambda path: n_pages(path, "article_links-href"),
    "webscraper_io/bernie_sanders_usatoday.csv": lambda path: n_pages(path, "article_links-href"),
    "webscraper_io/nyt_sarah_palin.csv": lambda path: n_pages(path, "articles-href"),
    "webscraper_io/breitbart_bernie_sanders.revised.json": lambda path: len(json.loads(path.read_bytes())["articles"]),
}
# Tables of numbers, of codes and of names of columns: no article is in them.
WITHOUT_TEXT = {
    "gdelt/gkg2_column_description.csv": "no column of text",
    "gdelt/mentionssamp.csv": "it has no article text: GDELT lists codes",
    "mediacloud/counts_mediacloud_trump.csv": "no column of text",
    "manifest.json": "no field of text",
}


def sentences(path):
    rows = json.loads(path.read_bytes())
    return rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))


def n_pages(path, column):
    """Addresses of pages that have any words: of a picture gallery neither title nor paragraph was saved."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    words = ("title", "content", column.removesuffix("-href"))
    return len({row[column] for row in rows if any(row[name] not in ("", "null") for name in words)})


def test_every_export_yields_as_many_articles_as_are_in_it(found):
    exports = found("exports")
    assert EXPORTS.keys() | WITHOUT_TEXT.keys() == {exports.name(path) for path in exports.files("*")} | {
        "manifest.json"
    }
    wanted = {name: count(exports.folder / name) for name, count in EXPORTS.items()}
    assert dict(exports.n_articles) == wanted
    assert sum(wanted.values()) > 400
    refused = exports.refused.set_index("file")["reason"]
    for name, reason in WITHOUT_TEXT.items():
        assert reason in refused[name]
    # Nothing else is refused but pages of galleries.
    assert set(refused.drop(list(WITHOUT_TEXT))) <= {"an article needs words: both its text and its title are empty"}


def n_entries(path):
    content = path.read_bytes().replace(b"\0", b"")
    if path.suffix == ".json":
        return len(json.loads(content)["items"])
    return len(re.findall(rb"<(?:\w+:)?(?:item|entry)[\s>]", content))


def test_every_feed_yields_as_many_entries_as_are_in_it(found):
    feeds = found("feeds")
    paths = feeds.files("*.*")
    assert len(paths) == 48
    refused = Counter(feeds.refused.loc[feeds.refused["place"].str.startswith("entry "), "file"])
    for path in paths:
        name = feeds.name(path)
        assert feeds.n_articles[name] + refused[name] == n_entries(path), name
    entries = feeds.refused[feeds.refused["place"].str.startswith("entry ")]
    assert set(entries["reason"]) <= {"the entry holds no words: neither a title nor a text"}
    assert sum(feeds.n_articles.values()) > 200


def unpacked(content):
    plain = b""
    while content:
        member = zlib.decompressobj(wbits=31)
        plain += member.decompress(content)
        content = member.unused_data
    return plain


def n_records(path):
    content = path.read_bytes()
    if path.suffix == ".lz4":
        content = path.with_suffix("").read_bytes()
    elif content.startswith(b"\x1f\x8b"):
        content = unpacked(content)
    return len(re.findall(rb"(?m)^WARC/\d\.\d+\r?\n", content))


def test_every_record_of_every_crawl_is_an_article_or_said_to_be_none(found):
    crawls = found("warc")
    paths = crawls.files("*.warc*")
    assert len(paths) > 18
    for path in paths:
        rows = crawls.rejected[crawls.rejected["file"] == crawls.name(path)]
        passed_over = rows["reason"].str.extract(r"^passed over, no articles by nature: (\d+) records")[0]
        own = {place.split(",")[0].split(" (")[0] for place in rows["place"] if _AN_ARTICLE.fullmatch(place)}
        own |= {
            place.split(",")[0] for place in crawls.articles.loc[crawls.articles["file"] == crawls.name(path), "place"]
        }
        assert passed_over.dropna().astype(int).sum() + len(own) == n_records(path), path.name


def test_the_sample_of_a_crawl_of_news_yields_as_many_articles_as_its_manifest_says(found):
    crawls = found("warc")
    n_articles = json.loads((crawls.folder / "manifest.json").read_text())["n_articles"]
    [path] = crawls.files("mini-CC-NEWS*")
    assert crawls.n_articles[crawls.name(path)] == n_articles == 61


def test_crawls_that_are_cut_short_or_packed_as_nobody_reads_them_say_so(found):
    crawls = found("warc")
    reasons = crawls.rejected.groupby("file")["reason"].agg("\n".join)
    wanted = {
        "resiliparse/clipped.warc.gz": "the file is cut short, in or after record 1",
        "warcio/example-trunc.warc": "expected a record of WARC, found none",
        "warcio/bad.arc": "expected the head of a record of ARC, found something else",
    }
    for name, reason in wanted.items():
        assert reason in reasons[name]


@pytest.mark.parametrize(("name", "text"), [("newspaper3k_json", "text"), ("newsplease_json", "text")])
def test_every_saved_article_of_a_scraper_is_an_article_with_its_title_and_its_words(found, name, text):
    folder = found(name)
    paths = folder.files("*.json")
    n_said = json.loads((folder.folder / "manifest.json").read_text())["n_articles"]
    assert len(paths) == n_said == sum(folder.n_articles.values())
    assert set(folder.refused["file"]) == {"manifest.json"}
    titles = {folder.name(path): json.loads(path.read_bytes())["title"] for path in paths}
    kept = folder.articles.set_index("file")["title"]
    same = sum(" ".join((titles[name] or "").split()) == (title or "") for name, title in kept.fillna("").items())
    # Entities and tags in titles are made words.
    assert same >= 0.95 * len(kept)


def test_dates_of_newspaper3k_are_the_milliseconds_that_it_wrote(found):
    folder = found("newspaper3k_json")
    published = folder.articles.set_index("file")["published"]
    n_dated = 0
    for name, moment in published.items():
        written = json.loads((folder.folder / name).read_bytes()).get("publish_date")
        if written is None:
            assert pd.isna(moment)
        else:
            assert moment == pd.Timestamp(written["$date"] // 1000, unit="s", tz="UTC")
            n_dated += 1
    assert n_dated > 250


def test_the_seed_is_read_as_a_reader_of_it_would(shared):
    [path] = (shared / "seed").glob("*.txt")
    blocks = [block for block in path.read_text(encoding="utf-8-sig").split("\n\n") if block.strip()]
    articles, rejected = read(shared / "seed")
    assert rejected.empty
    [article] = articles.to_dict("records")
    assert article["published"] == pd.Timestamp("2026-03-06T15:42:00Z")
    assert (article["precision"], article["offset_minutes"]) == ("moment", 240)
    assert (article["outlet"], article["outlet_from"]) == ("AzerNEWS", "lead")
    assert article["authors"] == blocks[1].strip()
    assert article["text"].split() == " ".join(blocks[2:]).split()


def day_of(record):
    date = record["date"] or ""
    return date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) and "1605-01-01" <= date <= "2026-03-07" else None


def plain(words):
    # A byte-order mark in the middle of a text is what a careless join of files left there.
    return (words or "").replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").strip()


def assert_same(articles, records, text="content_original", outlet="source", authors="authors"):
    """Every field of every record arrived, by the rules of the corpus’s manifest and nothing of Tidings."""
    order = articles["place"].str.split().str[1].astype(int).argsort()
    rows = articles.iloc[order].astype(object)
    n_words = Counter()
    for row, record in zip(rows.where(rows.notna(), None).itertuples(), records, strict=True):
        assert (row.title or "", row.outlet) == (visible(plain(record["title"])), plain(record[outlet]))
        assert (row.published and row.published.strftime("%Y-%m-%d")) == day_of(record)
        flags = set((row.flagged or "").split("; ")) - {""}
        assert flags <= {"boilerplate removed", "signs removed"}
        original = plain(record[text])
        if not flags:
            assert row.text == original
        # What is taken out of a text is whole lines, or signs that nobody sees.
        lines = iter(visible(original).split("\n"))
        assert "signs removed" in flags or all(line in lines for line in visible(row.text).split("\n") if line)
        n_words["there"] += len(original.split())
        n_words["kept"] += len(row.text.split())
        # No name is new.
        names = plain(record[authors])
        assert all(name in names for name in (row.authors or "").split("; "))
        n_words["names there"] += len(names.split())
        n_words["names kept"] += len((row.authors or "").split())
    assert n_words["kept"] > 0.98 * n_words["there"] and n_words["names kept"] > 0.95 * n_words["names there"]


def visible(words):
    return "".join(sign for sign in words if unicodedata.category(sign) != "Cf")


def records_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_of_300_real_articles_as_json_lines_every_field_arrives(shared):
    path = shared / "corpora" / "allsides" / "small-300.jsonl.gz"
    articles, rejected = read(path)
    assert len(records_of(path)) == 300 and rejected.empty
    assert_same(articles, records_of(path))


def test_of_1001_real_articles_the_odd_dates_are_missing_and_everything_else_arrives(shared):
    path = shared / "corpora" / "allsides" / "articles-03.jsonl.gz"
    records = records_of(path)
    articles, rejected = read(path)
    assert (len(records), len(articles), len(rejected)) == (1001, 1001, 0)
    assert_same(articles, records)
    notes = articles["published_note"].value_counts()
    assert notes["no date is written"] == sum(not record["date"] for record in records) > 100
    assert notes["'0001-11-30' is before 1605, when the first newspaper appeared"] >= 1
    assert notes["'2050-09-30' lies in the future"] >= 1


def test_the_same_real_articles_as_parquet_and_as_csv_are_the_same_articles(shared):
    folder = shared / "corpora" / "allsides" / "as_formats"
    rows = pq.read_table(folder / "articles.parquet").to_pylist()
    from_parquet, rejected = read(folder / "articles.parquet")
    assert len(rows) == 300 and rejected.empty
    assert_same(from_parquet, rows)
    with (folder / "kaggle_all_the_news.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    from_csv, rejected = read(folder / "kaggle_all_the_news.csv")
    assert len(rows) > 50 and rejected.empty
    assert_same(from_csv, rows, "content", "publication", "author")


def test_the_same_real_articles_as_text_files_lose_no_word_and_no_moment(shared):
    folder = shared / "corpora" / "allsides" / "as_formats" / "txt"
    paths = sorted(folder.glob("*.txt"))
    articles, rejected = read(folder)
    assert (len(paths), len(articles), len(rejected)) == (60, 60, 0)
    by_file = articles.set_index("file")
    n_dated = n_untouched = 0
    for path in paths:
        first, *rest = path.read_text(encoding="utf-8").split("\n")
        article = by_file.loc[path.name]
        try:
            moment = datetime.strptime(first, "%d %B %Y %H:%M (UTC+00:00)").replace(tzinfo=UTC)
        except ValueError:
            moment, rest = None, [first, *rest]
        assert (None if pd.isna(article["published"]) else article["published"]) == moment
        n_dated += moment is not None
        words = iter(" ".join(rest).split())
        assert all(word in words for word in article["text"].split())
        if pd.isna(article["flagged"]):
            n_untouched += 1
            assert " ".join(rest).split()[-len(article["text"].split()) :] == article["text"].split()
    assert n_dated > 30 and n_untouched > 30


def test_the_folder_of_formats_as_a_whole_is_accounted_for(found):
    formats = found("allsides/as_formats")
    with (formats.folder / "kaggle_all_the_news.csv").open(encoding="utf-8", newline="") as file:
        n_rows = sum(1 for _ in csv.DictReader(file))
    wanted = {"kaggle_all_the_news.csv": n_rows, "articles.parquet": 300, "webhose_thread.json": 50}
    wanted["newsapi.json"] = json.loads((formats.folder / "newsapi.json").read_bytes())["totalResults"]
    wanted |= {f"txt/{number:03}.txt": 1 for number in range(60)}
    assert dict(formats.n_articles) == wanted and formats.refused.empty
    # The interface cuts every text short, and says so.
    cut = formats.articles[formats.articles["file"] == "newsapi.json"]["flagged"].fillna("")
    assert cut.str.contains("truncated").sum() == (formats.folder / "newsapi.json").read_text().count(" chars]")
