"""A record with named fields (a JSON object, a row of a CSV or Parquet file) to one article."""

import re
from dataclasses import replace

from features.article import Article
from features.reading.dates import parse_moment

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
# The capitals of the Latin, Greek and Cyrillic alphabets, for which `re` has no class.
_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x530))))
# Only the verb: before a mark or the end. "Intelligence reports say" and "the Wire report on abuses" name no outlet.
_OUTLET_IN_LEAD = re.compile(
    rf"(?:^|[,;–—]\s+)(?:[Tt]he\s+)?(?!The\s)"
    rf"([{_CAPITALS}][\w&.’'-]*(?:\s+(?:[{_CAPITALS}&][\w&.’'-]*|of|and))*)\s+reports(?=[,.;:]|$)"
)
_NEWLINES = re.compile(r"\r\n?")


def find_fields(names):
    """Which of a record's field names may hold what.

    Parameters
    ----------
    names : iterable of str
        The names as written; case, blanks around, and blanks or hyphens for underscores make no difference. Of two
        that differ in nothing else the first is taken.

    Returns
    -------
    dict of str to list of str
        One item per meaning ("text", "title", "outlet", "published", "authors", "url") for which there is a name: its
        names as written, the preferred one first.

    Examples
    --------
    >>> find_fields(["Publication", "Date", "body", "content"])
    {'text': ['content', 'body'], 'outlet': ['Publication'], 'published': ['Date']}
    """
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(str(name).strip().casefold().replace(" ", "_").replace("-", "_"), name)
    return {
        meaning: usual
        for meaning, choices in USUAL_NAMES.items()
        if (usual := [known[choice] for choice in choices if choice in known])
    }


def parse_record(record, fields, folder, *, not_after=None):
    """Make an article of a record.

    Parameters
    ----------
    record : mapping
        Field name to value, as a reader of JSON or Parquet makes it.
    fields : mapping
        As `find_fields` gives it for the record's names. Of the names for one meaning the first counts whose value is
        not empty (null, blank, or a list or object of nothing).
    folder : str or None
        Name of the folder that the file lies in: the outlet, when the record names none.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.

    Returns
    -------
    Article

    Raises
    ------
    ValueError
        If the record has no words, or a field of words holds something else.

    Examples
    --------
    >>> record = {"text": None, "body": "It rained.", "source": {"name": "Wire"}}
    >>> article = parse_record(record, find_fields(record), None)
    >>> article.text, article.outlet, article.published_note
    ('It rained.', 'Wire', 'no date is written')
    """
    found = {meaning: _first_value(record, names) for meaning, names in fields.items()}
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
    """Make an article of its parts, cleaned.

    Parameters
    ----------
    text, title, outlet, authors, url : str or None
        As written.
    folder : str or None
        Name of the folder that the file lies in.
    written : object
        The date, as `parse_moment` takes it.
    not_after : datetime, optional
        With its zone; a later date is taken as missing.

    Returns
    -------
    Article
        Its outlet comes from the data, else the folder, else the first paragraph ("..., the Tarn Courier reports."), else
        it is "unknown". A date that cannot be read is missing, with the reason in `published_note`.

    Raises
    ------
    ValueError
        If both text and title are empty.

    Examples
    --------
    >>> article = make_article(text="Rain, the Wire reports.", title=None, outlet=None, folder=None, written="2026-03-06")
    >>> article.outlet, article.outlet_from, article.precision
    ('Wire', 'lead', 'day')
    """
    text, title = _clean_signs(text), clean(title) or None
    outlet, outlet_from = _name_outlet(outlet, folder, text)
    try:
        moment = parse_moment(written, not_after=not_after)
        dated = dict(published=moment.published, precision=moment.precision, offset_minutes=moment.offset_minutes)
    except ValueError as reason:
        dated = dict(published=None, precision="missing", published_note=clean(str(reason)))
    article = Article(
        outlet=outlet,
        outlet_from=outlet_from,
        text=text,
        title=title,
        authors=clean(authors) or None,
        url=clean(url) or None,
        **dated,
    )
    try:
        # Its identity is a digest of its bytes: made here, it also tells whether the text has any.
        article.article_id  # noqa: B018
    except UnicodeEncodeError:
        return replace(article, text=clean(text))
    return article


def _name_outlet(written, folder, text):
    """The outlet, and how it was learned."""
    for name, origin in ((written, "data"), (folder, "folder")):
        if name := clean(name):
            return name, origin
    lead = _OUTLET_IN_LEAD.search(text.split("\n\n", 1)[0][:1000])
    name = clean(lead and lead[1])
    return (name, "lead") if name else ("unknown", "missing")


def clean(written):
    """Make words storable: what no table or file of text holds is taken out.

    Parameters
    ----------
    written : str or None
        As found.

    Returns
    -------
    str
        With one newline character, no NUL, no byte-order mark, U+FFFD for half of a surrogate pair (Parquet and UTF-8
        refuse it), and no blanks around; empty for None.

    Examples
    --------
    >>> clean(" one\\r\\ntwo ")
    'one\\ntwo'
    """
    written = _clean_signs(written)
    if written.isascii():
        return written
    try:
        written.encode()
        return written
    except UnicodeEncodeError:
        return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _clean_signs(written):
    """As `clean`, without a look at surrogates, which takes as long as all else."""
    if not written:
        return ""
    # Looking for a sign is many times faster than replacing it, and most texts have none of these.
    if "\r" in written:
        written = _NEWLINES.sub("\n", written)
    if "\x00" in written:
        written = written.replace("\x00", "")
    if written.isascii():
        return written.strip()
    if "\ufeff" in written:
        written = written.replace("\ufeff", "")
    return written.strip()


def _first_value(record, names):
    for name in names:
        value = record.get(name)
        if not _is_empty(value):
            return value
    return None


def _is_empty(value):
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, list | dict) and not value)


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
