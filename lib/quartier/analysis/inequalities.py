"""How unequal the areas of a level are, in each period."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from quartier.analysis.grid import Grid
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.statistics import autocorrelation, inequality, segregation
from quartier.tables import INEQUALITIES, from_rows

__all__ = ["MEASURES", "inequalities"]

#: The measures, with the method that each is computed by.
MEASURES = {
    "fifths_difference": "mover",
    "fifths_ratio": "mover",
    "slope": "weighted_slope",
    "relative": "fieller",
    "dissimilarity": "delta",
    "isolation": "delta",
    "moran": "randomisation",
}

Neighbours = Mapping[str, Sequence[str]]
Found = tuple[str, inequality.Estimate | autocorrelation.Moran, float]

_FEWEST = 5

#: Members an area, on average, from which on segregation is measured.
_A_AREA = 10


def inequalities(
    name: str,
    indicator: Indicator,
    grid: Grid,
    areas: Areas,
    neighbours: Neighbours,
    burdens: Mapping[str, Mapping[str, np.ndarray]],
) -> pd.DataFrame:
    """Measures of inequality between the areas of each level, for each period.

    Parameters
    ----------
    name : str
    indicator : Indicator
        Counts of persons have none: areas may be as large as they like.
    grid : Grid
    areas : Areas
    neighbours : mapping of area to its neighbours
        Empty for a city without maps: then there is no Moran's I.
    burdens : mapping of level and period to a measure of burden, an area after the other
        Orders the areas; where there is none, the indicator itself does.

    Returns
    -------
    pandas.DataFrame
        A table ``inequalities``. Differences and slopes are in the indicator's unit, ratios and
        indices plain numbers. Only measures that can be computed have rows.
    """
    rows = []
    for level in areas.levels if indicator.kind != "count" else ():
        here = [area.code for area in areas.on(level)]
        own = grid.on(here)
        around = own.positions(neighbours)
        for at, text in enumerate(own.periods if len(here) >= _FEWEST else ()):
            burden = burdens.get(level, {}).get(text)
            for measure, found, scale in _measured(indicator, own, at, around, burden):
                if np.isfinite(found.value):
                    rows.append(
                        {
                            "indicator": name,
                            "level": level,
                            "period": text,
                            "measure": measure,
                            "value": found.value * scale,
                            "lower": found.lower * scale,
                            "upper": found.upper * scale,
                            "areas": float(found.areas),
                            "method": MEASURES[measure],
                            "ordered_by": "itself" if burden is None else "index",
                        }
                    )
    return from_rows(rows, INEQUALITIES)


def _measured(
    indicator: Indicator,
    grid: Grid,
    at: int,
    around: Sequence[Sequence[int]],
    burden: np.ndarray | None,
) -> Iterator[Found]:
    value = grid.value[:, at]
    if indicator.denominator is not None:
        shown = np.isfinite(value)
        x = np.where(shown, grid.numerator[:, at], np.nan)
        n = np.where(shown, grid.denominator[:, at], np.nan)
        order = _order(indicator, value, burden)
        yield from _gaps(indicator, x, n, order)
        error = inequality.standard_error_of(grid.lower[:, at], grid.upper[:, at])
        slope, relative = inequality.slope_index(value, error, n, order)
        yield "slope", slope, 1.0
        yield "relative", relative, 1.0
        if indicator.kind == "proportion" and _enough(x, n):
            yield "dissimilarity", segregation.dissimilarity(x, n - x), 1.0
            yield "isolation", segregation.isolation(x, n), 1.0
    if any(around):
        yield "moran", autocorrelation.moran(value, around), 1.0


def _enough(x: np.ndarray, n: np.ndarray) -> bool:
    """Whether so many are counted that chance alone would not scatter them over the areas."""
    known = np.isfinite(x) & np.isfinite(n)
    fewest = _A_AREA * int(known.sum())
    return min(x[known].sum(), (n - x)[known].sum()) >= fewest


def _order(indicator: Indicator, value: np.ndarray, burden: np.ndarray | None) -> np.ndarray:
    """What orders areas from little burden to much."""
    if burden is not None:
        return burden
    return -value if indicator.polarity == "high" else value


def _gaps(indicator: Indicator, x: np.ndarray, n: np.ndarray, order: np.ndarray) -> Iterator[Found]:
    kind: Literal["proportion", "rate"] = "proportion" if indicator.kind == "proportion" else "rate"
    gap, ratio = inequality.quintile_gap(x, n, order, kind=kind)
    yield "fifths_difference", gap, indicator.scale
    yield "fifths_ratio", ratio, 1.0
