import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.documents import Document, Parts
from features.reading.feeds import read_document, recognise

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Tarn Courier</title><link>https://tarn.example/</link>
<atom:link rel="self" href="https://tarn.example/feed"/>%s</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title type="html">Tarn &amp;amp; Vale</title><author><name>Ana Lira</name></author>
<link rel="self" href="https://tarn.example/atom.xml"/>%s</feed>"""


def read(content, **more):
    return list(read_document(Document(content.encode() if isinstance(content, str) else content, **more)))


def read_one(content, **more):
    [(place, parts)] = read(content, **more)
    assert place == "entry 1"
    return parts


def test_an_item_of_rss_gives_all_its_parts_and_the_date_as_it_is_written():
    item = """<item><title>Rain &amp;amp; &lt;i&gt;wind&lt;/i&gt;</title><link>https://tarn.example/1</link>
    <pubDate>Fri, 06 Mar 2026 19:42:00 +0400</pubDate><dc:creator>Ana Lira</dc:creator><dc:creator>Ben Okri</dc:creator>
    <description>It rained.</description><content:encoded><![CDATA[<p>It rained all day.</p><p>Then it snowed.</p>]]>
    </content:encoded></item>"""
    assert read_one(RSS % item) == Parts(
        text="It rained all day.\n\nThen it snowed.",
        title="Rain & wind",
        outlet="Tarn Courier",
        written="Fri, 06 Mar 2026 19:42:00 +0400",
        authors=("Ana Lira", "Ben Okri"),
        url="https://tarn.example/1",
    )


def test_an_entry_of_atom_takes_what_was_published_and_the_author_of_the_feed():
    entry = """<entry><title type="text">3 &lt; 4 &amp; more</title><link href="/2026/rain"/>
    <updated>2026-03-07T01:00:00Z</updated><published>2026-03-06T19:42:00+04:00</published>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It rained.</p></div></content></entry>"""
    parts = read_one(ATOM % entry)
    assert (parts.title, parts.text, parts.written) == ("3 < 4 & more", "It rained.", "2026-03-06T19:42:00+04:00")
    assert (parts.outlet, parts.authors, parts.url) == ("Tarn & Vale", "Ana Lira", "https://tarn.example/2026/rain")
    assert (parts.flags, parts.note) == ((), None)


def test_the_item_of_rdf_stands_beside_its_channel():
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Vale Post</title></channel>
    <item><title>Rain</title><link>https://vale.example/1</link><dc:date>2026-03-06</dc:date></item></rdf:RDF>"""
    parts = read_one(rdf)
    assert (parts.title, parts.outlet, parts.written, parts.flags) == (
        "Rain",
        "Vale Post",
        "2026-03-06",
        ("summary only",),
    )


def test_the_time_of_the_last_change_serves_only_where_nothing_better_stands_and_is_said():
    parts = read_one(ATOM % "<entry><title>Rain</title><updated>2026-03-07T01:00:00Z</updated></entry>")
    assert parts.written == "2026-03-07T01:00:00Z"
    assert "last changed" in parts.note
    both = "<pubDate>soon</pubDate><dc:date>2026-03-06T10:00:00Z</dc:date>"
    assert read_one(RSS % f"<item><title>Rain</title>{both}</item>").written == "2026-03-06T10:00:00Z"


def test_an_impossible_date_is_passed_on_as_it_is_written():
    parts = read_one(ATOM % "<entry><title>Rain</title><updated>2099-13-45T99:99:99Z</updated></entry>")
    assert parts.written == "2099-13-45T99:99:99Z"


def test_the_caption_of_a_picture_is_not_taken_for_the_article():
    media = "<media:content><media:description>{}</media:description></media:content><media:description>{}</media:description>"
    for caption in ("A very long caption of a picture of rain", ""):
        item = f"<item><title>Rain</title><description>It rained.</description>{media.format(caption, caption)}</item>"
        assert read_one(RSS % item).text == "It rained."


def test_of_a_film_the_description_is_the_text():
    group = "<media:group><media:title>Rain</media:title><media:description>A film of rain.</media:description></media:group>"
    entry = f'<entry xmlns:media="http://search.yahoo.com/mrss/"><title>Rain</title>{group}</entry>'
    parts = read_one(ATOM % entry)
    assert (parts.text, parts.flags) == ("A film of rain.", ("summary only",))


def test_an_article_that_stands_whole_in_the_description_is_no_summary():
    long = "<p>" + "It rained in the valley. " * 60 + "</p>"
    item = f"<item><title>Rain</title><description><![CDATA[{long}]]></description></item>"
    assert read_one(RSS % item).flags == ()
    cut = "<item><title>Rain</title><description>It rained in the […]</description></item>"
    assert read_one(RSS % cut).flags == ("summary only", "truncated")


def test_of_content_and_description_the_longer_one_is_the_text():
    item = "<item><title>Rain</title><description>{}</description><content:encoded>{}</content:encoded></item>"
    for description, content in (("It rained all day long.", "Rain."), ("Rain.", "It rained all day long.")):
        assert read_one(RSS % item.format(description, content)).text == "It rained all day long."


def test_the_markup_of_news_agencies_gives_the_body_without_its_head():
    nitf = """<wrapper><entry xmlns="http://www.w3.org/2005/Atom"><title>Rain</title><summary>It rained.</summary>
    <content type="text/xml"><nitf xmlns=""><head>x</head><body><body.head><hedline>Rain</hedline></body.head>
    <body.content><block><p>It rained all day.</p><p>Then it snowed.</p></block></body.content></body></nitf></content>
    </entry></wrapper>"""
    assert recognise(nitf.encode(), "")
    parts = read_one(nitf)
    assert (parts.text, parts.flags) == ("It rained all day.\n\nThen it snowed.", ())


def test_an_address_in_the_place_of_an_author_is_left_out_and_the_name_kept():
    items = "".join(
        f"<item><title>Rain</title>{author}</item>"
        for author in ("<author>ana@tarn.example (Ana Lira)</author>", "<author>ana@tarn.example</author>")
    )
    assert [parts.authors for _, parts in read(RSS % items)] == ["Ana Lira", None]


def test_the_source_of_a_collected_entry_is_its_outlet_and_replies_are_comments():
    sourced = '<item><title>Rain</title><source url="https://vale.example">Vale Post</source></item>'
    assert read_one(RSS % sourced).outlet == "Vale Post"
    reply = '<entry><title>Yes</title><thr:in-reply-to ref="a"/><source><title>Vale Post</title></source></entry>'
    parts = read_one(ATOM % reply)
    assert (parts.outlet, "comment" in parts.flags) == ("Vale Post", True)
    comments = (RSS % "<item><title>By: Ben</title></item>").replace("Tarn Courier", "Comments on: Rain")
    assert "comment" in read_one(comments).flags


def test_only_addresses_of_the_web_are_taken():
    guids = (
        "<guid>https://tarn.example/1</guid>",
        '<guid isPermaLink="false">https://tarn.example/1</guid>',
        "<guid>7</guid>",
    )
    items = "".join(f"<item><title>Rain</title>{guid}</item>" for guid in guids)
    no_base = (
        (RSS % items).replace("<link>https://tarn.example/</link>", "").replace('href="https://tarn.example/feed"', "")
    )
    assert [parts.url for _, parts in read(no_base)] == ["https://tarn.example/1", None, None]
    bad = RSS % "<item><title>Rain</title><link>javascript:alert(1)</link></item>"
    assert read_one(bad).url is None


def test_a_feed_cut_in_the_middle_keeps_its_whole_items_and_says_so():
    items = "<item><title>Rain</title></item><item><title>Snow</title><description>It snow"
    first, second, end = read((RSS % items).split("</channel>")[0])
    assert (first[1].title, "cut short" in first[1].flags) == ("Rain", False)
    assert (second[1].text, "cut short" in second[1].flags) == ("It snow", True)
    assert end[0] == "end of the feed"
    assert "ends early, in or after entry 2" in str(end[1])


@given(cut=st.integers(min_value=150))
def test_wherever_a_feed_is_cut_the_items_before_are_kept_and_the_loss_is_said(cut):
    whole = RSS % "".join(
        f"<item><title>Rain {n}</title><link>https://tarn.example/{n}</link></item>\n" for n in range(5)
    )
    cut %= whole.index("</channel></rss>")
    found = read(whole[:cut])
    titles = [parts.title for _, parts in found if isinstance(parts, Parts)]
    closed = re.findall(r"<title>(Rain \d)</title>", whole[:cut])
    assert titles[: len(closed)] == closed
    assert isinstance(found[-1][1], ValueError)


def test_an_entry_without_words_is_refused_at_its_place_and_the_others_are_kept():
    found = read(RSS % "<item><link>https://tarn.example/1</link></item><item><title>Rain</title></item>")
    assert [place for place, _ in found] == ["entry 1", "entry 2"]
    assert str(found[0][1]) == "the entry holds no words: neither a title nor a text"


@pytest.mark.parametrize(
    "content, message",
    [
        ("<!doctype html><html><body><h1>503</h1></body></html>", "expected a feed, found a web page"),
        ("<html><body>503</body></html>", "expected a feed, found a web page"),
        ("<catalogue><book/></catalogue>", "found <catalogue>"),
        (RSS % "", "the feed has no entries"),
        ("", "found an empty file"),
        ("\x00\x01\x02\x03" * 50, "expected text, found binary data"),
    ],
)
def test_what_is_no_feed_is_refused_once_with_the_reason(content, message):
    [(place, reason)] = read(content)
    assert place == ""
    assert message in str(reason)


def test_bare_ampersands_and_unknown_prefixes_are_read_and_flagged():
    item = "<item><title>R&D</title><dc:creator>Ana Lira</dc:creator></item>"
    parts = read_one(f"<rss><channel><title>T&C</title>{item}</channel></rss>")
    assert (parts.title, parts.outlet, parts.authors) == ("R&D", "T&C", "Ana Lira")
    assert "malformed" in parts.flags


@pytest.mark.parametrize(
    "content, name, expected",
    [
        (b"<rss version='2.0'>", "", True),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- <html> --><feed xmlns='http://www.w3.org/2005/Atom'>", "", True),
        ("<?xml version='1.0'?><rss>".encode("utf-16"), "", True),
        (b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "", True),
        (b"<rdf:RDF xmlns='http://example.org/onto'>", "", False),
        (b"<!doctype html><html>", "feed.rss", True),
        (b"<!doctype html><html>", "page.html", False),
        (b"<html><body><feed xmlns='http://www.w3.org/2005/Atom'>", "page.html", True),
        (b'{"version": 1}', "feed.rss", False),
        (b"It rained on <rss>.", "", False),
        (b"<nitf>", "", False),
        (b"", "a.rss", False),
    ],
)
def test_feeds_are_known_by_their_first_element(content, name, expected):
    assert recognise(content, name) is expected


def test_every_entry_of_every_real_feed_is_kept_or_refused(shared):
    feeds = sorted((shared / "corpora" / "feeds").glob("*/*.[xar]*"))
    assert len(feeds) > 40
    for path in feeds:
        content = path.read_bytes()
        n_entries = len(re.findall(rb"<(?:\w+:)?(?:item|entry)[\s>]", content.replace(b"\x00", b"")))
        found = [place for place, _ in read(content) if place.startswith("entry ")]
        assert len(found) == n_entries, path.name


def test_the_broken_feeds_do_what_a_good_program_does(shared):
    def found(name):
        return read((shared / "bad_inputs" / "xml" / name).read_bytes(), name=name)

    assert "entities that grow" in str(found("e01_billion_laughs.rss")[0][1])
    (_, kept), (end, _) = found("e03_truncated.rss")
    assert ("cut short" in kept.flags, len(kept.text) > 200, end) == (True, True, "end of the feed")
    [(_, kept)] = found("e04_encoding_lie.rss")
    assert (kept.title, kept.outlet, "encoding guessed" in kept.flags) == ("“Oil”", "Café", True)
    [(_, kept)] = found("e06_atom_future_and_bad.xml")
    assert (kept.title, kept.written) == ("Oil", "2099-13-45T99:99:99Z")
    [(_, refused)] = found("e07_html_error_page.rss")
    assert "expected a feed, found a web page" in str(refused)
