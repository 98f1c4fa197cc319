"""From the cells of a table to statements; what is not understood becomes a fault."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.sources.columns import Reading, missed, readings
from quartier.sources.combined import Combined
from quartier.sources.counts import no_counts
from quartier.sources.excluded import Excluded
from quartier.sources.faults import Faults
from quartier.sources.figures import (
    EXCLUDED,
    QUALITY,
    REASONS,
    REPORTED,
    WITHOUT,
    ValueLookup,
    Values,
)
from quartier.sources.heading import header_faults, needed_columns
from quartier.sources.raw import Fault, Piece, RawTable
from quartier.sources.resolve import (
    NOT_UNDERSTOOD,
    Found,
    Lookup,
    area_finder,
    period_finder,
    variable_finder,
)
from quartier.sources.shifted import words_for_values
from quartier.sources.statements import STATEMENT, Vocabulary

__all__ = ["Understanding", "Words"]


@dataclass
class Words:
    """The texts that statements hold by number; the same for all files of a city."""

    areas: Areas
    groups: Vocabulary = field(default_factory=Vocabulary)
    periods: Vocabulary = field(default_factory=Vocabulary)
    columns: Vocabulary = field(default_factory=Vocabulary)


@dataclass
class Understanding:
    """A table that is being understood, piece by piece; faults gather on the way.

    Attributes
    ----------
    no_data : int
        Rows that turned out to be by description no data.
    missed : list of str
        Columns that are not read, since they are spelt a little otherwise than described.
    """

    table: RawTable
    file: int
    file_name: str
    received: str
    description: Description
    variables: Mapping[str, Variable]
    words: Words
    faults: Faults = field(default_factory=Faults)
    no_data: int = 0

    def __post_init__(self) -> None:
        here = [column for column in self.description.values if column.is_in(self.file_name)]
        self.columns, faults = readings(here, self.table.header)
        needed = needed_columns(self.description, self.columns)
        self.missed = [name for name in missed(here, self.table.header) if name not in needed]
        if not here:
            faults.append(Fault(0, "", self.file_name, "no_values"))
        self._header_faults = faults
        self._needed = needed
        self._checked = False
        self._judged = False
        self._meanings = Vocabulary()
        known = self.words.groups
        self._combined = Combined(self.description, self.variables, self._meanings, known)

    def statements(self, piece: Piece) -> Iterator[tuple[str, np.ndarray]]:
        """What a piece says, by variable; rows with a fault say nothing.

        A value of which nobody knows the area, or a part of the group, is among them: sums lack it.
        """
        self.faults.blame(*piece.faults)
        if self.faults.of_file or not len(piece.rows) or not self._header_fits():
            return
        piece = self._without_ignored(piece)
        if not self._columns_fit(piece):
            return
        self._periods_here: dict[tuple[str | None, bool], np.ndarray] = {}
        area = self._areas(piece)
        remarks = self._remarks(piece, area)
        if remarks.any():
            piece, area = piece.only(~remarks), area[~remarks]
        self._excluded = Excluded(piece, self.description)
        cuts = [
            self._found(piece, cut.column, "group", look)
            for cut, look in zip(self.description.groups, self._combined.lookups, strict=True)
        ]
        kinds = self._kinds(piece)
        for reading in self.columns:
            yield from self._observed(piece, reading, area, cuts, kinds)

    def finish(self, rows: int) -> None:
        """Say what is wrong with a table of so many rows that may hold data as a whole."""
        if self.faults.of_file or not self._header_fits():
            return
        if not rows and not self.faults:
            self.faults.blame(Fault(0, "", "", "no_rows"))

    def _header_fits(self) -> bool:
        """Whether no column is missing or doubled, and a period is stated where it has to be."""
        if not self._checked:
            self._checked = True
            self.faults.blame(*self._header_problems())
        return not self.faults.of_file

    def _columns_fit(self, piece: Piece) -> bool:
        """Whether columns of values hold values, as far as the first rows of the file tell."""
        if not self._judged and len(piece.rows):
            self._judged = True
            named = [reading.column for reading in self.columns if not reading.codes]
            self.faults.blame(
                *words_for_values(piece, self.table.header, named, self._value_lookup)
            )
        return not self.faults.of_file

    def _header_problems(self) -> Iterator[Fault]:
        missing = list(header_faults(self.table.header, self._needed, self.description))
        yield from missing
        if any(not fault.column for fault in missing):
            return  # It is not the header that is described; what patterns lack says no more.
        yield from self._header_faults
        if self._stated_period() == "":
            place = self.description.period
            sheet = place is not None and place.sheet is not None
            found = self.table.sheet if sheet else self.file_name
            yield Fault(0, "", found, "sheet_period" if sheet else "file_period")

    def _stated_period(self) -> str | None:
        """The period of the whole table; empty where name or sheet should give one and do not."""
        place = self.description.period
        if place is None or (place.file is None and place.sheet is None):
            return None if place is None else place.fixed
        pattern, text = (
            (place.file, self.file_name) if place.file else (place.sheet, self.table.sheet)
        )
        match = re.search(pattern or "", text)
        return match[1] if match else ""

    def _found(self, piece: Piece, column: str, role: str, look: Lookup) -> Found:
        """The meanings in a column; what was not understood becomes a fault."""
        found = look(piece.texts[column])
        unknown = found.numbers == NOT_UNDERSTOOD
        if unknown.any():
            wrong = np.flatnonzero(unknown & ~found.ignored)
            told = found.codes[wrong]
            texts, findings = np.array(found.texts, dtype=object), found.findings
            reasons = np.array([each.reason for each in findings], dtype=object)
            hints = np.array([each.hint for each in findings], dtype=object)
            rows = piece.rows[wrong]
            self.faults.blame_rows(rows, column, role, texts[told], reasons[told], hints[told])
        return found

    @cached_property
    def _area_lookup(self) -> Lookup:
        return Lookup(area_finder(self.words.areas, self.description.area))

    def _areas(self, piece: Piece) -> np.ndarray:
        place = self.description.area
        if place.column is not None:
            return self._found(piece, place.column, "area", self._area_lookup).numbers
        number = self.words.areas.codes.index(place.fixed or "")
        return np.full(len(piece.rows), number, dtype="int32")

    def _remarks(self, piece: Piece, area: np.ndarray) -> np.ndarray:
        """Rows with a text in place of an area and nothing else: that is all that is wrong."""
        unknown = area == NOT_UNDERSTOOD
        if not unknown.any():
            return unknown
        for column in self._needed:
            if column != self.description.area.column:
                texts = piece.texts[column].dictionary.to_pylist()
                blank = np.array([not text.strip() for text in texts], dtype=bool)
                unknown &= blank[piece.texts[column].indices.to_numpy()]
        return unknown

    @cached_property
    def _variable_lookup(self) -> Lookup | None:
        column = self.description.variable
        return Lookup(variable_finder(column, self._meanings)) if column else None

    def _kinds(self, piece: Piece) -> np.ndarray | None:
        """What each row says its variable is, as a place in the description."""
        column = self.description.variable
        if column is None or self._variable_lookup is None:
            return None
        return self._found(piece, column.column, "variable", self._variable_lookup).numbers

    def _without_ignored(self, piece: Piece) -> Piece:
        """The piece without rows that say themselves that they hold no data."""
        column = self.description.variable
        if column is None or self._variable_lookup is None or not column.ignored:
            return piece
        ignored = self._variable_lookup(piece.texts[column.column]).ignored
        if not ignored.any():
            return piece
        self.no_data += int(ignored.sum())
        return piece.only(~ignored)

    def _observed(
        self,
        piece: Piece,
        reading: Reading,
        area: np.ndarray,
        cuts: list[Found],
        kinds: np.ndarray | None,
    ) -> Iterator[tuple[str, np.ndarray]]:
        """The statements of one value column, by variable."""
        values = self._values(piece, reading)
        empty, uncounted = values.empty, no_counts(values, reading.times)
        for variable, rows in self._by_variable(reading, kinds, len(piece.rows)):
            counted = self.variables[variable].counted
            faulty = (uncounted if counted else values.reasons)[rows]
            period = self._periods(piece, reading, variable)[rows]
            group, cut_well = self._combined.groups(reading.group, kinds, cuts, rows)
            understood = (values.status[rows] >= 0) & (faulty == 0)
            self._blame_values(piece, reading.column, values, rows, faulty, understood)
            placed = cut_well & (area[rows] != NOT_UNDERSTOOD)
            # A cell that is empty in a row that cannot be placed, such as a remark, is no loss.
            told = (period != NOT_UNDERSTOOD) & (understood | (~placed & ~empty[rows]))
            some = np.empty(int(told.sum()), STATEMENT)
            some["area"], some["group"] = area[rows][told], group[told]
            some["period"], some["file"] = period[told], self.file
            some["column"] = self.words.columns.number(reading.column)
            some["row"] = piece.rows[rows][told]
            some["status"] = np.where(understood, values.status[rows], -1)[told]
            some["value"] = np.where(understood, values.value[rows], np.nan)[told]
            yield variable, some

    @cached_property
    def _value_lookup(self) -> ValueLookup:
        return ValueLookup(self.description)

    def _values(self, piece: Piece, reading: Reading) -> Values:
        """The values of a column, with what exclusions and a column of quality say of them."""
        values = self._value_lookup(piece.texts[reading.column], reading.times, reading.codes)
        excluded = self._excluded.in_column(reading.column)
        if excluded.any():
            values.value[excluded], values.status[excluded] = np.nan, EXCLUDED
            values.reasons[excluded] = 0
        if reading.quality is not None:
            self._qualify(values, self._found(piece, reading.quality, "value", self._quality))
        return values

    @cached_property
    def _quality(self) -> Lookup:
        return Lookup(self._value_lookup.quality)

    @staticmethod
    def _qualify(values: Values, said: Found) -> None:
        """What a sign beside a value says of it; signs without a value take it away."""
        instead = np.isin(said.numbers, WITHOUT)
        values.value[instead], values.reasons[instead] = np.nan, 0
        # A sign that speaks of a number does not make one where there is none.
        marked = instead | ((said.numbers > REPORTED) & ~np.isnan(values.value))
        values.status[marked] = said.numbers[marked]
        unclear = said.numbers == NOT_UNDERSTOOD
        values.status[unclear], values.reasons[unclear] = NOT_UNDERSTOOD, QUALITY

    def _by_variable(
        self, reading: Reading, kinds: np.ndarray | None, count: int
    ) -> Iterator[tuple[str, np.ndarray]]:
        """The variables of which a column has values, each with its rows."""
        if reading.variable is not None:
            yield reading.variable, np.arange(count)
            return
        column = self.description.variable
        assert column is not None
        assert kinds is not None
        names = [column.values[text].variable for text in self._meanings.texts]
        number = {name: place for place, name in enumerate(dict.fromkeys(names))}
        of_meaning = np.array([number[name] for name in names] + [-1], dtype="int16")
        of_row = of_meaning[kinds]
        order = np.argsort(of_row, kind="stable")
        ends = np.cumsum(np.bincount(of_row + 1, minlength=len(number) + 1))
        for name, place in number.items():
            if ends[place] < ends[place + 1]:
                yield name, order[ends[place] : ends[place + 1]]

    def _blame_values(
        self,
        piece: Piece,
        column: str,
        values: Values,
        rows: np.ndarray,
        reasons: np.ndarray,
        understood: np.ndarray,
    ) -> None:
        # A sign of quality that is unknown stands in a column of its own, where it is named.
        wrong = np.flatnonzero(~understood & (reasons != QUALITY))
        if len(wrong):
            codes = values.codes[rows[wrong]]
            found = np.array(values.texts, dtype=object)[codes]
            said = np.array(REASONS, dtype=object)[reasons[wrong]]
            hints = self._value_lookup.hints(values.texts, codes, reasons[wrong])
            self.faults.blame_rows(piece.rows[rows[wrong]], column, "value", found, said, hints)

    @cached_property
    def _period_lookups(self) -> dict[tuple[str | None, bool], Lookup]:
        """Lookups of periods by the reference date of the variable, and whether it is planned."""
        return {}

    def _periods(self, piece: Piece, reading: Reading, variable: str) -> np.ndarray:
        """The period in each row."""
        place = self.description.period
        by_row = place.column if place is not None and reading.period is None else None
        told = self.variables[variable]
        key = (told.reference_date, told.planned)
        look = self._period_lookups.get(key)
        if look is None:
            kind = place.kind if place else None
            find = period_finder(self.words.periods, told, self.received, kind)
            look = self._period_lookups[key] = Lookup(find)
        if by_row is not None:
            if key not in self._periods_here:
                self._periods_here[key] = self._found(piece, by_row, "period", look).numbers
            return self._periods_here[key]
        stated = reading.period or self._stated_period() or ""
        finding = look.one(stated)
        if finding.reason:
            column = reading.column if reading.period else ""
            self.faults.blame(Fault(0, column, stated, finding.reason, finding.hint, "period"))
        return np.full(len(piece.rows), finding.number, dtype="int32")
