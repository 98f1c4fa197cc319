"""From observations to series: rates from sums of counts, with their intervals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from quartier import periods
from quartier.areas import Areas
from quartier.catalogue import Denominator, Indicator, Quantity, Variable
from quartier.language import Text
from quartier.statistics import proportion, rate
from quartier.sums import NO_FIGURE, STATUSES, WITH_VALUE, Added, add_up
from quartier.tables import SERIES, conform

__all__ = ["Computed", "compute"]

_NOT_APPLICABLE, _NOT_COMPUTABLE = map(list(STATUSES).index, ("not_applicable", "not_computable"))


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
    cells = _cells(above, indicator, areas)
    numerator, status = above.value[cells], above.status[cells]
    if indicator.denominator is None:
        columns, reasons = _plain(numerator), above.reasons
    else:
        below = read(indicator.denominator)
        others = _beside(below, indicator.denominator, above.periods)
        denominator, other = (each[cells] for each in others)
        status = _status(numerator, status, denominator, other, indicator.kind)
        columns = _divided(numerator, denominator, status < WITH_VALUE, indicator)
        reasons = above.reasons + below.reasons
    series = pd.DataFrame(columns | _texts(name, indicator, above, cells))
    series = series.assign(status=STATUSES[status], converted_share=0.0)
    return Computed(conform(series, SERIES), reasons)


def _cells(above: Added, indicator: Indicator, areas: Areas) -> tuple[np.ndarray, np.ndarray]:
    """Where there are figures on the indicator's levels, as periods and areas, in their order."""
    levels = indicator.levels or areas.levels
    wanted = np.array([area.level in levels for area in areas], dtype=bool)
    there = (above.status != NO_FIGURE) & wanted
    order = above.areas.argsort()
    area, period = np.nonzero(there[:, order].T)
    return period, order[area]


def _texts(
    name: str, indicator: Indicator, above: Added, cells: tuple[np.ndarray, np.ndarray]
) -> dict[str, pd.Index]:
    """Texts for each of some cells. They are taken from an index, where each is made once."""
    period, area = cells
    same = np.zeros(len(area), dtype="int64")
    return {
        "indicator": pd.Index([name])[same],
        "area": above.areas[area],
        "period": above.periods[period],
        "method": pd.Index([indicator.interval])[same],
    }


def _beside(below: Added, part: Denominator, wanted: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Values and statuses of the denominator, at the periods of the numerators it belongs to."""
    told = below.periods
    if part.period == "previous":
        told = told.map(lambda text: periods.parse(text).next().text)
    return below.rows(told.get_indexer(wanted))


def _plain(figures: np.ndarray) -> dict[str, Any]:
    """A count, or a figure as it was delivered."""
    none = np.full(len(figures), np.nan)
    return {
        "value": figures,
        "lower": none,
        "upper": none,
        "numerator": figures,
        "denominator": none,
    }


def _divided(
    above: np.ndarray, below: np.ndarray, there: np.ndarray, indicator: Indicator
) -> dict[str, Any]:
    numerator, denominator = np.where(there, above, np.nan), np.where(there, below, np.nan)
    lower, upper = _interval(numerator, denominator, indicator)
    scale = indicator.scale
    return {
        # In this order 57 of 400 are 14.25 and round up; 0.1425 times 100 is less than that.
        "value": numerator * scale / denominator,
        "lower": lower * scale,
        "upper": upper * scale,
        "numerator": above,
        "denominator": below,
    }


def _status(
    above: np.ndarray,
    above_status: np.ndarray,
    below: np.ndarray,
    below_status: np.ndarray,
    kind: str,
) -> np.ndarray:
    """The numerator's status, unless something about the denominator stands in the way."""
    known = ~np.isnan(above)
    divisible = known & ~np.isnan(below)
    status = np.where(known, below_status, above_status)
    # The weaker of both.
    status = np.where(divisible, np.maximum(above_status, below_status), status)
    # Nothing can be said about the share of nobody; and more than all, or some of nobody, is a
    # contradiction of the sources.
    status[divisible & (below == 0)] = _NOT_APPLICABLE
    too_many = above > below if kind == "proportion" else (above > 0) & (below == 0)
    status[divisible & too_many] = _NOT_COMPUTABLE
    return status


def _interval(
    numerator: np.ndarray, denominator: np.ndarray, indicator: Indicator
) -> tuple[np.ndarray, np.ndarray]:
    if indicator.interval == "wilson":
        return proportion.wilson(numerator, denominator)
    if indicator.interval == "byar":
        return rate.exact_or_byar(numerator, denominator)
    return np.full(len(numerator), np.nan), np.full(len(numerator), np.nan)
