import pytest

from features.reading.dates import parse_moment
from features.reading.press_labels import (
    count_body,
    is_rights_line,
    join_paragraphs,
    make_parts,
    name_outlet,
    split_label,
)


@pytest.mark.parametrize(
    "block, capitals, label, value",
    [
        ("BYLINE: Ana Lira", True, "byline", "Ana Lira"),
        ("BYLINE:\u00a0Ana Lira", True, "byline", "Ana Lira"),
        ("LÄNGE: 12 Wörter", True, "länge", "12 Wörter"),
        ("FECHA DE CARGA: 12", True, "fecha-de-carga", "12"),
        ("LOAD-DATE:", True, "load-date", ""),
        ("Byline: Ana Lira", True, None, "Byline: Ana Lira"),
        ("Byline: Ana Lira", False, "byline", "Ana Lira"),
        ("OAKFORD: it rained", True, None, "OAKFORD: it rained"),
        ("It rained", True, None, "It rained"),
        ("", True, None, ""),
    ],
)
def test_only_labels_that_are_known_are_split_off(block, capitals, label, value):
    assert split_label(block, capitals=capitals) == (label, value)


@pytest.mark.parametrize(
    "block, says",
    [
        ("Copyright 2010 Tarn Press", True),
        ("(c) 2012 Tarn Press", True),
        ("© 2012 Tarn Press", True),
        ("Tarn Press\nAll Rights Reserved", True),
        ("Alle Rechte vorbehalten", True),
        ("Copyright is a right, said the mayor.", False),
        ("Copyright 2010 " + "was in the news. " * 30, False),
        ("It rained.", False),
    ],
)
def test_a_line_on_rights_is_short_and_has_a_year_or_reserves_them(block, says):
    assert is_rights_line(block) is says


@pytest.mark.parametrize(
    "footer",
    [
        ["LOAD-DATE: June 19, 1995"],
        ["GRAPHIC: The hall", "LOAD-DATE: June 19, 1995", "LANGUAGE: ENGLISH"],
        ["SUBJECT: RAIN (90%)", "PERSON: ANA LIRA (79%)", "LANGUAGE: ENGLISH"],
        ["UPDATE: 12. März 2010", "SPRACHE: GERMAN"],
        ["Copyright 1995 Wire"],
        [],
    ],
)
def test_the_body_ends_where_the_index_begins(footer):
    body = ["UPDATE: It rained.", "PERSON: unknown, said the mayor."]
    assert count_body(body + footer, capitals=True) == 2
    assert count_body(footer, capitals=True) == 0


def test_labels_that_may_begin_a_paragraph_end_no_body_of_small_letters():
    assert count_body(["Person: unknown.", "Update: It rained.", "Load-Date: May 1, 2014"], capitals=False) == 2


@pytest.mark.parametrize(
    "written, name",
    [
        ("The Tarn Courier(Oakford)", "The Tarn Courier (Oakford)"),
        ("Courier.example.", "Courier.example"),
        ("  Evening\u00a0 Post ", "Evening Post"),
        (" . ", None),
        (None, None),
    ],
)
def test_an_outlet_loses_what_sticks_to_it(written, name):
    assert name_outlet(written) == name


def test_paragraphs_lose_blanks_and_keep_their_order():
    assert join_paragraphs(["  one\u00a0 two\n three ", "", " \n", "four"]) == "one two three\n\nfour"
    assert join_paragraphs([]) == ""


def test_long_paragraphs_among_many_are_no_lines_of_a_terminal():
    lines = ["The river rose by two metres overnight and it flooded the hall in the"] * 8
    assert join_paragraphs(lines) == " ".join(lines)
    assert join_paragraphs([*lines, "word " * 20]) == "\n\n".join([*lines, ("word " * 20).strip()])


def test_a_date_that_cannot_be_read_stays_as_written():
    parts = make_parts(title=" ", outlet=None, dated="Winter 2010", authors=" ", paragraphs=[])
    assert (parts.title, parts.outlet, parts.written, parts.authors, parts.text) == (
        None,
        None,
        "Winter 2010",
        None,
        "",
    )
    with pytest.raises(ValueError, match="Winter 2010"):
        parse_moment(parts.written)
