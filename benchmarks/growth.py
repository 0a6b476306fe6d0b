"""How time and memory grow with the number of articles, ours beside the peers.

Each system does its work on the same made articles in a process of its own: wall time, processor time of all its
processes, the most memory they hold together, and the exponent e of time = c · articles^e. Ours goes from files to
every table on disk and so does the most; a peer does its one thing, with reading, splitting and loading of models
left out of its time. A peer is stopped at a limit; its row then says how far it came, and how the seconds were
extrapolated.
"""

import math
from dataclasses import dataclass

import numpy as np

from benchmarks.measuring import MEGABYTE, make_row
from benchmarks.ours import OURS
from benchmarks.processes import run_apart
from benchmarks.resampling import write_corpus

SIZES = (1_000, 10_000, 100_000)
LIMIT_SECONDS = 900
EXTRAPOLATED = ", extrapolated"
AT_LEAST = ", at least"
EXPONENT = "growth exponent"
# An estimate may be wrong by this factor before a start in vain costs more than what it would teach.
HOPELESS = 1.5


@dataclass(frozen=True)
class Point:
    """Seconds for a number of articles; `how` says how they were had when they were not measured to the end."""

    n: int
    seconds: float
    how: str = ""


def fit_exponent(points):
    """The exponent e of seconds = c · articles^e, by least squares on logarithms.

    Parameters
    ----------
    points : list of Point
        At least two sizes.

    Returns
    -------
    float

    Examples
    --------
    >>> round(fit_exponent([Point(10, 1.0), Point(100, 100.0)]), 6)
    2.0
    """
    logarithms = np.log([[point.n, point.seconds] for point in points])
    return float(np.polyfit(logarithms[:, 0], logarithms[:, 1], 1)[0])


def extrapolate(measured, n):
    """Seconds for more articles than were measured.

    Parameters
    ----------
    measured : list of Point
        Measured to the end, smaller ones first; at least one.
    n : int
        For how many articles.

    Returns
    -------
    Point
        On the straight line through the last two sizes, or in proportion where there is one. A power of the number
        would take what every start costs for slow growth, and promise too little.

    Examples
    --------
    >>> extrapolate([Point(100, 12.0), Point(200, 14.0)], 1000).seconds
    30.0
    """
    last = measured[-1]
    if len(measured) == 1:
        return Point(n, last.seconds * n / last.n, f"in proportion from {last.n:,} articles")
    before = measured[-2]
    slope = (last.seconds - before.seconds) / (last.n - before.n)
    how = f"in a straight line from {before.n:,} and {last.n:,} articles"
    return Point(n, last.seconds + slope * (n - last.n), how)


def measure_growth(pool, systems, sizes, larger, limit, scratch, seed=0, run=run_apart):
    """Measure systems on growing corpora.

    Parameters
    ----------
    pool : benchmarks.resampling.Pool
        What the articles are made of.
    systems : list of benchmarks.systems.System
        Those whose modules are missing are said and left out.
    sizes, larger : list of int
        Numbers of articles; the larger ones are for ours alone.
    limit : float
        Seconds after which a peer is stopped.
    scratch : Path
        Folder for the articles.
    seed : int
        Of the articles.
    run : function
        As `benchmarks.processes.run_apart`.

    Returns
    -------
    list of dict
        Rows: for each system and size the seconds, processor seconds and memory, and for each system exponents.
    """
    written, rows = {}, []
    for system in systems:
        if system.missing:
            print(f"missing    {system.name}: no module {', '.join(system.missing)}")
            continue
        for_it = sorted({*sizes, *(larger if system.name == OURS else ())})
        for_it = sorted({*for_it, *(size for size in system.more_sizes if size < for_it[-1])})
        for n in for_it:
            if n not in written:
                written[n] = write_corpus(pool, n, scratch / str(n), seed)
        if system.name == OURS:
            # What is compiled at the first start after an installation is for `benchmarks.startup` to measure.
            run(system.work, written[for_it[0]], limit=None)
        rows += _measure_system(system, for_it, written, None if system.name == OURS else limit, run)
    return rows


def _measure_system(system, sizes, written, limit, run):
    rows, measured = [], []
    for n in sizes:
        if limit and measured and extrapolate(measured, n).seconds > HOPELESS * limit:
            point, usage = extrapolate(measured, n), None
            rows.append(_extrapolated_row(system, point, f"not started with a limit of {limit:g} s", 0.0))
        else:
            try:
                usage = run(system.work, written[n], limit=limit)
            except RuntimeError as problem:
                if system.name == OURS:
                    raise
                print(f"failed     {system.name}, {n:,} articles: {problem}")
                continue
            if usage.stopped:
                rows.append(_stopped_row(system, n, usage, measured, limit))
            else:
                measured.append(Point(n, usage.seconds))
                rows.append(make_row(system.name, system.measure, usage.seconds, "s", n, usage.seconds))
                rows.append(_usage_row(system, "processor time", usage.processor_seconds, "s", n, usage))
            if usage.peak_bytes:
                held = "most memory held" + (" until stopped" if usage.stopped else "")
                rows.append(_usage_row(system, held, usage.peak_bytes / MEGABYTE, "MB", n, usage))
        _say(rows, n)
    return rows + _exponent_rows(system, measured)


def _say(rows, n):
    # On the way, since a run takes an hour.
    for row in rows:
        if row["n"] == n and row["unit"] in ("s", "MB"):
            print(f"{n:>9,}  {row['system']}: {row['measure']}: {row['value']:,} {row['unit']}", flush=True)


def _usage_row(system, what, value, unit, n, usage):
    return make_row(system.name, f"{system.measure}, {what}", value, unit, n, usage.seconds)


def _stopped_row(system, n, usage, measured, limit):
    stopped = f"stopped at {limit:g} s"
    if usage.n_done:
        point = Point(n, usage.seconds * n / usage.n_done, f"in proportion from {usage.n_done:,} articles")
    elif measured:
        point = extrapolate(measured, n)
    else:
        return make_row(system.name, f"{system.measure}{AT_LEAST} ({stopped})", usage.seconds, "s", n, usage.seconds)
    return _extrapolated_row(system, point, stopped, usage.seconds)


def _extrapolated_row(system, point, why, seconds):
    measure = f"{system.measure}{EXTRAPOLATED} {point.how} ({why})"
    return make_row(system.name, measure, point.seconds, "s", point.n, seconds)


def _exponent_rows(system, measured):
    """Over all sizes, and over the last two, where what every start costs weighs least."""
    spans = {(part[0].n, part[-1].n): part for part in (measured, measured[-2:]) if len(part) > 1}
    return [
        make_row(
            system.name,
            f"{EXPONENT}, {system.measure}, {first:,} to {last:,} articles",
            fit_exponent(part),
            "exponent",
            last,
            math.fsum(point.seconds for point in part),
        )
        for (first, last), part in spans.items()
    ]
