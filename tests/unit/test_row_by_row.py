"""What becomes of each row of a file, line by line as a planner reads it."""

import pytest
from deliveries import a_city

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.errors import UserError
from quartier.row_by_row import chosen_files, rows_of
from quartier.settings import Area, City, DeliveredFile

AREAS = Areas(
    [
        Area("00", "Stadt", "", "city", None),
        Area("01", "Nord", "", "district", "00"),
        Area("02", "Süd", "", "district", "00"),
    ],
    ["city", "district"],
)
COUNT = {"unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(
        COUNT | {"title": "Menschen", "dimensions": {"age": ["0-17", "18+"], "sex": ["f", "m"]}}
    ),
    "births": Variable.model_validate(COUNT | {"title": "Geburten"}),
}
LONG = {
    "title": "Register",
    "owner": "Amt",
    "format": "csv",
    "area": {"column": "Gebiet", "unknown": ["unbekannt"]},
    "period": {"fixed": "2024"},
    "groups": [
        {"column": "Alter", "dimension": "age", "values": {"bis 17": "0-17", "ab 18": "18+"}},
        {"column": "Sex", "dimension": "sex", "values": {"w": "f", "m": "m"}},
    ],
    "values": [{"column": "Zahl", "variable": "people"}],
    "symbols": {"*": "secret"},
    "footnotes": ["Quelle:"],
}
WIDE = LONG | {
    "groups": [],
    "values": [
        {"column": "Menschen", "variable": "people"},
        {"column": "Geburten", "variable": "births"},
    ],
}


@pytest.fixture
def city(tmp_path):
    """A city with files of one source, by their texts."""

    def with_files(description: dict, **texts: str) -> City:
        (tmp_path / "amt").mkdir()
        files = []
        for name, text in texts.items():
            path = tmp_path / "amt" / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            files.append(DeliveredFile("amt", path, "2025-01-31", ""))
        sources = {"amt": Description.model_validate(description)}
        return a_city(*files, sources=sources, areas=AREAS, variables=VARIABLES)

    return with_files


def lines(city: City, language: str = "de", most: int | None = None) -> list[str]:
    (table,) = rows_of(city, city.files[0], most)
    return list(table.lines(language))


def test_a_row_becomes_a_value_or_nothing_or_stands_in_quarantine(city):
    text = """\
Gebiet;Alter;Sex;Zahl
01;bis 17;w;1200
02;ab 18;m;*
Nort;ab 18;m;7
unbekannt;ab 18;w;7

Quelle: Amt;;;
"""
    secret = "Süd · 2024 · 18 Jahre und älter, männlich · Menschen = *"
    unknown = "ohne bekannte Anschrift · 2024 · 18 Jahre und älter, weiblich · Menschen = 7"
    advised = (
        "Eine Raumeinheit gehört in areas.csv, ein anderer Name für sie dort unter „aliases“; eine "
        "Fußnote in die Beschreibung der Quelle unter „footnotes“."
    )
    assert lines(city(LONG, a=text)) == [
        "1: ohne Daten (Kopf, Fußnote oder leer)",
        "2: übernommen: Nord · 2024 · 0–17 Jahre, weiblich · Menschen = 1.200",
        f"3: übernommen: {secret} (von der Quelle geheim gehalten)",
        f"4: in Quarantäne: Spalte „Gebiet“: Diese Raumeinheit gibt es nicht: „Nort“. {advised}",
        f"5: übernommen: {unknown}",
        "6: ohne Daten (Kopf, Fußnote oder leer)",
        "7: ohne Daten (Kopf, Fußnote oder leer)",
    ]


def test_of_several_values_in_a_row_each_is_told(city):
    text = "Gebiet;Menschen;Geburten\n01;1200;10\n02;700;viele\n"
    told = lines(city(WIDE, a=text))
    assert told[1] == "2: übernommen: Nord · 2024 · Geburten = 10; Menschen = 1.200"
    assert told[2] == (
        "3: übernommen: Süd · 2024 · Menschen = 700; in Quarantäne: Spalte „Geburten“: Das "
        "ist weder eine Zahl noch ein vereinbartes Zeichen: „viele“. Ein Zeichen, das statt einer "
        "Zahl steht, unter „symbols“ festlegen."
    )


def test_a_row_that_says_the_same_again_is_told_apart(city):
    text = "Gebiet;Menschen;Geburten\n01;1200;10\n01;1200;10\n"
    again = lines(city(WIDE, a=text))[2]
    assert again.startswith("3: in Quarantäne: Spalte „Geburten“: Diese Angabe steht schon einmal")
    assert "in Quarantäne: Spalte „Menschen“: Diese Angabe steht schon einmal" in again


def test_a_table_that_cannot_be_read_is_one_line(city):
    told = lines(city(WIDE, a="Gebiet;Menschen\n01;1\n"))
    assert told == ["in Quarantäne: Spalte „Geburten“: Diese Spalte fehlt in der Datei."]


def test_a_long_file_is_told_to_some_row(city):
    text = "Gebiet;Menschen;Geburten\n" + "01;1;1\n" * 1 + "02;1;1\n" * 30
    taken_in = city(WIDE, a=text)
    (table,) = rows_of(taken_in, taken_in.files[0], 10)
    assert (len(table.told), table.left) == (10, 22)
    assert len(lines(taken_in)) == 32


def test_a_line_within_a_cell_is_no_row(city):
    text = 'Gebiet;Menschen;Geburten\n"01\n";1200;10\n02;700;3\n'
    told = lines(city(WIDE, a=text))
    assert told[1].startswith("2: übernommen: Nord")
    assert told[2] == "3: ohne Daten (Kopf, Fußnote oder leer), oder ein Teil der Zeile darüber"
    assert told[3].startswith("4: übernommen: Süd")


def test_a_source_or_file_that_is_not_there_is_named_with_those_that_are(city):
    taken_in = city(WIDE, menschen_2024="Gebiet;Menschen;Geburten\n01;1;1\n")
    assert [file.path.name for file in chosen_files(taken_in, "amt")] == ["menschen_2024.csv"]
    with pytest.raises(UserError) as error:
        chosen_files(taken_in, "ant")
    assert str(error.value) == (
        "--rows: Diese Quelle gibt es nicht: „ant“. Erlaubt: amt. Hinweis: Meinten Sie „amt“?"
    )
    with pytest.raises(UserError) as error:
        chosen_files(taken_in, "amt", "menschen_2025.csv")
    assert "Meinten Sie „menschen_2024.csv“?" in str(error.value)
