"""What a reader is told about topics: their words and their labels, of the articles that were fitted."""

import numpy as np

from features.topics.naming import name_topics, spread_phrases
from features.topics.ranking import count_by_topic, find_typical, rank_words
from features.topics.tabulation import tabulate_terms


def describe_topics(counts, largest, n_topics, vocabulary, phrases=None):
    """Words and labels of topics.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        Counted words of the articles that were fitted.
    largest : ndarray of int, one entry per article
        The row of its largest topic, from 0.
    n_topics : int
        How many topics.
    vocabulary : ndarray of str
        The words.
    phrases : features.topics.collocations.Phrases, optional
        Of the same articles, for labels.

    Returns
    -------
    terms : DataFrame
        Table TOPIC_TERMS, in which topics are called by their rows.
    labels : tuple of str, one per topic
        For people.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> counts = csr_array(np.array([[1, 1, 0], [0, 1, 1], [1, 0, 0]] * 3))
    >>> describe_topics(counts, np.array([0, 1, 0] * 3), 2, np.array(["gas", "in", "oil"], dtype=object))[1]
    ('gas', 'oil, in')
    """
    by_topic, sizes = count_by_topic(counts, largest, n_topics), np.bincount(largest, minlength=n_topics)
    typical = find_typical(by_topic, sizes)
    ranked = rank_words(counts, typical)
    spread = phrases and spread_phrases(phrases, largest, by_topic, vocabulary)
    return tabulate_terms(ranked, by_topic, sizes, vocabulary), name_topics(ranked, typical, vocabulary, spread)
