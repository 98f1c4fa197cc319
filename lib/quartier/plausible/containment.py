"""Which groups contain which others: the total all of them, `age=0-17` also `age=0-2;sex=f`."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from quartier import groups

__all__ = ["contained"]

_ANY = "*"


@lru_cache(maxsize=256)
def contained(texts: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Pairs of places: of a group, and of another one that lies within it.

    >>> contained(("total", "age=0-17", "age=0-2;sex=f"))
    ((0, 1), (0, 2), (1, 2))
    """
    cells = [groups.parse(text) for text in texts]
    within = ~np.eye(len(texts), dtype=bool)
    for dimension in sorted({name for cell in cells for name in cell}):
        within &= _within([cell.get(dimension, _ANY) for cell in cells])
    return tuple((int(whole), int(part)) for whole, part in np.argwhere(within))


def _within(parts: Sequence[str]) -> np.ndarray:
    """Which parts of a dimension (rows) contain which (columns); none given contains all."""
    number = {part: place for place, part in enumerate(dict.fromkeys(parts))}
    code = np.array([number[part] for part in parts])
    found = code[:, np.newaxis] == code
    bands = [groups.band(part) for part in parts]
    if all(band or part == _ANY for band, part in zip(bands, parts, strict=True)):
        first, after = np.array([band or (-1, groups.OPEN + 1) for band in bands]).T
        found |= (first[:, np.newaxis] <= first) & (after[:, np.newaxis] >= after)
    return found | (np.array(parts) == _ANY)[:, np.newaxis]
