"""How many topics: as many as are found again in other articles, and no more."""

import numpy as np
import pandas as pd

from features import tables
from features.intervals import half_interval
from features.topics.halves import FEWEST_PER_TOPIC, FOUND_AGAIN, draw_halves, find_agreement, match_topics, one_thread
from features.topics.shares import score_counts

# Steps of a fifth to a half. In halves of 1,000 articles less than half of 50 topics was found again in BBC news, 20 Newsgroups and
# 10,004 articles of real news.
NUMBERS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 35, 50)
# Two splits tell enough of 2,000 articles; of fewer, more are drawn, so that as many articles are fitted.
FEWEST_SPLITS, MOST_SPLITS, ARTICLES_FITTED = 2, 10, 4_000


def choose_n_topics(counts, vocabulary, *, numbers=NUMBERS, sample=None, seed=0):
    """Choose the number of topics by how many are found again in the other half of the articles.

    Parameters
    ----------
    counts, vocabulary
        As `features.topics.halves.draw_halves` takes them: in the order of the articles’ identities.
    numbers : sequence of int
        The numbers to try, rising. Those that leave fewer than five articles of a half to a topic are not tried.
    sample : features.topics.halves.Sample, optional
        Halves that were drawn before; then `counts` and `vocabulary` are not looked at. Two are used for each split.
    seed : int
        The same seed gives the same number.

    Returns
    -------
    n_topics : int or None
        The number; None where there are too few articles.
    table : DataFrame, one row per number
        Table TOPIC_NUMBERS.
    note : str
        Why there is none, or why it means little, or "".

    Notes
    -----
    Each half of a split is grouped on its own, and its groups take all articles of the sample by their words. Topics of both halves
    are paired (Hungarian method), and agree by Cohen’s kappa of “this is its largest topic”: 1 for the same articles, 0 for as many
    in common as by chance. The stability s of K topics is the mean over topics and splits, with Student’s 95 % interval, which takes
    them as independent. Chosen is the K at which K (s − 1/2) is largest, the smaller of equals: a topic counts by as much as more
    than half of it, beyond chance, is found again, and against the number by as much as less. The largest s alone would choose 2
    topics nearly always, as two are easily found again; but they bring no more than 2 × 1/2, and ten with s = 0.8 bring 3. Beyond
    the topics that are there, each further one costs. Halves of 1,000 articles show less than larger ones would: of a large corpus
    the number is rather too small.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> random, theme = np.random.default_rng(0), np.arange(60) % 3
    >>> counts = csr_array(random.poisson(np.repeat(np.eye(3), 8, axis=1)[theme] * 0.9 + 0.1))
    >>> choose_n_topics(counts, np.array([f"word{n:02}" for n in range(24)], dtype=object), numbers=(2, 3, 4))[0]
    3
    """
    if sample is None:
        sample = draw_halves(counts, vocabulary, n_halves=2 * MOST_SPLITS, seed=seed)
    tried = np.array([number for number in numbers if 2 <= number <= sample.most_topics], dtype=int)
    if not len(tried):
        return None, tables.empty(tables.TOPIC_NUMBERS), _say_too_few(sample, min(numbers, default=2))
    wanted = int(np.clip(ARTICLES_FITTED // sample.counts.shape[0], FEWEST_SPLITS, MOST_SPLITS))
    halves = sample.halves[: 2 * min(wanted, len(sample.halves) // 2)]
    with one_thread():
        vectors = [half.joined.find_vectors(tried[-1]) for half in halves]
        agreement = [_compare(sample, halves, vectors, int(number)) for number in tried]
    stability = np.array([of_number.mean() for of_number in agreement])
    spread = [of_number.std(ddof=1) for of_number in agreement]
    room = half_interval(spread, tried * (len(halves) // 2))
    # Rounded, so that the last bits of another processor do not decide between equals.
    excess = (tried * (stability - FOUND_AGAIN)).round(9)
    chosen = int(np.argmax(excess))
    table = pd.DataFrame(
        {
            "n_topics": tried.astype(np.int32),
            "stability": stability,
            "low": (stability - room).clip(-1, 1),
            "high": (stability + room).clip(-1, 1),
            "is_chosen": np.arange(len(tried)) == chosen,
        }
    )
    note = "" if excess[chosen] > 0 else _say_nothing_holds(halves)
    return int(tried[chosen]), tables.check(table, tables.TOPIC_NUMBERS), note


def _compare(sample, halves, vectors, number):
    """How far each topic of the first half of each split agrees with its partner of the second."""
    columns = np.arange(len(sample.vocabulary))
    largest = []
    for half, of_half in zip(halves, vectors, strict=True):
        # The mixture is left out: with its ten rounds the same numbers were chosen, and no stability differed by more than 0.02 (BBC
        # news, 20 Newsgroups, 10,004 articles of real news).
        evidence = half.fit(number, vectors=of_half, n_rounds=0)
        largest.append(score_counts(sample.counts, columns, evidence).argmax(axis=1))
    found = []
    for one, other in zip(largest[::2], largest[1::2], strict=True):
        agreement = find_agreement(one, other, number)
        found.append(agreement[np.arange(number), match_topics(agreement)])
    return np.concatenate(found)


def _say_too_few(sample, fewest):
    return (
        f"a number of topics is chosen among at least {2 * fewest * FEWEST_PER_TOPIC} articles that differ in at least {fewest} "
        f"words which at least two of them use; here {sample.counts.shape[0]} do, in {len(sample.vocabulary)} words"
    )


def _say_nothing_holds(halves):
    return (
        f"whatever their number, less than half of an average topic is found again in the other half of the articles; halves have "
        f"{len(halves[0].rows)} of them: the number that was chosen means little"
    )
