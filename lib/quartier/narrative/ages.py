"""Figures freed from differences in age, in sentences."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quartier.formats import Interval, Measure, Number
from quartier.language import Text, _
from quartier.narrative.joined import joined
from quartier.periods import parse

__all__ = ["age_standard", "age_standardised", "as_expected", "not_standardised"]

Row = Mapping[str, Any]

_REASONS: Mapping[str, Text] = {
    "few_events": _("weniger als 10 Fälle"),
    "part_unknown": _("eine Altersgruppe ohne Wert"),
    "no_standard": _("keine Vergleichsbevölkerung"),
}


def age_standard(row: Row) -> Text:
    """Whose ages all areas are given.

    >>> str(age_standard({"standard": "2024"}))
    'den Altersaufbau der Stadt (2024)'
    """
    if row["standard"] == "european_2013":
        return _("den Altersaufbau der europäischen Standardbevölkerung 2013")
    return _("den Altersaufbau der Stadt ({period})", period=parse(row["standard"]))


def not_standardised(row: Row) -> Text:
    """Why there is no figure.

    >>> str(not_standardised({"reason": "few_events"}))
    'nicht berechnet: weniger als 10 Fälle'
    """
    return _("nicht berechnet: {reason}", reason=_REASONS[row["reason"]])


def as_expected(row: Row) -> Text | None:
    """What was counted over what the city's rates let expect; ``None`` where that is not known.

    >>> row = {"ratio": 1.244, "ratio_lower": 1.156, "ratio_upper": 1.337}
    >>> str(as_expected(row))
    '1,24-mal (1,16 bis 1,34)'
    """
    if pd.isna(row["ratio"]):
        return None
    return _(
        "{ratio}-mal ({lower} bis {upper})",
        ratio=Number(row["ratio"], 2),
        lower=Number(row["ratio_lower"], 2),
        upper=Number(row["ratio_upper"], 2),
    )


def age_standardised(row: Row, unit: str) -> Text | None:
    """What the figure would be with the ages of the standard; ``None`` where there is none.

    >>> row = {"value": 16.2, "lower": 15.0, "upper": 17.4, "standard": "2024"}
    >>> said = age_standardised(row | {"ratio": float("nan")}, "percent")
    >>> str(said).replace(chr(160), " ")[:73]
    'Hätte das Gebiet den Altersaufbau der Stadt (2024), läge der Wert bei 16,'
    """
    if pd.isna(row["value"]):
        return None
    said = _(
        "Hätte das Gebiet {standard}, läge der Wert bei {value} ({interval}).",
        standard=age_standard(row),
        value=Measure(row["value"], unit),
        interval=Interval(row["lower"], row["upper"], unit),
    )
    times = as_expected(row)
    if times is None:
        return said
    further = _(
        "Gezählt sind {times} so viele Fälle, wie nach dem Alter der Menschen dort zu erwarten "
        "wären.",
        times=times,
    )
    return joined([said, further])
