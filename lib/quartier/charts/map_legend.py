"""The legend of a map: classes with their numbers, patterns, the marked area."""

import pandas as pd

from quartier.charts import theme
from quartier.charts.classes import Classes
from quartier.charts.map_look import WITHHELD, shade, without_value
from quartier.charts.svg import element, fixed, text_width
from quartier.language import _

__all__ = ["legend"]

_ROW = 25.0
_BOX_WIDE, _BOX_TALL = 26.0, 17.0
_COLUMN = theme.WIDTH * 0.54


def legend(
    rows: pd.DataFrame,
    classes: Classes | None,
    language: str,
    marked: str | None,
    *,
    top: float,
    scale: float,
) -> tuple[str, float]:
    """Draw the legend.

    Parameters
    ----------
    rows
        The areas of the map: area, area_name, value, status.
    classes
        None when no area has a value.
    language
        The page's language.
    marked
        Code of the area that is outlined.
    top
        Where the legend begins.
    scale
        From the units of the outlines to those of the picture.

    Returns
    -------
    markup, height of the picture with the legend
    """
    left = [] if classes is None else _shades(classes, language)
    right = _others(rows, language, marked, scale)
    room = theme.WIDTH - _COLUMN - _BOX_WIDE - 8
    beside = all(text_width(text, theme.LABEL) <= room for _, text in right)
    places = [(0.0, row) for row in range(len(left))]
    first = 0 if beside and left else len(left)
    places += [(_COLUMN if beside and left else 0.0, first + row) for row in range(len(right))]
    drawn = [
        _entry(box, text, x, top + row * _ROW)
        for (box, text), (x, row) in zip(left + right, places, strict=True)
    ]
    rows_used = max((row for _, row in places), default=-1) + 1
    return "".join(drawn), top + rows_used * _ROW


def _entry(box: str, text: str, x: float, y: float) -> str:
    attributes = {"x": _BOX_WIDE + 8, "y": _BOX_TALL - 3.5, "fill": theme.colour("ink")}
    label = element("text", attributes, fixed(text))
    return element("g", {"transform": f"translate({x:g},{y:g})"}, box, label)


def _shades(classes: Classes, language: str) -> list[tuple[str, str]]:
    """From the highest class to the lowest, as the table beneath runs."""
    size = {"width": _BOX_WIDE, "height": _BOX_TALL}
    return [
        (
            element("rect", {**size, "fill": shade(index, len(classes))}),
            classes.label(index).into(language),
        )
        for index in reversed(range(len(classes)))
    ]


def _others(
    rows: pd.DataFrame, language: str, marked: str | None, scale: float
) -> list[tuple[str, str]]:
    found = []
    chosen = rows[rows["area"] == marked]
    if not chosen.empty:
        frame = {"x": 1.5, "y": 1.5, "width": _BOX_WIDE - 3, "height": _BOX_TALL - 3}
        look = {"fill": "none", "stroke": theme.colour("ink"), "stroke-width": 3}
        found.append((element("rect", {**frame, **look}), str(chosen["area_name"].iloc[0])))
    statuses = rows.loc[rows["value"].isna(), "status"]
    for pattern in sorted({without_value(status) for status in statuses}, reverse=True):
        text = _("nicht veröffentlicht") if pattern == WITHHELD else _("kein Wert")
        found.append((_patterned(pattern, scale), text.into(language)))
    return found


def _patterned(pattern: str, scale: float) -> str:
    # The tiles of a pattern grow with the picture, so the box is drawn in the units of the map.
    size = {"width": _BOX_WIDE / scale, "height": _BOX_TALL / scale}
    edge = {"stroke": theme.colour("muted"), "stroke-width": 1 / scale}
    box = element("rect", {**size, "fill": f"url(#{pattern})", **edge})
    return element("g", {"transform": f"scale({scale:.5g})"}, box)
