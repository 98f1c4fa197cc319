"""Catch what goes past Python's streams: output of C libraries and of programs that a cell starts.

It is written to the file descriptors 1 and 2; for as long as the block lasts they lead into
temporary files, which are read when a cell has ended.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

__all__ = ["Native", "caught"]


class Native:
    """The two descriptors, and how far they have been read."""

    def __init__(self, files: dict[str, BinaryIO]) -> None:
        self._files = files
        self._read = dict.fromkeys(files, 0)

    def drain(self) -> Iterator[tuple[str, str]]:
        """Stream and text of what was written since the last call."""
        _flush()
        for name, file in self._files.items():
            written = _read_from(file, self._read[name])
            if written:
                self._read[name] += len(written)
                yield name, written.decode("utf-8", "replace")


@contextmanager
def caught() -> Iterator[Native]:
    """Catch the output for a block."""
    kept = {name: os.dup(number) for name, number in _NUMBERS.items()}
    with tempfile.TemporaryFile(buffering=0) as out, tempfile.TemporaryFile(buffering=0) as err:
        files: dict[str, BinaryIO] = {"stdout": out, "stderr": err}
        try:
            _flush()
            for name, number in _NUMBERS.items():
                os.dup2(files[name].fileno(), number)
            yield Native(files)
        finally:
            _flush()
            for name, number in _NUMBERS.items():
                os.dup2(kept[name], number)
                os.close(kept[name])


_NUMBERS = {"stdout": 1, "stderr": 2}


def _flush() -> None:
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            stream.flush()


def _read_from(file: BinaryIO, start: int) -> bytes:
    length = os.fstat(file.fileno()).st_size - start
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), length, start)
    # without it, go back to the end: those who write share the position
    file.seek(start)
    written = file.read(length)
    file.seek(0, os.SEEK_END)
    return written
