"""How sure a place in a ranking is."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from quartier.statistics._arguments import Array, check_whole, columns, refuse

__all__ = ["among_highest"]

_NODES = 33
_MOST_STEPS = 800
_FAR = 6.0  # standard deviations


def among_highest(values: ArrayLike, deviation: ArrayLike, places: int = 5) -> Array:
    r"""The probability of each area to be among the highest, when all values vary by chance.

    Values vary normally and independently of each other. For an area the integral, over what its
    value may be, of the probability that fewer than `places` others are higher: the number of
    others above a limit is a sum of independent yes or no, counted exactly. Nothing is drawn at
    random, so the same figures always give the same result.

    Parameters
    ----------
    values
        One an area; best the smoothed ones of `shrinkage`, since raw values of small areas stand at
        both ends of every ranking. NaN where missing.
    deviation
        Their standard deviations. An area without one cannot be placed and is passed over.
    places
        How many highest.

    Returns
    -------
    probability
        0 to 1; NaN where an input is missing. The probabilities of all add up to `places`.

    Raises
    ------
    ValueError
        Names the positions of negative deviations and of infinite numbers; and where there is not
        one value for each area, or `places` is no whole number from 1.

    References
    ----------
    Goldstein H, Spiegelhalter DJ (1996). League tables and their limitations. J R Stat Soc A
    159:385-443.

    Examples
    --------
    Two areas that nobody can tell apart, and one far below:

    >>> among_highest([20.0, 20.0, 5.0], [2.0, 2.0, 1.0], places=1).round(2).tolist()
    [0.5, 0.5, 0.0]
    """
    value, spread = columns(values=values, deviation=deviation)
    refuse(spread < 0, "negative deviation")
    refuse(np.isinf(value) | np.isinf(spread), "infinite number")
    check_whole("places", places, 1)
    known = ~np.isnan(value) & ~np.isnan(spread)
    result = np.full(value.shape, np.nan)
    if known.sum() <= places:
        result[known] = 1.0
        return result
    m = value[known]
    # Certain values need a width too, far below what could be printed.
    s = np.maximum(spread[known], 1e-9 * max(float(np.ptp(m)), float(np.abs(m).max()), 1e-300))
    near = _contenders(m, s, places)
    found = np.zeros(len(m))
    if near.sum() <= places:
        found[near] = 1.0
    else:
        found[near] = _integrated(m[near], s[near], places)
    result[known] = found
    return result


def _contenders(m: Array, s: Array, places: int) -> np.ndarray:
    """Areas that may be among the highest: others lie for certain below so many."""
    bar = np.sort(m - _FAR * s)[-places]
    return m + _FAR * s >= bar


def _integrated(m: Array, s: Array, places: int) -> Array:
    steps = _steps(m, s)
    share = np.diff(ndtr((steps[:, None] - m) / s), axis=0)
    middle = (steps[1:] + steps[:-1]) / 2
    above = ndtr((m - middle[:, None]) / s)
    fewer = _fewer_than(above, places)
    found = (share * fewer).sum(axis=0)
    # What the steps leave out of an area's own range is spread evenly.
    found = np.clip(found / share.sum(axis=0), 0.0, 1.0)
    # The steps are narrow but not nothing: together exactly so many places are filled.
    return np.minimum(found * places / found.sum(), 1.0)


def _steps(m: Array, s: Array) -> Array:
    """Limits of the steps of the integral, close where areas' values may lie."""
    inner = ndtri(np.linspace(0, 1, _NODES)[1:-1])
    nodes = np.concatenate([[-_FAR], inner, [_FAR]])
    steps = np.unique(m[:, None] + s[:, None] * nodes)
    if len(steps) > _MOST_STEPS:
        chosen = np.linspace(0, len(steps) - 1, _MOST_STEPS).round().astype(int)
        steps = steps[chosen]
    # Halves of wide steps: a certain area beside an uncertain one leaves gaps.
    return np.unique(np.concatenate([steps, (steps[1:] + steps[:-1]) / 2]))


def _fewer_than(above: Array, places: int) -> Array:
    """For each limit (row) and area the probability that fewer than `places` others are above.

    Chances of 0, 1, ... others are built up from both ends, so that none has to be divided out.
    """
    limits, areas = above.shape
    before = np.zeros((areas + 1, places, limits))
    behind = np.zeros((areas + 1, places, limits))
    before[0, 0] = behind[areas, 0] = 1.0
    for area in range(areas):
        before[area + 1] = _one_more(before[area], above[:, area])
        at = areas - 1 - area
        behind[at] = _one_more(behind[at + 1], above[:, at])
    reached = np.cumsum(behind[1:], axis=1)[:, ::-1]
    return (before[:-1] * reached).sum(axis=1).T


def _one_more(counts: Array, chance: Array) -> Array:
    """The chances of 0, 1, ... above once another area is looked at; more are not followed."""
    more = counts * (1 - chance)
    more[1:] += counts[:-1] * chance
    return more
