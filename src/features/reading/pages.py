"""Pages of the web: the article's body by trafilatura, its date, authors and outlet by what the page says of itself.

A page is parsed once; the same tree serves all. Nothing is fetched and no script runs.
"""

import logging
import re
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from features.reading.bylines import split_byline
from features.reading.documents import Parts
from features.reading.encodings import decode
from features.reading.page_dates import find_published
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
# What libxml2 takes for the end of a text, or refuses.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Below this share of what stands in paragraphs, the strict extraction has missed the article; it is no article
# with fewer letters than a sentence has.
_LEAST_SHARE, _LEAST_GAIN, _LEAST_LETTERS = 0.4, 2, 60
# Of several articles on one page each has a heading, a date, and more than a teaser.
_HEADINGS = ("h1", "h2", "h3", "h4")
_TEASER, _MOST_ENTRIES = 150, 200


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
    if start is None:
        return named and ("<" in text or not text.strip()) and not text.lstrip()[:1] in "{["
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
    entries = () if metadata.is_article else find_entries(tree)
    if len(entries) > 1:
        for number, entry in enumerate(entries, 1):
            yield f"article {number}", _read_entry(entry, metadata, flags)
        return
    yield "", _read_article(tree, metadata, text, flags)


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
    # As bytes, for lxml refuses a str that names its encoding.
    content = _NO_XML.sub("", text).encode()
    try:
        return document_fromstring(content, parser=_parser()) if content.strip() else None
    except ParserError:
        return None


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
    body = extract_body(tree)
    if len(metadata.body) > _LEAST_GAIN * len(body):
        body = metadata.body
    if sum(map(str.isalpha, body)) < _LEAST_LETTERS:
        return ValueError(
            "no article found: this page holds no text of its own, for a script draws it or it only asks for consent; "
            "save the page as the browser shows it"
        )
    written, doubts, note = find_published(tree, metadata, text)
    outlet = find_outlet(metadata)
    title = _find_title(tree, metadata, outlet)
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


def find_authors(tree, metadata, outlet):
    """The names in the first byline that has a person's; else the first name that has any.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The whole page; it is not changed.
    metadata : features.reading.page_metadata.Metadata
        What the page says of itself.
    outlet : str or None
        Its outlet, which is no author if another is named.

    Returns
    -------
    tuple of str
        Names.
    """
    from trafilatura.metadata import extract_author

    alone = ()
    for byline in metadata.authors:
        names = split_byline(byline)
        people = tuple(name for name in names if not outlet or name.casefold() != outlet.casefold())
        if people:
            return people
        alone = alone or names
    try:
        shown = split_byline((extract_author(tree) or "").replace("; ", "\n"))
    # As above.
    except Exception:
        shown = ()
    return shown or alone


def find_outlet(metadata):
    """The outlet's name: as the page has it, else the host of its address without "www.".

    Parameters
    ----------
    metadata : features.reading.page_metadata.Metadata
        What the page says of itself.

    Returns
    -------
    str or None
        The name.
    """
    for name in metadata.outlets:
        if 1 < len(name) <= 80 and "/" not in name:
            return name
    host = urlsplit(metadata.url or "").hostname
    return host.removeprefix("www.") if host else None


def _find_title(tree, metadata, outlet):
    headings = [" ".join(heading.text_content().split()) for heading in list(tree.iter("h1"))[:2]]
    element = tree.find(".//title")
    shown = [" ".join(element.text_content().split())] if element is not None else []
    first = headings if len(headings) == 1 else []
    for title in (*metadata.titles, *first, *shown, *headings):
        if title := _without_outlet(title, outlet):
            return title
    return None


def _without_outlet(title, outlet):
    """A title without the outlet's name behind it, as in "Rain - The Courier"."""
    title = title[:1_000].strip()
    head, mark, tail = re.match(r"(.*?)(?:\s+([-–—|•·:»])\s+([^-–—|•·»]{1,80}))?$", title, re.DOTALL).groups()
    if outlet and mark and head and _same_name(tail, outlet):
        return head.strip()
    return title


def _same_name(one, other):
    one, other = (re.sub(r"^the|\.\w{2,4}$|[\W_]", "", name.strip().casefold()) for name in (one, other))
    return bool(one) and one == other


def _without_title(body, title):
    first, _, rest = body.partition("\n\n")
    return rest if title and rest and first.strip().casefold() == title.casefold() else body
