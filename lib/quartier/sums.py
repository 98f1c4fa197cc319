"""Sums over groups and areas: never silently smaller, never from groups that do not tile."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from quartier import groups, signs
from quartier.areas import Areas
from quartier.catalogue import Quantity, Variable
from quartier.language import Text
from quartier.tables import UNPLACED, empty

__all__ = ["NO_FIGURE", "STATUSES", "WITH_VALUE", "Added", "add_up"]

# A figure is as weak as its weakest part.
_FIRMEST_FIRST = (
    "reported",
    "below_half",
    "revised",
    "preliminary",
    "break",
    "estimated",
    "limited",
)
_WITHOUT = tuple(status for status in signs.STATUSES if not signs.has_value(status))

#: All statuses; those with a value first, from the firmest to the weakest.
STATUSES = pd.Index([*_FIRMEST_FIRST, *_WITHOUT], dtype="str")

#: How many of them have a value.
WITH_VALUE = len(_FIRMEST_FIRST)

#: Stands where there is no figure at all, not even one that is missing.
NO_FIGURE = -1

_LIMITED, _INCOMPLETE, _NOT_COMPUTABLE, _MISSING = (
    list(STATUSES).index(status)
    for status in ("limited", "incomplete", "not_computable", "missing")
)


@dataclass(frozen=True)
class Added:
    """A quantity by period (rows) and area (columns), and why parts could not be computed.

    Attributes
    ----------
    periods, areas : pandas.Index
    value : numpy.ndarray
        NaN where there is none.
    status : numpy.ndarray
        Places in `STATUSES`, so that the weaker of two is the larger; `NO_FIGURE` where there is
        no figure at all.
    reasons : tuple of Text
    """

    periods: pd.Index
    areas: pd.Index
    value: np.ndarray
    status: np.ndarray
    reasons: tuple[Text, ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """The figures, one a row: area, period, value, status."""
        period, area = np.nonzero(self.status != NO_FIGURE)
        return pd.DataFrame(
            {
                "area": self.areas[area],
                "period": self.periods[period],
                "value": self.value[period, area],
                "status": STATUSES[self.status[period, area]],
            }
        )

    def rows(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values and statuses of the periods at some places; what is not there is missing.

        The place of a period that is not there is -1.
        """
        none = np.full((1, len(self.areas)), NO_FIGURE, dtype="int8")
        status = np.concatenate([self.status, none])[places]
        value = np.concatenate([self.value, none * np.nan])[places]
        return value, np.where(status == NO_FIGURE, _MISSING, status)


def _places(names: pd.Index, told: pd.Series) -> np.ndarray:
    """Where each text stands among some names; -1 where it does not."""
    # Each text is looked up once. The last entry is for those that are missing.
    number, each = told.factorize()
    return np.append(names.get_indexer(pd.Index(each)), -1)[number]


NEGLIGIBLE = 0.005
"""A sum that lacks no more than this part of it is shown, in brackets."""


def add_up(
    part: Quantity,
    variable: Variable,
    observations: pd.DataFrame,
    areas: Areas,
    unplaced: pd.DataFrame | None = None,
) -> Added:
    """The sum of some groups of a variable, for each area and period.

    Areas for which nothing was delivered get the sum of their parts. A sum with a missing part is
    ``incomplete`` and has no value: it is never silently smaller. Areas that lack where others of
    their level have a figure are ``missing``.

    What a source counts beside its areas, under unknown addresses and the rest of the city, is part
    of the city's sum and stands nowhere else. With a rest, areas that were not delivered are in it.

    What was delivered for areas or groups that nobody knows (``unplaced``) is part of a sum, too:
    one that lacks a negligible part of itself for that is ``limited``, any other ``incomplete``.
    """
    grid = _Grid.of(observations, areas)
    lost = _lost(unplaced, part.variable, grid)
    reasons, added = _over_groups(part, variable, observations, grid, lost)
    if variable.additive:
        _with_rest(grid)
        _over_areas(grid)
        _weaken(grid, _counted(lost, added))
    _fill_gaps(grid)
    told = tuple(dict.fromkeys(reasons))
    shown = slice(len(areas.by_code))
    return Added(grid.periods, grid.areas[shown], grid.value[:, shown], grid.status[:, shown], told)


@dataclass
class _Grid:
    """Values and statuses by period (rows) and area (columns).

    The last columns are what is beside the areas: parts of the city, on a level each of their own,
    since they can be delivered in groups of their own.

    Attributes
    ----------
    level, parent : numpy.ndarray
        Of each area, as positions; -1 for no parent.
    lacks : numpy.ndarray
        What a sum lacks since nobody knows its group; NaN where nobody knows how much.
    over : numpy.ndarray
        Whether a figure is a sum over areas.
    """

    periods: pd.Index
    areas: pd.Index
    level: np.ndarray
    parent: np.ndarray
    value: np.ndarray
    status: np.ndarray
    lacks: np.ndarray
    over: np.ndarray

    @property
    def beside(self) -> np.ndarray:
        """Which of the columns are beside the areas."""
        return np.arange(len(self.areas)) >= len(self.areas) - len(Areas.BESIDE)

    @classmethod
    def of(cls, observations: pd.DataFrame, areas: Areas) -> "_Grid":
        """A grid without figures for all periods that were observed."""
        told = pd.Index(sorted(observations["period"].unique()), dtype="str")
        codes, level, parent = _ordered(areas)
        shape = (len(told), len(codes))
        value, status = np.full(shape, np.nan), np.full(shape, NO_FIGURE, dtype="int8")
        return cls(
            told, codes, level, parent, value, status, np.zeros(shape), np.zeros(shape, bool)
        )

    def put(
        self,
        columns: np.ndarray | slice,
        value: np.ndarray,
        status: np.ndarray,
        lacks: np.ndarray,
        *,
        over: bool = False,
    ) -> None:
        """Set figures of some areas where there are none yet; what was delivered stays."""
        own = self.status[:, columns]
        where = ((own == NO_FIGURE) | (own == _NOT_COMPUTABLE)) & (status != NO_FIGURE)
        self.value[:, columns] = np.where(where, value, self.value[:, columns])
        self.status[:, columns] = np.where(where, status, own)
        self.lacks[:, columns] = np.where(where, lacks, self.lacks[:, columns])
        self.over[:, columns] = np.where(where, over, self.over[:, columns])


@lru_cache(maxsize=1)
def _ordered(areas: Areas) -> tuple[pd.Index, np.ndarray, np.ndarray]:
    """Codes, levels and parents of the areas and of what is beside them."""
    city = areas.city()
    codes = pd.Index(areas.codes, dtype="str")
    beside = len(areas.levels) + np.arange(len(areas.BESIDE))
    level = np.array([*(areas.levels.index(area.level) for area in areas), *beside], dtype="int64")
    parents = [area.parent for area in areas] + [city and city.code] * len(areas.BESIDE)
    return codes, level, _places(codes, pd.Series(parents, dtype="str"))


def _over_groups(
    part: Quantity, variable: Variable, observations: pd.DataFrame, grid: _Grid, lost: pd.DataFrame
) -> tuple[list[Text], set[tuple[int, str]]]:
    """Put the sums over groups into the grid; levels can be delivered in different groups.

    Returns what could not be computed, and the groups that were added up in each period.
    """
    period = _places(grid.periods, observations["period"])
    area = _places(grid.areas, observations["area"])
    group, names = observations["group"].factorize()
    levels = grid.level.max(initial=0) + 1
    cut = period * levels + grid.level[area]
    kind = cut * len(names) + group
    shape = len(grid.periods) * levels, len(names)
    told = np.bincount(kind, minlength=shape[0] * shape[1]).reshape(shape) > 0
    wanted, number, reasons = _tiled(part, variable, told, list(names))
    chosen = wanted.ravel()[kind]
    lacking = number[cut] == 0
    grid.status[period[lacking], area[lacking]] = _NOT_COMPUTABLE
    needed = np.take(number.reshape(-1, levels), grid.level, axis=1)
    cell = (period * len(grid.areas) + area)[chosen]
    value = observations["value"].to_numpy(dtype="float64")[chosen]
    status = _places(STATUSES, observations["status"]).astype("int8")[chosen]
    added = {(int(row) // levels, names[at]) for row, at in np.argwhere(wanted)}
    # One group that was delivered as such lacks nothing, whatever else is in the file.
    here = _counted(lost[lost["area"] >= 0], added)
    lacks = np.where(needed > 1, _by_cell(here, grid), 0)
    grid.put(slice(None), *_total(cell, value, status, needed), lacks)
    return reasons, added


def _tiled(
    part: Quantity, variable: Variable, told: np.ndarray, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, list[Text]]:
    """Which groups are to be added up, their number, and why there are none.

    ``told`` has a row for each level in each period and a column for each group, true where the
    group was delivered; so has the first result.
    """

    @cache
    def tiled(available: frozenset[int]) -> tuple[list[int], list[Text]]:
        here = [names[at] for at in available]
        tilings = [
            groups.tile(group, variable.dimensions, here, variable.overlapping)
            for group in part.groups
        ]
        lacking = [tiling.reason for tiling in tilings if tiling.reason is not None]
        return [names.index(group) for tiling in tilings for group in tiling.groups], lacking

    wanted, number = np.zeros_like(told), np.zeros(len(told), dtype="int64")
    reasons: list[Text] = []
    for cut in np.flatnonzero(told.any(axis=1)):
        found, lacking = tiled(frozenset(np.flatnonzero(told[cut]).tolist()))
        reasons += lacking
        if not lacking:
            wanted[cut, found] = True
            number[cut] = len(found)
    return wanted, number, reasons


def _with_rest(grid: _Grid) -> None:
    """Add up the city where its rest was delivered: areas that were not delivered are in it.

    Of areas that lie in each other the largest counts.
    """
    city = grid.parent[-1]
    if city < 0:
        return
    told = grid.status != NO_FIGURE
    told[:, city] = False
    covered, within = told.copy(), np.zeros_like(told)
    for level in range(1, grid.level.max() + 1):
        here = np.flatnonzero((grid.level == level) & (grid.parent >= 0))
        within[:, here] = covered[:, grid.parent[here]]
        covered[:, here] |= within[:, here]
    there = told & ~within & told[:, -1:]
    _put_sums(grid, there, there, np.full(len(grid.areas), city))


def _over_areas(grid: _Grid) -> None:
    """Add sums for areas without a figure of their own, from the bottom up.

    All parts of an area are needed; what is beside the areas only where it was delivered.
    """
    for level in range(grid.level.max(initial=0), -1, -1):
        below = (grid.parent >= 0) & (grid.level[grid.parent] == level)
        told = (grid.status != NO_FIGURE) & below
        _put_sums(grid, told, told | (below & ~grid.beside), grid.parent)


def _put_sums(grid: _Grid, told: np.ndarray, needed: np.ndarray, into: np.ndarray) -> None:
    """Put sums over areas: of figures that were told, where all that are needed are among them.

    ``into`` says of each area to which one it is added.
    """
    above = np.unique(into[needed.any(axis=0)])
    at = np.searchsorted(above, into)
    shape = len(grid.periods), len(above)
    period, part = np.nonzero(needed)
    number = np.bincount(period * len(above) + at[part], minlength=shape[0] * shape[1])
    period, part = np.nonzero(told)
    cell, parts = period * len(above) + at[part], period * len(grid.areas) + part
    value, status, lacks = (each.ravel()[parts] for each in (grid.value, grid.status, grid.lacks))
    lacking = np.bincount(cell, lacks, number.size).reshape(shape)
    grid.put(above, *_total(cell, value, status, number.reshape(shape)), lacking, over=True)


def _total(
    cell: np.ndarray, value: np.ndarray, status: np.ndarray, needed: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Add up figures by cell of a grid, where as many are known as are needed."""
    size, number = needed.size, needed.ravel()
    missing = np.isnan(value)
    told = np.bincount(cell, minlength=size)
    known = told - np.bincount(cell[missing], minlength=size)
    total = np.bincount(cell, weights=np.where(missing, 0.0, value), minlength=size)
    first, last = (np.full(size, each, status.dtype) for each in (len(STATUSES), NO_FIGURE))
    np.minimum.at(first, cell, status)
    np.maximum.at(last, cell, status)
    whole = known == number
    # Where every part is missing for one and the same reason, the sum is missing for it too.
    alike = (told == number) & (first == last)
    mark = np.where(whole | alike, last, _INCOMPLETE)
    mark = np.where(told == 0, NO_FIGURE, mark)
    shape = needed.shape
    return np.where(whole & (told > 0), total, np.nan).reshape(shape), mark.reshape(shape)


def _lost(unplaced: pd.DataFrame | None, variable: str, grid: _Grid) -> pd.DataFrame:
    """What of a variable nobody could place; period and area as positions, -1 where unknown."""
    rows = empty(UNPLACED) if unplaced is None else unplaced
    rows = rows[rows["variable"] == variable]
    period, area = _places(grid.periods, rows["period"]), _places(grid.areas, rows["area"])
    return rows.assign(period=period, area=area)[period >= 0]


def _counted(lost: pd.DataFrame, added: set[tuple[int, str]]) -> pd.DataFrame:
    """What is lost of the groups that were added up, as far as its own group is known."""
    told = zip(lost["period"], lost["group"], strict=True)
    counted = [
        any(when == then and _can_be(group, wanted) for then, wanted in added)
        for when, group in told
    ]
    return lost[pd.Series(counted, index=lost.index, dtype=bool)]


@cache
def _can_be(group: str, wanted: str) -> bool:
    """Whether a group, of which parts may be unknown, can be another.

    >>> _can_be("age=0-17;sex=?", "age=0-17;sex=f"), _can_be("sex=?", "age=0-17;sex=f")
    (True, False)
    """
    parts, others = groups.parse(group), groups.parse(wanted)
    return parts.keys() == others.keys() and all(
        part in ("?", others[name]) for name, part in parts.items()
    )


def _by_cell(lost: pd.DataFrame, grid: _Grid) -> np.ndarray:
    """What is lost in each cell; NaN where nobody knows how much."""
    found = np.zeros(grid.status.shape)
    np.add.at(found, (lost["period"].to_numpy(), lost["area"].to_numpy()), lost["value"].to_numpy())
    return found


def _weaken(grid: _Grid, lost: pd.DataFrame) -> None:
    """Mark sums that lack something: in brackets where it is next to nothing, else incomplete."""
    # Nobody knows in which of the areas it is: each sum over areas could lack it.
    adrift = _by_cell(lost[lost["area"] < 0].assign(area=0), grid)[:, :1]
    lacks = grid.lacks + np.where(grid.over, adrift, 0)
    smaller = ~np.isnan(grid.value) & (lacks != 0)
    hardly = smaller & (lacks <= NEGLIGIBLE * grid.value)
    grid.status[hardly] = np.maximum(grid.status[hardly], _LIMITED)
    grid.status[smaller & ~hardly] = _INCOMPLETE
    grid.value[smaller & ~hardly] = np.nan


def _fill_gaps(grid: _Grid) -> None:
    """Mark areas that lack where others of their level have a figure."""
    for level in np.unique(grid.level):
        here = grid.level == level
        told = (grid.status[:, here] != NO_FIGURE).any(axis=1)
        lacking = (grid.status == NO_FIGURE) & here & told[:, np.newaxis]
        grid.status[lacking] = _MISSING
