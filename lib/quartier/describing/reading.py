"""The table of a file, read by the reader that will read it later."""

from collections import Counter
from pathlib import Path
from typing import Any

from quartier.describing.layouts import Layout
from quartier.describing.least import least
from quartier.describing.looked import Column, Looked
from quartier.describing.refusals import refuse, refuse_faulty
from quartier.descriptions import Description
from quartier.settings import DeliveredFile
from quartier.sources import explain, tables_of
from quartier.sources.raw import RawTable

__all__ = ["ROWS", "look"]

#: So many rows are looked at. Long lists repeat themselves, but not from the first row on: they are
#: sorted by what they count.
ROWS = 100_000


def look(path: Path, layout: Layout) -> Looked:
    """Read the first rows of the table of a file.

    Raises
    ------
    UserError
        Where the reader cannot read it.
    """
    found: dict[str, list[str]] = {}
    rows: list[int] = []
    looked = Looked([], 0)
    for table in tables_of(DeliveredFile("", path, "9999-12-31", ""), _as_laid_out(layout)):
        names = Counter(table.header)
        looked.doubled = [name for name, count in names.items() if name and count > 1]
        looked.unnamed = names[""]
        if table.sheet:
            looked.sheets.append(table.sheet)
        looked.whole &= _take(path, table, found, rows)
    if not rows:
        refuse(path, explain("no_rows"))
    looked.rows = len(rows)
    usable = {name: texts for name, texts in found.items() if len(texts) == len(rows)}
    looked.columns = [Column(name, texts, rows) for name, texts in usable.items()]
    return looked


def _take(path: Path, table: RawTable, found: dict[str, list[str]], rows: list[int]) -> bool:
    """Take over rows up to the limit; whether these were all."""
    doubled = {name for name, count in Counter(table.header).items() if count > 1}
    for piece in table.pieces:
        refuse_faulty(path, piece)
        room = ROWS - len(rows)
        if room <= 0 and len(piece.rows):
            return False
        rows += piece.rows[:room].tolist()
        for name, column in piece.texts.items():
            if name and name not in doubled:
                texts = (text or "" for text in column.slice(0, room).to_pylist())
                found.setdefault(name, []).extend(text.strip() for text in texts)
        if len(piece.rows) > room:
            return False
    return True


def _as_laid_out(layout: Layout) -> Description:
    """The least description of a file with a layout."""
    marks, footnotes = layout.marks.value, layout.footnotes
    section: dict[str, Any] = {"decimal": marks.decimal}
    section |= _given(
        thousands=marks.thousands,
        header_rows=layout.header and layout.header.value,
        encoding=layout.encoding and layout.encoding.value,
        separator=layout.separator and layout.separator.value,
        sheet=layout.sheet and layout.sheet.value,
        sheets=layout.sheets and layout.sheets.value,
    )
    layer = layout.layer.value if layout.layer else None
    return least(layout.format, section, footnotes.value if footnotes else (), layer)


def _given(**said: Any) -> dict[str, Any]:
    return {name: each for name, each in said.items() if each}
