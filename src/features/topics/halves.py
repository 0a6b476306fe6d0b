"""Halves of a sample of articles: what shows which topics would be found again in other articles, and how many."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from features.topics.grouping import Joined, cut_groups
from features.topics.mixture import fit_mixture
from features.topics.placing import place_articles
from features.topics.weighting import find_rarity, select_words, weigh_words

# Halves of so many articles are fitted: a fit of 1,000 costs a third of a second or less.
MOST_SAMPLED = 2_000
# Rounds of the mixture: with ten, survival was the same for each topic (BBC news, K = 10; 20 Newsgroups and 10,004 articles of real
# news, K = 20).
N_ROUNDS = 3
# In a half there are at least so many articles for each topic.
FEWEST_PER_TOPIC = 5
# Cohen’s kappa from which a topic is found again. For a topic that is small among all, it is the part of its articles that it keeps:
# half of them.
FOUND_AGAIN = 0.5


@dataclass(frozen=True)
class Half:
    """Some articles of a sample.

    Attributes
    ----------
    rows : ndarray of int
        Their rows in the sample, sorted.
    counts : csr_array of int, articles × words
        Their counted words, in the sample’s columns.
    seed : int
        Of the random start of their decomposition.
    """

    rows: np.ndarray
    counts: csr_array
    seed: int

    @cached_property
    def rarity(self):
        """How much each word counts for being rare, in this half."""
        return find_rarity(self.counts)

    @cached_property
    def joined(self):
        """The articles, placed and joined to their neighbours: once, for any number of topics."""
        return Joined(place_articles(weigh_words(self.counts, self.rarity), seed=self.seed))

    def fit(self, n_topics, *, vectors=None, n_rounds=N_ROUNDS):
        """Fit topics to the half, as if there were no other articles.

        Parameters
        ----------
        n_topics : int
            How many.
        vectors : ndarray of float, articles × at least so many, optional
            `joined.find_vectors` of the largest number that is tried.
        n_rounds : int
            As in `features.topics.mixture.fit_mixture`.

        Returns
        -------
        ndarray of float, topics × words
            Evidence, as `features.topics.shares.score_counts` takes it.
        """
        vectors = self.joined.find_vectors(n_topics) if vectors is None else vectors
        groups = cut_groups(self.joined, vectors, n_topics)
        return fit_mixture(self.counts, self.rarity, groups, n_topics, n_rounds=n_rounds)


@dataclass(frozen=True)
class Sample:
    """Articles that differ, and halves of them.

    Attributes
    ----------
    counts : csr_array of int, articles × words
        Counted words that can tell topics apart.
    vocabulary : ndarray of str
        These words, sorted.
    halves : tuple of Half
        The second holds the articles that the first does not, the fourth those that the third does not, and so on.
    """

    counts: csr_array
    vocabulary: np.ndarray
    halves: tuple[Half, ...]

    @property
    def most_topics(self):
        """How many topics can be looked for in a half: one for every five articles, no more than there are words."""
        fewest = min((len(half.rows) for half in self.halves), default=0)
        return min(fewest // FEWEST_PER_TOPIC, len(self.vocabulary))


def draw_halves(counts, vocabulary, *, n_halves=10, most_articles=MOST_SAMPLED, seed=0):
    """Draw halves of articles.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them, in the order of the articles’ identities.
    vocabulary : ndarray of str, one entry per column
        The words, sorted.
    n_halves : int
        How many.
    most_articles : int
        Of more than so many the first are drawn from.
    seed : int
        Of the draw.

    Returns
    -------
    Sample
        Articles with the same words count once: a copy in either half would make any topic be found again.

    Examples
    --------
    >>> counts = csr_array(np.array([[1, 0, 1], [1, 0, 2], [0, 1, 1], [0, 1, 1]]))
    >>> sample = draw_halves(counts, np.array(["coal", "oil", "the"], dtype=object), n_halves=2)
    >>> sample.counts.toarray().tolist(), sorted(half.rows.tolist() for half in sample.halves)
    ([[1, 0], [0, 1]], [[0], [1]])
    """
    counts, vocabulary = select_words(csr_array(counts[:most_articles]), np.asarray(vocabulary, dtype=object))
    counts = csr_array(counts[_find_distinct(counts)])
    n_articles, halves = counts.shape[0], []
    for number in range(n_halves):
        order = np.random.default_rng([seed, number // 2]).permutation(n_articles)
        rows = np.sort(order[: n_articles // 2] if number % 2 == 0 else order[n_articles // 2 :])
        halves.append(Half(rows, csr_array(counts[rows]), seed + number + 1))
    return Sample(counts, vocabulary, tuple(halves))


def _find_distinct(counts):
    """The rows with words, the first of each that has the same."""
    some = np.flatnonzero(np.diff(counts.indptr) > 0)
    # A random sum is the same for the same words, and else differs: with 53 bits no two of 2,000 will meet.
    sums = (counts @ np.random.default_rng(0).random(counts.shape[1]))[some]
    return some[np.sort(np.unique(sums, return_index=True)[1])]


def find_agreement(one, other, n_topics):
    """How far topics of two fits are about the same articles.

    Parameters
    ----------
    one, other : ndarray of int, one entry per article
        The largest topic of each article, in either fit.
    n_topics : int
        How many topics either has.

    Returns
    -------
    ndarray of float, topics of one × topics of the other
        Cohen’s kappa (1960) of “this is its largest topic”: 1 for the same articles, 0 for as many in common as by chance.

    Examples
    --------
    >>> find_agreement(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]), 2).tolist()   # 3 of 4 alike, by chance 2: (3 − 2) / (4 − 2)
    [[-0.5, 0.5], [0.5, -0.5]]
    """
    n_articles = len(one)
    both = np.bincount(one * n_topics + other, minlength=n_topics**2).reshape(n_topics, n_topics)
    in_one, in_other = both.sum(axis=1)[:, None], both.sum(axis=0)
    alike = n_articles - in_one - in_other + 2 * both
    by_chance = (in_one * in_other + (n_articles - in_one) * (n_articles - in_other)) / max(n_articles, 1)
    room = n_articles - by_chance
    return np.divide(alike - by_chance, room, out=np.zeros(both.shape), where=room > 0)


def match_topics(agreement):
    """Pair topics of two fits so that they agree as well as possible altogether.

    Parameters
    ----------
    agreement : ndarray of float, topics of one × topics of the other
        Up is better.

    Returns
    -------
    ndarray of int, one entry per topic of one
        Its partner (Kuhn 1955, the Hungarian method).

    Examples
    --------
    >>> match_topics(np.array([[0.9, 0.8], [0.8, 0.1]])).tolist()
    [1, 0]
    """
    # Rounded, so that the last bits of another processor do not decide between equals.
    return linear_sum_assignment(-agreement.round(9))[1]


@contextmanager
def one_thread() -> Iterator[None]:
    """One thread: how many share a sum decides its last bits.

    Yields
    ------
    None
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
