"""What is guessed of published files, held against the descriptions that people wrote."""

import csv
from pathlib import Path

import pytest
import yaml

from quartier.config import read_model
from quartier.describing import describe
from quartier.descriptions import Description
from quartier.errors import Problem


def read_back(text: str, folder: Path) -> Description:
    (folder / "guessed.yml").write_text(text, "utf-8")
    problems: list[Problem] = []
    description, _source = read_model(folder / "guessed.yml", "guessed", Description, problems)
    assert not problems
    assert description is not None
    return description


def test_berlin_is_guessed_as_it_is_described(berlin_folder, tmp_path):
    path = berlin_folder / "sources" / "mss" / "mss-2017-table-2-1.csv"
    described, _source = read_model(
        berlin_folder / "sources" / "mss.yml", "mss.yml", Description, []
    )
    guessed = read_back(describe(path).text, tmp_path)
    assert described is not None
    assert guessed.csv == described.csv
    assert guessed.area == described.area
    columns = [each.column for each in guessed.values]
    assert columns == ["inhabitants", *(each.column for each in described.values)]
    with path.open(encoding="utf-8", newline="") as text:
        assert columns == next(csv.reader(text))[2:]
    assert guessed.period is not None
    assert guessed.period.file == r"mss-(\d{4})"


def test_words_under_the_header_of_figures_are_not_taken_for_groups(berlin_folder, real_data):
    # The last headers of table 3 are shifted: classes in words stand under one of z-values.
    found = describe(real_data / "berlin" / "mss-2017-table-3.csv", berlin_folder)
    assert "z_d3_percentage_transfer_payments_recipients, variable" not in found.text
    assert "groups:" not in found.text
    assert "Klassen in Worten" in found.text


@pytest.fixture(scope="module")
def koeln(real_data, tmp_path_factory) -> Path:
    """A city folder with the 96 areas of the file on three levels."""
    folder = tmp_path_factory.mktemp("cities") / "koeln"
    (folder / "sources").mkdir(parents=True)
    published = real_data / "koeln" / "bevoelkerung.csv"
    with published.open(encoding="utf-8", newline="") as text:
        names = {row["raum_id"]: row["raum"] for row in csv.DictReader(text)}
    levels = [
        {"id": "city", "name": "Stadt", "plural": "Städte"},
        {"id": "district", "name": "Stadtbezirk", "plural": "Stadtbezirke"},
        {"id": "quarter", "name": "Stadtteil", "plural": "Stadtteile"},
    ]
    cut = [{"id": "2010", "valid_from": "2010-01-01"}]
    city = {"name": "Köln", "levels": levels, "geographies": cut}
    (folder / "city.yml").write_text(yaml.safe_dump(city, allow_unicode=True), "utf-8")
    with (folder / "areas.csv").open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow("code name name_in level parent valid_from valid_to aliases".split())
        for code, name in names.items():
            level = "city" if code == "000" else "district" if code < "100" else "quarter"
            parent = {"city": "", "district": "000"}.get(level, f"00{code[0]}")
            rows.writerow([code, name, "", level, parent, "", "", ""])
    return folder


def test_the_population_of_koeln_is_a_list_of_what_is_counted(real_data, koeln, tmp_path):
    found = describe(real_data / "koeln" / "bevoelkerung.csv", koeln)
    guessed = read_back(found.text, tmp_path)
    assert guessed.area.column == "raum_id"
    assert guessed.period is not None
    assert guessed.period.column == "jahr"
    assert guessed.number_format.decimal == "."
    assert guessed.variable is not None
    assert guessed.variable.column == "zeile"
    meanings = guessed.variable.values
    # All texts of the file, with the ages as the file writes them.
    assert len(meanings) == 38
    assert (meanings["00 - < 03"].variable, meanings["00 - < 03"].group) == ("einwohner", "age=0-2")
    assert meanings["75 und älter"].group == "age=75+"
    assert meanings["Weiblich"].group == "sex=f"
    assert meanings["ledig"].group == "familienstand=ledig"
    assert meanings["Einwohner"].group == "total"
    # Main and secondary residence are no parts of one population.
    assert meanings["Hauptwohnung"].variable != meanings["Nebenwohnung"].variable
    plain = " ".join(line.strip("# ") for line in found.text.splitlines())
    assert "Mehrere Ebenen stehen in einer Spalte: 1 Stadt, 9 Stadtbezirke, 86 Stadtteile." in plain
    assert "96 von 96 verschiedenen Texten sind Schlüssel aus areas.csv." in plain


def test_the_budget_of_koeln_has_its_years_in_the_header(real_data, koeln, tmp_path):
    found = describe(real_data / "koeln" / "teilergebnisplan.csv", koeln)
    guessed = read_back(found.text, tmp_path)
    assert guessed.area.fixed == "000"
    assert guessed.period is None
    assert [each.pattern for each in guessed.values] == [
        r"Ergebnis (?P<period>\d{4})",
        r"Plan (?P<period>\d{4})",
    ]
    cuts = {cut.column: cut.values for cut in guessed.groups}
    assert list(cuts) == ["Teilplanbezeichnung", "Teilplanzeile"]
    assert len(set(cuts["Teilplanbezeichnung"].values())) == 101
    # The lines are numbered: 01 - Steuern und ähnliche Abgaben ... 28 = Jahresergebnis.
    assert guessed.groups[1].pattern == r"(\d+) .*"
    assert '"27", "28"]' in found.text


def test_the_district_that_the_budget_misspells_is_named(real_data, koeln):
    found = describe(real_data / "koeln" / "produktgruppen-bezirke.csv", koeln)
    assert "Mühlheim (→ Mülheim)" in found.text
