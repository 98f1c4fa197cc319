"""Delivered ODS workbooks; what XLSX has in the same way stands in test_sources_xlsx."""

import zipfile
from pathlib import Path

import pytest
from deliveries import Checked, check_file, faults, kept
from spreadsheets import cell, error, sheet, write_ods

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import Area, DeliveredFile

AREAS = Areas(
    [
        Area("00", "Musterstadt", "in Musterstadt", "city", None),
        Area("01", "Altstadt", "in der Altstadt", "district", "00"),
        Area("02", "Neustadt", "in der Neustadt", "district", "00"),
    ],
    ["city", "district"],
)
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(COUNT | {"dimensions": {"sex": ["f", "m"]}}),
    "share": Variable.model_validate(COUNT | {"unit": "percent", "kind": "average"}),
}
SEXES = [
    {"column": "Menschen | w", "variable": "people", "group": "sex=f"},
    {"column": "Menschen | m", "variable": "people", "group": "sex=m"},
]


@pytest.fixture
def read(tmp_path):
    def reading(*sheets: str, **changes: object) -> Checked:
        path = write_ods(tmp_path / "amt.ods", *sheets)
        return check(path, **changes)

    return reading


def check(path: Path, **changes: object) -> Checked:
    plain = {
        "title": "Amt",
        "owner": "Amt",
        "format": "ods",
        "ods": {"sheet": "Daten"},
        "area": {"column": "Gebiet", "by": "name"},
        "period": {"fixed": "2024"},
        "values": [{"column": "Menschen", "variable": "people"}],
    }
    file = DeliveredFile("amt", path, "2025-02-28", "0" * 64)
    return check_file(file, Description.model_validate(plain | changes), AREAS, VARIABLES)


def test_a_header_of_two_rows_with_merged_cells(read):
    checked = read(
        sheet(
            "Daten",
            ["Einwohner am 31.12."],
            [cell("Gebiet", rows_spanned=2), cell("Menschen", columns_spanned=2), COVERED],
            [COVERED, "w", "m"],
            ["Altstadt", 10.0, "11"],
            ["Quelle: Amt"],
        ),
        ods={"sheet": "Daten", "header_rows": ["2", "3"]},
        values=SEXES,
        footnotes=["Quelle:"],
    )
    assert kept(checked, "area", "group", "value", "row") == [
        ("01", "sex=f", 10.0, 4),
        ("01", "sex=m", 11.0, 4),
    ]
    assert [checked.account[f"rows_{kind}"] for kind in ("read", "no_data")] == [5, 4]


COVERED = "<table:covered-table-cell/>"


def test_an_area_that_is_merged_downwards_stands_for_its_rows(read):
    checked = read(
        sheet(
            "Daten",
            ["Gebiet", "Sex", "Menschen"],
            [cell("Altstadt", rows_spanned=2), "w", 1.0],
            [COVERED, "m", 2.0],
            ["Neustadt", "w", 3.0],
        ),
        groups=[{"column": "Sex", "dimension": "sex", "values": {"w": "f", "m": "m"}}],
    )
    assert kept(checked, "area", "group", "value") == [
        ("01", "sex=f", 1.0),
        ("01", "sex=m", 2.0),
        ("02", "sex=f", 3.0),
    ]


ZERO = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)


@pytest.mark.parametrize(
    ("failed", "shown"),
    [
        (error("#DIV/0!"), "#DIV/0!"),
        (error("Err:502"), "Err:502"),
        # as older versions write it: the number is none
        (ZERO, "#DIV/0!"),
    ],
)
def test_an_error_in_a_cell_is_no_empty_cell_and_no_zero(read, failed, shown):
    rows = [["Gebiet", "Menschen"], ["Altstadt", failed], ["Neustadt", cell(2.0)]]
    checked = read(sheet("Daten", *rows), symbols={"": "missing"})
    assert faults(checked, "row", "found", "reason") == [(2, shown, "number")]
    assert kept(checked, "area", "value") == [("02", 2.0)]


def test_a_share_is_the_number_that_is_stored_and_a_result_counts(read):
    stored = '<table:table-cell office:value-type="percentage" office:value="0.534"><text:p>53,4 %'
    result = (
        '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="0.25">'
    )
    end = "</text:p></table:table-cell>"
    checked = read(
        sheet(
            "Daten",
            ["Gebiet", "Anteil"],
            ["Altstadt", stored + end],
            ["Neustadt", result + "<text:p>25 %" + end],
        ),
        values=[{"column": "Anteil", "variable": "share", "times": "100"}],
    )
    assert [value for (value,) in kept(checked, "value")] == pytest.approx([53.4, 25.0])


def test_dates_and_ticks_are_read_as_they_are_meant(read):
    day = '<table:table-cell office:value-type="date" office:date-value="2023-12-31"/>'
    tick = '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    checked = read(
        sheet(
            "Daten", ["Gebiet", "Tag", "Menschen"], ["Altstadt", day, 7.0], ["Neustadt", day, tick]
        ),
        period={"column": "Tag"},
    )
    assert kept(checked, "period", "value") == [("2023-12-31", 7.0)]
    assert faults(checked, "row", "found", "reason") == [(3, "WAHR", "number")]


def test_several_sheets_tell_their_period(read):
    rows = [["Gebiet", "Menschen"], ["Altstadt", 7.0]]
    checked = read(
        *(sheet(name, *rows) for name in ("2022", "2023", "Hinweise")),
        ods={"sheets": r"^\d{4}$"},
        period={"sheet": r"(\d{4})"},
    )
    assert kept(checked, "period", "file") == [("2022", "amt.ods#2022"), ("2023", "amt.ods#2023")]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(read):
    checked = read(sheet("Tabelle 1", ["Gebiet"]), sheet("Tabelle 2", ["Gebiet"]))
    assert faults(checked, "found", "reason", "hint") == [
        ("Daten", "no_sheet", "Tabelle 1, Tabelle 2")
    ]


def test_empty_rows_to_the_end_of_the_sheet_are_none(read):
    empty = cell(columns_repeated=16384)
    rows = sheet("Daten", ["Gebiet", "Menschen"], ["Altstadt", 7.0])
    rest = sheet("x", [empty], repeated=1048574).partition(">")[2]
    checked = read(rows.removesuffix("</table:table>") + rest)
    assert kept(checked, "value") == [(7.0,)]
    assert checked.account["rows_read"] == 2


def test_a_cell_that_says_it_is_repeated_without_end_is_refused(read):
    # 300 bytes that would be 17,179,869,184 cells
    checked = read(sheet("Daten", [cell(1.0, columns_repeated=16384)], repeated=1048576))
    assert faults(checked, "row", "reason") == [(0, "far_cell")]


MULTIPLYING = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"?>", b"?>" + MULTIPLYING),
        (b"UTF-8", b"UTF-99"),
        (b"</table:table>", b""),
        (b'rows-repeated="1"', b'rows-repeated="viele"'),
    ],
)
def test_a_workbook_with_nonsense_in_it_is_refused(tmp_path, old, new):
    path = write_ods(tmp_path / "amt.ods", sheet("Daten", ["Gebiet", "Menschen"]))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert faults(check(path), "row", "reason") == [(0, "unreadable")]


def test_a_workbook_with_a_password_is_named(tmp_path):
    path = write_ods(tmp_path / "amt.ods", sheet("Daten", ["Gebiet"]), encrypted=True)
    assert faults(check(path), "row", "reason") == [(0, "password")]
