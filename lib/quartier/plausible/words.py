"""Doubts in words."""

from collections.abc import Mapping

from quartier.language import Text, _

__all__ = ["KINDS", "WITH_FIGURES", "doubt_advice", "explain_doubt"]

KINDS: Mapping[str, Text] = {
    "children": _("Die Teilgebiete ergeben zusammen nicht den Wert ihrer Raumeinheit"),
    "groups": _("Die Gruppen ergeben zusammen nicht den Wert, der für sie gemeinsam geliefert ist"),
    "sums": _("Die Teile ergeben nicht die Summe, die die Beschreibung der Quelle nennt"),
    "jump": _("Der Wert weicht stärker ab, als der Verlauf seiner Zeitreihe erwarten lässt"),
    "fewer_areas": _("Die Lieferung enthält weniger Raumeinheiten als die vorige"),
    "unit": _("Die Überschrift nennt eine Einheit, von der die Beschreibung nichts sagt"),
    "break": _("Die Quelle meldet einen Bruch: Frühere Werte sind nicht vergleichbar"),
    "cut_off": _("Die letzte Zeile der Datei hat kein Ende: Vielleicht fehlen dem Wert Ziffern"),
    "missed": _("Diese Spalten werden nicht gelesen, gleichen aber fast denen, die es werden"),
    "shifted": _(
        "Diese Spalten gleichen ihren Nachbarspalten in der vorigen Lieferung: Die Überschriften "
        "sind wohl um eine Spalte verschoben"
    ),
    "unlike": _(
        "In diesen Spalten sind die meisten Werte mehr als doppelt oder weniger als halb so groß "
        "wie in der vorigen Lieferung: Vielleicht gehören sie unter andere Überschriften"
    ),
}
"""What is doubtful, by kind."""

WITH_FIGURES = frozenset({"children", "groups", "sums", "jump", "fewer_areas"})
"""Doubts that say what was found and what was expected instead."""

_ADVICE: Mapping[str, Text] = {
    "cut_off": _(
        "Beim Amt nachsehen, ob die Datei vollständig ist. Enden seine Dateien immer so, unter "
        "„csv“ „open_end: true“ eintragen."
    ),
    "missed": _("Das Suchmuster unter „values“ so fassen, dass es auch sie meint."),
    "unit": _("Unter „values“ mit „times“ sagen, womit die Werte malzunehmen sind."),
    "break": _("Den Bruch unter „breaks“ bei den Indikatoren eintragen, die er betrifft."),
}


def explain_doubt(kind: str) -> Text:
    """A doubt in words."""
    return KINDS[kind]


def doubt_advice(kind: str) -> Text | None:
    """What to do about a doubt, where that can be said."""
    return _ADVICE.get(kind)
