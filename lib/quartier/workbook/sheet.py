"""The sheet of an indicator: what it means, and all areas with how sure their figures are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from quartier import narrative
from quartier.catalogue import DOMAINS
from quartier.errors import Place, Problem, UserError, did_you_mean
from quartier.language import Text, _
from quartier.pages import parts
from quartier.workbook import ages, funnel, gaps, ranges, ways
from quartier.workbook.book import Book
from quartier.workbook.domains import noted, signs_of
from quartier.workbook.figures import Figures, table_of
from quartier.workbook.origins import provenance

__all__ = ["Sheet"]

Row = Mapping[str, Any]

_POLARITY: Mapping[str, Text] = {
    "low": _("niedrige Werte"),
    "high": _("hohe Werte"),
    "neutral": _("weder hohe noch niedrige Werte"),
}

_METHODS: Mapping[str, tuple[Text, str]] = {
    "wilson": (_("nach Wilson, 95 %"), "methods#interval"),
    "byar": (_("exakt oder nach Byar, 95 %"), "methods#rate"),
}


@dataclass
class Sheet:
    """The sheet of one indicator of a city.

    Attributes
    ----------
    book : Book
    name : str
        The indicator's id.

    Raises
    ------
    UserError
        The city has no such indicator.
    """

    book: Book
    name: str

    def __post_init__(self) -> None:
        known = self.book.city.indicators
        if self.name not in known:
            what = _("Diesen Indikator hat die Stadt nicht.")
            hint = did_you_mean(str(self.name), known)
            raise UserError(Problem(Place("indicator"), what, str(self.name), hint=hint))
        self.book.stamp(indicator=self.name, page=f"indicator/{self.name}")

    @cached_property
    def figures(self) -> Figures:
        """The figures of the indicator."""
        return Figures(self.book, self.name, self.book.city.indicators[self.name])

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.book.language

    @cached_property
    def levels(self) -> list[str]:
        """The levels with figures and more than one area, from the top down."""
        every = self.book.city.levels
        told = [level for level in every if len(self.figures.on_level(level).frame)]
        return [level for level in told if len(self.book.areas.on(level)) > 1]

    def head(self) -> parts.Html:
        """Title and domain."""
        return parts.heading(
            self.figures.title,
            language=self.language,
            kicker=DOMAINS[self.figures.indicator.domain],
            lead=self._lead(),
        )

    def _lead(self) -> Text:
        if self.figures.indicator.denominator is not None:
            return _("Was die Kennzahl sagt, wo welcher Wert gilt und wie sicher er ist.")
        return _("Was die Kennzahl sagt und wo welcher Wert gilt.")

    def facts(self) -> parts.Html:
        """The city's figure and its trend."""
        city = self.book.areas.city()
        row = self.figures.last(city.code) if city is not None else None
        if city is None or row is None:
            return parts.Html("")
        value = parts.value(
            row["value"], self.figures.unit, language=self.language, status=row["status"]
        )
        shown = [
            parts.Fact(_("{name} insgesamt", name=city.name), value, noted(row, self.figures.unit))
        ]
        if self.figures.indicator.denominator is not None:
            trend = self.figures.trend(city.code)
            verdict = narrative.trend_verdict(trend, self.figures.indicator.polarity)
            badge = parts.status_badge(verdict, language=self.language)
            shown.append(parts.Fact(_("Trend der Stadt"), badge, narrative.trend(trend, "neutral")))
        trended = ["trend"] if len(shown) > 1 else []
        facts = parts.facts(shown, language=self.language)
        return parts.Html(f"{facts}{ways.line(self.language, *trended)}")

    def definition(self) -> parts.Html:
        """What is counted, how it is to be read, and who answers for it."""
        indicator, said = self.figures.indicator, self.book.said
        table = parts.data_table(
            [_("Merkmal"), _("Angabe")],
            list(self._stated()),
            caption=_("Angaben zur Kennzahl"),
            language=self.language,
        )
        return parts.section(
            _("Definition"),
            parts.prose(said(indicator.definition), language=self.language),
            parts.notice(said(indicator.reading), title=_("Lesehilfe"), language=self.language),
            table,
            *self._breaks(),
            language=self.language,
            id="definition",
        )

    def _stated(self) -> Iterator[tuple[Text, parts.Part]]:
        indicator, said = self.figures.indicator, self.book.said
        if indicator.kind != "count":
            yield _("Günstig sind"), _POLARITY[indicator.polarity]
        if indicator.interval in _METHODS:
            words, page = _METHODS[indicator.interval]
            yield _("Vertrauensbereich"), parts.link(words, page, language=self.language)
        yield _("Übliche Quelle"), said(indicator.usual_source)
        yield _("Zuständig"), said(indicator.owner)
        if indicator.legal_basis is not None:
            yield _("Rechtsgrundlage"), said(indicator.legal_basis)

    def _breaks(self) -> Iterator[parts.Html]:
        """Where the series is cut."""
        for cut in self.figures.indicator.breaks:
            reason = self.book.said(cut.reason).rstrip(".")
            said = _(
                "Die Reihe beginnt {when} neu; frühere Werte sind nicht vergleichbar. {reason}. "
                "Über diesen Bruch hinweg wird nichts berechnet.",
                when=narrative.at(cut.period),
                reason=reason[0].upper() + reason[1:],
            )
            yield parts.notice(
                said, title=_("Bruch der Reihe"), kind="warning", language=self.language
            )
            yield ways.line(self.language, "breaks")

    def map(self) -> parts.Html:
        """The finest level on the map; nothing where there is none."""
        drawn = self.figures.map(self.levels[-1]) if self.levels else None
        if drawn is None:
            return parts.Html("")
        drawn = replace(drawn, data_at=f"#{table_of(self.levels[-1])}")
        return parts.section(_("Karte"), drawn, language=self.language, id="karte")

    def areas(self) -> Iterator[parts.Html]:
        """All areas of each level with intervals, trends and places."""
        for level in self.levels:
            yield parts.section(
                self.book.own(self.book.plural_of(level)),
                ranges.ranked(self.figures, level),
                ranges.table(self.figures, level),
                ways.of_areas(self.figures),
                language=self.language,
                id=f"ebene-{level.replace('_', '-')}",
            )

    def ages(self) -> parts.Html:
        """The finest level as if all areas had the same ages, where that is computed."""
        return ages.section(self.figures, self.levels[-1]) if self.levels else parts.Html("")

    def funnel(self) -> parts.Html:
        """Which areas differ from the common value by more than their size explains."""
        return funnel.section(self.figures, self.levels[-1]) if self.levels else parts.Html("")

    def course(self) -> parts.Html:
        """The series of the city over time, and of the areas right below it."""
        city = self.book.areas.city()
        below = self.book.areas.children(None if city is None else city.code)
        told = [area.code for area in below if self.figures.rows(area.code)]
        drawn = city is not None and bool(self.figures.rows(city.code))
        shown = [
            *([self.figures.line(city.code)] if city is not None and drawn else []),
            *([ranges.courses(self.figures, told)] if told else []),
        ]
        if not shown:
            return parts.Html("")
        shown.append(ways.of_course(self.figures))
        return parts.section(_("Verlauf"), *shown, language=self.language, id="verlauf")

    def inequality(self) -> parts.Html:
        """How unequal the areas of the finest level are, and since when."""
        return gaps.section(self.figures, self.levels[-1]) if self.levels else parts.Html("")

    def legend(self) -> parts.Html:
        """The signs that stand on this page."""
        return signs_of([self.figures], self.language)

    def provenance(self) -> parts.Html:
        """Where the figures come from."""
        return provenance(self.book, [self.figures.indicator])
