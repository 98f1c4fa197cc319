"""The figures of an indicator as a notebook shows them: for one area, for a level, over time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from quartier import charts, goals, narrative, periods, signs
from quartier.analysis import Grid, smooth_line
from quartier.catalogue import Indicator
from quartier.language import Text, _
from quartier.pages import parts
from quartier.pyramid import Target
from quartier.tables import Published, records
from quartier.workbook.book import Book

__all__ = ["Figures", "table_of"]

MOST_TABLED = 60
"""With more areas than this a page does not bring their table: the indicator's sheet has it."""

Row = Mapping[str, Any]


@dataclass
class Figures:
    """An indicator of a city, ready to be shown.

    Attributes
    ----------
    book : Book
    name : str
        The indicator's id.
    indicator : Indicator
    """

    book: Book
    name: str
    indicator: Indicator
    _rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _of: dict[str, Published] = field(default_factory=dict)
    _analysed: dict[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def series(self) -> Published:
        """All areas and periods."""
        return self.book.series(self.name)

    @property
    def unit(self) -> str:
        """The unit of the values."""
        return self.indicator.unit

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.book.language

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.book.said(self.indicator.title)

    @property
    def short(self) -> str:
        """The short title in the language of the page."""
        return self.book.said(self.indicator.short)

    @property
    def anchor(self) -> str:
        """Where on a page the indicator's section is."""
        return self.name.replace("_", "-")

    @cached_property
    def source(self) -> str:
        """The titles of the sources that the figures come from."""
        described = self.book.sources_of(self.indicator).values()
        return "; ".join(source.title for source in described)

    def rows(self, area: str) -> list[dict[str, Any]]:
        """The figures of an area, oldest first."""
        if area not in self._rows:
            rows = records(self.of(area).frame)
            self._rows[area] = sorted(rows, key=lambda row: periods.parse(row["period"]))
        return self._rows[area]

    def of(self, area: str) -> Published:
        """The series of one area."""
        if area not in self._of:
            self._of[area] = self.series.where(area=area)
        return self._of[area]

    @cached_property
    def period(self) -> periods.Period | None:
        """The latest period for which any area has a value; else the latest of all.

        When only a part of a new year was delivered, the report stays with the last whole one.
        """
        return _latest_told(self.series.frame)

    def last(self, area: str) -> dict[str, Any] | None:
        """The area's latest figure, at most of the indicator's latest period."""
        rows = [
            row
            for row in self.rows(area)
            if self.period is None or periods.parse(row["period"]) <= self.period
        ]
        return rows[-1] if rows else None

    def reference(self) -> str | None:
        """The area that others are compared with: the city as a whole, if it has figures.

        A number of people or cases is compared with nothing: it says how large an area is.
        """
        city = self.book.areas.city()
        if self.indicator.kind == "count":
            return None
        return city.code if city is not None and self.rows(city.code) else None

    def beside_city(self, area: str) -> tuple[str | None, Row | None]:
        """The verdict on an area beside the city, and the city's figure of the same period."""
        reference, row = self.reference(), self.last(area)
        if reference is None or row is None or reference == area:
            return None, None
        same = [other for other in self.rows(reference) if other["period"] == row["period"]]
        if not same:
            return None, None
        return narrative.standing(row, same[0], self.indicator.polarity), same[0]

    def analysed(self, table: str) -> list[dict[str, Any]]:
        """The rows of comparisons, trends, places or inequalities."""
        return records(self._said(table))

    def _said(self, table: str) -> pd.DataFrame:
        if table not in self._analysed:
            self._analysed[table] = self.book.analysed(table, self.name)
        return self._analysed[table]

    def analysed_of(self, table: str, area: str) -> list[dict[str, Any]]:
        """The rows of such a table for an area."""
        said = self._said(table)
        return records(said[said["area"] == area])

    def trend(self, area: str) -> Row | None:
        """The recent trend of an area."""
        return next(iter(self.analysed_of("trends", area)), None)

    def sentences(self, area: str) -> list[Text]:
        """What a reader should take away about an area."""
        last = self.last(area)
        if last is None:
            return [_("Für diese Raumeinheit wurde nichts geliefert.")]
        verdict, city = self.beside_city(area)
        planned = self.book.city.variables[self.indicator.numerator.variable].planned
        latest = narrative.latest(self.book.inside(area), last, self.unit, planned=planned)
        said: list[Text | None] = [latest]
        if city is not None:
            said.append(narrative.compared(verdict, last, city, self.unit))
        if self.indicator.kind == "delivered" and signs.has_value(last["status"]):
            said.append(
                _(
                    "Geliefert ist nur dieser Wert und nicht die Anzahlen; deshalb hat er keinen "
                    "Vertrauensbereich."
                )
            )
        said.append(self._changed(area, last))
        if self.indicator.denominator is not None:
            said.append(narrative.trend(self.trend(area), self.indicator.polarity))
        return [sentence for sentence in said if sentence is not None]

    def _changed(self, area: str, last: Row) -> Text | None:
        """How far an area has come since its first figure, or the first after the last break."""
        beside = self.analysed_of("comparisons", area)
        past = next((row for row in beside if row["reference"] == "past"), None)
        if past is None or past["period"] != last["period"]:
            return None
        first = next(row for row in self.rows(area) if row["period"] == past["reference_period"])
        return narrative.change(first, last, self.unit, chance=past["verdict"] == "similar")

    def path(self, area: str) -> pd.DataFrame | None:
        """The path of the area's target, if it has exactly one for this indicator."""
        pyramid = self.book.city.pyramid
        targets = [target for _goal, target in pyramid.targets()] if pyramid else []
        wanted = [each for each in targets if (each.indicator, each.area) == (self.name, area)]
        return goals.path(wanted[0], self.series) if len(wanted) == 1 else None

    def line(
        self, area: str, title: str | None = None, target: Target | None = None
    ) -> charts.Figure:
        """The series of an area over time, the city beside it, with the path of a target."""
        reference = self.reference()
        compared = self.of(reference) if reference and reference != area else None
        return charts.line(
            self.of(area),
            title=title or self._since(area),
            unit=self.unit,
            language=self.language,
            source=self.source,
            path=self.path(area) if target is None else goals.path(target, self.series),
            reference=compared,
            breaks=self._breaks(),
            smooth=self._smooth(area),
        )

    def _smooth(self, area: str) -> pd.DataFrame | None:
        """A smooth line where the values have intervals; it is made from published figures."""
        if self.indicator.denominator is None:
            return None
        grid = Grid.of(self.of(area).frame, [area], self.indicator.breaks)
        return smooth_line(grid, area)

    def _breaks(self) -> pd.DataFrame | None:
        cuts = [
            {"period": cut.period, "reason": self.book.said(cut.reason)}
            for cut in self.indicator.breaks
        ]
        return pd.DataFrame(cuts) if cuts else None

    def sparkline(self, area: str) -> charts.Figure:
        """The series of an area, small."""
        return charts.sparkline(
            self.of(area), title=self.short, unit=self.unit, language=self.language
        )

    def strip(self, area: str) -> charts.Figure:
        """The area among all of its level in the latest period."""
        level = self.book.areas[area].level
        values = self.on_level(level)
        drawn = charts.strip(
            values,
            title=self._dated(values, self.book.plural_of(level)),
            unit=self.unit,
            language=self.language,
            source=self.source,
            marked=area,
            **self.city_line(values),
        )
        return self._light(drawn, level, len(values.frame))

    def _light(self, drawn: charts.Figure, level: str, areas: int) -> charts.Figure:
        """A chart of many areas, whose table is the one on the sheet of the indicator."""
        if areas <= MOST_TABLED:
            return drawn
        return replace(drawn, data_at=parts.link_to(f"indicator/{self.name}#{table_of(level)}"))

    def on_level(self, level: str) -> Published:
        """All areas of a level in the latest period for which any of them has a value."""
        here = self.series.where(level=level)
        latest = _latest_told(here.frame)
        return here if latest is None else here.where(period=latest.text)

    def more(self) -> parts.Html:
        """The way to the sheet of the indicator."""
        unequal = len(self._said("inequalities")) > 0
        whole = _("Kennzahlblatt: Definition, alle Gebiete, Ungleichheit")
        said = whole if unequal else _("Kennzahlblatt: Definition, alle Gebiete")
        link = parts.link(said, f"indicator/{self.name}", language=self.language)
        return parts.paragraph(link, language=self.language)

    def map(self, level: str) -> charts.Figure | None:
        """The latest figures of a level on the map; ``None`` where there are no boundaries."""
        outlines, values = self.book.outlines(level), self.on_level(level)
        if outlines.empty or values.frame.empty:
            return None
        pages = {code: parts.link_to(f"area/{code}") for code in outlines["area"]}
        drawn = charts.choropleth(
            values,
            outlines,
            title=self._dated(values, self.book.plural_of(level)),
            unit=self.unit,
            language=self.language,
            source=self.source,
            links=pages,
        )
        return self._light(drawn, level, len(outlines))

    def dots(self, level: str, title: Text | None = None) -> charts.Figure | None:
        """The latest figures of a level, ranked; ``None`` where there are none."""
        values = self.on_level(level)
        if values.frame.empty:
            return None
        return charts.dots(
            values,
            title=title.into(self.language)
            if title is not None
            else self._dated(values, self.book.plural_of(level)),
            unit=self.unit,
            language=self.language,
            source=self.source,
            **self.city_line(values),
        )

    def city_line(self, values: Published) -> dict[str, Any]:
        """The city's figure of the same period as a line to compare with, where there is one."""
        reference = self.reference()
        then = set(values.frame["period"])
        rows = self.rows(reference) if reference is not None else []
        city = [row for row in rows if {row["period"]} == then and pd.notna(row["value"])]
        if not city:
            return {}
        return {"reference": city[0]["value"], "reference_name": city[0]["area_name"]}

    def _dated(self, values: Published, place: str) -> str:
        period = periods.parse(values.frame["period"].iloc[0])
        title = _("{short}: {place}, {period}", short=self.short, place=place, period=period)
        return title.into(self.language)

    def _since(self, area: str) -> str:
        since = narrative.since(self.rows(area)[0]["period"])
        return _("{short} seit {since}", short=self.short, since=since).into(self.language)


def table_of(level: str) -> str:
    """Where on the sheet of an indicator the table of all areas of a level is."""
    return f"alle-{level.replace('_', '-')}"


def _latest_told(frame: pd.DataFrame) -> periods.Period | None:
    """The latest period with a value; where there is none at all, the latest."""
    known = frame["value"].notna()
    told = frame.loc[known if known.any() else ~known, "period"].unique()
    return max((periods.parse(text) for text in told), default=None)
