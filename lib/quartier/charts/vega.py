"""Pieces of Vega-Lite charts that the large charts share.

They are written as plain specifications: building them through Altair's objects takes five times
as long as drawing them. Tests hold them against Altair's schema, and `altair.LayerChart.from_dict`
takes them where somebody wants to go on with Altair.

Axes are drawn as rules and texts of our own: so all numbers and periods are written by `formats`
and `periods`, as everywhere on the page, and nothing is left for Vega to name in English. All sizes
are given, nothing is fitted to measured text: a chart does not depend on the fonts of the
machine.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quartier.charts import theme
from quartier.charts.scales import Scale

__all__ = ["Frame", "Layer", "assembled", "band", "content", "dots", "lines", "rules", "texts"]

_OUTER = re.compile(r"^<svg[^>]*>(?P<content>.*)</svg>$", re.DOTALL)
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

Rows = Sequence[Mapping[str, object]]
Layer = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """The field that a chart draws in, inside its margins, with the scales of both ways.

    Attributes
    ----------
    x, y
        From values to places; the places count from the corner at the top left of the field.
    left, top, right, bottom
        Margins.
    """

    x: Scale
    y: Scale
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Of the field, in units of the picture."""
        return abs(self.x.end - self.x.start)

    @property
    def height(self) -> float:
        """Of the field, in units of the picture."""
        return abs(self.y.end - self.y.start)


def lines(frame: Frame, rows: Rows, *, colour: str, **mark: Any) -> Layer:
    """A line through rows of x, y and `run`; each run is a line of its own."""
    encoding = {"x": _x(frame), "y": _y(frame), "detail": {"field": "run", "type": "nominal"}}
    return _layer(rows, "line", encoding, color=_light(colour), **mark)


def band(frame: Frame, rows: Rows, *, colour: str, **mark: Any) -> Layer:
    """A band between `lower` and `upper` along x; each `run` is a band of its own."""
    encoding = {
        "x": _x(frame),
        "y": _y(frame, "lower"),
        "y2": {"field": "upper"},
        "detail": {"field": "run", "type": "nominal"},
    }
    return _layer(rows, "area", encoding, color=_light(colour), **mark)


def dots(frame: Frame, rows: Rows, *, colour: str, **mark: Any) -> Layer:
    """A filled mark at each row's x and y."""
    encoding = {"x": _x(frame), "y": _y(frame)}
    mark = {"filled": True, "opacity": 1, **mark}
    return _layer(rows, "point", encoding, color=_light(colour), **mark)


def rules(frame: Frame, rows: Rows, *, colour: str, **mark: Any) -> Layer:
    """A straight stroke from x, y to x2, y2 of each row."""
    encoding = {"x": _x(frame), "y": _y(frame), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return _layer(rows, "rule", encoding, color=_light(colour), **mark)


def texts(frame: Frame, rows: Rows, *, colour: str, halo: bool = False, **mark: Any) -> Layer:
    """The `text` of each row at its x and y; with a halo in the colour of the page."""
    encoding = {"x": _x(frame), "y": _y(frame), "text": {"field": "text", "type": "nominal"}}
    outline = {"stroke": _light("paper"), "strokeWidth": 4, "strokeJoin": "round"} if halo else {}
    mark = {"fontSize": theme.LABEL, "baseline": "middle", **outline, **mark}
    return _layer(rows, "text", encoding, color=_light(colour), **mark)


def _layer(rows: Rows, kind: str, encoding: dict, **mark: Any) -> Layer:
    return {
        "data": {"values": [_plain(row) for row in rows]},
        "mark": {"type": kind, "aria": False, "tooltip": None, **mark},
        "encoding": encoding,
    }


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    """Numbers of numpy as numbers of Python, which JSON takes."""
    return {name: value.item() if hasattr(value, "item") else value for name, value in row.items()}


def _x(frame: Frame) -> dict:
    return _place("x", frame.x)


def _y(frame: Frame, field: str = "y") -> dict:
    # Places are counted downwards: a scale whose values grow downwards runs backwards for Vega.
    return _place(field, frame.y, reverse=frame.y.end > frame.y.start)


def _place(field: str, scale: Scale, **further: Any) -> dict:
    ends = {"domain": [scale.low, scale.high], "nice": False, "zero": False, **further}
    return {"field": field, "type": "quantitative", "scale": ends, "axis": None}


def _light(colour: str) -> str:
    return theme.COLOURS[colour][0]


def assembled(frame: Frame, layers: Sequence[Layer]) -> dict:
    """The layers as one Vega-Lite chart, from back to front; layers without data are left out."""
    margins = ("left", "top", "right", "bottom")
    return {
        "$schema": _SCHEMA,
        "width": frame.width,
        "height": frame.height,
        "autosize": {"type": "none"},
        "padding": {side: getattr(frame, side) for side in margins},
        "background": "transparent",
        "config": {
            "aria": False,
            "font": theme.MEASURED_FONT,
            "view": {"stroke": None, "fill": None},
        },
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def content(svg: str) -> str:
    """What stands inside the `<svg>` that `convert` gives."""
    match = _OUTER.match(svg)
    if match is None:
        raise ValueError("no single svg element")
    return match["content"]
