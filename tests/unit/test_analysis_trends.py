"""The recent trend of each area since the last break, by hand; and the smooth line of one."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from quartier.analysis import Grid, smooth_line
from quartier.analysis.trends import trends
from quartier.catalogue import Break
from quartier.tables import PUBLISHED, from_rows, records

GONE = math.nan

# Numbered 1 to 5 and weighted alike, the slope is (-2 * 18.0 - 18.7 + 16.6 + 2 * 14.3) / 10 =
# -0.95. With an interval of 1.3 to each side, the standard error is 1.3 / 1.959964 = 0.663278, and
# chi-square is 0.95^2 * 10 / 0.663278^2 = 20.514.
FALLING = [18.0, 18.7, 17.1, 16.6, 14.3]


def grid(
    values: Mapping[str, Mapping[str, float]], reach: float = 1.3, breaks: Sequence[str] = ()
) -> Grid:
    """Values by area and period, each with an interval of the same reach."""
    rows = [
        {"indicator": "x", "area": area, "period": period, "value": value}
        | {"lower": value - reach, "upper": value + reach}
        for area, told in values.items()
        for period, value in told.items()
    ]
    cuts = [Break(period=period, reason="x") for period in breaks]
    return Grid.of(from_rows(rows, PUBLISHED), list(values), cuts)


def from_year(first: int, values: Sequence[float]) -> dict[str, float]:
    return {str(first + at): value for at, value in enumerate(values)}


def of(told: Grid) -> dict[str, dict[str, Any]]:
    return {row["area"]: row for row in records(trends("x", told))}


def said(told: Grid, area: str = "01") -> tuple[str, str, str, str]:
    row = of(told)[area]
    return row["verdict"], row["reason"], row["first"], row["last"]


def test_a_trend_by_hand():
    row = of(grid({"01": from_year(2020, FALLING)}))["01"]
    assert row["indicator"] == "x"
    assert row["slope"] == pytest.approx(-0.95)
    assert row["chi_square"] == pytest.approx(20.514, abs=1e-3)
    assert (row["verdict"], row["reason"]) == ("falling", "")
    assert (row["first"], row["last"]) == ("2020", "2024")


def test_a_trend_rises_as_it_falls():
    told = grid({"01": from_year(2020, FALLING[::-1])})
    assert said(told) == ("rising", "", "2020", "2024")


def test_the_last_five_values_decide_wherever_they_lie():
    years = ["2001", "2010", "2014", "2015", "2019", "2024"]
    told = grid({"01": dict(zip(years, [99.0, *FALLING], strict=True))})
    assert said(told) == ("falling", "", "2010", "2024")
    assert of(told)["01"]["slope"] == pytest.approx(-0.95)


def test_each_area_by_its_own_values():
    told = grid(
        {
            "01": from_year(2015, FALLING),
            "02": from_year(2018, FALLING[::-1]),
            "03": {"2019": GONE},
        }
    )
    assert said(told, "01") == ("falling", "", "2015", "2019")
    assert said(told, "02") == ("rising", "", "2018", "2022")
    assert "03" not in of(told)


def test_what_chance_explains_is_no_change():
    # Chi-square is 20.514 at 1.3, so 20.514 * (1.3 / 2)^2 = 8.667 at 2, below 9.5495.
    assert said(grid({"01": from_year(2020, FALLING)}, reach=2.0)) == (
        "no_change",
        "chance",
        "2020",
        "2024",
    )


def test_what_hangs_on_one_value_is_no_change():
    # The slope is (-20 - 10 + 10 + 40) / 10 = 2, far beyond chance; without the last it is 0.
    told = grid({"01": from_year(2020, [10.0, 10.0, 10.0, 10.0, 20.0])}, reach=0.5)
    assert said(told) == ("no_change", "one_point", "2020", "2024")
    assert of(told)["01"]["slope"] == pytest.approx(2)


def test_four_values_are_too_few():
    told = grid({"01": from_year(2020, FALLING[:4]) | {"2024": GONE}})
    assert said(told) == ("", "few_points", "", "")
    assert math.isnan(of(told)["01"]["slope"])


def test_values_without_an_interval_have_no_trend():
    assert said(grid({"01": from_year(2020, FALLING)}, reach=GONE)) == ("", "no_interval", "", "")


def test_a_break_cuts_off_what_lies_before():
    # Three before the break and four since: with the seven there would be enough.
    values = {"01": from_year(2018, [30.0, 29.0, 28.0, *FALLING[:4]])}
    assert said(grid(values)) == ("falling", "", "2020", "2024")
    assert said(grid(values, breaks=["2021"])) == ("", "break", "", "")


def test_behind_a_break_five_values_are_enough():
    values = {"01": from_year(2015, [1.0, 50.0, 2.0, *FALLING])}
    told = grid(values, breaks=["2018"])
    assert said(told) == ("falling", "", "2018", "2022")
    assert of(told)["01"]["slope"] == pytest.approx(-0.95)


def test_the_part_of_the_last_value_counts_not_that_of_the_last_period():
    told = grid(
        {"01": from_year(2015, FALLING), "02": {"2021": 4.0}},
        breaks=["2020"],
    )
    assert said(told, "01") == ("falling", "", "2015", "2019")
    assert said(told, "02") == ("", "few_points", "", "")


def test_a_break_is_no_reason_where_there_would_be_no_trend_without_it():
    few = {"01": from_year(2018, FALLING[:4])}
    assert said(grid(few, breaks=["2020"])) == ("", "few_points", "", "")
    # Ten values without intervals would not be enough either.
    counts = {"01": from_year(2010, FALLING * 2)}
    assert said(grid(counts, reach=GONE, breaks=["2015"])) == ("", "no_interval", "", "")
    assert said(grid(counts, reach=GONE, breaks=["2018"]))[1] != "break"


def test_an_empty_series_has_no_trends():
    assert of(grid({"01": {}})) == {}


# --- the smooth line


def test_a_straight_line_stays_one_and_bridges_gaps():
    straight = {"2017": GONE} | from_year(2018, [1.0, 2.0, 3.0, GONE, 5.0, 6.0]) | {"2024": GONE}
    line = smooth_line(grid({"01": straight, "02": from_year(2017, [9.0] * 8)}), "01")
    assert line is not None
    assert list(line["period"]) == ["2018", "2019", "2020", "2021", "2022", "2023"]
    # Years differ by a day, which a line over days shows.
    assert line["value"].to_numpy() == pytest.approx([1, 2, 3, 4, 5, 6], abs=0.01)
    assert (line["lower"] < line["value"]).all()
    assert (line["upper"] > line["value"]).all()


def test_the_smooth_line_begins_behind_the_break():
    values = from_year(2010, [90.0, 10.0, 90.0, *FALLING])
    line = smooth_line(grid({"01": values}, breaks=["2013"]), "01")
    assert line is not None
    assert list(line["period"]) == ["2013", "2014", "2015", "2016", "2017"]
    assert line["value"].max() < 25


@pytest.mark.parametrize(
    ("values", "reach"),
    [
        (from_year(2020, FALLING[:4]), 1.3),
        (from_year(2020, FALLING), GONE),
        ({}, 1.3),
        # Two periods that begin on the same day are not one after the other.
        ({"2023-T1": 9.0, "2023": 10.0} | from_year(2018, [8.0, 8.5, 9.0]), 1.3),
    ],
)
def test_there_is_no_smooth_line(values, reach):
    assert smooth_line(grid({"01": values}, reach), "01") is None


def test_after_a_break_with_few_values_there_is_no_smooth_line():
    told = grid({"01": from_year(2015, [*FALLING, 9.0])}, breaks=["2020"])
    assert smooth_line(told, "01") is None
