"""Each area beside the city, its parent, similar areas and its own past."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier.analysis.grid import Grid
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.statistics import ratio, recovery
from quartier.statistics.comparison import compared
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar
from quartier.tables import COMPARISONS, conform

__all__ = ["REFERENCES", "compare", "compare_all"]

REFERENCES = ("city", "parent", "similar", "past")


@dataclass(frozen=True)
class _Beside:
    """What areas are compared with: one reference, for each area and period.

    Attributes
    ----------
    value
        Of the reference, in the indicator's unit.
    difference, lower, upper
        Of the area less the reference; NaN ends where there is no interval.
    period
        For each area and period the position of the reference's period.
    counts
        Events and people of a reference that shares neither with the area; none for another.
    """

    value: np.ndarray
    difference: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    period: np.ndarray
    method: str
    counts: tuple[np.ndarray, np.ndarray] | None = None


def compare(
    name: str,
    indicator: Indicator,
    grid: Grid,
    areas: Areas,
    similar: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """The last figure of each area beside each of its references.

    A count is compared with nothing but its past: it says how large an area is. Nothing is compared
    across a break.

    Parameters
    ----------
    name : str
    indicator : Indicator
    grid : Grid
    areas : Areas
    similar : mapping of area to similar areas

    Returns
    -------
    pandas.DataFrame
        A table ``comparisons``. The verdict is "above", "below" or "similar", or empty with the
        reason "no_interval". Rates beside other people's are also given as their ``ratio``.
    """
    last = grid.last()
    told = np.flatnonzero(last >= 0)
    parts = [
        _rows(indicator, grid, reference, found, told[_there(found, told, last[told])], last)
        for reference, found in compare_all(indicator, grid, areas, similar)
    ]
    return conform(pd.concat(parts).assign(indicator=name), COMPARISONS)


def compare_all(
    indicator: Indicator, grid: Grid, areas: Areas, similar: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, _Beside]]:
    """Every figure of every period beside each reference, as arrays."""
    if indicator.kind != "count":
        yield "city", _beside_area(grid, _city(grid, areas))
        yield "parent", _beside_area(grid, _parents(grid, areas))
        if similar and indicator.denominator is not None:
            yield "similar", _beside_group(indicator, grid, _group(grid, similar))
    yield "past", _beside_past(indicator, grid)


def _there(found: _Beside, told: np.ndarray, last: np.ndarray) -> np.ndarray:
    return np.isfinite(found.difference[told, last])


def _rows(
    indicator: Indicator,
    grid: Grid,
    reference: str,
    found: _Beside,
    told: np.ndarray,
    last: np.ndarray,
) -> pd.DataFrame:
    at = (told, last[told])
    low, high = found.lower[at], found.upper[at]
    verdict = compared(low, high, 0.0)
    period = np.array([*grid.periods, ""], dtype=object)
    return pd.DataFrame(
        {
            "area": np.array(grid.areas, dtype=object)[told],
            "period": period[last[told]],
            "reference": reference,
            "reference_period": period[found.period[at]],
            "reference_value": found.value[at],
            "difference": found.difference[at],
            "lower": low,
            "upper": high,
            **_ratios(indicator, grid, found, at),
            "verdict": [each or "" for each in verdict],
            "reason": ["" if each else "no_interval" for each in verdict],
            "method": found.method,
        }
    )


def _ratios(
    indicator: Indicator, grid: Grid, found: _Beside, at: tuple[np.ndarray, np.ndarray]
) -> dict[str, np.ndarray]:
    """The ratio of two rates with its interval; missing for all else, and over no events."""
    names = ("ratio", "ratio_lower", "ratio_upper")
    if indicator.kind != "rate" or found.counts is None:
        return dict.fromkeys(names, np.full(len(at[0]), np.nan))
    x, n = grid.numerator[at], grid.denominator[at]
    y, m = (counts[at] for counts in found.counts)
    known = (n > 0) & (m > 0) & (y > 0)
    x, n, y, m = (np.where(known, each, np.nan) for each in (x, n, y, m))
    return dict(zip(names, ratio.of_rates(x, n, y, m), strict=True))


def _city(grid: Grid, areas: Areas) -> np.ndarray:
    """For each area the position of the city; -1 for the city itself and where there is none."""
    city = areas.city()
    at = grid.areas.index(city.code) if city is not None and city.code in grid.areas else -1
    return np.array([-1 if other == at else at for other in range(len(grid.areas))])


def _parents(grid: Grid, areas: Areas) -> np.ndarray:
    """For each area the position of its parent; -1 where that is the city."""
    city = areas.city()
    position = {code: at for at, code in enumerate(grid.areas)}
    if city is not None:
        position.pop(city.code, None)
    return np.array([position.get(areas[code].parent or "", -1) for code in grid.areas])


def _beside_area(grid: Grid, other: np.ndarray) -> _Beside:
    """Beside another area, whose value is taken as exact although this one is a part of it."""
    value = np.where((other >= 0)[:, None], grid.value[other], np.nan)
    same = np.broadcast_to(np.arange(len(grid.periods)), grid.value.shape)
    ends = (grid.lower - value, grid.upper - value)
    return _Beside(value, grid.value - value, *ends, same, "exact_reference")


def _group(grid: Grid, similar: Mapping[str, Sequence[str]]) -> np.ndarray:
    """For each area the positions of those that are similar to it, filled up with -1."""
    found = grid.positions(similar)
    width = max(map(len, found), default=0)
    return np.array([[*each, *[-1] * (width - len(each))] for each in found], dtype=int)


def _beside_group(indicator: Indicator, grid: Grid, group: np.ndarray) -> _Beside:
    """Beside similar areas together; those that show nothing in a period are left out."""
    above, below = (
        np.vstack([cells, np.full((1, cells.shape[1]), np.nan)])[group]
        for cells in (grid.numerator, grid.denominator)
    )
    known = np.isfinite(above) & (below > 0)
    some = known.any(axis=1)
    numerator = np.where(some, np.where(known, above, 0).sum(axis=1), np.nan)
    denominator = np.where(some, np.where(known, below, 0).sum(axis=1), np.nan)
    same = np.broadcast_to(np.arange(len(grid.periods)), grid.value.shape)
    interval = wilson if indicator.chance == "proportion" else exact_or_byar
    value = numerator * indicator.scale / denominator
    lower, upper = (end * indicator.scale for end in interval(numerator, denominator))
    counts = numerator, denominator
    return _between(indicator, grid, (value, lower, upper), same, counts)


def _beside_past(indicator: Indicator, grid: Grid) -> _Beside:
    """Beside the first figure of the same part of the series."""
    first = np.full(grid.value.shape, -1)
    for part in np.unique(grid.part):
        columns = np.flatnonzero(grid.part == part)
        told = np.isfinite(grid.value[:, columns])
        start = np.where(told.any(axis=1), columns[np.argmax(told, axis=1)], -1)
        first[:, columns] = start[:, None]
    # The first figure itself has no past.
    first = np.where(first == np.arange(len(grid.periods)), -1, first)
    rows = np.arange(len(grid.areas))[:, None]
    value, lower, upper, above, below = (
        np.where(first >= 0, cells[rows, first], np.nan)
        for cells in (grid.value, grid.lower, grid.upper, grid.numerator, grid.denominator)
    )
    return _between(indicator, grid, (value, lower, upper), first, (above, below))


def _between(
    indicator: Indicator,
    grid: Grid,
    other: tuple[np.ndarray, np.ndarray, np.ndarray],
    period: np.ndarray,
    counts: tuple[np.ndarray, np.ndarray],
) -> _Beside:
    """The difference to other people, or to others at another time: both vary by chance."""
    found = recovery.difference(grid.value, grid.lower, grid.upper, *other)
    methods = {"wilson": "newcombe", "byar": "mover", "none": "none"}
    return _Beside(other[0], *found, period, methods[indicator.interval], counts)
