"""A series as a grid: areas by periods in the order of time, gaps left open, cut at breaks."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from quartier.analysis import Grid
from quartier.catalogue import Break
from quartier.tables import PUBLISHED, empty, from_rows

GONE = math.nan
FIGURES = ("value", "lower", "upper", "numerator", "denominator")


def published(*rows: tuple) -> pd.DataFrame:
    """Area, period and the figures, as far as they are told."""
    columns = ("area", "period", *FIGURES)
    return from_rows(
        [{"indicator": "x"} | dict(zip(columns, row, strict=False)) for row in rows], PUBLISHED
    )


def grid(*rows: tuple, areas: Sequence[str] = ("01", "02"), breaks: Sequence[str] = ()) -> Grid:
    cuts = [Break(period=period, reason="x") for period in breaks]
    return Grid.of(published(*rows), areas, cuts)


def parts(periods: Sequence[str], *breaks: str) -> list[int]:
    told = grid(*[("01", period, 1.0) for period in periods], breaks=breaks)
    assert told.periods == tuple(periods)
    return told.part.tolist()


def test_periods_are_of_the_kind_that_is_shown_most_often_in_the_order_of_time():
    mixed = ("2022/23", "2023-T1", "2023", "2023-T2", "2023/24", "2023-12-31", "2024")
    assert grid(*[("01", period, 1.0) for period in mixed]).periods == ("2023", "2024")
    # A tertial that comes after the years does not push them away.
    assert grid(*[("01", period, 1.0) for period in ("2023", "2024", "2025-T1")]).periods == (
        "2023",
        "2024",
    )
    # A tertial that shows nothing yet does not push the years away.
    assert grid(("01", "2023", 1.0), ("01", "2024", GONE), ("01", "2025-T1", GONE)).periods == (
        "2023",
        "2024",
    )
    tertials = ("2023-T3", "2024-T1", "2024-T2")
    assert grid(*[("01", period, 1.0) for period in reversed(tertials)]).periods == tertials


def test_figures_stand_where_area_and_period_meet():
    told = grid(
        ("02", "2023", 4.0, 3.0, 5.0, 40.0, 1000.0),
        ("01", "2024", 2.0, 1.0, 3.0, 20.0, 1000.0),
        areas=("02", "01"),
    )
    assert told.areas == ("02", "01")
    assert told.periods == ("2023", "2024")
    np.testing.assert_array_equal(told.value, [[4, GONE], [GONE, 2]])
    np.testing.assert_array_equal(told.lower, [[3, GONE], [GONE, 1]])
    np.testing.assert_array_equal(told.upper, [[5, GONE], [GONE, 3]])
    np.testing.assert_array_equal(told.numerator, [[40, GONE], [GONE, 20]])
    np.testing.assert_array_equal(told.denominator, [[1000, GONE], [GONE, 1000]])


def test_the_order_of_rows_makes_no_difference():
    years = ("2019", "2020", "2021")
    table = published(*[(area, year, float(year)) for area in ("01", "02") for year in years])
    one, other = Grid.of(table, ["01", "02"]), Grid.of(table.iloc[::-1], ["01", "02"])
    assert one.periods == other.periods
    np.testing.assert_array_equal(one.value, other.value)


def test_nothing_is_known_of_a_figure_that_is_not_shown():
    # The count of a figure without a value must not be used, whatever stands beside the gap.
    told = grid(("01", "2024", GONE, 1.0, 3.0, 20.0, 1000.0), ("02", "2024", 0.0, 0.0, 1.0, 0, 9))
    for name in FIGURES:
        assert np.isnan(getattr(told, name)[0]).all()
    assert told.value[1].tolist() == [0]
    assert told.numerator[1].tolist() == [0]


def test_other_areas_are_left_out_and_lacking_ones_are_gaps():
    told = grid(("01", "2024", 7.0), ("99", "2024", 8.0))
    np.testing.assert_array_equal(told.value, [[7], [GONE]])


def test_an_empty_series_has_no_periods():
    told = Grid.of(empty(PUBLISHED), ["01", "02"])
    assert told.periods == ()
    assert told.value.shape == (2, 0)
    assert told.latest() is None
    assert told.last().tolist() == [-1, -1]


def test_breaks_cut_before_their_period_and_in_any_order():
    assert parts(["2018", "2019", "2020", "2021", "2022"], "2022", "2020") == [0, 0, 2, 2, 4]
    # Before the series or after it there is nothing to cut.
    assert parts(["2018", "2019"], "2010", "2030") == [2, 2]
    # A year that has no figure is a break all the same.
    assert parts(["2018", "2021"], "2020") == [0, 2]


def test_a_break_between_other_periods():
    # The school year begins on 1 August 2021, within the year 2021: that belongs to neither side.
    assert parts(["2020", "2021", "2022"], "2021/22") == [0, 1, 2]
    assert parts(["2020/21", "2021/22", "2022/23"], "2022") == [0, 1, 2]
    # On 1 January 2020 the year begins, and its first tertial with it.
    assert parts(["2019-T3", "2020-T1", "2020-T2"], "2020") == [0, 2, 2]
    assert parts(["2019", "2020", "2021"], "2020-T1") == [0, 2, 2]


def test_latest_is_the_last_period_in_which_any_area_has_a_value():
    told = grid(
        ("01", "2022", 1.0), ("01", "2023", GONE), ("02", "2023", 2.0), ("01", "2024", GONE)
    )
    assert told.latest() == 1
    assert told.on(["01"]).latest() == 0
    assert grid(("01", "2024", GONE)).latest() is None


def test_last_is_each_areas_own():
    told = grid(
        ("01", "2022", 1.0),
        ("01", "2024", 3.0),
        ("02", "2022", 1.0),
        ("02", "2023", 0.0),
        ("02", "2024", GONE),
        areas=("01", "02", "03"),
    )
    assert told.last().tolist() == [2, 1, -1]


def test_some_areas_in_another_order_with_the_same_periods():
    told = grid(
        ("01", "2019", 1.0), ("02", "2020", 2.0), ("03", "2021", 3.0), areas=("01", "02", "03")
    )
    cut = Grid.of(
        published(("01", "2019", 1.0), ("03", "2021", 3.0)),
        ["01", "03"],
        [Break(period="2020", reason="x")],
    ).on(["03", "01"])
    assert told.on(["03", "01"]).periods == ("2019", "2020", "2021")
    np.testing.assert_array_equal(told.on(["03", "01"]).value, [[GONE, GONE, 3], [1, GONE, GONE]])
    assert cut.areas == ("03", "01")
    assert cut.part.tolist() == [0, 2]


@pytest.mark.parametrize("areas", [(), ("01",)])
def test_of_no_area_nothing_is_last(areas):
    told = grid(("01", "2024", 1.0)).on(areas)
    assert told.last().tolist() == [0] * len(areas)
    assert told.latest() == (0 if areas else None)
