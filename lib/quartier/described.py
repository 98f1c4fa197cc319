"""The parts of a description: where a file says area, period, variable, group and value."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from quartier.catalogue import Group
from quartier.config import Identifier, Model, mistake
from quartier.errors import did_you_mean
from quartier.language import Text, _
from quartier.periods import Kind

__all__ = [
    "AreaPlace",
    "CsvDialect",
    "GroupColumn",
    "Meaning",
    "NumberFormat",
    "PeriodPlace",
    "SheetLayout",
    "ValueColumn",
    "VariableColumn",
]

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "windows-1252", "iso-8859-15", "latin-1")


def _encoding(text: object) -> object:
    if isinstance(text, str):
        try:
            "a".encode(text)
        except (LookupError, ValueError):  # also what encodes no texts, such as "hex"
            what = _("Diese Zeichenkodierung gibt es nicht.")
            allowed, hint = _("meist utf-8 oder cp1252"), did_you_mean(text, _ENCODINGS)
            raise mistake(what, found=text, allowed=allowed, hint=hint) from None
    return text


HeaderRow = Annotated[int, Field(ge=1)]
HeaderRows = Annotated[tuple[HeaderRow, ...], Field(min_length=1)]


class NumberFormat(Model):
    """How a source writes its numbers."""

    decimal: Literal[",", "."] = ","
    thousands: Literal[".", ",", " ", "'"] | None = None

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.decimal == self.thousands:
            what = _("Dasselbe Zeichen kann nicht Dezimal- und Tausenderzeichen sein.")
            raise mistake(what, found=self.thousands, at=("thousands",))
        return self


class CsvDialect(NumberFormat):
    """How a text file writes its cells; the rows of the header are counted from the top.

    ``open_end``: the last line of a whole file has no end, so that this says nothing.
    """

    encoding: Annotated[str, BeforeValidator(_encoding)] = "utf-8"
    separator: Annotated[str, Field(min_length=1, max_length=1, pattern=r'^[^"\r\n]$')] = ";"
    header_rows: HeaderRows = (1,)
    open_end: bool = False


def _compiled(text: object, *, groups: int | None, allowed: Text) -> object:
    if isinstance(text, str):
        try:
            found = re.compile(text).groups
        except re.error:
            found = -1
        if found < 0 or groups not in (None, found):
            raise mistake(_("Das ist kein brauchbares Suchmuster."), found=text, allowed=allowed)
    return text


def _period_pattern(text: object) -> object:
    allowed = _(r"ein regulärer Ausdruck mit einer Klammer, etwa „melderegister-(\d\d\d\d)“")
    return _compiled(text, groups=1, allowed=allowed)


def _pattern(text: object) -> object:
    return _compiled(text, groups=None, allowed=_("ein regulärer Ausdruck"))


PeriodPattern = Annotated[str, BeforeValidator(_period_pattern)]
Pattern = Annotated[str, BeforeValidator(_pattern)]


class SheetLayout(NumberFormat):
    """Where a workbook keeps its table; the rows of the header are counted as Excel does.

    ``sheet`` is one sheet, ``sheets`` a pattern for several that are built alike.
    """

    sheet: str | None = None
    sheets: Pattern | None = None
    header_rows: HeaderRows = (1,)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.sheet is None) == (self.sheets is None):
            raise mistake(_("Genau eine der Angaben „sheet“ und „sheets“ wird gebraucht."))
        return self


class AreaPlace(Model):
    """The column that names the area, by code or by name; or the one area of the whole file.

    ``unknown`` and ``rest`` are the texts under which a source counts people whose address nobody
    knows, and those of the rest of the city: no areas, but parts of the city's total.
    """

    column: str | None = None
    fixed: str | None = None
    by: Literal["code", "name", "either"] = "code"
    level: Identifier | None = None
    unknown: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.column is None) == (self.fixed is None):
            raise mistake(_("Genau eine der Angaben „column“ und „fixed“ wird gebraucht."))
        return self


class PeriodPlace(Model):
    """Where a file says which period its values are for: a column, its name, a sheet, or here."""

    column: str | None = None
    file: PeriodPattern | None = None
    sheet: PeriodPattern | None = None
    fixed: str | None = None
    kind: Kind | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = (self.column, self.file, self.sheet, self.fixed)
        if sum(place is not None for place in given) != 1:
            raise mistake(
                _("Genau eine der Angaben „column“, „file“, „sheet“ und „fixed“ wird gebraucht.")
            )
        return self


CellText = Annotated[str, StringConstraints(min_length=0)]
"""What stands in a cell, which can be nothing: so GENESIS writes the code of a total."""


class GroupColumn(Model):
    """A column that cuts a variable into groups, and what its texts mean.

    Without ``values``, its texts are bands of ages as offices write them. What the parenthesis of a
    ``pattern`` catches is the part itself: "17" in "17 = ordentliche Aufwendungen".
    """

    column: str
    dimension: Identifier
    values: dict[CellText, str] = {}
    pattern: PeriodPattern | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.values and self.pattern is not None:
            what = _("Entweder „values“ oder „pattern“, nicht beides.")
            raise mistake(what, found=self.pattern, at=("pattern",))
        return self


class Meaning(Model):
    """What a text in a column of variables stands for."""

    variable: Identifier
    group: Group = "total"

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: object) -> object:
        return {"variable": given} if isinstance(given, str) else given


class VariableColumn(Model):
    """A column that says of each row which variable its value is of.

    Rows with a text in ``ignored`` are by description no data.
    """

    column: str
    values: Annotated[dict[str, Meaning], Field(min_length=1)]
    ignored: tuple[str, ...] = ()


class ValueColumn(Model):
    """A column of values, or all columns whose header fits a pattern.

    What the parentheses of a pattern catch is the ``period`` or, by its dimension's name, a part
    of a group; ``parts`` says what the caught texts mean. ``times`` turns thousands into ones;
    ``codes`` are the numbers that classes in words stand for; ``quality`` is a column with signs
    about the value. ``file`` is a pattern: only files whose name it fits have the column.
    """

    column: str | None = None
    pattern: Pattern | None = None
    parts: dict[Identifier, dict[str, str]] = {}
    variable: Identifier | None = None
    group: Group = "total"
    period: str | None = None
    optional: bool = False
    times: Annotated[float, Field(gt=0)] = 1.0
    codes: dict[str, float] = {}
    quality: str | None = None
    file: Pattern | None = None

    @property
    def name(self) -> str:
        """The column or the pattern, as messages name it."""
        return self.column or self.pattern or ""

    @property
    def caught(self) -> Mapping[str, int]:
        """What the pattern catches, by name."""
        return re.compile(self.pattern).groupindex if self.pattern else {}

    def is_in(self, file: str) -> bool:
        """Whether a file of this name has the column.

        >>> ValueColumn(column="Zahl", file="table-4-1").is_in("2015-table-4-1.csv")
        True
        """
        return self.file is None or re.search(self.file, file) is not None

    @property
    def tells_period(self) -> bool:
        """Whether the column itself says its period."""
        return self.period is not None or "period" in self.caught

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.column is None) == (self.pattern is None):
            raise mistake(_("Genau eine der Angaben „column“ und „pattern“ wird gebraucht."))
        for dimension in self.parts:
            if dimension not in self.caught:
                what = _("Das Suchmuster fängt unter diesem Namen nichts ein.")
                allowed = ", ".join(self.caught) or None
                raise mistake(what, found=dimension, allowed=allowed, at=("parts", dimension))
        return self
