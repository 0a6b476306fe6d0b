"""JSON Feed, versions 1 and 1.1 (jsonfeed.org): one article per item."""

import json
import re
from dataclasses import replace

from features.reading.documents import Parts
from features.reading.encodings import decode
from features.reading.feed_markup import words_of_markup
from features.reading.feeds import flag_body

_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')


def recognise(head, name):
    """Whether a document is a JSON Feed.

    Parameters
    ----------
    head : bytes
        Its beginning.
    name : str
        Its file name; not looked at.

    Returns
    -------
    bool
        True for an object whose version names jsonfeed.org.

    Examples
    --------
    >>> recognise(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "")
    True
    """
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _VERSION.search(head) is not None


def read_document(document):
    """Read the items of a JSON Feed.

    Parameters
    ----------
    document : Document
        The feed.

    Yields
    ------
    place : str
        "entry 3", counted from 1; empty for what concerns the whole feed.
    found : Parts or ValueError
        The article, or why it is refused. Bad data never raises.

    Examples
    --------
    >>> from features.reading.documents import Document
    >>> feed = b'{"title": "Wire", "items": [{"content_html": "<p>It rained.</p>", "date_published": "2026-03-06"}]}'
    >>> [(place, parts)] = read_document(Document(feed))
    >>> place, parts.text, parts.outlet, parts.written
    ('entry 1', 'It rained.', 'Wire', '2026-03-06')
    """
    try:
        text, flags = decode(document.content, document.charset)
        feed = json.loads(text)
        items = feed.get("items") if isinstance(feed, dict) else None
        if not isinstance(items, list):
            raise ValueError("expected a JSON Feed, which has a list called items; found none")
        if not items:
            raise ValueError("the feed has no entries; nothing was in it when it was saved")
    except json.JSONDecodeError as error:
        yield "", ValueError(f"expected a JSON Feed, found {error.msg.lower()} at character {error.pos}; save it again")
        return
    except RecursionError:
        yield "", ValueError("expected a JSON Feed, found arrays or objects nested too deep to be one")
        return
    except ValueError as reason:
        yield "", reason
        return
    for number, item in enumerate(items, start=1):
        try:
            parts = _read_item(item, feed)
            yield f"entry {number}", replace(parts, flags=flags + parts.flags)
        except ValueError as reason:
            yield f"entry {number}", reason


def _read_item(item, feed):
    if not isinstance(item, dict):
        raise ValueError(f"expected an entry with named fields, got {type(item).__name__}")
    title = " ".join(_words(item, "title").split())
    # Plain text comes from the outlet itself, but some put one line of it beside a whole article in HTML.
    content = max(_words(item, "content_text").strip(), words_of_markup(_words(item, "content_html")), key=len)
    summary = words_of_markup(_words(item, "summary"))
    body = content or summary
    if not title and not body:
        raise ValueError("the entry holds no words: neither a title nor a text")
    published, modified = item.get("date_published"), item.get("date_modified")
    return Parts(
        text=body,
        title=title or None,
        outlet=" ".join(_words(feed, "title").split()) or None,
        written=published or modified,
        authors=_authors(item) or _authors(feed),
        url=_words(item, "url") or _words(item, "external_url") or None,
        flags=flag_body(body, not content),
        note="the feed writes only when the entry was last changed" if modified and not published else None,
    )


def _words(fields, name):
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"the {name} should be words, got {type(value).__name__}: {str(value)[:40]!r}")
    return value or ""


def _authors(fields):
    """Names; version 1 has one author, 1.1 a list of them."""
    people = fields.get("authors") if isinstance(fields.get("authors"), list) else [fields.get("author")]
    names = [person["name"] for person in people if isinstance(person, dict) and isinstance(person.get("name"), str)]
    names = [name.strip() for name in names if name.strip()]
    return names[0] if len(names) == 1 else tuple(names) or None
