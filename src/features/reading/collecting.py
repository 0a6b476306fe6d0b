"""Files of articles, in any supported format, to one table of articles and one of what was refused."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from tqdm import tqdm

from features.reading import searching
from features.reading.collected import Collected
from features.reading.field_names import check_columns
from features.reading.partitions import Partitions, read_partition
from features.workers import in_order, open_workers

# Below so many bytes of text, which is about what one partition holds, another process would have nothing to do.
WORTH_PROCESSES = 16 * 2**20
# What compressed files of news grow to.
_EXPANSION = 3
_PACKED = (".gz", ".parquet", ".zip", ".tgz", ".docx")
# A page takes as long to read as so many bytes of records.
_BYTES_A_PAGE = 2**19
_PAGES = (".html", ".htm", ".xhtml")


def read_articles(paths, *, columns=None, not_after=None, progress=False, workers=None):
    """Read every article under `paths`, and list what could not be read with the reason.

    Parameters
    ----------
    paths : str, Path or list of them
        Files, or folders that are searched to the bottom, in any of `features.reading.formats.FORMATS`, also in archives.
    columns : dict of str to str, optional
        Names that the fields of records have, where they are unusual: `{"text": "Body", "outlet": "Paper"}`. The meanings are
        text, title, outlet, published, authors and url.
    not_after : datetime, optional
        With its zone. Dates after it are taken as missing, with that reason. Default: a day from now, for no article is
        published later than tomorrow.
    progress : bool
        Show a progress bar when it takes longer than two seconds.
    workers : int, optional
        Processes on this machine, this one among them; default: one per core, or none where the input is small.

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
        If a path does not exist, none is given, `not_after` has no time zone, or `columns` names no meaning. Bad data never raises.

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
    partitions = split_articles(paths, columns=columns, not_after=not_after)
    workers = 1 if workers is None and count_bytes(partitions.sources) < WORTH_PROCESSES else workers
    tasks = ((partitions.read(partition), not_after, columns) for partition in partitions)
    pieces, collected = [], Collected()
    with open_workers(workers) as pool, _bar(progress) as bar:
        for kept, refused in in_order(pool, _collect, tasks):
            pieces.append(kept)
            collected.refuse(refused)
            bar.update(len(kept))
        # Before the memory of the work is given back: what is new to the system takes three times as long.
        articles = collected.join(pieces)
    return articles, collected.refusals()


def _collect(partition, not_after, columns):
    """What is read of a partition, as it travels: its articles as Arrow holds them, and its refusals."""
    collected = collect_partition(partition, not_after=not_after, columns=columns)
    return collected.table(), collected.refused


def count_bytes(sources):
    """About how much there is to read, from the sizes of the files.

    Parameters
    ----------
    sources : list of files.Source
        As `features.reading.searching.find_files` lists them.

    Returns
    -------
    int
        Bytes, as if nothing were packed.
    """
    return sum(map(_size, sources))


def _size(source):
    if not source.path.is_file():
        return 0
    if source.suffix in _PAGES:
        return _BYTES_A_PAGE
    return source.path.stat().st_size * (_EXPANSION if source.path.suffix.lower() in _PACKED else 1)


def split_articles(paths, *, columns=None, not_after=None, seen=None):
    """Cut the files under `paths` into partitions, to be read one by one.

    Parameters
    ----------
    paths : str, Path or list of them
        As in `read_articles`.
    columns : dict of str to str, optional
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
    _latest(not_after)
    check_columns(columns)
    return Partitions(_sources(paths), columns=columns, seen=seen)


def tabulate_partition(partition, *, not_after=None, columns=None):
    """Read one partition.

    Parameters
    ----------
    partition : Partition
        As `split_articles` gives it.
    not_after : datetime, optional
        As in `read_articles`.
    columns : dict of str to str, optional
        As in `read_articles`.

    Returns
    -------
    articles, rejected : DataFrame
        As `read_articles` gives them, of this partition alone.

    Examples
    --------
    >>> from features.reading import Partition
    >>> from features.reading.portions import Portion
    >>> articles, rejected = tabulate_partition(Partition((Portion("lines", "a.jsonl", None, 1, b'{"text": "Rain."}', 1),)))
    >>> articles.text.tolist(), len(rejected)
    (['Rain.'], 0)
    """
    collected = collect_partition(partition, not_after=not_after, columns=columns)
    return collected.articles(), collected.refusals()


def collect_partition(partition, *, not_after=None, columns=None):
    """Read one partition, and keep what `tabulate_partition` makes its tables of.

    Parameters
    ----------
    partition : Partition
        As `split_articles` gives it.
    not_after : datetime, optional
        As in `read_articles`.
    columns : dict of str to str, optional
        As in `read_articles`.

    Returns
    -------
    Collected
        All its pieces.
    """
    collected = Collected()
    for name, place, found in read_partition(partition, not_after=_latest(not_after), columns=columns):
        collected.add(name, place, found)
    return collected


def _sources(paths):
    if isinstance(paths, str) or not hasattr(paths, "__iter__"):
        paths = [paths]
    return searching.find_files(paths)[0]


def _latest(not_after):
    not_after = not_after or datetime.now(UTC) + timedelta(days=1)
    if not_after.tzinfo is None:
        raise ValueError(f"not_after {not_after} has no time zone; give one, as in datetime(..., tzinfo=UTC)")
    return not_after


@contextmanager
def _bar(progress):
    with tqdm(desc="reading", unit="article", unit_scale=True, delay=2, disable=not progress) as bar:
        yield bar
