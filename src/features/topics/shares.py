"""Shares of fitted topics in articles: one small problem per article, whether it was in the fit or not."""

import math

import numpy as np

from features.compiled import compiled

# A share is written to three digits at most; the search for it ends when no load moves by more than this part of the largest.
TOLERANCE = 1e-5
MOST_ROUNDS = 1_000


def score_counts(counts, columns, inverse_document_frequency, components):
    """Shares of topics in articles whose words were counted.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them.
    columns : ndarray of int, one entry per word
        The word’s column in `components`; −1 where the fit did not count it.
    inverse_document_frequency : ndarray of float, one entry per column
        As in `features.topics.Topics`.
    components : ndarray of float, topics × columns
        Non-negative.

    Returns
    -------
    ndarray of float, articles × topics
        In [0, 1]; rows sum to 1, or are all 0 where an article has none of the fit’s words.

    Notes
    -----
    An article’s weights x (as in `fit_topics`) are approximated by w H with w ≥ 0: cyclic coordinate descent on the normal equations,
    w_k ← max(0, w_k + (x H^T − w H H^T)_k / (H H^T)_kk) (Cichocki and Phan 2009, the step of HALS), until no load moves. The
    problem is convex, so that the result does not depend on where the search begins; each article is on its own, so that neither its
    neighbours nor the number of processes make a difference. The share of topic k is w_k Σ_j H_kj, divided by the sum over topics.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> counts = csr_array(np.array([[3, 0, 1], [0, 0, 2]]))
    >>> score_counts(counts, np.array([0, 1, -1]), np.ones(2), np.eye(2)).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    n_topics = len(components)
    loads = np.zeros((counts.shape[0], n_topics))
    logarithm = np.array([0.0, *(1 + math.log(n) for n in range(1, int(counts.data.max(initial=0)) + 1))])
    # One sum after the other, not BLAS: how many share a sum decides its last bits.
    gram = np.empty((n_topics, n_topics))
    by_word = np.ascontiguousarray(components.T, dtype=float)
    _multiply(by_word, gram)
    _solve(
        counts.indptr,
        counts.indices,
        counts.data,
        np.asarray(columns, dtype=np.int64),
        inverse_document_frequency,
        logarithm,
        by_word,
        gram,
        np.empty(n_topics),
        loads,
    )
    loads *= components.sum(axis=1)
    total = loads.sum(axis=1, keepdims=True)
    return np.divide(loads, total, out=np.zeros_like(loads), where=total > 0)


@compiled
def _multiply(by_word, gram):
    gram[:] = 0.0
    for word in range(len(by_word)):
        for one in range(len(gram)):
            if by_word[word, one] != 0.0:
                for other in range(len(gram)):
                    gram[one, other] += by_word[word, one] * by_word[word, other]


@compiled
def _solve(indptr, indices, data, columns, inverse_document_frequency, logarithm, by_word, gram, target, loads):
    n_topics = len(gram)
    for article in range(len(indptr) - 1):
        length = 0.0
        target[:] = 0.0
        for entry in range(indptr[article], indptr[article + 1]):
            column = columns[indices[entry]]
            if column >= 0:
                weight = logarithm[data[entry]] * inverse_document_frequency[column]
                length += weight * weight
                for topic in range(n_topics):
                    target[topic] += weight * by_word[column, topic]
        if length == 0.0:
            continue
        for topic in range(n_topics):
            target[topic] /= np.sqrt(length)
        for _ in range(MOST_ROUNDS):
            largest, moved = 0.0, 0.0
            for topic in range(n_topics):
                if gram[topic, topic] <= 0.0:
                    continue
                left = target[topic]
                for other in range(n_topics):
                    left -= gram[topic, other] * loads[article, other]
                load = max(loads[article, topic] + left / gram[topic, topic], 0.0)
                moved = max(moved, abs(load - loads[article, topic]))
                largest = max(largest, load)
                loads[article, topic] = load
            if moved <= TOLERANCE * largest:
                break
