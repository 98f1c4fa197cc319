"""Goals: where a key figure stands, where its path says it should stand, and what that means."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from quartier import periods
from quartier.catalogue import Indicator
from quartier.language import Text, _
from quartier.pyramid import Goal, Pyramid, Target
from quartier.tables import ASSESSMENTS, Published, from_rows, records

__all__ = ["METHODS", "REASONS", "assess", "expected", "path"]

REASONS: dict[str, Text] = {
    "no_baseline": _("Für das Ausgangsjahr gibt es keinen Wert."),
    "zero_baseline": _("Der Ausgangswert ist null; eine Veränderung in Prozent hat keinen Sinn."),
    "break": _("Die Reihe hat seit dem Ausgangsjahr einen Bruch."),
    "no_value": _("Für dieses Jahr gibt es keinen Wert, der gezeigt werden darf."),
}
METHODS: dict[str, Text] = {
    "interval_path": _("Vertrauensbereich, verglichen mit dem Weg zum Ziel"),
    "value_path": _("Wert, verglichen mit dem Weg zum Ziel"),
}


def expected(target: Target, baseline: float, period: str) -> float:
    """What the path asks for in a year: the baseline, changed by the same share each year.

    Parameters
    ----------
    target : Target
    baseline : float
        The value in the baseline year.
    period : str
        A year; later ones than the due year are asked for no more than the due year is.

    Examples
    --------
    Ten per cent less a year, from 20.0 in 2020: 18.0, 16.2, 14.58.

    >>> target = Target(
    ...     id="t",
    ...     indicator="i",
    ...     area="00",
    ...     kind="relative_per_year",
    ...     change="-10 %",
    ...     baseline="2020",
    ...     due="2026",
    ... )
    >>> round(expected(target, 20.0, "2023"), 2)
    14.58
    """
    years = min(int(period), int(target.due)) - int(target.baseline)
    return baseline * (1 + target.change) ** years


def path(target: Target, series: Published) -> pd.DataFrame:
    """The path of a target from baseline to due year.

    Returns
    -------
    pandas.DataFrame
        period, expected; without rows where there is no baseline, or none to take a share of.
    """
    baseline = _value(series.where(area=target.area).frame, target.baseline)
    if not baseline:
        return pd.DataFrame(columns=["period", "expected"])
    years = [str(year) for year in range(int(target.baseline), int(target.due) + 1)]
    values = [expected(target, baseline, year) for year in years]
    return pd.DataFrame({"period": years, "expected": values})


def assess(
    pyramid: Pyramid, series: Mapping[str, Published], indicators: Mapping[str, Indicator]
) -> pd.DataFrame:
    """Assess every target in every year since its baseline for which there is a row.

    Only figures that may be shown are used: a verdict on one that is withheld would give it away.
    The method compares the interval of the figure with its path. On the right side of the path:
    on path. On the wrong side, but the interval reaches the path: at risk. Entirely on the wrong
    side: off path. From the due year on: met, or off path. Figures without an interval are compared
    as they are.

    Returns
    -------
    pandas.DataFrame
        A table ``assessments``.
    """
    rows: list[dict[str, object]] = []
    for goal, target in pyramid.targets():
        rows += _target(goal, target, series[target.indicator], indicators[target.indicator])
    return from_rows(rows, ASSESSMENTS)


def _target(
    goal: Goal, target: Target, series: Published, indicator: Indicator
) -> list[dict[str, object]]:
    figures = series.where(area=target.area).frame.sort_values("period")
    # Targets are for years; a series can hold tertials or school years as well.
    figures = figures[figures["period"].str.fullmatch(r"\d{4}")]
    baseline = _value(figures, target.baseline)
    later = figures[figures["period"] >= target.baseline]
    rows = []
    for figure in records(later):
        period = str(figure["period"])
        reason = _obstacle(target, baseline, figure, indicator)
        row = _key(goal, target, period)
        if baseline is not None:
            row["expected"] = expected(target, baseline, period)
            row["target_value"] = expected(target, baseline, target.due)
        row["value"] = figure["value"]
        rows.append(row | _judged(target, indicator, figure, row, reason))
    return rows or [_without_figures(goal, target)]


def _key(goal: Goal, target: Target, period: str) -> dict[str, object]:
    return {"goal": goal.id, "target": target.id, "area": target.area, "period": period}


def _without_figures(goal: Goal, target: Target) -> dict[str, object]:
    return _key(goal, target, target.baseline) | {
        "verdict": "not_assessable",
        "reason": "no_baseline",
        "method": "value_path",
    }


def _value(figures: pd.DataFrame, period: str) -> float | None:
    found = figures.loc[figures["period"] == period, "value"].dropna()
    return float(found.iloc[0]) if len(found) else None


def _obstacle(target: Target, baseline: float | None, figure: Mapping, indicator: Indicator) -> str:
    """Why nothing can be said; empty where something can."""
    if baseline is None:
        return "no_baseline"
    if baseline == 0:
        return "zero_baseline"
    begin, end = periods.parse(target.baseline).start, periods.parse(figure["period"]).end
    if any(begin < periods.parse(cut.period).start <= end for cut in indicator.breaks):
        return "break"
    return "no_value" if pd.isna(figure["value"]) else ""


@dataclass(frozen=True)
class _Standing:
    """A figure beside its path; ``worse`` and ``surely`` look in the direction of the target."""

    worse: bool
    surely: bool


def _judged(
    target: Target, indicator: Indicator, figure: Mapping, row: Mapping[str, object], reason: str
) -> dict[str, object]:
    bounded = pd.notna(figure["lower"]) and pd.notna(figure["upper"])
    method = "interval_path" if bounded else "value_path"
    if reason:
        return {"verdict": "not_assessable", "reason": reason, "method": method}
    # Seen so that less is better: with a target that asks for more, everything is turned round.
    more = target.change > 0 or (target.change == 0 and indicator.polarity == "high")
    standing = _standing(-1 if more else 1, figure, float(str(row["expected"])), bounded)
    return {"verdict": _verdict(target, figure, standing), "reason": "", "method": method}


def _standing(sign: int, figure: Mapping, asked: float, bounded: bool) -> _Standing:
    ends = ("lower", "upper") if bounded else ("value",)
    best = min(sign * figure[end] for end in ends)
    return _Standing(sign * figure["value"] > sign * asked, best > sign * asked)


def _verdict(target: Target, figure: Mapping, standing: _Standing) -> str:
    if str(figure["period"]) >= target.due:
        return "off_path" if standing.worse else "met"
    if not standing.worse:
        return "on_path"
    return "off_path" if standing.surely else "at_risk"
