"""A city's folder is checked as a planner does it: written by hand, broken on purpose."""

import hashlib
from pathlib import Path

import pytest

from quartier.checking import check
from quartier.errors import UserError

CITY = """\
name: Kleinstadt
levels: [{id: city, name: Stadt, plural: Städte}, {id: district, name: Bezirk, plural: Bezirke}]
geographies: [{id: "2015", valid_from: 2015-01-01}]
indicators: [population]
"""
AREAS = """\
code,name,name_in,level,parent,valid_from,valid_to,aliases
00,Kleinstadt,,city,,,,
01,Nord,,district,00,,,
02,Süd,,district,00,,,
"""
SOURCE = """\
title: Melderegister
owner: Bürgeramt
format: csv
area: {column: Gebiet}
period: {fixed: "2024"}
values: [{column: Zahl, variable: population}]
footnotes: ["Quelle:"]
"""


@pytest.fixture
def city(tmp_path):
    """Write a folder with delivered files by name, and return it."""

    def writing(**files: str) -> Path:
        folder = tmp_path / "kleinstadt"
        (folder / "sources" / "register").mkdir(parents=True)
        (folder / "city.yml").write_text(CITY, encoding="utf-8")
        (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
        (folder / "sources" / "register.yml").write_text(SOURCE, encoding="utf-8")
        listed = ["source,file,received,sha256"]
        for name, text in files.items():
            (folder / "sources" / "register" / f"{name}.csv").write_text(text, encoding="utf-8")
            digest = hashlib.sha256(text.encode()).hexdigest()
            listed.append(f"register,{name}.csv,2025-01-31,{digest}")
        deliveries = folder / "sources" / "deliveries.csv"
        deliveries.write_text("\n".join(listed) + "\n", encoding="utf-8")
        return folder

    return writing


def test_a_clean_city_has_no_problems_and_an_account(city):
    checked = check(city(a="Gebiet;Zahl\n01;100\n02;200\nQuelle: Bürgeramt;\n"))
    assert checked.problems == []
    account = checked.accounts.iloc[0]
    told = ["rows_read", "rows_kept", "rows_quarantined", "rows_no_data", "file", "owner"]
    assert account[told].tolist() == [4, 2, 0, 2, "a.csv", "Bürgeramt"]
    (line,) = checked.files
    assert str(line) == (
        "register/a.csv (Bürgeramt, Eingang 31.01.2025; CSV, utf-8, Trennzeichen „;“): "
        "4 Zeilen = 2 übernommen + 0 in Quarantäne + 2 ohne Daten"
    )


def test_what_is_quarantined_is_told_in_the_order_of_the_rows_with_advice(city):
    rows = "\n".join(["Gebiet;Zahl", *["01;x"] * 8, "1;5", "02;viele"])
    checked = check(city(a=rows))
    # What is wrong in one and the same way is told once.
    alike, lost, many = checked.problems
    assert str(alike) == (
        "kleinstadt/sources/register/a.csv, Zeilen 2–9, Spalte „Zahl“: Das ist weder eine Zahl "
        "noch ein vereinbartes Zeichen: „x“. Erlaubt: Zahlen wie 1234,5. Hinweis: Ein Zeichen, das "
        "statt einer Zahl steht, unter „symbols“ festlegen."
    )
    assert str(lost) == (
        "kleinstadt/sources/register/a.csv, Zeile 10, Spalte „Gebiet“: Diese Raumeinheit gibt es "
        "nicht; die führende Null fehlt wohl: „1“. Hinweis: Meinten Sie „01“?"
    )
    assert str(many) == (
        "kleinstadt/sources/register/a.csv, Zeile 11, Spalte „Zahl“: Das ist weder eine Zahl "
        "noch ein vereinbartes Zeichen: „viele“. Erlaubt: Zahlen wie 1234,5. Hinweis: Ein Zeichen, "
        "das statt einer Zahl steht, unter „symbols“ festlegen."
    )


def test_what_is_doubtful_is_told_with_what_was_found_and_expected(city):
    checked = check(city(a="Gebiet;Zahl\n00;301\n01;100\n02;200\n"))
    assert checked.problems == []
    (doubt,) = checked.doubts
    assert str(doubt) == (
        "kleinstadt/sources/register/a.csv, Zeile 2, Spalte „Zahl“: Auffällig, aber übernommen: "
        "Die Teilgebiete ergeben zusammen nicht den Wert ihrer Raumeinheit. "
        "Bevölkerung am Ort der Hauptwohnung, Kleinstadt, 2024: 301, erwartet 300."
    )
    assert checked.accounts["rows_kept"].tolist() == [3]


def test_a_part_greater_than_its_whole_names_the_other_figure(city):
    cut = "groups: [{column: Alter, dimension: age, values: {alle: total, Kinder: 0-2}}]\n"
    folder = city(a="Gebiet;Alter;Zahl\n01;alle;100\n01;Kinder;101\n")
    source = folder / "sources" / "register.yml"
    source.write_text(SOURCE + cut, encoding="utf-8")
    whole, part = check(folder).problems
    assert str(whole) == (
        "kleinstadt/sources/register/a.csv, Zeile 2, Spalte „Zahl“: Der Wert einer Gruppe ist "
        "größer als der einer Gruppe, die sie enthält: „100“. Hinweis: In derselben Lieferung "
        "steht: age=0-2 = 101."
    )
    assert part.place.row == (3,)


def test_a_fault_of_a_file_has_no_row(city):
    checked = check(city(a="Gebiet;Zahl\n01;1\n", b="Gebiet;Anzahl\n02;1\n"))
    (problem,) = checked.problems
    assert (problem.place.file, problem.place.row) == ("kleinstadt/sources/register/b.csv", None)
    assert checked.accounts["rows_quarantined"].tolist() == [0, 1]


def test_a_folder_with_mistakes_is_not_read_any_further(city):
    folder = city(a="Gebiet;Zahl\n01;1\n")
    (folder / "city.yml").write_text(CITY + "thresold: 5\n", encoding="utf-8")
    with pytest.raises(UserError):
        check(folder)


def test_boundaries_are_checked_with_the_rest(city):
    folder = city(a="Gebiet;Zahl\n01;1\n")
    (folder / "boundaries").mkdir()
    (folder / "boundaries" / "d.geojson").write_text("kaputt", encoding="utf-8")
    boundaries = (
        "coordinates: EPSG:25832\nboundaries: {district: {file: boundaries/d.geojson, code: c}}\n"
    )
    (folder / "city.yml").write_text(CITY + boundaries, encoding="utf-8")
    with pytest.raises(UserError) as error:
        check(folder)
    assert [each.place.file for each in error.value.problems] == ["kleinstadt/boundaries/d.geojson"]
