"""The place of an area among those of its level, how sure it is, and the smoothed value."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quartier.formats import Interval, Measure, Number
from quartier.language import Text, _
from quartier.narrative.shares import share

__all__ = ["MANY", "OWN", "among_highest", "fifth", "place", "smoothed"]

Row = Mapping[str, Any]

MANY = 10
"""Among fewer areas than this it says nothing to be among the five highest."""

OWN = 0.5
"""Where an area's own value weighs less than this, its place is that of what it is drawn to."""


def place(row: Row, plural: Text | str) -> Text:
    """The place of an area among those of its level.

    >>> str(place({"rank": 3.0, "areas": 14.0}, "Sozialräume"))
    'Platz 3 von 14 (Sozialräume, Platz 1 hat den höchsten Wert).'
    """
    return _(
        "Platz {rank} von {areas} ({plural}, Platz 1 hat den höchsten Wert).",
        rank=Number(row["rank"]),
        areas=Number(row["areas"]),
        plural=plural,
    )


_FIFTHS: Mapping[int, Text] = {
    1: _("Das ist das ungünstigste Fünftel der Gebiete."),
    2: _("Das ist das zweitungünstigste Fünftel der Gebiete."),
    3: _("Das ist das mittlere Fünftel der Gebiete."),
    4: _("Das ist das zweitgünstigste Fünftel der Gebiete."),
    5: _("Das ist das günstigste Fünftel der Gebiete."),
}


def fifth(row: Row) -> Text | None:
    """The fifth of the areas that one is in; ``None`` where none are formed.

    >>> str(fifth({"fifth": 1.0}))
    'Das ist das ungünstigste Fünftel der Gebiete.'
    """
    return None if pd.isna(row["fifth"]) else _FIFTHS[int(row["fifth"])]


def among_highest(row: Row) -> Text | None:
    """How sure it is that an area is among the five highest; ``None`` among few areas.

    >>> row = {"areas": 14.0, "among_highest": 0.314, "weight": 0.8}
    >>> str(among_highest(row)).replace(chr(160), " ")
    'Mit einer Wahrscheinlichkeit von 31 % gehört das Gebiet zu den fünf mit den höchsten Werten.'
    """
    chance = row["among_highest"]
    if pd.isna(chance) or row["areas"] < MANY:
        return None
    if row["weight"] < OWN:
        return _(
            "Ob das Gebiet zu den fünf mit den höchsten Werten gehört, lässt sich nicht sagen: "
            "Sein eigener Wert schwankt zu stark."
        )
    if chance > 0.99:
        return _("Das Gebiet gehört so gut wie sicher zu den fünf mit den höchsten Werten.")
    if chance < 0.01:
        return _("Das Gebiet gehört so gut wie sicher nicht zu den fünf mit den höchsten Werten.")
    return _(
        "Mit einer Wahrscheinlichkeit von {chance} gehört das Gebiet zu den fünf mit den höchsten "
        "Werten.",
        chance=share(chance),
    )


def smoothed(row: Row, unit: str) -> Text | None:
    """The smoothed value beside the raw one; ``None`` where there is none.

    >>> row = {"smoothed": 12.4, "lower": 11.0, "upper": 13.9, "weight": 0.7, "toward": "parent"}
    >>> str(smoothed(row, "percent")).replace(chr(160), " ")[:65]
    'Zum übergeordneten Gebiet hin geglättet: 12,4 % (11,0 bis 13,9 %)'
    """
    if pd.isna(row["smoothed"]) or pd.isna(row["lower"]):
        return None
    facts = {
        "value": Measure(row["smoothed"], unit),
        "interval": Interval(row["lower"], row["upper"], unit),
        "weight": share(row["weight"]),
    }
    if row["toward"] == "neighbours":
        return _(
            "Zu den Nachbargebieten hin geglättet: {value} ({interval}); der eigene Wert zählt zu "
            "{weight}.",
            **facts,
        )
    return _(
        "Zum übergeordneten Gebiet hin geglättet: {value} ({interval}); der eigene Wert zählt zu "
        "{weight}.",
        **facts,
    )
