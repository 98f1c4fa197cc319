"""The profile of an area: who lives there, how that has changed, whether goals are reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from quartier import charts, narrative, periods
from quartier.errors import Place, Problem, UserError
from quartier.language import _
from quartier.pages import parts
from quartier.registers import code_hint
from quartier.settings import Area
from quartier.workbook import alike, situation, standing, unmatched, ways
from quartier.workbook.book import Book
from quartier.workbook.domains import by_domain, key_facts, noted, signs_of
from quartier.workbook.figures import Figures
from quartier.workbook.origins import provenance

__all__ = ["Profile"]

_SHORT = {
    "better": "favourable",
    "worse": "unfavourable",
    "above": "higher",
    "below": "lower",
    "similar": "alike",
}
"""Verdicts beside the city, in the words of a column that says what they are beside."""

MOST_OUTLINES = 60
"""Among more areas than this on a small map nobody finds his way: it shows the largest instead."""


@dataclass
class Profile:
    """The profile of one area of a city.

    Attributes
    ----------
    book : Book
    code : str

    Raises
    ------
    UserError
        The city has no such area.
    """

    book: Book
    code: str

    def __post_init__(self) -> None:
        if self.code not in self.book.areas:
            what = _("Diese Raumeinheit gibt es nicht")
            hint = code_hint(str(self.code), self.book.areas.by_code)
            raise UserError(Problem(Place("area"), what, str(self.code), hint=hint))
        self.book.stamp(area=self.area.code, page=f"area/{self.area.code}")

    @property
    def area(self) -> Area:
        """The area."""
        return self.book.areas[self.code]

    @cached_property
    def figures(self) -> list[Figures]:
        """The indicators for which the area's level has figures."""
        every = (Figures(self.book, *item) for item in self.book.indicators())
        return [figures for figures in every if figures.rows(self.code)]

    def head(self) -> parts.Html:
        """Name, level and parents, with the area on the map."""
        above = [area.name for area in self.book.areas.ancestors(self.code)]
        kicker = " · ".join([self.book.level(self.code), *above])
        return parts.heading(
            self.book.own(self.area.name),
            language=self.book.language,
            kicker=self.book.own(kicker),
            lead=_(
                "Wie lebt man {name_in}? Kennzahlen, Entwicklung, Vergleich.",
                name_in=self.book.inside(self.code),
            ),
            figure=self._locator(),
        )

    def _locator(self) -> charts.Figure | None:
        outlines = self.book.outlines(self.area.level)
        own = outlines[outlines["area"] == self.code]
        if own.empty:
            return None
        if len(outlines) > MOST_OUTLINES:
            drawn = (self.book.outlines(level) for level in self.book.city.levels)
            outlines = pd.concat([next(each for each in drawn if len(each)), own])
        title = _("Lage: {name}", name=self.area.name).into(self.book.language)
        return charts.locator(outlines, self.code, title=title, language=self.book.language)

    def facts(self) -> parts.Html:
        """The key facts."""
        chosen = key_facts(self.figures)
        return parts.facts([self._fact(figures) for figures in chosen], language=self.book.language)

    def _fact(self, figures: Figures) -> parts.Fact:
        row = figures.last(self.code)
        assert row is not None
        verdict, _city = figures.beside_city(self.code)
        value = parts.value(
            row["value"], figures.unit, language=self.book.language, status=row["status"]
        )
        note: parts.Part = noted(row, figures.unit)
        if verdict is not None:
            note = parts.status_badge(verdict, language=self.book.language, note=note)
        return parts.Fact(figures.short, value, note)

    def overview(self) -> parts.Html:
        """All indicators in one table: latest value, course, comparison."""
        compared = any(figures.beside_city(self.code)[0] for figures in self.figures)
        columns = [
            parts.Column(_("Kennzahl")),
            parts.Column(_("Wert"), numeric=True),
            *([parts.Column(_("Gegenüber der Stadt"))] if compared else []),
            *([parts.Column(_("Trend"))] if self._trends else []),
            parts.Column(_("Verlauf")),
            parts.Column(_("Zeitraum")),
        ]
        note = _(
            "Verglichen wird der Vertrauensbereich mit dem Wert der Stadt: Enthält er diesen, kann "
            "der Unterschied Zufall sein. Der Trend beruht auf den letzten fünf Werten."
        )
        table = parts.data_table(
            columns,
            [self._overview_row(figures, compared) for figures in self.figures],
            caption=_("Alle Kennzahlen auf einen Blick"),
            language=self.book.language,
            note=note if compared else None,
        )
        methods = [*(["comparison"] if compared else []), *(["trend"] if self._trends else [])]
        return parts.Html(f"{table}{ways.line(self.book.language, *methods)}")

    def _overview_row(self, figures: Figures, compared: bool) -> list[object]:
        row = figures.last(self.code)
        assert row is not None
        language = self.book.language
        return [
            parts.anchor(figures.short, figures.anchor, language=language),
            parts.value(row["value"], figures.unit, language=language, status=row["status"]),
            *([self._comparison(figures)] if compared else []),
            *([self._trend(figures)] if self._trends else []),
            figures.sparkline(self.code),
            periods.parse(row["period"]).label(language),
        ]

    @cached_property
    def _trends(self) -> bool:
        """Whether any indicator has a trend; figures without counts have none."""
        told = (figures.trend(self.code) for figures in self.figures)
        return any(row is not None and row["verdict"] for row in told)

    def _trend(self, figures: Figures) -> parts.Part:
        if figures.indicator.denominator is None:
            return _("ohne Trend")
        verdict = narrative.trend_verdict(figures.trend(self.code), figures.indicator.polarity)
        return parts.status_badge(verdict, language=self.book.language)

    def _comparison(self, figures: Figures) -> parts.Part:
        verdict, _city = figures.beside_city(self.code)
        if verdict is None:
            return _("ohne Vergleich")
        return parts.status_badge(_SHORT[verdict], language=self.book.language)

    def sections(self) -> Iterator[parts.Html]:
        """For each domain its indicators, each with sentences, course and comparison."""
        return by_domain(self.figures, self._indicator, self.book.language)

    def _indicator(self, figures: Figures) -> parts.Html:
        language = self.book.language
        said = " ".join(sentence.into(language) for sentence in figures.sentences(self.code))
        pictures = [figures.line(self.code)]
        if len(self.book.areas.peers(self.code)) > 1:
            pictures.append(figures.strip(self.code))
        return parts.section(
            figures.title,
            parts.prose(said, language=language),
            parts.pictures(*pictures, language=language),
            standing.comparisons(figures, self.code, similar=self._similar),
            parts.notice(
                self.book.said(figures.indicator.reading),
                title=_("Lesehilfe"),
                language=language,
            ),
            ways.of_profile(figures, self.code),
            figures.more(),
            level=3,
            id=figures.anchor,
            language=language,
        )

    @cached_property
    def _similar(self) -> bool:
        return unmatched.has_similar(self.book, self.code)

    def situation(self) -> Iterator[parts.Html]:
        """The class of the area in each index of the city, and how firm it is."""
        yield from situation.of_area(self.book, self.code)

    def alike(self) -> parts.Html:
        """The areas that are built alike, and in what."""
        return alike.section(self.book, self.code)

    def inside(self) -> parts.Html:
        """Links to the areas that lie in this one."""
        children = self.book.areas.children(self.code)
        if not children:
            return parts.Html("")
        items = [(self.book.own(child.name), f"area/{child.code}") for child in children]
        return parts.section(
            _("Raumeinheiten darin"),
            parts.links(items, language=self.book.language, columns=True),
            language=self.book.language,
            id="darin",
        )

    def legend(self) -> parts.Html:
        """The signs that stand on this page."""
        return signs_of(self.figures, self.book.language, level=self.area.level)

    def provenance(self) -> parts.Html:
        """Where the figures come from."""
        return provenance(self.book, [each.indicator for each in self.figures])
