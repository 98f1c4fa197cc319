"""Why something that was delivered is not among the figures, in words."""

from quartier.language import Text, _, quoted

__all__ = ["REASONS", "advice", "explain"]

REASONS: dict[str, Text] = {
    "unreadable": _("Die Datei lässt sich nicht öffnen"),
    "no_sheet": _("Das Tabellenblatt gibt es in der Datei nicht"),
    "not_encoded": _("Die Datei hat nicht die angegebene Kodierung"),
    "no_header": _("So viele Zeilen, wie die Kopfzeile braucht, hat das Tabellenblatt nicht"),
    "no_rows": _("Die Datei enthält keine Zeile mit Daten"),
    "one_column": _("Die Datei hat nur eine Spalte: Das Trennzeichen ist wohl ein anderes"),
    "no_column": _("Diese Spalte fehlt in der Datei"),
    "column_twice": _("Diese Spalte steht zweimal in der Datei"),
    "file_period": _("Der Dateiname nennt keinen Zeitraum"),
    "encoding": _("Die Zeile enthält Zeichen, die nicht zur angegebenen Kodierung passen"),
    "quotes": _("Die Zeile öffnet ein Anführungszeichen, das nicht richtig endet"),
    "cells": _("Die Zeile hat mehr oder weniger Zellen als die Kopfzeile"),
    "area": _("Diese Raumeinheit gibt es nicht"),
    "lost_zero": _("Diese Raumeinheit gibt es nicht; die führende Null fehlt wohl"),
    "ambiguous_area": _("Diesen Namen tragen mehrere Raumeinheiten"),
    "period": _("Das ist kein Zeitraum"),
    "later": _("Dieser Zeitraum beginnt erst nach dem Eingang der Lieferung"),
    "reference_date": _("Das ist nicht der Stichtag des Merkmals"),
    "group": _("Diese Gruppe ist in der Beschreibung der Quelle nicht genannt"),
    "no_values": _("Für eine Datei dieses Namens beschreibt die Quelle keine Spalte mit Werten"),
    "code": _("Diese Klasse ist in der Beschreibung der Quelle nicht genannt"),
    "empty": _("Die Zelle ist leer, und die Beschreibung der Quelle sagt nicht, was das heißt"),
    "number": _("Das ist weder eine Zahl noch ein vereinbartes Zeichen"),
    "negative": _("Eine Anzahl kann nicht negativ sein"),
    "not_whole": _("Eine Anzahl muss eine ganze Zahl sein"),
    "duplicate": _("Diese Angabe steht schon einmal in der Lieferung, mit demselben Wert"),
    "contradiction": _("Diese Angabe steht mehrmals in der Lieferung, mit verschiedenen Werten"),
}


def explain(reason: str) -> Text:
    """The reason in words."""
    return REASONS[reason]


def advice(reason: str, hint: str) -> Text | None:
    """What to do about it; ``hint`` is what the reader of the file thinks was meant.

    Examples
    --------
    >>> str(advice("area", "Nordstadt"))
    'Meinten Sie „Nordstadt“?'
    """
    if hint:
        return _("Meinten Sie {text}?", text=quoted(hint))
    if reason == "empty":
        return _('Unter „symbols“ festlegen, etwa: "": missing.')
    return None
