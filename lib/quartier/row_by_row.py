"""What becomes of each row of a delivered file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from quartier import periods, signs
from quartier.areas import Areas
from quartier.errors import Place, Problem, UserError, did_you_mean
from quartier.formats import Measure
from quartier.group_words import in_words
from quartier.groups import TOTAL
from quartier.language import Text, _, n_, quoted, translate
from quartier.observations import Ingested, ingest
from quartier.settings import City, DeliveredFile
from quartier.sources import advice, explain
from quartier.tables import OBSERVATIONS, records

__all__ = ["MOST_ROWS", "Row", "Rows", "chosen_files", "rows_of"]

MOST_ROWS = 1000
"""So many rows of a file are told unless all are asked for."""

_MOST_VALUES = 6

_NO_DATA = _("ohne Daten (Kopf, Fußnote oder leer)")
# A cell with line breaks makes a row longer than a line.
_BETWEEN = _("ohne Daten (Kopf, Fußnote oder leer), oder ein Teil der Zeile darüber")


def chosen_files(city: City, source: str, name: str | None = None) -> tuple[DeliveredFile, ...]:
    """The delivered files of a source, or the one of a name.

    Raises
    ------
    UserError
        There is no such source or file; says which there are.
    """
    if source not in city.sources:
        what, allowed = _("Diese Quelle gibt es nicht"), ", ".join(city.sources)
        hint = did_you_mean(source, city.sources)
        raise UserError(Problem(Place("--rows"), what, source, allowed, hint))
    files = tuple(file for file in city.files if file.source == source)
    if name is None:
        return files
    named = tuple(file for file in files if file.path.name == name)
    if not named:
        names = [file.path.name for file in files]
        what, allowed = _("Diese Datei hat die Quelle nicht geliefert"), ", ".join(names)
        raise UserError(Problem(Place("--file"), what, name, allowed, did_you_mean(name, names)))
    return named


@dataclass(frozen=True)
class Row:
    """A row of a table and what became of it.

    Attributes
    ----------
    number : int
        As the file counts; 0 where the whole table is meant.
    kept : sequence of mapping
        Rows of ``observations`` that it became.
    faults : sequence of mapping
        Rows of ``quarantine``: what was not understood.
    no_data : Text
        What it is where it is neither.
    """

    number: int
    kept: Sequence[Mapping[str, Any]] = ()
    faults: Sequence[Mapping[str, Any]] = ()
    no_data: Text = _NO_DATA


@dataclass(frozen=True)
class Rows:
    """The rows of a table of a file: of the file itself, or of one of its sheets.

    Attributes
    ----------
    name : str
        The file's name; where several of its sheets are read, with the sheet.
    told : tuple of Row
        The first ones.
    left : int
        How many rows there are more.
    """

    city: City
    areas: Areas
    name: str
    told: tuple[Row, ...]
    left: int

    def lines(self, language: str) -> Iterator[str]:
        """Each row in words."""
        for row in self.told:
            number = f"{row.number}: " if row.number else ""
            yield number + " ".join(self._words(row, language))

    def _words(self, row: Row, language: str) -> Iterator[str]:
        if row.kept:
            said = _("übernommen: {what}", what=self._kept(row.kept, language)).into(language)
            yield said + (";" if row.faults else "")
        for fault in row.faults:
            yield _("in Quarantäne: {what}", what=self._fault(fault, language)).into(language)
        if not row.kept and not row.faults:
            yield row.no_data.into(language)

    def _kept(self, kept: Sequence[Mapping[str, Any]], language: str) -> str:
        """Area and period once, then each value with its group and variable."""
        last: tuple[str, str] | None = None
        said = []
        for each in kept[:_MOST_VALUES]:
            where = each["area"], each["period"]
            place = "" if where == last else self._place(each, language) + " · "
            said.append(place + self._value(each, language))
            last = where
        left = len(kept) - _MOST_VALUES
        if left > 0:
            said.append(n_("… und {n} weitere", "… und {n} weitere", left).into(language))
        return "; ".join(said)

    def _place(self, each: Mapping[str, Any], language: str) -> str:
        name = self.areas.called(each["area"])
        said = name.into(language) if isinstance(name, Text) else name
        return f"{said} · {periods.parse(each['period']).label(language)}"

    def _value(self, each: Mapping[str, Any], language: str) -> str:
        variable = self.city.variables[each["variable"]]
        parts = [] if each["group"] == TOTAL else [in_words(each["group"], language)]
        parts.append(f"{translate(variable.title, language)} = ")
        status, meaning = each["status"], signs.meaning(each["status"]).into(language)
        if not signs.has_value(status):
            return " · ".join(parts) + f"{signs.sign(status)} ({meaning})"
        number = signs.marked(Measure(each["value"], variable.unit).into(language), status)
        return " · ".join(parts) + number + (f" ({meaning})" if status != "reported" else "")

    def _fault(self, fault: Mapping[str, Any], language: str) -> str:
        column = _("Spalte {name}", name=quoted(fault["column"])) if fault["column"] else None
        found = quoted(fault["found"]) if fault["found"] else None
        said = [part.into(language) for part in (column, explain(fault["reason"]), found) if part]
        hint = advice(fault["reason"], fault["hint"])
        return ": ".join(said) + "." + (f" {hint.into(language)}" if hint else "")


def rows_of(city: City, file: DeliveredFile, most: int | None = MOST_ROWS) -> list[Rows]:
    """What becomes of the rows of a file, as it was delivered: before any correction.

    Parameters
    ----------
    city : City
    file : DeliveredFile
    most : int, optional
        So many rows of each of its tables; all if not given.
    """
    areas = Areas(city.areas, city.levels)
    kept: dict[str, dict[int, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))

    def keep(_variable: str, table: pa.Table) -> None:
        near = table if most is None else table.filter(pc.field("row") <= most)
        for row in records(near.cast(OBSERVATIONS.arrow).to_pandas()):
            kept[row["file"]][int(row["row"])].append(row)

    # A correction would miss the cells of all other files.
    taken_in = ingest(replace(city, files=(file,), corrections=()), areas, keep)
    return [
        _table(city, areas, account, kept[account["file"]], taken_in, most)
        for account in records(taken_in.accounts)
    ]


def _table(
    city: City,
    areas: Areas,
    account: Mapping[str, Any],
    kept: Mapping[int, list[Mapping[str, Any]]],
    taken_in: Ingested,
    most: int | None,
) -> Rows:
    faults = _faults(taken_in.quarantine, account["file"])
    if 0 in faults:  # nothing of it is kept
        return Rows(city, areas, account["file"], (Row(0, (), faults[0]),), 0)
    last = max(account["rows_read"], *kept, *faults)
    end = last if most is None else min(last, most)
    lines = last - len({*kept, *faults})
    without = _NO_DATA if end < last or lines <= account["rows_no_data"] else _BETWEEN
    told = tuple(
        Row(number, kept.get(number, ()), faults.get(number, ()), without)
        for number in range(1, end + 1)
    )
    return Rows(city, areas, account["file"], told, last - end)


def _faults(quarantine: pd.DataFrame, name: str) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in records(quarantine[quarantine["file"] == name].fillna("")):
        found[int(row["row"])].append(row)
    return dict(found)
