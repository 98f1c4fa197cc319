"""Descriptions of sources: how a file that an office delivers is to be read."""

import re
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from quartier.catalogue import Group
from quartier.config import Identifier, Line, Model, mistake
from quartier.errors import did_you_mean
from quartier.language import _

__all__ = [
    "AreaColumn",
    "CsvDialect",
    "Description",
    "Exclusion",
    "GroupColumn",
    "PeriodPlace",
    "SymbolMeaning",
    "ValueColumn",
    "XlsxLayout",
]

SymbolMeaning = Literal[
    "zero", "secret", "unknown", "not_available", "unreliable", "not_applicable", "missing"
]


Symbol = Annotated[str, StringConstraints(min_length=0, strip_whitespace=True)]


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
    """How a text file writes its cells."""

    encoding: Annotated[str, BeforeValidator(_encoding)] = "utf-8"
    separator: Annotated[str, Field(min_length=1, max_length=1)] = ";"


class XlsxLayout(NumberFormat):
    """Where a workbook keeps its table; the rows of the header are counted as Excel does."""

    sheet: str
    header_rows: Annotated[tuple[HeaderRow, ...], Field(min_length=1)] = (1,)


class AreaColumn(Model):
    """The column that names the area, by code or by name."""

    column: str
    by: Literal["code", "name"] = "code"
    level: Identifier | None = None


def _pattern(text: object) -> object:
    if isinstance(text, str):
        try:
            fine = re.compile(text).groups == 1
        except re.error:
            fine = False
        if not fine:
            raise mistake(
                _("Das ist kein Suchmuster für den Zeitraum im Dateinamen."),
                found=text,
                allowed=_(
                    r"ein regulärer Ausdruck mit einer Klammer, etwa „melderegister-(\d\d\d\d)“"
                ),
            )
    return text


class PeriodPlace(Model):
    """Where a file says which period its values are for: a column, its name, or here."""

    column: str | None = None
    file: Annotated[str | None, BeforeValidator(_pattern)] = None
    fixed: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(place is not None for place in (self.column, self.file, self.fixed)) != 1:
            raise mistake(_("Genau eine der Angaben „column“, „file“ und „fixed“ wird gebraucht."))
        return self


class GroupColumn(Model):
    """A column that cuts a variable into groups, and what its texts mean."""

    column: str
    dimension: Identifier
    values: dict[str, str]


class ValueColumn(Model):
    """A column of values, the variable and the group that they are of."""

    column: str
    variable: Identifier
    group: Group = "total"
    optional: bool = False


class Exclusion(Model):
    """Rows of areas that the source leaves out but prints with a number that is none."""

    columns: Annotated[tuple[str, ...], Field(min_length=1)]
    equals: str
    then: Annotated[tuple[str, ...], Field(min_length=1)]
    reason: Line


class Description(Model):
    """A source: who delivers it and how its files are read."""

    title: Line
    owner: Line
    licence: Line | None = None
    geography: str | None = None
    format: Literal["csv", "xlsx"]
    csv: CsvDialect | None = None
    xlsx: XlsxLayout | None = None
    area: AreaColumn
    period: PeriodPlace
    groups: tuple[GroupColumn, ...] = ()
    values: Annotated[tuple[ValueColumn, ...], Field(min_length=1)]
    symbols: dict[Symbol, SymbolMeaning] = {}
    footnotes: tuple[str, ...] = ()
    excluded_when: tuple[Exclusion, ...] = ()

    @property
    def numbers(self) -> NumberFormat:
        """The part that says how numbers are written."""
        return (self.csv if self.format == "csv" else self.xlsx) or CsvDialect()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.format == "xlsx" and self.xlsx is None:
            what = _("Zum Format „xlsx“ gehört ein Abschnitt „xlsx“ mit dem Tabellenblatt.")
            raise mistake(what, at=("format",))
        named = {column.column for column in self.values}
        for index, exclusion in enumerate(self.excluded_when):
            for column in (*exclusion.columns, *exclusion.then):
                if column not in named:
                    what = _("„excluded_when“ nennt eine Spalte, die nicht unter „values“ steht.")
                    raise mistake(what, found=column, at=("excluded_when", index))
        return self
