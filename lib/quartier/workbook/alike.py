"""Areas that are built alike: which, and in what."""

from quartier.language import _
from quartier.pages import parts
from quartier.tables import records
from quartier.workbook import unmatched
from quartier.workbook.book import Book
from quartier.workbook.figures import Figures

__all__ = ["section"]


def section(book: Book, area: str) -> parts.Html:
    """The areas similar to one, and the figures that make them so, or why there are none.

    Nothing where the city has not said what makes areas similar.
    """
    chosen = book.city.settings.similar
    similar = book.analysed("similar")
    rows = records(similar[similar["area"] == area])
    if chosen is None or not rows:
        why = unmatched.none_similar(book, area)
        return (
            parts.Html("")
            if why is None
            else _section(book, parts.prose(why, language=book.language))
        )
    language = book.language
    others = [row["other"] for row in sorted(rows, key=lambda row: row["place"])]
    structure = [Figures(book, name, book.city.indicators[name]) for name in chosen.indicators]
    columns = [
        parts.Column(_("Raumeinheit")),
        *(parts.Column(figures.short, numeric=True) for figures in structure),
    ]
    table = parts.data_table(
        columns,
        [_row(book, code, structure, linked=code != area) for code in (area, *others)],
        caption=_("Ähnliche Gebiete und worin sie sich ähneln"),
        language=language,
    )
    said = _(
        "Diese Gebiete derselben Ebene sind am ähnlichsten aufgebaut: Ihr Abstand ist über alle "
        "genannten Kennzahlen zusammen, jede in Standardabweichungen, der kleinste. Ein Vergleich "
        "mit ihnen ist oft gerechter als der mit der ganzen Stadt."
    )
    return _section(book, parts.prose(said, language=language), table)


def _section(book: Book, *shown: parts.Html) -> parts.Html:
    said = _("Wie ähnliche Gebiete gefunden werden")
    link = parts.link(said, "methods#similar", language=book.language)
    return parts.section(
        _("Ähnliche Gebiete"),
        *shown,
        parts.paragraph(link, language=book.language),
        language=book.language,
        id="aehnliche",
    )


def _row(book: Book, code: str, structure: list[Figures], *, linked: bool) -> list[parts.Part]:
    name = book.own(book.areas[code].name)
    first = parts.link(name, f"area/{code}", language=book.language) if linked else name
    return [first, *(_value(figures, code) for figures in structure)]


def _value(figures: Figures, code: str) -> parts.Part:
    row = figures.last(code)
    if row is None:
        return parts.sign("missing", language=figures.language)
    return parts.value(row["value"], figures.unit, language=figures.language, status=row["status"])
