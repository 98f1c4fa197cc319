"""The publication gate for series.

Counts of persons below the city's threshold are withheld, and so are those whose complement is
(798 of 800), or that leave a small group when they are taken from a larger count. Then as many
further counts are withheld that none can be computed from totals. What is decided for a count
holds for every indicator that is made from it, since a rate with a known denominator gives the
count away.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from quartier import periods, signs
from quartier.areas import Areas
from quartier.catalogue import Indicator, Quantity, Variable
from quartier.disclosure.beside import Beside
from quartier.disclosure.families import WITHHELD, View, protect
from quartier.disclosure.related import (
    Remainder,
    clusters,
    implied,
    is_count,
    parts_first,
    remainders,
)
from quartier.settings import Disclosure
from quartier.store import Store
from quartier.tables import PUBLISHED, Published, conform

__all__ = ["Gate", "publish", "published"]

_FIGURES = ["value", "lower", "upper", "numerator", "denominator"]

_Cell = tuple[str, str, str]
"""Quantity, period and area."""

# Statuses without a value that say something about the counts all the same.
_TELLING = ("not_applicable", "not_computable")


@dataclass(frozen=True)
class Gate:
    """What the gate needs to know to decide.

    Attributes
    ----------
    rule : Disclosure
    indicators : mapping of name to Indicator
    variables : mapping of name to Variable
    areas : Areas
    beside : Beside
        What sources count beside the areas: never shown, but the city less its districts.
    """

    rule: Disclosure
    indicators: Mapping[str, Indicator]
    variables: Mapping[str, Variable]
    areas: Areas
    beside: Beside = field(default_factory=Beside)


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
    closed = _closed(_Counts.of(series, gate), gate)
    kind = pd.Series("", index=series.index, dtype=object)
    for use in _uses(series, gate):
        found = [closed.get(key, "") for key in use.cells()]
        told = pd.Series(found, index=use.rows.index, dtype=object)
        # A figure that is withheld for its own sake is named so, whatever else it protects.
        kind.update(told[(told == WITHHELD) | ((told != "") & (kind[told.index] == ""))])
    table = series.copy()
    table.loc[kind != "", _FIGURES] = float("nan")
    telling = table["status"].map(lambda status: signs.has_value(status) or status in _TELLING)
    table["status"] = table["status"].mask((kind != "") & telling.astype(bool), kind)
    return conform(table, PUBLISHED)


def published(store: Store, indicator: str, audience: str) -> Published:
    """What of an indicator passed the gate when the series were made."""
    return Published(store.read("published", indicator), audience)


@dataclass(frozen=True)
class _Use:
    """The rows of an indicator, and a count of persons that they are made from."""

    quantity: Quantity
    rows: pd.DataFrame
    column: str
    earlier: bool

    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Quantity, period and area of the count in each row."""
        told = self.rows["period"]
        when = {text: _before(text) if self.earlier else text for text in told.unique()}
        for period, area in zip(told, self.rows["area"], strict=True):
            yield self.quantity.name, when[period], area


def _uses(series: pd.DataFrame, gate: Gate) -> Iterator[_Use]:
    for name, rows in series.groupby("indicator"):
        indicator = gate.indicators[str(name)]
        below = indicator.denominator
        if is_count(indicator.numerator, gate.variables):
            yield _Use(indicator.numerator, rows, "numerator", earlier=False)
        if below is not None and is_count(below, gate.variables):
            yield _Use(below, rows, "denominator", below.period == "previous")


def _before(period: str) -> str:
    return periods.parse(period).previous().text


@dataclass
class _Counts:
    """The counts of persons that the indicators are made from, by quantity, period and area.

    Attributes
    ----------
    secret : set
        The cells that the source itself keeps secret: a total would give them away all the same.
    """

    quantities: dict[str, Quantity] = field(default_factory=dict)
    counts: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    secret: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, series: pd.DataFrame, gate: Gate) -> "_Counts":
        found = cls()
        for use in _uses(series, gate):
            found.quantities[use.quantity.name] = use.quantity
            told = zip(use.cells(), use.rows[use.column], use.rows["status"], strict=True)
            for (name, period, area), count, status in told:
                cells = found.counts.setdefault((name, period), {})
                if pd.notna(count):
                    cells[area] = count
                elif status == "secret":
                    found.secret.add((name, period, area))
        return found

    def view(self, name: str, period: str) -> View:
        """The counts of a quantity in a period by area."""
        return self.counts.get((name, period), {})

    def left(self, remainder: Remainder, period: str) -> View:
        """What remains in each area for which all is known."""
        whole = self.view(remainder.whole, _before(period) if remainder.earlier else period)
        parts = [self.view(name, period) for name in remainder.parts]
        known = [area for area in whole if all(area in part for part in parts)]
        return {area: whole[area] - sum(part[area] for part in parts) for area in known}

    def floor(
        self, whole: str, period: str, left: list[Remainder], closed: Mapping[_Cell, str]
    ) -> View:
        """What each area has at least of a count, since parts of it are shown."""
        floor: dict[str, float] = {}
        for remainder in left:
            if remainder.whole == whole:
                when = periods.parse(period).next().text if remainder.earlier else period
                for area, least in self._shown(remainder.parts, when, closed).items():
                    floor[area] = max(floor.get(area, 0), least)
        return floor

    def _shown(
        self, parts: tuple[str, ...], period: str, closed: Mapping[_Cell, str]
    ) -> Counter[str]:
        """What is shown of some counts together, by area."""
        told: Counter[str] = Counter()
        for name in parts:
            shown = self.view(name, period).items()
            told.update({a: count for a, count in shown if (name, period, a) not in closed})
        return told


def _closed(counts: _Counts, gate: Gate) -> dict[_Cell, str]:
    """How each count that must not be shown is withheld, by quantity, period and area."""
    closed: dict[_Cell, str] = {}
    quantities = list(counts.quantities.values())
    left = remainders(gate.indicators.values(), quantities, gate.variables)
    for names in parts_first(clusters(quantities, gate.variables), left):
        say = implied(names, counts.quantities, gate.variables)
        # The last of the parts is the one that is withheld for a small remainder.
        of_these = [remainder for remainder in left if remainder.parts[-1] in names]
        for period in sorted({when for name, when in counts.counts if name in names}):
            beside = gate.beside.counted.get((counts.quantities[names[0]].variable, period), ())
            views = [counts.view(name, period) for name in names]
            views = _completed(views, names, say, gate, whole=not beside)
            floors = [counts.floor(name, period, left, closed) for name in names]
            views += [counts.left(remainder, period) for remainder in of_these]
            for area, kind in _kinds(names, period, views, floors, counts, gate).items():
                closed |= {(name, period, area): kind for name in names if kind}
    return closed


def _completed(
    views: Sequence[View],
    names: tuple[str, ...],
    say: Callable[[Mapping[str, float]], dict[str, float]],
    gate: Gate,
    *,
    whole: bool,
) -> list[View]:
    """The views of a cluster with what each area's counts, or its parts', say about its others.

    ``whole``: the city is no more than its areas.
    """
    filled: list[dict[str, float]] = [dict(view) for view in views]
    summed: list[dict[str, float]] = [dict(view) for view in views]
    for area in reversed(list(gate.areas)):
        parts = [part.code for part in gate.areas.children(area.code)]
        parts = parts if whole or area.parent is not None else []
        for view in summed:
            if parts and area.code not in view and all(part in view for part in parts):
                view[area.code] = sum(view[part] for part in parts)
        known = {n: v[area.code] for n, v in zip(names, summed, strict=True) if area.code in v}
        for name, view in zip(names, filled, strict=True):
            if area.code not in view:
                others = {other: count for other, count in known.items() if other != name}
                said = say(others)
                view |= {area.code: said[name]} if name in said else {}
    return [*filled]


def _kinds(
    names: tuple[str, ...],
    period: str,
    views: list[View],
    floors: list[View],
    counts: _Counts,
    gate: Gate,
) -> dict[str, str]:
    """How each area is withheld in quantities that are shown or withheld together."""
    kinds = dict.fromkeys((area.code for area in gate.areas), "")
    for view in views:
        kinds |= {area: WITHHELD for area, count in view.items() if gate.rule.is_small(count)}
    for name in names:
        kinds |= {area: WITHHELD for area in kinds if (name, period, area) in counts.secret}
    at = counts.quantities[names[0]].variable, period
    kinds |= dict.fromkeys(gate.beside.secret.get(at, ()), WITHHELD)
    beside = gate.beside.counted.get(at, ())
    return protect(views, kinds, gate.areas, gate.rule, floors, beside)
