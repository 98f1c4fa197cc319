"""What is changing in a city: trends of all indicators, and the gaps between its areas."""

from collections.abc import Sequence

from quartier import narrative
from quartier.formats import Number
from quartier.language import Text, _
from quartier.pages import parts
from quartier.workbook import gaps, ways
from quartier.workbook.book import Book
from quartier.workbook.figures import Figures

__all__ = ["table"]


def table(book: Book, shown: Sequence[Figures]) -> parts.Html:
    """Each rate with its trend, in how many areas it rises or falls, and the gap between areas.

    Rates of which neither can be said have no row; where that is all of them, a sentence says so.
    """
    rated = [figures for figures in shown if _told(book, figures)]
    columns = [
        parts.Column(_("Kennzahl")),
        parts.Column(_("Trend der Stadt")),
        parts.Column(_("Gebiete: steigt / sinkt / kein sicherer Trend")),
        parts.Column(_("Das am stärksten belastete Fünftel hat")),
    ]
    if not rated:
        said = _(
            "Trends und Abstände lassen sich nicht beurteilen: Dafür fehlen Vertrauensbereiche "
            "oder genügend Werte."
        )
        return parts.prose(said, language=book.language)
    note = _(
        "Ein Trend gilt nur als sicher, wenn er in den letzten fünf Werten stärker ist, als durch "
        "Zufall zu erwarten wäre, und nicht an einem einzigen Wert hängt. Verglichen wird das "
        "Fünftel der Bevölkerung in den am stärksten belasteten Gebieten mit dem in den am "
        "wenigsten belasteten."
    )
    table = parts.data_table(
        columns,
        [_row(book, figures) for figures in rated],
        caption=_("Trends und Abstände"),
        language=book.language,
        note=note,
    )
    return parts.Html(f"{table}{ways.line(book.language, 'trend', 'inequality')}")


def _told(book: Book, figures: Figures) -> bool:
    """Whether any trend of an indicator can be assessed, or a gap was computed."""
    if figures.indicator.kind == "count":
        return False
    level = _finest(book, figures)
    assessed = any(row["verdict"] for row in figures.analysed("trends"))
    return assessed or (level is not None and gaps.sentence(figures, level) is not None)


def _row(book: Book, figures: Figures) -> list[parts.Part]:
    language, city = book.language, book.areas.city()
    trend = figures.trend(city.code) if city is not None else None
    verdict = narrative.trend_verdict(trend, figures.indicator.polarity)
    level = _finest(book, figures)
    return [
        parts.link(figures.short, f"indicator/{figures.name}", language=language),
        parts.status_badge(verdict, language=language),
        _counted(figures, level),
        _("nicht berechnet") if level is None else _gap(figures, level),
    ]


def _gap(figures: Figures, level: str) -> Text:
    said = gaps.sentence(figures, level)
    return gaps.why_not(figures, level) if said is None else said


def _finest(book: Book, figures: Figures) -> str | None:
    """The finest level with figures and several areas."""
    several = [level for level in book.city.levels if len(book.areas.on(level)) > 1]
    told = [level for level in several if len(figures.on_level(level).frame)]
    return told[-1] if told else None


def _counted(figures: Figures, level: str | None) -> parts.Part:
    here = {area.code for area in figures.book.areas.on(level)} if level is not None else set()
    verdicts = [row["verdict"] for row in figures.analysed("trends") if row["area"] in here]
    if not any(verdicts):
        return _("nicht beurteilbar")
    numbers = [Number(verdicts.count(each)) for each in ("rising", "falling", "no_change")]
    rising, falling, neither = numbers
    return _("{rising} / {falling} / {neither}", rising=rising, falling=falling, neither=neither)
