"""All areas on one line, one of them marked, to see where it stands among the others."""

import pandas as pd

from quartier.charts import phrases, theme
from quartier.charts.area_table import area_table
from quartier.charts.figure import Figure, compose
from quartier.charts.scales import Scale, span
from quartier.charts.svg import element, fixed, text_width
from quartier.charts.values import areas, sign_of
from quartier.formats import measure
from quartier.language import Text, _
from quartier.tables import Published, records

__all__ = ["strip"]

_SIDE = 16.0
_LINE = 52.0  # where the axis lies
_TALL = 11.0  # half the height of a tick


def strip(
    values: Published,
    *,
    title: str,
    unit: str,
    language: str,
    source: str = "",
    marked: str | None = None,
    reference: float | None = None,
    reference_name: str | None = None,
    remark: Text | None = None,
) -> Figure:
    """Draw all areas as ticks on one line, the marked one with its interval.

    Parameters
    ----------
    values
        area, area_name, value, lower, upper, status of one period.
    title, unit, language, source
        As in `line`.
    marked
        Code of the area to emphasise.
    reference
        A value to compare with, in the unit; usually the city's.
    reference_name
        What it is the value of.
    remark
        The first sentence of the description, instead of the one that says what the ticks are.

    Raises
    ------
    TypeError
        When the table did not pass the publication gate.
    ValueError
        When an area occurs twice.
    """
    rows = areas(values)
    name = reference_name or _("Stadt insgesamt").into(language)
    compared = None if reference is None else (name, reference)
    content, height = _drawn(rows, unit, language, marked, compared)
    said = [remark or _("Jeder Strich ist ein Gebiet.")]
    said += phrases.range_of_areas(rows, unit, language, marked, compared)
    return compose(
        content,
        width=theme.WIDTH,
        height=height,
        title=title,
        description=phrases.joined([*said, *phrases.gaps_of_areas(rows)], language),
        language=language,
        table_html=area_table(rows, title, unit, language, compared),
        source=source,
        look="q-strip",
    )


def _drawn(
    rows: pd.DataFrame,
    unit: str,
    language: str,
    marked: str | None,
    reference: tuple[str, float] | None,
) -> tuple[str, float]:
    shown = rows[rows["value"].notna()]
    one = shown[shown["area"] == marked]
    ends = [*shown["value"], *one["lower"], *one["upper"], *([reference[1]] if reference else [])]
    scale = span(ends, _SIDE, theme.WIDTH - _SIDE, unit=unit)
    parts = [_axis(scale, unit, language), _ticks(shown[shown["area"] != marked], scale)]
    height = _LINE + _TALL + 24
    if reference is not None:
        parts.append(_reference(reference, scale, unit, language, height + 8))
        height += 22
    parts += [_emphasised(row, scale, unit, language) for row in records(one)]
    return "".join(parts), height


def _axis(scale: Scale, unit: str, language: str) -> str:
    line = {"x1": scale.start, "x2": scale.end, "y1": _LINE, "y2": _LINE}
    parts = [element("line", {**line, "stroke": theme.colour("grid"), "stroke-width": 1})]
    for mark, text in zip(
        scale.marks, scale.written(language, sign_of(unit, language)), strict=True
    ):
        parts.append(_label(scale(mark), _LINE + _TALL + 18, text, "muted"))
    return "".join(parts)


def _label(x: float, y: float, text: str, colour: str, bold: bool = False) -> str:
    """A text around a place, moved so that it stays inside the picture."""
    half = text_width(text, theme.LABEL, bold) / 2
    kept = min(max(x, half), max(theme.WIDTH - half, half))
    attributes = {
        "x": kept,
        "y": y,
        "text-anchor": "middle",
        "fill": theme.colour(colour),
        "font-weight": "bold" if bold else None,
    }
    return element("text", attributes, fixed(text))


def _ticks(rows: pd.DataFrame, scale: Scale) -> str:
    path = "".join(
        f"M{scale(value):.1f} {_LINE - _TALL:g}v{2 * _TALL:g}" for value in rows["value"]
    )
    if not path:
        return ""
    # Many ticks let those below shine through, so that a crowd looks darker than a loner.
    opacity = 0.9 if len(rows) <= 40 else 0.45
    look = {"stroke": theme.colour("area"), "stroke-width": 2, "stroke-opacity": opacity}
    return element("path", {"d": path, "fill": "none", **look})


def _reference(
    reference: tuple[str, float], scale: Scale, unit: str, language: str, below: float
) -> str:
    name, value = reference
    x = scale(value)
    line = {"x1": x, "x2": x, "y1": _LINE - _TALL - 5, "y2": below - 12}
    look = {"stroke": theme.colour("muted"), "stroke-width": 1.5, "stroke-dasharray": "4 3"}
    text = f"{name} {measure(value, unit, language)}"
    return element("line", {**line, **look}) + _label(x, below + 4, text, "muted")


def _emphasised(row: dict, scale: Scale, unit: str, language: str) -> str:
    x = scale(row["value"])
    colour = theme.colour("accent")
    parts = []
    if row["lower"] == row["lower"] and row["upper"] == row["upper"]:
        ends = {"x1": scale(row["lower"]), "x2": scale(row["upper"]), "y1": _LINE, "y2": _LINE}
        parts.append(element("line", {**ends, "stroke": colour, "stroke-width": 4}))
    diamond = f"M{x:.1f} {_LINE - 12:g}l9 12l-9 12l-9 -12z"
    outline = {"stroke": theme.colour("paper"), "stroke-width": 2}
    parts.append(element("path", {"d": diamond, "fill": colour, **outline}))
    text = f"{row['area_name']} {measure(row['value'], unit, language)}"
    return "".join(parts) + _label(x, 20, text, "accent", bold=True)
