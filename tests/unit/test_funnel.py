"""Control limits: published values, by hand, and the same as the intervals they belong to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.statistics.funnel import dispersion, limits, position
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


def test_none_and_missing() -> None:
    low, high = limits([0.0, 0.2, np.nan], [100, 0, 100], "rate")
    assert (low[0], high[0]) == (0, 0)
    assert np.isnan([low[1:], high[1:]]).all()
    with pytest.raises(ValueError, match="centre above 1"):
        limits(1.2, 10, "proportion")


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
    assert dispersion([10, np.nan, 30, 22, 5], [100, 50, 100, 100, 0], "rate") == whole


def test_equal_areas_do_not_differ_beyond_chance() -> None:
    assert dispersion([20, 40, 60], [100, 200, 300], "rate").variance == 0
