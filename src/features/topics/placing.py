"""Where articles lie: few directions instead of many words."""

import numpy as np
from scipy.sparse import csr_array

# Directions in which articles may differ: fewer lose small subjects, more add noise. Chosen by mutual information with the
# classes and by how well groups hold still between halves, on BBC news for the graph (10, 20, 30, 50, 100, 150 tried), on
# 20 Newsgroups for the rotation (50, 100).
DIRECTIONS_OF_GRAPH, MOST_DIRECTIONS = 50, 100
# Power iterations of the randomised decomposition (Halko, Martinsson and Tropp 2011, algorithm 4.4), and directions beyond
# those kept.
N_ITERATIONS, N_BEYOND = 4, 20


def place_articles(weights, n_directions=MOST_DIRECTIONS, *, seed=0):
    """Place articles in the few directions in which they differ most.

    Parameters
    ----------
    weights : csr_array or ndarray of float, articles × words
        As `features.topics.weighting.weigh_words` gives them, or articles placed otherwise, as by an encoder.
    n_directions : int
        At most so many.
    seed : int
        Of the random start of the decomposition.

    Returns
    -------
    ndarray of float, articles × directions
        The first is the one in which they differ most. Rows have length 1, or are 0.

    Examples
    --------
    >>> place_articles(csr_array(np.eye(2)[[0, 1, 0]])).shape
    (3, 2)
    """
    n_directions = min(n_directions, *weights.shape)
    width = min(n_directions + N_BEYOND, *weights.shape)
    start = np.random.default_rng(seed).standard_normal((weights.shape[1], width))
    found = np.linalg.qr(weights @ start)[0]
    for _ in range(N_ITERATIONS):
        found = np.linalg.qr(weights @ (weights.T @ found))[0]
    left, sizes, _ = np.linalg.svd((weights.T @ found).T, full_matrices=False)
    return to_length_one((found @ left)[:, :n_directions] * sizes[:n_directions])


def to_length_one(places):
    """Rows of length 1.

    Parameters
    ----------
    places : ndarray of float, articles × directions
        Any.

    Returns
    -------
    ndarray of float, articles × directions
        Rows have length 1; rows of nothing but 0 stay.

    Examples
    --------
    >>> to_length_one(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    length = np.sqrt((places * places).sum(axis=1, keepdims=True))
    return places / np.where(length > 0, length, 1)


def sum_by_group(places, groups, n_groups):
    """Sums of the places of each group: made to length 1, they are its centre.

    Parameters
    ----------
    places : ndarray of float, articles × directions
        Any.
    groups : ndarray of int, one entry per article
        Their groups.
    n_groups : int
        How many.

    Returns
    -------
    ndarray of float, groups × directions
        0 where a group has no articles.

    Examples
    --------
    >>> sum_by_group(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]), np.array([0, 0, 2]), 3).tolist()
    [[1.5, 0.5], [0.0, 0.0], [0.0, 1.0]]
    """
    membership = csr_array((np.ones(len(groups)), groups, np.arange(len(groups) + 1)), shape=(len(groups), n_groups))
    return membership.T @ places
