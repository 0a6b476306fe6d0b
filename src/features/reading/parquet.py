"""Parquet: a row an article."""

import json
from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq

from features.reading import files, portions
from features.reading.field_names import check_columns
from features.reading.shapes import Plan, freeze, plan, read_planned

_BYTES_OF_A_PAGE = 2**20
_MARK, _GZIP_MARK = b"PAR1", b"\x1f\x8b"
_MOST_IN_ARCHIVES = 16 * files.MAX_PIECE_BYTES


def recognise(head, name):
    """Whether a file is Parquet.

    Parameters
    ----------
    head : bytes
        Its first bytes.
    name : str
        Its name; it says nothing here.

    Returns
    -------
    bool

    Examples
    --------
    >>> recognise(b"PAR1\\x15", ""), recognise(b"text", "a.parquet")
    (True, False)
    """
    return head.startswith(_MARK)


def read(source, *, not_after=None, columns=None):
    """Read a Parquet file.

    Parameters
    ----------
    source : files.Source
        The file.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.
    columns : dict of str to str, optional
        Meaning to the name of the column that holds it; see `field_names.find_fields`.

    Yields
    ------
    place : str
        "row 7", counted from 1, for each row; "row 8 and after" or "whole file" for what cannot be read at all.
    found : Article or ValueError
        The article, or why it is refused. Bad data never raises.

    Examples
    --------
    >>> from pathlib import Path; import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.parquet")
    ...     pq.write_table(pa.table({"text": ["It rained."]}), path)
    ...     [(place, article)] = read(files.Source(path, "a.parquet", "Wire"))
    >>> place, article.text, article.outlet
    ('row 1', 'It rained.', 'Wire')
    """
    for portion in split(source, columns=columns):
        yield from read_portion(portion, not_after=not_after, columns=columns)


def split(source, *, columns=None):
    """Cut a Parquet file into portions of rows, never holding more than one.

    Parameters
    ----------
    source : files.Source
        The file.
    columns : dict of str to str, optional
        As in `read`: a file that lacks one of them is refused as a whole.

    Yields
    ------
    Portion
        Of kind "rows"; what cannot be read at all is one of kind "pieces" that says why.
    """
    check_columns(columns)
    read_rows = 0
    trouble = None
    try:
        with _open(source) as stored:
            names = _needed(stored.schema_arrow, columns)[1]
            for batch in stored.iter_batches(_rows_at_once(stored.metadata), columns=names, use_threads=False):
                content = pa.BufferOutputStream()
                with pa.ipc.new_stream(content, batch.schema) as stream:
                    stream.write_batch(batch)
                content = content.getvalue().to_pybytes()
                yield portions.Portion("rows", source.name, source.folder, read_rows + 1, content, batch.num_rows)
                read_rows += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        place = f"row {read_rows + 1} and after" if read_rows else "whole file"
        trouble = place, f"expected a Parquet file, found one that is cut short or damaged: {str(error)[:200]}"
    except ValueError as reason:
        trouble = "whole file", str(reason)
    if trouble:
        yield portions.Portion("pieces", source.name, source.folder, read_rows + 1, json.dumps([trouble]).encode(), 1)


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
    with pa.ipc.open_stream(portion.content) as stream:
        planned, _ = _needed(stream.schema, columns)
        records = chain.from_iterable(map(_records, stream))
        for number, record in enumerate(records, start=portion.first):
            yield f"row {number}", _article(record, planned, portion.folder, not_after)


def _open(source):
    with source.open_packed() as stream:
        if stream.peek(2)[:2] == _GZIP_MARK:
            raise ValueError("a Parquet file is compressed inside; unpack the .gz around it")
        # It is read from its end: of an archive, all of it has to be in memory.
        content = stream.read(_MOST_IN_ARCHIVES + 1) if source.opener is not None else b""
    if len(content) > _MOST_IN_ARCHIVES:
        raise ValueError(f"a Parquet file of over {_MOST_IN_ARCHIVES >> 20} MiB in an archive; unpack the archive")
    stored = source.path if source.opener is None else pa.BufferReader(content)
    # Pages are read as they are needed: a row group may hold a million articles.
    return pq.ParquetFile(stored, buffer_size=_BYTES_OF_A_PAGE, pre_buffer=False)


def _rows_at_once(metadata):
    """As many as fit a portion by their average size; a file of long texts is read in shorter steps."""
    n_bytes = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    average = max(n_bytes / max(metadata.num_rows, 1), 1)
    return int(min(portions.PIECES_AT_ONCE, max(portions.BYTES_AT_ONCE // average, 1)))


def _records(batch):
    """The rows of a batch; in place of one that Python cannot hold (year 300,000, bytes that are no text) the reason."""
    try:
        names = batch.schema.names
        # Column by column: half the time of making every row on its own.
        values = [column.to_pylist() for column in batch.columns]
        return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    except (pa.ArrowException, ValueError, OverflowError, KeyError) as error:
        if batch.num_rows == 1:
            return [ValueError(f"the row holds a value that cannot be read: {str(error)[:200]}")]
        return [record for row in range(batch.num_rows) for record in _records(batch.slice(row, 1))]


def _article(record, planned, folder, not_after):
    if isinstance(record, ValueError):
        return record
    try:
        return read_planned(record, planned, folder, not_after=not_after)
    except ValueError as reason:
        return reason


def _needed(schema, columns):
    """How the rows are read, and the columns that are needed for it."""
    try:
        planned = plan(tuple(schema.names), freeze(columns))
    except ValueError as reason:
        raise ValueError(str(reason).replace("no field of text", "no column of text")) from None
    if planned.take_apart is not None:
        return planned, None
    fields = dict(planned.fields)
    for name in chain(*fields.values()):
        if schema.names.count(name) > 1:
            raise ValueError(f"two columns are called {name!r}; rename one")
    for meaning in ("text", "title"):
        names = fields.get(meaning, [])
        if names and not (of_text := [name for name in names if _holds_text(schema.field(name).type)]):
            raise ValueError(f"column {names[0]!r} should hold text, got {schema.field(names[0]).type}")
        if names:
            fields[meaning] = of_text
    return Plan(fields, None), list(chain(*fields.values()))


def _holds_text(kind):
    return (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_dictionary(kind)
        or pa.types.is_null(kind)
    )
