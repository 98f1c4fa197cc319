"""How unevenly a group lives spread over areas."""

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, arrays, normal_quantile, refuse
from quartier.statistics.inequality import Estimate, complete

__all__ = ["dissimilarity", "isolation"]

_FEWEST = 2

# Shares that differ by rounding only are the same.
_SAME = 1e-14


def dissimilarity(group: ArrayLike, others: ArrayLike, confidence: float = 0.95) -> Estimate:
    r"""The index of dissimilarity: which part of a group would have to move to be spread evenly.

    With an area's parts :math:`p = x / X` of the group and :math:`q = y / Y` of the others:

    .. math:: D = \tfrac12 \sum |p - q|

    The interval takes both groups for draws from two multinomial distributions. By the delta method
    the variance of :math:`D` is
    :math:`\tfrac14 [(1 - (\sum s p)^2) / X + (1 - (\sum s q)^2) / Y]`, with the sign :math:`s` of
    :math:`p - q`. Where the two are equal the sign is unknown; counted as 0 it makes the interval
    rather too wide.

    Chance alone makes a small group in many areas look segregated: :math:`D` is then too high, and
    so is its interval. That is not corrected.

    Parameters
    ----------
    group, others
        Members of the group and everybody else, an area each. Areas where one is missing, and those
        without people, are left out.
    confidence
        0.95 for 95 %.

    Returns
    -------
    Estimate
        From 0, evenly spread, to 1, apart from each other; the interval ends there too. Missing
        with fewer than two areas ("few_areas"), and where there is nobody in the group or outside
        ("nobody").

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers; where the numbers of areas differ.

    References
    ----------
    Duncan OD, Duncan B (1955). A methodological analysis of segregation indexes. Am Sociol Rev
    20:210-217. Ransom MR (2000). Sampling distributions of segregation indexes. Sociol Methods Res
    28:454-475. On chance: Allen R, Burgess S, Davidson R, Windmeijer F (2015). More reliable
    inference for the dissimilarity index of segregation. Econom J 18:40-66.

    Examples
    --------
    >>> found = dissimilarity([60, 30, 10], [100, 300, 600])
    >>> round(found.value, 3), round(found.lower, 3), round(found.upper, 3), found.areas
    (0.5, 0.411, 0.589, 3)
    """
    x, y = arrays(group, others)
    refuse(x < 0, "negative group")
    refuse(y < 0, "negative others")
    x, y = complete(x, y)
    x, y = x[x + y > 0], y[x + y > 0]
    if len(x) < _FEWEST or not (x.any() and y.any()):
        return Estimate.missing(len(x), "few_areas" if len(x) < _FEWEST else "nobody")
    p, q = x / x.sum(), y / y.sum()
    apart = np.where(np.abs(p - q) <= _SAME * (p + q), 0.0, p - q)
    sign = np.sign(apart)
    spread = (1 - (sign @ p) ** 2) / x.sum() + (1 - (sign @ q) ** 2) / y.sum()
    return _between_0_and_1(np.abs(apart).sum() / 2, spread / 4, confidence, len(x))


def isolation(group: ArrayLike, total: ArrayLike, confidence: float = 0.95) -> Estimate:
    r"""The index of isolation: the share of their own group in the area of an average member.

    With :math:`x` of :math:`t` people in an area, :math:`X` in all and the share :math:`p = x / t`:

    .. math:: P = \sum \frac{x}{X} \frac{x}{t}

    The interval takes the people of an area as given and the members among them as binomial. As
    :math:`P` changes by :math:`(2 p - P) / X` with a member more, the delta method gives the
    variance :math:`\sum (2 p - P)^2 \, t p (1 - p) / X^2`.

    Parameters
    ----------
    group, total
        Members of the group and all people, an area each. Areas where one is missing are left out.
    confidence
        0.95 for 95 %.

    Returns
    -------
    Estimate
        From the group's share in the city, where it is spread evenly, to 1, where it lives by
        itself; the interval ends at 0 and 1. Missing with fewer than two areas ("few_areas"), and
        where there is nobody in the group ("nobody").

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers, of totals of 0 and of groups above the
        total; where the numbers of areas differ.

    References
    ----------
    Bell W (1954). A probability model for the measurement of ecological segregation. Soc Forces
    32:357-364. Lieberson S (1981). An asymmetrical approach to segregation. In: Peach C and others
    (eds), Ethnic segregation in cities, 61-82. The interval is worked out here.

    Examples
    --------
    >>> found = isolation([60, 30, 10], [100, 300, 600])
    >>> round(found.value, 3), round(found.lower, 3), round(found.upper, 3), found.areas
    (0.392, 0.309, 0.475, 3)
    """
    x, t = arrays(group, total)
    refuse(x < 0, "negative group")
    refuse(t <= 0, "total not above 0")
    refuse(x > t, "group above total")
    x, t = complete(x, t)
    if len(x) < _FEWEST or not x.any():
        return Estimate.missing(len(x), "few_areas" if len(x) < _FEWEST else "nobody")
    p, members = x / t, x.sum()
    value = x @ p / members
    variance = ((2 * p - value) ** 2 @ (x * (1 - p))) / members**2
    return _between_0_and_1(value, variance, confidence, len(x))


def _between_0_and_1(
    value: Array | float, variance: Array | float, confidence: float, areas: int
) -> Estimate:
    # Rounding may push either a little out of bounds.
    middle = float(np.clip(value, 0.0, 1.0))
    reach = normal_quantile(confidence) * float(np.sqrt(np.maximum(variance, 0.0)))
    return Estimate(middle, max(0.0, middle - reach), min(1.0, middle + reach), areas)
