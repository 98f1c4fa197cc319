"""Inequality between areas, from the least to the most burdened."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, arrays, normal_quantile, refuse
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar
from quartier.statistics.recovery import difference

__all__ = ["Estimate", "complete", "quintile_gap", "slope_index", "standard_error_of"]

_FIFTHS = 5
_FEWEST_FOR_A_LINE = 3

# A line that ends nearer to 0, in parts of the mean, ends there but for rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Estimate:
    """One figure of a set of areas.

    Attributes
    ----------
    value, lower, upper : float
        The figure and its interval; NaN where there is none.
    areas : int
        How many areas it rests on.
    """

    value: float
    lower: float
    upper: float
    areas: int

    @classmethod
    def missing(cls, areas: int) -> "Estimate":
        """What cannot be calculated from that many areas."""
        return cls(np.nan, np.nan, np.nan, areas)


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
    kind: Literal["proportion", "rate"],
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
        Counts of areas. Areas where something is missing or the denominator is 0 are left out.
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
        Missing with fewer than five areas and where a fifth at an end is empty; the ratio also
        where the rate of the least burdened fifth is 0.

    Raises
    ------
    ValueError
        Names the positions of negative or infinite numbers and of proportions above 1.

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
    x, n = arrays(numerator, denominator)
    _check_counts(x, n, kind)
    n = np.where(n == 0, np.nan, n)
    x, n, rank = complete(x, n, x / n if rank_by is None else rank_by)
    fifth = np.minimum(_FIFTHS * _twice_midpoints(n, rank) // (2 * n.sum()), _FIFTHS - 1)
    ends = [fifth == _FIFTHS - 1, fifth == 0]
    if len(x) < _FIFTHS or not all(end.any() for end in ends):
        return Estimate.missing(len(x)), Estimate.missing(len(x))
    interval = wilson if kind == "proportion" else exact_or_byar
    events, people = (np.array([counts[end].sum() for end in ends]) for counts in (x, n))
    rates = (events / people, *interval(events, people, confidence))
    top, bottom = (tuple(float(part[end]) for part in rates) for end in (0, 1))
    apart, low, high = map(float, difference(*top, *bottom))
    return Estimate(apart, low, high, len(x)), Estimate(*_ratio(top, bottom), len(x))


def slope_index(
    value: ArrayLike,
    standard_error: ArrayLike,
    population: ArrayLike,
    rank_by: ArrayLike,
    confidence: float = 0.95,
) -> tuple[Estimate, Estimate]:
    r"""The slope and the relative index of inequality.

    Areas in the order of `rank_by` take up their shares :math:`a` of a scale from 0, the least
    burdened person, to 1, the most burdened; :math:`b` are the midpoints, common to areas of the
    same rank. A line is fitted to the values by least squares weighted with :math:`a`. The slope
    index is its slope :math:`\sum c y`, with :math:`c = a (b - \frac12) / \sum a (b - \frac12)^2`:
    what separates the two ends, in the unit of the values. The relative index is the line at 1 over
    the line at 0.

    The values being independent and normal, the slope has exactly the interval
    :math:`\pm z \sqrt{\sum c^2 s^2}`; that of the relative index is Fieller's, for the ratio of two
    correlated normal variables.

    Parameters
    ----------
    value, standard_error
        Values of areas (or of quantiles of areas) and their standard errors.
    population
        People of the areas.
    rank_by
        What orders the areas, the highest being the most burdened. Areas where something is missing
        are left out.
    confidence
        0.95 for 95 %.

    Returns
    -------
    slope, relative
        The slope is positive where burdened areas have the higher values. Both are missing with
        fewer than three areas or where all have the same rank; the relative index also where the
        line is not above 0 at both ends, its limits where Fieller's are unbounded.

    Raises
    ------
    ValueError
        Names the positions of populations not above 0, negative errors and infinite values.

    References
    ----------
    Mackenbach JP, Kunst AE (1997). Measuring the magnitude of socio-economic inequalities in
    health. Soc Sci Med 44:757-771. Regression as in `phe_sii` of PHEindicatormethods (Office for
    Health Improvement and Disparities), which draws the interval by simulation and counts from the
    most to the least deprived: its slope has the other sign, its relative index is one over this
    one. Fieller EC (1954). Some problems in interval estimation. J R Stat Soc B 16:175-185.

    Examples
    --------
    >>> slope, relative = slope_index([10.0, 12.0, 13.0, 17.0], 1.0, [100] * 4, [1, 2, 3, 4])
    >>> round(slope.value, 2), round(slope.lower, 2), round(slope.upper, 2)
    (8.8, 5.29, 12.31)
    >>> round(relative.value, 2), round(relative.lower, 2), round(relative.upper, 2)
    (2.02, 1.51, 2.83)
    """
    y, s, n, rank = arrays(value, standard_error, population, rank_by)
    refuse(s < 0, "negative standard error")
    refuse(n <= 0, "population not above 0")
    y, s, n, rank = complete(y, s, n, rank)
    if len(y) < _FEWEST_FOR_A_LINE or np.ptp(rank) == 0:
        return Estimate.missing(len(y)), Estimate.missing(len(y))
    share = n / n.sum()
    apart = _twice_midpoints(n, rank) / (2 * n.sum()) - 0.5
    pull = share * apart / (share @ apart**2)
    middle = share @ y
    slope, z = float(pull @ (y - middle)), normal_quantile(confidence)
    reach = z * float(np.linalg.norm(pull * s))
    top, bottom = float(middle) + slope / 2, float(middle) - slope / 2
    relative = (np.nan,) * 3
    if min(top, bottom) > _ROUNDING * float(share @ np.abs(y)):
        errors = (share + pull / 2) * s / bottom, (share - pull / 2) * s / bottom
        relative = _fieller(top / bottom, *errors, z)
    return Estimate(slope, slope - reach, slope + reach, len(y)), Estimate(*relative, len(y))


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


def _check_counts(x: Array, n: Array, kind: str) -> None:
    refuse(x < 0, "negative numerator")
    refuse(n < 0, "negative denominator")
    if kind == "proportion":
        refuse(x > n, "numerator above denominator")


def _twice_midpoints(population: Array, rank: Array) -> Array:
    """Twice the people below the middle of each area, or of all areas of its rank.

    Twice, so that whole people stay whole numbers and no border is missed by rounding.
    """
    _ranks, block = np.unique(rank, return_inverse=True)
    people = np.asarray(np.bincount(block, weights=population), dtype=np.float64)
    return (2 * np.cumsum(people) - people)[block]


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


def _fieller(
    ratio: float, top_errors: Array, bottom_errors: Array, z: float
) -> tuple[float, float, float]:
    """A ratio of two sums over areas, and its interval; errors are parts of the bottom one."""
    top, both, bottom = (
        float(one @ other) * z**2
        for one, other in (
            (top_errors, top_errors),
            (top_errors, bottom_errors),
            (bottom_errors, bottom_errors),
        )
    )
    if bottom >= 1:
        return ratio, np.nan, np.nan
    spread = float(np.linalg.norm(top_errors - ratio * bottom_errors) * z) ** 2
    root = np.sqrt(max(spread - (top * bottom - both**2), 0.0))
    lower, upper = ((ratio - both + side * root) / (1 - bottom) for side in (-1, 1))
    return ratio, min(float(lower), ratio), max(float(upper), ratio)
