"""Moran's coefficient: calculated by hand and over all arrangements, and where there is none."""

import math
from itertools import permutations

import numpy as np
import pytest

from quartier.statistics.autocorrelation import Moran, moran

ROW = [[1], [0, 2], [1, 3], [2]]
# A triangle with a tail and an island.
MIXED = [[1, 2], [0, 2], [0, 1, 3], [2, 4], [3], []]


def nothing(found: Moran) -> list[bool]:
    return [
        math.isnan(each)
        for each in (found.value, found.expected, found.lower, found.upper, found.p)
    ]


def test_by_hand() -> None:
    # Deviations -1.5, -0.5, 0.5, 1.5; means of their neighbours -0.5, -0.5, 0.5, 0.5. The products
    # sum up to 0.75 + 0.25 + 0.25 + 0.75 = 2, the squares to 5.
    found = moran([1.0, 2.0, 3.0, 4.0], ROW)
    assert found.value == pytest.approx(0.4)
    assert found.expected == pytest.approx(-1 / 3)
    assert found.areas == 4


def test_alternating_values() -> None:
    # Every neighbour lies as far on the other side.
    assert moran([1.0, 5.0, 1.0, 5.0], ROW).value == pytest.approx(-1.0)


@pytest.mark.parametrize("neighbours", [MIXED, [[1], [2], [3], [4], [5], [0, 2]]])
def test_mean_and_variance_are_those_of_all_arrangements(neighbours: list[list[int]]) -> None:
    values = np.array([0.3, 1.0, 1.5, 4.0, 4.0, 9.0])
    weights = np.zeros((6, 6))
    for area, own in enumerate(neighbours):
        weights[area, own] = 1 / max(len(own), 1)
    z = np.array(list(permutations(values - values.mean())))
    every = 6 / weights.sum() * ((z @ weights) * z).sum(axis=1) / (z[0] @ z[0])
    found = moran(values, neighbours)
    assert found.value == pytest.approx(every[0])
    assert found.expected == pytest.approx(every.mean())
    reach = 1.959963984540054 * every.std()
    assert (found.lower, found.upper) == pytest.approx((every[0] - reach, every[0] + reach))


def test_expected_value_is_outside_where_p_is_small() -> None:
    values = np.repeat([1.0, 3.0, 2.0, 9.0], 5)
    row = [[place for place in (at - 1, at + 1) if 0 <= place < 20] for at in range(20)]
    found = moran(values, row)
    assert found.p < 0.01
    assert found.lower > found.expected
    assert moran(values, row, 1 - found.p * 1.01).lower > found.expected
    assert moran(values, row, 1 - found.p * 0.99).lower < found.expected


def test_missing_areas_drop_out_with_their_links() -> None:
    # Without the middle one, the second is an island, and the row goes on behind it.
    found = moran([3.0, 8.0, np.nan, 5.0, 1.0, 7.0], [[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]])
    assert found == moran([3.0, 8.0, 5.0, 1.0, 7.0], [[1], [0], [3], [2, 4], [3]])
    assert found.areas == 5


def test_where_there_is_none() -> None:
    for found, reason in (
        (moran([1.0, 2.0, 3.0], [[1], [0, 2], [1]]), "few_areas"),
        (moran([1.0, 2.0, 3.0, np.nan], ROW), "few_areas"),
        (moran([], []), "few_areas"),
        (moran([0.1] * 4, ROW), "constant"),
        (moran([1.0, 2.0, 3.0, 4.0], [[]] * 4), "no_links"),
        (moran([1.0, np.nan, 2.0, 3.0, 4.0], [[1], [0], [1], [1], [1]]), "no_links"),
    ):
        assert all(nothing(found))
        assert found.reason == reason
    assert moran([0.1] * 4, ROW).areas == 4


def test_no_interval_where_all_are_neighbours() -> None:
    everybody = [[place for place in range(5) if place != at] for at in range(5)]
    found = moran([1.0, 2.0, 4.0, 7.0, 7.5], everybody)
    assert found.value == pytest.approx(-0.25)
    assert nothing(found) == [False, False, True, True, True]
    assert found.reason == "fixed"


def test_a_neighbour_named_twice_counts_once() -> None:
    assert moran([1.0, 2.0, 3.0, 5.0], [[1, 1], [0, 2], [3, 1, 3], [2]]) == moran(
        [1.0, 2.0, 3.0, 5.0], ROW
    )


def test_offending_positions_are_named() -> None:
    with pytest.raises(ValueError, match=r"neighbour that is no area at position 1, 3$"):
        moran([1.0, 2.0, 3.0, 4.0], [[1], [0, 4], [3], [-1]])
    with pytest.raises(ValueError, match=r"area that is its own neighbour at position 2$"):
        moran([1.0, 2.0, 3.0, 4.0], [[1], [0], [2, 3], []])
    with pytest.raises(ValueError, match=r"infinite value at position 0$"):
        moran([np.inf, 2.0, 3.0, 4.0], ROW)
    with pytest.raises(ValueError, match="4 lists of neighbours for 3 areas"):
        moran([1.0, 2.0, 3.0], ROW)
    with pytest.raises(ValueError, match="which are whole numbers"):
        moran([1.0, 2.0], [[1.5], [0]])  # type: ignore[list-item]
    for values in (1.0, [[1.0, 2.0, 3.0, 4.0]]):
        with pytest.raises(ValueError, match=r"along one axis"):
            moran(values, ROW)
    for values in ([1.0, 2.0, 3.0, 4.0], [2.0] * 4):
        with pytest.raises(ValueError, match=r"not between 0 and 1"):
            moran(values, ROW, 95)
