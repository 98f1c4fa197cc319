"""Where the figures of a page come from: the end of each page."""

from collections.abc import Iterable

import pandas as pd

from quartier.catalogue import Indicator
from quartier.pages import parts
from quartier.tables import records
from quartier.workbook import corrected
from quartier.workbook.book import Book

__all__ = ["provenance"]


def provenance(book: Book, indicators: Iterable[Indicator] | None = None) -> parts.Html:
    """The sources of figures with their last delivery, and the release of the program.

    Parameters
    ----------
    book : Book
    indicators : iterable of Indicator, optional
        From which the figures come; all sources if not given.
    """
    indicators = None if indicators is None else list(indicators)
    told = book.city.sources if indicators is None else book.sources_of(*indicators)
    accounts = book.table("accounts")
    last = accounts[accounts["source"].isin(list(told))].sort_values("received")
    rows = records(last.drop_duplicates("source", keep="last").sort_values("title"))
    origins = [
        parts.Origin(
            book.own(row["title"]),
            book.own(row["owner"]),
            row["received"],
            book.own(row["licence"]) if pd.notna(row["licence"]) else None,
        )
        for row in rows
    ]
    return parts.provenance(
        origins,
        language=book.language,
        corrections=corrected.said(book, indicators),
        release=book.release,
        as_of=max(last["received"], default=None),
    )
