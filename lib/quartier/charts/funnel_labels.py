"""What is written in a funnel: sides of limits, numbers along axes, names where there is room."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from quartier.charts import theme
from quartier.charts.funnel_scales import BOTTOM, RIGHT, TOP, FunnelData, between, rounds
from quartier.charts.funnel_words import lying
from quartier.charts.svg import element, fixed, text_width
from quartier.formats import measure, number, unit_name
from quartier.language import _, n_
from quartier.signs import marked as with_sign
from quartier.tables import records

__all__ = ["BOLD", "Room", "axes", "label", "pointed"]

#: How the name of the marked area is written.
BOLD = {"font_weight": "bold"}


def label(x: float, y: float, text: str, colour: str, *, anchor: str, **look: str) -> str:
    """A text at a place; `look` holds further attributes."""
    further = {name.replace("_", "-"): value for name, value in look.items()}
    given = {"x": x, "y": y, "text-anchor": anchor, "fill": theme.colour(colour)}
    return element("text", given | further, fixed(text))


def pointed(row: dict, data: FunnelData) -> str:
    """What pointing at the mark of an area shows."""
    said = n_(
        "{name}: {value}, {n} Person, {place}",
        "{name}: {value}, {n} Personen, {place}",
        round(row["denominator"]),
        name=row["area_name"],
        value=with_sign(measure(row["value"], data.unit, data.language), row["status"]),
        place=lying(row["place"], data.dispersed),
    )
    return said.into(data.language)


def axes(data: FunnelData) -> Iterator[str]:
    """Values to the left, numbers of people below, and what both are."""
    yield from _left(data)
    told = _("Wert des Gebiets ({unit})", unit=unit_name(data.unit))
    if not data.from_zero:
        told = _("{value}; Achse beginnt nicht bei 0", value=told)
    yield label(0, 14, told.into(data.language), "muted", anchor="start")
    yield from _below(data)
    about = _("Zahl der Personen, auf die sich der Wert bezieht").into(data.language)
    yield label(RIGHT, BOTTOM + 44, about, "muted", anchor="end")


def _left(data: FunnelData) -> Iterator[str]:
    x, y = data.widths, data.heights
    for mark, written in zip(y.marks, y.written(data.language), strict=True):
        yield _line(x.start, y(mark), x.end, y(mark), "muted" if mark == 0 else "grid")
        yield label(x.start - 8, y(mark) + 5, written, "muted", anchor="end")


def _below(data: FunnelData) -> Iterator[str]:
    for at, written in _numbers(data):
        yield _line(at, BOTTOM, at, BOTTOM + 5, "muted")
        inside = min(at, theme.WIDTH - text_width(written, theme.LABEL) / 2)
        yield label(inside, BOTTOM + 22, written, "muted", anchor="middle")


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return element("line", {**ends, "stroke": theme.colour(colour), "stroke-width": 1})


def _numbers(data: FunnelData) -> list[tuple[float, str]]:
    """Places of round numbers of people whose texts do not touch, the roundest first."""
    found: list[tuple[float, str]] = []
    for size in [*([0] if data.sizes[0] == 0 else []), *rounds(*data.sizes)]:
        at, written = data.widths(math.sqrt(size)), number(size, data.language)
        gaps = [text_width(written + other, theme.LABEL) / 2 + 10 for _at, other in found]
        if all(abs(at - other) >= gap for (other, _said), gap in zip(found, gaps, strict=True)):
            found.append((at, written))
    return found


class _Way(NamedTuple):
    """A way to set a text: where it begins, lies and ends, and what it is anchored by."""

    top: float
    left: float
    right: float
    anchor: str


class Room:
    """Finds room for names between the marks; what is set first is out of the way of the next."""

    def __init__(self, data: FunnelData) -> None:
        self.data = data
        rows, x, line = records(data.shown), data.widths, data.heights(data.centre[1])
        places = np.array([data.at(row) for row in rows])
        half = 1.3 * np.array([[data.half(row["area"])] for row in rows]) + 1
        self.marks = np.hstack([places - half, places + half])
        self.own = {row["area"]: index for index, row in enumerate(rows)}
        self.taken = np.vstack([self.marks, [x.start, line - 2, x.end, line + 2]])
        self.limits = np.vstack([np.empty((0, 4)), *_pieces(data)])

    def marked(self, row: dict, text: str) -> str:
        """A text at the marked area; empty where there is no room for it."""
        wide = text_width(text, theme.LABEL, bold=True)
        ways = self._around(row, self.data.half(row["area"]) + 9, wide)
        return self._beside(ways, text, "accent", **BOLD)

    def furthest(self) -> Iterator[str]:
        """The names of the areas furthest outside that there is room for."""
        found = self.data.outlying
        for row in records(found[found["area"] != self.data.marked]):
            wide = text_width(row["area_name"], theme.LABEL)
            ways = self._around(row, self.data.half(row["area"]) + 6, wide)
            yield self._beside(ways, row["area_name"], "ink")

    def _beside(self, ways: list[_Way], text: str, colour: str, **look: str) -> str:
        free = [way for way in ways if not self._hit(way, self.taken)]
        # Better across a limit than not at all.
        best = [way for way in free if not self._hit(way, self.limits)] or free
        way = next(iter(best), None)
        return "" if way is None else self._set(text, way, colour, **look)

    def _around(self, row: dict, off: float, wide: float) -> list[_Way]:
        """Ways to set a text at a distance from a mark that stay inside the picture."""
        (x, y), tall, near = self.data.at(row), theme.LABEL, 0.7 * off
        low, high = self.data.widths.start, theme.WIDTH
        ways = [_Way(y - tall / 2, x + off, x + off + wide, "start")]
        ways += [_Way(y - tall / 2, x - off - wide, x - off, "end")]
        for left, anchor in (
            (x - wide / 2, "middle"),
            (x + near, "start"),
            (x - near - wide, "end"),
        ):
            inside = min(max(left, low), high - wide)
            tops = (y - tall - near, y + near)
            ways += [_Way(top, inside, inside + wide, anchor) for top in tops]
        found = [way for way in ways if low <= way.left and way.right <= high]
        found = [way for way in found if TOP - tall <= way.top <= BOTTOM - tall]
        return [way for way in found if self._clear(way, self.own[row["area"]])]

    def _clear(self, way: _Way, own: int) -> bool:
        """Whether a text is so much nearer to its own mark that nobody takes it for another's."""
        left, top, right, bottom = self.marks.T
        across = np.maximum(np.maximum(left - way.right, way.left - right), 0)
        down = np.maximum(np.maximum(top - way.top - theme.LABEL, way.top - bottom), 0)
        gaps = np.hypot(across, down)
        return bool((np.delete(gaps, own) > 2 * gaps[own] + 4).all())

    @staticmethod
    def _hit(way: _Way, boxes: np.ndarray) -> bool:
        """Whether a mark, a line or a text is in the way."""
        left, top, right, bottom = boxes.T
        # A name that almost touches another mark would be read as that one's.
        across = (left < way.right + 2) & (right > way.left - 2)
        return bool((across & (top < way.top + theme.LABEL) & (bottom > way.top)).any())

    def _set(self, text: str, way: _Way, colour: str, **look: str) -> str:
        box = [way.left - 2, way.top, way.right + 2, way.top + theme.LABEL]
        self.taken = np.vstack([self.taken, box])
        x = {"start": way.left, "end": way.right}.get(way.anchor, (way.left + way.right) / 2)
        halo = {"stroke": theme.colour("paper"), "stroke_width": "4", "stroke_linejoin": "round"}
        written = {"anchor": way.anchor, **halo, "paint_order": "stroke", **look}
        return label(x, way.top + 12, text, colour, **written)


def _pieces(data: FunnelData) -> Iterator[np.ndarray]:
    """Boxes around short pieces of the limits."""
    across = np.linspace(data.widths.start, data.widths.end, 80)
    roots = np.array([data.widths.value(x) for x in across])
    for pair in data.limits.values():
        for found in between(pair, roots):
            y = np.array([data.heights(value) for value in found])
            ends = np.sort([y[:-1], y[1:]], axis=0)
            yield np.column_stack([across[:-1], ends[0] - 1, across[1:], ends[1] + 1])
