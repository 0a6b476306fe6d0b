"""Exports of LexisNexis (Nexis) as HTML and as plain text: "1 of 166 DOCUMENTS"."""

import re
from itertools import pairwise
from typing import NamedTuple

from lxml import etree, html

from features.reading.dates import cut_moment
from features.reading.encodings import decode
from features.reading.press_labels import BODY, FOOTER, HEADER, count_body, is_rights_line, make_parts, split_label

# As the pages in English, German, French, Spanish, Italian, Portuguese and Dutch have it.
_OF = r"\d[\d.,]*\s+(?:of|von|de|di|van|sur|su)\s+\d[\d.,]*"
_BLANK = r"[ \t\xa0\xc2\ufeff]*"
_MARK = rf"(?:{_OF}\s+DO[CK]UMENT(?:S|E|EN|OS|I|O)?|DO[CK]UMENT[EO]?\s+{_OF})"
# The older form. Other databases have it too, so that the words below it must be those of Nexis.
_OLDER_MARK = rf"Do[ck]ument[eo]?\s+{_OF}"
_MARK_BLOCK = re.compile(rf"{_BLANK}(?:{_MARK}|{_OLDER_MARK}){_BLANK}")
_IN_TEXT = re.compile(rf"(?m)^{_BLANK}{_MARK}{_BLANK}\r?$")
_OLDER_IN_TEXT = re.compile(rf"(?m)^{_BLANK}{_OLDER_MARK}{_BLANK}\r?$")
_LENGTH = re.compile(r"(?m)(?:^|>)\s*L(?:ENGTH|.{1,2}NGE|AENGE|ONGUEUR|ONGITUD|UNGHEZZA|ENGTE):")
_OLDER_IN_HTML = re.compile(rf">\s*{_OLDER_MARK}\s*<")
_IN_HTML = re.compile(rf">\s*{_MARK}\s*<|<DOCFULL>")
# What all of them have, found many times faster.
_HINT = re.compile(rb"DO[CK]UMENT|DOCFULL|Do[ck]ument[eo]?\s+\d")
_LOOKS_LIKE_HTML = re.compile(rb"<(?:html|body|div|p|span)\b", re.IGNORECASE)
_CENTRED_CLASS = re.compile(r"\.(\w+)\s*\{[^}]*text-align:\s*center", re.IGNORECASE)
# The plain text is set in lines of 78 signs; what is centred has many blanks before it.
_CENTRED_BLANKS = 8
# Blank to whoever splits words; in a headline it is where the line below the headline begins.
_LINE_BREAK = "\u2028"
_BLANK_LINES = re.compile(r"\n(?:[ \t\u00a0\f]*\n)+")


class _Block(NamedTuple):
    text: str
    centred: bool


def recognise(head, name):
    """Whether a document is an export of Nexis as HTML or text.

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
    >>> recognise(b"\\r\\n              1 of 2 DOCUMENTS\\r\\n", "export.txt"), recognise(b"<p>1 of 2 documents</p>", "a.html")
    (True, False)
    """
    head = head.replace(b"\0", b"")
    if _HINT.search(head) is None:
        return False
    text = head.decode("latin-1")
    is_html = _LOOKS_LIKE_HTML.search(head[:4096])
    marked, older = (_IN_HTML, _OLDER_IN_HTML) if is_html else (_IN_TEXT, _OLDER_IN_TEXT)
    return bool(marked.search(text) or (older.search(text) and _LENGTH.search(text)))


def read_document(document):
    """Read the articles of an export of Nexis.

    Parameters
    ----------
    document : features.reading.documents.Document
        What `recognise` knows.

    Yields
    ------
    place : str
        "document 3": counted from 1 as they stand in the file.
    parts : features.reading.documents.Parts or ValueError
        What was found, or why nothing was.

    Examples
    --------
    >>> from features.reading.documents import Document
    >>> export = b"1 of 1 DOCUMENTS\\n\\n   The Tarn Courier\\n\\n   June 17, 1995\\n\\nRain\\n\\nLENGTH: 2 words\\n\\nIt rained."
    >>> [(place, parts)] = read_document(Document(export))
    >>> place, parts.outlet, parts.written, parts.title, parts.text
    ('document 1', 'The Tarn Courier', '1995-06-17', 'Rain', 'It rained.')
    """
    try:
        text, flags = decode(document.content, document.charset)
        blocks = _blocks_of_html(text) if _LOOKS_LIKE_HTML.search(document.content[:4096]) else _blocks_of_text(text)
    except ValueError as reason:
        yield "", reason
        return
    starts = [number for number, block in enumerate(blocks) if _MARK_BLOCK.fullmatch(block.text)]
    if not starts:
        yield (
            "",
            ValueError(
                "expected documents under lines as '1 of 9 DOCUMENTS', found none; export them from Nexis again"
            ),
        )
        return
    for number, (start, end) in enumerate(pairwise([*starts, len(blocks)]), start=1):
        place = f"document {number}"
        parts = _parts(blocks[start + 1 : end], flags)
        yield place, parts if parts.text or parts.title else ValueError("expected a headline or a body, found neither")
    first, last, of = _count([blocks[start].text for start in starts])
    if len(starts) < of - first + 1:
        yield (
            f"after document {len(starts)}",
            ValueError(
                f"the file says that it holds documents {first} to {of}, found {len(starts)}, the last of them {last}: it is cut "
                "short or damaged; export the others again"
            ),
        )


def _count(marks):
    """The numbers of the first and the last document that are there, and of the last that there should be."""
    numbers = [
        [int(re.sub("[.,]", "", number)) for number in re.findall(r"\d[\d.,]{0,9}", mark)]
        for mark in (marks[0], marks[-1])
    ]
    return numbers[0][0], numbers[1][0], numbers[1][-1]


def _blocks_of_text(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [
        _Block(block.strip(), len(block) - len(block.lstrip(" \t\u00a0")) >= _CENTRED_BLANKS)
        for block in _BLANK_LINES.split(text.strip("\n"))
        if block.strip()
    ]


def _blocks_of_html(text):
    centred = set(_CENTRED_CLASS.findall(text[:65536]))
    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.LxmlError, ValueError) as error:
        raise ValueError(f"expected HTML, found what cannot be read as such ({error}); export it again") from None
    blocks = []
    for element in root.iter("p", "pre", "tr", "li"):
        if next(element.iterancestors("p", "pre", "tr", "li"), None) is not None:
            continue
        for line_break in element.iter("br"):
            line_break.tail = _LINE_BREAK + (line_break.tail or "")
        if words := "".join(element.itertext()).replace("\u00a0", " ").strip():
            classes = {element.get("class"), *(parent.get("class") for parent in element.iterancestors("div"))}
            blocks.append(_Block(words, bool(classes & centred)))
    return blocks


def _parts(blocks, flags):
    first_label = next((n for n, block in enumerate(blocks) if split_label(block.text, capitals=True)[0]), None)
    if first_label is None:
        first_label = _after_title(blocks)
    named, body = _split_labels(blocks[first_label:])
    outlet, dated, title = _head(blocks[:first_label])
    return make_parts(
        title=_join_headlines(named.get("title") or title or ""),
        outlet=outlet,
        dated=dated,
        authors=named.get("byline"),
        paragraphs=body,
        flags=flags,
    )


def _join_headlines(title):
    """As Lexis itself joins them in its Word documents."""
    lines = (" ".join(line.split()).rstrip("; ") for line in title.split(_LINE_BREAK))
    return "; ".join(filter(None, lines))


def _after_title(blocks):
    """Where the body begins in a document without labels: after the first block that is not centred."""
    return next((n + 1 for n, block in enumerate(blocks) if not block.centred), len(blocks))


def _head(blocks):
    """Outlet, date and title: they stand above the labels, the first two in the middle of the line."""
    blocks = [block for block in blocks if not is_rights_line(block.text)]
    day = next((n for n, block in enumerate(blocks) if cut_moment(block.text)), None)
    if day is None:
        # Without a day that can be read, the date is what stands in the middle below the outlet.
        centred = [block.text for block in blocks if block.centred]
        rest = [block.text for block in blocks if not block.centred] or centred[2:]
        return (centred or [None])[0], (centred[1:2] or [None])[0], " ".join(rest[-1:]) or None
    outlet = blocks[day - 1].text if day else None
    after = [block for block in blocks[day + 1 :] if not block.centred] or blocks[day + 1 :]
    return outlet, blocks[day].text, after[0].text if after else None


def _split_labels(blocks):
    """What is said under the labels above the body, and the paragraphs of the body."""
    named: dict[str, str] = {}
    start = 0
    for number, block in enumerate(blocks):
        label, value = split_label(block.text, capitals=True)
        if label in BODY:
            blocks = [*blocks[:number], _Block(value, False), *blocks[number + 1 :]]
            start = number
            break
        if label is None or (label in FOOTER and label not in HEADER):
            start = number
            break
        named.setdefault(HEADER[label], value)
        start = number + 1
    body = [block.text for block in blocks[start:]]
    return named, body[: count_body(body, capitals=True)]
