from zoneinfo import available_timezones

import pytest

from features.reading.calendar_names import MONTHS, MONTHS_ELSEWHERE, MONTHS_IN_ANY_CASE, OFFSETS, WALL_CLOCKS, WEEKDAYS

# Of each language the months that differ most from the English ones, by hand.
EXPECTED = {
    "enero": 1, "agosto": 8, "diciembre": 12,
    "février": 2, "août": 8, "décembre": 12, "juin": 6, "juillet": 7,
    "März": 3, "Mai": 5, "Dezember": 12,
    "gennaio": 1, "luglio": 7, "ottobre": 10,
    "fevereiro": 2, "março": 3, "outubro": 10,
    "maart": 3, "mei": 5, "augustus": 8,
}  # fmt: skip


def test_months_have_their_numbers_in_every_language():
    assert {name: MONTHS_ELSEWHERE[name] for name in EXPECTED} == EXPECTED
    assert set(MONTHS.values()) == set(MONTHS_ELSEWHERE.values()) == set(range(1, 13))


def test_no_name_means_two_months_in_two_languages():
    folded: dict[str, set[int]] = {}
    for name, number in [*MONTHS.items(), *MONTHS_ELSEWHERE.items(), *MONTHS_IN_ANY_CASE.items()]:
        folded.setdefault(name.lower(), set()).add(number)
    assert {name: numbers for name, numbers in folded.items() if len(numbers) > 1} == {}


def test_longer_weekdays_are_tried_before_those_they_begin_with():
    assert not [
        (name, later)
        for number, name in enumerate(WEEKDAYS)
        for later in WEEKDAYS[number + 1 :]
        if later.startswith(name)
    ]


def test_daylight_time_is_an_hour_ahead_of_standard_time():
    for letter in "ECMP":
        assert OFFSETS[f"{letter}DT"] - OFFSETS[f"{letter}ST"] == 60
    assert OFFSETS["CEST"] - OFFSETS["CET"] == 60


@pytest.mark.parametrize("place", WALL_CLOCKS.values())
def test_the_places_of_wall_clocks_are_in_the_tables(place):
    assert place in available_timezones()
