"""Which areas are built alike."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from quartier.analysis.grid import Grid
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.settings import Similarity
from quartier.statistics.similar import nearest
from quartier.tables import SIMILAR, from_rows

__all__ = ["FEWEST", "similar_areas"]

FEWEST = 10


def similar_areas(
    chosen: Similarity | None,
    grids: Mapping[str, Grid],
    indicators: Mapping[str, Indicator],
    areas: Areas,
) -> pd.DataFrame:
    """The areas nearest to each in the structure that a city has chosen, within its level.

    Among fewer than ten areas none is called similar: there is too little to choose from. Measures
    are those of the latest period with values; a count (of inhabitants) is taken by its logarithm,
    so that twice as large is as far as half as large.

    Returns
    -------
    pandas.DataFrame
        A table ``similar``; empty where the city has chosen nothing.
    """
    rows: list[dict[str, object]] = []
    for level in areas.levels if chosen is not None else ():
        assert chosen is not None
        here = [area.code for area in areas.on(level)]
        if len(here) < FEWEST:
            continue
        structure = [_measure(grids[name].on(here), indicators[name]) for name in chosen.indicators]
        positions, distances = nearest(np.column_stack(structure), chosen.count)
        for at, code in enumerate(here):
            for place, (other, apart) in enumerate(zip(positions[at], distances[at], strict=True)):
                if other >= 0:
                    rows.append(
                        {"area": code, "other": here[other], "place": place + 1, "distance": apart}
                    )
    return from_rows(rows, SIMILAR)


def _measure(grid: Grid, indicator: Indicator) -> np.ndarray:
    latest = grid.latest()
    if latest is None:
        return np.full(len(grid.areas), np.nan)
    value = grid.value[:, latest]
    if indicator.kind != "count":
        return value
    return np.log(np.where(value > 0, value, np.nan))
