"""What the last delivery changed: which figures, by how much."""

from math import isnan
from typing import Any

from quartier import periods, signs
from quartier.formats import UNITS, date, number
from quartier.language import Text, _, n_
from quartier.pages import parts
from quartier.revisions import Summary, summarise
from quartier.tables import records
from quartier.workbook.book import Book
from quartier.workbook.figures import Figures

__all__ = ["changed"]

#: So many figures are listed; of the others it is said how many there are.
MOST = 60


def changed(book: Book) -> parts.Html:
    """What the last delivery changed of what is shown: counts, and a list of figures."""
    table = book.changes()
    if table is None:
        return parts.prose(_why_not(book), language=book.language)
    summary = summarise(table, book.city.indicators)
    said = [_cards(book, summary), _list(book, summary), *_rest(book, summary)]
    return parts.Html("\n".join(part.markup for part in said))


def _why_not(book: Book) -> Text:
    if book.table("accounts")["received"].nunique() < 2:
        return _("Alles kam am selben Tag: Einen früheren Stand gibt es nicht.")
    return _(
        "Ein Vergleich ist nicht möglich: Was vor der letzten Lieferung da war, widerspricht sich."
    )


def _cards(book: Book, summary: Summary) -> parts.Html:
    accounts = book.table("accounts")
    last = accounts[accounts["received"] == accounts["received"].max()]
    titles = [book.own(title).markup for title in sorted(set(last["title"]))]
    gone = int(summary.listed["after"].isna().sum())
    changed = len(summary.listed) - gone + summary.unseen
    when = summary.when() if summary.new else None
    facts = [
        parts.Fact(
            _("Letzte Lieferung"),
            date(last["received"].iloc[0], book.language),
            parts.Html("; ".join(titles)),
        ),
        parts.Fact(_("Geänderte Werte"), number(changed, book.language)),
        parts.Fact(_("Entfallene Werte"), number(gone, book.language)),
        parts.Fact(_("Neue Werte"), number(sum(summary.new.values()), book.language), when),
    ]
    return parts.facts(facts, language=book.language)


def _list(book: Book, summary: Summary) -> parts.Html:
    if summary.listed.empty:
        said = _("An den Werten, die es schon gab, ist keine Änderung zu sehen.")
        if summary.silent:
            said = _("An den Werten, die verglichen werden können, ist keine Änderung zu sehen.")
        return parts.prose(said, language=book.language)
    columns = [
        _("Kennzahl"),
        _("Raumeinheit"),
        _("Zeitraum"),
        parts.Column(_("vorher"), numeric=True),
        parts.Column(_("jetzt"), numeric=True),
        parts.Column(_("Änderung"), numeric=True),
    ]
    rows = [_row(book, row) for row in records(summary.listed.head(MOST))]
    note = _(
        "Die größten Änderungen stehen oben, gemessen am Wert. Ist in einem Zeitraum anderes "
        "geheim zu halten als vorher, steht hier nichts von ihm: Aus dem Unterschied ließe sich "
        "etwas errechnen."
    )
    return parts.data_table(
        columns,
        rows,
        caption=_("Geänderte und entfallene Werte"),
        language=book.language,
        note=note,
        id="daten-geaendert",
    )


def _row(book: Book, row: dict[str, Any]) -> list[parts.Part]:
    figures = Figures(book, row["indicator"], book.city.indicators[row["indicator"]])
    return [
        parts.link(figures.short, f"indicator/{figures.name}", language=book.language),
        book.own(book.areas[row["area"]].name),
        periods.parse(row["period"]).label(book.language),
        _figure(row["before"], row["status_before"], figures),
        _figure(row["after"], row["status_after"], figures),
        _change(row, figures),
    ]


def _figure(value: float, status: str, figures: Figures) -> parts.Part:
    if signs.has_value(status) and isnan(value):
        return _("vorhanden")
    return parts.value(value, figures.unit, language=figures.language, status=status)


def _change(row: dict[str, Any], figures: Figures) -> parts.Part:
    """By how much, in the unit of the figure; or whether it came or went."""
    if isnan(row["after"]):
        return _("entfallen")
    if isnan(row["before"]):
        return _("hinzugekommen")
    decimals = UNITS[figures.unit].decimals
    difference = row["after"] - row["before"]
    written = number(difference, figures.language, decimals)
    return f"+{written}" if difference > 0 else written


def _rest(book: Book, summary: Summary) -> list[parts.Html]:
    """How many changes are not listed, and why."""
    said = []
    if len(summary.listed) > MOST:
        more = len(summary.listed) - MOST
        said.append(
            n_(
                "{n} weiterer Wert hat sich geändert.",
                "{n} weitere Werte haben sich geändert.",
                more,
            )
        )
    if summary.unseen:
        said.append(
            n_(
                "{n} Wert hat sich um weniger geändert, als hier zu sehen wäre.",
                "{n} Werte haben sich um weniger geändert, als hier zu sehen wäre.",
                summary.unseen,
            )
        )
    said += summary.unsaid(book.city.indicators)
    return [parts.prose(each, language=book.language) for each in said]
