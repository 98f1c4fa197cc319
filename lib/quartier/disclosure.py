"""The publication gate: what may be shown, so that no person can be recognised.

Counts of persons below the city's threshold are withheld, and so are those whose complement is
(798 of 800). Then as many further counts are withheld that none can be computed from a total: in
each family of areas the next smallest sibling. What is decided for a count holds for every
indicator that is made from it, since a rate with a known denominator gives the count away.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from quartier import periods
from quartier.areas import Areas
from quartier.catalogue import Indicator, Variable
from quartier.settings import Disclosure
from quartier.store import Store
from quartier.tables import PUBLISHED, Published, conform

__all__ = ["Gate", "publish", "published", "published_quarantine"]

_CELL = ["quantity", "area", "period"]
_FIGURES = ["value", "lower", "upper", "numerator", "denominator"]
WITHHELD, SECONDARY = "withheld", "withheld_secondary"


@dataclass(frozen=True)
class Gate:
    """What the gate needs to know to decide.

    Attributes
    ----------
    rule : Disclosure
    indicators : mapping of name to Indicator
    variables : mapping of name to Variable
    areas : Areas
    """

    rule: Disclosure
    indicators: Mapping[str, Indicator]
    variables: Mapping[str, Variable]
    areas: Areas


def publish(series: pd.DataFrame, gate: Gate) -> pd.DataFrame:
    """Withhold what must not be shown.

    Parameters
    ----------
    series : pandas.DataFrame
        The series of all indicators that are published together.
    gate : Gate

    Returns
    -------
    pandas.DataFrame
        A table ``published``: figures that are withheld are missing, their status says so.
    """
    counts = _counts(series, gate)
    kinds = _protect_sums(_primary(counts, series, gate), gate)
    closed = kinds[kinds["kind"] != ""].set_index(_CELL)["kind"]
    above = _kind(series, "numerator", closed, gate)
    below = _kind(series, "denominator", closed, gate)
    kind = above.where(above != "", below)
    hidden = kind != ""
    table = series.copy()
    table.loc[hidden, _FIGURES] = float("nan")
    table["status"] = table["status"].where(~hidden, kind)
    return conform(table, PUBLISHED)


def published(store: Store, indicator: str, audience: str) -> Published:
    """What of an indicator passed the gate when the series were made."""
    return Published(store.read("published", indicator), audience)


def published_quarantine(quarantine: pd.DataFrame, rule: Disclosure, audience: str) -> Published:
    """The quarantine without anything that could be a small count.

    What stood in a cell of values is never shown; in other cells not if it is a number below the
    threshold, since a shifted column puts counts anywhere.
    """
    number = pd.to_numeric(quarantine["found"].str.replace(",", "."), errors="coerce")
    secret = (quarantine["role"] == "value") | (number < rule.threshold)
    return Published(quarantine.assign(found=quarantine["found"].mask(secret)), audience)


def _counts(series: pd.DataFrame, gate: Gate) -> pd.DataFrame:
    """The counts of persons that the indicators are made from, each once."""
    parts = []
    for name, rows in series.groupby("indicator"):
        for column in ("numerator", "denominator"):
            quantity = _quantity(str(name), column, gate)
            if quantity is not None:
                part = rows[["area"]].assign(
                    quantity=quantity,
                    period=_periods(rows, str(name), column, gate),
                    count=rows[column],
                    secret=(rows["status"] == "secret") & (column == "numerator"),
                )
                parts.append(part)
    columns = [*_CELL, "count", "secret"]
    if not parts:
        return pd.DataFrame(columns=columns)
    told = pd.concat(parts).groupby(_CELL, as_index=False)
    return told.agg(count=("count", "first"), secret=("secret", "max"))


def _quantity(name: str, column: str, gate: Gate) -> str | None:
    """The name of the quantity in a column; ``None`` where it is no count of persons."""
    indicator = gate.indicators[name]
    part = indicator.numerator if column == "numerator" else indicator.denominator
    if part is None:
        return None
    variable = gate.variables[part.variable]
    return part.name if variable.counts_persons and variable.additive else None


def _periods(rows: pd.DataFrame, name: str, column: str, gate: Gate) -> pd.Series:
    """The periods that the counts are of; a denominator may be of the one before."""
    part = gate.indicators[name].denominator
    if column == "numerator" or part is None or part.period == "same":
        return rows["period"]
    return rows["period"].map(lambda text: periods.parse(text).previous().text)


def _primary(counts: pd.DataFrame, series: pd.DataFrame, gate: Gate) -> pd.DataFrame:
    """Mark counts that are small themselves, or whose complement is."""
    small = counts["count"].map(lambda count: _is_small(count, gate.rule)).astype(bool)
    marked = counts.assign(kind="")
    marked.loc[small, "kind"] = WITHHELD
    shares = [name for name, each in gate.indicators.items() if each.kind == "proportion"]
    rows = series[series["indicator"].isin(shares)]
    others = rows["denominator"] - rows["numerator"]
    for row in rows[others.map(lambda rest: _is_small(rest, gate.rule)).astype(bool)].itertuples():
        quantity = _quantity(str(row.indicator), "numerator", gate)
        same = (marked["area"] == row.area) & (marked["period"] == row.period)
        marked.loc[same & (marked["quantity"] == quantity), "kind"] = WITHHELD
    # The source's own secret has no count here, but a total would give it away all the same.
    marked.loc[marked["secret"] & marked["count"].isna(), "kind"] = WITHHELD
    return marked


def _is_small(count: float, rule: Disclosure) -> bool:
    return 0 < count < rule.threshold or (count == 0 and rule.zero == "withheld")


def _protect_sums(marked: pd.DataFrame, gate: Gate) -> pd.DataFrame:
    """Withhold further counts until none of the withheld can be computed from a sum."""
    touched = marked.groupby(["quantity", "period"])["kind"].transform("max") != ""
    parts = [marked[~touched]]
    for _names, cells in marked[touched].groupby(["quantity", "period"]):
        parts.append(_protect_families(cells, gate))
    return pd.concat(parts)


def _protect_families(cells: pd.DataFrame, gate: Gate) -> pd.DataFrame:
    count = dict(zip(cells["area"], cells["count"], strict=True))
    kind = dict(zip(cells["area"], cells["kind"], strict=True))
    families = _families(gate.areas, count)
    changed = True
    while changed:
        changed = False
        for parent, children in families:
            further = _further(parent, children, count, kind, gate.rule.threshold)
            if further is not None:
                kind[further] = SECONDARY
                changed = True
    return cells.assign(kind=cells["area"].map(kind))


def _families(areas: Areas, count: Mapping[str, float]) -> list[tuple[str, list[str]]]:
    """The areas with parts, each with the parts that have a cell."""
    families = []
    for area in areas:
        children = [child.code for child in areas.children(area.code) if child.code in count]
        if area.code in count and children:
            families.append((area.code, children))
    return families


def _further(
    parent: str,
    children: list[str],
    count: Mapping[str, float],
    kind: Mapping[str, str],
    threshold: int,
) -> str | None:
    """A count that must be withheld too, so that parent and children do not give one away."""
    hidden = [code for code in children if kind[code]]
    # A parent without a figure gives nothing away.
    shown = not kind[parent] and pd.notna(count[parent])
    computable = len(hidden) == 1 if shown else kind[parent] and not hidden
    if not computable:
        return None
    open_ = [code for code in children if not kind[code] and pd.notna(count[code])]
    # A sibling that is large enough to hide behind comes before one that is zero.
    ranked = sorted(open_, key=lambda code: (count[code] < threshold, count[code], code))
    if ranked:
        return ranked[0]
    return None if kind[parent] else parent


def _kind(series: pd.DataFrame, column: str, closed: pd.Series, gate: Gate) -> pd.Series:
    """How the gate closed the count that a row is made from; empty where it did not."""
    kinds = []
    for name, rows in series.groupby("indicator"):
        quantity = _quantity(str(name), column, gate)
        when = _periods(rows, str(name), column, gate)
        keys = zip([quantity] * len(rows), rows["area"], when, strict=True)
        found = [closed.get(key, "") for key in keys]
        kinds.append(pd.Series(found, index=rows.index, dtype=object))
    all_kinds = pd.concat(kinds) if kinds else pd.Series(dtype=object)
    kind = all_kinds.reindex(series.index).fillna("")
    # The source said that it is secret: the page repeats the source's word.
    return kind.mask(series["status"] == "secret", "") if column == "numerator" else kind
