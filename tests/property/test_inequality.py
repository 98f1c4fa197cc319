"""What holds for inequality, segregation and autocorrelation of any areas."""

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from quartier.statistics.autocorrelation import Moran, moran
from quartier.statistics.inequality import Estimate, Kind, quintile_gap
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar
from quartier.statistics.segregation import dissimilarity, isolation
from quartier.statistics.slope import slope_index

confidences = st.floats(0.5, 0.999)
# Powers of two scale without rounding.
scales = st.integers(-12, 12).map(lambda power: 2.0**power)


@st.composite
def cities(draw: st.DrawFn) -> dict[str, Any]:
    """Counts, ranks with ties, values and neighbours of 5 to 12 areas."""
    size = draw(st.integers(5, 12))

    def column(low: int, high: int) -> np.ndarray:
        return np.array(draw(st.lists(st.integers(low, high), min_size=size, max_size=size)))

    people, others, links = column(1, 5000), column(0, 5000), column(0, size - 2)
    return {
        "people": people,
        "cases": np.minimum(column(0, 5000), people),
        "others": others,
        "rank": column(0, 8),
        "value": column(-1000, 1000) / 8,
        "error": column(1, 400) / 8,
        "neighbours": [
            sorted({(area + 1 + step) % size for step in (0, int(link))})
            for area, link in enumerate(links)
        ],
    }


def all_of(city: dict[str, Any], confidence: float = 0.95) -> list[Estimate]:
    """Everything that is calculated from a city, but the coefficient of Moran."""
    cases, people, rank = city["cases"], city["people"], city["rank"]
    return [
        *quintile_gap(cases, people, rank, confidence, kind="proportion"),
        *quintile_gap(cases, people, rank, confidence, kind="rate"),
        *slope_index(city["value"], city["error"], people, rank, confidence),
        dissimilarity(cases, city["others"], confidence),
        isolation(cases, people, confidence),
    ]


def same(one: Estimate | Moran, other: Estimate | Moran) -> None:
    assert one.reason == other.reason
    figures, others = (
        {name: figure for name, figure in asdict(each).items() if name != "reason"}.values()
        for each in (one, other)
    )
    np.testing.assert_allclose(list(figures), list(others), rtol=1e-6, atol=1e-6)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    """Cases and people, often none, one, all or all but one."""
    people = draw(st.integers(1, 10**6))
    rare = st.integers(0, min(2, people))
    return draw(st.one_of(st.integers(0, people), rare, rare.map(lambda n: people - n))), people


@given(shares(), shares(), confidences, st.sampled_from(["proportion", "rate"]))
def test_a_ratio_ends_where_its_definition_says(
    top: tuple[int, int], bottom: tuple[int, int], confidence: float, kind: Kind
) -> None:
    # The areas of one rank are so large that the two others alone are the end fifths.
    many = 3 * (top[1] + bottom[1])
    cases, people = zip(bottom, (0, many), (0, many), (0, many), top, strict=True)
    _difference, found = quintile_gap(cases, people, [1, 2, 2, 2, 3], confidence, kind=kind)
    p, q = top[0] / top[1], bottom[0] / bottom[1]
    interval = {"proportion": wilson, "rate": exact_or_byar}[kind]
    (low, high), (other_low, other_high) = (interval(*one, confidence) for one in (top, bottom))
    if q == 0:
        assert found.reason == "no_cases"
        return

    def down(ratio: float) -> float:
        return p - ratio * q - math.hypot(p - low, ratio * (other_high - q))

    def up(ratio: float) -> float:
        return p - ratio * q + math.hypot(high - p, ratio * (q - other_low))

    assert math.isclose(found.lower, root(down, 0.0, p / q), rel_tol=1e-6, abs_tol=1e-15)
    # Above, the difference falls at least as fast as the lower limit of the other rate.
    far = float(1 + 2 * high / other_low)
    assert math.isclose(found.upper, root(up, p / q, far), rel_tol=1e-6)


def root(of: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function is 0; at the end that it begins or ends at with 0."""
    if of(low) <= 0:
        return low
    return float(brentq(of, low, high, xtol=1e-300, rtol=1e-12))


def reordered(city: dict[str, Any], order: list[int]) -> dict[str, Any]:
    place = np.argsort(order)
    moved = {name: column[order] for name, column in city.items() if name != "neighbours"}
    return moved | {"neighbours": [place[city["neighbours"][area]] for area in order]}


@given(cities(), st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(city: dict[str, Any], random: Any) -> None:
    order = list(range(len(city["people"])))
    random.shuffle(order)
    moved = reordered(city, order)
    for one, other in zip(all_of(city), all_of(moved), strict=True):
        same(one, other)
    same(moran(city["value"], city["neighbours"]), moran(moved["value"], moved["neighbours"]))


@given(cities(), confidences)
def test_intervals_contain_their_value(city: dict[str, Any], confidence: float) -> None:
    for found in [*all_of(city, confidence), moran(city["value"], city["neighbours"], confidence)]:
        if not np.isnan(found.lower):
            assert found.lower <= found.value <= found.upper
        assert np.isnan(found.lower) == np.isnan(found.upper)
        # Where something is missing there is a reason, and only there.
        assert (found.reason == "") == (not np.isnan(found.lower))


@given(cities(), confidences, confidences)
def test_more_confidence_is_not_narrower(city: dict[str, Any], one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    values = city["value"], city["neighbours"]
    narrow = [*all_of(city, low), moran(*values, low)]
    wide = [*all_of(city, high), moran(*values, high)]
    for inner, outer in zip(narrow, wide, strict=True):
        if not np.isnan(outer.lower):
            assert outer.lower <= inner.lower + 1e-9 * max(1, abs(inner.lower))
            assert inner.upper <= outer.upper + 1e-9 * max(1, abs(inner.upper))


@given(cities(), scales)
def test_the_unit_of_values_scales_differences_only(city: dict[str, Any], scale: float) -> None:
    value, error, people, rank = (city[name] for name in ("value", "error", "people", "rank"))
    slope, relative = slope_index(value, error, people, rank)
    scaled, unchanged = slope_index(scale * value, scale * error, 7 * people, rank * scale)
    same(relative, unchanged)
    np.testing.assert_allclose(scaled.value, scale * slope.value, rtol=1e-9)
    np.testing.assert_allclose(
        [scaled.lower, scaled.upper], [scale * slope.lower, scale * slope.upper], rtol=1e-9
    )
    same(moran(value, city["neighbours"]), moran(scale * value, city["neighbours"]))


@given(cities(), scales)
def test_the_unit_of_time_scales_differences_of_rates_only(
    city: dict[str, Any], scale: float
) -> None:
    difference, ratio = quintile_gap(city["cases"], city["people"], city["rank"], kind="rate")
    scaled, unchanged = quintile_gap(
        city["cases"], city["people"] / scale, city["rank"], kind="rate"
    )
    same(ratio, unchanged)
    np.testing.assert_allclose(
        [scaled.value, scaled.lower, scaled.upper],
        [scale * difference.value, scale * difference.lower, scale * difference.upper],
        rtol=1e-9,
    )


@given(cities(), scales)
def test_indices_of_segregation_do_not_depend_on_size(city: dict[str, Any], scale: float) -> None:
    cases, others, people = city["cases"], city["others"], city["people"]
    for one, other in (
        (dissimilarity(cases, others), dissimilarity(scale * cases, others * 3)),
        (isolation(cases, people), isolation(scale * cases, scale * people)),
    ):
        np.testing.assert_allclose(one.value, other.value, rtol=1e-9, atol=1e-12)


@given(cities())
def test_turned_around(city: dict[str, Any]) -> None:
    value, error, people, rank = (city[name] for name in ("value", "error", "people", "rank"))
    slope, relative = slope_index(value, error, people, rank)
    other_slope, other_relative = slope_index(value, error, people, -rank)
    np.testing.assert_allclose(other_slope.value, -slope.value, atol=1e-6)
    np.testing.assert_allclose(other_relative.value, 1 / relative.value, rtol=1e-6)
    group = dissimilarity(city["cases"], city["others"])
    same(group, dissimilarity(city["others"], city["cases"]))


@given(cities(), st.integers(1, 9))
def test_spread_alike_and_kept_apart(city: dict[str, Any], times: int) -> None:
    people = city["people"]
    assert dissimilarity(people, times * people).value == 0.0
    assert dissimilarity(people / 10, times * people).value == 0.0
    half = np.arange(len(people)) % 2 == 0
    apart = dissimilarity(people * half, people * ~half), isolation(people * half, people)
    np.testing.assert_allclose([found.value for found in apart], 1.0, rtol=1e-14)


@given(cities())
def test_isolation_is_at_least_the_share_of_the_city(city: dict[str, Any]) -> None:
    share = city["cases"].sum() / city["people"].sum()
    found = isolation(city["cases"], city["people"])
    if share > 0:
        assert found.value >= share - 1e-12


@given(cities(), st.data())
def test_areas_with_something_missing_are_as_if_not_there(
    city: dict[str, Any], data: st.DataObject
) -> None:
    size = len(city["people"])
    gone = data.draw(st.sets(st.integers(0, size - 1), max_size=4))
    known = [area for area in range(size) if area not in gone]
    empty = {name: np.array(city[name], dtype=float) for name in ("cases", "value")}
    for column in empty.values():
        column[list(gone)] = np.nan
    number = {area: place for place, area in enumerate(known)}
    left = {name: column[known] for name, column in city.items() if name != "neighbours"}
    links = [[number[to] for to in city["neighbours"][area] if to in number] for area in known]
    for one, other in zip(all_of(city | empty), all_of(left), strict=True):
        assert str(one) == str(other)
    assert str(moran(empty["value"], city["neighbours"])) == str(moran(left["value"], links))
