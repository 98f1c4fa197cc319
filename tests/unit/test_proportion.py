"""Wilson's interval: published values, one calculated by hand, and what it refuses."""

import numpy as np
import pandas as pd
import pytest

from quartier.statistics.proportion import wilson

# Newcombe (1998), Stat Med 17:857-872, table I, method 3.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("numerator", "denominator", "lower", "upper"), NEWCOMBE)
def test_published_values(numerator: int, denominator: int, lower: float, upper: float) -> None:
    found = wilson(numerator, denominator)
    assert found == pytest.approx((lower, upper), abs=0.00005)


def test_by_hand() -> None:
    # 5 of 10 with z = 1.96: (10 + 3.8416 -+ 1.96 * sqrt(3.8416 + 10)) / (2 * (10 + 3.8416)),
    # sqrt(13.8416) = 3.72043, so 6.54955 / 27.6832 and 21.13365 / 27.6832.
    assert wilson(5, 10) == pytest.approx((0.23659, 0.76341), abs=0.00002)


def test_none_and_all_end_at_the_share() -> None:
    assert wilson(0, 7)[0] == 0.0
    assert wilson(7, 7)[1] == 1.0


def test_missing_stays_missing() -> None:
    lower, upper = wilson([1, np.nan, 3, np.nan], [10, 10, np.nan, np.nan])
    assert np.isnan(lower).tolist() == [False, True, True, True]
    assert np.isnan(upper).tolist() == [False, True, True, True]


def test_one_person() -> None:
    # None of 1 reaches to z^2 / (1 + z^2) = 3.841459 / 4.841459, and 1 of 1 from 1 less that.
    assert wilson(0, 1) == pytest.approx((0, 0.793450), abs=1e-6)
    assert wilson(1, 1) == pytest.approx((0.206550, 1), abs=1e-6)


def test_shapes() -> None:
    lower, upper = wilson(np.ones((2, 3)), 10)
    assert lower.shape == upper.shape == (2, 3)
    assert np.ndim(wilson(1, 10)[0]) == 0
    assert [each.shape for each in wilson([], [])] == [(0,), (0,)]


def test_tables_and_lists_give_the_same() -> None:
    told = pd.DataFrame({"x": [1, None, 3], "n": [10, 20, 30]}, index=["a", "b", "c"])
    expected = wilson(np.array([1, np.nan, 3]), np.array([10, 20, 30]))
    np.testing.assert_array_equal(wilson(told["x"], told["n"]), expected)
    np.testing.assert_array_equal(wilson([1, None, 3], (10, 20, 30)), expected)  # type: ignore[list-item]


def test_offending_positions_are_named() -> None:
    with pytest.raises(ValueError, match=r"numerator above denominator at position 1, 3$"):
        wilson([1, 11, 3, 12], 10)
    with pytest.raises(ValueError, match=r"negative numerator at position 0$"):
        wilson([-1, 2], 10)
    with pytest.raises(ValueError, match=r"negative denominator$"):
        wilson(0, -1)
    with pytest.raises(ValueError, match="position 0, 1, 2, 3, 4 and 4 more"):
        wilson([-1] * 9, 10)
    with pytest.raises(ValueError, match=r"negative numerator at position \(1, 0\)$"):
        wilson([[1], [-1]], 10)
    with pytest.raises(ValueError, match=r"denominator of 0 at position 1, 3$"):
        wilson([1, 0, np.nan, np.nan, 2], [10, 0, 10, 0, 10])
    with pytest.raises(ValueError, match=r"denominator of 0$"):
        wilson(0, 0)
    with pytest.raises(ValueError, match=r"infinite denominator at position 0$"):
        wilson(1, [np.inf])


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95, -0.5, np.nan])
def test_confidence_is_a_fraction(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"not between 0 and 1; write 95 % as 0\.95$"):
        wilson(1, 10, confidence)
