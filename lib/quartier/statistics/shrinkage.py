"""Values of small areas drawn toward those of others, as far as chance makes them uncertain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, gammaincinv

from quartier.statistics._arguments import Array, check_word, columns, links, refuse, tail
from quartier.statistics._chance import variance_of_one

__all__ = ["Shrunk", "toward_groups", "toward_neighbours"]

Kind = Literal["proportion", "rate"]


@dataclass(frozen=True)
class Shrunk:
    """Smoothed values; they stand beside the raw ones, never instead of them.

    Attributes
    ----------
    value
        Fractions: the means of what the areas' true values may be.
    lower, upper
        Where these lie with the confidence asked for.
    weight
        Share of an area's own value in its smoothed one: near 1 where it is large.
    toward
        What it is drawn to.
    deviation
        Standard deviation of what the true value may be.
    """

    value: Array
    lower: Array
    upper: Array
    weight: Array
    toward: Array
    deviation: Array


def toward_groups(
    numerator: ArrayLike,
    denominator: ArrayLike,
    kind: Kind,
    groups: Sequence[object] | None = None,
    confidence: float = 0.95,
    *,
    shared_variance: bool = False,
) -> Shrunk:
    r"""Draw areas toward the pooled value of their group, such as their district, or of all.

    With the pooled value :math:`m` of a group, the variance between its areas beyond chance
    :math:`\tau^2 = \sum n (r - m)^2 / \sum n - v / \bar n` (at least 0) and the variance by chance
    :math:`v / n` of an area, the weight of its own value is :math:`\tau^2 / (\tau^2 + v / n)`. For
    a rate :math:`v = m`, for a proportion :math:`v = m (1 - m)`. What the true value may be follows
    the gamma or beta distribution of this mean; its variance is the weight times :math:`v / n`, and
    what the pooled value varies by itself.

    Parameters
    ----------
    numerator, denominator
        Counts of areas. NaN where missing.
    kind
        "proportion" or "rate".
    groups
        The group of each area; one group by default.
    confidence
        0.95 for 95 %.
    shared_variance
        One variance between areas for all groups, around the values of their own: a group of three
        areas says little about how much areas differ.

    Returns
    -------
    Shrunk
        NaN where an input is missing. An area alone in its group is drawn to itself. Where nobody,
        or everybody, of a group is counted there is no interval: nothing says how much chance does
        there.

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers, of denominators of 0, of proportions
        above 1 and of missing groups; and where there is not one of each for each area, or no such
        kind.

    References
    ----------
    Marshall RJ (1991). Mapping disease and mortality rates using empirical Bayes estimators. Appl
    Stat 40:283-294; its global estimator, within each group.

    Examples
    --------
    >>> found = toward_groups([2, 30, 90], [40, 300, 600], "rate")
    >>> found.value.round(4).tolist(), found.weight.round(2).tolist()
    ([0.121, 0.1155, 0.1429], [0.11, 0.48, 0.65])
    """
    x, n = _counts(numerator, denominator, kind)
    label = _labels(groups, len(x))
    known = ~np.isnan(x)
    sums = _Sums.of(x, n, label, known)
    pooled = sums(x) / sums(n)
    chance = variance_of_one(pooled, kind)
    squares = sums(np.where(known, n * (x / n - pooled[label]) ** 2, 0.0))
    between = squares / sums(n) - chance / (sums(n) / sums(np.ones(len(x))))
    if shared_variance:
        between = np.full(len(between), _shared(x, n, pooled[label], sums(n)[label], kind))
    return _shrunk(x, n, pooled[label], between[label], sums(n)[label], kind, confidence)


def toward_neighbours(
    numerator: ArrayLike,
    denominator: ArrayLike,
    kind: Kind,
    neighbours: Sequence[Sequence[int]],
    confidence: float = 0.95,
    *,
    shared_variance: bool = False,
) -> Shrunk:
    """Draw areas toward the pooled value of themselves and their neighbours.

    As `toward_groups`, with a group of its own for each area.

    Parameters
    ----------
    numerator, denominator, kind, confidence, shared_variance
        As in `toward_groups`.
    neighbours
        For each area the positions of its neighbours; those without a value are passed over.

    Returns
    -------
    Shrunk
        An area without neighbours is drawn to itself.

    Raises
    ------
    ValueError
        As for `toward_groups`; and names the positions of areas that are their own neighbours and
        of neighbours that there are not.

    References
    ----------
    Marshall RJ (1991), its local estimator.

    Examples
    --------
    >>> found = toward_neighbours([2, 30, 90], [40, 300, 600], "rate", [[1], [0, 2], [1]])
    >>> found.toward.round(4).tolist()
    [0.0941, 0.1298, 0.1333]
    """
    x, n = _counts(numerator, denominator, kind)
    area, other = links(neighbours, len(x))
    # Each area belongs to its own surroundings.
    label = np.concatenate([np.arange(len(x)), area])
    member = np.concatenate([np.arange(len(x)), other])
    known = ~np.isnan(x[member])
    sums = _Sums.of(x[member], n[member], label, known, len(x))
    pooled = sums(x[member]) / sums(n[member])
    apart = x[member] / n[member] - pooled[label]
    squares = sums(np.where(known, n[member] * apart**2, 0.0))
    mean_size = sums(n[member]) / sums(np.ones(len(member)))
    between = squares / sums(n[member]) - variance_of_one(pooled, kind) / mean_size
    if shared_variance:
        between = np.full(len(x), _shared(x, n, pooled, sums(n[member]), kind))
    return _shrunk(x, n, pooled, between, sums(n[member]), kind, confidence)


def _shared(x: Array, n: Array, pooled: Array, people: Array, kind: Kind) -> float:
    """One variance between areas around their pooled values, by the method of moments."""
    apart = 1 - n / people  # an area is a part of what it is held against
    excess = np.nansum(n * (x / n - pooled) ** 2) - np.nansum(variance_of_one(pooled, kind) * apart)
    room = np.nansum(n * apart)
    return float(excess / room) if room > 0 else 0.0


@dataclass(frozen=True)
class _Sums:
    """Sums over groups, of the members that are known."""

    label: np.ndarray
    known: np.ndarray
    count: int

    @classmethod
    def of(
        cls, x: Array, n: Array, label: np.ndarray, known: np.ndarray, count: int | None = None
    ) -> "_Sums":
        size = count if count is not None else (int(label.max()) + 1 if len(label) else 0)
        return cls(label, known & ~np.isnan(n), size)

    def __call__(self, values: Array) -> Array:
        parts = np.where(self.known, values, 0.0)
        total = np.bincount(self.label, weights=parts, minlength=self.count)
        some = np.bincount(self.label, weights=self.known.astype(float), minlength=self.count)
        return np.where(some > 0, total, np.nan)


def _counts(numerator: ArrayLike, denominator: ArrayLike, kind: Kind) -> tuple[Array, Array]:
    check_word("kind", kind, Kind)
    x, n = columns(numerator=numerator, denominator=denominator)
    refuse(x < 0, "negative numerator")
    refuse(n < 0, "negative denominator")
    refuse(n == 0, "denominator of 0")
    refuse(np.isinf(x) | np.isinf(n), "infinite number")
    if kind == "proportion":
        refuse(x > n, "numerator above denominator")
    gone = np.isnan(x) | np.isnan(n)
    return np.where(gone, np.nan, x), np.where(gone, np.nan, n)


def _labels(groups: Sequence[object] | None, areas: int) -> np.ndarray:
    """For each area the number of its group."""
    if groups is None:
        return np.zeros(areas, dtype=np.intp)
    if len(groups) != areas:
        raise ValueError(f"{len(groups)} groups for {areas} areas")
    # Nothing but NaN differs from itself.
    refuse([name != name for name in groups], "missing group")
    names = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    return np.array([names[name] for name in groups], dtype=np.intp)


def _shrunk(
    x: Array, n: Array, toward: Array, between: Array, people: Array, kind: Kind, confidence: float
) -> Shrunk:
    raw = x / n
    chance = variance_of_one(toward, kind)
    # Rounding must not make a variance out of none.
    between = np.where(between > 1e-12 * toward**2, between, 0.0)
    # Where nobody or everybody is counted, how much chance does is not known.
    unknown = chance == 0
    weight = np.where(unknown, 1.0, between / np.where(unknown, 1.0, between + chance / n))
    weight = np.where(np.isnan(raw), np.nan, weight)
    value = weight * raw + (1 - weight) * toward
    # What it is drawn to varies by chance as well.
    variance = weight * chance / n + (1 - weight) ** 2 * chance / people
    variance = np.where(unknown, np.nan, variance)
    beyond = tail(confidence)
    # The mean of a very skew distribution can lie beyond its quantiles.
    lower = np.minimum(_quantile(value, variance, kind, beyond), value)
    upper = np.maximum(_quantile(value, variance, kind, 1 - beyond), value)
    drawn_to = np.where(np.isnan(raw), np.nan, toward)
    return Shrunk(value, lower, upper, weight, drawn_to, variance**0.5)


def _quantile(value: Array, variance: Array, kind: Kind, probability: float) -> Array:
    """The quantile of the gamma or beta distribution of a mean and a variance."""
    spread = (variance > 0) & (value > 0) & ((value < 1) | (kind == "rate"))
    m, v = np.where(spread, value, np.nan), np.where(spread, variance, np.nan)
    if kind == "rate":
        found = gammaincinv(m**2 / v, probability) * v / m
    else:
        size = m * (1 - m) / v - 1
        found = betaincinv(m * size, (1 - m) * size, probability)
    return np.where(spread, found, np.where(np.isnan(variance), np.nan, value))
