"""How fast each step is, beside scikit-learn's CountVectorizer and vaderSentiment.

All in one run, on the same texts, on one core: each function once in every round, median of the rounds.
A ratio above 1 says that ours is faster. It compares what leads to a like result, not the same work:

  CountVectorizer   counts words of two and more characters in whole articles (`fit_transform`, its defaults).
                    Ours finds words with their places in sentences and counts them: once from sentences
                    already split, once from articles, the splitting included.
  vaderSentiment    scores our sentences, and whole articles (`polarity_scores`). It also weighs capitals,
                    exclamation marks, degree words and emoji; ours masks names, keeps the words that made the
                    score, and sums articles up.

vaderSentiment is slow, so it is timed on evenly spaced sentences and articles, and compared by sentences and
articles a second.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from sklearn.feature_extraction.text import CountVectorizer

from benchmarks import measuring
from benchmarks.corpus import choose_paths, count_bytes, read_corpus, take_evenly
from features.build import build
from features.reading import read_articles
from features.sentiment import find_scored_words, read_lexicon, score_sentences, summarise_articles
from features.text import find_words, split_sentences
from features.topics import count_words, fit_topics

OURS = "tidings"
COUNTER = "CountVectorizer"
VADER_SENTENCES, VADER_ARTICLES = "vaderSentiment per sentence", "vaderSentiment per article"
# Our measure, the peer, the peer's measure.
COMPARISONS = (
    ("words found and counted", COUNTER, "words found and counted"),
    ("sentences split, words found and counted", COUNTER, "words found and counted"),
    ("words found and scored", VADER_SENTENCES, "words found and scored"),
    ("sentences split, words found and scored", VADER_ARTICLES, "words found and scored"),
)
# The units that are compared: a sub-sample's megabytes would do as well, but it is drawn by these.
RATES = ("articles/s", "sentences/s")
# One second and ten of vaderSentiment a round: enough for a rate that repeats to a few percent, where all of
# 10,000 articles would take minutes.
MOST_VADER_SENTENCES = 20_000
MOST_VADER_ARTICLES = 500
# Timings repeat to a few percent on a quiet machine: when a larger part of wall time was spent off the
# processor, something else took it.
UNDISTURBED = 0.95
# Reading and writing files waits for the disk, which is no disturbance.
TOUCHES_DISK = ("articles read", "files to tables")


@dataclass(frozen=True)
class Task:
    """One thing to time: who does what, by which call, on how many of what, with how many bytes of text."""

    system: str
    measure: str
    function: Callable[[], object]
    n: int
    what: str
    n_bytes: int

    @property
    def name(self) -> str:
        return f"{self.system}: {self.measure}"


def describe():
    """One line for the list of benchmarks."""
    return "how fast each step is, beside CountVectorizer and vaderSentiment"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
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
    parser.add_argument(
        "--memory", action="store_true", help="also measure the most memory that a build holds (Linux only)"
    )


def measure(options):
    """Time our steps and the peers on the articles asked for.

    Parameters
    ----------
    options : argparse.Namespace
        `articles`, `limit`, `repeats`, `memory`, as `add_options` adds them.

    Returns
    -------
    list of dict
        Two rows per step and peer (articles or sentences a second, MB/s), one per comparison, and one of
        memory when it is asked for.
    """
    paths, said = choose_paths(options.articles)
    print(f"articles   {said}")
    with (
        read_corpus(paths, options.limit) as (articles, paths),
        measuring.one_core(),
        tempfile.TemporaryDirectory() as scratch,
    ):
        sentences = split_sentences(articles)
        _say_amounts(articles, sentences)
        tasks = [
            *_our_steps(articles, sentences),
            *_our_ways(articles, sentences),
            *_our_files(articles, paths, scratch),
            _counter(articles),
            *_vader(articles, sentences),
        ]
        timings = measuring.time_in_turn({task.name: task.function for task in tasks}, options.repeats)
        rows = [row for task in tasks for row in _rate_rows(task, timings)]
        rows += make_ratios(rows)
        if options.memory:
            rows += _memory_rows(rows, paths, scratch)
    _say_conditions(timings, options.repeats)
    return rows


def make_ratios(rows):
    """One row for each of `COMPARISONS` whose sides were both measured, by articles or sentences a second."""
    rates = {(row["system"], row["measure"]): row for row in rows if row["unit"] in RATES}
    return [
        measuring.make_ratio_row(rates[OURS, ours], rates[peer, theirs])
        for ours, peer, theirs in COMPARISONS
        if (OURS, ours) in rates and (peer, theirs) in rates
    ]


def _our_steps(articles, sentences):
    """The steps one by one, each from what the step before it left."""
    words = find_words(sentences)
    of_articles, of_sentences = _amounts(articles, "articles"), _amounts(sentences, "sentences")
    return [
        Task(OURS, "sentences split", lambda: split_sentences(articles), *of_articles),
        Task(OURS, "words found", lambda: find_words(sentences), *of_sentences),
        Task(OURS, "words counted", lambda: count_words(words), *of_sentences),
        Task(OURS, "words scored", lambda: _score(sentences, words), *of_sentences),
        Task(OURS, "topics fitted", lambda: fit_topics(articles, words=words), *of_articles),
    ]


def _our_ways(articles, sentences):
    """Steps together, as far as each peer goes."""
    of_articles = _amounts(articles, "articles")
    return [
        Task(OURS, "words found and counted", lambda: count_words(find_words(sentences)), *of_articles),
        Task(
            OURS,
            "sentences split, words found and counted",
            lambda: count_words(find_words(split_sentences(articles))),
            *of_articles,
        ),
        Task(OURS, "words found and scored", lambda: _score(sentences), *_amounts(sentences, "sentences")),
        Task(OURS, "sentences split, words found and scored", lambda: _score(split_sentences(articles)), *of_articles),
    ]


def _our_files(articles, paths, scratch):
    """From files on disk: reading alone, and the whole way to tables on disk."""
    return [
        Task(OURS, "articles read", lambda: read_articles(paths), *_amounts(articles, "articles")),
        Task(OURS, "files to tables", lambda: build(paths, Path(scratch) / "timed"), *_amounts(articles, "articles")),
    ]


def _amounts(table, what):
    return len(table), what, count_bytes(table["text"])


def _score(sentences, words=None):
    words = find_words(sentences) if words is None else words
    scored_words = find_scored_words(words, read_lexicon())
    return summarise_articles(score_sentences(sentences, words=words, scored_words=scored_words))


def _counter(articles):
    texts = articles["text"].tolist()
    return Task(
        COUNTER,
        "words found and counted",
        lambda: CountVectorizer().fit_transform(texts),
        len(texts),
        "articles",
        count_bytes(texts),
    )


def _vader(articles, sentences):
    """Both ways of calling vaderSentiment; none, and a line that says so, when it is not installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        print("vaderSentiment is not installed: make benchmark installs it")
        return []
    analyzer = SentimentIntensityAnalyzer()
    return [
        _vader_task(analyzer, VADER_SENTENCES, "sentences", sentences, MOST_VADER_SENTENCES),
        _vader_task(analyzer, VADER_ARTICLES, "articles", articles, MOST_VADER_ARTICLES),
    ]


def _vader_task(analyzer, system, what, table, most):
    taken = take_evenly(table["text"].tolist(), most)
    if len(taken) < len(table):
        print(
            f"sub-sample {system}: {len(taken):,} of {len(table):,} {what}, evenly spaced; compared by {what} a second"
        )
    return Task(
        system,
        "words found and scored",
        lambda: [analyzer.polarity_scores(text) for text in taken],
        len(taken),
        what,
        count_bytes(taken),
    )


def _rate_rows(task, timings):
    return measuring.make_rate_rows(
        task.system, task.measure, timings[task.name].seconds, task.n, task.what, task.n_bytes
    )


def _memory_rows(rows, paths, scratch):
    peak = measuring.measure_peak_memory(build, paths, Path(scratch) / "weighed")
    if peak is None:
        print("memory is not measured on this system: it has no /proc")
        return []
    whole = next(row for row in rows if row["measure"] == "files to tables")
    return [
        measuring.make_row(
            OURS, "files to tables, most memory held", peak / measuring.MEGABYTE, "MB", whole["n"], whole["seconds"]
        )
    ]


def _say_amounts(articles, sentences):
    print(
        f"measured   {len(articles):,} articles, {len(sentences):,} sentences, "
        f"{count_bytes(articles['text']) / measuring.MEGABYTE:,.1f} MB of UTF-8"
    )


def _say_conditions(timings, repeats):
    print(
        f"with       Python {python_version()}, scikit-learn {version('scikit-learn')}, one core, "
        f"{repeats} {'round' if repeats == 1 else 'rounds'}"
    )
    busy = {
        name: timing.processor_seconds / timing.seconds
        for name, timing in timings.items()
        if not name.endswith(TOUCHES_DISK)
    }
    worst = min(busy, key=busy.get)
    if busy[worst] < UNDISTURBED:
        print(
            f"disturbed  something else ran on this core: {worst!r} had it for only {busy[worst]:.0%} of "
            "its time; measure again when the machine is quiet"
        )


def _positive(text):
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, got {text!r}")
    return number
