"""Status and dynamic index: by hand, its refusals, and how firm classes are by trying it out."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quartier.statistics.index import DYNAMIC, STATUS, classified, index, stability

TABLE = np.array([[5.0, 10.0], [10.0, 20.0], [15.0, 60.0]])


def test_by_hand() -> None:
    # First column: mean 10, deviation sqrt(50 / 3) = 4.0825, z -1.2247, 0, 1.2247. Second: mean 30,
    # deviation sqrt((400 + 100 + 900) / 3) = 21.6025, z -0.9258, -0.4629, 1.3887. Sums -2.1506,
    # -0.4629, 2.6134 with deviation sqrt((4.6250 + 0.2143 + 6.8300) / 3) = 1.9723.
    found = index(TABLE)
    assert found.value == pytest.approx([-1.0904, -0.2347, 1.3251], abs=2e-4)
    assert found.z[:, 1] == pytest.approx([-0.9258, -0.4629, 1.3887], abs=1e-4)


def test_where_low_values_are_burdens() -> None:
    assert index(TABLE, burden=[-1, -1]).value == pytest.approx(-index(TABLE).value)


def test_excluded_and_missing_areas_do_not_count() -> None:
    more = np.vstack([TABLE, [[1000.0, -1000.0], [np.nan, 5.0]]])
    found = index(more, excluded=[False, False, False, True, False])
    assert found.value[:3] == pytest.approx(index(TABLE).value)
    assert np.isnan(found.value[3:]).all()
    assert found.included.tolist() == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([[1.0, 2.0], [1.0, 3.0]], "constant"),
        ([[0.1 + 0.2, 2.0], [0.3, 3.0]], "constant"),
        ([[1.0, 4.0], [2.0, 3.0]], "constant"),  # the z-scores cancel out everywhere
        ([[1.0, 2.0]], "few_areas"),
        ([[1.0, np.nan], [1.0, 3.0]], "few_areas"),
    ],
)
def test_no_index_but_a_reason(values: list[list[float]], reason: str) -> None:
    found = index(values)
    assert found.reason == reason
    assert np.isnan(found.value).all()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"burden": [1, 0]}, "^burden is neither 1 nor -1 at position 1$"),
        ({"burden": [1]}, r"^burden of shape \(1,\) for 2 indicators$"),
        ({"burden": -1}, r"^burden of shape \(\) for 2 indicators$"),
        ({"excluded": [True]}, r"^excluded of shape \(1,\) for 3 areas$"),
        ({"excluded": False}, r"^excluded of shape \(\) for 3 areas$"),
        ({"excluded": [0, 2, np.nan]}, "^excluded is neither true nor false at position 1, 2$"),
        ({"values": [1.0, 2.0]}, "^values are no table"),
        ({"values": 1.0}, "^values are no table"),
        ({"values": TABLE * [1, np.inf]}, r"^infinite value at position \(0, 1\), \(1, 1\)"),
        ({"ddof": 2}, "^ddof 2 is neither 0 nor 1$"),
    ],
)
def test_what_is_refused(asked: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"values": TABLE}
    with pytest.raises(ValueError, match=message):
        index(**given | asked)
    with pytest.raises(ValueError, match=message):
        stability(classes=STATUS, **given | asked)


def test_standard_errors_are_checked() -> None:
    with pytest.raises(ValueError, match=r"^negative standard error at position \(2, 0\)$"):
        stability(TABLE, STATUS, error=[[1, 1], [1, 1], [-1, 1]])
    with pytest.raises(ValueError, match=r"^infinite standard error at position \(0, 0\)$"):
        stability(np.ones((3, 2)), STATUS, error=[[np.inf, 1], [1, 1], [1, 1]])
    with pytest.raises(
        ValueError, match=r"^standard errors of shape \(2,\) for values of \(3, 2\)$"
    ):
        stability(TABLE, STATUS, error=[1, 1])


def test_classes_and_their_limits() -> None:
    values = [-1.0001, -1, 0, 1, 1.0001, 1.5, 1.5001, np.nan]
    names = ["high", "middle", "middle", "middle", "low", "low", "very_low", None]
    assert classified(values, STATUS).tolist() == names
    assert classified([-1.01, -1, 1, 1.01], DYNAMIC).tolist() == [
        "positive",
        "stable",
        "stable",
        "negative",
    ]


tables = arrays(
    "float64",
    st.tuples(st.integers(4, 12), st.integers(2, 4)),
    elements=st.integers(0, 1000).map(float),
)


@given(tables)
def test_mean_0_and_deviation_1(values: np.ndarray) -> None:
    found = index(values)
    if not found.reason:
        assert found.value.mean() == pytest.approx(0, abs=1e-9)
        assert found.value.std() == pytest.approx(1)


@given(tables, st.floats(0.01, 100), st.floats(-1000, 1000), st.randoms())
def test_neither_unit_nor_order_makes_a_difference(
    values: np.ndarray, unit: float, origin: float, random
) -> None:
    found = index(values)
    order = list(range(len(values)))
    random.shuffle(order)
    again = index(values[order] * unit + origin)
    if not found.reason and not again.reason:
        assert again.value == pytest.approx(found.value[order], abs=1e-6)


@given(tables)
def test_stability_is_what_trying_it_out_gives(values: np.ndarray) -> None:
    base = index(values)
    found = stability(values, STATUS, error=np.ones(values.shape))
    own = classified(base.value, STATUS)
    if base.reason:
        assert np.isnan(found.areas_kept).all()
        return
    for column in range(values.shape[1]):
        left = index(np.delete(values, column, axis=1))
        assert found.without[:, column].tolist() == classified(left.value, STATUS).tolist()
    kept = np.zeros(len(values))
    clear = np.ones(len(values), dtype=bool)
    for out in range(len(values)):
        again = index(values, excluded=np.arange(len(values)) == out).value
        # At a limit rounding decides, here as there.
        clear &= ~np.isclose(again[:, None], STATUS.limits, atol=1e-6).any(axis=1)
        clear &= ~np.isnan(again) | (np.arange(len(values)) == out)
        kept += (classified(again, STATUS) == own) & (np.arange(len(values)) != out)
    assert found.areas_kept[clear] == pytest.approx(kept[clear] / (len(values) - 1))
    assert ((found.by_chance >= 0) & (found.by_chance <= 1)).all()


def test_other_deviation() -> None:
    # The deviation of a sample is larger by sqrt(3 / 2) in each column and cancels out in the sum;
    # the standardised sum shrinks by sqrt(2 / 3): 1.3251 becomes 1.0819, -1.0904 becomes -0.8903.
    found = stability(TABLE, STATUS)
    assert index(TABLE, ddof=1).value == pytest.approx([-0.8903, -0.1916, 1.0819], abs=2e-4)
    assert found.other_deviation.tolist() == ["middle", "middle", "low"]


def test_chance_by_simulation() -> None:
    draw = np.random.default_rng(1)
    values, error = draw.normal(20, 5, (60, 3)), np.full((60, 3), 1.0)
    found = stability(values, STATUS, error=error).by_chance
    z, deviation = index(values), values.std(axis=0)
    total = z.z.sum(axis=1).std()
    tries = [
        classified(z.value + (draw.normal(0, 1, (60, 3)) / deviation).sum(axis=1) / total, STATUS)
        for _ in range(4000)
    ]
    same = np.mean([each == classified(z.value, STATUS) for each in tries], axis=0)
    assert found == pytest.approx(same, abs=0.04)


def test_chance_far_from_limits_is_certain() -> None:
    assert stability(TABLE, STATUS, error=np.zeros((3, 2))).by_chance.tolist() == [1, 1, 1]
    assert np.isnan(stability(TABLE, STATUS).by_chance).all()
