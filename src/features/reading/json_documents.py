"""JSON files: one article, an array of articles, an object that holds such an array, or several of these one after the other."""

import json

from features.reading import json_lines, portions
from features.reading.encodings import name_wide
from features.reading.field_names import check_columns
from features.reading.json_objects import find_objects

_BLANK = b"\xef\xbb\xbf \t\r\n"


def recognise(head, name):
    """Whether a file is JSON.

    Parameters
    ----------
    head : bytes
        Its first bytes.
    name : str
        Its name.

    Returns
    -------
    bool
        If it begins like an object or an array of something.

    Examples
    --------
    >>> recognise(b'[{"text": "It rained."}]', "a.txt"), recognise(b"[Tarn] It rained.", "a.txt")
    (True, False)
    """
    if encoding := name_wide(head):
        head = head.decode(encoding, "ignore").encode()
    head = head.lstrip(_BLANK)
    behind = head[1:].lstrip(_BLANK)[:1]
    return (head.startswith(b"{") and behind in (b'"', b"}")) or (
        head.startswith(b"[") and (behind in (b"{", b"[", b"]") or name.lower().endswith((".json", ".json.gz")))
    )


def read(source, *, not_after=None, columns=None):
    """Read a JSON file, plain or gzipped.

    Parameters
    ----------
    source : files.Source
        The file.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.
    columns : dict of str to str, optional
        Meaning to the name of the field that holds it; see `field_names.find_fields`.

    Yields
    ------
    place : str
        "item 3", counted from 1; "whole file" for one object; "item 4 and after" for what cannot be read at all.
    found : Article or ValueError
        The article, or why it is refused. Bad data never raises.

    Examples
    --------
    >>> from pathlib import Path; import tempfile
    >>> from features.reading.files import Source
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.json")
    ...     _ = path.write_text('{"status": "ok", "articles": [{"text": "It rained."}, {"text": "It')
    ...     found = list(read(Source(path, "a.json", "Wire")))
    >>> [(place, getattr(article, "text", str(article))) for place, article in found]
    [('item 1', 'It rained.'), ('item 2 and after', 'the file is cut short: expected JSON, found unterminated string')]
    """
    for portion in split(source, columns=columns):
        yield from read_portion(portion, not_after=not_after, columns=columns)


def split(source, *, columns=None):
    """Cut a JSON file into portions of whole articles, never holding more than one.

    Parameters
    ----------
    source : files.Source
        The file.
    columns : dict of str to str, optional
        As in `read`; with it, nothing is known of the fields but what it says.

    Yields
    ------
    Portion
        Of kind "items": an article a line, numbered from 1, or 0 for a file that is one article; what cannot be read at all
        is one of kind "pieces" that says why.
    """
    check_columns(columns)
    held: list[bytes] = []
    number = n_bytes = 0
    trouble = None
    try:
        for number, raw in _number(find_objects(source, columns)):
            if held and (len(held) == portions.PIECES_AT_ONCE or n_bytes + len(raw) > portions.BYTES_AT_ONCE):
                yield _items(source, number - len(held), held)
                held, n_bytes = [], 0
            # Newlines stand between values only: in a string they are written \\n.
            held.append(raw.replace(b"\n", b" "))
            n_bytes += len(raw)
    except ValueError as reason:
        trouble = [[f"item {number + 1} and after" if number else "whole file", str(reason)]]
    if held:
        yield _items(source, number - len(held) + 1 if number else 0, held)
    if trouble:
        yield portions.Portion("pieces", source.name, source.folder, number + 1, json.dumps(trouble).encode(), 1)


def read_portion(portion, *, not_after=None, columns=None):
    """Read articles that were cut from a file.

    Parameters
    ----------
    portion : portions.Portion
        As `split` gives it.
    not_after : datetime, optional
        As in `read`.
    columns : dict of str to str, optional
        As in `read`.

    Yields
    ------
    place : str
        As in `read`.
    found : Article or ValueError
        As in `read`.
    """
    for place, found in json_lines.read_portion(portion, not_after=not_after, columns=columns):
        if portion.kind == "items":
            yield place.replace("line", "item") if portion.first else "whole file", found
        else:
            yield place, found


def _items(source, first, held):
    return portions.Portion("items", source.name, source.folder, first, b"\n".join(held), len(held))


def _number(found):
    """The articles with their numbers from 1; 0 for a file that is nothing but one object."""
    number, waiting = 0, None
    try:
        for raw, alone in found:
            if waiting is not None:
                yield 1, waiting
                waiting = None
            number += 1
            if number == 1 and alone:
                waiting = raw
            else:
                yield number, raw
    except ValueError:
        # What stands behind it is damaged: then it is the first item of a file, and not the file.
        if waiting is not None:
            yield 1, waiting
        raise
    if waiting is not None:
        yield 0, waiting
