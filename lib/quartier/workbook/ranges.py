"""All areas of a level beside each other: ranked, in a table, over time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from quartier import charts, narrative
from quartier.formats import Interval, Measure, Number
from quartier.language import Text, _
from quartier.pages import parts
from quartier.tables import records
from quartier.workbook.figures import Figures, table_of

__all__ = ["courses", "ranked", "table"]

Row = Mapping[str, Any]


def ranked(figures: Figures, level: str) -> charts.Figure | str:
    """The areas of a level from the highest value to the lowest; their table follows."""
    plural = figures.book.plural_of(level)
    title = _("{short}: {plural} von hoch bis niedrig", short=figures.short, plural=plural)
    drawn = figures.dots(level, title)
    return "" if drawn is None else replace(drawn, table_html="")


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
        id=table_of(level),
        note=_note(places) if sure and places else None,
        folded=_summary(sure, bool(places)),
    )


def _summary(sure: bool, placed: bool) -> Text:
    """What is behind the click, and nothing that is not."""
    if sure:
        return _("Alle Werte als Tabelle: wie sicher sie sind, Trend und Platz")
    return _("Alle Werte als Tabelle, mit Platz") if placed else _("Alle Werte als Tabelle")


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
    return narrative.share(place["among_highest"]).into(language)


def _note(places: Mapping[str, Row]) -> Text:
    said = _(
        "Platz 1 hat den höchsten Wert. Geglättet heißt: zum übergeordneten Gebiet hin gezogen, "
        "umso mehr, je kleiner das Gebiet ist."
    )
    near = _(
        "Platz 1 hat den höchsten Wert. Geglättet heißt: zu den Nachbargebieten hin gezogen, "
        "umso mehr, je kleiner das Gebiet ist."
    )
    return near if any(row["toward"] == "neighbours" for row in places.values()) else said


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
