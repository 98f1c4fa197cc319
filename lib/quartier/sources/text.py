"""Delivered text files (CSV) as rows of texts."""

import csv
import io
from pathlib import Path

from quartier.descriptions import CsvDialect, Description
from quartier.sources.raw import Fault, RawFile, frame, is_no_data

__all__ = ["read_csv"]


def read_csv(path: Path, description: Description) -> RawFile:
    """Read a CSV file in the dialect that its description states.

    Bytes that do not fit the encoding do not stop the reading: their rows become faults.
    """
    dialect = description.csv or CsvDialect()
    text = path.read_bytes().decode(dialect.encoding, errors="surrogateescape")
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.separator)
    # A row is named by the line it begins on, as an editor or a spreadsheet shows it.
    rows, begin = [], 1
    for cells in reader:
        rows.append((begin, cells))
        begin = reader.line_num + 1
    if not rows:
        return RawFile(frame([], []))
    header = [cell.strip() for cell in rows[0][1]]
    return _sorted_out(header, rows, description)


def _sorted_out(
    header: list[str], rows: list[tuple[int, list[str]]], description: Description
) -> RawFile:
    kept, faults, no_data = [], [], 1
    for number, cells in rows[1:]:
        if is_no_data(cells, description.footnotes):
            no_data += 1
        elif fault := _fault(number, cells, len(header)):
            faults.append(fault)
        else:
            kept.append((number, cells[: len(header)]))
    return RawFile(frame(header, kept), len(rows), no_data, faults)


def _fault(number: int, cells: list[str], width: int) -> Fault | None:
    if any("\udc80" <= char <= "\udcff" for cell in cells for char in cell):
        return Fault(number, "", "", "encoding")
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return Fault(number, "", f"{len(cells)} / {width}", "cells")
    return None
