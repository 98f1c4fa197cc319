"""However damaged a file is: each row is kept, quarantined by its number, or no data.

The files are cut by lines that a second reader, `csv.reader` on single lines, sees alike.
"""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest
from deliveries import Checked, check_file
from examples import examples
from hypothesis import assume, given
from hypothesis import strategies as st

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.observations import Ingested, ingest
from quartier.settings import Area, City, DeliveredFile, Settings

CODES = [f"{number:02}" for number in range(1, 9)]
AREAS = [Area(code, f"Gebiet {code}", "", "district", None) for code in CODES]
VARIABLE = {
    "title": "x",
    "unit": "persons",
    "kind": "stock",
    "counts_persons": "true",
    "dimensions": {"sex": ["f", "m"]},
}
VARIABLES = {
    "cases": Variable.model_validate(VARIABLE),
    "helps": Variable.model_validate(VARIABLE),
}
DESCRIPTION = Description.model_validate(
    {
        "title": "Amt",
        "owner": "Amt",
        "format": "csv",
        "csv": {"encoding": "utf-8", "separator": ";"},
        "area": {"column": "area"},
        "period": {"column": "year"},
        "groups": [{"column": "sex", "dimension": "sex", "values": {"w": "f", "m": "m"}}],
        "values": [
            {"column": "cases", "variable": "cases"},
            {"column": "helps", "variable": "helps"},
        ],
        "symbols": {"-": "zero", "*": "secret"},
        "footnotes": ["Quelle"],
    }
)
SPOILT = b"\xff"
HEADER = "area;year;sex;cases;helps"

number = st.integers(0, 9999).map(str)
cell = st.one_of(
    st.sampled_from(
        [*CODES, "2023", "2024", "w", "m", "-", "*", "", " ", "1", "x", "Quelle", "7,5"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters='\n\r";\0'), max_size=4),
    number,
)
good = st.tuples(
    st.sampled_from(CODES),
    st.sampled_from(["2023", "2024"]),
    st.sampled_from("wm"),
    number | st.sampled_from(["-", "*"]),
    number,
)
line = st.one_of(
    good.map(";".join),
    st.lists(cell, max_size=7).map(";".join),
    good.map(lambda cells: ";".join(cells[:3]) + ';"' + cells[3] + ";" + cells[4]),
    st.just(""),
    st.just("Quelle: Amt"),
)
spoiled = st.tuples(line.map(lambda text: text.encode()), st.booleans()).map(
    lambda pair: pair[0] + SPOILT if pair[1] and pair[0] else pair[0]
)
body = st.lists(spoiled, max_size=12)


def check(folder: Path, lines: list[bytes]) -> Checked:
    path = folder / "amt.csv"
    path.write_bytes(b"\n".join([HEADER.encode(), *lines]) + b"\n")
    file = DeliveredFile("amt", path, "2025-01-31", "0" * 64)
    checked = check_file(file, DESCRIPTION, Areas(AREAS, ["district"]), VARIABLES)
    # A column of words makes a fault of the file; a test of its own is about that.
    assume(all(fault["reason"] != "shifted" for fault in checked.quarantine))
    return checked


def seen(text: bytes) -> list[str] | None:
    """The cells of a line as another reader sees them; None where it cannot read them."""
    try:
        return next(csv.reader([text.decode(errors="replace")], delimiter=";", strict=True), [])
    except csv.Error:
        return None


def is_nothing(cells: list[str] | None) -> bool:
    filled = [cell.strip() for cell in cells or () if cell.strip()]
    return cells is not None and (not filled or filled[0].startswith("Quelle"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("deliveries")


@examples(15)
@given(lines=body)
def test_rows_read_are_kept_quarantined_or_no_data(folder, lines):
    checked = check(folder, lines)
    account = checked.account
    kept = set(checked.observations["row"])
    named = {row["row"] for row in checked.quarantine}
    # Counted here, not by the account: the rows of the file that hold something, and their fate.
    cells = {number: seen(text) for number, text in enumerate(lines, start=2)}
    nothing = {row for row, found in cells.items() if is_nothing(found)}
    assert account["rows_read"] == len(lines) + 1
    assert account["rows_no_data"] == len(nothing) + 1
    assert account["rows_kept"] == len(kept)
    assert account["rows_quarantined"] == len(cells.keys() - nothing - kept)
    # None is lost without a word, and none that is no data is kept.
    assert cells.keys() - nothing - kept <= named
    assert not (kept | named - {0}) & nothing
    assert not {row for row in kept if SPOILT in lines[row - 2]}
    if nothing != cells.keys():
        assert 0 not in named


@examples(15)
@given(lines=body)
def test_values_read_are_kept_or_quarantined(folder, lines):
    checked = check(folder, lines)
    account = checked.account
    assert account["values_kept"] == int(str(account["values_read"])) - int(
        str(account["values_quarantined"])
    )
    assert account["values_kept"] == len(checked.observations)
    # A row that lost a value is named, with the column of the value or of what spoils the row.
    lost = Counter(checked.observations["row"])
    named = {row["row"] for row in checked.quarantine}
    assert {row for row, count in lost.items() if count < 2} <= named


@examples(15)
@given(lines=body)
def test_each_value_is_what_stands_in_its_row(folder, lines):
    checked = check(folder, lines)
    for kept in checked.observations.to_dict("records"):
        cells = [cell.strip() for cell in seen(lines[kept["row"] - 2]) or ()]
        text = cells[3 if kept["variable"] == "cases" else 4]
        assert (cells[0], cells[1]) == (kept["area"], kept["period"])
        assert {"w": "sex=f", "m": "sex=m"}[cells[2]] == kept["group"]
        if kept["status"] == "secret":
            assert text == "*"
            assert kept["value"] != kept["value"]
        else:
            assert kept["value"] == (0.0 if text == "-" else float(text))


@examples(15)
@given(lines=body)
def test_no_statement_is_kept_twice_and_no_contradiction_decided(folder, lines):
    checked = check(folder, lines)
    told: dict[tuple, set[str]] = {}
    for text in lines:
        cells = [cell.strip() for cell in seen(text) or () if SPOILT not in text]
        if len(cells) >= 5 and not any(cells[5:]):
            for variable, cell in zip(("cases", "helps"), cells[3:5], strict=True):
                if cell in ("-", "*") or (cell.isascii() and cell.isdigit()):
                    meant = cell if cell in "-*" else str(int(cell))
                    meant = "0" if meant == "-" else meant
                    told.setdefault((variable, *cells[:3]), set()).add(meant)
    key = ["variable", "area", "period", "group"]
    assert not checked.observations.duplicated(key).any()
    for kept in checked.observations.to_dict("records"):
        sex = {"sex=f": "w", "sex=m": "m"}[kept["group"]]
        assert len(told[kept["variable"], kept["area"], kept["period"], sex]) == 1


delivery = st.dictionaries(
    st.tuples(
        st.sampled_from(["cases", "helps"]),
        st.sampled_from(CODES[:3]),
        st.sampled_from(["2023", "2024"]),
    ),
    st.integers(0, 99),
    min_size=1,
)


def city_of(folder: Path, deliveries: list[dict]) -> City:
    """A city to which each delivery came from another source, on a day of its own."""
    files, sources = [], {}
    for number, cells in enumerate(deliveries):
        # The later the delivery, the earlier its source in the alphabet.
        source = f"amt_{chr(ord('z') - number)}"
        path = folder / f"{source}.csv"
        rows = [
            ";".join(
                [area, year, "w", *(str(count) if name == each else "x" for each in VARIABLES)]
            )
            for (name, area, year), count in cells.items()
        ]
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        files.append(DeliveredFile(source, path, f"2025-01-{number + 1:02}", digest))
        sources[source] = DESCRIPTION
    settings = Settings.model_validate(
        {
            "name": "Stadt",
            "levels": [{"id": "district", "name": "Bezirk", "plural": "Bezirke"}],
            "geographies": [{"id": "2015", "valid_from": "2015-01-01"}],
        }
    )
    return City(folder, settings, tuple(AREAS), VARIABLES, {}, sources, tuple(files), None)


@examples(15)
@given(deliveries=st.lists(delivery, min_size=1, max_size=4))
def test_the_last_delivery_of_a_variable_and_period_replaces_all_before(folder, deliveries):
    expected: dict[tuple, int] = {}
    older: dict[tuple, str] = {}
    gone: dict[tuple, tuple[str, str]] = {}
    for number, cells in enumerate(deliveries):
        name = f"amt_{chr(ord('z') - number)}@2025-01-{number + 1:02}"
        covered = {(variable, year) for variable, _area, year in cells}
        for key in [key for key in expected if (key[0], key[2]) in covered]:
            gone[key] = (older[key], name)
            del expected[key]
        for key in list(gone):
            if (key[0], key[2]) in covered:
                gone[key] = (gone[key][0], name)
        expected |= cells
        older |= dict.fromkeys(cells, name)
        gone = {key: told for key, told in gone.items() if key not in cells}
    ingested: Ingested = ingest(city_of(folder, deliveries), Areas(AREAS, ["district"]))
    held = ingested.observations
    keys = zip(held["variable"], held["area"], held["period"], strict=True)
    assert dict(zip(keys, held["value"], strict=True)) == expected
    told = ingested.withdrawn
    keys = zip(told["variable"], told["area"], told["period"], strict=True)
    assert dict(zip(keys, zip(told["delivery"], told["by"], strict=True), strict=True)) == gone
