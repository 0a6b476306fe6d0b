"""A record with named fields (a JSON object, a row of a CSV or Parquet file) to one article."""

import re

from features.article import Article
from features.reading.dates import read_moment

# The names that exports of press databases, crawlers and teaching corpora use, in order of preference.
USUAL_NAMES = {
    "text": (
        "text",
        "content",
        "body",
        "maintext",
        "content_original",
        "article",
        "article_text",
        "full_text",
        "fulltext",
        "story",
    ),
    "title": ("title", "headline"),
    "outlet": (
        "outlet",
        "source",
        "publication",
        "publisher",
        "newspaper",
        "source_name",
        "outlet_name",
        "media_name",
        "site",
        "source_domain",
    ),
    "published": (
        "published",
        "published_at",
        "publishedat",
        "publish_date",
        "date_publish",
        "datepublished",
        "pub_date",
        "pubdate",
        "date",
        "datetime",
        "timestamp",
        "created_at",
    ),
    "authors": ("authors", "author", "byline", "creator"),
    "url": ("url", "link", "web_url"),
}
_OUTLET_IN_LEAD = re.compile(
    r"(?:^|[,;–—]\s+)(?:the\s+)?((?:[A-Z][\w&.’'-]*)(?:\s+(?:[A-Z&][\w&.’'-]*|of|and))*)\s+reports?\b"
)
_NEWLINES = re.compile(r"\r\n?")


def find_fields(names):
    """Which of a record's field names holds what: {"text": "content", "outlet": "source", ...}.

    Examples
    --------
    >>> find_fields(["Publication", "Date", "content"])
    {'text': 'content', 'outlet': 'Publication', 'published': 'Date'}
    """
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(str(name).strip().casefold().replace(" ", "_").replace("-", "_"), name)
    return {
        meaning: known[usual[0]]
        for meaning, choices in USUAL_NAMES.items()
        if (usual := [choice for choice in choices if choice in known])
    }


def read_record(record, fields, folder, *, not_after=None):
    """Make an article of a record.

    Parameters
    ----------
    record : mapping
        Field name to value.
    fields : mapping
        As `find_fields` gives it.
    folder : str or None
        Name of the folder that the file lies in: the outlet, when the record names none.
    not_after : datetime, optional
        Later dates are taken as missing, with that reason.

    Returns
    -------
    Article

    Raises
    ------
    ValueError
        If the record has no words, or a field of words holds something else.
    """
    found = {meaning: record.get(name) for meaning, name in fields.items()}
    text = _words(found.get("text"), "text") or ""
    title = _words(found.get("title"), "title")
    written = found.get("published")
    if isinstance(written, dict):
        written = written.get("$date")
    return make_article(
        text=text,
        title=title,
        outlet=_names(found.get("outlet")),
        folder=folder,
        written=written,
        authors=_names(found.get("authors")),
        url=_names(found.get("url")),
        not_after=not_after,
    )


def make_article(*, text, title, outlet, folder, written, authors=None, url=None, not_after=None):
    """An article whose outlet comes from the data, else the folder, else the lead ('X reports'); a date that cannot be
    read is missing, with the reason."""
    text, title = clean(text), clean(title) or None
    lead = _OUTLET_IN_LEAD.search(text.split("\n\n", 1)[0][:1000])
    outlet, outlet_from = next(
        (name, origin)
        for written_name, origin in [
            (outlet, "data"),
            (folder, "folder"),
            (lead and lead[1], "lead"),
            ("unknown", "missing"),
        ]
        if (name := clean(written_name))
    )
    try:
        moment = read_moment(written, not_after=not_after)
        dated = dict(published=moment.published, precision=moment.precision, offset_minutes=moment.offset_minutes)
    except ValueError as reason:
        dated = dict(published=None, precision="missing", published_note=clean(str(reason)))
    return Article(
        outlet=outlet,
        outlet_from=outlet_from,
        text=text,
        title=title,
        authors=clean(authors) or None,
        url=clean(url) or None,
        **dated,
    )


def clean(written):
    """One newline character, no NUL, no half of a surrogate pair (Parquet and UTF-8 refuse it), no blanks around."""
    if not written:
        return ""
    written = _NEWLINES.sub("\n", written).replace("\x00", "").replace("\ufeff", "").strip()
    try:
        written.encode()
        return written
    except UnicodeEncodeError:
        return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _words(value, meaning):
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"the {meaning} should be words, got {type(value).__name__}: {str(value)[:60]!r}")


def _names(value):
    """A name, a list of names, or an object with a name, as one string; anything else as missing."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list | tuple):
        return ", ".join(name for name in map(_names, value[:100]) if name)
    return None
