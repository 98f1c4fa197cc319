"""Why something that was delivered is not among the figures, in words."""

from collections.abc import Callable, Mapping

from quartier import periods
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
    "no_columns": _("Von den beschriebenen Spalten steht keine in der Kopfzeile"),
    "no_column": _("Diese Spalte fehlt in der Datei"),
    "no_such_column": _("Zu diesem Suchmuster passt keine Spalte der Datei"),
    "header_part": _(
        "Was das Suchmuster in dieser Überschrift findet, ist unter „parts“ nicht genannt"
    ),
    "shifted": _(
        "In dieser Spalte stehen Wörter statt Zahlen: Die Überschriften sind wohl ab hier um eine "
        "Spalte verschoben"
    ),
    "no_values": _("Für eine Datei dieses Namens beschreibt die Quelle keine Spalte mit Werten"),
    "column_twice": _("Diese Spalte steht mehrmals in der Datei"),
    "file_period": _("Der Dateiname nennt keinen Zeitraum"),
    "sheet_period": _("Der Name des Tabellenblatts nennt keinen Zeitraum"),
    "blank": _("Die Zelle ist leer"),
    "misread": _("Hier sind Umlaute falsch gelesen"),
    "encoding": _("Die Zeile enthält Zeichen, die nicht zur angegebenen Kodierung passen"),
    "quotes": _("Die Zeile öffnet ein Anführungszeichen, das nicht richtig endet"),
    "long_cell": _("Die Zeile enthält eine Zelle, die viel zu lang ist"),
    "cells": _("Die Zeile hat mehr oder weniger Zellen als die Kopfzeile"),
    "area": _("Diese Raumeinheit gibt es nicht"),
    "lost_zero": _("Diese Raumeinheit gibt es nicht; die führende Null fehlt wohl"),
    "ambiguous_area": _("Diesen Namen tragen mehrere Raumeinheiten"),
    "area_by_name": _("Hier steht der Name einer Raumeinheit statt ihres Schlüssels"),
    "area_by_code": _("Hier steht der Schlüssel einer Raumeinheit statt ihres Namens"),
    "other_level": _("Diese Raumeinheit liegt nicht auf der Ebene, die unter „area“ steht"),
    "period": _("Das ist kein Zeitraum"),
    "other_kind": _("Das ist ein Zeitraum anderer Art, als unter „period“ steht"),
    "later": _("Dieser Zeitraum beginnt erst nach dem Eingang der Lieferung"),
    "reference_date": _("Das ist nicht der Stichtag des Merkmals"),
    "group": _("Diese Gruppe ist in der Beschreibung der Quelle nicht genannt"),
    "code": _("Diese Klasse ist in der Beschreibung der Quelle nicht genannt"),
    "variable": _("Dieses Merkmal ist in der Beschreibung der Quelle nicht genannt"),
    "empty": _("Die Zelle ist leer, und die Beschreibung der Quelle sagt nicht, was das heißt"),
    "number": _("Das ist weder eine Zahl noch ein vereinbartes Zeichen"),
    "quality": _("Dieses Zeichen ist unter „symbols“ nicht genannt"),
    "negative": _("Eine Anzahl kann nicht negativ sein"),
    "not_whole": _("Eine Anzahl muss eine ganze Zahl sein"),
    "percent": _("Ein Prozentwert ist keine Anzahl"),
    "grouped": _("Das kann eine Anzahl mit Tausenderzeichen sein oder eine mit Nachkommastellen"),
    "duplicate": _("Diese Angabe steht schon einmal in der Lieferung, mit demselben Wert"),
    "part_greater": _("Der Wert einer Gruppe ist größer als der einer Gruppe, die sie enthält"),
    "contradiction": _("Diese Angabe steht mehrmals in der Lieferung, mit verschiedenen Werten"),
}


_ENCODING = _(
    "Unter „csv“ die Kodierung festlegen, meist „encoding: utf-8“ oder „encoding: cp1252“."
)

_WHAT_TO_DO: Mapping[str, Text] = {
    "html": _("Im Browser öffnen; meist steht dort, warum die Tabelle nicht geliefert wurde."),
    "no_text": _("Wurde sie als „Unicode-Text“ gespeichert, dann „encoding: utf-16“ angeben."),
    "password": _("Um eine Fassung ohne Kennwort bitten."),
    "old_excel": _("In Excel öffnen und als Arbeitsmappe (xlsx) speichern."),
    "far_cell": _("Zellen weit außerhalb der Tabelle löschen, oder um eine CSV-Datei bitten."),
    "not_encoded": _ENCODING,
    "encoding": _ENCODING,
    "misread": _ENCODING,
    "one_column": _('Unter „csv“ festlegen, etwa: separator: ",".'),
    "no_columns": _(
        "Unter „header_rows“ die Zeile festlegen, in der die Überschriften stehen. Oder ist es die "
        "Datei einer anderen Quelle?"
    ),
    "header_part": _("Unter „parts“ ergänzen, was damit gemeint ist."),
    "quotes": _("Anführungszeichen mitten in einem Text müssen doppelt stehen."),
    "cells": _(
        "Sind es zu viele: Ein Text, der das Trennzeichen enthält, gehört in Anführungszeichen. "
        "Sind es zu wenige, ist die Zeile nicht vollständig."
    ),
    "area": _(
        "Eine Raumeinheit gehört in areas.csv, ein anderer Name für sie dort unter „aliases“; eine "
        "Fußnote in die Beschreibung der Quelle unter „footnotes“."
    ),
    "ambiguous_area": _("Unter „area“ mit „level“ die Ebene festlegen, die gemeint ist."),
    "area_by_name": _("Unter „area“ festlegen: by: name."),
    "area_by_code": _("Unter „area“ festlegen: by: code."),
    "group": _("Unter „groups“ ergänzen, was damit gemeint ist."),
    "variable": _(
        "Unter „variable“ ergänzen: bei „values“, oder bei „ignored“, wenn die Zeile nicht "
        "gebraucht wird."
    ),
    "code": _("Unter „codes“ ergänzen, für welche Zahl sie steht."),
    "quality": _("Unter „symbols“ festlegen, was es heißt."),
    "empty": _('Unter „symbols“ festlegen, etwa: "": missing.'),
    "number": _("Ein Zeichen, das statt einer Zahl steht, unter „symbols“ festlegen."),
    "percent": _("Prozentwerte gehören zu einem Merkmal mit der Einheit „percent“."),
}
"""What to do where nothing tells what was meant."""


def _among(names: str) -> Text:
    return _("In der Datei gibt es: {names}.", names=names)


def _set(setting: str) -> Text:
    return _(
        "Wenn es eine Zahl ist, in der Beschreibung der Quelle festlegen: {setting}.",
        setting=setting,
    )


def _there(row: str) -> Text:
    return _("Dieselbe Angabe steht auch in Zeile {row}.", row=row)


_FROM_HINT: Mapping[str, Callable[[str], Text]] = {
    "no_sheet": _among,
    "no_layer": _among,
    "which_layer": lambda names: _("Unter „layer“ eine nennen von: {names}.", names=names),
    "one_column": lambda mark: _('Unter „csv“ festlegen: separator: "{mark}".', mark=mark),
    "misread": lambda text: _(
        "Gemeint ist wohl {text}; unter „csv“ festlegen: encoding: utf-8.", text=quoted(text)
    ),
    "other_level": lambda level: _(
        "Sie liegt auf der Ebene „{level}“; ohne die Angabe „level“ gelten alle Ebenen.",
        level=level,
    ),
    "other_kind": lambda kind: _("Zu diesem Zeitraum passt: kind: {kind}.", kind=kind),
    "later": lambda day: _(
        "Eingegangen ist die Lieferung laut deliveries.csv am {day}.", day=periods.parse(day)
    ),
    "reference_date": lambda day: _("Der Stichtag ist der {day}", day=day),
    "number": _set,
    "grouped": _set,
    "duplicate": _there,
    "contradiction": _there,
    "part_greater": lambda text: _("In derselben Lieferung steht: {text}.", text=text),
    "shifted": lambda names: _("Mit den Spalten daneben vergleichen: {columns}.", columns=names),
}
"""What to do, from what was probably meant."""


def explain(reason: str) -> Text:
    """The reason in words."""
    return REASONS[reason]


def advice(reason: str, hint: str) -> Text | None:
    """What to do about it; ``hint`` is what the reader of the file thinks was meant.

    Examples
    --------
    >>> str(advice("area", "Nordstadt"))
    'Meinten Sie „Nordstadt“?'
    >>> str(advice("number", 'thousands: "."'))
    'Wenn es eine Zahl ist, in der Beschreibung der Quelle festlegen: thousands: ".".'
    """
    if not hint:
        return _WHAT_TO_DO.get(reason)
    told = _FROM_HINT.get(reason)
    return told(hint) if told else _("Meinten Sie {text}?", text=quoted(hint))
