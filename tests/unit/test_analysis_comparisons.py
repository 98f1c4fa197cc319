"""Areas beside the city, their parent, similar areas and their own past: worked by hand."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest
from scipy.stats import binomtest

from quartier.analysis import Grid
from quartier.analysis.comparisons import compare
from quartier.areas import Areas
from quartier.catalogue import Break, Indicator
from quartier.settings import Area
from quartier.tables import PUBLISHED, from_rows, records

GONE = math.nan
AREAS = Areas(
    [
        Area("0", "Stadt", "", "city", None),
        Area("1", "Nord", "", "district", "0"),
        Area("2", "Süd", "", "district", "0"),
        Area("11", "Au", "", "quarter", "1"),
        Area("12", "Berg", "", "quarter", "1"),
        Area("21", "Feld", "", "quarter", "2"),
    ],
    ["city", "district", "quarter"],
)
TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
CASES, PEOPLE = {"variable": "cases"}, {"variable": "people"}
PLAIN = {"numerator": CASES, "polarity": "low", "domain": "income"}
DIVIDED = PLAIN | {"denominator": PEOPLE}
SHARE = Indicator.model_validate(
    TEXTS | DIVIDED | {"unit": "percent", "kind": "proportion", "interval": "wilson"}
)
RATE = Indicator.model_validate(
    TEXTS | DIVIDED | {"unit": "per_1000", "kind": "rate", "interval": "byar"}
)
BARE = Indicator.model_validate(
    TEXTS | DIVIDED | {"unit": "percent", "kind": "proportion", "interval": "none"}
)
COUNT = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "persons", "kind": "count", "interval": "none"}
)
DELIVERED = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "percent", "kind": "delivered", "interval": "none"}
)

Found = dict[tuple[str, str], dict[str, Any]]


def figure(area: str, period: str, value: float, *ends: float, counts: tuple = ()) -> dict:
    lower, upper = ends or (GONE, GONE)
    numerator, denominator = counts or (GONE, GONE)
    return {
        "indicator": "x",
        "area": area,
        "period": period,
        "value": value,
        "lower": lower,
        "upper": upper,
        "numerator": numerator,
        "denominator": denominator,
    }


def share(area: str, period: str, x: float, n: float) -> dict:
    """x of n in per cent with the interval of Wilson, written out."""
    z, p = 1.959964, x / n
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    ends = [100 * (middle + side * reach) / (1 + z * z / n) for side in (-1, 1)]
    return figure(area, period, 100 * p, *ends, counts=(x, n))


def beside(
    indicator: Indicator,
    *rows: dict,
    areas: Areas = AREAS,
    similar: Mapping[str, Sequence[str]] | None = None,
    breaks: Sequence[str] = (),
) -> Found:
    """The comparisons by area and reference."""
    table = compared(indicator, *rows, areas=areas, similar=similar, breaks=breaks)
    assert set(table["indicator"]) <= {"x"}
    found = {(row["area"], row["reference"]): row for row in records(table)}
    assert len(found) == len(table)  # one period an area
    return found


def compared(indicator: Indicator, *rows: dict, areas=AREAS, similar=None, breaks=()):
    cuts = [Break(period=period, reason="x") for period in breaks]
    grid = Grid.of(from_rows(rows, PUBLISHED), [area.code for area in areas], cuts)
    return compare("x", indicator, grid, areas, similar or {})


# --- city and parent


def test_city_and_parent_are_taken_as_exact():
    told = beside(
        SHARE,
        figure("0", "2024", 10.0, 9.5, 10.5),
        figure("1", "2024", 12.0, 11.0, 13.0),
        figure("11", "2024", 13.5, 11.5, 15.5),
    )
    # 13.5 less 10.0 is 3.5; the ends 11.5 and 15.5 less 10.0. The city's own interval is not used.
    city = {name: cell for name, cell in told["11", "city"].items() if "ratio" not in name}
    assert city == {
        "indicator": "x",
        "area": "11",
        "period": "2024",
        "reference": "city",
        "reference_period": "2024",
        "reference_value": 10.0,
        "difference": 3.5,
        "lower": 1.5,
        "upper": 5.5,
        "verdict": "above",
        "reason": "",
        "method": "exact_reference",
    }
    # Less the district's 12.0: 1.5, from -0.5 to 3.5.
    parent = told["11", "parent"]
    assert (parent["reference_value"], parent["difference"]) == (12.0, 1.5)
    assert (parent["lower"], parent["upper"]) == (-0.5, 3.5)
    assert (parent["verdict"], parent["method"]) == ("similar", "exact_reference")


def test_a_parent_that_is_the_city_is_not_said_twice():
    told = beside(
        SHARE, figure("0", "2024", 10.0, 9.0, 11.0), figure("1", "2024", 12.0, 11.0, 13.0)
    )
    assert set(told) == {("1", "city")}


def test_the_city_is_not_compared_with_itself():
    assert beside(SHARE, figure("0", "2024", 10.0, 9.0, 11.0)) == {}


def test_without_an_area_above_all_there_is_no_city_but_parents():
    two = Areas([area for area in AREAS if area.code != "0"], ["district", "quarter"])
    tops = Areas(
        [
            Area(
                area.code,
                area.name,
                "",
                area.level,
                area.parent if area.level != "district" else None,
            )
            for area in two
        ],
        ["district", "quarter"],
    )
    told = beside(
        SHARE,
        figure("1", "2024", 12.0, 11.0, 13.0),
        figure("11", "2024", 13.5, 12.5, 14.5),
        areas=tops,
    )
    assert set(told) == {("11", "parent")}
    assert told["11", "parent"]["verdict"] == "above"


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (10.0, 14.0, "similar"),  # touching is not beyond
        (10.001, 14.0, "above"),
        (6.0, 10.0, "similar"),
        (6.0, 9.999, "below"),
        (9.0, 11.0, "similar"),
    ],
)
def test_the_verdict_turns_where_the_interval_touches(lower, upper, verdict):
    middle = (lower + upper) / 2
    told = beside(
        SHARE, figure("0", "2024", 10.0, 9.9, 10.1), figure("1", "2024", middle, lower, upper)
    )["1", "city"]
    assert (told["verdict"], told["reason"]) == (verdict, "")


def test_nothing_stands_beside_a_figure_that_is_withheld():
    district = figure("1", "2024", 12.0, 11.0, 13.0)
    assert beside(SHARE, figure("0", "2024", GONE), district) == {}
    assert beside(SHARE, figure("0", "2023", 10.0, 9.0, 11.0), district) == {}
    # An area without a value has no rows, whatever the others show.
    shown = figure("0", "2024", 10.0, 9.0, 11.0)
    assert beside(SHARE, shown, figure("1", "2024", GONE), figure("2", "2024", GONE)) == {}


def test_each_area_with_its_own_last_period():
    told = beside(
        SHARE,
        figure("0", "2023", 10.0, 9.0, 11.0),
        figure("0", "2024", 20.0, 19.0, 21.0),
        figure("1", "2023", 12.0, 11.0, 13.0),
        figure("1", "2024", GONE),
        figure("2", "2024", 12.0, 11.0, 13.0),
    )
    one, two = told["1", "city"], told["2", "city"]
    assert (one["period"], one["reference_value"], one["verdict"]) == ("2023", 10.0, "above")
    assert (two["period"], two["reference_value"], two["verdict"]) == ("2024", 20.0, "below")


# --- similar areas


def test_similar_areas_are_pooled():
    # 56 of 70 beside 48 of 80: Newcombe (1998), table II, method 10: 0.2, from 0.0524 to 0.3339.
    # The 48 of 80 are 20 of 30 and 28 of 50; the mean of their shares would be 61.3 %.
    told = beside(
        SHARE,
        share("11", "2024", 56, 70),
        share("12", "2024", 20, 30),
        share("21", "2024", 28, 50),
        similar={"11": ["12", "21"]},
    )
    row = told["11", "similar"]
    assert row["reference_value"] == pytest.approx(60)
    assert row["difference"] == pytest.approx(20)
    assert row["lower"] == pytest.approx(5.24, abs=0.005)
    assert row["upper"] == pytest.approx(33.39, abs=0.005)
    assert (row["verdict"], row["method"], row["reference_period"]) == ("above", "newcombe", "2024")
    # The others have nothing that is similar.
    assert set(told) == {("11", "similar")}


def test_rates_of_similar_areas_are_pooled_with_their_own_intervals():
    # 65 events among 1,000: 65, from 50.16 to 82.85 (Breslow and Day). Beside 2 among 200 and 3
    # among 300: 5 among 500, exactly from 1.623 to 11.668 events (Garwood), doubled a rate from
    # 3.246 to 23.336.
    told = beside(
        RATE,
        figure("11", "2024", 65.0, 50.16, 82.85, counts=(65, 1000)),
        figure("12", "2024", 10.0, 1.2, 36.1, counts=(2, 200)),
        figure("21", "2024", 10.0, 2.1, 29.2, counts=(3, 300)),
        similar={"11": ["21", "12"]},
    )["11", "similar"]
    assert told["reference_value"] == pytest.approx(10)
    assert told["difference"] == pytest.approx(55)
    assert told["lower"] == pytest.approx(55 - math.hypot(65 - 50.16, 23.336 - 10), abs=0.01)
    assert told["upper"] == pytest.approx(55 + math.hypot(82.85 - 65, 10 - 3.246), abs=0.01)
    assert (told["verdict"], told["method"]) == ("above", "mover")


def test_two_rates_also_have_their_ratio_exactly():
    # Given 44 events in all, 24 of the first are binomial; the odds of its exact interval times
    # 1,500 to 1,000 people.
    rows = (
        figure("11", "2024", 24.0, 15.4, 35.7, counts=(24, 1000)),
        figure("12", "2024", 13.3, 8.1, 20.6, counts=(20, 1500)),
        figure("11", "2020", 15.0, 8.4, 24.7, counts=(15, 1000)),
    )
    told = beside(RATE, *rows, similar={"11": ["12"]})
    for reference, others, people in (("similar", 20, 1500), ("past", 15, 1000)):
        ends = binomtest(24, 24 + others).proportion_ci(0.95, "exact")
        odds = [end / (1 - end) * people / 1000 for end in (24 / (24 + others), *ends)]
        row = told["11", reference]
        assert [row[name] for name in ("ratio", "ratio_lower", "ratio_upper")] == pytest.approx(
            odds
        )


def test_shares_and_rates_over_no_events_have_no_ratio():
    shares = beside(
        SHARE, share("11", "2024", 56, 70), share("12", "2024", 48, 80), similar={"11": ["12"]}
    )
    none = beside(
        RATE,
        figure("11", "2024", 24.0, 15.4, 35.7, counts=(24, 1000)),
        figure("12", "2024", 0.0, 0.0, 2.5, counts=(0, 1500)),
        similar={"11": ["12"]},
    )
    for told in (shares, none):
        assert math.isnan(told["11", "similar"]["ratio"])
        assert math.isfinite(told["11", "similar"]["difference"])


def test_similar_areas_that_show_nothing_are_left_out_and_not_counted_as_none():
    rows = (
        share("11", "2024", 56, 70),
        share("12", "2024", 48, 80),
        share("21", "2023", 1, 1000),
        figure("21", "2024", GONE),
    )
    told = beside(SHARE, *rows, similar={"11": ["12", "21"]})["11", "similar"]
    assert told["reference_value"] == pytest.approx(60)
    nothing = beside(SHARE, *rows, similar={"11": ["21"]})
    assert ("11", "similar") not in nothing


# --- the past


def test_the_past_is_the_first_figure():
    # 1999 has no figure; the 48 of 80 are the first, the last ones the 56 of 70: as above.
    told = beside(
        SHARE,
        figure("11", "1999", GONE),
        share("11", "2000", 48, 80),
        share("11", "2010", 1, 80),
        share("11", "2024", 56, 70),
    )["11", "past"]
    assert (told["period"], told["reference_period"]) == ("2024", "2000")
    assert told["reference_value"] == pytest.approx(60)
    assert told["difference"] == pytest.approx(20)
    assert told["lower"] == pytest.approx(5.24, abs=0.005)
    assert told["upper"] == pytest.approx(33.39, abs=0.005)
    assert (told["verdict"], told["reason"], told["method"]) == ("above", "", "newcombe")


def test_the_past_ends_at_a_break():
    rows = [share("11", str(year), 10 + year - 2000, 100) for year in (2000, 2005, 2010, 2015)]
    told = beside(SHARE, *rows, breaks=["2005"])["11", "past"]
    assert told["reference_period"] == "2005"
    told = beside(SHARE, *rows, breaks=["2003", "2008"])["11", "past"]
    assert told["reference_period"] == "2010"
    # Just behind the break the last figure is the first of its part.
    assert beside(SHARE, *rows, breaks=["2015"]) == {}


def test_a_last_figure_before_the_break_has_its_past_before_it():
    told = beside(
        SHARE,
        share("11", "2000", 10, 100),
        share("11", "2005", 30, 100),
        figure("11", "2010", GONE),
        share("12", "2010", 30, 100),
        share("12", "2000", 30, 100),
        breaks=["2008"],
    )
    assert set(told) == {("11", "past")}
    assert (told["11", "past"]["period"], told["11", "past"]["reference_period"]) == (
        "2005",
        "2000",
    )


def test_the_first_figure_has_no_past():
    assert beside(SHARE, share("11", "2024", 56, 70)) == {}


def test_rates_have_a_past_with_the_interval_of_both():
    # 65 (50.16 to 82.85) now and 10 (3.246 to 23.336) then, by hand as for the similar areas.
    told = beside(
        RATE,
        figure("11", "2020", 10.0, 3.246, 23.336, counts=(5, 500)),
        figure("11", "2024", 65.0, 50.16, 82.85, counts=(65, 1000)),
    )["11", "past"]
    assert told["lower"] == pytest.approx(55 - math.hypot(14.84, 13.336), abs=1e-9)
    assert told["upper"] == pytest.approx(55 + math.hypot(17.85, 6.754), abs=1e-9)
    assert told["method"] == "mover"


# --- kinds without intervals


def test_a_count_has_only_a_past_and_no_verdict():
    told = beside(
        COUNT,
        *[figure(area, "2023", 100.0, counts=(100, GONE)) for area in ("0", "1", "11")],
        *[figure(area, "2024", 130.0, counts=(130, GONE)) for area in ("0", "1", "11")],
        similar={"11": ["12"]},
    )
    assert set(told) == {("0", "past"), ("1", "past"), ("11", "past")}
    row = told["11", "past"]
    assert (row["reference_value"], row["difference"]) == (100.0, 30.0)
    assert math.isnan(row["lower"])
    assert math.isnan(row["upper"])
    assert (row["verdict"], row["reason"], row["method"]) == ("", "no_interval", "none")


def test_what_is_delivered_as_a_rate_has_differences_without_a_verdict():
    told = beside(
        DELIVERED,
        figure("0", "2024", 10.0, counts=(10.0, GONE)),
        figure("1", "2024", 12.5, counts=(12.5, GONE)),
        figure("11", "2024", 14.0, counts=(14.0, GONE)),
        figure("11", "2020", 20.0, counts=(20.0, GONE)),
        figure("12", "2024", 15.0, counts=(15.0, GONE)),
        similar={"11": ["12"], "12": ["11"]},
    )
    apart = {key: row["difference"] for key, row in told.items()}
    # Rates without counts cannot be pooled: there are no similar areas together.
    assert apart == {
        ("1", "city"): 2.5,
        ("11", "city"): 4.0,
        ("11", "parent"): 1.5,
        ("11", "past"): -6.0,
        ("12", "city"): 5.0,
        ("12", "parent"): 2.5,
    }
    assert {(row["verdict"], row["reason"]) for row in told.values()} == {("", "no_interval")}


def test_a_share_without_an_interval_is_pooled_but_not_judged():
    told = beside(
        BARE,
        figure("11", "2020", 50.0, counts=(35, 70)),
        figure("11", "2024", 80.0, counts=(56, 70)),
        figure("12", "2024", 60.0, counts=(48, 80)),
        similar={"11": ["12"]},
    )
    assert told["11", "similar"]["difference"] == pytest.approx(20)
    assert told["11", "past"]["difference"] == pytest.approx(30)
    assert {(row["verdict"], row["reason"]) for row in told.values()} == {("", "no_interval")}


# --- corners


def test_none_and_all_can_be_compared():
    told = beside(
        SHARE,
        share("11", "2020", 0, 40),
        share("11", "2024", 40, 40),
        share("12", "2024", 0, 40),
        similar={"11": ["12"]},
    )
    for key in (("11", "past"), ("11", "similar")):
        # Wilson ends at z^2 / (n + z^2) = 3.8415 / 43.8415 = 8.762 %: hypot gives 12.39.
        assert told[key]["difference"] == pytest.approx(100)
        assert told[key]["lower"] == pytest.approx(100 - math.hypot(8.762, 8.762), abs=0.002)
        assert told[key]["upper"] == pytest.approx(100)


def test_all_of_a_converted_number_is_not_outside_its_own_interval():
    # Divided by itself and multiplied by 1,000, this number rounds to more than 1,000.
    people = 524.3
    value = people * 1000 / people
    assert value > 1000
    per_1000 = SHARE.model_copy(update={"unit": "per_1000"})
    told = beside(
        per_1000,
        figure("11", "2020", value, 999.9, 1000.0, counts=(people, people)),
        figure("11", "2024", value, 999.9, 1000.0, counts=(people, people)),
        figure("12", "2024", value, 999.9, 1000.0, counts=(people, people)),
        similar={"11": ["12"]},
    )
    assert told["11", "past"]["verdict"] == "similar"
    assert told["11", "similar"]["verdict"] == "similar"


def test_an_empty_series_has_no_comparisons():
    table = compared(SHARE, similar={"11": ["12"]})
    assert isinstance(table, pd.DataFrame)
    assert len(table) == 0
