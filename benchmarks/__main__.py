"""The command line: python -m benchmarks NAME."""

import argparse
import sys
from pathlib import Path

from benchmarks import copies, events, pages, reading, sentences, sentiment, speed, topics
from benchmarks.corpus import PROJECT
from benchmarks.measuring import format_table, read_rows, write_rows

BENCHMARKS = {
    "speed": speed,
    "sentences": sentences,
    "reading": reading,
    "pages": pages,
    "copies": copies,
    "events": events,
    "sentiment": sentiment,
    "topics": topics,
}
DONE, WRONG_ARGUMENTS = 0, 2


def main(arguments=None) -> int:
    """Run one benchmark, print its table, write its JSON, and return an exit code."""
    options = _parser().parse_args(arguments)
    module = BENCHMARKS[options.name]
    try:
        rows = read_rows(options.name, options.out) if options.redraw else module.measure(options)
    except (FileNotFoundError, NotADirectoryError, PermissionError, ValueError) as problem:
        print(f"benchmarks: {problem}", file=sys.stderr)
        return WRONG_ARGUMENTS
    print(f"\n{format_table(rows)}\n")
    written = [] if options.redraw else [write_rows(rows, options.name, options.out)]
    for path in [*written, *module.draw(rows, options.out)]:
        print(f"written    {_shown(path)}")
    return DONE


def _shown(path):
    path = path.resolve()
    return path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure Tidings beside its peers, and write reports/benchmarks/NAME.json and figures.",
        epilog="python -m benchmarks NAME --help says more. Exit codes: 0 measured, 2 wrong arguments.",
    )
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME", title="benchmarks")
    for name, module in BENCHMARKS.items():
        command = names.add_parser(
            name,
            help=module.describe(),
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_options(command)
        command.add_argument(
            "--out",
            type=Path,
            default=PROJECT / "reports" / "benchmarks",
            metavar="DIR",
            help=f"folder for {name}.json and figures (default: reports/benchmarks)",
        )
        command.add_argument(
            "--redraw", action="store_true", help=f"measure nothing: draw the figures of {name}.json again"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
