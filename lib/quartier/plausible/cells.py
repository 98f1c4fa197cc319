"""The figures of one variable by group, so that groups can be held against each other."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from quartier.facts import Facts
from quartier.plausible.setting import Setting

__all__ = ["Cells"]


class Cells:
    """The figures of a variable; facts without a value are none.

    Parameters
    ----------
    facts : Facts
    setting : Setting

    Attributes
    ----------
    at : numpy.ndarray
        The place of each figure among the facts.
    value, group, area, period, delivery : numpy.ndarray
    groups : list of int
        The groups that have figures.
    """

    def __init__(self, facts: Facts, setting: Setting) -> None:
        told = ~np.isnan(facts.value)
        self.at = np.flatnonzero(told)
        figures = facts.only(told)
        self.value, self.group = figures.value, figures.group
        self.area, self.period, self.delivery = figures.area, figures.period, figures.delivery
        self.setting = setting
        starts = np.flatnonzero(self.group[1:] != self.group[:-1]) + 1
        starts = np.append(0, starts)[: len(self.group)]
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
