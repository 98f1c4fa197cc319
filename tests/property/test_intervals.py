"""What holds for means, differences, ratios and standardised rates with their intervals."""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quartier.statistics import mean
from quartier.statistics.difference import newcombe
from quartier.statistics.ratio import of_rates
from quartier.statistics.standardised import direct, indirect_rate, indirect_ratio

City: TypeAlias = dict[str, np.ndarray]

#: A method that waits for the confidence.
Method: TypeAlias = Callable[[float], tuple[Any, ...]]

confidences = st.floats(0.5, 0.999)
scales = st.integers(-6, 6).map(lambda power: 10.0**power)
people = st.integers(1, 10_000_000)
events = st.one_of(st.integers(0, 1_000_000), st.floats(0.05, 1000))
measured = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@st.composite
def shares(draw: st.DrawFn) -> tuple[float, int]:
    denominator = draw(people)
    return min(draw(st.floats(0, 1)) * denominator, denominator), denominator


@st.composite
def cities(draw: st.DrawFn, groups: int | None = None) -> City:
    """Counts of 1 to 6 groups, with at least ten events."""
    size = groups or draw(st.integers(1, 6))

    def column(low: int, high: int) -> np.ndarray:
        return np.array(draw(st.lists(st.integers(low, high), min_size=size, max_size=size)))

    counted = column(0, 500)
    counted[0] += 10
    standard = column(0, 9000)
    standard[0] += 1
    return {"events": counted, "population": column(1, 100_000), "standard": standard}


def directly(city: City, confidence: float = 0.95, per: float = 1.0) -> tuple[Any, ...]:
    return direct(city["events"], city["population"], city["standard"], confidence, per)


@st.composite
def methods(draw: st.DrawFn) -> Method:
    """Any of the methods, with numbers that it can do something with."""
    kind = draw(st.sampled_from(["mean", "difference", "ratio", "direct", "indirect"]))
    if kind == "mean":
        values = draw(st.lists(measured, min_size=2, max_size=12))
        return lambda confidence: mean.of(values, confidence)
    if kind == "difference":
        counts = *draw(shares()), *draw(shares())
        return lambda confidence: newcombe(*counts, confidence)
    if kind == "ratio":
        pair = st.tuples(events, people, events, people).filter(lambda four: four[0] + four[2] > 0)
        some = draw(pair)
        return lambda confidence: of_rates(*some, confidence)
    city = draw(cities())
    if kind == "direct":
        return lambda confidence: directly(city, confidence)
    observed = draw(events)
    reference = city["population"], city["events"], city["population"] + 7
    return lambda confidence: indirect_ratio(observed, *reference, confidence)


@given(methods(), confidences)
def test_the_interval_contains_the_value(method: Method, confidence: float) -> None:
    value, lower, upper = method(confidence)
    assert lower <= value <= upper


@given(methods(), confidences, confidences)
def test_more_confidence_is_not_narrower(method: Method, one: float, other: float) -> None:
    value, lower, upper = method(min(one, other))
    same, low, high = method(max(one, other))
    assert value == same
    # The last digits are lost to rounding.
    slack = 1e-12 * max(abs(each) for each in (value, lower, upper) if math.isfinite(each))
    assert low <= lower + slack
    assert upper <= high + slack


@given(st.lists(measured, min_size=2, max_size=12), measured, scales)
def test_means_move_and_scale_with_their_values(
    values: list[float], moved: float, scale: float
) -> None:
    found = mean.of(scale * (np.array(values) + moved))
    expected = scale * (np.array(mean.of(values)) + moved)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=scale * 1e-6)


@given(st.lists(st.one_of(st.just(math.nan), measured), max_size=12))
def test_missing_values_might_as_well_not_be_there(values: list[float]) -> None:
    known = [value for value in values if not math.isnan(value)]
    np.testing.assert_allclose(mean.of(values), mean.of(known), rtol=1e-9, atol=1e-6)


@given(shares(), shares())
def test_differences_mirror(one: tuple[float, int], other: tuple[float, int]) -> None:
    difference, lower, upper = newcombe(*one, *other)
    assert newcombe(*other, *one) == (-difference, -upper, -lower)
    assert lower >= -1
    assert upper <= 1


@given(events, people, events, people, confidences)
def test_ratios_turn_over(x: float, n: int, y: float, m: int, confidence: float) -> None:
    ratio, lower, upper = of_rates(x, n, y, m, confidence)
    turned = of_rates(y, m, x, n, confidence)
    with np.errstate(divide="ignore"):
        expected = [1 / np.float64(each) for each in (ratio, upper, lower)]
    np.testing.assert_allclose(turned, expected, rtol=1e-9)


@given(cities(), scales)
def test_standardised_rates_scale(city: City, per: float) -> None:
    np.testing.assert_allclose(
        directly(city, per=per), np.multiply(directly(city), per), rtol=1e-12
    )
    reference = city["population"], city["events"], city["population"] + 7
    np.testing.assert_allclose(
        indirect_rate(12, *reference, per=per),
        np.multiply(indirect_rate(12, *reference), per),
        rtol=1e-12,
    )
    # Nor does it matter how many people a standard has in all.
    larger = city | {"standard": city["standard"] * per}
    np.testing.assert_allclose(directly(larger), directly(city), rtol=1e-9)


@given(cities(), st.randoms(use_true_random=False))
def test_the_order_of_groups_does_not_matter(city: City, draw: Any) -> None:
    order = list(range(len(city["events"])))
    draw.shuffle(order)
    moved = {name: column[order] for name, column in city.items()}
    exact = {"rtol": 1e-9, "atol": 1e-15}
    np.testing.assert_allclose(directly(moved), directly(city), **exact)
    np.testing.assert_allclose(
        indirect_ratio(12, moved["population"], moved["events"], moved["population"] + 7),
        indirect_ratio(12, city["population"], city["events"], city["population"] + 7),
        **exact,
    )


@given(cities(), st.integers(1, 50))
def test_the_same_rate_in_all_groups(city: City, percent: int) -> None:
    population = city["population"] + 1000
    counted = population * percent / 100
    rate, _lower, _upper = direct(counted, population, city["standard"])
    np.testing.assert_allclose(rate, percent / 100, rtol=1e-9)
    # As many as expected, whoever lives there.
    ratio, lower, upper = indirect_ratio(counted.sum(), population, counted, population)
    np.testing.assert_allclose(ratio, 1, rtol=1e-9)
    assert lower < 1 < upper


@given(cities())
def test_the_own_population_as_standard_gives_the_crude_rate(city: City) -> None:
    counted, population = city["events"], city["population"]
    rate, _lower, _upper = direct(counted, population, population)
    np.testing.assert_allclose(rate, counted.sum() / population.sum(), rtol=1e-9)
    found = indirect_rate(counted.sum(), population, counted, population)[0]
    np.testing.assert_allclose(found, rate, rtol=1e-9)


@given(st.lists(cities(groups=3), min_size=1, max_size=6))
def test_arrays_are_their_single_elements(areas: list[City]) -> None:
    x, n, w = (np.array([area[name] for area in areas]) for name in areas[0])
    total, many, others = x.sum(axis=1), n.sum(axis=1), w.sum(axis=1)
    share = np.minimum(total, many)
    cases: list[tuple[Callable[..., tuple[Any, ...]], tuple[np.ndarray, ...]]] = [
        (direct, (x, n, w)),
        (indirect_ratio, (total, n, x, n + 7)),
        (indirect_rate, (total, n, x, n + 7)),
        (of_rates, (total, many, others, many)),
        (newcombe, (share, many, share[::-1], many[::-1])),
        (mean.of, (x,)),
    ]
    for method, counts in cases:
        together = np.transpose(method(*counts))
        alone = [method(*(count[place] for count in counts)) for place in range(len(areas))]
        np.testing.assert_allclose(together, alone, rtol=1e-12, atol=1e-15)
