"""Exports of Factiva: XML, and pages with the parts in their usual order or in a table with two-letter codes."""

import re
from collections import defaultdict

from lxml import etree, html

from features.reading import factiva_xml
from features.reading.dates import cut_moment
from features.reading.documents import Parts
from features.reading.encodings import decode
from features.reading.factiva_xml import split_indented

_ARTICLE_CLASS = re.compile(r"(?:^|\s)[a-z]{2}Article(?:\s|$)")
_TITLE = re.compile(rb"<title>\s*(?:dow jones\s+)?factiva\s*</title>")
_IN_HTML = re.compile(rb"class=[\"']article\s+[a-z]{2}Article[\"']")
# "808 words", "1.684 Wörter", "295 mots": a number and one word, in whatever language the pages are.
_LENGTH = re.compile(r"\d[\d.,\u00a0\u202f ]*\s+[^\W\d_]+")
_CLOCK = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?)\s*([ap]\.?m\.?)?(?:\s*(?:GMT|UTC|Z))?", re.IGNORECASE)


def recognise(head, name):
    """Whether a document is a page or XML of Factiva.

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
    >>> recognise(b"<html><head><title>Factiva</title>", "a.html"), recognise(b"<title>Factiva sold</title>", "b.html")
    (True, False)
    """
    lowered = head.lower()
    if b"factiva" in lowered and _TITLE.search(lowered):
        return True
    return _IN_HTML.search(head) is not None or factiva_xml.recognise(head, name)


def read_document(document):
    """Read the articles of a page or XML of Factiva.

    Parameters
    ----------
    document : features.reading.documents.Document
        What `recognise` knows.

    Yields
    ------
    place : str
        "document 3": counted from 1 as they stand on the page.
    parts : features.reading.documents.Parts or ValueError
        What was found, or why nothing was.

    Examples
    --------
    >>> from features.reading.documents import Document
    >>> page = '''<title>Factiva</title><div class="article enArticle"><div id="hd"><span class="enHeadline">Rain</span></div>
    ... <div>2 words</div><div>13 November 2017</div><div>Tarn Courier</div>
    ... <p class="articleParagraph enarticleParagraph">It rained.</p></div>'''
    >>> [(place, parts)] = read_document(Document(page.encode()))
    >>> place, parts.title, parts.outlet, parts.written, parts.text
    ('document 1', 'Rain', 'Tarn Courier', '2017-11-13', 'It rained.')
    """
    if factiva_xml.recognise(document.content[:65536], document.name):
        yield from factiva_xml.read_document(document)
        return
    try:
        text, flags = decode(document.content, document.charset)
        parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True)
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        yield "", ValueError(f"expected a page of Factiva, found what cannot be read as one ({error}); save it again")
        return
    articles = [element for element in root.iter("div") if _ARTICLE_CLASS.search(element.get("class") or "")]
    if not articles:
        yield (
            "",
            ValueError("expected articles on a page of Factiva, found none; save it as 'full article' and HTML again"),
        )
    is_cut = bool(articles) and "<html" in text[:5_000].lower() and "</html" not in text[-5_000:].lower()
    for number, article in enumerate(articles, start=1):
        is_last = is_cut and number == len(articles)
        yield f"document {number}", _parts_or_reason(article, (*flags, "cut short") if is_last else flags)
    if is_cut:
        complaint = (
            "the page is cut short, in or after that document; what was there is kept, for the rest save it again"
        )
        yield f"after document {len(articles)}", ValueError(complaint)


def _parts_or_reason(article, flags):
    try:
        fields = _coded(article)
        parts = _of_codes(fields, flags) if fields else _of_order(article, flags)
    # A reference to half of a surrogate pair is kept by the parser and cannot be read.
    except UnicodeDecodeError as error:
        return ValueError(f"expected text, found signs that are none ({error})")
    return parts if parts.text or parts.title else ValueError("expected a headline or paragraphs, found neither")


def _words(element):
    return " ".join("".join(element.itertext()).split())


def _paragraphs(element):
    """The text of its paragraphs; one that is set in lines, as tables and old dispatches are, may hold several."""
    texts = []
    for paragraph in element.iter("p"):
        if "articleParagraph" not in (paragraph.get("class") or ""):
            continue
        for line_break in paragraph.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        texts += split_indented("".join(paragraph.itertext()))
    return texts


def _coded(article):
    """Code to what is said under it, for the form with an index: HD, BY, PD, ET, SN, LP, TD."""
    fields: dict[str, list[str]] = defaultdict(list)
    for row in article.iter("tr"):
        cells = row.findall("td")
        if len(cells) != 2 or "index" not in (cells[0].get("class") or ""):
            continue
        code = _words(cells[0])
        fields[code] += _paragraphs(cells[1]) if code in ("LP", "TD") else [_words(cells[1])]
    return fields


def _of_codes(fields, flags):
    first = {code: " ".join(values) for code, values in fields.items()}
    return Parts(
        text="\n\n".join([*fields["LP"], *fields["TD"]]),
        title=first.get("HD"),
        outlet=first.get("SN"),
        written=join_day_and_clock(first.get("PD"), first.get("ET")),
        authors=first.get("BY"),
        flags=flags,
    )


def _of_order(article, flags):
    """Only headline and author are marked; day and outlet follow the number of words, the time may stand between them."""
    headline = next((element for element in article.iter("div") if element.get("id") == "hd"), None)
    author = next((element for element in article.iter("div") if element.get("class") == "author"), None)
    lines = [
        _words(element)
        for element in article.iter("div")
        if element not in (article, headline, author) and element.find("div") is None
    ]
    dated, clock, outlet = _find_day(lines)
    return Parts(
        text="\n\n".join(_paragraphs(article)),
        title=None if headline is None else _words(headline) or None,
        outlet=outlet,
        written=join_day_and_clock(dated, clock),
        authors=None if author is None else _words(author) or None,
        flags=flags,
    )


def _find_day(lines):
    length = next((number for number, line in enumerate(lines) if _LENGTH.fullmatch(line)), -1)
    after = lines[length + 1 :]
    day = next((number for number, line in enumerate(after[:4]) if cut_moment(line)), None)
    if day is None:
        # In a language that is not read the day still follows the number of words; without one the outlet does.
        day = 0 if length >= 0 and re.search(r"\d{4}", " ".join(after[:1])) else -1
    dated = after[day] if day >= 0 else None
    rest = after[day + 1 :]
    clock = rest.pop(0) if rest and _CLOCK.fullmatch(rest[0]) else None
    return dated, clock, rest[0] if rest else None


def join_day_and_clock(dated, clock):
    """The moment in one, as exact as it is written.

    Parameters
    ----------
    dated, clock : str or None
        As "29 décembre 2011" and "15:32".

    Returns
    -------
    str or None
        What `features.reading.dates.parse_moment` reads; the day as written if it is none.

    Examples
    --------
    >>> join_day_and_clock("29 décembre 2011", "15:32"), join_day_and_clock("9 Januar 1993", None)
    ('2011-12-29 15:32:00', '1993-01-09')
    """
    day = cut_moment(dated or "")
    if day is None:
        return dated
    return (cut_moment(f"{day} {clock}") if clock and len(day) == 10 else None) or day
