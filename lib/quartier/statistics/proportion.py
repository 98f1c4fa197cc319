"""Intervals of proportions."""

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, arrays, normal_quantile, refuse

__all__ = ["wilson"]


def wilson(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95
) -> tuple[Array, Array]:
    r"""The score interval of Wilson for a proportion, without continuity correction.

    With :math:`n` cases, a share :math:`p`, :math:`q = 1 - p` and the normal quantile :math:`z`:

    .. math:: \frac{2np + z^2 \mp z \sqrt{z^2 + 4npq}}{2 (n + z^2)}

    It stays inside 0 and 1, is defined for none and for all, and covers well in small groups.

    Parameters
    ----------
    numerator, denominator
        Cases, and those among whom they were counted. NaN where missing.
    confidence
        0.95 for 95 %.

    Returns
    -------
    lower, upper
        Fractions, of the common shape of the two. NaN where an input is NaN.

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers, of denominators of 0 (a share of
        nobody does not exist) and of numerators above their denominators.

    References
    ----------
    Wilson EB (1927). Probable inference, the law of succession, and statistical inference. J Am
    Stat Assoc 22:209-212. Newcombe RG (1998). Two-sided confidence intervals for the single
    proportion. Stat Med 17:857-872, method 3.

    Examples
    --------
    81 of 263, as in Newcombe's first example:

    >>> lower, upper = wilson(81, 263)
    >>> round(float(lower), 4), round(float(upper), 4)
    (0.2553, 0.3662)
    """
    x, n = arrays(numerator, denominator)
    refuse(x < 0, "negative numerator")
    refuse(n < 0, "negative denominator")
    refuse(n == 0, "denominator of 0")
    refuse(x > n, "numerator above denominator")
    refuse(np.isinf(n), "infinite denominator")
    z = normal_quantile(confidence)
    p = x / n
    middle = 2 * x + z**2
    reach = z * np.sqrt(z**2 + 4 * x * (1 - p))
    width = 2 * (n + z**2)
    # For none and for all one end is the share itself; rounding may not push it past it.
    lower = np.clip(np.where(x == 0, 0.0, (middle - reach) / width), 0.0, p)
    upper = np.clip(np.where(x == n, 1.0, (middle + reach) / width), p, 1.0)
    return np.where(np.isnan(p), np.nan, lower)[()], np.where(np.isnan(p), np.nan, upper)[()]
