"""A figure with everything that it was made from, within what the gate allows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd

from quartier import groups, periods
from quartier.areas import Areas
from quartier.catalogue import Denominator, Quantity, Variable
from quartier.disclosure import published_quarantine
from quartier.errors import Place, Problem, UserError
from quartier.explaining.asked import Asked
from quartier.explaining.entering import Entering
from quartier.explaining.shown import Shown
from quartier.language import _
from quartier.observations import Ingested, ever_told, ingest
from quartier.periods import Period
from quartier.settings import Area, City, received_on
from quartier.sources import gathered
from quartier.tables import records

__all__ = ["Cell", "Explained", "Made", "explain"]

_KEY = ["variable", "group", "area", "period"]


@dataclass(frozen=True)
class Cell:
    """An observation that entered a figure.

    Attributes
    ----------
    row : mapping of str to object
        The row of ``observations``. Its value is missing where it may not be told.
    told : bool
        Whether it may.
    correction : mapping of str to object, optional
        The row of the table ``corrected``.
    earlier : tuple of mapping
        Rows of earlier deliveries that held another value, the latest first.
    """

    row: Mapping[str, Any]
    told: bool
    correction: Mapping[str, Any] | None = None
    earlier: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Made:
    """A numerator or denominator.

    Attributes
    ----------
    value : float
        Missing where it may not be told, or is not known.
    sums : mapping of area to float
        What of it is in each of the areas that it was added up from; missing where not to be told.
    withdrawn : tuple of mapping
        Cells of its area that a newer delivery left out.
    adrift : bool
        Of the variable and period there are cells of which nobody knows the area or the group.
    unread : tuple of mapping
        What the delivery in force has in quarantine, as far as it may be shown.
    """

    quantity: Quantity
    variable: Variable
    period: Period
    value: float
    cells: tuple[Cell, ...]
    sums: Mapping[str, float]
    withdrawn: tuple[Mapping[str, Any], ...] = ()
    adrift: bool = False
    unread: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Explained:
    """A figure and where it comes from.

    Attributes
    ----------
    figure : mapping of str to object
        The row of the table ``published``.
    larger : Area, optional
        Where the figure is withheld: the smallest area around for which it is shown.
    """

    city: City
    areas: Areas
    asked: Asked
    figure: Mapping[str, Any]
    numerator: Made
    denominator: Made | None
    larger: Area | None = None

    @property
    def withheld(self) -> bool:
        """Whether the gate withholds the figure."""
        return self.figure["status"].startswith("withheld")


def explain(city: City, areas: Areas, asked: Asked) -> Explained:
    """Find out where a figure comes from.

    Parameters
    ----------
    city : City
    areas : Areas
    asked : Asked

    Raises
    ------
    UserError
        There is no such figure; says which there are.
    """
    return _Search(city, areas, asked).explained()


class _Search:
    def __init__(self, city: City, areas: Areas, asked: Asked) -> None:
        self._city, self._areas, self._asked = city, areas, asked
        self._ingested = ingest(city, areas)
        self._held = _by_variable(city, self._ingested.observations)
        self._shown = Shown(city, areas, self._held, self._ingested.unplaced)
        self._corrections = _corrections(self._ingested)
        self._ever = ever_told(city, areas, asked.indicator.variables)
        self._said = _by_cell(self._ever, asked.period)
        self._former: dict[str, Shown] = {}

    def explained(self) -> Explained:
        indicator = self._asked.indicator
        figure = self._figure()
        told = not figure["status"].startswith("withheld")
        numerator = self._made(indicator.numerator, told=told)
        below = indicator.denominator
        denominator = None if below is None else self._made(below, told=told)
        larger = None if told else self._larger()
        parts = (numerator, denominator)
        return Explained(self._city, self._areas, self._asked, figure, *parts, larger)

    def _rows(self) -> pd.DataFrame:
        return self._shown.pages[self._shown.pages["indicator"] == self._asked.name]

    def _figure(self) -> Mapping[str, Any]:
        rows = self._rows()
        here = rows[rows["area"] == self._asked.area.code]
        found = records(here[here["period"] == self._asked.period.text])
        if found:
            return found[0]
        if len(here):
            what = _("Für diesen Zeitraum gibt es hier keine Zahl")
            known = sorted(here["period"], key=periods.parse)
            place, text = "PERIOD", self._asked.period.text
        else:
            what = _("Für diese Raumeinheit gibt es die Kennzahl nicht, wohl aber für diese Ebenen")
            known = [level for level in self._areas.levels if self._is_told_on(level)]
            place, text = "AREA", self._asked.area.name
        raise UserError(Problem(Place(place), what, text, ", ".join(known) or "–"))

    def _is_told_on(self, level: str) -> bool:
        return bool({area.code for area in self._areas.on(level)} & set(self._rows()["area"]))

    def _larger(self) -> Area | None:
        rows = self._rows()
        now = rows[(rows["period"] == self._asked.period.text) & rows["value"].notna()]
        shown = set(now["area"])
        around = self._areas.ancestors(self._asked.area.code)
        return next((area for area in around if area.code in shown), None)

    def _made(self, quantity: Quantity, *, told: bool) -> Made:
        earlier = isinstance(quantity, Denominator) and quantity.period == "previous"
        period = self._asked.period.previous() if earlier else self._asked.period
        variable = self._city.variables[quantity.variable]
        observed = self._held[quantity.variable]
        here = observed[observed["period"] == period.text]
        entering = Entering(quantity, variable, here, self._areas).of(self._asked.area.code)
        rows = sorted(records(entering), key=self._order)
        cells = tuple(self._cell(row, told=told) for row in rows)
        sums = self._sums(rows, quantity, period.text, told=told)
        value = float("nan")
        if told and self._shown.whole(quantity, self._asked.area.code, period.text):
            denominator = quantity is self._asked.indicator.denominator
            value = self._figure()["denominator" if denominator else "numerator"]
        gone = tuple(self._withdrawn(quantity.variable, period.text))
        lost = _of(self._ingested.unplaced, quantity.variable, period.text)
        unread = tuple(self._unread(quantity.variable, period.text))
        return Made(quantity, variable, period, value, cells, sums, gone, not lost.empty, unread)

    def _unread(self, variable: str, period: str) -> list[dict[str, Any]]:
        """What was not understood in the delivery that holds."""
        holds = _of(self._ingested.covered, variable, period)["delivery"]
        quarantine = self._ingested.quarantine
        rule = self._city.settings
        here = quarantine[quarantine["delivery"].isin(holds)]
        return gathered(published_quarantine(here, rule.disclosure, rule.audience).frame)

    def _order(self, row: Mapping[str, Any]) -> tuple[int, list[tuple[int, str]]]:
        """Areas as the city lists them, bands by their beginning."""
        parts = groups.parse(row["group"]).values()
        return self._areas.codes.index(row["area"]), [
            ((groups.band(part) or (0, 0))[0], part) for part in parts
        ]

    def _sums(
        self, rows: Sequence[Mapping[str, Any]], quantity: Quantity, period: str, *, told: bool
    ) -> dict[str, float]:
        """What is in each of the areas that were added up."""
        sums: dict[str, float] = {}
        for row in rows:
            area = row["area"]
            may = told and area in self._areas and self._shown.whole(quantity, area, period)
            sums[area] = sums.get(area, 0.0) + (row["value"] if may else float("nan"))
        return sums

    def _cell(self, row: Mapping[str, Any], *, told: bool) -> Cell:
        where = [row[name] for name in _KEY]
        told = told and row["area"] in self._areas and self._shown.cell(*where)
        key = tuple(row[name] for name in (*_KEY, "delivery"))
        earlier = tuple(self._earlier(row, told=told))
        return Cell(
            row if told else _without_number(row), told, self._corrections.get(key), earlier
        )

    def _earlier(self, row: Mapping[str, Any], *, told: bool) -> Iterator[Mapping[str, Any]]:
        """What deliveries before the one that holds said of a cell, where it was not the same."""
        said = self._said[tuple(row[name] for name in _KEY)]
        own = [each for each in said if each["delivery"] == row["delivery"]]
        for other in said:
            if other in own or (own and _says_the_same(own[0], other)):
                continue
            where = [row[name] for name in _KEY]
            may = told and self._former_shown(other["delivery"]).cell(*where)
            yield other if may else _without_number(other)

    def _former_shown(self, delivery: str) -> Shown:
        """What might be told when a former delivery held: its figures had a gate of their own."""
        if delivery not in self._former:
            rows = self._ever[self._ever["delivery"] == delivery]
            held = dict(self._held)
            for variable, some in rows.groupby("variable"):
                now = held[str(variable)]
                others = now[~now["period"].isin(some["period"].unique())]
                held[str(variable)] = pd.concat([others, some], ignore_index=True)
            self._former[delivery] = Shown(self._city, self._areas, held, self._ingested.unplaced)
        return self._former[delivery]

    def _withdrawn(self, variable: str, period: str) -> Iterator[Mapping[str, Any]]:
        here = _of(self._ingested.withdrawn, variable, period)
        inner = {self._asked.area.code}
        for area in self._areas:
            if area.parent in inner:
                inner.add(area.code)
        if self._asked.area == self._areas.city():
            inner |= set(self._areas.BESIDE)
        yield from records(here[here["area"].isin(inner)])


def _of(table: pd.DataFrame, variable: str, period: str) -> pd.DataFrame:
    return table[table["variable"].eq(variable) & table["period"].eq(period)]


def _without_number(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "value": float("nan")}


def _says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    alike = one["value"] == other["value"] or (isnan(one["value"]) and isnan(other["value"]))
    return alike and one["status"] == other["status"]


def _by_cell(ever: pd.DataFrame, period: Period) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """What all deliveries say of the cells of a period and the one before, the latest first."""
    near = ever[ever["period"].isin([period.text, period.previous().text])]
    found: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(records(near), key=lambda r: received_on(r["delivery"]), reverse=True):
        found[tuple(row[name] for name in _KEY)].append(row)
    return found


def _by_variable(city: City, observations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    found = {str(name): rows for name, rows in observations.groupby("variable")}
    return {name: found.get(name, observations.iloc[:0]) for name in city.variables}


def _corrections(ingested: Ingested) -> dict[tuple[str, ...], Mapping[str, Any]]:
    """Corrections that were applied, by cell and delivery."""
    rows = records(ingested.corrected)
    return {tuple(row[name] for name in (*_KEY, "delivery")): row for row in rows}
