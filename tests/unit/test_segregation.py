"""Dissimilarity and isolation: calculated by hand, simulated, and what cannot be calculated."""

import math

import numpy as np
import pytest

from quartier.statistics.inequality import Estimate
from quartier.statistics.segregation import dissimilarity, isolation


def nothing(found: Estimate) -> bool:
    return all(math.isnan(end) for end in (found.value, found.lower, found.upper))


def test_dissimilarity_by_hand() -> None:
    # Parts of the group 0.5, 0.3, 0.2, of the others 0.2, 0.3, 0.5: half of 0.3 + 0 + 0.3.
    # Signs 1, 0, -1 give sums of 0.3 and -0.3: a quarter of 0.91 / 100 + 0.91 / 1000 is 0.0025025,
    # its root 0.0500250, times 1.959964 is 0.0980472.
    found = dissimilarity([50, 30, 20], [200, 300, 500])
    assert (found.value, found.lower, found.upper) == pytest.approx(
        (0.3, 0.3 - 0.0980472, 0.3 + 0.0980472), abs=1e-7
    )
    assert found.areas == 3


def test_isolation_by_hand() -> None:
    # Shares 0.5 and 0.1 of 20 and 100 people, 10 members each: P = (0.5 + 0.1) / 2 = 0.3.
    # Variance: (0.7^2 * 20 * 0.25 + (-0.1)^2 * 100 * 0.09) / 20^2 = (2.45 + 0.09) / 400 = 0.00635,
    # its root 0.0796869, times 1.959964 is 0.1561834.
    found = isolation([10, 10], [20, 100])
    assert (found.value, found.lower, found.upper) == pytest.approx(
        (0.3, 0.3 - 0.1561834, 0.3 + 0.1561834), abs=1e-7
    )


def test_deviation_of_dissimilarity_is_that_of_a_simulation() -> None:
    random = np.random.default_rng(1)
    p, q = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.4, 0.25, 0.2, 0.15])
    group, others = random.multinomial(800, p, 20_000), random.multinomial(3000, q, 20_000)
    simulated = np.abs(group / 800 - others / 3000).sum(axis=1) / 2
    found = dissimilarity(800 * p, 3000 * q)
    deviation = (found.upper - found.lower) / (2 * 1.959964)
    assert deviation == pytest.approx(simulated.std(), rel=0.03)
    assert found.value == pytest.approx(simulated.mean(), rel=0.01)


def test_deviation_of_isolation_is_that_of_a_simulation() -> None:
    random = np.random.default_rng(2)
    p, total = np.array([0.05, 0.1, 0.3, 0.6]), np.array([2000, 1500, 900, 400])
    members = random.binomial(total, p, (20_000, 4))
    simulated = (members**2 / total).sum(axis=1) / members.sum(axis=1)
    found = isolation(p * total, total)
    deviation = (found.upper - found.lower) / (2 * 1.959964)
    assert deviation == pytest.approx(simulated.std(), rel=0.03)
    assert found.value == pytest.approx(simulated.mean(), rel=0.01)


def test_evenly_spread() -> None:
    # No part differs: a quarter of 1/60 + 1/600 is 0.00458333, 1.959964 times its root 0.132690.
    found = dissimilarity([10, 20, 30], [100, 200, 300])
    assert (found.value, found.lower) == (0.0, 0.0)
    assert found.upper == pytest.approx(0.132690, abs=1e-6)
    assert isolation([10, 20, 30], [100, 200, 300]).value == pytest.approx(0.1)


def test_apart_from_each_other() -> None:
    assert dissimilarity([10, 20, 0], [0, 0, 5]) == Estimate(1.0, 1.0, 1.0, 3)
    assert isolation([10, 20, 0], [10, 20, 5]) == Estimate(1.0, 1.0, 1.0, 3)


def test_intervals_end_at_0_and_1() -> None:
    assert dissimilarity([1, 2], [2, 1]).lower == 0.0
    assert dissimilarity([9, 1], [0, 5]).upper == 1.0
    assert isolation([1, 1], [2, 90]).lower == 0.0
    assert isolation([9, 1], [10, 2]).upper == 1.0


def test_missing_and_uninhabited_areas_are_left_out() -> None:
    nan = np.nan
    found = dissimilarity([50, nan, 30, 0, 20, 4], [200, 7, 300, 0, 500, nan])
    assert found == dissimilarity([50, 30, 20], [200, 300, 500])
    found = isolation([10, nan, 10, 3], [20, 5, 100, nan])
    assert found == isolation([10, 10], [20, 100])
    assert found.areas == 2


def test_what_cannot_be_calculated() -> None:
    for few in ([], [5]):
        for found in (dissimilarity(few, few), isolation(few, few), dissimilarity([5, 0], [5, 0])):
            assert nothing(found)
            assert found.reason == "few_areas"
    for found in (
        dissimilarity([0, 0], [1, 2]),
        dissimilarity([1, 2], [0, 0]),
        isolation([0, 0], [1, 2]),
    ):
        assert nothing(found)
        assert (found.reason, found.areas) == ("nobody", 2)


def test_offending_positions_are_named() -> None:
    with pytest.raises(ValueError, match=r"negative group at position 1$"):
        dissimilarity([1, -1], [1, 1])
    with pytest.raises(ValueError, match=r"negative others at position 0$"):
        dissimilarity([1, 1], [-1, 1])
    with pytest.raises(ValueError, match=r"total not above 0 at position 1$"):
        isolation([2, 0, 3], [3, 0, 4])
    with pytest.raises(ValueError, match=r"shape"):
        dissimilarity([1, 1, 1], [1, 1])
    with pytest.raises(ValueError, match=r"group above total at position 0, 2$"):
        isolation([2, 1, 3], [1, 1, 1])
    with pytest.raises(ValueError, match=r"negative group at position 0$"):
        isolation([-2, 1], [1, 1])
    with pytest.raises(ValueError, match=r"infinite value at position 1$"):
        isolation([1, 1], [1, np.inf])
