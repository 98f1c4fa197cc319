"""Figures freed from differences in age, beside the raw ones."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier.analysis.grid import Grid
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.settings import AgeStandard
from quartier.statistics import standardised
from quartier.tables import AGE_STANDARDISED, conform, empty

__all__ = ["age_standardised"]


def age_standardised(
    chosen: AgeStandard,
    grids: Mapping[str, Grid],
    indicators: Mapping[str, Indicator],
    areas: Areas,
) -> pd.DataFrame:
    """What an indicator would be in each area if all areas had the ages of one population.

    Everything comes from the published counts of the indicators that divide it by age: where one of
    them is withheld, there is no figure either. The city's standard is its population in the last
    period in which all its parts are known, the same for all periods; what is to be expected rests
    on the city's rates of the period itself.

    Returns
    -------
    pandas.DataFrame
        A table ``age_standardised``: ``value`` with its interval in the indicator's unit (direct);
        ``ratio`` with its interval, what was counted over what is to be expected (indirect; not
        for the city itself); ``standard`` is "european_2013" or the period of the city's
        population. Where there is no value, the reason is "no_standard", "part_unknown" (also
        where nobody has one of the ages) or "few_events".
    """
    counts = _Counts.of(chosen, grids)
    city = areas.city()
    root = None if city is None else grids[chosen.indicator].areas.index(city.code)
    if not counts.periods:
        return empty(AGE_STANDARDISED)
    weights, standard = _standard(chosen, counts, indicators, root)
    scale = indicators[chosen.indicator].scale
    direct = _direct(counts, weights, scale)
    ratio = _indirect(counts, root)
    names = ("value", "lower", "upper", "ratio", "ratio_lower", "ratio_upper")
    area, period = np.nonzero(counts.shown)
    columns = {
        name: each[area, period] for name, each in zip(names, (*direct, *ratio), strict=True)
    }
    table = pd.DataFrame(
        {
            "indicator": chosen.indicator,
            "area": np.array(grids[chosen.indicator].areas, dtype=object)[area],
            "period": np.array(counts.periods, dtype=object)[period],
            **columns,
            "standard": standard,
            "reason": _reasons(counts, weights, direct[0])[area, period],
        }
    )
    return conform(table, AGE_STANDARDISED)


@dataclass(frozen=True)
class _Counts:
    """Events and people of each part: areas by periods by parts.

    ``shown`` says where the indicator itself has a figure.
    """

    periods: tuple[str, ...]
    events: np.ndarray
    people: np.ndarray
    shown: np.ndarray

    @classmethod
    def of(cls, chosen: AgeStandard, grids: Mapping[str, Grid]) -> "_Counts":
        whole, parts = grids[chosen.indicator], [grids[name] for name in chosen.parts]
        told = [text for text in whole.periods if all(text in part.periods for part in parts)]
        columns = [[part.periods.index(text) for text in told] for part in parts]
        events, people = (
            np.stack(
                [getattr(part, name)[:, at] for part, at in zip(parts, columns, strict=True)], -1
            )
            for name in ("numerator", "denominator")
        )
        shown = np.isfinite(whole.value[:, [whole.periods.index(text) for text in told]])
        return cls(tuple(told), events, people, shown)

    @property
    def complete(self) -> np.ndarray:
        """Where all parts are known."""
        return np.all(np.isfinite(self.events + self.people), axis=-1)


def _standard(
    chosen: AgeStandard,
    counts: _Counts,
    indicators: Mapping[str, Indicator],
    root: int | None,
) -> tuple[np.ndarray, str]:
    """People of each part in the standard population (NaN where there is none), and its name."""
    if chosen.standard == "european_2013":
        divided = [indicators[name].denominator for name in chosen.parts]
        bands = [part.ages if part is not None else () for part in divided]
        return np.array(standardised.european_weights(bands)), chosen.standard
    known = np.flatnonzero(counts.complete[root] if root is not None else [])
    if not len(known):
        return np.full(counts.people.shape[-1], np.nan), ""
    return counts.people[root, known[-1]], counts.periods[known[-1]]


def _direct(counts: _Counts, weights: np.ndarray, scale: float) -> tuple[np.ndarray, ...]:
    """The rate that the standard population would have, with its interval."""
    if np.isnan(weights).any():
        return (np.full(counts.shown.shape, np.nan),) * 3
    return standardised.direct(counts.events, counts.people, weights, per=scale)


def _indirect(counts: _Counts, root: int | None) -> tuple[np.ndarray, ...]:
    """Events over those that the city's rates let expect, with the interval; not for the city."""
    if root is None:
        return (np.full(counts.shown.shape, np.nan),) * 3
    events, people = counts.events[root], counts.people[root]
    # Where the city has no events none are expected, and nothing can be over them.
    expected = np.nansum(counts.people * events, axis=-1) > 0
    here = np.where(expected[..., np.newaxis], counts.people, np.nan)
    found = standardised.indirect_ratio(counts.events.sum(axis=-1), here, events, people)
    own = np.arange(len(counts.shown)) == root
    return tuple(np.where(own[:, np.newaxis], np.nan, each) for each in found)


def _reasons(counts: _Counts, weights: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Why there is no directly standardised rate; empty where there is one."""
    few = np.where(np.isnan(value), "few_events", "")
    unknown = np.where(counts.complete, few, "part_unknown")
    return np.where(np.isnan(weights).any(), "no_standard", unknown).astype(object)
