"""What of the cells behind a figure may be told.

A cell is told only if pages show it, or if the publication gate would let it through beside
everything that they show: it is asked about all cells of the period as if each group were an
indicator of its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd

from quartier import groups, periods
from quartier.areas import Areas
from quartier.catalogue import Indicator, Quantity
from quartier.disclosure import Beside, Gate, publish
from quartier.disclosure.related import is_count
from quartier.indicators import compute
from quartier.settings import City

__all__ = ["Shown"]

_CELL = "cell "

MOST_WORK = 3 * 10**6
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
        self._closed: dict[tuple[str, str], set[str] | None] = {}

    def whole(self, quantity: Quantity, area: str, period: str) -> bool:
        """Whether the number of a quantity in an area may be told."""
        if not is_count(quantity, self._city.variables):
            return True
        shown, _withheld = self._on_pages(quantity, period)
        return area in shown or self._is_open(quantity.variable, area, period)

    def cell(self, variable: str, group: str, area: str, period: str) -> bool:
        """Whether the number of a group in an area may be told."""
        return self.whole(Quantity(variable=variable, groups=(group,)), area, period)

    def _is_open(self, variable: str, area: str, period: str) -> bool:
        key = variable, period
        if key not in self._closed:
            self._closed[key] = self._closed_areas(*key)
        closed = self._closed[key]
        return closed is not None and area not in closed

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

    def _closed_areas(self, variable: str, period: str) -> set[str] | None:
        """The areas of whose cells none is told; None where that is all of them.

        They are the same whatever figure is asked about, so that answers tell no more together. The
        gate looks at each cut by itself; an area that is closed in one is closed in all, so that
        none tells anything about another.
        """
        rows = self._observed[variable]
        here = rows[rows["period"] == period]
        wanted = self._quantities(variable)
        cuts: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for group in sorted(here["group"].unique()):
            cuts[tuple(groups.parse(group))].append(group)
        work = sum((len(cut) + len(wanted)) ** 3 for cut in cuts.values())
        if work * len(self._areas.by_code) > MOST_WORK:
            return None
        closed = {area for part in wanted.values() for area in self._on_pages(part, period)[1]}
        for cut in cuts.values():
            counts = wanted | {group: Quantity(variable=variable, groups=(group,)) for group in cut}
            closed |= self._withheld_with(counts, here, period)
        return closed

    def _quantities(self, variable: str) -> dict[str, Quantity]:
        """What indicators are made of, of a variable."""
        every = (part for each in self._city.indicators.values() for part, _column in _parts(each))
        return {part.name: part for part in every if part.variable == variable}

    def _withheld_with(
        self, counts: Mapping[str, Quantity], here: pd.DataFrame, period: str
    ) -> set[str]:
        """The areas for which the gate withholds any of some counts, beside all that pages show."""
        more = {_CELL + name: self._count(quantity) for name, quantity in counts.items()}
        when = periods.parse(period)
        near = [each.text for each in (when.previous(), when, when.next())]
        pages = self._series[self._series["period"].isin(near)]
        variable = next(iter(counts.values())).variable
        series = self._computed(more, {variable: here})
        gate = self._gate({**self._city.indicators, **more})
        rows = publish(pd.concat([pages, series], ignore_index=True), gate)
        withheld = rows["indicator"].isin(list(more)) & rows["status"].str.startswith("withheld")
        return set(rows["area"][withheld])

    def _count(self, quantity: Quantity) -> Indicator:
        unit = self._city.variables[quantity.variable].unit
        counted = {"variable": quantity.variable, "groups": quantity.groups}
        return Indicator.model_validate(_COUNT | {"unit": unit, "numerator": counted})

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
