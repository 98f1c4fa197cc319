"""All areas of a level as if they had the same ages."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from quartier import narrative
from quartier.formats import Interval, Measure, Number
from quartier.language import Text, _
from quartier.pages import parts
from quartier.tables import records
from quartier.workbook.figures import Figures

__all__ = ["section"]

Row = Mapping[str, Any]


def section(figures: Figures, level: str) -> parts.Html:
    """Raw and age-standardised values; nothing where the city does not have them computed."""
    rows = records(figures.on_level(level).frame)
    told = {(row["area"], row["period"]): row for row in figures.analysed("age_standardised")}
    pairs = [(row, told[key]) for row in rows if (key := (row["area"], row["period"])) in told]
    if not pairs:
        return parts.Html("")
    language = figures.language
    link = parts.link(_("Wie bereinigt wird"), "methods#standardised", language=language)
    return parts.section(
        _("Altersbereinigt"),
        parts.prose(_said(figures, pairs[0][1]), language=language),
        _table(figures, level, pairs),
        parts.paragraph(link, language=language),
        language=language,
        id="altersbereinigt",
    )


def _said(figures: Figures, row: Row) -> Text:
    (chosen,) = [
        each
        for each in figures.book.city.settings.age_standardised
        if each.indicator == figures.name
    ]
    names = [figures.book.said(figures.book.city.indicators[part].short) for part in chosen.parts]
    return _(
        "So hoch wären die Werte, hätten alle Gebiete {standard}. Was dann noch an Unterschied "
        "bleibt, liegt nicht daran, wie viele Menschen welchen Alters dort leben. Gerechnet ist "
        "aus: {parts}.",
        standard=narrative.age_standard(row),
        parts="; ".join(names),
    )


def _table(figures: Figures, level: str, pairs: Sequence[tuple[Row, Row]]) -> parts.Html:
    plural = figures.book.plural_of(level)
    columns = [
        parts.Column(_("Raumeinheit")),
        parts.Column(_("Wert"), numeric=True),
        parts.Column(_("Altersbereinigt"), numeric=True),
        parts.Column(_("Verglichen mit der Erwartung"), numeric=True),
    ]
    ordered = sorted(pairs, key=_highest_first)
    return parts.data_table(
        columns,
        [_cells(figures, *pair) for pair in ordered],
        caption=_("{short}: altersbereinigt, {plural}", short=figures.short, plural=plural),
        language=figures.language,
        id=f"altersbereinigt-{level.replace('_', '-')}",
        note=_(
            "Unter jedem Wert steht sein Vertrauensbereich. Zu erwarten sind so viele Fälle, wie "
            "die Raten der Stadt in jeder Altersgruppe "
            "ergäben. Die letzte Spalte vergleicht ein Gebiet mit der Stadt, nicht die Gebiete "
            "untereinander."
        ),
    )


def _highest_first(pair: tuple[Row, Row]) -> tuple[float, str]:
    row, standardised = pair
    value = standardised["value"]
    return (float("inf") if pd.isna(value) else -value, row["area_name"])


def _cells(figures: Figures, row: Row, standardised: Row) -> list[parts.Part]:
    language = figures.language
    own = figures.book.own(row["area_name"])
    return [
        parts.link(own, f"area/{row['area']}", language=language),
        parts.value(row["value"], figures.unit, language=language, status=row["status"]),
        _value(standardised, figures.unit, language),
        _ratio(standardised, language),
    ]


def _value(row: Row, unit: str, language: str) -> parts.Part:
    if row["reason"]:
        return narrative.not_standardised(row).into(language)
    value, interval = Measure(row["value"], unit), Interval(row["lower"], row["upper"], unit)
    return parts.stacked(value.into(language), interval.into(language), language=language)


def _ratio(row: Row, language: str) -> parts.Part:
    if pd.isna(row["ratio"]):
        return ""
    ends = {"lower": Number(row["ratio_lower"], 2), "upper": Number(row["ratio_upper"], 2)}
    return parts.stacked(
        _("{ratio}-mal", ratio=Number(row["ratio"], 2)).into(language),
        _("{lower} bis {upper}", **ends).into(language),
        language=language,
    )
