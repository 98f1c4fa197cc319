"""Observations: everything that was delivered, which delivery holds, and sums over groups."""

from dataclasses import dataclass

import pandas as pd

from quartier.areas import Areas
from quartier.errors import Place, Problem, UserError
from quartier.language import _
from quartier.settings import City
from quartier.sources import check_file
from quartier.tables import (
    ACCOUNTS,
    COVERED,
    OBSERVATIONS,
    QUARANTINE,
    WITHDRAWN,
    Schema,
    conform,
    empty,
)

__all__ = ["Ingested", "ingest"]

_CELL = ["variable", "group", "area", "geography", "period"]


@dataclass(frozen=True)
class Ingested:
    """What all deliveries of a city came to.

    Attributes
    ----------
    observations : pandas.DataFrame
        What holds: of each variable and period, the latest delivery.
    withdrawn : pandas.DataFrame
        Cells of an earlier delivery that the one which replaced it leaves out.
    quarantine, accounts, covered : pandas.DataFrame
    """

    observations: pd.DataFrame
    withdrawn: pd.DataFrame
    quarantine: pd.DataFrame
    accounts: pd.DataFrame
    covered: pd.DataFrame


def ingest(city: City, areas: Areas) -> Ingested:
    """Read and check every delivered file of a city, and settle which delivery holds.

    Raises
    ------
    UserError
        Two sources were received on one day for the same variable and period, or two files of one
        delivery state the same cell: neither is the later one.
    """
    checked = [
        check_file(file, city.sources[file.source], areas, city.variables, city.geography)
        for file in city.files
    ]
    UserError.raise_if(_told_twice([each.observations for each in checked]))
    delivered = _together([each.observations for each in checked], OBSERVATIONS)
    held = _latest(delivered)
    in_force = delivered.merge(held, on=["variable", "period", "delivery"])
    return Ingested(
        conform(in_force, OBSERVATIONS),
        _withdrawn(delivered, held),
        _together([each.quarantine for each in checked], QUARANTINE),
        _together([each.account for each in checked], ACCOUNTS),
        held,
    )


def _together(tables: list[pd.DataFrame], schema: Schema) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return conform(pd.concat(filled), schema) if filled else empty(schema)


def _told_twice(tables: list[pd.DataFrame]) -> list[Problem]:
    """Files of one delivery that state the same cell: nobody can say which one holds."""
    key = list(OBSERVATIONS.key)
    told = pd.concat(tables) if tables else empty(OBSERVATIONS)
    twice = told[told.duplicated(key, keep=False)]
    problems = []
    for (_delivery, variable), rows in twice.groupby(["delivery", "variable"]):
        first = rows.iloc[0]
        place = Place(f"sources/{first['source']}/{first['file']}", row=int(first["row"]))
        what = _(
            "Zwei Dateien einer Lieferung enthalten dieselben Angaben zu „{variable}“",
            variable=variable,
        )
        files = ", ".join(sorted(rows["file"].unique()))
        problems.append(Problem(place, what, files))
    return problems


def _latest(delivered: pd.DataFrame) -> pd.DataFrame:
    """The delivery that holds for each variable and period: the one received last."""
    covered = delivered[["variable", "period", "delivery", "source"]].drop_duplicates()
    covered["received"] = covered["delivery"].str.rsplit("@", n=1).str[1]
    newest = covered.groupby(["variable", "period"])["received"].transform("max")
    last = covered[covered["received"] == newest]
    rivals = last[last.duplicated(["variable", "period"], keep=False)]
    UserError.raise_if(_rivalry(rivals))
    return conform(last, COVERED)


def _rivalry(rivals: pd.DataFrame) -> list[Problem]:
    problems = []
    for (variable, period), rows in rivals.groupby(["variable", "period"]):
        what = _(
            "Mehrere Quellen liefern am selben Tag „{variable}“ für {period}",
            variable=variable,
            period=period,
        )
        sources = ", ".join(sorted(rows["source"]))
        problems.append(Problem(Place("sources/deliveries.csv"), what, sources))
    return problems


def _withdrawn(delivered: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Cells that an earlier delivery had and the one in force leaves out."""
    holding = held.rename(columns={"delivery": "by"})
    told = delivered.merge(holding, on=["variable", "period"])
    kept = told.loc[told["delivery"] == told["by"], _CELL].assign(kept=True)
    older = told[told["delivery"] < told["by"]].sort_values("delivery")
    gone = older.drop_duplicates(_CELL, keep="last").merge(kept, on=_CELL, how="left")
    return conform(gone[gone["kept"].isna()], WITHDRAWN)
