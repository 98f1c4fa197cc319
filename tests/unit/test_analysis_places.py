"""Ranks, fifths and smoothed values of the areas of a level, by hand."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from scipy.special import betainc

from quartier.analysis import Grid
from quartier.analysis.places import places
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.settings import Area
from quartier.statistics import shrinkage
from quartier.tables import PUBLISHED, from_rows, records

GONE = math.nan
TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
CASES, PEOPLE = {"variable": "cases"}, {"variable": "people"}
PLAIN = {"numerator": CASES, "polarity": "low", "domain": "income"}
SHARE = Indicator.model_validate(
    TEXTS
    | PLAIN
    | {"unit": "percent", "kind": "proportion", "interval": "wilson", "denominator": PEOPLE}
)
RATE = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "per_1000", "kind": "rate", "interval": "byar", "denominator": PEOPLE}
)
COUNT = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "persons", "kind": "count", "interval": "none"}
)
DELIVERED = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "percent", "kind": "delivered", "interval": "none"}
)

Row = dict[str, Any]


def city(*sizes: int) -> Areas:
    """Districts 1, 2, ... with so many quarters 11, 12, ... each."""
    listed = [Area("0", "Stadt", "", "city", None)]
    listed += [Area(f"{d}", f"{d}", "", "district", "0") for d in range(1, len(sizes) + 1)]
    listed += [
        Area(f"{d}{q}", f"{d}{q}", "", "quarter", f"{d}")
        for d, size in enumerate(sizes, start=1)
        for q in range(1, size + 1)
    ]
    return Areas(listed, ["city", "district", "quarter"])


def counted(indicator: Indicator, period: str, counts: Mapping[str, tuple[float, float]]) -> list:
    return [
        {
            "indicator": "x",
            "area": area,
            "period": period,
            "value": x * indicator.scale / n,
            "numerator": x,
            "denominator": n,
        }
        for area, (x, n) in counts.items()
    ]


def plain(values: Mapping[str, float], period: str = "2024") -> list[Row]:
    return [
        {"indicator": "x", "area": area, "period": period, "value": value}
        for area, value in values.items()
    ]


def placed(
    indicator: Indicator,
    areas: Areas,
    rows: Sequence[Row],
    neighbours: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Row]:
    grid = Grid.of(from_rows(rows, PUBLISHED), [area.code for area in areas])
    table = places("x", indicator, grid, areas, neighbours)
    found = {row["area"]: row for row in records(table)}
    assert len(found) == len(table)  # one period an area
    return found


def column(found: Mapping[str, Row], name: str) -> dict[str, Any]:
    return {area: row[name] for area, row in found.items()}


# --- ranks and fifths


def test_equal_values_share_the_better_rank():
    told = placed(DELIVERED, city(5), plain({"11": 3, "12": 9, "13": 3, "14": GONE, "15": 1}))
    assert column(told, "rank") == {"12": 1, "11": 2, "13": 2, "15": 4}
    assert set(column(told, "areas").values()) == {4}


def test_levels_are_ranked_apart_each_in_its_latest_period():
    rows = plain({"1": 5, "2": 8}) + plain({"1": 9, "2": 1, "11": 2, "21": 4}, "2023")
    told = placed(DELIVERED, city(1, 1), [*rows, *plain({"11": GONE})])
    assert column(told, "rank") == {"1": 2, "2": 1, "11": 2, "21": 1}
    assert column(told, "period") == {"1": "2024", "2": "2024", "11": "2023", "21": "2023"}


def test_an_area_without_a_value_in_the_latest_period_has_no_place():
    rows = plain({"11": 5, "12": 8}) + plain({"11": 5, "12": 8, "13": 3}, "2023")
    told = placed(DELIVERED, city(3), rows)
    assert set(told) == {"11", "12"}


TEN = {f"1{at}": float(at) for at in range(1, 10)} | {"110": 10.0}


@pytest.mark.parametrize(
    ("polarity", "fifths"),
    [
        # Where low is favourable, the highest two of ten are the least favourable fifth.
        ("low", [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]),
        ("high", [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
    ],
)
def test_the_first_fifth_is_the_least_favourable(polarity, fifths):
    asked = DELIVERED.model_copy(update={"polarity": polarity})
    told = placed(asked, city(10), plain(TEN))
    assert [told[area]["fifth"] for area in TEN] == fifths
    assert [told[area]["rank"] for area in TEN] == list(range(10, 0, -1))


def test_equal_values_lie_in_the_same_fifth():
    told = placed(DELIVERED, city(5), plain({"11": 1, "12": 2, "13": 2, "14": 4, "15": 5}))
    assert told["12"]["fifth"] == told["13"]["fifth"]


def test_there_are_no_fifths_where_nothing_is_favourable_or_areas_are_few():
    neutral = DELIVERED.model_copy(update={"polarity": "neutral"})
    assert all(map(math.isnan, column(placed(neutral, city(10), plain(TEN)), "fifth").values()))
    four = plain({"11": 1, "12": 2, "13": 3, "14": 4, "15": GONE})
    told = placed(DELIVERED, city(5), four)
    assert all(map(math.isnan, column(told, "fifth").values()))
    assert column(told, "rank") == {"11": 4, "12": 3, "13": 2, "14": 1}


def test_what_is_delivered_as_a_rate_has_a_rank_and_a_fifth_and_nothing_else():
    for row in placed(DELIVERED, city(10), plain(TEN)).values():
        for name in ("smoothed", "lower", "upper", "weight", "among_highest"):
            assert math.isnan(row[name])
        assert row["toward"] == ""


@pytest.mark.parametrize(
    ("indicator", "areas", "rows"),
    [
        (COUNT, city(3), plain({"11": 1, "12": 2, "13": 3})),
        (DELIVERED, city(1), plain({"0": 1, "1": 2, "11": 3})),  # alone on each level
        (DELIVERED, city(3), plain({"11": GONE, "12": GONE})),
        (DELIVERED, city(3), []),
    ],
)
def test_there_are_no_places(indicator, areas, rows):
    assert placed(indicator, areas, rows) == {}


# --- smoothed values

DISTRICTS = {
    "1": {"11": (20, 100), "12": (20, 200), "13": (10, 100)},
    "2": {"21": (50, 100), "22": (30, 100), "23": (40, 200)},
}
SIX = DISTRICTS["1"] | DISTRICTS["2"]


def test_smoothing_toward_the_district_with_one_variance():
    # District 1: 50 of 400, m = 0.125, by chance m (1 - m) = 0.109375 over n. Squares around m:
    # 100 * 0.075^2 + 200 * 0.025^2 + 100 * 0.025^2 = 0.75. District 2: 120 of 400, m = 0.3, 0.21;
    # squares 100 * 0.2^2 + 0 + 200 * 0.1^2 = 6. Chance gives twice 0.109375 and twice 0.21 of them,
    # and a variance of 1 would give 400 - (100^2 + 200^2 + 100^2) / 400 = 250 in each district:
    # (6.75 - 0.21875 - 0.42) / 500 = 0.0122225.
    between = 0.0122225
    chance = {"1": 0.109375, "2": 0.21}
    middle = {"1": 0.125, "2": 0.3}
    told = placed(SHARE, city(3, 3), counted(SHARE, "2024", SIX))
    for area, (x, n) in SIX.items():
        weight = between / (between + chance[area[0]] / n)
        value = weight * x / n + (1 - weight) * middle[area[0]]
        assert told[area]["weight"] == pytest.approx(weight, abs=1e-6)
        assert told[area]["smoothed"] == pytest.approx(100 * value, abs=1e-4)
        assert told[area]["toward"] == "parent"
    assert told["11"]["weight"] == pytest.approx(0.917864, abs=1e-6)
    assert told["11"]["smoothed"] == pytest.approx(19.3840, abs=1e-3)


def test_the_interval_of_a_smoothed_share_is_that_of_a_beta_distribution():
    told = placed(SHARE, city(3, 3), counted(SHARE, "2024", SIX))["11"]
    mean, weight = told["smoothed"] / 100, told["weight"]
    # The district's value varies by chance too.
    variance = weight * 0.109375 / 100 + (1 - weight) ** 2 * 0.109375 / 400
    size = mean * (1 - mean) / variance - 1
    for end, probability in (("lower", 0.025), ("upper", 0.975)):
        below = betainc(mean * size, (1 - mean) * size, told[end] / 100)
        assert below == pytest.approx(probability)


def test_a_smoothed_rate_is_in_the_unit_of_the_indicator():
    # By chance m over n, 0.125 and 0.3: the variance between areas is
    # (6.75 - 2 * 0.125 - 2 * 0.3) / 500 = 0.0118.
    told = placed(RATE, city(3, 3), counted(RATE, "2024", SIX))["11"]
    weight = 0.0118 / (0.0118 + 0.125 / 100)
    assert told["weight"] == pytest.approx(weight)
    assert told["smoothed"] == pytest.approx(1000 * (0.2 * weight + 0.125 * (1 - weight)))
    assert told["lower"] < told["smoothed"] < told["upper"]


def test_districts_are_smoothed_toward_the_city():
    # 50 of 400 and 120 of 400: 170 of 800, m = 0.2125, m (1 - m) = 0.16734375. Squares
    # 2 * 400 * 0.0875^2 = 6.125, less 0.16734375, over 800 - 2 * 400^2 / 800 = 400: 0.01489414.
    told = placed(SHARE, city(3, 3), counted(SHARE, "2024", {"1": (50, 400), "2": (120, 400)}))
    weight = 0.01489414 / (0.01489414 + 0.16734375 / 400)
    assert told["1"]["smoothed"] == pytest.approx(21.25 - 8.75 * weight, abs=1e-4)
    assert told["2"]["smoothed"] == pytest.approx(21.25 + 8.75 * weight, abs=1e-4)


def test_what_is_withheld_moves_no_neighbour():
    rows = counted(SHARE, "2024", SIX)
    hidden = [row | {"value": GONE} if row["area"] == "13" else row for row in rows]
    five = {area: counts for area, counts in SIX.items() if area != "13"}
    told = placed(SHARE, city(3, 3), hidden)
    assert told == placed(SHARE, city(3, 3), counted(SHARE, "2024", five))
    assert "13" not in told


def test_smoothing_toward_the_neighbours():
    around = {"11": ["12", "21"], "12": ["11"], "21": ["11", "22"], "22": ["21", "99"]}
    told = placed(SHARE, city(3, 3), counted(SHARE, "2024", SIX), around)
    x, n = ([counts[at] for counts in SIX.values()] for at in (0, 1))
    positions = [[1, 3], [0], [], [0, 4], [3], []]
    expected = shrinkage.toward_neighbours(x, n, "proportion", positions, shared_variance=True)
    for at, area in enumerate(SIX):
        assert told[area]["smoothed"] == pytest.approx(100 * expected.value[at])
        assert told[area]["lower"] == pytest.approx(100 * expected.lower[at])
        assert told[area]["upper"] == pytest.approx(100 * expected.upper[at])
        assert told[area]["weight"] == pytest.approx(expected.weight[at])
        assert told[area]["toward"] == "neighbours"


# --- how sure a place is


def test_the_chances_of_all_add_up_to_five():
    counts = {f"1{at}": (10.0 + 3 * at, 100.0 + at) for at in range(1, 9)}
    told = placed(SHARE, city(8), counted(SHARE, "2024", counts))
    chances = column(told, "among_highest")
    assert sum(chances.values()) == pytest.approx(5, abs=1e-3)
    assert all(0 <= chance <= 1 for chance in chances.values())
    assert chances["18"] > chances["11"]


def test_of_five_areas_each_is_among_the_five_highest():
    counts = {f"1{at}": (10.0 * at, 100.0) for at in range(1, 6)}
    told = placed(SHARE, city(5), counted(SHARE, "2024", counts))
    assert set(column(told, "among_highest").values()) == {1.0}
