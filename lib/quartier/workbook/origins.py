"""Where the figures of a page come from: the end of each page."""

from collections.abc import Iterable

import pandas as pd

from quartier.catalogue import Indicator
from quartier.pages import parts
from quartier.tables import records
from quartier.workbook.book import Book

__all__ = ["provenance", "variables_of"]


def variables_of(indicators: Iterable[Indicator]) -> set[str]:
    """The variables that indicators are made from."""
    found = set()
    for indicator in indicators:
        found.add(indicator.numerator.variable)
        if indicator.denominator is not None:
            found.add(indicator.denominator.variable)
    return found


def provenance(book: Book, indicators: Iterable[Indicator] | None = None) -> parts.Html:
    """The sources of some indicators with their last delivery, and the release of the program.

    Parameters
    ----------
    book : Book
    indicators : iterable of Indicator, optional
        All of the city's if not given.
    """
    used = variables_of(book.city.indicators.values() if indicators is None else indicators)
    told = [
        source
        for source, description in book.city.sources.items()
        if used & {column.variable for column in description.values}
    ]
    accounts = book.table("accounts")
    last = accounts[accounts["source"].isin(told)].sort_values("received")
    rows = records(last.drop_duplicates("source", keep="last").sort_values("title"))
    origins = [
        parts.Origin(
            _own(book, row["title"]),
            _own(book, row["owner"]),
            row["received"],
            _own(book, row["licence"]) if pd.notna(row["licence"]) else None,
        )
        for row in rows
    ]
    return parts.provenance(origins, language=book.language, release=book.release)


def _own(book: Book, text: str) -> parts.Html:
    return parts.city_text(text, book.city.settings.language, book.language)
