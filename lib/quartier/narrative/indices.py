"""The class of an area in an index, and how firm it is."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from quartier.formats import Number
from quartier.language import Text, _
from quartier.narrative.joined import joined
from quartier.narrative.shares import share

__all__ = ["index_classes", "index_firmness"]

Row = Mapping[str, Any]

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


def index_firmness(row: Row, unsettled: Sequence[str], indicators: int, areas: int) -> Text:
    """How firm a class is: what would change it.

    Parameters
    ----------
    row : mapping
        A row of a table ``indices`` that has a class.
    unsettled : sequence of str
        The short titles of the indicators without which the class would be another.
    indicators : int
        How many indicators there are.
    areas : int
        How many areas have a class.
    """
    told = []
    for said in (
        _by_indicators(unsettled, indicators),
        _by_deviation(row),
        _by_areas(row["areas_kept"], areas - 1),
        _by_chance(row["by_chance"]),
    ):
        if said is not None:
            # The class is named first; the sentences behind it refer to it.
            it = _("sie") if told else _("die Einordnung")
            told.append(Text(said.source, (*said.values, ("it", it))))
    return joined(told)


def _by_indicators(unsettled: Sequence[str], indicators: int) -> Text | None:
    if indicators < 2:
        return None
    if not unsettled:
        return _("Die Einordnung bleibt gleich, welche Kennzahl auch wegfällt.")
    if len(unsettled) == 1:
        return _("Ohne die Kennzahl „{name}“ wäre die Einordnung anders.", name=unsettled[0])
    return _(
        "Die Einordnung wäre anders, wenn eine dieser Kennzahlen wegfiele: {names}.",
        names="; ".join(unsettled),
    )


def _by_deviation(row: Row) -> Text | None:
    if not row["other_deviation"] or row["other_deviation"] == row["class"]:
        return None
    return _("Mit der Standardabweichung einer Stichprobe wäre {it} anders.")


def _by_areas(kept: float, others: int) -> Text | None:
    """A number of areas: a share would be rounded, and look like all of them."""
    if pd.isna(kept) or kept >= 1:
        return None
    return _(
        "Fehlte eines der anderen Gebiete, bliebe {it} nur bei {kept} von {others} gleich.",
        kept=Number(kept * others),
        others=Number(others),
    )


def _by_chance(chance: float) -> Text:
    if pd.isna(chance):
        return _("Wie viel der Zufall ausmacht, lässt sich ohne Anzahlen nicht prüfen.")
    if chance > 0.99:
        return _("Schwanken die Werte durch Zufall, bleibt {it} so gut wie immer gleich.")
    return _(
        "Schwanken die Werte durch Zufall, bleibt {it} mit einer Wahrscheinlichkeit von {chance} "
        "gleich.",
        chance=share(chance),
    )
