"""Above, below, similar."""

import numpy as np
import pytest

from quartier.statistics.comparison import compared


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (10.0, 14.9, "below"),
        (10.0, 15.0, "similar"),  # touching is not beyond
        (14.0, 16.0, "similar"),
        (15.0, 20.0, "similar"),
        (15.1, 20.0, "above"),
    ],
)
def test_only_the_whole_interval_counts(lower: float, upper: float, verdict: str) -> None:
    assert compared(lower, upper, 15.0) == verdict


def test_missing_is_no_verdict() -> None:
    verdicts = compared([1, np.nan, 1, 1], [2, 2, np.nan, 2], [3, 3, 3, np.nan])
    assert verdicts.tolist() == ["below", None, None, None]


def test_each_with_its_own_reference() -> None:
    assert compared([1, 1], [2, 2], [0, 3]).tolist() == ["above", "below"]


def test_crossed_ends_are_refused() -> None:
    with pytest.raises(ValueError, match=r"lower end above upper end at position 1$"):
        compared([1, 5], [2, 4], 3)


def test_without_width_and_without_end() -> None:
    assert compared([2, 3], [2, 3], [2, 2]).tolist() == ["similar", "above"]
    assert compared([2, 4], np.inf, 3).tolist() == ["similar", "above"]
