"""From values to places: linear scales with round ends and round marks."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from quartier.formats import number

__all__ = ["Scale", "span", "spread"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# Only values that all lie in the upper quarter are drawn without zero, where they would look flat.
_FROM_ZERO = 0.75
# No figure is so small; a float can be.
_ZERO = 1e-9


@dataclass(frozen=True)
class Scale:
    """A linear scale.

    Attributes
    ----------
    low, high
        The ends in values.
    start, end
        The ends in the picture; may run backwards.
    step
        From mark to mark, in values.
    """

    low: float
    high: float
    start: float
    end: float
    step: float

    def __call__(self, value: float) -> float:
        """The place of a value.

        >>> Scale(0, 10, 100, 0, 5)(2.5)
        75.0
        """
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def value(self, place: float) -> float:
        """The value at a place.

        >>> Scale(0, 10, 100, 0, 5).value(75.0)
        2.5
        """
        share = (place - self.start) / (self.end - self.start)
        return self.low + share * (self.high - self.low)

    @property
    def marks(self) -> list[float]:
        """The round values from end to end.

        >>> Scale(0, 10, 100, 0, 5).marks
        [0.0, 5.0, 10.0]
        """
        first = math.ceil(self.low / self.step - 1e-9)
        last = math.floor(self.high / self.step + 1e-9)
        return [round(float(index * self.step), 12) for index in range(first, last + 1)]

    def written(self, language: str, suffix: str = "") -> list[str]:
        """The marks as readers write them, with no more decimals than the step needs.

        The suffix stands behind the last one.

        >>> Scale(0, 1, 100, 0, 0.25).written("de")
        ['0,00', '0,25', '0,50', '0,75', '1,00']
        """
        decimals = next((n for n in range(6) if _whole(self.step * 10**n)), 6)
        *others, last = [number(mark, language, decimals) for mark in self.marks]
        return [*others, last + suffix]


def span(
    values: Iterable[float], start: float, end: float, *, marks: int = 4, unit: str = ""
) -> Scale:
    """A scale that covers the values, with round ends.

    It begins at zero, unless all values lie in a narrow range far from it.

    Parameters
    ----------
    values
        Missing ones are skipped; without any, the scale runs from 0 to 1.
    start, end
        The ends in the picture.
    marks
        About how many steps.
    unit
        Of the values: a scale of shares ends at 100, if the values do.

    Examples
    --------
    >>> span([3, 9.5], 0, 100).marks
    [0.0, 2.5, 5.0, 7.5, 10.0]
    """
    found = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = _ends(min(found), max(found))
    step = _step((high - low) / marks)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    if unit == "percent" and max(found) <= 100 < high:
        high = 100.0
    return Scale(low, high, start, end, step)


def _ends(low: float, high: float) -> tuple[float, float]:
    if max(abs(low), abs(high)) < _ZERO:
        return 0.0, 1.0
    if low >= 0 and low <= _FROM_ZERO * high:
        return 0.0, high
    if high <= 0 and high >= _FROM_ZERO * low:
        return low, 0.0
    # One value alone, or several so near to each other that a float cannot divide the way.
    if high - low < 1e-6 * max(abs(low), abs(high)):
        return (0.0, high) if low > 0 else (low, max(0.0, high))
    return low, high


def _step(rough: float) -> float:
    unit = 10.0 ** math.floor(math.log10(rough))
    return next(unit * factor for factor in _STEPS if unit * factor >= rough * (1 - 1e-9))


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9


def spread(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart so that labels there do not overlap.

    Parameters
    ----------
    places
        Where the labels want to stand; their order is kept.
    gap
        The smallest distance.
    low, high
        The ends that the labels stay within, if there is room.

    Examples
    --------
    >>> spread([10, 12, 50], 10, 0, 100)
    [6.0, 16.0, 50.0]
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    groups = [[places[index], 1] for index in order]
    merged: list[list[float]] = []
    for centre, size in groups:
        merged.append([centre, size])
        while len(merged) > 1 and _touch(merged[-2], merged[-1], gap):
            (first, n), (second, m) = merged[-2:]
            merged[-2:] = [[(first * n + second * m) / (n + m), n + m]]
    return _placed(merged, order, gap, low, high)


def _touch(upper: list[float], lower: list[float], gap: float) -> bool:
    return lower[0] - upper[0] < gap * (upper[1] + lower[1]) / 2


def _placed(
    groups: list[list[float]], order: list[int], gap: float, low: float, high: float
) -> list[float]:
    found: list[float] = []
    for centre, size in groups:
        first = centre - gap * (size - 1) / 2
        found += [first + gap * index for index in range(int(size))]
    for index, place in enumerate(found):
        found[index] = max(place, low if index == 0 else found[index - 1] + gap)
    for index in reversed(range(len(found))):
        limit = high if index == len(found) - 1 else found[index + 1] - gap
        found[index] = min(found[index], limit)
    return [place for _, place in sorted(zip(order, found, strict=True))]
