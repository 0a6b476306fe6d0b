"""Names out of bylines."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading import bylines
from features.reading.bylines import MOST_NAMES, split_byline


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(bylines)
    assert results.attempted and not results.failed


@pytest.mark.parametrize(
    "name",
    [
        "Ana Lira",
        "Anne-Marie O’Neill",
        "María R. Sañudo",
        "J. K. Roe",
        "ANA LIRA",
        "Ortega y Gomez",
        "Martin Berg, Jr.",
        "Von Miller",
        "दैनिक समाचार",
        "배윤경",
        "Ludwig van der Berg",
        "Andy Read",
    ],
)
def test_a_name_without_junk_passes_unchanged(name):
    assert split_byline(name) == (name,)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ana Lira and Tom Berg, Staff Writers", ("Ana Lira", "Tom Berg")),
        ("BY ANA LIRA", ("ANA LIRA",)),
        ("Von Anna Meier und Tom Berg", ("Anna Meier", "Tom Berg")),
        ("Ana Lira y Tom Berg", ("Ana Lira", "Tom Berg")),
        ("Ana Lira, Tom Berg & Mia Holm", ("Ana Lira", "Tom Berg", "Mia Holm")),
        ("Ana Lira; Tom Berg", ("Ana Lira", "Tom Berg")),
        ("By Ana Lira in Tarn and Tom Berg in Sorrel", ("Ana Lira", "Tom Berg")),
        ("View all posts by Ana Lira", ("Ana Lira",)),
        ("Ana Lira, Political Editor", ("Ana Lira",)),
        ("Ana Lira Staff Writer", ("Ana Lira",)),
        ("Ana Lira, Minister of Finance", ("Ana Lira",)),
        ("Ana Lira (Reuters)", ("Ana Lira",)),
        ("Ana Lira/AP", ("Ana Lira",)),
        ("Ana Lira | The Tarn Courier", ("Ana Lira",)),
        ("Ana Lira ana@courier.example @analira", ("Ana Lira",)),
        ("ANA LIRA\nUpdated May 3, 2024 10:12", ("ANA LIRA",)),
        ("Ana Lira https://courier.example/ana", ("Ana Lira",)),
        ("Lira, Ana; Berg, Tom A.", ("Ana Lira", "Tom A. Berg")),
        ("Lira, Ana", ("Ana Lira",)),
        ("배윤경, 이상현", ("배윤경", "이상현")),
        ("Ana &amp; Tom Berg", ("Ana", "Tom Berg")),
    ],
)
def test_a_line_becomes_the_names_in_it(written, names):
    assert split_byline(written) == names


@pytest.mark.parametrize(
    "junk",
    [
        "View All Posts",
        "ana@courier.example",
        "https://courier.example/ana",
        "courier.example",
        "Political Editor",
        "Published 3 May 2024",
        "12 March",
        "admin",
        "null",
        "",
        "  ",
        "By",
        "<script>alert(2)</script>",
        "Photo: Ana Lira",
        "It was a long day for all of those who had come so early to see the rain in Tarn",
    ],
)
def test_what_is_no_name_is_left_out(junk):
    assert split_byline(junk) == ()
    assert split_byline([junk, "Ana Lira"]) == ("Ana Lira",)


@pytest.mark.parametrize(
    "agency", ["AP", "Reuters", "Associated Press", "Reuters Staff", "The Tarn Courier", "Courier News"]
)
def test_an_agency_or_outlet_stays_only_where_no_one_else_is_named(agency):
    assert split_byline(agency) == (agency,)
    assert split_byline(["Ana Lira", agency]) == ("Ana Lira",)


def test_a_name_is_given_once_however_it_is_written():
    assert split_byline(["Ana Lira", "ANA LIRA", "Ana  Lira", "Tom Berg"]) == ("Ana Lira", "Tom Berg")


def test_what_is_neither_text_nor_list_is_passed_over():
    assert split_byline(None) == ()
    assert split_byline([None, 7, {"name": "Ana"}, ["Ana Lira", ["Tom Berg"]]]) == ("Ana Lira", "Tom Berg")


def test_names_are_bounded():
    assert len(split_byline([f"Ana {chr(65 + n // 26)}{chr(97 + n % 26)}lira" for n in range(200)])) == MOST_NAMES


@pytest.mark.parametrize(
    "sign", ["a, ", "(", "<", " and ", "by ", "x@", "staff ", "a.b", "\t", " -", "w", "view all ", "Senior "]
)
def test_a_hostile_line_costs_no_more_than_its_length(sign):
    assert len(split_byline(sign * 100_000)) <= MOST_NAMES


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4), max_leaves=10))
def test_it_never_raises_and_what_it_gives_it_gives_again(written):
    names = split_byline(written)
    assert all(isinstance(name, str) and name.strip() for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "written, names",
    [
        ("Kestrel & Quill Wire", ("Kestrel & Quill Wire",)),
        ("Foreign Desk", ("Foreign Desk",)),
        ("By Ana Lira, Foreign Desk", ("Ana Lira",)),
        ("Ana Lira & Tom Berg", ("Ana Lira", "Tom Berg")),
    ],
)
def test_an_agency_with_an_ampersand_is_one_name_and_a_desk_is_named_where_no_one_else_is(written, names):
    assert split_byline(written) == names
