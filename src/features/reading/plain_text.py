"""Text files: a moment, a byline, perhaps a headline, paragraphs."""

import re

from features.reading import files
from features.reading.dates import parse_moment
from features.reading.cleaning import clean
from features.reading.records import make_article

# After a date a byline is a name or two, a headline a line; a paragraph ends like a sentence.
_MAX_BYLINE_WORDS = 5
_MAX_HEADLINE_CHARACTERS = 160
_ENDS_LIKE_A_SENTENCE = re.compile(r"[.!?…:;,][”’\"')\]]*$")
# A headline may ask.
_ENDS_LIKE_A_STATEMENT = re.compile(r"[.!…:;,][”’\"')\]]*$")
_NOT_IN_A_NAME = re.compile(r"[\d,(\[]")

# A first line such as 06/03/2026 is a date, though it can be read in two ways; it is neither byline nor body.
_DATE_IN_NUMBERS = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[\sT,].{0,30})?")


def read(source, *, not_after=None):
    """Read the one article of a text file, plain or gzipped, UTF-8 or UTF-16 with its mark.

    A first line that is a moment is the date of publication; a short line after it the byline; a line without a full
    stop after either the headline; all else the body. Without such a first line the date is missing, for a date inside
    the body is not the date of publication; a byline is then only what begins with "By", or two to four words with
    capitals before a block that ends like a sentence, and without a byline there is no headline: the body begins.

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
        text = clean(files.decode(files.read_whole(source)))
        if not text.strip("\u200b\u200c\u200d\u2060 \n\t"):
            raise ValueError("expected an article, found an empty file")
        yield "whole file", _article(text, source.folder, not_after)
    except ValueError as reason:
        yield "whole file", reason


def _article(text, folder, not_after):
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    if "\n" in blocks[0] and _is_moment(blocks[0].split("\n", 1)[0]):
        # No blank lines between the head's parts: every line of the file is then a block of its own.
        blocks = [line.strip() for line in text.split("\n") if line.strip()]
    written = blocks[0] if "\n" not in blocks[0] and _is_moment(blocks[0]) else None
    dated = written is not None
    byline = title = None
    if dated:
        blocks = blocks[1:]
    if len(blocks) > 1 and _is_byline(blocks[0], dated, blocks[1]):
        byline, *blocks = blocks
    if len(blocks) > 1 and (dated or byline) and _is_headline(blocks[0]):
        title, *blocks = blocks
    return make_article(
        text="\n\n".join(blocks),
        title=title,
        outlet=None,
        folder=folder,
        written=written,
        authors=re.sub(r"^[Bb]y:?\s+", "", byline or ""),
        not_after=not_after,
    )


def _is_moment(line):
    try:
        parse_moment(line)
        return True
    except ValueError:
        return _DATE_IN_NUMBERS.fullmatch(line.strip()) is not None


def _is_byline(block, dated, next_block):
    words = block.split()
    if "\n" in block or _ENDS_LIKE_A_SENTENCE.search(block):
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
