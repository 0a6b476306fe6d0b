"""A linear model of three classes with neutral as the middle: what is learned from labelled news, and nothing else."""

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize


def fit_weights(features, labels, *, sample_weight=None, penalty, balanced=False, most_rounds=300):
    """Fit two weights a feature: for bad and for good rather than neutral.

    Parameters
    ----------
    features : csr_matrix, rows × features
        As `matrices` makes them.
    labels : ndarray of int, one entry per row
        −1, 0 or 1.
    sample_weight : ndarray of float, one entry per row, optional
        How much a row counts; default 1.
    penalty : float or ndarray of float, one entry per feature
        Of the squared weights, as in ridge regression; larger is smoother.
    balanced : bool
        Whether bad and good start from the same constant, so that without evidence neither is likelier.
    most_rounds : int
        Of the optimiser; it stops earlier when nothing changes any more.

    Returns
    -------
    weights : ndarray of float64, features × 2
        Added up over the features of a row: the logarithm of how much likelier bad, and good, is than neutral.
    start : ndarray of float64, 2
        What the sums begin with.

    Notes
    -----
    Multinomial logistic regression with neutral as the reference (Agresti 2013, *Categorical Data Analysis*, section 8.1), fitted by
    L-BFGS in float64, so that the result, rounded, is the same on every machine.

    Examples
    --------
    >>> rows = sparse.csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]]))
    >>> weights, start = fit_weights(rows, np.array([-1, 1, 0, 0]), penalty=0.1, balanced=True)
    >>> bool(weights[0, 0] > 0 > weights[0, 1]), bool(start[0] == start[1] < 0)
    (True, True)
    """
    features = sparse.csr_matrix(features, dtype=np.float64)
    transposed = features.T.tocsr()
    n_rows, n_features = features.shape
    row_weight = np.ones(n_rows) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
    ridge = np.broadcast_to(np.asarray(penalty, dtype=np.float64), (n_features,))[:, None]
    truth = np.column_stack([labels == -1, labels == 1]).astype(np.float64)

    def loss(flat):
        weights, start = flat[: 2 * n_features].reshape(n_features, 2), flat[2 * n_features :]
        sums = features @ weights + (start if len(start) == 2 else start[0])
        top = np.maximum(sums.max(axis=1), 0.0)
        parts = np.exp(sums - top[:, None])
        total = parts.sum(axis=1) + np.exp(-top)
        error = (parts / total[:, None] - truth) * row_weight[:, None]
        value = row_weight @ (np.log(total) + top - (sums * truth).sum(axis=1)) + 0.5 * np.sum(ridge * weights**2)
        of_start = error.sum(axis=0) if len(start) == 2 else np.array([error.sum()])
        return value, np.concatenate([(transposed @ error + ridge * weights).ravel(), of_start])

    begin = np.zeros(2 * n_features + (1 if balanced else 2))
    options = {"maxiter": most_rounds, "ftol": 1e-10, "gtol": 1e-5 * max(row_weight.sum(), 1.0) ** 0.5}
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options=options).x
    start = found[2 * n_features :]
    return found[: 2 * n_features].reshape(n_features, 2), start if len(start) == 2 else np.repeat(start, 2)


def probabilities(sums):
    """Chances of bad, neutral and good from sums of weights.

    Parameters
    ----------
    sums : ndarray of float, rows × 2
        For bad and for good rather than neutral.

    Returns
    -------
    ndarray of float64, rows × 3
        In [0, 1]; each row sums to 1.

    Examples
    --------
    >>> probabilities(np.log([[2.0, 1.0]])).tolist()
    [[0.5, 0.25, 0.25]]
    """
    three = np.column_stack([sums[:, 0], np.zeros(len(sums)), sums[:, 1]])
    parts = np.exp(three - three.max(axis=1, keepdims=True))
    return parts / parts.sum(axis=1, keepdims=True)


def damp(sums, ceiling):
    """By what sums of weights are to be multiplied so that they do not grow without end: in long sentences much is said twice.

    Parameters
    ----------
    sums : ndarray of float, rows × 2
        Without what they begin with.
    ceiling : float
        What their length tends to.

    Returns
    -------
    ndarray of float, one entry per row
        In (0, 1]; 1 / √2 where the length is the ceiling.

    Examples
    --------
    >>> damp(np.array([[3.0, 4.0]]), 5.0).round(4).tolist()
    [0.7071]
    """
    return 1.0 / np.sqrt(1.0 + (np.asarray(sums) ** 2).sum(axis=1) / ceiling**2)


def fit_calibration(sums, start, labels):
    """Choose by what sums are divided and where they level off, so that probabilities are neither too bold nor too timid.

    Parameters
    ----------
    sums, start : ndarray of float, rows × 2
        Of rows that the weights were not fitted to; what their sums begin with.
    labels : ndarray of int, one entry per row
        −1, 0 or 1.

    Returns
    -------
    temperature : float
        To divide the sums by (Guo et al. 2017, *On Calibration of Modern Neural Networks*, section 4.2).
    ceiling : float
        As `damp` takes it, for the divided sums.

    Examples
    --------
    >>> even = np.log(np.array([[4.0, 1.0], [1.0, 4.0], [0.25, 0.25]]))
    >>> fit_calibration(even, np.zeros((3, 2)), np.array([-1, 1, 0]))[0] < 1   # always right: it may be bolder
    True
    """
    column = np.asarray(labels) + 1

    def loss(logarithms):
        temperature, ceiling = np.exp(logarithms)
        divided = sums / temperature
        chances = probabilities(divided * damp(divided, ceiling)[:, None] + start)
        return -np.log(np.maximum(chances[np.arange(len(column)), column], 1e-12)).mean()

    options = {"xatol": 1e-4, "fatol": 1e-8}
    found = minimize(
        loss, np.array([0.0, 1.5]), method="Nelder-Mead", bounds=[(-1.5, 1.5), (0.0, 4.0)], options=options
    )
    temperature, ceiling = np.exp(found.x)
    return float(temperature), float(ceiling)
