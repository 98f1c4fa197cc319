"""Delivered workbooks (XLSX, ODS) as tables of texts."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from quartier.described import SheetLayout
from quartier.descriptions import Description
from quartier.sources.headers import joined
from quartier.sources.raw import RawTable, faulty_table, is_no_data, piece_of_rows

__all__ = ["read_workbook"]

Cell = object


def read_workbook(path: Path, description: Description) -> Iterator[RawTable]:
    """Read the sheets of a workbook that its description names.

    Numbers become texts in the description's way of writing, so that a number typed as a number
    and one typed as text are read alike.
    """
    layout = description.layout
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = _sheets(workbook, layout)
        if not names:
            yield faulty_table("no_sheet", layout.sheet or layout.sheets or "")
        for name in names:
            sheet = workbook.get_sheet_by_name(name)
            yield _table(sheet, description, layout, name if layout.sheets else "")
    except (CalamineError, OSError) as error:
        yield faulty_table("unreadable", type(error).__name__)


def _sheets(workbook: CalamineWorkbook, layout: SheetLayout) -> list[str]:
    """The sheets that are to be read, in the workbook's order."""
    if layout.sheet is not None:
        return [name for name in workbook.sheet_names if name == layout.sheet]
    pattern = re.compile(layout.sheets or "")
    return [name for name in workbook.sheet_names if pattern.search(name)]


def _table(
    sheet: CalamineSheet, description: Description, layout: SheetLayout, name: str
) -> RawTable:
    grid = sheet.to_python(skip_empty_area=False)
    rows = [[_text(cell, layout.decimal) for cell in row] for row in grid]
    header_end = max(layout.header_rows)
    if header_end > len(rows):
        return faulty_table("no_header", str(header_end))
    header = _header(rows, sheet, layout)
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if number > header_end]
    kept = [(number, row) for number, row in numbered if not is_no_data(row, description.footnotes)]
    return RawTable(header, [piece_of_rows(header, kept, len(rows))], name)


def _header(rows: list[list[str]], sheet: CalamineSheet, layout: SheetLayout) -> list[str]:
    """Join the rows of the header; a merged cell speaks for all columns that it covers."""
    lines = {number: list(rows[number - 1]) for number in layout.header_rows}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for number in range(top + 1, bottom + 2):
            if number in lines:
                text = rows[top][left]
                lines[number][left : right + 1] = [text] * (right + 1 - left)
    return joined(list(lines.values()))


def _text(cell: Cell, decimal: str) -> str:
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, int | float):
        return (str(int(cell)) if cell == int(cell) else repr(cell)).replace(".", decimal)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)
