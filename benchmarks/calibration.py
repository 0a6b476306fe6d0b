"""How right labels and probabilities are: macro-F1 with its interval, calibration error, Brier score, reliability."""

import numpy as np
import pandas as pd

CLASSES = np.array([-1, 0, 1])
BINS = 15
RESAMPLES, SEED = 1_000, 0
# Resamples that are held in memory together.
_AT_ONCE = 50


def count_pairs(gold, found):
    """How often each label was given for each: rows gold, columns found, both -1, 0, 1.

    Examples
    --------
    >>> count_pairs(np.array([-1, -1, 1]), np.array([-1, 0, 1])).tolist()
    [[1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    cells = 3 * (np.asarray(gold) + 1) + np.asarray(found) + 1
    return np.bincount(cells, minlength=9).reshape(3, 3).astype(float)


def macro_f1(counts):
    """The mean of the F1 of the three classes; a class that neither occurs nor is found counts 0.

    Parameters
    ----------
    counts : ndarray, shape (..., 3, 3)
        As `count_pairs` gives them.

    Returns
    -------
    ndarray, shape (...)

    Examples
    --------
    >>> float(macro_f1(np.array([[1, 1, 0], [0, 0, 0], [0, 0, 1]])).round(4))      # (2/3 + 0 + 1) / 3
    0.5556
    """
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    both = counts.sum(axis=-1) + counts.sum(axis=-2)
    return np.divide(2 * right, both, out=np.zeros(both.shape), where=both > 0).mean(axis=-1)


def find_interval(gold, found, texts, seed=SEED):
    """The middle 95 % of macro-F1 when texts are drawn again with replacement, all rows of a text together.

    Parameters
    ----------
    gold, found : ndarray of int
        Labels.
    texts : sequence
        The text of each row; rows of one text are not independent.
    seed : int
        Of the draws.

    Returns
    -------
    low, high : float
    """
    text = pd.factorize(np.asarray(texts, dtype=object))[0]
    n = text.max() + 1
    cells = 3 * (np.asarray(gold) + 1) + np.asarray(found) + 1
    of_text = np.zeros((n, 9))
    np.add.at(of_text, (text, cells), 1)
    chance, values = np.random.default_rng(seed), []
    for begin in range(0, RESAMPLES, _AT_ONCE):
        drawn = chance.multinomial(n, np.full(n, 1 / n), size=min(_AT_ONCE, RESAMPLES - begin))
        values.append(macro_f1((drawn @ of_text).reshape(-1, 3, 3)))
    low, high = np.quantile(np.concatenate(values), [0.025, 0.975])
    return float(low), float(high)


def find_reliability(gold, probabilities):
    """How often the likeliest label is right, by how likely it was said to be: bins of equal width, the empty left out.

    Parameters
    ----------
    gold : ndarray of int
        Labels.
    probabilities : ndarray, shape (n, 3)
        Of -1, 0 and 1.

    Returns
    -------
    DataFrame, one row per bin
        stated (the mean highest probability), right (the share of labels that are), n.

    Examples
    --------
    >>> find_reliability(np.array([1, 0]), np.array([[0.1, 0.2, 0.7], [0.15, 0.15, 0.7]])).to_dict("list")
    {'stated': [0.7], 'right': [0.5], 'n': [2]}
    """
    highest = probabilities.max(axis=1)
    right = CLASSES[probabilities.argmax(axis=1)] == np.asarray(gold)
    # A bin holds its lower edge, and the last one 1 as well.
    bins = np.minimum((highest * BINS).astype(int), BINS - 1)
    table = pd.DataFrame({"bin": bins, "stated": highest, "right": right.astype(float), "n": 1})
    return table.groupby("bin").agg({"stated": "mean", "right": "mean", "n": "sum"}).reset_index(drop=True)


def find_calibration_error(reliability):
    """The expected calibration error (Naeini et al., 2015): the mean distance of `right` from `stated`, weighted by n.

    Examples
    --------
    >>> bins = pd.DataFrame({"stated": [0.5, 0.9], "right": [0.6, 0.9], "n": [1, 3]})
    >>> round(find_calibration_error(bins), 6)
    0.025
    """
    return float(np.average((reliability["stated"] - reliability["right"]).abs(), weights=reliability["n"]))


def brier_score(gold, probabilities):
    """The mean squared distance of the three probabilities from what happened (Brier, 1950), from 0 to 2.

    Examples
    --------
    >>> brier_score(np.array([1]), np.array([[0.0, 0.5, 0.5]]))
    0.5
    """
    happened = np.asarray(gold)[:, None] == CLASSES
    return float(((probabilities - happened) ** 2).sum(axis=1).mean())


def find_correlation(one, other):
    """Pearson's r, a missing number counting as 0; missing where either is constant.

    Examples
    --------
    >>> round(find_correlation([1, 2, 3], [np.nan, 1, 2]), 6)
    1.0
    """
    one, other = np.nan_to_num(np.asarray(one, dtype=float)), np.nan_to_num(np.asarray(other, dtype=float))
    if not (np.ptp(one) and np.ptp(other)):
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
