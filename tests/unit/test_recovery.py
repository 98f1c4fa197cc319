"""The interval of a difference from those of its sides: published values, and by hand."""

import numpy as np
import pytest

from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar
from quartier.statistics.recovery import difference

# Newcombe (1998), Stat Med 17:873-890, table II, method 10: a of m less b of n.
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (10, 10, 0, 10, 0.6075, 1.0000),
    (0, 10, 0, 20, -0.1611, 0.2775),
]


@pytest.mark.parametrize(("a", "m", "b", "n", "lower", "upper"), NEWCOMBE)
def test_published_values(a: int, m: int, b: int, n: int, lower: float, upper: float) -> None:
    found = difference(a / m, *wilson(a, m), b / n, *wilson(b, n))
    assert found == pytest.approx((a / m - b / n, lower, upper), abs=6e-5)


def test_rates_by_hand() -> None:
    # 24 of 6,000 are 4.0 per 1,000 (2.562 to 5.952), 6 of 1,500 also 4.0 (1.468 to 8.706):
    # -sqrt(1.438^2 + 4.706^2) = -4.921 and sqrt(1.952^2 + 2.532^2) = 3.197.
    one, other = exact_or_byar(24, 6000, per=1000), exact_or_byar(6, 1500, per=1000)
    assert difference(4, *one, 4, *other) == pytest.approx((0, -4.921, 3.197), abs=2e-3)


def test_missing_stays_missing() -> None:
    assert np.isnan(difference(np.nan, 1, 2, 3, 2, 4)).all()
    size, lower, upper = difference(2, np.nan, np.nan, 1, 0, 2)
    assert size == 1
    assert np.isnan([lower, upper]).all()


def test_value_outside_its_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="value outside its interval at position 1"):
        difference([1, 5], [0, 0], [2, 2], 1, 0, 2)
    with pytest.raises(ValueError, match=r"^other value outside its interval at position 0$"):
        difference(1, 0, 2, [-1, 1], 0, 2)
    with pytest.raises(ValueError, match=r"^other lower end above upper end$"):
        difference(1, 0, 2, np.nan, 3, 2)


def test_what_rounding_does_to_an_end_is_no_matter() -> None:
    # A share of all: 1 as a fraction, of which 524.3 * 1000 / 524.3 is the value per thousand.
    value = 524.3 * 1000 / 524.3
    assert value > 1000
    assert difference(value, 990, 1000, 900, 890, 910)[0] == pytest.approx(100)
