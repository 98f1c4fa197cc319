"""What holds for every city: no order, no break and nothing withheld shows where it must not."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quartier.analysis import Analysis, Grid, analyse
from quartier.analysis.comparisons import compare
from quartier.analysis.inequalities import inequalities
from quartier.analysis.trends import trends
from quartier.areas import Areas
from quartier.catalogue import Break, Indicator, Variable
from quartier.disclosure import Gate, publish
from quartier.settings import Area, City, Disclosure, Settings
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar
from quartier.statistics.trend import CRITICAL
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
    from_rows,
    records,
)

LEVELS = ["city", "district", "quarter"]
YEARS = [str(year) for year in range(2019, 2025)]
SCHEMAS = {
    "comparisons": COMPARISONS,
    "trends": TRENDS,
    "places": PLACES,
    "similar": SIMILAR,
    "indices": INDICES,
    "inequalities": INEQUALITIES,
}
TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
PLAIN = {"numerator": {"variable": "cases"}, "polarity": "low", "domain": "income"}
OVER = PLAIN | {"denominator": {"variable": "people"}}
SHARE = Indicator.model_validate(
    TEXTS | OVER | {"unit": "percent", "kind": "proportion", "interval": "wilson"}
)
RATE = Indicator.model_validate(
    TEXTS | OVER | {"unit": "per_1000", "kind": "rate", "interval": "byar"}
)
DELIVERED = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "points", "kind": "delivered", "interval": "none"}
)
INDICATORS = {
    "share": SHARE,
    "rate": RATE,
    "built": DELIVERED,
    "one": DELIVERED,
    "two": DELIVERED.model_copy(update={"polarity": "high"}),
}


@dataclass(frozen=True)
class Town:
    """Areas, people and cases (area by year), and which figures are withheld."""

    areas: tuple[Area, ...]
    people: np.ndarray
    cases: np.ndarray
    hidden: np.ndarray
    points: np.ndarray
    smoothing: str

    @property
    def codes(self) -> list[str]:
        return [area.code for area in self.areas]

    def series(self, name: str) -> pd.DataFrame:
        """A published series: what is withheld is missing."""
        if name in ("share", "rate"):
            return figures(name, self.codes, self.cases, self.people, self.hidden)
        if name == "built":
            # Powers of two: no two areas are equally far from a third.
            value = np.broadcast_to(2.0 ** np.arange(len(self.areas))[:, None], self.hidden.shape)
        else:
            value = self.points[("one", "two").index(name)].astype(float)
        table = keyed(name, self.codes).assign(value=value.ravel(), numerator=value.ravel())
        return conform(table.reindex(columns=[*PUBLISHED.columns]), PUBLISHED)

    def city(self) -> City:
        told = {
            "name": "x",
            "levels": [{"id": level, "name": level, "plural": level} for level in LEVELS],
            "geographies": [{"id": "x", "valid_from": "2015-01-01"}],
            "similar": {"indicators": ["built"], "count": 2},
            "smoothing": self.smoothing,
            "indices": [
                index("quarters", "quarter", ["one", "two"]),
                index("districts", "district", ["share"]),
            ],
        }
        chosen = Settings.model_validate(told)
        return City(Path("x"), chosen, self.areas, {}, INDICATORS, {}, (), None)

    def neighbours(self) -> pd.DataFrame:
        """The quarters in a row."""
        row = sorted(code for code in self.codes if len(code) == 2)
        ends = [pair for a, b in pairwise(row) for pair in ((a, b), (b, a))]
        return from_rows([{"area": a, "neighbour": b} for a, b in ends], NEIGHBOURS)

    def analysed(self, tables: Mapping[str, pd.DataFrame] | None = None) -> Analysis:
        told = tables or {name: self.series(name) for name in INDICATORS}
        published = {name: Published(table, "public") for name, table in told.items()}
        town = self.city()
        return analyse(town, Areas(town.areas, town.levels), published, self.neighbours())


def index(name: str, level: str, status: list[str]) -> dict[str, object]:
    return {"id": name, "title": "x", "level": level, "status": status, "change_over": 2}


def keyed(name: str, codes: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": name,
            "area": np.repeat(codes, len(YEARS)),
            "period": np.tile(YEARS, len(codes)),
            "method": "x",
            "status": "reported",
        }
    )


def figures(
    name: str,
    codes: list[str],
    cases: np.ndarray,
    people: np.ndarray,
    hidden: np.ndarray | None = None,
) -> pd.DataFrame:
    interval = wilson if INDICATORS[name].kind == "proportion" else exact_or_byar
    scale = INDICATORS[name].scale
    lower, upper = interval(cases, people)
    told = {
        "value": cases * scale / people,
        "lower": lower * scale,
        "upper": upper * scale,
        "numerator": cases.astype(float),
        "denominator": np.broadcast_to(people, cases.shape).astype(float),
    }
    table = keyed(name, codes).assign(**{key: cells.ravel() for key, cells in told.items()})
    if hidden is not None:
        table.loc[hidden.ravel(), list(told)] = math.nan
        table.loc[hidden.ravel(), "status"] = "withheld"
    return conform(table.assign(converted_share=0.0), PUBLISHED)


def city_of(sizes: list[int]) -> tuple[Area, ...]:
    listed = [Area("0", "0", "", "city", None)]
    listed += [Area(f"{d}", f"{d}", "", "district", "0") for d in range(1, len(sizes) + 1)]
    listed += [
        Area(f"{d}{q}", f"{d}{q}", "", "quarter", f"{d}")
        for d, size in enumerate(sizes, start=1)
        for q in range(size)
    ]
    return tuple(listed)


def summed(areas: tuple[Area, ...], quarters: np.ndarray) -> np.ndarray:
    """The counts of all areas from those of the quarters."""
    codes = [area.code for area in areas if area.level == "quarter"]
    inside = [
        [area.level == "city" or code.startswith(area.code) for code in codes] for area in areas
    ]
    return np.array(inside, dtype=np.int64) @ quarters


@st.composite
def towns(draw, most_hidden: int = 3) -> Town:
    areas = city_of(draw(st.lists(st.integers(1, 4), min_size=2, max_size=3)))
    quarters, years = sum(area.level == "quarter" for area in areas), len(YEARS)
    people = draw(arrays(np.int64, (quarters, 1), elements=st.integers(20, 5000)))
    parts = draw(arrays(np.int64, (quarters, years), elements=st.integers(0, 100)))
    shape = (len(areas), years)
    hidden = draw(arrays(np.int64, shape, elements=st.integers(0, 9))) < most_hidden
    return Town(
        areas,
        summed(areas, people),
        summed(areas, people * parts // 100),
        hidden,
        draw(arrays(np.int64, (2, *shape), elements=st.integers(0, 4))),
        draw(st.sampled_from(["parent", "neighbours"])),
    )


@pytest.fixture(autouse=True, scope="module")
def few_are_enough() -> Iterator[None]:
    """Small cities, where similar areas are looked for among few."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quartier.analysis.similar.FEWEST", 2)
        yield


def keyed_rows(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table.sort_values(list(SCHEMAS[name].key), ignore_index=True)


def assert_same(one: Analysis, other: Analysis, *, exact: bool = True) -> None:
    for name in SCHEMAS:
        left, right = (keyed_rows(getattr(each, name), name) for each in (one, other))
        if exact:
            pd.testing.assert_frame_equal(left, right, check_exact=True)
        else:
            # Sums in another order differ by rounding.
            pd.testing.assert_frame_equal(left, right, rtol=1e-7, atol=1e-9)


# --- order


@examples(3)
@given(towns(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_areas_makes_no_difference(town, random):
    tables = {name: town.series(name) for name in INDICATORS}
    told = town.analysed(tables)
    shuffled = {name: table.take(order(len(table), random)) for name, table in tables.items()}
    by_level = sorted(random.sample(town.areas, len(town.areas)), key=level_of)
    other = replace(town, areas=tuple(by_level)).analysed(shuffled)
    assert_same(told, other, exact=False)


def order(rows: int, random) -> list[int]:
    return random.sample(range(rows), rows)


def level_of(area: Area) -> int:
    return LEVELS.index(area.level)


# --- breaks in a series


def of_town(town: Town, name: str, breaks: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Comparisons and trends with breaks; the similar areas are the next in the list."""
    areas, indicator = Areas(town.areas, LEVELS), INDICATORS[name]
    cuts = [Break(period=period, reason="x") for period in breaks]
    grid = Grid.of(town.series(name), town.codes, cuts)
    quarters = [area.code for area in areas.on("quarter")]
    similar = {one: [other for other in quarters[:3] if other != one] for one in quarters}
    return compare(name, indicator, grid, areas, similar), trends(name, grid)


@examples(6)
@given(towns(), st.data(), st.sampled_from(YEARS[1:]), st.sampled_from(["share", "rate"]))
def test_what_lies_before_a_break_is_used_by_nothing_behind_it(town, data, cut, name):
    before = np.array(YEARS) < cut
    others = data.draw(arrays(np.int64, town.cases.shape, elements=st.integers(0, 20)))
    changed = replace(town, cases=np.where(before, others, town.cases))
    (beside, courses), (beside_too, courses_too) = (
        of_town(each, name, (cut,)) for each in (town, changed)
    )
    # Figures of areas that end before the break may change; what is said of all others may not.
    behind = set(beside["area"][beside["period"] >= cut])
    for one, other in ((beside, beside_too), (courses, courses_too)):
        left, right = (of_areas(table, behind) for table in (one, other))
        pd.testing.assert_frame_equal(left, right, check_exact=True)
    assert (of_areas(beside, behind)["reference_period"] >= cut).all()
    told = of_areas(courses, behind)
    assert (told["first"][told["first"] != ""] >= cut).all()


def of_areas(table: pd.DataFrame, areas: set[str]) -> pd.DataFrame:
    return table[table["area"].isin(areas)].reset_index(drop=True)


@examples(6)
@given(towns(), st.sampled_from(YEARS), st.sampled_from(YEARS))
def test_no_comparison_and_no_trend_reaches_across_a_break(town, one, other):
    beside, courses = of_town(town, "share", (one, other))
    for cut in (one, other):
        assert ((beside["reference_period"] >= cut) == (beside["period"] >= cut)).all()
        told = courses[courses["first"] != ""]
        assert ((told["first"] >= cut) == (told["last"] >= cut)).all()


# --- numbers of people


@examples(6)
@given(towns(), st.sampled_from(["share", "rate"]))
def test_ten_times_as_many_people_narrow_every_interval(town, name):
    many = replace(town, people=town.people * 10, cases=town.cases * 10)
    few_rows, many_rows = (of_town(each, name, ())[0] for each in (town, many))
    keys = list(COMPARISONS.key)
    pd.testing.assert_frame_equal(few_rows[keys], many_rows[keys])
    np.testing.assert_allclose(few_rows["difference"], many_rows["difference"], atol=1e-9)
    few_width, many_width = (rows["upper"] - rows["lower"] for rows in (few_rows, many_rows))
    assert (many_width < few_width).all()


@examples(5)
@given(towns(), st.sampled_from(["share", "rate"]))
def test_ten_times_as_many_people_narrow_the_inequality(town, name):
    many = replace(town, people=town.people * 10, cases=town.cases * 10)
    few_rows, many_rows = (unequal(each, name) for each in (town, many))
    assert few_rows.keys() <= many_rows.keys()
    for key, row in few_rows.items():
        other = many_rows[key]
        assert math.isclose(row["value"], other["value"], rel_tol=1e-9, abs_tol=1e-9)
        assert other["upper"] - other["lower"] <= row["upper"] - row["lower"] + 1e-12


def unequal(town: Town, name: str) -> dict[tuple[str, ...], dict]:
    areas = Areas(town.areas, LEVELS)
    grid = Grid.of(town.series(name), town.codes)
    table = inequalities(name, INDICATORS[name], grid, areas, {}, {})
    named = table[table["measure"].isin(["fifths_difference", "slope"]) & table["value"].notna()]
    return {tuple(row[key] for key in INEQUALITIES.key): row for row in records(named)}


# --- what is withheld

PERSONS = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {name: Variable.model_validate(PERSONS) for name in ("cases", "people")}


@st.composite
def small_towns(draw) -> tuple[tuple[Area, ...], np.ndarray, np.ndarray]:
    """Areas, people and cases of a city whose quarters have few cases, or nearly all are cases."""
    areas = city_of(draw(st.lists(st.integers(3, 4), min_size=2, max_size=2)))
    shape = (sum(area.level == "quarter" for area in areas), len(YEARS))
    people = draw(arrays(np.int64, (shape[0], 1), elements=st.integers(50, 300)))
    few = draw(arrays(np.int64, shape, elements=st.sampled_from([0, 1, 2, 3, 4, 7, 9, 20, 40])))
    # In a few quarters and years all but a few are cases.
    many = draw(arrays(np.bool_, shape, elements=st.sampled_from([False] * 9 + [True])))
    return areas, summed(areas, people), summed(areas, np.where(many, people - few, few))


def gated(areas: tuple[Area, ...], cases: np.ndarray, people: np.ndarray) -> pd.DataFrame:
    """What the gate lets through."""
    raw = figures("share", [area.code for area in areas], cases, people)
    told = Gate(Disclosure(), {"share": SHARE}, VARIABLES, Areas(areas, LEVELS))
    return publish(raw, told)


def kind_of(count: int, of: int) -> str:
    """Why a count would be withheld for its own sake."""
    if count == 0 or count == of:
        return "none or all"
    return "few" if count < 5 else "nearly all" if of - count < 5 else "plain"


def moves(
    areas: tuple[Area, ...], cases: np.ndarray, people: np.ndarray, status: np.ndarray
) -> list[tuple[int, int, int]]:
    """From which withheld quarter to which other one of its district a case may move, and when.

    No sum changes by that, and no count becomes small that was not, or the other way round.
    """
    found = []
    for year in range(cases.shape[1]):
        gone = [
            at
            for at, area in enumerate(areas)
            if area.level == "quarter" and status[at, year].startswith("withheld")
        ]
        for giver in gone:
            for taker in gone:
                same = giver != taker and areas[giver].parent == areas[taker].parent
                counts = [(at, cases[at, year], people[at, 0]) for at in (giver, taker)]
                changes = [-1, 1]
                if same and all(
                    count + change >= 0 and kind_of(count + change, of) == kind_of(count, of)
                    for (_at, count, of), change in zip(counts, changes, strict=True)
                ):
                    found.append((giver, taker, year))
    return found


@examples(4)
@given(small_towns(), st.data())
def test_numbers_that_are_withheld_influence_nothing(drawn, data):
    areas, people, cases = drawn
    shown = gated(areas, cases, people)
    told = shown.set_index(["area", "period"])["status"]
    status = np.array([[told[area.code, year] for year in YEARS] for area in areas], dtype=object)
    possible = moves(areas, cases, people, status)
    assume(possible)
    swapped = cases.copy()
    # One move a year, so that none of them undoes or spoils another.
    chosen = data.draw(st.lists(st.sampled_from(possible), min_size=1, max_size=len(YEARS)))
    for giver, taker, year in {
        year: (giver, taker, year) for giver, taker, year in chosen
    }.values():
        swapped[[giver, taker], year] += (-1, 1)
    shown_too = gated(areas, swapped, people)
    assume((shown["status"] == shown_too["status"]).all())
    nothing = np.zeros(cases.shape, dtype=bool)
    town = Town(areas, people, cases, nothing, np.zeros((2, *cases.shape)), "parent")
    assert_same(*(analysed_shares(town, table) for table in (shown, shown_too)))


def analysed_shares(town: Town, table: pd.DataFrame) -> Analysis:
    """Similar areas, both indices and everything else are made from the share.

    Its twin is what similar areas are pooled in: they are not judged by the share itself.
    """
    city = town.city()
    chosen = city.settings.model_copy(
        update={
            "similar": city.settings.similar.model_copy(update={"indicators": ("share",)}),
            "indices": tuple(
                each.model_copy(update={"status": ("share",)}) for each in city.settings.indices
            ),
        }
    )
    only = replace(city, settings=chosen, indicators={"share": SHARE, "twin": SHARE})
    published = {
        name: Published(table.assign(indicator=name), "public") for name in only.indicators
    }
    return analyse(only, Areas(only.areas, only.levels), published, town.neighbours())


# --- verdicts


@examples(3)
@given(towns())
def test_whatever_is_said_agrees_with_its_numbers(town):
    told = town.analysed()
    for row in records(told.comparisons):
        check_comparison(row)
    for row in records(told.trends):
        check_trend(row)
    for row in records(told.indices):
        check_index(row)
    for row in records(told.inequalities):
        if not math.isnan(row["lower"]):
            assert row["lower"] <= row["value"] <= row["upper"]
        assert (row["reason"] == "") == (not math.isnan(row["lower"]))
    for (name, _level), rows in told.places.groupby(["indicator", told.places["area"].str.len()]):
        check_places(rows, town.series(str(name)))


def check_comparison(row: Mapping[str, Any]) -> None:
    if math.isnan(row["lower"]):
        assert (row["verdict"], row["reason"]) == ("", "no_interval")
        return
    assert row["lower"] <= row["difference"] <= row["upper"]
    above, below = row["lower"] > 0, row["upper"] < 0
    assert row["verdict"] == ("above" if above else "below" if below else "similar")
    assert row["reason"] == ""


def check_trend(row: Mapping[str, Any]) -> None:
    if row["verdict"] in ("rising", "falling"):
        assert row["chi_square"] > CRITICAL
        assert (row["slope"] > 0) == (row["verdict"] == "rising")
        assert row["reason"] == ""
    else:
        assert row["reason"] in (
            ("chance", "one_point") if row["verdict"] else ("few_points", "no_interval")
        )


def check_index(row: Mapping[str, Any]) -> None:
    value = row["value"]
    if math.isnan(value):
        assert row["class"] == ""
        assert row["reason"] in ("missing", "few_areas", "constant")
        return
    assert row["reason"] == ""
    status = row["part"] == "status"
    limits = (-1.0, 1.0, 1.5) if status else (-1.0, 1.0)
    names = ("high", "middle", "low", "very_low") if status else ("positive", "stable", "negative")
    if all(abs(value - limit) > 1e-6 for limit in limits):
        assert row["class"] == names[sum(value > limit for limit in limits)]


def check_places(rows: pd.DataFrame, series: pd.DataFrame) -> None:
    """The places of an indicator's areas on a level."""
    value = series.set_index(["area", "period"])["value"]
    values = [value[row["area"], row["period"]] for row in records(rows)]
    assert rows["areas"].eq(len(rows)).all()
    assert list(rows["rank"]) == [1 + sum(other > own for other in values) for own in values]
    if rows["toward"].eq("").all():
        return
    # Of areas where nobody or everybody is counted nothing is said.
    placed = rows["among_highest"].dropna()
    assert math.isclose(placed.sum(), min(5, len(placed)), rel_tol=0.01)
    rows = rows[rows["lower"].notna()]
    assert (rows["lower"] <= rows["smoothed"]).all()
    assert (rows["smoothed"] <= rows["upper"]).all()
    assert rows["weight"].between(0, 1).all()
