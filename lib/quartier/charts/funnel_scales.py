"""Where the areas of a funnel lie: beside which limits, and where in the picture."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from quartier.charts import theme
from quartier.charts.scales import Scale, span
from quartier.charts.svg import text_width

__all__ = ["BOTTOM", "LEVELS", "RIGHT", "TOP", "FunnelData", "between", "pairs", "placed", "rounds"]

#: The levels of limits, from the inner pair to the outer.
LEVELS = ("95", "998")
#: The ends of the picture; the left one is `FunnelData.widths.start`.
TOP, BOTTOM, RIGHT = 34.0, 324.0, theme.WIDTH - 8.0

# Left of this part of the width limits may leave the picture: the smallest areas would flatten it.
_NARROW = 0.1
# The first digits of round numbers, the roundest first.
_ROUND = (1, 5, 2, 4, 3, 8, 6)


@dataclass(frozen=True)
class FunnelData:
    """What a funnel shows.

    Attributes
    ----------
    rows
        As `placed` gives them, and `by_chance`: the place beside the limits of chance.
    limits
        The pairs that areas are judged by, as `pairs` gives them.
    chance
        Those of chance alone, where areas are judged by over-dispersed ones.
    centre
        Name and value.
    unit, language, marked, links
        As in the chart.
    """

    rows: pd.DataFrame
    limits: Mapping[str, pd.DataFrame]
    chance: Mapping[str, pd.DataFrame]
    centre: tuple[str, float]
    unit: str
    language: str
    marked: str | None
    links: Mapping[str, str]

    @property
    def dispersed(self) -> bool:
        """Whether areas are judged by over-dispersed limits."""
        return bool(self.chance)

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The areas that have a mark."""
        return self.rows[self.rows["place"] != ""]

    @cached_property
    def outlying(self) -> pd.DataFrame:
        """The areas outside the limits, the furthest first."""
        outside = self.shown[self.shown["place"].str.match("above|below")]
        outer = outside["place"].str.endswith("_998")
        order = ["outer", "excess", "area"]
        return outside.assign(outer=outer).sort_values(order, ascending=[False, False, True])

    @cached_property
    def sizes(self) -> tuple[float, float]:
        """The ends of the axis of denominators.

        It begins at 0, unless more than a sixth of the picture would then be empty.
        """
        low, high = self.shown["denominator"].min(), self.shown["denominator"].max() * 1.03
        return 0.0 if 36 * low < high else max(rounds(0, low / 2), default=0.0), high

    @cached_property
    def heights(self) -> Scale:
        """The scale of the values: from the lowest to the highest mark or limit, not from zero.

        What counts are distances from the centre.
        """
        low, high = (math.sqrt(end) for end in self.sizes)
        ends = [*self.shown["value"], self.centre[1]]
        for pair in self.limits.values():
            near = pair[pair["root"].between(low + _NARROW * (high - low), high)].dropna()
            ends += [*near["lower"], *near["upper"]]
        return _heights(min(ends), max(ends))

    @cached_property
    def widths(self) -> Scale:
        """The scale of the roots of denominators."""
        written = self.heights.written(self.language)
        left = max(text_width(text, theme.LABEL) for text in written) + 12
        low, high = (math.sqrt(end) for end in self.sizes)
        return Scale(low, high, left, RIGHT, high - low)

    def at(self, row: Mapping) -> tuple[float, float]:
        """The place of an area in the picture."""
        return self.widths(math.sqrt(row["denominator"])), self.heights(row["value"])

    def half(self, area: str) -> float:
        """Half the size of an area's mark."""
        if area == self.marked:
            return 8.0
        return 4.8 if len(self.shown) <= 60 else 3.4

    @property
    def from_zero(self) -> bool:
        """Whether the scale of the values contains zero."""
        return self.heights.low <= 0 <= self.heights.high


def _heights(low: float, high: float) -> Scale:
    """As `scales.span`, but from zero only where there is no way between the ends."""
    if high - low < 1e-9:
        return span([low], BOTTOM, TOP)
    step = span([0.0, high - low], 1, 0).step
    # The lowest mark is an axis; above the highest one half a step does.
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(2 * high / step - 1e-9) * step / 2
    return Scale(low, high, BOTTOM, TOP, step)


def rounds(low: float, high: float) -> Iterator[int]:
    """Round numbers from low to high, the roundest first.

    >>> list(rounds(30, 250))
    [100, 50, 200, 40, 30, 80, 60]
    """
    for digit in _ROUND:
        for power in range(9, -1, -1):
            if low <= digit * 10**power <= high:
                yield digit * 10**power


def pairs(limits: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Root (of the denominator), lower and upper of each level that has limits anywhere.

    Raises
    ------
    ValueError
        When the denominators are missing or fall.
    """
    size = limits["denominator"].to_numpy("float64")
    if np.isnan(size).any() or (np.diff(size) < 0).any():
        raise ValueError("limits go from the smallest denominator to the largest")
    found = {}
    for level in LEVELS:
        columns = [f"{end}_{level}" for end in ("lower", "upper")]
        ends = limits.reindex(columns=columns).to_numpy("float64")
        known = np.isfinite(ends).all(axis=1)
        if known.any():
            lower, upper = np.where(known, ends.T, np.nan)
            found[level] = pd.DataFrame({"root": np.sqrt(size), "lower": lower, "upper": upper})
    return found


def between(pair: pd.DataFrame, roots: np.ndarray) -> list[np.ndarray]:
    """The lower and the upper limit on the straight lines of the picture; NaN beside them."""
    ends = (pair["lower"], pair["upper"])
    return [np.interp(roots, pair["root"], end, left=np.nan, right=np.nan) for end in ends]


def placed(rows: pd.DataFrame, limits: Mapping[str, pd.DataFrame], centre: float) -> pd.DataFrame:
    """Areas beside limits.

    Parameters
    ----------
    rows
        As `values.areas` gives them.
    limits
        As `pairs` gives them.
    centre
        The value that the limits lie around.

    Returns
    -------
    pandas.DataFrame
        The rows with denominator, with `place`: above, below or inside and the level, such as
        above_998, or unknown, or empty where nothing is drawn; and with `excess`: the distance from
        the centre, where that of the outermost limit is 1.
    """
    frame = rows if "denominator" in rows else rows.assign(denominator=np.nan)
    value, size = (frame[name].to_numpy("float64") for name in ("value", "denominator"))
    place = np.where(np.isnan(value) | ~(size > 0), "", "unknown").astype(object)
    roots, excess = np.sqrt(np.where(size > 0, size, np.nan)), np.full(len(frame), np.nan)
    for level, pair in limits.items():
        lower, upper = between(pair, roots)
        known = (place != "") & ~np.isnan(lower)
        side = np.where(value > upper, "above", np.where(value < lower, "below", "inside"))
        # Inside the outer limits says less than what is known about the inner ones.
        told = known & ((side != "inside") | (place == "unknown"))
        place[told] = [f"{each}_{level}" for each in side[told]]
        excess = np.where(known, _excess(value, lower, upper, centre), excess)
    return frame.assign(place=place, excess=excess)


def _excess(value: np.ndarray, lower: np.ndarray, upper: np.ndarray, centre: float) -> np.ndarray:
    reach = np.where(value > centre, upper - centre, centre - lower)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.abs(value - centre) / reach
