"""A check of a city's folder and everything that was delivered, without building anything."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from quartier.areas import Areas
from quartier.city import load_city
from quartier.errors import Place, Problem
from quartier.observations import ingest
from quartier.outlines import draw_outlines
from quartier.sources import advice, explain
from quartier.tables import records

__all__ = ["Checked", "check"]


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes
    ----------
    problems : list of Problem
        What stands in the quarantine, in the order of the files' rows.
    accounts : pandas.DataFrame
    """

    problems: list[Problem]
    accounts: pd.DataFrame


def check(folder: Path) -> Checked:
    """Check a city's folder, its deliveries and its boundaries.

    Raises
    ------
    UserError
        With every mistake of the folder at once.
    """
    city = load_city(folder)
    areas = Areas(city.areas, city.levels)
    ingested = ingest(city, areas)
    draw_outlines(city, areas)
    listed = ingested.quarantine.assign(number=ingested.quarantine["row"].astype(int))
    order = ["source", "delivery", "file", "number", "column"]
    problems = [_problem(row) for row in records(listed.sort_values(order))]
    return Checked(problems, ingested.accounts)


def _problem(row: dict[str, Any]) -> Problem:
    number = int(row["row"])
    place = Place(
        f"sources/{row['source']}/{row['file']}", row=number or None, column=row["column"] or None
    )
    hint = advice(row["reason"], row["hint"])
    return Problem(place, explain(row["reason"]), row["found"] or None, hint=hint)
