"""Text files whose first lines name the parts of an article: SOURCE, TITLE, AUTHOR, PUBLISHED and others, in any order."""

import re

from features.reading.documents import Parts

# What stands before the colon, and which part of an article it names; None for what is passed over.
_NAMES = {
    "source": "outlet",
    "outlet": "outlet",
    "publication": "outlet",
    "newspaper": "outlet",
    "publisher": "outlet",
    "title": "title",
    "headline": "title",
    "author": "authors",
    "authors": "authors",
    "byline": "authors",
    "by": "authors",
    "published": "written",
    "publication date": "written",
    "pub date": "written",
    "date": "written",
    "url": "url",
    "link": "url",
    "location": None,
    "place": None,
    "section": None,
    "language": None,
    "id": None,
    "subject": None,
    "keywords": None,
    "tags": None,
    "words": None,
    "length": None,
}
_LINE = re.compile(rf"\s*({'|'.join(map(re.escape, _NAMES))})\s*:[^\S\n]*(.*)", re.IGNORECASE)
_TEXT = re.compile(r"\s*(?:text|body|content|article)\s*:[^\S\n]*(.*)", re.IGNORECASE)
# Two may be the beginning of a conversation, but not with these names.
_FEWEST = 2
# Longer than any head; what comes later is text.
_MOST_LINES = 40


def find_parts(text):
    """Take the parts of an article from the lines that name them.

    Parameters
    ----------
    text : str
        All of a file, with newlines of one kind.

    Returns
    -------
    Parts or None
        None unless the first line that is not blank names a part, and another one behind it does. A line without a name that
        stands directly between two that have one belongs to the first of them.

    Examples
    --------
    >>> parts = find_parts("SOURCE: Tarn Courier\\nTITLE: Rain\\nPUBLISHED: 2014/01/20\\n\\nIt rained.\\n")
    >>> parts.outlet, parts.title, parts.written, parts.text
    ('Tarn Courier', 'Rain', '2014/01/20', 'It rained.')
    """
    lines = text.lstrip().split("\n")
    if not _LINE.fullmatch(lines[0]):
        return None
    found, n_named, body = _read_head(lines)
    if n_named < _FEWEST:
        return None
    return Parts(
        "\n".join(lines[body:]).strip(),
        found.get("title"),
        found.get("outlet"),
        found.get("written"),
        found.get("authors"),
        found.get("url"),
    )


def _read_head(lines):
    """The parts by their names, how many lines named one, and the number of the line with which the text begins."""
    found: dict[str | None, str] = {}
    n_named = body = 0
    part = None
    for number, line in enumerate(lines[:_MOST_LINES]):
        if not line.strip():
            continue
        if match := _LINE.fullmatch(line):
            part = _NAMES[match[1].lower()]
            found.setdefault(part, match[2].strip())
            n_named, body = n_named + 1, number + 1
        elif match := _TEXT.fullmatch(line):
            lines[number] = match[1]
            return found, n_named, number
        elif number == body and _goes_on(lines, number, found.get(part)):
            found[part] = f"{found[part]} {line.strip()}".strip()
            body = number + 1
        else:
            break
    return found, n_named, body


def _goes_on(lines, number, value):
    """Whether a line without a name is the rest of the one before it: nothing stands there yet, or a named one follows."""
    behind = lines[number + 1] if number + 1 < len(lines) else ""
    return value == "" or (bool(behind.strip()) and _LINE.fullmatch(behind) is not None)
