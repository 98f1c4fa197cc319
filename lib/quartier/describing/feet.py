"""Rows of a table that hold no data: footnotes below it, headings between."""

import re
from collections.abc import Sequence

from quartier.describing.grids import Grid, Line
from quartier.describing.guess import Guess
from quartier.describing.heads import figure_places, is_body
from quartier.errors import in_rows
from quartier.language import _

__all__ = ["guess_footnotes"]

_MARK = re.compile(r"\*+\)?|[0-9a-z]{1,2}\)|\([0-9]{1,2}\)|[©¹²³]")
_UNTIL_COLON = re.compile(r"[^:]{1,30}:")
_WORD = re.compile(r"\w{4,}")
_MOST = 12


def guess_footnotes(grid: Grid, header: Sequence[int]) -> Guess[tuple[str, ...]]:
    """How rows begin that hold no data: texts alone in their row, below the header.

    A beginning that a row with data has, too, is none: the whole text stands instead.
    """
    places = figure_places(grid)
    below = [line for line in grid.lines if line.number > max(header)]
    data = [_first(line) for line in below if is_body(line, places, grid)]
    alone = [line for line in below if len(line.filled) == 1 and not line.typed]
    alone = [line for line in alone if not is_body(line, places, grid)]
    found: dict[str, int] = {}
    for line in alone:
        text = _first(line)
        beginning = _beginning(text)
        if any(other.startswith(beginning) for other in data):
            beginning = text
        if not any(other.startswith(beginning) for other in data):
            found.setdefault(beginning, line.number)
    if not found:
        return Guess((), (_("Fußnoten sind unter der Tabelle keine zu sehen."),))
    rows = [line.number for line in alone]
    why = _("Zeilen ohne Daten, in denen nur ein Text steht: {rows}.", rows=in_rows(rows))
    return Guess(tuple(list(found)[:_MOST]), (why, _("So beginnen sie:")))


def _first(line: Line) -> str:
    return line.cells[line.filled[0]].strip()


def _beginning(text: str) -> str:
    """As much of a text as a later delivery will have, too."""
    for form in (_MARK, _UNTIL_COLON, _WORD):
        if match := form.match(text):
            return match[0]
    return text
