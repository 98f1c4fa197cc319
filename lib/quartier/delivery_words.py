"""What a delivery comes to, in words: what was not understood, and which figures change."""

from collections.abc import Iterator
from math import isnan
from typing import Any

import pandas as pd

from quartier import periods
from quartier.catalogue import Indicator
from quartier.checking import account_in_all, cells_apart
from quartier.delivering import Tried
from quartier.errors import Problem
from quartier.formats import Measure
from quartier.language import Text, _, n_
from quartier.revisions import summarise
from quartier.settings import City
from quartier.tables import records

__all__ = ["tell_delivery"]

#: So many figures are named; of the others it is said how many there are.
MOST = 60


def tell_delivery(tried: Tried) -> Iterator[Text | Problem]:
    """What a delivery comes to, and what it changes, line by line."""
    yield from tried.problems
    yield from tried.doubts
    for path, file in tried.known:
        yield _(
            "Schon geliefert, am {day} als „{name}“: {file}",
            day=periods.parse(file.received),
            name=file.path.name,
            file=path,
        )
    if not tried.files:
        yield _("Nichts wurde geändert.")
        return
    yield account_in_all(tried.accounts)
    if (apart := cells_apart(tried.accounts)) is not None:
        yield apart
    if len(tried.withdrawn):
        yield n_(
            "{n} frühere Angabe enthält die Lieferung nicht mehr, oder nicht zu verstehen; sie "
            "gilt als zurückgezogen.",
            "{n} frühere Angaben enthält die Lieferung nicht mehr, oder nicht zu verstehen; sie "
            "gelten als zurückgezogen.",
            len(tried.withdrawn),
        )
    if tried.changes is not None:
        yield from _changed(tried.changes, tried.city)


def _changed(table: pd.DataFrame, city: City) -> Iterator[Text]:
    """A table ``changes`` in words: a line for each figure, then how many others there are."""
    summary = summarise(table, city.indicators)
    names = {area.code: area.name for area in city.areas}
    for row in records(summary.listed.head(MOST)):
        yield _told(row, city.indicators[row["indicator"]], names[row["area"]])
    others = len(summary.listed) - MOST
    if others > 0:
        yield n_("{n} weiterer Wert ändert sich.", "{n} weitere Werte ändern sich.", others)
    if summary.unseen:
        yield n_(
            "{n} Wert ändert sich um weniger, als seine Stellen zeigen.",
            "{n} Werte ändern sich um weniger, als ihre Stellen zeigen.",
            summary.unseen,
        )
    yield from summary.unsaid(city.indicators)
    if summary.listed.empty and not summary.unseen and not summary.silent:
        yield _("An den Kennzahlen, die es schon gab, ändert sich nichts.")
    if summary.new:
        count = sum(summary.new.values())
        yield n_("Neu: {n} Wert {when}.", "Neu: {n} Werte {when}.", count, when=summary.when())


def _told(row: dict[str, Any], indicator: Indicator, area: str) -> Text:
    what = {
        "indicator": Text(indicator.short),
        "area": area,
        "period": periods.parse(row["period"]),
    }
    if isnan(row["after"]):
        return _("Entfällt: {indicator}, {area}, {period}", **what)
    after = Measure(row["after"], indicator.unit)
    if isnan(row["before"]):
        return _("Kommt hinzu: {indicator}, {area}, {period}: {after}", after=after, **what)
    before = Measure(row["before"], indicator.unit)
    return _(
        "Ändert sich: {indicator}, {area}, {period}: {after} statt {before}",
        after=after,
        before=before,
        **what,
    )
