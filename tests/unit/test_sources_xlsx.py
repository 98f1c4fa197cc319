"""Delivered workbooks, each written by hand; beside it what must become of it."""

import datetime
from pathlib import Path

import pytest
import xlsxwriter
from deliveries import Checked, check_file, faults, kept, rows

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import Area, DeliveredFile
from quartier.sources import advice, workbook_xml

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


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 1])
    book.book.add_worksheet("Erläuterung")
    checked = book.read(xlsx={"sheet": "Tabelle 1"})
    assert faults(checked, "row", "found", "reason", "hint") == [
        (0, "Tabelle 1", "no_sheet", "Daten, Erläuterung")
    ]
    assert (
        str(advice("no_sheet", "Daten, Erläuterung")) == "In der Datei gibt es: Daten, Erläuterung."
    )
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
    ("content", "reason"),
    [
        (b"Gebiet;Arbeitslose\nAltstadt;1\n", "other_format"),
        (b"PK\x03\x04 kaputt", "unreadable"),
    ],
)
def test_a_file_that_is_no_workbook_is_a_fault_and_no_crash(tmp_path, content, reason):
    path = tmp_path / "agentur-2024.xlsx"
    path.write_bytes(content)
    file = DeliveredFile("agentur", path, "2025-02-28", "0" * 64)
    checked = check_file(file, description(), AREAS, VARIABLES)
    assert faults(checked, "row", "reason", "role") == [(0, reason, "file")]
    assert checked.observations.empty


def test_the_period_stands_in_the_name_of_each_sheet(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 7])
    book.sheet.set_column("A:A", None, None, {"hidden": True})
    for name in ("2024 (ohne Zweitwohnung)", "Stand 2023", "Hinweise", "2022"):
        sheet = book.book.add_worksheet(name)
        sheet.write_row("A1", ["Gebiet", "Arbeitslose"])
        sheet.write_row("A2", ["Altstadt", 7 if name == "Hinweise" else int(name[-4:-1], 36)])
    sheet.hide()
    book.book.add_chartsheet("2021")
    checked = book.read(xlsx={"sheets": r"\d{4}"}, period={"sheet": r"(\d{4})"})
    assert sorted(kept(checked, "period", "file")) == [
        ("2022", "agentur-2024.xlsx#2022"),
        ("2023", "agentur-2024.xlsx#Stand 2023"),
        ("2024", "agentur-2024.xlsx#2024 (ohne Zweitwohnung)"),
    ]


def test_one_sheet_can_tell_the_period_too_and_is_named_where_it_does_not(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 7])
    checked = book.read(period={"sheet": r"(\d{4})"})
    assert faults(checked, "row", "found", "reason") == [(0, "Daten", "sheet_period")]


def test_what_is_merged_downwards_stands_for_all_its_rows_but_a_value_for_none(book):
    book.fill(["Gebiet", "Alter", "Empfänger", "Bemerkung"])
    book.sheet.merge_range("A2:A4", "Altstadt", book.format)
    book.sheet.merge_range("B3:B4", "ab 18", book.format)
    book.sheet.merge_range("C3:C4", 12, book.format)
    book.sheet.write("B2", "unter 18")
    book.sheet.write("C2", 3)
    book.sheet.write("D4", "siehe oben")
    book.sheet.merge_range("A5:A7", "Neustadt", book.format)
    book.sheet.write_row("B5", ["unter 18", 5])
    book.sheet.write_row("B7", ["ab 18", 6])
    checked = book.read(
        values=[{"column": "Empfänger", "variable": "recipients"}],
        groups=[
            {
                "column": "Alter",
                "dimension": "age",
                "values": {"unter 18": "0-17", "ab 18": "18+"},
            }
        ],
    )
    assert kept(checked, "row", "area", "group", "value") == [
        (2, "01", "age=0-17", 3.0),
        (3, "01", "age=18+", 12.0),
        (5, "02", "age=0-17", 5.0),
        (7, "02", "age=18+", 6.0),
    ]
    assert faults(checked, "row", "column", "reason") == [(4, "Empfänger", "empty")]
    # A row that has nothing of its own is empty.
    assert rows(checked) == (7, 4, 1, 2)


def test_a_title_over_more_columns_than_the_table_has_is_cut(book):
    book.sheet.merge_range("A1:F1", "Arbeitsmarkt", book.format)
    book.sheet.write_row("A2", ["Gebiet", "Arbeitslose"])
    book.sheet.write_row("A3", ["Altstadt", 7])
    checked = book.read(
        xlsx={"sheet": "Daten", "header_rows": ["1", "2"]},
        area={"column": "Arbeitsmarkt | Gebiet", "by": "name"},
        values=[{"column": "Arbeitsmarkt | Arbeitslose", "variable": "unemployed"}],
    )
    assert kept(checked, "area", "value") == [("01", 7.0)]


@pytest.mark.parametrize("shown", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!"])
def test_an_error_in_a_cell_is_no_empty_cell(book, shown):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt"], ["Neustadt"])
    book.sheet.write_formula("B2", "=1/0", None, shown)
    checked = book.read(symbols={"": "missing"})
    assert faults(checked, "row", "column", "found", "reason") == [
        (2, "Arbeitslose", shown, "number")
    ]
    assert kept(checked, "area", "status") == [("02", "missing")]


def test_an_error_can_be_agreed_as_a_sign(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt"])
    book.sheet.write_formula("B2", "=NA()", None, "#N/A")
    assert kept(book.read(symbols={"#N/A": "not_available"}), "status") == [("not_available",)]


def test_a_share_that_is_shown_in_percent_is_the_number_that_is_stored(book):
    book.fill(["Gebiet", "Anteil"], ["Altstadt"])
    book.sheet.write("B2", 0.534, book.book.add_format({"num_format": "0.0 %"}))
    values = [{"column": "Anteil", "variable": "share", "times": "100"}]
    ((value,),) = kept(book.read(values=values), "value")
    assert value == pytest.approx(53.4)


def test_tiny_and_huge_numbers_are_written_without_an_exponent(book):
    book.fill(["Gebiet", "Anteil"], ["Altstadt", 0.00000125], ["Neustadt", 1.5e16])
    checked = book.read(values=[{"column": "Anteil", "variable": "share"}])
    assert kept(checked, "value") == [(0.00000125,), (1.5e16,)]


def test_a_link_to_another_workbook_is_not_followed(book, tmp_path):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt"])
    book.sheet.write_formula("B2", f"='{tmp_path}/[andere.xlsx]Daten'!B2", None, 7)
    assert kept(book.read(), "value") == [(7.0,)]


def test_a_long_sheet_goes_through_in_pieces(book, monkeypatch):
    monkeypatch.setattr("quartier.sources.workbook_file.PIECE", 2)
    book.sheet.write_row("B3", ["Gebiet", "Arbeitslose"])
    for number in range(7):
        book.sheet.write_row(number + 3, 1, [AREAS.codes[number % 3], number])
    checked = book.read(
        xlsx={"sheet": "Daten", "header_rows": ["3"]},
        area={"column": "Gebiet", "by": "code"},
    )
    assert rows(checked)[:1] == (10,)
    assert rows(checked)[3] == 3
    assert {row["row"] for row in checked.quarantine} | set(checked.observations["row"]) == set(
        range(4, 11)
    )


def test_a_cell_far_away_is_named_before_memory_is_asked_for_all_between(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 7])
    book.sheet.write("XFD1048576", " ")
    checked = book.read()
    assert faults(checked, "row", "reason") == [(0, "far_cell")]


def test_a_far_cell_that_is_only_coloured_is_none(book):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 7])
    book.sheet.write_blank("XFD1048576", None, book.format)
    assert kept(book.read(), "value") == [(7.0,)]


def test_the_quick_look_at_a_sheet_and_the_thorough_one_agree(book, monkeypatch):
    book.fill(["Gebiet", "Arbeitslose"], ["Altstadt", 7])
    book.sheet.write("ZZ400", 1)
    monkeypatch.setattr(workbook_xml, "_is_plain", lambda *_: False)
    assert kept(book.read(), "value") == [(7.0,)]
