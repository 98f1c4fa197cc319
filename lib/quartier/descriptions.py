"""Descriptions of sources: how a file that an office delivers is to be read."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from quartier.catalogue import Group
from quartier.config import Line, Model, mistake
from quartier.described import (
    AreaPlace,
    CsvDialect,
    GroupColumn,
    NumberFormat,
    PeriodPlace,
    SheetLayout,
    ValueColumn,
    VariableColumn,
)
from quartier.language import _

__all__ = ["BESIDE_NUMBERS", "Accuracy", "Description", "Exclusion", "Sum", "SymbolMeaning"]

SymbolMeaning = Literal[
    "zero",
    "below_half",
    "secret",
    "unknown",
    "not_available",
    "unreliable",
    "not_applicable",
    "missing",
    "limited",
    "preliminary",
    "revised",
    "estimated",
    "break",
    "final",
]
"""What a sign says."""

BESIDE_NUMBERS = frozenset({"limited", "preliminary", "revised", "estimated", "break", "final"})
"""Signs that stand beside a number; all others stand instead of one."""

Symbol = Annotated[str, StringConstraints(min_length=0, strip_whitespace=True)]

_WORKBOOKS = ("xlsx", "ods")


class Exclusion(Model):
    """Rows of areas that the source leaves out but prints with a number that is none."""

    columns: Annotated[tuple[str, ...], Field(min_length=1)]
    equals: str
    then: Annotated[tuple[str, ...], Field(min_length=1)]
    reason: Line


class Accuracy(Model):
    """How exact the values of a source are, so that sums of them can miss what is delivered.

    ``rounded_to``: to a multiple of 3, 5, 10 ...; ``perturbed_by``: each value can be off by so
    much; ``tolerance``: a sum may differ by so much, however many parts it has.
    """

    rounded_to: Annotated[int, Field(ge=2)] | None = None
    perturbed_by: Annotated[float, Field(gt=0)] | None = None
    tolerance: Annotated[float, Field(ge=0)] = 0.0

    def of_sum(self, parts: int) -> float:
        """By how much a sum of so many parts can differ from the sum that was delivered.

        >>> Accuracy(rounded_to=5).of_sum(3), Accuracy(perturbed_by=1).of_sum(3)
        (8.0, 4.0)
        """
        # Rounded to 5, a whole number is off by 2 at most.
        each = (self.rounded_to or 1) // 2 + (self.perturbed_by or 0)
        return self.tolerance + each * (parts + 1)


class Sum(Model):
    """A group that the others must add up to, in each area and period."""

    whole: Group
    parts: Annotated[tuple[Group, ...], Field(min_length=1)]


class Description(Model):
    """A source: who delivers it and how its files are read."""

    title: Line
    owner: Line
    licence: Line | None = None
    geography: str | None = None
    format: Literal["csv", "xlsx", "ods", "geojson", "gpkg", "parquet"]
    csv: CsvDialect | None = None
    xlsx: SheetLayout | None = None
    ods: SheetLayout | None = None
    layer: str | None = None
    numbers: NumberFormat = NumberFormat()
    area: AreaPlace
    period: PeriodPlace | None = None
    variable: VariableColumn | None = None
    groups: tuple[GroupColumn, ...] = ()
    values: Annotated[tuple[ValueColumn, ...], Field(min_length=1)]
    symbols: dict[Symbol, SymbolMeaning] = {}
    footnotes: tuple[str, ...] = ()
    excluded_when: tuple[Exclusion, ...] = ()
    accuracy: Accuracy = Accuracy()
    sums: tuple[Sum, ...] = ()

    @property
    def layout(self) -> SheetLayout:
        """Where a workbook keeps its table."""
        layout = self.xlsx if self.format == "xlsx" else self.ods
        assert layout is not None
        return layout

    @property
    def number_format(self) -> NumberFormat:
        """The part that says how numbers are written."""
        parts = {"csv": self.csv, "xlsx": self.xlsx, "ods": self.ods}
        return parts.get(self.format) or (CsvDialect() if self.format == "csv" else self.numbers)

    @property
    def variables(self) -> frozenset[str]:
        """The variables that the source delivers."""
        named = {column.variable for column in self.values if column.variable is not None}
        said = self.variable.values.values() if self.variable else ()
        return frozenset(named | {meaning.variable for meaning in said})

    @model_validator(mode="after")
    def _layout_given(self) -> Self:
        if self.format in _WORKBOOKS and getattr(self, self.format) is None:
            what = _(
                "Zum Format „{format}“ gehört ein Abschnitt „{format}“ mit dem Tabellenblatt.",
                format=self.format,
            )
            raise mistake(what, at=("format",))
        return self

    @model_validator(mode="after")
    def _exclusions_named(self) -> Self:
        named = {column.column for column in self.values}
        for index, exclusion in enumerate(self.excluded_when):
            for column in (*exclusion.columns, *exclusion.then):
                if column not in named:
                    what = _("„excluded_when“ nennt eine Spalte, die nicht unter „values“ steht.")
                    raise mistake(what, found=column, at=("excluded_when", index))
        return self

    @model_validator(mode="after")
    def _each_value_placed(self) -> Self:
        """Each value needs a variable and a period, from one place each."""
        for index, column in enumerate(self.values):
            at = ("values", index)
            if (column.variable is None) == (self.variable is None):
                what = _("Das Merkmal nennen: entweder hier oder mit „variable“ je Zeile.")
                raise mistake(what, found=column.name, at=at)
            if column.tells_period == (self.period is not None):
                what = _("Den Zeitraum nennen: entweder hier oder unter „period“.")
                raise mistake(what, found=column.name, at=at)
        return self
