"""Targets of a small city, with paths calculated by hand."""

import math

import pandas as pd
import pytest

from quartier.catalogue import Indicator
from quartier.goals import METHODS, REASONS, assess, expected, path
from quartier.pyramid import Pyramid, Target
from quartier.tables import Published

TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
INDICATOR = {
    "unit": "percent",
    "kind": "proportion",
    "interval": "wilson",
    "numerator": {"variable": "recipients"},
    "denominator": {"variable": "people"},
    "polarity": "low",
    "domain": "income",
}
TARGET = {
    "id": "t",
    "indicator": "rate",
    "area": "00",
    "kind": "relative_per_year",
    "change": "-10 %",
    "baseline": "2020",
    "due": "2023",
}


def indicator(**changes: object) -> Indicator:
    return Indicator.model_validate(TEXTS | INDICATOR | changes)


def target(**changes: object) -> Target:
    return Target.model_validate(TARGET | changes)


def published(*figures: tuple) -> Published:
    """Period, value and how far the interval reaches to each side (None: no interval)."""
    rows = []
    for period, value, reach in figures:
        around = math.nan if reach is None else reach
        rows.append(
            {
                "area": "00",
                "period": period,
                "value": math.nan if value is None else value,
                "lower": (math.nan if value is None else value) - around,
                "upper": (math.nan if value is None else value) + around,
                "status": "withheld" if value is None else "reported",
            }
        )
    columns = ["area", "period", "value", "lower", "upper", "status"]
    return Published(pd.DataFrame(rows, columns=columns), "public")


def assessed(
    series: Published, asked: Target | None = None, of: Indicator | None = None
) -> dict[str, dict]:
    """The assessments by period."""
    goal = {"id": "g", "level": "l", "title": "x", "targets": [asked or target()]}
    pyramid = Pyramid.model_validate({"levels": [{"id": "l", "name": "x"}], "goals": [goal]})
    table = assess(pyramid, {"rate": series}, {"rate": of or indicator()})
    return {row["period"]: row for row in table.to_dict("records")}


def verdicts(series: Published, asked: Target | None = None) -> dict[str, str]:
    return {period: row["verdict"] for period, row in assessed(series, asked).items()}


def test_ten_per_cent_less_a_year_compounds():
    # 20.0, 18.0, 16.2, 14.58; and no less after the due year.
    asked = [expected(target(), 20.0, year) for year in ("2020", "2021", "2022", "2023", "2030")]
    assert asked == pytest.approx([20.0, 18.0, 16.2, 14.58, 14.58])


def test_two_and_a_half_per_cent_more_a_year():
    # 40 x 1.025 = 41; x 1.025 = 42.025.
    assert expected(target(change="+2,5 %"), 40.0, "2022") == pytest.approx(42.025)


def test_the_path_reaches_from_the_baseline_to_the_due_year():
    drawn = path(target(), published(("2019", 50.0, 1.0), ("2020", 20.0, 1.0)))
    assert drawn["period"].tolist() == ["2020", "2021", "2022", "2023"]
    assert drawn["expected"].tolist() == pytest.approx([20.0, 18.0, 16.2, 14.58])


@pytest.mark.parametrize("baseline", [None, 0.0])
def test_there_is_no_path_without_a_baseline_to_change(baseline):
    assert path(target(), published(("2020", baseline, 1.0), ("2021", 20.0, 1.0))).empty


def test_each_verdict_of_the_interval_against_the_path():
    # The path asks for 18.0 in 2021 and 16.2 in 2022, and for 14.58 in 2023.
    start = ("2020", 20.0, 0.5)
    assert verdicts(published(start, ("2021", 18.0, 0.5))) == {"2020": "on_path", "2021": "on_path"}
    assert verdicts(published(start, ("2021", 18.4, 0.5)))["2021"] == "at_risk"
    assert verdicts(published(start, ("2021", 18.6, 0.5)))["2021"] == "off_path"
    assert verdicts(published(start, ("2022", 16.1, 0.5)))["2022"] == "on_path"
    assert verdicts(published(start, ("2023", 14.5, 0.5)))["2023"] == "met"
    # From the due year on the figure itself counts, not how far its interval reaches.
    assert verdicts(published(start, ("2023", 14.6, 0.5)))["2023"] == "off_path"
    assert verdicts(published(start, ("2025", 14.5, 0.5)))["2025"] == "met"


def test_a_target_that_asks_for_more_is_turned_round():
    asked = target(change="+10 %")
    start = ("2020", 20.0, 0.5)
    # 22.0 in 2021.
    assert verdicts(published(start, ("2021", 22.1, 0.5)), asked)["2021"] == "on_path"
    assert verdicts(published(start, ("2021", 21.6, 0.5)), asked)["2021"] == "at_risk"
    assert verdicts(published(start, ("2021", 21.4, 0.5)), asked)["2021"] == "off_path"
    # 26.62 in 2023.
    assert verdicts(published(start, ("2023", 26.7, 0.5)), asked)["2023"] == "met"


@pytest.mark.parametrize(("polarity", "verdict"), [("high", "on_path"), ("low", "off_path")])
def test_a_target_to_hold_a_figure_looks_at_what_is_good(polarity, verdict):
    series = published(("2020", 20.0, None), ("2021", 21.0, None))
    told = assessed(series, target(change="0 %"), indicator(polarity=polarity))
    assert told["2021"]["verdict"] == verdict


def test_a_figure_without_an_interval_is_compared_as_it_is():
    told = assessed(published(("2020", 20.0, None), ("2021", 18.1, None), ("2022", 16.0, None)))
    assert told["2021"]["verdict"] == "off_path"
    assert told["2022"]["verdict"] == "on_path"
    assert told["2021"]["method"] == "value_path"
    assert assessed(published(("2020", 20.0, 1.0)))["2020"]["method"] == "interval_path"


def test_an_assessment_shows_its_numbers():
    told = assessed(published(("2020", 20.0, 0.5), ("2021", 18.4, 0.5)))["2021"]
    assert (told["goal"], told["target"], told["area"]) == ("g", "t", "00")
    assert told["value"] == 18.4
    assert told["expected"] == pytest.approx(18.0)
    assert told["target_value"] == pytest.approx(14.58)
    assert told["reason"] == ""
    assert math.isnan(told["probability"])


def reasons(series: Published, of: Indicator | None = None) -> dict[str, tuple[str, str]]:
    told = assessed(series, of=of)
    return {period: (row["verdict"], row["reason"]) for period, row in told.items()}


def test_without_a_baseline_nothing_can_be_said():
    for series in (
        published(("2021", 18.0, 0.5)),
        published(("2019", 20.0, 0.5), ("2021", 18.0, 0.5)),
        published(("2020", None, 0.5), ("2021", 18.0, 0.5)),
    ):
        told = assessed(series)["2021"]
        assert (told["verdict"], told["reason"]) == ("not_assessable", "no_baseline")
        assert math.isnan(told["expected"])


def test_a_target_without_any_figure_is_named_all_the_same():
    assert reasons(published()) == {"2020": ("not_assessable", "no_baseline")}


def test_a_share_of_nothing_is_no_target():
    told = reasons(published(("2020", 0.0, 0.5), ("2021", 1.0, 0.5)))
    assert told["2021"] == ("not_assessable", "zero_baseline")


def test_a_figure_that_is_not_shown_is_not_judged():
    told = reasons(published(("2020", 20.0, 0.5), ("2021", None, 0.5)))
    assert told["2021"] == ("not_assessable", "no_value")


def test_a_break_since_the_baseline_forbids_the_comparison():
    series = published(("2020", 20.0, 0.5), ("2021", 18.0, 0.5), ("2022", 16.0, 0.5))
    cut = indicator(breaks=[{"period": "2022", "reason": "x"}])
    assert reasons(series, cut) == {
        "2020": ("on_path", ""),
        "2021": ("on_path", ""),
        "2022": ("not_assessable", "break"),
    }
    # From September 2021 on, so that even the figure of that year is of two kinds.
    within = indicator(breaks=[{"period": "2021-T3", "reason": "x"}])
    assert reasons(series, within)["2021"] == ("not_assessable", "break")
    begins = indicator(breaks=[{"period": "2020-T2", "reason": "x"}])
    assert reasons(series, begins)["2021"] == ("not_assessable", "break")
    # A break at the beginning of the baseline year or before it changes nothing.
    earlier = indicator(breaks=[{"period": "2020", "reason": "x"}])
    assert reasons(series, earlier)["2022"] == ("on_path", "")


def test_figures_of_other_areas_and_of_parts_of_years_are_left_alone():
    series = published(("2020", 20.0, 0.5), ("2021-T1", 30.0, 0.5), ("2021/22", 30.0, 0.5))
    other = series.frame.assign(area="01", period="2021")
    both = Published(pd.concat([series.frame, other]), "public")
    assert set(assessed(both)) == {"2020"}


def test_each_reason_and_each_method_has_words():
    series = published(("2020", 20.0, 0.5), ("2021", None, None))
    for row in assessed(series).values():
        assert row["method"] in METHODS
    assert set(REASONS) == {"no_baseline", "zero_baseline", "break", "no_value"}
