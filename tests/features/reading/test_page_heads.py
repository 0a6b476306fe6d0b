"""Title, authors and outlet of pages."""

import pytest

from features.reading.page_heads import find_authors, find_outlet, find_title
from features.reading.page_metadata import Metadata, read_metadata
from features.reading.pages import parse_page


def _authors(body, head="", outlet="Tarn Courier"):
    tree = parse_page(f"<html><head>{head}</head><body>{body}<p>It rained.</p></body></html>")
    return find_authors(tree, read_metadata(tree), outlet)


def _title(head="", body="", outlet="Tarn Courier"):
    tree = parse_page(f"<html><head>{head}</head><body>{body}<p>It rained.</p></body></html>")
    return find_title(tree, read_metadata(tree), outlet)


def test_linked_data_are_believed_before_meta_and_meta_before_what_is_shown():
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Ana Lira"}}</script>'
    meta = '<meta name="author" content="Tom Berg">'
    shown = '<span class="byline">By Mia Holm</span>'
    assert _authors(shown, linked + meta) == ("Ana Lira",)
    assert _authors(shown, meta) == ("Tom Berg",)
    assert _authors(shown) == ("Mia Holm",)


def test_the_outlet_is_its_author_only_where_no_one_else_is_named():
    meta = '<meta name="author" content="tarn courier">'
    assert _authors("", meta) == ("tarn courier",)
    assert _authors('<a rel="author" href="/ana">Ana Lira</a>', meta) == ("Ana Lira",)


def test_an_address_is_no_author():
    assert _authors("", '<meta property="article:author" content="https://social.example/courier">') == ()


@pytest.mark.parametrize(
    "shown",
    [
        '<a rel="author" href="/a">Ana Lira</a> and <a rel="author" href="/t">Tom Berg</a>',
        '<div class="article-author">By Ana Lira and Tom Berg</div>',
        '<div class="byline"><span>Ana Lira</span><span>Staff Writer</span><span>Tom Berg</span></div>',
        '<p class="c-byline__names"><b>Ana Lira</b>, <b>Tom Berg</b> 6 March 2026</p>',
        '<span itemprop="author">Ana Lira</span><span itemprop="author">Tom Berg</span>',
    ],
)
def test_a_byline_is_read_as_it_is_shown(shown):
    assert _authors(shown) == ("Ana Lira", "Tom Berg")


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="comments"><span class="comment-author">Ana Lira</span></div>',
        '<aside class="related"><span class="author">Ana Lira</span></aside>',
        '<figure class="photo"><span class="author">Ana Lira</span></figure>',
        '<div class="author-bio">Ana Lira has written on rain for the paper since she came to it. '
        + "She likes it. " * 30
        + "</div>",
        '<span class="author-follow">Follow</span>',
    ],
)
def test_names_beside_the_article_are_not_its_authors(shown):
    assert _authors(shown) == ()


def test_the_title_is_without_the_outlet():
    assert _title("<title>Rain in Tarn - The Tarn Courier</title>") == "Rain in Tarn"
    assert _title("<title>Rain in Tarn | Tarn Courier</title>") == "Rain in Tarn"
    assert _title("<title>Rain - a history | Tarn Courier</title>") == "Rain - a history"
    assert _title("<title>Rain - a history</title>") == "Rain - a history"
    assert _title("<title>Rain in Tarn - TC</title>", "<h1>Rain in Tarn</h1><h1>TC</h1>") == "Rain in Tarn"


def test_the_heading_is_taken_where_the_page_names_no_title():
    assert _title("<title>Tarn Courier</title>", "<h1>Rain\n in Tarn</h1>") == "Rain in Tarn"
    assert _title('<meta property="og:title" content="Rain">', "<h1>Rain in Tarn</h1>") == "Rain"
    assert _title() is None


@pytest.mark.parametrize("title", [" - " * 20_000, "a - " * 20_000, "|" * 50_000, " " * 50_000])
def test_a_hostile_title_is_bounded(title):
    assert len(_title(f"<title>x{title}</title>") or "") <= 1_000


def test_the_outlet_is_named_or_the_host():
    assert find_outlet(Metadata(outlets=["Tarn Courier"], url="https://www.courier.example/a")) == "Tarn Courier"
    assert find_outlet(Metadata(url="https://www.courier.example/a")) == "courier.example"
    assert find_outlet(Metadata()) is None
