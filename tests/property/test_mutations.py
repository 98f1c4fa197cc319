"""Good files, damaged: a figure that is kept is the one that stands in its row, and nothing is lost
without a word.

What a figure has to be is read a second time here, by rules of a few lines. A swap of two figures
of a kind cannot be seen in a file; all that can be asked is that the figure is what its row says.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from deliveries import a_city
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.described import CsvDialect
from quartier.descriptions import Description
from quartier.observations import Ingested, ingest
from quartier.settings import Area, DeliveredFile
from quartier.tables import records

NAMES = {"01": "Mühlenau", "02": "Süd", "03": "Nord", "04": "Große Heide"}
AREAS = Areas(
    [
        Area("00", "Stadt", "in der Stadt", "city", None),
        *(Area(code, name, "", "district", "00") for code, name in NAMES.items()),
        *(Area(code, "Hafen", "", "district", "00") for code in ("05", "06")),
    ],
    ["city", "district"],
)
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "members": Variable.model_validate(COUNT | {"dimensions": {"age": ["0-17", "18+"]}}),
    "visitors": Variable.model_validate(COUNT),
    "jobs": Variable.model_validate(COUNT),
    "share": Variable.model_validate(COUNT | {"unit": "percent", "kind": "average"}),
}
ABOUT: dict[str, Any] = {"title": "x", "owner": "x", "footnotes": ["Quelle"]}
SIGNS = {"*": "secret", "-": "zero"}
GROUPS = {"jung": "age=0-17", "alt": "age=18+", "alle": "total"}
PERIODS = {"2022": "2022", "2023": "2023", "2024": "2024", "2022/23": "2022/23"}

Cells = list[str]
Key = tuple[str, str, str, str]
"""Variable, group, area and period."""

Figure = tuple[str, float | None]
"""Status and value."""


def number(text: str, *, counted: bool) -> Figure | None:
    """What a text in a column of figures says; None where it says nothing that can be used."""
    text = text.strip()
    if text in SIGNS:
        return ("reported", 0.0) if text == "-" else ("secret", None)
    if not re.fullmatch(r"[+-]?[0-9]+(,[0-9]+)?( ?%)?", text):
        return None
    value = float(text.rstrip("% ").replace(",", "."))
    if counted and ("%" in text or value < 0 or value % 1 or re.search(r",\d\d\d$", text)):
        return None
    return "reported", value


@dataclass(frozen=True)
class Source:
    """A source with a good file: its rows, its description, and what a row of it says."""

    name: str
    rows: list[Cells]
    described: dict[str, Any]
    says: Callable[[dict[str, str]], Iterator[tuple[Key, str]]]
    older: list[Cells] = field(default_factory=list)

    @property
    def description(self) -> Description:
        return Description.model_validate(ABOUT | {"symbols": SIGNS} | self.described)

    @property
    def dialect(self) -> CsvDialect:
        return self.description.csv or CsvDialect()

    @property
    def suffix(self) -> str:
        return str(self.described["format"])


def says_long(row: dict[str, str]) -> Iterator[tuple[Key, str]]:
    area, period, group = row.get("Gebiet"), PERIODS.get(row.get("Jahr", "")), row.get("Alter")
    if area in AREAS and period and group in GROUPS:
        yield ("members", GROUPS[group], str(area), period), row.get("Anzahl", "")


def says_wide(row: dict[str, str]) -> Iterator[tuple[Key, str]]:
    codes = [code for code, name in NAMES.items() if name == " ".join(row.get("Ort", "").split())]
    for column, text in row.items():
        match = re.fullmatch(r"Gäste (\d{4})", column)
        if match and codes:
            yield ("visitors", "total", codes[0], match[1]), text


def says_sheet(row: dict[str, str]) -> Iterator[tuple[Key, str]]:
    if row.get("Schlüssel") in AREAS:
        for column, variable in (("Stellen", "jobs"), ("Quote", "share")):
            yield (variable, "total", row["Schlüssel"], "2023"), row.get(column, "")


LONG = Source(
    "clubs",
    [
        ["Gebiet", "Jahr", "Alter", "Anzahl", "Bemerkung"],
        *(
            [area, year, age, str(10 * int(area) + int(year) % 10 + len(age)), ""]
            for area in NAMES
            for year in ("2022", "2023")
            for age in GROUPS
        ),
        ["Quelle: Sportamt", "", "", "", ""],
    ],
    {
        "format": "csv",
        "csv": {"encoding": "utf-8", "separator": ";"},
        "area": {"column": "Gebiet"},
        "period": {"column": "Jahr"},
        "groups": [
            {
                "column": "Alter",
                "dimension": "age",
                "values": {"jung": "0-17", "alt": "18+", "alle": "total"},
            }
        ],
        "values": [{"column": "Anzahl", "variable": "members"}],
    },
    says_long,
    older=[
        ["Gebiet", "Jahr", "Alter", "Anzahl", "Bemerkung"],
        *([area, "2023", age, "7", "alt"] for area in NAMES for age in GROUPS),
    ],
)
WIDE = Source(
    "visits",
    [
        ["Ort", "Gäste 2022", "Gäste 2023"],
        *([name, str(100 + int(code)), str(200 + int(code))] for code, name in NAMES.items()),
        ["Quelle: Museum", "", ""],
    ],
    {
        "format": "csv",
        "csv": {"encoding": "cp1252", "separator": "\t"},
        "area": {"column": "Ort", "by": "name"},
        "values": [{"pattern": "Gäste (?P<period>\\d{4})", "variable": "visitors"}],
    },
    says_wide,
    older=[["Ort", "Gäste 2023"], *([name, "7"] for name in NAMES.values())],
)
SHEET = Source(
    "jobs",
    [
        ["Schlüssel", "Stellen", "Quote"],
        *([code, str(300 + int(code)), f"{code},5"] for code in ("00", *NAMES)),
        ["Quelle: Agentur", "", ""],
    ],
    {
        "format": "xlsx",
        "xlsx": {"sheet": "Daten", "header_rows": [1]},
        "area": {"column": "Schlüssel"},
        "period": {"fixed": "2023"},
        "values": [
            {"column": "Stellen", "variable": "jobs"},
            {"column": "Quote", "variable": "share"},
        ],
    },
    says_sheet,
)


@dataclass
class Line:
    """A row of a damaged file, and the row of the good file that it is; None if it was touched."""

    cells: Cells
    origin: int | None


@dataclass
class Damaged:
    """A file that was damaged, as lines and as bytes."""

    source: Source
    lines: list[Line]
    content: bytes

    @property
    def header(self) -> Cells:
        return self.lines[0].cells if self.lines else []

    def figures(self, row: int) -> dict[Key, Figure]:
        """What a row says, read a second time."""
        return figures(self.source, self.header, self.lines[row - 1].cells)

    def last(self) -> tuple[int, set[Key]]:
        """The last row of a text file that breaks off in it, and what its last cell says."""
        if not self.content or self.content.endswith((b"\n", b"\r")):
            return 0, set()
        row = len(self.lines)
        without = figures(self.source, self.header[:-1], self.lines[row - 1].cells[:-1])
        return row, self.figures(row).keys() - without.keys()


def figures(source: Source, header: Cells, cells: Cells) -> dict[Key, Figure]:
    """What a row of a file says."""
    names = [name.strip() for name in header]
    # Of two columns of one name, nobody knows which is meant.
    row = {
        name: cell.strip()
        for name, cell in zip(names, cells, strict=False)
        if names.count(name) == 1
    }
    told = {key: number(text, counted=key[0] != "share") for key, text in source.says(row)}
    return {key: figure for key, figure in told.items() if figure is not None}


def is_nothing(cells: Cells) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return not filled or filled[0].startswith("Quelle")


# What is typed instead of what stood there: figures, and anything.
FIGURES = [
    *("7", "0", "*", "-", "", " ", "x", "-3", "+7", "7,5", "7,0", "1.000", "1,000", "12 %", "7 %"),
    *(
        "1e3",
        "007",
        "1 000",
        "#REF!",
        "NaN",
        "inf",
        "(7)",
        "7*",
        "7 p",
        "９",
        "−7",
        "7\u00a0",
        "=1",
    ),
]
TYPED = [
    *NAMES.values(),
    *("01", "04", "00", "1", "99", "Muehlenau", "nord", "Summe", "MÃ¼hlenau", "Süd ", "Hafen"),
    *("2022", "2023", "2024", "2035", "22", "2022/23", "jung", "alle", "Alle", "JUNG", "Quelle"),
    *('5"', '"5', '"5"', "5;6", "a\tb", "\ufffd", "\x00", "\x85", "\u2028", "Anzahl", "Gäste 2023"),
]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "cp437"]


@st.composite
def damaged(draw: st.DrawFn, source: Source) -> Damaged:
    """The good file of a source with some mistakes in its rows and perhaps one in its bytes."""
    lines = [Line(list(cells), row) for row, cells in enumerate(source.rows, start=1)]
    for _each in range(draw(st.integers(0, 2))):
        draw(st.sampled_from(IN_ROWS))(draw, lines)
    if source.suffix == "xlsx":
        return Damaged(source, lines, b"")
    dialect, content = source.dialect, in_bytes(source, lines)
    kind = draw(
        st.sampled_from(["as it is", "as it is", "cut off", "re-encoded", "separated", "ended"])
    )
    if kind == "cut off":
        content = content[: draw(st.integers(0, len(content)))]
    elif kind == "re-encoded":
        text = content.decode(dialect.encoding)
        content = text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace")
    elif kind == "separated":
        other = draw(st.sampled_from(";,\t| ").filter(lambda mark: mark != dialect.separator))
        content = content.replace(dialect.separator.encode(), other.encode())
    elif kind == "ended":
        content = content.replace(b"\n", draw(st.sampled_from([b"\r\n", b"\r", b"\n\n", b""])))
    return Damaged(source, read_again(content, dialect.encoding, dialect.separator, lines), content)


def in_bytes(source: Source, lines: list[Line]) -> bytes:
    text = "".join(source.dialect.separator.join(line.cells) + "\n" for line in lines)
    return text.encode(source.dialect.encoding, errors="replace")


def read_again(content: bytes, encoding: str, separator: str, before: list[Line]) -> list[Line]:
    """The lines of a text file as another reader sees them."""
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
    known = {separator.join(line.cells): line.origin for line in before if line.origin}
    lines = []
    for each in io.StringIO(text, newline=None):
        plain = each.removesuffix("\n")
        try:
            cells = next(csv.reader([plain], delimiter=separator, strict=True), [])
        except csv.Error:
            cells = ["\ufffd"]
        lines.append(Line(cells, known.get(plain)))
    return lines


Damage = Callable[[st.DrawFn, list[Line]], None]


def _any(draw: st.DrawFn, lines: list[Line], first: int = 1) -> int:
    return draw(st.integers(min(first, len(lines) - 1), len(lines) - 1))


def _cell(draw: st.DrawFn, line: Line) -> int:
    return draw(st.integers(0, max(len(line.cells) - 1, 0)))


def drop_row(draw: st.DrawFn, lines: list[Line]) -> None:
    if len(lines) > 1:
        del lines[_any(draw, lines, 0)]


def drop_rows(draw: st.DrawFn, lines: list[Line]) -> None:
    if len(lines) > 1:
        del lines[_any(draw, lines) :]


def repeat_row(draw: st.DrawFn, lines: list[Line]) -> None:
    line = lines[_any(draw, lines, 0)]
    lines.insert(_any(draw, lines), Line(list(line.cells), line.origin))


def swap_rows(draw: st.DrawFn, lines: list[Line]) -> None:
    one, other = _any(draw, lines, 0), _any(draw, lines, 0)
    lines[one], lines[other] = lines[other], lines[one]


def swap_cells(draw: st.DrawFn, lines: list[Line]) -> None:
    one, other = lines[_any(draw, lines, 0)], lines[_any(draw, lines, 0)]
    if one.cells and other.cells:
        place, there = _cell(draw, one), _cell(draw, other)
        one.cells[place], other.cells[there] = other.cells[there], one.cells[place]
        one.origin = other.origin = None


def swap_columns(draw: st.DrawFn, lines: list[Line]) -> None:
    one, other = _cell(draw, lines[0]), _cell(draw, lines[0])
    with_header = draw(st.booleans())
    for line in lines if with_header else lines[1:]:
        if max(one, other) < len(line.cells):
            line.cells[one], line.cells[other] = line.cells[other], line.cells[one]
        if not with_header:
            line.origin = None


def drop_column(draw: st.DrawFn, lines: list[Line]) -> None:
    place = _cell(draw, lines[0])
    for line in lines:
        del line.cells[place : place + 1]


def repeat_column(draw: st.DrawFn, lines: list[Line]) -> None:
    place = _cell(draw, lines[0])
    for line in lines:
        line.cells[place:place] = line.cells[place : place + 1]


def shift_row(draw: st.DrawFn, lines: list[Line]) -> None:
    line = lines[_any(draw, lines, 0)]
    place, width = _cell(draw, line), len(line.cells)
    if draw(st.booleans()):
        line.cells.insert(place, "")
    else:
        del line.cells[place : place + 1]
    if draw(st.booleans()):
        line.cells[:] = [*line.cells, ""][:width]
    line.origin = None


def shift_column(draw: st.DrawFn, lines: list[Line]) -> None:
    """The cells of a column go down by one, as after a slip in a spreadsheet."""
    place = _cell(draw, lines[0])
    for above, below in reversed(list(pairwise(lines[1:]))):
        if place < min(len(above.cells), len(below.cells)):
            below.cells[place] = above.cells[place]
    for line in lines[1:]:
        line.origin = None


def retype(draw: st.DrawFn, lines: list[Line]) -> None:
    line = lines[_any(draw, lines, 0)]
    if line.cells:
        line.cells[_cell(draw, line)] = draw(st.sampled_from(FIGURES) | st.sampled_from(TYPED))
        line.origin = None


def insert_line(draw: st.DrawFn, lines: list[Line]) -> None:
    said = draw(st.sampled_from(["", "Quelle: Amt", "1) vorläufig", "Summe", "01", "Stand: 2023"]))
    width = draw(st.sampled_from([0, len(lines[0].cells) - 1]))
    lines.insert(_any(draw, lines, 0), Line([said, *[""] * width], None))


IN_ROWS: list[Damage] = [
    *(drop_row, drop_rows, repeat_row, swap_rows, swap_cells, swap_columns, drop_column),
    *(repeat_column, shift_row, shift_column, retype, retype, retype, insert_line),
]


def written(damage: Damaged, folder: Path, name: str) -> Path:
    path = folder / f"{name}.{damage.source.suffix}"
    if damage.source.suffix != "xlsx":
        path.write_bytes(damage.content)
        return path
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Daten")
        for row, line in enumerate(damage.lines):
            for column, cell in enumerate(line.cells):
                if re.fullmatch("[1-9][0-9]*", cell):
                    sheet.write_number(row, column, int(cell))
                elif cell:
                    sheet.write_string(row, column, cell)
    return path


def sound(source: Source, rows: list[Cells]) -> Damaged:
    """A file of a source as it should be."""
    lines = [Line(list(cells), row) for row, cells in enumerate(rows, start=1)]
    return Damaged(source, lines, in_bytes(source, lines))


def taken_in(folder: Path, damages: Collection[Damaged]) -> Ingested:
    """Damaged files as deliveries, each behind an older one if there is one."""
    files = []
    for damage in damages:
        name = damage.source.name
        if damage.source.older:
            path = written(sound(damage.source, damage.source.older), folder, f"{name}-old")
            files.append(DeliveredFile(name, path, "2024-01-01", "0" * 64))
        path = written(damage, folder, name)
        files.append(DeliveredFile(name, path, "2024-06-01", "0" * 64))
    sources = {damage.source.name: damage.source.description for damage in damages}
    return ingest(a_city(*files, sources=sources, areas=AREAS, variables=VARIABLES), AREAS)


def key_of(row: dict[str, Any]) -> Key:
    return row["variable"], row["group"], row["area"], row["period"]


def figure_of(row: dict[str, Any]) -> Figure:
    return row["status"], None if row["value"] != row["value"] else row["value"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("mutations")


def judge(damage: Damaged, ingested: Ingested) -> None:
    source = damage.source
    new = f"{source.name}.{source.suffix}"
    kept = [row for row in records(ingested.observations) if row["source"] == source.name]
    (account,) = [row for row in records(ingested.accounts) if row["file"] == new]
    named = {int(row["row"]) for row in records(ingested.quarantine) if row["file"] == new}

    # Rows and values come out even.
    assert account["rows_read"] == (
        account["rows_kept"] + account["rows_quarantined"] + account["rows_no_data"]
    )
    assert account["values_read"] == account["values_kept"] + account["values_quarantined"]

    # Each figure is what stands in its row, under its heading.
    here: dict[int, set[Key]] = {}
    for row in kept:
        if row["file"] == new:
            assert damage.figures(row["row"])[key_of(row)] == figure_of(row)
            here.setdefault(row["row"], set()).add(key_of(row))
        else:
            told = figures(source, source.older[0], source.older[row["row"] - 1])
            assert told[key_of(row)] == figure_of(row)
    assert len(kept) == len({key_of(row) for row in kept})

    # Of a figure that is told in two ways, none is kept.
    told_once: dict[Key, Figure] = {}
    for place, line in enumerate(damage.lines[1:], start=2):
        if len(line.cells) == len(damage.header) and "\ufffd" not in "".join(line.cells):
            for key, figure in damage.figures(place).items():
                if told_once.setdefault(key, figure) != figure:
                    assert not any(key in keys for keys in here.values())

    # A row that is not kept is named, and so is one of which a figure is not kept.
    for place, line in enumerate(damage.lines[1:], start=2):
        if not is_nothing(line.cells) and 0 not in named:
            lost = damage.figures(place).keys() - here.get(place, set())
            assert (place in here and not lost) or place in named

    # Of a number at the very end of a file that breaks off, digits may be lost.
    row, keys = damage.last()
    if row > 1:
        doubts = records(ingested.doubts)
        doubted = {key_of(each) for each in doubts if each["kind"] == "cut_off"}
        assert here.get(row, set()) & keys <= doubted

    # A row that nobody touched says what it said, or is named.
    untouched = damage.header == source.rows[0] and damage.lines[0].origin == 1
    if untouched and 0 not in named:
        for place, line in enumerate(damage.lines[1:], start=2):
            if line.origin and line.origin > 1 and place not in named:
                good = figures(source, source.rows[0], source.rows[line.origin - 1])
                assert damage.figures(place) == good
                assert here.get(place, set()) == good.keys()

    # Where the new delivery says anything of a period, no older figure takes the place of one.
    covered = {(key[0], key[3]) for keys in here.values() for key in keys}
    gone = {key_of(row) for row in records(ingested.withdrawn)}
    shown = {key_of(row) for row in kept}
    for cells in source.older[1:]:
        for key in figures(source, source.older[0], cells):
            if (key[0], key[3]) in covered:
                assert key in shown | gone
    assert not [
        row for row in kept if row["file"] != new and (row["variable"], row["period"]) in covered
    ]


@examples(12)
@given(damages=st.tuples(damaged(LONG), damaged(WIDE), damaged(SHEET)))
def test_a_damaged_file_is_never_silently_different(folder, damages):
    ingested = taken_in(folder, damages)
    for damage in damages:
        judge(damage, ingested)


def test_the_files_are_good_before_they_are_damaged(folder):
    damages = [sound(source, source.rows) for source in (LONG, WIDE, SHEET)]
    ingested = taken_in(folder, damages)
    assert ingested.quarantine.empty
    expected: dict[Key, Figure] = {}
    for source in (LONG, WIDE, SHEET):
        for cells in source.rows[1:]:
            expected |= figures(source, source.rows[0], cells)
    assert {key_of(row): figure_of(row) for row in records(ingested.observations)} == expected
