"""From the cells of a delivered file to observations; what is not understood becomes a fault."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from quartier import formats, groups
from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description, Exclusion, ValueColumn
from quartier.errors import nearest
from quartier.sources.raw import Fault, RawFile
from quartier.sources.resolve import (
    Finder,
    area_finder,
    group_finder,
    look_up,
    period_finder,
    value_finder,
)

__all__ = ["Understanding"]

KEY = ["variable", "group", "area", "period"]


@dataclass
class Understanding:
    """A file that is being understood; faults gather on the way, each once."""

    raw: RawFile
    file_name: str
    description: Description
    areas: Areas
    variables: Mapping[str, Variable]
    faults: list[Fault] = field(default_factory=list)

    @property
    def cells(self) -> pd.DataFrame:
        """The texts of the file by row."""
        return self.raw.cells

    @property
    def columns(self) -> list[ValueColumn]:
        """The value columns that the file has, or has to have."""
        present = set(self.cells.columns)
        return [column for column in self.description.values if self._expected(column, present)]

    def _expected(self, column: ValueColumn, present: set[str]) -> bool:
        return not column.optional or column.column in present

    def observations(self) -> pd.DataFrame:
        """What was understood: variable, group, area, period, value, status, row."""
        self.faults.extend(self.raw.faults)
        if not self._header_fits() or self.cells.empty:
            return pd.DataFrame(columns=[*KEY, "value", "status", "row"])
        area_column = self.description.area
        area = self._column(area_column.column, "area", area_finder(self.areas, area_column))
        cut = self._cut()
        parts = [self._observed(column, area, cut) for column in self.columns]
        self.faults = list(dict.fromkeys(self.faults))
        return self._each_once(pd.concat(parts, ignore_index=True))

    def _header_fits(self) -> bool:
        """Whether no column is missing or doubled, and the file's name gives its period."""
        before = len(self.faults)
        header = list(self.cells.columns)
        for column in self._needed():
            if header.count(column) != 1:
                reason = "column_twice" if column in header else "no_column"
                hint = "" if column in header else nearest(column, header)
                self.faults.append(Fault(0, column, "", reason, hint))
        if self._stated_period() == "":
            self.faults.append(Fault(0, "", self.file_name, "file_period"))
        return len(self.faults) == before

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

    def _column(self, column: str, role: str, find: Finder) -> pd.Series:
        """The meanings of a column; missing where a cell was not understood."""
        return self._understood(look_up(self.cells[column], find), column, role)["meaning"]

    def _understood(self, found: pd.DataFrame, column: str, role: str) -> pd.DataFrame:
        """Keep what was understood; what was not becomes a fault and is missing."""
        wrong = found["reason"] != ""
        texts = self.cells.loc[wrong, column]
        rows = zip(
            texts.index, texts, found.loc[wrong, "reason"], found.loc[wrong, "hint"], strict=True
        )
        self.faults.extend(
            Fault(int(row), column, text, reason, hint, role) for row, text, reason, hint in rows
        )
        return found.mask(wrong)

    def _cut(self) -> pd.Series:
        """The group that each row names; missing where one of its columns is not understood."""
        cut = pd.Series("", index=self.cells.index, dtype=object)
        for column in self.description.groups:
            cut = cut + ";" + self._column(column.column, "group", group_finder(column))
        return cut

    def _period(self, variable: Variable) -> pd.Series:
        find = period_finder(variable)
        column = self.description.period.column
        if column is not None:
            return self._column(column, "period", find)
        stated = self._stated_period() or ""
        finding = find(stated)
        if finding.reason:
            self.faults.append(Fault(0, "", stated, finding.reason, finding.hint, "period"))
        return pd.Series(finding.meaning or None, index=self.cells.index, dtype=object)

    def _observed(self, column: ValueColumn, area: pd.Series, cut: pd.Series) -> pd.DataFrame:
        """The observations of one value column; rows with a fault are left out."""
        variable = self.variables[column.variable]
        found = look_up(self.cells[column.column], value_finder(self.description, variable))
        excluded = self._excluded(column.column)
        found.loc[excluded, ["meaning", "value", "reason"]] = ["excluded", float("nan"), ""]
        found = self._understood(found, column.column, "value")
        observed = pd.DataFrame(
            {
                "variable": column.variable,
                "group": (column.group + cut).map(_joined, na_action="ignore"),
                "area": area,
                "period": self._period(variable),
                "value": found["value"],
                "status": found["meaning"],
                "row": self.cells.index,
                "column": column.column,
            }
        )
        return observed.dropna(subset=[*KEY, "status"])

    def _excluded(self, column: str) -> pd.Series:
        """Rows whose number in this column is none, since the source leaves their area out."""
        excluded = pd.Series(data=False, index=self.cells.index)
        for rule in self.description.excluded_when:
            if column in rule.then:
                excluded |= self._meets(rule)
        return excluded

    def _meets(self, rule: Exclusion) -> pd.Series:
        present = [column for column in rule.columns if column in self.cells.columns]
        numbers = self.description.numbers

        def same(text: str) -> bool:
            return _number(text, numbers.decimal) == _number(rule.equals, numbers.decimal)

        tests = [self.cells[column].map(same).astype(bool) for column in present]
        return pd.concat(tests, axis="columns").all(axis="columns")

    def _each_once(self, observed: pd.DataFrame) -> pd.DataFrame:
        """Of the same statement made twice keep one; of contradicting ones keep none."""
        again = observed.duplicated(KEY, keep="first")
        if not again.any():
            return observed
        same = [*KEY, "value", "status"]
        clear = observed.groupby(KEY)["row"].transform("size") == observed.groupby(
            same, dropna=False
        )["row"].transform("size")
        self._doubled(observed[again & clear], "duplicate")
        self._doubled(observed[~clear], "contradiction")
        return observed[clear & ~again]

    def _doubled(self, rows: pd.DataFrame, reason: str) -> None:
        for row, column in zip(rows["row"], rows["column"], strict=True):
            found = str(self.cells.at[row, column])
            self.faults.append(Fault(int(row), column, found, reason, role="value"))


def _joined(parts: str) -> str:
    """``total;age=0-17;sex=f`` as the group that it says."""
    said = [groups.parse(part) for part in parts.split(";") if part and part != groups.TOTAL]
    return groups.text({name: part for each in said for name, part in each.items()})


def _number(text: str, decimal: str) -> float | str:
    try:
        return formats.parse_number(text, decimal, None)
    except ValueError:
        return text
