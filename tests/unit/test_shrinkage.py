"""Smoothed values: by hand, and what must hold for them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.statistics.shrinkage import toward_groups, toward_neighbours

# Rates 0.05, 0.1, 0.15; pooled 122 / 940 = 0.129787. Mean square around it, weighted by people:
# (40 * 0.079787^2 + 300 * 0.029787^2 + 600 * 0.020213^2) / 940 = 0.000814848; less
# 0.129787 / (940 / 3) = 0.000414214 leaves 0.000400634. Chance 0.129787 / n is 0.00324468,
# 0.000432624, 0.000216312: weights 0.109907, 0.480798, 0.649383.
EVENTS, PEOPLE = [2, 30, 90], [40, 300, 600]


def test_by_hand() -> None:
    found = toward_groups(EVENTS, PEOPLE, "rate")
    assert found.weight == pytest.approx([0.109907, 0.480798, 0.649383], abs=2e-5)
    assert found.toward == pytest.approx([122 / 940] * 3)
    expected = [0.129787 - 0.079787 * 0.109907, 0.129787 - 0.029787 * 0.480798]
    assert found.value[:2] == pytest.approx(expected, abs=2e-6)


def test_a_proportion_varies_less_by_chance() -> None:
    # 0.129787 * 0.870213 / n instead of 0.129787 / n.
    found = toward_groups(EVENTS, PEOPLE, "proportion")
    between = 0.000814848 - 0.112943 / (940 / 3)
    assert found.weight[0] == pytest.approx(between / (between + 0.112943 / 40), abs=2e-4)


def test_groups_are_each_their_own() -> None:
    found = toward_groups([2, 30, 90, 1], [40, 300, 600, 10], "rate", groups=["a", "b", "b", "a"])
    assert found.toward == pytest.approx([3 / 50, 120 / 900, 120 / 900, 3 / 50])
    alone = toward_groups([30, 90], [300, 600], "rate")
    assert found.value[1:3] == pytest.approx(alone.value)


def test_alone_and_without_neighbours_nothing_moves() -> None:
    assert toward_groups([7], [50], "rate").value == pytest.approx([0.14])
    found = toward_neighbours([7, 3], [50, 60], "rate", [[], []])
    assert found.value == pytest.approx([0.14, 0.05])
    assert found.weight == pytest.approx([0, 0])


def test_missing_stays_missing_and_moves_nobody() -> None:
    found = toward_groups([2, np.nan, 30, 5, 90], [40, 70, 300, np.nan, 600], "rate")
    assert np.isnan(found.value).tolist() == [False, True, False, True, False]
    assert found.value[[0, 2, 4]] == pytest.approx(toward_groups(EVENTS, PEOPLE, "rate").value)
    around = toward_neighbours([2, np.nan, 30], [40, 70, 300], "rate", [[1, 2], [0], [0]])
    assert around.toward[0] == pytest.approx(32 / 340)
    assert np.isnan(around.value[1])


def test_nobody_and_everybody() -> None:
    nobody = toward_groups([0, 0], [10, 500], "rate")
    everybody = toward_groups([10, 500], [10, 500], "proportion")
    assert (nobody.value.tolist(), everybody.value.tolist()) == ([0, 0], [1, 1])
    # Nothing says how much chance does there, so nothing is called certain.
    for found in (nobody, everybody):
        assert np.isnan([found.lower, found.upper, found.deviation]).all()


def test_one_variance_around_neighbours_by_a_loop() -> None:
    x, n = np.array([20.0, 20, 10, 50, 30]), np.array([100.0, 200, 100, 100, 100])
    around = [[1], [0, 2], [1, 3], [2, 4], [3]]
    excess = room = 0.0
    pooled = []
    for area, others in enumerate(around):
        members = [area, *others]
        m = x[members].sum() / n[members].sum()
        apart = 1 - n[area] / n[members].sum()
        excess += n[area] * (x[area] / n[area] - m) ** 2 - m * (1 - m) * apart
        room += n[area] * apart
        pooled.append(m)
    chance = np.array(pooled) * (1 - np.array(pooled)) / n
    found = toward_neighbours(x, n, "proportion", around, shared_variance=True)
    assert found.weight == pytest.approx(excess / room / (excess / room + chance))
    assert (found.deviation > 0).all()


def test_where_chance_explains_everything_a_smoothed_value_is_still_not_certain() -> None:
    # Shares of 0.1 throughout: the pooled value of 600 people varies by 0.09 / 600.
    found = toward_groups([10, 20, 30], [100, 200, 300], "proportion", shared_variance=True)
    assert found.weight == pytest.approx([0, 0, 0])
    assert found.deviation == pytest.approx([(0.09 / 600) ** 0.5] * 3)


def test_a_neighbour_named_twice_counts_once() -> None:
    twice = toward_neighbours(EVENTS, PEOPLE, "rate", [[1, 1], [2, 0, 2], [1]])
    once = toward_neighbours(EVENTS, PEOPLE, "rate", [[1], [0, 2], [1]])
    assert twice.value.tolist() == once.value.tolist()


def test_no_area() -> None:
    assert toward_groups([], [], "rate").value.shape == (0,)
    assert toward_neighbours([], [], "rate", []).value.shape == (0,)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"numerator": [1, -1]}, "^negative numerator at position 1$"),
        ({"denominator": [-10, 10]}, "^negative denominator at position 0$"),
        ({"denominator": [0, 10]}, "^denominator of 0 at position 0$"),
        ({"numerator": [np.inf, 1]}, "^infinite number at position 0$"),
        ({"numerator": [1, 11]}, "^numerator above denominator at position 1$"),
        ({"kind": "share"}, "^kind 'share' is neither 'proportion' nor 'rate'$"),
        (
            {"denominator": [10]},
            r"^numbers along one axis .* numerator \(2,\), denominator \(1,\)$",
        ),
        ({"numerator": 1, "denominator": 10}, r"^numbers along one axis .* numerator \(\)"),
        ({"numerator": [[1, 2]]}, r"^numbers along one axis .* numerator \(1, 2\)"),
        ({"confidence": 95}, "write 95 % as 0.95"),
    ],
)
def test_what_is_refused(asked: dict[str, Any], message: str) -> None:
    counts: dict[str, Any] = {"numerator": [1, 2], "denominator": [10, 10], "kind": "proportion"}
    with pytest.raises(ValueError, match=message):
        toward_groups(**counts | asked)
    with pytest.raises(ValueError, match=message):
        toward_neighbours(**counts | {"neighbours": [[1], [0]]} | asked)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (["a"], "^1 groups for 2 areas$"),
        (["a", "b", "b"], "^3 groups for 2 areas$"),
        (np.array([1.0, np.nan]), "^missing group at position 1$"),
    ],
)
def test_groups_that_do_not_fit(groups: Sequence[object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        toward_groups([1, 2], [10, 10], "rate", groups)


@pytest.mark.parametrize(
    ("neighbours", "message"),
    [
        ([[1]], "^1 lists of neighbours for 2 areas$"),
        ([[1], [2]], "^neighbour that is no area at position 1$"),
        ([[-1], [0]], "^neighbour that is no area at position 0$"),
        ([[1], [1]], "^area that is its own neighbour at position 1$"),
        ([["1"], []], "whole numbers"),
    ],
)
def test_neighbours_that_do_not_fit(neighbours: list[list[Any]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        toward_neighbours([1, 2], [10, 10], "rate", neighbours)


areas = st.lists(st.tuples(st.integers(1, 5000), st.floats(0, 1)), min_size=2, max_size=20).map(
    lambda found: np.array([(round(share * n), n) for n, share in found]).T
)


@given(areas, st.sampled_from(["rate", "proportion"]))
def test_between_its_own_value_and_the_common_one(counts: np.ndarray, kind) -> None:
    x, n = counts
    found = toward_groups(x, n, kind)
    low, high = np.minimum(x / n, found.toward), np.maximum(x / n, found.toward)
    assert (low - 1e-12 <= found.value).all()
    assert (found.value <= high + 1e-12).all()
    sure = np.isfinite(found.deviation)
    assert (found.lower[sure] <= found.value[sure] + 1e-12).all()
    assert (found.value[sure] <= found.upper[sure] + 1e-12).all()
    assert ((found.weight >= 0) & (found.weight <= 1)).all()


@given(areas)
def test_larger_areas_keep_more_of_their_own(counts: np.ndarray) -> None:
    x, n = counts
    found = toward_groups(x, n, "rate")
    order = np.argsort(n, kind="stable")
    assert (np.diff(found.weight[order]) >= -1e-12).all()


@given(areas, st.randoms())
def test_order_makes_no_difference(counts: np.ndarray, random) -> None:
    x, n = counts
    order = list(range(len(n)))
    random.shuffle(order)
    again = toward_groups(x[order], n[order], "rate")
    assert again.value == pytest.approx(toward_groups(x, n, "rate").value[order], abs=1e-9)
