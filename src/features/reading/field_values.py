"""Values of fields as they are found: words, names, dates and addresses, out of the objects and lists they may lie in."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from features.reading.bylines import MOST_NAMES

_MILLISECONDS_A_DAY = 86_400_000
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00:00(?:\.0+)?")


def take_words(value):
    """Words as found.

    Parameters
    ----------
    value : object
        The text or title.

    Returns
    -------
    str or None

    Raises
    ------
    ValueError
        If it is something else.
    """
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"the text or title should be words, got {type(value).__name__}: {str(value)[:60]!r}")


def take_date(value):
    """A date as found, out of the object in which MongoDB writes it.

    Parameters
    ----------
    value : object
        The date.

    Returns
    -------
    str, int, float or None
    """
    if isinstance(value, dict):
        value = value.get("$date")
    return value if isinstance(value, str | int | float) else None


def take_day_or_moment(value):
    """A date, of which only the day counts where the clock says midnight, as programs write that know no time of day.

    Parameters
    ----------
    value : object
        The date.

    Returns
    -------
    str, int, float or None

    Examples
    --------
    >>> take_day_or_moment("2017-09-15 00:00:00"), take_day_or_moment("2017-09-15 00:01:00")
    ('2017-09-15', '2017-09-15 00:01:00')
    """
    value = take_date(value)
    if isinstance(value, str):
        return match[1] if (match := _MIDNIGHT.fullmatch(value.strip())) else value
    is_midnight = isinstance(value, int | float) and 1e11 <= value < 1e14 and value % _MILLISECONDS_A_DAY == 0
    return datetime.fromtimestamp(value / 1000, UTC).date().isoformat() if is_midnight else value


def name_host(*addresses):
    """The host of the first address that has one.

    Parameters
    ----------
    *addresses : object
        As found.

    Returns
    -------
    str or None
        In small letters, without "www.".

    Examples
    --------
    >>> name_host(None, "http://www.Tarn.example/a?b"), name_host("tarn.example"), name_host(7)
    ('tarn.example', 'tarn.example', None)
    """
    for address in addresses:
        if not isinstance(address, str) or not address.strip():
            continue
        try:
            host = urlsplit(address if "//" in address else f"//{address}").hostname
        except ValueError:
            continue
        if host and "." in host:
            return host.removeprefix("www.")
    return None


def join_names(value):
    """A name, several, or an object with a name, as one string.

    Parameters
    ----------
    value : object
        As found in a record.

    Returns
    -------
    str or None
        None for anything else.

    Examples
    --------
    >>> join_names({"id": None, "name": "Wire"}), join_names(["Wire", "Daily"]), join_names(7)
    ('Wire', 'Wire, Daily', None)
    """
    if isinstance(value, str):
        return value if value.strip() else None
    return ", ".join(list_names(value)) or None


def list_names(value):
    """The names in a value.

    Parameters
    ----------
    value : object
        A name, an object with a name, or a list of these, as found in a record.

    Returns
    -------
    list of str
        At most 100; empty for anything else.

    Examples
    --------
    >>> list_names(["Ana Lira", {"name": "Bo Ek"}, None])
    ['Ana Lira', 'Bo Ek']
    """
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list | tuple):
        return [name for item in value[:MOST_NAMES] for name in list_names(item)][:MOST_NAMES]
    return []


def join_byline(value):
    """A byline as written, or names.

    Parameters
    ----------
    value : object
        As found in a record.

    Returns
    -------
    str or tuple of str
    """
    return value if isinstance(value, str) else tuple(list_names(value))
