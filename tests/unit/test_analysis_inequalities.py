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
    # (0.16 + 0.04 + 0.04 + 0.16) * 0.2 is 36. Each value pulls with -1, -0.5, 0, 0.5, 1 and has an
    # error of 2: 1.959964 * 2 * sqrt(2.5) = 6.198.
    told = measured(figures(POOR))
    assert ends(told["slope"]) == pytest.approx((36, 36 - 6.198, 36 + 6.198), abs=1e-3)
    # Around the mean of 21.2 the line ends at 39.2 and 3.2. The lower end has the error
    # 2 * sqrt(0.7^2 + 0.45^2 + 0.2^2 + 0.05^2 + 0.3^2) = 1.817: within 1.96 of it lies 0, and the
    # ratio has no limits.
    assert ends(told["relative"]) == pytest.approx((12.25, GONE, GONE), nan_ok=True)


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
    assert "moran" not in measured(figures(POOR))


def test_rows_say_what_they_rest_on():
    told = measured(figures(POOR), neighbours=IN_A_ROW)
    assert set(told) == set(MEASURES)
    for measure, row in told.items():
        assert row["areas"] == 5
        assert row["method"] == MEASURES[measure]
        assert row["ordered_by"] == "itself"


def test_rates_are_in_their_unit_and_have_no_segregation():
    told = measured(figures(POOR, RATE), RATE, IN_A_ROW)
    assert set(told) == set(MEASURES) - {"dissimilarity", "isolation"}
    assert told["fifths_difference"]["value"] == pytest.approx(300)
    assert told["slope"]["value"] == pytest.approx(360)
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
    assert {row["ordered_by"] for row in told.values()} == {"index"}
    before = measured(rows, burdens=burdens, period="2023")
    assert before["fifths_difference"]["value"] == pytest.approx(30)
    assert {row["ordered_by"] for row in before.values()} == {"itself"}


def test_areas_that_the_index_lacks_are_left_out_of_what_it_orders():
    burdens = {"district": {"2024": np.array([1.0, 2.0, 3.0, 4.0, GONE])}}
    told = measured(figures(POOR), burdens=burdens)
    # Four areas are too few for fifths. Their slope, in quarters with middles at 0.125 to 0.875:
    # (-0.375 * 10 - 0.125 * 12 + 0.125 * 20 + 0.375 * 24) / 0.3125 = 20.
    assert "fifths_difference" not in told
    assert told["slope"]["value"] == pytest.approx(20)
    assert (told["slope"]["areas"], told["dissimilarity"]["areas"]) == (4, 5)


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
    assert set(told) == {"moran"}
    assert told["moran"]["value"] == pytest.approx(241.2 / 572.8)


def test_a_level_of_four_areas_has_no_measures():
    quarters = {f"1{q}": 10.0 + q for q in range(4)}
    assert measured(figures(quarters), neighbours={"10": ["11"], "11": ["10"]}) == {}


def test_without_a_poor_person_in_the_least_burdened_fifth_there_is_no_ratio():
    told = measured(figures(POOR | {"1": 0}))
    assert told["fifths_difference"]["value"] == pytest.approx(40)
    assert "fifths_ratio" not in told


def test_where_all_are_alike_there_is_no_order():
    told = measured(figures(dict.fromkeys(CODES, 10)), neighbours=IN_A_ROW)
    assert set(told) == {"dissimilarity", "isolation"}
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
    assert ("dissimilarity" in told, "isolation" in told) == (measured_at_all, measured_at_all)


def test_without_intervals_there_is_no_slope():
    rows = [row | {"lower": GONE, "upper": GONE} for row in figures(POOR)]
    told = measured(rows)
    assert set(told) == {"fifths_difference", "fifths_ratio", "dissimilarity", "isolation"}


def test_what_is_withheld_is_left_out_and_not_counted_as_none():
    hidden = [row | {"value": GONE} if row["area"] == "3" else row for row in figures(POOR)]
    told = measured(hidden, neighbours=IN_A_ROW)
    assert set(told) == {"slope", "relative", "dissimilarity", "isolation", "moran"}
    assert {row["areas"] for row in told.values()} == {4}
    # The squares 100, 144, 576 and 1600 over 100, and over the 86 poor that are shown.
    assert told["isolation"]["value"] == pytest.approx(24.2 / 86)


def test_a_period_without_figures_has_no_rows():
    assert measured([row | {"value": GONE} for row in figures(POOR)], neighbours=IN_A_ROW) == {}
    assert measured([]) == {}
