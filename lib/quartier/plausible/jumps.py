"""Doubts: figures beyond what the history of their own series makes likely.

A series is a group in an area, in periods that begin on the same day of the year: second tertials
are compared with second tertials, since a year's course is no jump.

**What is expected.** The last figure without a doubt, and the median of the series' yearly changes
on top for each year that has passed. The median lets one or two wrong figures, with a change into
them and one out of them, do no harm.

**What is usual.** The scale is the largest of

- 1.4826 times the median distance of the yearly changes from their median, which is the standard
  deviation where changes are normal, again undisturbed by single figures;
- for counts, the square root of twice the count that is expected, or of twice the median of the
  series where that is greater: by chance alone a count varies by the square root of its mean
  (Poisson), and here two counts stand against each other. A single low count does not make the mean
  a low one, hence the median. It never falls below that of one event;
- what the rounding of the source explains.

**What is doubted.** A figure that is off by more than 6 scales and by more than 20 percent of what
is expected, where at least 5 changes of the series have nothing to do with it. Of counts that vary
by chance (Poisson with constant mean, 0.3 to 10,000; series of 8, 10 and 20 years) 2 of 4.4 million
were doubted; of counts of 50 and more that were written ten times too high, all.

**A new level.** A figure is held against the last one without a doubt, and against the one right
before it. It fits if it fits either. So a slip is doubted once, since what follows fits what was
before; and a lasting new level is doubted once, where it begins.

**Short series.** Where fewer changes are known, nobody can say what is usual. Of counts only what
is at least three times the figure right before it, or at most a third, is doubted, and by more than
6 square roots of twice the smaller one; the return to what was before is none.

Rates of which more than half of the changes are none say nothing about what is usual: they are not
doubted.
"""

import numpy as np
import pandas as pd

from quartier.catalogue import Variable
from quartier.facts import Facts
from quartier.plausible.cells import Cells
from quartier.plausible.noted import note

__all__ = ["jumps"]

SCALES, PART, OTHERS = 6.0, 0.2, 5
"""Doubted is what is off by so many scales and such a part, beside so many other changes."""

TIMES = 3.0
"""So many times as much, or as little, is doubted where fewer changes are known."""

_NORMAL = 1.4826
_DAY = 1.01 / 365.25  # a leap day makes years unequal


def jumps(cells: Cells, facts: Facts, variable: Variable) -> list[pd.DataFrame]:
    """Figures that their series makes unlikely.

    Parameters
    ----------
    cells : Cells
        What holds: one figure for group, area and period.
    facts : Facts
    variable : Variable
    """
    season = cells.setting.seasons[cells.period]
    found = []
    for each in np.flatnonzero(np.bincount(season)).tolist():
        some = np.flatnonzero(season == each)
        series, tells = _series(cells, some)
        judged = [_jumps(cells, some[tells], counted=variable.counted)]
        if variable.counted and not tells.all():
            judged.append(_gross(cells, some[~tells], series[~tells]))
        found += [
            note(facts, cells.at[at], "jump", expected=expected)
            for at, expected in judged
            if len(at)
        ]
    return found


def _series(cells: Cells, some: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A number for the series of each of some figures, and whether it is long enough to tell."""
    group, area = cells.group[some], cells.area[some]
    first = np.ones(len(some), dtype=bool)
    first[1:] = (area[1:] != area[:-1]) | (group[1:] != group[:-1])
    series = np.cumsum(first) - 1
    return series, (np.bincount(series) > OTHERS + 1)[series]


def _gross(cells: Cells, some: np.ndarray, series: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which figures of short series are far from the one right before, and what that was."""
    order = np.lexsort((cells.setting.years[cells.period[some]], series))
    some, series = some[order], series[order]
    value = cells.value[some]

    def far(back: int) -> np.ndarray:
        """Whether a figure is far from the one so many places before it in its series."""
        low = np.minimum(value[back:], value[:-back])
        high = np.maximum(value[back:], value[:-back])
        much = (high >= TIMES * low) & (high - low > SCALES * np.sqrt(2 * np.maximum(low, 1)))
        return np.append(np.zeros(back, dtype=bool), much & (series[back:] == series[:-back]))

    if len(value) < 2:
        return some[:0], value[:0]
    odd = far(1)
    back = np.zeros(len(value), dtype=bool)  # to what was before a figure that is off
    back[2:] = odd[1:-1] & (series[2:] == series[:-2]) & ~far(2)[2:]
    at = np.flatnonzero(odd & ~back)
    return some[at], value[at - 1]


def _jumps(cells: Cells, some: np.ndarray, *, counted: bool) -> tuple[np.ndarray, np.ndarray]:
    """Which of some figures jump, and what was expected; shorter series tell nothing."""
    if not len(some):
        return some, np.empty(0)
    series, _tells = _series(cells, some)
    known = np.flatnonzero(np.bincount(cells.period[some]))
    known = known[np.argsort(cells.setting.years[known])]
    row = np.empty(len(cells.setting.periods), dtype="i8")
    row[known] = np.arange(len(known))
    width = series[-1] + 1
    place = row[cells.period[some]] * width + series
    value = np.full(len(known) * width, np.nan)
    value[place] = cells.value[some]
    value = value.reshape(len(known), width)
    lively = _lively(value, cells.setting.years[known], counted=counted)
    if not lively.any():
        return some[:0], np.empty(0)
    rounding = cells.setting.tolerance(np.flatnonzero(np.bincount(cells.delivery[some])), 1).max()
    course = _Course(value[:, lively], cells.setting.years[known], rounding, counted=counted)
    doubted, expected = np.zeros(value.shape, dtype=bool), np.full(value.shape, np.nan)
    doubted[:, lively], expected[:, lively] = course.doubts()
    at = np.flatnonzero(doubted.ravel()[place])
    return some[at], expected.ravel()[place[at]]


def _lively(value: np.ndarray, times: np.ndarray, *, counted: bool) -> np.ndarray:
    """Series in which anything can be doubted; most are so calm that nothing more is computed.

    The first figure in doubt of a series stands against the one right before it. It is off by no
    more than the largest step and the usual one, which is no larger.
    """
    if np.isnan(value).any() or np.ptp(np.diff(times)) > _DAY:
        return np.ones(value.shape[1], dtype=bool)
    step = np.abs(np.diff(value, axis=0)).max(axis=0)
    least = value.min(axis=0)
    allowed = PART * (least - step)
    if counted:
        allowed = np.maximum(allowed, SCALES * np.sqrt(2 * np.maximum(least, 1)))
    return 2 * step > allowed


class _Course:
    """Series side by side: a row for each point in time, a column for each series.

    Parameters
    ----------
    value : numpy.ndarray
        NaN where there is none.
    times : numpy.ndarray
        In years.
    rounding : float
        What rounding explains.
    counted : bool
        The values vary by chance as counts do.
    """

    def __init__(
        self, value: np.ndarray, times: np.ndarray, rounding: float, *, counted: bool
    ) -> None:
        self.value, self.times, self.rounding, self.counted = value, times, rounding, counted
        change = self._changes()
        self.chance = np.sqrt(2 * np.maximum(_median(value)[0], 1)) if counted else 0.0
        self.usual, number = _median(change)
        self.spread = _NORMAL * _median(np.abs(change - self.usual))[0]
        told = ~np.isnan(value)
        # The change into a figure and the one out of it are its own.
        own = 1 + (told[::-1].cumsum(axis=0)[::-1] > 1)
        self.judged = told & (number - own >= OTHERS)

    def _changes(self) -> np.ndarray:
        """The yearly change into each figure; NaN for the first one of a series."""
        if not np.isnan(self.value).any():
            first = np.full((1, self.value.shape[1]), np.nan)
            steps = np.diff(self.value, axis=0) / np.diff(self.times)[:, np.newaxis]
            return np.concatenate([first, steps])
        told = ~np.isnan(self.value)
        here = np.where(told, np.arange(len(self.times))[:, np.newaxis], -1)
        before = np.full_like(here, -1)
        before[1:] = np.maximum.accumulate(here, axis=0)[:-1]
        passed = self.times[:, np.newaxis] - self.times[before]
        steps = (self.value - np.take_along_axis(self.value, before, axis=0)) / passed
        return np.where(before >= 0, steps, np.nan)

    def doubts(self) -> tuple[np.ndarray, np.ndarray]:
        """Which values are doubted, and what was expected of each."""
        doubted = np.zeros(self.value.shape, dtype=bool)
        expected = np.full(self.value.shape, np.nan)
        firm, before = self.value[0].copy(), self.value[0].copy()
        when_firm = when_before = np.full(len(firm), self.times[0])
        for row in range(1, len(self.times)):
            value, now = self.value[row], self.times[row]
            expected[row], fits = self._fits(value, firm, now - when_firm)
            odd = self.judged[row] & ~fits
            if odd.any():
                odd &= ~self._fits(value, before, now - when_before)[1]
            doubted[row] = odd
            told = ~np.isnan(value)
            firm, when_firm = _moved(told & ~odd, value, firm, now, when_firm)
            before, when_before = _moved(told, value, before, now, when_before)
        return doubted, expected

    def _fits(
        self, value: np.ndarray, last: np.ndarray, passed: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """What the last value lets expect, and where a value is not far from it."""
        expected = last + self.usual * passed
        scale = np.maximum(self.spread * passed, np.maximum(self.chance, self.rounding))
        if self.counted:
            expected = np.maximum(expected, 0)
            scale = np.maximum(scale, np.sqrt(2 * expected))
        allowed = np.maximum(SCALES * scale, PART * np.abs(expected))
        # Without a spread nobody knows what is usual.
        return expected, ~(np.abs(value - expected) > allowed) | (scale == 0)


def _moved(
    on: np.ndarray, value: np.ndarray, last: np.ndarray, now: float, when: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    return np.where(on, value, last), np.where(on, now, when)


def _median(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The median of each column without its NaN, and of how many values it is one."""
    ordered = np.sort(np.ascontiguousarray(values.T), axis=1)  # NaN come last
    number = (~np.isnan(values)).sum(axis=0)
    series = np.arange(len(number))
    low = ordered[series, np.maximum(number - 1, 0) // 2]
    return (low + ordered[series, np.minimum(number // 2, len(values) - 1)]) / 2, number
