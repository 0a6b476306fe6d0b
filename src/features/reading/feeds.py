"""Feeds in XML (RSS, RDF, Atom): one article per entry. Nothing that a feed names is fetched.

feedparser was tried and left out: it takes the caption of a picture (media:description) for the text of the article, or
empties the text by it, and loses articles in NITF; feeds of HuffPost and of the Associated Press do both.
"""

import re
from collections import defaultdict
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from features.reading.dates import parse_moment
from features.reading.documents import Parts
from features.reading.feed_markup import outside_of_cdata, parse_markup, words_of_element

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ENDINGS = (".rss", ".atom", ".rdf")
# The namespaces of RSS 1.0 and 0.90, for other RDF is no feed; and of Atom, whose entries may stand in another element.
_RDF_FEEDS = (b"purl.org/rss", b"my.netscape.com/rdf")
_ATOM_INSIDE = re.compile(rb"<(?:[\w.-]+:)?(?:feed|entry)\s[^>]{0,300}www\.w3\.org/2005/Atom")
# What the namespaces are called here, by a part of their address; that of an entry itself has no name.
_NAMESPACES = {
    "/mrss": "media:",
    "purl.org/dc/elements": "dc:",
    "purl.org/dc/terms": "dcterms:",
    "purl.org/rss/1.0/modules/content": "content:",
    "itunes.com/dtds": "itunes:",
    "purl.org/syndication/thread": "thr:",
    "feedburner": "feedburner:",
    "w3.org/1999/xhtml": "xhtml:",
    "w3.org/2005/Atom": "",
    "purl.org/atom": "",
    "purl.org/rss/1.0/": "",
    "yandex": "yandex:",
}
_CONTENTS = ("content:encoded", "content", "xhtml:body", "xhtml:div", "yandex:full-text", "body", "fulltext")
_SUMMARIES = ("description", "summary", "dc:description", "itunes:summary", "dcterms:abstract")
# Of a film it is the text; of an article it is the caption of a picture.
_CAPTIONS = ("media:description",)
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created", "date")
_CHANGED = ("updated", "modified", "dcterms:modified")
_AUTHORS = ("dc:creator", "author", "itunes:author")
# RSS has "ana@example.org (Ana Lira)".
_MAILBOX = re.compile(r"\S+@\S+\s*(?:\((.*)\))?")
# Of the real feeds that were looked at no teaser was longer, and descriptions that hold the whole article were.
_LONGEST_TEASER = 1_000
_CUT_SHORT = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\])\s*(?:\(?(?:read more|continue reading|more)\b.{0,80})?$", re.I)
# WordPress names the feeds of readers' comments so.
_COMMENTS = re.compile(r"comments (?:on|for)\b", re.IGNORECASE)
_ENTRY = ("item", "entry")
_OPENS, _CLOSES = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]"), re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>")


def recognise(head, name):
    """Whether a document is a feed in XML.

    Parameters
    ----------
    head : bytes
        Its beginning.
    name : str
        Its file name; `.rss`, `.atom` and `.rdf` are taken when the document begins like XML or HTML at all.

    Returns
    -------
    bool
        True for RSS, Atom, and RDF that holds a feed.

    Examples
    --------
    >>> recognise(b'<?xml version="1.0"?>\\n<rss version="2.0">', ""), recognise(b"<html>", "a.html")
    (True, False)
    """
    # Tags are ASCII: without marks and zeros UTF-16 and UTF-32 look like it.
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not plain.startswith(b"<"):
        return False
    root = _first_element(plain)
    if root == b"RDF":
        return any(namespace in plain for namespace in _RDF_FEEDS)
    return root in (b"rss", b"feed") or name.lower().endswith(_ENDINGS) or _ATOM_INSIDE.search(plain) is not None


def read_document(document):
    """Read the entries of a feed.

    Parameters
    ----------
    document : Document
        The feed.

    Yields
    ------
    place : str
        "entry 3", counted from 1; empty for what concerns the whole feed; "end of the feed" when it ends in the middle.
    found : Parts or ValueError
        The article, or why it is refused. Bad data never raises.

    Examples
    --------
    >>> from features.reading.documents import Document
    >>> feed = b"<rss><channel><title>Wire</title><item><title>Rain &amp; wind</title></item></channel></rss>"
    >>> [(place, parts)] = read_document(Document(feed))
    >>> place, parts.title, parts.outlet, parts.flags
    ('entry 1', 'Rain & wind', 'Wire', ('summary only',))
    """
    try:
        root, text, flags = parse_markup(document.content, document.charset)
        entries = [element for element in root.iter() if _local(element) in _ENTRY and not _is_inside_entry(element)]
        _check(root, entries)
    except ValueError as reason:
        yield "", reason
        return
    channel = next((element for element in root.iter() if _local(element) in ("channel", "feed")), root)
    feed = _Feed.of(_fields(channel), document.url)
    is_cut = re.search(rf"</(?:[\w.-]+:)?{re.escape(_local(root))}\s*>", text[-4096:], re.IGNORECASE) is None
    is_last_cut = is_cut and _is_last_open(text)
    for number, entry in enumerate(entries, start=1):
        more = ("cut short",) if is_last_cut and number == len(entries) else ()
        yield f"entry {number}", _read_entry(entry, feed, flags + more)
    n_missing = len(_OPENS.findall(outside_of_cdata(text))) - len(entries) if "malformed" in flags else 0
    if is_cut or n_missing > 0 or not entries:
        yield ("end of the feed" if entries else ""), ValueError(_what_is_missing(len(entries), is_cut, n_missing))


def flag_body(body, is_summary):
    """What must be said of the text of an entry.

    Parameters
    ----------
    body : str
        Its words.
    is_summary : bool
        Whether the feed calls it a summary or description, rather than the content.

    Returns
    -------
    tuple of str
        Keys of `documents.FLAGS`. Some outlets put whole articles into the description: what is longer than any
        teaser is not flagged.

    Examples
    --------
    >>> flag_body("It rained […]", True), flag_body("It rained.", False)
    (('summary only', 'truncated'), ())
    """
    flags = ("summary only",) if is_summary and len(body) <= _LONGEST_TEASER else ()
    return flags + (("truncated",) if _CUT_SHORT.search(body[-200:]) else ())


def _first_element(plain):
    position = 0
    while (position := plain.find(b"<", position)) >= 0:
        if plain.startswith(b"<!--", position):
            position = plain.find(b"-->", position)
            if position < 0:
                break
        elif match := _ROOT.match(plain, position):
            return match[1]
        position += 1
    return b""


def _check(root, entries):
    name = _local(root)
    if name == "html" and not entries:
        raise ValueError("expected a feed, found a web page; save the feed itself")
    if name not in ("rss", "feed", "rdf") and not entries:
        raise ValueError(f"expected a feed, which begins with <rss>, <feed> or <rdf:RDF>; found <{name[:40]}>")


def _what_is_missing(n_entries, is_cut, n_missing):
    if is_cut:
        return f"the feed ends early, in or after entry {n_entries}; what was there is kept, for the rest save it again"
    if n_missing > 0:
        return f"{n_missing} entries are so broken that they cannot be told apart; save the feed again"
    return "the feed has no entries; nothing was in it when it was saved"


def _is_last_open(text):
    opened = [match.start() for match in _OPENS.finditer(text)][-1:]
    return bool(opened) and _CLOSES.search(text, opened[0]) is None


def _is_inside_entry(element):
    return any(_local(above) in _ENTRY for above in element.iterancestors())


def _local(element):
    """Name without its namespace, in small letters; comments have none."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _kind(element, own):
    """Name with that of its namespace as it is called here."""
    namespace, _, name = element.tag.rpartition("}")
    if not namespace or namespace == own:
        return name.lower()
    found = (prefix for part, prefix in _NAMESPACES.items() if part in namespace)
    return next(found, "other:") + name.lower()


def _fields(element):
    """The children of an entry, channel or feed by their kind, with those of groups of media."""
    own = element.tag.rpartition("}")[0]
    fields = defaultdict(list)
    for child in element.iterchildren(etree.Element):
        kind = _kind(child, own)
        for one in child.iterchildren(etree.Element) if kind == "media:group" else (child,):
            fields[_kind(one, own)].append(one)
    return fields


class _Feed(NamedTuple):
    """What holds for every entry."""

    title: str
    authors: tuple[str, ...] | str | None
    bases: tuple[str | None, ...]

    @classmethod
    def of(cls, fields, address):
        links = fields["link"]
        return cls(_line(fields["title"]), _authors(fields), (_address(links), _address(links, "self"), address))


def _read_entry(entry, feed, flags):
    """Parts or ValueError."""
    fields = _fields(entry)
    title = _line(fields["title"]) or _line(fields["media:title"])
    body, is_summary = _body(fields)
    if not title and not body:
        return ValueError("the entry holds no words: neither a title nor a text")
    if fields["thr:in-reply-to"] or _COMMENTS.match(feed.title):
        flags = (*flags, "comment")
    written, note = _date(fields)
    return Parts(
        text=body,
        title=title or None,
        outlet=_line(fields["source"]) or feed.title or None,
        written=written,
        # In Atom the author of the feed is that of every entry without one (RFC 4287, 4.2.1).
        authors=_authors(fields) or (feed.authors if _local(entry) == "entry" else None),
        url=_link(entry, fields, feed),
        flags=tuple(dict.fromkeys(flags + flag_body(body, is_summary))),
        note=note,
    )


def _line(elements):
    """The first that has words, as one line; of the source of an Atom entry its title."""
    for element in elements:
        title = next((child for child in element.iterchildren(etree.Element) if _local(child) == "title"), element)
        if line := " ".join(words_of_element(title).split()):
            return line
    return ""


def _body(fields):
    """The text of an entry, and whether it is only its summary. Some outlets put the whole article into the summary."""
    content, summary, caption = (
        max((words_of_element(element) for kind in kinds for element in fields[kind]), key=len, default="")
        for kinds in (_CONTENTS, _SUMMARIES, _CAPTIONS)
    )
    if content and len(content) >= len(summary):
        return content, False
    # A description that is nothing but a link to the comments is none.
    return ("" if summary.lower() == "comments" else summary or caption), True


def _date(fields):
    """The date as written, and what must be known of it."""
    found = [(kind, (element.text or "").strip()) for kind in _PUBLISHED + _CHANGED for element in fields[kind]]
    found = [(kind, written) for kind, written in found if written]
    for kind, written in found:
        try:
            parse_moment(written)
        except ValueError:
            continue
        return written, "the feed writes only when the entry was last changed" if kind in _CHANGED else None
    return (found[0][1], None) if found else (None, None)


def _authors(fields):
    """A byline when there is one, names when there are several."""
    for kind in _AUTHORS:
        names = [_name(element) for element in fields[kind]]
        names = list(dict.fromkeys(name for name in names if name))
        if names:
            return names[0] if len(names) == 1 else tuple(names)
    return None


def _name(element):
    inside = next((child for child in element.iterchildren(etree.Element) if _local(child) == "name"), element)
    written = " ".join(words_of_element(inside).split())
    mailbox = _MAILBOX.fullmatch(written)
    return (mailbox[1] or "").strip() if mailbox else written


def _link(entry, fields, feed):
    """Its address in full; None where none can be told."""
    guid = [element for element in fields["guid"] if element.get("isPermaLink", "true").lower() == "true"]
    for link in filter(None, map(_address, (fields["feedburner:origlink"], fields["link"], guid))):
        for base in filter(None, [link, entry.base, *feed.bases]):
            with suppress(ValueError):
                joined = urljoin(base, link)
                if joined.lower().startswith(("http://", "https://")):
                    return joined
    return None


def _address(links, relation="alternate"):
    """Of several links the one to the entry itself, or that of another relation."""
    found = {link.get("rel") or "alternate": link.get("href") or (link.text or "").strip() for link in reversed(links)}
    return found.get(relation) or found.get("self")
