"""The command line: python -m features build, report, verify, train, dictionary."""

import sys
import tempfile
from pathlib import Path

from features.arguments import PROJECT, make_parser

SAMPLE = PROJECT / "data" / "sample" / "articles"
SAMPLE_NOTE = (
    "This is the sample that comes with Tidings. Its eight outlets are invented and its prose was written for the project; "
    "the events that it reports are documented. It shows what a report looks like and says nothing about any "
    "real outlet."
)
ALL_READ, NOTHING_USABLE, WRONG_ARGUMENTS, SOME_REJECTED = 0, 1, 2, 3


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
    options = make_parser(
        {"build": _build, "report": _report, "verify": _verify, "train": _train, "dictionary": _dictionary}
    ).parse_args(arguments)
    # Here and in the commands: --help and a wrong argument should not wait for pandas and Numba.
    from features import tables

    try:
        return options.run(options)
    except tables.TableError:
        raise
    except (OSError, ValueError, ImportError, RuntimeError) as problem:
        print(f"tidings: {problem}", file=sys.stderr)
        return WRONG_ARGUMENTS


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
    from features.encoder.encoder import ADAPTER
    from features.encoder.training import train_encoder

    out = ADAPTER if options.out is None else options.out / ADAPTER.name
    for name, facts in train_encoder(options.data, out, progress=not options.quiet).items():
        print(f"{name:10} {facts}")
    print(f"written    {_shown(out)}")
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
