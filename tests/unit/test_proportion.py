"""Wilson's interval: published values, one calculated by hand, and what it refuses."""

import numpy as np
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
    lower, upper = wilson([1, np.nan, 3, 0], [10, 10, np.nan, 0])
    assert np.isnan(lower).tolist() == [False, True, True, True]
    assert np.isnan(upper).tolist() == [False, True, True, True]


def test_shapes() -> None:
    lower, upper = wilson(np.ones((2, 3)), 10)
    assert lower.shape == upper.shape == (2, 3)
    assert np.ndim(wilson(1, 10)[0]) == 0


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


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95, -0.5])
def test_confidence_is_a_fraction(confidence: float) -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        wilson(1, 10, confidence)
