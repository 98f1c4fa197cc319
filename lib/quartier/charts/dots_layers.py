"""The picture of ranked areas as a Vega-Lite chart."""

import math

import pandas as pd

from quartier import signs
from quartier.charts import theme, vega
from quartier.charts.scales import Scale, span
from quartier.charts.svg import text_width
from quartier.charts.values import sign_of
from quartier.formats import measure
from quartier.tables import records

__all__ = ["dots_spec", "height"]

_ROW = 26.0
_TOP, _BOTTOM = 30.0, 30.0
_BETWEEN = 6.0


def height(rows: pd.DataFrame) -> float:
    """The height of the picture: a line of text an area."""
    return _TOP + _BOTTOM + _ROW * len(rows)


def dots_spec(
    rows: pd.DataFrame,
    unit: str,
    language: str,
    marked: str | None,
    reference: tuple[str, float] | None,
) -> dict:
    """The chart as a Vega-Lite specification, complete with its data.

    Parameters
    ----------
    rows
        As `values.areas` gives them, at least one.
    unit, language
        As in the chart.
    marked
        Code of the area to emphasise.
    reference
        Name and value of what is compared with.
    """
    frame = _frame(rows, unit, language, marked, reference)
    places = [{**row, "y": index + 0.5} for index, row in enumerate(records(rows))]
    layers = [*_axis(frame, unit, language), *_reference(frame, reference)]
    for one in (False, True):
        chosen = [row for row in places if (row["area"] == marked) == one]
        layers += [*_points(frame, chosen, one), *_texts(frame, chosen, one, unit, language)]
    return vega.assembled(frame, layers)


def _frame(
    rows: pd.DataFrame,
    unit: str,
    language: str,
    marked: str | None,
    reference: tuple[str, float] | None,
) -> vega.Frame:
    names = max(
        text_width(row["area_name"], theme.LABEL, row["area"] == marked) for row in records(rows)
    )
    numbers = [measure(value, unit, language) for value in rows["value"].dropna()]
    left = names + 12
    right = max((text_width(text, theme.LABEL, True) for text in numbers), default=20) + 12
    found = [value for name in ("value", "lower", "upper") for value in rows[name]]
    found += [reference[1]] if reference else []
    x = span(found, 0, theme.WIDTH - left - right, marks=3, unit=unit)
    y = Scale(0, len(rows), 0, _ROW * len(rows), 1)
    return vega.Frame(x, y, left, _TOP, right, _BOTTOM)


def _axis(frame: vega.Frame, unit: str, language: str) -> list[vega.Layer]:
    bottom = frame.y.high
    grid = [{"x": mark, "x2": mark, "y": 0, "y2": bottom} for mark in frame.x.marks]
    written = zip(frame.x.marks, frame.x.written(language, sign_of(unit, language)), strict=True)
    numbers = [{"x": mark, "y": bottom, "text": text} for mark, text in written]
    # Long names leave little room: then not every mark is named, but the last, with the unit.
    widest = max(text_width(row["text"], theme.LABEL) for row in numbers) + _BETWEEN
    every = math.ceil(widest * max(len(numbers) - 1, 1) / max(frame.width, 1))
    numbers = numbers[::-every][::-1]
    return [
        vega.rules(frame, grid, colour="grid", strokeWidth=1),
        vega.texts(frame, numbers, colour="muted", align="center", dy=16),
    ]


def _reference(frame: vega.Frame, reference: tuple[str, float] | None) -> list[vega.Layer]:
    if reference is None:
        return []
    name, value = reference
    row = {"x": value, "x2": value, "y": 0, "y2": frame.y.high, "text": name}
    # The name stands over the line, on the side where there is more room.
    right = frame.x(value) < frame.width / 2
    side = {"align": "left" if right else "right", "dx": -4 if right else 4}
    return [
        vega.rules(frame, [row], colour="muted", strokeWidth=1.5, strokeDash=[4, 3]),
        vega.texts(frame, [row], colour="muted", dy=-12, **side),
    ]


def _points(frame: vega.Frame, rows: list[dict], emphasised: bool) -> list[vega.Layer]:
    shown = [row for row in rows if not pd.isna(row["value"])]
    whiskers = [
        {"x": row["lower"], "x2": row["upper"], "y": row["y"], "y2": row["y"]}
        for row in shown
        if not pd.isna(row["lower"]) and not pd.isna(row["upper"])
    ]
    places = [{"x": row["value"], "y": row["y"]} for row in shown]
    colour = "accent" if emphasised else "area"
    shape, size = ("diamond", 190) if emphasised else ("circle", 80)
    return [
        vega.rules(frame, whiskers, colour=colour, strokeWidth=3 if emphasised else 2),
        vega.dots(frame, places, colour=colour, shape=shape, size=size),
    ]


def _texts(
    frame: vega.Frame, rows: list[dict], emphasised: bool, unit: str, language: str
) -> list[vega.Layer]:
    names = [{"x": frame.x.low, "y": row["y"], "text": row["area_name"]} for row in rows]
    numbers = [
        {"x": frame.x.high, "y": row["y"], "text": _written(row, unit, language)} for row in rows
    ]
    weight = "bold" if emphasised else "normal"
    return [
        vega.texts(frame, names, colour="ink", align="right", dx=-12, fontWeight=weight),
        vega.texts(frame, numbers, colour="ink", align="right", dx=frame.right, fontWeight=weight),
    ]


def _written(row: dict, unit: str, language: str) -> str:
    if pd.isna(row["value"]):
        return signs.sign(row["status"])
    return signs.marked(measure(row["value"], unit, language), row["status"])
