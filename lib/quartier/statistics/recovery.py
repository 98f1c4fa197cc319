"""The interval of a difference, from the intervals of its two sides."""

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, arrays, check_interval

__all__ = ["difference"]


def difference(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    other: ArrayLike,
    other_lower: ArrayLike,
    other_upper: ArrayLike,
) -> tuple[Array, Array, Array]:
    r"""The first value less the second, with variances recovered from their intervals.

    :math:`d - \sqrt{(a - l_a)^2 + (u_b - b)^2}` to
    :math:`d + \sqrt{(u_a - a)^2 + (b - l_b)^2}`. With
    the intervals of Wilson this is Newcombe's interval of two proportions; with the exact ones and
    Byar's it serves for two rates.

    Parameters
    ----------
    value, lower, upper
        One side with its interval.
    other, other_lower, other_upper
        The other side; the two must not depend on each other.

    Returns
    -------
    difference, lower, upper
        Of the common shape. NaN where an input is.

    Raises
    ------
    ValueError
        Names the positions where a value lies outside its interval (by more than rounding), or the
        lower end above the upper one.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions. Stat
    Med 17:873-890, method 10. Zou GY, Donner A (2008). Construction of confidence limits about
    effect measures: a general approach. Stat Med 27:1693-1702.

    Examples
    --------
    >>> [round(float(end), 2) for end in difference(10, 8, 13, 6, 5, 7.5)]
    [4.0, 1.5, 7.16]
    """
    a, la, ua, b, lb, ub = arrays(value, lower, upper, other, other_lower, other_upper)
    check_interval(a, la, ua)
    check_interval(b, lb, ub, "other ")
    size = a - b
    return size[()], (size - np.hypot(a - la, ub - b))[()], (size + np.hypot(ua - a, b - lb))[()]
