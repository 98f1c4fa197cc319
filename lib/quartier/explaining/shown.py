"""What of the cells behind a figure may be told.

A cell is told only if the publication gate would let it through beside everything that pages show:
it is asked about all cells of the period as if each group were an indicator of its own.
"""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from quartier import periods
from quartier.areas import Areas
from quartier.catalogue import Indicator, Quantity
from quartier.disclosure import Beside, Gate, publish
from quartier.disclosure.related import is_count
from quartier.indicators import compute
from quartier.settings import City
from quartier.tables import records

__all__ = ["Shown"]

_CELL = "cell "

MOST_WORK = 10**6
"""With more areas times groups cubed the gate would take too long: no cell is told then."""

_TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "-")
_COUNT = _TEXTS | {"kind": "count", "interval": "none", "polarity": "neutral", "domain": "work"}


class Shown:
    """What pages show of a city, and what may be told of the cells behind it.

    Parameters
    ----------
    city : City
    areas : Areas
    observed : mapping of variable to its observations
    unplaced : pandas.DataFrame
        As in ``indicators.compute``.

    Attributes
    ----------
    pages : pandas.DataFrame
        The table ``published``.
    """

    def __init__(
        self,
        city: City,
        areas: Areas,
        observed: Mapping[str, pd.DataFrame],
        unplaced: pd.DataFrame,
    ) -> None:
        self._city, self._areas = city, areas
        self._observed, self._unplaced = observed, unplaced
        self._series = self._computed(city.indicators, observed)
        self.pages = publish(self._series, self._gate(city.indicators))
        self._cells: dict[tuple[str, str], set[tuple[str, str]]] = {}

    def whole(self, quantity: Quantity, area: str, period: str) -> bool:
        """Whether the number of a quantity in an area may be told."""
        if not is_count(quantity, self._city.variables):
            return True
        on_pages, _closed = self._on_pages(quantity, period)
        return area in on_pages or self.cell(quantity, quantity.name, area, period)

    def cell(self, quantity: Quantity, group: str, area: str, period: str) -> bool:
        """Whether the number of a group in an area may be told, beside a quantity."""
        if not is_count(quantity, self._city.variables):
            return True
        key = quantity.variable, period
        if key not in self._cells:
            self._cells[key] = self._told(*key)
        return (group, area) in self._cells[key]

    def _on_pages(self, quantity: Quantity, period: str) -> tuple[set[str], set[str]]:
        """The areas for which pages give a number, and those for which they withhold it."""
        shown: set[str] = set()
        withheld: set[str] = set()
        for name, indicator in self._city.indicators.items():
            for part, column in _parts(indicator):
                if part.name != quantity.name:
                    continue
                earlier = getattr(part, "period", "same") == "previous"
                when = periods.parse(period).next().text if earlier else period
                of_name = self.pages["indicator"] == name
                rows = self.pages[of_name & (self.pages["period"] == when)]
                shown |= set(rows["area"][rows[column].notna()])
                withheld |= set(rows["area"][rows["status"].str.startswith("withheld")])
        return shown, withheld - shown

    def _told(self, variable: str, period: str) -> set[tuple[str, str]]:
        """Group and area of all cells that may be told; quantities go by their own names.

        They are the same whatever figure is asked about, so that answers tell no more together.
        """
        rows = self._observed[variable]
        here = rows[rows["period"] == period]
        delivered = sorted(here["group"].unique())
        if len(self._areas.by_code) * len(delivered) ** 3 > MOST_WORK:
            return set()
        quantities = {
            part.name: part
            for indicator in self._city.indicators.values()
            for part, _column in _parts(indicator)
            if part.variable == variable
        }
        closed = {area for part in quantities.values() for area in self._on_pages(part, period)[1]}
        cut = {group: (group,) for group in delivered}
        cut |= {name: part.groups for name, part in quantities.items()}
        more = {_CELL + name: self._count(variable, groups) for name, groups in cut.items()}
        published = self._published_with(more, {variable: here}, period)
        cells = published[published["indicator"].isin(list(more)) & published["value"].notna()]
        return {
            (row["indicator"].removeprefix(_CELL), row["area"])
            for row in records(cells)
            if row["area"] not in closed
        }

    def _count(self, variable: str, groups: Sequence[str]) -> Indicator:
        unit = self._city.variables[variable].unit
        counted = {"unit": unit, "numerator": {"variable": variable, "groups": groups}}
        return Indicator.model_validate(_COUNT | counted)

    def _published_with(
        self, more: Mapping[str, Indicator], observed: Mapping[str, pd.DataFrame], period: str
    ) -> pd.DataFrame:
        """What the gate lets through of some counts in a period, beside all that pages show."""
        when = periods.parse(period)
        near = [each.text for each in (when.previous(), when, when.next())]
        pages = self._series[self._series["period"].isin(near)]
        together = pd.concat([pages, self._computed(more, observed)], ignore_index=True)
        return publish(together, self._gate({**self._city.indicators, **more}))

    def _computed(
        self, wanted: Mapping[str, Indicator], observed: Mapping[str, pd.DataFrame]
    ) -> pd.DataFrame:
        tables = [
            compute(name, each, observed, self._city.variables, self._areas, self._unplaced).table
            for name, each in wanted.items()
        ]
        return pd.concat(tables, ignore_index=True)

    def _gate(self, wanted: Mapping[str, Indicator]) -> Gate:
        rule, beside = self._city.settings.disclosure, Beside.of(self._observed)
        return Gate(rule, wanted, self._city.variables, self._areas, beside)


def _parts(indicator: Indicator) -> Iterator[tuple[Quantity, str]]:
    """What an indicator is made from, each with its column in the series."""
    yield indicator.numerator, "numerator"
    if indicator.denominator is not None:
        yield indicator.denominator, "denominator"
