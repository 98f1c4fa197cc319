"""Which observations a sum is made of.

It goes from the figure down to the cells, where `quartier.sums` goes from the cells up; a test
holds the one against the other.
"""

from functools import cached_property

import pandas as pd

from quartier import groups
from quartier.areas import Areas
from quartier.catalogue import Quantity, Variable

__all__ = ["Entering"]


class Entering:
    """The observations of a variable in one period, and those that enter a quantity.

    Parameters
    ----------
    quantity : Quantity
    variable : Variable
    observations : pandas.DataFrame
        Of the variable in the period.
    areas : Areas
    """

    def __init__(
        self, quantity: Quantity, variable: Variable, observations: pd.DataFrame, areas: Areas
    ) -> None:
        self._quantity, self._variable, self._areas = quantity, variable, areas
        self._none = observations.iloc[:0]
        self._rows = {str(area): rows for area, rows in observations.groupby("area")}

    def of(self, area: str) -> pd.DataFrame:
        """The observations that are added up for an area."""
        own = self._own(area)
        if own is not None and len(own):
            return own
        below = [self.of(part) for part in self._parts(area)] if self._variable.additive else []
        return pd.concat([self._none, *below])

    def _own(self, area: str) -> pd.DataFrame | None:
        """What was delivered for the area itself; None where there is nothing.

        Without rows where it was delivered in groups that do not make up what is asked for.
        """
        rows = self._rows.get(area)
        if rows is None:
            return None
        tiling = self._tilings[self._level(area)]
        if tiling is None:
            return self._none
        found = rows[rows["group"].isin(tiling)]
        return found if len(found) else None

    def _level(self, area: str) -> str:
        return area if area in self._areas.BESIDE else self._areas[area].level

    @cached_property
    def _tilings(self) -> dict[str, tuple[str, ...] | None]:
        """By level the groups that are added up; None where none can be."""
        there: dict[str, set[str]] = {}
        for area, rows in self._rows.items():
            there.setdefault(self._level(area), set()).update(rows["group"])
        return {level: self._tiling(available) for level, available in there.items()}

    def _tiling(self, available: set[str]) -> tuple[str, ...] | None:
        cut = self._variable.dimensions
        overlapping = self._variable.overlapping
        found = [groups.tile(each, cut, available, overlapping) for each in self._quantity.groups]
        if any(tiling.reason is not None for tiling in found):
            return None
        return tuple(group for tiling in found for group in tiling.groups)

    def _parts(self, area: str) -> list[str]:
        """The areas that make up an area, and what is counted beside all areas."""
        inner = [part.code for part in self._areas.children(area)]
        city = self._areas.city()
        if city is None or area != city.code:
            return inner
        beside = [code for code in self._areas.BESIDE if self._own(code) is not None]
        if self._areas.REST in beside:
            inner = self._delivered(inner)
        return [*inner, *beside]

    def _delivered(self, areas: list[str]) -> list[str]:
        """Of some areas and all within them those that were delivered, the largest of each."""
        found: list[str] = []
        for area in areas:
            inner = [part.code for part in self._areas.children(area)]
            found += [area] if self._own(area) is not None else self._delivered(inner)
        return found
