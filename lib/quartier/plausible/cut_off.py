"""Doubts: the last figure of a file that may have been cut off."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from quartier.facts import Facts
from quartier.plausible.noted import note
from quartier.plausible.setting import Setting

__all__ = ["cut_off"]


def cut_off(facts: Facts, setting: Setting) -> Iterator[pd.DataFrame]:
    """Figures in the last cell of a file whose last line has no end.

    Of a number of which the last digits are lost, a smaller number is left, which is as good as any
    other. That the line has no end is all that shows it.
    """
    for part, row, column in setting.open_ends:
        last = (facts.part == part) & (facts.row == row) & (facts.column == column)
        if last.any():
            yield note(facts, np.flatnonzero(last), "cut_off", found=np.nan)
