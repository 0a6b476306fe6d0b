"""How long functions take, the rows that say so, and where these are written."""

import gc
import json
import math
import os
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from threadpoolctl import threadpool_limits
from tqdm.auto import tqdm

COLUMNS = ("system", "measure", "value", "unit", "n", "seconds")
# The same function on the same machine repeats to about one percent: a fifth digit would be noise.
DIGITS = 4
# A million bytes, not 2**20: what "MB/s" means for disks and networks too.
MEGABYTE = 1e6


@dataclass(frozen=True)
class Timing:
    """What a function took.

    Attributes
    ----------
    seconds : float
        Wall time, median over the repeats.
    processor_seconds : float
        Processor time of the whole process, median over the repeats. Well below `seconds`, something else
        held the processor; above it, more than one core was used.
    """

    seconds: float
    processor_seconds: float


@contextmanager
def one_core():
    """Hold this process to one core: no threads in BLAS, OpenMP and Arrow, and pinned where the system can.

    Notes
    -----
    The pin is what makes it sure: a library that starts threads all the same shares the one core with itself.
    """
    computing, waiting = pa.cpu_count(), pa.io_thread_count()
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    if cores:
        os.sched_setaffinity(0, {max(cores)})
    try:
        with threadpool_limits(1):
            yield
    finally:
        if cores:
            os.sched_setaffinity(0, cores)
        pa.set_cpu_count(computing)
        pa.set_io_thread_count(waiting)


def time_in_turn(functions, repeats=3):
    """Time functions, each once in every round, so that a busy minute of the machine falls on all of them.

    Parameters
    ----------
    functions : dict of str to function
        Called without arguments; the names are for the progress bar.
    repeats : int
        Rounds. Three is the fewest whose median one disturbed round cannot move to itself.

    Returns
    -------
    dict of str to Timing
        What is freed after a call is not counted; garbage is collected before it.

    Examples
    --------
    >>> time_in_turn({"sum": lambda: sum(range(10))})["sum"].seconds < 1
    True
    """
    measured = {name: [] for name in functions}
    bar = tqdm(total=repeats * len(functions), unit="call", delay=2, disable=None)
    for _ in range(repeats):
        for name, function in functions.items():
            bar.set_description(name)
            measured[name].append(_time_once(function))
            bar.update()
    bar.close()
    return {name: Timing(*map(statistics.median, zip(*pairs, strict=True))) for name, pairs in measured.items()}


def _time_once(function):
    gc.collect()
    wall, processor = time.perf_counter(), time.process_time()
    kept = function()
    taken = time.perf_counter() - wall, time.process_time() - processor
    del kept
    return taken


def round_digits(number):
    """Round to the digits that a measurement has.

    Examples
    --------
    >>> round_digits(123456.0), round_digits(0.00123456), round_digits(0.0)
    (123500.0, 0.001235, 0.0)
    """
    return round(number, DIGITS - 1 - math.floor(math.log10(abs(number)))) if number else number


def make_row(system, measure, value, unit, n, seconds):
    """One result.

    Parameters
    ----------
    system, measure : str
        Who did what.
    value, unit : float, str
        How much of it.
    n : int
        Over how many articles or sentences.
    seconds : float
        Wall time that one call took.

    Returns
    -------
    dict
        With the keys `COLUMNS`, in this order; numbers rounded to the digits that they have.

    Examples
    --------
    >>> make_row("tidings", "words found", 12.3456, "MB/s", 10, 0.81)
    {'system': 'tidings', 'measure': 'words found', 'value': 12.35, 'unit': 'MB/s', 'n': 10, 'seconds': 0.81}
    """
    cells = (system, measure, round_digits(float(value)), unit, int(n), round_digits(float(seconds)))
    return dict(zip(COLUMNS, cells, strict=True))


def make_rate_rows(system, measure, seconds, amounts, n_bytes):
    """Rows of articles or sentences a second, one for each of `amounts` (what → how many), and of MB of UTF-8 a second."""
    n = next(iter(amounts.values()))
    return [
        *(
            make_row(system, measure, number / seconds, f"{what}/s", number, seconds)
            for what, number in amounts.items()
        ),
        make_row(system, measure, n_bytes / MEGABYTE / seconds, "MB/s", n, seconds),
    ]


def make_ratio_row(ours, theirs):
    """How many times as fast: the quotient of two rows' values; below 1, the peer is faster.

    Examples
    --------
    >>> ours = make_row("tidings", "words found", 50, "MB/s", 9, 2)
    >>> row = make_ratio_row(ours, make_row("Peer", "words found", 20, "MB/s", 9, 5))
    >>> row["measure"], row["value"], row["unit"]
    ('times Peer, words found', 2.5, 'times')
    """
    if ours["unit"] != theirs["unit"]:
        raise ValueError(f"a ratio needs one unit, got {ours['unit']!r} and {theirs['unit']!r}")
    return make_row(
        ours["system"],
        f"times {theirs['system']}, {ours['measure']}",
        ours["value"] / theirs["value"],
        "times",
        ours["n"],
        ours["seconds"],
    )


def format_table(rows):
    """The rows as aligned text: words to the left, numbers to the right.

    Examples
    --------
    >>> print(format_table([make_row("tidings", "words found", 1234.5, "sentences/s", 10000, 8.1)]))
    system   measure      value  unit              n  seconds
    tidings  words found  1,234  sentences/s  10,000      8.1
    """
    cells = [COLUMNS, *([_shown(row[column]) for column in COLUMNS] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    sides = ("<", "<", ">", "<", ">", ">")
    lines = (zip(line, sides, widths, strict=True) for line in cells)
    return "\n".join("  ".join(f"{cell:{side}{width}}" for cell, side, width in line) for line in lines)


def _shown(cell):
    if isinstance(cell, str):
        return cell
    return f"{cell:,.0f}" if abs(cell) >= 10 ** (DIGITS - 1) else f"{cell:g}"


def write_rows(rows, name, folder):
    """Write the rows to `folder`/`name`.json, whole or not at all, and return the path.

    Raises
    ------
    ValueError
        If a row has other keys than `COLUMNS`, or a number that JSON does not know.
    """
    for row in rows:
        if tuple(row) != COLUMNS:
            raise ValueError(f"a row has the keys {COLUMNS}, got {tuple(row)}")
    text = json.dumps(rows, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    path = Path(folder) / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".tmp")
    unfinished.write_text(text, encoding="utf-8")
    return unfinished.replace(path)


def read_rows(name, folder):
    """The rows that `write_rows` wrote."""
    return json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))
