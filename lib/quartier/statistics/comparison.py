"""An interval beside a reference value."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import arrays, refuse

__all__ = ["compared"]


def compared(lower: ArrayLike, upper: ArrayLike, reference: ArrayLike) -> Any:
    """Whether intervals lie above or below a reference.

    `above` and `below` are said only where the whole interval is: an end that touches the reference
    is `similar`. The reference itself is taken as exact, also where it is the value of the city
    that the area is a part of: the usual simplification of public health reporting.

    Parameters
    ----------
    lower, upper
        The ends of the intervals.
    reference
        What they are compared with, for example the value of the city.

    Returns
    -------
    verdict
        "above", "below" or "similar"; None where something is missing. An array of objects, or a
        single one for single numbers.

    Raises
    ------
    ValueError
        Names the positions where the lower end is above the upper one.

    References
    ----------
    Office for Health Improvement and Disparities, Public Health Profiles: technical guidance,
    comparing areas.

    Examples
    --------
    >>> compared([10.0, 14.0, 20.0], [14.0, 18.0, 25.0], 15.0).tolist()
    ['below', 'similar', 'above']
    >>> compared(1.0, float("nan"), 2.0)
    """
    low, high, target = arrays(lower, upper, reference)
    refuse(low > high, "lower end above upper end")
    verdict = np.full(low.shape, "similar", dtype=object)
    verdict[low > target] = "above"
    verdict[high < target] = "below"
    verdict[np.isnan(low) | np.isnan(high) | np.isnan(target)] = None
    return verdict[()]
