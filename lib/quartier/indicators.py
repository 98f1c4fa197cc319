"""From observations to series: rates from sums of counts, with their intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier import periods, signs
from quartier.areas import Areas
from quartier.catalogue import Denominator, Indicator, Quantity, Variable
from quartier.language import Text
from quartier.statistics import proportion, rate
from quartier.sums import Added, add_up, weakest
from quartier.tables import SERIES, conform

__all__ = ["Computed", "compute"]

WITH_VALUE = tuple(status for status in signs.STATUSES if signs.has_value(status))

_CELL = ["area", "period"]


@dataclass(frozen=True)
class Computed:
    """An indicator as a table, and why parts of it could not be computed."""

    table: pd.DataFrame
    reasons: tuple[Text, ...] = ()


def compute(
    name: str,
    indicator: Indicator,
    observations: Mapping[str, pd.DataFrame],
    variables: Mapping[str, Variable],
    areas: Areas,
    unplaced: pd.DataFrame | None = None,
) -> Computed:
    """The series of an indicator for all its areas and periods.

    Counts are added and rates computed from the sums; a rate is never averaged. An indicator that
    is delivered as a rate is kept as delivered, without an interval.

    Parameters
    ----------
    name : str
    indicator : Indicator
    observations : mapping of variable to its observations
    variables : mapping of name to Variable
    areas : Areas
    unplaced : pandas.DataFrame, optional
        What was delivered for unknown areas or groups, so that sums lack it.

    Returns
    -------
    Computed
        A table ``series``; value, lower and upper in the indicator's unit.
    """

    def read(part: Quantity) -> Added:
        variable = variables[part.variable]
        return add_up(part, variable, observations[part.variable], areas, unplaced)

    above = read(indicator.numerator)
    if indicator.denominator is None:
        series = _plain(above.table)
        reasons = above.reasons
    else:
        below = read(indicator.denominator)
        series = _divided(above.table, _moved(below.table, indicator.denominator), indicator)
        reasons = above.reasons + below.reasons
    if indicator.levels:
        kept = {area.code for area in areas if area.level in indicator.levels}
        series = series[series["area"].isin(kept)]
    series = series.assign(indicator=name, converted_share=0.0)
    return Computed(conform(series, SERIES), reasons)


def _moved(denominator: pd.DataFrame, part: Denominator) -> pd.DataFrame:
    """The denominator at the periods of the numerators that it belongs to."""
    if part.period == "same":
        return denominator
    told = denominator["period"]
    later = {text: periods.parse(text).next().text for text in told.unique()}
    return denominator.assign(period=told.map(later))


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """A count, or a figure as it was delivered."""
    return table.assign(
        lower=np.nan,
        upper=np.nan,
        numerator=table["value"],
        denominator=np.nan,
        method="none",
    )


def _divided(above: pd.DataFrame, below: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    both = above.merge(below, on=_CELL, how="left", suffixes=("_above", "_below"))
    status = _status(both, indicator)
    there = status.isin(WITH_VALUE)
    numerator = both["value_above"].where(there)
    denominator = both["value_below"].where(there)
    lower, upper = _interval(numerator, denominator, indicator)
    scale = indicator.scale
    return both[_CELL].assign(
        # In this order 57 of 400 are 14.25 and round up; 0.1425 times 100 is less than that.
        value=numerator * scale / denominator,
        lower=lower * scale,
        upper=upper * scale,
        numerator=both["value_above"],
        denominator=both["value_below"],
        method=indicator.interval,
        status=status,
    )


def _status(both: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """The numerator's status, unless something about the denominator stands in the way."""
    above, below = both["value_above"], both["value_below"]
    above_status = both["status_above"].astype(object)
    below_status = both["status_below"].astype(object).fillna("missing")
    known, divisible = above.notna(), above.notna() & below.notna()
    status = above_status.mask(known, below_status)
    status = status.mask(divisible, weakest(above_status, below_status))
    # Nothing can be said about the share of nobody; and more than all, or some of nobody, is a
    # contradiction of the sources.
    status = status.mask(divisible & (below == 0), "not_applicable")
    too_many = above > below if indicator.kind == "proportion" else (above > 0) & (below == 0)
    return status.mask(divisible & too_many, "not_computable")


def _interval(
    numerator: pd.Series, denominator: pd.Series, indicator: Indicator
) -> tuple[np.ndarray, np.ndarray]:
    if indicator.interval == "wilson":
        return proportion.wilson(numerator.to_numpy(), denominator.to_numpy())
    if indicator.interval == "byar":
        return rate.exact_or_byar(numerator.to_numpy(), denominator.to_numpy())
    return np.full(len(numerator), np.nan), np.full(len(numerator), np.nan)
