"""Text files: a moment, a byline, perhaps a headline, paragraphs."""

import re
from dataclasses import replace

from features.reading import encodings, files, header_lines
from features.reading.bylines import split_byline
from features.reading.cleaning import without_signs
from features.reading.dates import parse_moment
from features.reading.documents import Document, Parts
from features.reading.records import make_article_of

# After a date a byline is a name or two, a headline a line; a paragraph ends like a sentence.
_MAX_BYLINE_WORDS = 5
_MAX_HEADLINE_CHARACTERS = 160
_ENDS_LIKE_A_SENTENCE = re.compile(r"[.!?…:;,][”’\"')\]]*$")
# A headline may ask.
_ENDS_LIKE_A_STATEMENT = re.compile(r"[.!…:;,][”’\"')\]]*$")
_CLOCK_AT_THE_END = re.compile(
    r"(?:,|\s(?:à|um|a las|alle(?: ore)?|às|om|kl\.?|klo|o godz\.?|в|saat))\s*([01]?\d|2[0-3])\s?[h:.]\s?([0-5]\d)"
    r"(?:\s?(?:Uhr|h|uur))?$",
    re.IGNORECASE,
)
_ANYTHING = re.compile(r"[^\s\u200c\u200d]")
_NOT_IN_A_NAME = re.compile(r"[\d,(\[]")

# A first line such as 06/03/2026 is a date, though it can be read in two ways; it is neither byline nor body.
_DATE_IN_NUMBERS = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[\sT,].{0,30})?")


def recognise(head, name):
    """Whether a file is text.

    Parameters
    ----------
    head : bytes
        Its first bytes.
    name : str
        Its name; it says nothing here.

    Returns
    -------
    bool
        Whatever else it may be: this is asked last.

    Examples
    --------
    >>> recognise(b"It rained.", ""), recognise(b"\\x89PNG\\r\\n", "a.txt")
    (True, False)
    """
    try:
        encodings.decode(head)
        return True
    except files.Unreadable:
        return False


def read_document(document):
    """Read the one article of a text file, in whatever encoding.

    A file whose first lines name its parts is read by these names, as `header_lines.find_parts` does. Else a first line
    that is a moment is the date of publication; a short line after it the byline; a line without a full
    stop after either the headline; all else the body. Without such a first line the date is missing, for a date inside
    the body is not the date of publication; a byline is then only what begins with "By", or two to four words with
    capitals before a block that ends like a sentence, and without a byline there is no headline: the body begins.

    Parameters
    ----------
    document : documents.Document
        The file.

    Yields
    ------
    place : str
        Empty, once.
    found : Parts or ValueError
        The article, or why there is none.

    Examples
    --------
    >>> [(_, parts)] = read_document(Document(b"6 March 2026 19:42 (UTC+04:00)\\n\\nAna Lira\\n\\nIt rained, the Courier reports."))
    >>> parts.written, parts.authors, parts.text
    ('6 March 2026 19:42 (UTC+04:00)', 'Ana Lira', 'It rained, the Courier reports.')
    """
    try:
        text, flags = encodings.decode(document.content, document.charset)
        text, more = without_signs(text)
        if not _ANYTHING.search(text):
            raise ValueError("expected an article, found an empty file")
        parts = header_lines.find_parts(text) or _find_parts(text.strip())
        yield "", replace(parts, url=document.url or parts.url, flags=tuple(dict.fromkeys((*flags, *more))))
    except ValueError as reason:
        yield "", reason


def read(source, *, not_after=None):
    """Read the one article of a text file, plain or gzipped.

    Parameters
    ----------
    source : files.Source
        The file.
    not_after : datetime, optional
        With its zone; a later date is taken as missing, with that reason.

    Yields
    ------
    place : str
        "whole file", once.
    found : Article or ValueError
        The article, or why it is refused. Bad data never raises.

    Examples
    --------
    >>> from pathlib import Path; import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.txt")
    ...     _ = path.write_text("6 March 2026 19:42 (UTC+04:00)\\n\\nAna Lira\\n\\nIt rained, the Tarn Courier reports.")
    ...     [(place, article)] = read(files.Source(path, "a.txt", None))
    >>> place, article.authors, article.outlet, article.outlet_from
    ('whole file', 'Ana Lira', 'Tarn Courier', 'lead')
    """
    try:
        for _, found in read_document(Document(files.read_whole(source), source.name)):
            if isinstance(found, ValueError):
                raise found
            yield "whole file", make_article_of(found, source.folder, not_after=not_after)
    except ValueError as reason:
        yield "whole file", reason


def _find_parts(text):
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    if "\n" in blocks[0] and _is_moment(blocks[0].split("\n", 1)[0]):
        # No blank lines between the head's parts: every line of the file is then a block of its own.
        blocks = [line.strip() for line in text.split("\n") if line.strip()]
    written = None if "\n" in blocks[0] else _cut_clock(blocks[0]) or (blocks[0] if _is_moment(blocks[0]) else None)
    dated = written is not None
    byline = title = None
    if dated:
        blocks = blocks[1:]
    if len(blocks) > 1 and _is_byline(blocks[0], dated, blocks[1]):
        byline, *blocks = blocks
    if len(blocks) > 1 and (dated or byline) and _is_headline(blocks[0]):
        title, *blocks = blocks
    return Parts("\n\n".join(blocks), title, written=written, authors=re.sub(r"^[Bb]y:?\s+", "", byline or "") or None)


def _is_moment(line):
    try:
        parse_moment(line)
        return True
    except ValueError:
        return _cut_clock(line.strip()) is not None or _DATE_IN_NUMBERS.fullmatch(line.strip()) is not None


def _cut_clock(line):
    """A day and a clock time as French, German and others write it between them, in ISO 8601; None for any other line."""
    match = _CLOCK_AT_THE_END.search(line)
    if match is None:
        return None
    try:
        day = parse_moment(line[: match.start()])
    except ValueError:
        return None
    return f"{day.published.date()} {int(match[1]):02}:{match[2]}" if day.precision == "day" else None


def _is_byline(block, dated, next_block):
    words = block.split()
    if "\n" in block or _ENDS_LIKE_A_SENTENCE.search(block) or not split_byline(block):
        return False
    if words[0].lower() in ("by", "by:"):
        return len(words) <= 3 * _MAX_BYLINE_WORDS
    if dated:
        return len(words) <= _MAX_BYLINE_WORDS
    return (
        2 <= len(words) <= 4
        and all(word[0].isupper() for word in words)
        and not _NOT_IN_A_NAME.search(block)
        and _ENDS_LIKE_A_SENTENCE.search(next_block) is not None
    )


def _is_headline(block):
    return "\n" not in block and len(block) <= _MAX_HEADLINE_CHARACTERS and not _ENDS_LIKE_A_STATEMENT.search(block)
