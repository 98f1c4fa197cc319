"""Gaps and slopes between areas: calculated by hand, and what cannot be calculated."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from quartier.statistics.inequality import (
    Estimate,
    complete,
    quintile_gap,
    standard_error_of,
)
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar
from quartier.statistics.slope import counted_error, slope_index

INTERVALS = {"proportion": wilson, "rate": exact_or_byar}


def missing(found: tuple[Estimate, Estimate]) -> list[bool]:
    return [math.isnan(end) for one in found for end in (one.value, one.lower, one.upper)]


def reasons(found: tuple[Estimate, Estimate]) -> tuple[str, str]:
    return found[0].reason, found[1].reason


def gap(x: int, n: int, other: int, others: int, kind: str) -> tuple[Estimate, Estimate]:
    """Between two areas, with so many people in the middle that they alone are the end fifths."""
    numerator, denominator = [other, 1, 1, 1, x], [others, 900, 900, 900, n]
    return quintile_gap(numerator, denominator, [1, 2, 2, 2, 3], kind=kind)  # type: ignore[arg-type]


def test_fifths_are_of_the_population_and_rates_of_sums() -> None:
    # In the order of the rank 50, 150, 300, 300 and 200 of 1000 people have their midpoints at 2.5,
    # 12.5, 35, 65 and 90 %. The first two are the lowest fifth, 20 of 200, where the mean of their
    # rates would be 12 %; the last is the highest, 60 of 200.
    population = [200, 300, 50, 150, 300]
    events = [60, 50, 8, 12, 40]
    rank = [9.0, 4.0, -1.0, 0.5, 3.0]
    difference, ratio = quintile_gap(events, population, rank, kind="proportion")
    assert difference.value == pytest.approx(60 / 200 - 20 / 200)
    assert ratio.value == pytest.approx(3.0)
    assert difference.areas == ratio.areas == 5


def test_difference_of_proportions_by_hand() -> None:
    # Newcombe (1998), Stat Med 17:873-890, table II, method 10: 56/70 - 48/80 and 9/10 - 3/10.
    for (x, n, other, others), lower, upper in (
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
    ):
        found, _ratio = gap(x, n, other, others, "proportion")
        assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=0.00005)


def test_difference_of_rates_by_hand() -> None:
    # 5 and 3 events in 100 each. Exact limits (Garwood): 1.6235 to 11.6683 and 0.6187 to 8.7673.
    # Down: sqrt((5 - 1.6235)^2 + (8.7673 - 3)^2) = sqrt(11.4008 + 33.2617) = 6.6830.
    # Up: sqrt((11.6683 - 5)^2 + (3 - 0.6187)^2) = sqrt(44.4662 + 5.6706) = 7.0807.
    found, _ratio = quintile_gap([3, 0, 0, 0, 5], [100] * 5, range(5), kind="rate")
    assert (found.value, found.lower, found.upper) == pytest.approx(
        (0.02, 0.02 - 0.066830, 0.02 + 0.070807), abs=2e-6
    )


@pytest.mark.parametrize("kind", ["proportion", "rate"])
@pytest.mark.parametrize(
    "counts", [(3, 40, 20, 60), (0, 90, 4, 80), (9, 9, 1, 50), (50, 60, 40, 70)]
)
def test_ratio_ends_where_a_difference_from_it_would_be_0(
    kind: str, counts: tuple[int, int, int, int]
) -> None:
    x, n, other, others = counts
    _difference, found = gap(x, n, other, others, kind)
    (l1, u1), (l2, u2) = INTERVALS[kind](x, n), INTERVALS[kind](other, others)
    p, q = x / n, other / others
    assert found.value == pytest.approx(p / q)
    lower = brentq(lambda r: p - r * q - math.hypot(p - l1, r * (u2 - q)), 0, p / q)
    upper = brentq(lambda r: p - r * q + math.hypot(u1 - p, r * (q - l2)), p / q, 1e4)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=1e-9, rel=1e-9)


def test_gap_without_a_ratio() -> None:
    difference, ratio = quintile_gap([0, 1, 2, 3, 4], [100] * 5, kind="rate")
    assert difference.value == pytest.approx(0.04)
    assert difference.lower < 0.04 < difference.upper
    assert [math.isnan(end) for end in (ratio.value, ratio.lower, ratio.upper)] == [True] * 3
    assert ratio.areas == 5
    assert (difference.reason, ratio.reason) == ("", "no_cases")


def test_a_ratio_to_less_than_one_case_has_no_interval() -> None:
    # As conversion between geographies may leave it: the exact lower limit is 0 then.
    _difference, ratio = quintile_gap([1e-9, 1, 2, 3, 4], [100] * 5, range(5), kind="rate")
    assert ratio.value == pytest.approx(4e9)
    assert math.isnan(ratio.upper)
    assert ratio.reason == "unbounded"


def test_nobody_anywhere_differs_by_nothing() -> None:
    difference, ratio = quintile_gap([0] * 5, [100] * 5, range(5), kind="proportion")
    assert difference.value == 0.0
    # Wilson's upper end for none of 100 is 3.841459 / 103.841459.
    assert (difference.lower, difference.upper) == pytest.approx((-0.0369935, 0.0369935), abs=1e-7)
    assert math.isnan(ratio.value)


def test_everybody_everywhere() -> None:
    difference, ratio = quintile_gap([7, 8, 9, 7, 8], [7, 8, 9, 7, 8], range(5), kind="proportion")
    assert (difference.value, ratio.value) == (0.0, 1.0)
    assert difference.lower < 0 < difference.upper
    assert ratio.lower < 1 < ratio.upper


def test_without_a_rank_the_rate_orders() -> None:
    difference, _ratio = quintile_gap([30, 10, 20, 50, 40], [100] * 5, kind="proportion")
    assert difference.value == pytest.approx(0.4)


def test_equal_ranks_stay_together() -> None:
    # The two of rank 1 are 40 % together, around 20 %: the border, so nobody is in the first fifth.
    counts = [10, 20, 30, 40, 50]
    found = quintile_gap(counts, [100] * 5, [1, 1, 2, 3, 4], kind="proportion")
    assert reasons(found) == ("empty_fifth", "empty_fifth")
    # With three more above, they are a quarter around 12.5 %; the last two are the highest fifth.
    difference, _ratio = quintile_gap(
        [10, 20, *[30] * 5, 50], [100] * 8, [1, 1, 2, 3, 4, 5, 6, 7], kind="proportion"
    )
    assert difference.value == pytest.approx(80 / 200 - 30 / 200)


def test_no_gap_with_few_areas_or_an_empty_end() -> None:
    few = quintile_gap([1, 2, 3, 4], [10] * 4, kind="rate")
    nothing = quintile_gap([], [], kind="rate")
    alike = quintile_gap([1, 2, 3, 4, 5], [10] * 5, [7] * 5, kind="rate")
    same_rate = quintile_gap([2, 2, 2, 2, 4], [10, 10, 10, 10, 20], kind="rate")
    large_at_an_end = quintile_gap([1, 2, 3, 4, 5], [900, 10, 10, 10, 10], kind="rate")
    for found in (few, nothing, alike, same_rate, large_at_an_end):
        assert all(missing(found))
    assert reasons(few) == reasons(nothing) == ("few_areas", "few_areas")
    assert reasons(alike) == reasons(same_rate) == ("constant", "constant")
    assert reasons(large_at_an_end) == ("empty_fifth", "empty_fifth")
    assert large_at_an_end[0].areas == 5


def test_missing_areas_are_left_out_of_the_gap() -> None:
    x = [5, np.nan, 12, 20, 24, 7, 40]
    n = [100, 100, 100, 100, 100, np.nan, 100]
    rank = [1, 2, 2, 3, 4, 5, 6]
    found = quintile_gap(x, n, rank, kind="proportion")
    assert found == quintile_gap([5, 12, 20, 24, 40], [100] * 5, [1, 2, 3, 4, 6], kind="proportion")
    assert found[0].areas == 5
    unknown_rank = [1, 2, np.nan, 3, 4, 5, 6]
    assert all(missing(quintile_gap(x, n, unknown_rank, kind="proportion")))
    assert quintile_gap(x, n, unknown_rank, kind="proportion")[0].areas == 4


def test_slope_by_hand() -> None:
    # Three areas of equal size: midpoints 1/6, 1/2, 5/6, and values on the line 1 + 6 b.
    slope, relative = slope_index([4.0, 2.0, 6.0], [1.0, 2.0, 3.0], 50, [5, 1, 9])
    assert slope.value == pytest.approx(6.0)
    assert relative.value == pytest.approx(7.0)
    # Weights of the values are -3/2, 0 and 3/2, so the error is 1.5 * sqrt(2^2 + 3^2) = 5.4083.
    assert (slope.lower, slope.upper) == pytest.approx(
        (6 - 1.959964 * 5.408327, 6 + 1.959964 * 5.408327), abs=1e-5
    )


def test_fieller_by_hand() -> None:
    # As before with errors of 0.1: the line at 0 is 1 with the weights 1/3 +- 3/4, so 13/12, 1/3
    # and -5/12 in the order of the rank; at 1 it is 7 with -5/12, 1/3 and 13/12. In hundredths the
    # variances are (169 + 16 + 25) / 144 = 1.458333, the covariance is (-65 + 16 - 65) / 144 =
    # -0.791667; times z^2 = 3.841459, 0.0560213 and -0.0304115. The limits solve
    # (1 - 0.0560213) r^2 - 2 (7 + 0.0304115) r + 49 - 0.0560213 = 0.
    _slope, relative = slope_index([2.0, 4.0, 6.0], 0.1, 50, [1, 2, 3])
    a, b, c = 1 - 0.0560213, 7 + 0.0304115, 49 - 0.0560213
    root = math.sqrt(b * b - a * c)
    assert (relative.lower, relative.upper) == pytest.approx(
        ((b - root) / a, (b + root) / a), abs=1e-5
    )


def test_areas_of_one_rank_share_a_midpoint() -> None:
    # 10 and 30 people of one rank below 60: midpoints 0.2, 0.2 and 0.7. The line through the mean
    # of the first two, (10 * 1 + 30 * 5) / 40 = 4, and 9 has the slope 5 / 0.5.
    slope, _relative = slope_index([1.0, 5.0, 9.0], 1.0, [10, 30, 60], [2, 2, 3])
    assert slope.value == pytest.approx(10.0)


def test_unbounded_and_impossible_relative_indices() -> None:
    slope, relative = slope_index([2.0, 4.0, 6.0], 2.0, 50, [1, 2, 3])
    assert relative.value == pytest.approx(7.0)
    assert math.isnan(relative.lower)
    assert math.isnan(relative.upper)
    assert relative.reason == "unbounded"
    # The line 5 b - 1.5 is below 0 at 0; turned around, at 1.
    for rank in ([1, 2, 3], [3, 2, 1]):
        slope, relative = slope_index([-2 / 3, 1.0, 8 / 3], 0.1, 50, rank)
        assert abs(slope.value) == pytest.approx(5.0)
        assert math.isnan(relative.value)
        assert reasons((slope, relative)) == ("", "line_to_0")


def test_a_line_that_ends_at_0_has_no_relative_index() -> None:
    # 0.1, 0.3, 0.5 lie on 0.6 b, which rounding lets end at 1e-17 or so.
    _slope, relative = slope_index([0.1, 0.3, 0.5], 0.1, 50, [1, 2, 3])
    assert math.isnan(relative.value)


def test_no_slope_with_few_areas_or_one_rank() -> None:
    few = slope_index([1.0, 2.0], 1.0, 10, [1, 2])
    nothing = slope_index([], [], [], [])
    one_rank = slope_index([1.0, 2.0, 3.0, np.nan], 1.0, 10, [4, 4, 4, 5])
    assert all(missing(few) + missing(nothing) + missing(one_rank))
    assert reasons(few) == reasons(nothing) == ("few_areas", "few_areas")
    assert reasons(one_rank) == ("constant", "constant")


def test_missing_areas_are_left_out_of_the_slope() -> None:
    nan = np.nan
    found = slope_index(
        [2.0, nan, 4.0, 6.0, 1.0, 1.0, 1.0],
        [0.1, 1.0, 0.1, 0.1, nan, 1.0, 1.0],
        [50, 50, 50, 50, 50, nan, 50],
        [1, 2, 2, 3, 1, 1, nan],
    )
    assert found == slope_index([2.0, 4.0, 6.0], 0.1, 50, [1, 2, 3])
    assert found[0].areas == 3


def test_standard_errors_of_counts() -> None:
    # 36 of 100: sqrt(0.36 * 0.64 / 100) = 0.048; as events sqrt(36) / 100.
    assert counted_error([36, np.nan], 100, kind="proportion") == pytest.approx(
        [0.048, np.nan], nan_ok=True
    )
    assert float(counted_error(36, 100, kind="rate")) == pytest.approx(0.06)


def test_standard_errors_of_intervals() -> None:
    found = standard_error_of([0.0, np.nan], [2 * 1.959964, 1.0])
    assert found[0] == pytest.approx(1.0, abs=1e-6)
    assert np.isnan(found[1])
    assert float(standard_error_of(-1.0, 1.0, 0.998)) == pytest.approx(1 / 3.090232, abs=1e-6)


def test_offending_positions_are_named() -> None:
    with pytest.raises(ValueError, match=r"numerator above denominator at position 1$"):
        quintile_gap([1, 11], [10, 10], kind="proportion")
    with pytest.raises(ValueError, match=r"negative numerator at position 0$"):
        quintile_gap([-1, 2], [10, 10], kind="rate")
    with pytest.raises(ValueError, match=r"denominator not above 0 at position 1, 2$"):
        quintile_gap([1, 0, 0, np.nan], [10, -2, 0, np.nan], kind="rate")
    with pytest.raises(ValueError, match=r"denominator not above 0 at position 0$"):
        counted_error([0, 1], [0, 2], kind="proportion")
    for refusing in (quintile_gap, counted_error):
        with pytest.raises(ValueError, match=r"^kind 'share' is none of proportion, rate$"):
            refusing([1, 2], [10, 10], kind="share")  # type: ignore[arg-type]
        with pytest.raises(ValueError, match=r"shape"):
            refusing([1, 2, 3], [10, 10], kind="rate")
    with pytest.raises(ValueError, match=r"shape"):
        slope_index([1.0, 2, 3], 1.0, [1, 1], [1, 2, 3])
    with pytest.raises(ValueError, match=r"infinite value at position 1$"):
        quintile_gap([1, np.inf], [10, 10], kind="rate")
    with pytest.raises(ValueError, match=r"population not above 0 at position 0, 2$"):
        slope_index([1.0, 2, 3], 1.0, [0, 1, -1], [1, 2, 3])
    with pytest.raises(ValueError, match=r"negative standard error at position 2$"):
        slope_index([1.0, 2, 3], [1, 1, -1], 1, [1, 2, 3])
    with pytest.raises(ValueError, match=r"lower end above upper end at position 0$"):
        standard_error_of([2.0], [1.0])
    with pytest.raises(ValueError, match=r"one axis are needed, not 2 axes"):
        complete(np.ones((2, 2)))
    with pytest.raises(ValueError, match=r"not between 0 and 1"):
        slope_index([1.0, 2, 3], 1.0, 1, [1, 2, 3], confidence=95)
