"""Delivered text files (CSV) as tables of texts, in blocks, so that size does not matter.

A block in which every line has its cells is cut by Arrow, many times as fast as Python's reader.
All others go through Python's, which knows the line that is wrong, and why. Both give the same.
"""

import codecs
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from quartier.described import CsvDialect
from quartier.descriptions import Description
from quartier.sources.blocks import cut_fast
from quartier.sources.headers import filled_right, joined
from quartier.sources.raw import Fault, Piece, RawTable, faulty_table, is_no_data, piece_of_rows
from quartier.sources.records import Record, cut_slowly

__all__ = ["read_csv"]

BLOCK = 1 << 24
"""So many bytes are read at a time."""

LONGEST_LINE = 1 << 22
"""A longer line is none that an office wrote; in bytes."""

_FIRST_ESCAPE, _LAST_ESCAPE = "\udc80", "\udcff"
"""What `surrogateescape` puts for bytes that the encoding does not have."""


class _EndlessLineError(Exception):
    """A line that does not end."""


def read_csv(path: Path, description: Description, block: int = BLOCK) -> Iterator[RawTable]:
    """Read a CSV file in the dialect that its description states.

    Bytes that do not fit the encoding do not stop the reading: their rows become faults. Nor does a
    quotation mark that is opened and not closed swallow the rows behind it.
    """
    dialect = description.csv or CsvDialect()
    try:
        cutter = _Cutter(_blocks(path, dialect.encoding, block), dialect, description.footnotes)
        yield RawTable(cutter.header, cutter.pieces())
    except UnicodeDecodeError:
        yield faulty_table("not_encoded", dialect.encoding)
    except OSError as error:
        yield faulty_table("unreadable", type(error).__name__)


def _blocks(path: Path, encoding: str, size: int) -> Iterator[bytes]:
    """The file in blocks of whole lines, without a mark of the byte order."""
    if not _extends_ascii(encoding):
        yield path.read_bytes().decode(encoding).removeprefix("\ufeff").encode()
        return
    with path.open("rb") as file:
        if not (_is_utf8(encoding) and file.read(3) == codecs.BOM_UTF8):
            file.seek(0)
        while block := file.read(size):
            if not block.endswith(b"\n"):
                rest = file.readline(LONGEST_LINE)
                if len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
                    raise _EndlessLineError
                block += rest
            yield block


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")


def _extends_ascii(encoding: str) -> bool:
    """Whether lines can be told apart before the bytes are decoded."""
    return _is_utf8(encoding) or 'a;"\n'.encode(encoding) == b'a;"\n'


class _Cutter:
    """A file being cut into pieces.

    Attributes
    ----------
    header : list of str
    """

    def __init__(
        self, blocks: Iterator[bytes], dialect: CsvDialect, footnotes: Sequence[str]
    ) -> None:
        encoding = dialect.encoding
        self._encoding = (
            encoding if _extends_ascii(encoding) and not _is_utf8(encoding) else "utf-8"
        )
        self._separator, self._footnotes = dialect.separator, tuple(footnotes)
        self.header: list[str] = []
        first = next(blocks, b"")
        self._lines = 0  # that are behind us
        self._top, behind = self._take_header(first, dialect.header_rows)
        self._blocks = chain([behind] if behind else [], blocks)

    def pieces(self) -> Iterator[Piece]:
        """The rows of the file."""
        yield self._top
        opened = b""  # lines of a quoted cell that ends in a later block
        block = next(self._blocks, b"")
        try:
            while block:
                following = next(self._blocks, b"")
                piece = None if opened else self._fast(block)
                if piece is None:
                    piece, opened = self._slow(opened + block, final=not following)
                yield piece
                block = following
        except _EndlessLineError:
            fault = Fault(0, "", "", "endless_line")
            yield Piece(np.empty(0, dtype="int64"), faults=[fault])

    def _take_header(self, block: bytes, wanted: Sequence[int]) -> tuple[Piece, bytes]:
        """Read the header; the rows down to it, and what is behind them in the block."""
        last = max(wanted)
        text = block.decode(self._encoding, errors="surrogateescape")
        lines = list(islice(io.StringIO(text, newline=""), 1000 + last))
        found, _rest = cut_slowly("".join(lines), 1, self._separator, final=True)
        here = [record for record in found if record.line <= last]
        if not here:
            return Piece(np.empty(0, dtype="int64")), b""
        after = next((record.line for record in found if record.line > last), len(lines) + 1)
        self._lines = after - 1
        rest = "".join(lines[: self._lines]).encode(self._encoding, "surrogateescape")
        faults = self._heads({record.line: record for record in here}, wanted)
        return piece_of_rows((), (), len(here), faults), block[len(rest) :]

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

    def _fast(self, block: bytes) -> Piece | None:
        """A block of which each line has as many cells as the header, cut by Arrow."""
        plain = self._in_utf8(block)
        if plain is None or not self.header:
            return None
        width = len(self.header)
        cut = cut_fast(plain, self._separator, width, range(width))
        if cut is None:
            return None
        numbers = np.arange(len(cut[0]), dtype="int64") + self._lines + 1
        self._lines += len(numbers)
        texts = dict(zip(self.header, cut, strict=True))
        empty = self._no_data(cut)
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

    def _no_data(self, cut: Sequence[pa.DictionaryArray]) -> np.ndarray:
        """Rows that are empty or footnotes; the first cell tells of most that they are neither."""
        first = cut[0]
        told = [is_no_data([text], self._footnotes) for text in first.dictionary.to_pylist()]
        doubtful = np.array(told, dtype=bool)[first.indices.to_numpy()]
        for row in np.flatnonzero(doubtful).tolist():
            doubtful[row] = is_no_data((column[row].as_py() for column in cut), self._footnotes)
        return doubtful

    def _slow(self, block: bytes, *, final: bool) -> tuple[Piece, bytes]:
        """A block cut by Python's reader, and the lines that belong to the next one."""
        text = block.decode(self._encoding, errors="surrogateescape")
        records, rest = cut_slowly(text, self._lines + 1, self._separator, final=final)
        opened = rest.encode(self._encoding, errors="surrogateescape")
        taken = text[: len(text) - len(rest)]
        self._lines += sum(1 for _line in io.StringIO(taken, newline=""))
        kept, faults = [], []
        for record in records:
            if not record.reason and is_no_data(record.cells, self._footnotes):
                continue
            fault = self._fault(record)
            if fault is None:
                kept.append((record.line, record.cells[: len(self.header)]))
            else:
                faults.append(fault)
        return piece_of_rows(self.header, kept, len(records), faults), opened

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
