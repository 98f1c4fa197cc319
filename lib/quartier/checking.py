"""A check of a city's folder and everything that was delivered, without building anything."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from quartier.areas import Areas
from quartier.city import load_city
from quartier.errors import Place, Problem
from quartier.observations import ingest
from quartier.outlines import draw_outlines
from quartier.sources import advice, explain, gathered

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


def check(folder: Path, today: date | None = None) -> Checked:
    """Check a city's folder, its deliveries and its boundaries.

    Raises
    ------
    UserError
        With every mistake of the folder at once.
    """
    city = load_city(folder, today)
    areas = Areas(city.areas, city.levels)
    ingested = ingest(city, areas)
    draw_outlines(city, areas)
    problems = [_problem(city.id, row) for row in gathered(ingested.quarantine)]
    return Checked(problems, ingested.accounts)


def _problem(city: str, row: dict[str, Any]) -> Problem:
    file = f"{city}/sources/{row['source']}/{row['file']}"
    place = Place(file, row=row["row"] or None, column=row["column"] or None)
    hint = advice(row["reason"], row["hint"])
    return Problem(place, explain(row["reason"]), row["found"] or None, hint=hint)
