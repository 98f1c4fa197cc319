"""The small tables that planners keep beside the data (areas.csv, deliveries.csv)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quartier.errors import Place, Problem, did_you_mean
from quartier.language import _

__all__ = ["SheetRow", "read_sheet"]


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet: its cells by column, and where it stands."""

    file: str
    row: int
    cells: dict[str, str]

    def place(self, column: str | None = None) -> Place:
        """Where a cell of the row stands."""
        return Place(self.file, row=self.row, column=column)

    def __getitem__(self, column: str) -> str:
        """The text of a cell, without spaces around it."""
        return self.cells[column]


def read_sheet(
    path: Path, name: str, columns: Sequence[str], problems: list[Problem]
) -> list[SheetRow]:
    """Read a comma-separated UTF-8 file with exactly the given columns, in any order.

    Parameters
    ----------
    path : pathlib.Path
    name : str
        What the file is called in messages.
    columns : sequence of str
    problems : list of Problem
        Grows by what is wrong; rows that cannot be read are left out then.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        what = _("Die Datei ist nicht in UTF-8 gespeichert.")
        hint = _("In der Tabellenkalkulation als „CSV UTF-8 (durch Kommas getrennt)“ speichern.")
        problems.append(Problem(Place(name, line=line), what, hint=hint))
        return []
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        what = _("Ein Anführungszeichen wird geöffnet und nicht richtig geschlossen.")
        problems.append(Problem(Place(name), what))
        return []
    header = [cell.strip() for cell in lines[0]] if lines else []
    wrong = _header_problems(header, name, columns)
    problems.extend(wrong)
    if wrong:
        return []
    return _rows(lines[1:], name, header, problems)


def _header_problems(header: list[str], name: str, columns: Sequence[str]) -> list[Problem]:
    place = Place(name, row=1)
    if not any(header):
        return [Problem(place, _("Hier fehlen die Namen der Spalten."), allowed=", ".join(columns))]
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        what = _("Die Spalten sind mit Semikolon getrennt statt mit Komma.")
        if "\t" in header[0]:
            what = _("Die Spalten sind mit Tabulator getrennt statt mit Komma.")
        hint = _("In der Tabellenkalkulation als „CSV UTF-8 (durch Kommas getrennt)“ speichern.")
        return [Problem(place, what, hint=hint)]
    problems = []
    for column in columns:
        if column not in header:
            hint = did_you_mean(column, header)
            problems.append(Problem(place, _("Diese Spalte fehlt."), found=column, hint=hint))
    for index, column in enumerate(header):
        if column not in columns:
            allowed = ", ".join(columns)
            problems.append(Problem(place, _("Diese Spalte ist unbekannt."), column, allowed))
        elif column in header[:index]:
            problems.append(Problem(place, _("Diese Spalte steht zweimal da."), column))
    return problems


def _rows(
    lines: list[list[str]], name: str, header: list[str], problems: list[Problem]
) -> list[SheetRow]:
    rows = []
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            what = _("Die Zeile hat {n} Zellen statt {m}.", n=len(cells), m=len(header))
            hint = _("Ein Text, der ein Komma enthält, gehört in Anführungszeichen.")
            problems.append(Problem(Place(name, row=number), what, hint=hint))
            continue
        stripped = (cell.strip() for cell in cells)
        rows.append(SheetRow(name, number, dict(zip(header, stripped, strict=True))))
    return rows
