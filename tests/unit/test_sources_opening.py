"""Files that are not what they should be, or are made to do harm: refused, and told why."""

import hashlib
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from deliveries import Checked, check_file

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import Area, DeliveredFile
from quartier.sources import advice, explain, opening

AREAS = Areas([Area("01", "Altstadt", "in der Altstadt", "district", None)], ["district"])
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {"cases": Variable.model_validate(COUNT)}
LAYOUT = {"xlsx": {"sheet": "Daten"}, "ods": {"sheet": "Daten"}}


def check(path: Path, file_format: str, **changes: object) -> Checked:
    described = {
        "title": "Amt",
        "owner": "Amt",
        "format": file_format,
        "area": {"column": "Gebiet"},
        "period": {"fixed": "2024"},
        "values": [{"column": "Zahl", "variable": "cases"}],
    }
    file = DeliveredFile("amt", path, "2025-02-28", hashlib.sha256(b"").hexdigest())
    description = Description.model_validate(described | LAYOUT | changes)
    return check_file(file, description, AREAS, VARIABLES)


def refused(path: Path, file_format: str, **changes: object) -> tuple[str, str]:
    """The one reason for which nothing of a file is taken, and what was found."""
    checked = check(path, file_format, **changes)
    assert checked.observations.empty
    (fault,) = checked.quarantine
    assert fault["row"] == 0
    assert str(explain(fault["reason"]))
    return fault["reason"], fault["found"]


def workbook() -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Daten")
    sheet.write_row(0, 0, ["Gebiet", "Zahl"])
    sheet.write_row(1, 0, ["01", 7])
    book.close()
    return content.getvalue()


def packed_with(more: dict[str, bytes]) -> bytes:
    content = io.BytesIO(workbook())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as package:
        for name, part in more.items():
            package.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "ods", "geojson", "gpkg", "parquet"])
def test_a_folder_and_an_empty_file_are_none(tmp_path, file_format):
    assert refused(tmp_path, file_format) == ("no_file", "")
    path = tmp_path / "amt"
    path.touch()
    assert refused(path, file_format) == ("empty_file", "")
    assert refused(tmp_path / "weg", file_format) == ("unreadable", "FileNotFoundError")


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "geojson"])
@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>Bitte anmelden</body></html>",
        b"\xef\xbb\xbf\r\n<html xmlns:o='urn:schemas-microsoft-com:office:office'><table>",
        b"<?xml version='1.0'?>\n<!-- Portal -->\n<HTML>",
        b"<table border=1><tr><td>Gebiet</td></tr></table>",
    ],
)
def test_a_web_page_in_place_of_a_table_is_named(tmp_path, file_format, page):
    path = tmp_path / "amt.xls"
    path.write_bytes(page)
    assert refused(path, file_format) == ("html", "")
    assert str(advice("html", "")).startswith("Im Browser öffnen")


def test_a_column_in_angle_brackets_is_no_web_page(tmp_path):
    path = tmp_path / "amt.csv"
    path.write_text("<Gebiet>;Zahl\n01;7\n", encoding="utf-8")
    assert check(path, "csv", area={"column": "<Gebiet>"}).observations["value"].tolist() == [7.0]


def test_a_password_and_an_old_workbook_are_told_apart(tmp_path):
    path = tmp_path / "amt.xlsx"
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    path.write_bytes(start + "EncryptedPackage".encode("utf-16-le") + bytes(2000))
    assert refused(path, "xlsx") == ("password", "")
    path.write_bytes(start + "Workbook".encode("utf-16-le") + bytes(2000))
    assert refused(path, "xlsx") == ("old_excel", "")


@pytest.mark.parametrize("name", ["amt.xls", "amt.ods", "amt"])
def test_a_workbook_is_known_by_what_is_in_it(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(workbook())
    assert check(path, "xlsx").observations["value"].tolist() == [7.0]


def test_a_zip_bomb_is_refused_by_its_table_of_contents(tmp_path):
    path = tmp_path / "amt.xlsx"
    path.write_bytes(packed_with({"xl/media/image1.png": bytes(100 << 20)}))
    tracemalloc.start()
    reason, found = refused(path, "xlsx")
    assert tracemalloc.get_traced_memory()[1] < 10 << 20
    tracemalloc.stop()
    assert reason == "too_big"
    assert found == "0.1 MiB → 100.0 MiB"


def test_many_small_parts_are_as_bad_as_a_big_one(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "OFTEN", 1 << 20)
    path = tmp_path / "amt.xlsx"
    parts = {f"a/b/c/{number}": bytes(300 << 10) for number in range(20)}
    path.write_bytes(packed_with(parts))
    assert refused(path, "xlsx")[0] == "too_big"
    monkeypatch.setattr(opening, "MOST_ENTRIES", 20)
    path.write_bytes(packed_with(dict.fromkeys(parts, b"a")))
    assert refused(path, "xlsx")[0] == "too_big"


def test_a_zip_file_that_lies_about_its_size_is_refused(tmp_path):
    path = tmp_path / "amt.xlsx"
    size = 3 << 20
    content = packed_with({"xl/x.bin": bytes(size)})
    assert content.count(size.to_bytes(4, "little")) == 2
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert refused(path, "xlsx") == ("unreadable", "xl/x.bin")


@pytest.mark.parametrize("cut", [10, 100, 1000, -30, -1])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path, cut):
    path = tmp_path / "amt.xlsx"
    path.write_bytes(workbook()[:cut])
    assert refused(path, "xlsx")[0] == "unreadable"


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    path = tmp_path / "amt.csv"
    path.write_bytes(b"Gebiet;Zahl\n01;7\n")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    assert refused(path, "csv") == ("unreadable", "PermissionError")


def test_a_disk_that_fails_on_the_way_takes_the_whole_file_back(tmp_path, monkeypatch):
    path = tmp_path / "amt.csv"
    path.write_bytes(b"Gebiet;Zahl\n01;7\n01;8\n")

    def failing(*_: object):
        yield b"Gebiet;Zahl\n01;7\n"
        raise OSError

    monkeypatch.setattr("quartier.sources.text.line_blocks", failing)
    assert refused(path, "csv") == ("unreadable", "OSError")


@pytest.mark.parametrize("content", [bytes(100), bytes(10_000), workbook()])
def test_what_is_no_text_is_named(tmp_path, content):
    path = tmp_path / "amt.csv"
    path.write_bytes(content)
    assert refused(path, "csv") == ("no_text", "")


def test_utf_16_that_is_described_as_utf_8_is_named(tmp_path):
    path = tmp_path / "amt.csv"
    path.write_bytes("Gebiet;Zahl\n01;7\n".encode("utf-16"))
    assert refused(path, "csv") == ("no_text", "")
    assert "utf-16" in str(advice("no_text", ""))
    checked = check(path, "csv", csv={"encoding": "utf-16"})
    assert checked.observations["value"].tolist() == [7.0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_where_its_order_is_stated(tmp_path, encoding):
    path = tmp_path / "amt.csv"
    path.write_bytes("Gebiet;Zahl\n01;7\n".encode(encoding))
    checked = check(path, "csv", csv={"encoding": encoding})
    assert checked.observations["value"].tolist() == [7.0]


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "amt.csv"
    path.write_bytes(b"Gebiet;Zahl\n01;7\n" + b"1;" * (3 << 20))
    assert refused(path, "csv") == ("endless_line", "")
    path.write_bytes(b"1" * (5 << 20))
    assert refused(path, "csv") == ("endless_line", "")


def test_quoted_cells_over_lines_without_end_are_refused(tmp_path):
    path = tmp_path / "amt.csv"
    path.write_bytes(b'Gebiet;Zahl\n01;7\n"' + b'\n";"' * (2 << 20))
    assert refused(path, "csv") == ("endless_line", "")


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_without_end_costs_its_own_row_only(tmp_path, quote):
    path = tmp_path / "amt.csv"
    path.write_text(f"Gebiet;Zahl\n{quote}{'x' * 140_000}{quote};7\n01;8\n", encoding="utf-8")
    checked = check(path, "csv")
    assert [(fault["row"], fault["reason"]) for fault in checked.quarantine] == [(2, "long_cell")]
    assert checked.observations["value"].tolist() == [8.0]


@pytest.mark.parametrize("ends", [("\r",), ("\r\n", "\n"), ("\n", "\r", "\r\n")])
def test_lines_end_as_any_program_ends_them(tmp_path, ends):
    path = tmp_path / "amt.csv"
    lines = ["Gebiet;Zahl", "01;7", "", "01;x"]
    text = "".join(line + ends[number % len(ends)] for number, line in enumerate(lines))
    path.write_bytes(text.encode())
    checked = check(path, "csv")
    assert checked.observations["row"].tolist() == [2]
    assert [fault["row"] for fault in checked.quarantine] == [4]
