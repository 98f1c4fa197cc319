"""The smooth line: straight lines stay, gaps are bridged, the band is that of the formula."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.statistics.smooth import whittaker

NAN = float("nan")


def test_a_straight_line_stays_one_over_gaps_of_time() -> None:
    time = np.array([2008, 2009, 2012, 2013, 2017, 2018])
    middle, lower, upper = whittaker(time, 3 + 0.5 * (time - 2008), 0.4)
    assert middle == pytest.approx(3 + 0.5 * (time - 2008), abs=1e-6)
    assert (lower < middle).all()
    assert (middle < upper).all()


def test_a_missing_value_is_bridged() -> None:
    middle, _, _ = whittaker(range(7), [1, 2, 3, NAN, 5, 6, 7], 0.1)
    assert middle[3] == pytest.approx(4, abs=1e-6)


def test_band_of_a_line_that_may_not_bend() -> None:
    # Values around a line by much less than their errors: the line is the weighted regression
    # line, and its band that of the regression with known errors: at the middle of 7 points with
    # error 1 the standard error is sqrt(1 / 7), at an end sqrt(1 / 7 + 9 / 28).
    values = np.array([0, 1, 2, 3, 4, 5, 6]) + 0.01 * np.array([1, -1, 1, -1, 1, -1, 1])
    middle, _lower, upper = whittaker(range(7), values, 1.0)
    assert (upper - middle)[[3, 0]] == pytest.approx(
        [1.959964 * (1 / 7) ** 0.5, 1.959964 * (1 / 7 + 9 / 28) ** 0.5], rel=0.01
    )


def test_wild_values_are_followed_and_noise_is_not() -> None:
    draw = np.random.default_rng(5)
    wave = 10 * np.sin(np.arange(18) / 3)
    followed, _, _ = whittaker(range(18), wave, 0.1)
    assert followed == pytest.approx(wave, abs=0.5)
    noise = draw.normal(0, 1, 18)
    smoothed, _, _ = whittaker(range(18), noise, 1.0)
    assert np.abs(np.diff(smoothed)).max() < 0.5


def test_fewer_than_five_values_are_not_smoothed() -> None:
    assert np.isnan(whittaker(range(6), [1, 2, NAN, NAN, 3, 4], 0.1)).all()


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="time does not increase at position 1"):
        whittaker([1, 2, 2, 3, 4], [1, 2, 3, 4, 5], 0.1)
    with pytest.raises(ValueError, match="standard error not above 0 at position 0"):
        whittaker(range(5), [1, 2, 3, 4, 5], [0, 1, 1, 1, 1])
    with pytest.raises(ValueError, match="missing time at position 2"):
        whittaker([1, 2, NAN, 4, 5], [1, 2, 3, 4, 5], 0.1)
    with pytest.raises(ValueError, match="infinite number at position 4"):
        whittaker(range(5), [1, 2, 3, 4, np.inf], 0.1)
    with pytest.raises(ValueError, match=r"as many of each: time \(5,\), values \(4,\), error"):
        whittaker(range(5), [1, 2, 3, 4], 0.1)
    with pytest.raises(ValueError, match=r"along one axis .* time \(\)"):
        whittaker(1, 2, 0.1)
    with pytest.raises(ValueError, match="write 95 % as 0.95"):
        whittaker(range(2), [1, 2], 0.1, 95)


@given(
    st.lists(st.integers(0, 1000), min_size=5, max_size=18),
    st.floats(0.01, 100),
    st.floats(-1000, 1000),
)
def test_unit_and_origin(values: list[int], unit: float, origin: float) -> None:
    time, y = range(len(values)), np.array(values, dtype=float)
    first = np.array(whittaker(time, y, 5.0))
    again = np.array(whittaker(time, y * unit + origin, 5.0 * unit))
    assert again == pytest.approx(first * unit + origin, rel=1e-5, abs=1e-4 * unit)
