"""Delivered workbooks, each written by hand; beside it what must become of it."""

import datetime
from pathlib import Path

import pytest
import xlsxwriter
from deliveries import Checked, check_file

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
    "recipients": Variable.model_validate(COUNT | {"dimensions": {"age": ["0-17", "18+"]}}),
    "unemployed": Variable.model_validate(COUNT | {"reference_date": "31.12."}),
    "share": Variable.model_validate(COUNT | {"unit": "percent", "kind": "average"}),
}


def description(**changes: object) -> Description:
    plain = {
        "title": "Agentur",
        "owner": "Agentur",
        "format": "xlsx",
        "xlsx": {"sheet": "Daten", "header_rows": ["1"], "thousands": "."},
        "area": {"column": "Gebiet", "by": "name"},
        "period": {"fixed": "2024"},
        "values": [{"column": "Arbeitslose", "variable": "unemployed"}],
    }
    return Description.model_validate(plain | changes)


class Book:
    """A workbook with the sheet "Daten" to be filled, and the reading of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = xlsxwriter.Workbook(str(path))
        self.sheet = self.book.add_worksheet("Daten")
        self.format = self.book.add_format({"align": "center"})

    def fill(self, *rows: list[object]) -> None:
        for number, row in enumerate(rows):
            self.sheet.write_row(number, 0, row)

    def read(self, **changes: object) -> Checked:
        self.book.close()
        file = DeliveredFile("agentur", self.path, "2025-02-28", "0" * 64)
        return check_file(file, description(**changes), AREAS, VARIABLES)


@pytest.fixture
def book(tmp_path) -> Book:
    return Book(tmp_path / "agentur-2024.xlsx")


def kept(checked: Checked, *columns: str) -> list[tuple]:
    return [tuple(row) for row in checked.observations[list(columns)].to_numpy()]


def faults(checked: Checked, *columns: str) -> list[tuple]:
    return [tuple(row[column] for column in columns) for row in checked.quarantine]


def rows(checked: Checked) -> tuple[object, ...]:
    """Rows read, kept, quarantined, without data."""
    return tuple(
        checked.account[f"rows_{kind}"] for kind in ("read", "kept", "quarantined", "no_data")
    )


def test_two_rows_of_header_with_merged_cells(book):
    book.sheet.write("A1", "Arbeitsmarkt im Dezember")
    book.sheet.merge_range("A3:A4", "Gebiet", book.format)
    book.sheet.merge_range("B3:C3", "Leistungs-\nberechtigte", book.format)
    book.sheet.write("B4", "unter 18")
    book.sheet.write("C4", "ab 18")
    book.sheet.merge_range("D3:D4", "Arbeitslose", book.format)
    for row, cells in enumerate(
        [["Altstadt", 10, 20, 7], ["Neustadt", "*", "1.234", "-"], ["Quelle: Agentur"]], start=4
    ):
        book.sheet.write_row(row, 0, cells)
    checked = book.read(
        xlsx={"sheet": "Daten", "header_rows": ["3", "4"], "decimal": ",", "thousands": "."},
        values=[
            {
                "column": "Leistungs- berechtigte | unter 18",
                "variable": "recipients",
                "group": "age=0-17",
            },
            {
                "column": "Leistungs- berechtigte | ab 18",
                "variable": "recipients",
                "group": "age=18+",
            },
            {"column": "Arbeitslose", "variable": "unemployed"},
        ],
        symbols={"*": "secret", "-": "zero"},
        footnotes=["Quelle:"],
    )
    told = {
        (row["variable"], row["group"], row["area"]): (row["value"], row["status"], row["row"])
        for row in checked.observations.fillna(-1).to_dict("records")
    }
    assert told == {
        ("recipients", "age=0-17", "01"): (10.0, "reported", 5),
        ("recipients", "age=18+", "01"): (20.0, "reported", 5),
        ("unemployed", "total", "01"): (7.0, "reported", 5),
        ("recipients", "age=0-17", "02"): (-1.0, "secret", 6),
        ("recipients", "age=18+", "02"): (1234.0, "reported", 6),
        ("unemployed", "total", "02"): (0.0, "reported", 6),
    }
    assert rows(checked) == (7, 2, 0, 5)
    assert checked.quarantine == []


def test_numbers_dates_and_texts_are_read_as_they_are_meant(book):
    book.fill(["Gebiet", "Tag", "Arbeitslose", "Anteil"])
    book.sheet.write_row("A2", ["Altstadt", "31.12.2023", "1.500", 12.5])
    book.sheet.write_row("A3", ["Neustadt"])
    day = book.book.add_format({"num_format": "dd.mm.yyyy"})
    book.sheet.write_datetime("B3", datetime.date(2024, 12, 31), day)
    book.sheet.write_row("C3", [1500, "12,5"])
    checked = book.read(
        period={"column": "Tag"},
        values=[
            {"column": "Arbeitslose", "variable": "unemployed"},
            {"column": "Anteil", "variable": "share"},
        ],
    )
    assert checked.quarantine == []
    # The share has no reference date: the day is its period.
    assert kept(checked, "variable", "area", "period", "value") == [
        ("share", "01", "2023-12-31", 12.5),
        ("unemployed", "01", "2023", 1500.0),
        ("share", "02", "2024-12-31", 12.5),
        ("unemployed", "02", "2024", 1500.0),
    ]


def test_codes_typed_as_numbers_have_lost_their_zeros(book):
    book.fill(["Gebiet", "Arbeitslose"], [1, 7], ["02", 8], [9, 9])
    checked = book.read(area={"column": "Gebiet", "by": "code"})
    assert kept(checked, "area", "value") == [("02", 8.0)]
    assert faults(checked, "row", "found", "reason", "hint") == [
        (2, "1", "lost_zero", "01"),
        (4, "9", "area", ""),
    ]


def test_a_fraction_or_a_negative_number_is_no_count(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 7.5], ["Neustadt", -2])
    assert faults(book.read(), "row", "column", "found", "reason", "role") == [
        (2, "Arbeitslose", "7,5", "not_whole", "value"),
        (3, "Arbeitslose", "-2", "negative", "value"),
    ]


def test_an_empty_cell_and_a_tick_are_no_zero_and_no_one(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt"], ["Neustadt", True])
    book.sheet.write_blank("B2", None, book.format)
    assert faults(book.read(), "row", "found", "reason") == [
        (2, "", "empty"),
        (3, "WAHR", "number"),
    ]


def test_the_result_of_a_formula_counts(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt"])
    book.sheet.write_formula("B2", "=3+4", None, 7)
    assert kept(book.read(), "value") == [(7.0,)]


def test_a_sheet_that_is_not_there_is_named(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 1])
    checked = book.read(xlsx={"sheet": "Tabelle 1"})
    assert faults(checked, "row", "found", "reason") == [(0, "Tabelle 1", "no_sheet")]
    assert rows(checked) == (0, 0, 0, 0)


def test_a_missing_column_is_named_with_the_nearest(book):
    book.fill(["Gebiet", "Arbeitlose"], ["Altstadt", 1])
    checked = book.read()
    assert faults(checked, "row", "column", "reason", "hint") == [
        (0, "Arbeitslose", "no_column", "Arbeitlose")
    ]
    assert rows(checked) == (2, 0, 1, 1)


def test_a_header_below_the_last_row_does_not_hide_the_data(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 1])
    checked = book.read(xlsx={"sheet": "Daten", "header_rows": ["1", "4"]})
    assert faults(checked, "row", "found", "reason") == [(0, "4", "no_header")]


@pytest.mark.parametrize(
    "content", [b"", b"Gebiet;Arbeitslose\nAltstadt;1\n", b"PK\x03\x04 kaputt"]
)
def test_a_file_that_is_no_workbook_is_a_fault_and_no_crash(tmp_path, content):
    path = tmp_path / "agentur-2024.xlsx"
    path.write_bytes(content)
    file = DeliveredFile("agentur", path, "2025-02-28", "0" * 64)
    checked = check_file(file, description(), AREAS, VARIABLES)
    assert faults(checked, "row", "reason", "role") == [(0, "unreadable", "file")]
    assert checked.observations.empty
