"""When a page was published: the exact instant where the page has it, else the day, else nothing; conflicts noted.

What JSON-LD and meta elements say goes first. htmldate has the day where they say nothing, and is the second opinion
where they do. Publication counts, never the last change; nothing depends on today's date.
"""

import re
from datetime import date, datetime, timedelta

from features.reading.dates import parse_moment
from features.reading.page_metadata import VAGUE

# htmldate's bounds of what a date may be: given, for its own latest day is today. Its patterns are for pages of the
# web, which began in 1991 with few news; 1995 is its own default.
_EARLIEST, _LATEST = datetime(1995, 1, 1), datetime(2100, 1, 1)
# Offsets from UTC in use reach from -12 to +14 hours (IANA time zone database).
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
# A page has some 10 time elements; a written date some 40 signs.
_MOST_TIMES, _LONGEST = 200, 60
# htmldate walks the whole page several times; pages of news have some 200 kB.
_LONGEST_PAGE = 2_000_000
_EXACTNESS = {"moment": 0, "local time": 1, "day": 2}


def find_published(tree, metadata, source):
    """Find the day or the instant of publication.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The whole page; it is not changed.
    metadata : features.reading.page_metadata.Metadata
        What the page says of itself.
    source : str
        The page as text: a day that htmldate reads counts only if it is written there; empty to ask it nothing.

    Returns
    -------
    written : str or None
        As `features.reading.dates.parse_moment` takes it.
    flags : tuple of str
        "date conflict", or nothing.
    note : str or None
        What must be known of it: two days that conflict, or why there is none.

    Examples
    --------
    >>> import lxml.html
    >>> from features.reading.page_metadata import read_metadata
    >>> source = '<p>Rain.<time itemprop="datePublished" datetime="2026-03-06T19:42:00+04:00">Friday</time>'
    >>> tree = lxml.html.document_fromstring(source)
    >>> find_published(tree, read_metadata(tree), source)
    ('2026-03-06T19:42:00+04:00', (), None)
    """
    times = _read_times(tree)
    # A time element marked as that of publication may belong to another article beside this one.
    stated = _understand(metadata.published) or [found for found in times if found[3]]
    day = _ask_htmldate(tree, metadata.url, source)
    if stated:
        return _choose(stated, day, source)
    if day is None or not _is_written(day, source) or (day in _changed_days(metadata) and not _is_shown(day, tree)):
        unread = f": {metadata.published[0][1][:_LONGEST]!r} is no date that is read" if metadata.published else ""
        return None, (), f"the page names no day of publication{unread}"
    same = [found for found in times if _written_day(found[2]) == day]
    return (min(same, key=_exactness)[1] if same else day.isoformat()), (), None


def _choose(stated, day, source):
    first = stated[0]
    # The first to name the day decides on it, the most exact of the same day on the clock.
    same = [found for found in stated if _written_day(found[2]) == _written_day(first[2])]
    place, written, moment, _ = min(same, key=_exactness)
    others = [
        (name, _written_day(other))
        for name, _, other, _ in stated
        if name != VAGUE and not _agree(moment, _written_day(other))
    ]
    vague = [_written_day(other) for name, _, other, _ in stated if name == VAGUE]
    if day is not None and day not in vague and not _agree(moment, day) and _is_written(day, source):
        others.insert(0, ("htmldate", day))
    if not others:
        return written, (), None
    name, other = others[0]
    return written, ("date conflict",), f"{place} has {_written_day(moment)}, {name} {other}; the first was taken"


def _exactness(found):
    return _EXACTNESS[found[2].precision]


def _understand(published):
    found = []
    for source, written in published[:_MOST_TIMES]:
        short = written.strip()[:_LONGEST]
        try:
            found.append((source, short, parse_moment(short), True))
        except ValueError:
            continue
    return found


def _read_times(tree):
    """The time elements: (source, written, moment, whether it is marked as that of publication)."""
    times: list = []
    for element in tree.iter("time"):
        if len(times) == _MOST_TIMES:
            break
        for source, written, moment, _ in _understand([("a time element", element.get("datetime") or "")]):
            marked = "datepublished" in (element.get("itemprop") or "").lower() or element.get("pubdate") is not None
            times.append((source, written, moment, marked))
    return times


def _written_day(moment):
    """The day that the writer's calendar showed."""
    return (moment.published + timedelta(minutes=moment.offset_minutes or 0)).date()


def _agree(moment, day):
    """Whether the day is that of the moment, somewhere on earth if the instant is known."""
    if moment.precision != "moment":
        return _written_day(moment) == day
    try:
        return (moment.published + _WEST).date() <= day <= (moment.published + _EAST).date()
    except OverflowError:
        return _written_day(moment) == day


def _ask_htmldate(tree, url, source):
    from htmldate import find_date

    if not 0 < len(source) <= _LONGEST_PAGE:
        return None
    try:
        # Not the extensive search: it takes the year of a copyright line for the first of January.
        found = find_date(
            tree,
            extensive_search=False,
            original_date=True,
            url=url,
            min_date=_EARLIEST,
            max_date=_LATEST,
        )
        return date.fromisoformat(found) if found else None
    # It meets any page that people keep: what it stumbles over has no date to give.
    except Exception:
        return None


def _changed_days(metadata):
    return [_written_day(moment) for _, _, moment, _ in _understand([("", written) for written in metadata.changed])]


def _is_shown(day, tree):
    """Whether readers see the day on the page."""
    return _is_written(day, " ".join(tree.xpath("//body//text()[not(parent::script or parent::style)]")))


def _is_written(day, source):
    """Whether the source has this very day, not only its month, nor numbers that can be read in two ways."""
    source = source.replace("&nbsp;", " ").replace("&#160;", " ")
    year, month, number = f"{day:%Y}", f"0?{day.month}", f"0?{day.day}"
    ordinal = r"(?:st|nd|rd|th|\.|º|er)?"
    ways = [
        rf"{year}(?:\D{{0,3}}|年){month}(?:\D{{0,3}}|月){number}(?!\d)",
        rf"(?<!\d){number}{ordinal}(?:\s|-|/|,|of|de|d'){{1,8}}[^\W\d_]{{3,12}}[\s.,/-]{{1,5}}(?:de\s|del\s)?{year}",
        rf"[^\W\d_]{{3,12}}\.?\s{{1,3}}{number}{ordinal}[,\s]{{1,4}}{year}",
        rf"(?<!\d){number}\.\s?{month}\.\s?{year}",
    ]
    if day.day > 12 or day.day == day.month:
        ways += [rf"(?<!\d){number}[/-]{month}[/-]{year}", rf"(?<!\d){month}[/-]{number}[/-]{year}"]
    return any(re.search(way, source) for way in ways)
