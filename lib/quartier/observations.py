"""Observations: everything that was delivered, which delivery holds, and sums over groups."""

from dataclasses import dataclass
from itertools import chain

import pandas as pd

from quartier import periods
from quartier.areas import Areas
from quartier.errors import Place, Problem, UserError
from quartier.language import Text, _
from quartier.settings import City, received_on
from quartier.sources import check_file
from quartier.tables import (
    ACCOUNTS,
    COVERED,
    OBSERVATIONS,
    QUARANTINE,
    UNPLACED,
    WITHDRAWN,
    conform,
    empty,
    from_rows,
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
    unplaced : pandas.DataFrame
        What the deliveries in force hold for unknown areas or unknown groups: sums lack it.
    quarantine, accounts, covered : pandas.DataFrame
    """

    observations: pd.DataFrame
    withdrawn: pd.DataFrame
    unplaced: pd.DataFrame
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
    kept = [each.observations for each in checked if len(each.observations)]
    everything = pd.concat(kept, ignore_index=True) if kept else empty(OBSERVATIONS)
    UserError.raise_if(_told_twice(everything, city))
    delivered = conform(everything, OBSERVATIONS)
    held = _latest(delivered, city)
    told = delivered.merge(held.rename(columns={"delivery": "by"}), on=["variable", "period"])
    in_force = told["delivery"] == told["by"]
    return Ingested(
        told.loc[in_force, list(OBSERVATIONS.columns)].reset_index(drop=True),
        _withdrawn(told[~in_force], told[in_force]),
        _unplaced([each.unplaced for each in checked], held),
        from_rows(chain.from_iterable(each.quarantine for each in checked), QUARANTINE),
        from_rows((each.account for each in checked), ACCOUNTS),
        held,
    )


def _told_twice(told: pd.DataFrame, city: City) -> list[Problem]:
    """Files of one delivery that state the same cell: nobody can say which one holds."""
    twice = told[told.duplicated(list(OBSERVATIONS.key), keep=False)]
    problems = []
    for (_delivery, variable), rows in twice.groupby(["delivery", "variable"]):
        first = rows.iloc[0]
        place = Place(f"{city.id}/sources/{first['source']}/{first['file']}", row=int(first["row"]))
        what = _(
            "Zwei Dateien einer Lieferung enthalten dieselben Angaben zu „{variable}“",
            variable=Text(city.variables[str(variable)].title),
        )
        files = ", ".join(sorted(rows["file"].unique()))
        problems.append(Problem(place, what, files))
    return problems


def _latest(delivered: pd.DataFrame, city: City) -> pd.DataFrame:
    """The delivery that holds for each variable and period: the one received last."""
    covered = delivered[["variable", "period", "delivery", "source"]].drop_duplicates()
    covered["received"] = _received(covered["delivery"])
    newest = covered.groupby(["variable", "period"])["received"].transform("max")
    last = covered[covered["received"] == newest]
    rivals = last[last.duplicated(["variable", "period"], keep=False)]
    UserError.raise_if(_rivalry(rivals, city))
    return conform(last, COVERED)


def _received(delivery: pd.Series) -> pd.Series:
    """The day on which each delivery was received."""
    return delivery.map({each: received_on(each) for each in delivery.unique()})


def _rivalry(rivals: pd.DataFrame, city: City) -> list[Problem]:
    problems = []
    for (variable, period), rows in rivals.groupby(["variable", "period"]):
        what = _(
            "Mehrere Quellen liefern am selben Tag „{variable}“ für {period}",
            variable=Text(city.variables[str(variable)].title),
            period=periods.parse(str(period)),
        )
        sources = ", ".join(sorted(rows["source"]))
        problems.append(Problem(Place(f"{city.id}/sources/deliveries.csv"), what, sources))
    return problems


def _withdrawn(older: pd.DataFrame, in_force: pd.DataFrame) -> pd.DataFrame:
    """Cells that an earlier delivery had and the one in force leaves out."""
    if older.empty:
        return empty(WITHDRAWN)
    last = older.assign(received=_received(older["delivery"])).sort_values("received")
    kept = in_force[_CELL].assign(kept=True)
    gone = last.drop_duplicates(_CELL, keep="last").merge(kept, on=_CELL, how="left")
    return conform(gone[gone["kept"].isna()], WITHDRAWN)


def _unplaced(found: list[pd.DataFrame], held: pd.DataFrame) -> pd.DataFrame:
    """What could not be placed, of the deliveries in force; of unknown size where any part is."""
    told = pd.concat([each for each in found if len(each)] or [empty(UNPLACED)])
    kept = told.merge(held, on=["variable", "period", "delivery"])
    sums = kept.groupby(list(UNPLACED.key))["value"].agg(lambda values: values.sum(skipna=False))
    return conform(sums.reset_index(), UNPLACED)
