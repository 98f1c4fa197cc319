"""How sure figures are, in sentences: trends, comparisons, places, indices."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from quartier.formats import UNITS, Interval, Measure, Number, rounded
from quartier.language import Text, _
from quartier.narrative.figures import size_of
from quartier.periods import parse

__all__ = [
    "MANY",
    "OWN",
    "among_highest",
    "beside",
    "fifth",
    "index_classes",
    "index_firmness",
    "place",
    "smoothed",
    "trend",
    "trend_verdict",
    "verdict_beside",
]

Row = Mapping[str, Any]

MANY = 10
"""Among fewer areas than this it says nothing to be among the five highest."""

OWN = 0.5
"""Where an area's own value weighs less than this, its place is that of what it is drawn to."""

_TREND: Mapping[str, Text] = {
    "rising_good": _(
        "Von {first} bis {last} ist der Wert stärker gestiegen, als durch Zufall zu erwarten wäre; "
        "das ist günstig."
    ),
    "rising_poor": _(
        "Von {first} bis {last} ist der Wert stärker gestiegen, als durch Zufall zu erwarten wäre; "
        "das ist ungünstig."
    ),
    "rising": _(
        "Von {first} bis {last} ist der Wert stärker gestiegen, als durch Zufall zu erwarten wäre."
    ),
    "falling_good": _(
        "Von {first} bis {last} ist der Wert stärker gesunken, als durch Zufall zu erwarten wäre; "
        "das ist günstig."
    ),
    "falling_poor": _(
        "Von {first} bis {last} ist der Wert stärker gesunken, als durch Zufall zu erwarten wäre; "
        "das ist ungünstig."
    ),
    "falling": _(
        "Von {first} bis {last} ist der Wert stärker gesunken, als durch Zufall zu erwarten wäre."
    ),
    "chance": _("Von {first} bis {last} lässt sich kein Trend vom Zufall unterscheiden."),
    "one_point": _(
        "Von {first} bis {last} hängt der Trend an einem einzigen Wert und gilt deshalb nicht als "
        "sicher."
    ),
    "few_points": _("Für einen Trend gibt es noch zu wenige Werte; gebraucht werden fünf."),
    "no_interval": _(
        "Ein Trend lässt sich nicht beurteilen, weil die Werte keinen Vertrauensbereich haben."
    ),
    "break": _(
        "Ein Trend lässt sich nicht beurteilen: Seit dem Bruch der Reihe gibt es zu wenige Werte."
    ),
}


def trend_verdict(row: Row | None, polarity: str) -> str:
    """The verdict on a trend: rising or falling, favourable or not; no_trend; trend_unknown.

    >>> trend_verdict({"verdict": "falling", "reason": ""}, "low")
    'falling_good'
    """
    if row is None or not row["verdict"]:
        return "trend_unknown"
    if row["verdict"] == "no_change":
        return "no_trend"
    if polarity == "neutral":
        return str(row["verdict"])
    good = "rising" if polarity == "high" else "falling"
    return f"{row['verdict']}_{'good' if row['verdict'] == good else 'poor'}"


def trend(row: Row | None, polarity: str) -> Text | None:
    """The recent trend as a sentence, or why there is none.

    Parameters
    ----------
    row : mapping or None
        A row of a table ``trends``.
    polarity : str

    Examples
    --------
    >>> row = {"verdict": "no_change", "reason": "chance", "first": "2020", "last": "2024"}
    >>> str(trend(row, "low"))
    'Von 2020 bis 2024 lässt sich kein Trend vom Zufall unterscheiden.'
    """
    if row is None:
        return None
    key = row["reason"] or trend_verdict(row, polarity)
    if not row["first"]:
        return _TREND[key]
    when = (("first", parse(row["first"])), ("last", parse(row["last"])))
    return Text(_TREND[key].source, when)


def verdict_beside(row: Row, polarity: str) -> str:
    """The verdict on a comparison: favourable, unfavourable, higher, lower, alike, undecided.

    >>> verdict_beside({"verdict": "above"}, "high")
    'favourable'
    """
    if not row["verdict"]:
        return "undecided"
    if row["verdict"] == "similar":
        return "alike"
    if polarity == "neutral":
        return "higher" if row["verdict"] == "above" else "lower"
    good = "above" if polarity == "high" else "below"
    return "favourable" if row["verdict"] == good else "unfavourable"


def beside(row: Row, unit: str) -> Text:
    """How far a figure is from a reference, with the interval of the difference.

    >>> row = {"reference_value": 13.04, "difference": 2.62, "lower": 1.6, "upper": 3.67}
    >>> str(beside(row, "percent"))
    '+2,7 Prozentpunkte (1,6 bis 3,7)'
    """
    decimals, reference = UNITS[unit].decimals, row["reference_value"]
    # From the numbers as they are printed, so that a reader who subtracts them gets the same.
    # Adding up may leave a half just below itself, and then it would not be rounded up as printed.
    value = rounded(round(reference + row["difference"], 9), decimals)
    apart = rounded(value - rounded(reference, decimals), decimals)
    size = size_of(apart, unit)
    said = _("+{size}", size=size) if apart > 0 else Text("{size}", (("size", size),))
    if pd.isna(row["lower"]):
        return said
    facts = {
        "lower": Number(row["lower"], decimals),
        "upper": Number(row["upper"], decimals),
    }
    return _("{said} ({lower} bis {upper})", said=said, **facts)


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
    'Mit einer Wahrscheinlichkeit von 31 % gehört das Gebiet zu den fünf höchsten.'
    """
    chance = row["among_highest"]
    if pd.isna(chance) or row["areas"] < MANY:
        return None
    if row["weight"] < OWN:
        return _(
            "Ob das Gebiet zu den fünf höchsten gehört, lässt sich nicht sagen: Sein eigener Wert "
            "schwankt zu stark."
        )
    if chance > 0.99:
        return _("Das Gebiet gehört so gut wie sicher zu den fünf höchsten.")
    if chance < 0.01:
        return _("Das Gebiet gehört so gut wie sicher nicht zu den fünf höchsten.")
    return _(
        "Mit einer Wahrscheinlichkeit von {chance}\N{NO-BREAK SPACE}% gehört das Gebiet zu den "
        "fünf höchsten.",
        chance=Number(100 * chance),
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
        "weight": Number(100 * row["weight"]),
    }
    if row["toward"] == "neighbours":
        return _(
            "Zu den Nachbargebieten hin geglättet: {value} ({interval}); der eigene Wert zählt zu "
            "{weight}\N{NO-BREAK SPACE}%.",
            **facts,
        )
    return _(
        "Zum übergeordneten Gebiet hin geglättet: {value} ({interval}); der eigene Wert zählt zu "
        "{weight}\N{NO-BREAK SPACE}%.",
        **facts,
    )


_CLASSES: Mapping[str, Text] = {
    "high": _("hoch"),
    "middle": _("mittel"),
    "low": _("niedrig"),
    "very_low": _("sehr niedrig"),
    "positive": _("positiv"),
    "stable": _("stabil"),
    "negative": _("negativ"),
}

_NO_CLASS: Mapping[str, Text] = {
    "excluded": _("von der Auswertung ausgenommen"),
    "missing": _("nicht alle Kennzahlen haben einen Wert"),
    "few_areas": _("zu wenige Gebiete haben alle Werte"),
    "constant": _("eine Kennzahl ist überall gleich"),
}


def index_classes(row: Row) -> Text:
    """The class of an area in an index, or why it has none.

    >>> str(index_classes({"class": "very_low", "reason": ""}))
    'sehr niedrig'
    """
    return _CLASSES[row["class"]] if row["class"] else _NO_CLASS[row["reason"]]


def index_firmness(row: Row, unsettled: Sequence[str], indicators: int) -> Text:
    """How firm a class is: what would change it.

    Parameters
    ----------
    row : mapping
        A row of a table ``indices`` that has a class.
    unsettled : sequence of str
        The short titles of the indicators without which the class would be another.
    indicators : int
        How many indicators there are.
    """
    told = []
    if indicators > 1 and not unsettled:
        told.append(_("Die Einordnung bleibt gleich, welche Kennzahl auch wegfällt."))
    elif unsettled:
        names = "; ".join(unsettled)
        told.append(
            _("Die Einordnung wäre anders, wenn eine davon wegfiele: {names}.", names=names)
        )
    if row["other_deviation"] and row["other_deviation"] != row["class"]:
        told.append(_("Mit der Standardabweichung einer Stichprobe wäre sie anders."))
    kept = row["areas_kept"]
    if not pd.isna(kept) and kept < 1:
        share = Number(100 * kept)
        told.append(
            _(
                "Fehlte eines der anderen Gebiete, bliebe sie in {share}\N{NO-BREAK SPACE}% der "
                "Fälle gleich.",
                share=share,
            )
        )
    told.append(_by_chance(row["by_chance"]))
    return _joined(told)


def _by_chance(chance: float) -> Text:
    if pd.isna(chance):
        return _("Wie viel der Zufall ausmacht, lässt sich ohne Anzahlen nicht prüfen.")
    if chance > 0.99:
        return _("Auch der Zufall in den Werten ändert sie so gut wie nie.")
    return _(
        "Schwanken die Werte durch Zufall, bleibt sie mit einer Wahrscheinlichkeit von "
        "{chance}\N{NO-BREAK SPACE}%.",
        chance=Number(100 * chance),
    )


def _joined(told: Sequence[Text]) -> Text:
    whole = told[0] if told else Text("")
    for one in told[1:]:
        whole = Text("{first} {second}", (("first", whole), ("second", one)))
    return whole
