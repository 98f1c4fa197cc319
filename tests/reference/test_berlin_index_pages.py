"""Berlin's official classes come out of what its pages would show.

As `test_index_of_berlin`, but through the whole way: files, city folder, series, gate, analysis.
"""

import csv
import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from quartier.analysis import analyse
from quartier.areas import Areas
from quartier.city import load_city
from quartier.disclosure import Gate, publish
from quartier.indicators import compute
from quartier.observations import ingest
from quartier.outlines import find_neighbours
from quartier.settings import City, Index
from quartier.tables import Published

EDITIONS = {"2013": 434, "2015": 435, "2017": 436}
PLANNING_AREAS = 447
CLASSES = {
    "hoch": "high",
    "mittel": "middle",
    "niedrig": "low",
    "sehr niedrig": "very_low",
    "positiv": "positive",
    "stabil": "stable",
    "negativ": "negative",
}
STATUS, DYNAMIC = (tuple(f"mss_{letter}{number}" for number in range(1, 5)) for letter in "sd")
INDEX = Index(id="mss", title="Soziale Lage", level="planning_area", status=STATUS, dynamic=DYNAMIC)


@pytest.fixture(scope="module")
def berlin(berlin_folder) -> City:
    city = load_city(berlin_folder)
    settings = city.settings.model_copy(update={"indices": (INDEX,), "similar": None})
    used = {name: city.indicators[name] for name in STATUS + DYNAMIC}
    return dataclasses.replace(city, settings=settings, indicators=used)


@pytest.fixture(scope="module")
def analysis(berlin):
    areas = Areas(berlin.areas, berlin.levels)
    rows = ingest(berlin, areas).observations
    observed = {str(name): told for name, told in rows.groupby("variable")}
    series = pd.concat(
        [
            compute(name, indicator, observed, berlin.variables, areas).table
            for name, indicator in berlin.indicators.items()
        ],
        ignore_index=True,
    )
    gate = Gate(berlin.settings.disclosure, berlin.indicators, berlin.variables, areas)
    table = publish(series, gate)
    published = {
        name: Published(table[table["indicator"] == name].reset_index(drop=True), "public")
        for name in berlin.indicators
    }
    return analyse(berlin, areas, published, find_neighbours(berlin, areas))


@pytest.fixture(scope="module")
def indices(analysis) -> pd.DataFrame:
    assert set(analysis.indices["index"]) == {"mss"}
    return analysis.indices


def official(real_data: Path, edition: str, part: str) -> dict[str, str]:
    path = real_data / "berlin" / f"mss-{edition}-table-1.csv"
    with path.open(encoding="utf-8", newline="") as text:
        return {row["id"]: CLASSES[row[f"{part}_index_class"]] for row in csv.DictReader(text)}


def rows(indices: pd.DataFrame, edition: str, part: str) -> pd.DataFrame:
    return indices[(indices["period"] == edition) & (indices["part"] == part)].set_index("area")


@pytest.mark.parametrize("part", ["status", "dynamic"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_classes_are_the_official_ones(real_data, indices, edition, part):
    told = rows(indices, edition, part)["class"]
    expected = official(real_data, edition, part)
    assert len(expected) == EDITIONS[edition]
    assert told[told != ""].to_dict() == expected


@pytest.mark.parametrize("part", ["status", "dynamic"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_areas_without_a_class_say_why(real_data, indices, edition, part):
    told = rows(indices, edition, part)
    assert len(told) == PLANNING_AREAS
    without = told[~told.index.isin(official(real_data, edition, part))]
    assert len(without) == PLANNING_AREAS - EDITIONS[edition]
    assert set(without["reason"]) == {"missing"}
    assert (without["class"] == "").all()
    assert without[["value", "areas_kept"]].isna().all(axis=None)
    assert set(told["reason"].drop(without.index)) == {""}


def test_there_are_no_other_periods_and_parts(indices):
    found = set(zip(indices["period"], indices["part"], strict=True))
    assert found == {(edition, part) for edition in EDITIONS for part in ("status", "dynamic")}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_index_is_the_published_one(real_data, indices, edition):
    # Table 3 has the index to five digits, under a header that is shifted by two columns.
    path = real_data / "berlin" / f"mss-{edition}-table-3.csv"
    with path.open(encoding="utf-8", newline="") as text:
        published = {
            row["id"]: row["z_d2_percentage_long_term_unemployed"] for row in csv.DictReader(text)
        }
    told = rows(indices, edition, "status")["value"].dropna()
    assert len(told) == EDITIONS[edition]
    assert max(abs(value - float(published[area])) for area, value in told.items()) < 1e-5


def test_what_is_delivered_has_no_interval_and_so_nothing_is_said_of_chance(indices, analysis):
    assert indices["by_chance"].isna().all()
    assert set(analysis.comparisons["verdict"]) == {""}
    assert set(analysis.comparisons["reason"]) == {"no_interval"}
    # There is no area above all districts.
    assert set(analysis.comparisons["reference"]) == {"parent", "past"}
    assert set(analysis.trends["verdict"]) == {""}


def test_neighbours_resemble_each_other(analysis):
    told = analysis.inequalities
    # Shares are delivered without the numbers that they were made from.
    assert set(told.loc[told["value"].notna(), "measure"]) == {"moran"}
    assert {"no_counts"} <= set(told.loc[told["measure"] != "moran", "reason"])
    # Poverty of children (s4) lies in clusters in Berlin, far beyond chance.
    poor = told[(told["indicator"] == "mss_s4") & (told["level"] == "planning_area")]
    poor = poor[poor["measure"] == "moran"]
    assert list(poor["period"]) == list(EDITIONS)
    assert (poor["lower"] > 0.3).all()
