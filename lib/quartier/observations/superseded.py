"""Deliveries of which nothing holds any more."""

import pandas as pd

from quartier.language import Text, n_

__all__ = ["rows_of_replaced", "superseded"]


def superseded(accounts: pd.DataFrame, covered: pd.DataFrame) -> frozenset[str]:
    """The deliveries of which values were kept, and all of them replaced by newer deliveries.

    What they have in quarantine lacks in no figure any more.

    Parameters
    ----------
    accounts, covered : pandas.DataFrame
        The tables of that name.

    Examples
    --------
    >>> told = {"delivery": ["a@2024-01-31", "a@2025-01-31"], "values_kept": [9, 9]}
    >>> sorted(superseded(pd.DataFrame(told), pd.DataFrame({"delivery": ["a@2025-01-31"]})))
    ['a@2024-01-31']
    """
    kept = accounts.loc[accounts["values_kept"] > 0, "delivery"]
    return frozenset(kept) - frozenset(covered["delivery"])


def rows_of_replaced(count: int) -> Text:
    """In words, that so many rows in quarantine are of replaced deliveries."""
    return n_(
        "Dazu steht {n} Zeile aus einer Lieferung in Quarantäne, die ganz durch neuere ersetzt "
        "ist: In den Zahlen fehlt sie nicht.",
        "Dazu stehen {n} Zeilen aus Lieferungen in Quarantäne, die ganz durch neuere ersetzt sind: "
        "In den Zahlen fehlen sie nicht.",
        count,
    )
