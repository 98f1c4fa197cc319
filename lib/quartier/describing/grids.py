"""The rows of a file as they stand, before anybody knows where its table begins."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

__all__ = ["Grid", "Line", "is_figure", "is_year"]

_BLANKS = "\u00a0\u202f\u2009"
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|[1-9]\d{{0,2}}(?:[.,'’ {_BLANKS}]\d{{3}})+(?:[.,]\d+)?)"
_FIGURE = re.compile(rf"[(|]?[-+−–]?(?:%\s?)?{_NUMBER}(?:\s?%)?[)|]?\s?[prs]?")
_SIGNS = frozenset("* . - – — / x X ... … • · : #".split())
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Line:
    """A row with its number in the file, its cells, and the places of those typed as numbers."""

    number: int
    cells: Sequence[str]
    typed: Collection[int] = ()

    @property
    def filled(self) -> list[int]:
        """The places of cells that are not empty."""
        return [place for place, cell in enumerate(self.cells) if cell.strip()]


@dataclass(frozen=True)
class Grid:
    """Rows of a text file or a sheet.

    Attributes
    ----------
    lines : list of Line
    sheet : str
    """

    lines: list[Line]
    sheet: str = ""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(line.cells) for line in self.lines), default=0)


def is_figure(text: str) -> bool:
    """Whether a cell could hold a figure: a number however written, or a sign instead of one.

    >>> [is_figure(text) for text in ("1.234,5", "53,40 %", "*", "31.12.2023", "Nord")]
    [True, True, True, False, False]
    """
    plain = text.strip()
    return plain in _SIGNS or _FIGURE.fullmatch(plain) is not None


def is_year(text: str) -> bool:
    """Whether a cell could hold a year.

    >>> is_year("2023"), is_year("1023")
    (True, False)
    """
    return _YEAR.fullmatch(text.strip()) is not None
