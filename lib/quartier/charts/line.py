"""A series over time: value, interval, path to a target, the city beside it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from quartier.charts import convert, phrases, theme, vega
from quartier.charts.figure import Figure, compose
from quartier.charts.line_layers import HEIGHT, LineData, line_spec
from quartier.charts.values import cell, data_table, interval_cell, over_time
from quartier.formats import Measure
from quartier.language import Text, _
from quartier.periods import Period, parse
from quartier.tables import Published, records

__all__ = ["line"]


def line(
    series: Published,
    *,
    title: str,
    unit: str,
    language: str,
    source: str = "",
    path: pd.DataFrame | None = None,
    reference: Published | None = None,
    breaks: pd.DataFrame | None = None,
    smooth: pd.DataFrame | None = None,
) -> Figure:
    """Draw a series over time.

    A point a period, its interval as a band, nothing where there is no value (the sign of the
    status stands on the axis), no line across a break.

    Parameters
    ----------
    series
        area_name, period, value, lower, upper, status of one area.
    title
        The message of the chart.
    unit
        One of `formats.UNITS`.
    language
        The page's language.
    source
        Where the figures come from.
    path
        period, expected: the way to a target, drawn dashed.
    reference
        The same series of what is compared with, usually the city.
    breaks
        period, reason: the periods that begin a new way of measuring.
    smooth
        period, value, lower, upper: a smooth line for the eye, drawn dotted, with a soft band. To
        be computed from published values only: what is drawn can be read in the file.

    Raises
    ------
    TypeError
        When a table did not pass the publication gate.
    ValueError
        When a series has several areas.
    """
    data = LineData(
        rows=over_time(series),
        path=_ordered(path, ["period", "expected"]),
        reference=_ordered(None, ["period", "area_name", "value", "status"])
        if reference is None
        else over_time(reference),
        breaks=_ordered(breaks, ["period", "reason"]),
        unit=unit,
        language=language,
        smooth=_ordered(smooth, ["period", "value", "lower", "upper"]),
    )
    return compose(
        vega.content(convert.to_svg(line_spec(data), language)),
        width=theme.WIDTH,
        height=HEIGHT,
        title=title,
        description=phrases.joined(_described(data), language),
        language=language,
        table_html=_table(data, title),
        source=source,
    )


def _ordered(frame: pd.DataFrame | None, columns: list[str]) -> pd.DataFrame:
    if frame is None:
        return pd.DataFrame(columns=columns)
    order = sorted(range(len(frame)), key=lambda row: parse(frame["period"].iloc[row]))
    return frame.iloc[order][columns].reset_index(drop=True)


def _described(data: LineData) -> list[Text]:
    breaks = [parse(period) for period in data.breaks["period"]]
    said = phrases.course(data.rows, data.unit, data.language, breaks)
    reference = data.reference[data.reference["value"].notna()]
    if not reference.empty:
        last = reference.iloc[-1]
        value = Measure(last["value"], data.unit)
        there = {"name": last["area_name"], "period": parse(last["period"]), "value": value}
        said.append(_("Zum Vergleich {name} {period}: {value}.", **there))
    if not data.path.empty:
        said += phrases.target_path(data.path, data.rows, data.unit)
    said += [
        _(
            "Bruch {period}: Werte davor und danach sind nicht vergleichbar ({reason}).",
            period=parse(row["period"]),
            reason=row["reason"],
        )
        for row in records(data.breaks)
    ]
    said += _smoothed(data, breaks)
    said += phrases.gaps_over_time(data.rows, data.language)
    if not data.from_zero:
        said.append(_("Die senkrechte Achse beginnt nicht bei null."))
    return said


def _smoothed(data: LineData, breaks: Sequence[Period]) -> list[Text]:
    """What the smooth line does; from where to where, if it may be compared."""
    shown = data.smooth[data.smooth["value"].notna()]
    if shown.empty:
        return []
    start, end = parse(shown["period"].iloc[0]), parse(shown["period"].iloc[-1])
    if len(shown) == 1 or any(start < period <= end for period in breaks):
        return [_("Die gepunktete Linie glättet die Werte für das Auge.")]
    return [
        _(
            "Die gepunktete Linie glättet die Werte für das Auge: "
            "von {first} ({start}) bis {last} ({end}).",
            first=Measure(shown["value"].iloc[0], data.unit),
            start=start,
            last=Measure(shown["value"].iloc[-1], data.unit),
            end=end,
        )
    ]


def _table(data: LineData, caption: str) -> str:
    columns = [_("Zeitraum"), data.area_name]
    columns += [_("Vertrauensbereich")] if data.has_intervals else []
    columns += [data.reference_name] if data.reference_name else []
    columns += [] if data.path.empty else [_("Weg zum Ziel")]
    head = [name.into(data.language) if isinstance(name, Text) else name for name in columns]
    return data_table(caption, head, _cells(data))


def _cells(data: LineData) -> Iterator[list[str]]:
    unit, language = data.unit, data.language
    own, other = _by_period(data.rows), _by_period(data.reference)
    expected = dict(zip(data.path["period"], data.path["expected"], strict=True))
    for period in data.periods:
        row = own.get(period)
        cells = [parse(period).label(language), _value(row, unit, language)]
        if data.has_intervals:
            ends = interval_cell(row["lower"], row["upper"], unit, language) if row else ""
            cells.append(ends)
        if data.reference_name:
            cells.append(_value(other.get(period), unit, language))
        if expected:
            way = expected.get(period)
            cells.append("" if way is None else cell(way, "reported", unit, language))
        yield cells


def _by_period(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["period"]: row for row in records(frame)}


def _value(row: Mapping[str, Any] | None, unit: str, language: str) -> str:
    return "" if row is None else cell(row["value"], row["status"], unit, language)
