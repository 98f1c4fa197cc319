"""Status and dynamic of areas, from several indicators."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from quartier import periods
from quartier.analysis.grid import Grid
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.settings import Index
from quartier.statistics import index as statistics
from quartier.statistics.inequality import standard_error_of
from quartier.tables import INDICES, conform

__all__ = ["index_of"]


def index_of(
    chosen: Index, grids: Mapping[str, Grid], indicators: Mapping[str, Indicator], areas: Areas
) -> pd.DataFrame:
    """A status and a dynamic index for each area of a level, in each period that allows it.

    Returns
    -------
    pandas.DataFrame
        A table ``indices``, a row for each area, period and part ("status", "dynamic"): value,
        class, and how firm it is. ``without`` names the indicators without which the class would be
        another, ``other_deviation`` is the class with the standard deviation of a sample. Where a
        part cannot be computed it has a reason: "few_areas", "constant", and for a single area
        "excluded" or "missing".
    """
    here = [area.code for area in areas.on(chosen.level)]
    excluded = np.isin(here, chosen.excluded)
    burdens = _Cells.of(chosen.status, grids, here)
    asked = [("status", statistics.STATUS, chosen.status, burdens)]
    if chosen.dynamic:  # indicators that are themselves delivered as changes
        cells = _Cells.of(chosen.dynamic, grids, here)
        asked.append(("dynamic", statistics.DYNAMIC, chosen.dynamic, cells))
    elif chosen.change_over is not None:
        cells = burdens.changed(chosen.change_over)
        asked.append(("dynamic", statistics.DYNAMIC, chosen.status, cells))
    parts = [
        cells.table(part, classes, names, indicators, excluded)
        for part, classes, names, cells in asked
    ]
    return conform(pd.concat(parts).assign(index=chosen.id), INDICES)


class _Cells:
    """Values and standard errors of indicators, by period: a row an area, a column an indicator."""

    def __init__(
        self,
        areas: Sequence[str],
        values: Mapping[str, np.ndarray],
        errors: Mapping[str, np.ndarray],
        parts: Mapping[str, tuple[int, ...]],
    ) -> None:
        self.areas, self.values, self.errors, self.parts = areas, values, errors, parts

    @classmethod
    def of(cls, names: Sequence[str], grids: Mapping[str, Grid], here: Sequence[str]) -> "_Cells":
        own = [grids[name].on(here) for name in names]
        together = [text for text in own[0].periods if all(text in grid.periods for grid in own)]
        at = {text: [grid.periods.index(text) for grid in own] for text in together}
        values, errors, parts = {}, {}, {}
        for text, columns in at.items():
            pairs = list(zip(own, columns, strict=True))
            values[text] = np.column_stack([grid.value[:, column] for grid, column in pairs])
            errors[text] = np.column_stack(
                [
                    standard_error_of(grid.lower[:, column], grid.upper[:, column])
                    for grid, column in pairs
                ]
            )
            parts[text] = tuple(int(grid.part[column]) for grid, column in pairs)
        return cls(here, values, errors, parts)

    def changed(self, over: int) -> "_Cells":
        """The changes over so many periods; none across a break."""
        values, errors = {}, {}
        for text in self.values:
            before = periods.parse(text).previous(over).text
            if before in self.values and self.parts[before] == self.parts[text]:
                values[text] = self.values[text] - self.values[before]
                errors[text] = np.hypot(self.errors[text], self.errors[before])
        return _Cells(self.areas, values, errors, self.parts)

    def table(
        self,
        part: str,
        classes: statistics.Classes,
        names: Sequence[str],
        indicators: Mapping[str, Indicator],
        excluded: np.ndarray,
    ) -> pd.DataFrame:
        burden = [-1 if indicators[name].polarity == "high" else 1 for name in names]
        frames = [
            self._period(text, part, classes, names, burden, excluded) for text in self.values
        ]
        return pd.concat(frames) if frames else pd.DataFrame(columns=[*INDICES.columns])

    def _period(
        self,
        text: str,
        part: str,
        classes: statistics.Classes,
        names: Sequence[str],
        burden: Sequence[int],
        excluded: np.ndarray,
    ) -> pd.DataFrame:
        values, errors = self.values[text], self.errors[text]
        found = statistics.index(values, burden, excluded)
        own = statistics.classified(found.value, classes)
        firm = statistics.stability(values, classes, burden, excluded, errors)
        unsettled = [
            " ".join(
                name for name, other in zip(names, row, strict=True) if other not in (None, mine)
            )
            for row, mine in zip(firm.without, own, strict=True)
        ]
        reason = np.where(excluded, "excluded", np.where(found.included, found.reason, "missing"))
        none = np.array([each is None for each in own])
        return pd.DataFrame(
            {
                "area": self.areas,
                "period": text,
                "part": part,
                "value": found.value,
                "class": [each or "" for each in own],
                "without": np.where(none | (len(names) == 1), "", unsettled),
                "other_deviation": [each or "" for each in firm.other_deviation],
                "areas_kept": firm.areas_kept,
                "by_chance": firm.by_chance,
                "reason": np.where(none, reason, ""),
            }
        )
