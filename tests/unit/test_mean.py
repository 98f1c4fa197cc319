"""The interval of a mean: printed quantiles, Student's own example, by hand, what is refused."""

import math

import numpy as np
import pytest

from quartier.statistics.mean import of, student

# Fisher and Yates, Statistical tables, table III: quantiles of t by degrees of freedom.
QUANTILES = [
    (1, 0.95, 12.706),
    (2, 0.95, 4.303),
    (9, 0.95, 2.262),
    (30, 0.95, 2.042),
    (120, 0.95, 1.980),
    (1, 0.99, 63.657),
    (9, 0.99, 3.250),
    (30, 0.99, 2.750),
]

# Student (1908), Biometrika 6:20: additional hours of sleep, one drug less the other. The ends are
# those that R's t.test prints for its data set "sleep".
SLEEP = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]


@pytest.mark.parametrize(("freedom", "confidence", "printed"), QUANTILES)
def test_printed_quantiles(freedom: int, confidence: float, printed: float) -> None:
    # The standard error is 1, so that the interval reaches one quantile to each side.
    lower, upper = student(100, math.sqrt(freedom + 1), freedom + 1, confidence)
    assert (100 - lower, upper - 100) == pytest.approx((printed, printed), abs=0.00051)


def test_student_on_sleep() -> None:
    assert of(SLEEP) == pytest.approx((1.58, 0.7001142, 2.4598858), abs=5e-8)


def test_by_hand() -> None:
    # Mean 40 / 8 = 5, squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, variance 32 / 7, standard error
    # sqrt(32 / 7 / 8) = 0.755929, with t = 2.3646 of 7 degrees of freedom 1.78747 to each side.
    assert of([2, 4, 4, 4, 5, 5, 7, 9]) == pytest.approx((5, 3.21253, 6.78747), abs=0.0001)


def test_missing_values_do_not_count() -> None:
    assert of([np.nan, *SLEEP, np.nan]) == pytest.approx(of(SLEEP), rel=1e-14)
    # Not as 0: 3 and 5 have the mean 4, not 8 / 3; t is 12.706, the standard error 1.
    assert of([3, np.nan, 5]) == pytest.approx((4, -8.706, 16.706), abs=0.001)


def test_too_few_values() -> None:
    mean, lower, upper = of([[np.nan, np.nan], [7, np.nan], [7, 7]])
    assert mean.tolist()[1:] == [7, 7]
    assert np.isnan(mean).tolist() == [True, False, False]
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, True, False]
    assert np.isnan(of([])).all()
    assert np.isnan(student([np.nan, 5], 1, [0, 1])).all()


def test_all_the_same_has_no_width() -> None:
    assert of([4, 4, 4]) == (4, 4, 4)


def test_missing_stays_missing() -> None:
    lower, upper = student([np.nan, 5, 5, 5], [1, np.nan, 1, 1], [9, 9, np.nan, 9])
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, True, True, False]


def test_small_differences_of_large_values() -> None:
    # 1, 2 and 3 above a thousand millions: deviation 1, t = 4.3027 of 2 degrees of freedom.
    mean, lower, upper = of(1e9 + np.array([1.0, 2.0, 3.0]))
    assert mean == 1e9 + 2
    assert (mean - lower, upper - mean) == pytest.approx((2.48414, 2.48414), abs=0.00001)


def test_shapes() -> None:
    assert [found.shape for found in of(np.ones((2, 3, 4)))] == [(2, 3)] * 3
    assert [np.ndim(found) for found in of([1, 2])] == [0, 0, 0]
    assert [found.shape for found in student(np.ones((2, 1)), 1, [3, 4, 5])] == [(2, 3)] * 2
    assert [np.ndim(found) for found in student(1, 1, 3)] == [0, 0]


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match=r"negative deviation at position 1$"):
        student(1, [1, -1], 5)
    with pytest.raises(ValueError, match=r"negative count$"):
        student(1, 1, -5)
    with pytest.raises(ValueError, match=r"infinite number at position 0$"):
        student([np.inf, 1], 1, 5)
    with pytest.raises(ValueError, match=r"infinite value at position \(0, 1\)$"):
        of([[1, np.inf]])
    with pytest.raises(ValueError, match=r"mean of 0 values at position 1$"):
        student(5, 1, [9, 0])
    with pytest.raises(ValueError, match="along an axis"):
        of(5)
    with pytest.raises(ValueError, match="write 95 % as 0.95"):
        of([1, 2], 95)
