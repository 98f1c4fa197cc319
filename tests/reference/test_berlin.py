"""Each figure of Berlin is the published one: read again with the csv module and compared."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from deliveries import a_city, check_file

from quartier.areas import Areas
from quartier.city import load_city
from quartier.described import ValueColumn
from quartier.descriptions import Description
from quartier.indicators import compute
from quartier.observations import Ingested, ingest
from quartier.outlines import draw_outlines
from quartier.settings import City, DeliveredFile

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
        with path.open(encoding="utf-8", newline="") as text:
            rows = csv.DictReader(text)
            variables = VARIABLES[source](list(rows.fieldnames or ()), path.stem)
            for row in rows:
                told = _told(row, variables)
                figures |= {(name, row["id"], str(edition)): told[name] for name in told}
    return figures


def _told(row: dict[str, str], variables: dict[str, str]) -> dict[str, float | str]:
    """The figures of a row; rows of areas that the Monitoring leaves out have zeros throughout."""
    shares = [row[column] for column in variables if column[:3] in ("z_s", *STATUS, *CONTEXT)]
    told = [cell for cell in shares if cell != "-"]
    figures = {name: _figure(name, row[column]) for column, name in variables.items()}
    if told and all(cell in ZEROS for cell in told):
        left_out: dict[str, float | str] = dict.fromkeys(figures, "excluded")
        return left_out | {name: figures[name] for name in figures if name == "mss_inhabitants"}
    return figures


def _figure(name: str, cell: str) -> float | str:
    if name == "mss_dynamic":
        return {"+": 1.0, "+/-": 2.0, "-": 3.0}[cell]
    return "not_available" if cell == "-" else float(CLASSES.get(cell, cell))


STATUS = tuple(f"s{number}_" for number in range(1, 5))
CONTEXT = tuple(f"k{number:02}" for number in range(1, 18))
CLASSES = {"hoch": 1, "mittel": 2, "niedrig": 3, "sehr niedrig": 4}

# What stands in the columns of tables whose headers do not fit, from the fourth on.
Z_VALUES = "z_s1 z_s2 z_s3 z_s4 z_status_sum z_status z_status_class z_d1".split()
CUT_OFF = "k01 k02 k03 k04 k05 k16 k06 k17 k07 k08 k14 k15 k09".split()
SHIFTED = {"mss-2015-table-4-1", "mss-2017-table-4-1"}


def _headed(header: list[str], _file: str) -> dict[str, str]:
    return {column: f"mss_{column[:2]}" for column in header[3:]}


def _classes(_header: list[str], _file: str) -> dict[str, str]:
    return {"status_index": "mss_status", "dynamic_index": "mss_dynamic"}


def _z_values(header: list[str], _file: str) -> dict[str, str]:
    return {column: f"mss_{name}" for column, name in zip(header[3:], Z_VALUES, strict=True)}


def _context(header: list[str], file: str) -> dict[str, str]:
    names = CUT_OFF if file in SHIFTED else [column[:3] for column in header[3:]]
    named = {column: f"mss_{name}" for column, name in zip(header[3:], names, strict=True)}
    return {"inhabitants": "mss_inhabitants"} | named


VARIABLES = {"mss_classes": _classes, "mss": _headed, "mss_z": _z_values, "mss_context": _context}


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
    rows = ingested.accounts.groupby("source")["rows_kept"].sum()
    assert rows.to_dict() == {
        "mss": 2 * 597 + 459,
        "mss_classes": 434 + 435 + 436,
        "mss_context": 3 * 597,
        "mss_z": 434 + 447 + 436,
    }
    read = ingested.accounts[["rows_kept", "rows_no_data"]].sum(axis=1)
    assert (ingested.accounts["rows_read"] == read).all()


def test_each_observation_is_the_published_figure(ingested, expected):
    # Two columns of the evaluated areas in table 1, eight of 2 x 597 and 459 areas in table 2,
    # eight of those in table 3; in table 4 four more of regions and districts since 2015.
    assert len(expected) == (
        2 * (434 + 435 + 436)
        + 8 * (2 * 597 + 459)
        + 8 * (434 + 447 + 436)
        + 14 * 3 * 597
        + 4 * 2 * 150
    )
    rows = ingested.observations
    keys = zip(rows["variable"], rows["area"], rows["period"], strict=True)
    told = [
        value if status == "reported" else status
        for value, status in zip(rows["value"], rows["status"], strict=True)
    ]
    assert dict(zip(keys, told, strict=True)) == expected


def test_each_figure_of_the_series_is_the_published_one(berlin, series, expected):
    shown = series[series["value"].notna()]
    keys = zip(shown["indicator"], shown["area"], shown["period"], strict=True)
    numbers = {
        key: figure
        for key, figure in expected.items()
        if isinstance(figure, float) and key[0] in berlin.indicators
    }
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


@pytest.mark.parametrize("edition", sorted(EXCLUDED_PLANNING_AREAS))
def test_classes_in_words_are_the_same_as_those_in_signs(real_data, ingested, edition):
    dynamic = {"positiv": 1, "stabil": 2, "negativ": 3}
    of_year = by_area(ingested.observations, edition)
    rows = table(real_data / "berlin", edition, "1")
    assert len(rows) == of_year["mss_status"].notna().sum()
    for row in rows:
        found = [of_year.at[row["id"], name] for name in ("mss_status", "mss_dynamic")]
        words = (row["status_index_class"], row["dynamic_index_class"])
        assert found == [CLASSES[words[0]], dynamic[words[1]]]
        assert row["status_dynamic_index_class"] == "Status {}, Dynamik {}".format(*words)
        assert row["status_dynamic_index"] == f"{found[0]:.0f}{row['dynamic_index']}"


def by_area(rows: pd.DataFrame, edition: str) -> pd.DataFrame:
    """The figures of an edition: a row for each area, a column for each variable."""
    told = rows[(rows["period"] == edition) & rows["value"].notna()]
    return told.pivot_table("value", "area", "variable")


@pytest.mark.parametrize("edition", sorted(EXCLUDED_PLANNING_AREAS))
def test_z_values_are_those_of_the_published_shares(ingested, edition):
    told = by_area(ingested.observations, edition)
    told = told[(told.index.str.len() == 8) & told["mss_s1"].notna()]

    def z(figures: pd.Series) -> pd.Series:
        return (figures - figures.mean()) / figures.std(ddof=0)

    # All are published with five digits, and computed from figures with five digits.
    computed = {f"mss_z_{name}": z(told[f"mss_{name}"]) for name in ("s1", "s2", "s3", "s4", "d1")}
    for name, values in computed.items():
        assert (told[name] - values).abs().max() < 1.1e-5, name
    total = told[[f"mss_z_s{number}" for number in range(1, 5)]].sum(axis=1)
    assert (told["mss_z_status_sum"] - total).abs().max() < 2.1e-5
    assert (told["mss_z_status"] - z(total)).abs().max() < 1.1e-5
    assert (told["mss_z_status_class"] == told["mss_status"]).all()


@pytest.mark.parametrize("edition", sorted(EXCLUDED_PLANNING_AREAS))
def test_the_shift_of_table_3_is_found(real_data, berlin, areas, edition):
    path = real_data / "berlin" / f"mss-{edition}-table-3.csv"
    changes = {f"mss_z_d{number}": berlin.variables["mss_z_d1"] for number in range(2, 5)}
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    as_headed = [ValueColumn(column=name, variable=f"mss_{name[:4]}") for name in header[3:]]
    described = berlin.sources["mss_z"].model_copy(
        update={"values": tuple(as_headed), "excluded_when": ()}
    )
    file = DeliveredFile("mss_z", path, f"{edition}-12-31", "0" * 64)
    checked = check_file(file, described, areas, berlin.variables | changes)
    assert [fault["reason"] for fault in checked.quarantine] == ["shifted"]
    assert checked.observations.empty


@pytest.mark.parametrize("edition", ["2015", "2017"])
def test_each_column_of_the_planning_areas_is_what_its_regions_call_so(ingested, edition):
    told = by_area(ingested.observations, edition)
    people = told["mss_inhabitants"]
    areas = told[(told.index.str.len() == 8) & told["mss_k01"].notna()]
    regions = told[told.index.str.len() == 6]
    region = areas.index.str[:6]
    names = [f"mss_{name}" for name in CUT_OFF if f"mss_{name}" in told]
    for name in names:
        weighted = (areas[name] * people[areas.index]).groupby(region).sum()
        average = weighted / people[areas.index].groupby(region).sum()
        far = {other: (regions[other] - average).abs().median() for other in names}
        assert min(far, key=far.__getitem__) == name
    # In 2017 the share of single parents is not available.
    assert len(names) == (13 if edition == "2015" else 12)


def test_each_area_has_its_outline(berlin, areas):
    drawn = draw_outlines(berlin, areas)
    assert sorted(drawn["area"]) == sorted(area.code for area in areas)
    assert drawn["path"].str.startswith("M").all()


def test_the_regions_that_one_edition_lacks_are_doubted_and_little_else(ingested):
    # mss-2017-table-2-2.csv is left out, so no index indicator has a region in 2017; and table 3 of
    # 2017 lacks the 11 planning areas that are not evaluated, where that of 2015 prints zeros.
    columns = ["kind", "delivery", "area", "period", "found", "expected"]
    told = ingested.doubts[columns].drop_duplicates()
    assert told.to_numpy().tolist() == [
        ["fewer_areas", "mss@2017-12-31", "", "2017", 0, 138],
        # The fair ground, where people lived in shelters from 2015 on, and a new quarter.
        ["jump", "mss_context@2017-12-31", "04020314", "2017", 436, 9],
        ["jump", "mss_context@2017-12-31", "02020201", "2017", 911, 284],
        ["fewer_areas", "mss_z@2017-12-31", "", "2017", 436, 447],
    ]


def test_the_columns_of_2015_that_stand_under_the_headers_of_others_are_found(
    real_data, berlin, areas
):
    # In the planning areas of 2015 other figures stand under the headers from k06 on. Of k06, k12
    # and k13, which are changes and balances with both signs, that cannot be told by their size.
    paths = {each: real_data / "berlin" / f"mss-{each}-table-4-1.csv" for each in (2013, 2015)}
    with paths[2015].open(encoding="utf-8", newline="") as text:
        columns = [column for column in next(csv.reader(text)) if column.startswith("k")]
    described = berlin.sources["mss"].model_dump(exclude_none=True) | {
        "values": [{"column": column, "variable": column} for column in columns],
        "excluded_when": (),
    }
    sources = {"mss": Description.model_validate(described)}
    files = [DeliveredFile("mss", path, f"{each}-12-31", "0" * 64) for each, path in paths.items()]
    variables = dict.fromkeys(columns, berlin.variables["mss_s1"])
    city = a_city(*files, sources=sources, areas=areas, variables=variables)
    (doubt,) = ingest(city, areas).doubts.to_dict("records")
    assert (doubt["kind"], doubt["delivery"]) == ("unlike", "mss@2015-12-31")
    assert doubt["detail"].split(", ") == [column for column in columns if "k07" <= column < "k12"]
