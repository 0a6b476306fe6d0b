"""What the fields of records mean that crawlers and collections write: one function for each of them.

Each takes a record apart, and says nothing of what the record does not hold.
"""

from features.reading.documents import Parts
from features.reading.field_values import (
    join_byline,
    join_names,
    list_names,
    name_host,
    take_date,
    take_day_or_moment,
    take_words,
)


def take_webhose(record):
    """Take a post of Webhose apart.

    Parameters
    ----------
    record : dict
        An element of "posts"; comments stand behind the article in one thread.

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If its words are none.

    Examples
    --------
    >>> take_webhose({"text": "It rained.", "thread": {"site": "tarn.example", "title": "Rain"}}).title
    'Rain'
    """
    thread = record.get("thread") if isinstance(record.get("thread"), dict) else {}
    place = record.get("ord_in_thread")
    is_comment = isinstance(place, int | float) and place > 0
    return Parts(
        take_words(record.get("text")) or "",
        take_words(record.get("title")) or take_words(thread.get("title")),
        join_names(thread.get("site")) or name_host(record.get("url"), thread.get("url")),
        take_date(record.get("published")),
        join_names(record.get("author")),
        join_names(record.get("url")),
        ("comment",) if is_comment else (),
    )


def take_newspaper(record):
    """Take an article of newspaper3k or newspaper4k apart.

    Parameters
    ----------
    record : dict
        As it was written to JSON or MongoDB: dates as milliseconds, names with junk among them.

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If its words are none.

    Examples
    --------
    >>> take_newspaper({"text": "It rained.", "url": "http://www.tarn.example/1", "publish_date": {"$date": 1474502400000}}).written
    '2016-09-22'
    """
    link = join_names(record.get("canonical_link")) or join_names(record.get("url"))
    return Parts(
        take_words(record.get("text")) or "",
        take_words(record.get("title")),
        name_host(link, record.get("url"), record.get("source_url"), record.get("source")),
        take_day_or_moment(record.get("publish_date")),
        tuple(list_names(record.get("authors"))),
        link,
    )


def take_newsplease(record):
    """Take an article of news-please apart.

    Parameters
    ----------
    record : dict
        As it was written to JSON; midnight stands for an unknown time of day.

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If its words are none.

    Examples
    --------
    >>> take_newsplease({"maintext": "It rained.", "title": "None", "date_publish": "2017-09-15T00:00:00"}).written
    '2017-09-15'
    """
    # A program that wrote every value as a string wrote None so.
    record = {name: None if value == "None" else value for name, value in record.items()}
    url = join_names(record.get("url"))
    return Parts(
        take_words(record.get("maintext")) or take_words(record.get("text")) or "",
        take_words(record.get("title")) or take_words(record.get("title_page")) or take_words(record.get("title_rss")),
        name_host(record.get("source_domain"), url) or join_names(record.get("publisher")),
        take_day_or_moment(record.get("date_publish")),
        tuple(list_names(record.get("authors"))),
        url,
    )


def take_allsides(record):
    """Take an article of the AllSides corpus apart.

    Parameters
    ----------
    record : dict
        With `content_original`. Days such as 1/21/18 stay as they are, and so are missing: no year is guessed.

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If its words are none.

    Examples
    --------
    >>> take_allsides({"content_original": "It rained.", "source": "Wire", "date": "2018-01-21"}).written
    '2018-01-21'
    """
    return Parts(
        take_words(record.get("content_original")) or take_words(record.get("content")) or "",
        take_words(record.get("title")),
        join_names(record.get("source")),
        take_date(record.get("date")),
        join_byline(record.get("authors")),
        join_names(record.get("url")),
    )


def take_kaggle(record):
    """Take a row of “All the news” of Kaggle apart.

    Parameters
    ----------
    record : dict
        With `publication`, `year` and `month`, which pandas wrote as numbers (2016.0).

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        If its words are none.

    Examples
    --------
    >>> take_kaggle({"content": "It rained.", "publication": "Wire", "date": "", "year": "2016.0", "month": "3.0"}).note
    'only the month 2016-03 is written'
    """
    written, note = take_date(record.get("date")), None
    if not str(written or "").strip():
        year, month = (_whole(record.get(name)) for name in ("year", "month"))
        if year:
            note = f"only the month {year}-{month:02} is written" if month else f"only the year {year} is written"
    return Parts(
        take_words(record.get("content")) or "",
        take_words(record.get("title")),
        join_names(record.get("publication")),
        written,
        join_byline(record.get("author")),
        join_names(record.get("url")),
        note=note,
    )


def _whole(value):
    """A whole number that pandas may have written with a point, or None."""
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
