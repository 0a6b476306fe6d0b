import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.field_values import (
    join_byline,
    join_names,
    list_names,
    name_host,
    take_date,
    take_day_or_moment,
    take_words,
)


@pytest.mark.parametrize(
    "addresses, host",
    [
        (("https://www.Tarn.example/a?b=c",), "tarn.example"),
        ((None, " ", "//kells.example:8080/x"), "kells.example"),
        (("tarn.example",), "tarn.example"),
        (("no address", 7, {}), None),
        (("http://[bad", "http://tarn.example"), "tarn.example"),
    ],
)
def test_the_host_of_the_first_address_that_has_one_is_named_without_www(addresses, host):
    assert name_host(*addresses) == host


@pytest.mark.parametrize(
    "value, written",
    [
        ("2017-09-15T00:00:00", "2017-09-15"),
        ("2017-09-15 00:00:00.000", "2017-09-15"),
        ("2017-09-15 17:03:00", "2017-09-15 17:03:00"),
        # 22 September 2016 began 1,474,502,400 seconds after 1970, as `date -u -d @1474502400` says.
        ({"$date": 1474502400000}, "2016-09-22"),
        ({"$date": 1474502401000}, 1474502401000),
        (None, None),
        ([2017], None),
        (1e300, 1e300),
        (True, True),
    ],
)
def test_midnight_is_a_day_and_everything_else_stays(value, written):
    assert take_day_or_moment(value) == written


def test_a_date_is_taken_out_of_the_object_of_a_database():
    assert (take_date({"$date": "2017-09-15"}), take_date({"day": 3}), take_date("7")) == ("2017-09-15", None, "7")


def test_words_are_words_or_a_mistake():
    assert (take_words(None), take_words("a")) == (None, "a")
    with pytest.raises(ValueError, match=r"should be words, got list: \"\['a'\]\""):
        take_words(["a"])


NAMES = st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=4))


@given(NAMES)
def test_all_strings_that_say_something_are_names_in_their_order(value):
    def flat(item):
        return [name for one in item for name in flat(one)] if isinstance(item, list) else [item]

    assert list_names(value) == [name for name in flat(value) if isinstance(name, str) and name.strip()]


def test_one_name_is_a_byline_and_several_are_a_list():
    assert join_names(["Wire", {"name": "Daily"}]) == "Wire, Daily"
    assert (join_byline("By Ana Lira"), join_byline([{"name": "Ana Lira"}, 7])) == ("By Ana Lira", ("Ana Lira",))
