"""Intervals of means."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from quartier.statistics._arguments import Array, arrays, refuse, series, tail

__all__ = ["of", "student"]

# A single value says nothing about how much values differ.
_FEWEST = 2


def student(
    mean: ArrayLike, deviation: ArrayLike, count: ArrayLike, confidence: float = 0.95
) -> tuple[Array, Array]:
    r"""The interval of a mean from Student's distribution.

    With the mean :math:`m` and the standard deviation :math:`s` of :math:`n` values, and the
    quantile :math:`t` of :math:`n - 1` degrees of freedom:

    .. math:: m \mp t \frac{s}{\sqrt{n}}

    It takes the values for a random sample of a normal distribution; the more values there are, the
    less their own distribution matters. Values that are all the same give an interval without
    width.

    Parameters
    ----------
    mean, deviation, count
        Mean, standard deviation of the sample (divided by one less than the count) and number of
        values. NaN where missing.
    confidence
        0.95 for 95 %.

    Returns
    -------
    lower, upper
        In the unit of the mean, of the common shape of the three. NaN where an input is NaN or
        there is a single value.

    Raises
    ------
    ValueError
        Names the positions of negative deviations and counts, of infinite numbers, and of means of
        0 values.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika 6:1-25.

    Examples
    --------
    >>> lower, upper = student(7.5, 2.0, 16)
    >>> round(float(lower), 2), round(float(upper), 2)
    (6.43, 8.57)
    """
    m, s, n = arrays(mean, deviation, count)
    refuse(s < 0, "negative deviation")
    refuse(n < 0, "negative count")
    refuse(np.isinf(m) | np.isinf(s) | np.isinf(n), "infinite number")
    refuse((n == 0) & ~np.isnan(m), "mean of 0 values")
    n = np.where(n < _FEWEST, np.nan, n)
    reach = -stdtrit(n - 1, tail(confidence)) * s / np.sqrt(n)
    return (m - reach)[()], (m + reach)[()]


def of(values: ArrayLike, confidence: float = 0.95) -> tuple[Array, Array, Array]:
    """The mean of values, with its interval from Student's distribution.

    Parameters
    ----------
    values
        Measured values along the last axis. Missing ones (NaN) are left out and do not count: it is
        the mean of what was measured, which stands for all only where it is left to chance who is
        missing.
    confidence
        0.95 for 95 %.

    Returns
    -------
    mean, lower, upper
        In the unit of the values, of the shape of the other axes. All NaN where every value is
        missing; the ends are NaN where a single value is left.

    Raises
    ------
    ValueError
        Names the positions of infinite values; and where a single number is given.

    References
    ----------
    As for `student`.

    Examples
    --------
    >>> [round(float(found), 2) for found in of([3.0, 5.0, float("nan"), 10.0])]
    [6.0, -2.96, 14.96]
    """
    (x,) = series(values)
    refuse(np.isinf(x), "infinite value")
    known = ~np.isnan(x)
    count = known.sum(axis=-1).astype(np.float64)
    mean = np.where(known, x, 0.0).sum(axis=-1) / np.where(count == 0, np.nan, count)
    squares = (np.where(known, x - mean[..., np.newaxis], 0.0) ** 2).sum(axis=-1)
    deviation = np.sqrt(squares / np.where(count < _FEWEST, np.nan, count - 1))
    return mean[()], *student(mean, deviation, count, confidence)
