"""Numbers that cannot be a count: percentages, fractions, negative ones, and unclear notations."""

import re

import numpy as np

from quartier.sources.figures import GROUPED, NEGATIVE, NOT_WHOLE, PERCENT, Values

__all__ = ["no_counts"]


def no_counts(values: Values, times: float = 1.0) -> np.ndarray:
    """Why each row of a column is no value, as places in `REASONS`, where all values are counts.

    Parameters
    ----------
    values : Values
    times : float
        By what its numbers have been multiplied; a count in thousands has decimals.
    """
    reasons, number = values.reasons.copy(), values.value
    given = (reasons == 0) & ~np.isnan(number)
    tests = [(PERCENT, _has(values, "%"))]
    if times == 1:
        # "12.000" can be twelve or twelve thousand.
        form = rf"^-?[1-9]\d{{0,2}}{re.escape(values.decimal)}\d{{3}}$"
        tests.append((GROUPED, _has(values, form)))
    tests += [(NOT_WHOLE, number != np.floor(number)), (NEGATIVE, number < 0)]
    # The first that applies is told.
    for reason, rows in reversed(tests):
        if rows.any():
            reasons[given & rows] = reason
    return reasons


def _has(values: Values, pattern: str) -> np.ndarray:
    """Rows whose text has what a pattern describes."""
    search = re.compile(pattern).search
    looks = [not text.isdigit() and search(text) is not None for text in values.texts]
    return np.array(looks, dtype=bool)[values.codes] if any(looks) else np.zeros(1, dtype=bool)
