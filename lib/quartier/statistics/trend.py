"""Whether a series has been rising or falling of late."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, check_interval, normal_quantile, series

__all__ = ["CRITICAL", "POINTS", "Trend", "recent"]

Flags = np.ndarray[Any, np.dtype[np.bool]]

#: How many points, the last valid ones, decide.
POINTS = 5

#: Chi-square of one degree of freedom at 99.8 %.
CRITICAL = 9.5495

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Trend:
    """The recent trend of many series; each attribute has an element a series.

    Attributes
    ----------
    verdict
        "rising", "falling" or "no_change"; None where it cannot be assessed.
    reason
        Why there is no verdict ("few_points", "no_interval") or no change ("chance", "one_point":
        it hangs on a single point); empty where there is a trend.
    slope
        Change from one point to the next, in the unit of the values.
    chi_square
        Of the slope, with one degree of freedom.
    first, last
        Positions of the points between which the trend was looked for; -1 without any.
    """

    verdict: Any
    reason: Any
    slope: Array
    chi_square: Array
    first: np.ndarray
    last: np.ndarray


def recent(
    values: ArrayLike, lower: ArrayLike, upper: ArrayLike, confidence: float = 0.95
) -> Trend:
    r"""The recent trend of series, from their last five valid points.

    The points are numbered 1 to 5 and weighted by one over the square of their standard error, the
    width of the interval over :math:`2 z`. With the weighted least-squares slope :math:`b` on these
    numbers, :math:`\chi^2 = b^2 \sum w (t - \bar t)^2`. A series rises or falls if that is above
    9.5495 (99.8 %) and the slope keeps its sign whichever point is left out. Gaps between the
    points do not count.

    Parameters
    ----------
    values, lower, upper
        Values and their intervals, in the order of time along the last axis. NaN where missing.
        What lies before a break in a series is to be given as missing.
    confidence
        Of the intervals.

    Returns
    -------
    Trend
        Its attributes have the shape of the other axes. Fewer than five valid points cannot be
        assessed: a point is valid where its value has an interval with a width.

    Raises
    ------
    ValueError
        Names the positions where the lower end is above the upper one, or a value lies outside its
        interval by more than rounding; and where single numbers are given.

    References
    ----------
    Office for Health Improvement and Disparities, Public Health Profiles: technical guidance,
    recent trends.

    Examples
    --------
    >>> shares = [18.0, 18.7, 17.1, 16.6, 14.3]
    >>> found = recent(shares, [s - 1.3 for s in shares], [s + 1.3 for s in shares])
    >>> found.verdict, round(float(found.slope), 2), round(float(found.chi_square), 1)
    ('falling', -0.95, 20.5)
    """
    y, low, high = series(values, lower, upper)
    check_interval(y, low, high)
    z = normal_quantile(confidence)
    if y.shape[-1] < POINTS:
        return _unassessable(y)
    error = (high - low) / (2 * z)
    valid = np.isfinite(y) & np.isfinite(error) & (error > 0)
    # A stable sort puts the valid points last, in their order of time.
    last = np.argsort(valid, axis=-1, kind="stable")[..., -POINTS:]
    enough = valid.sum(axis=-1) >= POINTS
    chosen = np.take_along_axis(y, last, axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = 1 / np.take_along_axis(error, last, axis=-1) ** 2
        slope, spread = _slope(chosen, weight)
        chi_square = slope**2 * spread
    firm = _survives(chosen, weight, np.sign(slope))
    verdict, reason = _verdict(enough, np.isfinite(y).sum(axis=-1), chi_square, firm, slope)
    return Trend(
        verdict[()],
        reason[()],
        np.where(enough, slope, np.nan)[()],
        np.where(enough, chi_square, np.nan)[()],
        np.where(enough, last[..., 0], -1)[()],
        np.where(enough, last[..., -1], -1)[()],
    )


def _slope(values: Array, weight: Array) -> tuple[Array, Array]:
    """Weighted slope on the numbers of the points, and their weighted sum of squares."""
    number = np.arange(1.0, POINTS + 1)
    total = weight.sum(axis=-1, keepdims=True)
    apart = number - (weight * number).sum(axis=-1, keepdims=True) / total
    middle = (weight * values).sum(axis=-1, keepdims=True) / total
    spread = (weight * apart**2).sum(axis=-1)
    return (weight * apart * (values - middle)).sum(axis=-1) / spread, spread


def _survives(values: Array, weight: Array, sign: Array) -> Flags:
    """Whether the slope keeps its sign whichever point is left out."""
    firm = np.ones(sign.shape, dtype=bool)
    # A slope that is 0 but for rounding has no sign.
    rounding = _ROUNDING * np.ptp(values, axis=-1)
    for point in range(POINTS):
        without = weight.copy()
        without[..., point] = 0.0
        with np.errstate(invalid="ignore", divide="ignore"):
            firm &= _slope(values, without)[0] * sign > rounding
    return firm


def _verdict(
    enough: Flags, told: np.ndarray, chi_square: Array, firm: Flags, slope: Array
) -> tuple[np.ndarray, np.ndarray]:
    verdict = np.full(enough.shape, "no_change", dtype=object)
    reason = np.full(enough.shape, "chance", dtype=object)
    sure = enough & (chi_square > CRITICAL)
    reason[sure & ~firm] = "one_point"
    trend = sure & firm
    verdict[trend] = np.where(slope[trend] > 0, "rising", "falling")
    reason[trend] = ""
    verdict[~enough] = None
    reason[~enough] = np.where(told[~enough] >= POINTS, "no_interval", "few_points")
    return verdict, reason


def _unassessable(y: Array) -> Trend:
    shape = y.shape[:-1]
    nothing, nowhere = np.full(shape, np.nan), np.full(shape, -1)
    verdict, reason = np.full(shape, None, dtype=object), np.full(shape, "few_points", dtype=object)
    return Trend(
        verdict[()], reason[()], nothing[()], nothing.copy()[()], nowhere[()], nowhere.copy()[()]
    )
