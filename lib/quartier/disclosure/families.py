"""Withholding further counts, so that none of the withheld can be computed from sums.

A family is an area with its parts. Whoever reads the figures knows that the parts add up to the
whole, and that a count which is withheld is not below 0 - nor 0, where zeros are shown. He is to
find for no withheld count that only one value is possible, and for no few areas together that
they have few persons. In a tree of families it is enough to see to that in each of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

from quartier.areas import Areas
from quartier.settings import Disclosure

__all__ = ["SECONDARY", "WITHHELD", "View", "protect"]

WITHHELD, SECONDARY = "withheld", "withheld_secondary"

View = Mapping[str, float]
"""A count by area, or the remainder of one; NaN or absent where it is not known."""


def protect(
    views: Sequence[View],
    kind: Mapping[str, str],
    areas: Areas,
    rule: Disclosure,
    floors: Sequence[View] = (),
    beside: Collection[str] = (),
) -> dict[str, str]:
    """Withhold further areas: in each family the next smallest, until nothing can be computed.

    Parameters
    ----------
    views : sequence of View
        The counts that are shown or withheld together, the first for the order of size; what
        holds must hold in each.
    kind : mapping of area to str
        How an area is withheld already; empty where it is not.
    areas : Areas
    rule : Disclosure
    floors : sequence of View
        For the first of the views: what each area has at least, as other figures say.
    beside : collection of str
        What was counted beside the areas. It is a part of the city that is never shown; all can
        compute it from a city and its districts.

    Returns
    -------
    dict of area to str
    """
    kinds = dict(kind)
    city = areas.city()
    more = {city.code: sorted(beside)} if city else {}
    families = [
        (area.code, children)
        for area in reversed(list(areas))
        if (children := _parts(areas, area.code, more))
    ]
    below = [*floors, *({} for _ in views[len(floors) :])]
    looks = [_Look(*each, kinds, areas, rule, more) for each in zip(views, below, strict=True)]
    changed = True
    while changed:
        changed = False
        for parent, children in families:
            for look in looks:
                while look.exposed(parent, children) and (
                    further := look.further(parent, children, views[0])
                ):
                    kinds[further] = SECONDARY
                    changed = True
                    for each in looks:
                        each.forget()
    return kinds


def _parts(areas: Areas, code: str, beside: Mapping[str, list[str]]) -> list[str]:
    """The areas right under one, and what was counted beside them."""
    return [*(area.code for area in areas.children(code)), *beside.get(code, ())]


@dataclass
class _Look:
    """What a reader sees and can conclude in one view."""

    view: View
    floor: View
    kinds: dict[str, str]
    areas: Areas
    rule: Disclosure
    beside: Mapping[str, list[str]]
    _below: dict[str, float] = field(default_factory=dict)
    _above: dict[str, float] = field(default_factory=dict)

    def forget(self) -> None:
        """Something more is withheld: what was concluded before may hold no more."""
        self._below.clear()
        self._above.clear()

    def value(self, code: str) -> float:
        return self.view.get(code, float("nan"))

    def known(self, code: str) -> bool:
        return not isnan(self.value(code))

    def shown(self, code: str) -> bool:
        return not self.kinds.get(code) and self.known(code)

    def below(self, code: str) -> float:
        """What a reader knows of an area from its figure, or else from those of its parts.

        What is withheld counts as not known: the families that it belongs to see to that.
        """
        if code not in self._below:
            self._below[code] = self._from_below(code)
        return self._below[code]

    def _from_below(self, code: str) -> float:
        if self.shown(code):
            return self.value(code)
        parts = [] if self.kinds.get(code) else self._parts(code)
        return sum(self.below(part) for part in parts) if parts else float("nan")

    def above(self, code: str) -> float:
        """What a reader knows of an area from its figure, or else from all that is around it."""
        if code not in self._above:
            self._above[code] = self._from_above(code)
        return self._above[code]

    def _from_above(self, code: str) -> float:
        parent = self.areas[code].parent
        if self.shown(code):
            return self.value(code)
        if parent is None or self.kinds.get(code):
            return float("nan")
        others = [part for part in self._parts(parent) if part != code]
        return self.above(parent) - sum(self.below(part) for part in others)

    def least(self, code: str) -> float:
        """The least that an area can have."""
        if self.shown(code):
            return self.value(code)
        withheld = bool(self.kinds.get(code)) and self.value(code) >= 1
        own = 1.0 if withheld and self.rule.zero == "shown" else 0.0
        return max(
            own, self.floor.get(code, 0), sum(self.least(part) for part in self._parts(code))
        )

    def exposed(self, parent: str, children: Sequence[str]) -> bool:
        """Whether the figures of a family give away what is withheld in it, or a small sum."""
        hidden = [code for code in children if isnan(self.below(code))]
        if not hidden:
            return bool(self.kinds.get(parent))
        closed = [code for code in hidden if self.kinds.get(code)]
        rest = self.above(parent) - sum(self.below(code) for code in children if code not in hidden)
        if not isnan(rest):
            least = sum(self.least(code) for code in hidden)
            if not closed:
                exact = rest <= least and any(self._hides(code) for code in hidden)
                return exact or self.rule.is_small(rest)
            return self._alone(hidden) or rest < self.rule.threshold or rest <= least
        # The parent itself is not known, but areas above may give away all that is hidden in it.
        together = sum(self.value(code) for code in closed if self.known(code))
        few = together < self.rule.threshold and not self.value(parent) < self.rule.threshold
        return closed == hidden and few and self._anchored(parent)

    def _alone(self, hidden: Sequence[str]) -> bool:
        """Whether only one of what is hidden in a family has to be.

        What is beside the areas is often next to nothing: nobody can hide behind it.
        """
        areas = [code for code in hidden if code in self.areas]
        own = [code for code in areas if self.kinds.get(code) == WITHHELD or self._hides(code)]
        return len(hidden) == 1 or (len(areas) == 1 and bool(own))

    def further(self, parent: str, children: Sequence[str], size: View) -> str | None:
        """The area to withhold next; ``None`` where there is none left."""

        def rank(code: str) -> tuple[bool, float, str]:
            # An area that is large enough to hide behind comes before one that is zero.
            count = size.get(code, 0)
            return count < self.rule.threshold, count, code

        for choice in self._choices(parent, children):
            if choice:
                return min(choice, key=rank)
        return None

    def _choices(self, parent: str, children: Sequence[str]) -> Iterator[list[str]]:
        """The shown areas that give the family away, from the nearest to the farthest."""
        yield [code for code in children if self.shown(code)]
        yield [shown for code in children for shown in self._behind(code)]
        while not self.shown(parent):
            around = self.areas[parent].parent
            if around is None or isnan(self.above(parent)):
                return
            others = [part for part in self._parts(around) if part != parent]
            yield [shown for code in others for shown in self._behind(code)]
            parent = around
        yield [parent]

    def _behind(self, code: str) -> list[str]:
        """The shown areas from which it is known what an area has."""
        if self.shown(code):
            return [code]
        inner = [] if isnan(self.below(code)) else self._parts(code)
        return [shown for part in inner for shown in self._behind(part)]

    def _parts(self, code: str) -> list[str]:
        return _parts(self.areas, code, self.beside)

    def _hides(self, code: str) -> bool:
        """Whether anything within an area is withheld."""
        return any(self.kinds.get(part) or self._hides(part) for part in self._parts(code))

    def _anchored(self, code: str) -> bool:
        return any(self.known(area.code) for area in self.areas.ancestors(code))
