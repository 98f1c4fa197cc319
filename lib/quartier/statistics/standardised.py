"""Rates freed from differences in age."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from quartier.groups import band
from quartier.statistics._arguments import Array, arrays, check_per, refuse
from quartier.statistics.rate import byar, exact_or_byar

__all__ = [
    "EUROPEAN_2013",
    "FEWEST_EVENTS",
    "collapsed",
    "direct",
    "european_weights",
    "indirect_rate",
    "indirect_ratio",
]

#: With fewer events in all there is no directly standardised rate.
FEWEST_EVENTS = 10

#: European standard population of 2013, of 100,000 (Eurostat, Revision of the European Standard
#: Population, 2013).
EUROPEAN_2013: Mapping[str, int] = MappingProxyType(
    {
        "0-4": 5000,
        "5-9": 5500,
        "10-14": 5500,
        "15-19": 5500,
        "20-24": 6000,
        "25-29": 6000,
        "30-34": 6500,
        "35-39": 7000,
        "40-44": 7000,
        "45-49": 7000,
        "50-54": 7000,
        "55-59": 6500,
        "60-64": 6000,
        "65-69": 5500,
        "70-74": 5000,
        "75-79": 4000,
        "80-84": 2500,
        "85-89": 1500,
        "90+": 1000,
    }
)


def direct(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    confidence: float = 0.95,
    per: float = 1.0,
) -> tuple[Array, Array, Array]:
    r"""The rate that a standard population would have with the rates of the area's age groups.

    With events :math:`x`, population :math:`n` and standard :math:`w` of each group, rate and
    variance are

    .. math:: r = \frac{\sum w x / n}{\sum w}, \quad v = \frac{\sum w^2 x / n^2}{(\sum w)^2}

    and the ends :math:`r + \sqrt{v / O} \, (B - O)`, where :math:`O` is the number of events in all
    and :math:`B` one of the ends that Byar's approximation gives it (Dobson's method). A lower end
    below 0, as few events in groups of very unequal weights can give, is 0.

    Parameters
    ----------
    events, population
        Counts of the groups, along the last axis. NaN where missing: a missing count is never 0,
        so there is no rate then, where other programs add up what there is.
    standard
        People of each group in the standard, or their parts of it, along the last axis: the values
        of `EUROPEAN_2013`, or the population of the whole city. A group of weight 0 adds nothing,
        nor do its events count for the interval.
    confidence
        0.95 for 95 %.
    per
        1000 gives rates per thousand.

    Returns
    -------
    rate, lower, upper
        Of the shape of the other axes. All NaN with fewer than 10 events in all, or where something
        is missing in any group.

    Raises
    ------
    ValueError
        Names the positions of negative or infinite numbers, of populations of 0 in a group that has
        a weight or events, and of standards that are 0 in all groups; and where the three have not
        the same groups. A group in which nobody lives has no rate, and taking it for 0 would make
        the area's too low: put such a group together with the next (`collapsed`), or give its
        population as missing, so that the area has no rate.

    References
    ----------
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991). Confidence intervals for weighted sums of
    Poisson parameters. Stat Med 10:457-462.

    Examples
    --------
    >>> found = direct([5, 10, 40], [5000, 5000, 2000], [50, 40, 10], per=1000)
    >>> [round(float(each), 2) for each in found]
    [3.3, 2.45, 4.33]
    """
    check_per(per)
    x, n, w = _groups(events=events, population=population, standard=standard)
    refuse((n == 0) & (x > 0), "events in a population of 0")
    refuse((n == 0) & (w > 0), "population of 0 in a group that has a weight")
    refuse(
        np.asarray(standard, dtype=np.float64).sum(axis=-1) == 0, "standard that is 0 in all groups"
    )
    weight = _over(w / w.sum(axis=-1, keepdims=True), n)
    total = np.where(w == 0, 0.0, x).sum(axis=-1)
    enough = np.where(total < FEWEST_EVENTS, np.nan, total)
    rate = np.where(np.isnan(enough), np.nan, (weight * x).sum(axis=-1)) * per
    scale = np.sqrt((weight**2 * x).sum(axis=-1) / enough) * per
    lower, upper = ((end - enough) * scale for end in byar(enough, confidence))
    return rate[()], np.maximum(rate + lower, 0.0)[()], (rate + upper)[()]


def indirect_ratio(
    events: ArrayLike,
    population: ArrayLike,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    confidence: float = 0.95,
) -> tuple[Array, Array, Array]:
    r"""How many times as many events happened as the reference's rates let expect.

    With the area's population :math:`n` and the reference's events :math:`X` and population
    :math:`N` of each age group, :math:`E = \sum n X / N` events were to be expected. The interval
    is that of the observed ones, exact below 10 and Byar's from 10, over :math:`E`, which is taken
    as certain. Ratios of two areas rest on different populations and do not compare them.

    Parameters
    ----------
    events
        Events of the area in all; it has no axis of groups. NaN where missing.
    population, reference_events, reference_population
        Counts of the groups, along the last axis; the reference is for example the whole city.
    confidence
        0.95 for 95 %.

    Returns
    -------
    ratio, lower, upper
        1 where it is as expected. Of the shape of `events` and the other axes. NaN where something
        is missing in any group.

    Raises
    ------
    ValueError
        Names the positions of negative or infinite numbers, of reference populations of 0 in a
        group that has events or where people of the area live, and of areas for which no events
        are expected; and where the groups are not the same.

    References
    ----------
    Breslow NE, Day NE (1987). Statistical methods in cancer research, volume II. IARC, chapter 2.

    Examples
    --------
    8 instead of 2 + 3 events:

    >>> found = indirect_ratio(8, [100, 50], [20, 60], [1000, 1000])
    >>> [round(float(each), 2) for each in found]
    [1.6, 0.69, 3.15]
    """
    n, reference, people = _groups(
        population=population,
        reference_events=reference_events,
        reference_population=reference_population,
    )
    refuse((people == 0) & (reference > 0), "events in a reference population of 0")
    refuse((people == 0) & (n > 0), "reference population of 0 for people of the area")
    observed, expected = arrays(events, (_over(n, people) * reference).sum(axis=-1))
    refuse(expected == 0, "no events expected")
    lower, upper = exact_or_byar(observed, expected, confidence)
    return (observed / expected)[()], lower, upper


def indirect_rate(
    events: ArrayLike,
    population: ArrayLike,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    confidence: float = 0.95,
    per: float = 1.0,
) -> tuple[Array, Array, Array]:
    """The indirectly standardised ratio times the rate of the reference.

    Parameters
    ----------
    events, population, reference_events, reference_population, confidence
        As for `indirect_ratio`.
    per
        1000 gives rates per thousand.

    Returns
    -------
    rate, lower, upper
        NaN where the ratio is.

    Raises
    ------
    ValueError
        As for `indirect_ratio`.

    References
    ----------
    As for `indirect_ratio`.

    Examples
    --------
    >>> found = indirect_rate(8, [100, 50], [20, 60], [1000, 1000], per=1000)
    >>> [round(float(each), 1) for each in found]
    [64.0, 27.6, 126.1]
    """
    check_per(per)
    counts = (events, population, reference_events, reference_population)
    ratio, lower, upper = indirect_ratio(*counts, confidence)
    all_events, people = (np.asarray(each, dtype=np.float64).sum(axis=-1) for each in counts[2:])
    crude = all_events / np.where(people == 0, np.nan, people) * per
    return ratio * crude, lower * crude, upper * crude


def collapsed(standard: Mapping[str, float], bands: Iterable[str]) -> dict[str, float]:
    """Add the weights of a standard population up to coarser bands of age.

    Parameters
    ----------
    standard
        Weights by band. For rates of an age range, the part of the standard that is in it.
    bands
        Bands that hold each of the standard's once and whole: `0-14`, or open at the end: `65+`.

    Returns
    -------
    dict
        Weights of the bands, in their order.

    Raises
    ------
    ValueError
        Names a band that is none, cuts one of the standard's, reaches beyond them or overlaps with
        one before; else those of the standard that no band holds.

    Examples
    --------
    >>> collapsed(EUROPEAN_2013, ["0-14", "15-64", "65+"])
    {'0-14': 16000, '15-64': 64500, '65+': 19500}
    """
    free = {_ends(each): weight for each, weight in standard.items()}
    found = {}
    for each in bands:
        first, after = _ends(each)
        parts = sorted(part for part in free if first <= part[0] and part[1] <= after)
        if [*(start for start, _ in parts), after] != [first, *(end for _, end in parts)]:
            raise ValueError(f"{each!r} does not fit the bands of the standard")
        found[each] = sum(free.pop(part) for part in parts)
    if free:
        left = ", ".join(repr(each) for each in standard if _ends(each) in free)
        raise ValueError(f"no band holds {left} of the standard")
    return found


def european_weights(parts: Sequence[Sequence[str]]) -> list[float]:
    """The people of the European standard population of 2013 in each part of a range of ages.

    Parameters
    ----------
    parts
        The bands of age of each part; together they are one range without gaps.

    Returns
    -------
    list
        People of 100,000, a number a part.

    Raises
    ------
    ValueError
        As `collapsed`: names a band that cuts one of the standard's, or those that are left.

    Examples
    --------
    >>> european_weights([["0-14"], ["15-24", "25-64"]])
    [16000, 64500]
    """
    reach = [_ends(name) for bands in parts for name in bands]
    first, after = min(start for start, _ in reach), max(end for _, end in reach)
    within = {
        name: weight
        for name, weight in EUROPEAN_2013.items()
        if first <= _ends(name)[0] and _ends(name)[1] <= after
    }
    weights = collapsed(within, [name for bands in parts for name in bands])
    return [sum(weights[name] for name in bands) for bands in parts]


def _ends(name: str) -> tuple[int, int]:
    ends = band(name)
    if ends is None:
        raise ValueError(f"{name!r} is no band like '0-17' or '65+'")
    return ends


def _groups(**counts: ArrayLike) -> list[Array]:
    """The counts as arrays of one shape, with the same groups along the last axis."""
    values = {name: np.asarray(count, dtype=np.float64) for name, count in counts.items()}
    groups = {value.shape[-1:] for value in values.values()}
    if len(groups) > 1 or () in groups:
        found = ", ".join(f"{name} {value.shape}" for name, value in values.items())
        raise ValueError(f"not the same groups along the last axis: {found}")
    for name, value in values.items():
        refuse(value < 0, f"negative {name}")
        refuse(np.isinf(value), f"infinite {name}")
    return arrays(*values.values())


def _over(weight: Array, people: Array) -> Array:
    """Weight over people; 0 for a group of nobody, which has no weight either."""
    nobody = (people == 0) & ~np.isnan(weight)
    return np.where(nobody, 0.0, weight / np.where(people == 0, np.nan, people))
