"""The recent trend of each area."""

import numpy as np
import pandas as pd

from quartier.analysis.grid import Grid
from quartier.statistics import trend
from quartier.tables import TRENDS, conform

__all__ = ["trends"]


def trends(name: str, grid: Grid) -> pd.DataFrame:
    """Whether the figures of each area have been rising or falling, since the last break.

    Returns
    -------
    pandas.DataFrame
        A table ``trends``: a row for each area that has any figure. ``slope`` is the change from
        one point to the next in the indicator's unit; a trend that cannot be assessed has no
        verdict but the reason "few_points", "no_interval" or "break": with those before the last
        break there would be enough points.
    """
    present = np.isfinite(grid.value).any(axis=1)
    # Each area ends in the part of the series that its last figure lies in.
    own_part = grid.part[grid.last()] if len(grid.periods) else np.zeros(len(grid.areas), int)
    uncut = grid.part[None, :] == own_part[:, None]
    value, lower, upper = (
        np.where(uncut, part, np.nan) for part in (grid.value, grid.lower, grid.upper)
    )
    found = trend.recent(value, lower, upper)
    # Only points with an interval count: those of a count would never be enough.
    valid = np.isfinite(grid.value) & (grid.upper > grid.lower)
    enough = valid.sum(axis=1) >= trend.POINTS
    cut = enough & ((valid & uncut).sum(axis=1) < trend.POINTS)
    period = np.array([*grid.periods, ""], dtype=object)
    table = pd.DataFrame(
        {
            "indicator": name,
            "area": grid.areas,
            "slope": found.slope,
            "chi_square": found.chi_square,
            "first": period[found.first],
            "last": period[found.last],
            "verdict": [each or "" for each in found.verdict],
            "reason": np.where(cut, "break", found.reason),
        }
    )
    return conform(table.loc[np.flatnonzero(present)], TRENDS)
