"""Which shape a record has: what its fields mean beyond their names.

A record is of a shape when it has the shape's fields. Each shape has one function that takes the record apart; all others are
read by the usual names of fields.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from features.reading import interface_shapes, record_shapes, web_scraper
from features.reading.documents import Parts
from features.reading.field_names import USUAL_NAMES, check_columns, find_fields
from features.reading.newsapi import take_newsapi
from features.reading.records import make_article_of, parse_record

# The fields that a record of the shape has, some of which it has at least one, and what takes it apart.
_SHAPES: tuple[tuple[set[str], set[str], Callable[[dict], Parts]], ...] = (
    ({"source", "title", "publishedAt", "content"}, set(), take_newsapi),
    ({"thread", "text"}, {"published", "ord_in_thread"}, record_shapes.take_webhose),
    (
        {"publish_date", "text", "title"},
        {"canonical_link", "top_img", "top_image", "meta_data", "movies"},
        record_shapes.take_newspaper,
    ),
    (
        {"date_publish", "title"},
        {"maintext", "title_page", "date_download", "localpath", "mimeType"},
        record_shapes.take_newsplease,
    ),
    ({"stories_id", "title"}, {"story_text", "story_sentences", "description"}, interface_shapes.take_mediacloud),
    ({"content_original", "source", "date"}, {"bias_text", "source_url"}, record_shapes.take_allsides),
    ({"publication", "year", "month", "content"}, {"date"}, record_shapes.take_kaggle),
    ({"webTitle", "webPublicationDate"}, {"fields", "webUrl"}, interface_shapes.take_guardian),
    ({"headline", "pub_date", "web_url"}, {"lead_paragraph", "abstract", "snippet"}, interface_shapes.take_nyt),
)
# What has addresses, counts or codes and no text: a whole file of it is refused for one reason.
_WITHOUT_TEXT = (
    ({"globaleventid"}, "GDELT lists codes of events and addresses, not texts; save the pages behind its addresses"),
    ({"gkgrecordid"}, "GDELT lists codes of subjects and addresses, not texts; save the pages behind its addresses"),
    ({"seendate", "domain"}, "GDELT lists titles and addresses, not texts; save the pages behind its addresses"),
    (
        {"stories_id", "media_id"},
        "Media Cloud lists titles and addresses, not texts; save the pages behind its addresses",
    ),
)
_OF_TEXT = {"text", "content", "body", "story_text", "story_sentences", "sentence", "description"}


class Plan(NamedTuple):
    """How records with certain field names are read.

    Attributes
    ----------
    fields : dict of str to list of str
        As `find_fields` gives it.
    take_apart : function or None
        From a record of a known shape to its `Parts`.
    """

    fields: dict[str, list[str]]
    take_apart: Callable[[dict], Parts] | None


def freeze(columns):
    """A mapping of columns as `plan` takes it.

    Parameters
    ----------
    columns : dict of str to str or None
        As in `find_fields`.

    Returns
    -------
    tuple of tuple
        Pairs.

    Raises
    ------
    ValueError
        If a meaning is unknown.
    """
    return tuple(check_columns(columns).items())


@lru_cache(maxsize=1024)
def plan(names, columns=()):
    """Find out how records with these fields are read: once for many of them.

    Parameters
    ----------
    names : tuple of str
        The names of the fields.
    columns : tuple of tuple
        As `freeze` gives it; None in place of a name for a meaning that these records lack.

    Returns
    -------
    Plan

    Raises
    ------
    ValueError
        If there is neither text nor title among them, or one of `columns` is not there.

    Examples
    --------
    >>> plan(("date", "body")).fields
    {'text': ['body'], 'published': ['date']}
    >>> plan(("id", "latitude"))
    Traceback (most recent call last):
    ...
    ValueError: no field of text: expected one called text, content or body; found ['id', 'latitude']
    """
    if not columns:
        refuse_without_text(names)
        known = set(map(str, names))
        if web_scraper.recognise(known):
            return Plan({meaning: [meaning] for meaning in USUAL_NAMES}, None)
        for needed, one_of, take_apart in _SHAPES:
            if needed <= known and (not one_of or one_of & known):
                return Plan({}, take_apart)
    fields = find_fields(names, {meaning: name for meaning, name in columns if name is not None})
    for meaning, name in columns:
        if name is None:
            fields.pop(meaning, None)
    if "text" not in fields and "title" not in fields:
        raise ValueError(f"no field of text: expected one called text, content or body; found {list(names)[:12]}")
    return Plan(fields, None)


def read_record(record, folder, *, not_after=None, columns=(), flags=()):
    """Make an article of a record of any shape.

    Parameters
    ----------
    record : dict
        Field name to value.
    folder : str or None
        Name of the folder that the file lies in.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.
    columns : tuple of tuple
        As `freeze` gives it.
    flags : tuple of str
        What is known of it already.

    Returns
    -------
    Article

    Raises
    ------
    ValueError
        If it holds no article.

    Examples
    --------
    >>> post = {"thread": {"site": "tarn.example"}, "published": "2026-03-06", "text": "No!", "ord_in_thread": 2}
    >>> article = read_record(post, None)
    >>> article.outlet, article.flags
    ('tarn.example', ('comment',))
    """
    return read_planned(record, plan(tuple(record), columns), folder, not_after=not_after, flags=flags)


def read_planned(record, planned, folder, *, not_after=None, flags=()):
    """Make an article of a record whose fields are known.

    Parameters
    ----------
    record : dict
        Field name to value.
    planned : Plan
        As `plan` gives it for its names.
    folder, not_after, flags
        As in `read_record`.

    Returns
    -------
    Article

    Raises
    ------
    ValueError
        If it holds no article.
    """
    fields, take_apart = planned
    if take_apart is None:
        return parse_record(record, fields, folder, not_after=not_after, flags=flags)
    parts = take_apart(record)
    if flags:
        parts = replace(parts, flags=(*parts.flags, *flags))
    return make_article_of(parts, folder, not_after=not_after)


def refuse_without_text(names):
    """Refuse what is known to hold no text of articles.

    Parameters
    ----------
    names : iterable of str
        The names of columns or fields.

    Raises
    ------
    ValueError
        If they are those of such a list, with the way out.

    Examples
    --------
    >>> refuse_without_text(["GLOBALEVENTID", "SQLDATE"])
    Traceback (most recent call last):
    ...
    ValueError: it has no article text: GDELT lists codes of events and addresses, not texts; save the pages behind its addresses
    """
    known = {str(name).strip().lower() for name in names}
    for needed, reason in _WITHOUT_TEXT:
        if needed <= known and not known & _OF_TEXT:
            raise ValueError(f"it has no article text: {reason}")
