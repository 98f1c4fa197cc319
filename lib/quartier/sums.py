"""Sums over groups and areas: never silently smaller, never from groups that do not tile."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from quartier import groups, signs
from quartier.areas import Areas
from quartier.catalogue import Quantity, Variable
from quartier.language import Text
from quartier.tables import UNPLACED, empty

__all__ = ["Added", "add_up", "weakest"]

# A figure is as weak as its weakest part: those with a value from the firmest to the weakest.
_WITH_VALUE = ("reported", "below_half", "revised", "preliminary", "estimated", "limited")
_WITHOUT = tuple(status for status in signs.STATUSES if not signs.has_value(status))
_STATUSES = [*_WITH_VALUE, *_WITHOUT]
_LIMITED, _INCOMPLETE, _NOT_COMPUTABLE, _MISSING = (
    _STATUSES.index(status) for status in ("limited", "incomplete", "not_computable", "missing")
)
_NONE = -1
"""Stands where there is no figure at all, not even one that is missing."""


@dataclass(frozen=True)
class Added:
    """A quantity by area and period, and why parts of it could not be computed.

    Attributes
    ----------
    table : pandas.DataFrame
        area, period, value, status.
    reasons : tuple of Text
    """

    table: pd.DataFrame
    reasons: tuple[Text, ...] = ()


def weakest(one: pd.Series, other: pd.Series) -> pd.Series:
    """The weaker of two statuses that have a value, for each row.

    Examples
    --------
    >>> weakest(pd.Series(["reported", "limited"]), pd.Series(["estimated", "revised"])).tolist()
    ['estimated', 'limited']
    """
    codes = np.maximum(_places(_STATUSES, one), _places(_STATUSES, other))
    return pd.Series(_named(_STATUSES, codes), index=one.index, dtype=object)


def _places(names: Sequence[str], texts: pd.Series | Sequence[str | None]) -> np.ndarray:
    """Where each text stands among some names; -1 where it does not."""
    return pd.Index(list(names)).get_indexer(pd.Index(np.asarray(texts, dtype=object)))


def _named(names: Sequence[str], places: np.ndarray) -> np.ndarray:
    return np.array(names, dtype=object)[places]


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

    What was delivered for areas or groups that nobody knows (``unplaced``) is part of a sum, too:
    one that lacks a negligible part of itself for that is ``limited``, any other ``incomplete``.
    """
    grid = _Grid.of(observations, areas)
    lost = _lost(unplaced, part.variable, grid)
    reasons, added = _over_groups(part, variable, observations, grid, lost)
    if variable.additive:
        _over_areas(grid)
        _weaken(grid, _counted(lost, added))
    _fill_gaps(grid)
    return Added(grid.table(), tuple(dict.fromkeys(reasons)))


@dataclass
class _Grid:
    """Values and statuses by period (rows) and area (columns).

    Attributes
    ----------
    level, parent : numpy.ndarray
        Of each area, as positions; -1 for no parent.
    lacks : numpy.ndarray
        What a sum lacks since nobody knows its group; NaN where nobody knows how much.
    over : numpy.ndarray
        Whether a figure is a sum over areas.
    """

    periods: Sequence[str]
    areas: Sequence[str]
    level: np.ndarray
    parent: np.ndarray
    value: np.ndarray
    status: np.ndarray
    lacks: np.ndarray
    over: np.ndarray

    @classmethod
    def of(cls, observations: pd.DataFrame, areas: Areas) -> "_Grid":
        """A grid without figures for all periods that were observed."""
        told = sorted(observations["period"].unique())
        codes = [area.code for area in areas]
        level = np.array([areas.levels.index(area.level) for area in areas], dtype="int64")
        parent = _places(codes, [area.parent for area in areas])
        shape = (len(told), len(codes))
        value, status = np.full(shape, np.nan), np.full(shape, _NONE)
        return cls(
            told, codes, level, parent, value, status, np.zeros(shape), np.zeros(shape, bool)
        )

    def put(
        self, value: np.ndarray, status: np.ndarray, lacks: np.ndarray, *, over: bool = False
    ) -> None:
        """Set figures where there are none yet; what was delivered stays."""
        open_ = (self.status == _NONE) | (self.status == _NOT_COMPUTABLE)
        where = open_ & (status != _NONE)
        self.value[where] = value[where]
        self.status[where] = status[where]
        self.lacks[where] = lacks[where]
        self.over[where] = over

    def table(self) -> pd.DataFrame:
        """The figures, one a row."""
        period, area = np.nonzero(self.status != _NONE)
        return pd.DataFrame(
            {
                "area": _named(self.areas, area),
                "period": _named(self.periods, period),
                "value": self.value[period, area],
                "status": _named(_STATUSES, self.status[period, area]),
            }
        )


def _over_groups(
    part: Quantity, variable: Variable, observations: pd.DataFrame, grid: _Grid, lost: pd.DataFrame
) -> tuple[list[Text], set[tuple[int, str]]]:
    """Put the sums over groups into the grid; levels can be delivered in different groups.

    Returns what could not be computed, and the groups that were added up in each period.
    """

    @cache
    def tiled(available: frozenset[str]) -> tuple[list[str], list[Text]]:
        tilings = [groups.tile(group, variable.dimensions, available) for group in part.groups]
        lacking = [tiling.reason for tiling in tilings if tiling.reason is not None]
        return [group for tiling in tilings for group in tiling.groups], lacking

    period = _places(grid.periods, observations["period"])
    area = _places(grid.areas, observations["area"])
    group = observations["group"].to_numpy(dtype=object)
    chosen = np.zeros(len(observations), dtype=bool)
    needed = np.zeros(grid.status.shape, dtype="int64")
    reasons: list[Text] = []
    added: set[tuple[int, str]] = set()
    cuts = pd.Series(range(len(period))).groupby([period, grid.level[area]])
    for _when, cut in cuts:
        rows = cut.to_numpy()
        wanted, lacking = tiled(frozenset(group[rows]))
        when, level = period[rows[0]], grid.level[area[rows[0]]]
        if lacking:
            reasons += lacking
            grid.status[when, area[rows]] = _NOT_COMPUTABLE
        else:
            chosen[rows] = np.isin(group[rows], wanted)
            needed[when, grid.level == level] = len(wanted)
            added |= {(when, each) for each in wanted}
    cell = (period * len(grid.areas) + area)[chosen]
    value = observations["value"].to_numpy(dtype="float64")[chosen]
    status = _places(_STATUSES, observations["status"])[chosen]
    # One group that was delivered as such lacks nothing, whatever else is in the file.
    here = _counted(lost[lost["area"] >= 0], added)
    lacks = np.where(needed > 1, _by_cell(here, grid), 0)
    grid.put(*_total(cell, value, status, needed), lacks)
    return reasons, added


def _over_areas(grid: _Grid) -> None:
    """Add sums for areas without a figure of their own, from the bottom up."""
    for level in range(grid.level.max(initial=0), -1, -1):
        below = (grid.parent >= 0) & (grid.level[grid.parent] == level)
        parts = np.bincount(grid.parent[below], minlength=len(grid.areas))
        period, area = np.nonzero((grid.status != _NONE) & below)
        cell = period * len(grid.areas) + grid.parent[area]
        needed = np.broadcast_to(parts, grid.status.shape)
        total = _total(cell, grid.value[period, area], grid.status[period, area], needed)
        lacks = np.bincount(cell, grid.lacks[period, area], grid.status.size)
        grid.put(*total, lacks.reshape(grid.status.shape), over=True)


def _total(
    cell: np.ndarray, value: np.ndarray, status: np.ndarray, needed: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Add up figures by cell of a grid, where as many are known as are needed."""
    size = needed.size
    known = np.bincount(cell[~np.isnan(value)], minlength=size)
    told = np.bincount(cell, minlength=size)
    total = np.bincount(cell, weights=np.nan_to_num(value), minlength=size)
    first, last = np.full(size, len(_STATUSES)), np.full(size, _NONE)
    np.minimum.at(first, cell, status)
    np.maximum.at(last, cell, status)
    whole = known == needed.ravel()
    # Where every part is missing for one and the same reason, the sum is missing for it too.
    alike = (told == needed.ravel()) & (first == last)
    mark = np.where(whole | alike, last, _INCOMPLETE)
    mark = np.where(told == 0, _NONE, mark)
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
        told = (grid.status[:, here] != _NONE).any(axis=1)
        lacking = (grid.status == _NONE) & here & told[:, np.newaxis]
        grid.status[lacking] = _MISSING
