"""From the cells of a delivered file to observations; what is not understood becomes a fault."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from quartier import formats, groups
from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description, Exclusion, ValueColumn
from quartier.errors import nearest
from quartier.sources.raw import Fault, RawFile
from quartier.sources.resolve import (
    Finder,
    Finding,
    Findings,
    area_finder,
    group_finder,
    look_up,
    period_finder,
    value_finder,
)

__all__ = ["Understanding"]

# Separators as a description writes them.
_MARKS = {";": ";", ",": ",", "\t": "\\t", "|": "|"}

# Stands for a part of a group that was not understood.
UNKNOWN = "=?"

KEY = ["variable", "group", "area", "period"]
COLUMNS = [*KEY, "value", "status", "row", "column"]


@dataclass
class Understanding:
    """A file that is being understood; faults gather on the way, each once.

    Attributes
    ----------
    unplaced : pandas.DataFrame
        Once it is understood: values of which nobody knows the area or the whole group, so that
        sums lack them. An area that is not known is empty, a part of a group ``?``. A value that
        was not understood itself is missing.
    """

    raw: RawFile
    file_name: str
    received: str
    description: Description
    areas: Areas
    variables: Mapping[str, Variable]
    _faults: dict[tuple[int, str, str], Fault] = field(default_factory=dict)
    unplaced: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))

    def __post_init__(self) -> None:
        for fault in self.raw.faults:
            self._blame(fault)

    @property
    def faults(self) -> list[Fault]:
        """What was not understood."""
        return list(self._faults.values())

    @cached_property
    def _numbers(self) -> np.ndarray:
        return self.raw.numbers()

    @property
    def columns(self) -> list[ValueColumn]:
        """The value columns that the file has, or has to have."""
        present = set(self.raw.header)
        return [
            column
            for column in self.description.values
            if column.column in present or not column.optional
        ]

    def observations(self) -> pd.DataFrame:
        """What was understood: variable, group, area, period, value, status, row, column."""
        if not self._header_fits():
            return pd.DataFrame(columns=COLUMNS)
        if not self.raw.rows:
            if not self._faults:
                self._blame(Fault(0, "", "", "no_rows"))
            return pd.DataFrame(columns=COLUMNS)
        area_column = self.description.area
        area = self._found(area_column.column, "area", area_finder(self.areas, area_column))
        cuts = [
            self._found(cut.column, "group", group_finder(cut)) for cut in self.description.groups
        ]
        parts = [self._observed(column, area, cuts) for column in self.columns]
        together = {name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}
        told = pd.DataFrame(together)
        placed = (told["area"] != "") & ~told["group"].str.contains(UNKNOWN, regex=False)
        self.unplaced = told[~placed]
        return self._each_once(told[placed])

    def _blame(self, fault: Fault) -> None:
        self._faults.setdefault((fault.row, fault.column, fault.reason), fault)

    def _header_fits(self) -> bool:
        """Whether no column is missing or doubled, and the file's name gives its period."""
        if any(not fault.row for fault in self.raw.faults):
            return False
        before = len(self._faults)
        header = list(self.raw.header)
        if len(header) == 1 and len(self._needed()) > 1:
            # Every column would be called missing.
            there = next((mark for mark in _MARKS if mark in header[0]), "")
            self._blame(Fault(0, "", "", "one_column", _MARKS.get(there, "")))
            return False
        for column in self._needed():
            if header.count(column) != 1:
                reason = "column_twice" if column in header else "no_column"
                hint = "" if column in header else nearest(column, header)
                self._blame(Fault(0, column, "", reason, hint))
        if self._stated_period() == "":
            self._blame(Fault(0, "", self.file_name, "file_period"))
        return len(self._faults) == before

    def _needed(self) -> list[str]:
        described = self.description
        named = [described.area.column, *(cut.column for cut in described.groups)]
        named += [column.column for column in self.columns]
        named += [described.period.column] if described.period.column else []
        return list(dict.fromkeys(named))

    def _stated_period(self) -> str | None:
        """The period that the file's name or its description gives; empty where none is found."""
        place = self.description.period
        if place.file is None:
            return place.fixed
        match = re.search(place.file, self.file_name)
        return match[1] if match else ""

    def _found(self, column: str, role: str, find: Finder) -> Findings:
        """The findings of a column; what was not understood becomes a fault."""
        found = look_up(self.raw.column(column), find)
        self._blame_all(found, found.understood(), column, role)
        return found

    def _blame_all(self, found: Findings, understood: np.ndarray, column: str, role: str) -> None:
        for row in np.flatnonzero(~understood).tolist():
            text, finding = found.at(row)
            number = int(self._numbers[row])
            self._blame(Fault(number, column, text, finding.reason, finding.hint, role))

    def _period(self, variable: Variable) -> Findings:
        find = period_finder(variable, self.received)
        column = self.description.period.column
        if column is not None:
            return self._found(column, "period", find)
        stated = self._stated_period() or ""
        finding = find(stated)
        if finding.reason:
            self._blame(Fault(0, "", stated, finding.reason, finding.hint, "period"))
        return Findings([finding], [stated], np.zeros(len(self._numbers), dtype="int64"))

    def _observed(
        self, column: ValueColumn, area: Findings, cuts: list[Findings]
    ) -> dict[str, np.ndarray]:
        """The observations of one value column, and what of it has no area or no group.

        All other rows with a fault are left out.
        """
        variable = self.variables[column.variable]
        found = look_up(self.raw.column(column.column), value_finder(self.description, variable))
        excluded = self._excluded(column.column)
        understood = found.understood() | excluded
        self._blame_all(found, understood, column.column, "value")
        period = self._period(variable)
        cut_well = np.logical_and.reduce([area.understood()] + [cut.understood() for cut in cuts])
        observed = {
            "group": self._groups(column.group, cuts, len(understood)),
            "area": area.meanings(),
            "period": period.meanings(),
            "value": np.where(excluded, np.nan, found.values()),
            "status": np.where(excluded, "excluded", found.meanings()),
            "row": self._numbers,
        }
        # A cell that is empty in a row that cannot be placed, such as a remark, is no loss.
        told = period.understood() & (understood | (~cut_well & ~found.empty()))
        kept = {name: cells[told] for name, cells in observed.items()}
        same = {"variable": column.variable, "column": column.column}
        count = int(told.sum())
        return kept | {name: np.full(count, text, dtype=object) for name, text in same.items()}

    def _groups(self, group: str, cuts: list[Findings], count: int) -> np.ndarray:
        """The group in each row: that of the column, cut further by what the row says."""
        said = np.full(count, group, dtype=object)
        for cut, described in zip(cuts, self.description.groups, strict=True):
            unknown = f"{described.dimension}{UNKNOWN}"
            said = said + ";" + np.where(cut.understood(), cut.meanings(), unknown)
        codes, distinct = pd.factorize(said)
        return np.array([_joined(parts) for parts in distinct], dtype=object)[codes]

    def _excluded(self, column: str) -> np.ndarray:
        """Rows whose number in this column is none, since the source leaves their area out."""
        excluded = np.zeros(len(self._numbers), dtype="bool")
        for rule, met in self._exclusions:
            if column in rule.then:
                excluded |= met
        return excluded

    @cached_property
    def _exclusions(self) -> list[tuple[Exclusion, np.ndarray]]:
        return [(rule, self._meets(rule)) for rule in self.description.excluded_when]

    def _meets(self, rule: Exclusion) -> np.ndarray:
        """Rows in which all columns of a rule say what it says; one that is absent says nothing."""
        decimal = self.description.numbers.decimal
        wanted = _number(rule.equals, decimal)

        def find(text: str) -> Finding:
            return Finding(reason="" if _number(text, decimal) == wanted else "number")

        present = [column for column in rule.columns if column in self.raw.header]
        tests = [look_up(self.raw.column(column), find).understood() for column in present]
        return np.logical_and.reduce(tests) if tests else np.zeros(len(self._numbers), dtype="bool")

    def _each_once(self, observed: pd.DataFrame) -> pd.DataFrame:
        """Of the same statement made twice keep one; of contradicting ones keep none."""
        again = observed.duplicated(KEY, keep="first")
        if not again.any():
            return observed
        same = [*KEY, "value", "status"]
        told = observed.groupby(KEY)["row"].transform("size")
        told_alike = observed.groupby(same, dropna=False)["row"].transform("size")
        clear = told == told_alike
        self._doubled(observed[again & clear], "duplicate")
        self._doubled(observed[~clear], "contradiction")
        return observed[clear & ~again]

    def _doubled(self, rows: pd.DataFrame, reason: str) -> None:
        for column, some in rows.groupby("column"):
            texts = dict(zip(self._numbers, self.raw.column(str(column)), strict=True))
            for row in some["row"]:
                found = texts[row].strip()
                self._blame(Fault(int(row), str(column), found, reason, role="value"))


def _joined(parts: str) -> str:
    """``total;age=0-17;sex=f`` as the group that it says."""
    said = [groups.parse(part) for part in parts.split(";") if part and part != groups.TOTAL]
    return groups.text({name: part for each in said for name, part in each.items()})


def _number(text: str, decimal: str) -> float | str:
    try:
        return formats.parse_number(text, decimal, None)
    except ValueError:
        return text
