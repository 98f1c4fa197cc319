"""How unequal five areas are, worked by hand; which measures there are and which not."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from quartier.analysis import Grid
from quartier.analysis.inequalities import MEASURES, inequalities
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.settings import Area
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
HIGH = SHARE.model_copy(update={"polarity": "high"})

CODES = "12345"
AREAS = Areas(
    [
        Area("0", "Stadt", "", "city", None),
        *(Area(code, code, "", "district", "0") for code in CODES),
        *(Area(f"1{q}", f"1{q}", "", "quarter", "1") for q in range(4)),
    ],
    ["city", "district", "quarter"],
)
# Of 100 people each: 10, 12, 20, 24 and 40 per cent, each with a standard error of 2.
POOR = {"1": 10, "2": 12, "3": 20, "4": 24, "5": 40}
IN_A_ROW = {"1": ["2"], "2": ["1", "3"], "3": ["2", "4"], "4": ["3", "5"], "5": ["4"]}

Found = dict[str, dict[str, Any]]


def figures(
    cases: Mapping[str, float], indicator: Indicator = SHARE, period: str = "2024", n: float = 100
) -> list[dict[str, Any]]:
    reach = 2 * 1.959964 * indicator.scale / 100
    return [
        {"indicator": "x", "area": area, "period": period, "numerator": x, "denominator": n}
        | {"value": x * indicator.scale / n}
        | {"lower": x * indicator.scale / n - reach, "upper": x * indicator.scale / n + reach}
        for area, x in cases.items()
    ]


def measured(
    rows: Sequence[Mapping[str, Any]],
    indicator: Indicator = SHARE,
    neighbours: Mapping[str, Sequence[str]] | None = None,
    burdens: Mapping[str, Mapping[str, np.ndarray]] | None = None,
    period: str = "2024",
) -> Found:
    """The measures of the districts in a period."""
    grid = Grid.of(from_rows(rows, PUBLISHED), [area.code for area in AREAS])
    table = inequalities("x", indicator, grid, AREAS, neighbours or {}, burdens or {})
    assert set(table["level"]) <= {"district"}
    assert set(table["indicator"]) <= {"x"}
    return {row["measure"]: row for row in records(table) if row["period"] == period}


def values(found: Found) -> set[str]:
    """The measures that have a value."""
    return {measure for measure, row in found.items() if not math.isnan(row["value"])}


def reasons(found: Found) -> dict[str, str]:
    """Why each of the others has none, or no interval."""
    return {measure: row["reason"] for measure, row in found.items() if row["reason"]}


def ends(row: Mapping[str, Any]) -> tuple[float, float, float]:
    return row["value"], row["lower"], row["upper"]


def wilson(x: float, n: float) -> tuple[float, float]:
    z, p = 1.959964, x / n
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)


# --- the measures


def test_the_gap_between_the_fifths_is_that_of_the_first_and_the_last_area():
    told = measured(figures(POOR))
    (low, high), (other_low, other_high) = wilson(40, 100), wilson(10, 100)
    down = math.hypot(0.4 - low, other_high - 0.1)
    up = math.hypot(high - 0.4, 0.1 - other_low)
    expected = (30, 100 * (0.3 - down), 100 * (0.3 + up))
    assert ends(told["fifths_difference"]) == pytest.approx(expected, abs=1e-3)
    assert told["fifths_ratio"]["value"] == pytest.approx(4)
    assert told["fifths_ratio"]["lower"] < 4 < told["fifths_ratio"]["upper"]


def test_the_slope_by_hand():
    # Fifths of the people with their middles at 0.1 to 0.9: (-4 - 2.4 + 4.8 + 16) * 0.2 over
    # (0.16 + 0.04 + 0.04 + 0.16) * 0.2 is 36. Each value pulls with -1, -0.5, 0, 0.5, 1, and the
    # squares of their errors, p (100 - p) / 100, are 9, 10.56, 16, 18.24 and 24:
    # 1.959964 * sqrt(9 + 10.56 / 4 + 18.24 / 4 + 24) = 12.4270.
    told = measured(figures(POOR))
    assert ends(told["slope"]) == pytest.approx((36, 36 - 12.427, 36 + 12.427), abs=1e-3)
    # Around the mean of 21.2 the line ends at 39.2 and 3.2. The lower end has the error
    # sqrt(0.7^2 * 9 + 0.45^2 * 10.56 + 0.2^2 * 16 + 0.05^2 * 18.24 + 0.3^2 * 24) = 3.065: within
    # 1.96 of it lies 0, and the ratio has no limits.
    assert ends(told["relative"]) == pytest.approx((12.25, GONE, GONE), nan_ok=True)
    assert reasons(told) == {"relative": "unbounded", "moran": "no_map"}


def test_segregation_by_hand():
    # 106 poor and 394 others. Parts of the poor less parts of the others: -0.13409, -0.11014,
    # -0.01437, 0.03352, 0.22507; half the sum of their sizes is 0.2586.
    told = measured(figures(POOR))
    assert told["dissimilarity"]["value"] == pytest.approx(0.2586, abs=1e-4)
    # The squares 100, 144, 400, 576 and 1600 over 100, and over all 106 poor.
    assert told["isolation"]["value"] == pytest.approx(28.2 / 106)
    for name in ("dissimilarity", "isolation"):
        value, lower, upper = ends(told[name])
        assert 0 < lower < value < upper < 1


def test_neighbours_by_hand():
    # Less the mean of 21.2: -11.2, -9.2, -1.2, 2.8, 18.8. Times the mean of the neighbours:
    # 103.04 + 57.04 + 3.84 + 24.64 + 52.64 = 241.2. Squares: 572.8.
    told = measured(figures(POOR), neighbours=IN_A_ROW)
    assert told["moran"]["value"] == pytest.approx(241.2 / 572.8)
    assert 0 < told["moran"]["p"] < 1
    assert all(math.isnan(row["p"]) for measure, row in told.items() if measure != "moran")


def test_rows_say_what_they_rest_on():
    told = measured(figures(POOR), neighbours=IN_A_ROW)
    assert set(told) == set(MEASURES)
    for measure, row in told.items():
        assert row["areas"] == 5
        assert row["method"] == MEASURES[measure]
        # How a group is spread, and who lives beside whom, needs no order.
        ordered = measure not in ("dissimilarity", "isolation", "moran")
        assert row["ordered_by"] == ("itself" if ordered else "")


def test_rates_are_in_their_unit_and_have_no_segregation():
    told = measured(figures(POOR, RATE), RATE, IN_A_ROW)
    assert values(told) == set(MEASURES) - {"dissimilarity", "isolation"}
    # Events are no part of the people.
    assert told["dissimilarity"]["reason"] == told["isolation"]["reason"] == "no_parts"
    # 10 to 40 events of 100: as above, with 10 + 12 / 4 + 24 / 4 + 40 = 59.
    reach = 10 * 1.959964 * math.sqrt(59)
    assert ends(told["slope"]) == pytest.approx((360, 360 - reach, 360 + reach), abs=1e-3)
    assert told["fifths_difference"]["value"] == pytest.approx(300)
    assert told["relative"]["value"] == pytest.approx(12.25)


# --- the order


def test_an_index_orders_the_areas_where_there_is_one():
    # The first area is the most burdened, the second the least: 10 less 12 per cent.
    burdens = {"district": {"2024": np.array([5.0, 1.0, 2.0, 3.0, 4.0])}}
    rows = figures(POOR) + figures(POOR, period="2023")
    told = measured(rows, burdens=burdens)
    assert told["fifths_difference"]["value"] == pytest.approx(-2)
    assert told["fifths_ratio"]["value"] == pytest.approx(10 / 12)
    # In the order 12, 20, 24, 40, 10: (-4.8 - 4 + 8 + 4) / 0.4 = 8.
    assert told["slope"]["value"] == pytest.approx(8)
    assert {row["ordered_by"] for row in told.values()} == {"index", ""}
    before = measured(rows, burdens=burdens, period="2023")
    assert before["fifths_difference"]["value"] == pytest.approx(30)
    assert {row["ordered_by"] for row in before.values()} == {"itself", ""}


def test_areas_that_the_index_lacks_are_left_out_of_what_it_orders():
    burdens = {"district": {"2024": np.array([1.0, 2.0, 3.0, 4.0, GONE])}}
    told = measured(figures(POOR), burdens=burdens)
    assert values(told) == {"dissimilarity", "isolation"}
    for measure in ("fifths_difference", "fifths_ratio", "slope", "relative"):
        assert (told[measure]["areas"], told[measure]["reason"]) == (4, "few_areas")
    assert told["dissimilarity"]["areas"] == 5


def test_an_index_of_another_level_orders_nothing():
    told = measured(figures(POOR), burdens={"quarter": {"2024": np.array([4.0, 3.0, 2.0, 1.0])}})
    assert told["fifths_difference"]["value"] == pytest.approx(30)


def test_where_high_is_favourable_the_lowest_are_the_most_burdened():
    told = measured(figures(POOR, HIGH), HIGH)
    assert told["fifths_difference"]["value"] == pytest.approx(-30)
    assert told["fifths_ratio"]["value"] == pytest.approx(0.25)
    assert told["slope"]["value"] == pytest.approx(-36)
    assert told["relative"]["value"] == pytest.approx(1 / 12.25)
    # An index says itself who is burdened.
    by_index = {"district": {"2024": np.array([1.0, 2.0, 3.0, 4.0, 5.0])}}
    assert measured(figures(POOR, HIGH), HIGH, burdens=by_index)["slope"]["value"] > 0


def test_where_neither_is_favourable_the_value_orders():
    neutral = SHARE.model_copy(update={"polarity": "neutral"})
    assert measured(figures(POOR), neutral)["slope"]["value"] == pytest.approx(36)


# --- what cannot be computed


def test_numbers_of_people_are_not_unequal():
    assert measured(figures(POOR), COUNT, IN_A_ROW) == {}


def test_of_what_is_delivered_as_a_rate_only_neighbours_can_be_compared():
    rows = [
        row | {"numerator": row["value"], "denominator": GONE, "lower": GONE, "upper": GONE}
        for row in figures(POOR)
    ]
    told = measured(rows, DELIVERED, IN_A_ROW)
    assert told["moran"]["value"] == pytest.approx(241.2 / 572.8)
    assert reasons(told) == dict.fromkeys(set(MEASURES) - {"moran"}, "no_counts")


@pytest.mark.parametrize("shown", ["1234", "35", "4"])
def test_fewer_than_five_areas_with_values_have_no_measures(shown):
    told = measured([row for row in figures(POOR) if row["area"] in shown], neighbours=IN_A_ROW)
    assert values(told) == set()
    assert reasons(told) == dict.fromkeys(MEASURES, "few_areas")
    assert {row["areas"] for row in told.values()} == {len(shown)}


def test_a_level_has_reasons_only_where_it_has_values():
    rows = figures({f"1{q}": 10.0 + q for q in range(4)}) + figures({"0": 20}, n=500)
    grid = Grid.of(from_rows(rows, PUBLISHED), [area.code for area in AREAS])
    table = inequalities("x", SHARE, grid, AREAS, {}, {})
    # Between the areas of a level with one there is nothing to compare.
    assert set(table["level"]) == {"quarter"}
    assert list(table["reason"].unique()) == ["few_areas"]
    assert len(table) == len(MEASURES)


def test_without_a_poor_person_in_the_least_burdened_fifth_there_is_no_ratio():
    told = measured(figures(POOR | {"1": 0}))
    assert told["fifths_difference"]["value"] == pytest.approx(40)
    assert math.isnan(told["fifths_ratio"]["value"])
    assert told["fifths_ratio"]["reason"] == "no_cases"


def test_where_all_are_alike_there_is_no_order():
    told = measured(figures(dict.fromkeys(CODES, 10)), neighbours=IN_A_ROW)
    assert values(told) == {"dissimilarity", "isolation"}
    assert reasons(told) == dict.fromkeys(set(MEASURES) - values(told), "constant")
    assert told["dissimilarity"]["value"] == pytest.approx(0)
    assert told["isolation"]["value"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("cases", "measured_at_all"),
    [
        ({"1": 10, "2": 10, "3": 10, "4": 10, "5": 10}, True),
        ({"1": 10, "2": 10, "3": 10, "4": 10, "5": 9}, False),
        # Of the others, too, there must be so many.
        ({"1": 90, "2": 90, "3": 90, "4": 90, "5": 90}, True),
        ({"1": 90, "2": 90, "3": 90, "4": 90, "5": 91}, False),
    ],
)
def test_a_handful_of_people_is_not_called_segregated(cases, measured_at_all):
    # Ten an area, on average: 50 in five.
    told = measured(figures(cases))
    for measure in ("dissimilarity", "isolation"):
        assert (measure in values(told)) == measured_at_all
        assert told[measure]["reason"] == ("" if measured_at_all else "few_members")


@pytest.mark.parametrize(
    ("cases", "has_a_slope"),
    [
        ({"1": 0, "2": 1, "3": 2, "4": 3, "5": 4}, True),
        ({"1": 0, "2": 1, "3": 2, "4": 2, "5": 4}, False),
        ({"1": 100, "2": 99, "3": 98, "4": 97, "5": 96}, True),
        ({"1": 100, "2": 99, "3": 98, "4": 98, "5": 96}, False),
    ],
)
def test_a_line_needs_ten_cases(cases, has_a_slope):
    told = measured(figures(cases))
    assert ("slope" in values(told)) == has_a_slope
    assert told["slope"]["reason"] == ("" if has_a_slope else "few_cases")
    assert (told["relative"]["reason"] == "few_cases") != has_a_slope
    # The intervals of the fifths hold for any number.
    assert "fifths_difference" in values(told)


def test_one_area_that_is_larger_than_a_fifth():
    # 900 of 1300 at the lower end lie around 35 %: nobody is in the lowest fifth.
    rows = [
        row | ({"numerator": 90.0, "denominator": 900.0} if row["area"] == "1" else {})
        for row in figures(POOR)
    ]
    told = measured(rows)
    assert told["fifths_difference"]["reason"] == told["fifths_ratio"]["reason"] == "empty_fifth"
    assert "slope" in values(told)


def test_an_indicator_without_intervals_has_measures_without():
    plain = SHARE.model_copy(update={"interval": "none"})
    told = measured(figures(POOR), plain, IN_A_ROW)
    assert values(told) == set(MEASURES)
    assert reasons(told) == dict.fromkeys(set(MEASURES) - {"moran"}, "no_interval") | {
        "relative": "unbounded"
    }
    assert math.isnan(told["slope"]["lower"])
    # Its interval speaks of arrangements, not of cases.
    assert not math.isnan(told["moran"]["lower"])


def test_nobody_beside_anybody():
    told = measured(figures(POOR), neighbours={"1": ["10"], "10": ["1"]})
    assert told["moran"]["reason"] == "no_map"


def test_what_is_withheld_is_left_out_and_not_counted_as_none():
    hidden = [row | {"value": GONE} if row["area"] == "3" else row for row in figures(POOR)]
    told = measured(hidden, neighbours=IN_A_ROW)
    assert {row["areas"] for row in told.values()} == {4}
    assert reasons(told) == dict.fromkeys(MEASURES, "few_areas")
    more = Areas([*AREAS, Area("6", "6", "", "district", "0")], AREAS.levels)
    rows = [*hidden, *figures({"6": 30})]
    grid = Grid.of(from_rows(rows, PUBLISHED), [area.code for area in more])
    table = records(inequalities("x", SHARE, grid, more, {}, {}))
    (isolation,) = [row for row in table if row["measure"] == "isolation"]
    # The squares 100, 144, 576, 1600 and 900 over 100, and over the 116 poor that are shown.
    assert isolation["value"] == pytest.approx(33.2 / 116)
    assert isolation["areas"] == 5


def test_a_period_without_figures_has_no_rows():
    assert measured([row | {"value": GONE} for row in figures(POOR)], neighbours=IN_A_ROW) == {}
    assert measured([]) == {}
