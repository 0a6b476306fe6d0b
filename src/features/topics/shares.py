"""Shares of fitted topics in articles: one sum per article, whether it was in the fit or not."""

import math

import numpy as np

from features.compiled import compiled


def score_counts(counts, columns, evidence):
    """Shares of topics in articles whose words were counted.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them.
    columns : ndarray of int, one entry per word
        The word’s column in `evidence`; −1 where the fit did not count it.
    evidence : ndarray of float, topics × columns
        What a word says for a topic: that of `features.topics.mixture.fit_mixture`, times the certainty of `fit_certainty`.

    Returns
    -------
    ndarray of float, articles × topics
        In [0, 1]; rows sum to 1, or are all 0 where an article has none of the fit’s words.

    Notes
    -----
    With x = 1 + ln tf of each word of the fit: share_k ∝ exp(Σ_w x_w evidence_kw / Σ_w x_w). Each article is on its own, so
    that neither its neighbours nor the number of processes make a difference.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> counts = csr_array(np.array([[4, 0, 0], [1, 1, 0], [0, 0, 2]]))
    >>> evidence = np.array([[1.5, -1.5], [-1.5, 1.5]])
    >>> score_counts(counts, np.array([0, 1, -1]), evidence).round(2).tolist()
    [[0.95, 0.05], [0.5, 0.5], [0.0, 0.0]]
    """
    shares = np.zeros((counts.shape[0], len(evidence)))
    logarithm = np.array([0.0, *(1 + math.log(n) for n in range(1, int(counts.data.max(initial=0)) + 1))])
    by_word = np.ascontiguousarray(evidence.T, dtype=float)
    _sum_evidence(
        counts.indptr, counts.indices, counts.data, np.asarray(columns, dtype=np.int64), by_word, logarithm, shares
    )
    return shares


@compiled
def _sum_evidence(indptr, indices, data, columns, by_word, logarithm, shares):
    n_topics = by_word.shape[1]
    for article in range(len(indptr) - 1):
        length = 0.0
        row = shares[article]
        for entry in range(indptr[article], indptr[article + 1]):
            column = columns[indices[entry]]
            if column >= 0:
                weight = logarithm[data[entry]]
                length += weight
                for topic in range(n_topics):
                    row[topic] += weight * by_word[column, topic]
        if length == 0.0:
            continue
        scale, largest = 1 / length, -np.inf
        for topic in range(n_topics):
            row[topic] *= scale
            largest = max(largest, row[topic])
        total = 0.0
        for topic in range(n_topics):
            row[topic] = np.exp(row[topic] - largest)
            total += row[topic]
        for topic in range(n_topics):
            row[topic] /= total
