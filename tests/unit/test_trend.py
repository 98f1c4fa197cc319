"""The recent trend: the rule by hand, its refusals, and the rule once more written as a loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.statistics.proportion import wilson
from quartier.statistics.trend import recent

NAN = float("nan")


def trend(values: list[float], half: float | list[float]) -> object:
    y, w = np.array(values), np.array(half)
    return recent(y, y - w, y + w)


def test_by_hand() -> None:
    # Standard error 1.96 / 1.959964 = 1.000018 each. Numbers 1..5 have the mean 3 and the sum of
    # squares 10; slope (-2*10 - 1*9 + 0*8 + 1*6 + 2*5) / 10 = -1.3; chi-square 1.69 * 10 = 16.9.
    found = trend([10, 9, 8, 6, 5], 1.96)
    assert found.verdict == "falling"
    assert found.slope == pytest.approx(-1.3)
    assert found.chi_square == pytest.approx(16.9, rel=1e-4)
    assert (found.first, found.last) == (0, 4)


def test_weights_by_hand() -> None:
    # Weights 1, 1, 1, 1, 4 (half the error): sum 8, mean of the numbers (10 + 20) / 8 = 3.75, mean
    # of the values (1 + 2 + 2 + 3 + 16) / 8 = 3. Spread 7.5625 + 3.0625 + 0.5625 + 0.0625 + 6.25
    # = 17.5; products 2.75*2 + 1.75*1 + 0.75*1 + 0.25*0 + 4*1.25*1 = 13; slope 13 / 17.5.
    found = trend([1, 2, 2, 3, 4], [1.959964] * 4 + [0.979982])
    assert found.slope == pytest.approx(13 / 17.5, rel=1e-6)
    assert found.chi_square == pytest.approx(13**2 / 17.5, rel=1e-6)
    assert (found.verdict, found.reason) == ("rising", "")  # 9.657 is above 9.5495


def test_just_below_and_above_the_limit() -> None:
    # With error 1 and slope b the chi-square is 10 b^2: the limit is at b = 0.977216.
    z = 1.959963984540054
    assert trend([0.9772 * t for t in range(5)], z).verdict == "no_change"
    assert trend([0.9773 * t for t in range(5)], z).verdict == "rising"


def test_one_point_makes_no_trend() -> None:
    # Without the last point the others fall.
    found = trend([4, 3, 2, 1, 30], 1.0)
    assert found.chi_square > 9.5495
    assert (found.verdict, found.reason) == ("no_change", "one_point")


def test_flat_without_one_point_is_no_trend() -> None:
    found = trend([2, 2, 2, 2, 30], 1.0)
    assert (found.verdict, found.reason) == ("no_change", "one_point")


@pytest.mark.parametrize(
    ("values", "half", "reason"),
    [
        ([1, 2, 3, 4], 0.1, "few_points"),
        ([1, 2, NAN, 3, NAN, 4], 0.1, "few_points"),
        ([1, 2, 3, 4, 5], 0.0, "no_interval"),
        ([1, 2, 3, 4, 5], NAN, "no_interval"),
        ([], 0.1, "few_points"),
    ],
)
def test_not_assessable(values: list[float], half: float, reason: str) -> None:
    found = trend(values, half)
    assert (found.verdict, found.reason) == (None, reason)
    assert np.isnan(found.slope)
    assert found.first == found.last == -1


def test_the_last_five_valid_points_decide() -> None:
    found = trend([50, 1, 2, NAN, 3, 4, NAN, 5, NAN], 0.2)
    assert (found.verdict, int(found.first), int(found.last)) == ("rising", 1, 7)
    assert found.slope == pytest.approx(1.0)


def test_many_series_at_once() -> None:
    y = np.array([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 3, 3, 3, 3], [NAN, 2, 3, 4, 5.0]])
    found = recent(y, y - 0.1, y + 0.1)
    assert found.verdict.tolist() == ["rising", "falling", "no_change", None]
    assert found.reason.tolist() == ["", "", "chance", "few_points"]


# Five years, and the trend that the Public Health Profiles show: overweight children of a borough
# from 2010, diabetics in England and vaccinated children in Yorkshire from 2020.
PUBLISHED = [
    ([621, 599, 556, 535, 447], [3454, 3195, 3256, 3227, 3121], "falling"),
    (
        [3455176, 3491868, 3625401, 3774801, 3938080],
        [48783947, 49122259, 49956777, 50649129, 51441896],
        "rising",
    ),
    ([57274, 55865, 53681, 51767, 53185], [61834, 60511, 59074, 57508, 59028], "falling"),
]


@pytest.mark.parametrize(("count", "people", "verdict"), PUBLISHED)
def test_published_trends_of_shares(count: list[int], people: list[int], verdict: str) -> None:
    value = np.divide(count, people)
    assert recent(value, *wilson(count, people)).verdict == verdict


def test_published_trend_of_a_rate() -> None:
    # Loss of sight by diabetes in England from 2020, per 100,000, increasing although 2021 is low.
    found = recent(
        [2.935, 1.93028, 2.7567, 2.8701, 3.0121],
        [2.7841, 1.8085, 2.6113, 2.7225, 2.8616],
        [3.0919, 2.058, 2.9082, 3.0237, 3.1683],
    )
    assert found.verdict == "rising"


def test_years_without_values_make_no_difference() -> None:
    # Ranks, not years: with the five years 2008, 2009, 2013, 2014, 2019 as with five in a row.
    with_gaps = [3, 2.7, NAN, NAN, NAN, 2.2, 2.1, NAN, NAN, NAN, NAN, 1]
    apart, together = trend(with_gaps, 0.4), trend([3, 2.7, 2.2, 2.1, 1], 0.4)
    assert (apart.slope, apart.chi_square) == (together.slope, together.chi_square)
    assert (apart.verdict, together.verdict) == ("falling", "falling")
    assert (int(apart.first), int(apart.last)) == (0, 11)


@pytest.mark.parametrize("everybody", [False, True])
def test_nobody_and_everybody_every_year(everybody: bool) -> None:
    # The interval has a width, so it can be assessed; more and more people are no trend.
    people = np.array([40, 90, 200, 500, 1000])
    count = people * everybody
    found = recent(count / people, *wilson(count, people))
    assert (found.verdict, found.reason, found.slope) == ("no_change", "chance", 0)


def test_larger_years_weigh_more() -> None:
    # Shares 0.2, 0.2, 0.2, 0.2, 0.3: the last of 10,000 or of 20 people.
    for last, reason in ((10_000, "one_point"), (20, "chance")):
        people = np.array([10_000] * 4 + [last])
        count = people * [0.2, 0.2, 0.2, 0.2, 0.3]
        found = recent(count / people, *wilson(count, people))
        assert (found.verdict, found.reason) == ("no_change", reason)


def test_a_point_without_end_is_not_valid() -> None:
    found = recent([1, 2, 3, 4, 5], [0, 1, 2, 3, 4], [2, 3, 4, 5, np.inf])
    assert (found.verdict, found.reason) == (None, "no_interval")


def test_what_rounding_does_to_an_end_is_no_matter() -> None:
    value = np.array([1, 2, 3, 4, 5]) * (524.3 * 1000 / 524.3)
    assert value[0] > 1000
    upper = np.array([1000, 2000, 3000, 4000, 5000])
    assert recent(value, upper - 10, upper).verdict == "rising"


@pytest.mark.parametrize(
    ("values", "lower", "upper", "message"),
    [
        ([1, 2, 3], [0, 1, 9], [2, 3, 4], "^lower end above upper end at position 2$"),
        ([1, NAN, 3], [0, 3, 2], [2, 2, 4], "^lower end above upper end at position 1$"),
        ([1, 2, 3], [0, 2.1, 2], [2, 3, 2.9], "^value outside its interval at position 1, 2$"),
        ([[1, 2], [1, 2]], 1, [2, 1.5], r"^value .* at position \(0, 1\), \(1, 1\)$"),
        ([1, 2, 3], [0, NAN, 4], NAN, "^value outside its interval at position 2$"),
        (1, 0, 2, "^values along an axis are needed, not a single number$"),
    ],
)
def test_what_is_refused(values: object, lower: object, upper: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        recent(values, lower, upper)  # type: ignore[arg-type]


def test_confidence_is_a_fraction() -> None:
    for values in ([1, 2], [1, 2, 3, 4, 5]):
        with pytest.raises(ValueError, match="write 95 % as 0.95"):
            recent(values, 0, 9, 95)


def by_loop(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> tuple[float, float, bool]:
    """The rule as sums, as the guidance writes it: slope, chi-square, and whether it survives."""
    points = [
        (y, 1 / ((high - low) / 3.919927969080108) ** 2)
        for y, low, high in zip(values, lower, upper, strict=True)
    ][-5:]

    def sums(left_out: int | None) -> tuple[float, float]:
        kept = [(t, y, w) for t, (y, w) in enumerate(points, start=1) if t != left_out]
        s0 = sum(w for _, _, w in kept)
        st_ = sum(w * t for t, _, w in kept)
        sy = sum(w * y for _, y, w in kept)
        sty = sum(w * t * y for t, y, w in kept)
        stt = sum(w * t * t for t, _, w in kept)
        spread = s0 * stt - st_**2
        return (s0 * sty - st_ * sy) / spread, spread / s0

    slope, spread = sums(None)
    # A slope that is 0 but for rounding has no sign.
    survives = all(sums(point)[0] * np.sign(slope) > 1e-9 for point in range(1, 6))
    return slope, slope**2 * spread, survives


figures = st.lists(st.tuples(st.integers(0, 1000), st.floats(0.5, 50)), min_size=5, max_size=12)


@given(figures)
def test_the_same_as_a_loop(points: list[tuple[int, float]]) -> None:
    values, half = np.transpose(points)
    found = recent(values, values - half, values + half)
    slope, chi_square, survives = by_loop(values, values - half, values + half)
    assert found.slope == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert found.chi_square == pytest.approx(chi_square, rel=1e-6, abs=1e-6)
    if abs(chi_square - 9.5495) > 1e-3 and abs(slope) > 1e-6 and chi_square > 9.5495 and survives:
        assert found.verdict == ("rising" if slope > 0 else "falling")
    if chi_square < 9.549:
        assert found.verdict == "no_change"


@given(figures, st.floats(0.001, 1000), st.floats(-100, 100))
def test_unit_and_origin_make_no_difference(
    points: list[tuple[int, float]], unit: float, origin: float
) -> None:
    values, half = np.transpose(points)
    found = recent(values, values - half, values + half)
    moved = values * unit + origin
    again = recent(moved, moved - half * unit, moved + half * unit)
    assert again.slope == pytest.approx(found.slope * unit, rel=1e-5, abs=1e-6 * unit + 1e-9)
    assert again.chi_square == pytest.approx(found.chi_square, rel=1e-4, abs=1e-6)


@given(figures)
def test_turned_round_in_time_it_falls_where_it_rose(points: list[tuple[int, float]]) -> None:
    values, half = np.transpose(points[-5:])
    found = recent(values, values - half, values + half)
    turned = recent(values[::-1], (values - half)[::-1], (values + half)[::-1])
    opposite = {"rising": "falling", "falling": "rising", "no_change": "no_change"}
    if abs(found.slope) > 1e-9 and abs(found.chi_square - 9.5495) > 1e-6:
        assert turned.slope == pytest.approx(-found.slope, rel=1e-6, abs=1e-9)
        if found.reason != "one_point" and turned.reason != "one_point":
            assert turned.verdict == opposite[found.verdict]
