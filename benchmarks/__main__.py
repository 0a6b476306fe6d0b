"""The command line: python -m benchmarks NAME."""

import argparse
import sys
from pathlib import Path

from benchmarks import speed
from benchmarks.corpus import PROJECT
from benchmarks.measuring import format_table, write_rows

BENCHMARKS = {"speed": speed}
DONE, WRONG_ARGUMENTS = 0, 2


def main(arguments=None) -> int:
    """Run one benchmark, print its table, write its JSON, and return an exit code."""
    options = _parser().parse_args(arguments)
    try:
        rows = BENCHMARKS[options.name].measure(options)
    except (FileNotFoundError, NotADirectoryError, PermissionError, ValueError) as problem:
        print(f"benchmarks: {problem}", file=sys.stderr)
        return WRONG_ARGUMENTS
    print(f"\n{format_table(rows)}\n")
    path = write_rows(rows, options.name, options.out).resolve()
    print(f"written    {path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path}")
    return DONE


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure Tidings beside its peers, and write reports/benchmarks/NAME.json.",
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
            help=f"folder for {name}.json (default: reports/benchmarks)",
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
