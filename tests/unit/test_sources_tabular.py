"""Delivered files that know their columns: GeoJSON, GeoPackage and Parquet."""

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import Checked, check_file, faults, kept, rows
from shapely import Point

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import Area, DeliveredFile
from quartier.sources import tabular_file

AREAS = Areas(
    [
        Area("01", "Altstadt", "in der Altstadt", "district", None),
        Area("02", "Neustadt", "in der Neustadt", "district", None),
    ],
    ["district"],
)
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "cases": Variable.model_validate(COUNT),
    "share": Variable.model_validate(COUNT | {"unit": "percent", "kind": "average"}),
}


def check(path: Path, file_format: str, **changes: object) -> Checked:
    plain = {
        "title": "Amt",
        "owner": "Amt",
        "format": file_format,
        "area": {"column": "bez"},
        "period": {"fixed": "2024"},
        "values": [{"column": "zahl", "variable": "cases"}],
    }
    file = DeliveredFile("amt", path, "2025-02-28", "0" * 64)
    return check_file(file, Description.model_validate(plain | changes), AREAS, VARIABLES)


@pytest.fixture
def geojson(tmp_path):
    def writing(*features: dict[str, object]) -> Path:
        path = tmp_path / "amt.geojson"
        point = {"type": "Point", "coordinates": [7.0, 51.0]}
        told = [
            {"type": "Feature", "properties": each, "geometry": point if number else None}
            for number, each in enumerate(features)
        ]
        whole = {"type": "FeatureCollection", "features": told}
        path.write_text(json.dumps(whole), encoding="utf-8")
        return path

    return writing


@pytest.fixture
def parquet(tmp_path):
    def writing(columns: dict[str, object], **options: object) -> Path:
        path = tmp_path / "amt.parquet"
        pq.write_table(pa.table(columns), path, **options)
        return path

    return writing


def test_what_geojson_says_about_features_is_a_table(geojson):
    path = geojson(
        {"bez": "01", "zahl": 7, "anteil": 12.5, "stand": "2023-12-31"},
        {"bez": "02", "zahl": None, "anteil": 13, "stand": None},
        {"bez": "09", "zahl": 8, "anteil": None},
        {"bez": None, "zahl": None, "anteil": None},
    )
    checked = check(
        path,
        "geojson",
        values=[
            {"column": "zahl", "variable": "cases"},
            {"column": "anteil", "variable": "share"},
        ],
    )
    assert sorted(kept(checked, "row", "area", "variable", "value")) == [
        (1, "01", "cases", 7.0),
        (1, "01", "share", 12.5),
        (2, "02", "share", 13.0),
    ]
    assert set(faults(checked, "row", "column", "found", "reason")) == {
        (2, "zahl", "", "empty"),
        (3, "bez", "09", "area"),
        (3, "anteil", "", "empty"),
    }
    assert rows(checked) == (4, 2, 1, 1)


def test_a_period_can_stand_in_a_property(geojson):
    path = geojson({"bez": "01", "zahl": 7, "stand": "2023-12-31"})
    checked = check(path, "geojson", period={"column": "stand"})
    assert kept(checked, "period", "value") == [("2023-12-31", 7.0)]


def test_a_missing_property_is_named_with_the_nearest(geojson):
    checked = check(geojson({"bezirk": "01", "zahl": 7}), "geojson")
    assert faults(checked, "row", "column", "reason", "hint") == [(0, "bez", "no_column", "bezirk")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"type": "FeatureCollection", "features": [', "unreadable"),
        ('{"a": 1}', "unreadable"),
        ("bez;zahl\n01;7\n", "other_format"),
        # What points to another file is not followed.
        ('<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', "other_format"),
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path, content, reason):
    path = tmp_path / "amt.geojson"
    path.write_text(content, encoding="utf-8")
    assert faults(check(path, "geojson"), "row", "reason") == [(0, reason)]


@pytest.fixture
def geopackage(tmp_path) -> Path:
    path = tmp_path / "amt.gpkg"
    told = {"bez": ["01", "02"], "zahl": [7, 8], "anteil": [0.5, None]}
    places = gpd.GeoDataFrame(told, geometry=[Point(7, 51), Point(7, 52)], crs=4326)
    places.to_file(path, layer="bezirke")
    places.assign(zahl=0).to_file(path, layer="quartiere")
    return path


def test_a_layer_of_a_geopackage_is_a_table(geopackage):
    checked = check(geopackage, "gpkg", layer="bezirke")
    assert kept(checked, "row", "area", "value") == [(1, "01", 7.0), (2, "02", 8.0)]
    assert rows(checked) == (2, 2, 0, 0)


def test_a_geopackage_of_several_layers_needs_one_named(geopackage):
    names = "bezirke, quartiere"
    assert faults(check(geopackage, "gpkg"), "reason", "hint") == [("which_layer", names)]
    wrong = check(geopackage, "gpkg", layer="bezirk")
    assert faults(wrong, "found", "reason", "hint") == [("bezirk", "no_layer", names)]


def test_reading_a_geopackage_leaves_nothing_beside_it(geopackage):
    connection = sqlite3.connect(geopackage)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    before = geopackage.read_bytes()
    assert kept(check(geopackage, "gpkg", layer="bezirke"), "value") == [(7.0,), (8.0,)]
    assert geopackage.read_bytes() == before
    assert [file.name for file in geopackage.parent.iterdir()] == ["amt.gpkg"]


@pytest.mark.parametrize("content", [b"SQLite format 3\0", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_geopackage_is_refused(tmp_path, content):
    path = tmp_path / "amt.gpkg"
    path.write_bytes(content)
    assert faults(check(path, "gpkg"), "row", "reason") == [(0, "unreadable")]


def test_a_parquet_file_is_a_table_whatever_its_types(parquet):
    path = parquet(
        {
            "bez": pa.array(["01", "02", "01"]).dictionary_encode(),
            "zahl": pa.array([7.0, None, 1500.0]),
            "anteil": pa.array([Decimal("12.50"), Decimal("13.00"), None]),
            # noon of 31 December 2023
            "tag": pa.array([1704024000 * 10**9, None, None], pa.timestamp("ns")),
            "umriss": pa.array([b"\x01", b"\xff", None]),
            "teile": pa.array([[1], None, []]),
        },
        row_group_size=2,
    )
    checked = check(
        path,
        "parquet",
        period={"column": "tag"},
        values=[
            {"column": "zahl", "variable": "cases"},
            {"column": "anteil", "variable": "share"},
        ],
        symbols={"": "missing"},
    )
    assert kept(checked, "row", "variable", "period", "value") == [
        (1, "cases", "2023-12-31", 7.0),
        (1, "share", "2023-12-31", 12.5),
    ]
    assert {fault[:3] for fault in faults(checked, "row", "column", "reason")} == {
        (2, "tag", "blank"),
        (3, "tag", "blank"),
    }
    assert rows(checked) == (3, 1, 2, 0)


def test_numbers_are_texts_in_the_descriptions_way_of_writing(parquet):
    path = parquet({"bez": ["01", "02"], "zahl": pa.array([7, 8], pa.int64()), "a": [0.5, 1e-7]})
    values = [{"column": "a", "variable": "share"}]
    for decimal in ",.":
        checked = check(path, "parquet", values=values, numbers={"decimal": decimal})
        assert kept(checked, "value") == [(0.5,), (1e-7,)]


def test_areas_stored_as_numbers_have_lost_their_zeros(parquet):
    checked = check(parquet({"bez": [1, 2], "zahl": [7, 8]}), "parquet")
    assert faults(checked, "found", "reason", "hint") == [
        ("1", "lost_zero", "01"),
        ("2", "lost_zero", "02"),
    ]


def test_no_number_is_no_empty_cell(parquet):
    path = parquet({"bez": ["01", "02"], "zahl": [float("nan"), float("inf")]})
    checked = check(path, "parquet", symbols={"": "missing"})
    assert faults(checked, "row", "found", "reason") == [(1, "nan", "number"), (2, "inf", "number")]


def test_columns_of_nothing_and_footnotes(parquet):
    path = parquet({"bez": ["01", None, "Quelle: Amt"], "zahl": [7, None, None], "x": [None] * 3})
    checked = check(path, "parquet", footnotes=["Quelle"])
    assert kept(checked, "value") == [(7.0,)]
    assert rows(checked) == (3, 1, 0, 2)


def test_a_long_file_goes_through_in_pieces(parquet, monkeypatch):
    monkeypatch.setattr(tabular_file, "PIECE", 3)
    path = parquet({"bez": ["01", "02"] * 5, "jahr": range(2014, 2024), "zahl": range(10)})
    checked = check(path, "parquet", period={"column": "jahr"})
    assert kept(checked, "row", "period", "value") == [
        (number + 1, str(2014 + number), float(number)) for number in range(10)
    ]


@pytest.mark.parametrize("cut", [4, 100, -8])
def test_a_damaged_parquet_file_is_refused(parquet, cut):
    path = parquet({"bez": ["01"] * 1000, "zahl": range(1000)})
    path.write_bytes(path.read_bytes()[:cut])
    assert faults(check(path, "parquet"), "row", "reason") == [(0, "unreadable")]


def test_a_parquet_file_that_breaks_off_on_the_way_is_taken_back(parquet):
    path = parquet(
        {"bez": ["01"] * 1000, "zahl": range(1000)}, compression="zstd", use_dictionary=False
    )
    content = bytearray(path.read_bytes())
    content[60:200] = bytes(140)
    path.write_bytes(content)
    checked = check(path, "parquet")
    assert faults(checked, "row", "reason") == [(0, "unreadable")]
    assert checked.observations.empty
