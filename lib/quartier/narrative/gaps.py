"""Inequality between areas in sentences: the fifths, the slope beside them, neighbours."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quartier.formats import UNITS, Number
from quartier.language import Text, _
from quartier.narrative.figures import size_of
from quartier.narrative.when import at, since

__all__ = ["inequality", "neighbours", "slope_beside"]

Row = Mapping[str, Any]

# As everywhere: intervals are of 95 %.
_BY_CHANCE = 0.05

_CHANGED: Mapping[str, Text] = {
    "grown": _("{now}; der Abstand ist seit {since} gewachsen (damals {then})."),
    "shrunk": _("{now}; der Abstand ist seit {since} kleiner geworden (damals {then})."),
    "turned": _("{now}; {at} war es umgekehrt (damals {then})."),
    "chance": _(
        "{now}; eine Veränderung seit {since} (damals {then}) lässt sich nicht vom Zufall "
        "unterscheiden."
    ),
    "unknown": _("{now}; {at} waren es {then}."),
}


def inequality(first: Row, last: Row, unit: str, change: str) -> Text:
    """How far the most and the least burdened fifth of the population are apart, then and now.

    Parameters
    ----------
    first, last : mapping
        Rows of a table ``inequalities`` of the measure "fifths_difference", with values.
    unit : str
    change : str
        "grown", "shrunk", "turned" to the other side, "chance" where the difference of the two
        may be chance, or "unknown" where they have no intervals.

    Examples
    --------
    >>> then = {"period": "2015", "value": 12.0, "lower": 11.0, "upper": 13.0}
    >>> now = {"period": "2024", "value": 15.4, "lower": 14.5, "upper": 16.3}
    >>> str(inequality(then, now, "percent", "grown"))
    '15,4 Prozentpunkte mehr (14,5 bis 16,3); der Abstand ist seit 2015 gewachsen (damals 12,0).'
    """
    now = _gap(last, unit)
    if first["period"] == last["period"]:
        return _("{now}.", now=now)
    # Counted in the direction that is said of now.
    then = -first["value"] if last["value"] < 0 else first["value"]
    said = Number(then, UNITS[unit].decimals)
    facts = {"now": now, "then": said, "since": since(first["period"]), "at": at(first["period"])}
    return Text(_CHANGED[change].source, tuple(facts.items()))


def _gap(row: Row, unit: str) -> Text:
    size, less = size_of(abs(row["value"]), unit), row["value"] < 0
    if pd.isna(row["lower"]):
        return _("{size} weniger", size=size) if less else _("{size} mehr", size=size)
    ends = (-row["upper"], -row["lower"]) if less else (row["lower"], row["upper"])
    lower, upper = (Number(end, UNITS[unit].decimals) for end in ends)
    facts = {"size": size, "lower": lower, "upper": upper}
    if ends[0] <= 0 <= ends[1]:
        if less:
            return _("{size} weniger ({lower} bis {upper}), was Zufall sein kann", **facts)
        return _("{size} mehr ({lower} bis {upper}), was Zufall sein kann", **facts)
    if less:
        return _("{size} weniger ({lower} bis {upper})", **facts)
    return _("{size} mehr ({lower} bis {upper})", **facts)


_SLOPE: Mapping[str, Text] = {
    "grown": _(
        "Der Steigungsindex, in den alle Gebiete eingehen, ist dagegen gewachsen: Ob und wie "
        "sich die Ungleichheit verändert hat, hängt also vom Maß ab."
    ),
    "shrunk": _(
        "Der Steigungsindex, in den alle Gebiete eingehen, ist dagegen kleiner geworden: Ob "
        "und wie sich die Ungleichheit verändert hat, hängt also vom Maß ab."
    ),
    "turned": _(
        "Der Steigungsindex, in den alle Gebiete eingehen, hat sich dagegen umgekehrt: Ob und wie "
        "sich die Ungleichheit verändert hat, hängt also vom Maß ab."
    ),
    "chance": _(
        "Beim Steigungsindex, in den alle Gebiete eingehen, lässt sich dagegen keine Veränderung "
        "vom Zufall unterscheiden: Ob und wie sich die Ungleichheit verändert hat, hängt also vom "
        "Maß ab."
    ),
}


def slope_beside(gap: str, slope: str) -> Text:
    """Whether the slope index says the same of a change as the fifths.

    Parameters
    ----------
    gap, slope : str
        The changes of the two: "grown", "shrunk", "turned" or "chance".

    Examples
    --------
    >>> str(slope_beside("grown", "grown"))
    'Der Steigungsindex, in den alle Gebiete eingehen, zeigt dasselbe.'
    """
    if gap == slope:
        return _("Der Steigungsindex, in den alle Gebiete eingehen, zeigt dasselbe.")
    return _SLOPE[slope]


def neighbours(row: Row) -> Text | None:
    """Whether neighbours are alike by more than chance; ``None`` where that cannot be said.

    Parameters
    ----------
    row : mapping
        A row of a table ``inequalities`` of the measure "moran".

    Examples
    --------
    >>> str(neighbours({"value": 0.582, "p": 0.0001, "areas": 14.0}))
    'Gebiete mit ähnlichen Werten liegen nebeneinander (Morans I 0,58): So deutlich käme das durch \
Zufall in weniger als 1 von 100 Fällen vor.'
    """
    if pd.isna(row["p"]):
        return None
    facts = {"value": Number(row["value"], 2), "chance": _chance(row["p"])}
    # By chance the coefficient is a little below 0 on average.
    expected = -1 / (row["areas"] - 1)
    if row["p"] >= _BY_CHANCE:
        return _(
            "Ob Nachbargebiete einander ähneln, lässt sich nicht vom Zufall unterscheiden (Morans "
            "I {value}): So weit vom Erwarteten läge es durch Zufall {chance}.",
            **facts,
        )
    if row["value"] < expected:
        return _(
            "Nachbargebiete haben auffällig verschiedene Werte (Morans I {value}): So deutlich "
            "käme das durch Zufall {chance} vor.",
            **facts,
        )
    return _(
        "Gebiete mit ähnlichen Werten liegen nebeneinander (Morans I {value}): So deutlich käme "
        "das durch Zufall {chance} vor.",
        **facts,
    )


def _chance(p: float) -> Text:
    if p < 0.01:
        return _("in weniger als 1 von 100 Fällen")
    return _("in {cases} von 100 Fällen", cases=Number(100 * p))
