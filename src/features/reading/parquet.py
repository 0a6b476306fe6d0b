"""Parquet: a row an article."""

from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq

from features.reading import files
from features.reading.records import find_fields, parse_record

_ROWS_AT_ONCE = 2_000


def read(source, *, not_after=None):
    """Read a Parquet file.

    Parameters
    ----------
    source : files.Source
        The file.
    not_after : datetime, optional
        With its zone; later dates are taken as missing, with that reason.

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
    read_rows = 0
    try:
        if source.path.suffix.lower() == ".gz":
            raise ValueError("a Parquet file is compressed inside; unpack the .gz around it")
        files.open_bytes(source.path).close()
        with pq.ParquetFile(source.path) as stored:
            fields = _fields(stored.schema_arrow)
            for batch in stored.iter_batches(_ROWS_AT_ONCE, columns=list(chain(*fields.values()))):
                for record in _records(batch):
                    read_rows += 1
                    yield f"row {read_rows}", _article(record, fields, source.folder, not_after)
    except (pa.ArrowException, OSError) as error:
        place = f"row {read_rows + 1} and after" if read_rows else "whole file"
        yield place, ValueError(f"expected a Parquet file, found one that is cut short or damaged: {str(error)[:200]}")
    except ValueError as reason:
        yield "whole file", reason


def _records(batch):
    """The rows of a batch; in place of one that Python cannot hold (year 300,000, bytes that are no text) the reason."""
    try:
        return batch.to_pylist()
    except (pa.ArrowException, ValueError, OverflowError, KeyError) as error:
        if batch.num_rows == 1:
            return [ValueError(f"the row holds a value that cannot be read: {str(error)[:200]}")]
        return [record for row in range(batch.num_rows) for record in _records(batch.slice(row, 1))]


def _article(record, fields, folder, not_after):
    if isinstance(record, ValueError):
        return record
    try:
        return parse_record(record, fields, folder, not_after=not_after)
    except ValueError as reason:
        return reason


def _fields(schema):
    fields = find_fields(schema.names)
    for name in chain(*fields.values()):
        if schema.names.count(name) > 1:
            raise ValueError(f"two columns are called {name!r}; rename one")
    if "text" not in fields and "title" not in fields:
        raise ValueError(f"no column of text: expected one called text, content or body; found {schema.names[:12]}")
    for meaning in ("text", "title"):
        names = fields.get(meaning, [])
        if names and not (of_text := [name for name in names if _holds_text(schema.field(name).type)]):
            raise ValueError(f"column {names[0]!r} should hold text, got {schema.field(names[0]).type}")
        if names:
            fields[meaning] = of_text
    return fields


def _holds_text(kind):
    return (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_dictionary(kind)
        or pa.types.is_null(kind)
    )
