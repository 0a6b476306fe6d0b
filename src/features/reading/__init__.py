"""Files of articles, in any supported format, to one table of articles and one of what was refused."""

from datetime import UTC, datetime, timedelta

import pandas as pd
from tqdm import tqdm

from features import tables
from features.reading import delimited, files, json_lines, parquet, plain_text

__all__ = ["READERS", "name_reason", "read_articles"]

READERS = {
    ".txt": plain_text.read,
    ".text": plain_text.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".parquet": parquet.read,
}
_SAME_ARTICLE = "the same article as "


def name_reason(reason):
    """The kind of a reason, for counting: copies of different articles are refused for one reason.

    Parameters
    ----------
    reason : str
        As in the table REJECTED.

    Returns
    -------
    str
        The reason without the place of the first copy; any other reason as it is.

    Examples
    --------
    >>> name_reason("the same article as a.jsonl, line 1"), name_reason("no reader for '.zip'")
    ('the same article again', "no reader for '.zip'")
    """
    return "the same article again" if reason.startswith(_SAME_ARTICLE) else reason


def read_articles(paths, *, not_after=None, progress=False):
    """Read every article under `paths`, and list what could not be read with the reason.

    Parameters
    ----------
    paths : str, Path or list of them
        Files, or folders that are searched to the bottom. `.parquet`, and plain or gzipped `.txt`, `.jsonl`,
        `.csv`, `.tsv`.
    not_after : datetime, optional
        With its zone. Dates after it are taken as missing, with that reason. Default: a day from now, for no article is
        published later than tomorrow.
    progress : bool
        Show a progress bar when it takes longer than two seconds.

    Returns
    -------
    articles : DataFrame, one row per article
        Table ARTICLES, in the order of moment and identity, whatever the order of the files.
    rejected : DataFrame, one row per piece that was refused
        Table REJECTED. An article met a second time is refused with the place of the first. A folder that cannot be
        searched is refused with the place "whole folder".

    Raises
    ------
    FileNotFoundError, ValueError
        If a path does not exist, none is given, or `not_after` has no time zone. Bad data never raises.

    Examples
    --------
    >>> from pathlib import Path; import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "wire.jsonl").write_text('{"text": "It rained.", "outlet": "Wire"}\\n{"outlet": "Wire"}\\n')
    ...     articles, rejected = read_articles(folder)
    >>> articles.text.tolist(), rejected.place.tolist()
    (['It rained.'], ['line 2'])
    """
    if isinstance(paths, str) or not hasattr(paths, "__iter__"):
        paths = [paths]
    not_after = not_after or datetime.now(UTC) + timedelta(days=1)
    if not_after.tzinfo is None:
        raise ValueError(f"not_after {not_after} has no time zone; give one, as in datetime(..., tzinfo=UTC)")
    sources, _ = files.find_files(paths)
    kept, rejected, n_read = [], [], 0
    first_met: dict[str, str] = {}
    for source in tqdm(sources, "reading", unit="file", delay=2, disable=not progress):
        for place, found in _read_pieces(source, not_after):
            n_read += 1
            if isinstance(found, Exception):
                rejected.append((source.name, place, str(found)))
            elif found.article_id in first_met:
                rejected.append((source.name, place, _SAME_ARTICLE + first_met[found.article_id]))
            else:
                first_met[found.article_id] = f"{source.name}, {place}"
                kept.append(_row(found, source.name, place))
    if n_read != len(kept) + len(rejected):
        raise AssertionError(f"{n_read} pieces were read, but {len(kept)} kept and {len(rejected)} rejected")
    return (
        _ordered(pd.DataFrame(kept, columns=tables.ARTICLES.names), tables.ARTICLES, ["published", "article_id"]),
        _ordered(pd.DataFrame(rejected, columns=tables.REJECTED.names), tables.REJECTED, ["file", "place"]),
    )


def _read_pieces(source, not_after):
    if source.trouble is not None:
        yield "whole folder", source.trouble
        return
    reader = READERS.get(source.suffix)
    if reader is None:
        yield (
            "whole file",
            ValueError(
                f"no reader for {source.suffix or 'a name without ending'!r}; "
                f"Tidings reads {', '.join(READERS)}, plain or .gz"
            ),
        )
        return
    yield from reader(source, not_after=not_after)


def _row(article, file, place):
    return (
        article.article_id,
        article.outlet,
        article.outlet_from,
        article.published,
        article.precision,
        article.offset_minutes,
        article.published_note,
        article.authors,
        article.title,
        article.url,
        article.text,
        file,
        place,
    )


def _ordered(table, schema, key):
    if not len(table):
        return tables.empty(schema)
    if schema is tables.ARTICLES:
        table = table.assign(
            published=pd.to_datetime(table["published"], utc=True).astype("datetime64[s, UTC]"),
            offset_minutes=table["offset_minutes"].astype("Int16"),
        )
    return tables.check(table.sort_values(key, kind="stable", ignore_index=True), schema)
