"""The quarantine as people read it: what is wrong with many rows in one way, once."""

from collections.abc import Iterator, Sequence
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
    alike = ordered.groupby(_ALIKE, sort=False, dropna=False)["number"].agg(list)
    firsts = records(ordered.drop_duplicates(_ALIKE))
    told = [
        row | {"row": tuple(number for number in numbers if number)}
        for row, numbers in zip(firsts, alike, strict=True)
    ]
    return list(_many_as_one(told))


def _many_as_one(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of one column and reason as one, where there are more than a few; else as they are."""
    of_column: dict[tuple, list[dict[str, Any]]] = {}
    for row in rows:
        of_column.setdefault(_column_and_reason(row), []).append(row)
    many = {key for key, several in of_column.items() if _too_many(several)}
    for row in rows:
        key = _column_and_reason(row)
        if key not in many:
            yield row
        elif row is of_column[key][0]:
            yield _together(of_column[key])


def _column_and_reason(row: dict[str, Any]) -> tuple:
    return tuple(row[name] for name in _ONE_WAY)


def _too_many(several: Sequence[dict[str, Any]]) -> bool:
    hints = {row["hint"] for row in several}
    return len(several) > (FEW if len(hints) == 1 else SEVERAL)


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
