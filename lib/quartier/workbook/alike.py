"""Areas that are built alike: which, and in what."""

from quartier.language import _
from quartier.pages import parts
from quartier.tables import records
from quartier.workbook.book import Book
from quartier.workbook.figures import Figures

__all__ = ["section"]


def section(book: Book, area: str) -> parts.Html:
    """The areas similar to one, and the figures that make them so; nothing where there are none."""
    chosen = book.city.settings.similar
    similar = book.analysed("similar")
    rows = records(similar[similar["area"] == area])
    if chosen is None or not rows:
        return parts.Html("")
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
    return parts.section(
        _("Ähnliche Gebiete"),
        parts.prose(said, language=language),
        table,
        parts.paragraph(
            parts.link(
                _("Wie ähnliche Gebiete gefunden werden"), "methods#similar", language=language
            ),
            language=language,
        ),
        language=language,
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
