"""A record with named fields (a JSON object, a row of a CSV or Parquet file), or the parts of a document, to one article."""

import re
from functools import lru_cache

from features.article import Article, identify
from features.reading.boilerplate import drop_boilerplate
from features.reading.bylines import MOST_NAMES, split_byline
from features.reading.cleaning import clean, clean_text, clean_title
from features.reading.dates import parse_moment
from features.reading.field_values import join_names, list_names, name_host

# The capitals of the Latin, Greek and Cyrillic alphabets, for which `re` has no class.
_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x530))))
# Only the verb: before a mark or the end. "Intelligence reports say" and "the Wire report on abuses" name no outlet.
_OUTLET_IN_LEAD = re.compile(
    rf"(?:^|[,;–—]\s+)(?:[Tt]he\s+)?(?!The\s)"
    rf"([{_CAPITALS}][\w&.’'-]*(?:\s+(?:[{_CAPITALS}&][\w&.’'-]*|of|and))*)\s+reports(?=[,.;:]|$)"
)
# What programs write for a missing name, and people are called: a column of text says what it says.
_ALSO_NAMES = {"null", "none", "nan", "na", "n/a"}
# Such an address acts where it is followed; a browser passes over blanks in it.
_ACTS = re.compile(r"(?:javascript|vbscript|data|file|blob):", re.IGNORECASE)
# The outlets, days and writers of a stretch of a corpus are few beside its articles.
_remember = lru_cache(maxsize=8192, typed=True)
# What is longer is no name and no date, and not worth being kept in memory.
_WORTH_REMEMBERING = 300
_clean_once = _remember(clean)


def parse_record(record, fields, folder, *, not_after=None, flags=()):
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
    flags : tuple of str
        What is known of it already.

    Returns
    -------
    Article

    Raises
    ------
    ValueError
        If the record has no words, or a field of words holds something else.

    Examples
    --------
    >>> from features.reading.field_names import find_fields
    >>> record = {"text": None, "body": "It rained.", "source": {"name": "Wire"}}
    >>> article = parse_record(record, find_fields(record), None)
    >>> article.text, article.outlet, article.published_note
    ('It rained.', 'Wire', 'no date is written')
    """
    found = {meaning: _first_value(record, names) for meaning, names in fields.items()}
    text, title, authors = found.get("text"), found.get("title"), found.get("authors")
    written, outlet, url = found.get("published"), found.get("outlet"), found.get("url")
    if isinstance(written, dict):
        written = written.get("$date")
    return make_article(
        text=text if isinstance(text, str) else _words(text, "text"),
        title=title if isinstance(title, str) else _words(title, "title"),
        outlet=outlet if isinstance(outlet, str) else join_names(outlet),
        folder=folder,
        written=written,
        authors=authors if isinstance(authors, str) else list_names(authors),
        url=url if isinstance(url, str) else join_names(url),
        not_after=not_after,
        flags=flags,
    )


def make_article_of(parts, folder, *, not_after=None):
    """Make an article of the parts of a document.

    Parameters
    ----------
    parts : documents.Parts
        As its format's reader found them.
    folder : str or None
        As in `parse_record`.
    not_after : datetime, optional
        As in `parse_record`.

    Returns
    -------
    Article

    Raises
    ------
    ValueError
        If it has no words.

    Examples
    --------
    >>> from features.reading.documents import Parts
    >>> article = make_article_of(Parts("It rained.", authors="By Ana Lira", flags=("cut short",)), "Wire")
    >>> article.outlet, article.authors, article.flags
    ('Wire', 'Ana Lira', ('cut short',))
    """
    return make_article(
        text=parts.text,
        title=parts.title,
        outlet=parts.outlet,
        folder=folder,
        written=parts.written,
        authors=parts.authors,
        url=parts.url,
        not_after=not_after,
        flags=parts.flags,
        note=parts.note,
    )


def make_article(*, text, title, outlet, folder, written, authors=None, url=None, not_after=None, flags=(), note=None):
    """Make an article of its parts, cleaned.

    Parameters
    ----------
    text, title, outlet, url : str or None
        As written.
    folder : str or None
        Name of the folder that the file lies in.
    written : object
        The date, as `parse_moment` takes it.
    authors : str, list or tuple of str, or None
        The byline, or names.
    not_after : datetime, optional
        With its zone; a later date is taken as missing.
    flags : tuple of str
        What is known of it already; keys of `features.article.FLAGS`.
    note : str, optional
        What makes the date doubtful, or why it is missing.

    Returns
    -------
    Article
        Its outlet comes from the data, else the folder, else the host of its address, else the first paragraph ("..., the Tarn
        Courier reports."), else it is "unknown". A date that cannot be read is missing, with the reason in `published_note`.
        Its text is cleaned as `clean_text` and `drop_boilerplate` do.

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
    text, encoded, found = clean_text(text)
    if found:
        flags += found
    if title and (cleaned := clean_title(title)):
        title, found = cleaned
        flags += found
    text, dropped = drop_boilerplate(text)
    if dropped:
        encoded = text.encode()
        flags += ("boilerplate removed",)
    outlet, outlet_from = _name_outlet(outlet, folder, url, text)
    published, precision, offset_minutes, reason = _read_date(written, not_after)
    article = Article(
        outlet,
        published,
        text,
        title or None,
        _read_byline(authors) or None,
        _keep_address(url),
        outlet_from,
        precision,
        offset_minutes,
        reason if note is None else "; ".join(filter(None, (clean(note), reason))),
        tuple(dict.fromkeys(flags)) if flags else (),
    )
    # Its text is at hand in UTF-8: nobody needs to encode it again for this.
    article.__dict__.update(encoded=encoded, article_id=identify(outlet, published, title, encoded))
    return article


def _keep_address(url):
    url = clean(url)
    return None if not url or _ACTS.match("".join(url[:64].split())) else url


def _name_outlet(written, folder, url, text):
    """The outlet, and how it was learned."""
    for name, origin in ((written, "data"), (folder, "folder")):
        if name and (name := _clean_once(name) if len(name) < _WORTH_REMEMBERING else clean(name)):
            return name, origin
    if url and (name := clean(name_host(url))):
        return name, "data"
    lead = _OUTLET_IN_LEAD.search(text[:1000].split("\n\n", 1)[0])
    name = clean(lead and lead[1])
    return (name, "lead") if name else ("unknown", "missing")


def _read_date(written, not_after):
    if isinstance(written, str) and len(written) < _WORTH_REMEMBERING:
        return _read_date_once(written, not_after)
    return _moment_of(written, not_after)


def _moment_of(written, not_after):
    """Instant, precision and offset, or why there is none."""
    try:
        moment = parse_moment(written, not_after=not_after)
    except ValueError as reason:
        return None, "missing", None, clean(str(reason))
    return moment.published, moment.precision, moment.offset_minutes, None


_read_date_once = _remember(_moment_of)


def _read_byline(written):
    if isinstance(written, str):
        return _read_byline_once(written) if len(written) < _WORTH_REMEMBERING else _byline_of(written)
    return "; ".join(split_byline([clean(name) for name in written[:MOST_NAMES]])) if written else ""


def _byline_of(written):
    written = clean(written)
    return written if written.casefold() in _ALSO_NAMES else "; ".join(split_byline(written))


_read_byline_once = _remember(_byline_of)


def _first_value(record, names):
    for name in names:
        value = record.get(name)
        if isinstance(value, str):
            if value and not value.isspace():
                return value
        elif value is not None and not (isinstance(value, list | dict) and not value):
            return value
    return None


def _words(value, meaning):
    if value is None:
        return ""
    raise ValueError(f"the {meaning} should be words, got {type(value).__name__}: {str(value)[:60]!r}")
