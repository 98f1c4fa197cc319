"""An explanation in words and tables."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd

from quartier import periods, signs
from quartier.catalogue import Quantity
from quartier.errors import in_rows
from quartier.explaining.explained import Cell, Explained, Made
from quartier.formats import Interval, Measure, date
from quartier.group_words import in_words
from quartier.language import Text, _, n_, quoted, translate
from quartier.settings import received_on
from quartier.sources import explain

__all__ = ["MOST_LINES", "Grid", "Heading", "tell"]

MOST_LINES = 12
"""A longer table stops here, and says how many lines there are more."""

_INTERVALS = {
    "wilson": _(
        "Der Vertrauensbereich umfasst alle Anteile, zu denen die gezählte Zahl gut passt "
        "(95 %, nach Wilson)."
    ),
    "byar": _(
        "Der Vertrauensbereich umfasst alle Raten, zu denen die gezählte Zahl gut passt "
        "(95 %; bei weniger als zehn Ereignissen exakt, sonst nach Byar)."
    ),
    "none": _("Einen Vertrauensbereich hat diese Kennzahl nicht."),
}
_ACTIONS = {
    "drop": _("gestrichen"),
    "replace": _("ersetzt"),
    "scale": _("umgerechnet"),
    "flag": _("mit Vorbehalt versehen"),
}


@dataclass(frozen=True)
class Heading:
    """A heading; the first is the title of all."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table; columns of numbers by their places."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


def tell(explained: Explained, language: str, called: str = "") -> Iterator[Heading | Grid | str]:
    """Say where a figure comes from.

    Parameters
    ----------
    explained : Explained
    language : str
    called : str
        What the city is called in commands: its folder, or its name.

    Returns
    -------
    iterator of Heading, Grid or str
        A str is a paragraph.
    """
    yield from _Telling(explained, language, called or explained.city.id).all()


class _Telling:
    def __init__(self, explained: Explained, language: str, called: str) -> None:
        self._about, self._language, self._called = explained, language, called

    def all(self) -> Iterator[Heading | Grid | str]:
        about, asked = self._about, self._about.asked
        indicator = asked.indicator
        yield Heading(self._own(indicator.title))
        label = asked.period.label(self._language)
        yield f"{asked.area.name} ({asked.area.code}), {label}: {self._figure()}"
        if about.withheld:
            yield from self._withheld()
        yield self._said(_("Was gezählt wird: {text}", text=self._own(indicator.definition)))
        if signs.has_value(about.figure["status"]):
            yield self._said(_INTERVALS[indicator.interval])
        for each in indicator.breaks:
            yield self._said(
                _(
                    "Bruch: Ab {period} nicht mit früher vergleichbar. {reason}",
                    period=periods.parse(each.period),
                    reason=self._own(each.reason),
                )
            )
        if about.denominator is None:
            yield from self._made(about.numerator, _("Woraus sie besteht"))
        else:
            yield from self._made(about.numerator, _("Zähler"))
            yield from self._made(about.denominator, _("Nenner"))

    def _said(self, text: Text) -> str:
        return text.into(self._language)

    def _own(self, text: str) -> str:
        return translate(text, self._language)

    def _figure(self) -> str:
        """The value with its interval, or the sign with its meaning."""
        figure, unit = self._about.figure, self._about.asked.indicator.unit
        status = figure["status"]
        meaning = self._said(signs.meaning(status))
        if isnan(figure["value"]):
            return f"{signs.sign(status)} ({meaning})"
        told = signs.marked(Measure(figure["value"], unit).into(self._language), status)
        told += f" ({meaning})" if status != "reported" else ""
        if isnan(figure["lower"]):
            return told
        ends = Interval(figure["lower"], figure["upper"], unit)
        return f"{told}; " + self._said(_("Vertrauensbereich {interval}", interval=ends))

    def _withheld(self) -> Iterator[str]:
        rule = self._about.city.settings.disclosure
        yield self._said(
            _(
                "Die Zahl beruht auf weniger als {n} Menschen, oder mit ihr ließe sich eine so "
                "kleine Anzahl ausrechnen. Deshalb steht sie auf keiner Seite, und hier stehen "
                "auch ihre Teile ohne Zahlen.",
                n=rule.threshold,
            )
        )
        asked, larger = self._about.asked, self._about.larger
        if larger is not None:
            city = shlex.quote(self._called)
            command = f"quartier explain {city} {larger.code} {asked.name} "
            yield self._said(
                _(
                    "Gezeigt wird die Zahl für {place}: {command}",
                    place=quoted(larger.name),
                    command=command + asked.period.text,
                )
            )

    def _made(self, made: Made, what: Text) -> Iterator[Heading | Grid | str]:
        quantity = self._quantity(made.quantity, made.variable.title)
        number = "" if isnan(made.value) else f" = {self._number(made, made.value)}"
        label = made.period.label(self._language)
        yield Heading(f"{self._said(what)}: {quantity}, {label}{number}")
        if not made.cells:
            yield self._said(_("Dazu gilt in den Lieferungen keine Angabe."))
            yield from self._remarks(made)
            return
        areas = list(made.sums)
        if areas == [self._about.asked.area.code]:
            yield from self._by_group(made)
        else:
            yield from self._by_area(made)
        yield from self._deliveries(made)
        yield from self._remarks(made)

    def _quantity(self, quantity: Quantity, title: str) -> str:
        named = [in_words(group, self._language) for group in quantity.groups]
        return f"{self._own(title)} ({' + '.join(named)})"

    def _number(self, made: Made, value: float, status: str = "reported") -> str:
        if isnan(value):
            return signs.sign(status)
        return signs.marked(Measure(value, made.variable.unit).into(self._language), status)

    def _by_group(self, made: Made) -> Iterator[Grid | str]:
        if len(made.cells) > 1:
            yield self._said(n_("Summe von {n} Gruppe:", "Summe von {n} Gruppen:", len(made.cells)))
        columns = _("Gruppe"), _("Wert"), _("Datei"), _("Zeile")
        rows = [
            (
                in_words(cell.row["group"], self._language),
                self._number(made, cell.row["value"], self._status(cell)),
                _file(cell.row),
                str(cell.row["row"]),
            )
            for cell in made.cells
        ]
        yield from self._grid(columns, rows, map(self._status, made.cells))

    @staticmethod
    def _status(cell: Cell) -> str:
        """The status of a cell, or that of one that is withheld."""
        hidden = not cell.told and signs.has_value(cell.row["status"])
        return "withheld" if hidden else cell.row["status"]

    def _by_area(self, made: Made) -> Iterator[Grid | str]:
        yield self._said(
            n_("Summe über {n} Raumeinheit:", "Summe über {n} Raumeinheiten:", len(made.sums))
        )
        columns = _("Raumeinheit"), _("Wert"), _("Gruppen"), _("Datei"), _("Stelle")
        rows, statuses = [], []
        for area, value in made.sums.items():
            cells = [cell for cell in made.cells if cell.row["area"] == area]
            statuses.append(self._status_of_sum(cells, value))
            files = list(dict.fromkeys(_file(cell.row) for cell in cells))
            rows.append(
                (
                    self._area(area),
                    self._number(made, value, statuses[-1]),
                    str(len({cell.row["group"] for cell in cells})),
                    ", ".join(files),
                    self._lines(cells),
                )
            )
        yield from self._grid(columns, rows, statuses)

    def _area(self, code: str) -> str:
        name = self._about.areas.called(code)
        return name.into(self._language) if isinstance(name, Text) else name

    @staticmethod
    def _status_of_sum(cells: Sequence[Cell], value: float) -> str:
        without = [cell.row["status"] for cell in cells if not signs.has_value(cell.row["status"])]
        return "reported" if not isnan(value) else without[0] if without else "withheld"

    def _lines(self, cells: Sequence[Cell]) -> str:
        return in_rows(sorted({cell.row["row"] for cell in cells})).into(self._language)

    def _grid(
        self, columns: Sequence[Text], rows: Sequence[tuple[str, ...]], statuses: Iterable[str]
    ) -> Iterator[Grid | str]:
        """The beginning of a table, and what its signs mean."""
        yield Grid(tuple(map(self._said, columns)), tuple(rows[:MOST_LINES]), (1,))
        left = len(rows) - MOST_LINES
        if left > 0:
            yield self._said(n_("… und {n} weitere", "… und {n} weitere", left))
        legend = [f"{sign} {self._said(meaning)}" for sign, meaning in signs.legend(statuses)]
        # Of a figure that is withheld it has been said above.
        if legend and not self._about.withheld:
            yield "; ".join(legend)

    def _deliveries(self, made: Made) -> Iterator[str]:
        """Who delivered it, and when."""
        for delivery in sorted({cell.row["delivery"] for cell in made.cells}):
            source = self._about.city.sources[delivery.rsplit("@", 1)[0]]
            yield self._said(
                _(
                    "Geliefert: {owner}, {title}, Eingang {day}",
                    owner=source.owner,
                    title=quoted(source.title),
                    day=date(received_on(delivery), self._language),
                )
            )

    def _remarks(self, made: Made) -> Iterator[str]:
        """Corrections, earlier values, and what was withdrawn."""
        said = [
            *(self._corrected(cell) for cell in made.cells if cell.correction),
            *(self._earlier(made, cell, each) for cell in made.cells for each in cell.earlier),
            *(self._withdrawn(row) for row in made.withdrawn),
        ]
        lacks = not made.cells or self._about.figure["status"] in ("limited", "incomplete")
        said += [self._unread(row) for row in made.unread if lacks]
        yield from said[:MOST_LINES]
        left = len(said) - MOST_LINES
        if left > 0:
            yield self._said(n_("… und {n} weitere", "… und {n} weitere", left))
        if made.adrift and self._about.figure["status"] in ("limited", "incomplete"):
            yield self._said(
                _(
                    "Der Summe fehlt, was keiner Raumeinheit oder Gruppe zugeordnet werden konnte: "
                    "quartier check {city}",
                    city=shlex.quote(self._called),
                )
            )

    def _unread(self, row: Mapping[str, Any]) -> str:
        """Something that was not understood: what is asked about may be it."""
        found = "" if pd.isna(row["found"]) else row["found"]
        told = {"reason": explain(row["reason"]), "file": f"{row['source']}/{row['file']}"}
        told["place"] = in_rows(row["row"]) if row["row"] else _("ganze Datei")
        if not found:
            return self._said(_("In Quarantäne: {file}, {place}: {reason}", **told))
        return self._said(
            _("In Quarantäne: {file}, {place}: {reason}: {found}", found=quoted(found), **told)
        )

    def _place(self, row: Mapping[str, Any]) -> str:
        return f"{self._area(row['area'])}, {in_words(row['group'], self._language)}"

    def _corrected(self, cell: Cell) -> str:
        applied = cell.correction or {}
        return self._said(
            _(
                "Berichtigt: {place}: {action}, weil: {reason} ({by}, {day})",
                place=self._place(cell.row),
                action=_ACTIONS[applied["action"]],
                reason=applied["reason"],
                by=applied["by"],
                day=date(applied["on"], self._language),
            )
        )

    def _earlier(self, made: Made, cell: Cell, said: Mapping[str, Any]) -> str:
        status = said["status"]
        hidden = isnan(said["value"]) and signs.has_value(status)
        return self._said(
            _(
                "Früher anders: {place}: {value} (Eingang {day}, {file}, Zeile {row})",
                place=self._place(cell.row),
                value=self._number(made, said["value"], "withheld" if hidden else status),
                day=date(received_on(said["delivery"]), self._language),
                file=_file(said),
                row=said["row"],
            )
        )

    def _withdrawn(self, row: Mapping[str, Any]) -> str:
        return self._said(
            _(
                "Zurückgezogen: {place}: Die Lieferung vom {day} lässt die Angabe weg.",
                place=self._place(row),
                day=date(received_on(row["by"]), self._language),
            )
        )


def _file(row: Mapping[str, Any]) -> str:
    return f"{row['source']}/{row['file']}"
