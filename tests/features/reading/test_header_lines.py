import itertools

import pytest

from features.reading.header_lines import find_parts

HEAD = [
    "SOURCE: Tarn Courier",
    "TITLE: Rain at last",
    "AUTHOR: Ana Lira",
    "PUBLISHED: 20 January 2014",
    "LOCATION: Kells",
]


@pytest.mark.parametrize("lines", [*itertools.islice(itertools.permutations(HEAD), 0, 120, 7), HEAD[:2], HEAD[2:4]])
def test_lines_in_any_order_name_the_parts_that_they_name(lines):
    parts = find_parts("\n".join([*lines, "", "It rained.", "", "TITLE: is a word."]))
    named = dict(line.split(": ") for line in lines)
    assert (parts.outlet, parts.title) == (named.get("SOURCE"), named.get("TITLE"))
    assert (parts.authors, parts.written) == (named.get("AUTHOR"), named.get("PUBLISHED"))
    assert parts.text == "It rained.\n\nTITLE: is a word."


def test_other_names_small_letters_and_blanks_do_as_well():
    parts = find_parts(
        "\n Headline :  Rain \n\nByline: By Ana Lira\nDate:2014/01/20\nURL: http://tarn.example\nIt rained."
    )
    assert (parts.title, parts.authors, parts.written) == ("Rain", "By Ana Lira", "2014/01/20")
    assert (parts.url, parts.text) == ("http://tarn.example", "It rained.")


def test_a_title_of_two_lines_is_one_title_and_a_value_may_stand_under_its_name():
    parts = find_parts("TITLE: Rain has come\nto the valley\nSOURCE:\nTarn Courier\n\nIt rained.")
    assert (parts.title, parts.outlet, parts.text) == ("Rain has come to the valley", "Tarn Courier", "It rained.")


def test_a_line_that_names_the_text_is_no_part_of_it():
    parts = find_parts("TITLE: Rain\nDATE: 2014/01/20\nTEXT: It rained.\n\nHard.")
    assert parts.text == "It rained.\n\nHard."


def test_an_author_under_the_date_is_given_as_it_stands():
    assert find_parts("TITLE: Rain\nPUBLISHED: Ana Lira\n\nIt rained.").written == "Ana Lira"


@pytest.mark.parametrize(
    "text",
    [
        "It rained.\nTITLE: Rain\nSOURCE: Wire",
        "TITLE: Rain\n\nIt rained.",
        "Title deeds were burned.\nSource: the mayor",
        "",
        "SUMMARY: Rain\nMOOD: wet",
    ],
)
def test_one_line_alone_or_one_further_down_is_no_head(text):
    assert find_parts(text) is None
