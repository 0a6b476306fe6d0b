"""When pages were published."""

import doctest
from datetime import date

import pytest

from features.reading import page_dates
from features.reading.page_dates import _is_written, find_published
from features.reading.page_metadata import read_metadata
from features.reading.pages import parse_page

TEXT = "<p>It rained in Tarn, and the river rose by a hand before noon, the harbour office said.</p>"


def _find(head="", body="", url=None):
    source = f"<html><head>{head}</head><body>{TEXT}{body}</body></html>"
    tree = parse_page(source)
    return find_published(tree, read_metadata(tree, url), source)


def _linked(date):
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{date}"}}</script>'


def _meta(date):
    return f'<meta property="article:published_time" content="{date}">'


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(page_dates)
    assert results.attempted and not results.failed


def test_the_instant_is_given_as_written():
    assert _find(_linked("2026-03-06T19:42:00+04:00")) == ("2026-03-06T19:42:00+04:00", (), None)


@pytest.mark.parametrize(
    "head",
    [
        _linked("2026-03-06") + _meta("2026-03-06T19:42:00+04:00"),
        _linked("2026-03-06T19:42:00") + _meta("2026-03-06T19:42:00+04:00"),
        _meta("2026-03-06T19:42:00+04:00") + _linked("2026-03-06"),
        _linked("no date") + _meta("2026-03-06T19:42:00+04:00"),
        _meta("2026-03-06T19:42:00+04:00") + '<meta property="article:modified_time" content="2026-03-09T08:00:00Z">',
    ],
)
def test_of_one_day_the_most_exact_is_taken(head):
    assert _find(head) == ("2026-03-06T19:42:00+04:00", (), None)


def test_two_days_are_a_conflict_and_both_are_noted():
    written, flags, note = _find(_linked("2026-03-06T19:42:00Z") + _meta("2026-04-01T10:00:00Z"))
    assert (written, flags) == ("2026-03-06T19:42:00Z", ("date conflict",))
    assert "2026-03-06" in note and "2026-04-01" in note


def test_the_day_in_the_address_is_a_second_opinion():
    _, flags, note = _find(
        _linked("2026-03-06T19:42:00Z"), '<a href="/2024/05/07/x">x</a>', "https://courier.example/2024/05/07/rain"
    )
    assert flags == ("date conflict",) and "2024-05-07" in note


def test_days_that_differ_by_the_zone_alone_are_no_conflict():
    # 23:30 in Tarn, four hours east, is 19:30 in UTC; 01:30 on the 7th is 21:30 on the 6th.
    written, flags, _ = _find(_linked("2026-03-07T01:30:00+04:00") + _meta("2026-03-06T21:30:00Z"))
    assert (written, flags) == ("2026-03-07T01:30:00+04:00", ())


def test_a_meta_date_that_may_be_the_last_change_is_no_conflict():
    assert _find(_linked("2026-03-06T19:42:00Z") + '<meta name="date" content="2026-05-01">')[1] == ()


def test_a_time_element_of_publication_counts_where_nothing_else_is_said():
    body = '<time datetime="2026-03-01T09:00:00Z">x</time>'
    body += '<time itemprop="datePublished" datetime="2026-03-06T19:42:00+04:00">x</time>'
    assert _find(body=body)[0] == "2026-03-06T19:42:00+04:00"
    assert _find(_meta("2026-03-05"), body) == ("2026-03-05", (), None)


def test_a_day_that_readers_see_is_found():
    assert _find(body='<span class="date">6 March 2026</span>')[0] == "2026-03-06"


def test_the_instant_comes_from_a_time_element_of_the_day_that_was_found():
    body = (
        '<div class="published"><time class="entry-date" datetime="2026-03-06T19:42:00+04:00">6 March 2026</time></div>'
    )
    assert _find(body=body)[0] == "2026-03-06T19:42:00+04:00"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<footer>© 2024 Tarn Courier</footer>",
        '<span class="date">March 2026</span>',
        '<span class="date">6 March</span>',
        '<span class="date">03/04/2026</span>',
        '<span class="date">yesterday</span>',
    ],
)
def test_no_day_is_guessed(body):
    written, flags, note = _find(body=body)
    assert (written, flags) == (None, ()) and "names no day" in note


def test_a_date_that_cannot_be_read_is_named():
    assert "'soon'" in _find(_meta("soon"))[2]


def test_the_last_change_is_never_the_publication():
    assert _find('<meta property="article:modified_time" content="2026-03-09T08:00:00Z">')[0] is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("2026-03-06T10:00", True),
        ("20260306", True),
        ("/2026/3/6/", True),
        ("6. März 2026", True),
        ("6th of March 2026", True),
        ("March 6, 2026", True),
        ("6&nbsp;March&nbsp;2026", True),
        ("06.03.2026", True),
        ("6 de marzo de 2026", True),
        ("2026年3月6日", True),
        ("06/03/2026", False),
        ("March 2026", False),
        ("© 2026", False),
        ("16 March 2026", False),
    ],
)
def test_a_day_counts_only_as_it_is_written(source, expected):
    assert _is_written(date(2026, 3, 6), f" {source} ") is expected
