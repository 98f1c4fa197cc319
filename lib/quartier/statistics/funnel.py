"""Control limits: how far areas of a size may lie from a common value by chance alone."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gdtrib

from quartier.statistics._arguments import Array, arrays, normal_quantile, refuse, tail
from quartier.statistics._chance import variance_of_one

__all__ = ["INNER", "OUTER", "Dispersion", "Kind", "dispersion", "limits", "position"]

#: A share of people, events by people or time, or observed events by expected ones.
Kind = Literal["proportion", "rate", "ratio"]

#: The two pairs of limits of a funnel.
INNER, OUTER = 0.95, 0.998

#: The share of z-scores at each end that is drawn in before the dispersion is measured.
WINSORISED = 0.1

_FEWEST = 2


@dataclass(frozen=True)
class Dispersion:
    """How much more areas differ than chance explains.

    Attributes
    ----------
    factor : float
        Mean square of the winsorised z-scores: 1 where chance explains everything.
    variance : float
        Variance between areas beyond chance, on the scale of the fractions; 0 without
        over-dispersion.
    areas : int
        How many areas it rests on.
    """

    factor: float
    variance: float
    areas: int


def limits(
    centre: ArrayLike,
    denominator: ArrayLike,
    kind: Kind,
    confidence: float = INNER,
    variance: float = 0.0,
) -> tuple[Array, Array]:
    r"""Between which values areas lie that differ from a common value by chance alone.

    For a proportion :math:`c \pm z \sqrt{c (1 - c) / n}`: just there the interval of Wilson ends at
    the centre. For a rate or a ratio the numbers of events whose exact (Poisson) intervals end at
    the expected number. With a variance between areas the distance of each limit from the centre
    grows from :math:`d` to :math:`\sqrt{d^2 + z^2 \tau^2}`: for a proportion, and for many events,
    :math:`c \pm z \sqrt{v / n + \tau^2}`, where :math:`v / n` is the variance by chance.

    Parameters
    ----------
    centre
        The common value, a fraction; for an (indirectly) standardised ratio usually 1.
    denominator
        Sizes of areas; for a standardised ratio the expected events. NaN where missing.
    kind
        "proportion", "rate" or "ratio".
    confidence
        0.95 or 0.998.
    variance
        Of `dispersion`: limits for areas that differ beyond chance as most of them do.

    Returns
    -------
    lower, upper
        Fractions, of the common shape. Below 0 and, for proportions, above 1 there is none: the
        limit is 0 or 1. NaN where an input is NaN.

    Raises
    ------
    ValueError
        Names another kind, a confidence outside its range, and the positions of negative numbers,
        of denominators of zero and of proportions above 1.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Stat Med
    24:1185-1202. The limits without over-dispersion are those of the Public Health Profiles (Office
    for Health Improvement and Disparities), technical guidance.

    Examples
    --------
    >>> lower, upper = limits(0.2, [100, 400], "proportion")
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.1216, 0.1608], [0.2784, 0.2392])
    """
    c, n = arrays(centre, denominator)
    _check(c, n, kind)
    refuse(not 0 <= variance < np.inf, f"variance {variance} is not from 0 up to a finite number")
    z = normal_quantile(confidence)
    if kind == "proportion":
        below = above = z * np.sqrt(variance_of_one(c, kind) / n)
    else:
        low, high = _events(c * n, confidence)
        below, above = c - low / n, high / n - c
    # Squares of distances add up as variances do, and no limit gets narrower by it.
    beyond, top = z * np.sqrt(variance), 1.0 if kind == "proportion" else np.inf
    low, high = c - np.hypot(below, beyond), c + np.hypot(above, beyond)
    return np.clip(low, 0.0, top)[()], np.clip(high, 0.0, top)[()]


def _check(centre: Array, denominator: Array, kind: Kind) -> None:
    known = get_args(Kind)
    if kind not in known:
        raise ValueError(f"kind {kind!r} is none of {', '.join(map(repr, known))}")
    for name, given in (("centre", centre), ("denominator", denominator)):
        refuse(given < 0, f"negative {name}")
        refuse(np.isinf(given), f"infinite {name}")
    refuse(denominator == 0, "zero denominator")
    if kind == "proportion":
        refuse(centre > 1, "centre above 1")


def _check_numerator(numerator: Array, denominator: Array, kind: Kind) -> None:
    refuse(numerator < 0, "negative numerator")
    refuse(np.isinf(numerator), "infinite numerator")
    if kind == "proportion":
        refuse(numerator > denominator, "numerator above denominator")


def _events(expected: Array, confidence: float) -> tuple[Array, Array]:
    """The numbers of events whose exact intervals end at the expected number."""
    beyond = tail(confidence)
    some = np.where(expected > 0, expected, np.nan)
    # The number is the shape of the gamma distribution that has its quantile there.
    high = gdtrib(1.0, beyond, some)
    # Where even no event is not rare enough there is no lower limit.
    low = np.maximum(gdtrib(1.0, 1 - beyond, some) - 1, 0.0)
    return np.where(expected == 0, 0.0, low), np.where(expected == 0, 0.0, high)


def position(
    numerator: ArrayLike,
    denominator: ArrayLike,
    centre: ArrayLike,
    kind: Kind,
    variance: float = 0.0,
) -> tuple[Any, Any]:
    """On which side of a common value areas lie, and beyond which limits.

    Parameters
    ----------
    numerator, denominator
        Counts of areas: cases of people, or observed of expected events. NaN where missing.
    centre, kind, variance
        As in `limits`.

    Returns
    -------
    inner, outer
        "above", "below" or "similar" at 95 % and at 99.8 %; None where something is missing. On a
        limit is similar.

    Raises
    ------
    ValueError
        As `limits`, and names the positions of numerators that are negative or, of a proportion,
        above the denominator.

    Examples
    --------
    >>> inner, outer = position([20, 30, 40], 100, 0.2, "proportion")
    >>> inner.tolist(), outer.tolist()
    (['similar', 'above', 'above'], ['similar', 'similar', 'above'])
    """
    x, n, c = arrays(numerator, denominator, centre)
    _check(c, n, kind)
    _check_numerator(x, n, kind)
    inner, outer = (
        _side(x / n, *limits(c, n, kind, confidence, variance)) for confidence in (INNER, OUTER)
    )
    return inner, outer


def _side(value: Array, low: Array, high: Array) -> Any:
    side = np.full(np.shape(value), "similar", dtype=object)
    side[value > high] = "above"
    side[value < low] = "below"
    side[np.isnan(value) | np.isnan(low)] = None
    return side[()]


def dispersion(
    numerator: ArrayLike, denominator: ArrayLike, kind: Kind, centre: float | None = None
) -> Dispersion:
    r"""How much more areas differ from their common value than chance explains.

    Z-scores around the common value, winsorised at 10 %; their mean square is the factor
    :math:`\varphi`. Where it says more than chance (:math:`I \varphi > I - 1`), the variance
    between areas is :math:`\tau^2 = (I \varphi - (I - 1)) / (\sum w - \sum w^2 / \sum w)` with
    weights :math:`w` of one over the variance by chance.

    Parameters
    ----------
    numerator, denominator
        Counts of areas; areas where one is missing (NaN) are left out.
    kind
        As in `limits`.
    centre
        The common value; by default that of all areas together.

    Returns
    -------
    Dispersion
        Not a number with fewer than two areas, or where nobody or everybody is counted.

    Raises
    ------
    ValueError
        As `position`.

    References
    ----------
    Spiegelhalter DJ (2005). Handling over-dispersion of performance indicators. Qual Saf Health
    Care 14:347-351; without a transformation, the random effects of its section on additive models.

    Examples
    --------
    >>> found = dispersion([10, 30, 22, 18, 20], [100] * 5, "proportion")
    >>> round(found.factor, 3), round(found.variance, 5)
    (1.256, 0.00091)
    """
    x, n = arrays(numerator, denominator)
    (c,) = arrays(np.nan if centre is None else centre)
    _check(c, n, kind)
    _check_numerator(x, n, kind)
    known = ~np.isnan(x) & ~np.isnan(n)
    x, n = x[known], n[known]
    if centre is None and len(n):
        c = x.sum() / n.sum()
    chance = variance_of_one(c, kind)
    deviation = np.sqrt(chance * n)
    if len(n) < _FEWEST or not np.all(deviation > 0):
        return Dispersion(np.nan, np.nan, len(n))
    z = (x - c * n) / deviation
    drawn_in = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    factor = float(np.mean(drawn_in**2))
    excess = len(n) * factor - (len(n) - 1)
    return Dispersion(factor, max(0.0, float(excess * chance / _spare(n))), len(n))


def _spare(weight: Array) -> float:
    r"""The sum of weights less that of their squares over it, also where one outweighs the rest.

    As :math:`2 \sum_{i > j} w_i w_j / \sum w`, so that nothing is lost by a difference.
    """
    ascending = np.sort(weight)
    below = np.cumsum(ascending)[:-1]
    return float(2 * (ascending[1:] / weight.sum() * below).sum())
