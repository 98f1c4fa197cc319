"""The indices of a city: status and dynamic of its areas."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from quartier import narrative, periods
from quartier.formats import Number
from quartier.language import Text, _
from quartier.pages import parts
from quartier.settings import Index
from quartier.statistics.index import DYNAMIC, STATUS
from quartier.tables import records
from quartier.workbook.book import Book

__all__ = ["of_area", "sections"]

Row = Mapping[str, Any]

_FIRM = 0.8

_UNSURE = _(
    "Unsicher: Schwanken die Werte durch Zufall, bleibt Status oder Dynamik mit einer "
    "Wahrscheinlichkeit von weniger als 80\N{NO-BREAK SPACE}% gleich."
)

MOST_NAMED = 12
"""In a cell with more areas than this their number says enough."""

_PARTS: Mapping[str, Text] = {"status": _("Status"), "dynamic": _("Dynamik")}


def of_area(book: Book, area: str) -> Iterator[parts.Html]:
    """For each index of the area's level its classes, and how firm they are."""
    for chosen in book.city.settings.indices:
        rows = [row for row in _latest(book, chosen) if row["area"] == area]
        if rows:
            yield _of_area(book, chosen, sorted(rows, key=lambda row: row["part"], reverse=True))


def _of_area(book: Book, chosen: Index, rows: Sequence[Row]) -> parts.Html:
    return parts.section(
        book.own(chosen.title),
        parts.prose(_introduced(book, chosen, rows), language=book.language),
        parts.facts([_fact(book, chosen, row) for row in rows], language=book.language),
        _method(book),
        language=book.language,
        id=f"index-{chosen.id.replace('_', '-')}",
    )


def _method(book: Book) -> parts.Html:
    said = _("Wie der Index berechnet wird")
    link = parts.link(said, "methods#index", language=book.language)
    return parts.paragraph(link, language=book.language)


def _introduced(book: Book, chosen: Index, rows: Sequence[Row]) -> str:
    period = periods.parse(rows[0]["period"])
    names = _listed(book, chosen.status)
    said = _(
        "Der Status {period} fasst zusammen, wie hoch die Belastung im Vergleich der Gebiete ist. "
        "Er beruht auf: {names}. Ein hoher Status heißt geringe Belastung.",
        period=period,
        names=names,
    )
    if len(rows) == 1:
        return said.into(book.language)
    dynamic = _("Die Dynamik sagt, wie sich das im Vergleich der Gebiete verändert hat.")
    return f"{said.into(book.language)} {dynamic.into(book.language)}"


def _listed(book: Book, names: Sequence[str]) -> str:
    return "; ".join(book.said(book.city.indicators[name].short) for name in names)


def _fact(book: Book, chosen: Index, row: Row) -> parts.Fact:
    """The class of an area, its value, and how firm it is."""
    language = book.language
    said = narrative.index_classes(row).into(language)
    if not row["class"]:
        return parts.Fact(
            _PARTS[row["part"]], parts.sign("not_computable", language=language), said
        )
    names = chosen.dynamic if row["part"] == "dynamic" and chosen.dynamic else chosen.status
    unsettled = [book.said(book.city.indicators[name].short) for name in row["without"].split()]
    value = _(
        "Indexwert {value}; niedrige Werte sind günstig.", value=Number(row["value"], 2)
    ).into(language)
    firm = narrative.index_firmness(row, unsettled, len(names)).into(language)
    return parts.Fact(_PARTS[row["part"]], said, f"{value} {firm}")


def _latest(book: Book, chosen: Index) -> list[Row]:
    """The rows of the last period in which the status has classes."""
    rows = [row for row in records(book.analysed("indices")) if row["index"] == chosen.id]
    told = [row["period"] for row in rows if row["part"] == "status" and row["class"]]
    told = told or [row["period"] for row in rows]
    last = max(told, key=periods.parse, default=None)
    return [row for row in rows if row["period"] == last]


def sections(book: Book) -> Iterator[parts.Html]:
    """For each index a table of all areas by status and dynamic."""
    for chosen in book.city.settings.indices:
        rows = _latest(book, chosen)
        if any(row["class"] for row in rows):
            yield _section(book, chosen, rows)


def _section(book: Book, chosen: Index, rows: Sequence[Row]) -> parts.Html:
    language = book.language
    classes = {
        part: {row["area"]: row["class"] for row in rows if row["part"] == part and row["class"]}
        for part in _PARTS
    }
    unsure = {row["area"] for row in rows if row["by_chance"] < _FIRM}
    table = _crossed(book, chosen, classes["status"], classes["dynamic"], unsure)
    none = len({row["area"] for row in rows}) - len(classes["status"])
    said = [_introduced(book, chosen, [row for row in rows if row["part"] == "status"])]
    if none:
        left = _("Ohne Einordnung bleiben {count} Gebiete.", count=Number(none))
        said.append(left.into(language))
    return parts.section(
        book.own(chosen.title),
        parts.prose(" ".join(said), language=language),
        table,
        _method(book),
        level=2,
        id=f"index-{chosen.id.replace('_', '-')}",
        language=language,
    )


def _crossed(
    book: Book,
    chosen: Index,
    status: Mapping[str, str],
    dynamic: Mapping[str, str],
    unsure: Set[str],
) -> parts.Html:
    """Status down, dynamic across; in each cell the areas, or how many there are."""
    across = DYNAMIC.names if dynamic else ("",)
    words = {
        name: narrative.index_classes({"class": name, "reason": ""})
        for name in (*STATUS.names, *DYNAMIC.names)
    }
    columns = [
        parts.Column(_("Status")),
        *(
            parts.Column(_("Dynamik {name}", name=words[name]) if name else _("Gebiete"))
            for name in across
        ),
    ]
    rows = [
        [
            words[name],
            *(
                _cell(
                    book,
                    [a for a in status if status[a] == name and dynamic.get(a, "") == other],
                    unsure,
                )
                for other in across
            ),
        ]
        for name in STATUS.names
    ]
    return parts.data_table(
        columns,
        rows,
        caption=_("{title}: alle Gebiete", title=chosen.title),
        language=book.language,
        id=f"index-{chosen.id.replace('_', '-')}-gebiete",
        note=_UNSURE if unsure else None,
    )


def _cell(book: Book, areas: Sequence[str], unsure: Set[str]) -> parts.Part:
    if not areas:
        return _("keines")
    if len(areas) > MOST_NAMED:
        return _("{count} Gebiete", count=Number(len(areas)))
    named = sorted(areas, key=lambda code: book.areas[code].name)
    links = [
        parts.link(book.own(book.areas[code].name), f"area/{code}", language=book.language)
        for code in named
    ]
    mark = _("(unsicher)").into(book.language)
    told = zip(links, named, strict=True)
    said = [f"{link} {mark}" if code in unsure else str(link) for link, code in told]
    return parts.Html(", ".join(said))
