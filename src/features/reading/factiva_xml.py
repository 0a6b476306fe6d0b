"""What the interfaces of Factiva send as XML: `ppsarticle` within `PPSResponse`."""

import re

from lxml import etree

from features.reading.documents import Parts

_NAMES = (b"<ppsarticle", b"<ppsArticle", b'="http://global.factiva.com/pps/')
_SPACES_AT_LINE = re.compile(r"\n[ \t]{2,}|\n\s*\n")
_BODY = ("leadParagraph", "tailParagraphs")


def recognise(head, name):
    """Whether a document is XML of Factiva.

    Parameters
    ----------
    head : bytes
        The first 64 KB of it.
    name : str
        Its file name; not looked at.

    Returns
    -------
    bool

    Examples
    --------
    >>> recognise(b'<?xml version="1.0"?><PPSResponse><ppsArticleResponse>', "a.xml"), recognise(b"<rss/>", "b.xml")
    (True, False)
    """
    head = head.replace(b"\0", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and any(name in head for name in _NAMES)


def read_document(document):
    """Read the articles of XML of Factiva.

    Parameters
    ----------
    document : features.reading.documents.Document
        What `recognise` knows.

    Yields
    ------
    place : str
        "document 3": counted from 1 as they stand in the file.
    parts : features.reading.documents.Parts or ValueError
        What was found, or why nothing was. XML that breaks the rules is read as far as it goes, and flagged.

    Examples
    --------
    >>> from features.reading.documents import Document
    >>> xml = b'''<ppsarticle><article><headline><paragraph>Rain</paragraph></headline>
    ... <leadParagraph><paragraph>It rained.</paragraph></leadParagraph><publicationDate><date>2012-01-09</date>
    ... </publicationDate><sourceName>Tarn Courier</sourceName></article></ppsarticle>'''
    >>> [(place, parts)] = read_document(Document(xml))
    >>> place, parts.title, parts.outlet, parts.written, parts.text
    ('document 1', 'Rain', 'Tarn Courier', '2012-01-09', 'It rained.')
    """
    try:
        root, flags = _parse(document.content)
    except ValueError as reason:
        yield "", reason
        return
    articles = [element for element in root.iter("{*}article") if element.getparent() is None or _is_wrapped(element)]
    if not articles:
        yield "", ValueError("expected <article> within <ppsarticle>, found none; export it from Factiva again")
    for number, article in enumerate(articles, start=1):
        is_last = number == len(articles)
        yield f"document {number}", _parts_or_reason(article, ("cut short",) if flags and is_last else flags)


def _parts_or_reason(article, flags):
    try:
        parts = _parts(article, flags)
    # Broken XML may hold bytes that are no text.
    except UnicodeDecodeError as error:
        return ValueError(f"expected text, found bytes that are none ({error})")
    return parts if parts.text or parts.title else ValueError("expected a headline or paragraphs, found neither")


def split_indented(text):
    """Split a text whose paragraphs begin with an indented line, or are separated by a blank one.

    Parameters
    ----------
    text : str
        As dispatches of agencies are set.

    Returns
    -------
    list of str
        The paragraphs, each as one line; without empty ones.

    Examples
    --------
    >>> split_indented("It rained\\non Monday.\\n    It stopped.\\n   ")
    ['It rained on Monday.', 'It stopped.']
    """
    return [words for piece in _SPACES_AT_LINE.split(text) if (words := " ".join(piece.split()))]


def _parse(content):
    """The root, and flags if the rules are broken; nothing is fetched and no entity is put in."""
    safe = {
        "resolve_entities": False,
        "no_network": True,
        "huge_tree": False,
        "load_dtd": False,
        "remove_comments": True,
    }
    flags: tuple[str, ...] = ()
    try:
        root = etree.fromstring(content, etree.XMLParser(**safe))
    except etree.LxmlError as error:
        if b"<!ENTITY" in content[:65536]:
            raise ValueError(f"expected XML without entities of its own, found some ({error})") from None
        flags = ("malformed",)
        try:
            root = etree.fromstring(content, etree.XMLParser(**safe, recover=True))
        except etree.LxmlError:
            root = None
        if root is None:
            raise ValueError(f"expected XML of Factiva, found what is none ({error}); export it again") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise ValueError("expected XML without entities of its own, found some; real exports have none")
    return root, flags


def _is_wrapped(article):
    return etree.QName(article.getparent()).localname in ("ppsarticle", "ppsArticle", "article", "articles")


def _find(article, *names):
    return next((child for name in names for child in article.iterchildren("{*}" + name)), None)


def _words(element):
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def _parts(article, flags):
    paragraphs = []
    for name in _BODY:
        for block in article.iterchildren("{*}" + name):
            paragraphs += _paragraphs(block)
    dated = _find(article, "publicationDate")
    moment = None if dated is None else _find(dated, "dateTime", "date")
    return Parts(
        text="\n\n".join(paragraphs),
        title=_words(_find(article, "headline")),
        outlet=_words(_find(article, "sourceName")),
        written=_words(dated if moment is None else moment),
        authors=_words(_find(article, "byline", "author", "credit")),
        flags=flags,
    )


def _paragraphs(block):
    inner = list(block.iterchildren("{*}paragraph"))
    if not inner:
        return split_indented("".join(block.itertext()))
    return [words for paragraph in inner if (words := _words(paragraph))]
