"""What is collected of the pieces that were read: each kept or refused, once."""

import itertools
from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.article import Article
from features.reading.collected import Collected, name_reason

DAY = datetime(2026, 3, 6, tzinfo=UTC)


def article(text="It rained.", outlet="Wire", published=DAY, **more):
    if published is None:
        more = {"precision": "missing", "published_note": "no date is written"} | more
    return Article(outlet, published, text, **more)


def collect(*pieces):
    collected = Collected()
    for place, found in pieces:
        collected.add("a.jsonl", place, found)
    return collected


def test_an_article_becomes_a_row_with_its_place_and_its_flags_in_one_cell():
    flags = ("cut short", "encoding guessed")
    collected = collect(
        ("line 1", article(title="Rain", authors="Ana Lira; Ben Okri", flags=flags)), ("line 2", article("Snow."))
    )
    one, other = collected.table().to_pylist()
    assert (one["article_id"], one["title"], one["authors"]) == (
        article(title="Rain").article_id,
        "Rain",
        "Ana Lira; Ben Okri",
    )
    assert (one["file"], one["place"], one["flagged"]) == ("a.jsonl", "line 1", "cut short; encoding guessed")
    # What language it is in is found later, of all at once.
    assert (other["flagged"], other["language"]) == (None, None)
    tables.check(collected.articles(), tables.ARTICLES)


def test_articles_stand_in_the_order_of_their_moments_and_the_undated_last():
    later, undated = article("c", published=datetime(2026, 3, 7, tzinfo=UTC)), article("a", published=None)
    collected = collect(("line 1", undated), ("line 2", later), ("line 3", article("b")))
    assert collected.table()["text"].to_pylist() == ["a", "c", "b"]
    assert collected.articles()["text"].tolist() == ["b", "c", "a"]


def test_the_same_article_again_is_refused_with_the_place_of_the_first_whatever_else_is_known_of_it():
    collected = collect(
        ("line 1", article()), ("line 2", article(authors="Ana Lira")), ("line 3", article(flags=("malformed",)))
    )
    assert collected.refused == [
        ("a.jsonl", "line 2", "the same article as a.jsonl, line 1"),
        ("a.jsonl", "line 3", "the same article as a.jsonl, line 1"),
    ]
    assert len(collected.table()) == 1


def test_nothing_collected_is_two_empty_tables_with_their_columns():
    collected = Collected()
    for found, schema in ((collected.articles(), tables.ARTICLES), (collected.refusals(), tables.REJECTED)):
        assert (list(found.columns), len(found)) == (schema.names, 0)
    assert len(collected.join([])) == 0


def test_what_is_refused_twice_at_one_place_is_two_rows_with_two_places():
    collected = collect(
        ("entry 1", ValueError("no words")), ("entry 1", ValueError("no date")), ("entry 1", ValueError("x"))
    )
    refusals = collected.refusals()
    assert refusals["place"].tolist() == ["entry 1", "entry 1 (2)", "entry 1 (3)"]
    assert refusals["reason"].tolist() == ["no words", "no date", "x"]


@pytest.mark.parametrize(
    ("note", "depends"),
    [
        ("'2050-09-30' lies in the future", True),
        ("'2000000000' is no date", True),
        ("'2000000000000' is no date", True),
        ("'9/6/17' has a year of two digits; write it as 2026-03-06", False),
        ("no date is written", False),
    ],
)
def test_whether_a_date_would_be_taken_on_another_day_is_known(note, depends):
    found = article(published=None, published_note=note)
    assert collect(("line 1", found)).depends_on_today is depends
    # A copy that is refused depends on it too.
    assert collect(("line 1", article(published=None)), ("line 2", found)).depends_on_today is depends


def test_a_copy_in_another_partition_is_refused_with_the_place_of_the_very_first():
    first, second = collect(("line 1", article())), Collected()
    second.add("b.jsonl", "line 1", article())
    second.add("b.jsonl", "line 2", article())
    second.add("b.jsonl", "line 3", article("Snow."))
    whole = Collected()
    for one in (first, second):
        whole.refuse(one.refused)
    articles = whole.join([first.table(), second.table()])
    assert sorted(articles["text"]) == ["It rained.", "Snow."]
    assert whole.refusals().to_numpy().tolist() == [
        ["b.jsonl", "line 1", "the same article as a.jsonl, line 1"],
        ["b.jsonl", "line 2", "the same article as a.jsonl, line 1"],
    ]


PIECE = st.one_of(
    st.builds(article, st.sampled_from("abc"), st.sampled_from(["Wire", "Daily"]), st.sampled_from([DAY, None])),
    st.sampled_from(["no words", "cut short"]).map(ValueError),
)


@settings(max_examples=40)
@given(st.lists(PIECE, max_size=12), st.lists(st.integers(0, 12), max_size=3))
def test_collecting_in_parts_and_joining_is_collecting_at_once(pieces, cuts):
    def added(numbered):
        collected = Collected()
        for number, found in numbered:
            collected.add("a.jsonl", f"line {number}", found)
        return collected

    numbered = list(enumerate(pieces, start=1))
    at_once = added(numbered)
    bounds = [0, *sorted(cuts), len(pieces)]
    parts = [added(numbered[begin:end]) for begin, end in itertools.pairwise(bounds)]
    joined = Collected()
    for part in parts:
        joined.refuse(part.refused)
    pd.testing.assert_frame_equal(joined.join([part.table() for part in parts]), at_once.articles())
    pd.testing.assert_frame_equal(joined.refusals(), at_once.refusals())
    assert len(at_once.articles()) + len(at_once.refusals()) == len(pieces)


def test_the_kind_of_a_reason_has_no_place_in_it():
    assert name_reason("the same article as a.jsonl, line 1") == name_reason("the same article as b.csv, line 2")
    assert name_reason("found an empty file") == "found an empty file"
