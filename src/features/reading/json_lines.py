"""JSON Lines: one article a line."""

import json

from features.reading import files, portions
from features.reading.records import find_fields, parse_record


def read(source, *, not_after=None):
    """Read a file of JSON Lines, plain or gzipped, UTF-8.

    Parameters
    ----------
    source : files.Source
        The file.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.

    Yields
    ------
    place : str
        "line 7", counted from 1, for each line that is not blank; "line 8 and after" or "whole file" for what cannot be
        read at all.
    found : Article or ValueError
        The article, or why it is refused. Bad data never raises.

    Examples
    --------
    >>> from pathlib import Path; import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.jsonl")
    ...     _ = path.write_text('{"text": "It rained."}\\n')
    ...     [(place, article)] = read(files.Source(path, "a.jsonl", "Wire"))
    >>> place, article.text, article.outlet
    ('line 1', 'It rained.', 'Wire')
    """
    for portion in split(source):
        yield from read_portion(portion, not_after=not_after)


def split(source):
    """Cut a file of JSON Lines into portions of whole lines, never holding more than one.

    Parameters
    ----------
    source : files.Source
        The file.

    Yields
    ------
    Portion
        Of kind "lines"; what cannot be read at all is one of kind "pieces" that says why.
    """
    held: list[bytes] = []
    first, number, n_bytes = 1, 0, 0
    try:
        for number, line in files.read_lines(source):
            held.append(line)
            n_bytes += len(line)
            if len(held) == portions.PIECES_AT_ONCE or n_bytes > portions.BYTES_AT_ONCE:
                yield portions.Portion("lines", source.name, source.folder, first, b"".join(held), len(held))
                held, first, n_bytes = [], number + 1, 0
        trouble = None
    except files.Unreadable as reason:
        trouble = [[f"line {number + 1} and after" if number else "whole file", str(reason)]]
    if held:
        yield portions.Portion("lines", source.name, source.folder, first, b"".join(held), len(held))
    if trouble:
        yield portions.Portion("pieces", source.name, source.folder, number + 1, json.dumps(trouble).encode(), 1)


def read_portion(portion, *, not_after=None):
    """Read lines that were cut from a file.

    Parameters
    ----------
    portion : portions.Portion
        As `split` gives it.
    not_after : datetime, optional
        As in `read`.

    Yields
    ------
    place : str
        As in `read`.
    found : Article or ValueError
        As in `read`.
    """
    if portion.kind == "pieces":
        yield from ((place, ValueError(reason)) for place, reason in json.loads(portion.content))
        return
    for number, line in enumerate(portion.content.split(b"\n"), start=portion.first):
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield f"line {number}", _article(line, portion.folder, not_after)


def _article(line, folder, not_after):
    try:
        record = json.loads(files.decode(line))
        if not isinstance(record, dict):
            raise ValueError(f"expected one JSON object a line, got {type(record).__name__}")
        fields = find_fields(record)
        if "text" not in fields and "title" not in fields:
            raise ValueError(f"no field of text: expected one called text, content or body; found {list(record)[:12]}")
        return parse_record(record, fields, folder, not_after=not_after)
    except json.JSONDecodeError as error:
        return ValueError(f"expected one JSON object a line, found {error.msg.lower()} at character {error.pos}")
    except RecursionError:
        return ValueError("expected one JSON object a line, found arrays or objects nested too deep to be an article")
    except ValueError as reason:
        return reason
