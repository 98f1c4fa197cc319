"""How unequal the areas of a level are, in each period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from quartier.analysis.grid import Grid
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.statistics import autocorrelation, inequality, segregation
from quartier.statistics.slope import counted_error, slope_index
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

# Differences are in the indicator's unit, all else plain numbers.
_IN_UNIT = ("fifths_difference", "slope")
_ORDERED = ("fifths_difference", "fifths_ratio", "slope", "relative")

Neighbours = Mapping[str, Sequence[str]]
Estimate = inequality.Estimate
Found = Estimate | autocorrelation.Moran

_FEWEST = 5

#: Cases in all areas together from which on the intervals of the slope hold.
_CASES = 10

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
    """Measures of inequality between the areas of each level, for each period with any value.

    Parameters
    ----------
    name : str
    indicator : Indicator
        Counts of persons have no rows: areas may be as large as they like.
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
        indices plain numbers; ``p`` is the probability of such a Moran's I by chance. A measure
        without a value or without an interval has a ``reason``:

        - "few_areas": fewer than five have a value (and a place in the order)
        - "constant": all have the same value, or the same place in the order
        - "empty_fifth", "no_cases": an area is larger than a fifth; nobody counted in the lower one
        - "few_cases", "few_members": fewer than ten are counted, or are not; fewer than ten an area
        - "line_to_0", "unbounded": the line is not above 0; its ratio may be as large as it likes
        - "no_counts", "no_interval": the indicator is delivered as a rate, or is without intervals
        - "no_parts": of a rate, whose events are no part of the people
        - "no_map", "no_links": there are no neighbours, or none with values
        - "fixed": all are neighbours, and chance has nothing to arrange
    """
    rows = []
    for level in areas.levels if indicator.kind != "count" else ():
        here = [area.code for area in areas.on(level)]
        own = grid.on(here)
        around = own.positions(neighbours)
        told = np.flatnonzero(np.isfinite(own.value).any(axis=0)) if len(here) > 1 else ()
        for at in told:
            text = own.periods[at]
            burden = burdens.get(level, {}).get(text)
            found = _measured(indicator, own, int(at), around, burden)
            key = {"indicator": name, "level": level, "period": text}
            order = "itself" if burden is None else "index"
            rows += [key | _row(*each, indicator, order) for each in found.items()]
    return from_rows(rows, INEQUALITIES)


def _row(measure: str, found: Found, indicator: Indicator, order: str) -> dict[str, object]:
    scale = indicator.scale if measure in _IN_UNIT else 1.0
    return {
        "measure": measure,
        "value": found.value * scale,
        "lower": found.lower * scale,
        "upper": found.upper * scale,
        "areas": float(found.areas),
        "p": found.p if isinstance(found, autocorrelation.Moran) else np.nan,
        "method": MEASURES[measure],
        "ordered_by": order if measure in _ORDERED else "",
        "reason": found.reason,
    }


def _measured(
    indicator: Indicator,
    grid: Grid,
    at: int,
    around: Sequence[Sequence[int]],
    burden: np.ndarray | None,
) -> dict[str, Found]:
    """Each measure of a period; without a value where it rests on too few areas."""
    value = grid.value[:, at]
    shown = np.isfinite(value)
    found: dict[str, Found] = dict.fromkeys(MEASURES, _none(shown.sum(), "no_counts"))
    if indicator.denominator is not None:
        x, n = (np.where(shown, part[:, at], np.nan) for part in (grid.numerator, grid.denominator))
        found |= _counted(indicator, x, n, _order(indicator, value, burden))
    no_map = _none(shown.sum(), "no_map")
    found["moran"] = autocorrelation.moran(value, around) if any(around) else no_map
    return {
        measure: each if each.areas >= _FEWEST else _none(each.areas, "few_areas")
        for measure, each in found.items()
    }


def _counted(
    indicator: Indicator, x: np.ndarray, n: np.ndarray, order: np.ndarray
) -> dict[str, Estimate]:
    """What is measured by counts."""
    kind = indicator.chance
    cases, areas = _cases(x, n, kind)
    gap, ratio = inequality.quintile_gap(x, n, order, kind=kind)
    slope, relative = slope_index(x / n, counted_error(x, n, kind=kind), n, order)
    if cases < _CASES and not slope.reason:
        slope = relative = _none(slope.areas, "few_cases")
    apart = alone = _none(areas, "no_parts" if kind == "rate" else "few_members")
    if kind == "proportion" and cases >= _A_AREA * areas:
        apart, alone = segregation.dissimilarity(x, n - x), segregation.isolation(x, n)
    names = [measure for measure in MEASURES if measure != "moran"]
    found = dict(zip(names, (gap, ratio, slope, relative, apart, alone), strict=True))
    return found if indicator.interval != "none" else _without_intervals(found)


def _cases(x: np.ndarray, n: np.ndarray, kind: inequality.Kind) -> tuple[float, int]:
    """How many are counted, or are not if these are fewer; and in how many areas."""
    known = np.isfinite(x) & np.isfinite(n)
    counted, others = x[known].sum(), (n - x)[known].sum()
    return float(min(counted, others) if kind == "proportion" else counted), int(known.sum())


def _without_intervals(found: Mapping[str, Estimate]) -> dict[str, Estimate]:
    return {
        measure: replace(each, lower=np.nan, upper=np.nan, reason=each.reason or "no_interval")
        for measure, each in found.items()
    }


def _none(areas: int, reason: str) -> Estimate:
    return Estimate.missing(int(areas), reason)


def _order(indicator: Indicator, value: np.ndarray, burden: np.ndarray | None) -> np.ndarray:
    """What orders areas from little burden to much."""
    if burden is not None:
        return burden
    return -value if indicator.polarity == "high" else value
