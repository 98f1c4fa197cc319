"""Why something that was delivered is not among the figures, in words."""

from collections.abc import Callable

from quartier.language import Text, _, quoted

__all__ = ["REASONS", "advice", "explain"]

REASONS: dict[str, Text] = {
    "unreadable": _("Die Datei lässt sich nicht öffnen"),
    "no_file": _("Das ist keine Datei"),
    "empty_file": _("Die Datei ist leer"),
    "html": _("Das ist eine Internetseite (HTML) und keine Tabelle"),
    "other_format": _("Die Datei hat nicht das angegebene Format"),
    "no_text": _("Das ist keine Textdatei in der angegebenen Kodierung"),
    "endless_line": _("Die Datei enthält eine Zeile, die nicht endet"),
    "password": _("Die Datei ist mit einem Kennwort geschützt"),
    "old_excel": _("Die Datei ist im alten Format von Excel (xls)"),
    "too_big": _("Die Datei ist ausgepackt größer, als eine Tabelle sein kann"),
    "far_cell": _("Das Tabellenblatt hat mit den leeren Zellen zu viele, um es ganz zu lesen"),
    "no_layer": _("Diese Ebene gibt es in der Datei nicht"),
    "which_layer": _("Die Datei hat mehrere Ebenen, und die Beschreibung nennt keine"),
    "no_sheet": _("Das Tabellenblatt gibt es in der Datei nicht"),
    "not_encoded": _("Die Datei hat nicht die angegebene Kodierung"),
    "no_header": _("So viele Zeilen, wie die Kopfzeile braucht, hat das Tabellenblatt nicht"),
    "no_rows": _("Die Datei enthält keine Zeile mit Daten"),
    "one_column": _("Die Datei hat nur eine Spalte: Das Trennzeichen ist wohl ein anderes"),
    "no_column": _("Diese Spalte fehlt in der Datei"),
    "column_twice": _("Diese Spalte steht zweimal in der Datei"),
    "file_period": _("Der Dateiname nennt keinen Zeitraum"),
    "sheet_period": _("Der Name des Tabellenblatts nennt keinen Zeitraum"),
    "no_such_column": _("Keine Spalte der Datei passt zu diesem Suchmuster"),
    "header_part": _("Was die Spalte in ihrem Namen sagt, ist in der Beschreibung nicht genannt"),
    "encoding": _("Die Zeile enthält Zeichen, die nicht zur angegebenen Kodierung passen"),
    "quotes": _("Die Zeile öffnet ein Anführungszeichen, das nicht richtig endet"),
    "long_cell": _("Eine Zelle der Zeile ist länger, als eine Zelle sein kann"),
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
    "variable": _("Dieses Merkmal ist in der Beschreibung der Quelle nicht genannt"),
    "shifted": _(
        "In dieser Spalte stehen Wörter statt Zahlen: Die Überschriften sind wohl ab hier um eine "
        "Spalte verschoben"
    ),
    "empty": _("Die Zelle ist leer, und die Beschreibung der Quelle sagt nicht, was das heißt"),
    "number": _("Das ist weder eine Zahl noch ein vereinbartes Zeichen"),
    "quality": _("Dieses Zeichen ist in der Beschreibung der Quelle nicht genannt"),
    "negative": _("Eine Anzahl kann nicht negativ sein"),
    "not_whole": _("Eine Anzahl muss eine ganze Zahl sein"),
    "duplicate": _("Diese Angabe steht schon einmal in der Lieferung, mit demselben Wert"),
    "part_greater": _("Der Wert einer Gruppe ist größer als der einer Gruppe, die sie enthält"),
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
    if reason in _THERE:
        return _THERE[reason](hint) if hint else None
    return _("Meinten Sie {text}?", text=quoted(hint)) if hint else _WHAT_TO_DO.get(reason)


_THERE: dict[str, Callable[[str], Text]] = {
    "no_sheet": lambda names: _("Vorhanden sind: {names}.", names=names),
    "no_layer": lambda names: _("Vorhanden sind: {names}.", names=names),
    "which_layer": lambda names: _("Unter „layer“ eine nennen von: {names}.", names=names),
    "part_greater": lambda text: _("In derselben Lieferung steht: {text}.", text=text),
    "shifted": lambda names: _("Mit den Spalten daneben vergleichen: {columns}.", columns=names),
}

_WHAT_TO_DO: dict[str, Text] = {
    "empty": _('Unter „symbols“ festlegen, etwa: "": missing.'),
    "html": _("Im Browser öffnen; meist steht dort, warum die Tabelle nicht geliefert wurde."),
    "no_text": _("Wurde sie als „Unicode-Text“ gespeichert, dann „encoding: utf-16“ angeben."),
    "password": _("Um eine Fassung ohne Kennwort bitten."),
    "old_excel": _("In Excel öffnen und als Arbeitsmappe (xlsx) speichern."),
    "far_cell": _("Zellen weit außerhalb der Tabelle löschen, oder um eine CSV-Datei bitten."),
}
