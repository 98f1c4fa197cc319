"""How a file keeps its table: encoding and separator, or the sheet; header, marks, footnotes."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from quartier.describing.encodings import guess_encoding
from quartier.describing.features import guess_layer
from quartier.describing.feet import guess_footnotes
from quartier.describing.grids import Grid, Line
from quartier.describing.guess import Guess
from quartier.describing.heads import figure_places, guess_header, titles
from quartier.describing.least import least
from quartier.describing.marks import Marks, guess_marks
from quartier.describing.refusals import refuse, refuse_faulty
from quartier.describing.separators import guess_separator
from quartier.describing.workbooks import name_sheets, read_sheets
from quartier.language import _
from quartier.sources import explain
from quartier.sources.delivered import READERS
from quartier.sources.opening import refusal
from quartier.sources.records import cut_slowly

__all__ = ["FORMATS", "Layout", "guess_layout"]

_ENDINGS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".ods": "ods",
    ".parquet": "parquet",
    ".geojson": "geojson",
    ".gpkg": "gpkg",
}
FORMATS = {ending: form for ending, form in _ENDINGS.items() if form in READERS}
"""The formats that can be read, by the ending of files' names."""

#: So many bytes from the beginning, and from the end, tell how a text file is written.
START, END = 1 << 20, 1 << 16
#: So many lines of them.
FIRST, LAST = 5000, 500


@dataclass(frozen=True)
class Layout:
    """How a file keeps its table; what its format does not have is None."""

    format: str
    marks: Guess[Marks]
    header: Guess[tuple[int, ...]] | None = None
    footnotes: Guess[tuple[str, ...]] | None = None
    encoding: Guess[str] | None = None
    separator: Guess[str] | None = None
    sheet: Guess[str] | None = None
    sheets: Guess[str] | None = None
    layer: Guess[str] | None = None
    titles: Sequence[str] = ()


def guess_layout(path: Path) -> Layout:
    """The layout of a file.

    Raises
    ------
    UserError
        Where it is none that can be described: unreadable, empty, without a table.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        allowed = ", ".join(FORMATS)
        refuse(path, _("Dieses Format liest Quartier nicht"), path.suffix or path.name, allowed)
    start = _start(path, START)
    encoding = guess_encoding(start)
    _refuse_unreadable(path, form, encoding.value)
    if form == "csv":
        return _of_text(path, start, encoding)
    if form in ("xlsx", "ods"):
        return _of_workbook(path, form)
    layer = guess_layer(path) if form in ("geojson", "gpkg") else None
    return Layout(form, guess_marks(()), layer=layer)


def _start(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        refuse(path, explain("unreadable"), type(error).__name__)


def _refuse_unreadable(path: Path, form: str, encoding: str) -> None:
    """Refuse what would be refused as a delivery: damaged, of another format, far too big."""
    section = {"encoding": encoding} if form == "csv" else {"sheet": "-"}
    table = refusal(path, least(form, section if form in ("csv", "xlsx", "ods") else {}))
    for piece in table.pieces if table else ():
        refuse_faulty(path, piece)


def _of_text(path: Path, start: bytes, encoding: Guess[str]) -> Layout:
    text = _decoded(path, start, encoding.value)
    separator = guess_separator(text)
    if separator is None:
        allowed = _("Zellen, getrennt durch Semikolon, Tabulator, Komma oder senkrechten Strich")
        refuse(path, _("In der Datei ist keine Tabelle zu erkennen"), allowed=allowed)
    parts = [*_ends(text), *_tail(path, encoding.value, len(start))]
    grid = Grid([line for first, part in parts for line in _lines(part, first, separator.value)])
    header = _header(path, grid)
    marks = guess_marks(_figures(grid, header.value), separator.value)
    footnotes = guess_footnotes(grid, header.value)
    above = titles(grid, header.value)
    return Layout("csv", marks, header, footnotes, encoding, separator, titles=above)


def _decoded(path: Path, start: bytes, encoding: str) -> str:
    """Whole lines from the beginning of a text."""
    if encoding.startswith("utf-16"):
        return path.read_bytes().decode(encoding, errors="replace").removeprefix("\ufeff")
    text = start.decode(encoding, errors="replace").removeprefix("\ufeff")
    return text if len(start) < START else text[: text.rfind("\n") + 1] or text


def _ends(text: str) -> list[tuple[int, str]]:
    """The first and the last lines of a text, each with the number of the first of them."""
    lines = list(io.StringIO(text, newline=""))
    last = max(FIRST, len(lines) - LAST)
    parts = [(1, "".join(lines[:FIRST]))]
    return parts if len(lines) <= FIRST else [*parts, (last + 1, "".join(lines[last:]))]


def _lines(text: str, first: int, separator: str) -> list[Line]:
    records, _rest = cut_slowly(text, first, separator, final=True)
    return [Line(record.line, record.cells) for record in records]


def _tail(path: Path, encoding: str, seen: int) -> list[tuple[int, str]]:
    """The last lines of a file that was not read to its end, with the number of the first."""
    size = path.stat().st_size
    if seen < START or size <= seen or encoding.startswith("utf-16"):
        return []
    with path.open("rb") as file:
        count = sum(block.count(b"\n") for block in iter(lambda: file.read(START), b""))
        file.seek(max(seen, size - END))
        last = file.read()
    whole = last[last.find(b"\n") + 1 :]
    number = count - whole.count(b"\n") + 1
    return [(number, whole.decode(encoding, errors="replace"))]


def _header(path: Path, grid: Grid) -> Guess[tuple[int, ...]]:
    header = guess_header(grid)
    if header is None:
        what = _("In der Datei ist keine Tabelle zu erkennen: Keine Spalte hat Zahlen")
        allowed = None
        if figure_places(grid):
            what = _("Keine Zeile nennt die Spalten: Was sie enthalten, müsste man raten")
            allowed = _("eine Kopfzeile über den Zahlen")
        refuse(path, what, allowed=allowed)
    return header


def _figures(grid: Grid, header: Sequence[int]) -> Iterable[str]:
    """The cells of columns with figures that were written as texts."""
    places = figure_places(grid)
    below = (line for line in grid.lines if line.number > max(header))
    cells = (
        [line.cells[p] for p in places if p < len(line.cells) and p not in line.typed]
        for line in below
    )
    return chain.from_iterable(cells)


def _of_workbook(path: Path, form: str) -> Layout:
    grids = [grid for grid in read_sheets(path) if guess_header(grid) is not None]
    if not grids:
        refuse(path, _("Auf keinem Tabellenblatt ist eine Tabelle mit Zahlen zu erkennen"))
    best = max(grids, key=lambda grid: len(grid.lines))
    alike = [grid for grid in grids if _titles(grid) == _titles(best)]
    header = _header(path, best)
    marks = guess_marks(chain.from_iterable(_figures(g, header.value) for g in alike))
    beginnings = [guess_footnotes(grid, header.value) for grid in alike]
    merged = tuple(dict.fromkeys(text for each in beginnings for text in each.value))
    why = next((each.why for each in beginnings if each.value), beginnings[0].why)
    sheet, sheets = name_sheets(best.sheet, [g.sheet for g in alike], [g.sheet for g in grids])
    footnotes = Guess(merged, why)
    above = titles(best, header.value)
    return Layout(form, marks, header, footnotes, sheet=sheet, sheets=sheets, titles=above)


def _titles(grid: Grid) -> list[tuple[int, tuple[str, ...]]]:
    """The rows of the header as they stand."""
    header = guess_header(grid)
    rows = header.value if header else ()
    return [(line.number, tuple(line.cells)) for line in grid.lines if line.number in rows]
