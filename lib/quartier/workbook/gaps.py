"""Inequality between the areas of a level, in words and over time."""

from collections.abc import Mapping, Sequence
from typing import Any

from quartier import narrative, periods
from quartier.formats import Number
from quartier.language import Text, _
from quartier.narrative import size_of
from quartier.pages import parts
from quartier.statistics import recovery
from quartier.workbook.figures import Figures

__all__ = ["section", "sentence"]

Row = Mapping[str, Any]

_MEASURES: Mapping[str, tuple[Text, Text]] = {
    "fifths_difference": (
        _("Abstand der Fünftel"),
        _("Wert im Fünftel der Bevölkerung am oberen Ende minus Wert im Fünftel am unteren Ende"),
    ),
    "fifths_ratio": (
        _("Verhältnis der Fünftel"),
        _("das Wievielfache das obere Fünftel hat: 1 hieße kein Unterschied"),
    ),
    "slope": (
        _("Steigungsindex"),
        _("Unterschied zwischen beiden Enden, wenn man durch alle Gebiete eine Gerade legt"),
    ),
    "relative": (
        _("Relativer Index"),
        _("das Wievielfache auf dieser Geraden: 1 hieße kein Unterschied"),
    ),
    "dissimilarity": (
        _("Segregationsindex"),
        _("Anteil der gezählten Personen, die umziehen müssten, um gleich verteilt zu sein"),
    ),
    "isolation": (
        _("Isolationsindex"),
        _("Anteil, den die gezählten Personen im Mittel in ihrem eigenen Gebiet vorfinden"),
    ),
    "moran": (
        _("Räumlicher Zusammenhang"),
        _("Morans I: deutlich über null liegen ähnliche Werte nebeneinander"),
    ),
}
"""The measures in the order of the page: name, and what it says."""


_IN_BRACKETS = _("In Klammern: Vertrauensbereich.")


def section(figures: Figures, level: str) -> parts.Html:
    """How unequal the areas of a level are, first and last; nothing where nothing is known."""
    rows = _on(figures, level)
    pairs = {name: _ends(rows, name) for name in _MEASURES}
    told = {name: pair for name, pair in pairs.items() if pair is not None}
    if not told:
        return parts.Html("")
    language = figures.language
    said = sentence(figures, level)
    if said is not None:
        said = _(
            "Das am stärksten belastete Fünftel der Bevölkerung hat, verglichen mit dem am "
            "wenigsten belasteten, {gap}",
            gap=said,
        )
    link = parts.link(_("Wie die Maße berechnet werden"), "methods#inequality", language=language)
    return parts.section(
        _("Ungleichheit zwischen den Gebieten"),
        "" if said is None else parts.prose(said, language=language),
        _table(figures, level, told),
        _over_time(figures, level, rows, list(told)),
        parts.paragraph(link, language=language),
        language=language,
        id="ungleichheit",
    )


def sentence(figures: Figures, level: str) -> Text | None:
    """How far the most and the least burdened fifth are apart, then and now."""
    pair = _ends(_on(figures, level), "fifths_difference")
    if pair is None:
        return None
    if figures.indicator.polarity == "neutral" and pair[1]["ordered_by"] == "itself":
        return None  # Where neither high nor low is a burden there are no burdened areas.
    return narrative.inequality(*pair, figures.unit, _change(*pair))


def _change(first: Row, last: Row) -> str:
    """Whether the gap has grown, shrunk or turned round by more than chance."""
    sides = [row[name] for row in (last, first) for name in ("value", "lower", "upper")]
    _size, lower, upper = recovery.difference(*sides)
    if lower <= 0 <= upper:
        return "chance"
    if first["value"] * last["value"] < 0:
        return "turned"
    return "grown" if abs(last["value"]) > abs(first["value"]) else "shrunk"


def _on(figures: Figures, level: str) -> list[Row]:
    """The measures of a level since the last break."""
    rows = [row for row in figures.analysed("inequalities") if row["level"] == level]
    last = max((periods.parse(row["period"]) for row in rows), default=None)
    cuts = [periods.parse(cut.period).start for cut in figures.indicator.breaks]
    since = max((cut for cut in cuts if last is not None and cut <= last.end), default=None)
    return [row for row in rows if since is None or periods.parse(row["period"]).start >= since]


def _ends(rows: Sequence[Row], measure: str) -> tuple[Row, Row] | None:
    """The first and the last row of a measure; the first of those that are ordered as the last."""
    told = [row for row in rows if row["measure"] == measure]
    ordered = sorted(told, key=lambda row: periods.parse(row["period"]))
    if not ordered:
        return None
    same = [row for row in ordered if row["ordered_by"] == ordered[-1]["ordered_by"]]
    return same[0], same[-1]


def _table(figures: Figures, level: str, told: Mapping[str, tuple[Row, Row]]) -> parts.Html:
    language = figures.language
    columns = [
        parts.Column(_("Maß")),
        parts.Column(_("Was es sagt")),
        parts.Column(_("zuerst")),
        parts.Column(_("zuletzt")),
    ]
    rows = [
        [_MEASURES[name][0], _MEASURES[name][1], *(_said(row, figures) for row in pair)]
        for name, pair in told.items()
    ]
    # Whether neighbours are alike does not depend on any order.
    ordered = [row for name, pair in told.items() if name != "moran" for row in pair]
    itself = any(row["ordered_by"] == "itself" for row in ordered)
    by_itself = _(
        "Geordnet sind die Gebiete nach der Kennzahl selbst; durch Zufall erscheint der Abstand "
        "dann etwas zu groß. In Klammern: Vertrauensbereich."
    )
    by_index = _("Geordnet sind die Gebiete nach dem Statusindex. In Klammern: Vertrauensbereich.")
    return parts.data_table(
        columns,
        rows,
        caption=_(
            "{short}: Ungleichheit, {plural}",
            short=figures.short,
            plural=figures.book.plural_of(level),
        ),
        language=language,
        note=(by_itself if itself else by_index) if ordered else _IN_BRACKETS,
        id=f"ungleichheit-{level.replace('_', '-')}",
    )


def _over_time(
    figures: Figures, level: str, rows: Sequence[Row], told: Sequence[str]
) -> parts.Html:
    """All measures in all periods, at a click; nothing where there is only one period."""
    when = sorted({row["period"] for row in rows}, key=periods.parse)
    if len(when) < 2:
        return parts.Html("")
    found = {(row["period"], row["measure"]): row for row in rows}
    language = figures.language
    cells = [
        [
            periods.parse(text).label(language),
            *(_value(found.get((text, name)), figures).into(language) for name in told),
        ]
        for text in when
    ]
    return parts.data_table(
        [parts.Column(_("Zeitraum")), *(parts.Column(_MEASURES[name][0]) for name in told)],
        cells,
        caption=_("{short}: Ungleichheit im Verlauf", short=figures.short),
        language=language,
        id=f"ungleichheit-verlauf-{level.replace('_', '-')}",
        folded=_("Alle Zeiträume mit Vertrauensbereich"),
    )


def _said(row: Row, figures: Figures) -> str:
    """A measure with its interval and its period."""
    value = _value(row, figures)
    said = _("{value}, {period}", value=value, period=periods.parse(row["period"]))
    return said.into(figures.language)


def _value(row: Row | None, figures: Figures) -> Text:
    """A measure with its interval."""
    if row is None:
        return _("nicht berechnet")
    ends = {"lower": Number(row["lower"], 2), "upper": Number(row["upper"], 2)}
    value: object = Number(row["value"], 2)
    if row["measure"] in ("fifths_difference", "slope"):
        ends = {"lower": Number(row["lower"], 1), "upper": Number(row["upper"], 1)}
        value = size_of(row["value"], figures.unit)
    if row["lower"] != row["lower"] or row["upper"] != row["upper"]:
        return _("{value}", value=value)
    return _("{value} ({lower} bis {upper})", value=value, **ends)
