"""Exports of Lexis (Nexis Uni, Lexis+) as Word documents: title, source, day, "Body", "End of Document"."""

import io
import re
import zipfile
import zlib
from typing import NamedTuple

from lxml import etree

from features.reading.dates import cut_moment
from features.reading.press_labels import BODY, HEADER, count_body, is_rights_line, make_parts, split_label

# A book of a million words is some 30 MB of WordprocessingML; deflate reaches 1:1000 only on what was made to.
MOST_BYTES = 64 * 2**20
MOST_RATIO = 200
_MAIN_PART = re.compile(r"word/document\d*\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Office may write the same names under the address that ISO 29500 gives them.
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_END = re.compile(
    r"end of document|ende des dokuments|fin (?:du|de) document[eo]?|fin del documento|fine (?:del )?documento"
    r"|fim do documento|einde van (?:het )?document",
    re.IGNORECASE,
)
# Headings below the body, as Lexis has them in the languages of its pages.
_BELOW = frozenset(
    "classification graphic graphics notes klassifizierung grafik clasificación classificação classificazione".split()
)
_ABSTRACT, _FULL_TEXT = "ABSTRACT", "FULL TEXT"
_NO_LEXIS = "expected documents of Lexis that end with 'End of Document', found none; export them again, or save it as plain text"


class _Line(NamedTuple):
    text: str
    label: str | None
    value: str


def recognise(head, name):
    """Whether a document is a Word document of the kind that Lexis exports.

    Parameters
    ----------
    head : bytes
        The first 64 KB of it.
    name : str
        Its file name: a ZIP archive that is named .docx is taken for one.

    Returns
    -------
    bool

    Examples
    --------
    >>> recognise(b"PK\\x03\\x04", "export.DOCX"), recognise(b"PK\\x03\\x04", "export.zip")
    (True, False)
    """
    return head.startswith(b"PK\x03\x04") and (name.lower().endswith(".docx") or b"word/document.xml" in head)


def read_document(document):
    """Read the articles of a Word document that Lexis exported.

    Parameters
    ----------
    document : features.reading.documents.Document
        What `recognise` knows.

    Yields
    ------
    place : str
        "document 3": counted from 1 as they stand in the file; the list of titles on the cover is none.
    parts : features.reading.documents.Parts or ValueError
        What was found, or why nothing was.

    Examples
    --------
    >>> from features.reading.documents import Document
    >>> [(place, reason)] = read_document(Document(b"PK\\x03\\x04 and no more", "export.docx"))
    >>> print(reason)
    expected a Word document, found a file that is none or is cut off (File is not a zip file); export it again
    """
    try:
        lines = _paragraphs(document.content)
    except ValueError as reason:
        yield "", reason
        return
    number = 0
    for segment, is_whole in _segments(lines):
        number += 1
        parts = _parts(segment, () if is_whole else ("cut short",))
        yield (
            f"document {number}",
            parts if parts.text or parts.title else ValueError("expected a headline or a body, found neither"),
        )
    if not number:
        yield "", ValueError(_NO_LEXIS)


def _paragraphs(content):
    """The text of each paragraph of the main part, whose size is looked at before it is inflated."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            name = next(filter(_MAIN_PART.fullmatch, archive.namelist()), None)
            if name is None:
                raise ValueError(
                    "expected a Word document, found an archive without word/document.xml; export it again"
                )
            member = archive.getinfo(name)
            _refuse_bomb(member)
            xml = archive.read(member)
        return _texts(xml)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, etree.LxmlError) as error:
        raise ValueError(
            f"expected a Word document, found a file that is none or is cut off ({error}); export it again"
        ) from None


def _refuse_bomb(member):
    # Reading stops at the size that is written there, so that a false one gains nothing.
    if member.file_size > MOST_BYTES:
        raise ValueError(
            f"expected at most {MOST_BYTES >> 20} MiB of text in a Word document, found {member.file_size >> 20}; "
            "export fewer articles at once"
        )
    if member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise ValueError(
            f"expected text that inflates {MOST_RATIO} times at most, found {member.compress_size} bytes that claim to be "
            f"{member.file_size}; no real document does that"
        )


def _texts(xml):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(xml, parser)
    texts = []
    for paragraph in root.iter(_W + "p", _STRICT_W + "p"):
        # A paragraph of a text box stands within another; its words come with that one.
        if next(paragraph.iterancestors(paragraph.tag), None) is None:
            texts.append("".join(map(_signs, paragraph.iter())))
    return texts


def _signs(element):
    match etree.QName(element).localname if isinstance(element.tag, str) else "":
        case "t":
            return element.text or ""
        case "tab":
            return "\t" if element.getparent().tag.endswith("}r") else ""
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
    return ""


def _segments(paragraphs):
    """The lines of each document that are not blank, and whether its end is there."""
    lines: list[_Line] = []
    for paragraph in paragraphs:
        text = paragraph.replace("\u00a0", " ").strip()
        if _END.fullmatch(text):
            if lines:
                yield lines, True
            lines = []
        elif text:
            lines.append(_Line(text, *split_label(text, capitals=False)))
    if any(line.label == "length" or _is_body(line) for line in lines):
        yield lines, False


def _is_body(line):
    return line.text.lower() in BODY


def _parts(lines, flags):
    body = next((n for n, line in enumerate(lines) if _is_body(line)), None)
    labels = [n for n, line in enumerate(lines[:body]) if line.label in HEADER and line.label not in ("url", "source")]
    if body is None:
        # No body: what stands below the labels is the classification.
        header, below = (lines[: labels[-1] + 1] if labels else lines), []
    else:
        header, below = lines[:body], lines[body + 1 :]
    title, outlet, dated = _head(header)
    named = {HEADER[line.label]: line.value for line in reversed(header) if line.label in HEADER}
    paragraphs, is_abstract = _body(below)
    return make_parts(
        title=title,
        outlet=outlet,
        dated=dated,
        authors=named.get("byline"),
        paragraphs=paragraphs,
        flags=(*flags, "summary only") if is_abstract else flags,
    )


def _head(header):
    """Title, outlet and date: the last three lines above the labels; a cover may stand before them."""
    day = next((n for n in reversed(range(len(header))) if cut_moment(header[n].text)), None)
    if day is not None:
        above = [line.text for line in header[max(0, day - 2) : day]]
        return (above[-2] if len(above) > 1 else None), (above[-1] if above else None), header[day].text
    end = next((n for n, line in enumerate(header) if is_rights_line(line.text)), None)
    if end is None:
        end = next((n for n, line in enumerate(header) if line.label == "length"), len(header))
    above = [line.text for line in header[:end] if line.label is None]
    return (above[-2] if len(above) > 1 else (above or [None])[0]), (above[-1] if len(above) > 1 else None), None


def _body(lines):
    end = next((n for n, line in enumerate(lines) if line.text.lower() in _BELOW), len(lines))
    end = count_body([line.text for line in lines[:end]], capitals=False)
    texts = [line.text for line in lines[:end]]
    if _FULL_TEXT in texts[:40] and texts[0] == _ABSTRACT:
        return texts[texts.index(_FULL_TEXT) + 1 :], False
    is_abstract = texts[:1] == [_ABSTRACT]
    return texts[is_abstract:], is_abstract
