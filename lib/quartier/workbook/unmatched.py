"""Why an area is not compared with similar areas, or with its own past."""

from collections.abc import Iterator, Set

from quartier import narrative, periods
from quartier.analysis import FEWEST
from quartier.formats import Number
from quartier.language import Text, _
from quartier.workbook.book import Book
from quartier.workbook.figures import Figures

__all__ = ["has_similar", "none_similar", "reasons"]


def has_similar(book: Book, area: str) -> bool:
    """Whether any areas are similar to one."""
    return area in set(book.analysed("similar")["area"])


def none_similar(book: Book, area: str) -> Text | None:
    """Why an area has no similar areas; ``None`` where it has, and where nobody asks for them."""
    level = len(book.areas.peers(area))
    if book.city.settings.similar is None or level == 1 or has_similar(book, area):
        return None
    if level < FEWEST:
        return _(
            "Ähnliche Gebiete gibt es hier nicht: Diese Ebene hat weniger als {fewest} Gebiete.",
            fewest=Number(FEWEST),
        )
    return _("Ähnliche Gebiete gibt es hier nicht: Es fehlen Werte, nach denen sie gesucht werden.")


def reasons(figures: Figures, area: str, similar: bool, compared: Set[str]) -> Iterator[Text]:
    """Why a figure lacks some of its comparisons.

    Parameters
    ----------
    figures : Figures
    area : str
    similar : bool
        Whether any areas are similar to it.
    compared : set of str
        What it is compared with: "similar", "past" ...
    """
    last = figures.last(area)
    if last is None or last["value"] != last["value"]:
        return  # The first sentence says that there is no value.
    judged = figures.indicator.kind != "count"  # A count has nothing but its own past.
    if judged and similar and "similar" not in compared:
        yield _no_similar(figures)
    if "past" not in compared:
        yield _no_past(figures, area)


def _no_similar(figures: Figures) -> Text:
    chosen = figures.book.city.settings.similar
    if chosen is not None and figures.name in chosen.indicators:
        return _(
            "Mit ähnlichen Gebieten wird hier nicht verglichen: Nach dieser Kennzahl sind sie "
            "ausgewählt."
        )
    if figures.indicator.denominator is None:
        return _("Mit ähnlichen Gebieten wird hier nicht verglichen: Die Anzahlen fehlen.")
    return _("Mit ähnlichen Gebieten wird hier nicht verglichen: Sie zeigen keinen Wert.")


def _no_past(figures: Figures, area: str) -> Text:
    told = [row for row in figures.rows(area) if row["value"] == row["value"]]
    ends = [periods.parse(row["period"]).end for row in told]
    begun = [
        cut.period
        for cut in figures.indicator.breaks
        if ends[0] < periods.parse(cut.period).start <= ends[-1]
    ]
    if not begun:
        return _("Frühere Werte zum Vergleich gibt es nicht.")
    return _(
        "Mit früheren Werten wird nicht verglichen: Sie liegen vor dem Bruch der Reihe {when}.",
        when=narrative.at(max(begun, key=periods.parse)),
    )
