"""Targets in sentences: what they ask for, and what is reached."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quartier.formats import Measure, Number, rounded
from quartier.language import SOURCE, Text, _
from quartier.narrative import when

__all__ = ["reached", "wanted"]

Row = Mapping[str, Any]


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
    facts = {
        "when": when.opening(row["period"]),
        "expected": Measure(row["expected"], unit),
        "value": Measure(row["value"], unit),
    }
    apart = row["value"] - row["expected"]
    if apart == 0 or facts["value"].into(SOURCE) != facts["expected"].into(SOURCE):
        return _("{when} verlangt der Weg zum Ziel {expected}; erreicht sind {value}.", **facts)
    # Rounding hides on which side the value lies, and that decides.
    if apart > 0:
        return _(
            "{when} verlangt der Weg zum Ziel {expected}; der Wert liegt knapp darüber.", **facts
        )
    return _("{when} verlangt der Weg zum Ziel {expected}; der Wert liegt knapp darunter.", **facts)
