"""Delivered workbooks (XLSX) as rows of texts."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, WorksheetNotFound

from quartier.descriptions import Description, XlsxLayout
from quartier.sources.raw import RawFile, faulty_file, is_no_data

__all__ = ["read_xlsx"]

Cell = object


def read_xlsx(path: Path, description: Description) -> RawFile:
    """Read the sheet of a workbook that its description names.

    Numbers become texts in the description's way of writing, so that a number typed as a number
    and one typed as text are read alike.
    """
    layout = description.xlsx
    assert layout is not None
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(layout.sheet)
        grid = sheet.to_python(skip_empty_area=False)
    except WorksheetNotFound:
        return faulty_file("no_sheet", layout.sheet)
    except (CalamineError, OSError) as error:
        return faulty_file("unreadable", type(error).__name__)
    rows = [[_text(cell, layout.decimal) for cell in row] for row in grid]
    if max(layout.header_rows) > len(rows):
        return faulty_file("no_header", str(max(layout.header_rows)))
    header = _header(rows, sheet, layout)
    return _sorted_out(header, rows, description, max(layout.header_rows))


def _sorted_out(
    header: list[str], rows: list[list[str]], description: Description, header_end: int
) -> RawFile:
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if number > header_end]
    kept = [(number, row) for number, row in numbered if not is_no_data(row, description.footnotes)]
    return RawFile(header, kept, len(rows), len(rows) - len(kept))


def _header(rows: list[list[str]], sheet: CalamineSheet, layout: XlsxLayout) -> list[str]:
    """Join the rows of the header; a merged cell speaks for all columns that it covers."""
    lines = {number: list(rows[number - 1]) for number in layout.header_rows}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for number in range(top + 1, bottom + 2):
            if number in lines:
                text = rows[top][left]
                lines[number][left : right + 1] = [text] * (right + 1 - left)
    return [" | ".join(_distinct(parts)) for parts in zip(*lines.values(), strict=True)]


def _distinct(parts: Sequence[str]) -> list[str]:
    """The parts of a header cell, one that is merged downwards only once."""
    shown: list[str] = []
    for part in (" ".join(part.split()) for part in parts):
        if part and part not in shown:
            shown.append(part)
    return shown


def _text(cell: Cell, decimal: str) -> str:
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, int | float):
        return (str(int(cell)) if cell == int(cell) else repr(cell)).replace(".", decimal)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)
