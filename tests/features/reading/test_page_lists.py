"""Pages that list several articles."""

import doctest

from features.reading import page_lists
from features.reading.page_lists import find_entries
from features.reading.pages import parse_page

LONG = "It rained in Tarn, and the river rose by a hand before noon, the office said. " * 3


def _article(number, date=True, text=LONG, extra=""):
    time = f'<time datetime="2026-03-0{number}">x</time>' if date else ""
    return f'<article><h2><a href="/rain-{number}">Rain {number}</a></h2>{time}{extra}<p>{text}</p></article>'


def _find(*articles):
    return find_entries(parse_page(f"<html><body>{''.join(articles)}</body></html>"), "https://courier.example/")


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(page_lists)
    assert results.attempted and not results.failed


def test_each_article_has_its_own_title_date_address_and_author():
    entries, is_list = _find(_article(1), _article(2, extra='<span class="byline">By Ana Lira</span>'), _article(3))
    assert is_list
    assert [(entry.title, entry.written, entry.url, entry.authors) for entry in entries] == [
        ("Rain 1", "2026-03-01", "https://courier.example/rain-1", ()),
        ("Rain 2", "2026-03-02", "https://courier.example/rain-2", ("Ana Lira",)),
        ("Rain 3", "2026-03-03", "https://courier.example/rain-3", ()),
    ]
    assert {entry.text for entry in entries} == {LONG.strip()}


def test_one_article_with_teasers_beside_it_is_no_list():
    assert _find(_article(1, text=LONG * 5), _article(2, text="It rained."), _article(3, text="It stopped.")) == (
        [],
        False,
    )
    assert _find(_article(1, text=LONG * 20), _article(2), _article(3)) == ([], False)


def test_three_articles_without_dates_are_a_list_that_cannot_be_told_apart():
    assert _find(_article(1), _article(2, date=False), _article(3)) == ([], True)
    assert _find(_article(1), _article(2, date=False)) == ([], False)


def test_an_article_within_an_article_is_part_of_it():
    assert _find(f"<article><h1>All</h1>{_article(1)}{_article(2)}</article>") == ([], False)
