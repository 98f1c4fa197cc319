"""Where each area stands among those of its level, and how sure that is."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from quartier.analysis.grid import Grid
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.statistics import quantiles, ranking, shrinkage
from quartier.tables import PLACES, conform

__all__ = ["FIFTHS", "HIGHEST", "places", "ranks"]

FIFTHS = 5
HIGHEST = 5

Neighbours = Mapping[str, Sequence[str]]


def places(
    name: str, indicator: Indicator, grid: Grid, areas: Areas, neighbours: Neighbours | None = None
) -> pd.DataFrame:
    """Rank, fifth and smoothed value of each area, level by level.

    Each level in its latest period with values. Where counts are known, values are also smoothed:
    toward the parent, with one variance for all parents, or toward the neighbours if they are
    given.

    Returns
    -------
    pandas.DataFrame
        A table ``places``: ``rank`` 1 is the highest value; ``fifth`` 1 the least favourable (only
        where high or low is favourable); ``smoothed`` with its interval and the ``weight`` of the
        own value; ``among_highest`` the probability to be among the five highest.
    """
    parts = [
        _level(indicator, grid.on([area.code for area in areas.on(level)]), areas, neighbours)
        for level in (areas.levels if indicator.kind != "count" else ())
    ]
    told = [part for part in parts if len(part)]
    table = pd.concat(told) if told else pd.DataFrame(columns=[*PLACES.columns])
    return conform(table.assign(indicator=name), PLACES)


def _level(
    indicator: Indicator, grid: Grid, areas: Areas, neighbours: Neighbours | None
) -> pd.DataFrame:
    latest = grid.latest()
    if latest is None or len(grid.areas) < 2:
        return pd.DataFrame()
    value = grid.value[:, latest]
    known = np.isfinite(value)
    columns: dict[str, Any] = {
        "area": grid.areas,
        "period": grid.periods[latest],
        "rank": ranks(value),
        "areas": float(known.sum()),
        "fifth": _fifths(value, indicator),
        "toward": "",
    }
    nothing = np.full(len(value), np.nan)
    columns |= dict.fromkeys(("smoothed", "lower", "upper", "weight", "among_highest"), nothing)
    if indicator.denominator is not None:
        columns |= _with_counts(indicator, grid, latest, areas, neighbours)
    return pd.DataFrame(columns)[known]


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks along the first axis, 1 for the highest; equal values share the better one.

    >>> ranks(np.array([3.0, 9.0, 3.0, np.nan, 1.0])).tolist()
    [2.0, 1.0, 2.0, nan, 4.0]
    """
    return pd.DataFrame(values).rank(ascending=False, method="min").to_numpy().reshape(values.shape)


def _fifths(value: np.ndarray, indicator: Indicator) -> np.ndarray:
    if indicator.polarity == "neutral":
        return np.full(len(value), np.nan)
    return quantiles.quantile_groups(value, FIFTHS, indicator.polarity)


def _with_counts(
    indicator: Indicator, grid: Grid, latest: int, areas: Areas, neighbours: Neighbours | None
) -> dict[str, Any]:
    x, n = grid.numerator[:, latest], grid.denominator[:, latest]
    kind = indicator.chance
    known = np.isfinite(x) & (n > 0)
    x, n = np.where(known, x, np.nan), np.where(known, n, np.nan)
    smoothed = _smoothed(x, n, kind, grid, areas, neighbours)
    scale = indicator.scale
    return {
        "smoothed": smoothed.value * scale,
        "lower": smoothed.lower * scale,
        "upper": smoothed.upper * scale,
        "weight": smoothed.weight,
        "toward": "parent" if neighbours is None else "neighbours",
        "among_highest": ranking.among_highest(smoothed.value, smoothed.deviation, HIGHEST),
    }


def _smoothed(
    x: np.ndarray,
    n: np.ndarray,
    kind: shrinkage.Kind,
    grid: Grid,
    areas: Areas,
    neighbours: Neighbours | None,
) -> shrinkage.Shrunk:
    if neighbours is None:
        parents = [areas[code].parent for code in grid.areas]
        return shrinkage.toward_groups(x, n, kind, parents, shared_variance=True)
    around = grid.positions(neighbours)
    return shrinkage.toward_neighbours(x, n, kind, around, shared_variance=True)
