"""The recent trend in a sentence."""

from collections.abc import Mapping
from typing import Any

from quartier.language import Text, _
from quartier.narrative import when

__all__ = ["trend", "trend_verdict"]

Row = Mapping[str, Any]

_TREND: Mapping[str, Text] = {
    "rising_good": _(
        "{span} ist der Wert stärker gestiegen, als durch Zufall zu erwarten wäre; das ist günstig."
    ),
    "rising_poor": _(
        "{span} ist der Wert stärker gestiegen, als durch Zufall zu erwarten wäre; "
        "das ist ungünstig."
    ),
    "rising": _("{span} ist der Wert stärker gestiegen, als durch Zufall zu erwarten wäre."),
    "falling_good": _(
        "{span} ist der Wert stärker gesunken, als durch Zufall zu erwarten wäre; das ist günstig."
    ),
    "falling_poor": _(
        "{span} ist der Wert stärker gesunken, als durch Zufall zu erwarten wäre; "
        "das ist ungünstig."
    ),
    "falling": _("{span} ist der Wert stärker gesunken, als durch Zufall zu erwarten wäre."),
    "chance": _("{span} lässt sich kein Trend vom Zufall unterscheiden."),
    "one_point": _(
        "{span} hängt der Trend an einem einzigen Wert und gilt deshalb nicht als sicher."
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
    period = when.span(row["first"], row["last"], opens=True)
    return Text(_TREND[key].source, (("span", period),))
