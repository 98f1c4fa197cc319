"""The figures of one variable by group, so that groups can be held against each other."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from quartier.plausible.setting import Setting

__all__ = ["Cells"]


class Cells:
    """The figures of a variable; facts without a value are none.

    Parameters
    ----------
    facts : pandas.DataFrame
        In the order of group, area, period and delivery.
    setting : Setting

    Attributes
    ----------
    at : numpy.ndarray
        The place of each figure among the facts.
    value, group, area, period, delivery : numpy.ndarray
    groups : list of int
        The groups that have figures.
    """

    def __init__(self, facts: pd.DataFrame, setting: Setting) -> None:
        value = facts["value"].to_numpy()
        missing = np.isnan(value)
        self.at = np.flatnonzero(~missing)
        whole = not missing.any()

        def figures(column: str) -> np.ndarray:
            told = facts[column].to_numpy()
            return told if whole else told[self.at]

        self.value, self.group = figures("value"), figures("group")
        self.area, self.period, self.delivery = map(figures, ("area", "period", "delivery"))
        self.setting = setting
        starts = np.flatnonzero(np.diff(self.group, prepend=-1))
        self.groups = self.group[starts].tolist()
        ends = [*starts.tolist(), len(self.group)][1:]
        self._bounds = dict(zip(self.groups, zip(starts.tolist(), ends, strict=True), strict=True))

    @cached_property
    def _where(self) -> np.ndarray:
        """A number for area, period and delivery of each figure; in order within a group."""
        where = self.area.astype("int64") * len(self.setting.periods) + self.period
        return where * len(self.setting.deliveries) + self.delivery

    def _of(self, group: int) -> np.ndarray:
        start, end = self._bounds[group]
        return self._where[start:end]

    def together(self, groups: Sequence[int]) -> list[np.ndarray]:
        """Where all of some groups have a figure in one area, period and delivery.

        Returns
        -------
        list of numpy.ndarray
            For each group the places of its figures, alike in order.
        """
        first = self._of(groups[0])
        found = [np.arange(len(first))]
        everywhere = np.ones(len(first), dtype=bool)
        for group in groups[1:]:
            other = self._of(group)
            if len(other) == len(first) and np.array_equal(other, first):
                found.append(found[0])
                continue
            place = np.minimum(np.searchsorted(other, first), len(other) - 1)
            everywhere &= other[place] == first
            found.append(place)
        starts = [self._bounds[group][0] for group in groups]
        return [place[everywhere] + start for place, start in zip(found, starts, strict=True)]
