"""Inequality between areas, from the least to the most burdened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, arrays, normal_quantile, refuse
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar
from quartier.statistics.recovery import difference

__all__ = [
    "Estimate",
    "Kind",
    "checked_counts",
    "complete",
    "quintile_gap",
    "standard_error_of",
    "twice_midpoints",
]

#: What is counted: people among others, or events.
Kind = Literal["proportion", "rate"]

_FIFTHS = 5


@dataclass(frozen=True)
class Estimate:
    """One figure of a set of areas.

    Attributes
    ----------
    value, lower, upper : float
        The figure and its interval; NaN where there is none.
    areas : int
        How many areas it rests on.
    reason : str
        Why there is no value or no interval; else empty.
    """

    value: float
    lower: float
    upper: float
    areas: int
    reason: str = ""

    @classmethod
    def missing(cls, areas: int, reason: str) -> "Estimate":
        """What cannot be calculated from that many areas."""
        return cls(np.nan, np.nan, np.nan, areas, reason)


def complete(*columns: ArrayLike) -> list[Array]:
    """The columns without the areas of which one of them knows nothing.

    Parameters
    ----------
    columns
        One value an area each, NaN where missing; or a single number for all areas.

    Returns
    -------
    list
        The columns, without the areas where one is NaN.

    Raises
    ------
    ValueError
        Names the positions of infinite values; and where there is not one axis, that of the areas.

    Examples
    --------
    >>> [column.tolist() for column in complete([1, float("nan"), 3], [4, 5, 6])]
    [[1.0, 3.0], [4.0, 6.0]]
    """
    values = arrays(*columns)
    if values[0].ndim != 1:
        raise ValueError(f"areas along one axis are needed, not {values[0].ndim} axes")
    refuse(np.any(np.isinf(values), axis=0), "infinite value")
    known = ~np.any(np.isnan(values), axis=0)
    return [column[known] for column in values]


def quintile_gap(
    numerator: ArrayLike,
    denominator: ArrayLike,
    rank_by: ArrayLike | None = None,
    confidence: float = 0.95,
    *,
    kind: Kind,
) -> tuple[Estimate, Estimate]:
    r"""How far the most burdened fifth of the population is from the least burdened one.

    Areas are ordered by `rank_by` and cut into fifths of the population, which is the denominator:
    an area goes whole into the fifth in which the midpoint of its share lies, on a border into the
    upper one. Areas of the same rank stay together. The rates of the two fifths come from sums of
    their counts.

    Both intervals recover variances from those of the two rates :math:`p` (Wilson; exact or Byar).
    The difference :math:`p_1 - p_2` reaches :math:`\sqrt{(p_1 - l_1)^2 + (u_2 - p_2)^2}` down and
    :math:`\sqrt{(u_1 - p_1)^2 + (p_2 - l_2)^2}` up: for proportions Newcombe's interval. The ratio
    :math:`r` ends where the difference :math:`p_1 - r p_2` just would no longer differ from 0.

    Parameters
    ----------
    numerator, denominator
        Counts of areas. Areas where something is missing are left out.
    rank_by
        What orders the areas, the highest being the most burdened: best a measure of disadvantage.
        Without it the rate itself, and then the gap is never below 0 and chance widens it, which
        the intervals do not know of.
    confidence
        0.95 for 95 %.
    kind
        "proportion" or "rate".

    Returns
    -------
    difference, ratio
        Of the rates, as fractions: the most burdened fifth minus, and over, the least burdened.
        Both are missing with fewer than five areas ("few_areas"), where all have the same rank
        ("constant") and where a fifth at an end is empty since one area is so large
        ("empty_fifth"); the ratio also where the rate of the least burdened fifth is 0
        ("no_cases").

    Raises
    ------
    ValueError
        Names the positions of negative or infinite numbers, of denominators of 0 and of proportions
        above 1; where the numbers of areas differ; another `kind`.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions. Stat
    Med 17:873-890, method 10. Zou GY, Donner A (2008). Construction of confidence limits about
    effect measures. Stat Med 27:1693-1702. Donner A, Zou GY (2012). Closed-form confidence
    intervals for functions of the normal mean and standard deviation. Stat Methods Med Res
    21:347-359.

    Examples
    --------
    >>> poor = [10, 12, 20, 24, 40]
    >>> difference, ratio = quintile_gap(poor, [100] * 5, [1, 2, 3, 4, 5], kind="proportion")
    >>> round(difference.value, 3), round(difference.lower, 3), round(difference.upper, 3)
    (0.3, 0.183, 0.408)
    >>> ratio.value, round(ratio.lower, 2), round(ratio.upper, 2)
    (4.0, 2.16, 7.5)
    """
    x, n = checked_counts(numerator, denominator, kind)
    x, n, rank = complete(x, n, x / n if rank_by is None else rank_by)
    fifth = np.minimum(_FIFTHS * twice_midpoints(n, rank) // (2 * n.sum()), _FIFTHS - 1)
    ends = [fifth == _FIFTHS - 1, fifth == 0]
    reason = _no_fifths(rank, ends)
    if reason:
        return Estimate.missing(len(x), reason), Estimate.missing(len(x), reason)
    interval = wilson if kind == "proportion" else exact_or_byar
    events, people = (np.array([counts[end].sum() for end in ends]) for counts in (x, n))
    rates = (events / people, *interval(events, people, confidence))
    top, bottom = (tuple(float(part[end]) for part in rates) for end in (0, 1))
    apart, low, high = map(float, difference(*top, *bottom))
    ratio = _ratio(top, bottom)
    # Of less than one case, as conversion may leave, the lower limit can be 0 without the rate.
    reason = "no_cases" if np.isnan(ratio[0]) else "unbounded" if np.isnan(ratio[1]) else ""
    return Estimate(apart, low, high, len(x)), Estimate(*ratio, len(x), reason)


def standard_error_of(lower: ArrayLike, upper: ArrayLike, confidence: float = 0.95) -> Array:
    """The standard error that an interval stands for, were it a normal one: half its width over z.

    Parameters
    ----------
    lower, upper
        The ends of the intervals.
    confidence
        Of the intervals.

    Returns
    -------
    error
        Of the common shape, in the unit of the ends. NaN where one of them is.

    Raises
    ------
    ValueError
        Names the positions where the lower end is above the upper one.

    Examples
    --------
    >>> round(float(standard_error_of(72.7, 79.1)), 2)
    1.63
    """
    low, high = arrays(lower, upper)
    refuse(low > high, "lower end above upper end")
    return ((high - low) / (2 * normal_quantile(confidence)))[()]


def checked_counts(numerator: ArrayLike, denominator: ArrayLike, kind: Kind) -> list[Array]:
    """The counts as arrays of one shape.

    Parameters
    ----------
    numerator, denominator
        NaN where missing.
    kind
        "proportion" or "rate"; of a rate there can be more events than people.

    Raises
    ------
    ValueError
        Names the positions of counts that cannot be; another `kind`.

    Examples
    --------
    >>> checked_counts([1, 2], [4, 0], "rate")
    Traceback (most recent call last):
    ValueError: denominator not above 0 at position 1
    """
    if kind not in get_args(Kind):
        raise ValueError(f"kind {kind!r} is none of {', '.join(get_args(Kind))}")
    x, n = arrays(numerator, denominator)
    refuse(x < 0, "negative numerator")
    refuse(n <= 0, "denominator not above 0")
    if kind == "proportion":
        refuse(x > n, "numerator above denominator")
    return [x, n]


def twice_midpoints(population: Array, rank: Array) -> Array:
    """Twice the people below the middle of each area, or of all areas of its rank.

    Twice, so that whole people stay whole numbers and no border is missed by rounding.

    >>> twice_midpoints(np.array([10.0, 30.0, 60.0]), np.array([2.0, 2.0, 3.0])).tolist()
    [40.0, 40.0, 140.0]
    """
    _ranks, block = np.unique(rank, return_inverse=True)
    people = np.asarray(np.bincount(block, weights=population), dtype=np.float64)
    return (2 * np.cumsum(people) - people)[block]


def _no_fifths(rank: Array, ends: Sequence[Array]) -> str:
    """Why there are no fifths to compare; empty where there are."""
    if len(rank) < _FIFTHS:
        return "few_areas"
    if np.ptp(rank) == 0:
        return "constant"
    return "" if all(end.any() for end in ends) else "empty_fifth"


def _ratio(top: tuple[float, ...], bottom: tuple[float, ...]) -> tuple[float, float, float]:
    """The ratio of two rates with their limits, and its interval."""
    (p, low, high), (other, other_low, other_high) = top, bottom
    if other_low == 0:
        return p / other if other else np.nan, np.nan, np.nan
    value = p / other
    down = p * other + _root(p, other, p - low, other_high - other)
    lower = low * (2 * p - low) / down if p else 0.0
    up = p * other + _root(p, other, high - p, other - other_low)
    upper = up / (other_low * (2 * other - other_low))
    return value, min(lower, value), max(upper, value)


def _root(p: float, other: float, reach: float, other_reach: float) -> float:
    squared = (p * other_reach) ** 2 + (other * reach) ** 2 - (reach * other_reach) ** 2
    return float(np.sqrt(max(squared, 0.0)))
