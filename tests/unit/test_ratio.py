"""The ratio of two rates: a published value, the definition itself, and what is refused."""

import math

import numpy as np
import pytest

from quartier.statistics.ratio import of_rates


def test_published_value() -> None:
    # Boice and Monson (1977) on breast cancer after fluoroscopy, as the manual of Stata prints it
    # for `iri 41 15 28010 19017`.
    assert of_rates(41, 28010, 15, 19017) == pytest.approx((1.855759, 1.005684, 3.6093), abs=1e-6)


def at_least(events: int, total: int, part: float) -> float:
    """The probability of that many successes, added up."""
    return sum(
        math.comb(total, k) * part**k * (1 - part) ** (total - k) for k in range(events, total + 1)
    )


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
@pytest.mark.parametrize(("x", "y"), [(1, 1), (3, 9), (20, 2), (7, 7)])
def test_ends_meet_their_definition(x: int, y: int, confidence: float) -> None:
    _ratio, lower, upper = of_rates(x, 300, y, 200, confidence)
    low, high = (float(end * 300 / (end * 300 + 200)) for end in (lower, upper))
    beyond = (1 - confidence) / 2
    assert at_least(x, x + y, low) == pytest.approx(beyond, rel=1e-9)
    assert 1 - at_least(x + 1, x + y, high) == pytest.approx(beyond, rel=1e-7)


def test_no_events() -> None:
    # None of 5 with probability (1 - p)^5 = 0.025: the odds end at 0.025^(-1/5) - 1 = 1.0913.
    assert of_rates(0, 10, 5, 10) == pytest.approx((0, 0, 1.0913), abs=0.00005)
    assert of_rates(5, 10, 0, 10) == pytest.approx((np.inf, 0.91634, np.inf), abs=0.00005)
    assert np.isnan(of_rates(0, 10, 0, 10)).all()


def test_populations_scale() -> None:
    # Twice the people of the same events: half the rate.
    assert of_rates(0, 20, 5, 10) == pytest.approx((0, 0, 1.0913 / 2), abs=0.00003)


def test_converted_events_lie_between_whole_ones() -> None:
    ends = of_rates([3, 3.4, 4], 100, 7, 100)
    for each in ends:
        assert each[0] < each[1] < each[2]
    assert ends[0][1] == pytest.approx(3.4 / 7)


def test_very_unequal_numbers() -> None:
    # To one event ten millions are as good as fixed: it reaches from 0.025318 to 5.571643 (half the
    # quantiles of chi-square with 2 and 4 degrees of freedom).
    ratio, lower, upper = of_rates(1e7, 1, 1, 1)
    assert ratio == 1e7
    assert (1e7 / upper, 1e7 / lower) == pytest.approx((0.025318, 5.571643), rel=1e-4)


def test_missing_stays_missing() -> None:
    found = of_rates([np.nan, 0, 5, 5], [9, 9, np.nan, 9], [0, np.nan, 3, 3], 9)
    for each in found:
        assert np.isnan(each).tolist() == [True, True, True, False]
    assert np.isnan(of_rates(5, 9, 3, np.nan)).all()


def test_shapes() -> None:
    assert [found.shape for found in of_rates([[1], [2]], 10, 1, [4, 5, 6])] == [(2, 3)] * 3
    assert [np.ndim(found) for found in of_rates(1, 2, 3, 4)] == [0, 0, 0]


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match=r"negative number of events at position 1$"):
        of_rates(1, 10, [1, -1], 10)
    with pytest.raises(ValueError, match=r"negative population$"):
        of_rates(1, -10, 1, 10)
    with pytest.raises(ValueError, match=r"population of 0 at position 0, 2$"):
        of_rates(1, [0, 10, 10], 1, [10, 10, 0])
    with pytest.raises(ValueError, match=r"infinite number of events$"):
        of_rates(np.inf, 10, 1, 10)
    with pytest.raises(ValueError, match=r"infinite population$"):
        of_rates(1, 10, 1, np.inf)
    with pytest.raises(ValueError, match="not between 0 and 1"):
        of_rates(1, 10, 1, 10, 95)
