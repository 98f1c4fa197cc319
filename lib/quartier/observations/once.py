"""Each cell is stated once in a delivery; what is stated again or otherwise, is listed."""

import numpy as np
import pandas as pd

from quartier.errors import Place, Problem
from quartier.facts import CELL, Facts
from quartier.language import Text, _
from quartier.observations.origins import Origins

__all__ = ["each_once", "told_twice"]

_SAME = [*CELL, "delivery", "part"]


def each_once(facts: Facts) -> tuple[Facts, pd.DataFrame | None]:
    """Of the same statement made twice in a file keep one; of contradicting ones keep none.

    Returns
    -------
    Facts
        Those that are left.
    pandas.DataFrame, optional
        The others, with the columns ``reason`` (``duplicate`` or ``contradiction``) and ``hint``,
        a row that states the same cell.
    """
    again = np.flatnonzero(_again(facts))
    if not len(again):
        return facts, None
    some = facts.take(again).frame().set_index(again)
    alike = some.groupby(_SAME)["row"].transform("size")
    of_value = some.groupby([*_SAME, "status", "value"], dropna=False)["row"].transform("size")
    clear = alike == of_value
    repeated = some.duplicated(_SAME)
    out = some[(repeated & clear) | ~clear]
    reason = np.where(clear[out.index], "duplicate", "contradiction")
    kept = np.ones(len(facts), dtype=bool)
    kept[out.index] = False
    return facts.only(kept), out.assign(reason=reason, hint=_elsewhere(some).loc[out.index])


def _elsewhere(some: pd.DataFrame) -> pd.Series:
    """For each fact another row that states its cell; nothing where it is the same row."""
    rows = some.groupby(_SAME)["row"]
    first, last = rows.transform("min"), rows.transform("max")
    other = first.where(first != some["row"], last)
    return other.astype("str").where(other != some["row"], "")


def _again(facts: Facts) -> np.ndarray:
    """Facts of cells that are stated several times in a delivery; they stand side by side."""
    again = np.zeros(len(facts), dtype=bool)
    again[1:] = facts.area[1:] == facts.area[:-1]
    for column in (facts.group, facts.period, facts.delivery):
        again[1:] &= column[1:] == column[:-1]
    again[:-1] |= again[1:]
    return again


def told_twice(facts: Facts, origins: Origins, city: str, title: str) -> list[Problem]:
    """Files of one delivery that state the same cell: nobody can say which one holds."""
    problems: list[Problem] = []
    if not origins.several_files:
        return problems
    rows = facts.take(_again(facts)).frame()
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
