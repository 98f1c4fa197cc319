"""A series as small as a word."""

import pandas as pd

from quartier import signs
from quartier.charts import phrases, theme
from quartier.charts.figure import Figure, compose
from quartier.charts.scales import span
from quartier.charts.svg import element, fixed
from quartier.charts.values import cell, data_table, interval_cell, over_time
from quartier.language import _
from quartier.periods import parse
from quartier.tables import Published, records

__all__ = ["sparkline"]

WIDTH, HEIGHT = 120.0, 32.0
_SIDE = 6.0


def sparkline(
    series: Published,
    *,
    title: str,
    unit: str,
    language: str,
    source: str = "",
) -> Figure:
    """Draw a series as a line without axes; `Figure.inline` puts it into a table or a sentence.

    The scale is the series' own: sparklines show directions, not heights.

    Parameters
    ----------
    series
        area_name, period, value, lower, upper, status of one area.
    title, unit, language, source
        As in `line`.

    Raises
    ------
    TypeError
        When the table did not pass the publication gate.
    ValueError
        When a series has several areas.
    """
    rows = over_time(series)
    said = [*phrases.course(rows, unit, language, ()), *phrases.gaps_over_time(rows, language)]
    return compose(
        _drawn(rows),
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=phrases.joined(said, language),
        language=language,
        table_html=_table(rows, title, unit, language),
        source=source,
        look="q-spark",
    )


def _drawn(rows: pd.DataFrame) -> str:
    if rows["value"].notna().sum() == 0:
        return _signs(rows, [WIDTH / 2] * min(1, len(rows)))
    heights = span(rows["value"], HEIGHT - _SIDE, _SIDE)
    low, high = rows["value"].min(), rows["value"].max()
    if high > low:  # here the direction counts, so the range fills the height
        heights = type(heights)(low, high, HEIGHT - _SIDE, _SIDE, high - low)
    first, last = rows["day"].iloc[0], rows["day"].iloc[-1]
    length = max(last - first, 1)
    places = [_SIDE + (WIDTH - 2 * _SIDE) * (day - first) / length for day in rows["day"]]
    return _signs(rows, places) + _line(rows, places, heights)


def _line(rows: pd.DataFrame, places: list[float], heights) -> str:
    path, last, drawing = "", None, False
    for x, value in zip(places, rows["value"], strict=True):
        if pd.isna(value):
            drawing = False
            continue
        last = (x, heights(value))
        path += f"{'L' if drawing else 'M'}{last[0]:.1f} {last[1]:.1f}"
        drawing = True
    colour = theme.colour("accent")
    look = {
        "stroke": colour,
        "stroke-width": 2,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    line = element("path", {"d": path, "fill": "none", **look})
    if last is None:
        return line
    return line + element("circle", {"cx": last[0], "cy": last[1], "r": 3.5, "fill": colour})


def _signs(rows: pd.DataFrame, places: list[float]) -> str:
    look = {"text-anchor": "middle", "font-size": 12, "fill": theme.colour("ink")}
    return "".join(
        element("text", {"x": x, "y": HEIGHT - 4, **look}, fixed(signs.sign(row["status"])))
        for x, row in zip(places, records(rows), strict=False)
        if pd.isna(row["value"])
    )


def _table(rows: pd.DataFrame, caption: str, unit: str, language: str) -> str:
    head = [text.into(language) for text in (_("Zeitraum"), _("Wert"), _("Vertrauensbereich"))]
    body = [
        [
            parse(row["period"]).label(language),
            cell(row["value"], row["status"], unit, language),
            interval_cell(row["lower"], row["upper"], unit, language),
        ]
        for row in records(rows)
    ]
    return data_table(caption, head, body)
