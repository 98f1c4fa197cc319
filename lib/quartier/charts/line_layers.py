"""The picture of a series over time as a Vega-Lite chart."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import pandas as pd

from quartier import signs
from quartier.charts import theme, vega
from quartier.charts.scales import Scale, span, spread
from quartier.charts.svg import text_width
from quartier.charts.values import sign_of
from quartier.formats import UNITS, number, unit_name
from quartier.language import Text, _
from quartier.periods import Period, parse
from quartier.tables import records

__all__ = ["HEIGHT", "LineData", "line_spec"]

HEIGHT = 280.0
_TOP, _BOTTOM = 40.0, 32.0
_GAP = 18.0
_HALF_YEAR = 183
_DOTTED = {"strokeWidth": 2, "strokeDash": [0, 5], "strokeCap": "round"}
_SMOOTH = ["period", "value", "lower", "upper"]


@dataclass(frozen=True)
class LineData:
    """What a line chart shows, checked and in the order of time.

    Attributes
    ----------
    rows, reference
        As `values.over_time` gives them; the reference may be empty.
    path
        period, expected; may be empty.
    breaks
        period, reason; may be empty.
    unit, language
        As in the chart.
    smooth
        period, value, lower, upper; may be empty.
    """

    rows: pd.DataFrame
    path: pd.DataFrame
    reference: pd.DataFrame
    breaks: pd.DataFrame
    unit: str
    language: str
    smooth: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_SMOOTH))

    @property
    def area_name(self) -> str:
        """The area that the chart is about."""
        return str(self.rows["area_name"].iloc[0])

    @property
    def reference_name(self) -> str:
        """What is compared with; empty without a reference."""
        return "" if self.reference.empty else str(self.reference["area_name"].iloc[0])

    @cached_property
    def periods(self) -> list[str]:
        """All periods on the axis, in the order of time."""
        frames = (self.rows, self.path, self.reference, self.smooth)
        found = {period for frame in frames for period in frame["period"]}
        return sorted(found, key=parse)

    @cached_property
    def heights(self) -> Scale:
        """The scale of the values."""
        columns = [self.rows[name] for name in ("value", "lower", "upper")]
        columns += [self.path["expected"], self.reference["value"]]
        columns += [self.smooth[name] for name in ("value", "lower", "upper")]
        found = [float(value) for column in columns for value in column]
        return span(found, HEIGHT - _TOP - _BOTTOM, 0, unit=self.unit)

    @property
    def has_intervals(self) -> bool:
        """Whether any figure of the area has an interval."""
        return bool(self.rows["lower"].notna().any())

    @property
    def from_zero(self) -> bool:
        """Whether the scale of the values contains zero."""
        return self.heights.low <= 0 <= self.heights.high


@dataclass(frozen=True)
class _Label:
    """A text at the end of a line."""

    day: int
    value: float
    text: str
    colour: str
    bold: bool = False


def line_spec(data: LineData) -> dict:
    """The chart as a Vega-Lite specification, complete with its data."""
    labels = _labels(data)
    frame = _frame(data, labels)
    cuts = [_day(period) for period in data.breaks["period"]]
    points = _points(data.rows, cuts)
    soft, dotted = _smooth(data, frame, cuts)
    # The band lies behind everything: nothing may hide the line that it is compared with.
    layers = [*_axes(data, frame), *_bands(points, frame), soft, *_breaks(data, frame)]
    if data.reference_name:
        layers.append(
            vega.lines(frame, _points(data.reference, ()), colour="muted", strokeWidth=1.5)
        )
    layers += [
        *dotted,
        *_series(data, points, frame),
        *_gaps(data, frame),
        *_end_labels(data, frame, labels),
    ]
    return vega.assembled(frame, layers)


def _frame(data: LineData, labels: list[_Label]) -> vega.Frame:
    days = [_day(period) for period in data.periods]
    ends = (
        (days[0], days[-1]) if days[0] < days[-1] else (days[0] - _HALF_YEAR, days[0] + _HALF_YEAR)
    )
    written = max(text_width(text, theme.LABEL) for text in data.heights.written(data.language))
    left = written + 10
    names = [text_width(_short(parse(data.periods[-1]), data.language), theme.LABEL) / 2]
    beside = [
        text_width(label.text, theme.LABEL, label.bold) for label in labels if label.day == ends[1]
    ]
    right = max([*(width + 12 for width in beside), *names])
    x = Scale(ends[0], ends[1], 0, theme.WIDTH - left - right, 365.25)
    return vega.Frame(x, data.heights, left, _TOP, right, _BOTTOM)


def _day(period: str) -> int:
    return parse(period).start.toordinal()


def _axes(data: LineData, frame: vega.Frame) -> list[vega.Layer]:
    low, high = frame.x.low, frame.x.high
    marks = data.heights.marks
    grid = [{"x": low, "x2": high, "y": mark, "y2": mark} for mark in marks]
    written = zip(marks, data.heights.written(data.language), strict=True)
    numbers = [{"x": low, "y": mark, "text": text} for mark, text in written]
    unit = [{"x": low, "y": frame.y.high, "text": _unit(data, frame).into(data.language)}]
    bottom = [{**row, "y": frame.y.low} for row in _period_labels(data, frame)]
    small = {"colour": "muted"}
    return [
        vega.rules(frame, [row for row in grid if row["y"] != 0], colour="grid", strokeWidth=1),
        vega.rules(frame, [row for row in grid if row["y"] == 0], colour="muted", strokeWidth=1),
        vega.texts(frame, numbers, align="right", dx=-8, **small),
        vega.texts(frame, unit, align="left", dx=8 - frame.left, dy=8 - _TOP, **small),
        vega.texts(frame, bottom, align="center", dy=_BOTTOM - 12, **small),
    ]


def _unit(data: LineData, frame: vega.Frame) -> Text:
    """The unit; with a word where small changes look large."""
    unit = unit_name(data.unit)
    if frame.y.low <= 0 <= frame.y.high:
        return unit
    return _("{unit}; Achse beginnt nicht bei 0", unit=unit)


def _period_labels(data: LineData, frame: vega.Frame) -> list[dict]:
    """As many periods as fit, at even distances; the last one always."""
    periods = [parse(period) for period in data.periods]
    written = [_short(period, data.language) for period in periods]
    room = max(text_width(text, theme.LABEL) for text in written) + 12
    places = [frame.x(period.start.toordinal()) for period in periods]
    for step in range(1, len(periods) + 1):
        kept = range(len(periods) - 1, -1, -step)
        if all(places[a] - places[b] >= room for a, b in pairwise(kept)):
            break
    inside = [index for index in kept if places[index] + frame.left >= room / 2 - 6]
    return [{"x": periods[index].start.toordinal(), "text": written[index]} for index in inside]


def _short(period: Period, language: str) -> str:
    if period.kind == "kindergarten_year":
        return period.text.removesuffix("-K")
    return period.text if period.kind in ("year", "school_year") else period.label(language)


def _points(rows: pd.DataFrame, breaks: Sequence[int]) -> list[dict]:
    """The rows with a value; `run` changes behind each gap and at each break."""
    found, run, before = [], 0, 0
    for row in records(rows):
        run += pd.isna(row["value"]) or any(before < day <= row["day"] for day in breaks)
        before = row["day"]
        if not pd.isna(row["value"]):
            found.append({"x": row["day"], "y": row["value"], "run": int(run), **_ends(row)})
    return found


def _ends(row: dict[str, Any]) -> dict[str, float]:
    ends = {name: row[name] for name in ("lower", "upper")}
    return {} if any(pd.isna(end) for end in ends.values()) else ends


def _bands(points: list[dict], frame: vega.Frame) -> list[vega.Layer]:
    """The intervals; a period that stands alone has a whisker."""
    certain = [row for row in points if "lower" in row]
    runs = [row["run"] for row in certain]
    alone = [row for row in certain if runs.count(row["run"]) == 1]
    whiskers = [{"x": r["x"], "x2": r["x"], "y": r["lower"], "y2": r["upper"]} for r in alone]
    return [
        vega.band(frame, [row for row in certain if row not in alone], colour="band"),
        vega.rules(frame, whiskers, colour="band", strokeWidth=6),
    ]


def _series(data: LineData, points: list[dict], frame: vega.Frame) -> list[vega.Layer]:
    path = [
        {"x": _day(row["period"]), "y": row["expected"], "run": 0} for row in records(data.path)
    ]
    return [
        vega.lines(frame, path, colour="target", strokeWidth=2, strokeDash=[6, 5]),
        vega.dots(frame, path[-1:], colour="target", shape="diamond", size=110),
        vega.lines(frame, points, colour="accent", strokeWidth=theme.LINE),
        vega.dots(frame, points, colour="accent", size=46),
    ]


def _smooth(
    data: LineData, frame: vega.Frame, cuts: Sequence[int]
) -> tuple[vega.Layer, list[vega.Layer]]:
    """The smooth band; the smooth line and what it is called, at the top right."""
    days = [_day(period) for period in data.smooth["period"]]
    points = _points(data.smooth.assign(day=days), cuts)
    # Thinner than the interval, it would not be seen behind its band.
    soft = vega.band(
        frame, [row for row in points if "lower" in row], colour="muted", fillOpacity=0.2
    )
    text = _("geglättet").into(data.language)
    top, end = frame.y.value(8 - _TOP), frame.x.value(frame.width + frame.right)
    start = frame.x.value(frame.width + frame.right - text_width(text, theme.LABEL) - 38)
    sample = {"x": start, "x2": frame.x.value(frame.x(start) + 28), "y": top, "y2": top}
    named = [{"x": end, "y": top, "text": text}] if points else []
    return soft, [
        vega.lines(frame, points, colour="ink", **_DOTTED),
        vega.rules(frame, [sample] if points else [], colour="ink", **_DOTTED),
        vega.texts(frame, named, colour="muted", align="right"),
    ]


def _gaps(data: LineData, frame: vega.Frame) -> list[vega.Layer]:
    found = data.rows[data.rows["value"].isna()]
    rows = [
        {"x": row["day"], "y": frame.y.low, "text": signs.sign(row["status"])}
        for row in records(found)
    ]
    return [vega.texts(frame, rows, colour="ink", halo=True, fontWeight="bold", dy=-10)]


def _breaks(data: LineData, frame: vega.Frame) -> list[vega.Layer]:
    """A stroke between the last period before a break and the first one after it."""
    days = [_day(period) for period in data.periods]
    rows = []
    for period in data.breaks["period"]:
        before = [day for day in days if day < _day(period)]
        if before and _day(period) <= days[-1]:
            middle = (before[-1] + _day(period)) / 2
            rows.append({"x": middle, "x2": middle, "y": frame.y.low, "y2": frame.y.high})
    said = [{"x": r["x"], "y": r["y2"], "text": _("Bruch").into(data.language)} for r in rows]
    return [
        vega.rules(frame, rows, colour="muted", strokeWidth=1.5, strokeDash=[2, 3]),
        vega.texts(frame, said, colour="muted", dy=-9),
    ]


def _labels(data: LineData) -> list[_Label]:
    """The last value, the name of the reference and the target, at the ends of their lines."""
    found = []
    own = data.rows[data.rows["value"].notna()]
    if not own.empty:
        last = own.iloc[-1]
        text = _number(last["value"], data)
        found.append(_Label(last["day"], last["value"], text, "accent", bold=True))
    other = data.reference[data.reference["value"].notna()]
    if not other.empty:
        last = other.iloc[-1]
        found.append(_Label(last["day"], last["value"], data.reference_name, "muted"))
    if not data.path.empty:
        end = data.path.iloc[-1]
        text = _("Ziel {value}", value=_number(end["expected"], data)).into(data.language)
        found.append(_Label(_day(end["period"]), end["expected"], text, "target"))
    return found


def _number(value: float, data: LineData) -> str:
    """A value as it stands at a line: the unit is named over the axis, only % is said again."""
    written = number(value, data.language, UNITS[data.unit].decimals)
    return written + sign_of(data.unit, data.language)


def _end_labels(data: LineData, frame: vega.Frame, labels: list[_Label]) -> list[vega.Layer]:
    beside = [label for label in labels if label.day == frame.x.high]
    places = spread([frame.y(label.value) for label in beside], _GAP, 0, frame.height)
    drawn = [
        _text(frame, label, frame.y.value(place), align="left", dx=10)
        for label, place in zip(beside, places, strict=True)
    ]
    return drawn + [
        _at_start(data, frame, label) if label.colour == "muted" else _behind(data, frame, label)
        for label in labels
        if label.day != frame.x.high
    ]


def _behind(data: LineData, frame: vega.Frame, label: _Label) -> vega.Layer:
    """The last value behind the end of its line, on the side away from the path to the target."""
    falls = data.path.empty or data.path["expected"].iloc[-1] <= label.value
    return _text(frame, label, label.value, align="left", dx=8, dy=-10 if falls else 12)


def _at_start(data: LineData, frame: vega.Frame, label: _Label) -> vega.Layer:
    """The name of the reference at the start of its line, on the side away from the other line.

    Where the lines end before the axis does, the path to the target is in the way of a name.
    """
    first = data.reference[data.reference["value"].notna()].iloc[0]
    own = data.rows["value"].dropna()
    below = own.empty or own.iloc[0] >= first["value"]
    moved = replace(label, day=first["day"])
    return _text(frame, moved, first["value"], align="left", dx=4, dy=18 if below else -16)


def _text(frame: vega.Frame, label: _Label, value: float, **mark: Any) -> vega.Layer:
    row = {"x": label.day, "y": value, "text": label.text}
    weight = "bold" if label.bold else "normal"
    return vega.texts(frame, [row], colour=label.colour, halo=True, fontWeight=weight, **mark)
