"""Time and memory of Tidings beside its peers, in one run. The parts:

  steps      each step on the real articles, on one core
  growth     seconds, memory and exponent over 1,000, 10,000 and 100,000 made articles, each system apart
  length     what a word costs in short and in long articles
  startup    the first start after an installation, and later ones

The articles of growth and length are made from the sentences of the real ones. Every peer is an extra: one that is
not installed is said and left out. The figures are drawn from the rows.
"""

import argparse
import tempfile
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from platform import machine, python_version

from benchmarks import drawing
from benchmarks.corpus import choose_paths, read_corpus
from benchmarks.growth import LIMIT_SECONDS, SIZES, measure_growth
from benchmarks.length import measure_length
from benchmarks.measuring import one_core
from benchmarks.resampling import make_pool
from benchmarks.startup import measure_startup
from benchmarks.steps import measure_steps
from benchmarks.systems import SYSTEMS

PARTS = ("steps", "growth", "length", "startup")


def describe():
    """One line for the list of benchmarks."""
    return "how much time and memory, beside peers"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART", help="only these (default: all)"
    )
    parser.add_argument(
        "--articles",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="files or folders of articles (default: those in ../shared, else the sample)",
    )
    parser.add_argument("--limit", type=_positive, metavar="N", help="only the N earliest articles")
    parser.add_argument(
        "--repeats", type=_positive, default=3, metavar="N", help="rounds, whose median counts (default: 3)"
    )
    growth = parser.add_argument_group("growth")
    growth.add_argument(
        "--sizes", nargs="+", type=_positive, default=list(SIZES), metavar="N", help="numbers of articles"
    )
    growth.add_argument(
        "--larger", nargs="+", type=_positive, default=[], metavar="N", help="more of them, for ours alone"
    )
    growth.add_argument(
        "--systems",
        nargs="+",
        choices=[system.name for system in SYSTEMS],
        default=[system.name for system in SYSTEMS],
        metavar="NAME",
        help=f"of {', '.join(system.name for system in SYSTEMS)} (default: all)",
    )
    growth.add_argument(
        "--limit-seconds",
        type=_positive,
        default=LIMIT_SECONDS,
        metavar="S",
        help=f"a peer is stopped after so many at a size (default: {LIMIT_SECONDS})",
    )
    growth.add_argument("--seed", type=int, default=0, metavar="N", help="of the made articles (default: 0)")


def measure(options):
    """Measure the parts asked for.

    Parameters
    ----------
    options : argparse.Namespace
        As `add_options` adds them.

    Returns
    -------
    list of dict
        The rows of all parts, in the order of `PARTS`.
    """
    paths, said = choose_paths(options.articles)
    print(f"articles   {said}")
    print(f"machine    {cpu_count()} cores of {machine()}, Python {python_version()}, tidings {version('tidings')}")
    rows = []
    with read_corpus(paths, options.limit) as (articles, paths):
        if "steps" in options.parts:
            rows += measure_steps(articles, paths, options.repeats)
        pool = make_pool(articles) if {"growth", "length"} & {*options.parts} else None
        del articles
        if "growth" in options.parts:
            rows += _measure_growth(pool, options)
        if "length" in options.parts:
            with one_core():
                rows += measure_length(pool.sentences, options.repeats, options.limit_seconds)
    if "startup" in options.parts:
        rows += measure_startup(options.repeats)
    return rows


def _measure_growth(pool, options):
    systems = [system for system in SYSTEMS if system.name in options.systems]
    with tempfile.TemporaryDirectory() as scratch:
        return measure_growth(
            pool, systems, options.sizes, options.larger, options.limit_seconds, Path(scratch), options.seed
        )


def draw(rows, folder):
    """Draw the figures that the rows allow, and return the paths of the files."""
    return drawing.draw_figures(rows, folder)


def _positive(text):
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, got {text!r}")
    return number
