"""The command line: python -m features build, report, verify, train, dictionary."""

import argparse
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "data" / "sample" / "articles"
SAMPLE_NOTE = (
    "This is the sample that comes with Tidings. Its eight outlets are invented and its prose was written for the project; "
    "the events that it reports are documented. It shows what a report looks like and says nothing about any "
    "real outlet."
)
ALL_READ, NOTHING_USABLE, WRONG_ARGUMENTS, SOME_REJECTED = 0, 1, 2, 3

_EXIT_CODES = """exit codes:
  0  everything was read, or some pieces were rejected (they are listed in rejected.parquet)
  1  nothing usable: no article could be read, a notebook failed, or the report differs
  2  wrong arguments
  3  some pieces were rejected, and --strict was given
"""


def main(arguments=None) -> int:
    """Run a command and return its exit code.

    Parameters
    ----------
    arguments : list of str, optional
        As after `python -m features`. Default: those of the command line.

    Returns
    -------
    int
        0 when the command did its work; 1 when no article could be read, a notebook failed, or the report differs; 2 for wrong
        arguments that only the command finds out; 3 when pieces were rejected and `--strict` was given.

    Raises
    ------
    SystemExit
        With 2 when the arguments cannot be parsed, with 0 after `--help`.
    TableError
        If a table does not hold to its schema: a mistake in the program, not in the arguments.
    """
    options = _parser().parse_args(arguments)
    # Here and in the commands: --help and a wrong argument should not wait for pandas and Numba.
    from features import tables

    try:
        return options.run(options)
    except tables.TableError:
        raise
    except (OSError, ValueError, ImportError, RuntimeError) as problem:
        print(f"tidings: {problem}", file=sys.stderr)
        return WRONG_ARGUMENTS


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m features",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_EXIT_CODES,
        description="Turn news articles into tables of sentiment and topic features, and these into a report.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build(commands)
    _add_report(commands)
    _add_verify(commands)
    _add_train(commands)
    dictionary = commands.add_parser("dictionary", help="write the data dictionary into data/README.md")
    dictionary.add_argument("--out", default=PROJECT / "data" / "README.md", type=_path, metavar="FILE")
    dictionary.set_defaults(run=_dictionary)
    return parser


def _add_build(commands):
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
    command.set_defaults(run=_build)


def _add_report(commands):
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
    command.set_defaults(run=_report)


def _add_verify(commands):
    command = commands.add_parser(
        "verify",
        help="make the sample's report again and compare it with the committed one",
        description="Make the report of data/sample in a scratch folder and compare every file's digest with reports/ and "
        "notebooks/. Where bytes differ, the numbers are compared.",
    )
    command.add_argument("--quiet", action="store_true", help="no progress bars")
    command.set_defaults(run=_verify)


def _add_train(commands):
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
    command.set_defaults(run=_train)


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


def _build(options) -> int:
    record = _build_tables(options, options.out)
    return _exit_code(record, options)


def _report(options) -> int:
    # The only place where what computes meets what draws: the command line joins both.
    from figures.reports import make_report

    out = options.out.resolve()
    if out == PROJECT and not _is_sample(options.paths):
        raise ValueError(f"{options.out} holds the committed report of the sample; choose another folder with --out")
    record = _build_tables(options, out / "data" / "processed")
    index, problems = make_report(options.notebooks, out, progress=not options.quiet)
    for problem in problems:
        print(f"tidings: {problem}", file=sys.stderr)
    print(f"report     {_shown(index)}")
    return NOTHING_USABLE if problems else _exit_code(record, options)


def _verify(options) -> int:
    from features.build import build
    from figures.reports import make_report
    from figures.verification import compare_reports

    with tempfile.TemporaryDirectory() as scratch:
        build([SAMPLE], Path(scratch) / "data" / "processed", note=SAMPLE_NOTE, progress=not options.quiet)
        _, problems = make_report(PROJECT / "notebooks", scratch, progress=not options.quiet)
        comparison = compare_reports(PROJECT, scratch)
    for problem in problems:
        print(f"tidings: {problem}", file=sys.stderr)
    print(comparison)
    return ALL_READ if comparison.holds and not problems else NOTHING_USABLE


def _train(options) -> int:
    if options.what == "sentiment":
        from features.sentiment.model import WEIGHTS
        from features.sentiment.training import train_sentiment

        record = train_sentiment(options.data, PROJECT / "data" / "training", options.out or WEIGHTS)
        for name, facts in record.items():
            said = ", ".join(f"{fact} {number:,.3f}" for fact, number in facts.items() if isinstance(number, float))
            print(f"{name:10} {facts['examples']:,} examples, {facts['features']:,} weights; on folds: {said}")
        print(f"written    {_shown(options.out or WEIGHTS)}")
        return ALL_READ
    from features.encoder.training import train_encoder

    print(f"written    {_shown(train_encoder(options.data, options.out, progress=not options.quiet))}")
    return ALL_READ


def _dictionary(options) -> int:
    from features import tables

    text = options.out.read_text(encoding="utf-8")
    begin, end = "<!-- dictionary begins -->", "<!-- dictionary ends -->"
    if begin not in text or end not in text:
        raise ValueError(f"{options.out} has no lines {begin!r} and {end!r} to write between")
    head, rest = text.split(begin, 1)
    options.out.write_text(
        f"{head}{begin}\n\n{tables.describe_tables()}\n{end}{rest.split(end, 1)[1]}", encoding="utf-8"
    )
    print(f"written    {_shown(options.out)}")
    return ALL_READ


def _build_tables(options, out):
    from features.article import FLAGS
    from features.build import build
    from features.reading.searching import find_files

    note = SAMPLE_NOTE if _is_sample(options.paths) else ""
    record = build(
        options.paths,
        out,
        columns=options.columns,
        n_topics=options.topics,
        seed=options.seed,
        scorer=options.scorer,
        lexicon=options.lexicon,
        domains=options.domain,
        mask=options.mask,
        note=note,
        progress=not options.quiet,
        workers=options.workers,
        cluster=options.cluster,
        refit=options.refit,
    )
    counts = record["counts"]
    _, passed_over = find_files(options.paths)
    print(
        f"read       {counts['articles'] + counts['rejected']:,} pieces: {counts['articles']:,} articles kept, "
        f"{counts['rejected']:,} rejected"
    )
    if counts["rejected"]:
        _print_reasons(out)
    for flag, number in record["flags"].items():
        print(f"flagged    {number:,} × {flag}: {FLAGS[flag]}")
    if passed_over:
        print(f"passed by  {', '.join(passed_over[:5])}{' …' if len(passed_over) > 5 else ''}")
    for note in record["notes"]:
        print(f"note       {note}")
    print(f"tables     {_shown(out)} ({counts['sentences']:,} sentences, {counts['topics']} topics)")
    return record


def _print_reasons(out, most=5):
    from features import tables
    from features.reading import name_reason

    rejected = tables.read(out / "rejected.parquet", tables.REJECTED)
    kinds = rejected["reason"].map(name_reason)
    for reason, number in kinds.value_counts().head(most).items():
        first = rejected[kinds == reason].iloc[0]
        print(f"rejected   {number:,} × {reason[:150]} (first: {first['file']}, {first['place']})")
    if kinds.nunique() > most:
        print(f"rejected   … and {kinds.nunique() - most:,} other reasons; all are in rejected.parquet")


def _is_sample(paths):
    return [path.resolve() for path in paths] == [SAMPLE]


def _exit_code(record, options) -> int:
    from features.reading.formats import name_suffixes

    if not record["counts"]["articles"]:
        print(
            f"tidings: no article could be read; Tidings looks for {', '.join(name_suffixes())}, plain or .gz",
            file=sys.stderr,
        )
        return NOTHING_USABLE
    return SOME_REJECTED if options.strict and record["counts"]["rejected"] else ALL_READ


def _shown(path):
    path = Path(path).resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    sys.exit(main())
