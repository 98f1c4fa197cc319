"""Doubts: parts that do not add up to the whole that was delivered with them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

import numpy as np
import pandas as pd

from quartier import groups
from quartier.catalogue import Variable
from quartier.descriptions import Sum
from quartier.facts import Facts
from quartier.plausible.cells import Cells
from quartier.plausible.containment import contained
from quartier.plausible.noted import named, note

__all__ = ["areas_add_up", "groups_add_up", "sums_add_up"]

# What is added up on a computer is off by a little in the last places.
_LAST_PLACES = 1e-9

Dimensions = tuple[tuple[str, tuple[str, ...]], ...]


def areas_add_up(cells: Cells, facts: Facts, *, counted: bool) -> Iterator[pd.DataFrame]:
    """Areas whose figure is not the sum of those of all areas within them.

    Each area is added to the smallest one around it that has a figure: the city is held against its
    neighbourhoods where no districts are delivered. People of unknown address and the rest of the
    city are part of the city, where they are given. Where not all areas have a figure, those that
    have one may not be more than the whole, of what cannot be negative.
    """
    setting = cells.setting
    whole = np.flatnonzero(setting.leaves[cells.area] > 0)
    if not len(whole):
        return
    part, place = _within(cells, whole)
    found = np.bincount(place, cells.value[part], minlength=len(whole))
    count = np.bincount(place, minlength=len(whole))
    leaves = np.bincount(place, setting.leaves[cells.area[part]], minlength=len(whole))
    judged = (count > 0) & (leaves == setting.leaves[cells.area[whole]])
    if counted:
        judged |= found > cells.value[whole]
    some = whole[judged], found[judged], count[judged]
    yield from _differing(cells, facts, "children", *some)


def _within(cells: Cells, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Figures, and for each the place of the nearest area around it among some wholes."""
    setting = cells.setting
    keys = _key(cells, whole, cells.area)
    part = np.arange(len(cells.area))
    around = setting.parents[cells.area]
    parts, places = [part[:0]], [part[:0]]
    while len(part := part[around[part] >= 0]):
        sought = _key(cells, part, around)
        place = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
        known = keys[place] == sought
        parts.append(part[known])
        places.append(place[known])
        part = part[~known]
        around[part] = setting.parents[around[part]]
    return np.concatenate(parts), np.concatenate(places)


def _key(cells: Cells, some: np.ndarray, area: np.ndarray) -> np.ndarray:
    """A number for group, area and period of some figures."""
    setting = cells.setting
    key = cells.group[some].astype("int64") * len(setting.areas) + area[some]
    return key * len(setting.periods) + cells.period[some]


def groups_add_up(cells: Cells, facts: Facts, variable: Variable) -> Iterator[pd.DataFrame]:
    """Groups whose figure is not the sum of those of groups that tile it."""
    if len(cells.groups) < 2 or not variable.dimensions:
        return
    dimensions = tuple(variable.dimensions.items())
    overlapping = variable.overlapping
    known = {cells.setting.groups[group]: group for group in cells.groups}
    tilings = {each for told in _told(cells) for each in _tilings(told, dimensions, overlapping)}
    for whole, parts in sorted(tilings):
        yield from _held_against(cells, facts, "groups", known, whole, parts)


def _told(cells: Cells) -> set[tuple[str, ...]]:
    """The sets of groups that have figures on one level and in one period."""
    setting = cells.setting
    number = np.zeros(len(setting.groups), dtype="int64")
    number[cells.groups] = np.arange(len(cells.groups))
    levels = len(setting.tree.levels) + 1
    cut = cells.period.astype("int64") * levels + setting.levels[cells.area] + 1
    told = np.zeros((len(setting.periods) * levels, len(cells.groups)), dtype=bool)
    told.ravel()[cut * len(cells.groups) + number[cells.group]] = True
    names = np.array([setting.groups[group] for group in cells.groups], dtype=object)
    return {tuple(names[row]) for row in np.unique(told, axis=0)}


@lru_cache(maxsize=256)
def _tilings(
    told: tuple[str, ...], dimensions: Dimensions, overlapping: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Groups with others that tile them, for each way to cut them further."""
    within: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for whole, part in contained(told):
        cut = tuple(groups.parse(told[part]))
        within.setdefault((told[whole], cut), []).append(told[part])
    found = []
    for (whole, cut), parts in within.items():
        declared = {name: some for name, some in dimensions if name in cut}
        if len(parts) > 1 and len(declared) == len(cut):
            tiled = groups.tile(whole, declared, parts, overlapping).groups
            if tiled:
                found.append((whole, tiled))
    return tuple(found)


def sums_add_up(
    cells: Cells, facts: Facts, rules: Mapping[int, Sequence[Sum]]
) -> Iterator[pd.DataFrame]:
    """Groups that are not the sum that the description of their source says.

    Parameters
    ----------
    cells : Cells
    facts : Facts
    rules : mapping of int to sequence of Sum
        By delivery.
    """
    known = {cells.setting.groups[group]: group for group in cells.groups}
    for rule in dict.fromkeys(rule for some in rules.values() for rule in some):
        deliveries = [delivery for delivery, some in rules.items() if rule in some]
        for whole, parts in _in_each_rest(rule, known):
            yield from _held_against(cells, facts, "sums", known, whole, parts, deliveries)


def _in_each_rest(rule: Sum, known: Mapping[str, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rule for each part of the dimensions that it does not speak of."""
    said = groups.parse(rule.whole)
    spoken = set(said).union(*map(groups.parse, rule.parts))
    for whole in known:
        cells = groups.parse(whole)
        rest = {name: part for name, part in cells.items() if name not in spoken}
        if cells == said | rest:
            all_parts = (groups.text(groups.parse(part) | rest) for part in rule.parts)
            # Most lines of a budget have no figures; the first part that lacks is enough.
            parts = tuple(takewhile(known.__contains__, all_parts))
            if len(parts) == len(rule.parts):
                yield whole, parts


def _held_against(
    cells: Cells,
    facts: Facts,
    kind: str,
    known: Mapping[str, int],
    whole: str,
    parts: Sequence[str],
    deliveries: Sequence[int] | None = None,
) -> Iterator[pd.DataFrame]:
    """A group held against the sum of others, wherever all of them have a figure."""
    wholes, *others = cells.together([known[each] for each in (whole, *parts)])
    found = np.zeros(len(wholes))
    for other in others:
        found += cells.value[other]
    if deliveries is not None:
        here = np.isin(cells.delivery[wholes], deliveries)
        wholes, found = wholes[here], found[here]
    yield from _differing(cells, facts, kind, wholes, found, len(parts), named(parts))


def _differing(
    cells: Cells,
    facts: Facts,
    kind: str,
    whole: np.ndarray,
    found: np.ndarray,
    parts: np.ndarray | int,
    detail: str = "",
) -> Iterator[pd.DataFrame]:
    """Wholes that differ from the sum of their parts by more than the source's accuracy."""
    told = cells.value[whole]
    allowed = cells.setting.tolerance(cells.delivery[whole], parts)
    much = np.abs(found - told) > allowed + _LAST_PLACES * np.abs(told)
    if much.any():
        yield note(facts, cells.at[whole[much]], kind, expected=found[much], detail=detail)
