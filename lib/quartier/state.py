"""The figures of a city in one state of its deliveries, and what of them may be shown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from quartier import disclosure, indicators
from quartier.areas import Areas
from quartier.indicators import Computed
from quartier.language import Text
from quartier.observations import ingest
from quartier.settings import City
from quartier.tables import SERIES, UNPLACED, conform, empty

__all__ = ["State", "compute_state", "earlier_state"]

Observed = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class State:
    """What was delivered, and the figures that come of it.

    Attributes
    ----------
    observed : mapping of variable to its observations
    unplaced : pandas.DataFrame
        What was delivered for unknown areas or groups.
    series : pandas.DataFrame
        Of all indicators.
    published : pandas.DataFrame
        The same after the publication gate.
    reasons : mapping of indicator to texts
        Why parts of it could not be computed.
    """

    observed: Observed
    unplaced: pd.DataFrame
    series: pd.DataFrame
    published: pd.DataFrame
    reasons: Mapping[str, tuple[Text, ...]]


def compute_state(city: City, areas: Areas, observed: Observed, unplaced: pd.DataFrame) -> State:
    """Compute all indicators of a city, and let through what may be shown."""
    computed = _compute(city, areas, observed, unplaced, city.indicators)
    series = _together(each.table for each in computed.values())
    reasons = {name: each.reasons for name, each in computed.items()}
    return State(observed, unplaced, series, _publish(city, areas, series, observed), reasons)


def earlier_state(earlier: City, areas: Areas, now: State, touched: Collection[str]) -> State:
    """The state of a city before some deliveries; variables that these do not touch are as now.

    Raises
    ------
    UserError
        The earlier deliveries do not go together.
    """
    files = (f for f in earlier.files if earlier.sources[f.source].variables.intersection(touched))
    corrections = (each for each in earlier.corrections if each.variable in touched)
    some = replace(earlier, files=tuple(files), corrections=tuple(corrections))
    ingested = ingest(some, areas)
    observed = {**now.observed, **{name: ingested.observed(name) for name in touched}}
    same = now.unplaced[~now.unplaced["variable"].isin(touched)]
    other = ingested.unplaced[ingested.unplaced["variable"].isin(touched)]
    unplaced = conform(pd.concat([same, other]), UNPLACED)
    anew = [name for name, each in earlier.indicators.items() if each.variables & set(touched)]
    computed = _compute(earlier, areas, observed, unplaced, anew)
    kept = now.series[~now.series["indicator"].isin(anew)]
    series = _together([kept, *(each.table for each in computed.values())])
    reasons = {**now.reasons, **{name: each.reasons for name, each in computed.items()}}
    return State(observed, unplaced, series, _publish(earlier, areas, series, observed), reasons)


def _compute(
    city: City,
    areas: Areas,
    observed: Observed,
    unplaced: pd.DataFrame,
    names: Iterable[str],
) -> dict[str, Computed]:
    return {
        name: indicators.compute(
            name, city.indicators[name], observed, city.variables, areas, unplaced
        )
        for name in names
    }


def _together(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    together: list[pd.DataFrame] = [empty(SERIES), *tables]
    return pd.concat(together, ignore_index=True)


def _publish(city: City, areas: Areas, series: pd.DataFrame, observed: Observed) -> pd.DataFrame:
    rule, beside = city.settings.disclosure, disclosure.Beside.of(observed)
    gate = disclosure.Gate(rule, city.indicators, city.variables, areas, beside)
    return disclosure.publish(series, gate)
