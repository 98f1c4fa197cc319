"""The quarantine as people read it: what is wrong with many rows in one way, once."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from quartier.tables import records

__all__ = ["gathered"]

FEW = 3
"""So many texts of a column are told one by one, and as examples of more."""

SEVERAL = 12
"""So many are, where each has a hint of its own."""

_ALIKE = ["source", "delivery", "file", "column", "reason", "found", "hint"]
_ONE_WAY = _ALIKE[:5]


def gathered(quarantine: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table ``quarantine``; what differs by its row alone is one.

    Where a column has more than a few texts that are wrong for one reason, these are one as well:
    a column that is described wrongly is told once, with examples.

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
        alike = found.setdefault(_key(row, _ALIKE), row | {"row": ()})
        if row["number"]:
            alike["row"] += (row["number"],)
    return list(_many_as_one(found.values()))


def _key(row: dict[str, Any], names: list[str]) -> tuple:
    return tuple("" if pd.isna(row[name]) else row[name] for name in names)


def _many_as_one(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of one column and reason as one, where there are more than a few; else as they are."""
    in_order: dict[tuple, list[dict[str, Any]]] = {}
    places: list[tuple[tuple, dict[str, Any]]] = []
    for row in rows:
        key = _key(row, _ONE_WAY)
        in_order.setdefault(key, []).append(row)
        places.append((key, row))
    for key, row in places:
        several = in_order[key]
        one_hint = len({each["hint"] for each in several}) == 1
        if len(several) <= (FEW if one_hint else SEVERAL):
            yield row
        elif row is several[0]:
            yield _together(several)


def _together(several: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows as one, with some of what was found as examples; a hint only if each has one."""
    examples = {
        name: list(dict.fromkeys(row[name] for row in several)) for name in ("found", "hint")
    }
    if not all(examples["hint"]):
        examples["hint"] = []
    told = {name: _examples(texts) for name, texts in examples.items()}
    return several[0] | told | {"row": tuple(sorted(n for row in several for n in row["row"]))}


def _examples(texts: list[Any]) -> str:
    given = [text for text in texts if not pd.isna(text)]
    return "; ".join([*given[:FEW], *(["…"] if len(given) > FEW else [])])
