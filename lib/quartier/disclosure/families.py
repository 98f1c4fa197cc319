"""Withholding further counts, so that none of the withheld can be computed from sums.

A family is an area with its parts. Whoever reads the figures knows that the parts add up to the
whole, and that a count which is withheld is not below 0 - nor 0, where zeros are shown. He is to
find for no withheld count that only one value is possible, and for no few areas together that
they have few persons. In a tree of families it is enough to see to that in each of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from quartier.areas import Areas
from quartier.settings import Disclosure

__all__ = ["SECONDARY", "WITHHELD", "View", "protect"]

WITHHELD, SECONDARY = "withheld", "withheld_secondary"

View = Mapping[str, float]
"""A count by area, or the remainder of one; NaN or absent where it is not known."""


def protect(
    views: Sequence[View], kind: Mapping[str, str], areas: Areas, rule: Disclosure
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

    Returns
    -------
    dict of area to str
    """
    kinds = dict(kind)
    families = [
        (area.code, children)
        for area in reversed(list(areas))
        if (children := [child.code for child in areas.children(area.code)])
    ]
    looks = [_Look(view, kinds, areas, rule) for view in views]
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
    return kinds


@dataclass
class _Look:
    """What a reader sees and can conclude in one view."""

    view: View
    kinds: dict[str, str]
    areas: Areas
    rule: Disclosure

    def value(self, code: str) -> float:
        return self.view.get(code, float("nan"))

    def known(self, code: str) -> bool:
        return not isnan(self.value(code))

    def shown(self, code: str) -> bool:
        return not self.kinds.get(code) and self.known(code)

    def seen(self, code: str) -> float:
        """What a reader knows of an area: its figure, or what only it can be."""
        parent = self.areas[code].parent
        if self.shown(code):
            return self.value(code)
        if self.kinds.get(code) or parent is None:
            return float("nan")
        others = [part for part in self._parts(parent) if part != code]
        if not all(self.shown(part) for part in others):
            return float("nan")
        return self.seen(parent) - sum(self.value(part) for part in others)

    def least(self, code: str) -> float:
        """The least that an area can have."""
        if self.shown(code):
            return self.value(code)
        withheld = bool(self.kinds.get(code)) and self.value(code) >= 1
        own = 1.0 if withheld and self.rule.zero == "shown" else 0.0
        return max(own, sum(self.least(part) for part in self._parts(code)))

    def exposed(self, parent: str, children: Sequence[str]) -> bool:
        """Whether the figures of a family give away what is withheld in it, or a small sum."""
        hidden = [code for code in children if not self.shown(code)]
        closed = [code for code in hidden if self.kinds.get(code)]
        rest = self.seen(parent) - sum(self.value(code) for code in children if self.shown(code))
        if not isnan(rest):
            if not closed:
                return bool(hidden) and self.rule.is_small(rest)
            least = sum(self.least(code) for code in hidden)
            return len(hidden) == 1 or rest < self.rule.threshold or rest <= least
        if self.kinds.get(parent) and not hidden:
            return True
        # The parent itself is not known, but areas above may give away all that is hidden in it.
        together = sum(self.value(code) for code in closed if self.known(code))
        few = together < self.rule.threshold and not self.value(parent) < self.rule.threshold
        return bool(closed) and closed == hidden and few and self._anchored(parent)

    def further(self, parent: str, children: Sequence[str], size: View) -> str | None:
        """The area to withhold next; ``None`` where there is none left."""

        def rank(code: str) -> tuple[bool, float, str]:
            # An area that is large enough to hide behind comes before one that is zero.
            count = size.get(code, 0)
            return count < self.rule.threshold, count, code

        open_ = sorted((code for code in children if self.shown(code)), key=rank)
        if open_:
            return open_[0]
        return parent if self.shown(parent) else None

    def _parts(self, code: str) -> list[str]:
        return [area.code for area in self.areas.children(code)]

    def _anchored(self, code: str) -> bool:
        return any(self.known(area.code) for area in self.areas.ancestors(code))
