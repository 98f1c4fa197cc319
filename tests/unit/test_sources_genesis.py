"""Flat files (ffcsv) of GENESIS, the data bases of official statistics, with their quality column.

GENESIS-Online writes them so, with ``2_variable_…`` and further ones for more dimensions; a total
has an empty code::

    statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;
    1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;
    value_variable_label;value_q

and wrote them so until 2025, with a column of values and one of their quality for each variable::

    Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;
    1_Auspraegung_Code;1_Auspraegung_Label;BEVSTD__Bevoelkerungsstand__Anzahl;
    BEVSTD__Bevoelkerungsstand__q

The signs are those of the Federal Statistical Office: "-" nothing, exactly zero; "0" less than half
of the smallest unit; "." unknown or secret; "..." later; "/" not sure enough; "x" makes no sense;
"()" limited; "p" preliminary, "r" revised, "s" estimated, "e" final.
"""

from pathlib import Path

import pytest
from deliveries import Checked, check_file

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import Area, DeliveredFile

AREAS = Areas(
    [
        Area("05315000", "Köln", "in Köln", "city", None),
        Area("05316000", "Leverkusen", "in Leverkusen", "city", None),
    ],
    ["city"],
)
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(
        COUNT | {"reference_date": "31.12.", "dimensions": {"sex": ["f", "m"]}}
    )
}
SIGNS = {
    "-": "zero",
    ".": "unknown",
    "...": "not_available",
    "/": "unreliable",
    "x": "not_applicable",
    "()": "limited",
    "e": "final",
    "p": "preliminary",
    "r": "revised",
    "s": "estimated",
}
HEADER = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;"
    "2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;"
    "value_variable_label;value_q"
)
DESCRIBED = {
    "title": "Fortschreibung des Bevölkerungsstandes",
    "owner": "Statistisches Landesamt",
    "format": "csv",
    "area": {"column": "1_variable_attribute_code"},
    "period": {"column": "time"},
    "variable": {"column": "value_variable_code", "values": {"BEVSTD": "people"}},
    "groups": [
        {
            "column": "2_variable_attribute_code",
            "dimension": "sex",
            "values": {"": "total", "GESM": "m", "GESW": "f"},
        }
    ],
    "values": [{"column": "value", "quality": "value_q"}],
    "symbols": SIGNS,
}


def line(value: str, quality: str, sex: str = "GESW", area: str = "05315000") -> str:
    return (
        f"12411;Fortschreibung;STAG;Stichtag;2023-12-31;KREISE;Kreise;{area};Köln;GES;Geschlecht;"
        f"{sex};weiblich;{value};Anzahl;BEVSTD;Bevölkerungsstand;{quality}\n"
    )


def check(path: Path, text: str, **changes: object) -> Checked:
    path.write_text(text, encoding="utf-8-sig")
    file = DeliveredFile("genesis", path, "2024-06-30", "0" * 64)
    return check_file(file, Description.model_validate(DESCRIBED | changes), AREAS, VARIABLES)


def told(checked: Checked) -> list[tuple[object, ...]]:
    columns = checked.observations[["area", "group", "period", "value", "status"]].astype(object)
    return [tuple(row) for row in columns.where(columns.notna(), "").to_numpy()]


def test_the_flat_file_as_it_is_written_now(tmp_path):
    text = (
        HEADER
        + "\n"
        + line("529000", "e", "GESM")
        + line("558000", "p")
        + line("1087000", "", "")
        + line("-", "e", area="05316000")
    )
    checked = check(tmp_path / "12411-0014_de_flat.csv", text)
    assert checked.quarantine == []
    assert told(checked) == [
        ("05315000", "sex=m", "2023", 529000.0, "reported"),
        ("05315000", "sex=f", "2023", 558000.0, "preliminary"),
        ("05315000", "total", "2023", 1087000.0, "reported"),
        ("05316000", "sex=f", "2023", 0.0, "reported"),
    ]


@pytest.mark.parametrize(
    ("value", "quality", "number", "status"),
    [
        ("7", "e", 7.0, "reported"),
        ("7", "", 7.0, "reported"),
        ("7", "p", 7.0, "preliminary"),
        ("7", "r", 7.0, "revised"),
        ("7", "s", 7.0, "estimated"),
        ("7", "()", 7.0, "limited"),
        ("0", "e", 0.0, "reported"),
        ("-", "e", 0.0, "reported"),
        ("-", "-", 0.0, "reported"),
        (".", "e", "", "unknown"),
        ("...", "e", "", "not_available"),
        ("/", "e", "", "unreliable"),
        ("x", "e", "", "not_applicable"),
        # A sign beside a cell without a number does not make it one.
        (".", "p", "", "unknown"),
        # A sign that stands instead of a number takes the number away that is printed all the same.
        ("0", ".", "", "unknown"),
        ("0", "...", "", "not_available"),
        ("0", "/", "", "unreliable"),
        ("", "x", "", "not_applicable"),
    ],
)
def test_what_signs_in_and_beside_a_cell_say(tmp_path, value, quality, number, status):
    checked = check(tmp_path / "a.csv", HEADER + "\n" + line(value, quality))
    assert checked.quarantine == []
    assert told(checked) == [("05315000", "sex=f", "2023", number, status)]


def test_0_is_less_than_half_a_unit_where_the_source_says_so(tmp_path):
    text = HEADER + "\n" + line("0", "e", "GESM") + line("-", "e") + line("0,0", "e", "")
    checked = check(tmp_path / "a.csv", text, symbols=SIGNS | {"0": "below_half"})
    assert [row[-2:] for row in told(checked)] == [
        (0.0, "below_half"),
        (0.0, "reported"),
        (0.0, "reported"),
    ]


@pytest.mark.parametrize(
    ("value", "quality", "column", "found", "reason"),
    [
        ("7", "?", "value_q", "?", "quality"),
        ("sieben", "p", "value", "sieben", "number"),
        ("", "p", "value", "", "empty"),
        ("7,5", "e", "value", "7,5", "not_whole"),
        ("p", "e", "value", "p", "number"),
    ],
)
def test_a_sign_makes_no_number_of_what_is_none(tmp_path, value, quality, column, found, reason):
    checked = check(tmp_path / "a.csv", HEADER + "\n" + line(value, quality))
    assert checked.observations.empty
    named = [(each["column"], each["found"], each["reason"]) for each in checked.quarantine]
    assert (column, found, reason) in named


def test_the_flat_file_as_it_was_written_before(tmp_path):
    text = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;"
        "1_Auspraegung_Code;1_Auspraegung_Label;BEVSTD__Bevoelkerungsstand__Anzahl;"
        "BEVSTD__Bevoelkerungsstand__q\n"
        "12411;Fortschreibung;STAG;Stichtag;31.12.2023;KREISE;Kreise;05315000;Köln;1087000;e\n"
        "12411;Fortschreibung;STAG;Stichtag;31.12.2023;KREISE;Kreise;05316000;Leverkusen;.;e\n"
    )
    value = {
        "column": "BEVSTD__Bevoelkerungsstand__Anzahl",
        "quality": "BEVSTD__Bevoelkerungsstand__q",
        "variable": "people",
    }
    checked = check(
        tmp_path / "a.csv",
        text,
        area={"column": "1_Auspraegung_Code"},
        period={"column": "Zeit"},
        variable=None,
        groups=[],
        values=[value],
    )
    assert checked.quarantine == []
    assert told(checked) == [
        ("05315000", "total", "2023", 1087000.0, "reported"),
        ("05316000", "total", "2023", "", "unknown"),
    ]
