"""What calamine does not tell of a workbook: errors in cells, merged cells, and how far it goes.

Calamine gives an error such as #DIV/0! as an empty cell, tells of merged cells only in XLSX, and
ends the whole process where a single cell stands so far away that memory cannot hold the empty ones
between. So the XML is looked through first; values are calamine's business.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from posixpath import join, normpath
from xml.parsers import expat

__all__ = ["FarCellError", "Marks", "ods_marks", "xlsx_marks", "xlsx_sheets"]

MOST_CELLS = 20_000_000
"""So many cells a sheet may span, with the empty ones."""

Cell = tuple[int, int]
"""Row and column, from 0."""

_ERROR = re.compile(
    r"#(DIV/0!|N/A|NV|NAME\?|REF!|BEZUG!|VALUE!|WERT!|NUM!|ZAHL!|NULL!)|(Err|Fehler):[0-9]+"
)


class FarCellError(Exception):
    """A cell so far away that the sheet cannot be held in memory."""


@dataclass
class Marks:
    """What is to be known of a sheet besides its values.

    Attributes
    ----------
    height, width : int
        How far it goes; of an XLSX sheet only where it has errors.
    errors : dict
        What is shown in cells whose formula failed, by row and column.
    merged : list
        The first and the last cell of each merged range, in ODS; of XLSX, calamine tells them.
    """

    height: int = 0
    width: int = 0
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """There is something in this cell."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        if self.height * self.width > MOST_CELLS:
            raise FarCellError


def xlsx_sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """The parts of an XLSX file in which its sheets of cells lie, by their names."""
    relations, workbook = _Relations(), _Workbook()
    relations.read(package, "xl/_rels/workbook.xml.rels")
    workbook.read(package, "xl/workbook.xml")
    named = {name: relations.sheets.get(number) for name, number in workbook.sheets.items()}
    return {name: part for name, part in named.items() if part is not None}


def xlsx_marks(package: zipfile.ZipFile, part: str) -> Marks:
    """Look through a sheet of an XLSX file."""
    sheet = _XlsxSheet()
    if not _is_plain(package, part):
        sheet.read(package, part)
    return sheet.marks


def ods_marks(path: Path) -> dict[str, Marks]:
    """Look through the sheets of an ODS file."""
    content = _OdsSheets()
    with zipfile.ZipFile(path) as package:
        content.read(package, "content.xml")
    return content.sheets


_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]*)["']""")
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")


def _is_plain(package: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet has neither errors nor far cells: most have not, and this is quick to see."""
    rest, rows, letters = b"", {b"0"}, {b"A"}
    with package.open(part) as file:
        while block := file.read(1 << 24):
            block = rest + block
            end = block.rfind(b"<")
            found = _REFERENCE.findall(block, 0, end)
            columns = [column for column, _row in found if column]
            if _IS_ERROR.search(block, 0, end) or len(columns) < len(_CELL.findall(block, 0, end)):
                return False
            rows.update({row for _column, row in found if row})
            letters.update(columns)
            rest = block[max(end, 0) :]
    width = max(_column(name.decode()) for name in letters) + 1
    return max(map(int, rows)) * width <= MOST_CELLS


class _Part:
    """A part of a workbook; what its elements say is noted as they come."""

    def read(self, package: zipfile.ZipFile, part: str) -> None:
        """Go through a part.

        Raises
        ------
        KeyError
            There is no such part.
        xml.parsers.expat.ExpatError
        """
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = _no_doctype
        with package.open(part) as file:
            self._parser.ParseFile(file)

    def _start(self, name: str, given: Mapping[str, str], /) -> None:
        raise NotImplementedError

    def _listen(self) -> None:
        """Gather the texts that follow, until `_end` says that it is enough."""
        self._texts: list[str] = []
        self._parser.CharacterDataHandler = self._texts.append
        self._parser.EndElementHandler = self._end

    def _heard(self) -> str:
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
        return "".join(self._texts).strip()

    def _end(self, name: str, /) -> None:
        raise NotImplementedError


class _Relations(_Part):
    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}

    def _start(self, _name: str, given: Mapping[str, str], /) -> None:
        if given.get("Type", "").endswith("/worksheet"):
            self.sheets[given["Id"]] = normpath(join("/xl", given["Target"])).lstrip("/")


class _Workbook(_Part):
    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}

    def _start(self, name: str, given: Mapping[str, str], /) -> None:
        if _local(name) == "sheet":
            numbers = [text for key, text in given.items() if key.endswith(":id")]
            self.sheets[given["name"]] = numbers[0] if numbers else ""


class _XlsxSheet(_Part):
    def __init__(self) -> None:
        self.marks = Marks()
        self._row, self._column, self._faulty = -1, -1, False

    def _start(self, name: str, given: Mapping[str, str], /) -> None:
        name = _local(name)
        if name == "c":
            place = given.get("r")
            self._row, self._column = _place(place) if place else (self._row, self._column + 1)
            self._faulty = given.get("t") == "e"
        elif name in ("v", "is"):
            self.marks.reach(self._row, self._column)
            if self._faulty:
                self._listen()
        elif name == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1

    def _end(self, _name: str, /) -> None:
        self.marks.errors.setdefault(self._row, {})[self._column] = self._heard()


class _OdsSheets(_Part):
    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._row, self._rows, self._column, self._columns = 0, 0, 0, 0
        self._faulty = False

    def _start(self, name: str, given: Mapping[str, str], /) -> None:
        name = _local(name)
        if name in ("table-cell", "covered-table-cell"):
            self._cell(given)
        elif name == "table-row":
            self._row += self._rows
            self._rows = int(given.get("table:number-rows-repeated", 1))
            self._column = self._columns = 0
        elif name == "table":
            self._marks = self.sheets.setdefault(given.get("table:name", ""), Marks())
            self._row = self._rows = 0

    def _cell(self, given: Mapping[str, str]) -> None:
        self._column += self._columns
        self._columns = int(given.get("table:number-columns-repeated", 1))
        down = int(given.get("table:number-rows-spanned", 1))
        right = int(given.get("table:number-columns-spanned", 1))
        if (down, right) != (1, 1):
            last = (self._row + down - 1, self._column + right - 1)
            self._marks.merged.append(((self._row, self._column), last))
        if "office:value-type" in given:
            self._marks.reach(self._row + self._rows - 1, self._column + self._columns - 1)
            self._faulty = given.get("calcext:value-type") == "error"
            if self._faulty or "table:formula" in given:
                self._listen()

    def _end(self, name: str, /) -> None:
        if _local(name) != "table-cell":
            return
        shown = self._heard()
        if self._faulty or _ERROR.fullmatch(shown):
            here = range(self._column, self._column + self._columns)
            for row in range(self._row, self._row + self._rows):
                self._marks.errors.setdefault(row, {}).update(dict.fromkeys(here, shown))


def _local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2] if ":" in name else name


def _no_doctype(*_said: object) -> None:
    # No office's program writes one; it is where texts are told to multiply.
    raise expat.ExpatError("doctype")


def _place(reference: str) -> Cell:
    """The cell that a reference names.

    >>> _place("AB12")
    (11, 27)
    """
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, _column(letters)


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.replace("$", ""):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
