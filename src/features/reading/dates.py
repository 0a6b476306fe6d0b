"""Moments as newspapers, feeds and exports write them.

No general date parser is used: python-dateutil reads `(UTC+04:00)` with the wrong sign or not at all
(dateutil issues 70, 855, 1478), and both it and dateparser fill a missing year from today's date.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from features.reading.calendar_names import MONTHS, MONTHS_ELSEWHERE, MONTHS_IN_ANY_CASE, OFFSETS, WALL_CLOCKS, WEEKDAYS

# The first printed newspaper, the Relation of Strasbourg, began in 1605: what is dated earlier is a mistake.
FIRST_NEWSPAPER = 1605

# fromisoformat takes any character between day and clock, and would read milliseconds (1612051200000) as 1612.
_ISO = re.compile(r"[\dW-]{8,10}(?P<clock>[Tt ].+)?")
# A letter is looked for first, which saves trying sixty names where a number follows.
_WEEKDAY = rf"(?:(?=[^\W\d_])(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|{'|'.join(WEEKDAYS)})\b[.,]*\s+)?"
_WEEKDAY_AFTER = rf"(?:[\s,]+\(?(?=[^\W\d_])(?:{'|'.join(WEEKDAYS)})\b\)?\.?)?"
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
)
_CLOCK = rf"(?:,?\s+(?:at\s+)?{_TIME})?"
_HALF_OF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
_ZONE = (
    r"(?:\s*\(?\s*(?P<zone>(?:UTC|GMT)?\s*[+\-−]\s*\d{1,2}(?::?\d{2})?"
    rf"|(?:UTC|GMT|Z|{'|'.join([*OFFSETS, *WALL_CLOCKS])})\b)\s*\)?)?"
)
# Of two numbers of which only one can be a month, the other is the day.
_MONTH_NUMBER, _LATER_DAY = r"(?:0?[1-9]|1[0-2])", r"(?:1[3-9]|[2-9]\d)"
_NAME = r"(?P<month>[^\W\d_]+)"
_DAYS = (
    rf"(?P<day>\d{{1,2}})(?:\.|er|[º°])?\s+(?:de\s+)?{_NAME}\.?,?\s+(?:del?\s+)?(?P<year>\d{{4}})",
    rf"{_NAME}\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})",
    r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    rf"(?P<day>{_LATER_DAY})(?P<mark>[/.])(?P<month>{_MONTH_NUMBER})(?P=mark)(?P<year>\d{{4}})",
    rf"(?P<month>{_MONTH_NUMBER})(?P<mark>[/.])(?P<day>{_LATER_DAY})(?P=mark)(?P<year>\d{{4}})",
)
_PATTERNS = [re.compile(_WEEKDAY + day + _WEEKDAY_AFTER + _CLOCK + _ZONE, re.IGNORECASE) for day in _DAYS]
# Published 10:39 p.m. ET Oct. 15, 2019 | Updated 9:52 a.m. ET Oct. 17, 2019
_CLOCK_FIRST = [
    re.compile(
        rf"(?:(?:published|posted):?\s+)?{_TIME}{_ZONE},?\s+(?:on\s+)?{_WEEKDAY}{day}(?:\s*\|\s*updated\b.*)?",
        re.IGNORECASE,
    )
    for day in _DAYS[:2]
]
_TWO_WAYS = re.compile(rf"{_MONTH_NUMBER}[/.]{_MONTH_NUMBER}[/.]\d{{4}}")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2}(?!\d)")
# Seconds or milliseconds since 1970, from September 2001 on.
_EPOCH_DIGITS = re.compile(r"[1-9][0-9]{9}(?:[0-9]{3})?")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*(?P<sign>[+\-−])\s*(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?", re.IGNORECASE)


@dataclass(frozen=True)
class Moment:
    """One moment of publication.

    Parameters
    ----------
    published : datetime
        The instant in UTC, of whole seconds, from 1605 to 9999.
    precision : {"moment", "local time", "day"}
        How much of it is known: the instant; a clock time whose offset was not written (kept as if it were UTC); a
        day (kept as midnight UTC).
    offset_minutes : int or None
        Offset from UTC as written, −1439 to 1439 minutes, east positive; None when none was written.

    Examples
    --------
    >>> Moment(datetime(2026, 3, 6, tzinfo=UTC), "day", None).precision
    'day'
    """

    published: datetime
    precision: str
    offset_minutes: int | None


def parse_moment(written, *, not_after=None):
    """Understand one date of publication.

    Parameters
    ----------
    written : str, int, float, datetime, date or None
        As found. Numbers are seconds since 1970, or milliseconds from 100 thousand million on; within 100 million
        of 0 they are refused, for 2016 or 20260306 is meant as a year or a day. Days in numbers alone, as
        25/12/2019, are read where only one of the two can be the month.
    not_after : datetime, optional
        With its zone; a later moment is refused as impossible. Only with it are 10 or 13 digits in a string read as
        seconds or milliseconds, and only from September 2001 until then: else they may be any number.

    Returns
    -------
    Moment
        An offset as written, and a number, give precision "moment"; a clock time alone "local time"; a day alone
        "day".

    Raises
    ------
    ValueError
        If nothing is written, or it is no date, or it can be read in two ways, or it is impossible.

    Examples
    --------
    >>> seed = parse_moment("6 March 2026 19:42 (UTC+04:00)")
    >>> seed.published.isoformat(), seed.offset_minutes
    ('2026-03-06T15:42:00+00:00', 240)
    >>> parse_moment("2019-01-23").precision
    'day'
    >>> parse_moment("06/03/2026")
    Traceback (most recent call last):
    ...
    ValueError: '06/03/2026' may mean day/month or month/day; write it as 2026-03-06
    """
    if written is None or (isinstance(written, str) and not written.strip()):
        raise ValueError("no date is written")
    moment = _moment(written, not_after)
    year = moment.published.year
    if year < FIRST_NEWSPAPER:
        raise ValueError(f"{str(written)!r} is before {FIRST_NEWSPAPER}, when the first newspaper appeared")
    if not_after is not None and moment.published > not_after:
        raise ValueError(f"{str(written)!r} lies in the future")
    return moment


def cut_moment(line):
    """Cut the date of publication from the beginning of a line that goes on, as exports of press databases have it.

    Parameters
    ----------
    line : str
        Such as "June 17, 1995, CITY EDITION". Months may be in any of seven languages, with or without a capital.

    Returns
    -------
    str or None
        The day, the clock time or the instant with its offset, in ISO 8601, as `parse_moment` takes it; None if the line
        begins with no date.

    Examples
    --------
    >>> cut_moment("June 17, 1995, CITY EDITION"), cut_moment("11 Janvier 2010 lundi 9:20 AM GMT")
    ('1995-06-17', '2010-01-11T09:20:00+00:00')
    >>> cut_moment("Winter 1995")
    """
    line = " ".join(line.split())
    for pattern in _PATTERNS:
        match = pattern.match(line)
        if match is None or line[match.end() : match.end() + 1].isalnum():
            continue
        with suppress(ValueError):
            moment = _of_parts(match, line, in_any_case=True)
            if moment.precision == "day":
                return moment.published.date().isoformat()
            if moment.precision == "local time":
                return moment.published.replace(tzinfo=None).isoformat(" ")
            return moment.published.astimezone(timezone(timedelta(minutes=moment.offset_minutes))).isoformat()
    return None


def _moment(written, not_after):
    if isinstance(written, bool):
        raise ValueError(f"{written!r} is no date")
    if isinstance(written, datetime):
        return _of_datetime(written, day_only=False)
    if isinstance(written, date):
        return _of_datetime(datetime.combine(written, time()), day_only=True)
    if isinstance(written, int | float):
        return _of_number(written)
    if not isinstance(written, str):
        raise ValueError(f"{str(written)[:60]!r} is no date")
    return _of_text(" ".join(written.split()), not_after)


def _of_number(written):
    if abs(written) < 1e8:
        raise ValueError(f"{written!r} may mean seconds since 1970, or a year or a day; write it as 2026-03-06")
    try:
        seconds = written / 1000 if abs(written) >= 1e11 else written
        return Moment(datetime.fromtimestamp(seconds, UTC).replace(microsecond=0), "moment", None)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{str(written)[:60]} is no number of seconds since 1970 that is a date") from None


def _of_text(written, not_after):
    if not_after is not None and _EPOCH_DIGITS.fullmatch(written):
        moment = _of_number(int(written))
        if moment.published <= not_after:
            return moment
    if match := _ISO.fullmatch(written):
        with suppress(ValueError):
            return _of_datetime(datetime.fromisoformat(written), day_only=match["clock"] is None)
    for pattern in (*_PATTERNS, *_CLOCK_FIRST):
        if match := pattern.fullmatch(written):
            return _of_parts(match, written)
    if _TWO_WAYS.match(written):
        raise ValueError(f"{written[:60]!r} may mean day/month or month/day; write it as 2026-03-06")
    if _SHORT_YEAR.match(written):
        raise ValueError(f"{written[:60]!r} has a year of two digits; write it as 2026-03-06")
    try:
        if _HALF_OF_DAY.search(written):
            raise ValueError("the parser of mail dates passes over am and pm")
        return _of_datetime(parsedate_to_datetime(written), day_only=False)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise ValueError(
            f"{written[:60]!r} is no date that Tidings reads; write it as 2026-03-06T19:42:00+04:00"
        ) from None


def _of_parts(match, written, in_any_case=False):
    month = match["month"]
    number = int(month) if month.isdigit() else _month(month, in_any_case)
    if number is None:
        raise ValueError(f"{written[:60]!r} names no month that Tidings reads; write it as 2026-03-06T19:42:00+04:00")
    try:
        moment = datetime(
            int(match["year"]),
            number,
            int(match["day"]),
            _hour(match),
            int(match["minute"] or 0),
            int(match["second"] or 0),
        )
        if match["hour"] and match["zone"]:
            moment = moment.replace(tzinfo=_zone(match["zone"], moment))
    except ValueError as error:
        raise ValueError(f"{written[:60]!r} is impossible: {error}") from None
    return _of_datetime(moment, day_only=match["hour"] is None)


def _month(name, in_any_case):
    """Its number; None for what is no month, nor what the orthography of its language writes otherwise, as Mars."""
    folded = name.lower()
    return MONTHS.get(folded) or (MONTHS_IN_ANY_CASE.get(folded) if in_any_case else MONTHS_ELSEWHERE.get(name))


def _hour(match):
    hour, half = int(match["hour"] or 0), (match["half"] or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"hour must be in 1..12 before {half}m")
    return hour % 12 + (12 if half == "p" else 0)


def _zone(written, moment):
    name = written.upper()
    if name in WALL_CLOCKS:
        return _wall_clock(WALL_CLOCKS[name], moment)
    if name in OFFSETS:
        return timezone(timedelta(minutes=OFFSETS[name]))
    match = _OFFSET.fullmatch(written)
    if match is None:
        return UTC
    if int(match["minutes"] or 0) > 59:
        raise ValueError("minutes of an offset must be in 0..59")
    minutes = 60 * int(match["hours"]) + int(match["minutes"] or 0)
    return timezone(timedelta(minutes=minutes if match["sign"] == "+" else -minutes))


def _wall_clock(place, moment):
    """The offset of that place then; None in the hours that its clock shows twice or not at all, and where no tables are."""
    try:
        zone = ZoneInfo(place)
    except ZoneInfoNotFoundError:
        return None
    offset = zone.utcoffset(moment)
    return timezone(offset) if offset is not None and offset == zone.utcoffset(moment.replace(fold=1)) else None


def _of_datetime(moment, day_only):
    # Built anew, for pandas' subclass keeps nanoseconds under replace.
    moment = datetime.combine(moment.date(), moment.timetz().replace(microsecond=0))
    if day_only:
        return Moment(moment.replace(tzinfo=UTC), "day", None)
    if moment.tzinfo is None:
        return Moment(moment.replace(tzinfo=UTC), "local time", None)
    offset = int(moment.utcoffset().total_seconds() // 60)
    try:
        return Moment(moment.astimezone(UTC), "moment", offset)
    except OverflowError:
        raise ValueError(f"{moment} leaves the calendar when moved to UTC") from None
