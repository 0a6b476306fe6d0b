import pytest

from features.reading.field_names import check_columns, find_fields


def test_a_named_column_is_the_only_one_for_its_meaning_and_the_others_are_found_as_usual():
    fields = find_fields(["Lede", "text", "Title", "Paper"], {"text": "Lede", "outlet": "Paper"})
    assert fields == {"text": ["Lede"], "title": ["Title"], "outlet": ["Paper"]}


def test_a_name_counts_as_written_and_else_in_any_case():
    assert find_fields(["LEDE", "lede"], {"text": "lede"})["text"] == ["lede"]
    assert find_fields(["Full Lede"], {"text": "full_lede"})["text"] == ["Full Lede"]


def test_a_column_that_is_not_there_is_missed_with_those_that_are():
    with pytest.raises(ValueError, match=r"there is no column 'Body' for the text; found \['Lede', 'id'\]"):
        find_fields(["Lede", "id"], {"text": "Body"})


@pytest.mark.parametrize(
    "columns, message",
    [
        ({"body": "Lede"}, "columns may be named for text, title, outlet, published, authors, url; got 'body'"),
        ({"text": " "}, "the column of text needs a name, as in text=Body; got ' '"),
        ({"text": 7}, "needs a name"),
    ],
)
def test_an_unknown_meaning_or_an_empty_name_is_refused_with_the_way_out(columns, message):
    with pytest.raises(ValueError, match=message):
        check_columns(columns)


def test_no_columns_are_no_mistake():
    assert check_columns(None) == {}
