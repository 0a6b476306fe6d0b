"""Pages of the web to articles."""

import doctest
import gzip
import json

import pytest

from features.reading import pages
from features.reading.documents import Document, Parts
from features.reading.pages import extract_body, parse_page, read_document, recognise

SENTENCES = [
    "The river rose by a hand before noon, the harbour office said.",
    "Two bridges were closed, and the school sent the children home.",
    "No one was hurt, though a mill lost its roof to the wind.",
    "The mayor thanked those who had carried sand through the night.",
    "By evening the water had fallen again, and the market opened.",
]
BODY = "".join(f"<p>{sentence} {sentence.replace('The ', 'This ')}</p>" for sentence in SENTENCES)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Rain in Tarn - Tarn Courier</title>
<link rel="canonical" href="https://www.courier.example/rain">
<meta property="og:site_name" content="Tarn Courier">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Rain in Tarn", "datePublished":
"2026-03-06T19:42:00+04:00", "author": [{{"name": "Ana Lira"}}, {{"name": "Tom Berg"}}]}}</script></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Rain in Tarn</h1>{BODY}</article>
<footer>Tarn Courier, Harbour Street</footer></body></html>"""


def _read(page, **fields):
    content = page if isinstance(page, bytes) else page.encode()
    return list(read_document(Document(content, **fields)))


def _one(page, **fields):
    [(place, found)] = _read(page, **fields)
    assert place == ""
    return found


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(pages)
    assert results.attempted and not results.failed


def test_every_part_of_an_article_is_read():
    found = _one(PAGE)
    assert found == Parts(
        text="\n\n".join(f"{sentence} {sentence.replace('The ', 'This ')}" for sentence in SENTENCES),
        title="Rain in Tarn",
        outlet="Tarn Courier",
        written="2026-03-06T19:42:00+04:00",
        authors=("Ana Lira", "Tom Berg"),
        url="https://www.courier.example/rain",
    )


def test_the_same_page_gives_the_same_parts_again():
    assert _one(PAGE) == _one(PAGE)


@pytest.mark.parametrize(
    ("content", "charset", "flags"),
    [
        (PAGE.replace("mayor", "maïre").encode("utf-8"), None, ()),
        (b"\xef\xbb\xbf" + PAGE.replace("mayor", "maïre").encode("utf-8"), "latin-1", ()),
        (PAGE.replace("mayor", "maïre").encode("utf-16"), None, ()),
        (PAGE.replace("mayor", "maïre").replace("<head>", '<head><meta charset="cp1252">').encode("cp1252"), None, ()),
        (PAGE.replace("mayor", "maïre").encode("cp1252"), "cp1252", ()),
    ],
)
def test_a_page_is_read_in_its_encoding(content, charset, flags):
    found = _one(content, charset=charset)
    assert "maïre" in found.text and found.flags == flags


def test_a_page_with_no_article_is_refused():
    for page in ("", "<html><body><div id=root></div><script>var a = 'It rained in Tarn.'</script></body></html>"):
        assert str(_one(page)).startswith("no article found")
    wall = '<html><head><meta http-equiv="refresh" content="0;url=http://192.0.2.1/"></head><body>Accept all cookies</body></html>'
    assert isinstance(_one(wall), ValueError)


def test_an_article_that_only_linked_data_have_is_read_from_them():
    body = " ".join(SENTENCES)
    linked = json.dumps({"@type": "Article", "articleBody": body})
    head = f'<head><script type="application/ld+json">{linked}</script></head>'
    page = f"<html>{head}<body><div id=root></div></body></html>"
    assert _one(page).text == body


def test_a_page_that_ends_in_the_middle_keeps_its_text_and_says_so():
    found = _one(PAGE[: PAGE.index("the market opened") + len("the market")])
    assert found.flags == ("cut short",)
    assert found.text.endswith("and the market")
    assert _one(PAGE.replace("</body></html>", "")).flags == ()


def test_what_looks_like_tags_in_words_stays_words():
    found = _one(PAGE.replace("The mayor", "&lt;script&gt;alert(1)&lt;/script&gt; The mayor"))
    assert "<script>alert(1)</script> The mayor" in found.text
    page = PAGE.replace("https://www.courier.example/rain", "javascript:alert(3)")
    assert _one(page).url is None


def test_a_list_of_articles_becomes_one_of_each():
    article = '<article><h2>Rain {0}</h2><time datetime="2026-03-0{0}">x</time>' + BODY + "</article>"
    found = _read(f"<html><body>{''.join(map(article.format, (1, 2, 3)))}</body></html>")
    assert [(place, parts.title, parts.written) for place, parts in found] == [
        ("article 1", "Rain 1", "2026-03-01"),
        ("article 2", "Rain 2", "2026-03-02"),
        ("article 3", "Rain 3", "2026-03-03"),
    ]
    undated = _one(f"<html><body>{''.join(map(article.replace('datetime', 'data-x').format, (1, 2, 3)))}</body></html>")
    assert undated.flags == ("list page",)


def test_two_different_days_are_flagged():
    page = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2024-01-01T00:00:00Z">')
    found = _one(page)
    assert found.flags == ("date conflict",) and "2024-01-01" in found.note


def test_the_address_of_the_container_is_taken_where_the_page_has_none():
    page = PAGE.replace('<link rel="canonical" href="https://www.courier.example/rain">', "")
    assert _one(page, url="https://www.courier.example/x").url == "https://www.courier.example/x"


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>rain</p>" * 100_000,
        f"<p {' '.join(f'a{n}=x' for n in range(50_000))}>{BODY}</p>",
        f"<p {' '.join(f'a{n}' for n in range(50_000))}>{BODY}</p>",
        "<div>" * 50_000 + BODY,
        "<div>" * 20_000 + BODY,
        "<div><p>" * 2_000 + BODY,
        "<b><i>" * 5_000 + BODY,
        "<time>" + "1/" * 100_000 + "</time>" + BODY,
        " " * 1_000_000 + BODY,
        "<table><tr><td>" * 5_000 + BODY,
    ],
)
def test_a_hostile_page_is_read_or_refused(hostile):
    assert _read(f"<html><body>{hostile}</body></html>")


def test_extraction_leaves_the_tree_as_it_was():
    tree = parse_page(PAGE)
    before = [(element.tag, element.text) for element in tree.iter()]
    assert extract_body(tree)
    assert [(element.tag, element.text) for element in tree.iter()] == before


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (PAGE, "", True),
        ("<!-- saved -->\n<html>", "", True),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "", True),
        ("<div><p>It rained.</p></div>", "", True),
        ("<HTML><BODY>", "", True),
        ("It rained.<br>It stopped.", "a.html", True),
        ("", "a.html", True),
        ("", "", False),
        ('<?xml version="1.0"?><rss version="2.0"><channel>', "", False),
        ('<?xml version="1.0"?><article><p>It rained.</p></article>', "a.html", False),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "", False),
        ('{"content": "<p>It rained.</p>"}', "", False),
        ('{"content": "<p>It rained.</p>"}', "a.html", False),
        ("id,html\n1,<p>It rained.</p>", "", False),
        ("6 March 2026\n\nAna Lira\n\n<p>It rained.</p>", "", False),
        ("<unknown>", "", False),
    ],
)
def test_pages_are_told_from_other_formats(head, name, expected):
    assert recognise(head.encode(), name) is expected
    if head:
        assert recognise(head.encode("utf-16"), name) is expected


# In each case what cases.json asks for in words.
HOSTILE = {
    "d01_empty": lambda found: isinstance(found, ValueError),
    "d03_wide_200k_tags": lambda found: "oil" in found.text,
    "d04_truncated": lambda found: "cut short" in found.flags and found.text.endswith("while critics call"),
    "d06_base64_image_3mb": lambda found: "premature" in found.text and "base64" not in found.text,
    "d07_attr_bomb": lambda found: "premature" in found.text,
    "d09_xss_everywhere": lambda found: found.url is None and found.authors == (),
    "d10_jsonld_broken": lambda found: found.written in ("2026-03-06T19:42:00+04:00", None),
    "d12_js_only": lambda found: "no article found" in str(found),
    "d15_meta_refresh_cookie_wall": lambda found: isinstance(found, ValueError),
    "d16_null_in_tags": lambda found: "premature" in found.text,
    "d18_script_1mb_regex": lambda found: found.written is None and "premature" in found.text,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_broken_and_hostile_pages_do_what_a_good_program_does(shared, name):
    page = (shared / "bad_inputs" / "html" / f"{name}.html").read_bytes()
    assert HOSTILE[name](_one(page, name=f"{name}.html"))


def test_three_articles_on_one_page_are_three(shared):
    found = _read((shared / "bad_inputs" / "html" / "d13_three_articles.html").read_bytes())
    assert [parts.written for _, parts in found] == ["2026-03-01", "2026-03-02", "2026-03-03"]


def test_ten_real_pages_have_their_title_day_and_text(shared):
    folder = shared / "corpora" / "html_news60"
    truths = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, truth in list(truths.items())[:10]:
        found = _one(gzip.decompress((folder / "html" / name).read_bytes()))
        words, true = set(found.text.split()), set(truth["text"].split())
        assert len(words & true) / len(words | true) > 0.4
        assert found.written[:10] == truth["publishing_date"][:10]
