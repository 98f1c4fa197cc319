"""A delivered file as it stands: its header, its rows as text, and what is no data."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

__all__ = ["Fault", "RawFile", "faulty_file", "frame", "is_no_data"]


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
    cells : pandas.DataFrame
        Texts; the columns are the file's, the index is the row in the file.
    rows_read : int
        All rows, with header, footnotes and empty ones.
    rows_no_data : int
        Rows that are by description no data.
    faults : list of Fault
        Rows that could not even be cut into cells, and faults of the file.
    """

    cells: pd.DataFrame
    rows_read: int = 0
    rows_no_data: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def broken_rows(self) -> int:
        """How many rows could not be cut into cells."""
        return len({fault.row for fault in self.faults if fault.row})


def faulty_file(reason: str, found: str, column: str = "") -> RawFile:
    """A file of which nothing could be read."""
    return RawFile(pd.DataFrame(), faults=[Fault(0, column, found, reason)])


def is_no_data(cells: Sequence[str], footnotes: Sequence[str]) -> bool:
    """Whether a row is empty, or begins as the description says that footnotes do.

    Examples
    --------
    >>> is_no_data(["", "Quelle: Amt"], ["Quelle:"]), is_no_data(["", "12"], ["Quelle:"])
    (True, False)
    """
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return not first or any(first.startswith(footnote) for footnote in footnotes)


def frame(header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> pd.DataFrame:
    """The cells as a frame of texts whose index is the row in the file."""
    index = pd.Index([number for number, _cells in rows], dtype="int64", name="row")
    cells = [[cell.strip() for cell in row] for _number, row in rows]
    return pd.DataFrame(cells, columns=list(header), index=index, dtype=object)
