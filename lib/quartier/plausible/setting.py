"""What the numbers in a frame of facts stand for, and how exact each delivery is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from quartier import periods
from quartier.areas import Areas
from quartier.descriptions import Description

__all__ = ["Setting"]

_YEAR = 365.25


@dataclass(frozen=True)
class Setting:
    """The texts behind the numbers of facts, and what is known about areas and deliveries.

    Attributes
    ----------
    groups, areas, periods, columns, deliveries : sequence of str
        By their numbers in a frame of facts.
    received : numpy.ndarray
        The order of days on which deliveries were received.
    sources : sequence of str
        By delivery.
    descriptions : sequence of Description
        By delivery.
    tree : Areas
    missed : mapping of int to sequence of str
        By part the columns that are not read, since they are spelt a little otherwise.
    open_ends : sequence of (part, row, column)
        The last cells of files whose last line has no end.
    """

    groups: Sequence[str]
    areas: Sequence[str]
    periods: Sequence[str]
    columns: Sequence[str]
    deliveries: Sequence[str]
    received: np.ndarray
    sources: Sequence[str]
    descriptions: Sequence[Description]
    tree: Areas
    missed: Mapping[int, Sequence[str]] = field(default_factory=dict)
    open_ends: Sequence[tuple[int, int, int]] = ()

    def tolerance(self, delivery: np.ndarray, parts: np.ndarray | int) -> np.ndarray:
        """By how much sums of so many parts can miss the sum that was delivered."""
        none, each = self._tolerances
        # What is added up on a computer is off by a little in the last places.
        return none[delivery] + each[delivery] * parts

    @cached_property
    def _tolerances(self) -> tuple[np.ndarray, np.ndarray]:
        exact = [description.accuracy for description in self.descriptions]
        none = np.array([accuracy.of_sum(0) for accuracy in exact])
        return none, np.array([accuracy.of_sum(1) for accuracy in exact]) - none

    @cached_property
    def parents(self) -> np.ndarray:
        """The number of each area's parent; -1 where it has none.

        What is beside the areas, such as people of unknown address, is part of the city.
        """
        at = {code: number for number, code in enumerate(self.areas)}
        city = self.tree.city()
        told = dict.fromkeys(self.tree.BESIDE, city.code if city else None)
        told |= {area.code: area.parent for area in self.tree}
        return np.array(
            [at.get(told.get(code) or "?", -1) if told.get(code) else -1 for code in self.areas],
            dtype="i4",
        )

    @cached_property
    def leaves(self) -> np.ndarray:
        """How many of the smallest areas lie in each, itself among them; 0 for what is no area."""
        found: dict[str, int] = {}
        for area in reversed(list(self.tree)):
            inner = [found[child.code] for child in self.tree.children(area.code)]
            found[area.code] = sum(inner) or 1
        return np.array([found.get(code, 0) for code in self.areas])

    @cached_property
    def levels(self) -> np.ndarray:
        """The place of each area's level, from the top; -1 for what is no area."""
        place = {level: number for number, level in enumerate(self.tree.levels)}
        return np.array(
            [place[self.tree[code].level] if code in self.tree else -1 for code in self.areas],
            dtype="i4",
        )

    @cached_property
    def years(self) -> np.ndarray:
        """When each period begins, in years."""
        starts = [periods.parse(text).start.toordinal() for text in self.periods]
        return np.array(starts, dtype="float64") / _YEAR

    @cached_property
    def seasons(self) -> np.ndarray:
        """A number for what periods have in common that may be compared: kind and part of a year.

        A second tertial is compared with second tertials, a day with the same day of other years.
        """
        told = [periods.parse(text) for text in self.periods]
        kinds = [(each.kind, each.start.month, each.start.day) for each in told]
        number = {kind: place for place, kind in enumerate(dict.fromkeys(kinds))}
        return np.array([number[kind] for kind in kinds], dtype="i4")
