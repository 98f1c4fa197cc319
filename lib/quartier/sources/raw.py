"""A delivered file as it stands: tables of texts, in pieces, and what in them is no data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

__all__ = [
    "Fault",
    "Piece",
    "RawTable",
    "broken_off",
    "encoded",
    "faulty_table",
    "is_no_data",
    "no_data_rows",
    "piece_of_rows",
]


@dataclass(frozen=True)
class Fault:
    """Something in a file that was not understood.

    Attributes
    ----------
    row : int
        Counted as a spreadsheet does; 0 where the file as a whole is meant.
    role : str
        What the cell was to be: ``area``, ``period``, ``group``, ``value`` or ``file``. The gate
        shows what stood in a cell only where it cannot be a figure.
    """

    row: int
    column: str
    found: str
    reason: str
    hint: str = ""
    role: str = "file"


@dataclass
class Piece:
    """Some rows of a table.

    Attributes
    ----------
    rows : numpy.ndarray
        The number of each row that may hold data, in the file.
    texts : mapping of str to pyarrow.DictionaryArray
        The texts of these rows, by column.
    read : int
        All rows, with header, footnotes and empty ones.
    no_data : int
        Rows that are by description no data.
    faults : list of Fault
        Rows that could not even be cut into cells, and faults of the file.
    open_end : bool
        The last row has no end: it may be cut off.
    """

    rows: np.ndarray
    texts: Mapping[str, pa.DictionaryArray] = field(default_factory=dict)
    read: int = 0
    no_data: int = 0
    faults: list[Fault] = field(default_factory=list)
    open_end: bool = False

    def only(self, rows: np.ndarray) -> "Piece":
        """The piece with some of its rows only, given as a mask."""
        kept = pa.array(rows)
        return Piece(
            self.rows[rows], {name: each.filter(kept) for name, each in self.texts.items()}
        )

    @property
    def broken(self) -> int:
        """How many rows could not be cut into cells."""
        return len({fault.row for fault in self.faults if fault.row})


@dataclass
class RawTable:
    """A table in a file: its header, and its rows piece by piece.

    Attributes
    ----------
    sheet : str
        The sheet that it stands on, where a file has several that are read.
    header : sequence of str
    pieces : iterable of Piece
        To be gone through once.
    """

    header: Sequence[str]
    pieces: Iterable[Piece]
    sheet: str = ""


def faulty_table(reason: str, found: str, column: str = "", hint: str = "") -> RawTable:
    """A file of which nothing could be read."""
    fault = Fault(0, column, found, reason, hint)
    return RawTable((), [Piece(np.empty(0, dtype="int64"), faults=[fault])])


def broken_off(reason: str, found: str) -> Piece:
    """The end of a file that cannot be read to its end, of which nothing is taken therefore."""
    return Piece(np.empty(0, dtype="int64"), faults=[Fault(0, "", found, reason)])


def piece_of_rows(
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    read: int,
    faults: list[Fault] | None = None,
) -> Piece:
    """A piece from rows with their numbers; rows that are neither here nor faulty are no data."""
    numbers = np.array([number for number, _cells in rows], dtype="int64")
    columns = zip(*(cells for _number, cells in rows), strict=True) if rows else ()
    # A name that stands twice in a header is a fault of the file, found before texts are looked at.
    texts = {name: encoded(column) for name, column in zip(header, columns, strict=False)}
    piece = Piece(numbers, texts, read, 0, faults or [])
    piece.no_data = read - len(rows) - piece.broken
    return piece


def encoded(texts: Iterable[str]) -> pa.DictionaryArray:
    """Texts of a column, each distinct one once."""
    return pa.array(list(texts), type=pa.string()).dictionary_encode()


def is_no_data(cells: Iterable[str], footnotes: Sequence[str]) -> bool:
    """Whether a row is empty, or begins as the description says that footnotes do.

    Examples
    --------
    >>> is_no_data(["", "Quelle: Amt"], ["Quelle:"]), is_no_data(["", "12"], ["Quelle:"])
    (True, False)
    """
    first = next((stripped for cell in cells if (stripped := cell.strip())), "")
    return not first or first.startswith(tuple(footnotes))


def no_data_rows(
    columns: Sequence[pa.DictionaryArray], footnotes: Sequence[str], rows: int
) -> np.ndarray:
    """Rows that are empty or footnotes; the first text in a row tells.

    Examples
    --------
    >>> columns = [encoded(["", "", "Quelle"]), encoded(["", "x", "y"])]
    >>> no_data_rows(columns, ["Quelle"], 3).tolist()
    [True, False, True]
    """
    nothing = np.ones(rows, dtype=bool)
    undecided = np.arange(rows)
    for column in columns:
        texts = column.dictionary.to_pylist()
        told = np.array([is_no_data([text], footnotes) for text in texts], dtype=bool)
        if not told.any():
            nothing[undecided] = False
            break
        codes = column.indices.to_numpy()[undecided]
        nothing[undecided] = told[codes]
        blank = np.array([not text.strip() for text in texts], dtype=bool)[codes]
        undecided = undecided[blank]
        if not len(undecided):
            break
    return nothing
