"""What a word costs in short and in long articles: the lexicon pass beside vaderSentiment.

The same sentences in the same order, cut into articles of about 100, 1,000, 10,000 and 100,000 words; so all that
changes is where articles end. A pass that is linear costs the same per word everywhere. Ours goes from articles to
the scores of words and sentences; their tables, which cost something an article, are not part of it. vaderSentiment gets whole
articles, begins none after its share of seconds, and none that may take it longer than the limit.
"""

import time
from dataclasses import dataclass

import pandas as pd

from benchmarks.measuring import make_row, time_in_turn
from benchmarks.ours import OURS, pass_lexicon
from features.sentiment import read_lexicon

LENGTHS = (100, 1_000, 10_000, 100_000)
# Enough that a call of ours takes about half a second, and noise is a few percent of it.
WORDS = 5_000_000
FEWEST_ROUNDS = 7
VADER = "vaderSentiment"
# Of one length; enough for a rate that repeats to a few percent.
VADER_SECONDS = 30.0
SCORED = "words scored"
SENTENCES_PER_PARAGRAPH = 3
MICROSECONDS = 1e6


@dataclass(frozen=True)
class Cut:
    """Articles of one length, and how many words they hold."""

    texts: list[str]
    words: list[int]


def cut_articles(sentences, length, most):
    """Sentences to articles of about one length.

    Parameters
    ----------
    sentences : iterable of str
        Taken in order, again from the beginning when they do not suffice.
    length : int
        An article ends with the sentence that brings it to so many words, counted by white space.
    most : int
        Words of all articles together; the last article ends there whatever its length.

    Returns
    -------
    Cut

    Examples
    --------
    >>> cut_articles(["A b c.", "D e.", "F."], 4, 8)
    Cut(texts=['A b c. D e.', 'F.\\n\\nA b c.'], words=[5, 4])
    """
    sentences = list(sentences)
    texts, words, pieces, held, total, number = [], [], [], 0, 0, 0
    while total < most:
        sentence = sentences[number % len(sentences)]
        number += 1
        n = len(sentence.split())
        # Breaks of paragraphs stand where they stand whatever the length of articles.
        pieces += [sentence, " " if number % SENTENCES_PER_PARAGRAPH else "\n\n"]
        held, total = held + n, total + n
        if held >= length or total >= most:
            texts.append("".join(pieces[:-1]))
            words.append(held)
            pieces, held = [], 0
    return Cut(texts, words)


def measure_length(sentences, repeats, limit, lengths=LENGTHS, words=WORDS):
    """Microseconds per word by length of article, ours and vaderSentiment's.

    Parameters
    ----------
    sentences : list of str
        What the articles are made of.
    repeats : int
        Rounds of ours, whose median counts; never fewer than `FEWEST_ROUNDS`.
    limit : float
        Seconds that one article may take vaderSentiment.
    lengths : tuple of int
        Words an article.
    words : int
        Words of all articles of one length.

    Returns
    -------
    list of dict
        Rows; those in "%" and "times" compare the lengths.
    """
    cuts = {length: cut_articles(sentences, length, words) for length in lengths}
    rows = _measure_ours(cuts, repeats)
    rows.append(_deviation_row(rows))
    theirs = _measure_vader(cuts, limit)
    return rows + theirs + ([_rise_row(theirs)] if theirs else [])


def _measure_ours(cuts, repeats):
    lexicon = read_lexicon()
    tables = {
        length: pd.DataFrame({"article_id": [str(number) for number in range(len(cut.texts))], "text": cut.texts})
        for length, cut in cuts.items()
    }
    # The first call loads what is compiled; that is `startup`'s to measure.
    pass_lexicon(tables[max(tables)].head(1), lexicon)
    timings = time_in_turn(
        {
            f"{length:,} words an article": lambda table=table: pass_lexicon(table, lexicon)
            for length, table in tables.items()
        },
        max(repeats, FEWEST_ROUNDS),
    )
    return [
        _row(OURS, length, timing.seconds, cut.words)
        for timing, (length, cut) in zip(timings.values(), cuts.items(), strict=True)
    ]


def _measure_vader(cuts, limit):
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        print(f"missing    {VADER}: its cost per word")
        return []
    analyzer = SentimentIntensityAnalyzer()
    rows, previous = [], None
    for length, cut in cuts.items():
        # Its cost per word grows in proportion to the length, so an article's with the square.
        expected = rows[-1]["seconds"] / rows[-1]["n"] * (length / previous) ** 2 if rows else 0.0
        if expected > limit:
            print(
                f"left out   {VADER}, {length:,} words: one article may take {expected:,.0f} s, the limit is {limit:g}"
            )
            break
        seconds, n_done = _time_until(analyzer.polarity_scores, cut.texts, VADER_SECONDS)
        if n_done < len(cut.texts):
            print(f"stopped    {VADER}, {length:,} words: after {n_done:,} of {len(cut.texts):,} articles")
        rows.append(_row(VADER, length, seconds, cut.words[:n_done]))
        previous = length
    return rows


def _time_until(function, texts, most_seconds):
    """Seconds for the texts, one after another until `most_seconds` are over, and how many were done."""
    began, seconds, n_done = time.perf_counter(), 0.0, 0
    for text in texts:
        function(text)
        n_done += 1
        seconds = time.perf_counter() - began
        if seconds > most_seconds:
            break
    return seconds, n_done


def _row(system, length, seconds, words):
    measure = f"{SCORED}, articles of {length:,} words"
    return make_row(system, measure, seconds / sum(words) * MICROSECONDS, "µs/word", len(words), seconds)


def _deviation_row(rows):
    costs = [row["value"] for row in rows]
    mean = sum(costs) / len(costs)
    worst = max(rows, key=lambda row: abs(row["value"] - mean))
    return make_row(
        worst["system"],
        f"{SCORED}, largest deviation from the mean cost per word over the lengths",
        abs(worst["value"] - mean) / mean * 100,
        "%",
        worst["n"],
        worst["seconds"],
    )


def _rise_row(rows):
    return make_row(
        rows[-1]["system"],
        f"{SCORED}, cost per word of the longest articles over that of the shortest",
        rows[-1]["value"] / rows[0]["value"],
        "times",
        rows[-1]["n"],
        rows[-1]["seconds"],
    )
