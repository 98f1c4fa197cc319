"""The difference of two proportions: published values, by hand, and what is refused."""

import numpy as np
import pytest

from quartier.statistics.difference import newcombe

# Newcombe (1998), Stat Med 17:873-890, table II, method 10: a of m less b of n.
NEWCOMBE = [
    (56, 70, 48, 80, 0.2, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.6, 0.1705, 0.8090),
    (6, 7, 2, 7, 4 / 7, 0.0582, 0.8062),
    (5, 56, 0, 29, 5 / 56, -0.0381, 0.1926),
    (0, 10, 0, 20, 0.0, -0.1611, 0.2775),
    (0, 10, 0, 10, 0.0, -0.2775, 0.2775),
    (10, 10, 0, 20, 1.0, 0.6791, 1.0),
    (10, 10, 0, 10, 1.0, 0.6075, 1.0),
]


@pytest.mark.parametrize(("a", "m", "b", "n", "difference", "lower", "upper"), NEWCOMBE)
def test_published_values(
    a: int, m: int, b: int, n: int, difference: float, lower: float, upper: float
) -> None:
    found = newcombe(a, m, b, n)
    assert found[0] == pytest.approx(difference, abs=1e-12)
    assert found[1:] == pytest.approx((lower, upper), abs=6e-5)


def test_by_hand() -> None:
    # 5 of 10 reach from 0.23659 to 0.76341; none of 10 from 0 to z^2 / (10 + z^2) = 0.27754.
    # 0.5 - sqrt(0.26341^2 + 0.27754^2) = 0.5 - 0.38264, and 0.5 + 0.26341.
    assert newcombe(5, 10, 0, 10) == pytest.approx((0.5, 0.11736, 0.76341), abs=0.00002)


def test_an_end_is_no_more_than_a_difference_can_be() -> None:
    everyone = np.arange(1, 200)
    assert newcombe(everyone, everyone, 0, 3 * everyone)[2].max() == 1.0
    assert newcombe(0, 3 * everyone, everyone, everyone)[1].min() == -1.0


def test_missing_stays_missing() -> None:
    found = newcombe([1, np.nan, 1, 1, 1], [9, 9, np.nan, 9, 9], [3, 3, 3, np.nan, 0], 9)
    for each in found:
        assert np.isnan(each).tolist() == [False, True, True, True, False]


def test_shapes() -> None:
    assert [found.shape for found in newcombe([[1], [2]], 10, 1, [4, 5, 6])] == [(2, 3)] * 3
    assert [np.ndim(found) for found in newcombe(1, 2, 3, 4)] == [0, 0, 0]


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match=r"numerator above denominator at position 1$"):
        newcombe(1, 10, [1, 11], 10)
    for counts in ((1, [9, 0], 1, 9), (1, 9, [1, 0], [9, 0])):
        with pytest.raises(ValueError, match=r"denominator of 0 at position 1$"):
            newcombe(*counts)
    with pytest.raises(ValueError, match=r"negative numerator$"):
        newcombe(-1, 10, 1, 10)
    with pytest.raises(ValueError, match="not between 0 and 1"):
        newcombe(1, 10, 1, 10, 95)
