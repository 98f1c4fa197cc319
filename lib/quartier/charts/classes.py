"""Classes of a map: a few ranges with about equally many areas in each."""

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from quartier.formats import UNITS, Measure, Number, rounded
from quartier.language import Text, _

__all__ = ["MOST", "Classes", "quantiles"]

#: More shades are not told apart on a map.
MOST = 5
# Fewer areas in a class than these, and a class is hardly more than a list of names.
_FEWEST_AREAS = 3


@dataclass(frozen=True)
class Classes:
    """Ranges that cover all values.

    Attributes
    ----------
    low, high
        The smallest and the greatest value.
    cuts
        Where a class ends and the next one begins, ascending; a value at a cut belongs to the upper
        class. Each cut is a value that occurs.
    unit
        Of the values.
    """

    low: float
    high: float
    cuts: tuple[float, ...]
    unit: str

    def __len__(self) -> int:
        return len(self.cuts) + 1

    def index(self, value: float) -> int:
        """The class of a value, counted from 0 for the lowest.

        >>> quantiles([1, 2, 3, 4, 5, 6], "percent").index(4)
        1
        """
        return bisect_right(self.cuts, rounded(value, UNITS[self.unit].decimals))

    def label(self, index: int) -> Text | Measure:
        r"""A class in words, with its numbers.

        >>> classes = quantiles([1, 2, 3, 4, 5, 6], "percent")
        >>> str(classes.label(0)), str(classes.label(1))
        ('1,0 bis unter 4,0\xa0%', '4,0 bis 6,0\xa0%')
        """
        decimals = UNITS[self.unit].decimals
        lower = self.cuts[index - 1] if index else self.low
        if index < len(self.cuts):
            upper = Measure(self.cuts[index], self.unit)
            return _("{lower} bis unter {upper}", lower=Number(lower, decimals), upper=upper)
        if lower == self.high:
            return Measure(lower, self.unit)
        return _(
            "{lower} bis {upper}",
            lower=Number(lower, decimals),
            upper=Measure(self.high, self.unit),
        )


def quantiles(values: Iterable[float], unit: str) -> Classes:
    """Cut values into classes with about equally many values.

    The values are rounded first, as they are printed: so a reader who finds 5,4 % in the table
    finds the class of that area in the legend. Equal values share a class, which can make classes
    fewer or unequal; no class is empty.

    Parameters
    ----------
    values
        At least one; missing ones are skipped.
    unit
        One of `formats.UNITS`.

    Raises
    ------
    ValueError
        When there is no value.

    Examples
    --------
    >>> quantiles([1, 2, 3, 4, 5, 6, 7, 8, 9], "count").cuts
    (4.0, 7.0)
    """
    decimals = UNITS[unit].decimals
    found = sorted(rounded(value, decimals) for value in values if math.isfinite(value))
    if not found:
        raise ValueError("classes need at least one value")
    count = min(MOST, max(1, len(found) // _FEWEST_AREAS))
    wanted = (found[round(len(found) * part / count)] for part in range(1, count))
    cuts = tuple(dict.fromkeys(cut for cut in wanted if cut > found[0]))
    return Classes(found[0], found[-1], cuts, unit)
