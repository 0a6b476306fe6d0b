"""CSV and its kin: a row an article, the first row the names."""

import csv
import io

from features.reading import files
from features.reading.records import find_fields, parse_record

_DELIMITERS = ",;\t|"


def read(source, *, not_after=None):
    """Read a file of rows, plain or gzipped, UTF-8.

    All values are read as text: an author called Null and an id of 001 stay what they are. The delimiter is the one
    of comma, semicolon, tab and bar that is most frequent in the first line.

    Parameters
    ----------
    source : files.Source
        The file; its first line holds the names of the columns.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.

    Yields
    ------
    place : str
        "line 7", the line on which a row begins, counted from 1, for each row that is not blank; "line 8 and after" or
        "whole file" for what cannot be read at all.
    found : Article or ValueError
        The article, or why it is refused. Bad data never raises.

    Examples
    --------
    >>> from pathlib import Path; import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.csv")
    ...     _ = path.write_text("id;text\\n001;It rained.\\n")
    ...     [(place, article)] = read(files.Source(path, "a.csv", "Wire"))
    >>> place, article.text, article.outlet
    ('line 2', 'It rained.', 'Wire')
    """
    csv.field_size_limit(files.MAX_PIECE_BYTES)
    lines = _Lines(source)
    header = next(lines, "")
    if not header.strip():
        if lines.trouble:
            yield "whole file", lines.trouble
        else:
            yield "whole file", ValueError("expected a first line with the names of the columns, found an empty one")
        return
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter, strict=True))]
        fields = _fields(names)
    except (csv.Error, ValueError) as reason:
        yield "whole file", ValueError(str(reason))
        return
    yield from _rows(lines, delimiter, names, fields, source.folder, not_after)


def _rows(lines, delimiter, names, fields, folder, not_after):
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        first = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            if lines.trouble is not None:
                break
            yield (
                f"line {first}",
                ValueError(
                    f"the row that begins here cannot be read ({error}): a quotation mark "
                    "may not be closed; what it swallowed, up to the next row read, is not "
                    "in the tables"
                ),
            )
            continue
        if not any(map(str.strip, row)):
            continue
        yield f"line {first}", _article(row, names, fields, folder, not_after)
    if lines.trouble is not None:
        yield f"line {first} and after", lines.trouble


def _fields(names):
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise ValueError(f"two columns are called {repeated[0]!r}; rename one")
    fields = find_fields(names)
    if "text" not in fields and "title" not in fields:
        raise ValueError(f"no column of text: expected one called text, content or body; found {names[:12]}")
    return fields


def _article(row, names, fields, folder, not_after):
    if len(row) != len(names):
        return ValueError(f"expected {len(names)} values as in the first line, found {len(row)}")
    try:
        return parse_record(dict(zip(names, row, strict=True)), fields, folder, not_after=not_after)
    except ValueError as reason:
        return reason


class _Lines(io.TextIOBase):
    """The decoded lines of a file, for `csv`; what ends them early is kept in `trouble` instead of being raised."""

    def __init__(self, source):
        self._lines = files.read_lines(source)
        self.number, self.trouble = 0, None

    def __next__(self):
        if self.trouble is not None:
            raise StopIteration
        try:
            number, line = next(self._lines)
            decoded = files.decode(line)
        except files.Unreadable as reason:
            self.trouble = reason
            raise StopIteration from None
        self.number = number
        return decoded.replace("\x00", "")
