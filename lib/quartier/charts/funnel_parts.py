"""The picture of a funnel: limits, marks, and the legend that explains them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import pandas as pd

from quartier.charts import theme
from quartier.charts.funnel_labels import BOLD, Room, axes, label, pointed
from quartier.charts.funnel_scales import BOTTOM, LEVELS, TOP, FunnelData
from quartier.charts.funnel_words import lying
from quartier.charts.maps import MOST_TAB_STOPS
from quartier.charts.svg import DRAFT, element, fixed, num
from quartier.formats import Measure, measure
from quartier.language import Text, _
from quartier.tables import records

__all__ = ["drawn"]

_LEGEND = BOTTOM + 70
_ROW, _KEY = 25.0, 40.0
_NAMES = 8

_SURFACE = {"fill": theme.colour("band"), "fill-opacity": 0.45}
_FRAME = {"stroke": theme.colour("area"), "stroke-width": 1}
_CENTRE = {"stroke": theme.colour("muted"), "stroke-width": 2}
_DASHED = {"stroke": theme.colour("muted"), "stroke-width": 1.5, "stroke-dasharray": "5 4"}
_DOTTED = {"stroke": theme.colour("muted"), "stroke-width": 1.5, "stroke-dasharray": "1.5 3"}
# The edges of the limits that areas are judged by, and of those of chance inside them.
_JUDGING: Mapping[str, Mapping] = {"95": _FRAME, "998": _DASHED}
_CHANCE: Mapping[str, Mapping] = {"95": {"stroke": "none"}, "998": _DOTTED}
# Samples in the legend.
_BOX = {"x": 1, "y": -9, "width": _KEY - 2, "height": 18, **_FRAME}
_ACROSS = {"d": f"M1 0h{_KEY - 2:g}"}
_LINES: Mapping[str, str] = {
    "surface": element("rect", {**_BOX, **_SURFACE}),
    "limit": element("path", {**_ACROSS, **_DASHED}),
    "chance_95": element("rect", {**_BOX, **_SURFACE, "stroke": "none"}) * 2,
    "chance_998": element("path", {**_ACROSS, **_DOTTED}),
    "centre": element("path", {**_ACROSS, **_CENTRE}),
}
# From back to front, by the end of the place.
_LOOKS: Mapping[str, dict[str, float | str]] = {
    "unknown": {"fill": "none", "stroke": theme.colour("muted"), "stroke-width": 1.5},
    "inside": {"fill": "none", "stroke": theme.colour("area"), "stroke-width": 1.5},
    "95": {"fill": theme.colour("area")},
    "998": {"fill": theme.colour("ink")},
}


def drawn(data: FunnelData) -> tuple[str, float]:
    """The picture and its height; without any area only a sentence."""
    if data.shown.empty:
        text = _("Es gibt keinen Wert, der gezeigt werden kann.").into(data.language)
        return label(theme.WIDTH / 2, 34, text, "muted", anchor="middle"), 56
    room, names, legend = Room(data), [], _legend(data)
    for row in records(data.shown[data.shown["area"] == data.marked]):
        text = f"{row['area_name']} {measure(row['value'], data.unit, data.language)}"
        names.append(room.marked(row, text))
        if not names[-1]:
            shape = {"d": _shape(row["place"], _KEY / 2, 0, data.half(row["area"]))}
            key = element("path", shape | _marked_look(row["place"]))
            legend.append(_entry(len(legend), key, text, "accent", **BOLD))
    names += islice(filter(None, room.furthest()), _NAMES)
    parts = [*axes(data), *_limits(data), *_marks(data), *names, *legend]
    return "".join(parts), _LEGEND + len(legend) * _ROW - 8


def _limits(data: FunnelData) -> Iterator[str]:
    """The limits, cut off where the picture ends, and the common value between them."""
    x, clip = data.widths, f"{DRAFT}-c"
    field = {"x": x.start, "y": TOP, "width": x.end - x.start, "height": BOTTOM - TOP}
    yield element("clipPath", {"id": clip}, element("rect", field))
    curves = []
    for pairs, looks in ((data.limits, _JUDGING), (data.chance, _CHANCE)):
        for level, pair in pairs.items():
            for above, below in _runs(data, pair):
                if level == "95":
                    surface = f"M{'L'.join(above + below[::-1])}z"
                    curves.append(element("path", {"d": surface, **_SURFACE}))
                edges = "".join(f"M{'L'.join(edge)}" for edge in (above, below))
                curves.append(element("path", {"d": edges, "fill": "none", **looks[level]}))
    yield element("g", {"clip-path": f"url(#{clip})"}, *curves)
    line = f"M{num(x.start)} {num(data.heights(data.centre[1]))}H{num(x.end)}"
    yield element("path", {"d": line, **_CENTRE})


def _runs(data: FunnelData, pair: pd.DataFrame) -> Iterator[tuple[list[str], list[str]]]:
    """The points of the upper and of the lower limit, from gap to gap."""
    gap = pair["lower"].isna() | pair["upper"].isna()
    for _run, rows in pair[~gap].groupby(gap.cumsum()[~gap]):
        x = [num(data.widths(root)) for root in rows["root"]]
        upper, lower = ([num(data.heights(y)) for y in rows[end]] for end in ("upper", "lower"))
        yield (
            [" ".join(point) for point in zip(x, upper, strict=True)],
            [" ".join(point) for point in zip(x, lower, strict=True)],
        )


def _marks(data: FunnelData) -> Iterator[str]:
    """The areas, those inside at the back, the marked one in front."""
    rows = records(data.shown)
    for group, look in _LOOKS.items():
        found = [r for r in rows if _group(r["place"]) == group and r["area"] != data.marked]
        yield element("g", look, *(_area(row, data) for row in found)) if found else ""
    for row in (each for each in rows if each["area"] == data.marked):
        yield element("g", _marked_look(row["place"]), _area(row, data))


def _marked_look(place: str) -> dict[str, float | str]:
    hollow = _group(place) in ("inside", "unknown")
    fill, edge = ("paper", "accent") if hollow else ("accent", "paper")
    return {"fill": theme.colour(fill), "stroke": theme.colour(edge), "stroke-width": 3}


def _group(place: str) -> str:
    side, _sign, level = place.partition("_")
    return level if side in ("above", "below") else side


def _area(row: dict, data: FunnelData) -> str:
    """The mark of an area; pointing at it shows what is said about it."""
    shape = {"d": _shape(row["place"], *data.at(row), data.half(row["area"]))}
    said = pointed(row, data)
    path = element("path", shape, element("title", {}, fixed(said)))
    if row["area"] not in data.links:
        return path
    tab = None if len(data.links) <= MOST_TAB_STOPS else "-1"
    link = {"href": data.links[row["area"]], "aria-label": said, "tabindex": tab}
    return element("a", link, path)


def _shape(place: str, x: float, y: float, size: float) -> str:
    """A triangle, large beyond the outer limits; a circle inside; a cross without limits."""
    side, r = place.partition("_")[0], num(size)
    if side == "inside":
        wide = num(2 * size)
        arcs = f"a{r} {r} 0 1 0 {wide} 0a{r} {r} 0 1 0 -{wide} 0z"
        return f"M{num(x - size)} {num(y)}{arcs}"
    if side == "unknown":
        leg = num(1.6 * size)
        return f"M{num(x - 0.8 * size)} {num(y - 0.8 * size)}l{leg} {leg}m0 -{leg}l-{leg} {leg}"
    size *= 1.25 if _group(place) == "998" else 1
    way = 1 if side == "above" else -1
    half, tall = num(1.2 * size), num(2.1 * size * way)
    return f"M{num(x)} {num(y - 1.2 * size * way)}l{half} {tall}h{num(-2.4 * size)}z"


def _legend(data: FunnelData) -> list[str]:
    return [
        _entry(index, _key(samples), text.into(data.language), "ink")
        for index, (samples, text) in enumerate(_meanings(data))
    ]


def _meanings(data: FunnelData) -> Iterator[tuple[Sequence[str], Text]]:
    """Samples of marks and lines, of those that there are, and what they mean."""
    found, usual = set(data.shown["place"]), data.dispersed
    if "95" in data.limits:
        yield ("surface", "inside_95"), lying("inside_95", usual)
    if "inside_998" in found:
        yield ("inside_998",), lying("inside_998", usual)
    for level in LEVELS:
        both = (f"above_{level}", f"below_{level}")
        if found & set(both):
            yield both, lying(f"outside_{level}", usual)
    if "unknown" in found:
        yield ("unknown",), lying("unknown", usual)
    if "998" in data.limits:
        yield ("limit",), lying("limits_998", usual)
    for level in data.chance:
        yield (f"chance_{level}",), lying(f"limits_{level}", usual=False)
    name, value = data.centre
    centre = (("name", name), ("value", Measure(value, data.unit)))
    yield ("centre",), Text("{name} {value}", centre)


def _key(samples: Sequence[str]) -> str:
    """The samples of a line of the legend; marks stand side by side."""
    marks = [name for name in samples if name not in _LINES]
    found = [_LINES[name] for name in samples if name in _LINES]
    for index, name in enumerate(marks):
        x = _KEY / 2 + 9.5 * (2 * index - len(marks) + 1)
        found.append(element("path", {"d": _shape(name, x, 0, 4.8), **_LOOKS[_group(name)]}))
    return "".join(found)


def _entry(index: int, key: str, text: str, colour: str, **look: str) -> str:
    words = label(_KEY + 10, 5, text, colour, anchor="start", **look)
    return element("g", {"transform": f"translate(0,{_LEGEND + index * _ROW:g})"}, key, words)
