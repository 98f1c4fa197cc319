"""Indicators of a small city, calculated by hand."""

import math
from typing import Any

import pandas as pd
import pytest

from quartier.areas import Areas
from quartier.catalogue import Indicator, Variable
from quartier.indicators import compute
from quartier.settings import Area
from quartier.tables import records

AREAS = Areas(
    [
        Area("00", "Stadt", "", "city", None),
        Area("01", "Nord", "", "district", "00"),
        Area("02", "Süd", "", "district", "00"),
    ],
    ["city", "district"],
)
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(COUNT | {"dimensions": {"age": ["0-17", "18-64", "65+"]}}),
    "recipients": Variable.model_validate(COUNT),
    "helps": Variable.model_validate(COUNT | {"unit": "count"}),
    "quota": Variable.model_validate(
        {"title": "x", "unit": "percent", "kind": "average", "counts_persons": "true"}
    ),
}
TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")


def indicator(**changes: object) -> Indicator:
    plain = {
        "unit": "percent",
        "kind": "proportion",
        "interval": "wilson",
        "numerator": {"variable": "recipients"},
        "denominator": {"variable": "people"},
        "polarity": "low",
        "domain": "income",
    }
    return Indicator.model_validate(TEXTS | plain | changes)


RATE = {
    "unit": "per_1000",
    "kind": "rate",
    "interval": "byar",
    "numerator": {"variable": "helps"},
    "denominator": {"variable": "people", "groups": ["age=0-17"]},
}
PLAIN = {"interval": "none", "denominator": None}


def observed(*rows: tuple) -> dict[str, pd.DataFrame]:
    """Variable, area, period, value or status, and a group if it is not the total."""
    padded = [(*row, "total")[:5] for row in rows]
    frame = pd.DataFrame(padded, columns=["variable", "area", "period", "told", "group"])
    known = frame["told"].map(lambda told: not isinstance(told, str))
    frame = frame.assign(
        value=frame["told"].where(known).astype("float64"),
        status=frame["told"].where(~known, "reported"),
    )
    return {name: frame[frame["variable"] == name] for name in VARIABLES}


def series(
    rows: dict[str, pd.DataFrame], asked: Indicator
) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the series by area and period."""
    table = compute("name", asked, rows, VARIABLES, AREAS).table
    assert set(table["indicator"]) <= {"name"}
    return {(row["area"], row["period"]): row for row in records(table)}


def has_no_value(row: dict[str, Any]) -> bool:
    return all(math.isnan(row[name]) for name in ("value", "lower", "upper"))


def test_a_proportion_is_made_of_sums_and_not_of_proportions():
    rows = observed(
        ("recipients", "01", "2024", 10),
        ("recipients", "02", "2024", 30),
        ("people", "01", "2024", 100),
        ("people", "02", "2024", 100),
        ("people", "02", "2023", 100),
    )
    told = series(rows, indicator())
    assert set(told) == {("00", "2024"), ("01", "2024"), ("02", "2024")}
    assert told["01", "2024"]["value"] == pytest.approx(10.0)
    # 40 of 200; the mean of the two proportions would be the same, their intervals would not.
    city = told["00", "2024"]
    assert (city["numerator"], city["denominator"]) == (40.0, 200.0)
    assert city["value"] == pytest.approx(20.0)
    # Wilson, written out for p = 0.2, n = 200, z = 1.959964.
    z, p, n = 1.959964, 0.2, 200
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert city["lower"] == pytest.approx(100 * (middle - reach) / (1 + z * z / n), rel=1e-6)
    assert city["upper"] == pytest.approx(100 * (middle + reach) / (1 + z * z / n), rel=1e-6)
    assert (city["method"], city["status"], city["converted_share"]) == ("wilson", "reported", 0.0)


def test_a_proportion_of_unequal_parts_is_weighted_by_them():
    rows = observed(
        ("recipients", "01", "2024", 50),
        ("recipients", "02", "2024", 10),
        ("people", "01", "2024", 100),
        ("people", "02", "2024", 900),
    )
    # 60 of 1,000, not the mean of 50 % and 1.1 %.
    assert series(rows, indicator())["00", "2024"]["value"] == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        # Exact below 10: Garwood's limits for 5 events are 1.623 and 11.668.
        (5, 1.623, 11.668),
        # Byar: Breslow and Day give 50.16 and 82.85 for 65 events.
        (65, 50.16, 82.85),
    ],
)
def test_a_rate_has_the_limits_of_its_events(events, lower, upper):
    rows = observed(("helps", "01", "2024", events), ("people", "01", "2024", 2000, "age=0-17"))
    told = series(rows, indicator(**RATE))["01", "2024"]
    assert told["value"] == pytest.approx(events / 2)
    assert told["lower"] == pytest.approx(lower / 2, abs=3e-3)
    assert told["upper"] == pytest.approx(upper / 2, abs=3e-3)
    assert told["method"] == "byar"


def test_a_count_has_neither_denominator_nor_interval():
    rows = observed(("people", "01", "2024", 70), ("people", "02", "2024", 30))
    asked = indicator(unit="persons", kind="count", numerator={"variable": "people"}, **PLAIN)
    told = series(rows, asked)
    assert {area: row["value"] for (area, _), row in told.items()} == {
        "00": 100.0,
        "01": 70.0,
        "02": 30.0,
    }
    city = told["00", "2024"]
    assert math.isnan(city["lower"])
    assert math.isnan(city["upper"])
    assert math.isnan(city["denominator"])
    assert (city["numerator"], city["method"]) == (100.0, "none")


def test_a_delivered_rate_is_kept_without_interval_and_without_sums():
    rows = observed(("quota", "01", "2024", 12.5), ("quota", "02", "2024", "not_available"))
    asked = indicator(kind="delivered", numerator={"variable": "quota"}, **PLAIN)
    told = series(rows, asked)
    assert set(told) == {("01", "2024"), ("02", "2024")}
    assert told["01", "2024"]["value"] == 12.5
    assert math.isnan(told["01", "2024"]["lower"])
    assert told["02", "2024"]["status"] == "not_available"
    assert has_no_value(told["02", "2024"])


def test_groups_of_the_denominator_are_added():
    rows = observed(
        ("recipients", "01", "2024", 8),
        ("people", "01", "2024", 15, "age=0-17"),
        ("people", "01", "2024", 25, "age=18-64"),
        ("people", "01", "2024", 999, "age=65+"),
    )
    asked = indicator(denominator={"variable": "people", "groups": ["age=0-64"]})
    told = series(rows, asked)["01", "2024"]
    assert (told["denominator"], told["value"]) == (40.0, pytest.approx(20.0))


def test_the_denominator_of_the_period_before():
    rows = observed(
        ("helps", "01", "2024", 10),
        ("helps", "01", "2023", 10),
        ("people", "01", "2023", 500, "age=0-17"),
        ("people", "01", "2024", 400, "age=0-17"),
    )
    below = {"variable": "people", "groups": ["age=0-17"], "period": "previous"}
    told = series(rows, indicator(**(RATE | {"denominator": below})))
    # 10 of the 500 of 2023; for 2023 nobody knows those of 2022, and there is no row for 2025.
    assert told["01", "2024"]["value"] == pytest.approx(20.0)
    assert told["01", "2023"]["status"] == "missing"
    assert {period for _area, period in told} == {"2023", "2024"}


def test_a_denominator_of_the_period_before_of_which_nothing_was_delivered():
    rows = observed(("helps", "01", "2024", 10))
    below = {"variable": "people", "groups": ["age=0-17"], "period": "previous"}
    told = series(rows, indicator(**(RATE | {"denominator": below})))
    assert told["01", "2024"]["status"] == "missing"


@pytest.mark.parametrize(
    ("recipients", "people", "status"),
    [
        ("secret", 100, "secret"),
        (10, "unknown", "unknown"),
        ("secret", "unknown", "secret"),
        (0, 0, "not_applicable"),
        (3, 0, "not_computable"),
        (101, 100, "not_computable"),
    ],
)
def test_where_there_is_no_proportion_the_status_says_why(recipients, people, status):
    rows = observed(("recipients", "01", "2024", recipients), ("people", "01", "2024", people))
    told = series(rows, indicator())["01", "2024"]
    assert told["status"] == status
    assert has_no_value(told)


def test_a_rate_may_have_more_events_than_people_but_none_of_nobody():
    rows = observed(
        ("helps", "01", "2024", 30),
        ("helps", "02", "2024", 1),
        ("people", "01", "2024", 20, "age=0-17"),
        ("people", "02", "2024", 0, "age=0-17"),
    )
    told = series(rows, indicator(**RATE))
    assert told["01", "2024"]["value"] == pytest.approx(1500.0)
    assert told["02", "2024"]["status"] == "not_computable"


def test_a_missing_denominator_is_no_zero():
    rows = observed(("recipients", "01", "2024", 10), ("recipients", "02", "2024", 5))
    told = series(rows, indicator())["01", "2024"]
    assert told["status"] == "missing"
    assert has_no_value(told)
    assert told["numerator"] == 10.0
    assert math.isnan(told["denominator"])


def test_nobody_among_many_is_a_true_zero():
    rows = observed(("recipients", "01", "2024", 0), ("people", "01", "2024", 50))
    told = series(rows, indicator())["01", "2024"]
    assert (told["value"], told["lower"], told["status"]) == (0.0, 0.0, "reported")
    # Wilson: z² / (n + z²) = 3.8415 / 53.8415.
    assert told["upper"] == pytest.approx(7.1348, abs=1e-4)


def test_a_proportion_is_as_weak_as_its_weaker_part():
    rows = observed(("recipients", "01", "2024", 10), ("people", "01", "2024", 50))
    rows["people"] = rows["people"].assign(status="estimated")
    told = series(rows, indicator())["01", "2024"]
    assert (told["value"], told["status"]) == (pytest.approx(20.0), "estimated")


def test_only_the_levels_that_an_indicator_is_meant_for():
    rows = observed(
        ("recipients", "01", "2024", 10),
        ("recipients", "02", "2024", 10),
        ("people", "01", "2024", 50),
        ("people", "02", "2024", 50),
    )
    assert set(series(rows, indicator(levels=["city"]))) == {("00", "2024")}


def test_an_indicator_without_any_figure_has_an_empty_series():
    assert series(observed(), indicator()) == {}


def test_why_something_cannot_be_computed_is_said():
    rows = observed(("recipients", "01", "2024", 10), ("people", "01", "2024", 50, "age=0-17"))
    asked = indicator(denominator={"variable": "people", "groups": ["age=0-64"]})
    computed = compute("name", asked, rows, VARIABLES, AREAS)
    assert [str(reason) for reason in computed.reasons] == ["Es fehlen Gruppen: age=18-64"]
    assert "not_computable" in set(computed.table["status"])


def test_a_share_of_people_varies_as_a_proportion_and_events_as_a_rate():
    assert indicator().chance == "proportion"
    assert indicator(**RATE).chance == "rate"
