"""CSV and its kin: a row an article, the first row the names."""

import csv
import io
import json
import re

import pyarrow as pa
import pyarrow.csv as pa_csv

from features.reading import encodings, files, portions, web_scraper
from features.reading.field_names import check_columns
from features.reading.row_boundaries import Rows
from features.reading.shapes import freeze, plan, read_planned

_DELIMITERS = ",;\t|"
# Excel writes the delimiter before everything else where it is not the one of the country.
_NAMED_DELIMITER = re.compile(r"\ufeff?\"?sep=[,;\t|]\"?\s*", re.IGNORECASE)
# Before the rows of a portion in which every quotation mark stands as it should.
_PLAIN = b"plain\n"
# A name of a column is a word or two; a first sentence with commas is no header.
_LONGEST_NAME = 60


def recognise(head, name):
    """Whether a file is a table of articles.

    Parameters
    ----------
    head : bytes
        Its first bytes.
    name : str
        Its name.

    Returns
    -------
    bool
        If its first line names columns, that of the text or title among them and another one that is known.

    Examples
    --------
    >>> recognise(b"date;title;text\\\\n2026-03-06;Rain;It rained.", "a.dat"), recognise(b"Rain, wind, text", "a.txt")
    (True, False)
    """
    try:
        lines = encodings.decode(head)[0].split("\n", 2)
        header = lines[1] if len(lines) > 1 and _NAMED_DELIMITER.fullmatch(lines[0]) else lines[0]
        names = _names(header, _find_delimiter(header))
        if len(names) < 2 or max(map(len, names)) > _LONGEST_NAME or header.lstrip().startswith(("<", "{", "[")):
            return False
        found = plan(tuple(names))
    except (ValueError, csv.Error):
        return False
    return found.take_apart is not None or len(found.fields) > 1


def read(source, *, not_after=None, columns=None):
    """Read a file of rows, plain or gzipped.

    All values are read as text: an author called Null and an id of 001 stay what they are. The delimiter is the one
    of comma, semicolon, tab and bar that is most frequent in the first line.

    Parameters
    ----------
    source : files.Source
        The file; its first line holds the names of the columns.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.
    columns : dict of str to str, optional
        Meaning to the name of the column that holds it; see `field_names.find_fields`.

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
    for portion in split(source, columns=columns):
        yield from read_portion(portion, not_after=not_after, columns=columns)


def split(source, *, columns=None):
    """Cut a file of rows into portions of whole rows, never holding more than one.

    Parameters
    ----------
    source : files.Source
        The file.
    columns : dict of str to str, optional
        As in `read`: a file that lacks one of them is refused as a whole.

    Yields
    ------
    Portion
        Of kind "csv": the line of names, and rows behind it. What cannot be read at all is one of kind "pieces" that says
        why.
    """
    check_columns(columns)
    rows = Rows(source)
    header = rows.take_line()
    if _NAMED_DELIMITER.fullmatch(header.decode("latin-1")):
        header = rows.take_line()
    try:
        if rows.trouble is not None and not header:
            raise rows.trouble
        names, delimiter, _ = _read_header(encodings.decode(header)[0], columns)
    except (csv.Error, ValueError) as reason:
        yield portions.Portion(
            "pieces", source.name, source.folder, 1, json.dumps([["whole file", str(reason)]]).encode(), 1
        )
        return
    for first, n_rows, content, is_plain in rows.cut(delimiter, whole=web_scraper.recognise(names)):
        mark = _PLAIN if is_plain else b""
        yield portions.Portion("csv", source.name, source.folder, first, mark + header + content, n_rows)
    if rows.trouble is not None:
        trouble = [[f"line {rows.number} and after", str(rows.trouble)]]
        yield portions.Portion("pieces", source.name, source.folder, rows.number, json.dumps(trouble).encode(), 1)


def read_portion(portion, *, not_after=None, columns=None):
    """Read rows that were cut from a file.

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
    csv.field_size_limit(files.MAX_PIECE_BYTES)
    content = portion.content.removeprefix(_PLAIN)
    header_ends = content.find(b"\n") + 1 or len(content)
    try:
        names, delimiter, planned = _read_header(encodings.decode(content[:header_ends])[0], columns)
    except (csv.Error, ValueError) as reason:
        yield "whole file", ValueError(str(reason))
        return
    cells = Cells(content)
    stored = None
    if content is not portion.content:
        stored = _read_at_once(pa.py_buffer(content)[header_ends:], delimiter, len(names), portion.n_pieces)
    if stored is not None:
        found = _records_of_columns(stored, names, portion.first)
    else:
        lines = io.BytesIO(content)
        lines.seek(header_ends)
        # As if it were Latin-1: cells are short, and decoded one by one where that is needed at all.
        rows = csv.reader(io.TextIOWrapper(lines, "latin-1", newline="\n"), delimiter=delimiter, strict=True)
        found = _records(rows, names, portion.first, cells)
    if web_scraper.recognise(names) and not columns:
        found = web_scraper.join_rows(found)
    for line, record in found:
        if isinstance(record, ValueError):
            yield f"line {line}", record
            continue
        try:
            article = read_planned(record, planned, portion.folder, not_after=not_after, flags=cells.flags)
        except ValueError as reason:
            yield f"line {line}", reason
        else:
            yield f"line {line}", article


def _read_at_once(rows, delimiter, n_columns, n_rows):
    """The columns of rows that are plain, by Arrow, in half the time; None where it does not find what was counted."""
    names = [str(number) for number in range(n_columns)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(rows),
            pa_csv.ReadOptions(use_threads=False, block_size=rows.size + 1, column_names=names),
            pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string()), null_values=[]),
        )
    except (pa.ArrowInvalid, pa.ArrowCapacityError):
        return None
    return [column.to_pylist() for column in table.columns] if table.num_rows == n_rows else None


def _records_of_columns(columns, names, line):
    """As `_records`: a row takes a line, and one more for each newline in its values."""
    for row in zip(*columns, strict=True):
        if any(map(str.strip, row)):
            yield line, dict(zip(names, row, strict=True))
        line += 1 + sum(cell.count("\n") for cell in row)


def _records(rows, names, first, cells):
    """The line on which each row begins, with its values by their names, or why it has none."""
    n_names = len(names)
    while True:
        line = first + rows.line_num
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                line,
                ValueError(
                    f"the row that begins here cannot be read ({error}): a quotation mark may not be closed; what it swallowed, up "
                    "to the next row read, is not in the tables"
                ),
            )
            continue
        if len(row) == n_names:
            if any(map(str.strip, row)):
                try:
                    yield line, dict(zip(names, cells.decode(row), strict=True))
                except ValueError as reason:
                    yield line, reason
        elif any(map(str.strip, row)):
            yield line, ValueError(f"expected {n_names} values as in the first line, found {len(row)}")


class Cells:
    """The cells of a stretch of a file, which were read as Latin-1, in the encoding that they have.

    Parameters
    ----------
    content : bytes
        The stretch.

    Attributes
    ----------
    flags : tuple of str
        What must be known of the last row.
    """

    def __init__(self, content):
        self.flags: tuple[str, ...] = ()
        self._content, self._encoding = content, None

    def decode(self, row):
        """Decode one row.

        Parameters
        ----------
        row : list of str
            As if it were Latin-1.

        Returns
        -------
        list of str
            As it is.

        Raises
        ------
        ValueError
            If a cell is no text.
        """
        self.flags = ()
        return [cell if cell.isascii() else self._decode(cell.encode("latin-1")) for cell in row]

    def _decode(self, cell):
        try:
            return cell.decode()
        except UnicodeDecodeError:
            self._encoding = self._encoding or encodings.guess_lines(self._content)
            text, flags = encodings.decode_as(cell, self._encoding)
            self.flags += flags
            return text


def _read_header(header, columns):
    """The names of the columns, the delimiter, and how the rows are read."""
    if not header.strip():
        raise ValueError("expected a first line with the names of the columns, found an empty one")
    delimiter = _find_delimiter(header)
    names = _names(header, delimiter)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise ValueError(f"two columns are called {repeated[0]!r}; rename one")
    try:
        return names, delimiter, plan(tuple(names), freeze(columns))
    except ValueError as reason:
        raise ValueError(str(reason).replace("no field of text", "no column of text")) from None


def _find_delimiter(header):
    return max(_DELIMITERS, key=header.count)


def _names(header, delimiter):
    return [name.strip() for name in next(csv.reader([header], delimiter=delimiter, strict=True))]
