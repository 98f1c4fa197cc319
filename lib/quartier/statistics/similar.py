"""Areas that are built alike, so that comparing them is fair."""

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, arrays, check_whole, refuse

__all__ = ["nearest", "standardised"]


def standardised(structure: ArrayLike) -> Array:
    """Each measure of structure in standard deviations from its mean over all areas.

    Parameters
    ----------
    structure
        A row an area, a column a measure. NaN where missing.

    Returns
    -------
    z
        Of the same shape; a measure that is the same everywhere tells nothing and is 0.

    Raises
    ------
    ValueError
        Names the positions of infinite values; and where there is no table, or none with measures.

    Examples
    --------
    >>> standardised([[10.0, 3.0], [20.0, 3.0], [30.0, 3.0]]).round(3).tolist()
    [[-1.225, 0.0], [0.0, 0.0], [1.225, 0.0]]
    """
    (x,) = arrays(structure)
    if x.ndim != 2 or x.shape[1] == 0:
        raise ValueError("structure is no table of areas and measures")
    refuse(np.isinf(x), "infinite value")
    result = np.full(x.shape, np.nan)
    for column in range(x.shape[1]):
        known = ~np.isnan(x[:, column])
        told = x[known, column]
        spread = told.std() if len(told) else 0.0
        flat = spread <= 1e-12 * np.abs(told).max(initial=0.0)
        result[known, column] = 0.0 if flat else (told - told.mean()) / spread
    return result


def nearest(structure: ArrayLike, count: int = 5) -> tuple[np.ndarray, Array]:
    """The most similar other areas: those at the smallest distance in standardised structure.

    Parameters
    ----------
    structure
        A row an area, a column a measure, such as shares of age groups. NaN where missing.
    count
        How many.

    Returns
    -------
    positions, distances
        A row an area, nearest first. -1 and NaN where there are not so many others, and for areas
        that lack a measure: they are neither similar to others nor others to them. Of equally near
        ones the first in the table comes first.

    Raises
    ------
    ValueError
        As for `standardised`; and where `count` is no whole number from 1.

    References
    ----------
    Distances of this kind define the nearest neighbours of the Chartered Institute of Public
    Finance and Accountancy, by which English authorities compare themselves.

    Examples
    --------
    >>> positions, distances = nearest([[10.0], [12.0], [30.0], [29.0]], count=1)
    >>> positions.tolist()
    [[1], [0], [3], [2]]
    """
    check_whole("count", count, 1)
    z = standardised(structure)
    known = np.flatnonzero(np.isfinite(z).all(axis=1))
    positions = np.full((len(z), count), -1)
    distances = np.full((len(z), count), np.nan)
    here = z[known]
    for at, area in enumerate(known):
        apart = np.sqrt(((here - here[at]) ** 2).sum(axis=1))
        apart[at] = np.inf
        order = np.argsort(apart, kind="stable")[: min(count, len(known) - 1)]
        positions[area, : len(order)] = known[order]
        distances[area, : len(order)] = apart[order]
    return positions, distances
