"""What was delivered and what became of it: accounts, quarantine, withdrawn cells, coverage."""

from collections.abc import Iterable

import pandas as pd

from quartier import periods, signs
from quartier.disclosure import published_quarantine
from quartier.formats import date, number
from quartier.language import Text, _, n_
from quartier.pages import parts
from quartier.sources import advice, explain
from quartier.workbook.book import Book
from quartier.workbook.figures import Figures

__all__ = ["accounts", "coverage", "coverage_legend", "quarantine", "summary", "withdrawn"]

_FOUND_WITHHELD = _("nicht gezeigt")


def summary(book: Book) -> parts.Html:
    """Rows read, kept, quarantined and without data, over all deliveries."""
    table = book.table("accounts")
    told = [
        (_("Zeilen gelesen"), "rows_read"),
        (_("übernommen"), "rows_kept"),
        (_("in Quarantäne"), "rows_quarantined"),
        (_("ohne Daten (Kopf, Fußnoten)"), "rows_no_data"),
    ]
    facts = [(label, number(int(table[column].sum()), book.language)) for label, column in told]
    return parts.facts(facts, language=book.language)


def accounts(book: Book) -> parts.Html:
    """The account of each delivered file: rows read = kept + quarantined + no data."""
    columns = [
        _("Datei"),
        _("Quelle"),
        _("Eingegangen"),
        *(
            parts.Column(label, numeric=True)
            for label in (_("gelesen"), _("übernommen"), _("Quarantäne"), _("ohne Daten"))
        ),
    ]
    rows = [
        [
            row["file"],
            _own(book, row["title"]),
            date(row["received"], book.language),
            *(number(row[f"rows_{kind}"], book.language) for kind in _KINDS),
        ]
        for row in book.table("accounts").sort_values(["received", "file"]).to_dict("records")
    ]
    return parts.data_table(
        columns, rows, caption=_("Zeilen je gelieferter Datei"), language=book.language
    )


_KINDS = ("read", "kept", "quarantined", "no_data")


def quarantine(book: Book) -> parts.Html:
    """Everything that was not understood, with its place, reason and a hint."""
    rule = book.city.settings.disclosure
    listed = published_quarantine(book.table("quarantine"), rule, book.audience)
    if listed.frame.empty:
        return parts.prose(_("Alles wurde verstanden."), language=book.language)
    columns = [_("Stelle"), _("Grund"), _("Gefunden"), _("Hinweis")]
    rows = [_quarantined(row, book.language) for row in listed.frame.to_dict("records")]
    return parts.data_table(
        columns,
        rows,
        caption=_("Was nicht verstanden wurde"),
        language=book.language,
        row_header=False,
    )


def _quarantined(row: dict[str, object], language: str) -> list[object]:
    place: list[Text] = [_("{file}", file=row["file"])]
    if row["row"] != "0":
        place.append(_("Zeile {row}", row=row["row"]))
    if row["column"]:
        place.append(_("Spalte „{column}“", column=row["column"]))
    found = _FOUND_WITHHELD if pd.isna(row["found"]) else row["found"]
    reason, hint = str(row["reason"]), str(row["hint"])
    return [
        ", ".join(part.into(language) for part in place),
        explain(reason),
        found or "",
        advice(reason, hint) or "",
    ]


def withdrawn(book: Book) -> parts.Html:
    """Cells of an earlier delivery that the one which replaced it leaves out."""
    gone = book.table("withdrawn")
    if gone.empty:
        text = _("Keine neuere Lieferung lässt Angaben einer früheren weg.")
        return parts.prose(text, language=book.language)
    rows = [
        [
            _own(book, book.city.variables[row["variable"]].title),
            _own(book, book.areas[row["area"]].name),
            periods.parse(row["period"]).label(book.language),
            _received(row["delivery"], book.language),
            _received(row["by"], book.language),
        ]
        for row in gone.to_dict("records")
    ]
    columns = [
        _("Merkmal"),
        _("Raumeinheit"),
        _("Zeitraum"),
        _("zuletzt geliefert"),
        _("ersetzt durch Lieferung vom"),
    ]
    caption = _("Zurückgezogene Angaben")
    return parts.data_table(columns, rows, caption=caption, language=book.language)


def _received(delivery: str, language: str) -> str:
    return date(delivery.rsplit("@", 1)[1], language)


def coverage(book: Book) -> Iterable[parts.Html]:
    """For each level: which indicators have how many figures in which period."""
    for level in book.city.settings.levels:
        if book.areas.on(level.id):
            yield _level(book, level.id, level.plural)


def _level(book: Book, level: str, plural: str) -> parts.Html:
    shown = [Figures(book, *item) for item in book.indicators()]
    frames = {each.name: each.series.where(level=level).frame for each in shown}
    told = pd.concat([frame["period"] for frame in frames.values()]).unique()
    years = sorted(told, key=periods.parse)
    areas = len(book.areas.on(level))
    rows = [
        [each.short, *(_share(frames[each.name], year, areas) for year in years)] for each in shown
    ]
    columns = [
        _("Kennzahl"),
        *(parts.Column(periods.parse(year).label(book.language), numeric=True) for year in years),
    ]
    caption = n_(
        "{plural}: wie viele Werte gezeigt werden ({n} Raumeinheit)",
        "{plural}: wie viele Werte gezeigt werden ({n} Raumeinheiten)",
        areas,
        plural=plural,
    )
    return parts.data_table(columns, rows, caption=caption, language=book.language, id=f"daten-{level}")


def _share(frame: pd.DataFrame, period: str, areas: int) -> Text | str:
    rows = frame[frame["period"] == period]
    if rows.empty:
        return signs.sign("missing")
    with_value = int(rows["status"].map(signs.has_value).sum())
    return _("{shown} von {all}", shown=with_value, all=areas)


def coverage_legend(book: Book) -> parts.Html:
    """The signs of the statuses that occur, with how often each does."""
    counts: dict[str, int] = {}
    for name, _indicator in book.indicators():
        for status, count in book.series(name).frame["status"].value_counts().items():
            counts[str(status)] = counts.get(str(status), 0) + int(count)
    order = [status for status in signs.STATUSES if status in counts]
    rows = [
        [signs.meaning(status), signs.sign(status) or "", number(counts[status], book.language)]
        for status in order
    ]
    columns = [_("Bedeutung"), _("Zeichen"), parts.Column(_("Werte"), numeric=True)]
    caption = _("Was aus den Werten geworden ist")
    return parts.data_table(columns, rows, caption=caption, language=book.language)


def _own(book: Book, text: str) -> parts.Html:
    return parts.city_text(text, book.city.settings.language, book.language)
