import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from features.article import Article
from features.reading.cleaning import clean
from features.reading.documents import Parts
from features.reading.field_names import USUAL_NAMES, find_fields
from features.reading.records import make_article, make_article_of, parse_record

NOT_AFTER = datetime(2026, 3, 7, tzinfo=UTC)
# Control and format characters have tests of their own in test_cleaning.
TEXT = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"], include_characters="\r\n\t", exclude_characters="<&["
    ),
    max_size=40,
)


def read(record, folder=None):
    return parse_record(record, find_fields(record), folder, not_after=NOT_AFTER)


@pytest.mark.parametrize("meaning, name", [(m, n) for m, names in USUAL_NAMES.items() for n in names])
def test_every_usual_name_is_known_in_any_case_and_with_blanks_or_hyphens(meaning, name):
    for written in (name, name.upper(), f" {name.title()} ", name.replace("_", " "), name.replace("_", "-")):
        assert find_fields(["id", written]) == {meaning: [written]}


def test_several_usual_names_are_given_in_the_order_of_the_list_wherever_they_stand():
    found = find_fields(["story", "headline", "Content", "title", "text"])
    assert found == {"text": ["text", "Content", "story"], "title": ["title", "headline"]}


EMPTY = st.sampled_from([None, "", " ", "\n\t\u00a0", [], {}])


@given(st.lists(EMPTY | st.just("It rained."), min_size=5, max_size=5))
def test_of_several_usual_names_the_first_that_holds_anything_wins(values):
    values[4] = "It stopped."
    article = read(dict(zip(["story", "full_text", "body", "content", "text"][::-1], values, strict=True)))
    assert article.text == next(value for value in values if value in ("It rained.", "It stopped."))


def test_each_field_of_each_record_is_looked_for_on_its_own():
    names = ["text", "body", "title", "headline", "source", "site", "date", "created_at", "authors", "byline"]
    fields = find_fields(names)
    first = dict(zip(names, ["a", "b", "c", "d", "e", "f", "2026-03-05", "2026-03-06", ["g"], "h"], strict=True))
    second = {**first, "text": None, "title": "", "source": {}, "date": " ", "authors": []}
    for record, expected in ((first, "a c e 5 g"), (second, "b d f 6 h"), (first, "a c e 5 g")):
        article = parse_record(record, fields, None)
        found = (article.text, article.title, article.outlet, str(article.published.day), article.authors)
        assert " ".join(found) == expected


def test_the_fields_of_the_formats_of_other_tools_are_found():
    kaggle = ["", "id", "title", "publication", "author", "date", "year", "month", "url", "content"]
    assert find_fields(kaggle) == {
        "text": ["content"],
        "title": ["title"],
        "outlet": ["publication"],
        "published": ["date"],
        "authors": ["author"],
        "url": ["url"],
    }
    newsplease = ["authors", "date_download", "date_publish", "maintext", "source_domain", "title", "url"]
    assert find_fields(newsplease) == {
        "text": ["maintext"],
        "title": ["title"],
        "outlet": ["source_domain"],
        "published": ["date_publish"],
        "authors": ["authors"],
        "url": ["url"],
    }


def test_a_record_becomes_an_article_with_every_field_in_its_place():
    article = read(
        {
            "content": "It rained.",
            "headline": "Rain",
            "source": {"id": None, "name": "Wire"},
            "url": "u",
            "authors": ["Ana Lira", {"name": "Bo Ek"}, None],
            "publish_date": {"$date": 1474502400000},
        }
    )
    assert article == Article("Wire", datetime(2016, 9, 22, tzinfo=UTC), "It rained.", "Rain", "Ana Lira; Bo Ek", "u")


def test_a_person_called_null_stays_a_person():
    article = read({"text": "x", "author": "NULL", "source": "None", "title": "nan"})
    assert (article.authors, article.outlet, article.title) == ("NULL", "None", "nan")


@pytest.mark.parametrize(
    "outlet, folder, text, expected",
    [
        ("Wire", "Daily", "Rain, Tarn Courier reports.", ("Wire", "data")),
        (" ", "Daily", "Rain, Tarn Courier reports.", ("Daily", "folder")),
        (None, None, "Rain fell, the Tarn Courier reports.", ("Tarn Courier", "lead")),
        (None, None, "AzerNEWS reports, citing foreign media.", ("AzerNEWS", "lead")),
        (None, None, "It rained – Bank of Tarn & Sons reports", ("Bank of Tarn & Sons", "lead")),
        (None, None, "It rained.\n\nLater, the Tarn Courier reports.", ("unknown", "missing")),
        (None, None, "It rained, police reports say.", ("unknown", "missing")),
        (None, "", "It rained.", ("unknown", "missing")),
        ("\x00", None, "It rained.", ("unknown", "missing")),
        (["Wire", "Daily"], None, "It rained.", ("Wire, Daily", "data")),
        (7.5, "Daily", "It rained.", ("Daily", "folder")),
    ],
)
def test_the_outlet_comes_from_the_data_else_the_folder_else_the_lead(outlet, folder, text, expected):
    article = read({"text": text, "outlet": outlet}, folder)
    assert (article.outlet, article.outlet_from) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Human Rights Watch report on abuses is out.",
        "Intelligence reports say that it rained.",
        "The Wire report, published on Friday, says that it rained.",
        "It rained, Wire reports that were read on Friday say.",
        "The reports, which nobody read, say that it rained.",
        "It rained, the reportsman of the Tarn Courier says.",
    ],
)
def test_a_report_as_a_thing_names_no_outlet(text):
    assert read({"text": text}).outlet_from == "missing"


@pytest.mark.parametrize("mark", [", citing the police.", ".", "; it may rain again.", ": more is to come.", ""])
@pytest.mark.parametrize("before", ["", "The ", "the ", "It rained, ", "It rained, the ", "It rained — The "])
@pytest.mark.parametrize("name", ["Tarn Courier", "Última Hora", "Ведомости", "O’Neill’s Wire", "AzerNEWS"])
def test_an_outlet_that_reports_has_one_name_with_the_article_before_it_and_without(name, before, mark):
    article = read({"text": f"{before}{name} reports{mark}"})
    assert (article.outlet, article.outlet_from) == (name, "lead")


@pytest.mark.parametrize(
    "written, note",
    [
        ("0001-11-30", "'0001-11-30' is before 1605, when the first newspaper appeared"),
        ("2050-09-30", "'2050-09-30' lies in the future"),
        ("1/2/2018", "'1/2/2018' may mean day/month or month/day; write it as 2026-03-06"),
        ("1/21/18", "'1/21/18' has a year of two digits; write it as 2026-03-06"),
        ("", "no date is written"),
        (None, "no date is written"),
        ({"$date": None}, "no date is written"),
        ({"day": 3}, "no date is written"),
        ([2026], "'[2026]' is no date"),
        (10**400, f"1{'0' * 59} is no number of seconds since 1970 that is a date"),
    ],
)
def test_an_article_whose_date_cannot_be_read_is_kept_without_it_and_says_why(written, note):
    article = read({"text": "x", "date": written})
    assert (article.published, article.precision, article.offset_minutes) == (None, "missing", None)
    assert article.published_note == note


@pytest.mark.parametrize(
    "record, message",
    [
        ({"text": ["a", "b"]}, r"the text should be words, got list: \"\['a', 'b'\]\""),
        ({"text": {"text": "a"}}, r"the text should be words, got dict: \"{'text': 'a'}\""),
        ({"text": "x", "title": 7.5}, "the title should be words, got float: '7.5'"),
        ({"text": None, "title": ""}, "both its text and its title are empty"),
        ({"text": "\x00\ufeff \n"}, "both its text and its title are empty"),
    ],
)
def test_a_record_without_words_is_refused_with_what_it_holds(record, message):
    with pytest.raises(ValueError, match=message):
        read(record)


@given(TEXT)
@example("a\r\nb\rc\nd")
def test_cleaning_makes_one_kind_of_newline_and_trims_and_leaves_the_rest(text):
    assert clean(text) == text.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=20))
@example("rain \ud83d wind")
@example("\ufeff\x00\ude00\ud83d")
def test_what_was_cleaned_can_be_written_as_utf_8(text):
    cleaned = clean(text)
    cleaned.encode()
    assert "\x00" not in cleaned and "\ufeff" not in cleaned


def test_half_of_a_surrogate_pair_is_replaced_and_the_rest_stays():
    assert clean("rain \ud83d wind") == "rain \ufffd wind"
    assert clean(None) == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "$date", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["text", "title", "source", "date", "author", "url", "id"]), JSON))
def test_any_record_gives_an_article_that_can_be_stored_or_a_reason(record):
    try:
        article = read(record)
    except ValueError as reason:
        assert str(reason)
        return
    assert len(article.article_id) == 16
    for words in (article.outlet, article.text, article.title, article.authors, article.url, article.published_note):
        assert words is None or words.encode().decode() == words
    assert article.published is None or article.published <= NOT_AFTER


@given(TEXT.filter(str.strip), JSON, JSON, JSON)
def test_words_are_never_lost_to_a_bad_field_beside_them(text, outlet, written, authors):
    article = read({"text": text, "source": outlet, "date": written, "author": authors})
    assert article.text == clean(text)


def test_a_list_of_a_million_authors_is_cut_rather_than_joined():
    letters = "abcdefghij"
    names = [f"{first.upper()}{second} Lira" for first in letters for second in letters]
    article = read({"text": "x", "authors": [*names, *["Bo Ek"] * 1_000_000]})
    assert article.authors == "; ".join(names)


def test_an_article_of_keyword_arguments_needs_no_record():
    article = make_article(text="x", title=None, outlet=None, folder=None, written=json.loads('"2026-03-06"'))
    assert (article.outlet, article.precision) == ("unknown", "day")


def test_parts_of_a_document_become_an_article_with_its_flags_and_its_doubt():
    parts = Parts(
        "It rained.\n\nSign up for our newsletter.",
        "Rain",
        written="2026-03-06",
        authors=("Ana Lira", "Bo Ek"),
        flags=("date conflict",),
        note="the page also names 5 March",
    )
    article = make_article_of(parts, "Wire", not_after=NOT_AFTER)
    assert (article.text, article.authors, article.outlet) == ("It rained.", "Ana Lira; Bo Ek", "Wire")
    assert (article.precision, article.published_note) == ("day", "the page also names 5 March")
    assert article.flags == ("date conflict", "boilerplate removed")


def test_what_the_source_says_of_a_missing_date_stands_before_the_reason():
    article = make_article_of(Parts("x", written="someday", note="only the year is written"), None)
    assert article.published_note.startswith("only the year is written; 'someday' is no date")
    assert make_article_of(Parts("x", note="none there"), None).published_note == "none there; no date is written"


@given(
    st.text(max_size=30).filter(str.strip),
    st.none() | st.text(max_size=10),
    st.sampled_from(["2026-03-06T19:42:00+04:00", "2026-03-06", None]),
)
@example("It rained.\n\nSign up for our newsletter.", "<b>Rain</b>", "2026-03-06")
@example("rain \ud83d wind", "a\u200bb", None)
def test_the_identity_that_is_made_with_the_article_is_the_one_that_it_would_make_itself(text, title, written):
    try:
        article = make_article(text=text, title=title, outlet="Wire", folder=None, written=written)
    except ValueError:
        return
    assert article.article_id == replace(article).article_id


def test_each_flag_is_given_once():
    article = make_article(
        text="a\u200b b [+9 chars]",
        title="x",
        outlet="Wire",
        folder=None,
        written=None,
        flags=("truncated", "truncated"),
    )
    assert article.flags == ("truncated", "signs removed")


@pytest.mark.parametrize(
    "url, text, expected",
    [
        ("https://www.tarn.example/1", "Rain, the Wire reports.", ("tarn.example", "data")),
        ("u", "Rain, the Wire reports.", ("Wire", "lead")),
        ("javascript:alert(1)", "Rain.", ("unknown", "missing")),
    ],
)
def test_an_outlet_that_nothing_names_is_known_by_its_address(url, text, expected):
    article = read({"text": text, "url": url})
    assert (article.outlet, article.outlet_from) == expected


@pytest.mark.parametrize(
    "written, authors",
    [
        ("By Ana Lira and Bo Ek, Staff Writers", "Ana Lira; Bo Ek"),
        (["Ana Lira", "View All Posts"], "Ana Lira"),
        ("View All Posts", None),
        ("", None),
        (None, None),
        ("N/A", "N/A"),
    ],
)
def test_authors_are_names_and_nothing_else(written, authors):
    assert read({"text": "x", "authors": written}).authors == authors
