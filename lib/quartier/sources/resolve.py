"""From texts in cells to areas, periods, groups and values.

Each function looks at every distinct text once; columns repeat themselves a thousandfold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier import formats, periods
from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import AreaColumn, Description, GroupColumn
from quartier.errors import nearest
from quartier.sources.raw import Texts

__all__ = [
    "Finding",
    "Findings",
    "area_finder",
    "group_finder",
    "look_up",
    "period_finder",
    "value_finder",
]


@dataclass(frozen=True)
class Finding:
    """What a text was understood as; with a reason where it was not understood.

    Attributes
    ----------
    meaning : str
        A code, a period, a part of a dimension, or a status.
    value : float
        Only for values; NaN where there is none.
    """

    meaning: str = ""
    value: float = float("nan")
    reason: str = ""
    hint: str = ""


Finder = Callable[[str], Finding]


@dataclass
class Findings:
    """What the texts of a column were understood as.

    Attributes
    ----------
    distinct : list of Finding
        The finding of each distinct text.
    texts : list of str
        The distinct texts, without spaces around them.
    codes : numpy.ndarray
        For each row, which of the distinct ones it is.
    """

    distinct: list[Finding]
    texts: list[str]
    codes: np.ndarray

    def meanings(self) -> Texts:
        """The meaning in each row."""
        return self._each([finding.meaning for finding in self.distinct], object)

    def values(self) -> np.ndarray:
        """The value in each row."""
        return self._each([finding.value for finding in self.distinct], "float64")

    def understood(self) -> np.ndarray:
        """Whether each row was understood."""
        return self._each([not finding.reason for finding in self.distinct], "bool")

    def empty(self) -> np.ndarray:
        """Whether there is nothing in a cell."""
        return np.array([not text for text in self.texts], dtype="bool")[self.codes]

    def at(self, row: int) -> tuple[str, Finding]:
        """The text in a row, and what it was understood as."""
        code = self.codes[row]
        return self.texts[code], self.distinct[code]

    def _each(self, distinct: list, dtype: type | str) -> np.ndarray:
        return np.array(distinct, dtype=dtype)[self.codes]


def look_up(texts: Texts, find: Finder) -> Findings:
    """Findings for a column of texts."""
    codes, distinct = pd.factorize(texts)
    stripped = [text.strip() for text in distinct]
    return Findings([find(text) for text in stripped], stripped, codes)


def area_finder(areas: Areas, column: AreaColumn) -> Finder:
    """Understand texts as areas, by code or by name, on a level or on all."""

    def find(text: str) -> Finding:
        matches, hint = areas.find(text, by=column.by, level=column.level)
        if len(matches) == 1:
            return Finding(matches[0])
        if matches:
            return Finding(reason="ambiguous_area")
        lost = column.by == "code" and hint.lstrip("0") == text.lstrip("0")
        return Finding(reason="lost_zero" if lost and hint else "area", hint=hint)

    return find


def period_finder(variable: Variable, received: str) -> Finder:
    """Understand texts as periods of a variable; its reference date stands for the year.

    What begins after the file was received is a slip of the pen: nobody can have counted it.
    """

    def find(text: str) -> Finding:
        try:
            period = periods.parse(text)
        except ValueError:
            return Finding(reason="period")
        if period.start.isoformat() > received:
            return Finding(reason="later")
        if variable.reference_date is None or period.kind != "date":
            return Finding(period.text)
        day = f"{period.start:%d.%m.}"
        if day != variable.reference_date:
            return Finding(reason="reference_date", hint=variable.reference_date)
        return Finding(f"{period.start:%Y}")

    return find


def group_finder(column: GroupColumn) -> Finder:
    """Understand texts as parts of a dimension, as the description lists them."""
    from_text = {" ".join(text.split()): part for text, part in column.values.items()}

    def find(text: str) -> Finding:
        part = from_text.get(" ".join(text.split()))
        if part is None:
            return Finding(reason="group", hint=nearest(text, from_text))
        return Finding("" if part == "total" else f"{column.dimension}={part}")

    return find


def value_finder(description: Description, variable: Variable) -> Finder:
    """Understand texts as values with a status; a symbol is what the source says it is."""
    numbers, symbols = description.numbers, description.symbols

    def find(text: str) -> Finding:
        if text in symbols:
            return _symbol(symbols, text)
        if not text:
            return Finding(reason="empty")
        try:
            value = formats.parse_number(text, numbers.decimal, numbers.thousands)
        except ValueError:
            return Finding(reason="number")
        if variable.additive and value < 0:
            return Finding(reason="negative")
        if variable.additive and value != int(value):
            return Finding(reason="not_whole")
        return Finding("reported", value)

    return find


def _symbol(symbols: Mapping[str, str], text: str) -> Finding:
    meaning = symbols[text]
    return Finding("reported", 0.0) if meaning == "zero" else Finding(meaning)
