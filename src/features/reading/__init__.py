"""Files of articles, in any supported format, to one table of articles and one of what was refused."""

import re
from datetime import UTC, datetime, timedelta

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from tqdm import tqdm

from features import tables
from features.reading import delimited, files, json_lines, parquet, plain_text
from features.reading.partitions import Partition, Partitions, read_partition, read_source
from features.reading.seen import SeenFiles

__all__ = [
    "READERS",
    "SAME_ARTICLE",
    "Partition",
    "Partitions",
    "SeenFiles",
    "collect_partition",
    "name_reason",
    "read_articles",
    "split_articles",
    "tabulate_partition",
]

READERS = {
    ".txt": plain_text,
    ".text": plain_text,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".csv": delimited,
    ".tsv": delimited,
    ".parquet": parquet,
}
# A date that is refused because of the day on which it is read: see `features.reading.dates`.
_OF_TODAY = re.compile(r"lies in the future$|'[1-9][0-9]{9}(?:[0-9]{3})?' is no date")
# The place of the first one stands behind it.
SAME_ARTICLE = "the same article as "


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
    return "the same article again" if reason.startswith(SAME_ARTICLE) else reason


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
    not_after = _latest(not_after)
    sources = _sources(paths)
    collected = Collected()
    for source in tqdm(sources, "reading", unit="file", delay=2, disable=not progress):
        for place, found in read_source(source, READERS, not_after=not_after):
            collected.add(source.name, place, found)
    return collected.articles(), collected.refusals()


def split_articles(paths, *, not_after=None, seen=None):
    """Cut the files under `paths` into partitions, to be read one by one.

    Parameters
    ----------
    paths : str, Path or list of them
        As in `read_articles`.
    not_after : datetime, optional
        As in `read_articles`.
    seen : SeenFiles, optional
        What is known of files that have not changed.

    Returns
    -------
    Partitions
        In the order of the files’ names; never more than one is held.

    Raises
    ------
    FileNotFoundError, ValueError
        As `read_articles` does.

    Examples
    --------
    >>> from pathlib import Path; import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "wire.jsonl").write_text('{"text": "It rained."}')
    ...     [partition] = split_articles(folder)
    >>> len(tabulate_partition(partition)[0])
    1
    """
    return Partitions(_sources(paths), READERS, not_after=_latest(not_after), seen=seen)


def tabulate_partition(partition, *, not_after=None):
    """Read one partition.

    Parameters
    ----------
    partition : Partition
        As `split_articles` gives it.
    not_after : datetime, optional
        As in `read_articles`.

    Returns
    -------
    articles, rejected : DataFrame
        As `read_articles` gives them, of this partition alone.

    Examples
    --------
    >>> from features.reading.portions import Portion
    >>> articles, rejected = tabulate_partition(Partition((Portion("lines", "a.jsonl", None, 1, b'{"text": "Rain."}', 1),)))
    >>> articles.text.tolist(), len(rejected)
    (['Rain.'], 0)
    """
    collected = collect_partition(partition, not_after=not_after)
    return collected.articles(), collected.refusals()


def collect_partition(partition, *, not_after=None):
    """Read one partition, and keep what `tabulate_partition` makes its tables of.

    Parameters
    ----------
    partition : Partition
        As `split_articles` gives it.
    not_after : datetime, optional
        As in `read_articles`.

    Returns
    -------
    Collected
        All its pieces.
    """
    collected = Collected()
    for name, place, found in read_partition(partition, not_after=_latest(not_after)):
        collected.add(name, place, found)
    return collected


def _sources(paths):
    if isinstance(paths, str) or not hasattr(paths, "__iter__"):
        paths = [paths]
    return files.find_files(paths)[0]


def _latest(not_after):
    not_after = not_after or datetime.now(UTC) + timedelta(days=1)
    if not_after.tzinfo is None:
        raise ValueError(f"not_after {not_after} has no time zone; give one, as in datetime(..., tzinfo=UTC)")
    return not_after


class Collected:
    """What was read so far: every piece is kept or refused, none is lost.

    Attributes
    ----------
    depends_on_today : bool
        Whether a date was refused that on a later day would not be.
    """

    def __init__(self):
        self.depends_on_today = False
        self._kept, self._refused = [], []
        self._first_met: dict[str, str] = {}

    def add(self, name, place, found):
        """Take one piece.

        Parameters
        ----------
        name, place : str
            The file, and where in it.
        found : Article or ValueError
            The article, or why it is refused.
        """
        if isinstance(found, Exception):
            self._refused.append((name, place, str(found)))
            return
        self.depends_on_today |= found.published is None and bool(_OF_TODAY.search(found.published_note))
        article_id = found.article_id
        if article_id in self._first_met:
            self._refused.append((name, place, SAME_ARTICLE + self._first_met[article_id]))
            return
        self._first_met[article_id] = f"{name}, {place}"
        self._kept.append(_row(article_id, found, name, place))

    def articles(self):
        """Those that were kept.

        Returns
        -------
        DataFrame, one row per article
            Table ARTICLES, in the order of moment and identity.
        """
        if not self._kept:
            return tables.empty(tables.ARTICLES)
        columns = zip(*self._kept, strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, tables.ARTICLES, strict=True)]
        table = pa.Table.from_arrays(arrays, schema=tables.ARTICLES)
        order = pc.sort_indices(table, [("published", "ascending"), ("article_id", "ascending")])
        return tables.check(table.take(order).to_pandas(), tables.ARTICLES)

    def refusals(self):
        """Those that were refused.

        Returns
        -------
        DataFrame, one row per piece that was refused
            Table REJECTED, in the order of the files.
        """
        table = pd.DataFrame(self._refused, columns=tables.REJECTED.names)
        ordered = table.sort_values(["file", "place"], kind="stable", ignore_index=True)
        return tables.check(ordered, tables.REJECTED) if len(table) else tables.empty(tables.REJECTED)


def _row(article_id, article, file, place):
    return (
        article_id,
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
