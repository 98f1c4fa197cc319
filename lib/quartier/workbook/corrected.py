"""What was put right by hand in what offices delivered, and why."""

from collections.abc import Iterable

import pandas as pd

from quartier import periods
from quartier.catalogue import Indicator
from quartier.formats import date
from quartier.language import Text, _, n_
from quartier.pages import parts
from quartier.tables import records
from quartier.workbook.book import Book

__all__ = ["said", "table"]

_ID = "berichtigt"
_ACTIONS: dict[str, Text] = {
    "drop": _("verworfen"),
    "replace": _("ersetzt"),
    "scale": _("umgerechnet"),
    "flag": _("gekennzeichnet"),
}


def table(book: Book) -> parts.Html:
    """Which values were corrected, how and why; never what they were or are.

    What was delivered can be a small count, and nobody has passed it through the gate. Who put it
    right is told to departments and the administration only.
    """
    corrected = book.table("corrected")
    if corrected.empty:
        text = _("An den Lieferungen ist nichts von Hand berichtigt.")
        return parts.prose(text, language=book.language)
    internal = book.audience != "public"
    columns = [_("Merkmal"), _("Raumeinheit"), _("Zeitraum"), _("Berichtigung"), _("Grund")]
    columns += [_("Von"), _("Am")] if internal else [_("Am")]
    return parts.data_table(
        columns,
        [_row(book, row, internal=internal) for row in records(_once(corrected))],
        caption=_("Von Hand berichtigte Angaben"),
        language=book.language,
        row_header=False,
        id=_ID,
    )


def _once(corrected: pd.DataFrame) -> pd.DataFrame:
    """One row for all groups and deliveries that a correction was meant for."""
    return corrected.drop_duplicates(["variable", "area", "period", "action", "reason"])


def _row(book: Book, row: dict, *, internal: bool) -> list[parts.Part]:
    told: list[parts.Part] = [
        book.own(book.city.variables[row["variable"]].title),
        book.own(book.areas[row["area"]].name),
        periods.parse(row["period"]),
        _ACTIONS[row["action"]],
        book.own(row["reason"]),
    ]
    return [*told, *([row["by"]] if internal else []), date(row["on"], book.language)]


def said(book: Book, indicators: Iterable[Indicator] | None) -> list[parts.Part]:
    """How many of the values behind some indicators were corrected by hand; nothing if none."""
    corrected = book.table("corrected")
    if indicators is not None:
        used = frozenset().union(*(indicator.variables for indicator in indicators))
        corrected = corrected[corrected["variable"].isin(list(used))]
    count = len(_once(corrected))
    if not count:
        return []
    text = n_(
        "{n} Angabe ist von Hand berichtigt: welche und warum",
        "{n} Angaben sind von Hand berichtigt: welche und warum",
        count,
    )
    return [parts.link(text, f"data#{_ID}", language=book.language)]
