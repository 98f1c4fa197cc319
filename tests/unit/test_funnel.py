"""Control limits: published values, by hand, and the same as the intervals they belong to."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import poisson

from quartier.statistics.funnel import Kind, dispersion, limits, position
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact


def test_proportion_by_hand() -> None:
    # 0.2 -+ 1.959964 * sqrt(0.2 * 0.8 / 100) = 0.2 -+ 0.0783986
    assert limits(0.2, 100, "proportion") == pytest.approx((0.1216014, 0.2783986), abs=1e-7)


def test_rate_by_the_published_inversion() -> None:
    # 200 events lie on the upper 95 % limit of an expected number of 173.24086, 500 on the lower
    # 99.8 % limit of 573.02748: printed in the tests of the Public Health Profiles' own package.
    assert limits(0.1, 1732.4086241121654, "rate")[1] * 1732.4086241121654 == pytest.approx(200)
    low, _high = limits(0.1, 5730.274767209943, "rate", 0.998)
    assert low * 5730.274767209943 == pytest.approx(500, abs=2e-4)


@given(st.floats(0.001, 0.999), st.integers(1, 10**6), st.sampled_from([0.95, 0.998]))
def test_at_a_limit_the_interval_ends_at_the_centre(
    centre: float, people: int, confidence: float
) -> None:
    low, high = limits(centre, people, "proportion", confidence)
    if low > 0:
        assert wilson(low * people, people, confidence)[1] == pytest.approx(centre, rel=1e-6)
    if high < 1:
        assert wilson(high * people, people, confidence)[0] == pytest.approx(centre, rel=1e-6)


@given(st.floats(0.01, 1e5), st.sampled_from([0.95, 0.998]))
def test_at_a_limit_the_exact_interval_ends_at_the_expected(
    expected: float, confidence: float
) -> None:
    low, high = limits(expected / 1000, 1000, "rate", confidence)
    assert exact(high * 1000, confidence)[0] == pytest.approx(expected, rel=1e-6)
    if low > 0:
        assert exact(low * 1000, confidence)[1] == pytest.approx(expected, rel=1e-6)
    assert 0 <= low <= expected / 1000 <= high


def test_ratio_of_observed_to_expected_events_by_the_printed_interval() -> None:
    # 11.67 expected events are the upper 95 % end of 5 observed, 1.62 the lower one (the exact
    # interval of 5, printed with `rate.exact`): so 5 is a limit of either.
    assert limits(1.0, 11.668332, "ratio")[0] * 11.668332 == pytest.approx(5, abs=1e-5)
    assert limits(1.0, 1.623486, "ratio")[1] * 1.623486 == pytest.approx(5, abs=1e-5)


@given(st.integers(0, 400), st.floats(0.5, 300), st.sampled_from([0.95, 0.998]))
def test_a_ratio_is_beyond_a_limit_where_so_many_events_are_rare(
    observed: int, expected: float, confidence: float
) -> None:
    # The tails of the Poisson distribution, without any quantile.
    beyond = (1 - confidence) / 2
    rare = {
        "above": poisson.sf(observed - 1, expected) < beyond,
        "below": poisson.cdf(observed, expected) < beyond,
    }
    side = position(observed, expected, 1.0, "ratio")[[0.95, 0.998].index(confidence)]
    assert [each for each, found in rare.items() if found] == ([] if side == "similar" else [side])


def test_ratios_vary_beyond_chance_around_one() -> None:
    # 6, 14, 10, 10 observed of 10 expected each: z = -4 / root(10), 4 / root(10), 0, 0; the 10 %
    # quantile is 0.7 * -4 / root(10), so the factor is 2 * 0.49 * 1.6 / 4 = 0.392; with 0 and 20
    # instead, 2 * 0.49 * 10 / 4 = 2.45: (4 * 2.45 - 3) / (40 - 400 / 40) = 6.8 / 30.
    assert dispersion([6, 14, 10, 10], 10, "ratio").factor == pytest.approx(0.392)
    found = dispersion([0, 20, 10, 10], 10, "ratio", centre=1.0)
    assert found.factor == pytest.approx(2.45)
    assert found.variance == pytest.approx(6.8 / 30)
    # Around 2 instead of 1: z = -20, 0, -10, -10 over root(20); drawn in to -17 and -3:
    # the squares over 20 are 14.45, 0.45, 5 and 5, on average 6.225.
    assert dispersion([0, 20, 10, 10], 10, "ratio", centre=2.0).factor == pytest.approx(6.225)


def test_none_and_missing() -> None:
    low, high = limits([0.0, 0.2, np.nan], [100, np.nan, 100], "rate")
    assert (low[0], high[0]) == (0, 0)
    assert np.isnan([low[1:], high[1:]]).all()
    sides = position([1, np.nan, 1], [5, 5, np.nan], 0.2, "proportion")
    assert [side.tolist() for side in sides] == [["similar", None, None]] * 2
    assert position(1, 5, np.nan, "rate") == (None, None)


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda: limits(1.2, 10, "proportion"), "centre above 1"),
        (lambda: limits(0.2, [10, 0, 0], "rate"), "zero denominator at position 1, 2"),
        (lambda: limits(0.2, [10, -1], "rate"), "negative denominator at position 1"),
        (lambda: limits(0.2, 10, "rate", 95), "confidence 95"),
        (lambda: limits(0.2, 10, "rate", variance=-1), "variance -1"),
        (lambda: position([1, 5], [3, 4], 0.5, "proportion"), "above denominator at position 1"),
        (lambda: position([1, -5], 3, 0.5, "rate"), "negative numerator at position 1"),
        (lambda: dispersion([1, 5], [3, 4], "proportion"), "above denominator at position 1"),
        (lambda: dispersion([1, 5], [3, 0], "rate"), "zero denominator at position 1"),
        (lambda: dispersion([1, np.inf], [3, 3], "rate"), "infinite numerator at position 1"),
        (lambda: dispersion([1, 2], [3, 4], "ratio", centre=-1.0), "negative centre"),
    ],
)
def test_mistakes_are_named_with_their_positions(call: Callable[[], object], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        call()


@pytest.mark.parametrize("call", [limits, position, dispersion])
def test_a_misspelt_kind_is_named_beside_those_that_there_are(call: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="'Rate' is none of 'proportion', 'rate', 'ratio'"):
        call(*[0.5] * (3 if call is position else 2), kind="Rate")


def test_more_events_than_people_are_a_rate() -> None:
    assert position(30, 10, 2.0, "rate") == ("above", "similar")


def test_positions_are_those_of_the_published_package() -> None:
    # The example of the Public Health Profiles' own package; the pooled share is 50889 of 67762.
    inner, outer = position(
        [10232, 12321, 15123, 13213], [15232, 16123, 17932, 18475], 50889 / 67762, "proportion"
    )
    assert outer.tolist() == ["below", "above", "above", "below"]
    assert inner.tolist() == outer.tolist()


def test_over_dispersion_by_hand() -> None:
    # Shares 0.1, 0.3, 0.22, 0.18, 0.2 of 100 around 0.2 with deviation 0.04: z = -2.5, 2.5, 0.5,
    # -0.5, 0. The 10 % and 90 % quantiles are -1.7 and 1.7, so the squares are 2.89, 2.89, 0.25,
    # 0.25, 0: mean 1.256. Excess 5 * 1.256 - 4 = 2.28 over 5 * 625 - 625 = 2500.
    found = dispersion([10, 30, 22, 18, 20], [100] * 5, "proportion")
    assert found.factor == pytest.approx(1.256)
    assert found.variance == pytest.approx(2.28 / 2500)
    assert found.areas == 5


def test_over_dispersed_limits_are_wider() -> None:
    # 0.2 +- 1.959964 * sqrt(0.0016 + 0.000912) = 0.2 +- 0.098233
    low, high = limits(0.2, 100, "proportion", variance=0.000912)
    assert (low, high) == pytest.approx((0.101767, 0.298233), abs=1e-6)
    # Of 173.24 expected events 200 are the limit: 26.7591 of 1732.4086 people are 0.0154462, and
    # with 1.959964 * 0.01 the root of the squares is 0.0249544.
    _low, high = limits(0.1, 1732.4086241121654, "rate", variance=0.0001)
    assert high == pytest.approx(0.1249544, abs=1e-6)


@given(st.floats(0.01, 1e5), st.sampled_from([0.95, 0.998]), st.floats(0, 1))
def test_over_dispersed_limits_hold_those_of_chance(
    expected: float, confidence: float, variance: float
) -> None:
    low, high = limits(1.0, expected, "ratio", confidence)
    wide_low, wide_high = limits(1.0, expected, "ratio", confidence, variance)
    assert wide_low <= low + 1e-12
    assert wide_high >= high - 1e-12


@pytest.mark.parametrize(
    ("x", "n", "areas"),
    [([5], [10], 1), ([0, 0], [10, 20], 2), ([10, 20], [10, 20], 2), ([], [], 0)],
)
def test_dispersion_needs_areas_that_can_differ(x: list[int], n: list[int], areas: int) -> None:
    found = dispersion(x, n, "proportion")
    assert np.isnan(found.factor)
    assert found.areas == areas


def test_dispersion_leaves_missing_areas_out() -> None:
    whole = dispersion([10, 30, 22], [100] * 3, "rate")
    assert dispersion([10, np.nan, 30, 22, 5], [100, 50, 100, 100, np.nan], "rate") == whole


def test_one_area_that_outweighs_all_others() -> None:
    # Of sizes N, 1, 1 the sum of weights less that of squares over it is 2 * (2 N + 1) / (N + 2),
    # as good as 4: a difference of floats would be 0. Around 0.5 the variance by chance of size 1
    # is 0.25; z = 0, 1, -1 is drawn in to 0.8: the factor is 1.28 / 3, no more than chance.
    even = dispersion([0.5e17, 1, 0], [1e17, 1, 1], "proportion")
    assert even.factor == pytest.approx(1.28 / 3)
    assert even.variance == 0
    # Of sizes N, 100, 100, z = 0, 10, -10: (3 * 128 / 3 - 2) * 0.25 / 400.
    apart = dispersion([0.5e17, 100, 0], [1e17, 100, 100], "proportion")
    assert apart.variance == pytest.approx(126 * 0.25 / 400)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(1e-50, 1e100)), min_size=2, max_size=9),
    st.sampled_from(["proportion", "rate", "ratio"]),
)
@example([(5e-324, 1e-50), (5e-324, 1.0)], "rate")
def test_dispersion_is_a_number_or_cannot_be_told(areas: list, kind: Kind) -> None:
    share, people = np.array(areas).T
    found = dispersion(share * people, people, kind)
    assert not np.isinf([found.factor, found.variance]).any()


def test_equal_areas_do_not_differ_beyond_chance() -> None:
    assert dispersion([20, 40, 60], [100, 200, 300], "rate").variance == 0
