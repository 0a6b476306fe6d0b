"""What pages say of themselves."""

import doctest
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading import page_metadata
from features.reading.page_metadata import keep_address, parse_blocks, read_metadata
from features.reading.pages import parse_page


def _read(head, url=None):
    return read_metadata(parse_page(f"<html><head>{head}</head><body><p>Rain.</p></body></html>"), url)


def _linked(*blocks):
    return "".join(
        f'<script type="application/ld+json">{block if isinstance(block, str) else json.dumps(block)}</script>'
        for block in blocks
    )


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Rain",
    "datePublished": "2026-03-06T19:42:00+04:00",
    "dateModified": "2026-03-09T08:00:00+04:00",
    "author": {"@type": "Person", "name": "Ana Lira"},
    "publisher": {"@type": "Organization", "name": "Tarn Courier"},
}


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(page_metadata)
    assert results.attempted and not results.failed


def test_the_parts_of_an_article_are_read():
    found = _read(_linked(ARTICLE))
    assert found.published == [("JSON-LD", "2026-03-06T19:42:00+04:00")]
    assert (found.authors, found.titles, found.outlets, found.is_article) == (
        [["Ana Lira"]],
        ["Rain"],
        ["Tarn Courier"],
        True,
    )


@pytest.mark.parametrize(
    "wrapped",
    [
        [ARTICLE],
        [[ARTICLE]],
        {"@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Thing", "http://schema.org/NewsArticle"]},
    ],
)
def test_an_article_is_found_wherever_it_stands(wrapped):
    assert _read(_linked({"@type": "BreadcrumbList"}, wrapped)).authors == [["Ana Lira"]]


def test_articles_that_are_only_listed_are_not_the_page_s_own():
    listed = {"@type": "ItemList", "itemListElement": [ARTICLE]}
    assert not _read(_linked(listed)).is_article
    assert not _read(_linked({"@type": "WebPage", "hasPart": [ARTICLE]})).published


def test_of_several_articles_the_one_with_the_page_s_address_counts():
    address = "https://courier.example/rain"
    other = ARTICLE | {"author": "Tom Berg", "url": "https://courier.example/other"}
    head = f'<link rel="canonical" href="{address}">'
    assert _read(head + _linked(other, ARTICLE | {"mainEntityOfPage": {"@id": address}})).authors == [["Ana Lira"]]


def test_an_author_may_be_named_by_identity_alone():
    graph = [ARTICLE | {"author": {"@id": "#ana"}}, {"@id": "#ana", "@type": "Person", "name": "Ana Lira"}]
    assert _read(_linked({"@graph": graph})).authors == [["Ana Lira"]]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ana Lira", ["Ana Lira"]),
        (["Ana Lira", {"name": "Tom Berg"}], ["Ana Lira", "Tom Berg"]),
        ([[[{"name": ["Ana Lira", {"name": None}]}]]], ["Ana Lira"]),
        ({"givenName": "Ana", "familyName": "Lira"}, ["Ana Lira"]),
        ({"name": "Ana &amp; Tom"}, ["Ana & Tom"]),
        (None, []),
        (7, []),
    ],
)
def test_authors_in_every_shape(author, names):
    assert _read(_linked(ARTICLE | {"author": author})).authors == [names]


@pytest.mark.parametrize(
    "broken",
    [
        '{"a": 1,}',
        '{"a": 1, /* of the site */}',
        '{"a": 1 // "b": 2\n}',
        '<!-- {"a": 1} -->',
        '//<![CDATA[\n{"a": 1}\n//]]>',
        '{"a": 1};',
        "{&quot;a&quot;: 1}",
        '{"a": 1,,}',
    ],
)
def test_broken_json_is_repaired(broken):
    assert parse_blocks(broken) == [{"a": 1}]


def test_what_stands_in_strings_is_left_alone_by_repair():
    assert parse_blocks('{"url": "https://courier.example/a,}", "b": "/* c */",}') == [
        {"url": "https://courier.example/a,}", "b": "/* c */"}
    ]
    assert parse_blocks('{"a": "It\nrained\t."}') == [{"a": "It\nrained\t."}]


def test_several_values_in_one_block_are_all_read():
    assert parse_blocks('{"a": 1}\n{"b": 2}') == [{"a": 1}, {"b": 2}]


def test_of_a_block_past_repair_the_date_is_still_read():
    found = _read(_linked('{"@type": "NewsArticle", "datePublished": "2026-03-06", "author": }'))
    assert found.published == [("JSON-LD", "2026-03-06")]


@pytest.mark.parametrize(
    "hostile",
    ["[" * 200_000, '{"a":' * 100_000, "/*" * 200_000, '"' * 200_001, "," * 200_000, '{"a":1' + " " * 900_000],
)
def test_a_hostile_block_is_passed_over(hostile):
    assert not _read(_linked(hostile)).is_article


def test_meta_elements_are_read_by_property_name_and_itemprop():
    found = _read(
        '<meta property="article:published_time" content="2026-03-06T10:00Z"><meta name="parsely-pub-date" content="2026-03-05">'
        '<meta itemprop="datePublished" content="2026-03-04"><meta name="date" content="2026-03-09">'
        '<meta name="author" content="Ana Lira"><meta name="author" content="Tom Berg">'
        '<meta property="og:title" content="Rain"><meta property="og:site_name" content="Tarn Courier">'
    )
    assert found.published == [
        ("meta", "2026-03-06T10:00Z"),
        ("meta", "2026-03-04"),
        ("meta", "2026-03-05"),
        ("meta date", "2026-03-09"),
    ]
    assert (found.authors, found.titles, found.outlets) == ([["Ana Lira", "Tom Berg"]], ["Rain"], ["Tarn Courier"])
    assert found.is_article


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ('<link rel="canonical" href="/rain">', "https://courier.example/x?y", "https://courier.example/rain"),
        ('<meta property="og:url" content="https://courier.example/rain">', None, "https://courier.example/rain"),
        (
            '<link rel="canonical" href="https://courier.example/">',
            "https://courier.example/rain",
            "https://courier.example/rain",
        ),
        ('<link rel="canonical" href="javascript:alert(3)">', None, None),
        ("", "https://courier.example/rain", "https://courier.example/rain"),
        ("", "file:///rain.html", None),
    ],
)
def test_the_address_is_the_canonical_one_if_it_leads_to_the_web(head, url, expected):
    assert _read(head, url).url == expected


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc",
        "//",
        "https://",
        "http://[",
        "a b",
        'https://a.example/"onload="',
    ],
)
def test_an_address_that_does_not_lead_to_the_web_is_dropped(address):
    assert keep_address(address) is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["Article", "NewsArticle"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "@id", "author", "name", "publisher", "datePublished", "headline", "url"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(VALUES)
def test_no_linked_data_makes_it_raise(value):
    found = _read(_linked(value))
    assert all(isinstance(name, str) for byline in found.authors for name in byline)
    assert all(isinstance(written, str) for _, written in found.published)
