"""A delivery with mistakes: each is named with its place, what was found and what to do.

Every case damages a small sound delivery, or the description that it no longer fits, in one way.
"""

# ruff: noqa: E501 (messages stand here as they are printed)

import ast
import hashlib
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
import yaml

from quartier.checking import Checked, check
from quartier.errors import UserError
from quartier.sources import figures, gathered
from quartier.sources.reasons import REASONS

KLEINSTADT = Path(__file__).parents[1] / "kleinstadt"
SOURCES = Path(__file__).parents[2] / "lib" / "quartier" / "sources"

AREAS = """\
code,name,name_in,level,parent,valid_from,valid_to,aliases
00,Kleinstadt,,city,,,,Stadt insgesamt
01,Mühlenau,,district,00,,,
02,Süd,,district,00,,,Südvorstadt
0101,Altstadt,,quarter,01,,,
0201,Süd,,quarter,02,,,
"""
SHARES = """\
share:
  title: Anteil
  unit: percent
  kind: average
  counts_persons: true
  basis: register
residents:
  title: Einwohner
  unit: persons
  kind: stock
  counts_persons: true
  reference_date: 31.12.
  basis: register
"""
CLUBS: dict[str, Any] = {
    "title": "Vereine",
    "owner": "Sportamt",
    "format": "csv",
    "csv": {"encoding": "utf-8", "separator": ";", "decimal": ","},
    "area": {"column": "Gebiet"},
    "period": {"column": "Jahr"},
    "groups": [
        {
            "column": "Alter",
            "dimension": "age",
            "values": {"jung": "0-17", "alt": "18+", "alle": "total"},
        }
    ],
    "values": [{"column": "Anzahl", "variable": "members"}],
    "symbols": {"*": "secret"},
    "footnotes": ["Quelle:"],
}
GOOD = """\
Gebiet;Jahr;Alter;Anzahl
01;2023;jung;40
01;2023;alle;90
02;2023;jung;50
02;2023;alle;120
"""
PLAIN = """\
Gebiet;Anzahl
01;40
02;50
"""
NAMES = """\
Gebiet;Anzahl
Mühlenau;40
Altstadt;50
"""
#: Descriptions of simpler files.
ONE_YEAR: dict[str, Any] = {"groups": [], "period": {"fixed": "2023"}}
BY_NAME: dict[str, Any] = {**ONE_YEAR, "area": {"column": "Gebiet", "by": "name"}}

F = "kleinstadt/sources/clubs/clubs-2023.csv"
D = "kleinstadt/sources/deliveries.csv"


def swapped(old: str, new: str, text: str = GOOD) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


@dataclass(frozen=True)
class Case:
    """What was delivered and how it is described; what must be said; and the account of rows.

    ``rows``: read, kept, quarantined, without data.
    """

    id: str
    delivered: str | bytes
    said: tuple[str, ...]
    rows: tuple[int, int, int, int]
    described: dict[str, Any] = field(default_factory=dict)
    name: str = "clubs-2023.csv"


def city_with(folder: Path, files: dict[str, bytes], described: dict[str, Any]) -> Path:
    """Kleinstadt with more areas, and these files of the clubs."""
    city = shutil.copytree(KLEINSTADT, folder / "kleinstadt")
    (city / "areas.csv").write_text(AREAS, encoding="utf-8")
    levels = "levels: [{id: city, name: Stadt, plural: Städte}, {id: district, name: Bezirk, plural: Bezirke}, {id: quarter, name: Quartier, plural: Quartiere}]\n"
    cut = 'geographies: [{id: "2020", valid_from: 2020-01-01}]\n'
    (city / "city.yml").write_text(f"name: Kleinstadt\n{levels}{cut}", encoding="utf-8")
    with (city / "variables.yml").open("a", encoding="utf-8") as file:
        file.write(SHARES)
    written = yaml.safe_dump(described, allow_unicode=True, sort_keys=False)
    (city / "sources/clubs.yml").write_text(written, encoding="utf-8")
    shutil.rmtree(city / "sources/clubs")
    (city / "sources/clubs").mkdir()
    listed = ["source,file,received,sha256"]
    for name, content in files.items():
        (city / "sources/clubs" / name).write_bytes(content)
        listed.append(f"clubs,{name},2024-02-01,{hashlib.sha256(content).hexdigest()}")
    (city / "sources/deliveries.csv").write_text("\n".join(listed) + "\n", encoding="utf-8")
    return city


CASES = [
    # The whole file
    Case("nothing in it", "", (f"{F}: Die Datei ist leer.",), (0, 0, 0, 0)),
    Case(
        "nothing but its header",
        GOOD.splitlines()[0] + "\n",
        (f"{F}: Die Datei enthält keine Zeile mit Daten.",),
        (1, 0, 0, 1),
    ),
    Case(
        "cp1252 called UTF-8",
        NAMES.encode("cp1252"),
        (
            f"{F}, Zeile 2: Die Zeile enthält Zeichen, die nicht zur angegebenen Kodierung passen. Hinweis: Unter „csv“ die Kodierung festlegen, meist „encoding: utf-8“ oder „encoding: cp1252“.",
        ),
        (3, 1, 1, 1),
        BY_NAME,
    ),
    Case(
        "UTF-8 called cp1252",
        NAMES,
        (
            f"{F}, Zeile 2, Spalte „Gebiet“: Hier sind Umlaute falsch gelesen: „MÃ¼hlenau“. Hinweis: Gemeint ist wohl „Mühlenau“; unter „csv“ festlegen: encoding: utf-8.",
        ),
        (3, 1, 1, 1),
        BY_NAME | {"csv": {"encoding": "cp1252"}},
    ),
    Case(
        "its header read as cp1252",
        swapped("Anzahl", "Zähler", PLAIN),
        (
            f"{F}, Spalte „Zähler“: Hier sind Umlaute falsch gelesen: „ZÃ¤hler“. Hinweis: Gemeint ist wohl „Zähler“; unter „csv“ festlegen: encoding: utf-8.",
        ),
        (3, 0, 2, 1),
        ONE_YEAR
        | {"csv": {"encoding": "cp1252"}, "values": [{"column": "Zähler", "variable": "members"}]},
    ),
    Case(
        "its header in cp1252",
        swapped("Anzahl", "Zähler", PLAIN).encode("cp1252"),
        (
            f"{F}, Spalte „Zähler“: Hier sind Umlaute falsch gelesen: „Z�hler“. Hinweis: Unter „csv“ die Kodierung festlegen, meist „encoding: utf-8“ oder „encoding: cp1252“.",
        ),
        (3, 0, 2, 1),
        ONE_YEAR | {"values": [{"column": "Zähler", "variable": "members"}]},
    ),
    Case(
        "UTF-8 called UTF-16",
        GOOD,
        (
            f"{F}: Die Datei hat nicht die angegebene Kodierung: „utf-16“. Hinweis: Unter „csv“ die Kodierung festlegen, meist „encoding: utf-8“ oder „encoding: cp1252“.",
        ),
        (0, 0, 0, 0),
        {"csv": {"encoding": "utf-16"}},
    ),
    Case(
        "commas instead of semicolons",
        GOOD.replace(";", ","),
        (
            f'{F}: Die Datei hat nur eine Spalte: Das Trennzeichen ist wohl ein anderes. Hinweis: Unter „csv“ festlegen: separator: ",".',
        ),
        (5, 0, 4, 1),
    ),
    Case(
        "tabs instead of semicolons",
        GOOD.replace(";", "\t"),
        (
            f'{F}: Die Datei hat nur eine Spalte: Das Trennzeichen ist wohl ein anderes. Hinweis: Unter „csv“ festlegen: separator: "\\t".',
        ),
        (5, 0, 4, 1),
    ),
    Case(
        "no separator known",
        GOOD.replace(";", "#"),
        (
            f'{F}: Die Datei hat nur eine Spalte: Das Trennzeichen ist wohl ein anderes. Hinweis: Unter „csv“ festlegen, etwa: separator: ",".',
        ),
        (5, 0, 4, 1),
    ),
    Case(
        "a title above the header",
        "Mitglieder der Vereine;;;\n" + GOOD,
        (
            f"{F}: Von den beschriebenen Spalten steht keine in der Kopfzeile: „Gebiet, Jahr, Alter, Anzahl“. Hinweis: Unter „header_rows“ die Zeile festlegen, in der die Überschriften stehen. Oder ist es die Datei einer anderen Quelle?",
        ),
        (6, 0, 5, 1),
    ),
    Case(
        "a header of two rows said to be one",
        ";;;2023\n" + GOOD,
        (
            f"{F}: Von den beschriebenen Spalten steht keine in der Kopfzeile: „Gebiet, Jahr, Alter, Anzahl“. Hinweis: Unter „header_rows“ die Zeile festlegen, in der die Überschriften stehen. Oder ist es die Datei einer anderen Quelle?",
        ),
        (6, 0, 5, 1),
    ),
    Case(
        "the header said to be further down",
        GOOD,
        (
            f"{F}: Von den beschriebenen Spalten steht keine in der Kopfzeile: „Gebiet, Jahr, Alter, Anzahl“. Hinweis: Unter „header_rows“ die Zeile festlegen, in der die Überschriften stehen. Oder ist es die Datei einer anderen Quelle?",
        ),
        (5, 0, 3, 2),
        {"csv": {"header_rows": [2]}},
    ),
    Case(
        "another delivery's file",
        "Kita;Plätze\nSonne;20\n",
        (
            f"{F}: Von den beschriebenen Spalten steht keine in der Kopfzeile: „Gebiet, Jahr, Alter, Anzahl“. Hinweis: Unter „header_rows“ die Zeile festlegen, in der die Überschriften stehen. Oder ist es die Datei einer anderen Quelle?",
        ),
        (2, 0, 1, 1),
    ),
    Case(
        "a column missing",
        "Gebiet;Jahr;Alter\n01;2023;jung\n",
        (f"{F}, Spalte „Anzahl“: Diese Spalte fehlt in der Datei.",),
        (2, 0, 1, 1),
    ),
    Case(
        "a column renamed",
        swapped("Anzahl", "Anzahlen"),
        (
            f"{F}, Spalte „Anzahl“: Diese Spalte fehlt in der Datei. Hinweis: Meinten Sie „Anzahlen“?",
        ),
        (5, 0, 4, 1),
    ),
    Case(
        "a column twice",
        "Gebiet;Jahr;Alter;Anzahl;Anzahl\n01;2023;jung;40;41\n",
        (f"{F}, Spalte „Anzahl“: Diese Spalte steht mehrmals in der Datei.",),
        (2, 0, 1, 1),
    ),
    Case(
        "a pattern that fits no column",
        GOOD,
        (
            f"{F}, Spalte „Anzahl_(?P<period>\\d{{4}})“: Zu diesem Suchmuster passt keine Spalte der Datei.",
        ),
        (5, 0, 4, 1),
        {
            "period": None,
            "values": [{"pattern": "Anzahl_(?P<period>\\d{4})", "variable": "members"}],
        },
    ),
    Case(
        "a header of which a part is unknown",
        "Gebiet;weiblich_jung;weiblich_greis\n01;3;4\n",
        (
            f"{F}, Spalte „weiblich_greis“: Was das Suchmuster in dieser Überschrift findet, ist unter „parts“ nicht genannt: „greis“. Hinweis: Unter „parts“ ergänzen, was damit gemeint ist.",
        ),
        (2, 0, 1, 1),
        ONE_YEAR
        | {
            "values": [
                {
                    "pattern": "weiblich_(?P<age>.*)",
                    "parts": {"age": {"jung": "0-17", "alt": "18+"}},
                    "variable": "members",
                }
            ]
        },
    ),
    Case(
        "no period in its name",
        PLAIN,
        (
            f"{F}: Der Dateiname nennt keinen Zeitraum: „clubs-2023.csv“. Erlaubt: clubs-(\\d{{4}}-Q\\d).",
        ),
        (3, 0, 2, 1),
        ONE_YEAR | {"period": {"file": "clubs-(\\d{4}-Q\\d)"}},
    ),
    Case("carriage returns only", GOOD.replace("\n", "\r"), (), (5, 4, 0, 1)),
    Case("a mark of the byte order", "\ufeff" + GOOD, (), (5, 4, 0, 1)),
    Case(
        "broken off in the middle of a row",
        GOOD[:-10],
        (
            f"{F}, Zeile 5: Die Zeile hat mehr oder weniger Zellen als die Kopfzeile: „2 / 4“. Hinweis: Sind es zu viele: Ein Text, der das Trennzeichen enthält, gehört in Anführungszeichen. Sind es zu wenige, ist die Zeile nicht vollständig.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "broken off in the middle of a number",
        GOOD[:-2],
        (
            f"{F}, Zeile 4, Spalte „Anzahl“: Der Wert einer Gruppe ist größer als der einer Gruppe, die sie enthält: „50“. Hinweis: In derselben Lieferung steht: total = 12.",
            f"{F}, Zeile 5, Spalte „Anzahl“: Der Wert einer Gruppe ist größer als der einer Gruppe, die sie enthält: „12“. Hinweis: In derselben Lieferung steht: age=0-17 = 50.",
        ),
        (5, 2, 2, 1),
    ),
    # Rows
    Case(
        "a row that lost a cell",
        swapped("02;2023;jung;50", "02;2023;50"),
        (
            f"{F}, Zeile 4: Die Zeile hat mehr oder weniger Zellen als die Kopfzeile: „3 / 4“. Hinweis: Sind es zu viele: Ein Text, der das Trennzeichen enthält, gehört in Anführungszeichen. Sind es zu wenige, ist die Zeile nicht vollständig.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a name with a separator in it",
        swapped("02;2023;jung;50", "Süd; links;2023;jung;50"),
        (
            f"{F}, Zeile 4: Die Zeile hat mehr oder weniger Zellen als die Kopfzeile: „5 / 4“. Hinweis: Sind es zu viele: Ein Text, der das Trennzeichen enthält, gehört in Anführungszeichen. Sind es zu wenige, ist die Zeile nicht vollständig.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a quotation mark that does not end",
        swapped("02;2023;jung;50", '"02;2023;jung;50'),
        (
            f"{F}, Zeile 4: Die Zeile öffnet ein Anführungszeichen, das nicht richtig endet. Hinweis: Anführungszeichen mitten in einem Text müssen doppelt stehen.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a footnote in the middle",
        swapped("02;2023;jung;50", "1) ohne Sportvereine;;;\n02;2023;jung;50"),
        (
            f"{F}, Zeile 4, Spalte „Gebiet“: Diese Raumeinheit gibt es nicht: „1) ohne Sportvereine“. Hinweis: Eine Raumeinheit gehört in areas.csv, ein anderer Name für sie dort unter „aliases“; eine Fußnote in die Beschreibung der Quelle unter „footnotes“.",
        ),
        (6, 4, 1, 1),
    ),
    Case(
        "a total of all",
        GOOD + "Summe;2023;alle;210\n",
        (
            f"{F}, Zeile 6, Spalte „Gebiet“: Diese Raumeinheit gibt es nicht: „Summe“. Hinweis: Eine Raumeinheit gehört in areas.csv, ein anderer Name für sie dort unter „aliases“; eine Fußnote in die Beschreibung der Quelle unter „footnotes“.",
        ),
        (6, 4, 1, 1),
    ),
    # Areas
    Case(
        "an unknown area",
        swapped("02;2023;jung", "17;2023;jung"),
        (
            f"{F}, Zeile 4, Spalte „Gebiet“: Diese Raumeinheit gibt es nicht: „17“. Hinweis: Eine Raumeinheit gehört in areas.csv, ein anderer Name für sie dort unter „aliases“; eine Fußnote in die Beschreibung der Quelle unter „footnotes“.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a lost zero",
        GOOD.replace("02;", "2;"),
        (
            f"{F}, Zeilen 4–5, Spalte „Gebiet“: Diese Raumeinheit gibt es nicht; die führende Null fehlt wohl: „2“. Hinweis: Meinten Sie „02“?",
        ),
        (5, 2, 2, 1),
    ),
    Case(
        "a near miss",
        swapped("Mühlenau", "Muehlenau", NAMES),
        (
            f"{F}, Zeile 2, Spalte „Gebiet“: Diese Raumeinheit gibt es nicht: „Muehlenau“. Hinweis: Meinten Sie „Mühlenau“?",
        ),
        (3, 1, 1, 1),
        BY_NAME,
    ),
    Case(
        "a former name is an alias",
        swapped("Altstadt", "Südvorstadt", NAMES),
        (),
        (3, 2, 0, 1),
        BY_NAME,
    ),
    Case(
        "a former name that nobody listed",
        swapped("Altstadt", "Sudetensiedlung", NAMES),
        (
            f"{F}, Zeile 3, Spalte „Gebiet“: Diese Raumeinheit gibt es nicht: „Sudetensiedlung“. Hinweis: Eine Raumeinheit gehört in areas.csv, ein anderer Name für sie dort unter „aliases“; eine Fußnote in die Beschreibung der Quelle unter „footnotes“.",
        ),
        (3, 1, 1, 1),
        BY_NAME,
    ),
    Case(
        "a name of two areas",
        swapped("Altstadt", "Süd", NAMES),
        (
            f"{F}, Zeile 3, Spalte „Gebiet“: Diesen Namen tragen mehrere Raumeinheiten: „Süd“. Hinweis: Unter „area“ mit „level“ die Ebene festlegen, die gemeint ist.",
        ),
        (3, 1, 1, 1),
        BY_NAME,
    ),
    Case(
        "an area on another level",
        PLAIN + "0101;7\n",
        (
            f"{F}, Zeile 4, Spalte „Gebiet“: Diese Raumeinheit liegt nicht auf der Ebene, die unter „area“ steht: „0101“. Hinweis: Sie liegt auf der Ebene „quarter“; ohne die Angabe „level“ gelten alle Ebenen.",
        ),
        (4, 2, 1, 1),
        ONE_YEAR | {"area": {"column": "Gebiet", "level": "district"}},
    ),
    Case(
        "names where codes are described",
        NAMES,
        (
            f"{F}, Zeile 2, Spalte „Gebiet“: Hier steht der Name einer Raumeinheit statt ihres Schlüssels: „Mühlenau“. Hinweis: Unter „area“ festlegen: by: name.",
            f"{F}, Zeile 3, Spalte „Gebiet“: Hier steht der Name einer Raumeinheit statt ihres Schlüssels: „Altstadt“. Hinweis: Unter „area“ festlegen: by: name.",
        ),
        (3, 0, 2, 1),
        ONE_YEAR,
    ),
    Case(
        "codes where names are described",
        PLAIN,
        (
            f"{F}, Zeile 2, Spalte „Gebiet“: Hier steht der Schlüssel einer Raumeinheit statt ihres Namens: „01“. Hinweis: Unter „area“ festlegen: by: code.",
            f"{F}, Zeile 3, Spalte „Gebiet“: Hier steht der Schlüssel einer Raumeinheit statt ihres Namens: „02“. Hinweis: Unter „area“ festlegen: by: code.",
        ),
        (3, 0, 2, 1),
        BY_NAME,
    ),
    Case(
        "a hundred areas of another city",
        "Gebiet;Anzahl\n" + "".join(f"{n};{n}\n" for n in range(500, 600)),
        (
            f"{F}, Zeilen 2–101, Spalte „Gebiet“: Diese Raumeinheit gibt es nicht: „500; 501; 502; …“. Hinweis: Eine Raumeinheit gehört in areas.csv, ein anderer Name für sie dort unter „aliases“; eine Fußnote in die Beschreibung der Quelle unter „footnotes“.",
        ),
        (101, 0, 100, 1),
        ONE_YEAR,
    ),
    # Periods
    Case(
        "no period",
        swapped("02;2023;jung", "02;Ende 2023;jung"),
        (
            f"{F}, Zeile 4, Spalte „Jahr“: Das ist kein Zeitraum: „Ende 2023“. Erlaubt: 2024, 31.12.2024, 1. Quartal 2024, März 2024 oder 2023/24.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a year of two digits",
        swapped("02;2023;jung", "02;23;jung"),
        (
            f"{F}, Zeile 4, Spalte „Jahr“: Das ist kein Zeitraum: „23“. Erlaubt: 2024, 31.12.2024, 1. Quartal 2024, März 2024 oder 2023/24.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a period to come",
        swapped("02;2023;jung", "02;2032;jung"),
        (
            f"{F}, Zeile 4, Spalte „Jahr“: Dieser Zeitraum beginnt erst nach dem Eingang der Lieferung: „2032“. Hinweis: Eingegangen ist die Lieferung laut deliveries.csv am 01.02.2024.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a school year among years",
        swapped("02;2023;jung", "02;2022/2023;jung"),
        (
            f"{F}, Zeile 4, Spalte „Jahr“: Das ist ein Zeitraum anderer Art, als unter „period“ steht: „2022/2023“. Hinweis: Zu diesem Zeitraum passt: kind: school_year.",
        ),
        (5, 3, 1, 1),
        {"period": {"column": "Jahr", "kind": "year"}},
    ),
    Case(
        "a month among years",
        swapped("02;2023;jung", "02;12/2023;jung"),
        (
            f"{F}, Zeile 4, Spalte „Jahr“: Das ist ein Zeitraum anderer Art, als unter „period“ steht: „12/2023“. Hinweis: Zu diesem Zeitraum passt: kind: month.",
        ),
        (5, 3, 1, 1),
        {"period": {"column": "Jahr", "kind": "year"}},
    ),
    Case(
        "another reference date",
        "Gebiet;Stichtag;Anzahl\n01;31.12.2023;40\n02;30.06.2023;50\n",
        (
            f"{F}, Zeile 3, Spalte „Stichtag“: Das ist nicht der Stichtag des Merkmals: „30.06.2023“. Hinweis: Der Stichtag ist der 31.12.",
        ),
        (3, 1, 1, 1),
        {
            "groups": [],
            "period": {"column": "Stichtag"},
            "values": [{"column": "Anzahl", "variable": "residents"}],
        },
    ),
    # Groups and variables
    Case(
        "an unknown group",
        swapped("02;2023;jung", "02;2023;jugendlich"),
        (
            f"{F}, Zeile 4, Spalte „Alter“: Diese Gruppe ist in der Beschreibung der Quelle nicht genannt: „jugendlich“. Erlaubt: jung, alt, alle. Hinweis: Unter „groups“ ergänzen, was damit gemeint ist.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a group nearly written as described",
        swapped("02;2023;jung", "02;2023;junge"),
        (
            f"{F}, Zeile 4, Spalte „Alter“: Diese Gruppe ist in der Beschreibung der Quelle nicht genannt: „junge“. Erlaubt: jung, alt, alle. Hinweis: Meinten Sie „jung“?",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "no band of ages",
        swapped("02;2023;jung", "02;2023;über 65")
        .replace("jung", "unter 18")
        .replace("alle", "18 und älter"),
        (
            f"{F}, Zeile 4, Spalte „Alter“: Diese Gruppe ist in der Beschreibung der Quelle nicht genannt: „über 65“. Hinweis: Unter „groups“ ergänzen, was damit gemeint ist.",
        ),
        (5, 3, 1, 1),
        {"groups": [{"column": "Alter", "dimension": "age"}]},
    ),
    Case(
        "an unknown variable",
        "Gebiet;Jahr;Merkmal;Anzahl\n01;2023;Mitglieder;40\n01;2023;Gäste;7\n01;2023;Trainer;3\n",
        (
            f"{F}, Zeile 4, Spalte „Merkmal“: Dieses Merkmal ist in der Beschreibung der Quelle nicht genannt: „Trainer“. Erlaubt: Mitglieder, Gäste. Hinweis: Unter „variable“ ergänzen: bei „values“, oder bei „ignored“, wenn die Zeile nicht gebraucht wird.",
        ),
        (4, 2, 1, 1),
        {
            "groups": [],
            "variable": {
                "column": "Merkmal",
                "values": {"Mitglieder": "members", "Gäste": "visitors"},
            },
            "values": [{"column": "Anzahl"}],
        },
    ),
    # Values
    Case(
        "an unknown sign",
        swapped(";50", ";x"),
        (
            f"{F}, Zeile 4, Spalte „Anzahl“: Das ist weder eine Zahl noch ein vereinbartes Zeichen: „x“. Erlaubt: Zahlen wie 1234,5 und diese Zeichen: *. Hinweis: Ein Zeichen, das statt einer Zahl steht, unter „symbols“ festlegen.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "the sign of another office",
        swapped(";50", ";."),
        (
            f"{F}, Zeile 4, Spalte „Anzahl“: Das ist weder eine Zahl noch ein vereinbartes Zeichen: „.“. Erlaubt: Zahlen wie 1234,5 und diese Zeichen: *. Hinweis: Ein Zeichen, das statt einer Zahl steht, unter „symbols“ festlegen.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "an empty cell",
        swapped(";50", ";"),
        (
            f'{F}, Zeile 4, Spalte „Anzahl“: Die Zelle ist leer, und die Beschreibung der Quelle sagt nicht, was das heißt. Hinweis: Unter „symbols“ festlegen, etwa: "": missing.',
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "thousands that were not described",
        swapped(";120", ";1.120"),
        (
            f'{F}, Zeile 5, Spalte „Anzahl“: Das ist weder eine Zahl noch ein vereinbartes Zeichen: „1.120“. Erlaubt: Zahlen wie 1234,5 und diese Zeichen: *. Hinweis: Wenn es eine Zahl ist, in der Beschreibung der Quelle festlegen: thousands: ".".',
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "thousands that look like decimals",
        swapped(";120", ";1,000"),
        (
            f'{F}, Zeile 5, Spalte „Anzahl“: Das kann eine Anzahl mit Tausenderzeichen sein oder eine mit Nachkommastellen: „1,000“. Hinweis: Wenn es eine Zahl ist, in der Beschreibung der Quelle festlegen: thousands: ".".',
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "points for decimals",
        PLAIN.replace("40", "40.5"),
        (
            f'{F}, Zeile 2, Spalte „Anzahl“: Das ist weder eine Zahl noch ein vereinbartes Zeichen: „40.5“. Erlaubt: Zahlen wie 1234,5 und diese Zeichen: *. Hinweis: Wenn es eine Zahl ist, in der Beschreibung der Quelle festlegen: decimal: ".".',
        ),
        (3, 1, 1, 1),
        ONE_YEAR | {"values": [{"column": "Anzahl", "variable": "share"}]},
    ),
    Case(
        "a percentage among counts",
        swapped(";50", ";50 %"),
        (
            f"{F}, Zeile 4, Spalte „Anzahl“: Ein Prozentwert ist keine Anzahl: „50 %“. Hinweis: Prozentwerte gehören zu einem Merkmal mit der Einheit „percent“.",
        ),
        (5, 3, 1, 1),
    ),
    Case(
        "a negative count",
        swapped(";50", ";-50"),
        (f"{F}, Zeile 4, Spalte „Anzahl“: Eine Anzahl kann nicht negativ sein: „-50“.",),
        (5, 3, 1, 1),
    ),
    Case(
        "half a person",
        swapped(";50", ";50,5"),
        (f"{F}, Zeile 4, Spalte „Anzahl“: Eine Anzahl muss eine ganze Zahl sein: „50,5“.",),
        (5, 3, 1, 1),
    ),
    Case(
        "a column of words",
        GOOD.replace(";40", ";vierzig")
        .replace(";90", ";neunzig")
        .replace(";50", ";fünfzig")
        .replace(";120", ";viele"),
        (
            f"{F}, Spalte „Anzahl“: In dieser Spalte stehen Wörter statt Zahlen: Die Überschriften sind wohl ab hier um eine Spalte verschoben: „fünfzig“. Hinweis: Mit den Spalten daneben vergleichen: Alter.",
        ),
        (5, 0, 4, 1),
    ),
    Case(
        "a sign of quality that is unknown",
        "Gebiet;Anzahl;q\n01;40;e\n02;50;z\n",
        (
            f"{F}, Zeile 3, Spalte „q“: Dieses Zeichen ist unter „symbols“ nicht genannt: „z“. Erlaubt: e. Hinweis: Unter „symbols“ festlegen, was es heißt.",
        ),
        (3, 1, 1, 1),
        ONE_YEAR
        | {
            "values": [{"column": "Anzahl", "variable": "members", "quality": "q"}],
            "symbols": {"e": "estimated"},
        },
    ),
    Case(
        "a class that is unknown",
        "Gebiet;Lage\n01;hoch\n02;hohc\n",
        (
            f"{F}, Zeile 3, Spalte „Lage“: Diese Klasse ist in der Beschreibung der Quelle nicht genannt: „hohc“. Erlaubt: hoch, mittel. Hinweis: Unter „codes“ ergänzen, für welche Zahl sie steht.",
        ),
        (3, 1, 1, 1),
        ONE_YEAR
        | {"values": [{"column": "Lage", "variable": "share", "codes": {"hoch": 1, "mittel": 2}}]},
    ),
    # The same twice
    Case(
        "a row twice",
        GOOD + "02;2023;alle;120\n",
        (
            f"{F}, Zeile 6, Spalte „Anzahl“: Diese Angabe steht schon einmal in der Lieferung, mit demselben Wert: „120“. Hinweis: Dieselbe Angabe steht auch in Zeile 5.",
        ),
        (6, 4, 1, 1),
    ),
    Case(
        "a row twice with another value",
        GOOD + "02;2023;alle;121\n",
        (
            f"{F}, Zeile 5, Spalte „Anzahl“: Diese Angabe steht mehrmals in der Lieferung, mit verschiedenen Werten: „120“. Hinweis: Dieselbe Angabe steht auch in Zeile 6.",
            f"{F}, Zeile 6, Spalte „Anzahl“: Diese Angabe steht mehrmals in der Lieferung, mit verschiedenen Werten: „121“. Hinweis: Dieselbe Angabe steht auch in Zeile 5.",
        ),
        (6, 3, 2, 1),
    ),
]


def said_of(checked: Checked) -> tuple[str, ...]:
    return tuple(problem.into("de") for problem in checked.problems)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_mistake_is_named_with_its_place_and_each_row_is_accounted_for(case, tmp_path):
    content = case.delivered if isinstance(case.delivered, bytes) else case.delivered.encode()
    described = {name: told for name, told in (CLUBS | case.described).items() if told is not None}
    checked = check(city_with(tmp_path, {case.name: content}, described))
    assert said_of(checked) == case.said
    (account,) = checked.accounts.to_dict("records")
    counted = tuple(account[f"rows_{kind}"] for kind in ("read", "kept", "quarantined", "no_data"))
    assert counted == case.rows
    assert counted[0] == sum(counted[1:])
    assert account["values_read"] == account["values_kept"] + account["values_quarantined"]


def test_there_are_enough_of_them():
    assert len({case.id for case in CASES}) == len(CASES) >= 40


def test_the_delivery_is_sound_before_it_is_damaged(tmp_path):
    checked = check(city_with(tmp_path, {"clubs-2023.csv": GOOD.encode()}, CLUBS))
    assert checked.problems == []
    assert checked.accounts["rows_kept"].tolist() == [4]


def two_files(first: str, second: str) -> dict[str, bytes]:
    return {"clubs-2023.csv": first.encode(), "clubs-2023b.csv": second.encode()}


def problems_of(city: Path, today: date | None = None) -> list[str]:
    with pytest.raises(UserError) as caught:
        check(city, today)
    return [problem.into("de") for problem in caught.value.problems]


def test_two_files_of_a_day_that_state_the_same_cell_stop_everything(tmp_path):
    files = two_files(GOOD, "Gebiet;Jahr;Alter;Anzahl\n01;2023;alle;91\n")
    assert problems_of(city_with(tmp_path, files, CLUBS)) == [
        f"{F}, Zeile 3: Zwei Dateien einer Lieferung enthalten dieselben Angaben zu „Mitglieder“: „clubs-2023.csv, clubs-2023b.csv“."
    ]


def test_two_sources_on_a_day_stop_everything(tmp_path):
    city = city_with(tmp_path, {"clubs-2023.csv": GOOD.encode()}, CLUBS)
    shutil.copy(city / "sources/clubs.yml", city / "sources/sports.yml")
    shutil.copytree(city / "sources/clubs", city / "sources/sports")
    listed = (city / "sources/deliveries.csv").read_text(encoding="utf-8").splitlines()
    again = listed[1].replace("clubs,", "sports,")
    (city / "sources/deliveries.csv").write_text("\n".join([*listed, again, ""]), encoding="utf-8")
    assert problems_of(city) == [
        f"{D}: Mehrere Quellen liefern am selben Tag „Mitglieder“ für 2023: „clubs, sports“."
    ]


def test_an_edited_delivery_is_no_longer_what_was_received(tmp_path):
    city = city_with(tmp_path, {"clubs-2023.csv": GOOD.encode()}, CLUBS)
    edited = swapped(";120", ";121").encode()
    (city / "sources/clubs/clubs-2023.csv").write_bytes(edited)
    (said,) = problems_of(city)
    assert said.startswith(
        f"{D}, Zeile 2, Spalte „sha256“: Die Datei „clubs-2023.csv“ ist nicht mehr"
    )


def test_a_delivery_that_nobody_listed_is_named(tmp_path):
    city = city_with(tmp_path, {"clubs-2023.csv": GOOD.encode()}, CLUBS)
    (city / "sources/clubs/clubs-2022.csv").write_bytes(GOOD.encode())
    (said,) = problems_of(city)
    assert "Diese Datei liegt bei den Lieferungen, steht aber nicht in deliveries.csv" in said


def test_a_delivery_of_tomorrow_is_refused(tmp_path):
    city = city_with(tmp_path, {"clubs-2023.csv": GOOD.encode()}, CLUBS)
    assert problems_of(city, date(2024, 1, 31)) == [
        f"{D}, Zeile 2, Spalte „received“: Dieser Tag liegt in der Zukunft: „2024-02-01“."
    ]


@pytest.mark.parametrize("name", ["../clubs.yml", "/etc/passwd"])
def test_a_path_does_not_leave_the_folder(tmp_path, name):
    city = city_with(tmp_path, {"clubs-2023.csv": GOOD.encode()}, CLUBS)
    with (city / "sources/deliveries.csv").open("a", encoding="utf-8") as file:
        file.write(f"clubs,{name},2024-02-01,{'0' * 64}\n")
    assert problems_of(city) == [
        f"{D}, Zeile 3, Spalte „file“: Der Pfad führt aus dem Ordner der Quelle heraus: „{name}“."
    ]


WORKBOOK = CLUBS | {
    "format": "xlsx",
    "csv": None,
    "xlsx": {"sheet": "Daten", "header_rows": [1]},
}


def workbook(folder: Path, sheet: str = "Daten", text: str = GOOD) -> dict[str, bytes]:
    path = folder / "clubs-2023.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for number, line in enumerate(text.splitlines()):
            page.write_row(number, 0, line.split(";"))
    return {path.name: path.read_bytes()}


X = "kleinstadt/sources/clubs/clubs-2023.xlsx"
BOOKS = [
    (
        "another sheet",
        {"sheet": "Tabelle1"},
        {"sheet": "Daten"},
        (
            f"{X}: Das Tabellenblatt gibt es in der Datei nicht: „Daten“. Hinweis: In der Datei gibt es: Tabelle1.",
        ),
    ),
    (
        "a pattern that fits no sheet",
        {"sheet": "Tabelle1"},
        {"sheets": "20.."},
        (
            f"{X}: Das Tabellenblatt gibt es in der Datei nicht: „20..“. Hinweis: In der Datei gibt es: Tabelle1.",
        ),
    ),
    (
        "a header further down than the sheet",
        {},
        {"sheet": "Daten", "header_rows": [9]},
        (f"{X}: So viele Zeilen, wie die Kopfzeile braucht, hat das Tabellenblatt nicht: „9“.",),
    ),
    (
        "a title above the header",
        {"text": "Mitglieder der Vereine\n" + GOOD},
        {"sheet": "Daten"},
        (
            f"{X}: Von den beschriebenen Spalten steht keine in der Kopfzeile: „Gebiet, Jahr, Alter, Anzahl“. Hinweis: Unter „header_rows“ die Zeile festlegen, in der die Überschriften stehen. Oder ist es die Datei einer anderen Quelle?",
        ),
    ),
    (
        "a row that was shifted",
        {"text": swapped("02;2023;jung;50", ";02;2023;jung;50")},
        {"sheet": "Daten"},
        (
            f"{X}, Zeile 4, Spalte „Alter“: Diese Gruppe ist in der Beschreibung der Quelle nicht genannt: „2023“. Erlaubt: jung, alt, alle. Hinweis: Unter „groups“ ergänzen, was damit gemeint ist.",
            f"{X}, Zeile 4, Spalte „Anzahl“: Das ist weder eine Zahl noch ein vereinbartes Zeichen: „jung“. Erlaubt: Zahlen wie 1234,5 und diese Zeichen: *. Hinweis: Ein Zeichen, das statt einer Zahl steht, unter „symbols“ festlegen.",
            f"{X}, Zeile 4, Spalte „Gebiet“: Die Zelle ist leer.",
            f"{X}, Zeile 4, Spalte „Jahr“: Das ist kein Zeitraum: „02“. Erlaubt: 2024, 31.12.2024, 1. Quartal 2024, März 2024 oder 2023/24.",
        ),
    ),
]


@pytest.mark.parametrize(
    ("made", "layout", "said"), [case[1:] for case in BOOKS], ids=[case[0] for case in BOOKS]
)
def test_a_mistake_in_a_workbook_is_named(made, layout, said, tmp_path):
    described = {
        name: told for name, told in (WORKBOOK | {"xlsx": layout}).items() if told is not None
    }
    checked = check(city_with(tmp_path, workbook(tmp_path, **made), described))
    assert said_of(checked) == said
    (account,) = checked.accounts.to_dict("records")
    assert account["rows_read"] == sum(
        account[f"rows_{kind}"] for kind in ("kept", "quarantined", "no_data")
    )


def reasons_in(module: Path) -> set[str]:
    """The reasons that a module gives, as far as they stand there as texts."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            place = {"Fault": 3, "faulty_table": 0}.get(ast.unparse(node.func), 99)
            given = [*node.args[place : place + 1]]
            given += [word.value for word in node.keywords if word.arg == "reason"]
            texts = [each for arg in given for each in ast.walk(arg)]
            values = [each.value for each in texts if isinstance(each, ast.Constant)]
            found |= {value for value in values if isinstance(value, str)}
    return found - {""}


def test_each_reason_has_words():
    given = {reason for module in SOURCES.glob("*.py") for reason in reasons_in(module)}
    given |= set(figures.REASONS) - {""}
    assert {"area", "header_part", "sheet_period", "no_sheet"} <= given
    assert given <= REASONS.keys()


def test_many_rows_that_are_wrong_alike_are_gathered_in_no_time():
    many = pd.DataFrame({"row": np.arange(2, 200_002), "found": "x", "hint": "", "role": "value"})
    about = {"source": "a", "delivery": "a", "file": "a", "column": "b", "reason": "number"}
    (one,) = gathered(many.assign(**about))
    assert len(one["row"]) == 200_000
    (one,) = gathered(many.assign(found=many["row"].astype(str), **about).head(20_000))
    assert (one["found"], len(one["row"])) == ("2; 3; 4; …", 20_000)
