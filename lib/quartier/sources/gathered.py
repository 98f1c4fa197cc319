"""The quarantine as people read it: what is wrong with many rows in one way, once."""

from typing import Any

import pandas as pd

from quartier.tables import records

__all__ = ["gathered"]

_ALIKE = ["source", "delivery", "file", "column", "reason", "found", "hint"]


def gathered(quarantine: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table ``quarantine``; what differs by its row alone is one.

    Returns
    -------
    list of dict
        In the order of sources, files and rows; ``row`` is a tuple of all rows, empty where the
        whole file is meant.
    """
    numbered = quarantine.assign(number=quarantine["row"].astype("int64"))
    ordered = numbered.sort_values(["source", "delivery", "file", "number", "column"])
    found: dict[tuple, dict[str, Any]] = {}
    for row in records(ordered):
        key = tuple("" if pd.isna(row[name]) else row[name] for name in _ALIKE)
        alike = found.setdefault(key, row | {"row": ()})
        if row["number"]:
            alike["row"] += (row["number"],)
    return list(found.values())
