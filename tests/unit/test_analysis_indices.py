"""Status and dynamic of three areas and two indicators, by hand."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from quartier.analysis import Grid
from quartier.analysis.indices import index_of
from quartier.areas import Areas
from quartier.catalogue import Break, Indicator
from quartier.settings import Area, Index
from quartier.tables import PUBLISHED, from_rows, records

GONE = math.nan
TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
DELIVERED = Indicator.model_validate(
    TEXTS
    | {"numerator": {"variable": "x"}, "polarity": "low", "domain": "income"}
    | {"unit": "percent", "kind": "delivered", "interval": "none"}
)
AREAS = Areas(
    [
        Area("0", "Stadt", "", "city", None),
        *(Area(code, code, "", "district", "0") for code in "12345"),
    ],
    ["city", "district"],
)

# First indicator: mean 10, deviation sqrt(50 / 3) = 4.0825, z -1.2247, 0, 1.2247. Second: mean 30,
# deviation sqrt(1400 / 3) = 21.6025, z -0.9258, -0.4629, 1.3887. Sums -2.1506, -0.4629, 2.6134 with
# deviation sqrt((4.6250 + 0.2143 + 6.8300) / 3) = 1.9723.
FIRST, SECOND = {"1": 5.0, "2": 10.0, "3": 15.0}, {"1": 10.0, "2": 20.0, "3": 60.0}
BY_HAND = {"1": -1.0904, "2": -0.2347, "3": 1.3251}

Values = Mapping[str, Mapping[str, float]]
Row = dict[str, Any]


def grid(
    told: Values, reach: Mapping[str, float] | None = None, breaks: Sequence[str] = ()
) -> Grid:
    """Values by period and area, with an interval that reaches so far in a period."""
    far = reach or {}
    rows = [
        {"indicator": "x", "area": area, "period": period, "value": value}
        | {"lower": value - far.get(period, GONE), "upper": value + far.get(period, GONE)}
        for period, values in told.items()
        for area, value in values.items()
    ]
    cuts = [Break(period=period, reason="x") for period in breaks]
    return Grid.of(from_rows(rows, PUBLISHED), [area.code for area in AREAS], cuts)


def indexed(
    grids: Mapping[str, Grid], high: Sequence[str] = (), **more: object
) -> dict[tuple[str, str, str], Row]:
    """The rows by part, period and area; all indicators are of the status unless told."""
    plain = {"id": "social", "title": "x", "level": "district", "status": tuple(grids)}
    chosen = Index.model_validate(plain | more)
    turned = DELIVERED.model_copy(update={"polarity": "high"})
    indicators = {name: turned if name in high else DELIVERED for name in grids}
    table = index_of(chosen, grids, indicators, AREAS)
    assert set(table["index"]) <= {"social"}
    return {(row["part"], row["period"], row["area"]): row for row in records(table)}


def both(period: str = "2024", first: Mapping = FIRST, second: Mapping = SECOND) -> dict[str, Grid]:
    return {"a": grid({period: first}), "b": grid({period: second})}


def column(found: Mapping[tuple[str, str, str], Row], part: str, period: str, name: str) -> Row:
    return {
        area: row[name] for (p, when, area), row in found.items() if (p, when) == (part, period)
    }


# --- status


def test_the_status_by_hand():
    told = indexed(both())
    values = column(told, "status", "2024", "value")
    assert {area: values[area] for area in BY_HAND} == pytest.approx(BY_HAND, abs=2e-4)
    # Below -1 high, to 1 middle, to 1.5 low.
    classes = column(told, "status", "2024", "class")
    assert classes == {"1": "high", "2": "middle", "3": "low", "4": "", "5": ""}
    # The two areas without figures say so, and only they.
    reasons = column(told, "status", "2024", "reason")
    assert reasons == {"1": "", "2": "", "3": "", "4": "missing", "5": "missing"}
    assert {part for part, _period, _area in told} == {"status"}


def test_how_firm_a_class_is_by_hand():
    told = indexed(both())
    # Area 1 has -0.9258 by the second indicator alone, which is middle: without the first its class
    # would be another. All others keep theirs: 0 and -0.4629, 1.2247 and 1.3887.
    without = column(told, "status", "2024", "without")
    assert without == {"1": "a", "2": "", "3": "", "4": "", "5": ""}
    # With the deviation of a sample values shrink by sqrt(2 / 3): -0.8903, -0.1916, 1.0819.
    other = column(told, "status", "2024", "other_deviation")
    assert other == {"1": "middle", "2": "middle", "3": "low", "4": "", "5": ""}
    # Of two areas one has -1 and one 1, which both are middle.
    kept = column(told, "status", "2024", "areas_kept")
    assert {area: kept[area] for area in BY_HAND} == {"1": 0.0, "2": 1.0, "3": 0.0}
    # Without intervals nothing is known of chance.
    assert all(map(math.isnan, column(told, "status", "2024", "by_chance").values()))


def test_how_often_chance_leaves_the_class_by_hand():
    # One indicator 10, 20, 30: deviation sqrt(200 / 3) = 8.16497, index -1.22474, 0, 1.22474. Its
    # standard error of 2 is 0.244949 of the index.
    def normal(x: float) -> float:
        return 0.5 * (1 + math.erf(x / math.sqrt(2)))

    told = indexed({"a": grid({"2024": {"1": 10.0, "2": 20.0, "3": 30.0}}, {"2024": 2 * 1.959964})})
    chance = column(told, "status", "2024", "by_chance")
    error = 0.244949
    assert chance["1"] == pytest.approx(normal((1.22474 - 1) / error), abs=1e-4)
    assert chance["2"] == pytest.approx(2 * normal(1 / error) - 1, abs=1e-4)
    expected = normal((1.5 - 1.22474) / error) - normal((1 - 1.22474) / error)
    assert chance["3"] == pytest.approx(expected, abs=1e-4)
    # A single indicator cannot be left out.
    assert set(column(told, "status", "2024", "without").values()) == {""}


def test_where_high_values_are_favourable_the_indicator_is_turned_round():
    mirrored = {area: 100 - value for area, value in SECOND.items()}
    told = column(indexed(both(second=mirrored), high=["b"]), "status", "2024", "value")
    assert {area: told[area] for area in BY_HAND} == pytest.approx(BY_HAND, abs=2e-4)


def test_excluded_areas_count_for_nobody():
    first, second = FIRST | {"4": 1000.0}, SECOND | {"4": -1000.0}
    told = indexed(both(first=first, second=second), excluded=("4",))
    values = column(told, "status", "2024", "value")
    assert {area: values[area] for area in BY_HAND} == pytest.approx(BY_HAND, abs=2e-4)
    row = told["status", "2024", "4"]
    assert math.isnan(row["value"])
    assert (row["class"], row["reason"], row["without"]) == ("", "excluded", "")


def test_an_area_that_lacks_one_indicator_has_none_and_counts_for_nobody():
    told = indexed(both(first=FIRST | {"4": 1000.0}, second=SECOND | {"4": GONE}))
    values = column(told, "status", "2024", "value")
    assert {area: values[area] for area in BY_HAND} == pytest.approx(BY_HAND, abs=2e-4)
    assert told["status", "2024", "4"]["reason"] == "missing"


@pytest.mark.parametrize(
    ("second", "reasons"),
    [
        ({"1": 7.0, "2": 7.0, "3": 7.0}, ["constant", "constant", "constant", "missing"]),
        # The z-scores of both cancel out in each area.
        ({"1": 15.0, "2": 10.0, "3": 5.0}, ["constant", "constant", "constant", "missing"]),
        ({"1": 7.0}, ["few_areas", "missing", "missing", "missing"]),
        ({}, ["missing", "missing", "missing", "missing"]),
    ],
)
def test_where_there_is_no_index_there_is_a_reason(second, reasons):
    grids = both(second=second or {"1": GONE})
    told = indexed(grids, excluded=("5",))
    assert [told["status", "2024", area]["reason"] for area in "1234"] == reasons
    assert told["status", "2024", "5"]["reason"] == "excluded"
    for row in told.values():
        assert math.isnan(row["value"])
        assert (row["class"], row["without"], row["other_deviation"]) == ("", "", "")


def test_what_rounding_leaves_of_scores_that_cancel_out_is_no_index():
    # 1 less the first, so z-scores are opposite in each area; their sum is 0 but for rounding.
    first = {"1": 0.1, "2": 0.7, "3": 0.35, "4": 0.2}
    told = indexed(both(first=first, second={area: 1 - value for area, value in first.items()}))
    for area in first:
        assert told["status", "2024", area]["reason"] == "constant"


def test_an_area_without_which_an_indicator_is_the_same_everywhere_leaves_no_class():
    # 0.3 and 0.1 + 0.2 differ by rounding: without area 3 the first is the same everywhere, and
    # nobody has a class. How many areas may be missing is tried out one by one.
    first = {"1": 0.3, "2": 0.3, "3": 0.9, "4": 0.1 + 0.2}
    second = {"1": 1.0, "2": 5.0, "3": 9.0, "4": 3.0}
    told = indexed(both(first=first, second=second))
    kept = column(told, "status", "2024", "areas_kept")
    classes = column(told, "status", "2024", "class")
    for area in "124":
        others = [code for code in "124" if code != area]
        same = 0
        for gone in others:
            fewer = [{a: v for a, v in each.items() if a != gone} for each in (first, second)]
            again = indexed(both(first=fewer[0], second=fewer[1]))
            same += again["status", "2024", area]["class"] == classes[area]
        assert kept[area] == pytest.approx(same / 3)


def test_an_index_has_the_periods_that_all_indicators_have():
    years = {"2022": FIRST, "2023": FIRST, "2024": FIRST}
    grids = {"a": grid(years), "b": grid({"2021": SECOND, "2022": SECOND, "2024": SECOND})}
    assert {period for _part, period, _area in indexed(grids)} == {"2022", "2024"}


def test_an_index_without_a_common_period_is_empty():
    grids = {"a": grid({"2023": FIRST}), "b": grid({"2024": SECOND})}
    assert indexed(grids) == {}
    assert indexed(grids, change_over=1) == {}


def test_the_areas_of_the_level_and_no_others():
    told = indexed(both(first=FIRST | {"0": 9.0}, second=SECOND | {"0": 9.0}))
    assert {area for _part, _period, area in told} == set("12345")


# --- dynamic


def moved(by: Mapping[str, float], start: str, end: str) -> dict[str, dict[str, float]]:
    """Two periods in which each area changes by so much, from wherever it was."""
    before = {"1": 30.0, "2": 7.0, "3": 18.0}
    return {start: before, end: {area: before[area] + by[area] for area in by}}


@pytest.mark.parametrize(
    ("start", "end", "over"),
    [
        ("2022", "2024", 2),
        ("2023", "2024", 1),
        ("2019/20", "2023/24", 4),
        ("2023-12-31", "2024-12-31", 1),
        ("2023-T2", "2024-T1", 2),
    ],
)
def test_the_dynamic_is_the_index_of_the_changes(start, end, over):
    grids = {"a": grid(moved(FIRST, start, end)), "b": grid(moved(SECOND, start, end))}
    told = indexed(grids, change_over=over)
    values = column(told, "dynamic", end, "value")
    assert {area: values[area] for area in BY_HAND} == pytest.approx(BY_HAND, abs=2e-4)
    classes = column(told, "dynamic", end, "class")
    assert classes == {"1": "positive", "2": "stable", "3": "negative", "4": "", "5": ""}
    assert column(told, "dynamic", end, "reason")["4"] == "missing"
    assert column(told, "dynamic", start, "class") == {}
    assert {period for part, period, _area in told if part == "status"} == {start, end}


def test_there_is_no_dynamic_over_another_number_of_periods():
    grids = {"a": grid(moved(FIRST, "2022", "2024")), "b": grid(moved(SECOND, "2022", "2024"))}
    assert {part for part, _period, _area in indexed(grids, change_over=1)} == {"status"}


def test_there_is_no_dynamic_across_a_break_of_any_indicator():
    years = moved(SECOND, "2022", "2024") | {"2026": {area: 2 * SECOND[area] for area in SECOND}}
    first = moved(FIRST, "2022", "2024") | {"2026": {area: 3 * FIRST[area] for area in FIRST}}
    grids = {"a": grid(first), "b": grid(years, breaks=["2023"])}
    told = indexed(grids, change_over=2)
    assert {period for part, period, _area in told if part == "dynamic"} == {"2026"}
    assert {period for part, period, _area in told if part == "status"} == {"2022", "2024", "2026"}


def test_a_fall_of_what_is_favourable_is_a_burden():
    falls = {area: -change for area, change in SECOND.items()}
    grids = {
        "a": grid(moved(FIRST, "2023", "2024")),
        "b": grid(moved(falls, "2023", "2024")),
    }
    told = indexed(grids, high=["b"], change_over=1)
    values = column(told, "dynamic", "2024", "value")
    assert {area: values[area] for area in BY_HAND} == pytest.approx(BY_HAND, abs=2e-4)


def test_a_change_is_less_sure_than_each_of_its_ends():
    # Changes 10, 20, 30 as above; errors of 1.2 and 1.6 are 2 together. The middle class ends at 1
    # on both sides, so areas 1 and 3 stay in theirs alike.
    told = {
        "2023": {"1": 50.0, "2": 50.0, "3": 50.0},
        "2024": {"1": 60.0, "2": 70.0, "3": 80.0},
    }
    whole = grid(told, {"2023": 1.2 * 1.959964, "2024": 1.6 * 1.959964})
    chance = column(indexed({"a": whole}, change_over=1), "dynamic", "2024", "by_chance")
    assert chance["1"] == pytest.approx(0.5 * (1 + math.erf(0.22474 / 0.244949 / 2**0.5)), abs=1e-4)
    assert chance["3"] == pytest.approx(chance["1"], abs=1e-4)


def test_the_dynamic_of_delivered_changes_has_its_own_indicators():
    grids = both() | {"c": grid({"2024": FIRST}), "d": grid({"2024": SECOND, "2023": SECOND})}
    told = indexed(grids, status=("a",), dynamic=("c", "d"))
    values = column(told, "dynamic", "2024", "value")
    assert {area: values[area] for area in BY_HAND} == pytest.approx(BY_HAND, abs=2e-4)
    # The status is that of the first alone: z -1.2247, 0, 1.2247.
    alone = column(told, "status", "2024", "value")
    assert alone["1"] == pytest.approx(-1.2247, abs=1e-4)
    assert column(told, "dynamic", "2024", "without")["1"] == "c"


# --- what rounding must not decide


@pytest.mark.parametrize("codes", ["123456789", "236915874"])
def test_on_a_limit_the_order_of_areas_decides_nothing(codes):
    # Both indicators have the deviation sqrt(92) / 9, so the index is that of the sums: 1 5 5 2 4 6
    # 3 1 0 less their mean of 3, over their deviation of 2. What lies on -1 or 1 is middle, on 1.5
    # low.
    pairs = [(1, 0), (2, 3), (3, 2), (1, 1), (2, 2), (3, 3), (2, 1), (0, 1), (0, 0)]
    expected = ["middle"] * 5 + ["low", "middle", "middle", "high"]
    areas = Areas([Area(code, code, "", "district", None) for code in codes], ["district"])
    grids = {
        name: Grid.of(
            from_rows(
                [
                    {"indicator": name, "area": str(at), "period": "2024", "value": pair[which]}
                    for at, pair in enumerate(pairs, start=1)
                ],
                PUBLISHED,
            ),
            list(codes),
        )
        for which, name in enumerate("ab")
    }
    chosen = Index.model_validate(
        {"id": "social", "title": "x", "level": "district", "status": ("a", "b")}
    )
    table = index_of(chosen, grids, dict.fromkeys("ab", DELIVERED), areas)
    assert [row["class"] for row in records(table)] == expected
