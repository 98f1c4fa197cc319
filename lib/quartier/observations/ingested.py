"""All deliveries of a city: read, checked, and settled which of them holds."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from quartier import signs
from quartier.ahead import ahead
from quartier.areas import Areas
from quartier.corrected import correct
from quartier.corrections import Correction
from quartier.errors import Problem, UserError
from quartier.facts import Facts
from quartier.observations.doubted import Doubting
from quartier.observations.holding import Holding, unplaced
from quartier.observations.once import each_once, told_twice
from quartier.observations.origins import Origins
from quartier.settings import City
from quartier.sources import Part, Statements, Words, read_part, tables_of
from quartier.tables import (
    ACCOUNTS,
    COVERED,
    OBSERVATIONS,
    QUARANTINE,
    SCHEMAS,
    conform,
    empty,
    from_rows,
)

__all__ = ["Ingested", "ingest"]


@dataclass
class Ingested:
    """What all deliveries of a city came to.

    Attributes
    ----------
    withdrawn : pandas.DataFrame
        Cells of an earlier delivery that the one which replaced it leaves out.
    unplaced : pandas.DataFrame
        What the deliveries in force hold for unknown areas or unknown groups: sums lack it.
    corrected : pandas.DataFrame
        What corrections made of delivered values.
    doubts : pandas.DataFrame
        What holds although it is hardly right.
    quarantine, accounts, covered : pandas.DataFrame
    held : mapping of str to pyarrow.Table
        What holds of each variable, unless somebody else kept it: rows of ``observations``.
    """

    withdrawn: pd.DataFrame
    unplaced: pd.DataFrame
    corrected: pd.DataFrame
    doubts: pd.DataFrame
    quarantine: pd.DataFrame
    accounts: pd.DataFrame
    covered: pd.DataFrame
    held: dict[str, pa.Table]

    def observed(self, variable: str) -> pd.DataFrame:
        """What holds of a variable: rows of ``observations``."""
        table = self.held.get(variable)
        if table is None:
            return empty(OBSERVATIONS)
        return conform(table.cast(OBSERVATIONS.arrow).to_pandas(), OBSERVATIONS)

    @property
    def observations(self) -> pd.DataFrame:
        """What holds, of all variables: the table ``observations``."""
        tables = [table.cast(OBSERVATIONS.arrow) for table in self.held.values()]
        whole = pa.concat_tables(tables).to_pandas() if tables else empty(OBSERVATIONS)
        return conform(whole, OBSERVATIONS)


Keep = Callable[[str, pa.Table], None]


def ingest(city: City, areas: Areas, keep: Keep | None = None) -> Ingested:
    """Read and check every delivered file of a city, and settle which delivery holds.

    Parameters
    ----------
    city : City
    areas : Areas
    keep : callable, optional
        Takes what holds of each variable, so that memory has to hold one at a time only.

    Raises
    ------
    UserError
        Two sources were received on one day for the same variable and period, or two files of one
        delivery state the same cell: neither is the later one. Or corrections do not fit what was
        delivered.
    """
    told, words = Statements(), Words(areas)
    parts: list[Part] = []
    for file in city.files:
        description = city.sources[file.source]
        for table in tables_of(file, description):
            part = read_part(table, file, len(parts), description, city.variables, words, told)
            parts.append(part)
    held: dict[str, pa.Table] = {}
    settling = _Settling(city, areas, Origins(parts, words, city.geography), told)
    settling.settle(keep or held.__setitem__)
    return settling.ingested(held)


class _Settling:
    """Variable by variable: what holds, and what must be listed."""

    def __init__(self, city: City, areas: Areas, origins: Origins, told: Statements) -> None:
        self._city, self._origins, self._told = city, origins, told
        self._doubting = Doubting(origins, areas, city.sources, city.variables)
        self._kept = [Kept() for _part in origins.parts]
        self._faults = [[part.faults] for part in origins.parts]
        self._problems: list[Problem] = []
        self._covered: list[dict[str, str]] = []
        self._corrections: dict[str, list[Correction]] = {}
        for correction in city.corrections:
            self._corrections.setdefault(correction.variable, []).append(correction)
        self._tables: dict[str, list[pd.DataFrame]] = {
            "corrected": [],
            "unplaced": [],
            "withdrawn": [],
        }

    def settle(self, keep: Keep) -> None:
        """Settle all variables; what holds of one is kept while the next is settled."""
        for variable, held in ahead(self._tables_in_force()):
            keep(variable, held)
        for variable in sorted(self._corrections.keys() - set(self._told.variables)):
            self._correct(variable, self._origins.facts(variable, self._told)[0])
        UserError.raise_if(self._problems)

    def _tables_in_force(self) -> Iterator[tuple[str, pa.Table]]:
        """What holds, by variable; nothing any more once there is a problem."""
        for variable in self._told.variables:
            facts, adrift = self._origins.facts(variable, self._told)
            holding = Holding.of(variable, self._sound(variable, facts), self._origins)
            title = self._city.variables[variable].title
            self._problems += holding.problems(self._city.id, title)
            if not self._problems:
                yield variable, self._in_force(holding, adrift)

    def _sound(self, variable: str, facts: Facts) -> Facts:
        """The facts, corrected, without those that contradict each other."""
        facts, out = each_once(facts)
        self._quarantined(out)
        title = self._city.variables[variable].title
        self._problems += told_twice(facts, self._origins, self._city.id, title)
        facts, out = self._doubting.errors(variable, self._correct(variable, facts))
        self._quarantined(out)
        return facts

    def _in_force(self, holding: Holding, adrift: Facts) -> pa.Table:
        """What holds of a variable; what must be listed about it is noted."""
        in_force = holding.in_force()
        self._count(holding.facts)
        self._doubting.doubt(holding.variable, holding.facts, in_force)
        self._covered += holding.covered()
        if len(in_force) < len(holding.facts):
            self._tables["withdrawn"].append(holding.withdrawn(in_force))
        if len(adrift):
            self._tables["unplaced"].append(unplaced(holding, adrift))
        return self._origins.table(holding.variable, in_force)

    def _correct(self, variable: str, facts: Facts) -> Facts:
        """The facts with what corrections make of them."""
        known = self._corrections.get(variable, [])
        if not known:
            return facts
        file = f"{self._city.id}/corrections.csv"
        about = self._city.variables[variable]
        delivered = self._origins.frame(variable, facts)
        rows, corrected = correct(delivered, known, about, file, self._problems)
        self._tables["corrected"].append(corrected)
        status = [signs.STATUSES.index(each) for each in rows["status"]]
        return facts.replaced(value=rows["value"].to_numpy(), status=np.array(status, "int8"))

    def ingested(self, held: dict[str, pa.Table]) -> Ingested:
        """What has been settled."""
        together = {
            name: conform(pd.concat(some), SCHEMAS[name]) if some else empty(SCHEMAS[name])
            for name, some in self._tables.items()
        }
        return Ingested(
            **together,
            covered=from_rows(self._covered, COVERED),
            doubts=self._doubting.doubts(),
            quarantine=self._quarantine(),
            accounts=self._accounts(),
            held=held,
        )

    def _count(self, facts: Facts) -> None:
        for number in np.flatnonzero(np.bincount(facts.part)).tolist():
            self._kept[number].add(facts.only(facts.part == number).row)

    def _quarantined(self, out: pd.DataFrame | None) -> None:
        """Facts that are left out for a reason go to the faults of their file."""
        if out is None:
            return
        for number in out["part"].unique().tolist():
            rows = out[out["part"] == number]
            part = self._origins.parts[number]
            decimal = self._city.sources[part.delivered.source].number_format.decimal
            cells = zip(rows["value"].tolist(), rows["status"].tolist(), strict=True)
            faults = {
                "row": rows["row"],
                "column": [self._origins.columns[each] for each in rows["column"]],
                "found": [_written(value, status, decimal) for value, status in cells],
                "reason": rows["reason"],
                "hint": rows["hint"],
                "role": "value",
            }
            self._faults[number].append(pd.DataFrame(faults))

    def _quarantine(self) -> pd.DataFrame:
        frames = [
            pd.concat(faults).assign(**_named(part))
            for part, faults in zip(self._origins.parts, self._faults, strict=True)
        ]
        whole = pd.concat(frames or [empty(QUARANTINE)], ignore_index=True)
        once = whole.drop_duplicates(list(QUARANTINE.key))
        return conform(once, QUARANTINE)

    def _accounts(self) -> pd.DataFrame:
        rows = []
        for part, kept in zip(self._origins.parts, self._kept, strict=True):
            description = self._city.sources[part.delivered.source]
            about = {
                "received": part.delivered.received,
                "sha256": part.delivered.sha256,
                "owner": description.owner,
                "title": description.title,
                "licence": description.licence,
            }
            rows.append(_named(part) | about | part.account(kept.rows, kept.values))
        return from_rows(rows, ACCOUNTS)


def _named(part: Part) -> dict[str, str]:
    file = part.delivered
    return {"delivery": file.delivery, "source": file.source, "file": part.name}


def _written(value: float, status: int, decimal: str) -> str:
    """A value as its file could have written it."""
    if math.isnan(value):
        return signs.sign(signs.STATUSES[status])
    return f"{value:.12g}".replace(".", decimal)


class Kept:
    """Which rows of a table were kept, and how many values."""

    def __init__(self) -> None:
        self._rows = np.zeros(0, dtype=bool)
        self.values = 0

    def add(self, rows: np.ndarray) -> None:
        """Values of these rows were kept."""
        self.values += len(rows)
        highest = int(rows.max(initial=0))
        if highest >= len(self._rows):
            self._rows = np.pad(self._rows, (0, highest + 1 - len(self._rows)))
        self._rows[rows] = True

    @property
    def rows(self) -> int:
        """How many rows have a value that was kept."""
        return int(self._rows.sum())
