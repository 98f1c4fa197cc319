"""Each cell is stated once in a delivery; what is stated again or otherwise, is listed."""

import numpy as np
import pandas as pd

from quartier.errors import Place, Problem
from quartier.language import Text, _
from quartier.observations.facts import CELL, Origins

__all__ = ["each_once", "told_twice"]

_SAME = [*CELL, "delivery", "part"]


def each_once(facts: pd.DataFrame, origins: Origins) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of the same statement made twice in a file keep one; of contradicting ones keep none.

    Returns
    -------
    pandas.DataFrame
        The facts that are left.
    pandas.DataFrame
        The others, with the columns ``reason`` (``duplicate`` or ``contradiction``) and ``hint``,
        a row that states the same cell.
    """
    again = _again(facts, origins)
    if not again.any():
        return facts, facts.iloc[:0].assign(reason="", hint="")
    some = facts[again]
    alike = some.groupby(_SAME)["row"].transform("size")
    of_value = some.groupby([*_SAME, "status", "value"], dropna=False)["row"].transform("size")
    clear = alike == of_value
    repeated = some.duplicated(_SAME)
    out = some[(repeated & clear) | ~clear]
    reason = np.where(clear[out.index], "duplicate", "contradiction")
    kept = facts.drop(out.index).reset_index(drop=True)
    return kept, out.assign(reason=reason, hint=_elsewhere(some).loc[out.index])


def _elsewhere(some: pd.DataFrame) -> pd.Series:
    """For each fact another row that states its cell; nothing where it is the same row."""
    rows = some.groupby(_SAME)["row"]
    first, last = rows.transform("min"), rows.transform("max")
    other = first.where(first != some["row"], last)
    return other.astype("str").where(other != some["row"], "")


def _again(facts: pd.DataFrame, origins: Origins) -> np.ndarray:
    """Facts of cells that are stated several times in a delivery."""
    cell = origins.cell(facts) * len(origins.deliveries) + facts["delivery"].to_numpy()
    again = np.zeros(len(cell), dtype=bool)
    again[1:] = np.diff(cell) == 0
    again[:-1] |= again[1:]
    return again


def told_twice(facts: pd.DataFrame, origins: Origins, city: str, title: str) -> list[Problem]:
    """Files of one delivery that state the same cell: nobody can say which one holds."""
    problems: list[Problem] = []
    if not origins.several_files:
        return problems
    rows = facts[_again(facts, origins)]
    for _delivery, several in rows.groupby("delivery"):
        first = several.iloc[0]
        part = origins.parts[int(first["part"])]
        place = Place(f"{city}/sources/{part.delivered.source}/{part.name}", row=int(first["row"]))
        what = _(
            "Zwei Dateien einer Lieferung enthalten dieselben Angaben zu „{variable}“",
            variable=Text(title),
        )
        files = ", ".join(sorted({origins.parts[number].name for number in several["part"]}))
        problems.append(Problem(place, what, files))
    return problems
