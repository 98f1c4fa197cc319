"""All areas of a level beside each other: ranked, in a table, in a funnel, over time."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from quartier import charts, narrative
from quartier.formats import Interval, Measure, Number
from quartier.language import Text, _
from quartier.pages import parts
from quartier.statistics import funnel as limits_of
from quartier.tables import records
from quartier.workbook.figures import Figures

__all__ = ["courses", "funnel", "ranked", "table"]

Row = Mapping[str, Any]

_POINTS = 60
"""So many points make a limit look smooth."""

_FEWEST = 5
_DISPERSED = 1.5
_MOST_NAMED = 8


def ranked(figures: Figures, level: str) -> charts.Figure | str:
    """The areas of a level from the highest value to the lowest."""
    plural = figures.book.plural_of(level)
    title = _("{short}: {plural} von hoch bis niedrig", short=figures.short, plural=plural)
    return figures.dots(level, title) or ""


def table(figures: Figures, level: str) -> parts.Html:
    """All areas of a level: value, interval, trend, place, smoothed value."""
    places = {row["area"]: row for row in figures.analysed("places")}
    trends = {row["area"]: row for row in figures.analysed("trends")}
    rows = sorted(
        records(figures.on_level(level).frame),
        key=lambda row: (-row["value"] if pd.notna(row["value"]) else np.inf, row["area_name"]),
    )
    sure = figures.indicator.denominator is not None
    columns = [parts.Column(_("Raumeinheit")), parts.Column(_("Wert"), numeric=True)]
    columns += [parts.Column(_("Platz"), numeric=True)] if places else []
    columns += [parts.Column(*label) for label in _SURE] if sure else []
    cells = [
        [
            *_plain(figures, row, places),
            *(
                _sure(figures, row, places.get(row["area"]), trends.get(row["area"]))
                if sure
                else ()
            ),
        ]
        for row in rows
    ]
    return parts.data_table(
        columns,
        cells,
        caption=_(
            "{short}: alle {plural}", short=figures.short, plural=figures.book.plural_of(level)
        ),
        language=figures.language,
        id=f"alle-{level.replace('_', '-')}",
        note=_note(places) if sure and places else None,
        folded=_("Alle Werte als Tabelle: wie sicher sie sind, Trend und Rang"),
    )


_SURE = (
    (_("Vertrauensbereich"), True),
    (_("Trend"), False),
    (_("Geglättet"), True),
    (_("Unter den fünf höchsten"), True),
)


def _plain(figures: Figures, row: Row, places: Mapping[str, Row]) -> list[parts.Part]:
    language, place = figures.language, places.get(row["area"])
    cells: list[parts.Part] = [
        parts.link(figures.book.own(row["area_name"]), f"area/{row['area']}", language=language),
        parts.value(row["value"], figures.unit, language=language, status=row["status"]),
    ]
    if not places:
        return cells
    return [*cells, "–" if place is None else Number(place["rank"]).into(language)]


def _sure(figures: Figures, row: Row, place: Row | None, trend: Row | None) -> list[parts.Part]:
    language, unit = figures.language, figures.unit
    smoothed = place is not None and pd.notna(place["lower"])
    return [
        Interval(row["lower"], row["upper"], unit).into(language)
        if pd.notna(row["lower"])
        else "–",
        _trend(figures, trend),
        Measure(place["smoothed"], unit).into(language) if place and smoothed else "–",
        _chance(place, language),
    ]


def _chance(place: Row | None, language: str) -> str:
    """The probability to be among the five highest; as good as sure is not printed as certain."""
    if place is None or pd.isna(place["among_highest"]) or place["areas"] < narrative.MANY:
        return "–"
    if place["weight"] < narrative.OWN:
        return _("ungewiss").into(language)
    share = 100 * place["among_highest"]
    if share < 1:
        return _("unter 1\N{NO-BREAK SPACE}%").into(language)
    if share > 99:
        return _("über 99\N{NO-BREAK SPACE}%").into(language)
    return _("{share}\N{NO-BREAK SPACE}%", share=Number(share)).into(language)


def _note(places: Mapping[str, Row]) -> Text:
    said = _(
        "Platz 1 hat den höchsten Wert. Geglättet heißt: zum übergeordneten Gebiet hin gezogen, um "
        "so mehr, je kleiner das Gebiet ist."
    )
    near = _(
        "Platz 1 hat den höchsten Wert. Geglättet heißt: zu den Nachbargebieten hin gezogen, um so "
        "mehr, je kleiner das Gebiet ist."
    )
    return near if any(row["toward"] == "neighbours" for row in places.values()) else said


def funnel(figures: Figures, level: str) -> parts.Html:
    """The areas of a level by size, with the limits of what chance explains.

    Nothing for indicators without counts and for fewer than five areas with values.
    """
    values, indicator = figures.on_level(level), figures.indicator
    told = values.frame[values.frame["value"].notna()]
    if indicator.denominator is None or len(told) < _FEWEST:
        return parts.Html("")
    kind: limits_of.Kind = "proportion" if indicator.kind == "proportion" else "rate"
    centre = told["numerator"].sum() / told["denominator"].sum()
    found = limits_of.dispersion(told["numerator"], told["denominator"], kind)
    outside = _outside(told, centre, kind, found.variance)
    plural = figures.book.plural_of(level)
    drawn = charts.funnel(
        values,
        _limits(told, centre, kind, indicator.scale),
        title=_(
            "{short}: mehr als Zufall? {plural} nach ihrer Größe",
            short=figures.short,
            plural=plural,
        ).into(figures.language),
        unit=figures.unit,
        language=figures.language,
        source=figures.source,
        centre=centre * indicator.scale,
        centre_name=_("alle gezeigten Gebiete zusammen").into(figures.language),
    )
    link = parts.link(
        _("Wie der Trichter zu lesen ist"), "methods#funnel", language=figures.language
    )
    return parts.section(
        _("Mehr als Zufall?"),
        parts.prose(_funnel_said(found, outside, figures), language=figures.language),
        drawn,
        parts.paragraph(link, language=figures.language),
        language=figures.language,
        id="trichter",
    )


def _funnel_said(found: limits_of.Dispersion, outside: Sequence[str], figures: Figures) -> str:
    said = _(
        "Je kleiner ein Gebiet ist, desto stärker schwankt sein Wert durch Zufall. Innerhalb des "
        "Trichters unterscheidet sich ein Gebiet nicht erkennbar von allen zusammen."
    ).into(figures.language)
    if not found.factor > _DISPERSED:
        return said
    more = _(
        "Die Gebiete streuen {factor}-mal so stark (Varianz), wie es durch Zufall allein zu "
        "erwarten wäre.",
        factor=Number(found.factor, 1),
    )
    return " ".join([said, *(text.into(figures.language) for text in (more, _apart(outside)))])


def _outside(told: pd.DataFrame, centre: float, kind: limits_of.Kind, variance: float) -> list[str]:
    """The areas that stand out even when it is granted that areas differ as most of them do."""
    x, n = told["numerator"].to_numpy(), told["denominator"].to_numpy()
    low, high = limits_of.limits(centre, n, kind, limits_of.INNER, variance)
    return sorted(told["area_name"][(x / n < low) | (x / n > high)])


def _apart(outside: Sequence[str]) -> Text:
    if not outside:
        return _("Gemessen an dieser Streuung fällt kein Gebiet aus dem Rahmen.")
    names = ", ".join(outside[:_MOST_NAMED])
    if len(outside) > _MOST_NAMED:
        count = Number(len(outside))
        return _("Auch gemessen daran fallen {count} Gebiete aus dem Rahmen.", count=count)
    return _("Auch gemessen daran fallen aus dem Rahmen: {names}.", names=names)


def _limits(told: pd.DataFrame, centre: float, kind: limits_of.Kind, scale: float) -> pd.DataFrame:
    sizes = told["denominator"]
    people = np.geomspace(max(1.0, sizes.min() / 1.3), sizes.max() * 1.1, _POINTS)
    columns = {"denominator": people}
    for name, confidence in (("95", limits_of.INNER), ("998", limits_of.OUTER)):
        ends = limits_of.limits(centre, people, kind, confidence)
        columns |= {f"lower_{name}": ends[0] * scale, f"upper_{name}": ends[1] * scale}
    return pd.DataFrame(columns)


def courses(figures: Figures, codes: Sequence[str]) -> parts.Html:
    """The series of some areas as small lines, with their trends where any can be assessed."""
    trends = {code: figures.trend(code) for code in codes}
    assessed = any(row is not None and row["verdict"] for row in trends.values())
    columns = [
        parts.Column(_("Raumeinheit")),
        parts.Column(_("Wert"), numeric=True),
        parts.Column(_("Verlauf")),
        *([parts.Column(_("Trend"))] if assessed else []),
    ]
    rows = [
        [*_course(figures, code), *([_trend(figures, trends[code])] if assessed else [])]
        for code in codes
    ]
    return parts.data_table(
        columns,
        rows,
        caption=_("{short} im Verlauf", short=figures.short),
        language=figures.language,
    )


def _course(figures: Figures, code: str) -> list[object]:
    last, language = figures.last(code), figures.language
    name = figures.book.own(figures.book.areas[code].name)
    value = (
        parts.sign("missing", language=language)
        if last is None
        else parts.value(last["value"], figures.unit, language=language, status=last["status"])
    )
    return [parts.link(name, f"area/{code}", language=language), value, figures.sparkline(code)]


def _trend(figures: Figures, row: Row | None) -> parts.Html:
    verdict = narrative.trend_verdict(row, figures.indicator.polarity)
    return parts.status_badge(verdict, language=figures.language)
