"""Intervals of events: published tables, the definition itself, and what is refused."""

import math

import numpy as np
import pytest

from quartier.statistics.rate import EXACT_BELOW, byar, exact, exact_or_byar

# Pearson and Hartley, Biometrika Tables for Statisticians I, table 40: 95 % limits of a Poisson
# variable, with as many digits as are printed there.
POISSON = [
    (0, "0", "3.69"),
    (1, "0.0253", "5.57"),
    (2, "0.242", "7.22"),
    (3, "0.619", "8.77"),
    (4, "1.09", "10.24"),
    (5, "1.62", "11.67"),
    (6, "2.20", "13.06"),
    (7, "2.81", "14.42"),
    (8, "3.45", "15.76"),
    (9, "4.12", "17.08"),
]


def half_digit(printed: str) -> float:
    digits = len(printed.partition(".")[2])
    # The table rounds halves to its own taste.
    return 0.5001 * 10.0**-digits if digits else 1e-12


@pytest.mark.parametrize(("events", "lower", "upper"), POISSON)
def test_published_values(events: int, lower: str, upper: str) -> None:
    found = exact(events)
    assert found[0] == pytest.approx(float(lower), abs=half_digit(lower))
    assert found[1] == pytest.approx(float(upper), abs=half_digit(upper))


def at_most(events: int, mean: float) -> float:
    return math.exp(-mean) * sum(mean**k / math.factorial(k) for k in range(events + 1))


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
@pytest.mark.parametrize("events", [1, 2, 5, 9, 30])
def test_ends_meet_their_definition(events: int, confidence: float) -> None:
    lower, upper = exact(events, confidence)
    beyond = (1 - confidence) / 2
    assert at_most(events, float(upper)) == pytest.approx(beyond, rel=1e-9)
    assert 1 - at_most(events - 1, float(lower)) == pytest.approx(beyond, rel=1e-7)


def test_no_events() -> None:
    # The probability of no event is exp(-mean): the upper end is -log(0.025) = 3.6889.
    assert exact(0) == pytest.approx((0.0, 3.6889), abs=0.00005)
    assert byar(0)[0] == 0.0


def test_byar_by_hand() -> None:
    # 100 events, z = 1.96: 100 (1 - 1/900 - 1.96/30)^3 = 100 * 0.933556^3,
    # 101 (1 - 1/909 + 1.96 / (3 sqrt 101))^3 = 101 * 1.063910^3.
    assert byar(100) == pytest.approx((81.363, 121.629), abs=0.005)


def test_byar_has_no_lower_end_below_zero() -> None:
    lower, upper = byar(1, 0.998)
    assert np.isnan(lower)
    assert upper == pytest.approx(9.362, abs=0.0005)  # PHEindicatormethods


def test_ten_events_are_the_first_for_byar() -> None:
    assert EXACT_BELOW == 10
    assert exact_or_byar(9, 1) == exact(9)
    assert exact_or_byar(10, 1) == byar(10)
    assert exact_or_byar(9.5, 1) == exact(9.5)


def test_per_and_denominator() -> None:
    # 5 events: 1.6235 to 11.6683, among 2000 people, per thousand: half of it.
    assert exact_or_byar(5, 2000, per=1000) == pytest.approx((0.81174, 5.83417), abs=0.00001)


def test_more_events_than_people() -> None:
    lower, upper = exact_or_byar(250, 220)
    assert lower < 250 / 220 < upper


def test_missing_stays_missing() -> None:
    lower, upper = exact_or_byar([5, np.nan, 50, 0], [100, 100, np.nan, 100])
    assert np.isnan(lower).tolist() == [False, True, True, False]
    assert np.isnan(upper).tolist() == [False, True, True, False]


def test_offending_positions_are_named() -> None:
    with pytest.raises(ValueError, match=r"negative number of events at position 2$"):
        exact_or_byar([1, 2, -3], 100)
    with pytest.raises(ValueError, match=r"negative denominator at position 1$"):
        exact_or_byar(1, [100, -1])
    with pytest.raises(ValueError, match=r"denominator of 0 at position 0, 2$"):
        exact_or_byar([0, 1, 12], [0, 5, 0])
    for per in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="is not above 0 and finite"):
            exact_or_byar(1, 100, per=per)
    for confidence in (0, 1, 95):
        with pytest.raises(ValueError, match="write 95 % as 0.95"):
            exact_or_byar(50, 100, confidence)
    with pytest.raises(ValueError, match=r"infinite number of events$"):
        byar(np.inf)
