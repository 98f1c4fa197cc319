"""Doubts as people read them: those of one kind in a column of a file are one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from quartier import groups, periods
from quartier.areas import Areas
from quartier.formats import Number
from quartier.group_words import in_words
from quartier.language import Speaking, Text, n_
from quartier.tables import records

__all__ = ["Doubt", "Where", "doubted", "figure"]


NAMED = 3
"""More variables than these are counted."""


@dataclass(frozen=True)
class Where:
    """What a doubt is about, in words.

    >>> Where((Text("Geburten"), periods.parse("2023-T1"))).into("de")
    'Geburten, 1. Tertial 2023'
    """

    parts: Sequence[str | Speaking]

    def into(self, language: str) -> str:
        """It in a language."""
        said = (each if isinstance(each, str) else each.into(language) for each in self.parts)
        return ", ".join(said)


@dataclass(frozen=True)
class _Group:
    """A group inside a text."""

    group: str

    def into(self, language: str) -> str:
        return in_words(self.group, language)


@dataclass(frozen=True)
class Doubt:
    """Rows that are doubtful in one way, with the one that is off by most.

    Attributes
    ----------
    source, file, column, kind : str
    rows : tuple of int
        Empty where the delivery is meant.
    variables : tuple of str
    area, group, period : str
        Of the row that is off by most; empty where the delivery is meant.
    found, expected : float
        Of that row; NaN where there is none, or it is withheld.
    detail : str
    """

    source: str
    file: str
    column: str
    kind: str
    rows: tuple[int, ...]
    variables: tuple[str, ...]
    area: str
    group: str
    period: str
    found: float
    expected: float
    detail: str

    @property
    def has_figures(self) -> bool:
        """Whether it is known what was found and what was expected instead."""
        return not (math.isnan(self.found) or math.isnan(self.expected))

    def where(self, titles: Mapping[str, str], areas: Areas) -> Where:
        """What it is about, with the titles of variables and the names of areas."""
        parts: list[str | Speaking] = [Text(titles[variable]) for variable in self.variables]
        if len(parts) > NAMED:
            parts = [n_("{n} Merkmal", "{n} Merkmale", len(parts))]
        if self.area:
            parts.append(areas[self.area].name)
        if self.group not in ("", groups.TOTAL):
            parts.append(_Group(self.group))
        return Where((*parts, periods.parse(self.period)))


def doubted(doubts: pd.DataFrame) -> list[Doubt]:
    """The rows of a table ``doubts``, gathered.

    Returns
    -------
    list of Doubt
        In the order of sources, deliveries, files and rows.
    """
    off = (doubts["found"] - doubts["expected"]).abs() / doubts["expected"].abs().clip(lower=1)
    number = doubts["row"].astype("int64")
    numbered = doubts.assign(number=number, off=off.fillna(0.0))
    order = ["source", "delivery", "file", "off", "number", "variable", "period", "group", "area"]
    worst_first = numbered.sort_values(order, ascending=[each != "off" for each in order])
    alike: dict[tuple, list[dict]] = {}
    for row in records(worst_first):
        alike.setdefault(_alike(row), []).append(row)
    told = sorted(alike.values(), key=lambda rows: (_place(rows[0]), _rows(rows)))
    return [_doubt(rows) for rows in told]


def _place(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("source", "delivery", "file"))


def _alike(row: Mapping[str, str]) -> tuple[str, ...]:
    """What is the same in rows that are told together; a whole delivery has all its variables."""
    about = row["variable"] if row["column"] else row["detail"]
    return (*_place(row), row["column"], row["kind"], about)


def _rows(alike: Sequence[Mapping[str, int]]) -> tuple[int, ...]:
    return tuple(sorted({row["number"] for row in alike} - {0}))


def _doubt(alike: Sequence[dict]) -> Doubt:
    worst = alike[0]
    same = ("source", "file", "column", "kind", "area", "group", "period", "detail")
    variables = tuple(dict.fromkeys(row["variable"] for row in alike))
    return Doubt(
        rows=_rows(alike),
        variables=variables,
        found=worst["found"],
        expected=worst["expected"],
        **{name: worst[name] for name in same},
    )


def figure(value: float) -> Number:
    """A figure with as many places as say something.

    >>> figure(1234.0).into("de"), figure(725.2).into("de"), figure(3.456).into("de")
    ('1.234', '725', '3,46')
    """
    whole = value == round(value) or abs(value) >= 100
    return Number(value, 0 if whole else 2)
