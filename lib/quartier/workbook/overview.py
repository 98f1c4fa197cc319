"""The city as a whole: how it stands, where in it what differs, and the way to each area."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from quartier import charts
from quartier.language import _
from quartier.pages import parts
from quartier.settings import Area
from quartier.workbook import changes, situation, ways
from quartier.workbook.book import Book
from quartier.workbook.domains import by_domain, key_facts, noted, signs_of
from quartier.workbook.figures import Figures
from quartier.workbook.origins import provenance

__all__ = ["Overview"]

MOST_LISTED = 80
"""With more areas than this, a list of all is no way to find one."""


@dataclass
class Overview:
    """The city report.

    Attributes
    ----------
    book : Book
    """

    book: Book

    def __post_init__(self) -> None:
        self.book.stamp(page="index")

    @cached_property
    def figures(self) -> list[Figures]:
        """The indicators that have figures."""
        every = [Figures(self.book, *item) for item in self.book.indicators()]
        return [figures for figures in every if len(figures.series.frame)]

    def head(self) -> parts.Html:
        """The city's name."""
        return parts.heading(
            self.book.own(self.book.city.settings.name),
            language=self.book.language,
            kicker=_("Sozialbericht"),
            lead=_(
                "Wie die Menschen in der Stadt leben, worin sich ihre Teile unterscheiden "
                "und ob die Ziele erreicht werden."
            ),
        )

    def facts(self) -> parts.Html:
        """The city's own figures; nothing where no source gives any for the city as a whole."""
        city = self.book.areas.city()
        if city is None:
            return parts.Html("")
        shown = [
            parts.Fact(
                figures.short,
                parts.value(
                    row["value"], figures.unit, language=self.book.language, status=row["status"]
                ),
                noted(row, figures.unit),
            )
            for figures in key_facts(self.figures)
            if (row := figures.last(city.code)) is not None
        ]
        return parts.facts(shown, language=self.book.language)

    def changes(self) -> parts.Html:
        """The trend of each indicator in the city, and in how many areas it rises or falls."""
        return changes.table(self.book, self.figures)

    def situation(self) -> Iterator[parts.Html]:
        """The areas by status and dynamic."""
        yield from situation.sections(self.book)

    def sections(self) -> Iterator[parts.Html]:
        """For each domain its indicators: the map, the areas ranked, the city over time."""
        return by_domain(self.figures, self._indicator, self.book.language)

    def _indicator(self, figures: Figures) -> parts.Html:
        language, city = self.book.language, self.book.areas.city()
        said = figures.sentences(city.code) if city is not None else []
        text = " ".join(sentence.into(language) for sentence in said)
        pictures = [picture for picture in self._pictures(figures) if picture is not None]
        return parts.section(
            figures.title,
            parts.prose(text, language=language) if text else "",
            *pictures,
            parts.notice(
                self.book.said(figures.indicator.definition),
                title=_("Definition"),
                language=language,
            ),
            ways.of_course(figures),
            figures.more(),
            level=3,
            id=figures.anchor,
            language=language,
        )

    def _pictures(self, figures: Figures) -> Iterator[charts.Figure | None]:
        """The finest level on the map, the level below the city ranked."""
        told = [level for level in self.book.city.levels if len(figures.on_level(level).frame)]
        below = [level for level in told if len(self.book.areas.on(level)) > 1]
        if below:
            yield figures.map(below[-1])
            yield figures.dots(below[0])

    def areas(self) -> parts.Html:
        """The way to the areas: all of them where they are few, else those right below the city."""
        tops = self.book.areas.children(None)
        # A city that is the only one at the top would be a list of one.
        shown = self.book.areas.children(tops[0].code) if len(tops) == 1 else tops
        deep = len(self.book.city.areas) <= MOST_LISTED
        return parts.section(
            _("Raumeinheiten"),
            parts.nested_list(
                [self._item(area, deep) for area in shown], language=self.book.language
            ),
            language=self.book.language,
            id="raumeinheiten",
        )

    def _item(self, area: Area, deep: bool) -> parts.Item:
        inside = self.book.areas.children(area.code) if deep else []
        return parts.Item(
            self.book.own(area.name),
            page=f"area/{area.code}",
            children=[self._item(child, deep) for child in inside],
        )

    def legend(self) -> parts.Html:
        """The signs that stand on this page."""
        return signs_of(self.figures, self.book.language)

    def provenance(self) -> parts.Html:
        """Where the figures come from."""
        return provenance(self.book, [each.indicator for each in self.figures])
