"""JSON Lines: one article a line."""

import json

from features.reading import files
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
    number = 0
    try:
        for number, line in files.read_lines(source.path):
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield f"line {number}", _article(line, source.folder, not_after)
    except files.Unreadable as reason:
        yield f"line {number + 1} and after" if number else "whole file", reason


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
