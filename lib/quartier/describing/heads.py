"""Where in a file the header of its table stands."""

from collections.abc import Sequence

from quartier.describing.grids import Grid, Line, is_figure, is_year
from quartier.describing.guess import Guess
from quartier.errors import in_rows
from quartier.language import Text, _, quoted

__all__ = ["figure_places", "guess_header", "is_body", "titles"]

_MOSTLY, _LEAST = 0.6, 0.3


def guess_header(grid: Grid) -> Guess[tuple[int, ...]] | None:
    """The numbers of the rows that name the columns; None where the file has none.

    The header ends above the first row with figures. It begins with the first of the rows right
    above that fill more than their first cell: those are titles.
    """
    places = figure_places(grid)
    first = next((i for i, line in enumerate(grid.lines) if is_body(line, places, grid)), None)
    if first is None:
        return None
    end = first
    while end and grid.lines[end - 1].filled == [0]:
        end -= 1  # a heading between, such as "Bezirk 1"
    begin = end
    while begin and _names_columns(grid, begin - 1, end):
        begin -= 1
    # What names columns has to name more than one.
    if len({place for line in grid.lines[begin:end] for place in line.filled}) < 2:
        return None
    numbers = tuple(line.number for line in grid.lines[begin:end])
    return Guess(numbers, tuple(_why(grid, numbers, grid.lines[first].number)))


def figure_places(grid: Grid) -> list[int]:
    """The columns that mostly hold figures, from the first one on."""
    found = []
    for place in range(grid.width):
        cells = [line.cells[place] for line in grid.lines if len(line.cells) > place]
        figures = [is_figure(cell) for cell in cells if cell.strip()]
        below = figures[figures.index(True) :] if any(figures) else []
        if len(below) > _LEAST * len(figures) and sum(below) >= _MOSTLY * len(below):
            found.append(place)
    return found


def is_body(line: Line, places: Sequence[int], grid: Grid) -> bool:
    """Whether a row has figures where the table has them, and does not just name columns."""
    filled = [place for place in line.filled if place in places]
    figures = [place for place in filled if is_figure(line.cells[place])]
    if not figures or len(figures) * 2 < len(filled) or len(line.filled) < 2:
        return False
    counts = line is not grid.lines[0] and _counts_columns(line)
    return not (counts or _names_years(line, figures, grid))


def _counts_columns(line: Line) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 ..."""
    counted = [str(number) for number in range(1, len(line.cells) + 1)]
    return len(line.cells) > 2 and [cell.strip() for cell in line.cells] == counted


def _names_years(line: Line, figures: Sequence[int], grid: Grid) -> bool:
    """Whether all figures of a row are years, while other things stand below."""
    if not all(is_year(line.cells[place]) for place in figures):
        return False
    below = [other for other in grid.lines if other.number > line.number][:50]
    for place in figures:
        cells = [other.cells[place] for other in below if len(other.cells) > place]
        filled = [cell for cell in cells if cell.strip()]
        if not filled or sum(map(is_year, filled)) > len(filled) / 2:
            return False
    return True


def _names_columns(grid: Grid, place: int, end: int) -> bool:
    """Whether a row above the first one with figures belongs to the header."""
    line = grid.lines[place]
    if not line.filled or line.filled == [0]:
        return False
    if place + 1 == end:
        return True
    introduces = len(line.filled) == 2 and line.cells[line.filled[0]].strip().endswith(":")
    return line.number + 1 == grid.lines[place + 1].number and not introduces


def titles(grid: Grid, header: Sequence[int]) -> list[str]:
    """The texts above the header."""
    above = (line.cells for line in grid.lines if line.number < min(header))
    return [cell.strip() for cells in above for cell in cells if cell.strip()]


def _why(grid: Grid, header: Sequence[int], below: int) -> list[Text]:
    if list(header) == [1]:
        return [_("Die erste Zeile nennt die Spalten; darunter stehen Zahlen.")]
    said = [
        _("Ab Zeile {row} stehen Zahlen.", row=below),
        _("Die Namen der Spalten stehen darüber: {rows}.", rows=in_rows(header)),
    ]
    for title in titles(grid, header)[:1]:
        said.append(_("Weiter oben steht der Titel, etwa {title}.", title=quoted(title)))
    return said
