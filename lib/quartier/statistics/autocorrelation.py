"""Whether neighbouring areas resemble each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from quartier.statistics._arguments import Array, columns, links, normal_quantile, refuse

__all__ = ["Moran", "moran"]

_FEWEST = 4

# Values that differ by less, in parts of the largest, are the same but for rounding.
_ROUNDING = 1e-12

# Below this the variance is rounding: every arrangement of the values has the same coefficient.
_NO_VARIANCE = 1e-13


@dataclass(frozen=True)
class Moran:
    """Moran's coefficient of a set of areas; NaN where there is none.

    Attributes
    ----------
    value : float
        Above `expected` where neighbours resemble each other, below where they differ.
    expected : float
        What it is on average when the values lie where they do by chance.
    lower, upper : float
        How far it varies by chance, laid around the value: the expected value lies outside just
        where `p` is below one less the confidence. It says nothing about errors in the values.
    p : float
        Probability of a value as far from the expected one, on either side, by chance.
    areas : int
        How many areas it rests on.
    reason : str
        Why there is no value or no interval; else empty.
    """

    value: float
    expected: float
    lower: float
    upper: float
    p: float
    areas: int
    reason: str = ""


def moran(
    values: ArrayLike, neighbours: Sequence[Sequence[int]], confidence: float = 0.95
) -> Moran:
    r"""Moran's coefficient of spatial autocorrelation, with row-standardised neighbours.

    Each of the :math:`k` neighbours of an area has the weight :math:`w = 1 / k`. With deviations
    :math:`z` from the mean of :math:`n` areas, :math:`m` of which have neighbours:

    .. math:: I = \frac{n}{m} \frac{\sum_{ij} w_{ij} z_i z_j}{\sum_i z_i^2}

    Its mean is :math:`-1 / (n - 1)`, and its variance that over all arrangements of the values
    (randomisation). `p` takes it for normal, which few areas or a few extreme values make a rough
    guess.

    Parameters
    ----------
    values
        One value an area, NaN where missing. Such areas drop out, and so do links to them.
    neighbours
        Positions of the neighbours of each area; empty for an island, which has no weight but
        counts as an area. A neighbour named twice counts once.
    confidence
        0.95 for 95 %.

    Returns
    -------
    Moran
        All figures but `areas` are NaN with fewer than four areas ("few_areas"), without any links
        ("no_links"), and where all values are the same ("constant"); `lower`, `upper` and `p` also
        where every arrangement gives the same, as when all areas are neighbours ("fixed").

    Raises
    ------
    ValueError
        Names the positions of infinite values, of areas that are their own neighbours and of
        neighbours that there are not; and where values and neighbours are not equally many.

    References
    ----------
    Moran PAP (1950). Notes on continuous stochastic phenomena. Biometrika 37:17-23. Cliff AD, Ord
    JK (1981). Spatial processes: models and applications. Pion, chapter 2.

    Examples
    --------
    Four areas in a row:

    >>> found = moran([1.0, 2.0, 3.0, 4.0], [[1], [0, 2], [1, 3], [2]])
    >>> round(found.value, 3), round(found.expected, 3), round(found.p, 3)
    (0.4, -0.333, 0.114)
    """
    (x,) = columns(values=values)
    refuse(np.isinf(x), "infinite value")
    quantile = normal_quantile(confidence)
    known = ~np.isnan(x)
    area, neighbour = _between_known(*links(neighbours, len(x)), known)
    x = x[known]
    reason = _no_coefficient(x, area)
    if reason:
        return Moran(np.nan, np.nan, np.nan, np.nan, np.nan, len(x), reason)
    z = (x - x.mean()) / np.ptp(x)
    weight = 1 / np.bincount(area, minlength=len(x))[area]
    value = float(len(x) / weight.sum() * (weight * z[area] @ z[neighbour]) / (z @ z))
    expected, variance = -1 / (len(x) - 1), _variance(z, area, neighbour, weight)
    deviation = float(np.sqrt(variance)) if variance > _NO_VARIANCE else np.nan
    reach = quantile * deviation
    p = 2 * float(ndtr(np.float64(-abs(value - expected) / deviation)))
    reason = "fixed" if np.isnan(deviation) else ""
    return Moran(value, expected, value - reach, value + reach, p, len(x), reason)


def _no_coefficient(x: Array, linked: np.ndarray) -> str:
    """Why there is no coefficient; empty where there is one."""
    if len(x) < _FEWEST:
        return "few_areas"
    if len(linked) == 0:
        return "no_links"
    return "constant" if np.ptp(x) <= _ROUNDING * np.abs(x).max() else ""


def _between_known(
    area: np.ndarray, other: np.ndarray, known: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The two ends of all links between known areas, numbered without the unknown ones."""
    both = known[area] & known[other]
    number = np.cumsum(known) - 1
    return number[area[both]], number[other[both]]


def _variance(z: Array, area: np.ndarray, neighbour: np.ndarray, weight: Array) -> float:
    """The variance over all arrangements of the values, as Cliff and Ord name its parts."""
    n = len(z)
    # A link and the one back are added up before they are squared.
    there, back = area * n + neighbour, neighbour * n + area
    mutual = np.isin(back, there)
    of_neighbour = 1 / np.bincount(area, minlength=n)[neighbour[mutual]]
    s0 = weight.sum()
    s1 = weight @ weight + weight[mutual] @ of_neighbour
    received = np.bincount(neighbour, weights=weight, minlength=n)
    s2 = ((np.bincount(area, weights=weight, minlength=n) + received) ** 2).sum()
    kurtosis = n * (z**4).sum() / (z @ z) ** 2
    even = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    uneven = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return float((even - uneven) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2)
