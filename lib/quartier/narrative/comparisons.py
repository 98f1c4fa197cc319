"""A figure beside a reference: the verdict, the sentence, how far apart they are."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quartier.formats import UNITS, Measure, Number, rounded
from quartier.language import Text, _
from quartier.narrative.figures import size_of
from quartier.statistics import comparison

__all__ = ["beside", "compared", "standing", "verdict_beside"]

Row = Mapping[str, Any]


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


_COMPARED: Mapping[str, Text] = {
    "better": _(
        "Das ist günstiger als in der Stadt insgesamt ({value}); so groß ist der Unterschied "
        "durch Zufall selten."
    ),
    "worse": _(
        "Das ist ungünstiger als in der Stadt insgesamt ({value}); so groß ist der Unterschied "
        "durch Zufall selten."
    ),
    "above": _(
        "Das ist mehr als in der Stadt insgesamt ({value}); so groß ist der Unterschied durch "
        "Zufall selten."
    ),
    "below": _(
        "Das ist weniger als in der Stadt insgesamt ({value}); so groß ist der Unterschied durch "
        "Zufall selten."
    ),
    "similar": _(
        "Von der Stadt insgesamt ({value}) unterscheidet sich das nicht erkennbar: Der "
        "Unterschied kann Zufall sein."
    ),
}


def compared(verdict: str | None, row: Row, reference: Row, unit: str) -> Text | None:
    """The verdict as a sentence, with the city's value.

    Parameters
    ----------
    verdict : str or None
        As `standing` gives it.
    row, reference : mapping
        The area's figure and the city's.
    unit : str
    """
    if verdict is None:
        return None
    value: Text | Measure = Measure(reference["value"], unit)
    if verdict != "similar" and _touching(row, reference, unit):
        value = _("{value}, knapp außerhalb des Vertrauensbereichs", value=value)
    return Text(_COMPARED[verdict].source, (("value", value),))


def _touching(row: Row, reference: Row, unit: str) -> bool:
    """Whether rounding hides that a value lies outside an interval."""
    lower, upper, value = (
        rounded(figure, UNITS[unit].decimals)
        for figure in (row["lower"], row["upper"], reference["value"])
    )
    return lower <= value <= upper


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

    >>> row = {"reference_value": 13.04, "difference": 2.62, "lower": 0.04, "upper": 5.2}
    >>> str(beside(row, "percent"))
    '+2,7 Prozentpunkte (knapp über 0 bis 5,2)'
    >>> rates = {"reference_value": 20.0, "difference": 5.0, "lower": 1.0, "upper": 9.0}
    >>> times = {"ratio": 1.25, "ratio_lower": 1.05, "ratio_upper": 1.48}
    >>> str(beside(rates | times, "per_1000"))
    '+5,0 je 1.000 (1,0 bis 9,0), das 1,25-Fache (1,05 bis 1,48)'
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
    facts = {end: _end(row[end], decimals) for end in ("lower", "upper")}
    apart_by = _("{said} ({lower} bis {upper})", said=said, **facts)
    return _times(apart_by, row) if pd.notna(row.get("ratio")) else apart_by


def _times(said: Text, row: Row) -> Text:
    """A difference of rates, and the ratio of the two."""
    return _(
        "{said}, das {ratio}-Fache ({lower} bis {upper})",
        said=said,
        ratio=Number(row["ratio"], 2),
        lower=Number(row["ratio_lower"], 2),
        upper=Number(row["ratio_upper"], 2),
    )


def _end(value: float, decimals: int) -> Text | Number:
    """An end of a difference's interval: what is not zero is not printed as zero."""
    if value == 0 or rounded(value, decimals) != 0:
        return Number(value, decimals)
    return _("knapp über 0") if value > 0 else _("knapp unter 0")
