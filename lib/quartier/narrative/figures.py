"""From figures to sentences, in the words of a report."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quartier import signs
from quartier.formats import UNITS, Interval, Measure, Number, rounded
from quartier.language import Text, _
from quartier.periods import parse
from quartier.statistics import comparison

__all__ = ["change", "compared", "latest", "reached", "size_of", "standing", "wanted"]

Row = Mapping[str, Any]


def latest(name_in: Text | str, row: Row, unit: str) -> Text:
    """What the figure was last, with its interval where it has one.

    Parameters
    ----------
    name_in : Text or str
        The area as it follows a verb: "in der Nordstadt".
    row : mapping
        period, value, lower, upper, status.
    unit : str

    Examples
    --------
    >>> row = {"period": "2024", "value": 13.05, "lower": 12.8, "upper": 13.3, "status": "reported"}
    >>> str(latest("in der Nordstadt", row, "percent")).replace(chr(160), " ")
    '2024 betrug der Wert in der Nordstadt 13,1 % (Vertrauensbereich 12,8 bis 13,3 %).'
    """
    facts: dict[str, Any] = {"when": _when(row["period"]), "name_in": name_in}
    if not signs.has_value(row["status"]):
        why = signs.meaning(row["status"])
        return _("{when} gibt es {name_in} keinen Wert: {why}.", **facts, why=why)
    facts["value"] = Measure(row["value"], unit)
    said = _remarks(row, unit)
    if said is None:
        return _("{when} betrug der Wert {name_in} {value}.", **facts)
    return _("{when} betrug der Wert {name_in} {value} ({remarks}).", **facts, remarks=said)


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


def _when(period: str) -> Text:
    """A period at the start of a sentence: "2024", "Im Schuljahr 2023/24", "Am 31.12.2024"."""
    said = parse(period)
    if said.kind == "year":
        return _("{year}", year=said)
    return _("Am {day}", day=said) if said.kind == "date" else _("Im {period}", period=said)


def _then(period: str) -> Text:
    """A period behind "since": "2024", "dem Schuljahr 2023/24"."""
    said = parse(period)
    return (
        _("{since_year}", since_year=said)
        if said.kind == "year"
        else _("dem {period}", period=said)
    )


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
    decimals, since = UNITS[unit].decimals, _then(first["period"])
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


def standing(row: Row, reference: Row, polarity: str) -> str | None:
    """The verdict on a figure beside the city's: better, worse, above, below or similar.

    The interval decides, not the figure: what may be chance is similar.

    Returns
    -------
    str or None
        ``None`` where one of the two has no value or there is no interval.
    """
    figures = (row["value"], row["lower"], row["upper"], reference["value"])
    if any(pd.isna(figure) for figure in figures):
        return None
    place = str(comparison.compared(row["lower"], row["upper"], reference["value"]))
    if place == "similar" or polarity == "neutral":
        return place
    good = "above" if polarity == "high" else "below"
    return "better" if place == good else "worse"


def compared(verdict: str | None, reference: Row, unit: str) -> Text | None:
    """The verdict as a sentence, with the city's value."""
    if verdict is None:
        return None
    value = Measure(reference["value"], unit)
    said = {
        "better": _(
            "Das ist günstiger als in der Stadt insgesamt ({value}); so groß ist der Unterschied "
            "durch Zufall selten.",
            value=value,
        ),
        "worse": _(
            "Das ist ungünstiger als in der Stadt insgesamt ({value}); so groß ist der Unterschied "
            "durch Zufall selten.",
            value=value,
        ),
        "above": _(
            "Das ist mehr als in der Stadt insgesamt ({value}); so groß ist der Unterschied durch "
            "Zufall selten.",
            value=value,
        ),
        "below": _(
            "Das ist weniger als in der Stadt insgesamt ({value}); so groß ist der Unterschied "
            "durch Zufall selten.",
            value=value,
        ),
        "similar": _(
            "Von der Stadt insgesamt ({value}) unterscheidet sich das nicht erkennbar: Der "
            "Unterschied kann Zufall sein.",
            value=value,
        ),
    }
    return said[verdict]


def wanted(change: float, years: tuple[str, str], value: float, unit: str) -> Text:
    """What a target asks for, from where, by when.

    Parameters
    ----------
    change : float
        What is asked for each year, as a share: -0.1 is ten per cent less.
    years : tuple of str
        The baseline and the due year.
    value : float
        The target value in the due year; NaN where there is no baseline to count from.
    unit : str
    """
    share = _per_cent(abs(change) * 100)
    facts: dict[str, object] = {"baseline": years[0], "due": years[1], "share": share}
    if change == 0:
        return _("Ziel: bis {due} nicht schlechter als {baseline}.", **facts)
    if pd.isna(value):
        if change < 0:
            return _("Ziel: von {baseline} bis {due} jedes Jahr {share} weniger.", **facts)
        return _("Ziel: von {baseline} bis {due} jedes Jahr {share} mehr.", **facts)
    facts["value"] = Measure(value, unit)
    if change < 0:
        return _(
            "Ziel: von {baseline} an jedes Jahr {share} weniger, {due} also höchstens {value}.",
            **facts,
        )
    return _(
        "Ziel: von {baseline} an jedes Jahr {share} mehr, {due} also mindestens {value}.", **facts
    )


def _per_cent(share: float) -> Text:
    """A share that somebody agreed on: 10 %, not 10,0 %."""
    decimals = 0 if rounded(share, 1) == rounded(share) else 1
    return _("{share}\N{NO-BREAK SPACE}%", share=Number(share, decimals))


def reached(row: Row, unit: str) -> Text:
    """Where a key figure stands beside the path of its target.

    Parameters
    ----------
    row : mapping
        period, value, expected.
    unit : str
    """
    return _(
        "{when} verlangt der Weg zum Ziel {expected}; erreicht sind {value}.",
        when=_when(row["period"]),
        expected=Measure(row["expected"], unit),
        value=Measure(row["value"], unit),
    )
