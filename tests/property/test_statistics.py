"""What holds for every interval."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quartier.statistics.comparison import compared
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar

counts = st.integers(0, 10_000_000)
fractions = st.floats(0, 1)
confidences = st.floats(0.5, 0.999)

#: How far the last digits of a figure may be off by rounding.
ROUNDING = 1e-14


@st.composite
def shares(draw: st.DrawFn) -> tuple[float, float]:
    denominator = draw(st.one_of(st.integers(1, 10_000_000), st.floats(0.001, 1e7)))
    return min(draw(fractions) * denominator, denominator), denominator


@given(shares(), confidences)
def test_wilson_contains_the_share_and_stays_inside(
    share: tuple[float, float], confidence: float
) -> None:
    lower, upper = wilson(*share, confidence)
    assert 0 <= lower <= share[0] / share[1] <= upper <= 1
    assert lower < upper


@given(shares(), confidences, confidences)
def test_wilson_is_wider_at_higher_confidence(
    share: tuple[float, float], one: float, other: float
) -> None:
    low, high = wilson(*share, min(one, other)), wilson(*share, max(one, other))
    assert high[0] <= low[0] + ROUNDING
    assert low[1] <= high[1] + ROUNDING


@given(shares())
def test_wilson_of_the_others_is_the_mirror(share: tuple[float, float]) -> None:
    numerator, denominator = share
    lower, upper = wilson(numerator, denominator)
    mirrored = wilson(denominator - numerator, denominator)
    np.testing.assert_allclose((1 - mirrored[1], 1 - mirrored[0]), (lower, upper), atol=1e-9)


@given(counts, st.integers(1, 10_000_000), confidences)
def test_rates_contain_their_value(events: int, people: int, confidence: float) -> None:
    lower, upper = exact_or_byar(events, people, confidence, per=1000)
    assert 0 <= lower <= 1000 * events / people < upper


@given(counts, confidences, confidences)
def test_rates_are_wider_at_higher_confidence(events: int, one: float, other: float) -> None:
    low = exact_or_byar(events, 1, min(one, other))
    high = exact_or_byar(events, 1, max(one, other))
    assert high[0] <= low[0]
    assert low[1] <= high[1]


@given(st.lists(st.one_of(st.just(float("nan")), st.floats(0, 1e6)), max_size=20))
def test_arrays_are_their_single_numbers(events: list[float]) -> None:
    together = np.transpose(exact_or_byar(events, 1e6))
    alone = [exact_or_byar(one, 1e6) for one in events]
    np.testing.assert_array_equal(together.reshape(-1, 2), np.reshape(alone, (-1, 2)))


@given(shares(), fractions)
def test_verdict_and_distance_agree(share: tuple[float, float], reference: float) -> None:
    lower, upper = wilson(*share)
    verdict = compared(lower, upper, reference)
    assert (verdict == "similar") == (lower <= reference <= upper)
    assert verdict in ("above", "below", "similar")
