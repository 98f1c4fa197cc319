"""Each figure of Berlin is the published one: read again with the csv module and compared."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from quartier.areas import Areas
from quartier.city import load_city
from quartier.indicators import compute
from quartier.observations import Ingested, ingest
from quartier.outlines import draw_outlines
from quartier.settings import City

ZEROS = {"0", "0.0"}

# How many areas the Monitoring itself does not evaluate: its table 1 gives them no class.
EXCLUDED_PLANNING_AREAS = {"2013": 13, "2015": 12, "2017": 11}


@pytest.fixture(scope="module")
def berlin(berlin_folder) -> City:
    return load_city(berlin_folder)


@pytest.fixture(scope="module")
def areas(berlin) -> Areas:
    return Areas(berlin.areas, berlin.levels)


@pytest.fixture(scope="module")
def ingested(berlin, areas) -> Ingested:
    return ingest(berlin, areas)


@pytest.fixture(scope="module")
def series(berlin, areas, ingested) -> pd.DataFrame:
    rows = dict(list(ingested.observations.groupby("variable")))
    parts = [
        compute(name, indicator, rows, berlin.variables, areas).table
        for name, indicator in berlin.indicators.items()
    ]
    return pd.concat(parts, ignore_index=True)


def table(published: Path, edition: object, number: str) -> list[dict[str, str]]:
    path = published / f"mss-{edition}-table-{number}.csv"
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def expected(real_data, berlin_writer) -> dict[tuple[str, str, str], float | str]:
    """Variable, area and edition to the published number, or to the status that stands for it."""
    figures: dict[tuple[str, str, str], float | str] = {}
    for source, edition, path in berlin_writer.delivered(real_data / "berlin"):
        letters = "sd" if source == "mss" else "k"
        with path.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                figures |= _expected_row(row, str(edition), letters)
    return figures


def _expected_row(row: dict[str, str], edition: str, letters: str) -> dict:
    columns = [c for c in row if c[0] in letters and c[:3] not in OTHER_CONTEXT and c[1].isdigit()]
    told = [row[c] for c in columns if c[0] in "sk" and row[c] != "-"]
    left_out = all(cell in ZEROS for cell in told)
    figures: dict[tuple[str, str, str], float | str] = {}
    for column in columns:
        cell: float | str = "not_available" if row[column] == "-" else row[column]
        cell = "excluded" if left_out else cell
        number = cell if cell in ("not_available", "excluded") else float(cell)
        figures[f"mss_{column.split('_')[0]}", row["id"], edition] = number
    if letters == "k":
        figures["mss_inhabitants", row["id"], edition] = float(row["inhabitants"])
    return figures


OTHER_CONTEXT = {f"k{number:02}" for number in range(6, 18)}


def test_the_folder_holds_no_line_of_python(berlin):
    assert {path.suffix for path in berlin.folder.rglob("*") if path.is_file()} == {
        ".yml",
        ".csv",
        ".geojson",
    }


def test_there_are_three_levels_without_a_city_above(areas):
    sizes = {level: len(areas.on(level)) for level in areas.levels}
    assert sizes == {"district": 12, "region": 138, "planning_area": 447}
    assert [area.code for area in areas.children(None)] == [f"{n:02}" for n in range(1, 13)]
    assert areas["01011101"].parent == "010111"


def test_nothing_is_quarantined(ingested):
    assert ingested.quarantine.empty
    assert ingested.accounts["rows_kept"].sum() == 5 * 597 + 459


def test_each_observation_is_the_published_figure(ingested, expected):
    # Eight columns of 2 x 597 and 459 areas in table 2, six of 3 x 597 areas in table 4.
    assert len(expected) == 8 * (2 * 597 + 459) + 6 * 3 * 597
    rows = ingested.observations
    keys = zip(rows["variable"], rows["area"], rows["period"], strict=True)
    told = [
        value if status == "reported" else status
        for value, status in zip(rows["value"], rows["status"], strict=True)
    ]
    assert dict(zip(keys, told, strict=True)) == expected


def test_each_figure_of_the_series_is_the_published_one(series, expected):
    shown = series[series["value"].notna()]
    keys = zip(shown["indicator"], shown["area"], shown["period"], strict=True)
    numbers = {key: figure for key, figure in expected.items() if isinstance(figure, float)}
    assert dict(zip(keys, shown["value"], strict=True)) == numbers
    assert shown[["lower", "upper"]].isna().all(axis=None)


def test_a_figure_that_is_missing_says_why(series, expected):
    missing = series[series["value"].isna()]
    for name, area, period, status in zip(
        *(missing[c] for c in ("indicator", "area", "period", "status")), strict=True
    ):
        assert status == expected.get((name, area, period), "missing")
    absent = missing[missing["status"] == "missing"]
    # The table of the regions of 2017 is left out.
    assert set(absent["period"]) <= {"2017"}
    assert set(absent["area"].str.len()) <= {6}


@pytest.mark.parametrize("edition", sorted(EXCLUDED_PLANNING_AREAS))
def test_excluded_are_the_areas_that_get_no_class(real_data, ingested, edition):
    published = real_data / "berlin"
    everything = {row["id"] for row in table(published, edition, "2-1")}
    classified = {
        row["id"] for row in table(published, edition, "1") if row["status_index"] not in ("", "0")
    }
    rows = ingested.observations
    excluded = rows[
        (rows["status"] == "excluded")
        & (rows["period"] == edition)
        & (rows["variable"] == "mss_s1")
    ]
    planning_areas = set(excluded["area"][excluded["area"].str.len() == 8])
    assert planning_areas == everything - classified
    assert len(planning_areas) == EXCLUDED_PLANNING_AREAS[edition]
    people = rows[(rows["variable"] == "mss_inhabitants") & (rows["period"] == edition)]
    assert (people["status"] == "reported").all()


def test_a_true_zero_stays_a_zero(ingested):
    # 01011202 in table 2-1 of 2013: s1 3.94366, s4 0; the area is evaluated.
    rows = ingested.observations
    found = rows[
        (rows["area"] == "01011202") & (rows["period"] == "2013") & (rows["variable"] == "mss_s4")
    ]
    assert found[["value", "status"]].to_numpy().tolist() == [[0.0, "reported"]]


def test_the_table_that_is_left_out_is_of_another_year(real_data, berlin_writer):
    # When the source has put this right, the table can be read.
    def people(number: str) -> float:
        return sum(float(r["inhabitants"]) for r in table(real_data / "berlin", 2017, number))

    assert people("2-1") == people("2-3") == people("4-2") == 3_670_622
    assert people("2-2") == 3_748_148
    assert set(berlin_writer.LEFT_OUT) == {"mss-2017-table-2-2.csv"}


def test_each_area_has_its_outline(berlin, areas):
    drawn = draw_outlines(berlin, areas)
    assert sorted(drawn["area"]) == sorted(area.code for area in areas)
    assert drawn["path"].str.startswith("M").all()
