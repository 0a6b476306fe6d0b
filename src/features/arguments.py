"""The arguments of the command line."""

import argparse
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

_EXIT_CODES = """exit codes:
  0  everything was read, or some pieces were rejected (they are listed in rejected.parquet)
  1  nothing usable: no article could be read, a notebook failed, or the report differs
  2  wrong arguments
  3  some pieces were rejected, and --strict was given
"""


def make_parser(commands_of):
    """Make the parser of all commands.

    Parameters
    ----------
    commands_of : dict of str to function
        What each command runs: takes the options, returns an exit code.

    Returns
    -------
    ArgumentParser
        Its options have the function as `run`.
    """
    parser = argparse.ArgumentParser(
        prog="python -m features",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_EXIT_CODES,
        description="Turn news articles into tables of sentiment and topic features, and these into a report.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build(commands, commands_of["build"])
    _add_report(commands, commands_of["report"])
    _add_verify(commands, commands_of["verify"])
    _add_train(commands, commands_of["train"])
    dictionary = commands.add_parser("dictionary", help="write the data dictionary into data/README.md")
    dictionary.add_argument("--out", default=PROJECT / "data" / "README.md", type=_path, metavar="FILE")
    dictionary.set_defaults(run=commands_of["dictionary"])
    return parser


def _add_build(commands, run):
    command = commands.add_parser(
        "build",
        help="read articles and write the tables as Parquet",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Read every file of articles under PATH (text, web pages, feeds, CSV, JSON, Parquet, exports of Nexis, Factiva\n"
        "and ProQuest, WARC; plain, .gz, or in zip and tar archives) and write the tables to DIR, one folder of Parquet\n"
        "files each. What an earlier build left in DIR/shards is taken up: unchanged input is not worked on again, and a\n"
        "build that was ended goes on.",
    )
    _add_articles(command)
    command.add_argument("--out", required=True, type=_path, metavar="DIR", help="folder for the tables")
    command.set_defaults(run=run)


def _add_report(commands, run):
    command = commands.add_parser(
        "report",
        help="build the tables, execute the notebooks, write figures and pages",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Make a report of the articles under PATH in DIR: DIR/reports/index.html, with\n"
        "DIR/notebooks and DIR/data/processed, laid out like the project itself.",
    )
    _add_articles(command)
    command.add_argument("--out", required=True, type=_path, metavar="DIR", help="folder for the report")
    command.add_argument(
        "--notebooks",
        default=PROJECT / "notebooks",
        type=_path,
        metavar="DIR",
        help="notebooks to execute (default: the project's)",
    )
    command.set_defaults(run=run)


def _add_verify(commands, run):
    command = commands.add_parser(
        "verify",
        help="make the sample's report again and compare it with the committed one",
        description="Make the report of data/sample in a scratch folder and compare every file's digest with reports/ and "
        "notebooks/. Where bytes differ, the numbers are compared.",
    )
    command.add_argument("--quiet", action="store_true", help="no progress bars")
    command.set_defaults(run=run)


def _add_train(commands, run):
    command = commands.add_parser(
        "train",
        help="learn the weights of a scorer anew from labelled news",
        description="Learn what ships with the project: the weights of the default scorer, or the adapter of the encoder (extra:\n"
        "encoder-training). The same data give the same bytes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("what", choices=["sentiment", "encoder"])
    command.add_argument(
        "--data", required=True, type=_path, metavar="DIR", help="labelled news: newsmtsc.jsonl, sentfin.jsonl, …"
    )
    command.add_argument("--out", type=_path, metavar="DIR", help="folder for the weights (default: the project's own)")
    command.add_argument("--quiet", action="store_true", help="no progress bars")
    command.set_defaults(run=run)


def _add_articles(command):
    command.add_argument("paths", nargs="+", type=_path, metavar="PATH", help="a file or folder of articles")
    command.add_argument(
        "--columns",
        type=_columns,
        metavar="NAMES",
        help="names of the fields in your files where they are unusual: text=Body,outlet=Paper (also title, published, authors, url)",
    )
    command.add_argument(
        "--topics", type=int, metavar="N", help="number of topics (default: chosen from the number of articles)"
    )
    command.add_argument("--seed", type=_whole, default=0, help="seed of whatever is random (default: 0)")
    _add_scorer(command)
    command.add_argument(
        "--refit", action="store_true", help="fit topics anew even if the corpus has grown by less than a twentieth"
    )
    command.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes on this machine (default: one per core, one for small input)",
    )
    command.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="work on a Dask cluster: tcp://HOST:8786 joins one, local:2 starts one of two processes (extra: cluster)",
    )
    command.add_argument("--strict", action="store_true", help="exit with 3 when any piece is rejected")
    command.add_argument("--quiet", action="store_true", help="no progress bars")


def _add_scorer(command):
    command.add_argument(
        "--lexicon",
        type=_path,
        metavar="CSV",
        help="your own words beside the built-in ones: columns term, weight (from -1 to 1) and, if you like, domain; "
        "with --scorer lexicon instead of them: columns term, valence",
    )
    command.add_argument(
        "--domain",
        action="append",
        default=[],
        metavar="NAME",
        help="take your words of this domain too; may be repeated",
    )
    command.add_argument(
        "--scorer",
        choices=["default", "lexicon", "encoder"],
        default="default",
        help="what finds the tone: the project's own scorer, the mean of VADER's words, or the encoder (extra: encoder)",
    )
    command.add_argument(
        "--mask", type=_path, metavar="CSV", help="words without feeling instead of the built-in ones: column phrase"
    )


def _path(written):
    """A path; "~" is the user's home also where no shell has replaced it, as behind make."""
    return Path(written).expanduser()


def _columns(written):
    """Names of fields, as in text=Body,outlet=Paper."""
    from features.reading.field_names import check_columns

    columns = {}
    for pair in written.split(","):
        meaning, equals, name = (part.strip() for part in pair.partition("="))
        if not equals or not name or meaning in columns:
            raise argparse.ArgumentTypeError(f"write columns as text=Body,outlet=Paper, each once; got {written!r}")
        columns[meaning] = name
    try:
        check_columns(columns)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    return columns


def _whole(written):
    """A whole number from 0, as seeds are."""
    number = int(written)
    if number < 0:
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0, got {written}")
    return number
