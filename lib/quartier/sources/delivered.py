"""One delivered file, read and understood: its statements, its faults, and the account of rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import DeliveredFile
from quartier.sources.opening import refusal
from quartier.sources.raw import RawTable
from quartier.sources.statements import Statements
from quartier.sources.tabular_file import read_features, read_parquet
from quartier.sources.text import read_csv
from quartier.sources.understand import Understanding, Words
from quartier.sources.workbook_file import read_workbook

__all__ = ["READERS", "Part", "read_part", "tables_of"]

READERS: Mapping[str, Callable[[Path, Description], Iterator[RawTable]]] = {
    "csv": read_csv,
    "xlsx": read_workbook,
    "ods": read_workbook,
    "geojson": read_features,
    "gpkg": read_features,
    "parquet": read_parquet,
}


@dataclass
class Part:
    """A table of a delivered file, once it is understood.

    Attributes
    ----------
    delivered : DeliveredFile
    name : str
        The file's name; where several of its sheets are read, with the sheet.
    faults : pandas.DataFrame
        What was not understood: row, column, found, reason, hint, role.
    header : sequence of str
    refused : bool
        Nothing of it is kept, since the table as a whole has a fault.
    read, no_data, broken, columns : int
        Rows; those without data; those that could not be cut into cells; columns of values.
    missed : sequence of str
        Columns that are not read, since they are spelt a little otherwise than described.
    open_row : int
        The last row, where it has no end and may be cut off; else 0.
    """

    delivered: DeliveredFile
    name: str
    faults: pd.DataFrame = field(default_factory=pd.DataFrame)
    header: Sequence[str] = ()
    refused: bool = False
    read: int = 0
    no_data: int = 0
    broken: int = 0
    columns: int = 0
    missed: Sequence[str] = ()
    open_row: int = 0

    def account(self, rows_kept: int, values_kept: int) -> dict[str, int]:
        """What became of rows and values; a row of which any value was kept is kept.

        A row that could not be cut into cells has a value in each column.
        """
        rows = self.read - self.no_data
        values = rows * self.columns
        return {
            "rows_read": self.read,
            "rows_no_data": self.no_data,
            "rows_kept": rows_kept,
            "rows_quarantined": rows - rows_kept,
            "values_read": values,
            "values_kept": values_kept,
            "values_quarantined": values - values_kept,
        }


def tables_of(file: DeliveredFile, description: Description) -> Iterator[RawTable]:
    """The tables of a file that its description tells to read."""
    refused = refusal(file.path, description)
    if refused is not None:
        return iter([refused])
    return READERS[description.format](file.path, description)


def read_part(
    table: RawTable,
    file: DeliveredFile,
    number: int,
    description: Description,
    variables: Mapping[str, Variable],
    words: Words,
    told: Statements,
) -> Part:
    """Understand a table; what it says goes to ``told``, under its number."""
    name = file.path.name
    understanding = Understanding(table, number, name, file.received, description, variables, words)
    part = Part(file, f"{name}#{table.sheet}" if table.sheet else name, header=table.header)
    data = 0
    for piece in table.pieces:
        part.read += piece.read
        part.no_data += piece.no_data
        part.broken += piece.broken
        data += len(piece.rows)
        part.open_row = int(piece.rows[-1]) if piece.open_end else 0
        for variable, some in understanding.statements(piece):
            told.add(variable, some)
    understanding.finish(data)
    part.no_data += understanding.no_data
    part.columns, part.missed = len(understanding.columns), understanding.missed
    part.faults, part.refused = understanding.faults.frame(), understanding.faults.of_file > 0
    return part
