"""Files that nobody has described yet, written by hand; beside each what is to be guessed.

What is guessed is read back from the text that is written, as the city's folder will be read.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter
import yaml
from deliveries import check_file
from spreadsheets import cell, sheet, write_ods

from quartier.areas import Areas
from quartier.city import load_city
from quartier.config import read_model
from quartier.describing import describe, save
from quartier.descriptions import Description
from quartier.errors import Problem, UserError
from quartier.observations import ingest
from quartier.settings import DeliveredFile

MUSTERSTADT = Path(__file__).parents[2] / "data" / "musterstadt"
CITY = """\
name: Kleinstadt
levels: [{id: city, name: Stadt, plural: Städte}, {id: district, name: Bezirk, plural: Bezirke}]
geographies: [{id: "2015", valid_from: 2015-01-01}]
"""
AREAS = """\
code,name,name_in,level,parent,valid_from,valid_to,aliases
00,Kleinstadt,,city,,,,
01,Nord,,district,00,,,Nordstadt
02,Süd,,district,00,,,
03,West,,district,00,,,
"""


@pytest.fixture
def town(tmp_path) -> Path:
    folder = tmp_path / "kleinstadt"
    (folder / "sources").mkdir(parents=True)
    (folder / "city.yml").write_text(CITY, "utf-8")
    (folder / "areas.csv").write_text(AREAS, "utf-8")
    return folder


def texts_in(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 (it makes texts of everything)


class Read:
    """A description as it is read back, and the text that was written."""

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.comments = " ".join(line.strip(" #") for line in text.splitlines() if "#" in line)
        path.write_text(text, "utf-8")
        problems: list[Problem] = []
        description, _source = read_model(path, path.name, Description, problems)
        assert not problems, "\n".join(map(str, problems))
        assert description is not None
        self.description = description
        self.said: dict[str, Any] = texts_in(text)


@pytest.fixture
def described(town, tmp_path):
    """Describe a file of the town with this text in it."""

    def describing(
        text: str | bytes, name: str = "amt-2023.csv", encoding: str = "utf-8", city: bool = True
    ) -> Read:
        path = tmp_path / name
        if text:
            path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        found = describe(path, town if city else None)
        return Read(found.text, tmp_path / "described.yml")

    return describing


def refused(path: Path) -> str:
    with pytest.raises(UserError) as raised:
        describe(path)
    return str(raised.value)


# Areas


def test_areas_by_code_and_what_their_texts_are(described):
    read = described("Gebiet;Schlüssel;Fälle\nNord;01;5\nSüd;02;7\nWest;03;9\n")
    assert read.said["area"] == {"column": "Schlüssel", "by": "code"}
    assert "3 von 3 verschiedenen Texten sind Schlüssel aus areas.csv." in read.comments
    assert "Ihre Ebene: 3 Bezirke. Dasselbe sagt Spalte „Gebiet“." in read.comments


def test_areas_by_name_with_a_near_miss_and_those_beside_the_city(described):
    read = described(
        "Bezirk;Fälle\nNordstadt;5\nSüd;7\nWestt;9\nunbekannt;1\nübrige Stadt;2\nKleinstadt;24\n"
    )
    assert read.said["area"] == {
        "column": "Bezirk",
        "by": "name",
        "unknown": ["unbekannt"],
        "rest": ["übrige Stadt"],
    }
    assert "1 Text ist keine Raumeinheit und käme in Quarantäne: Westt (→ West)." in read.comments
    assert "Mehrere Ebenen stehen in einer Spalte: 2 Bezirke, 1 Stadt." in read.comments


def test_a_column_that_is_called_like_areas_is_taken_though_none_is_known(described):
    read = described("Stadtteil;Fälle\nHier;5\nDort;7\n")
    assert read.said["area"] == {"column": "Stadtteil", "by": "name"}
    assert "Geraten ist die Spalte nach ihrem Namen." in read.comments


def test_code_and_name_in_one_text_become_aliases(described):
    read = described("Bezirk;Fälle\n01 Nord;5\n02 Süd;7\n")
    assert "Schlüssel und Name stehen in einem Text" in read.comments


def test_lost_zeros_are_named(described):
    read = described("Bezirk;Fälle\n1;5\n2;7\n3;9\n")
    assert read.said["area"] == {"column": "Bezirk", "by": "code"}
    assert "1 (→ 01)" in read.comments
    assert "Führende Nullen fehlen wohl" in read.comments


def test_a_table_without_areas_is_of_the_whole_city(described):
    read = described("Jahr;Fälle\n2022;5\n2023;7\n")
    assert read.said["area"] == {"fixed": "00"}


def test_names_on_two_levels_get_the_level_on_which_all_are(described, town):
    more = AREAS.replace("Bezirk\n", "") + "04,Kleinstadt,,district,00,,,\n"
    (town / "areas.csv").write_text(more, "utf-8")
    read = described("Gebiet;Fälle\nNord;5\nSüd;7\nKleinstadt;9\n")
    assert read.description.area.level == "district"


def test_without_a_city_areas_are_not_checked(described):
    read = described("Stadtteil;Fälle\nHier;5\nDort;7\n", city=False)
    assert read.said["area"] == {"column": "Stadtteil", "by": "name"}
    assert "Ohne die Stadt (--city)" in read.comments


# Periods


def test_a_column_of_years(described):
    read = described("Gebiet;Jahr;Fälle\nNord;2022;5\nNord;2023;6\nSüd;2022;7\nSüd;2023;8\n")
    assert read.said["period"] == {"column": "Jahr"}


def test_the_kind_of_kindergarten_years_is_said(described):
    read = described("Gebiet;Kitajahr;Fälle\nNord;2022/23;5\nSüd;2022/23;6\nSüd;2023/24;6\n")
    assert read.said["period"] == {"column": "Kitajahr", "kind": "kindergarten_year"}


@pytest.mark.parametrize(
    ("name", "pattern", "caught"),
    [
        ("amt-2023.csv", r"amt-(\d{4})", "2023"),
        ("amt (neu) 2023.csv", r"amt \(neu\) (\d{4})", "2023"),
        ("amt_2023-Q1.csv", r"amt_(\d{4}-[QTH][1-4])", "2023-Q1"),
        ("amt_2023-12-31.csv", r"amt_(\d{4}-\d{2}-\d{2})", "2023-12-31"),
        ("2023_amt.csv", r"(\d{4})", "2023"),
    ],
)
def test_the_period_in_the_name_of_the_file(described, name, pattern, caught):
    read = described("Gebiet;Fälle\nNord;5\nSüd;7\n", name)
    assert read.said["period"] == {"file": pattern}
    assert f"hier „{caught}“" in read.comments


def test_a_period_that_stands_nowhere_is_left_open(described):
    read = described("Gebiet;Fälle\nNord;5\nSüd;7\n", "amt.csv")
    assert read.said["period"] == {"fixed": "???"}
    assert "Bitte eintragen" in read.comments


def test_years_in_headers_are_a_pattern(described):
    read = described("Gebiet;2021;2022;2023\nNord;5;6;7\nSüd;8;9;1\n", "kinder.csv")
    assert "period" not in read.said
    assert read.said["values"] == [{"pattern": r"(?P<period>\d{4})", "variable": "kinder"}]


def test_headers_that_differ_by_their_year_only_are_one(described):
    read = described("Gebiet;Plan 2022;Plan 2023;Ist 2022;Ist 2023\nNord;5;6;7;8\nSüd;8;9;1;2\n")
    assert [each["pattern"] for each in read.said["values"]] == [
        r"Plan (?P<period>\d{4})",
        r"Ist (?P<period>\d{4})",
    ]


def test_a_period_in_a_single_header_or_title_holds_for_this_file_only(described):
    read = described("Gebiet;Mieter (31.12.2023);Fläche\nNord;5;7,5\nSüd;7;8,5\n", "amt.csv")
    assert read.said["period"] == {"fixed": "31.12.2023"}
    assert read.said["values"][0] == {"column": "Mieter (31.12.2023)", "variable": "mieter"}
    read = described("Mieter im Dezember 2023\n\nGebiet;Mieter\nNord;5\nSüd;7\n", "amt.csv")
    assert "Den Zeitraum nennt nur „Mieter im Dezember 2023“" in read.comments


def test_a_column_that_divides_the_year_is_named(described):
    read = described("Gebiet;Jahr;Quartal;Fälle\nNord;2023;1;5\nNord;2023;2;6\nSüd;2023;1;8\n")
    assert read.said["period"] == {"column": "Jahr"}
    assert [each["column"] for each in read.said["values"]] == ["Fälle"]
    assert "„Quartal“: teilt das Jahr" in read.comments


# Groups and what is counted


def test_ages_and_sexes_in_columns(described):
    read = described(
        "Gebiet;Alter;Geschlecht;Anzahl\n"
        "Nord;unter 18;w;5\nNord;unter 18;m;6\nNord;18 und älter;insgesamt;8\n"
        "Süd;unter 18;w;5\nSüd;unter 18;m;6\nSüd;18 und älter;insgesamt;8\n"
    )
    assert read.said["groups"] == [
        {
            "column": "Alter",
            "dimension": "age",
            "values": {"unter 18": "0-17", "18 und älter": "18+"},
        },
        {
            "column": "Geschlecht",
            "dimension": "sex",
            "values": {"w": "f", "m": "m", "insgesamt": "total"},
        },
    ]
    # The catalogue counts only the population by age and sex.
    assert read.said["values"] == [{"column": "Anzahl", "variable": "population"}]
    assert "Bitte prüfen" in read.comments


def test_a_text_that_is_no_part_is_named(described):
    read = described(
        "Gebiet;Geschlecht;Anzahl\n"
        "Nord;weiblich;5\nNord;männlich;6\nNord;divers;1\nNord;ohne Angabe;1\n"
        "Süd;weiblich;5\nSüd;männlich;6\nSüd;divers;1\nSüd;ohne Angabe;1\n"
    )
    assert "Nicht gedeutet, also in Quarantäne: ohne Angabe." in read.comments


def test_groups_in_headers(described):
    read = described(
        "Gebiet;Arbeitslose insgesamt;Wohngeldfälle (in Tsd.)\nNord;5;1,5\nSüd;7;2,5\n"
    )
    assert read.said["values"][1]["times"] == "1000"
    read = described(";Mieter;;\nGebiet;insgesamt;Frauen;65 und älter\nNord;5;6;1\nSüd;7;8;2\n")
    assert read.said["csv"]["header_rows"] == ["1", "2"]
    assert read.said["values"] == [
        {"column": "Mieter | insgesamt", "variable": "mieter"},
        {"column": "Mieter | Frauen", "variable": "mieter", "group": "sex=f"},
        {"column": "Mieter | 65 und älter", "variable": "mieter", "group": "age=65+"},
    ]


def test_columns_that_name_only_a_part_are_of_what_stands_before(described):
    read = described(
        "Gebiet;Kinder in Tagespflege;darunter Mädchen;unter 3 Jahre\nNord;5;2;3\nSüd;7;4;3\n"
    )
    assert read.said["values"] == [
        {"column": "Kinder in Tagespflege", "variable": "kinder_in_tagespflege"},
        {"column": "darunter Mädchen", "variable": "kinder_in_tagespflege", "group": "sex=f"},
        {"column": "unter 3 Jahre", "variable": "kinder_in_tagespflege", "group": "age=0-2"},
    ]


def test_units_in_headers(described):
    read = described(
        "Gebiet;Anteil unter 18 in %;Umzüge je 1.000 Einwohner;Mietkosten in Tsd. €\n"
        "Nord;5,5;2,5;3\nSüd;7,5;4,1;3\n"
    )
    assert read.said["values"] == [
        {"column": "Anteil unter 18 in %", "variable": "anteil", "group": "age=0-17"},
        {"column": "Umzüge je 1.000 Einwohner", "variable": "umzuege_je_1_000_einwohner"},
        {"column": "Mietkosten in Tsd. €", "variable": "mietkosten", "times": "1000"},
    ]
    assert "unit: percent" in read.comments
    assert "unit: per_1000" in read.comments


def test_a_list_of_what_is_counted(described):
    read = described(
        "Gebiet;Thema;Merkmal;Wert\n"
        "Nord;Mieter nach Alter;unter 18;5\nNord;Mieter nach Alter;18 und älter;6\n"
        "Nord;Mieter nach Vertrag;befristet;5\nNord;Haushalte;Haushalte;2\n"
        "Süd;Mieter nach Alter;unter 18;5\nSüd;Mieter nach Alter;18 und älter;6\n"
        "Süd;Mieter nach Vertrag;befristet;5\nSüd;Haushalte;Haushalte;2\n"
    )
    assert read.said["variable"] == {
        "column": "Merkmal",
        "values": {
            "unter 18": {"variable": "mieter", "group": "age=0-17"},
            "18 und älter": {"variable": "mieter", "group": "age=18+"},
            "befristet": {"variable": "mieter", "group": "vertrag=befristet"},
            "Haushalte": "haushalte",
        },
    }
    assert read.said["values"] == [{"column": "Wert"}]
    assert "„Thema“: ergibt sich aus Spalte „Merkmal“." in read.comments


def test_known_variables_are_proposed_by_their_title(described):
    read = described("Gebiet;Arbeitslose\nNord;5\nSüd;7\n")
    assert read.said["values"] == [{"column": "Arbeitslose", "variable": "unemployed"}]
    assert "Dem Namen nach „Arbeitslose“: Bitte prüfen." in read.comments


def test_the_lines_for_new_variables_can_be_copied(described, town):
    read = described(
        "Gebiet;Stichtag;Geschlecht;Mieter: alle\n"
        "Nord;30.06.2023;w;5\nNord;30.06.2023;m;6\nSüd;30.06.2023;w;7\nSüd;30.06.2023;m;8\n"
    )
    _above, _marker, below = read.text.partition("average ist ein Mittel.\n")
    copied = "\n".join(line.removeprefix("# ").removeprefix("#") for line in below.splitlines())
    assert texts_in(copied) == {
        "mieter_alle": {
            "title": "Mieter: alle",
            "unit": "persons",
            "kind": "stock",
            "counts_persons": "true",
            "reference_date": "30.06.",
            "dimensions": {"sex": ["f", "m"]},
        }
    }


def test_columns_that_say_nothing_are_left_out_and_named(described):
    read = described(
        "lfd;Gebiet;Schlüssel;Land;Bemerkung;Fälle\n"
        "1;Nord;01;NRW;x;5\n2;Süd;02;NRW;y;7\n3;West;03;NRW;z;9\n"
    )
    assert [each["column"] for each in read.said["values"]] == ["Fälle"]
    for said in (
        "„lfd“: wohl ein Schlüssel und keine Anzahl.",
        "„Gebiet“: Text neben den Zahlen einer Raumeinheit.",
        "„Land“: in allen Zeilen „NRW“.",
    ):
        assert said in read.comments


# Signs, marks, footnotes


def test_signs_and_footnotes(described):
    read = described(
        "Gebiet;Fälle;Anteil\nNord;*;53,40 %\nSüd;0;12,5 %\nWest;(12);.\n"
        "Kleinstadt;1.234 p;rund 5\n\nQuelle: Amt\n"
    )
    assert read.said["symbols"] == {
        "*": "secret",
        "()": "limited",
        "p": "preliminary",
        ".": "unknown",
    }
    assert read.said["csv"]["decimal"] == ","
    assert read.said["csv"]["thousands"] == "."
    assert read.said["footnotes"] == ["Quelle:"]
    assert "in Quarantäne: rund 5 (5)." in read.comments
    assert "Zahlen mit Prozentzeichen" in read.comments
    assert "Die 0 steht 1-mal da und gilt als genau null." in read.comments


def test_windows_text_with_its_reason(described):
    read = described("Gebiet;Fälle\nSüd;5\nNord;7\n", encoding="cp1252")
    assert read.said["csv"]["encoding"] == "cp1252"
    assert "In Zeile 1 steht „ä“ als E4." in read.comments


# Databases and other formats


def test_a_flat_file_of_genesis(described):
    head = (
        "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;"
        "1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;"
        "2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;"
        "value_variable_code;value_variable_label;value_q\n"
    )
    row = (
        "12411;Fortschreibung;STAG;Stichtag;2023-12-31;KREISE;Kreise;{};{};GES;Geschlecht;{};{};"
        "{};Anzahl;B;Bestand;{}\n"
    )
    rows = [
        ("05315", "Köln", "GESM", "männlich", "529", "e"),
        ("05315", "Köln", "GESW", "weiblich", "558", "e"),
        ("05316", "Leverkusen", "GESM", "männlich", "81", "p"),
        ("05316", "Leverkusen", "GESW", "weiblich", "-", "e"),
    ]
    read = described(head + "".join(row.format(*each) for each in rows), "12411_flat.csv")
    assert read.said["title"] == "Fortschreibung"
    assert read.said["area"] == {"column": "1_variable_attribute_code", "by": "code"}
    assert read.said["period"] == {"column": "time"}
    assert [each["column"] for each in read.said["groups"]] == ["2_variable_attribute_label"]
    assert read.said["values"][0]["column"] == "value"
    assert read.said["values"][0]["quality"] == "value_q"
    assert read.said["symbols"]["p"] == "preliminary"
    assert read.said["symbols"]["e"] == "final"
    assert "Flat-File der Datenbank GENESIS" in read.comments


def test_an_older_flat_file_of_genesis(described):
    head = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;"
        "1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;"
        "2_Auspraegung_Label;WOH001__Wohnberechtigte__Anzahl;WOH001__Wohnberechtigte__q\n"
    )
    row = "1;Bestand;STAG;Stichtag;31.12.2023;KREISE;Kreise;{};{};F;Familienstand;{};{};{};{}\n"
    rows = [
        ("05315", "Köln", "L", "ledig", "529", "e"),
        ("05315", "Köln", "V", "verheiratet", "558", "e"),
        ("05316", "Leverkusen", "L", "ledig", "81", "p"),
        ("05316", "Leverkusen", "V", "verheiratet", ".", "e"),
    ]
    read = described(head + "".join(row.format(*each) for each in rows))
    assert read.said["area"]["column"] == "1_Auspraegung_Code"
    assert read.said["groups"][0]["dimension"] == "familienstand"
    assert read.said["values"] == [
        {
            "column": "WOH001__Wohnberechtigte__Anzahl",
            "variable": "wohnberechtigte",
            "quality": "WOH001__Wohnberechtigte__q",
        }
    ]


def book(path: Path, **sheets: Sequence[Sequence[object]]) -> None:
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, rows in sheets.items():
            page = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)


def test_a_workbook_with_a_sheet_of_notes(described, tmp_path):
    table = [["Bericht"], [], ["Gebiet", "Fälle"], ["Nord", 5], ["Süd", 7.5], ["Quelle: Amt"]]
    book(tmp_path / "amt-2023.xlsx", Hinweise=[["Bitte lesen"]], Tabelle=table)
    read = described("", "amt-2023.xlsx")
    assert read.said["xlsx"] == {"sheet": "Tabelle", "header_rows": ["3"], "decimal": ","}
    assert read.said["footnotes"] == ["Quelle:"]


def test_headings_between_rows_and_merged_headers_of_three_rows(described, tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "jahrbuch.xlsx")) as workbook:
        sheet, plain = workbook.add_worksheet("T1"), workbook.add_format()
        sheet.merge_range(0, 0, 0, 4, "Tabelle 1: Mieter und Wohnungen", plain)
        sheet.merge_range(2, 0, 4, 0, "Stadtteil", plain)
        sheet.merge_range(2, 1, 2, 2, "Mieter", plain)
        sheet.merge_range(2, 3, 2, 4, "Wohnungen", plain)
        sheet.write_row(3, 1, ["2022", "2023", "2022", "2023"])
        sheet.write_row(4, 1, ["Anzahl"] * 4)
        sheet.write(5, 0, "Ortsamt 1")
        sheet.write_row(6, 0, ["Nord", 5, 6, 7, "x"])
        sheet.write(7, 0, "Ortsamt 2")
        sheet.write_row(8, 0, ["Süd", 5, 6, 7, 8])
    read = described("", "jahrbuch.xlsx")
    assert read.said["xlsx"]["header_rows"] == ["3", "4", "5"]
    assert read.said["values"] == [
        {"pattern": r"Mieter \| (?P<period>\d{4}) \| Anzahl", "variable": "mieter"},
        {"pattern": r"Wohnungen \| (?P<period>\d{4}) \| Anzahl", "variable": "wohnungen"},
    ]
    assert read.said["footnotes"] == ["Ortsamt"]


def test_sheets_that_are_built_alike_are_one_for_each_period(described, tmp_path):
    table = [["Gebiet", "Fälle"], ["Nord", 5], ["Süd", 7]]
    book(tmp_path / "amt.xlsx", **{"2022": table, "2023": table})
    read = described("", "amt.xlsx")
    assert read.said["xlsx"]["sheets"] == r"^\d{4}$"
    assert read.said["period"] == {"sheet": r"(\d{4})"}


# What cannot be described


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "a.csv: Die Datei ist leer."),
        ("a.pdf", b"%PDF-1.7", "a.pdf: Dieses Format liest Quartier nicht: „.pdf“."),
        ("a.csv", b"PK\x03\x04\x14\x00", "Das ist keine Textdatei in der angegebenen Kodierung."),
        ("a.csv", b"<html><table>", "Das ist eine Internetseite (HTML) und keine Tabelle."),
        ("a.csv", b"Gebiet\nNord\n", "In der Datei ist keine Tabelle zu erkennen."),
        ("a.csv", b"a;b\nx;y\n", "keine Tabelle zu erkennen: Keine Spalte hat Zahlen."),
        ("a.csv", b"Nord;4\nOst;5\n", "Keine Zeile nennt die Spalten"),
        ("a.xlsx", b"nonsense", "Die Datei hat nicht das angegebene Format: „xlsx“."),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "im alten Format von Excel (xls)."),
        ("a.ods", b"PK\x03\x04", "Die Datei lässt sich nicht öffnen: „BadZipFile“."),
    ],
)
def test_a_file_that_cannot_be_described_is_refused(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    assert message in refused(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refused(tmp_path / "a.csv") == "a.csv: Diese Datei gibt es nicht."


# Where the description goes


def test_a_file_inside_a_city_tells_city_and_source(town):
    folder = town / "sources" / "wohngeld"
    folder.mkdir()
    path = folder / "wohngeld-2023.csv"
    path.write_text("Gebiet;Fälle\nNord;5\nSüd;7\n", "utf-8")
    found = describe(path)
    assert (found.name, found.source) == ("kleinstadt/sources/wohngeld.yml", "wohngeld")


def test_an_existing_description_is_never_overwritten(town, tmp_path):
    path = tmp_path / "Wohngeld 2023.csv"
    path.write_text("Gebiet;Fälle\nNord;5\nSüd;7\n", "utf-8")
    found = describe(path, town)
    assert found.path == town / "sources" / "wohngeld.yml"
    found.path.write_text("mine", "utf-8")
    with pytest.raises(UserError, match="Diese Quelle ist schon beschrieben"):
        save(found)
    assert found.path.read_text("utf-8") == "mine"


# Musterstadt: what is guessed reads the files as the descriptions that people wrote


@pytest.mark.parametrize(
    ("source", "name", "proposed"),
    [
        ("melderegister", "melderegister-2023.csv", {}),
        ("jugendamt", "jugendamt-2023.csv", {}),
        ("arbeitsagentur", "arbeitsagentur-2023.xlsx", {}),
    ],
)
def test_what_is_guessed_reads_the_whole_file(source, name, proposed, tmp_path):
    path = MUSTERSTADT / "sources" / source / name
    guessed = Read(describe(path, MUSTERSTADT).text, tmp_path / "guessed.yml").description
    city = load_city(MUSTERSTADT)
    areas = Areas(city.areas, city.levels)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    file = DeliveredFile(source, path, "2024-12-31", digest)
    by_guess = check_file(file, guessed, areas, city.variables)
    by_people = check_file(file, city.sources[source], areas, city.variables)
    assert by_guess.quarantine == []
    pd.testing.assert_frame_equal(by_guess.observations, by_people.observations)


def test_a_city_described_from_its_files_alone_has_the_same_figures(tmp_path):
    folder = tmp_path / "musterstadt"
    shutil.copytree(MUSTERSTADT, folder)
    for source, name in (
        ("arbeitsagentur", "arbeitsagentur-2024.xlsx"),
        ("jugendamt", "jugendamt-2024.csv"),
        ("melderegister", "melderegister-2024.csv"),
    ):
        (folder / "sources" / f"{source}.yml").unlink()
        save(describe(folder / "sources" / source / name))
    guessed, written = load_city(folder), load_city(MUSTERSTADT)
    areas = Areas(written.areas, written.levels)
    by_guess, by_people = ingest(guessed, areas), ingest(written, areas)
    columns = ["variable", "group", "area", "period", "value", "status", "file", "row"]
    both = by_people.observations[columns].merge(
        by_guess.observations[columns], how="outer", indicator=True
    )
    missing = both[both["_merge"] != "both"]
    # Signs that other years have are not guessed from these files; their cells are quarantined.
    assert set(missing["_merge"]) == {"left_only"}
    assert set(missing["status"]) <= {"unknown", "reported"}
    added = len(by_guess.quarantine) - len(by_people.quarantine)
    assert len(missing) == added == 6


def test_a_parquet_file(described, tmp_path):
    table = pa.table({"Gebiet": ["Nord", "Süd"], "Fälle": [5, 7], "Quote": [1.5, 2.5]})
    pyarrow.parquet.write_table(table, tmp_path / "amt-2023.parquet")
    read = described("", "amt-2023.parquet")
    assert read.said["format"] == "parquet"
    assert read.said["area"]["column"] == "Gebiet"
    assert [each["column"] for each in read.said["values"]] == ["Fälle", "Quote"]


def test_what_is_said_about_features(described):
    features = [
        {
            "type": "Feature",
            "properties": {"id": code, "Kitaplätze": number},
            "geometry": {"type": "Point", "coordinates": [7.0, 51.0 + number]},
        }
        for code, number in (("01", 5), ("02", 7))
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    read = described(content, "kitas-2023.geojson")
    assert read.said["format"] == "geojson"
    assert read.said["area"] == {"column": "id", "by": "code"}
    assert [each["column"] for each in read.said["values"]] == ["Kitaplätze"]


def test_a_layer_is_named_where_there_are_several(described, tmp_path):
    points = geopandas.points_from_xy([7, 8], [51, 52])
    for layer, number in (("kitas", 5), ("schulen", 6)):
        frame = geopandas.GeoDataFrame(
            {"Gebiet": ["Nord", "Süd"], "Plätze": [number, 7]}, geometry=points, crs=4326
        )
        frame.to_file(tmp_path / "amt-2023.gpkg", layer=layer)
    read = described("", "amt-2023.gpkg")
    assert read.said["layer"] == "kitas"
    assert "Die Datei hat mehrere Ebenen; weitere: schulen." in read.comments
    assert [each["column"] for each in read.said["values"]] == ["Plätze"]


def test_an_open_document_with_a_header_of_two_rows(described, tmp_path):
    rows = [
        ["", cell("Mieter", columns_spanned=2), cell()],
        ["Gebiet", "Frauen", "Männer"],
        ["Nord", 5.0, 6.0],
        ["Süd", 7.0, 8.5],
    ]
    write_ods(tmp_path / "amt-2023.ods", sheet("Tabelle", *rows))
    read = described("", "amt-2023.ods")
    assert read.said["ods"] == {"sheet": "Tabelle", "header_rows": ["1", "2"], "decimal": ","}
    assert read.said["values"] == [
        {"column": "Mieter | Frauen", "variable": "mieter", "group": "sex=f"},
        {"column": "Mieter | Männer", "variable": "mieter", "group": "sex=m"},
    ]
