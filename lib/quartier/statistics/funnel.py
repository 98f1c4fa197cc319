"""Control limits: how far areas of a size may lie from a common value by chance alone."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gdtrib

from quartier.statistics._arguments import Array, arrays, normal_quantile, refuse, tail
from quartier.statistics.comparison import compared
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar

__all__ = ["INNER", "OUTER", "Dispersion", "Kind", "dispersion", "limits", "position"]

Kind = Literal["proportion", "rate"]

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
    the centre. For a rate the numbers of events whose exact (Poisson) intervals end at the expected
    number. With a variance between areas both are :math:`c \pm z \sqrt{v / n + \tau^2}`.

    Parameters
    ----------
    centre
        The common value, a fraction.
    denominator
        Sizes of areas.
    kind
        "proportion" or "rate".
    confidence
        0.95 or 0.998.
    variance
        Of `dispersion`: limits for areas that differ beyond chance as most of them do.

    Returns
    -------
    lower, upper
        Fractions, of the common shape. Below 0 and, for proportions, above 1 there is none: the
        limit is 0 or 1. NaN where an input is NaN or the denominator is 0.

    Raises
    ------
    ValueError
        Names the positions of negative numbers and of proportions above 1.

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
    refuse(c < 0, "negative centre")
    refuse(n < 0, "negative denominator")
    if kind == "proportion":
        refuse(c > 1, "centre above 1")
    n = np.where(n == 0, np.nan, n)
    if kind == "proportion" or variance > 0:
        reach = normal_quantile(confidence) * np.sqrt(_chance(c, n, kind) + variance)
        low, high = c - reach, c + reach
    else:
        low, high = _events(c * n, confidence)
        low, high = low / n, high / n
    top = 1.0 if kind == "proportion" else np.inf
    return np.clip(low, 0.0, top)[()], np.clip(high, 0.0, top)[()]


def _events(expected: Array, confidence: float) -> tuple[Array, Array]:
    """The numbers of events whose exact intervals end at the expected number."""
    beyond = tail(confidence)
    some = np.where(expected > 0, expected, np.nan)
    # The number is the shape of the gamma distribution that has its quantile there.
    high = gdtrib(1.0, beyond, some)
    # Where even no event is not rare enough there is no lower limit.
    low = np.maximum(gdtrib(1.0, 1 - beyond, some) - 1, 0.0)
    return np.where(expected == 0, 0.0, low), np.where(expected == 0, 0.0, high)


def _chance(centre: Array, denominator: Array, kind: Kind) -> Array:
    """Variance by chance of the value of an area."""
    return (centre * (1 - centre) if kind == "proportion" else centre) / denominator


def position(
    numerator: ArrayLike, denominator: ArrayLike, centre: ArrayLike, kind: Kind
) -> tuple[Any, Any]:
    """On which side of a common value areas lie, and beyond which limits.

    An area lies beyond a limit where its own interval at that confidence (Wilson, or exact and
    Byar) leaves out the common value.

    Parameters
    ----------
    numerator, denominator
        Counts of areas.
    centre
        The common value, a fraction.
    kind
        "proportion" or "rate".

    Returns
    -------
    inner, outer
        "above", "below" or "similar" at 95 % and at 99.8 %; None where something is missing.

    Examples
    --------
    >>> inner, outer = position([20, 30, 40], 100, 0.2, "proportion")
    >>> inner.tolist(), outer.tolist()
    (['similar', 'above', 'above'], ['similar', 'similar', 'above'])
    """
    interval = wilson if kind == "proportion" else exact_or_byar
    inner, outer = (
        compared(*interval(numerator, denominator, confidence), centre)
        for confidence in (INNER, OUTER)
    )
    return inner, outer


def dispersion(numerator: ArrayLike, denominator: ArrayLike, kind: Kind) -> Dispersion:
    r"""How much more areas differ from their common value than chance explains.

    Z-scores around the pooled value, winsorised at 10 %; their mean square is the factor
    :math:`\varphi`. Where it says more than chance (:math:`I \varphi > I - 1`), the variance
    between areas is :math:`\tau^2 = (I \varphi - (I - 1)) / (\sum w - \sum w^2 / \sum w)` with
    weights :math:`w` of one over the variance by chance.

    Parameters
    ----------
    numerator, denominator
        Counts of areas; areas where one is missing or the denominator is 0 are left out.
    kind
        "proportion" or "rate".

    Returns
    -------
    Dispersion
        Not a number with fewer than two areas, or where nobody or everybody is counted.

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
    refuse(x < 0, "negative numerator")
    refuse(n < 0, "negative denominator")
    known = ~np.isnan(x) & ~np.isnan(n) & (n > 0)
    x, n = x[known], n[known]
    centre = x.sum() / n.sum() if len(n) else np.nan
    chance = _chance(np.asarray(centre), n, kind)
    if len(n) < _FEWEST or not np.all(chance > 0):
        return Dispersion(np.nan, np.nan, len(n))
    z = (x / n - centre) / np.sqrt(chance)
    drawn_in = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    factor = float(np.mean(drawn_in**2))
    excess = len(n) * factor - (len(n) - 1)
    weight = 1 / chance
    spare = weight.sum() - (weight**2).sum() / weight.sum()
    return Dispersion(factor, max(0.0, float(excess / spare)), len(n))
