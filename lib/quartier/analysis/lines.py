"""A smooth line through an area's series, for the eye."""

import numpy as np
import pandas as pd

from quartier import periods
from quartier.analysis.grid import Grid
from quartier.statistics import smooth
from quartier.statistics.inequality import standard_error_of

__all__ = ["smooth_line"]

_DAYS = 365.25


def smooth_line(grid: Grid, area: str) -> pd.DataFrame | None:
    """The smooth line of an area since the last break; ``None`` with too few points.

    There is none either where two periods begin on the same day, such as a year and its tertial.

    Returns
    -------
    pandas.DataFrame or None
        period, value, lower, upper, in the order of time.
    """
    own = grid.on([area])
    at = np.flatnonzero(own.part == own.part.max(initial=0))
    error = standard_error_of(own.lower[0, at], own.upper[0, at])
    value = np.where(error > 0, own.value[0, at], np.nan)
    told = np.flatnonzero(np.isfinite(value))
    if len(told) < smooth.FEWEST:
        return None
    kept = slice(told[0], told[-1] + 1)
    days = [periods.parse(own.periods[column]).start.toordinal() / _DAYS for column in at[kept]]
    if (np.diff(days) <= 0).any():
        return None
    line = smooth.whittaker(days, value[kept], error[kept])
    shown = [own.periods[column] for column in at[kept]]
    return pd.DataFrame({"period": shown, "value": line[0], "lower": line[1], "upper": line[2]})
