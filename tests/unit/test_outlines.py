"""Boundaries of a city of two square districts: drawn, or refused with all that is wrong."""

import json
import re
from pathlib import Path

import pytest

from quartier.areas import Areas
from quartier.errors import Problem, UserError
from quartier.outlines import draw_outlines
from quartier.settings import Area, City, Settings

AREAS = (
    Area("00", "Stadt", "", "city", None),
    Area("01", "West", "", "district", "00"),
    Area("02", "Ost", "", "district", "00"),
)


def square(west: float, south: float, side: float = 1000.0) -> dict:
    east, north = west + side, south + side
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


WEST, EAST = square(400000, 5700000), square(401000, 5700000)


@pytest.fixture
def draw(tmp_path):
    """Draw features, each a code and a geometry; other files by level where they are named."""

    def drawing(*features: tuple, coordinates: str = "EPSG:25832", **files: bytes):
        (tmp_path / "boundaries").mkdir()
        content = {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
            "features": [
                {"type": "Feature", "properties": {"key": code}, "geometry": geometry}
                for code, geometry in features
            ],
        }
        named = {"district": json.dumps(content).encode()} | files
        for level, data in named.items():
            (tmp_path / "boundaries" / f"{level}.geojson").write_bytes(data)
        return draw_outlines(city(tmp_path, named, coordinates), Areas(AREAS, ["city", "district"]))

    return drawing


def city(folder: Path, levels: dict, coordinates: str | None = "EPSG:25832") -> City:
    boundaries = {level: {"file": f"boundaries/{level}.geojson", "code": "key"} for level in levels}
    settings = Settings.model_validate(
        {
            "name": "Stadt",
            "levels": [
                {"id": "city", "name": "Stadt", "plural": "Städte"},
                {"id": "district", "name": "Bezirk", "plural": "Bezirke"},
            ],
            "geographies": [{"id": "2015", "valid_from": "2015-01-01"}],
            "coordinates": coordinates,
            "boundaries": boundaries,
        }
    )
    return City(folder, settings, AREAS, {}, {}, {}, (), None)


def problems(draw, *features: tuple, **more) -> list[Problem]:
    with pytest.raises(UserError) as error:
        draw(*features, **more)
    return list(error.value.problems)


def corners(path: str) -> set[tuple[float, float]]:
    found = set()
    for start, way in re.findall(r"M([^l]+)l([^Z]+)Z", path):
        x, y = map(float, start.split(","))
        steps = [float(step) for step in re.findall(r"-?[\d.]+", way)]
        found.add((x, y))
        for across, down in zip(steps[::2], steps[1::2], strict=True):
            x, y = round(x + across, 1), round(y + down, 1)
            found.add((x, y))
    return found


def test_two_squares_fill_the_drawing_side_by_side(draw):
    table = draw(("02", EAST), ("01", WEST)).set_index("area")
    assert table.index.tolist() == ["01", "02"]
    assert set(table["level"]) == {"district"}
    # 2,000 m wide and 1,000 m high, on 1,000 units of width.
    assert set(table["width"]) == {1000.0}
    assert set(table["height"]) == {500.0}
    assert corners(table["path"]["01"]) == {(0, 0), (500, 0), (500, 500), (0, 500)}
    assert corners(table["path"]["02"]) == {(500, 0), (1000, 0), (1000, 500), (500, 500)}


def test_north_is_up(draw):
    table = draw(("01", square(400000, 5701000)), ("02", square(400000, 5700000)))
    path = table.set_index("area")["path"]
    assert max(y for _x, y in corners(path["01"])) == min(y for _x, y in corners(path["02"]))


def test_a_hole_stays_a_hole(draw):
    hole = square(400200, 5700200, side=400)["coordinates"][0]
    holed = {"type": "Polygon", "coordinates": [WEST["coordinates"][0], hole[::-1]]}
    path = draw(("01", holed), ("02", EAST)).set_index("area")["path"]["01"]
    assert path.count("M") == path.count("Z") == 2


def test_a_city_without_boundaries_has_an_empty_table(tmp_path):
    table = draw_outlines(city(tmp_path, {}, None), Areas(AREAS, ["city", "district"]))
    assert table.empty


def test_a_code_that_stands_twice_is_a_problem(draw):
    (found,) = problems(draw, ("01", WEST), ("02", EAST), ("01", square(400000, 5701000)))
    assert (found.found, found.place.row, found.place.column) == ("01", 3, "key")
    assert found.place.file.endswith("boundaries/district.geojson")


def test_unknown_codes_and_missing_areas_are_named_together(draw):
    stranger, lost, missing, other = problems(draw, ("99", WEST), ("1", EAST))
    assert (stranger.found, stranger.place.row, stranger.hint) == ("99", 1, None)
    assert (lost.found, lost.place.row) == ("1", 2)
    assert "01" in str(lost.hint)
    assert [missing.found, other.found] == ["01 West", "02 Ost"]


def test_a_code_of_another_level_is_unknown(draw):
    found = problems(draw, ("00", WEST), ("01", WEST), ("02", EAST))
    assert [each.found for each in found] == ["00"]


@pytest.mark.parametrize(
    ("shape", "found"), [({"type": "Point", "coordinates": [0, 0]}, "Point"), (None, None)]
)
def test_a_boundary_that_is_no_area_is_a_problem(draw, shape, found):
    (problem,) = problems(draw, ("01", WEST), ("02", shape))
    assert (problem.place.row, problem.found) == (2, found)


def test_a_file_that_cannot_be_read_is_a_problem_and_no_crash(draw):
    found = problems(draw, district=b"PK kaputt", city=b"")
    assert sorted(each.place.file.rsplit("/", 1)[1] for each in found) == [
        "city.geojson",
        "district.geojson",
    ]


def test_a_property_that_the_boundaries_lack_is_named_with_those_they_have(draw):
    feature = {"type": "Feature", "properties": {"name": "West"}, "geometry": WEST}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    (problem,) = problems(draw, district=content)
    assert (problem.found, problem.allowed) == ("key", "name")


def test_a_coordinate_system_that_does_not_exist_is_a_problem(draw):
    (problem,) = problems(draw, ("01", WEST), ("02", EAST), coordinates="EPSG:99999999")
    assert problem.place.file.endswith("/city.yml")
    assert (problem.place.column, problem.found) == ("coordinates", "EPSG:99999999")


def test_a_coordinate_system_in_degrees_is_a_problem(draw):
    (problem,) = problems(draw, ("01", WEST), ("02", EAST), coordinates="EPSG:4326")
    assert "misst nicht in Metern" in str(problem)
