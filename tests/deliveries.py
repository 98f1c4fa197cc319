"""A city with one delivered file, taken in as a whole city is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.observations import Ingested, ingest
from quartier.settings import City, DeliveredFile, Settings
from quartier.tables import records

__all__ = ["Checked", "a_city", "check_file", "faults", "kept", "rows"]


@dataclass(frozen=True)
class Checked:
    """What became of the file; observations and quarantine in the order of its rows."""

    observations: pd.DataFrame
    unplaced: pd.DataFrame
    quarantine: list[dict[str, Any]]
    account: dict[str, Any]


def a_city(
    *files: DeliveredFile,
    sources: Mapping[str, Description],
    areas: Areas,
    variables: Mapping[str, Variable],
) -> City:
    """A city of these areas with these deliveries."""
    levels = [{"id": level, "name": level, "plural": level} for level in areas.levels]
    cut = [{"id": "2015", "valid_from": "2015-01-01"}]
    settings = Settings.model_validate({"name": "Stadt", "levels": levels, "geographies": cut})
    folder = files[0].path.parent
    return City(folder, settings, tuple(areas), dict(variables), {}, dict(sources), files, None)


def check_file(
    file: DeliveredFile, description: Description, areas: Areas, variables: Mapping[str, Variable]
) -> Checked:
    """Take in one file."""
    sources = {file.source: description}
    city = a_city(file, sources=sources, areas=areas, variables=variables)
    ingested: Ingested = ingest(city, areas)
    listed = ingested.quarantine.assign(row=ingested.quarantine["row"].astype(int))
    in_order = listed.sort_values("row", kind="stable")
    observed = ingested.observations.sort_values("row", kind="stable", ignore_index=True)
    account = records(ingested.accounts)[0]
    return Checked(observed, ingested.unplaced, records(in_order), account)


def kept(checked: Checked, *columns: str) -> list[tuple]:
    """Some columns of the observations."""
    return [tuple(row) for row in checked.observations[list(columns)].to_numpy()]


def faults(checked: Checked, *columns: str) -> list[tuple]:
    """Some columns of the quarantine."""
    return [tuple(row[column] for column in columns) for row in checked.quarantine]


def rows(checked: Checked) -> tuple[object, ...]:
    """Rows read, kept, quarantined, without data."""
    return tuple(
        checked.account[f"rows_{kind}"] for kind in ("read", "kept", "quarantined", "no_data")
    )
