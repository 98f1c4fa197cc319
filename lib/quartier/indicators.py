"""From observations to series: sums over groups and areas, rates from the sums, intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier import groups, periods, signs
from quartier.areas import Areas
from quartier.catalogue import Denominator, Indicator, Quantity, Variable
from quartier.language import Text
from quartier.statistics import proportion, rate
from quartier.tables import SERIES, conform

__all__ = ["Computed", "compute", "quantity"]

WITH_VALUE = tuple(status for status in signs.STATUSES if signs.has_value(status))

_CELL = ["area", "period"]


@dataclass(frozen=True)
class Computed:
    """A quantity or an indicator as a table, and why parts of it could not be computed."""

    table: pd.DataFrame
    reasons: tuple[Text, ...] = ()


def compute(
    name: str,
    indicator: Indicator,
    observations: Mapping[str, pd.DataFrame],
    variables: Mapping[str, Variable],
    areas: Areas,
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

    Returns
    -------
    Computed
        A table ``series``; value, lower and upper in the indicator's unit.
    """

    def read(part: Quantity) -> Computed:
        variable = variables[part.variable]
        return quantity(part, variable, observations[part.variable], areas)

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


def quantity(
    part: Quantity, variable: Variable, observations: pd.DataFrame, areas: Areas
) -> Computed:
    """The sum of some groups of a variable, for each area and period.

    Areas for which nothing was delivered get the sum of their parts. A sum with a missing part is
    ``incomplete`` and has no value: it is never silently smaller.

    Returns
    -------
    Computed
        area, period, value, status.
    """
    frames, reasons = [], []
    for period, rows in observations.groupby("period"):
        tilings = [
            groups.tile(group, variable.dimensions, set(rows["group"])) for group in part.groups
        ]
        reasons += [tiling.reason for tiling in tilings if tiling.reason is not None]
        if all(tiling.reason is None for tiling in tilings):
            needed = [group for tiling in tilings for group in tiling.groups]
            frames.append(_over_groups(rows, needed))
        else:
            cells = pd.DataFrame({"area": rows["area"].unique(), "period": period})
            frames.append(cells.assign(value=np.nan, status="not_computable"))
    empty = pd.DataFrame(columns=[*_CELL, "value", "status"])
    table = pd.concat(frames, ignore_index=True) if frames else empty
    if variable.additive:
        table = _over_areas(table, areas)
    return Computed(_with_gaps(table, areas), tuple(dict.fromkeys(reasons)))


def _with_gaps(table: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Add a row for each area that lacks where others of its level have a figure."""
    level = table["area"].map({area.code: area.level for area in areas})
    told = pd.DataFrame({"level": level, "period": table["period"]}).drop_duplicates()
    members = pd.DataFrame({"level": area.level, "area": area.code} for area in areas)
    grid = told.merge(members, on="level")[_CELL]
    filled = grid.merge(table, on=_CELL, how="left")
    return filled.assign(status=filled["status"].fillna("missing"))


def _over_groups(rows: pd.DataFrame, needed: list[str]) -> pd.DataFrame:
    """Add up groups; where one is missing there is no sum."""
    parts = rows[rows["group"].isin(needed)]
    if len(needed) == 1:
        return parts[[*_CELL, "value", "status"]]
    # A sum is as weak as its weakest part; "reported" sorts before none of the others then.
    marks = parts.assign(mark=parts["status"].replace("reported", ""))
    summed = marks.groupby(_CELL, as_index=False).agg(
        value=("value", "sum"),
        known=("value", "count"),
        told=("value", "size"),
        first=("status", "min"),
        last=("status", "max"),
        mark=("mark", "max"),
    )
    whole = summed["known"] == len(needed)
    # Where every part is missing for one and the same reason, the sum is missing for it too.
    alike = (summed["told"] == len(needed)) & (summed["first"] == summed["last"])
    lacking = summed["first"].where(alike & (summed["known"] == 0), "incomplete")
    summed["status"] = summed["mark"].replace("", "reported").where(whole, lacking)
    summed["value"] = summed["value"].where(whole)
    return summed[[*_CELL, "value", "status"]]


def _over_areas(table: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Add sums for areas without a figure of their own, from the bottom up."""
    for level in reversed(areas.levels[:-1]):
        sums = [_sum_of_parts(table, area.code, areas) for area in areas.on(level)]
        table = pd.concat([table] + [frame for frame in sums if len(frame)], ignore_index=True)
    return table


def _sum_of_parts(table: pd.DataFrame, code: str, areas: Areas) -> pd.DataFrame:
    children = [child.code for child in areas.children(code)]
    parts = table[table["area"].isin(children)]
    own = set(table.loc[table["area"] == code, "period"])
    parts = parts[~parts["period"].isin(own)]
    summed = parts.groupby("period", as_index=False).agg(
        value=("value", "sum"), known=("value", "count")
    )
    whole = summed["known"] == len(children)
    summed["value"] = summed["value"].where(whole)
    summed["status"] = np.where(whole, "reported", "incomplete")
    return summed[["period", "value", "status"]].assign(area=code)


def _moved(denominator: pd.DataFrame, part: Denominator) -> pd.DataFrame:
    """The denominator at the periods of the numerators that it belongs to."""
    if part.period == "same":
        return denominator
    later = denominator["period"].map(lambda text: periods.parse(text).next().text)
    return denominator.assign(period=later)


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
    numerator, denominator = both["value_above"], both["value_below"]
    status = _status(both, indicator)
    there = np.isin(status, WITH_VALUE)
    numerator, denominator = numerator.where(there), denominator.where(there)
    lower, upper = _interval(numerator, denominator, indicator)
    scale = indicator.scale
    return both[_CELL].assign(
        value=numerator / denominator * scale,
        lower=lower * scale,
        upper=upper * scale,
        numerator=both["value_above"],
        denominator=both["value_below"],
        method=indicator.interval,
        status=status,
    )


def _status(both: pd.DataFrame, indicator: Indicator) -> np.ndarray:
    """The numerator's status, unless something about the denominator stands in the way."""
    above, below = both["value_above"], both["value_below"]
    status = both["status_above"].astype(object)
    fine = status.isin(WITH_VALUE)
    status = status.mask(fine & below.isna(), both["status_below"].fillna("missing"))
    # Nothing can be said about the share of nobody.
    status = status.mask(fine & (below == 0), "not_applicable")
    if indicator.kind == "proportion":
        status = status.mask(fine & (above > below), "not_computable")
    return status.to_numpy(dtype=object)


def _interval(
    numerator: pd.Series, denominator: pd.Series, indicator: Indicator
) -> tuple[np.ndarray, np.ndarray]:
    if indicator.interval == "wilson":
        return proportion.wilson(numerator.to_numpy(), denominator.to_numpy())
    if indicator.interval == "byar":
        return rate.exact_or_byar(numerator.to_numpy(), denominator.to_numpy())
    return np.full(len(numerator), np.nan), np.full(len(numerator), np.nan)
