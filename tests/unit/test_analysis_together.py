"""All that published series say in one go; similar areas; neighbours from a map of squares."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from quartier.analysis import Analysis, analyse
from quartier.analysis.similar import FEWEST
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.outlines import find_neighbours
from quartier.settings import Area, City, Settings
from quartier.tables import (
    COMPARISONS,
    INDICES,
    INEQUALITIES,
    NEIGHBOURS,
    PLACES,
    PUBLISHED,
    SIMILAR,
    TRENDS,
    Published,
    conform,
    empty,
    from_rows,
    records,
)

GONE = math.nan


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small cities, where similar areas are looked for among few."""
    monkeypatch.setattr("quartier.analysis.similar.FEWEST", 2)


TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
CASES, PEOPLE = {"variable": "cases"}, {"variable": "people"}
PLAIN = {"polarity": "low", "domain": "income"}
COUNT = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "persons", "kind": "count", "interval": "none", "numerator": PEOPLE}
)
SHARE = Indicator.model_validate(
    TEXTS
    | PLAIN
    | {"unit": "percent", "kind": "proportion", "interval": "wilson"}
    | {"numerator": CASES, "denominator": PEOPLE}
)
DELIVERED = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "percent", "kind": "delivered", "interval": "none", "numerator": CASES}
)
CODES = "123456"
AREAS = (
    Area("0", "Stadt", "", "city", None),
    *(Area(code, code, "", "district", "0") for code in CODES),
    Area("11", "11", "", "quarter", "1"),
    Area("12", "12", "", "quarter", "1"),
)
LEVELS = ("city", "district", "quarter")
SCHEMAS = {
    "comparisons": COMPARISONS,
    "trends": TRENDS,
    "places": PLACES,
    "similar": SIMILAR,
    "indices": INDICES,
    "inequalities": INEQUALITIES,
}

Row = dict[str, Any]


def city(
    indicators: Mapping[str, Indicator],
    areas: Sequence[Area] = AREAS,
    folder: Path = Path("town"),
    **settings: object,
) -> City:
    plain = {
        "name": "Stadt",
        "levels": [{"id": level, "name": level, "plural": level} for level in LEVELS],
        "geographies": [{"id": "2015", "valid_from": "2015-01-01"}],
    }
    told = Settings.model_validate(plain | settings)
    return City(folder, told, tuple(areas), {}, dict(indicators), {}, (), None)


def analysed(
    town: City, series: Mapping[str, Sequence[Row]], neighbours: pd.DataFrame | None = None
) -> Analysis:
    published = {
        name: Published(from_rows([{"indicator": name} | row for row in rows], PUBLISHED), "public")
        for name, rows in series.items()
    }
    around = empty(NEIGHBOURS) if neighbours is None else neighbours
    return analyse(town, Areas(town.areas, town.levels), published, around)


def plain(values: Mapping[str, float], period: str = "2024") -> list[Row]:
    return [{"area": area, "period": period, "value": value} for area, value in values.items()]


def counted(cases: Mapping[str, float], n: float = 100, period: str = "2024") -> list[Row]:
    return [
        {"area": area, "period": period, "numerator": x, "denominator": n, "value": 100 * x / n}
        | {"lower": 100 * x / n - 1, "upper": 100 * x / n + 1}
        for area, x in cases.items()
    ]


CASES_BY_AREA = {"1": 10, "2": 12, "3": 20, "4": 24, "5": 40, "6": 50}


# --- similar areas


def nearest(town: City, series: Mapping[str, Sequence[Row]]) -> dict[str, list[str]]:
    """The similar areas of each area, nearest first."""
    table = analysed(town, series).similar.sort_values(["area", "place"])
    return {str(area): list(rows["other"]) for area, rows in table.groupby("area")}


def distance(town: City, series: Mapping[str, Sequence[Row]], area: str, other: str) -> float:
    rows = records(analysed(town, series).similar)
    return next(row["distance"] for row in rows if (row["area"], row["other"]) == (area, other))


def test_a_number_of_people_is_compared_by_its_logarithm():
    # The logarithms 0, 1, 2 (to the base 2, from 100) have the deviation sqrt(2 / 3): from one to
    # the next it is 1.2247. Counted in people, 200 would be three times as near to 100 as to 400.
    town = city({"people": COUNT}, similar={"indicators": ["people"], "count": 2})
    series = {"people": plain({"1": 100, "2": 200, "3": 400})}
    assert distance(town, series, "2", "1") == pytest.approx(1.2247, abs=1e-4)
    assert distance(town, series, "2", "3") == pytest.approx(1.2247, abs=1e-4)
    assert nearest(town, series) == {"1": ["2", "3"], "2": ["1", "3"], "3": ["2", "1"]}


def test_shares_are_compared_as_they_are():
    # 10, 20, 40: mean 23.33, deviation sqrt(466.67 / 3) = 12.472.
    town = city({"share": DELIVERED}, similar={"indicators": ["share"], "count": 1})
    series = {"share": plain({"1": 10, "2": 20, "3": 40})}
    assert distance(town, series, "2", "1") == pytest.approx(10 / 12.472, abs=1e-4)
    assert nearest(town, series) == {"1": ["2"], "2": ["1"], "3": ["2"]}


def test_all_measures_count():
    # In standard deviations: people -1.2247, 0, 1.2247; share 0.7071, -1.4142, 0.7071.
    town = city(
        {"people": COUNT, "share": DELIVERED},
        similar={"indicators": ["people", "share"], "count": 2},
    )
    series = {
        "people": plain({"1": 100, "2": 200, "3": 400}),
        "share": plain({"1": 5, "2": 2, "3": 5}),
    }
    assert distance(town, series, "1", "2") == pytest.approx(math.hypot(1.2247, 2.1213), abs=1e-4)
    assert distance(town, series, "1", "3") == pytest.approx(2.4495, abs=1e-4)
    assert nearest(town, series)["1"] == ["2", "3"]


def test_levels_stay_apart():
    town = city({"share": DELIVERED}, similar={"indicators": ["share"], "count": 5})
    series = {"share": plain({"0": 10, "1": 10, "2": 90, "11": 10, "12": 50})}
    assert nearest(town, series) == {"1": ["2"], "2": ["1"], "11": ["12"], "12": ["11"]}


def test_an_area_that_lacks_a_measure_is_similar_to_nobody():
    town = city(
        {"people": COUNT, "share": DELIVERED},
        similar={"indicators": ["people", "share"], "count": 5},
    )
    series = {
        "people": plain({"1": 100, "2": 200, "3": 400, "4": 0, "5": 300}),
        # Nobody lives in 4; the share of 5 is withheld; 6 has neither.
        "share": plain({"1": 5, "2": 2, "3": 5, "4": 4, "5": GONE}),
    }
    assert {area: set(others) for area, others in nearest(town, series).items()} == {
        "1": {"2", "3"},
        "2": {"1", "3"},
        "3": {"1", "2"},
    }


def test_similar_is_what_is_so_in_the_latest_period():
    town = city({"share": DELIVERED}, similar={"indicators": ["share"], "count": 1})
    before = plain({"1": 10, "2": 11, "3": 90, "4": 91}, "2020")
    series = {"share": [*before, *plain({"1": 10, "2": 90, "3": 11, "4": GONE})]}
    assert nearest(town, series) == {"1": ["3"], "2": ["3"], "3": ["1"]}


def test_a_city_that_chose_nothing_has_no_similar_areas():
    assert nearest(city({"share": DELIVERED}), {"share": plain({"1": 10, "2": 20})}) == {}
    town = city({"share": DELIVERED}, similar={"indicators": ["share"]})
    assert nearest(town, {"share": []}) == {}


@pytest.mark.parametrize(("number", "similar"), [(9, 0), (10, 20)])
def test_among_fewer_than_ten_areas_none_is_similar(number, similar, monkeypatch):
    monkeypatch.setattr("quartier.analysis.similar.FEWEST", FEWEST)
    codes = [f"{at:02}" for at in range(1, number + 1)]
    areas = [Area(code, code, "", "district", None) for code in codes]
    town = city({"share": DELIVERED}, areas, similar={"indicators": ["share"], "count": 2})
    series = {"share": plain({code: float(code) for code in codes})}
    assert len(analysed(town, series).similar) == similar


def test_areas_are_not_judged_by_what_they_were_chosen_for():
    town = city({"share": SHARE, "twin": SHARE}, similar={"indicators": ["share"], "count": 2})
    series = {"share": counted(CASES_BY_AREA), "twin": counted(CASES_BY_AREA)}
    told = analysed(town, series).comparisons
    assert set(told["indicator"][told["reference"] == "similar"]) == {"twin"}


def test_similar_areas_are_what_comparisons_pool():
    town = city({"people": COUNT, "share": SHARE}, similar={"indicators": ["people"], "count": 2})
    series = {
        "people": plain({"1": 100, "2": 110, "3": 120, "4": 9000, "5": 9500, "6": 9900}),
        "share": counted(CASES_BY_AREA),
    }
    rows = records(analysed(town, series).comparisons)
    pooled = {row["area"]: row["reference_value"] for row in rows if row["reference"] == "similar"}
    # 1 with 2 and 3: 32 of 200; 4 with 5 and 6: 90 of 200; 6 with 5 and 4: 64 of 200.
    assert pooled["1"] == pytest.approx(16)
    assert pooled["4"] == pytest.approx(45)
    assert pooled["6"] == pytest.approx(32)


# --- how the parts meet


def index(name: str, status: str, **more: object) -> dict[str, object]:
    return {"id": name, "title": name, "level": "district", "status": [status]} | more


def gap(town: City, series: Mapping[str, Sequence[Row]]) -> tuple[float, str]:
    """What separates the fifths of the share, and what ordered them."""
    rows = records(analysed(town, series).inequalities)
    (row,) = [
        row for row in rows if (row["indicator"], row["measure"]) == ("share", "fifths_difference")
    ]
    return row["value"], row["ordered_by"]


BURDEN = {"1": 6, "2": 5, "3": 4, "4": 3, "5": 2, "6": 1}


def test_the_first_index_of_a_level_orders_its_areas():
    indicators = {"share": SHARE, "burden": DELIVERED, "other": DELIVERED}
    series = {
        "share": counted(CASES_BY_AREA),
        "burden": plain(BURDEN),
        "other": plain(CASES_BY_AREA),
    }
    # Six areas of 100: the ends are the first and the last alone. By itself 50 less 10 per cent;
    # the burden runs the other way.
    assert gap(city(indicators), series) == (pytest.approx(40), "itself")
    both = [index("one", "burden"), index("two", "other")]
    assert gap(city(indicators, indices=both), series) == (pytest.approx(-40), "index")
    assert gap(city(indicators, indices=both[::-1]), series) == (pytest.approx(40), "index")


@pytest.mark.parametrize("codes", ["123456789", "236915874"])
def test_areas_of_the_same_status_stay_together_whatever_rounding_does(codes):
    # Both indicators have the deviation sqrt(92) / 9: the status is the order of their sums, in
    # which 2 and 3, and 1 and 8, are alike. Delivered as one number, sums are exact.
    pairs = [(1, 0), (2, 3), (3, 2), (1, 1), (2, 2), (3, 3), (2, 1), (0, 1), (0, 0)]
    cases = (30, 70, 10, 40, 50, 60, 20, 80, 90)
    areas = [Area(code, code, "", "district", None) for code in codes]
    indicators = {"share": SHARE, "one": DELIVERED, "two": DELIVERED, "sum": DELIVERED}
    series = {
        "share": counted({str(at): each for at, each in enumerate(cases, 1)}),
        "one": plain({str(at): pair[0] for at, pair in enumerate(pairs, 1)}),
        "two": plain({str(at): pair[1] for at, pair in enumerate(pairs, 1)}),
        "sum": plain({str(at): sum(pair) for at, pair in enumerate(pairs, 1)}),
    }
    told = []
    for names in (["one", "two"], ["sum"]):
        by = {"id": "x", "title": "x", "level": "district", "status": names}
        rows = records(analysed(city(indicators, areas, indices=[by]), series).inequalities)
        told.append({row["measure"]: row["value"] for row in rows if row["indicator"] == "share"})
    assert told[0] == pytest.approx(told[1], nan_ok=True)
    assert not math.isnan(told[0]["slope"])


def test_an_index_without_a_value_orders_nothing():
    indicators = {"share": SHARE, "burden": DELIVERED}
    town = city(indicators, indices=[index("one", "burden")])
    shares = counted(CASES_BY_AREA)
    same = {"share": shares, "burden": plain(dict.fromkeys(CODES, 3))}
    assert gap(town, same) == (pytest.approx(40), "itself")
    earlier = {"share": shares, "burden": plain(BURDEN, "2023")}
    assert gap(town, earlier) == (pytest.approx(40), "itself")


def test_all_indices_stand_in_one_table():
    both = [index("one", "burden"), index("two", "share", change_over=1)]
    town = city({"share": SHARE, "burden": DELIVERED}, indices=both)
    series = {
        "share": counted(CASES_BY_AREA) + counted(BURDEN, period="2023"),
        "burden": plain(BURDEN),
    }
    told = analysed(town, series).indices
    found = set(zip(told["index"], told["period"], told["part"], strict=True))
    assert found == {
        ("one", "2024", "status"),
        ("two", "2023", "status"),
        ("two", "2024", "status"),
        ("two", "2024", "dynamic"),
    }


def test_the_city_chooses_toward_what_is_smoothed():
    around = from_rows(
        [{"area": a, "neighbour": b} for a, b in ("12", "21", "23", "32")], NEIGHBOURS
    )
    series = {"share": counted(CASES_BY_AREA)}
    told = analysed(city({"share": SHARE}), series, around)
    assert set(told.places["toward"]) == {"parent"}
    # Neighbours are known all the same.
    (moran,) = told.inequalities.query("measure == 'moran'")["value"]
    assert math.isfinite(moran)
    town = city({"share": SHARE}, smoothing="neighbours")
    told = analysed(town, series, around)
    assert set(told.places["toward"]) == {"neighbours"}
    # An area without neighbours keeps its value.
    alone = next(row for row in records(told.places) if row["area"] == "6")
    assert alone["smoothed"] == pytest.approx(50)


def test_every_table_keeps_its_contract():
    indicators = {"share": SHARE, "people": COUNT, "burden": DELIVERED}
    town = city(
        indicators,
        similar={"indicators": ["people"], "count": 2},
        indices=[index("one", "burden")],
    )
    years = [str(year) for year in range(2019, 2025)]
    series = {
        "share": [row for year in years for row in counted(CASES_BY_AREA, period=year)],
        "people": plain({"1": 100, "2": 110, "3": 120}),
        "burden": plain(BURDEN),
    }
    told = analysed(town, series)
    for name, schema in SCHEMAS.items():
        table = getattr(told, name)
        assert len(table), name
        keyed = table.sort_values(list(schema.key), ignore_index=True)
        pd.testing.assert_frame_equal(conform(table, schema), keyed)
        for column, kind in schema.columns.items():
            if str(kind) == "string":
                assert table[column].notna().all(), (name, column)


@pytest.mark.parametrize("series", [{}, {"share": []}, {"share": plain({"1": GONE, "2": GONE})}])
def test_where_nothing_is_shown_nothing_is_said(series):
    alike = {"indicators": ["share"]} if series else None
    told = analysed(city({"share": SHARE} if series else {}, similar=alike), series)
    for name, schema in SCHEMAS.items():
        pd.testing.assert_frame_equal(getattr(told, name), empty(schema))


def test_an_index_of_nothing_has_reasons_or_no_rows():
    town = city({"share": SHARE}, indices=[index("one", "share", change_over=1)])
    assert analysed(town, {"share": []}).indices.empty
    told = analysed(town, {"share": plain({"1": GONE})}).indices
    assert set(told["reason"]) == {"missing"}
    assert len(told) == len(CODES)


# --- neighbours


def square(west: float, south: float, side: float = 1000.0) -> dict:
    east, north = west + side, south + side
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


def drawn(folder: Path, **levels: Mapping[str, dict]) -> City:
    """A city whose levels have these shapes, moved to where coordinates lie in Germany."""
    areas = [Area("0", "Stadt", "", "city", None)]
    for level, shapes in levels.items():
        areas += [Area(code, code, "", level, "0") for code in shapes if level != "city"]
        features = [
            {"type": "Feature", "properties": {"key": code}, "geometry": shape}
            for code, shape in shapes.items()
        ]
        content = {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
            "features": features,
        }
        (folder / f"{level}.geojson").write_text(json.dumps(content), "utf-8")
    boundaries = {level: {"file": f"{level}.geojson", "code": "key"} for level in levels}
    return city({}, areas, folder, boundaries=boundaries, coordinates="EPSG:25832")


def pairs(town: City) -> set[str]:
    table = find_neighbours(town, Areas(town.areas, town.levels))
    found = set(table["area"] + table["neighbour"])
    assert {pair[::-1] for pair in found} == found  # in both directions
    assert len(found) == len(table)
    return found


X, Y = 400000.0, 5700000.0


def test_neighbours_touch_in_a_line_a_corner_or_but_for_a_metre(tmp_path):
    shapes = {
        "A": square(X, Y),
        "B": square(X + 1000, Y),  # at A's eastern side
        "C": square(X + 2000, Y + 1000),  # at B's corner
        "D": square(X - 1000.5, Y),  # half a metre from A
        "E": square(X + 3001.5, Y + 1000),  # a metre and a half from C
        "F": square(X + 9000, Y + 9000),  # apart from all
    }
    found = pairs(drawn(tmp_path, district=shapes))
    assert {pair for pair in found if pair[0] < pair[1]} == {"AB", "BC", "AD"}


def test_areas_of_two_levels_are_no_neighbours(tmp_path):
    town = drawn(
        tmp_path,
        city={"0": square(X, Y, 2000)},
        district={"A": square(X, Y), "B": square(X, Y + 1000)},
        quarter={"a": square(X, Y, 500), "b": square(X + 500, Y, 500)},
    )
    assert pairs(town) == {"AB", "BA", "ab", "ba"}


def test_an_area_in_parts_is_a_neighbour_wherever_one_of_them_touches(tmp_path):
    two = {
        "type": "MultiPolygon",
        "coordinates": [
            square(X, Y)["coordinates"],
            square(X + 5000, Y)["coordinates"],
        ],
    }
    shapes = {"A": two, "B": square(X + 1000, Y), "C": square(X + 6000, Y)}
    found = pairs(drawn(tmp_path, district=shapes))
    assert found == {"AB", "BA", "AC", "CA"}


def test_a_city_without_a_map_knows_no_neighbours(tmp_path):
    assert pairs(city({})) == set()
    assert pairs(drawn(tmp_path, district={"A": square(X, Y)})) == set()
