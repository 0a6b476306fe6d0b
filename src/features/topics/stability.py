"""Which topics hold: found again when half of the articles, and another seed, are all there is."""

import numpy as np
import pandas as pd

from features import tables
from features.topics.halves import (
    FEWEST_PER_TOPIC,
    FOUND_AGAIN,
    draw_halves,
    find_agreement,
    match_topics,
    one_thread,
)
from features.topics.over_time import score_interval
from features.topics.placing import to_length_one
from features.topics.ranking import count_by_topic, find_typical
from features.topics.shares import score_counts

# Of 2,000 long articles of news (275 different words that count in each) eight runs cost 2.7 s, and more for each run.
N_RUNS = 8
# Cosine of how typical words are of both topics. Where the words of all articles were shuffled among them, so that there are no
# topics to find, none of 2,216 topics of refits agreed with a topic of the fit by articles (kappa of 0.5; at most 0.41) and 42 by
# words alone: BBC news, 20 Newsgroups and 10,004 articles of real news with K = 2, 5, 10, 20, 50, and 191 articles with 2, 5, 9.
SAME_WORDS = 0.5
# A topic that would be found again in half of all refits comes to this in 9 of 256 times, with 8 runs.
BAR = 0.8


def find_stability(counts, vocabulary, topics, *, n_runs=N_RUNS, sample=None, seed=0):
    """Tell which topics are found again when they are fitted to half of the articles.

    Parameters
    ----------
    counts, vocabulary
        As `features.topics.halves.draw_halves` takes them: in the order of the articles’ identities.
    topics : features.topics.Topics
        The fit that is judged, with whatever was done to it since.
    n_runs : int
        How many refits.
    sample : features.topics.halves.Sample, optional
        Halves that were drawn before, as by `choose_n_topics`; then `counts` and `vocabulary` are not looked at. Its first `n_runs`
        halves are used.
    seed : int
        The same seed gives the same table.

    Returns
    -------
    table : DataFrame, one row per topic
        Table TOPIC_STABILITY.
    note : str
        Why it is empty, or "".

    Notes
    -----
    Each run fits as many topics to a half of at most 2,000 articles, with a seed of its own. Fit and refit both take all articles of
    that sample, and their topics are paired (Hungarian method) by the sum of two agreements: Cohen’s kappa of “this is its largest
    topic”, and the cosine of how typical the words are (`features.topics.ranking.find_typical`), in the refit of its half. A topic
    is found again where both are at least 0.5; its survival is the share of runs in which it is, with Wilson’s 95 % interval. It
    holds when that is 0.8 or more. Halves are smaller than what was fitted, so survival is rather too low than too high, above all
    of rare topics. Runs share articles: the interval tells the chance of the draw, not that of another corpus.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> from features.topics import fit_counts
    >>> random, theme = np.random.default_rng(0), np.arange(60) % 2
    >>> counts = csr_array(random.poisson(np.repeat(np.eye(2), 8, axis=1)[theme] * 0.9 + 0.1))
    >>> words = np.array([f"word{n:02}" for n in range(16)], dtype=object)
    >>> find_stability(counts, words, fit_counts(counts, words, 2))[0][["survival", "holds"]].values.tolist()
    [[1.0, True], [1.0, True]]
    """
    nothing, n_topics = tables.empty(tables.TOPIC_STABILITY), len(topics.evidence)
    if not n_topics:
        return nothing, topics.note
    if sample is None:
        sample = draw_halves(counts, vocabulary, n_halves=n_runs, seed=seed)
    halves = sample.halves[:n_runs]
    if n_topics > sample.most_topics:
        return nothing, _say_too_few(sample, n_topics)
    with one_thread():
        shares = topics.score_counts(sample.counts, sample.vocabulary)
        known, largest = shares.sum(axis=1) > 0, shares.argmax(axis=1)
        words = _find_words(sample.counts[known], largest[known], n_topics)
        runs = np.array([_compare(half, sample.counts, largest, known, words) for half in halves])
    of_articles, of_terms = runs[:, 0], runs[:, 1]
    survival = np.mean((of_articles >= FOUND_AGAIN) & (of_terms >= SAME_WORDS), axis=0)
    low, high = score_interval(survival, len(halves))
    table = pd.DataFrame(
        {
            "topic_no": np.asarray(topics.numbers, dtype=np.int32),
            "survival": survival,
            "low": low,
            "high": high,
            "agreement_of_terms": of_terms.mean(axis=0).clip(0, 1),
            "agreement_of_articles": of_articles.mean(axis=0).clip(-1, 1),
            "n_runs": np.full(n_topics, len(halves), dtype=np.int32),
            "holds": survival >= BAR,
        }
    )
    return tables.check(table, tables.TOPIC_STABILITY), ""


def _find_words(counts, largest, n_topics):
    """How typical each word is of each topic, in rows of length 1."""
    by_topic, sizes = count_by_topic(counts, largest, n_topics), np.bincount(largest, minlength=n_topics)
    return to_length_one(find_typical(by_topic, sizes))


def _compare(half, counts, largest, known, words):
    """How far each topic agrees with its partner in a refit: by articles, and by words."""
    n_topics = len(words)
    again = score_counts(counts, np.arange(counts.shape[1]), half.fit(n_topics)).argmax(axis=1)
    of_articles = find_agreement(largest[known], again[known], n_topics)
    of_terms = words @ _find_words(half.counts, again[half.rows], n_topics).T
    partner, topic = match_topics(of_articles + of_terms), np.arange(n_topics)
    return of_articles[topic, partner], of_terms[topic, partner]


def _say_too_few(sample, n_topics):
    return (
        f"the stability of {n_topics} topics is told of at least {2 * n_topics * FEWEST_PER_TOPIC} articles that differ in at least "
        f"{n_topics} words which at least two of them use; here {sample.counts.shape[0]} do, in {len(sample.vocabulary)} words"
    )
