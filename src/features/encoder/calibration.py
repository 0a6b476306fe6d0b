"""Probabilities that mean what they say."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax


def fit_calibration(logits, classes):
    """Fit one temperature and a shift per class to held-out labels.

    Parameters
    ----------
    logits : array of shape (n, 3)
        What a head says.
    classes : array of int
        What was right: 0, 1, 2.

    Returns
    -------
    array of shape (4,)
        Factor of all logits, then what is added per class; the shifts add up to 0.

    Examples
    --------
    >>> import numpy as np
    >>> from features.encoder.calibration import fit_calibration
    >>> says = np.log([[0.9, 0.05, 0.05]] * 10)  # says 90 %, right in 6 of 10
    >>> factor, *shifts = fit_calibration(says, np.array([0] * 6 + [1, 1, 2, 2]))
    >>> odds = np.exp(factor * says[0] + shifts)
    >>> (odds / odds.sum()).round(2).tolist()
    [0.6, 0.2, 0.2]
    """
    rows = np.arange(len(classes))

    def loss(settings):
        # The penalty only decides between settings that the labels cannot tell apart.
        said = log_softmax(np.exp(settings[0]) * logits + settings[1:], axis=1)
        return -said[rows, classes].mean() + 1e-6 * (settings**2).sum()

    found = minimize(loss, np.zeros(1 + logits.shape[1]), method="BFGS").x
    return np.concatenate([[np.exp(found[0])], found[1:] - found[1:].mean()])


def measure_calibration_error(probabilities, classes, *, bins=15):
    """Measure how far the highest probability is from the share that is right.

    Parameters
    ----------
    probabilities : array of shape (n, k)
        Rows add up to 1.
    classes : array of int
        What was right.
    bins : int
        Of equal width in [0, 1].

    Returns
    -------
    float
        Expected calibration error: the mean over bins, weighted by their rows, of |mean highest probability − share right|.

    Examples
    --------
    >>> import numpy as np
    >>> from features.encoder.calibration import measure_calibration_error
    >>> round(measure_calibration_error(np.array([[0.8, 0.2]] * 4), np.array([0, 0, 1, 1])), 3)  # says 0.8, right in 0.5
    0.3
    """
    highest, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == classes
    bin_no = np.minimum((highest * bins).astype(int), bins - 1)
    gaps = np.bincount(bin_no, highest - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(classes))


def measure_f1(classes, guessed, *, kinds=3):
    """Measure the mean of the classes’ F1.

    Parameters
    ----------
    classes, guessed : array of int
        What was right and what was said.
    kinds : int
        Number of classes.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> import numpy as np
    >>> from features.encoder.calibration import measure_f1
    >>> measure_f1(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), kinds=2)  # 2/3 and 4/5
    0.7333333333333334
    """
    f1 = [
        2 * ((classes == k) & (guessed == k)).sum() / max((classes == k).sum() + (guessed == k).sum(), 1)
        for k in range(kinds)
    ]
    return float(np.mean(f1))
