"""Areas in groups of equal size, from the least to the most favourable."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, check_whole, check_word, refuse, series

__all__ = ["quantile_groups"]

Polarity = Literal["low", "high"]


def quantile_groups(values: ArrayLike, groups: int = 5, polarity: Polarity = "high") -> Array:
    r"""Number areas by fifths (or other parts) of their values, 1 for the least favourable.

    With :math:`n` areas, the rank :math:`r` of an area counted from the least favourable and
    :math:`g` groups the group is
    :math:`\lfloor (g + 1) - \lceil (n + 1 - r) / (n / g) \rceil \rfloor`, at least 1. Areas with
    the same value have the same rank, the lowest of theirs, and so the same group.

    Parameters
    ----------
    values
        One value an area, along the last axis; other axes (periods) are grouped each by itself.
        NaN where missing.
    groups
        How many groups.
    polarity
        "high" where high values are favourable, "low" where low ones are.

    Returns
    -------
    numbers
        1 to `groups`, as floats of the same shape. NaN where a value is missing, and everywhere
        when fewer areas have values than there are groups: then no groups are formed.

    Raises
    ------
    ValueError
        Names the positions of infinite values, and a polarity that there is not; where a single
        number is given, and where `groups` is no whole number from 2.

    References
    ----------
    Office for Health Improvement and Disparities, Public Health Profiles: technical guidance,
    assigning deprivation categories.

    Examples
    --------
    >>> quantile_groups([12.0, 30.0, 18.0, 25.0], groups=2, polarity="low").tolist()
    [2.0, 1.0, 2.0, 1.0]
    >>> quantile_groups([12.0, 30.0], groups=5).tolist()
    [nan, nan]
    """
    check_whole("groups", groups, 2)
    check_word("polarity", polarity, Polarity)
    (x,) = series(values)
    refuse(np.isinf(x), "infinite value")
    favourable = -x if polarity == "low" else x
    known = ~np.isnan(favourable)
    count = known.sum(axis=-1, keepdims=True)
    rank = _lowest_ranks(np.where(known, favourable, np.inf))
    with np.errstate(divide="ignore", invalid="ignore"):
        number = np.floor((groups + 1) - np.ceil((count + 1 - rank) / (count / groups)))
    return np.where(known & (count >= groups), np.maximum(number, 1.0), np.nan)


def _lowest_ranks(values: Array) -> Array:
    """Ranks from 1 along the last axis; equal values share the lowest of their ranks."""
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    place = np.broadcast_to(np.arange(1.0, values.shape[-1] + 1), values.shape)
    new = np.concatenate(
        [np.ones((*values.shape[:-1], 1), dtype=bool), ordered[..., 1:] != ordered[..., :-1]],
        axis=-1,
    )
    first = np.maximum.accumulate(np.where(new, place, 0.0), axis=-1)
    ranks = np.empty_like(first)
    np.put_along_axis(ranks, order, first, axis=-1)
    return ranks
