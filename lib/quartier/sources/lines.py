"""Text files as blocks of whole lines, so that a file of any size goes through memory in pieces."""

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

__all__ = ["LONGEST_LINE", "EndlessLineError", "code_of_blocks", "line_blocks", "whole_lines"]

LONGEST_LINE = 1 << 22
"""A longer line is none that an office wrote; in bytes."""


class EndlessLineError(Exception):
    """A line that does not end."""


def code_of_blocks(encoding: str) -> str:
    """The encoding of the blocks of a file: its own, where lines can be told apart in its bytes.

    >>> code_of_blocks("cp1252"), code_of_blocks("utf-8-sig"), code_of_blocks("utf-16")
    ('cp1252', 'utf-8', 'utf-8')
    """
    return encoding if _is_bytewise(encoding) else "utf-8"


def line_blocks(path: Path, encoding: str, size: int) -> Iterator[bytes]:
    """The file in blocks of whole lines of about a size, without a mark of the byte order.

    Raises
    ------
    EndlessLineError
        Behind the lines before it.
    UnicodeError
        At once, where an encoding in which lines cannot be told apart by bytes does not fit.
    """
    if _is_utf8(encoding) or _is_bytewise(encoding):
        return whole_lines(_raw(path, _is_utf8(encoding), size))
    # Nothing is taken from a file of which a later part is not what it is said to be.
    for _block in _recoded(path, encoding, size):
        pass
    return whole_lines(_recoded(path, encoding, size))


def whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Blocks of bytes, cut anew so that each ends with a line.

    >>> list(whole_lines([b"a\nb", b"c\n", b"d"]))
    [b'a\n', b'bc\n', b'd']
    """
    rest = b""
    for each in blocks:
        block = rest + each
        before = _before_endless(block)
        if before is not None:
            if before:
                yield block[:before]
            raise EndlessLineError
        # A carriage return at the end may belong to a line feed that follows.
        end = _last_end(block, 0, len(block) - block.endswith(b"\r"))
        if end:
            yield block[:end]
        rest = block[end:]
    if rest:
        yield rest


def _last_end(block: bytes, start: int, stop: int) -> int:
    """Where the last line in a part of the block ends; 0 if there is none that ends."""
    return max(block.rfind(b"\n", start, stop), block.rfind(b"\r", start, stop)) + 1


def _before_endless(block: bytes) -> int | None:
    """Where a line begins that is too long, if there is one."""
    start = 0
    while len(block) - start > LONGEST_LINE:
        end = _last_end(block, start, start + LONGEST_LINE)
        if not end:
            return start
        start = end
    return None


def _raw(path: Path, utf8: bool, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        if not (utf8 and file.read(3) == codecs.BOM_UTF8):
            file.seek(0)
        while block := file.read(size):
            yield block


def _recoded(path: Path, encoding: str, size: int) -> Iterator[bytes]:
    """The file in UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)()
    first = True
    for block in chain(_raw(path, utf8=False, size=size), [b""]):
        text = decoder.decode(block, final=not block)
        if text:
            yield (text.removeprefix("\ufeff") if first else text).encode()
            first = False


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")


def _is_bytewise(encoding: str) -> bool:
    """Whether each byte is a character, and those of ASCII stand for themselves."""
    every = bytes(range(256))
    try:
        return every[:128].decode(encoding) == every[:128].decode("ascii") and (
            len(every.decode(encoding, errors="replace")) == len(every) and not _is_utf8(encoding)
        )
    except UnicodeError:
        return False
