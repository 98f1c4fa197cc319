"""How sure a place is: cases that can be worked out, a simulation, and what must hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.statistics.ranking import among_highest


def phi(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def test_two_areas_by_formula() -> None:
    # One normal above another: the difference has the mean 1 and the deviation sqrt(4 + 9).
    found = among_highest([11.0, 10.0], [2.0, 3.0], places=1)
    assert found == pytest.approx([phi(1 / math.sqrt(13)), phi(-1 / math.sqrt(13))], abs=2e-4)


def test_all_alike_share_the_places() -> None:
    assert among_highest([7.0] * 20, [1.0] * 20) == pytest.approx([0.25] * 20, abs=1e-3)


def test_certain_values_have_certain_places() -> None:
    found = among_highest([1.0, 9.0, 3.0, 8.0, 2.0, 7.0, 5.0], [0.0] * 7, places=3)
    assert found.tolist() == [0, 1, 0, 1, 0, 1, 0]


def test_a_certain_area_between_uncertain_ones() -> None:
    # At 10 for certain: the highest with the probability that both others are below, 1/2 * 1/2.
    found = among_highest([10.0, 10.0, 10.0], [0.0, 1.0, 5.0], places=1)
    assert found[0] == pytest.approx(0.25, abs=2e-3)


def test_few_areas_are_all_among_the_highest() -> None:
    assert among_highest([1.0, 2.0, 3.0], [1.0] * 3).tolist() == [1, 1, 1]


def test_one_area_and_none() -> None:
    assert among_highest([3.0], [0.5]).tolist() == [1.0]
    assert among_highest([], []).tolist() == []


def test_certain_ties_share_the_places() -> None:
    assert among_highest([2.0, 2.0, 2.0, 1.0], 0.0, places=1) == pytest.approx(
        [1 / 3, 1 / 3, 1 / 3, 0], abs=2e-3
    )


def test_missing_is_passed_over() -> None:
    found = among_highest([1.0, np.nan, 2.0, 3.0], [1.0, 1.0, np.nan, 1.0], places=1)
    assert np.isnan(found).tolist() == [False, True, True, False]
    assert found[[0, 3]] == pytest.approx(among_highest([1.0, 3.0], [1.0, 1.0], places=1))


def test_by_simulation() -> None:
    draw = np.random.default_rng(3)
    values, spread = draw.normal(20, 3, 60), draw.uniform(0.2, 3, 60)
    tries = draw.normal(values, spread, (20_000, 60))
    bar = np.sort(tries, axis=1)[:, -5]
    seen = (tries >= bar[:, None]).mean(axis=0)
    assert among_highest(values, spread) == pytest.approx(seen, abs=0.015)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="negative deviation at position 1"):
        among_highest([1.0, 2.0], [1.0, -1.0])
    for places in (0, 2.5):
        with pytest.raises(ValueError, match="no whole number of at least 1"):
            among_highest([1.0], [1.0], places=places)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="infinite number at position 0, 1"):
        among_highest([np.inf, 1.0], [1.0, np.inf])
    with pytest.raises(ValueError, match=r"as many of each: values \(2,\), deviation \(1,\)"):
        among_highest([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match=r"along one axis .* values \(\)"):
        among_highest(1.0, 1.0)
    with pytest.raises(ValueError, match=r"along one axis .* values \(1, 2\)"):
        among_highest([[1.0, 2.0]], 1.0)


ranked = st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 20)), min_size=6, max_size=25).map(
    np.transpose
)


@given(ranked, st.integers(1, 5))
def test_together_they_fill_the_places(areas: np.ndarray, places: int) -> None:
    found = among_highest(*areas, places=places)
    assert ((found >= 0) & (found <= 1)).all()
    assert found.sum() == pytest.approx(places, abs=0.05)


@given(ranked, st.randoms(), st.floats(0.01, 100))
def test_neither_order_nor_unit_makes_a_difference(areas: np.ndarray, random, unit: float) -> None:
    order = list(range(areas.shape[1]))
    random.shuffle(order)
    again = among_highest(*(areas[:, order] * unit))
    assert again == pytest.approx(among_highest(*areas)[order], abs=1e-3)
