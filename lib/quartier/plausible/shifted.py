"""Doubts: columns that hold what others held in the delivery before.

A column that was inserted or left out in front of others shifts their numbers under the headers of
their neighbours. Each number is possible as such, so it takes the columns together to see it.

A column resembles another if, in the middle of all areas, figures differ by less than a quarter:
the median over the areas of the absolute difference of their logarithms. It is called shifted if it
resembles the neighbour's earlier figures, differs from its own, and is at least four times as near
to the former. Two such columns in a row, shifted the same way, are doubted.

Where no shift explains it, a column is called unlike itself if its figures, in the middle of all
areas, are more than twice or less than half of those before.

Counts below 20 are left aside: by chance alone they can double.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from quartier.facts import Facts
from quartier.plausible.noted import named, note
from quartier.plausible.setting import Setting
from quartier.plausible.successive import by_source, successive

__all__ = ["Columns"]

COLUMNS, AREAS = 3, 5
"""Fewer columns, or fewer areas that both deliveries have, show no shift."""

ALIKE, NEARER, UNLIKE = math.log(1.25), 4, math.log(2)

SMALL, POSITIVE = 20, 0.9

Figures = Mapping[int, np.ndarray]
"""By the number of a column its figures by area."""


class Columns:
    """The columns of each source, now and in the delivery before, gathered variable by variable.

    Parameters
    ----------
    setting : Setting
    headers : sequence of sequence of str
        By part.
    """

    def __init__(self, setting: Setting, headers: Sequence[Sequence[str]]) -> None:
        self._setting, self._headers = setting, headers
        self._new: dict[str, dict[int, np.ndarray]] = {}
        self._old: dict[str, dict[int, np.ndarray]] = {}
        self._first: dict[tuple[str, int], tuple[str, Facts]] = {}

    def add(self, variable: str, facts: Facts, *, counted: bool) -> None:
        """Remember the columns that a variable is read from, where a source has several."""
        least = SMALL if counted else -math.inf
        for source, some in by_source(facts, self._setting):
            values = self._setting.descriptions[self._setting.sources.index(source)].values
            if len(values) < COLUMNS and not any(each.pattern for each in values):
                continue
            compared = successive(some, self._setting)
            if compared is not None:
                new, old = (some.take(each) for each in compared)
                for column in np.unique(new.column).tolist():
                    first = np.flatnonzero(new.column == column)[:1]
                    self._first[source, column] = variable, new.take(first)
                self._new.setdefault(source, {}).update(self._by_area(new, least))
                self._old.setdefault(source, {}).update(self._by_area(old, least))

    def _by_area(self, facts: Facts, least: float) -> dict[int, np.ndarray]:
        size = len(self._setting.areas)
        found = {}
        for each in np.unique(facts.column).tolist():
            own = facts.column == each
            sums = np.bincount(facts.area[own], facts.value[own], minlength=size)
            found[each] = np.where(sums >= least, sums, np.nan)
        return found

    def doubts(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Deliveries with such columns; each with the variable of the first of them."""
        for source, new in self._new.items():
            old, order = self._old[source], self._in_order(source)
            shifted = _shifted(new, old, order)
            unlike = [each for each in order if _distance(new[each], old[each]) > UNLIKE]
            unlike = [each for each in unlike if each not in shifted]
            for kind, some in (("shifted", shifted), ("unlike", unlike)):
                if some:
                    variable, first = self._first[source, some[0]]
                    names = named([self._setting.columns[column] for column in some])
                    at = np.zeros(1, dtype=int)
                    yield variable, note(first, at, kind, found=np.nan, detail=names, of_file=True)

    def _in_order(self, source: str) -> list[int]:
        """The columns that both deliveries of a source have, as they stand in the newer file."""
        new, old = self._new[source], self._old[source]
        _variable, first = self._first[source, next(iter(new))]
        place = {self._setting.columns[column]: column for column in new if column in old}
        header = self._headers[int(first.part[0])]
        return [place[name] for name in header if name in place]


def _shifted(new: Figures, old: Figures, order: Sequence[int]) -> list[int]:
    """The columns that stand one place beside the header that they belong to."""
    if len(order) < COLUMNS:
        return []
    for step in (1, -1):
        pairs = [
            (order[at], order[at + step]) for at in range(len(order)) if 0 <= at + step < len(order)
        ]
        beside = [_is_beside(new[one], old[one], old[other]) for one, other in pairs]
        in_row = np.array(beside[:-1]) & np.array(beside[1:])
        if in_row.any():
            some = np.append(in_row, False) | np.append(False, in_row)
            return [one for (one, _other), told in zip(pairs, some, strict=True) if told]
    return []


def _is_beside(new: np.ndarray, own: np.ndarray, neighbour: np.ndarray) -> bool:
    """Whether figures are far more like a neighbour's earlier ones than like their own."""
    apart, near = _distance(new, own), _distance(new, neighbour)
    return apart > ALIKE > near and near * NEARER < apart


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    told = (one != 0) & (other != 0) & ~np.isnan(one + other)
    both = told & (one > 0) & (other > 0)
    # Of changes, which go both ways, no multiple says anything.
    if both.sum() < max(AREAS, POSITIVE * told.sum()):
        return math.nan
    return float(np.median(np.abs(np.log(one[both] / other[both]))))
