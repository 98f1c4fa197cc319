"""The measures of inequality in tables, and why one of them is missing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from quartier import periods
from quartier.formats import Interval, Measure, Number
from quartier.language import Text, _
from quartier.pages import parts
from quartier.workbook.figures import Figures

__all__ = ["Found", "absent", "courses", "has_value", "not_computed", "table"]

Row = Mapping[str, Any]

#: The measures of a level: a row for each period and measure, the periods in order.
Found = Mapping[str, Mapping[str, Row]]

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
        _("Segregation"),
        _("Anteil der gezählten Personen, die umziehen müssten, um gleich verteilt zu sein"),
    ),
    "isolation": (
        _("Isolation"),
        _(
            "Anteil, den die gezählten Personen im Mittel in ihrem eigenen Gebiet vorfinden; bei "
            "gleicher Verteilung wäre es ihr Anteil an allen"
        ),
    ),
    "moran": (
        _("Räumlicher Zusammenhang"),
        _("Morans I: deutlich über null liegen ähnliche Werte nebeneinander"),
    ),
}
"""The measures in the order of the page: name, and what it says."""

_TOGETHER = (
    ("fifths_difference", "fifths_ratio"),
    ("slope", "relative"),
    ("dissimilarity", "isolation"),
    ("moran",),
)
"""The measures that share a table over time: few enough for a telephone."""

_DIFFERENCES = ("fifths_difference", "slope")
_SHARES = ("dissimilarity", "isolation")

_UNITS: Mapping[str, Text] = {"percent": _("in Prozentpunkten"), "per_1000": _("je 1.000")}

_REASONS: Mapping[str, Text] = {
    "few_areas": _("weniger als fünf Gebiete mit Wert"),
    "constant": _("alle Gebiete gleich"),
    "empty_fifth": _("ein Fünftel bleibt leer, weil Gebiete zu groß oder gleichauf sind"),
    "no_cases": _("keine Fälle im Fünftel, mit dem verglichen wird"),
    "few_cases": _("zu wenige Fälle"),
    "few_members": _("zu wenige Personen je Gebiet"),
    "line_to_0": _("die Gerade endet bei null oder darunter"),
    "unbounded": _("Vertrauensbereich ohne Grenze"),
    "no_counts": _("nur fertige Werte geliefert, keine Anzahlen"),
    "no_interval": _("ohne Vertrauensbereich"),
    "no_parts": _("nur für Anteile, nicht für Ereignisse"),
    "no_map": _("keine Nachbargebiete bekannt, weil eine Karte fehlt"),
    "no_links": _("kein Gebiet mit Wert grenzt an ein anderes"),
    "fixed": _("alle Gebiete grenzen aneinander"),
}
"""Why there is no value, or no interval."""


def has_value(row: Row) -> bool:
    """Whether a measure could be computed."""
    return not pd.isna(row["value"])


def not_computed(row: Row) -> Text:
    """Why a measure has no value."""
    return _("nicht berechnet: {reason}", reason=_REASONS[row["reason"]])


def absent(found: Found, shown: Sequence[str]) -> Iterator[Text]:
    """Why measures are missing from the table of the periods that are shown."""
    last = found[shown[-1] if shown else list(found)[-1]]
    missing: dict[str, list[str]] = {}
    for name in _MEASURES:
        if not any(has_value(found[text][name]) for text in shown):
            missing.setdefault(last[name]["reason"], []).append(name)
    for reason, names in missing.items():
        if len(names) == len(_MEASURES):
            yield _("Ungleichheit wird nicht berechnet: {reason}.", reason=_REASONS[reason])
        else:
            yield _(
                "Nicht berechnet: {names} ({reason}).", names=_named(names), reason=_REASONS[reason]
            )


def _named(names: Sequence[str]) -> Text:
    """The names of measures, one after the other."""
    first, *others = (_MEASURES[name][0] for name in names)
    for other in others:
        first = _("{first}, {second}", first=first, second=other)
    return first


def table(figures: Figures, level: str, found: Found, shown: Sequence[str]) -> parts.Html:
    """The measures in the periods that are shown, each with what it says."""
    language = figures.language
    told = [name for name in _MEASURES if any(has_value(found[text][name]) for text in shown)]
    columns = [
        parts.Column(_("Maß")),
        *(parts.Column(periods.parse(text).label(language)) for text in shown),
    ]
    rows = [
        [_explained(name, figures), *(_cell(found[text][name], figures) for text in shown)]
        for name in told
    ]
    return parts.data_table(
        columns,
        rows,
        caption=_(
            "{short}: Ungleichheit, {plural}",
            short=figures.short,
            plural=figures.book.plural_of(level),
        ),
        language=language,
        note=" ".join(text.into(language) for text in _notes(found[shown[-1]], told)),
        id=f"ungleichheit-{level.replace('_', '-')}",
    )


def _explained(name: str, figures: Figures) -> parts.Html:
    """A measure's name with what it says and its unit."""
    title, said = _MEASURES[name]
    if name in _DIFFERENCES:
        said = _("{said} ({unit})", said=said, unit=_UNITS[figures.unit])
    return parts.stacked(title, said, language=figures.language)


def _notes(last: Mapping[str, Row], told: Sequence[str]) -> Iterator[Text]:
    order = next((last[name]["ordered_by"] for name in told if last[name]["ordered_by"]), None)
    if order == "index":
        yield _("Geordnet sind die Gebiete nach dem Statusindex.")
    if order == "itself":
        yield _(
            "Geordnet sind die Gebiete nach der Kennzahl selbst: Dann liegt das obere Ende schon "
            "durch Zufall über dem unteren, und der Vertrauensbereich rechnet das nicht heraus."
        )
    yield _("Unter jedem Wert steht sein Vertrauensbereich (95\N{NO-BREAK SPACE}%).")
    if "moran" in told:
        yield _(
            "Beim räumlichen Zusammenhang sagt er, wie weit das Maß schwankt, wenn dieselben Werte "
            "zufällig auf die Gebiete verteilt sind; im Mittel läge es dann bei {expected}.",
            expected=Number(-1 / (last["moran"]["areas"] - 1), 2),
        )


def courses(figures: Figures, level: str, found: Found) -> Iterator[parts.Html]:
    """All periods, at a click; nothing where there is only one."""
    for together in _TOGETHER if len(found) > 1 else ():
        told = [name for name in together if any(has_value(each[name]) for each in found.values())]
        if told:
            yield _course(figures, level, found, told)


def _course(figures: Figures, level: str, found: Found, told: Sequence[str]) -> parts.Html:
    language, by_chance = figures.language, told == ["moran"]
    rows = [
        [
            periods.parse(text).label(language),
            *(_cell(measures[name], figures) for name in told),
            *([_by_chance(measures["moran"])] if by_chance else []),
        ]
        for text, measures in found.items()
    ]
    columns = [
        parts.Column(_("Zeitraum")),
        *(
            parts.Column(
                _MEASURES[name][0], unit=_UNITS[figures.unit] if name in _DIFFERENCES else None
            )
            for name in told
        ),
        *([parts.Column(_("So deutlich durch Zufall"))] if by_chance else []),
    ]
    return parts.data_table(
        columns,
        rows,
        caption=_("{short}: {names}", short=figures.short, names=_named(told)),
        language=language,
        id=f"ungleichheit-{told[0].replace('_', '-')}-{level.replace('_', '-')}",
        folded=_("Alle Zeiträume: {names}", names=_named(told)),
    )


def _by_chance(row: Row) -> Text | str:
    if pd.isna(row["p"]):
        return "–"
    if row["p"] < 0.01:
        return _("unter 1\N{NO-BREAK SPACE}%")
    return _("{share}\N{NO-BREAK SPACE}%", share=Number(100 * row["p"]))


def _cell(row: Row, figures: Figures) -> parts.Part:
    """A measure with its interval below it, or why it lacks one of them."""
    if not has_value(row):
        return not_computed(row)
    value, interval = _written(row)
    below = _REASONS[row["reason"]] if row["reason"] else interval
    return parts.stacked(value.into(figures.language), below, language=figures.language)


def _written(row: Row) -> tuple[Measure | Number, Text | Interval]:
    name, ends = row["measure"], (row["lower"], row["upper"])
    if name in _SHARES:
        percent = Interval(100 * ends[0], 100 * ends[1], "percent")
        return Measure(100 * row["value"], "percent"), percent
    decimals = 1 if name in _DIFFERENCES else 2
    lower, upper = (Number(end, decimals) for end in ends)
    return Number(row["value"], decimals), _("{lower} bis {upper}", lower=lower, upper=upper)
