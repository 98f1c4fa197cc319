"""Status and dynamic index: several indicators of burden as one, and areas in classes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from quartier.statistics._arguments import Array, arrays, refuse

__all__ = [
    "DYNAMIC",
    "STATUS",
    "Classes",
    "Index",
    "Stability",
    "classified",
    "index",
    "stability",
]

_FEWEST = 2
_CHUNK = 512
_DECIMALS = 9
_ROUNDING = 1e-9

# Smaller than these, in parts of what they are with all areas, a variance or the deviation of the
# sum is what cancelling has left of it.
_LEFT_OVER = 1e-6


@dataclass(frozen=True)
class Classes:
    """The classes of an index and the limits between them.

    Attributes
    ----------
    names : tuple of str
        From little burden to much.
    limits : tuple of float
        One fewer than names. The first limit itself belongs to the class above it (below -1 is
        "high", from -1 "middle"), every other to the class below.
    """

    names: tuple[str, ...]
    limits: tuple[float, ...]


STATUS = Classes(("high", "middle", "low", "very_low"), (-1.0, 1.0, 1.5))
DYNAMIC = Classes(("positive", "stable", "negative"), (-1.0, 1.0))


@dataclass(frozen=True)
class Index:
    """An index over areas.

    Attributes
    ----------
    value
        One an area; NaN where the area is not included. High values are burdens.
    z
        Standardised indicators, one row an area, a column an indicator; high values are burdens.
    included
        Which areas have a value for each indicator and are not excluded.
    reason : str
        Why there is no index: "few_areas", or "constant" (an indicator or their sum is the same
        everywhere); empty where there is one.
    """

    value: Array
    z: Array
    included: np.ndarray
    reason: str = ""


def index(
    values: ArrayLike,
    burden: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    ddof: int = 0,
) -> Index:
    """Add standardised indicators up, unweighted, and standardise the sum.

    Parameters
    ----------
    values
        A row an area, a column an indicator. NaN where missing.
    burden
        For each indicator 1 where high values are burdens, -1 where low ones are. All 1 by default.
    excluded
        Areas to leave out, such as those with very few inhabitants.
    ddof
        0 for the standard deviation of the population, 1 for that of a sample.

    Returns
    -------
    Index
        Areas that lack an indicator have none. With fewer than two areas, or an indicator that is
        the same everywhere, there is no index but a reason.

    Raises
    ------
    ValueError
        Names the positions of infinite values, of burdens that are neither 1 nor -1, and of areas
        of which it is not said whether they are excluded; and when values are not a table, there
        is not a burden for each indicator or `ddof` is neither 0 nor 1.

    References
    ----------
    Senatsverwaltung für Stadtentwicklung und Wohnen Berlin, Monitoring Soziale Stadtentwicklung
    2017, chapter on the method.

    Examples
    --------
    >>> found = index([[5.0, 10.0], [10.0, 20.0], [15.0, 60.0]])
    >>> found.value.round(3).tolist()
    [-1.09, -0.235, 1.325]
    """
    x, sign, left_out = _checked(values, burden, excluded, ddof)
    included = ~np.isnan(x).any(axis=1) & ~left_out
    nothing = np.full(len(x), np.nan)
    empty = np.full(x.shape, np.nan)
    if included.sum() < _FEWEST:
        return Index(nothing, empty, included, "few_areas")
    with np.errstate(divide="ignore", invalid="ignore"):
        rounding = 1e-12 * np.abs(x[included]).max(axis=0)
        empty[included] = _standardised(x[included] * sign, ddof, rounding)
        # Where z-scores cancel out, what is left of their sum is rounding.
        nothing[included] = _standardised(empty[included].sum(axis=1), ddof, _ROUNDING)
    if np.isnan(nothing[included]).any():
        return Index(np.full(len(x), np.nan), np.full(x.shape, np.nan), included, "constant")
    return Index(nothing, empty, included)


def _checked(
    values: ArrayLike, burden: ArrayLike | None, excluded: ArrayLike | None, ddof: int
) -> tuple[Array, Array, np.ndarray]:
    """The table, the sign of each indicator, and which areas are left out."""
    (x,) = arrays(values)
    if x.ndim != 2:
        raise ValueError("values are no table of areas and indicators")
    if ddof not in (0, 1):
        raise ValueError(f"ddof {ddof!r} is neither 0 nor 1")
    refuse(np.isinf(x), "infinite value")
    sign = _one_each(burden, 1.0, x.shape[1], "burden", "indicators")
    refuse(np.abs(sign) != 1, "burden is neither 1 nor -1")
    left_out = _one_each(excluded, 0.0, len(x), "excluded", "areas")
    refuse((left_out != 0) & (left_out != 1), "excluded is neither true nor false")
    return x, sign, left_out == 1


def _one_each(
    given: ArrayLike | None, otherwise: float, count: int, name: str, things: str
) -> Array:
    """What is given for each of some things; nothing is stretched to fit."""
    if given is None:
        return np.full(count, otherwise)
    found = np.asarray(given, dtype=np.float64)
    if found.shape != (count,):
        raise ValueError(f"{name} of shape {found.shape} for {count} {things}")
    return found


def _standardised(values: Array, ddof: int, rounding: ArrayLike) -> Array:
    """Z-scores along the first axis; NaN where all values are the same but for rounding."""
    deviation = values.std(axis=0, ddof=ddof)
    return (values - values.mean(axis=0)) / np.where(deviation > rounding, deviation, np.nan)


def classified(values: ArrayLike, classes: Classes) -> Any:
    """The class of each value: the names of `classes`, None where there is no value.

    >>> classified([-1.2, -1.0, 1.0, 1.2, 1.6], STATUS).tolist()
    ['high', 'middle', 'middle', 'low', 'very_low']
    """
    (x,) = arrays(values)
    # On which side of a limit a value is may not depend on rounding.
    x = x.round(_DECIMALS)
    # The lowest class ends before its limit, all others with theirs.
    at = np.searchsorted(classes.limits[1:], x, side="left") + 1
    at = np.where(x < classes.limits[0], 0, at)
    named = np.array([*classes.names, None], dtype=object)
    return named[np.where(np.isnan(x), len(classes.names), at)]


@dataclass(frozen=True)
class Stability:
    """How firm the class of each area is.

    Attributes
    ----------
    without
        The class when one indicator is left out: a row an area, a column an indicator.
    other_deviation
        The class with the other standard deviation (that of a sample).
    areas_kept
        Share of the other areas that can be left out without changing the class; 0 to 1.
    by_chance
        Probability that the class stays when each value varies within its chance; NaN without
        standard errors.
    """

    without: np.ndarray
    other_deviation: np.ndarray
    areas_kept: Array
    by_chance: Array


def stability(
    values: ArrayLike,
    classes: Classes,
    burden: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    error: ArrayLike | None = None,
    ddof: int = 0,
) -> Stability:
    """Try how firm classes are: other indicators, another deviation, other areas, chance.

    For chance each standardised value varies by its standard error, indicators independently of
    each other, means and deviations of all areas as they are: the index of an area is then normal.

    Parameters
    ----------
    values, burden, excluded, ddof
        As in `index`.
    classes
        `STATUS` or `DYNAMIC`.
    error
        Standard errors of the values, of their shape.

    Returns
    -------
    Stability
        None and NaN for areas without a class.

    Raises
    ------
    ValueError
        As for `index`; and names the positions of negative and infinite standard errors.

    Examples
    --------
    >>> found = stability([[5.0, 10.0], [10.0, 20.0], [15.0, 60.0]], DYNAMIC)
    >>> found.without.tolist()[0], found.areas_kept.round(2).tolist()
    (['stable', 'positive'], [0.0, 1.0, 0.0])
    """
    x, sign, _left_out = _checked(values, burden, excluded, ddof)
    spread = None if error is None else _errors(error, x)
    base = index(x, sign, excluded, ddof)
    own = classified(base.value, classes)
    # The same areas throughout, also when an indicator is left out that some of them lack.
    out = ~base.included
    without = np.full(x.shape, None, dtype=object)
    for column in range(x.shape[1]):
        others = np.delete(x, column, axis=1)
        found = index(others, np.delete(sign, column), out, ddof) if others.size else None
        without[:, column] = None if found is None else classified(found.value, classes)
    other = classified(index(x, sign, out, 1 - ddof).value, classes)
    kept = _without_each(x * sign, base, own, classes, ddof)
    return Stability(without, other, kept, _by_chance(x, spread, base, classes, ddof))


def _errors(error: ArrayLike, values: Array) -> Array:
    spread = np.asarray(error, dtype=np.float64)
    if spread.shape != values.shape:
        raise ValueError(f"standard errors of shape {spread.shape} for values of {values.shape}")
    refuse(spread < 0, "negative standard error")
    refuse(np.isinf(spread), "infinite standard error")
    return spread


def _without_each(x: Array, base: Index, own: np.ndarray, classes: Classes, ddof: int) -> Array:
    """For each area the share of the others whose absence leaves its class."""
    result = np.full(len(x), np.nan)
    at = np.flatnonzero(base.included)
    if base.reason or len(at) <= _FEWEST:
        return result
    here = x[at]
    weight, constant, unsure = _scales_without(here, ddof)
    anew = {
        int(area): _classes_without(here, int(area), classes, ddof)
        for area in np.flatnonzero(unsure)
    }
    for start in range(0, len(at), _CHUNK):
        part = slice(start, start + _CHUNK)
        # One row an area, one column the area that is left out.
        again = classified(here[part] @ weight.T - constant, classes)
        for area, found in anew.items():
            again[:, area] = found[part]
        same = again == own[at[part]][:, None]
        own_column = np.arange(len(same)), np.arange(start, start + len(same))
        same[own_column] = False
        result[at[part]] = same.sum(axis=1) / (len(at) - 1)
    return result


def _classes_without(x: Array, area: int, classes: Classes, ddof: int) -> np.ndarray:
    """The classes of all other areas, reckoned from the start."""
    found = index(np.delete(x, area, axis=0), ddof=ddof)
    value = np.full(len(x), np.nan)
    value[np.arange(len(x)) != area] = found.value
    told: np.ndarray = classified(value, classes)
    return told


def _scales_without(x: Array, ddof: int) -> tuple[Array, Array, np.ndarray]:
    """What the indicators are multiplied by, and what is taken off, without each of the areas.

    And without which areas that is not sure, since little but rounding is left.
    """
    n = len(x) - 1
    centred = x - x.mean(axis=0)
    mean = -centred / n
    moment = centred.T @ centred
    with np.errstate(divide="ignore", invalid="ignore"):
        # Sums of squares and products around the new mean, without the area itself.
        cross = moment - np.einsum("ai,aj->aij", centred, centred) * (n + 1) / n
        deviation = np.sqrt(np.einsum("aii->ai", cross) / (n - ddof))
        scaled = cross / (deviation[:, :, None] * deviation[:, None, :]) / (n - ddof)
        total = np.sqrt(scaled.sum(axis=(1, 2)))
        weight = 1 / (deviation * total[:, None])
        sure = (np.einsum("aii->ai", cross) > _LEFT_OVER * np.diag(moment)).all(axis=1)
        sure &= total > _LEFT_OVER**0.5
    weight = np.where(sure[:, None], weight, 0.0)
    return weight, (weight * (mean + x.mean(axis=0))).sum(axis=1), ~sure


def _by_chance(x: Array, spread: Array | None, base: Index, classes: Classes, ddof: int) -> Array:
    """The probability that an area stays in its class when its values vary by chance."""
    result = np.full(len(x), np.nan)
    if spread is None or base.reason:
        return result
    here = base.included
    scale = x[here].std(axis=0, ddof=ddof) * base.z[here].sum(axis=1).std(ddof=ddof)
    deviation = np.sqrt(((spread[here] / scale) ** 2).sum(axis=1))
    ends = np.array([-np.inf, *classes.limits, np.inf])
    value = base.value[here]
    order = {name: at for at, name in enumerate(classes.names)}
    at = np.array([order[name] for name in classified(value, classes)])
    with np.errstate(divide="ignore", invalid="ignore"):
        below, above = ((ends[at + step] - value) / deviation for step in (0, 1))
    result[here] = np.where(deviation == 0, 1.0, ndtr(above) - ndtr(below))
    return result
