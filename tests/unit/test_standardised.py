"""Standardised rates: by hand, published values, another way to calculate, what is refused."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from quartier.statistics.standardised import (
    EUROPEAN_2013,
    FEWEST_EVENTS,
    collapsed,
    direct,
    indirect_rate,
    indirect_ratio,
)

# Children, adults and the old of an area: 5 of 5000, 10 of 5000 and 40 of 2000.
EVENTS, PEOPLE, STANDARD = [5, 10, 40], [5000, 5000, 2000], [50, 40, 10]

# Fay and Feuer (1997), Stat Med 16:791-801, table II: Down's syndrome among births of order five
# and above in Michigan by age of the mother, and all births as standard.
CASES = [0, 8, 63, 112, 262, 295]
BIRTHS = [327, 30666, 123419, 149919, 104088, 34392]
ALL_BIRTHS = [319933, 931318, 786511, 488235, 237863, 61313]


def test_direct_by_hand() -> None:
    # Rates 1, 2 and 20 per thousand: 0.5 * 1 + 0.4 * 2 + 0.1 * 20 = 3.3.
    # Variance 0.5^2 * 5 / 5^2 + 0.4^2 * 10 / 5^2 + 0.1^2 * 40 / 2^2 = 0.05 + 0.064 + 0.1 = 0.214.
    # 55 events, for which Byar gives 55 (1 - 1/495 - 1.96 / (3 sqrt 55))^3 = 41.431 and
    # 56 (1 - 1/504 + 1.96 / (3 sqrt 56))^3 = 71.592; sqrt(0.214 / 55) = 0.062377.
    # 3.3 - 0.062377 * 13.569 = 2.4536 and 3.3 + 0.062377 * 16.592 = 4.3349.
    found = direct(EVENTS, PEOPLE, STANDARD, per=1000)
    assert found == pytest.approx((3.3, 2.4536, 4.3349), abs=0.0002)


def test_published_values() -> None:
    # As R's dsrTest prints it for Dobson's method, with the exact ends of 740 events: Byar's differ
    # from them by less than 0.001.
    found = direct(CASES, BIRTHS, ALL_BIRTHS, per=1e5)
    assert found[0] == pytest.approx(75.52901, abs=5e-6)
    assert found[1:] == pytest.approx((67.63284, 83.86703), abs=0.0002)


def dobson(
    events: Sequence[float], people: Sequence[float], standard: Sequence[float], z: float
) -> tuple[float, float, float]:
    """Group by group, as a spreadsheet has it."""
    rate = variance = total = 0.0
    for x, n, w in zip(events, people, standard, strict=True):
        part = w / sum(standard)
        rate += part * x / n
        variance += (part / n) ** 2 * x
        total += x
    low = total * (1 - 1 / (9 * total) - z / (3 * math.sqrt(total))) ** 3
    more = total + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    scale = math.sqrt(variance / total)
    return rate, rate + scale * (low - total), rate + scale * (high - total)


@pytest.mark.parametrize(("confidence", "z"), [(0.95, 1.959963985), (0.998, 3.090232306)])
def test_group_by_group(confidence: float, z: float) -> None:
    draw = np.random.default_rng(1991)
    events, people = draw.poisson(6, (5, 19)), draw.integers(200, 9000, (5, 19))
    standard = list(EUROPEAN_2013.values())
    found = np.transpose(direct(events, people, standard, confidence))
    expected = [
        dobson(x, n, standard, z) for x, n in zip(events.tolist(), people.tolist(), strict=True)
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-8)


def test_fewer_than_ten_events_have_no_rate() -> None:
    assert FEWEST_EVENTS == 10
    rate, lower, upper = direct([[4, 5], [5, 5]], [1000, 1000], [1, 1])
    assert np.isnan(rate).tolist() == np.isnan(lower).tolist() == [True, False]
    assert np.isnan(upper).tolist() == [True, False]
    assert rate[1] == pytest.approx(0.005)


def test_events_of_a_group_without_weight_do_not_count() -> None:
    # 9 events in groups that the standard has, whatever the third adds.
    assert np.isnan(direct([4, 5, 90], [1000, 1000, 1000], [1, 1, 0])).all()
    with_it = direct([40, 50, 90], [1000, 1000, 1000], [1, 1, 0])
    assert with_it == pytest.approx(direct([40, 50], [1000, 1000], [1, 1]))
    assert direct([40, 50, 0], [1000, 1000, 0], [1, 1, 0]) == pytest.approx(with_it)


def test_no_rate_is_below_nothing() -> None:
    # One event weighs a thousand times as much as nine others: per thousand the rate is 1.009, the
    # variance 1 + 9 / 1000^2, so with Byar's 4.7917 of 10 the end would be
    # 1.009 - sqrt(1.000009 / 10) * 5.2083 = -0.638.
    rate, lower, upper = direct([9, 1], [1000000, 1000], [1, 1], per=2000)
    assert rate == pytest.approx(1.009)
    assert lower == 0
    # Byar's upper end of 10 is 18.391: 1.009 + 0.316229 * 8.391.
    assert upper == pytest.approx(3.6625, abs=0.001)


def test_a_missing_count_is_not_zero() -> None:
    nan = np.nan
    for incomplete in (
        direct([5, nan, 40], PEOPLE, STANDARD),
        direct(EVENTS, [5000, 5000, nan], STANDARD),
        direct(EVENTS, PEOPLE, [nan, 40, 10]),
        direct([5, 10, nan], PEOPLE, [50, 40, 0]),
        indirect_ratio(nan, PEOPLE, EVENTS, PEOPLE),
        indirect_ratio(20, [5000, nan, 2000], EVENTS, PEOPLE),
        indirect_ratio(20, PEOPLE, [5, 10, nan], PEOPLE),
        indirect_rate(20, PEOPLE, EVENTS, [5000, 5000, nan]),
        indirect_rate(20, [nan, nan, nan], [0, 0, 0], [0, 0, 0]),
    ):
        assert np.isnan(incomplete).all()


def test_nobody_in_a_group() -> None:
    # As in PHEindicatormethods there is no rate of nobody; one without weight is not missed.
    with pytest.raises(
        ValueError, match=r"population of 0 in a group that .* at position \(1, 2\)$"
    ):
        direct([5, 10, 0], [PEOPLE, [5000, 5000, 0]], STANDARD)
    assert not np.isnan(direct([5, 10, 0], [5000, 5000, 0], [50, 40, 0])).any()
    # People for whom there is no rate to expect anything from; and nobody, for whom none is needed.
    with pytest.raises(ValueError, match=r"reference population of 0 for people .* at position 1$"):
        indirect_ratio(5, [100, 50], [20, 0], [1000, 0])
    nobody = indirect_ratio(5, [100, 0], [20, 0], [1000, 0])
    assert nobody == pytest.approx(indirect_ratio(5, [100], [20], [1000]))
    for counts in (
        ([5, 0], [[100, 50], [0, 0]], [20, 9], [1000, 1000]),
        ([5, 0], [100, 50], [[20, 9], [0, 0]], [1000, 1000]),
    ):
        with pytest.raises(ValueError, match=r"no events expected at position 1$"):
            indirect_rate(*counts)


# Expected: 1000 * 50 / 100000 + 800 * 200 / 50000 + 200 * 300 / 10000 = 0.5 + 3.2 + 6 = 9.7.
AREA, CITY_EVENTS, CITY = [1000, 800, 200], [50, 200, 300], [100000, 50000, 10000]


def test_indirect_by_hand() -> None:
    # 12 of 9.7; Byar: 12 (1 - 1/108 - 1.96 / (3 sqrt 12))^3 = 6.1934 and
    # 13 (1 - 1/117 + 1.96 / (3 sqrt 13))^3 = 20.963.
    found = indirect_ratio(12, AREA, CITY_EVENTS, CITY)
    assert found == pytest.approx((1.23711, 0.63850, 2.16113), abs=0.00005)
    # 5 are few enough for the exact ends, 1.6235 and 11.6683.
    found = indirect_ratio(5, AREA, CITY_EVENTS, CITY)
    assert found == pytest.approx((0.51546, 0.16737, 1.20292), abs=0.00001)
    # None: the probability of no event is exp(-mean), the upper end -log(0.025) = 3.68888.
    found = indirect_ratio(0, AREA, CITY_EVENTS, CITY)
    assert found == pytest.approx((0, 0, 0.38030), abs=0.00001)


def test_indirect_rate_by_hand() -> None:
    # The city has 550 events among 160,000: 3.4375 per thousand, times the ratios above.
    found = indirect_rate(12, AREA, CITY_EVENTS, CITY, per=1000)
    assert found == pytest.approx((4.25258, 2.19484, 7.42888), abs=0.0003)


def test_published_ratio() -> None:
    # Nickel workers in Wales (Breslow and Day 1987): 137 deaths instead of 24.19893. R's
    # poisson.test prints 4.753125 to 6.692709 with exact ends: Byar's differ in the fourth digit.
    found = indirect_ratio(137, [24.19893], [1000], [1000])
    assert found == pytest.approx((5.661407, 4.753125, 6.692709), abs=0.0001)


def test_shapes() -> None:
    for found in (
        direct(np.full((2, 4, 3), 9), [70, 80, 90], STANDARD),
        indirect_ratio(np.full((2, 4), 9), [70, 80, 90], EVENTS, PEOPLE),
        indirect_rate([[1], [2]], np.full((4, 3), 9), EVENTS, PEOPLE),
    ):
        assert [each.shape for each in found] == [(2, 4)] * 3
    assert [np.ndim(each) for each in direct(EVENTS, PEOPLE, STANDARD)] == [0, 0, 0]
    assert [np.ndim(each) for each in indirect_ratio(5, PEOPLE, EVENTS, PEOPLE)] == [0, 0, 0]


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match=r"negative events at position \(1, 0\)$"):
        direct([[1, 2], [-1, 2]], [10, 10], [1, 1])
    with pytest.raises(ValueError, match=r"negative population at position 1$"):
        direct([1, 2], [10, -10], [1, 1])
    with pytest.raises(ValueError, match=r"negative standard at position 0$"):
        direct([1, 2], [10, 10], [-1, 1])
    with pytest.raises(ValueError, match=r"infinite standard at position 1$"):
        direct([1, 2], [10, 10], [1, np.inf])
    with pytest.raises(ValueError, match=r"standard that is 0 in all groups$"):
        direct([1, 2], [10, 10], [0, 0])
    with pytest.raises(ValueError, match=r"events in a population of 0 at position 1$"):
        direct([1, 2], [10, 0], [1, 1])
    with pytest.raises(ValueError, match=r"events in a reference population of 0 at position 0$"):
        indirect_ratio(1, [10, 10], [5, 5], [0, 9])
    with pytest.raises(ValueError, match=r"negative reference_events at position 0$"):
        indirect_ratio(1, [10, 10], [-5, 5], [9, 9])
    with pytest.raises(ValueError, match=r"negative number of events$"):
        indirect_ratio(-1, [10, 10], [5, 5], [9, 9])
    for wrong in (lambda: direct(1, 10, 1, per=0), lambda: indirect_rate(1, [9], [1], [9], per=-1)):
        with pytest.raises(ValueError, match="is not above 0"):
            wrong()
    with pytest.raises(ValueError, match="not between 0 and 1"):
        direct(EVENTS, PEOPLE, STANDARD, 95)


@pytest.mark.parametrize("events", [[20], 20, [10, 10]])
def test_groups_have_to_match(events: object) -> None:
    with pytest.raises(ValueError, match=r"not the same groups .* population \(3,\)"):
        direct(events, PEOPLE, STANDARD)  # type: ignore[arg-type]


def test_the_european_standard() -> None:
    assert sum(EUROPEAN_2013.values()) == 100_000
    with pytest.raises(TypeError):
        EUROPEAN_2013["0-4"] = 1  # type: ignore[index]


def test_collapsed_by_hand() -> None:
    # 5000 + 2 * 5500; 5500 + 2 * 6000 + 6500 + 4 * 7000 + 6500 + 6000; the rest of 100,000.
    thirds = collapsed(EUROPEAN_2013, ["0-14", "15-64", "65+"])
    assert thirds == {"0-14": 16000, "15-64": 64500, "65+": 19500}
    assert collapsed(thirds, ["65+", "0-64"]) == {"65+": 19500, "0-64": 80500}
    assert collapsed({"0": 1, "1-2": 2, "3": 4}, ["0-3"]) == {"0-3": 7}
    assert collapsed(EUROPEAN_2013, EUROPEAN_2013) == EUROPEAN_2013


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        (["0-17", "18+"], r"^'0-17' does not fit"),
        (["0-64", "65-94"], r"^'65-94' does not fit"),
        (["0-64", "60+"], r"^'60\+' does not fit"),
        (["0-64", "65-89", "90-99"], r"^'90-99' does not fit"),
        (["0+", "0-4"], r"^'0-4' does not fit"),
        (["0-64", "old"], r"^'old' is no band"),
        (["0-79"], r"^no band holds '80-84', '85-89', '90\+'"),
        ([], r"^no band holds '0-4'"),
    ],
)
def test_bands_that_do_not_fit(bands: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        collapsed(EUROPEAN_2013, bands)


def test_a_gap_in_the_standard() -> None:
    with pytest.raises(ValueError, match=r"^'0-9' does not fit"):
        collapsed({"0-3": 1, "5-9": 2}, ["0-9"])
