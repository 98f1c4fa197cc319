"""Doubts: columns that hold what their neighbours held in the delivery before.

A column that was inserted or left out in front of others shifts their numbers under the headers of
their neighbours. Each number is possible as such, so it takes the columns together to see it.

A column resembles another if, in the middle of all areas, figures differ by less than a quarter:
the median over the areas of the absolute difference of their logarithms. It is called shifted if it
resembles the neighbour's earlier figures, differs from its own, and is at least four times as near
to the former. Two such columns in a row, shifted the same way, are doubted.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from quartier.plausible.noted import named, note
from quartier.plausible.setting import Setting
from quartier.plausible.successive import by_source, successive

__all__ = ["Columns"]

COLUMNS, AREAS = 3, 5
"""Fewer columns, or fewer areas that both deliveries have, show no shift."""

ALIKE, NEARER = math.log(1.25), 4

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
        self._first: dict[tuple[str, int], tuple[str, pd.DataFrame]] = {}

    def add(self, variable: str, facts: pd.DataFrame) -> None:
        """Remember the columns that a variable is read from, where a source has several."""
        for source, some in by_source(facts, self._setting):
            values = self._setting.descriptions[self._setting.sources.index(source)].values
            if len(values) < COLUMNS and not any(each.pattern for each in values):
                continue
            compared = successive(some, self._setting)
            if compared is not None:
                new, old = (some[each] for each in compared)
                for column in new["column"].unique().tolist():
                    first = new[new["column"] == column][:1]
                    self._first[source, column] = variable, first
                self._new.setdefault(source, {}).update(self._by_area(new))
                self._old.setdefault(source, {}).update(self._by_area(old))

    def _by_area(self, facts: pd.DataFrame) -> dict[int, np.ndarray]:
        column, area = facts["column"].to_numpy(), facts["area"].to_numpy()
        value, size = facts["value"].to_numpy(), len(self._setting.areas)
        return {
            each: np.bincount(area[column == each], value[column == each], minlength=size)
            for each in np.unique(column).tolist()
        }

    def doubts(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Deliveries with shifted columns; each with the variable of the first of them."""
        for source, new in self._new.items():
            variable, first = self._first[source, next(iter(new))]
            header = self._headers[int(first["part"].iloc[0])]
            known = [column for column in new if column in self._old[source]]
            place = {self._setting.columns[column]: column for column in known}
            order = [place[name] for name in header if name in place]
            shifted = _shifted(new, self._old[source], order)
            if shifted:
                variable, first = self._first[source, shifted[0]]
                names = named([self._setting.columns[column] for column in shifted])
                zero = np.zeros(1, dtype=int)
                doubt = note(first, zero, "shifted", found=np.nan, detail=names, of_file=True)
                yield variable, doubt


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
    both = (one > 0) & (other > 0)
    if both.sum() < AREAS:
        return math.nan
    return float(np.median(np.abs(np.log(one[both] / other[both]))))
