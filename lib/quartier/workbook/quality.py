"""What was delivered and what became of it: accounts, quarantine, doubts, what was withdrawn."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from quartier import groups, periods, signs
from quartier.disclosure import published_doubts, published_quarantine
from quartier.errors import in_rows
from quartier.formats import Number, date, number
from quartier.group_words import in_words
from quartier.language import Text, _, n_
from quartier.observations import rows_of_replaced, superseded
from quartier.pages import parts
from quartier.plausible import (
    NAMED,
    WITH_FIGURES,
    Doubt,
    doubt_advice,
    doubted,
    explain_doubt,
    figure,
)
from quartier.settings import Level, received_on
from quartier.sources import advice, explain, gathered
from quartier.tables import records
from quartier.workbook.book import Book
from quartier.workbook.corrected import table as corrections
from quartier.workbook.figures import Figures

__all__ = [
    "accounts",
    "corrections",
    "coverage",
    "doubts",
    "obstacles",
    "quarantine",
    "statuses",
    "summary",
    "withdrawn",
]

_FOUND_WITHHELD = _("nicht gezeigt")
_FIGURES_WITHHELD = _(
    "Zahlen stehen hier nur, wo sie nichts über Menschen sagen; quartier check nennt alle."
)
_KINDS = ("read", "kept", "quarantined", "no_data")


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
            book.own(row["title"]),
            date(row["received"], book.language),
            *(number(row[f"rows_{kind}"], book.language) for kind in _KINDS),
        ]
        for row in records(book.table("accounts").sort_values(["received", "file"]))
    ]
    return parts.data_table(
        columns, rows, caption=_("Zeilen je gelieferter Datei"), language=book.language
    )


def quarantine(book: Book) -> parts.Html:
    """Everything that was not understood, with its place, reason and a hint."""
    rule = book.city.settings.disclosure
    table, replaced = book.table("quarantine"), _replaced(book)
    in_force = table[~table["delivery"].isin(list(replaced))]
    listed = published_quarantine(in_force, rule, book.audience)
    old = _of_replaced(book, replaced)
    if listed.frame.empty:
        return parts.prose(old or _("Alles wurde verstanden."), language=book.language)
    columns = [_("Stelle"), _("Grund"), _("Gefunden"), _("Hinweis")]
    rows = [_quarantined(row, book.language) for row in gathered(listed.frame)]
    return parts.data_table(
        columns,
        rows,
        caption=_("Was nicht verstanden wurde"),
        language=book.language,
        note=old,
        row_header=False,
    )


def _replaced(book: Book) -> frozenset[str]:
    return superseded(book.table("accounts"), book.table("covered"))


def _of_replaced(book: Book, replaced: Collection[str]) -> Text | None:
    """How many rows of deliveries that newer ones replaced stand in quarantine."""
    accounts = book.table("accounts")
    old = accounts[accounts["delivery"].isin(list(replaced))]
    count = int(old["rows_quarantined"].sum())
    return rows_of_replaced(count) if count else None


def _quarantined(row: dict[str, Any], language: str) -> list[object]:
    found = _FOUND_WITHHELD if pd.isna(row["found"]) else row["found"]
    reason, hint = str(row["reason"]), str(row["hint"])
    return [
        _place(row["file"], row["row"], row["column"], language),
        explain(reason),
        found or "",
        advice(reason, hint) or "",
    ]


def _place(file: str, rows: Sequence[int], column: str, language: str) -> str:
    place: list[Text] = [_("{file}", file=file)]
    if rows:
        place.append(in_rows(rows))
    if column:
        place.append(_("Spalte „{column}“", column=column))
    return ", ".join(part.into(language) for part in place)


def doubts(book: Book) -> parts.Html:
    """Everything that was kept although it is hardly right."""
    listed = published_doubts(book.table("doubts"), book.city.variables, book.audience)
    if listed.frame.empty:
        return parts.prose(_("Nichts ist auffällig."), language=book.language)
    told = doubted(listed.frame)
    columns = [
        _("Stelle"),
        _("Was auffällt"),
        _("Wo, oder wo am meisten"),
        parts.Column(_("gefunden"), numeric=True),
        parts.Column(_("erwartet"), numeric=True),
        _("Hinweis"),
    ]
    rows = [_doubtful(book, doubt) for doubt in told]
    filled = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    withheld = any(doubt.kind in WITH_FIGURES and not doubt.has_figures for doubt in told)
    return parts.data_table(
        [columns[at] for at in filled],
        [[row[at] for at in filled] for row in rows],
        caption=_("Was auffällt, aber übernommen wurde"),
        language=book.language,
        note=_FIGURES_WITHHELD if withheld else None,
        row_header=False,
    )


def _doubtful(book: Book, doubt: Doubt) -> list[object]:
    figures: list[object] = ["", ""]
    if doubt.has_figures:
        figures = [figure(each).into(book.language) for each in (doubt.found, doubt.expected)]
    names = {"fewer_areas": _("Es fehlen: {names}.", names=doubt.detail)}
    names["shifted"] = names["unlike"] = _("Betroffen: {names}.", names=doubt.detail)
    names["missed"] = names["shifted"]
    return [
        _place(doubt.file, doubt.rows, doubt.column, book.language),
        explain_doubt(doubt.kind),
        _about(book, doubt),
        *figures,
        names.get(doubt.kind) or doubt_advice(doubt.kind) or "",
    ]


def _about(book: Book, doubt: Doubt) -> parts.Html:
    """Variables, area, group and period of a doubt."""
    told: list[parts.Html | str] = [
        book.own(book.city.variables[each].title) for each in doubt.variables
    ]
    if len(told) > NAMED:
        told = [n_("{n} Merkmal", "{n} Merkmale", len(told)).into(book.language)]
    if doubt.area:
        told.append(book.own(book.areas[doubt.area].name))
    if doubt.group not in ("", groups.TOTAL):
        told.append(in_words(doubt.group, book.language))
    told.append(periods.parse(doubt.period).label(book.language))
    return parts.Html(str(Markup(", ").join(told)))


def withdrawn(book: Book) -> parts.Html:
    """Cells of an earlier delivery that the one which replaced it leaves out."""
    gone = book.table("withdrawn")
    if gone.empty:
        text = _("Keine neuere Lieferung lässt Angaben einer früheren weg.")
        return parts.prose(text, language=book.language)
    once = gone.drop_duplicates(["variable", "area", "period", "delivery", "by"])
    rows = [
        [
            book.own(book.city.variables[row["variable"]].title),
            _named(book, row["area"]),
            periods.parse(row["period"]).label(book.language),
            date(received_on(row["delivery"]), book.language),
            date(received_on(row["by"]), book.language),
        ]
        for row in records(once)
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


def _named(book: Book, area: str) -> parts.Html | Text:
    name = book.areas.called(area)
    return name if isinstance(name, Text) else book.own(name)


def coverage(book: Book) -> Iterable[parts.Html]:
    """For each level: which indicators have how many figures in which period."""
    shown = [Figures(book, *item) for item in book.indicators()]
    for level in book.city.settings.levels:
        if book.areas.on(level.id) and shown:
            yield _level(book, shown, level)
    beside = [each for each in shown if _counts_beside(book, each)]
    if beside and book.areas.city():
        yield _beside(book, beside)


def _counts_beside(book: Book, figures: Figures) -> bool:
    """Whether a number holds people whom a source counts beside the areas."""
    return figures.indicator.kind == "count" and any(
        source.area.unknown or source.area.rest
        for source in book.sources_of(figures.indicator).values()
    )


def _beside(book: Book, shown: Sequence[Figures]) -> parts.Html:
    """What of a city is in none of its parts, as far as published figures say so themselves."""
    told = {period for each in shown for period in each.series.frame["period"]}
    years = sorted(told, key=periods.parse)
    columns = [
        _("Kennzahl"),
        *(parts.Column(periods.parse(year).label(book.language), numeric=True) for year in years),
    ]
    rows = [[each.short, *(_left(book, each, year) for year in years)] for each in shown]
    caption = _(
        "In der Stadt mitgezählt, aber in keiner Raumeinheit: ohne bekannte Anschrift oder im "
        "übrigen Stadtgebiet"
    )
    return parts.data_table(columns, rows, caption=caption, language=book.language)


def _left(book: Book, figures: Figures, period: str) -> str:
    """The published number of the city less those of its parts; else the sign of what lacks."""
    city = book.areas.city()
    assert city is not None
    shown = {row["area"]: row for row in records(figures.series.where(period=period).frame)}
    rows = [shown.get(area.code) for area in (city, *book.areas.children(city.code))]
    for row in rows:
        if row is None or pd.isna(row["value"]):
            return signs.sign(row["status"] if row else "missing")
    whole, *inner = (float(row["value"]) for row in rows if row)
    return number(whole - sum(inner), book.language)


def _level(book: Book, shown: Sequence[Figures], level: Level) -> parts.Html:
    frames = {each.name: each.series.where(level=level.id).frame for each in shown}
    told = {period for frame in frames.values() for period in frame["period"]}
    years = sorted(told, key=periods.parse)
    areas = len(book.areas.on(level.id))
    rows = [
        [each.short, *(_shown(frames[each.name], year, book.language) for year in years)]
        for each in shown
    ]
    columns = [
        _("Kennzahl"),
        *(parts.Column(periods.parse(year).label(book.language), numeric=True) for year in years),
    ]
    areas_named = level.plural if areas > 1 else level.name
    caption = _("{areas} mit Wert (von {all})", areas=areas_named, all=Number(areas))
    name = f"daten-{level.id}"
    return parts.data_table(columns, rows, caption=caption, language=book.language, id=name)


def _shown(frame: pd.DataFrame, period: str, language: str) -> str:
    """How many areas have a value that is shown."""
    rows = frame[frame["period"] == period]
    if rows.empty:
        return signs.sign("missing")
    return number(int(rows["status"].map(signs.has_value).sum()), language)


def statuses(book: Book) -> parts.Html:
    """What has become of all values: how many there are of each sign.

    Both kinds of withholding count as one; nobody is to know which value is the small one.
    """
    counts: Counter[tuple[str, Text]] = Counter()
    for name, _indicator in book.indicators():
        for status in book.series(name).frame["status"]:
            counts[signs.sign(status), signs.meaning(status)] += 1
    rows = [
        [meaning, sign or _("Zahl"), number(counts[sign, meaning], book.language)]
        for sign, meaning in dict.fromkeys(
            (signs.sign(status), signs.meaning(status)) for status in signs.STATUSES
        )
        if counts[sign, meaning]
    ]
    columns = [_("Bedeutung"), _("Zeichen"), parts.Column(_("Werte"), numeric=True)]
    caption = _("Alle Werte nach ihrem Zustand")
    return parts.data_table(columns, rows, caption=caption, language=book.language)


def obstacles(book: Book) -> parts.Html:
    """Why parts of indicators could not be computed; nothing where all could be."""
    told = {name: group["reason"] for name, group in book.obstacles().groupby("indicator")}
    rows = [
        [Figures(book, name, indicator).short, reason]
        for name, indicator in book.indicators()
        for reason in told.get(name, ())
    ]
    if not rows:
        return parts.Html("")
    columns = [_("Kennzahl"), _("Grund")]
    caption = _("Was nicht berechnet werden konnte")
    return parts.data_table(columns, rows, caption=caption, language=book.language)
