"""Delivered text files (CSV) as rows of texts."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from quartier.descriptions import CsvDialect, Description
from quartier.sources.raw import Fault, RawFile, Row, faulty_file, is_no_data

__all__ = ["read_csv"]

_FIRST_ESCAPE, _LAST_ESCAPE = "\udc80", "\udcff"
"""What `surrogateescape` puts for bytes that the encoding does not have."""


def read_csv(path: Path, description: Description) -> RawFile:
    """Read a CSV file in the dialect that its description states.

    Bytes that do not fit the encoding do not stop the reading: their rows become faults. Nor does a
    quotation mark that is opened and not closed swallow the rows behind it.
    """
    dialect = description.csv or CsvDialect()
    try:
        text = path.read_bytes().decode(dialect.encoding, errors="surrogateescape")
    except UnicodeDecodeError:
        return faulty_file("not_encoded", dialect.encoding)
    records = list(_records(text.removeprefix("\ufeff"), dialect.separator))
    return _sorted_out(records, description) if records else RawFile()


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """The rows by the line that each begins on, as an editor shows it; None for one ill quoted."""
    lines = list(io.StringIO(text, newline=""))
    start = 0
    while start < len(lines):
        rest = map(lines.__getitem__, range(start, len(lines)))
        reader = csv.reader(rest, delimiter=separator, strict=True)
        begin = start
        try:
            for cells in reader:
                yield begin + 1, cells
                begin = start + reader.line_num
            return
        except csv.Error:
            yield begin + 1, None
            start = begin + 1


def _sorted_out(
    records: Sequence[tuple[int, list[str] | None]], description: Description
) -> RawFile:
    (first, head), *others = records
    raw = RawFile([_readable(cell) for cell in head or ()], rows_read=len(records))
    kept: list[Row] = []
    if head is None:
        raw.faults.append(Fault(first, "", "", "quotes"))
    else:
        raw.rows_no_data += 1
    for number, cells in others:
        if cells is not None and is_no_data(cells, description.footnotes):
            raw.rows_no_data += 1
        elif fault := _fault(number, cells, head):
            raw.faults.append(fault)
        else:
            kept.append((number, cells or ()))
    raw.rows = kept
    return raw


def _readable(cell: str) -> str:
    """A cell of the header; what could not be decoded stands as a sign that can be printed."""
    return "".join("\ufffd" if _escaped(char) else char for char in cell).strip()


def _fault(number: int, cells: list[str] | None, head: list[str] | None) -> Fault | None:
    if cells is None:
        return Fault(number, "", "", "quotes")
    if any(_escaped(char) for cell in cells if not cell.isascii() for char in cell):
        return Fault(number, "", "", "encoding")
    if head is None or len(cells) == len(head):
        return None
    if len(cells) < len(head) or any(cell.strip() for cell in cells[len(head) :]):
        return Fault(number, "", f"{len(cells)} / {len(head)}", "cells")
    return None


def _escaped(char: str) -> bool:
    return _FIRST_ESCAPE <= char <= _LAST_ESCAPE
