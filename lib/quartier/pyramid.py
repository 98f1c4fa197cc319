"""The goal pyramid as a city writes it down in goals.yml."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from quartier import periods
from quartier.config import Identifier, Line, Model, mistake
from quartier.language import _

__all__ = ["Goal", "GoalLevel", "Pyramid", "Target"]


def _per_cent(text: object) -> object:
    """``-10 %`` as the fraction -0.1."""
    if not isinstance(text, str):
        return text
    match = re.fullmatch(r"([-+−]?)\s*([0-9]+(?:[.,][0-9]+)?)\s*%", text.strip())
    if match is None:
        allowed = _("eine Veränderung in Prozent wie „-10 %“ oder „+2,5 %“")
        raise mistake(_("Das ist keine Veränderung in Prozent."), found=text, allowed=allowed)
    size = Decimal(match[2].replace(",", ".")) / 100
    return float(size if match[1] in ("", "+") else -size)


def _year(text: object) -> object:
    if isinstance(text, str):
        try:
            fine = periods.parse(text).kind == "year"
        except ValueError:
            fine = False
        if not fine:
            raise mistake(_("Das ist kein Jahr."), found=text, allowed=_("ein Jahr wie 2026"))
    return text


Year = Annotated[str, BeforeValidator(_year)]


class Target(Model):
    """A Zielwert: what a key figure is to reach in an area, from which baseline, by when."""

    id: Identifier
    indicator: Identifier
    area: str
    kind: Literal["relative_per_year"]
    change: Annotated[float, BeforeValidator(_per_cent), Field(gt=-1)]
    baseline: Year
    due: Year


class GoalLevel(Model):
    """A Zielebene; a city names its own."""

    id: Identifier
    name: Line


class Goal(Model):
    """A goal, who answers for it, and the targets that it is measured by."""

    id: Identifier
    level: Identifier
    parent: Identifier | None = None
    title: Line
    unit: Line | None = None
    targets: tuple[Target, ...] = ()


class Pyramid(Model):
    """The Zielpyramide: its levels from the top down, and its goals."""

    levels: Annotated[tuple[GoalLevel, ...], Field(min_length=1)]
    goals: tuple[Goal, ...] = ()

    def children(self, parent: str | None) -> list[Goal]:
        """The goals right under a goal, or at the top."""
        return [goal for goal in self.goals if goal.parent == parent]

    def targets(self) -> list[tuple[Goal, Target]]:
        """All targets with their goals."""
        return [(goal, target) for goal in self.goals for target in goal.targets]
