"""The indices of a city: status and dynamic of its areas."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

import pandas as pd

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
        if book.areas[area].level == chosen.level:
            yield _of_area(book, chosen, _latest(book, chosen), area)


def _of_area(book: Book, chosen: Index, rows: pd.DataFrame, area: str) -> parts.Html:
    own = sorted(records(rows[rows["area"] == area]), key=lambda row: row["part"], reverse=True)
    classified = Counter(rows["part"][rows["class"] != ""])
    facts = [_fact(book, chosen, row, classified[row["part"]]) for row in own]
    return parts.section(
        book.own(chosen.title),
        parts.prose(_introduced(book, chosen, rows), language=book.language),
        parts.facts(facts, language=book.language) if facts else "",
        _method(book),
        language=book.language,
        id=f"index-{chosen.id.replace('_', '-')}",
    )


def _method(book: Book) -> parts.Html:
    said = _("Wie der Index berechnet wird")
    link = parts.link(said, "methods#index", language=book.language)
    return parts.paragraph(link, language=book.language)


def _introduced(book: Book, chosen: Index, rows: pd.DataFrame) -> str:
    """What status and dynamic say, of which periods, or why there is none."""
    names = _listed(book, chosen.status)
    if rows.empty:
        told = [_("In keinem Zeitraum liegen alle Kennzahlen vor: {names}.", names=names)]
    else:
        period = rows["period"].iloc[0]
        status = _(
            "Der Status {when} fasst zusammen, wie hoch die Belastung im Vergleich der Gebiete "
            "ist. Er beruht auf: {names}. Ein hoher Status heißt geringe Belastung.",
            when=narrative.at(period),
            names=names,
        )
        told = [status, *_dynamic(chosen, period, "dynamic" in set(rows["part"]))]
    return " ".join(text.into(book.language) for text in told)


def _dynamic(chosen: Index, period: str, computed: bool) -> Iterator[Text]:
    """Over which periods the dynamic goes, where the index has one."""
    if chosen.change_over is None:
        if computed:  # from figures that were delivered as changes
            yield _("Die Dynamik sagt, wie sich das im Vergleich der Gebiete verändert hat.")
        return
    before = periods.parse(period).previous(chosen.change_over).text
    if computed:
        yield _(
            "Die Dynamik sagt, wie sich das {span} im Vergleich der Gebiete verändert hat.",
            span=narrative.span(before, period),
        )
    else:
        yield _(
            "Eine Dynamik lässt sich nicht berechnen, weil es {when} keine vergleichbaren Werte "
            "gibt.",
            when=narrative.at(before),
        )


def _listed(book: Book, names: Sequence[str]) -> str:
    return "; ".join(book.said(book.city.indicators[name].short) for name in names)


def _fact(book: Book, chosen: Index, row: Row, classified: int) -> parts.Fact:
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
    firm = narrative.index_firmness(row, unsettled, len(names), classified).into(language)
    return parts.Fact(_PARTS[row["part"]], said, f"{value} {firm}")


def _latest(book: Book, chosen: Index) -> pd.DataFrame:
    """The rows of the last period in which the status has classes."""
    table = book.analysed("indices")
    rows = table[table["index"] == chosen.id]
    told = rows["period"][(rows["part"] == "status") & (rows["class"] != "")].unique()
    several = told if len(told) else rows["period"].unique()
    return rows[rows["period"] == max(several, key=periods.parse, default="")]


def sections(book: Book) -> Iterator[parts.Html]:
    """For each index a table of all areas by status and dynamic, or why there is none."""
    for chosen in book.city.settings.indices:
        rows = _latest(book, chosen)
        yield _section(book, chosen, rows)


def _section(book: Book, chosen: Index, rows: pd.DataFrame) -> parts.Html:
    language = book.language
    status, dynamic = _classes(rows, "status"), _classes(rows, "dynamic")
    unsure = set(rows["area"][rows["by_chance"] < _FIRM])
    said = [_introduced(book, chosen, rows), *(text.into(language) for text in _left(rows))]
    return parts.section(
        book.own(chosen.title),
        parts.prose(" ".join(said), language=language),
        _crossed(book, chosen, status, dynamic, unsure) if status else "",
        _method(book),
        level=2,
        id=f"index-{chosen.id.replace('_', '-')}",
        language=language,
    )


def _classes(rows: pd.DataFrame, part: str) -> dict[str, str]:
    """The areas that have a class, with it."""
    own = rows[(rows["part"] == part) & (rows["class"] != "")]
    return dict(zip(own["area"], own["class"], strict=True))


def _left(rows: pd.DataFrame) -> Iterator[Text]:
    """How many areas have no status, and why."""
    without = rows["reason"][(rows["part"] == "status") & (rows["class"] == "")]
    for reason, count in sorted(Counter(without).items()):
        yield _(
            "Gebiete ohne Einordnung: {count} ({why}).",
            count=Number(count),
            why=narrative.index_classes({"class": "", "reason": reason}),
        )


def _crossed(
    book: Book,
    chosen: Index,
    status: Mapping[str, str],
    dynamic: Mapping[str, str],
    unsure: Set[str],
) -> parts.Html:
    """Status down, dynamic across; in each cell the areas, or how many there are."""
    still = any(area not in dynamic for area in status)
    across = (*(DYNAMIC.names if dynamic else ()), *([""] if still else []))
    none = _("ohne Dynamik") if dynamic else _("Gebiete")
    words = {
        name: narrative.index_classes({"class": name, "reason": ""})
        for name in (*STATUS.names, *DYNAMIC.names)
    }
    columns = [
        parts.Column(_("Status")),
        *(parts.Column(_("Dynamik {name}", name=words[name]) if name else none) for name in across),
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
