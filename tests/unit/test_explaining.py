"""Where the numbers of a small city come from, and what of it nobody is told."""

import hashlib
import shutil
from pathlib import Path

import pytest

from quartier.areas import Areas
from quartier.city import load_city
from quartier.errors import UserError
from quartier.explaining import Grid, Heading, explain, find_asked, tell

CITY = """\
name: Kleinstadt
levels: [{id: city, name: Stadt, plural: Städte}, {id: district, name: Bezirk, plural: Bezirke}]
geographies: [{id: "2019", valid_from: 2019-01-01}]
indicators: [population]
"""
AREAS = """\
code,name,name_in,level,parent,valid_from,valid_to,aliases
00,Kleinstadt,in Kleinstadt,city,,,,
01,Nord,im Norden,district,00,,,Nordend
02,Süd,im Süden,district,00,,,
03,Ost,im Osten,district,00,,,
"""
SOURCE = """\
title: Melderegister
owner: Bürgeramt
format: csv
area: {column: Gebiet, unknown: [unbekannt]}
period: {column: Jahr}
groups: [{column: Geschlecht, dimension: sex, values: {w: f, m: m}}]
values: [{column: Zahl, variable: population}]
symbols: {"*": secret}
"""
HEADER = "Gebiet;Jahr;Geschlecht;Zahl"
FIRST = ["01;2024;w;100", "01;2024;m;120", "02;2024;w;45", "02;2024;m;48", "03;2024;w;50"]
FIRST += ["03;2024;m;60", "unbekannt;2024;w;10", "unbekannt;2024;m;12"]


@pytest.fixture
def told(tmp_path):
    """Write a city with deliveries by their day, and tell where a number comes from."""

    def telling(asked: tuple[str, str, str], **deliveries: list[str]) -> list[Heading | Grid | str]:
        folder = tmp_path / "kleinstadt"
        _write(folder, deliveries)
        city = load_city(folder)
        areas = Areas(city.areas, city.levels)
        return list(tell(explain(city, areas, find_asked(city, areas, *asked)), "de"))

    return telling


def _write(folder: Path, deliveries: dict[str, list[str]]) -> None:
    (folder / "sources" / "register").mkdir(parents=True)
    (folder / "city.yml").write_text(CITY, encoding="utf-8")
    (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
    (folder / "sources" / "register.yml").write_text(SOURCE, encoding="utf-8")
    listed = ["source,file,received,sha256"]
    for month, rows in deliveries.items():
        text = "\n".join([HEADER, *rows]) + "\n"
        (folder / "sources" / "register" / f"{month}.csv").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        day = {"january": "2025-01-31", "march": "2025-03-01"}[month]
        listed.append(f"register,{month}.csv,{day},{digest}")
    deliveries_file = folder / "sources" / "deliveries.csv"
    deliveries_file.write_text("\n".join(listed) + "\n", encoding="utf-8")


def grids(parts: list[Heading | Grid | str]) -> list[list[tuple[str, ...]]]:
    return [list(part.rows) for part in parts if isinstance(part, Grid)]


def words(parts: list[Heading | Grid | str]) -> str:
    return "\n".join(part for part in parts if isinstance(part, str))


def test_a_figure_is_told_with_its_cells_their_file_row_and_delivery(told):
    parts = told(("Nordend", "population", "2024"), january=FIRST)
    assert parts[0] == Heading("Bevölkerung am Ort der Hauptwohnung")
    assert parts[1] == "Nord (01), 2024: 220"
    assert grids(parts) == [
        [
            ("weiblich", "100", "register/january.csv", "2"),
            ("männlich", "120", "register/january.csv", "3"),
        ]
    ]
    assert "Summe von 2 Gruppen:" in parts
    assert "Geliefert: Bürgeramt, „Melderegister“, Eingang 31.01.2025" in parts
    assert "Einen Vertrauensbereich hat diese Kennzahl nicht." in parts
    headings = [part.text for part in parts if isinstance(part, Heading)]
    assert headings[1].endswith("(insgesamt), 2024 = 220")


def test_the_sum_of_a_city_names_its_areas_and_the_people_beside_them(told):
    # 220 + 93 + 110 in the districts, 22 of unknown address.
    parts = told(("00", "population", "2024"), january=FIRST)
    assert parts[1] == "Kleinstadt (00), 2024: 445"
    assert grids(parts) == [
        [
            ("Nord", "220", "2", "register/january.csv", "Zeilen 2–3"),
            ("Süd", "93", "2", "register/january.csv", "Zeilen 4–5"),
            ("Ost", "110", "2", "register/january.csv", "Zeilen 6–7"),
            ("ohne bekannte Anschrift", "•", "2", "register/january.csv", "Zeilen 8–9"),
        ]
    ]


def test_what_an_earlier_delivery_said_otherwise_stands_beside_it(told):
    second = ["01;2024;w;101", *FIRST[1:]]
    parts = told(("01", "population", "2024"), january=FIRST, march=second)
    assert parts[1] == "Nord (01), 2024: 221"
    assert (
        "Früher anders: Nord, weiblich: 100 (Eingang 31.01.2025, register/january.csv, Zeile 2)"
    ) in parts
    # The men are as they were.
    assert "männlich: " not in words(parts)


def test_a_correction_stands_beside_the_cell_that_it_changed(told, tmp_path):
    row = "register,01,2024,population,sex=f,replace,100,99,Eine Frau doppelt,M. Muster,2025-02-01"
    header = "source,area,period,variable,group,action,expected,value,reason,by,on"
    (tmp_path / "kleinstadt").mkdir()
    file = tmp_path / "kleinstadt" / "corrections.csv"
    file.write_text(f"{header}\n{row}\n", encoding="utf-8")
    parts = told(("01", "population", "2024"), january=FIRST)
    assert parts[1] == "Nord (01), 2024: 219\N{NO-BREAK SPACE}r (nachträglich berichtigt)"
    assert (
        "Berichtigt: Nord, weiblich: ersetzt, weil: Eine Frau doppelt (M. Muster, 01.02.2025)"
    ) in parts


def test_what_a_later_delivery_leaves_out_is_told_with_the_sum_that_lacks_it(told):
    parts = told(("01", "population", "2024"), january=FIRST, march=FIRST[1:])
    assert parts[1].startswith("Nord (01), 2024: ~ (unvollständig")
    assert "Zurückgezogen: Nord, weiblich: Die Lieferung vom 01.03.2025" in words(parts)


def test_what_was_not_understood_is_named_where_there_is_no_figure(told, tmp_path):
    rows = [each.replace("02;2024;w;45", "02;2024;w;fünf") for each in FIRST]
    parts = told(("Süd", "population", "2024"), january=rows)
    assert (
        "In Quarantäne: register/january.csv, Zeile 4: Das ist weder eine Zahl noch ein "
        "vereinbartes Zeichen"
    ) in words(parts)
    # Beside a figure that lacks nothing it would only confuse.
    shutil.rmtree(tmp_path / "kleinstadt")
    assert "In Quarantäne" not in words(told(("Nordend", "population", "2024"), january=rows))


def test_cells_with_few_people_are_not_told_nor_those_that_give_them_away(told):
    few = [*FIRST[:2], "02;2024;w;3", "02;2024;m;90", *FIRST[4:]]
    parts = told(("02", "population", "2024"), january=few)
    assert parts[1] == "Süd (02), 2024: 93"
    assert [row[:2] for row in grids(parts)[0]] == [("weiblich", "•"), ("männlich", "•")]
    assert "• nicht veröffentlicht, damit niemand erkennbar wird" in parts


def test_the_women_of_two_areas_are_hidden_where_all_women_of_the_city_could_be_told(told):
    # Of 155 women in the city 10 are of unknown address; 3 live in the south.
    few = [*FIRST[:2], "02;2024;w;3", "02;2024;m;90", *FIRST[4:]]
    parts = told(("03", "population", "2024"), january=few)
    assert parts[1] == "Ost (03), 2024: 110"
    assert [row[1] for row in grids(parts)[0]] == ["•", "•"]


def test_of_a_figure_that_is_withheld_nothing_but_its_place_is_told(told):
    few = [*FIRST[:2], "02;2024;w;1", "02;2024;m;2", *FIRST[4:]]
    parts = told(("02", "population", "2024"), january=few)
    assert parts[1] == "Süd (02), 2024: • (nicht veröffentlicht, damit niemand erkennbar wird)"
    assert [row[1] for row in grids(parts)[0]] == ["•", "•"]
    headings = [part.text for part in parts if isinstance(part, Heading)]
    assert headings[1].endswith("(insgesamt), 2024")
    assert "weniger als 5 Menschen" in words(parts)
    larger = (
        "Gezeigt wird die Zahl für „Kleinstadt“: quartier explain kleinstadt 00 population 2024"
    )
    assert larger in parts


def test_a_sign_of_the_source_stands_where_it_gave_no_number(told):
    secret = [*FIRST[:3], "02;2024;m;*", *FIRST[4:]]
    parts = told(("02", "population", "2024"), january=secret)
    assert parts[1].startswith("Süd (02), 2024: ~")
    assert grids(parts)[0][1][:2] == ("männlich", "*")
    assert any("* von der Quelle geheim gehalten" in text for text in words(parts).splitlines())


def test_whatever_is_not_there_is_named_with_what_is(told):
    with pytest.raises(UserError) as error:
        told(("Nort", "populaton", "neulich"), january=FIRST)
    area, indicator, period = map(str, error.value.problems)
    assert "Meinten Sie „Nord“?" in area
    assert "00 Kleinstadt" in area
    assert "Meinten Sie „population“?" in indicator
    assert "2024" in period


def test_a_period_without_a_figure_names_those_that_have_one(told):
    with pytest.raises(UserError) as error:
        told(("Nord", "Bevölkerung am Ort der Hauptwohnung", "2019"), january=FIRST)
    assert str(error.value) == (
        "PERIOD: Für diesen Zeitraum gibt es hier keine Zahl: „2019“. Erlaubt: 2024."
    )
