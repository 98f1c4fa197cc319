"""Bands of ages as offices write them."""

import pytest

from quartier.bands import read_band, read_bands
from quartier.groups import check_bands


@pytest.mark.parametrize(
    ("band", "texts"),
    [
        (
            "75+",
            ["75 und älter", "75 Jahre und älter", "75 u. älter", "75 und mehr", "75 +", "75+"],
        ),
        ("75+", ["ab 75", "ab 75 Jahren", "75 J. u. älter", "75-Jährige und Ältere", "075 u.ä."]),
        ("75+", ["75 und a\N{COMBINING DIAERESIS}lter", "75\N{NO-BREAK SPACE}und  älter"]),
        ("80+", ["80 Jahre u. m.", "80 u.m.", "80 und darüber"]),
        ("65+", [">= 65", "≥65", ">=65 Jahre"]),
        ("0-2", ["00 - < 03", "0 bis unter 3", "0 bis unter 3 Jahre", "0-<3", "0 - 2", "bis 2"]),
        ("0-2", ["unter 3", "unter 3 Jahren", "< 3", "<3 Jahre", "Unter 3-Jährige", "bis unter 3"]),
        ("0-17", ["bis 17 Jahre", "bis unter 18", "bis zu 17 Jahren", "bis einschl. 17", "<= 17"]),
        (
            "3-5",
            ["3 bis 5 Jahre", "3-5", "3 – 5", "03-05", "3 bis 5-Jährige", "von 3 bis 5 Jahren"],
        ),
        ("3-5", ["3 Jahre bis 5 Jahre", "3 Jahre bis unter 6 Jahre", "3-5-Jährige", "3—5 J."]),
        ("18-64", ["18 bis 64-Jährige", "18- bis 64-Jährige", "18- bis unter 65-Jährige"]),
        ("18-64", ["18- bis 64jährige", "18 bis u. 65", "18 bis 64", "18 - 64-Jähriger"]),
        ("65-79", ["65 - 79 J.", "65 bis u. 80", "65 - 79 J", "65 bis unter 80 Jahren"]),
        ("0", ["unter 1 Jahr", "0", "< 1", "0 bis unter 1"]),
        ("1", ["1 Jahr", "1", "01", "1-Jährige", "1 bis unter 2", "1-1"]),
        ("3", ["3-Jährige", "3 Jahre", "3jährige"]),
        ("0-99", ["0-99"]),
        ("0+", ["0 und älter"]),
    ],
)
def test_what_offices_write(band: str, texts: list[str]) -> None:
    assert {text: read_band(text) for text in texts} == dict.fromkeys(texts, band)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "weiblich",
        "insgesamt",
        "über 65",
        "> 65",
        "älter als 65",
        "U3",
        "u 3",
        "3-",
        "-3",
        "3--5",
        "5-3",
        "5 bis unter 5",
        "unter 0",
        "3 bis",
        "3 und",
        "65 +-",
        "3 5",
        "3 bis 5 bis 7",
        "3, 4",
        "3.5",
        "1949 und älter",
        "2024",
        "3 Monate",
        "3 bis 5 Personen",
        "unter 3 Jahren in Einrichtungen",
        "٣",
        "\N{FULLWIDTH DIGIT THREE}",
    ],
)
def test_what_is_no_band(text: str) -> None:
    assert read_band(text) is None


# The age bands of Köln's table of residents, 2005 to 2012.
KOELN = {
    "00 - < 03": "0-2",
    "03 - < 06": "3-5",
    "06 - < 10": "6-9",
    "10 - < 15": "10-14",
    "15 - < 18": "15-17",
    "18 - < 25": "18-24",
    "25 - < 35": "25-34",
    "35 - < 45": "35-44",
    "45 - < 55": "45-54",
    "55 - < 60": "55-59",
    "60 - < 65": "60-64",
    "65 - < 75": "65-74",
    "75 und älter": "75+",
}


def test_all_bands_of_a_city_are_understood() -> None:
    bands = read_bands(KOELN)
    assert bands == KOELN
    assert check_bands(list(bands.values())) is None


def test_one_that_is_no_band_is_enough() -> None:
    assert read_bands([*KOELN, "Männlich"]) is None
    assert read_bands([]) == {}
