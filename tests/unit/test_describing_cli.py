"""`quartier describe` as it is called: what it says, what it writes, how it ends."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quartier import cli

CITY = """\
name: Kleinstadt
levels: [{id: city, name: Stadt, plural: Städte}, {id: district, name: Bezirk, plural: Bezirke}]
geographies: [{id: "2015", valid_from: 2015-01-01}]
"""
AREAS = """\
code,name,name_in,level,parent,valid_from,valid_to,aliases
00,Kleinstadt,,city,,,,
01,Nord,,district,00,,,
02,Süd,,district,00,,,
"""


@pytest.fixture
def town(tmp_path) -> Path:
    folder = tmp_path / "kleinstadt"
    (folder / "sources" / "wohngeld").mkdir(parents=True)
    (folder / "city.yml").write_text(CITY, "utf-8")
    (folder / "areas.csv").write_text(AREAS, "utf-8")
    return folder


@pytest.fixture
def delivered(town) -> Path:
    path = town / "sources" / "wohngeld" / "wohngeld-2023.csv"
    path.write_text("Gebiet;Wohngeldhaushalte\nNord;5\nSüd;7\n", "utf-8")
    return path


@pytest.fixture
def quartier(monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Run the command in German; how it ends, and what it says where."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setenv("QUARTIER_LANGUAGE", "de")
        monkeypatch.setattr(sys, "argv", ["quartier", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def test_a_description_is_written_beside_the_file_and_what_comes_next_is_said(quartier, delivered):
    code, out, err = quartier("describe", delivered)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Geschrieben: kleinstadt/sources/wohngeld.yml. Alles darin ist geraten; bitte prüfen.",
        "In variables.yml fehlen noch: wohngeldhaushalte",
        f"Merkmale eintragen, dann: quartier deliver {delivered.parents[2]} wohngeld {delivered}",
    ]
    written = delivered.parents[1] / "wohngeld.yml"
    assert "variable: wohngeldhaushalte" in written.read_text("utf-8")


def test_a_second_description_is_refused_and_the_first_stays(quartier, delivered):
    written = delivered.parents[1] / "wohngeld.yml"
    written.write_text("mine", "utf-8")
    code, out, err = quartier("describe", delivered)
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        (
            "kleinstadt/sources/wohngeld.yml: Diese Quelle ist schon beschrieben. Hinweis: Mit "
            "--print den Entwurf nur ansehen oder mit --id anders nennen."
        ),
        "1 Fehler; nichts wurde geändert.",
    ]
    assert written.read_text("utf-8") == "mine"


def test_a_description_is_only_printed_where_that_is_wanted(quartier, delivered):
    code, out, err = quartier("describe", delivered, "--print")
    assert (code, err) == (0, "")
    assert "format: csv" in out
    assert not (delivered.parents[1] / "wohngeld.yml").exists()


def test_without_a_city_a_description_is_printed(quartier, delivered, tmp_path):
    path = delivered.rename(tmp_path / "wohngeld-2023.csv")
    code, out, err = quartier("describe", path)
    assert code == 0
    assert "Ohne die Stadt (--city)" in out
    assert err == ("Mit --city wird der Entwurf geprüft und gleich in die Stadt geschrieben.\n")


def test_city_and_source_can_be_named(quartier, delivered, town, tmp_path):
    path = delivered.rename(tmp_path / "x.2023.csv")
    code, _out, _err = quartier("describe", path, "--city", town, "--id", "wohngeld_neu")
    assert code == 0
    assert (town / "sources" / "wohngeld_neu.yml").is_file()


def test_an_id_that_is_no_name_of_a_file_is_refused(quartier, delivered, town):
    code, _out, err = quartier("describe", delivered, "--id", "../../x")
    assert code == 2
    assert "Das kann kein Name einer Quelle sein: „../../x“." in err
    assert not (town.parent / "x.yml").exists()


def test_mistakes_of_the_city_are_said(quartier, delivered, town):
    (town / "city.yml").write_text("name: Kleinstadt\n", "utf-8")
    code, _out, err = quartier("describe", delivered)
    assert code == 2
    assert "kleinstadt/city.yml, Zeile 1, Feld „levels“: Diese Angabe fehlt." in err


def test_a_file_that_cannot_be_described_is_said(quartier, tmp_path):
    (tmp_path / "leer.csv").write_bytes(b"")
    code, out, err = quartier("describe", tmp_path / "leer.csv")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "leer.csv: Die Datei ist leer."
