"""Checks that all methods share."""

from collections.abc import Sequence
from numbers import Integral
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

__all__ = [
    "Array",
    "arrays",
    "check_interval",
    "check_per",
    "check_whole",
    "check_word",
    "columns",
    "links",
    "normal_quantile",
    "refuse",
    "series",
    "tail",
]

#: An array of float64, or a single number of that type.
Array = np.ndarray[Any, np.dtype[np.float64]]

_NAMED_AT_MOST = 5

# A value and an end that are the same but for the order of a calculation differ by less.
_ROUNDING = 1e-12


def arrays(*values: ArrayLike) -> list[Array]:
    """The values as float arrays of one common shape."""
    return list(np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values)))


def columns(**values: ArrayLike) -> list[Array]:
    """The values as float arrays along one axis, such as areas; a single number stands for all.

    >>> columns(values=[20.0, 5.0], deviation=[2.0])
    Traceback (most recent call last):
    ValueError: numbers along one axis are needed, as many of each: values (2,), deviation (1,)
    """
    found = {name: np.asarray(value, dtype=np.float64) for name, value in values.items()}
    shapes = {value.shape for value in found.values() if value.ndim}
    if len(shapes) != 1 or len(next(iter(shapes))) != 1:
        shown = ", ".join(f"{name} {value.shape}" for name, value in found.items())
        raise ValueError(f"numbers along one axis are needed, as many of each: {shown}")
    return list(np.broadcast_arrays(*found.values()))


def series(*values: ArrayLike) -> list[Array]:
    """The values as float arrays of one common shape, which has an axis."""
    found = arrays(*values)
    if found[0].ndim == 0:
        raise ValueError("values along an axis are needed, not a single number")
    return found


def links(neighbours: Sequence[Sequence[int]], areas: int) -> tuple[np.ndarray, np.ndarray]:
    """The two ends of all links from areas to their neighbours, each once, in order.

    >>> [end.tolist() for end in links([[1], [2, 0, 2], []], 3)]
    [[0, 1, 1], [1, 0, 2]]
    """
    if len(neighbours) != areas:
        raise ValueError(f"{len(neighbours)} lists of neighbours for {areas} areas")
    area = np.repeat(np.arange(areas), [len(own) for own in neighbours])
    other = np.array([position for own in neighbours for position in own])
    if other.size and other.dtype.kind not in "iu":
        raise ValueError("neighbours are positions, which are whole numbers")
    other = other.astype(np.intp)
    for wrong, what in (
        (area[(other < 0) | (other >= areas)], "neighbour that is no area"),
        (area[area == other], "area that is its own neighbour"),
    ):
        refuse(np.isin(np.arange(areas), wrong), what)
    return np.divmod(np.unique(area * areas + other), max(areas, 1))


def refuse(offending: ArrayLike, what: str) -> None:
    """Raise ValueError naming the positions where `offending` is true."""
    marks = np.asarray(offending)
    if not marks.any():
        return
    where = [tuple(map(int, place)) for place in np.argwhere(marks)]
    if where[0] == ():
        raise ValueError(what)
    named = ", ".join(
        str(place[0] if len(place) == 1 else place) for place in where[:_NAMED_AT_MOST]
    )
    more = f" and {len(where) - _NAMED_AT_MOST} more" if len(where) > _NAMED_AT_MOST else ""
    raise ValueError(f"{what} at position {named}{more}")


def check_interval(value: Array, lower: Array, upper: Array, whose: str = "") -> None:
    """Refuse intervals that are turned or do not hold their value, but for rounding."""
    refuse(lower > upper, f"{whose}lower end above upper end")
    rounding = _ROUNDING * np.abs(value)
    outside = (value < lower - rounding) | (value > upper + rounding)
    refuse(outside, f"{whose}value outside its interval")


def check_per(per: float) -> None:
    """Refuse what no rate can be given per."""
    if not 0 < per < np.inf:
        raise ValueError(f"per {per} is not above 0 and finite")


def check_whole(name: str, found: object, least: int) -> None:
    """Refuse what is no number of things.

    >>> check_whole("places", 2.5, 1)
    Traceback (most recent call last):
    ValueError: places 2.5 is no whole number of at least 1
    """
    if not isinstance(found, Integral) or int(found) < least:
        raise ValueError(f"{name} {found!r} is no whole number of at least {least}")


def check_word(name: str, found: object, allowed: object) -> None:
    """Refuse a word that a literal type does not list.

    >>> from typing import Literal
    >>> check_word("kind", "rates", Literal["proportion", "rate"])
    Traceback (most recent call last):
    ValueError: kind 'rates' is neither 'proportion' nor 'rate'
    """
    words = get_args(allowed)
    if found not in words:
        raise ValueError(f"{name} {found!r} is neither {' nor '.join(map(repr, words))}")


def tail(confidence: float) -> float:
    """The probability that lies beyond each end of an interval.

    >>> round(tail(0.95), 3)
    0.025
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1; write 95 % as 0.95")
    return (1 - confidence) / 2


def normal_quantile(confidence: float) -> float:
    """How many standard deviations an interval reaches to each side.

    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    return float(-ndtri(np.float64(tail(confidence))))
