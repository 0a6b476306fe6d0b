"""Parquet: a row an article."""

import pyarrow as pa
import pyarrow.parquet as pq

from features.reading import files
from features.reading.records import find_fields, read_record

_ROWS_AT_ONCE = 2_000


def read(source, *, not_after=None):
    """Yield (place, article or reason) for each row, and one for what cannot be read at all."""
    read_rows = 0
    try:
        files.open_bytes(source.path).close()
        with pq.ParquetFile(source.path) as stored:
            fields = _fields(stored.schema_arrow)
            for batch in stored.iter_batches(_ROWS_AT_ONCE, columns=list(fields.values())):
                for record in batch.to_pylist():
                    read_rows += 1
                    try:
                        yield f"row {read_rows}", read_record(record, fields, source.folder, not_after=not_after)
                    except ValueError as reason:
                        yield f"row {read_rows}", reason
    except (pa.ArrowException, OSError) as error:
        place = f"row {read_rows + 1} and after" if read_rows else "whole file"
        yield place, ValueError(f"expected a Parquet file, found one that is cut short or damaged: {str(error)[:200]}")
    except ValueError as reason:
        yield "whole file", reason


def _fields(schema):
    fields = find_fields(schema.names)
    if "text" not in fields and "title" not in fields:
        raise ValueError(f"no column of text: expected one called text, content or body; found {schema.names[:12]}")
    for meaning in ("text", "title"):
        if meaning in fields:
            kind = schema.field(fields[meaning]).type
            if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
                    or pa.types.is_dictionary(kind) or pa.types.is_null(kind)):
                raise ValueError(f"column {fields[meaning]!r} should hold text, got {kind}")
    return fields
