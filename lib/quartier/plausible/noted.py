"""Doubts on their way: the facts that raised them, with what was expected instead."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from quartier.facts import Facts

__all__ = ["named", "note"]

NAMED = 10
"""So many things are named; more would not be read."""


def note(
    facts: Facts,
    at: np.ndarray,
    kind: str,
    *,
    found: np.ndarray | float | None = None,
    expected: np.ndarray | float = np.nan,
    detail: str = "",
    of_file: bool = False,
) -> pd.DataFrame:
    """Doubts about some facts.

    Parameters
    ----------
    facts : Facts
    at : numpy.ndarray
        Which of them.
    kind : str
    found, expected : numpy.ndarray or float
        What was found is, unless it is said, the value.
    detail : str
        Names of what else is meant; never figures.
    of_file : bool
        The doubt is about the delivery; the fact only says where it came from.
    """
    some = facts.take(at)
    told = some.value if found is None else found
    return some.frame(kind=kind, found=told, expected=expected, detail=detail, of_file=of_file)


def named(names: Sequence[str]) -> str:
    """Some names in a row, as many as people read.

    >>> named(["Nord", "Süd"]), named(list("abcdefghijkl"))
    ('Nord, Süd', 'a, b, c, d, e, f, g, h, i, j …')
    """
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
