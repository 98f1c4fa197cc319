"""The difference of two proportions."""

from numpy.typing import ArrayLike

from quartier.statistics import recovery
from quartier.statistics._arguments import Array, arrays
from quartier.statistics.proportion import wilson

__all__ = ["newcombe"]


def newcombe(
    numerator: ArrayLike,
    denominator: ArrayLike,
    other_numerator: ArrayLike,
    other_denominator: ArrayLike,
    confidence: float = 0.95,
) -> tuple[Array, Array, Array]:
    r"""The first proportion less the second, with Newcombe's hybrid score interval.

    With the proportions :math:`p_1` and :math:`p_2` and their intervals of Wilson from :math:`l` to
    :math:`u`, the difference :math:`d = p_1 - p_2` reaches from

    .. math:: d - \sqrt{(p_1 - l_1)^2 + (u_2 - p_2)^2} \quad \text{to} \quad
        d + \sqrt{(u_1 - p_1)^2 + (p_2 - l_2)^2}

    It stays inside -1 and 1, and is defined where none or all are cases. The two groups must not
    depend on each other: nobody is in both, so no area stands beside a city that contains it.

    Parameters
    ----------
    numerator, denominator
        Cases of the first group, and those among whom they were counted. NaN where missing.
    other_numerator, other_denominator
        The same of the second group.
    confidence
        0.95 for 95 %.

    Returns
    -------
    difference, lower, upper
        Fractions, of the common shape of all. NaN where an input is NaN.

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers, of denominators of 0 and of numerators
        above their denominators.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions:
    comparison of eleven methods. Stat Med 17:873-890, method 10.

    Examples
    --------
    56 of 70 and 48 of 80, as in Newcombe's first example:

    >>> [round(float(found), 4) for found in newcombe(56, 70, 48, 80)]
    [0.2, 0.0524, 0.3339]
    """
    x, n, y, m = arrays(numerator, denominator, other_numerator, other_denominator)
    # The intervals first, since they check the counts.
    (lower, upper), (other_lower, other_upper) = wilson(x, n, confidence), wilson(y, m, confidence)
    return recovery.difference(x / n, lower, upper, y / m, other_lower, other_upper)
