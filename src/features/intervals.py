"""How sure a mean is."""

import numpy as np
from scipy.special import stdtrit

CONFIDENCE = 0.95


def half_interval(spread, number):
    """Half the width of Student’s 95 % interval of a mean: t(0.975, n − 1) s / √n.

    Parameters
    ----------
    spread : array-like of float
        Standard deviation of the values, with n − 1 in the denominator.
    number : array-like of int
        How many values.

    Returns
    -------
    ndarray of float
        In the unit of `spread`. Missing where there are fewer than two values. It takes the values as independent.

    Examples
    --------
    >>> from features.intervals import half_interval
    >>> half_interval([1.0, 1.0], [1, 4]).round(4).tolist()   # t(0.975, 3) = 3.1824
    [nan, 1.5912]
    """
    number = np.asarray(number, dtype=float)
    freedom = np.where(number > 1, number - 1, np.nan)
    return (
        stdtrit(freedom, (1 + CONFIDENCE) / 2)
        * np.asarray(spread, dtype=float)
        / np.sqrt(np.where(number > 1, number, np.nan))
    )
