"""All that is computed from published series, in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier.analysis.age_standard import age_standardised
from quartier.analysis.comparisons import compare
from quartier.analysis.grid import Grid
from quartier.analysis.indices import index_of
from quartier.analysis.inequalities import inequalities
from quartier.analysis.places import places
from quartier.analysis.similar import similar_areas
from quartier.analysis.trends import trends
from quartier.areas import Areas
from quartier.settings import City
from quartier.tables import (
    AGE_STANDARDISED,
    COMPARISONS,
    INDICES,
    INEQUALITIES,
    PLACES,
    TRENDS,
    Published,
    Schema,
    empty,
)

__all__ = ["Analysis", "analyse"]

_DECIMALS = 9


@dataclass(frozen=True)
class Analysis:
    """What published series say; each attribute is the table of its name."""

    comparisons: pd.DataFrame
    trends: pd.DataFrame
    places: pd.DataFrame
    age_standardised: pd.DataFrame
    similar: pd.DataFrame
    indices: pd.DataFrame
    inequalities: pd.DataFrame


def analyse(
    city: City, areas: Areas, published: Mapping[str, Published], neighbours: pd.DataFrame
) -> Analysis:
    """Compute everything that pages say beyond the figures themselves.

    Parameters
    ----------
    city : City
    areas : Areas
    published : mapping of indicator to its series after the gate
    neighbours : pandas.DataFrame
        A table ``neighbours``; empty for a city without maps.
    """
    codes = [area.code for area in areas]
    indicators = city.indicators
    grids = {
        name: Grid.of(series.frame, codes, indicators[name].breaks)
        for name, series in published.items()
    }
    similar = similar_areas(city.settings.similar, grids, indicators, areas)
    alike = _listed(similar, "area", "other")
    around = _listed(neighbours, "area", "neighbour")
    indices = _stacked(
        [index_of(chosen, grids, indicators, areas) for chosen in city.settings.indices], INDICES
    )
    burdens = _burdens(city, areas, indices)
    smooth = around if city.settings.smoothing == "neighbours" else None
    each = [(name, indicators[name], grid) for name, grid in grids.items()]
    structure = city.settings.similar.indicators if city.settings.similar else ()

    def alike_in(name: str) -> dict[str, list[str]]:
        # Areas that were chosen for being alike in an indicator are no measure of it.
        return {} if name in structure else alike

    return Analysis(
        _stacked([compare(*one, areas, alike_in(one[0])) for one in each], COMPARISONS),
        _stacked([trends(name, grid) for name, _indicator, grid in each], TRENDS),
        _stacked([places(*one, areas, smooth) for one in each], PLACES),
        _stacked(
            [
                age_standardised(chosen, grids, indicators, areas)
                for chosen in city.settings.age_standardised
            ],
            AGE_STANDARDISED,
        ),
        similar,
        indices,
        _stacked([inequalities(*one, areas, around, burdens) for one in each], INEQUALITIES),
    )


def _stacked(tables: Sequence[pd.DataFrame], schema: Schema) -> pd.DataFrame:
    told = [table for table in tables if len(table)]
    return pd.concat(told, ignore_index=True) if told else empty(schema)


def _listed(table: pd.DataFrame, key: str, other: str) -> dict[str, list[str]]:
    return {str(code): list(rows[other]) for code, rows in table.groupby(key, sort=False)}


def _burdens(city: City, areas: Areas, indices: pd.DataFrame) -> dict[str, dict[str, np.ndarray]]:
    """The status of each level's first index, by period, an area after the other."""
    found: dict[str, dict[str, np.ndarray]] = {}
    for chosen in reversed(city.settings.indices):
        here = [area.code for area in areas.on(chosen.level)]
        rows = indices[(indices["index"] == chosen.id) & (indices["part"] == "status")]
        found[chosen.level] = {
            # Areas of the same status stay together, also where rounding tells them apart.
            str(period): told.set_index("area")["value"].reindex(here).to_numpy().round(_DECIMALS)
            for period, told in rows.groupby("period")
            if told["value"].notna().any()
        }
    return found
