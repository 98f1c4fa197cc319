"""Delivered workbooks (XLSX, ODS) as tables of texts.

A cell counts as it is stored, not as it is shown: a share of 0.534 that a sheet shows as 53,4 % is
0.534, and ``times: 100`` makes percent of it. Formulas count by the result that was last saved, so
do links to other workbooks: nothing is computed, nothing is fetched. Hidden sheets, rows and
columns are read as all others are.
"""

import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from quartier.described import SheetLayout
from quartier.descriptions import Description
from quartier.sources.headers import joined
from quartier.sources.raw import Piece, RawTable, faulty_table, is_no_data, piece_of_rows
from quartier.sources.workbook_xml import (
    FarCellError,
    Marks,
    ods_marks,
    xlsx_marks,
    xlsx_sheets,
)
from quartier.sources.written import written

__all__ = ["read_workbook"]

Row = tuple[int, list[str]]
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]

# What those that read workbooks raise where there is a part missing, or nonsense in one.
_DAMAGED = (CalamineError, ExpatError, zipfile.BadZipFile, LookupError, ValueError, OSError)

PIECE = 1 << 16
"""So many rows are looked at together."""


def read_workbook(path: Path, description: Description) -> Iterator[RawTable]:
    """Read the sheets of a workbook that its description names.

    Numbers become texts in the description's way of writing, so that a number typed as a number
    and one typed as text are read alike.
    """
    try:
        with path.open("rb") as file:
            sheets = _ods if description.format == "ods" else _xlsx
            yield from _tables(sheets(path, description.layout), file, description)
    except FarCellError:
        yield faulty_table("far_cell", "")
    except PasswordError:
        yield faulty_table("password", "")
    except _DAMAGED as error:
        yield faulty_table("unreadable", type(error).__name__)


def _ods(path: Path, layout: SheetLayout) -> tuple[list[str], dict[str, Marks]]:
    """The names of all sheets, and what is to be known of those that are to be read."""
    marks = ods_marks(path)
    return list(marks), {name: marks[name] for name in _wanted(marks, layout)}


def _xlsx(path: Path, layout: SheetLayout) -> tuple[list[str], dict[str, Marks]]:
    with zipfile.ZipFile(path) as package:
        parts = xlsx_sheets(package)
        marks = {name: xlsx_marks(package, parts[name]) for name in _wanted(parts, layout)}
    return list(parts), marks


def _wanted(names: Iterable[str], layout: SheetLayout) -> list[str]:
    """The sheets that are to be read, in the workbook's order."""
    if layout.sheet is not None:
        return [name for name in names if name == layout.sheet]
    pattern = re.compile(layout.sheets or "")
    return [name for name in names if pattern.search(name)]


def _tables(
    sheets: tuple[list[str], dict[str, Marks]], file: BinaryIO, description: Description
) -> Iterator[RawTable]:
    names, marks = sheets
    layout = description.layout
    if not marks:
        hint = ", ".join(names)
        yield faulty_table("no_sheet", layout.sheet or layout.sheets or "", hint=hint)
        return
    workbook = CalamineWorkbook.from_filelike(file)
    named = layout.sheets or (description.period and description.period.sheet)
    for name, of_sheet in marks.items():
        sheet = workbook.get_sheet_by_name(name)
        yield _table(sheet, of_sheet, description, name if named else "")


def _table(sheet: CalamineSheet, marks: Marks, description: Description, name: str) -> RawTable:
    layout = description.layout
    rows = _rows(sheet, marks, layout.decimal)
    last = max(layout.header_rows)
    top = [cells for _number, cells in islice(rows, last)]
    if len(top) < last:
        return faulty_table("no_header", str(last))
    merged = marks.merged or sheet.merged_cell_ranges or ()
    header = _header(top, merged, layout)
    first = piece_of_rows((), (), last)
    return RawTable(header, chain([first], _pieces(rows, header, merged, description)), name)


def _rows(sheet: CalamineSheet, marks: Marks, decimal: str) -> Iterator[Row]:
    """The rows of a sheet from its first on, with their numbers; all are of one length."""
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [written(cell, decimal) for cell in row]
        cells += [""] * (marks.width - len(cells))
        for column, shown in marks.errors.get(number - 1, {}).items():
            cells[column] = shown
        yield number, cells


def _header(top: list[list[str]], merged: Merged, layout: SheetLayout) -> list[str]:
    """Join the rows of the header; a merged cell speaks for all columns that it covers."""
    lines = {number: list(top[number - 1]) for number in layout.header_rows}
    for (first, left), (last, right) in merged:
        for number, line in lines.items():
            if first < number <= last + 1:
                covered = slice(left, min(right + 1, len(line)))
                line[covered] = [top[first][left]] * len(line[covered])
    return joined(list(lines.values()))


def _pieces(
    rows: Iterator[Row], header: list[str], merged: Merged, description: Description
) -> Iterator[Piece]:
    """The rows below the header; where a cell is merged downwards, its text stands in each."""
    places = {place for place, name in enumerate(header) if name in _standing(description)}
    below = _Below(merged, places)
    while some := list(islice(rows, PIECE)):
        kept = [
            (number, below.filled(number - 1, cells))
            for number, cells in some
            if not is_no_data(cells, description.footnotes)
        ]
        yield piece_of_rows(header, kept, len(some))


def _standing(description: Description) -> set[str]:
    """The columns that say what a row is about."""
    places = (description.area, description.period, description.variable, *description.groups)
    return {place.column for place in places if place is not None and place.column is not None}


class _Below:
    """Cells merged downwards, in columns where they stand for all of their rows.

    A value that is merged over several rows is not one of each.
    """

    def __init__(self, merged: Merged, places: Collection[int]) -> None:
        self._last = {
            first: last[0] for first, last in merged if first[1] in places and last[0] > first[0]
        }
        self._columns = sorted({column for _row, column in self._last})
        self._standing: dict[int, tuple[str, int]] = {}

    def filled(self, row: int, cells: list[str]) -> list[str]:
        """The cells of a row, with those that stand above and are meant here too."""
        for column in self._columns:
            if (row, column) in self._last:
                self._standing[column] = (cells[column], self._last[row, column])
            text, last = self._standing.get(column, ("", -1))
            if row <= last:
                cells[column] = text
        return cells
