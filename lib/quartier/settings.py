"""What a city is, once its folder has been read and checked."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from quartier.catalogue import Indicator, Variable
from quartier.config import Day, Identifier, Line, Model, mistake
from quartier.corrections import Correction
from quartier.descriptions import Description
from quartier.language import _
from quartier.pyramid import Pyramid

__all__ = [
    "AgeStandard",
    "Area",
    "Audience",
    "City",
    "DeliveredFile",
    "Disclosure",
    "Index",
    "Level",
    "Settings",
    "Similarity",
]

Audience = Literal["department", "administration", "public"]


class Level(Model):
    """An Ebene of areas."""

    id: Identifier
    name: Line
    plural: Line


class Geography(Model):
    """A Gebietsstand: a cut of the areas, and the day it became valid."""

    id: str
    valid_from: Day


class Boundary(Model):
    """A file of boundaries and the property that holds the areas' codes."""

    file: str
    code: str


class Disclosure(Model):
    """The city's rule of what may be published: counts of persons below the threshold not."""

    threshold: Annotated[int, Field(ge=1)] = 5
    zero: Literal["shown", "withheld"] = "shown"

    def is_small(self, count: float) -> bool:
        """Whether a count must be withheld for its own sake.

        >>> rule = Disclosure(threshold=5)
        >>> [rule.is_small(count) for count in (0, 1, 4, 5, float("nan"))]
        [False, True, True, False, False]
        """
        return 0 < count < self.threshold or (count == 0 and self.zero == "withheld")


class Similarity(Model):
    """By which indicators areas are called similar, and how many similar ones each has."""

    indicators: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    count: Annotated[int, Field(ge=1)] = 5


class Index(Model):
    """A status index of one level, and the dynamic index beside it.

    The dynamic comes from indicators that are delivered as changes (``dynamic``) or from the change
    of the status indicators over some periods (``change_over``).
    """

    id: Identifier
    title: Line
    level: Identifier
    status: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    dynamic: tuple[Identifier, ...] = ()
    change_over: Annotated[int, Field(ge=1)] | None = None
    excluded: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_dynamic(self) -> Self:
        if self.dynamic and self.change_over is not None:
            what = _("Entweder „dynamic“ oder „change_over“, nicht beides.")
            raise mistake(what, at=("change_over",))
        return self


class AgeStandard(Model):
    """An indicator to be freed from differences in age, by those that divide it into ages.

    ``standard`` is the population that all areas are given: the city's own, or the European one of
    2013.
    """

    indicator: Identifier
    parts: Annotated[tuple[Identifier, ...], Field(min_length=2)]
    standard: Literal["city", "european_2013"] = "city"


class Settings(Model):
    """city.yml."""

    name: Line
    language: str = "de"
    languages: Annotated[tuple[str, ...], Field(min_length=1)] = ("de",)
    notice: Line | None = None
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    geographies: Annotated[tuple[Geography, ...], Field(min_length=1, max_length=1)]
    coordinates: str | None = None
    boundaries: dict[Identifier, Boundary] = {}
    indicators: tuple[Identifier, ...] = ()
    similar: Similarity | None = None
    indices: tuple[Index, ...] = ()
    smoothing: Literal["parent", "neighbours"] = "parent"
    age_standardised: tuple[AgeStandard, ...] = ()
    disclosure: Disclosure = Disclosure()
    audience: Audience = "public"


@dataclass(frozen=True)
class Area:
    """A Raumeinheit. ``name_in`` is the name as it follows a verb: "in der Nordstadt"."""

    code: str
    name: str
    name_in: str
    level: str
    parent: str | None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeliveredFile:
    """A file as an office sent it, and the day it was received."""

    source: str
    path: Path
    received: str
    sha256: str

    @property
    def delivery(self) -> str:
        """The delivery that the file is part of."""
        return f"{self.source}@{self.received}"


def received_on(delivery: str) -> str:
    """The day on which a delivery was received.

    >>> received_on("register@2024-02-01")
    '2024-02-01'
    """
    return delivery.rsplit("@", 1)[1]


def source_of(delivery: str) -> str:
    """The source that a delivery came from.

    >>> source_of("register@2024-02-01")
    'register'
    """
    return delivery.rsplit("@", 1)[0]


@dataclass(frozen=True)
class City:
    """A checked city folder."""

    folder: Path
    settings: Settings
    areas: tuple[Area, ...]
    variables: dict[str, Variable]
    indicators: dict[str, Indicator]
    sources: dict[str, Description]
    files: tuple[DeliveredFile, ...]
    pyramid: Pyramid | None
    corrections: tuple[Correction, ...] = ()

    @property
    def id(self) -> str:
        """The folder's name, which names the city in addresses."""
        return self.folder.name

    @property
    def levels(self) -> tuple[str, ...]:
        """The ids of the levels, from the top down."""
        return tuple(level.id for level in self.settings.levels)

    @property
    def geography(self) -> str:
        """The Gebietsstand in which the city reports."""
        return self.settings.geographies[-1].id

    def as_of(self, day: str) -> "City":
        """The city with what had been received and corrected by the end of a day (2024-12-31)."""
        files = tuple(file for file in self.files if file.received <= day)
        corrections = tuple(each for each in self.corrections if each.on <= day)
        return replace(self, files=files, corrections=corrections)
