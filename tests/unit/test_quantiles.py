"""Groups of areas by rank, as the published rule cuts them."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.statistics.quantiles import quantile_groups


def test_ten_areas_in_fifths() -> None:
    values = [3, 9, 1, 7, 5, 2, 8, 4, 10, 6]
    assert quantile_groups(values).tolist() == [2, 5, 1, 4, 3, 1, 4, 2, 5, 3]
    assert quantile_groups(values, polarity="low").tolist() == [4, 1, 5, 2, 3, 5, 2, 4, 1, 3]


def test_seven_areas_in_thirds() -> None:
    # ceil((8 - r) / (7 / 3)) for r = 1..7 is 3, 3, 3, 2, 2, 1, 1: groups 1, 1, 1, 2, 2, 3, 3.
    assert quantile_groups([1, 2, 3, 4, 5, 6, 7], groups=3).tolist() == [1, 1, 1, 2, 2, 3, 3]


def test_fewer_areas_than_groups_form_none() -> None:
    assert np.isnan(quantile_groups([1.0, 2.0, 3.0, 4.0])).all()
    assert np.isnan(quantile_groups([1.0, 2.0, 3.0, 4.0, np.nan])).all()


def test_ties_share_a_group_and_missing_has_none() -> None:
    found = quantile_groups([1, 1, 1, 1, 2, np.nan], groups=5)
    assert found[:5].tolist() == [1, 1, 1, 1, 5]
    assert np.isnan(found[5])


def test_all_the_same() -> None:
    assert quantile_groups([4.0] * 6, groups=3).tolist() == [1] * 6


def test_each_period_by_itself() -> None:
    assert quantile_groups([[1, 2], [2, 1]], groups=2).tolist() == [[1, 2], [2, 1]]


def test_as_many_areas_as_groups_and_one_more() -> None:
    # ceil((6 - r) / 1) for r = 1..5 is 5..1; ceil((7 - r) / 1.2) for r = 1..6 is 5, 5, 4, 3, 2, 1.
    assert quantile_groups([1, 2, 3, 4, 5]).tolist() == [1, 2, 3, 4, 5]
    assert quantile_groups([1, 2, 3, 4, 5, 6]).tolist() == [1, 1, 2, 3, 4, 5]


def test_no_area() -> None:
    assert quantile_groups([]).shape == (0,)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"groups": 1}, r"^groups 1 is no whole number of at least 2$"),
        ({"groups": 2.5}, r"^groups 2\.5 is no whole number"),
        ({"polarity": "neutral"}, r"^polarity 'neutral' is neither 'low' nor 'high'$"),
        ({"values": 3.0}, r"^values along an axis are needed, not a single number$"),
        ({"values": [1, np.inf, -np.inf]}, r"^infinite value at position 1, 2$"),
    ],
)
def test_what_is_refused(asked: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"values": [1, 2], "groups": 2}
    with pytest.raises(ValueError, match=message):
        quantile_groups(**given | asked)


def published(values: list[int], groups: int) -> list[int]:
    """The rule of the technical guidance, one area after the other."""
    n = len(values)
    found = []
    for value in values:
        rank = 1 + sum(other < value for other in values)
        number = math.floor((groups + 1) - math.ceil(((n + 1) - rank) / (n / groups)))
        found.append(max(number, 1))
    return found


@given(st.lists(st.integers(0, 30), min_size=10, max_size=60), st.integers(2, 10))
def test_the_published_rule(values: list[int], groups: int) -> None:
    assert quantile_groups(values, groups).tolist() == published(values, groups)


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=40, unique=True))
def test_higher_values_never_have_a_lower_group(values: list[int]) -> None:
    found = quantile_groups(sorted(values))
    assert (np.diff(found) >= 0).all()
    assert found[0] == 1
    assert found[-1] == 5
