"""A figure in a sentence: what it was last, and how far it has moved."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quartier import signs
from quartier.formats import UNITS, Interval, Measure, Number, rounded
from quartier.language import Text, _
from quartier.narrative import when

__all__ = ["change", "latest", "size_of"]

Row = Mapping[str, Any]


def latest(name_in: Text | str, row: Row, unit: str, *, planned: bool = False) -> Text:
    """What the figure was last, with its interval where it has one.

    Parameters
    ----------
    name_in : Text or str
        The area as it follows a verb: "in der Nordstadt".
    row : mapping
        period, value, lower, upper, status.
    unit : str
    planned : bool
        The figure is a plan, such as a budget, perhaps for a year to come.

    Examples
    --------
    >>> row = {"period": "2024", "value": 13.05, "lower": 12.8, "upper": 13.3, "status": "reported"}
    >>> str(latest("in der Nordstadt", row, "percent")).replace(chr(160), " ")
    '2024 betrug der Wert in der Nordstadt 13,1 % (Vertrauensbereich 12,8 bis 13,3 %).'
    """
    facts: dict[str, Any] = {"when": when.opening(row["period"]), "name_in": name_in}
    if not signs.has_value(row["status"]):
        why = signs.meaning(row["status"])
        return _("{when} gibt es {name_in} keinen Wert: {why}.", **facts, why=why)
    facts["value"] = Measure(row["value"], unit)
    said = _remarks(row, unit)
    if planned:
        facts["value"] = facts["value"] if said is None else _aside(facts["value"], said)
        return _("{when} liegt der Planwert {name_in} bei {value}.", **facts)
    if said is None:
        return _("{when} betrug der Wert {name_in} {value}.", **facts)
    return _("{when} betrug der Wert {name_in} {value} ({remarks}).", **facts, remarks=said)


def _aside(value: Measure, said: Text) -> Text:
    return _("{value} ({remarks})", value=value, remarks=said)


def _remarks(row: Row, unit: str) -> Text | None:
    """How sure a figure is: its interval, and what its sign means."""
    interval = None
    if pd.notna(row["lower"]):
        interval = _(
            "Vertrauensbereich {interval}", interval=Interval(row["lower"], row["upper"], unit)
        )
    why = signs.meaning(row["status"]) if signs.sign(row["status"]) else None
    if interval and why:
        return _("{interval}; {why}", interval=interval, why=why)
    return interval or why


def change(first: Row, last: Row, unit: str, chance: bool = False) -> Text | None:
    """How a figure moved from one period to another; ``None`` where one of them has none.

    Parameters
    ----------
    first, last : mapping
        period, value, status.
    unit : str
    chance : bool
        Whether the difference may be chance; the sentence says so.

    Examples
    --------
    >>> first = {"period": "2015", "value": 11.0, "status": "reported"}
    >>> last = {"period": "2024", "value": 13.05, "status": "reported"}
    >>> str(change(first, last, "percent"))
    'Seit 2015 ist der Wert um 2,1 Prozentpunkte gestiegen.'
    """
    known = signs.has_value(first["status"]) and signs.has_value(last["status"])
    if not known or first["period"] == last["period"]:
        return None
    decimals, since = UNITS[unit].decimals, when.since(first["period"])
    # From the numbers as they are printed, so that a reader who subtracts them gets the same.
    moved = rounded(rounded(last["value"], decimals) - rounded(first["value"], decimals), decimals)
    if moved == 0:
        return _("Seit {since} hat sich der Wert kaum verändert.", since=since)
    facts = {"since": since, "size": size_of(abs(moved), unit)}
    if chance:
        if moved > 0:
            return _(
                "Seit {since} ist der Wert um {size} gestiegen; das kann auch Zufall sein.", **facts
            )
        return _(
            "Seit {since} ist der Wert um {size} gesunken; das kann auch Zufall sein.", **facts
        )
    if moved > 0:
        return _("Seit {since} ist der Wert um {size} gestiegen.", **facts)
    return _("Seit {since} ist der Wert um {size} gesunken.", **facts)


def size_of(moved: float, unit: str) -> Text | Measure:
    """A difference of shares is one of percentage points, not of per cent."""
    if unit == "percent":
        return _("{points} Prozentpunkte", points=Number(moved, 1))
    return Measure(moved, unit)
