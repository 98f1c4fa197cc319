"""Checks that all methods share."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

__all__ = ["Array", "arrays", "normal_quantile", "refuse", "tail"]

#: An array of float64, or a single number of that type.
Array = np.ndarray[Any, np.dtype[np.float64]]

_NAMED_AT_MOST = 5


def arrays(*values: ArrayLike) -> list[Array]:
    """The values as float arrays of one common shape."""
    return list(np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values)))


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
