from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.calendar_names import MONTHS as ENGLISH_MONTHS
from features.reading.calendar_names import MONTHS_ELSEWHERE, WEEKDAYS
from features.reading.dates import Moment, cut_moment, parse_moment

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SEED = datetime(2026, 3, 6, 15, 42, tzinfo=UTC)
OFFSETS = st.integers(-1439, 1439)
# A day from either end, so that no offset leads out of the years 1605 to 9999.
CLOCKS = st.datetimes(datetime(1605, 1, 2), datetime(9999, 12, 30)).map(lambda clock: clock.replace(microsecond=0))
SINCE_1973 = st.datetimes(datetime(1973, 3, 4), datetime(2200, 1, 1)).map(lambda clock: clock.replace(microsecond=0))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def sign_hours_minutes(offset):
    return "-" if offset < 0 else "+", abs(offset) // 60, abs(offset) % 60


@given(CLOCKS, OFFSETS)
def test_the_seeds_form_reads_back_to_the_same_instant_and_offset(clock, offset):
    sign, hours, minutes = sign_hours_minutes(offset)
    written = (
        f"{clock.day} {MONTHS[clock.month - 1]} {clock.year} {clock.hour}:{clock.minute:02} "
        f"(UTC{sign}{hours:02}:{minutes:02})"
    )
    instant = clock.replace(second=0, tzinfo=UTC) - timedelta(minutes=offset)
    assert parse_moment(written) == Moment(instant, "moment", offset)


@given(CLOCKS, OFFSETS, st.sampled_from("T "), st.sampled_from(["", ":"]))
def test_iso_8601_reads_back_to_the_same_instant_and_offset(clock, offset, between, colon):
    sign, hours, minutes = sign_hours_minutes(offset)
    written = f"{clock:%Y-%m-%d}{between}{clock:%H:%M:%S}{sign}{hours:02}{colon}{minutes:02}"
    instant = clock.replace(tzinfo=UTC) - timedelta(minutes=offset)
    assert parse_moment(written) == Moment(instant, "moment", offset)


@given(CLOCKS, OFFSETS)
def test_the_form_of_mail_and_feeds_reads_back_to_the_same_instant_and_offset(clock, offset):
    zoned = clock.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert parse_moment(format_datetime(zoned)) == Moment(zoned.astimezone(UTC), "moment", offset)


@given(CLOCKS, st.sampled_from(["{:%B} {}, {}", "{:%b} {} {}", "{:%b}. {}, {}"]), st.booleans())
def test_twelve_hour_clocks_keep_their_half_of_the_day(clock, form, weekday):
    half, hour = ("p", clock.hour - 12) if clock.hour >= 12 else ("a", clock.hour)
    written = (f"{clock:%A}, " if weekday else "") + form.format(clock, clock.day, clock.year)
    instant = clock.replace(second=0, tzinfo=UTC)
    for mark in (f" {half.upper()}M", f"{half}m", f" {half}.m."):
        moment = parse_moment(f"{written} {hour or 12}:{clock.minute:02}{mark}")
        assert moment == Moment(instant, "local time", None)


@given(CLOCKS)
def test_a_day_alone_is_kept_as_its_midnight_in_any_order_of_its_parts(clock):
    day, month, year = clock.day, MONTHS[clock.month - 1], clock.year
    expected = Moment(utc(year, clock.month, day), "day", None)
    for written in (
        f"{day} {month} {year}",
        f"{month} {day}, {year}",
        f"{month[:3]}. {day}, {year}",
        f"{year}-{clock.month:02}-{day:02}",
        f"{year}/{clock.month}/{day}",
        date(year, clock.month, day),
    ):
        assert parse_moment(written) == expected


@given(SINCE_1973)
def test_seconds_and_milliseconds_since_1970_are_the_same_instant(clock):
    seconds = int((clock - datetime(1970, 1, 1)).total_seconds())
    for number in (seconds, float(seconds), seconds * 1000):
        assert parse_moment(number) == Moment(clock.replace(tzinfo=UTC), "moment", None)


@given(st.datetimes(datetime(2001, 9, 10), datetime(2026, 3, 6)).map(lambda clock: clock.replace(microsecond=0)))
def test_ten_or_thirteen_digits_in_a_string_are_seconds_or_milliseconds_until_not_after(clock):
    seconds = int((clock - datetime(1970, 1, 1)).total_seconds())
    instant = clock.replace(tzinfo=UTC)
    for written in (f"{seconds}", f" {seconds * 1000}\n"):
        assert parse_moment(written, not_after=instant) == Moment(instant, "moment", None)
        for not_after in (instant - timedelta(seconds=1), None):
            with pytest.raises(ValueError, match="is no date that Tidings reads"):
                parse_moment(written, not_after=not_after)


@pytest.mark.parametrize("written", ["2026030619", "0772811720", "772811720", "17728117200", "99999999999999"])
def test_other_digits_in_a_string_are_any_number_and_no_moment(written):
    with pytest.raises(ValueError, match=f"'{written}' is no date that Tidings reads"):
        parse_moment(written, not_after=SEED)


@given(st.dates(date(1605, 1, 1)), st.sampled_from("/."), st.sampled_from(["{}", "{:02}"]), st.booleans())
def test_a_day_in_numbers_is_read_only_where_one_of_them_can_be_no_month(day, mark, form, month_first):
    parts = [day.month, day.day] if month_first else [day.day, day.month]
    written = mark.join([*map(form.format, parts), f"{day.year}"])
    if day.day > 12:
        assert parse_moment(written) == Moment(utc(day.year, day.month, day.day), "day", None)
    else:
        with pytest.raises(ValueError, match="may mean day/month or month/day"):
            parse_moment(written)


@given(
    st.one_of(
        st.text(max_size=40),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.none(),
        st.datetimes(),
        st.dates(),
        st.lists(
            st.sampled_from(
                [
                    "6",
                    "March",
                    "mar.",
                    "2026",
                    "19:42",
                    "7:42",
                    "pm",
                    "(UTC+04:00)",
                    "Fri,",
                    "GMT",
                    "-",
                    "/",
                    "T",
                    "+0400",
                    "99",
                    "at",
                    " ",
                    "٣",
                ]
            ),
            max_size=9,
        ).map(" ".join),
    )
)
def test_whatever_is_written_gives_a_moment_of_the_newspaper_age_or_a_reason(written):
    try:
        moment = parse_moment(written)
    except ValueError as reason:
        assert len(str(reason)) > 10
    else:
        assert moment.published.tzinfo is UTC and moment.published.microsecond == 0
        assert moment.published.year >= 1605
        assert moment.precision == "moment" or moment.offset_minutes is None
        assert moment.precision != "moment" or moment.offset_minutes is not None or not isinstance(written, str)


@pytest.mark.parametrize(
    "written, published, precision, offset",
    [
        ("6 March 2026 19:42 (UTC+04:00)", SEED, "moment", 240),
        ("6 March 2026 19:42 UTC+4", SEED, "moment", 240),
        ("6 March 2026 19:42 GMT+0400", SEED, "moment", 240),
        ("Friday, 6 March 2026 19:42 (UTC+04:00)", SEED, "moment", 240),
        ("6 March 2026, 11:12 (UTC−04:30)", SEED, "moment", -270),
        ("March 6, 2026 at 15:42:59 Z", utc(2026, 3, 6, 15, 42, 59), "moment", 0),
        ("  6\u00a0March\n2026  19:42 (UTC+04:00) ", SEED, "moment", 240),
        ("2026-03-06T19:42:00.500+04:00", SEED, "moment", 240),
        ("2026-03-06 15:42:00 UTC", SEED, "moment", 0),
        ("2026-03-06 19:42 +0400", SEED, "moment", 240),
        ("20260306T154200Z", SEED, "moment", 0),
        ("Fri, 06 Mar 2026 15:42:00 GMT", SEED, "moment", 0),
        ("Fri, 06 Mar 2026 10:42:00 EST", SEED, "moment", -300),
        ("06 Mar 26 19:42 +0400", SEED, "moment", 240),
        ("2017-07-17 17:03:00", utc(2017, 7, 17, 17, 3), "local time", None),
        ("2017-09-15T00:00:00", utc(2017, 9, 15), "local time", None),
        ("6 March 2026 19:42", utc(2026, 3, 6, 19, 42), "local time", None),
        ("6 March 2026 7:42 PM", utc(2026, 3, 6, 19, 42), "local time", None),
        ("6 March 2026 12:05 am", utc(2026, 3, 6, 0, 5), "local time", None),
        ("6 March 2026 12:05 pm (UTC+04:00)", utc(2026, 3, 6, 8, 5), "moment", 240),
        ("Friday, March 6, 2026", utc(2026, 3, 6), "day", None),
        ("Sept. 6, 2026", utc(2026, 9, 6), "day", None),
        ("2014/01/20", utc(2014, 1, 20), "day", None),
        ("20190123", utc(2019, 1, 23), "day", None),
        ("2026-03-06+04:00", utc(2026, 3, 6), "day", None),  # a day of XML Schema with its zone, not four o'clock
        ("25/12/2019", utc(2019, 12, 25), "day", None),
        ("12/25/2019 7:42 PM", utc(2019, 12, 25, 19, 42), "local time", None),
        ("Wed, 25.12.2019, 19:42 (UTC+04:00)", utc(2019, 12, 25, 15, 42), "moment", 240),
        (1772811720, SEED, "moment", None),
        (1772811720000, SEED, "moment", None),
        (-1_000_000_000, utc(1938, 4, 24, 22, 13, 20), "moment", None),
        (datetime(2026, 3, 6, 19, 42, 0, 7, timezone(timedelta(hours=4))), SEED, "moment", 240),
        (datetime(2026, 3, 6, 19, 42), utc(2026, 3, 6, 19, 42), "local time", None),
    ],
)
def test_the_spellings_that_were_found_in_real_files_are_read(written, published, precision, offset):
    assert parse_moment(written) == Moment(published, precision, offset)


def test_a_moment_that_pandas_made_loses_what_is_below_a_second_and_becomes_plain():
    moment = parse_moment(pd.Timestamp("2026-03-06T15:42:00.123456789Z"))
    assert moment.published == SEED and type(moment.published) is datetime


@pytest.mark.parametrize(
    "written, message",
    [
        (None, "no date is written"),
        ("", "no date is written"),
        (" \n", "no date is written"),
        ("06/03/2026", "'06/03/2026' may mean day/month or month/day; write it as 2026-03-06"),
        ("06.03.2026 19:42", "'06.03.2026 19:42' may mean day/month or month/day"),
        ("12/12/2019", "'12/12/2019' may mean day/month or month/day"),
        ("25/12/19", "'25/12/19' has a year of two digits; write it as 2026-03-06"),
        ("9.6.17 19:42", "'9.6.17 19:42' has a year of two digits"),
        ("32/12/2019", "'32/12/2019' is impossible: day"),
        ("25/31/2019", "'25/31/2019' is no date that Tidings reads"),
        ("25/12.2019", "'25/12.2019' is no date that Tidings reads"),
        ("October 8", "'October 8' is no date that Tidings reads; write it as 2026-03-06T19:42:00"),
        ("8 October", "'8 October' is no date"),
        ("March 2026", "'March 2026' is no date"),
        ("6 Mars 2026", "'6 Mars 2026' names no month that Tidings reads"),
        ("31 February 2026", "'31 February 2026' is impossible: day"),
        ("2026-03-06 25:00", "'2026-03-06 25:00' is impossible: hour"),
        ("6 March 2026 19:42 PM", "'6 March 2026 19:42 PM' is impossible: hour must be in 1..12 before pm"),
        ("6 March 2026 19:42 (UTC+04:75)", r"'6 March 2026 19:42 \(UTC\+04:75\)' is impossible: minutes of an"),
        ("6 March 2026 19:42 (UTC+24:00)", r"'6 March 2026 19:42 \(UTC\+24:00\)' is impossible"),
        ("6 Mar 26 7:42 PM ET", "'6 Mar 26 7:42 PM ET' is no date"),  # the mail parser would say 07:42
        ("1612051200000", "'1612051200000' is no date"),  # milliseconds; fromisoformat takes them for 1612
        ("20160701210000", "'20160701210000' is no date"),
        ("None", "'None' is no date"),
        (20260306, "20260306 may mean seconds since 1970, or a year or a day; write it as 2026-03-06"),
        (2016, "2016 may mean seconds since 1970, or a year or a day"),
        (0, "0 may mean seconds since 1970"),
        (-1, "-1 may mean seconds since 1970"),
        (-99_999_999.5, "-99999999.5 may mean seconds since 1970"),
        (float("nan"), "nan is no number of seconds since 1970 that is a date"),
        (float("inf"), "inf is no number of seconds since 1970"),
        (10**400, f"1{'0' * 59} is no number of seconds since 1970"),
        (10**18, f"1{'0' * 18} is no number of seconds since 1970"),
        (True, "True is no date"),
        (["2026-03-06"], r"\"\['2026-03-06'\]\" is no date"),
        ("0001-11-30", "'0001-11-30' is before 1605, when the first newspaper appeared"),
        ("31 December 1604", "'31 December 1604' is before 1605"),
        ("0001-01-01T00:00:00+04:00", r"'0001-01-01T00:00:00\+04:00' is no date that Tidings reads"),
        ("9999-12-31T23:59:59-04:00", "'9999-12-31T23:59:59-04:00' is no date that Tidings reads"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=4))), r"0001-01-01 00:00:00\+04:00 leaves the calend"),
        ("x" * 500, f"'{'x' * 60}' is no date"),
    ],
)
def test_what_is_no_date_or_two_dates_is_refused_with_what_was_written(written, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        parse_moment(written)


def test_the_future_begins_after_not_after():
    assert parse_moment("2026-03-06T19:42+04:00", not_after=SEED).published == SEED
    with pytest.raises(ValueError, match=r"'2026-03-06T19:42:01\+04:00' lies in the future"):
        parse_moment("2026-03-06T19:42:01+04:00", not_after=SEED)
    with pytest.raises(ValueError, match=r"'2050-09-30' lies in the future"):
        parse_moment("2050-09-30", not_after=SEED)
    assert parse_moment("2050-09-30").published == utc(2050, 9, 30)


@given(st.dates(date(1605, 1, 1)), st.sampled_from(sorted({**ENGLISH_MONTHS, **MONTHS_ELSEWHERE}.items())))
def test_a_day_is_read_with_the_month_in_any_of_seven_languages(day, named):
    name, month = named
    day = day.replace(month=month, day=min(day.day, 28))
    expected = Moment(utc(day.year, day.month, day.day), "day", None)
    for written in (
        f"{day.day} {name} {day.year}",
        f"{day.day}. {name} {day.year}",
        f"{day.day} de {name} de {day.year}",
    ):
        assert parse_moment(written) == expected
        assert cut_moment(written.upper()) == day.isoformat()


@given(
    st.dates(date(1605, 1, 1)),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(["{0} {1}", "{1} {0}", "{1}, {0}", "{0}, {1}", "{0}, {1},"]),
    st.sampled_from(["", ", CITY EDITION", " Edition 1;", " (Valley)", ", 2nd Edition", "; 12 pages"]),
)
def test_a_day_is_cut_from_the_line_that_a_database_makes_of_it(day, weekday, form, edition):
    written = form.format(f"{MONTHS[day.month - 1]} {day.day}, {day.year}", weekday.capitalize())
    assert cut_moment(written + edition) == day.isoformat()


@given(CLOCKS, OFFSETS)
def test_what_is_cut_reads_back_to_the_same_moment(clock, offset):
    sign, hours, minutes = sign_hours_minutes(offset)
    day = f"{clock.day} {MONTHS[clock.month - 1]} {clock.year}"
    for written in (day, f"{day} {clock:%H:%M:%S}", f"{day} {clock:%H:%M:%S} UTC{sign}{hours:02}:{minutes:02}"):
        assert parse_moment(cut_moment(f"{written}; Final Edition")) == parse_moment(written)


@pytest.mark.parametrize(
    "line, cut",
    [
        ("May 2, 2002, Thursday,, FINAL EDITION", "2002-05-02"),
        ("May 30, 2014 Friday", "2014-05-30"),
        ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01T09:20:00+00:00"),
        ("July 1, 2019 Monday 9:20 AM; Version 2", "2019-07-01 09:20:00"),
        ("Lunes 11 de Enero de 2010", "2010-01-11"),
        ("11 janvier 2010 lundi", "2010-01-11"),
        ("11. März 2010 Donnerstag", "2010-03-11"),
        ("12 de Novembro de 2017, Domingo", "2017-11-12"),
        ("1er\u00a0mai 2020", "2020-05-01"),
        ("2014/01/20", "2014-01-20"),
        ("Winter 2010", None),
        ("January 2010", None),
        ("January 11", None),
        ("31 February 2010", None),
        ("06/03/2010", None),
        ("The Tarn Courier, June 17, 1995", None),
        ("", None),
    ],
)
def test_lines_of_databases_are_cut_after_the_date_or_not_at_all(line, cut):
    assert cut_moment(line) == cut


@pytest.mark.parametrize(
    "written, published, precision, offset",
    [
        ("May 30, 2014 Friday", utc(2014, 5, 30), "day", None),
        ("29 décembre 2011", utc(2011, 12, 29), "day", None),
        ("9 Januar 1993", utc(1993, 1, 9), "day", None),
        ("6 de marzo de 2026, 19:42 (UTC+04:00)", SEED, "moment", 240),
        ("Published 10:39 p.m. ET Oct. 15, 2019", utc(2019, 10, 16, 2, 39), "moment", -240),
        (
            "Published 10:39 p.m. ET Oct. 15, 2019 | Updated 9:52 a.m. ET Oct. 17, 2019",
            utc(2019, 10, 16, 2, 39),
            "moment",
            -240,
        ),
        ("10:39 p.m. on Tuesday, Oct. 15, 2019", utc(2019, 10, 15, 22, 39), "local time", None),
        ("Mar 6, 2026, 7:42 PM EST", utc(2026, 3, 7, 0, 42), "moment", -300),
        ("Jul 6, 2026, 7:42 PM PT", utc(2026, 7, 7, 2, 42), "moment", -420),
        ("Jan 6, 2026, 7:42 PM (CT)", utc(2026, 1, 7, 1, 42), "moment", -360),
        ("6 July 2026 19:42 MDT", utc(2026, 7, 7, 1, 42), "moment", -360),
        ("6 March 2026 19:42 CET", utc(2026, 3, 6, 18, 42), "moment", 60),
        # In New York the clock showed 1:30 twice that night, and never 2:30 in that of 8 March 2026.
        ("Nov. 1, 2026, 1:30 AM ET", utc(2026, 11, 1, 1, 30), "local time", None),
        ("Mar 8, 2026, 2:30 AM ET", utc(2026, 3, 8, 2, 30), "local time", None),
        ("Mar 8, 2026, 3:30 AM ET", utc(2026, 3, 8, 7, 30), "moment", -240),
    ],
)
def test_the_spellings_of_databases_and_of_american_sites_are_read(written, published, precision, offset):
    assert parse_moment(written) == Moment(published, precision, offset)


@pytest.mark.parametrize(
    "written",
    [
        "Updated 5:02 p.m. ET Oct. 2, 2019",
        "Published 10:39 p.m. ET Oct. 15",
        "10:39 p.m. ET 10/12/2019",
        "6 March 2026 ETA",
        "6 Mart 2026",
    ],
)
def test_an_update_and_a_date_without_year_are_no_date_of_publication(written):
    with pytest.raises(ValueError, match="no (date|month) that Tidings reads|no date is"):
        parse_moment(written)
