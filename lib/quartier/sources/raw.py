"""A delivered file as it stands: its header, its rows as text, and what is no data."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

__all__ = ["Fault", "RawFile", "Row", "Texts", "faulty_file", "is_no_data"]

Row = tuple[int, Sequence[str]]
"""A row and its number in the file."""

Texts = np.ndarray
"""An array of texts, one a row."""


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
class RawFile:
    """The rows of a file.

    Attributes
    ----------
    header : sequence of str
    rows : sequence of Row
        The rows that may hold data, as many cells each as the header has.
    rows_read : int
        All rows, with header, footnotes and empty ones.
    rows_no_data : int
        Rows that are by description no data.
    faults : list of Fault
        Rows that could not even be cut into cells, and faults of the file.
    """

    header: Sequence[str] = ()
    rows: Sequence[Row] = ()
    rows_read: int = 0
    rows_no_data: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def broken_rows(self) -> int:
        """How many rows could not be cut into cells."""
        return len({fault.row for fault in self.faults if fault.row})

    def numbers(self) -> np.ndarray:
        """The number of each row in the file."""
        return np.array([number for number, _cells in self.rows], dtype="int64")

    def column(self, name: str) -> Texts:
        """The texts of a column."""
        place = self.header.index(name)
        texts = np.empty(len(self.rows), dtype=object)
        texts[:] = [cells[place] for _number, cells in self.rows]
        return texts


def faulty_file(reason: str, found: str, column: str = "") -> RawFile:
    """A file of which nothing could be read."""
    return RawFile(faults=[Fault(0, column, found, reason)])


def is_no_data(cells: Sequence[str], footnotes: Sequence[str]) -> bool:
    """Whether a row is empty, or begins as the description says that footnotes do.

    Examples
    --------
    >>> is_no_data(["", "Quelle: Amt"], ["Quelle:"]), is_no_data(["", "12"], ["Quelle:"])
    (True, False)
    """
    first = next((stripped for cell in cells if (stripped := cell.strip())), "")
    return not first or first.startswith(tuple(footnotes))
