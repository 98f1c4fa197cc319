"""Delivered text files (CSV) as tables of texts, in blocks, so that size does not matter.

A block in which every line has its cells is cut by Arrow, many times as fast as Python's reader.
All others go through Python's, which knows the line that is wrong, and why. Both give the same.
"""

import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from quartier.ahead import ahead
from quartier.described import CsvDialect
from quartier.descriptions import Description
from quartier.sources.blocks import cut_fast
from quartier.sources.headers import filled_right, joined
from quartier.sources.lines import (
    LONGEST_LINE,
    EndlessLineError,
    code_of_blocks,
    line_blocks,
    whole_lines,
)
from quartier.sources.raw import (
    Fault,
    Piece,
    RawTable,
    broken_off,
    faulty_table,
    is_no_data,
    no_data_rows,
    piece_of_rows,
)
from quartier.sources.records import Record, cut_slowly

__all__ = ["read_csv"]

BLOCK = 1 << 23
"""So many bytes are read at a time."""

PART = 1 << 18
"""So many bytes go together through Python's reader, for the sake of a line that needs it."""

_CELL_LINES = 1000
"""Over so many lines a cell of the header can go."""

_FIRST_ESCAPE, _LAST_ESCAPE = "\udc80", "\udcff"
"""What `surrogateescape` puts for bytes that the encoding does not have."""


def read_csv(path: Path, description: Description, block: int = BLOCK) -> Iterator[RawTable]:
    """Read a CSV file in the dialect that its description states.

    Bytes that do not fit the encoding do not stop the reading: their rows become faults. Nor does a
    quotation mark that is opened and not closed swallow the rows behind it.
    """
    dialect = description.csv or CsvDialect()
    try:
        blocks = line_blocks(path, dialect.encoding, block)
        cutter = _Cutter(blocks, dialect, description.footnotes)
        large = path.stat().st_size > block
        yield RawTable(cutter.header, ahead(cutter.pieces()) if large else cutter.pieces())
    except UnicodeError:
        yield faulty_table("not_encoded", dialect.encoding)
    except EndlessLineError:
        yield faulty_table("endless_line", "")
    except OSError as error:
        yield faulty_table("unreadable", type(error).__name__)


class _Cutter:
    """A file being cut into pieces.

    Attributes
    ----------
    header : list of str
    """

    def __init__(
        self, blocks: Iterator[bytes], dialect: CsvDialect, footnotes: Sequence[str]
    ) -> None:
        self._encoding = code_of_blocks(dialect.encoding)
        self._separator, self._footnotes = dialect.separator, tuple(footnotes)
        self.header: list[str] = []
        self._blocks, self._first = blocks, b""
        self._lines = self._last = 0  # lines that are behind us, and where the last row began
        self._opened = b""  # lines of a quoted cell that ends in a later block
        self._may_end_open = dialect.open_end
        self._top = self._take_header(dialect.header_rows)

    def pieces(self) -> Iterator[Piece]:
        """The rows of the file."""
        yield self._top
        try:
            for block in chain([self._first] if self._first else [], self._blocks):
                open_end = not self._may_end_open and not block.endswith((b"\n", b"\r"))
                for piece in self._cut(block):
                    piece.open_end = open_end and self._last in piece.rows[-1:]
                    yield piece
            if self._opened:
                yield self._slow(b"", final=True)
        except EndlessLineError:
            yield broken_off("endless_line", "")
        except OSError as error:
            yield broken_off("unreadable", type(error).__name__)

    def _take_header(self, wanted: Sequence[int]) -> Piece:
        """Read the header; the rows down to it. What is behind them is left in `_first`."""
        last = max(wanted)
        lines: list[str] = []
        found: list[Record] = []
        for more in (0, _CELL_LINES):
            lines = self._first_lines(last + more)
            found, rest = cut_slowly("".join(lines), 1, self._separator, final=more > 0)
            if not rest:
                break
        here = [record for record in found if record.line <= last]
        after = next((record.line for record in found if record.line > last), len(lines) + 1)
        self._lines = after - 1
        taken = "".join(lines[: self._lines]).encode(self._encoding, "surrogateescape")
        self._first = self._first[len(taken) :]
        faults = self._heads({record.line: record for record in here}, wanted) if here else []
        return piece_of_rows((), (), len(here), faults)

    def _first_lines(self, count: int) -> list[str]:
        """The first lines of the file; as much of it as they need is then in `_first`."""
        size = 1 << 16
        while True:
            text = self._first[:size].decode(self._encoding, errors="surrogateescape")
            lines = list(islice(io.StringIO(text, newline=""), count + 1))
            if len(lines) > count:
                return lines[:count]
            if size < len(self._first):
                size *= 16
                continue
            more = next(self._blocks, b"")
            if not more:
                return lines
            self._first += more

    def _heads(self, records: dict[int, Record], wanted: Sequence[int]) -> list[Fault]:
        """Make the header from its rows, unless they are faulty."""
        broken = [record for record in records.values() if record.reason]
        if broken:
            return [Fault(record.line, "", "", record.reason) for record in broken]
        if any(number not in records for number in wanted):
            return [Fault(0, "", str(max(wanted)), "no_header")]
        lines = [[_readable(cell) for cell in records[number].cells] for number in wanted]
        self.header = joined(filled_right(lines)) if len(lines) > 1 else lines[0]
        return []

    def _cut(self, block: bytes) -> Iterator[Piece]:
        """The rows of a block, as many of them by Arrow as it can cut."""
        piece = self._fast(block)
        if piece is not None:
            yield piece
            return
        parts = (block[start : start + PART] for start in range(0, len(block), PART))
        for part in whole_lines(parts):
            yield self._fast(part) or self._slow(part)

    def _fast(self, block: bytes) -> Piece | None:
        """A block of which each line has as many cells as the header, cut by Arrow."""
        plain = None if self._opened or not self.header else self._in_utf8(block)
        if plain is None:
            return None
        width = len(self.header)
        cut = cut_fast(plain, self._separator, width, range(width))
        if cut is None:
            return None
        numbers = np.arange(len(cut[0]), dtype="int64") + self._lines + 1
        self._lines += len(numbers)
        self._last = self._lines
        texts = dict(zip(self.header, cut, strict=True))
        empty = no_data_rows(cut, self._footnotes, len(numbers))
        if not empty.any():
            return Piece(numbers, texts, len(numbers))
        kept = {name: column.filter(pa.array(~empty)) for name, column in texts.items()}
        return Piece(numbers[~empty], kept, len(numbers), int(empty.sum()))

    def _in_utf8(self, block: bytes) -> bytes | None:
        """The block in UTF-8, or nothing where bytes do not fit its encoding."""
        if self._encoding == "utf-8" or block.isascii():
            return block  # Arrow looks at every cell itself.
        try:
            return block.decode(self._encoding).encode()
        except UnicodeDecodeError:
            return None

    def _slow(self, block: bytes, *, final: bool = False) -> Piece:
        """A block cut by Python's reader; lines that belong to the next one are left opened."""
        text = (self._opened + block).decode(self._encoding, errors="surrogateescape")
        records, rest = cut_slowly(text, self._lines + 1, self._separator, final=final)
        self._opened = rest.encode(self._encoding, errors="surrogateescape")
        if len(self._opened) > LONGEST_LINE:
            raise EndlessLineError
        taken = text[: len(text) - len(rest)]
        self._lines += sum(1 for _line in io.StringIO(taken, newline=""))
        self._last = records[-1].line if records else self._last
        kept, faults = [], []
        for record in records:
            if not record.reason and is_no_data(record.cells, self._footnotes):
                continue
            fault = self._fault(record)
            if fault is None:
                kept.append((record.line, record.cells[: len(self.header)]))
            else:
                faults.append(fault)
        return piece_of_rows(self.header, kept, len(records), faults)

    def _fault(self, record: Record) -> Fault | None:
        cells, width = record.cells, len(self.header)
        if record.reason:
            return Fault(record.line, "", "", record.reason)
        if any(_escaped(char) for cell in cells if not cell.isascii() for char in cell):
            return Fault(record.line, "", "", "encoding")
        if not width or len(cells) == width:
            return None
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            return Fault(record.line, "", f"{len(cells)} / {width}", "cells")
        return None


def _readable(cell: str) -> str:
    """A cell of the header; what could not be decoded stands as a sign that can be printed."""
    return "".join("\ufffd" if _escaped(char) else char for char in cell).strip()


def _escaped(char: str) -> bool:
    return _FIRST_ESCAPE <= char <= _LAST_ESCAPE
