"""Errors: a part that is greater than its whole."""

import numpy as np
import pandas as pd

from quartier.plausible.cells import Cells
from quartier.plausible.containment import contained

__all__ = ["parts_greater"]


def parts_greater(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """Figures of which one is greater than the other, which contains it.

    Both are named, since nobody knows which of the two is wrong. They are of one delivery, area and
    period, and differ by more than the source's accuracy explains.

    Returns
    -------
    numpy.ndarray
        Places of figures, each once.
    numpy.ndarray
        For each of them the place of the first one that it contradicts.
    """
    setting = cells.setting
    pairs = contained(tuple(setting.groups[group] for group in cells.groups))
    wrong: list[np.ndarray] = []
    against: list[np.ndarray] = []
    for outer, inner in pairs:
        whole, part = cells.together([cells.groups[outer], cells.groups[inner]])
        excess = cells.value[part] - cells.value[whole]
        if not len(excess) or excess.max() <= 0:
            continue
        much = excess > setting.tolerance(cells.delivery[whole], 1)
        wrong += [whole[much], part[much]]
        against += [part[much], whole[much]]
    if not wrong:
        return np.empty(0, dtype="int64"), np.empty(0, dtype="int64")
    told = pd.Series(np.concatenate(against), index=np.concatenate(wrong))
    once = told[~told.index.duplicated()].sort_index()
    return once.index.to_numpy(), once.to_numpy()
