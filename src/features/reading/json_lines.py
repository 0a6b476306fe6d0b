"""JSON Lines: one article a line."""

import json

import orjson

from features.reading import encodings, files, portions
from features.reading.field_names import check_columns
from features.reading.shapes import freeze, read_record

_BLANK = b"\xef\xbb\xbf \t\r\n"


def recognise(head, name):
    """Whether a file is JSON Lines.

    Parameters
    ----------
    head : bytes
        Its first bytes.
    name : str
        Its name.

    Returns
    -------
    bool
        If its first line is a whole JSON object and the next one begins like one; or it is called `.jsonl` and begins like
        one, or with a line that holds an array of no articles.

    Examples
    --------
    >>> recognise(b'{"text": "It rained."}\\n{"text": "It', "a.json"), recognise(b'{"articles": [', "a.json")
    (True, False)
    """
    head = head.lstrip(_BLANK)
    if not head.startswith((b"{", b"[")):
        return False
    first, _, rest = head.partition(b"\n")
    try:
        value = _load(first)
    except (ValueError, RecursionError):
        value = None
    if name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        # An array of articles is a JSON file, whatever it is called; an array of anything else is a line that is none.
        return head.startswith(b"{") or (isinstance(value, list) and not (value and isinstance(value[0], dict)))
    return isinstance(value, dict) and rest.lstrip(_BLANK).startswith(b"{")


def read(source, *, not_after=None, columns=None):
    """Read a file of JSON Lines, plain or gzipped.

    Parameters
    ----------
    source : files.Source
        The file.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.
    columns : dict of str to str, optional
        Meaning to the name of the field that holds it; see `field_names.find_fields`. A line without the field is refused,
        unless another line near it has it.

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
    for portion in split(source, columns=columns):
        yield from read_portion(portion, not_after=not_after, columns=columns)


def split(source, *, columns=None):
    """Cut a file of JSON Lines into portions of whole lines, never holding more than one.

    Parameters
    ----------
    source : files.Source
        The file.
    columns : dict of str to str, optional
        As in `read`; nothing depends on it here.

    Yields
    ------
    Portion
        Of kind "lines"; what cannot be read at all is one of kind "pieces" that says why.
    """
    check_columns(columns)
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


def read_portion(portion, *, not_after=None, columns=None):
    """Read lines that were cut from a file.

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
    if portion.kind == "pieces":
        yield from ((place, ValueError(reason)) for place, reason in json.loads(portion.content))
        return
    content, folder = portion.content, portion.folder
    columns = NamedFields(columns, content)
    encoding = None
    for number, line in enumerate(content.split(b"\n"), start=portion.first):
        try:
            record, flags = orjson.loads(line), ()
        except orjson.JSONDecodeError:
            if not line.strip(_BLANK):
                continue
            encoding = encoding or encodings.guess_lines(content)
            record, flags = _read_other(line, encoding)
        yield f"line {number}", read_object(record, folder, not_after=not_after, columns=columns, flags=flags)


class NamedFields:
    """The names of fields that were given for a stretch of records, not each of which need have all of them.

    Parameters
    ----------
    columns : dict of str to str or None
        As in `read`.
    content : bytes
        All of the stretch.
    """

    def __init__(self, columns, content):
        self._pairs = freeze(columns)
        self._met = {
            name
            for _, name in self._pairs
            if any(json.dumps(name, ensure_ascii=a).encode() in content for a in (True, False))
        }

    def of(self, record):
        """The names that count for one record.

        Parameters
        ----------
        record : dict
            Field name to value.

        Returns
        -------
        tuple of tuple
            As `shapes.freeze` gives it.
        """
        return tuple(
            (meaning, name if name in record or name not in self._met else None) for meaning, name in self._pairs
        )


def read_object(record, folder, *, not_after, columns, flags=()):
    """Make an article of what JSON held.

    Parameters
    ----------
    record : object
        What was read, or why it was not.
    folder : str or None
        As in `features.reading.records.parse_record`.
    not_after : datetime or None
        As in `read`.
    columns : NamedFields
        Of the stretch that it is from.
    flags : tuple of str
        What is known of it already.

    Returns
    -------
    Article or ValueError
    """
    if not isinstance(record, dict):
        return (
            record
            if isinstance(record, ValueError)
            else ValueError(f"expected one JSON object a line, got {type(record).__name__}")
        )
    try:
        return read_record(record, folder, not_after=not_after, columns=columns.of(record), flags=flags)
    except ValueError as reason:
        return reason


def _load(line):
    """What a line holds, also where `orjson` is stricter than most: half surrogates, NaN, integers of a hundred digits."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line.decode("utf-8-sig"))


def _read_other(line, encoding):
    """A line that is not plain JSON in UTF-8: what it holds, or why it cannot be read, and the flags."""
    try:
        text, flags = encodings.decode_as(line.lstrip(b"\xef\xbb\xbf"), encoding)
        return json.loads(text), flags
    except json.JSONDecodeError as error:
        return ValueError(f"expected one JSON object a line, found {error.msg.lower()} at character {error.pos}"), ()
    except RecursionError:
        return ValueError(
            "expected one JSON object a line, found arrays or objects nested too deep to be an article"
        ), ()
    except ValueError as reason:
        return reason, ()
