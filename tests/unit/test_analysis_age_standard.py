"""Figures freed from differences in age, worked out by hand.

Two quarters in which each age has the same rates; only that one of them has the younger people.
"""

from typing import Any

import pytest

from quartier.analysis import Grid
from quartier.analysis.age_standard import age_standardised
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.settings import AgeStandard, Area
from quartier.tables import PUBLISHED, from_rows, records

AREAS = Areas(
    [
        Area("0", "Stadt", "", "city", None),
        Area("1", "Jung", "", "quarter", "0"),
        Area("2", "Alt", "", "quarter", "0"),
    ],
    ["city", "quarter"],
)
Counts = dict[str, tuple[float, float]]

YOUNG: Counts = {"0": (100, 1000), "1": (80, 800), "2": (20, 200)}
OLD: Counts = {"0": (20, 1000), "1": (4, 200), "2": (16, 800)}


def indicator(ages: str) -> Indicator:
    texts = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
    return Indicator.model_validate(
        texts
        | {"polarity": "low", "domain": "care", "unit": "percent", "kind": "rate"}
        | {"interval": "byar", "numerator": {"variable": "cases", "groups": [f"age={ages}"]}}
        | {"denominator": {"variable": "people", "groups": [f"age={ages}"]}}
    )


INDICATORS = {"all": indicator("0+"), "young": indicator("0-64"), "old": indicator("65+")}


def grid(counts: dict[str, Counts]) -> Grid:
    rows = [
        {"indicator": "x", "area": area, "period": period, "numerator": x, "denominator": n}
        | {"value": 100 * x / n if n else None}
        for period, told in counts.items()
        for area, (x, n) in told.items()
    ]
    return Grid.of(from_rows(rows, PUBLISHED), [area.code for area in AREAS])


def together(young: Counts, old: Counts) -> Counts:
    return {area: (young[area][0] + old[area][0], young[area][1] + old[area][1]) for area in young}


def computed(
    young: dict[str, Counts],
    old: dict[str, Counts],
    standard: str = "city",
    whole: dict[str, Counts] | None = None,
) -> dict[tuple[str, str], dict[str, Any]]:
    every = whole or {period: together(young[period], old[period]) for period in young}
    grids = {"all": grid(every), "young": grid(young), "old": grid(old)}
    chosen = AgeStandard.model_validate(
        {"indicator": "all", "parts": ("young", "old"), "standard": standard}
    )
    table = age_standardised(chosen, grids, INDICATORS, AREAS)
    return {(row["area"], row["period"]): row for row in records(table)}


def test_areas_that_differ_in_nothing_but_age_are_alike():
    found = computed({"2024": YOUNG}, {"2024": OLD})
    # Raw rates are 84 and 36 of 1,000; of each age 10 and 2 per cent, half of the city is young.
    for area in "12":
        assert found[area, "2024"]["value"] == pytest.approx(0.5 * 10 + 0.5 * 2)
        assert found[area, "2024"]["ratio"] == pytest.approx(1.0)
        assert found[area, "2024"]["standard"] == "2024"


def test_the_intervals_are_those_of_dobson_and_byar():
    row = computed({"2024": YOUNG}, {"2024": OLD})["2", "2024"]
    # 36 events: Byar's ends by hand, as the formula has them.
    z = 1.959963984540054
    low = 36 * (1 - 1 / (9 * 36) - z / (3 * 36**0.5)) ** 3
    high = 37 * (1 - 1 / (9 * 37) + z / (3 * 37**0.5)) ** 3
    # Half of the city is young: variance 0.25 * 20 / 200^2 + 0.25 * 16 / 800^2.
    scale = ((0.25 * 20 / 200**2 + 0.25 * 16 / 800**2) / 36) ** 0.5
    assert row["lower"] == pytest.approx(6 + 100 * scale * (low - 36))
    assert row["upper"] == pytest.approx(6 + 100 * scale * (high - 36))
    # 200 * 10 % + 800 * 2 % = 36 were to be expected.
    assert (row["ratio_lower"], row["ratio_upper"]) == pytest.approx((low / 36, high / 36))


def test_the_city_gets_its_own_rate_and_is_not_compared_with_itself():
    row = computed({"2024": YOUNG}, {"2024": OLD})["0", "2024"]
    assert row["value"] == pytest.approx(100 * 120 / 2000)
    assert row["ratio"] != row["ratio"]


def test_all_periods_have_the_ages_of_the_last_one():
    before = {area: (x, 3 * n) for area, (x, n) in YOUNG.items()}
    found = computed({"2023": before, "2024": YOUNG}, {"2023": OLD, "2024": OLD})
    row = found["1", "2023"]
    # Not with the ages of 2023, when three quarters were young: 0.75 * 10/3 + 0.25 * 2.
    assert row["value"] == pytest.approx(0.5 * 10 / 3 + 0.5 * 2)
    assert row["standard"] == "2024"


def test_the_european_standard_has_805_of_1000_under_65():
    row = computed({"2024": YOUNG}, {"2024": OLD}, "european_2013")["1", "2024"]
    assert row["value"] == pytest.approx(0.805 * 10 + 0.195 * 2)
    assert row["standard"] == "european_2013"


def test_where_an_age_is_withheld_there_is_a_reason_instead_of_a_figure():
    hidden = {area: counts for area, counts in OLD.items() if area != "1"}
    found = computed({"2024": YOUNG}, {"2024": hidden}, whole={"2024": together(YOUNG, OLD)})
    row = found["1", "2024"]
    assert row["reason"] == "part_unknown"
    assert all(row[name] != row[name] for name in ("value", "lower", "upper", "ratio"))
    assert found["2", "2024"]["reason"] == ""


def test_ten_events_are_needed_for_a_rate_but_not_for_the_comparison():
    few: Counts = {"0": (100, 1000), "1": (6, 800), "2": (20, 200)}
    none: Counts = {"0": (20, 1000), "1": (3, 200), "2": (16, 800)}
    row = computed({"2024": few}, {"2024": none})["1", "2024"]
    assert row["reason"] == "few_events"
    assert row["value"] != row["value"]
    assert row["ratio"] == pytest.approx(9 / (800 * 0.1 + 200 * 0.02))


def test_a_city_of_which_an_age_is_withheld_is_no_standard():
    hidden = {area: counts for area, counts in OLD.items() if area != "0"}
    found = computed({"2024": YOUNG}, {"2024": hidden}, whole={"2024": together(YOUNG, OLD)})
    assert {row["reason"] for row in found.values()} == {"no_standard"}


def test_an_age_that_nobody_has_gives_no_rate():
    # A share of nobody is no value: the published series of that age has none.
    old: Counts = {"0": (20, 1000), "1": (20, 1000)}
    whole: Counts = {"0": (120, 2000), "1": (100, 1800), "2": (20, 200)}
    row = computed({"2024": YOUNG}, {"2024": old}, whole={"2024": whole})["2", "2024"]
    assert row["reason"] == "part_unknown"


def test_without_events_in_the_city_nothing_is_expected():
    none = {area: (0.0, people) for area, (_events, people) in OLD.items()}
    still = {area: (0.0, people) for area, (_events, people) in YOUNG.items()}
    row = computed({"2024": still}, {"2024": none})["1", "2024"]
    assert row["ratio"] != row["ratio"]
    assert row["reason"] == "few_events"


def test_an_area_without_figure_has_no_row():
    whole = together(YOUNG, OLD)
    del whole["2"]
    assert set(computed({"2024": YOUNG}, {"2024": OLD}, whole={"2024": whole})) == {
        ("0", "2024"),
        ("1", "2024"),
    }
