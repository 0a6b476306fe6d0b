"""How fast each step is on real articles, beside scikit-learn's CountVectorizer and vaderSentiment.

On the same texts, on one core: each function once in every round, median of the rounds. A ratio above 1 says that
ours is faster. It compares what leads to a like result, not the same work:

  CountVectorizer   counts words of whole articles (`fit_transform`): once as it comes, words of two and more
                    characters, and once the same words as ours, with our pattern of a word. Ours finds words with
                    their places in sentences, which it finds too, and counts them.
  vaderSentiment    scores our sentences, and whole articles (`polarity_scores`). It also weighs capitals,
                    exclamation marks, degree words and emoji; ours finds the sentences, masks names, keeps the
                    words that made the score, and sums articles up.

vaderSentiment is slow, so it is timed on evenly spaced sentences and articles, and compared by sentences and
articles a second.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from sklearn.feature_extraction.text import CountVectorizer

from benchmarks import measuring
from benchmarks.corpus import count_bytes, take_evenly
from benchmarks.ours import OURS, build_tables, find_and_count, find_and_score, find_words_of, score, split_texts
from features.reading import read_articles
from features.sentiment import read_lexicon
from features.topics import count_words, fit_topics

COUNTER, COUNTER_SAME = "CountVectorizer", "CountVectorizer, the same words"
VADER_SENTENCES, VADER_ARTICLES = "vaderSentiment per sentence", "vaderSentiment per article"
FOUND_AND_COUNTED, FOUND_AND_SCORED = "words found and counted", "words found and scored"
# Our measure, the peer, the peer's measure.
COMPARISONS = (
    (FOUND_AND_COUNTED, COUNTER, FOUND_AND_COUNTED),
    (FOUND_AND_COUNTED, COUNTER_SAME, FOUND_AND_COUNTED),
    (FOUND_AND_SCORED, VADER_SENTENCES, FOUND_AND_SCORED),
    (FOUND_AND_SCORED, VADER_ARTICLES, FOUND_AND_SCORED),
)
# What is a word to us, written for CountVectorizer: acronyms with full stops, words with apostrophes and hyphens
# inside, numbers. Accents that are characters of their own are left out: they are rare in English.
OUR_WORDS = r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’‐-][^\W\d_]+)*|\d+(?:[.,]\d+)*"
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
    amounts: dict[str, int]
    n_bytes: int

    @property
    def name(self) -> str:
        return f"{self.system}: {self.measure}"


def measure_steps(articles, paths, repeats):
    """Time our steps and the peers.

    Parameters
    ----------
    articles : DataFrame
        Table ARTICLES.
    paths : list of Path
        Where they can be read again.
    repeats : int
        Rounds.

    Returns
    -------
    list of dict
        Rows per step and peer (articles or sentences a second, MB/s), and one per comparison.
    """
    with measuring.one_core(), tempfile.TemporaryDirectory() as scratch:
        words = find_words_of(articles)
        _say_amounts(articles, words.sentences)
        tasks = [
            *_our_steps(articles, words),
            *_our_files(articles, paths, scratch),
            *_counters(articles),
            *_vader(articles),
        ]
        timings = measuring.time_in_turn({task.name: task.function for task in tasks}, repeats)
    rows = [row for task in tasks for row in _rate_rows(task, timings)]
    _say_conditions(timings, repeats)
    return rows + make_ratios(rows)


def make_ratios(rows):
    """One row for each of `COMPARISONS` whose sides were both measured, by what both were counted in."""
    rates = {(row["system"], row["measure"], row["unit"]): row for row in rows}
    return [
        measuring.make_ratio_row(rates[OURS, ours, unit], rates[peer, theirs, unit])
        for ours, peer, theirs in COMPARISONS
        for unit in RATES
        if (OURS, ours, unit) in rates and (peer, theirs, unit) in rates
    ]


def _our_steps(articles, words):
    """The steps one by one, each from what the step before it left; then together, as far as each peer goes."""
    lexicon = read_lexicon()
    n_bytes = count_bytes(articles["text"])
    both = {"articles": len(articles), "sentences": len(words.sentences)}
    of_articles = {"articles": len(articles)}
    return [
        Task(OURS, "words found", lambda: find_words_of(articles), of_articles, n_bytes),
        Task(OURS, "words counted", lambda: count_words(words), of_articles, n_bytes),
        Task(OURS, "words scored", lambda: score(articles, words, lexicon), both, n_bytes),
        Task(OURS, "topics fitted", lambda: fit_topics(articles, words=words), of_articles, n_bytes),
        Task(OURS, FOUND_AND_COUNTED, lambda: find_and_count(articles), of_articles, n_bytes),
        Task(OURS, FOUND_AND_SCORED, lambda: find_and_score(articles, lexicon), both, n_bytes),
    ]


def _our_files(articles, paths, scratch):
    """From files on disk: reading alone, and the whole way to tables on disk."""
    amounts, n_bytes = {"articles": len(articles)}, count_bytes(articles["text"])
    return [
        Task(OURS, "articles read", lambda: read_articles(paths), amounts, n_bytes),
        Task(OURS, "files to tables", lambda: build_tables(paths, Path(scratch) / "timed"), amounts, n_bytes),
    ]


def _counters(articles):
    texts = articles["text"].tolist()
    amounts, n_bytes = {"articles": len(texts)}, count_bytes(texts)
    return [
        Task(COUNTER, FOUND_AND_COUNTED, lambda: CountVectorizer().fit_transform(texts), amounts, n_bytes),
        Task(
            COUNTER_SAME,
            FOUND_AND_COUNTED,
            lambda: CountVectorizer(token_pattern=OUR_WORDS).fit_transform(texts),
            amounts,
            n_bytes,
        ),
    ]


def _vader(articles):
    """Both ways of calling vaderSentiment; none, and a line that says so, when it is not installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        print("missing    vaderSentiment: make benchmark installs it")
        return []
    analyzer = SentimentIntensityAnalyzer()
    sentences = split_texts(articles)
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
        FOUND_AND_SCORED,
        lambda: [analyzer.polarity_scores(text) for text in taken],
        {what: len(taken)},
        count_bytes(taken),
    )


def _rate_rows(task, timings):
    return measuring.make_rate_rows(task.system, task.measure, timings[task.name].seconds, task.amounts, task.n_bytes)


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
