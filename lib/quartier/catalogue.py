"""Variables and indicators: what is counted, and what is made of the counts."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, RootModel, model_validator

from quartier import groups, periods
from quartier.config import Identifier, Line, Model, Source, mistake, read_model
from quartier.errors import Problem
from quartier.language import Text, _

__all__ = [
    "DOMAINS",
    "Break",
    "Denominator",
    "Group",
    "Indicator",
    "Quantity",
    "Variable",
    "read_indicators",
    "read_variables",
]

Unit = Literal[
    "persons", "count", "percent", "per_1000", "points", "euro", "square_metres", "index"
]
Domain = Literal[
    "demography",
    "work",
    "income",
    "education",
    "family",
    "health",
    "housing",
    "care",
    "participation",
]
DOMAINS: dict[str, Text] = {
    "demography": _("Bevölkerung"),
    "work": _("Arbeit"),
    "income": _("Einkommen"),
    "education": _("Bildung"),
    "family": _("Familie"),
    "health": _("Gesundheit"),
    "housing": _("Wohnen"),
    "care": _("Pflege"),
    "participation": _("Teilhabe"),
}
"""The Lebensbereiche in the order in which reports show them."""


def _canonical(group: object) -> object:
    if not isinstance(group, str):
        return group
    try:
        return groups.text(groups.parse(group))
    except ValueError:
        raise mistake(
            _("Das ist keine Gruppe."),
            found=group,
            allowed=_("„total“ oder etwas wie „age=25-34;sex=f“"),
        ) from None


Group = Annotated[str, BeforeValidator(_canonical)]


class Variable(Model):
    """A Merkmal: what an office counts or measures.

    What is ``planned``, such as a budget, may be of periods that are still to come. Parts of an
    ``overlapping`` dimension, such as lines of a budget that sum up others, are never added up.
    """

    title: Line
    unit: Unit
    kind: Literal["stock", "flow", "average"]
    counts_persons: bool
    planned: bool = False
    reference_date: Annotated[str, Field(pattern=r"^\d\d\.\d\d\.$")] | None = None
    basis: Identifier | None = None
    place: Literal["residence", "before_admission", "institution"] = "residence"
    crosswalk: Literal["population", "area", "none"] = "population"
    dimensions: dict[Identifier, Annotated[tuple[str, ...], Field(min_length=1)]] = {}
    overlapping: tuple[Identifier, ...] = ()

    @property
    def additive(self) -> bool:
        """Whether values of parts add up to that of the whole; rates never do."""
        return self.unit in ("persons", "count", "euro") and self.kind != "average"

    @property
    def counted(self) -> bool:
        """Whether values are whole numbers and never negative; amounts of money can be both."""
        return self.additive and self.unit != "euro"

    @model_validator(mode="after")
    def _overlapping_named(self) -> Self:
        for index, dimension in enumerate(self.overlapping):
            if dimension not in self.dimensions:
                what = _("„overlapping“ nennt eine Gliederung, die nicht unter „dimensions“ steht.")
                allowed = ", ".join(self.dimensions) or None
                raise mistake(what, found=dimension, allowed=allowed, at=("overlapping", index))
        return self

    @model_validator(mode="after")
    def _bands_tile(self) -> Self:
        for dimension, parts in self.dimensions.items():
            fault = groups.check_bands(parts) if groups.band(parts[0]) else None
            if fault is not None:
                raise mistake(fault, found=dimension, at=("dimensions", dimension))
            if len(set(parts)) < len(parts):
                what = _("Ein Teil dieser Gliederung steht zweimal da.")
                raise mistake(what, found=dimension, at=("dimensions", dimension))
        return self


class Quantity(Model):
    """The sum of some groups of a variable: what stands above or below a fraction bar."""

    variable: Identifier
    groups: Annotated[tuple[Group, ...], Field(min_length=1)] = ("total",)

    @property
    def name(self) -> str:
        """A text that is the same for the same quantity, whichever indicator uses it."""
        return f"{self.variable}[{' + '.join(sorted(self.groups))}]"

    @property
    def ages(self) -> tuple[str, ...]:
        """The bands of age that it is the sum of; none where it is cut by anything else as well."""
        cut = [groups.parse(group) for group in self.groups]
        return (
            tuple(each["age"] for each in cut) if all(set(each) == {"age"} for each in cut) else ()
        )


class Denominator(Quantity):
    """A quantity with the period that it is taken from."""

    period: Literal["same", "previous"] = "same"


def _period(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        return periods.parse(text).text
    except ValueError:
        allowed = _("ein Zeitraum wie 2024, 2023/24 oder 2024-T2")
        raise mistake(_("Das ist kein Zeitraum."), found=text, allowed=allowed) from None


class Break(Model):
    """A known break: values from this period on cannot be compared with earlier ones."""

    period: Annotated[str, BeforeValidator(_period)]
    reason: Line


_UNITS = {
    "proportion": ("percent", "per_1000"),
    "rate": ("percent", "per_1000"),
    "count": ("persons", "count", "euro"),
}


class Indicator(Model):
    """An indicator with all that a reader must know to understand it."""

    title: Line
    short: Line
    definition: Line
    reading: Line
    unit: Unit
    kind: Literal["proportion", "rate", "count", "delivered"]
    interval: Literal["wilson", "byar", "none"]
    numerator: Quantity
    denominator: Denominator | None = None
    polarity: Literal["low", "high", "neutral"]
    domain: Domain
    levels: tuple[Identifier, ...] = ()
    owner: Line
    legal_basis: Line | None = None
    usual_source: Line
    breaks: tuple[Break, ...] = ()

    @property
    def variables(self) -> frozenset[str]:
        """The variables that the indicator is made from."""
        parts = (self.numerator, self.denominator)
        return frozenset(part.variable for part in parts if part is not None)

    @property
    def chance(self) -> Literal["proportion", "rate"]:
        """How the values vary by chance: as a share of people, or as events come."""
        return "proportion" if self.kind == "proportion" else "rate"

    @property
    def scale(self) -> float:
        """What a fraction is multiplied by to be in the indicator's unit."""
        return {"percent": 100.0, "per_1000": 1000.0}.get(self.unit, 1.0)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        units = _UNITS.get(self.kind)
        if units is not None and self.unit not in units:
            what = _("Diese Einheit gehört nicht zu dieser Art von Indikator.")
            raise mistake(what, found=self.unit, allowed=", ".join(units), at=("unit",))
        divided = self.kind in ("proportion", "rate")
        if divided and self.denominator is None:
            what = _("Anteile und Raten brauchen einen Nenner („denominator“).")
            raise mistake(what, at=("kind",))
        if not divided and self.denominator is not None:
            what = _("Nur Anteile („proportion“) und Raten („rate“) haben einen Nenner.")
            raise mistake(what, at=("denominator",))
        allowed = {"proportion": ("wilson", "none"), "rate": ("byar", "none")}
        if self.interval not in allowed.get(self.kind, ("none",)):
            what = _("Dieses Intervall gehört nicht zu dieser Art von Indikator.")
            raise mistake(
                what,
                found=self.interval,
                at=("interval",),
                allowed=_("wilson für Anteile, byar für Raten, none für alles"),
            )
        return self


class _Variables(RootModel[dict[Identifier, Variable]]):
    """A file of variables by their ids."""


def read_variables(path: Path, name: str, problems: list[Problem]) -> dict[str, Variable]:
    """Read a file of variables; what is wrong goes to ``problems``."""
    variables, _source = read_model(path, name, _Variables, problems)
    return variables.root if variables else {}


def read_indicators(
    folder: Path, name: str, problems: list[Problem], texts: dict[str, Source]
) -> dict[str, Indicator]:
    """Read a folder of indicators, one a file; the file's name is the indicator's id.

    Parameters
    ----------
    folder : pathlib.Path
    name : str
        What the folder is called in messages.
    problems : list of Problem
        Grows by what is wrong.
    texts : dict of str to Source
        Grows by what was read, as ``indicators/<id>.yml``.
    """
    found: dict[str, Indicator] = {}
    for file in sorted(folder.glob("*.yml")):
        indicator, source = read_model(file, f"{name}/{file.name}", Indicator, problems)
        texts[f"indicators/{file.name}"] = source
        if indicator is not None:
            found[file.stem] = indicator
    return found
