"""Pages of the web: the article's body by trafilatura, its date, authors and outlet by what the page says of itself.

A page is parsed once; the same tree serves all. Nothing is fetched and no script runs.
"""

import logging
import re
from dataclasses import replace
from functools import lru_cache

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from features.reading.documents import Parts
from features.reading.encodings import decode
from features.reading.page_dates import find_published
from features.reading.page_heads import find_authors, find_outlet, find_title
from features.reading.page_lists import find_entries
from features.reading.page_metadata import read_metadata

_HEAD = 2**16
# What a page begins with; a doctype, a comment or an XML declaration may stand first.
_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body|title|meta|link|"
    r"script|style|article|main|section|header|nav|div|p|h1|h2|h3|span|table|center|font|a|ul|b|br|img)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"<(?:/(?:p|div|article|section|h[1-6]|span|table|ul|a|body|html|head|title)|br\s*/?)>|<(?:body|p|div)\b", re.I
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_OUTER = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_CLOSED, _END = re.compile(r"</(?:html|body)\b", re.IGNORECASE), 500
# HTML has the declaration within its first 1,024 bytes; some pages have scripts before it.
_DECLARED_WITHIN = 4_096
# What libxml2 takes for the end of a text, or refuses.
_CONTROLS = bytes(sorted({*range(32)} - {9, 10, 13}))
# libxml2 compares each attribute of an element with all before it: 20,000 take 0.4 s, 100,000 take 15 s.
_LONG_TAG, _MOST_ATTRIBUTES = re.compile(r"(<[a-zA-Z][\w-]{0,40})[^<>]{20000,}"), 2_000
_HALF_RUN = 10_000
# Pages of news have at most some 8,000 tags. trafilatura's time grows with their square: 40,000 paragraphs take 3 s.
_MOST_TAGS = 30_000
# Below this share of what stands in paragraphs, the strict extraction has missed the article; it is no article
# with fewer letters than a sentence has.
_LEAST_SHARE, _LEAST_GAIN, _LEAST_LETTERS = 0.4, 2, 60


def recognise(head, name):
    """Whether these bytes begin a page of the web.

    Parameters
    ----------
    head : bytes
        The first 64 KB or fewer.
    name : str
        Its file name.

    Returns
    -------
    bool
        True for HTML, also without its outer elements, if anything is closed in it; not for other XML.

    Examples
    --------
    >>> recognise(b"<!DOCTYPE html><html>", ""), recognise(b'<?xml version="1.0"?><rss>', ""), recognise(b'{"a": "<p>"}', "")
    (True, False, False)
    """
    text = _peek(head[:_HEAD])
    named = name.lower().endswith((".html", ".htm", ".xhtml", ".shtml"))
    start = _BEGINS.match(text)
    beginning = text.lstrip()[:5]
    if beginning == "<?xml":
        return start is not None and start[0].lower().endswith("html")
    if start is None:
        return named and (not beginning or ("<" in text and beginning[0] not in "{["))
    first = start[0].lower()
    return named or first.endswith(("html", "head", "body")) or _FRAGMENT.search(text, start.end()) is not None


def read_document(document):
    """Read the article of a page, or the articles if each on it is whole.

    Parameters
    ----------
    document : features.reading.documents.Document
        A page.

    Yields
    ------
    place : str
        "" for the page's one article; "article 1" and so on where the page holds several, each with its own
        heading, date and text.
    found : Parts or ValueError
        The parts of an article, or why there is none.

    Examples
    --------
    >>> from features.reading.documents import Document
    >>> [(place, found)] = read_document(Document(b"<html><body><div id=root></div></body></html>"))
    >>> place, str(found)[:27]
    ('', 'no article found: this page')
    """
    try:
        text, flags = decode(document.content, document.charset or _declared(document.content))
    except ValueError as problem:
        yield "", problem
        return
    tree = parse_page(text)
    if tree is None:
        yield "", ValueError("no article found: the page is empty; save it again with its text")
        return
    metadata = read_metadata(tree, document.url)
    if _is_cut_short(text):
        flags += ("cut short",)
    entries, is_list = ([], False) if metadata.is_article else find_entries(tree, document.url)
    for number, entry in enumerate(entries, 1):
        parts = replace(entry, outlet=find_outlet(metadata), flags=flags)
        yield f"article {number}", parts
    if not entries:
        yield "", _read_article(tree, metadata, text, (*flags, "list page") if is_list else flags)


def parse_page(text):
    """The tree of a page, or None if it has no element.

    Parameters
    ----------
    text : str
        The page.

    Returns
    -------
    lxml.html.HtmlElement or None
        Its root; comments are left out.
    """
    # Half a run that long is free of tags; to look for that costs next to nothing.
    if any(text.find("<", place, place + _HALF_RUN) < 0 for place in range(0, len(text) - _HALF_RUN, _HALF_RUN)):
        text = _LONG_TAG.sub(_without_attributes, text)
    # As bytes, for lxml refuses a str that names its encoding.
    content = text.encode("utf-8", errors="ignore").translate(None, _CONTROLS)
    try:
        return document_fromstring(content, parser=_parser()) if content.strip() else None
    except ParserError:
        return None


def _peek(head):
    """The beginning with its tags legible, whether one byte or two stand for a sign, with or without a mark."""
    return head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").decode("latin-1")


def _declared(content):
    match = _CHARSET.search(content[:_DECLARED_WITHIN])
    return match[1].decode("ascii", errors="replace") if match else None


def _is_cut_short(text):
    """Whether a page that opened its outer elements ends before it closed any of them, in the middle of others."""
    # Nearly always they are closed in the last few letters.
    if any(_CLOSED.search(text[-length:]) for length in (_END, _HEAD)) or not _OUTER.search(text[:_HEAD]):
        return False
    last = text.rstrip().rpartition(">")[2]
    return bool(last.strip()) or any(
        text.count(f"<{name}") > text.count(f"</{name}") for name in ("article", "div", "main", "section", "script")
    )


def _without_attributes(tag):
    return tag[0] if len(tag[0].split(maxsplit=_MOST_ATTRIBUTES)) <= _MOST_ATTRIBUTES else tag[1]


@lru_cache(maxsize=1)
def _parser():
    return HTMLParser(encoding="utf-8", collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True)


def extract_body(tree):
    """The body of the article on a page.

    Strictly first, for most of what is wrong in extractions is too much; where that leaves less than 40 % of what stands
    in paragraphs it may have missed the article, and the balanced extraction is taken if it finds twice as much.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The whole page; it is not changed.

    Returns
    -------
    str
        Paragraphs, a blank line between them; empty if there is no article.
    """
    body = _extract(tree, favor_precision=True)
    if len(body) < _LEAST_SHARE * _count_in_paragraphs(tree):
        more = _extract(tree)
        body = more if len(more) > _LEAST_GAIN * len(body) else body
    return "\n\n".join(line.strip() for line in body.splitlines() if line.strip())


def _join_paragraphs(tree):
    """All paragraphs, whatever they say: what can be had of a page too large for more."""
    texts = (" ".join(paragraph.text_content().split()) for paragraph in tree.iter("p"))
    return "\n\n".join(filter(None, texts))


def _extract(tree, **options):
    bare_extraction = _trafilatura()
    try:
        found = bare_extraction(tree, include_comments=False, with_metadata=False, **options)
    # It meets any page that people keep: where it fails, nothing is found.
    except Exception:
        return ""
    return (found.text or "") if found else ""


@lru_cache(maxsize=1)
def _trafilatura():
    # Half a second to load, wanted only where there are pages; it logs every page without an article.
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return bare_extraction


def _count_in_paragraphs(tree):
    return sum(len(paragraph.xpath("normalize-space()")) for paragraph in tree.iter("p"))


def _read_article(tree, metadata, text, flags):
    is_huge = text.count("<") > _MOST_TAGS
    body = _join_paragraphs(tree) if is_huge else extract_body(tree)
    if len(metadata.body) > _LEAST_GAIN * len(body):
        body = metadata.body
    if sum(map(str.isalpha, body)) < _LEAST_LETTERS:
        return ValueError(
            "no article found: this page holds no text of its own, for a script draws it or it only asks for consent; "
            "save the page as the browser shows it"
        )
    written, doubts, note = find_published(tree, metadata, "" if is_huge else text)
    outlet = find_outlet(metadata)
    title = find_title(tree, metadata, outlet)
    return Parts(
        text=_without_title(body, title),
        title=title,
        outlet=outlet,
        written=written,
        authors=find_authors(tree, metadata, outlet),
        url=metadata.url,
        flags=(*flags, *doubts),
        note=note,
    )


def _without_title(body, title):
    first, _, rest = body.partition("\n\n")
    return rest if title and rest and first.strip().casefold() == title.casefold() else body
