"""What a delivery changed: expected values are worked by hand from the delivered counts."""

from math import isnan

import pandas as pd
import pytest
from helped_city import a_city, told

from quartier.areas import Areas
from quartier.city import load_city
from quartier.observations import ingest
from quartier.revisions import before_last, changes, summarise
from quartier.settings import City
from quartier.state import compute_state
from quartier.tables import CHANGES, from_rows, records


def changed(city: City) -> pd.DataFrame:
    areas = Areas(city.areas, city.levels)
    ingested = ingest(city, areas)
    observed = {name: ingested.observed(name) for name in city.variables}
    now = compute_state(city, areas, observed, ingested.unplaced)
    return changes(city, before_last(city), areas, now)


def rows(table: pd.DataFrame, indicator: str) -> dict[str, tuple]:
    """Before and after of an indicator by area; None where no number is said."""
    return {
        row["area"]: tuple(None if isnan(row[when]) else row[when] for when in ("before", "after"))
        for row in records(table[table["area"] != ""])
        if row["indicator"] == indicator
    }


def unsaid(table: pd.DataFrame) -> dict[str, list[str]]:
    """Periods of which it is not said what has changed, by indicator."""
    found: dict[str, list[str]] = {}
    for each in records(table[table["area"] == ""]):
        found.setdefault(each["indicator"], []).append(each["period"])
    return found


MEMBERS_2023 = ("clubs", "2024-01-10", told("2023", 1000, 2000, 500))


def test_a_corrected_delivery_changes_its_figures_and_the_rates_and_sums_made_from_them(tmp_path):
    first = ("help", "2024-02-01", told("2023", 40, 60, 20))
    city = a_city(
        tmp_path / "k", MEMBERS_2023, first, ("help", "2024-03-01", told("2023", 40, 66, 20))
    )
    table = changed(city)
    assert rows(table, "helped") == {"00": (120, 126), "02": (60, 66)}
    # 120 and 126 of 3,500; 60 and 66 of 2,000.
    assert rows(table, "help_rate") == {
        "00": pytest.approx((120 / 3.5, 126 / 3.5)),
        "02": pytest.approx((30, 33)),
    }
    assert rows(table, "members") == {}
    assert set(table["delivery"]) == {"help@2024-03-01"}


def test_what_counts_is_the_last_day_whatever_stands_last_in_the_list(tmp_path):
    city = a_city(
        tmp_path / "k",
        ("help", "2024-03-01", told("2023", 40, 66, 20)),
        ("help", "2024-02-01", told("2023", 40, 60, 20)),
        MEMBERS_2023,
    )
    assert rows(changed(city), "helped") == {"00": (120, 126), "02": (60, 66)}


def test_all_deliveries_of_the_last_day_are_one_change_and_each_is_named(tmp_path):
    city = a_city(
        tmp_path / "k",
        MEMBERS_2023,
        ("help", "2024-02-01", told("2023", 40, 60, 20)),
        ("help", "2024-03-01", told("2023", 40, 66, 20)),
        ("clubs", "2024-03-01", told("2023", 1000, 2000, 600)),
    )
    table = changed(city)
    assert rows(table, "members") == {"00": (3500, 3600), "03": (500, 600)}
    assert rows(table, "help_rate")["00"] == pytest.approx((120 / 3.5, 126 / 3.6))
    by = {row["indicator"]: row["delivery"] for row in records(table)}
    assert by == {
        "members": "clubs@2024-03-01",
        "helped": "help@2024-03-01",
        "help_rate": "clubs@2024-03-01, help@2024-03-01",
    }


def test_a_new_period_is_new_and_changes_nothing(tmp_path):
    first = ("help", "2024-02-01", told("2023", 40, 60, 20))
    city = a_city(tmp_path / "k", first, ("help", "2025-02-01", told("2024", 41, 61, 21)))
    table = changed(city)
    assert set(table["period"]) == {"2024"}
    assert table["status_before"].isna().all()
    summary = summarise(table, city.indicators)
    # Three districts and the city; there are no members to make a rate with.
    assert (len(summary.listed), summary.unseen, summary.new) == (0, 0, {"2024": 4})
    assert str(summary.when()) == "für 2024"


def test_what_is_taken_back_is_named_without_its_number(tmp_path):
    first = ("help", "2024-02-01", told("2023", 40, 60, 20))
    city = a_city(tmp_path / "k", first, ("help", "2024-03-01", told("2023", 40, None, 20)))
    table = changed(city)
    assert rows(table, "helped") == {"00": (None, None), "02": (None, None)}
    assert set(table["status_before"]) == {"reported"}
    assert dict(zip(table["area"], table["status_after"], strict=True)) == {
        "00": "incomplete",
        "02": "missing",
    }


def test_what_comes_into_a_period_that_was_there_is_said(tmp_path):
    first = ("help", "2024-02-01", told("2023", 40, None, 20))
    city = a_city(tmp_path / "k", first, ("help", "2024-03-01", told("2023", 40, 60, 20)))
    assert rows(changed(city), "helped") == {"00": (None, 120), "02": (None, 60)}


def test_a_state_has_the_corrections_of_its_day(tmp_path):
    first = ("help", "2024-02-01", told("2023", 40, 60, 20))
    city = a_city(tmp_path / "k", first, ("help", "2025-02-01", told("2024", 41, 61, 21)))
    head = "source,area,period,variable,group,action,expected,value,reason,by,on"
    older = "help,01,2023,helped,,replace,40,45,x,y,2024-03-01"
    newer = "help,02,2024,helped,,replace,61,66,x,y,2025-03-01"
    text = "\n".join([head, older, newer, ""])
    (city.folder / "corrections.csv").write_text(text, encoding="utf-8")
    city = load_city(city.folder)
    areas = Areas(city.areas, city.levels)

    def helped(day: str) -> list[float]:
        return ingest(city.as_of(day), areas).observed("helped")["value"].tolist()

    assert helped("2024-02-01") == [40, 60, 20]
    assert helped("2024-03-01") == [45, 60, 20]
    assert sorted(helped("2025-03-01")) == [20, 21, 41, 45, 60, 66]
    assert before_last(city).corrections == city.corrections[:1]
    # What was corrected before and after is no change of the last delivery.
    assert set(changed(city)["period"]) == {"2024"}


# --- what is withheld


def test_a_figure_that_was_withheld_cannot_be_had_from_the_change_of_the_sum(tmp_path):
    # First Nord has 4 and is withheld, with another; then 5, and all is shown. If the city's 84 and
    # 85 stood here, and Süd's and Ost's nothing, Nord's 4 would be known to everybody.
    first = ("help", "2024-02-01", told("2023", 4, 60, 20))
    city = a_city(
        tmp_path / "k", MEMBERS_2023, first, ("help", "2024-03-01", told("2023", 5, 60, 20))
    )
    table = changed(city)
    assert rows(table, "helped") == {}
    assert rows(table, "help_rate") == {}
    # That nothing is said of the year, is said: nobody must take it for "nothing has changed".
    assert unsaid(table) == {"helped": ["2023"], "help_rate": ["2023"]}


def test_other_periods_are_told_nevertheless(tmp_path):
    def both(one: int, two: int) -> dict[tuple[str, str], str]:
        return told("2022", 30, one, 20) | told("2023", two, 60, 20)

    city = a_city(
        tmp_path / "k",
        ("help", "2024-02-01", both(50, 4)),
        ("help", "2024-03-01", both(51, 5)),
    )
    assert rows(changed(city), "helped") == {"00": (100, 101), "02": (50, 51)}
    assert unsaid(changed(city))["helped"] == ["2023"]


def test_what_is_withheld_before_and_after_is_not_mentioned(tmp_path):
    # Nord is withheld for its own sake, Ost as the next smallest: the sum is shown.
    first = ("help", "2024-02-01", told("2023", 3, 60, 20))
    city = a_city(tmp_path / "k", first, ("help", "2024-03-01", told("2023", 2, 61, 22)))
    assert rows(changed(city), "helped") == {"00": (83, 85), "02": (60, 61)}
    assert unsaid(changed(city)) == {}


def test_what_a_source_keeps_secret_is_not_mentioned(tmp_path):
    first = ("help", "2024-02-01", told("2023", "*", 60, 20))
    city = a_city(tmp_path / "k", first, ("help", "2024-03-01", told("2023", 30, 61, 20)))
    assert rows(changed(city), "helped") == {}


# --- as it is read


def row(area: str, before: float, after: float, indicator: str = "helped") -> dict[str, object]:
    shown = "reported"
    return {
        "indicator": indicator,
        "area": area,
        "period": "2023",
        "before": before,
        "after": after,
        "status_before": shown,
        "status_after": shown,
        "delivery": "help@2024-03-01",
    }


def test_what_is_gone_comes_first_then_what_came_then_the_greatest_share(tmp_path):
    city = a_city(tmp_path / "k", MEMBERS_2023)
    none = float("nan")
    told_rows = [
        row("01", 100, 110),
        row("02", 10, 20),
        row("03", none, 7),
        row("00", none, none),
        # 30.01 and 30.04 per 1,000 are both printed as 30.0.
        row("01", 30.01, 30.04, "help_rate"),
        # From nothing to something is more than any share.
        row("02", 0, 6, "members"),
    ]
    summary = summarise(from_rows(told_rows, CHANGES), city.indicators)
    order = list(zip(summary.listed["indicator"], summary.listed["area"], strict=True))
    assert order == [
        ("helped", "00"),
        ("helped", "03"),
        ("members", "02"),
        ("helped", "02"),
        ("helped", "01"),
    ]
    assert summary.unseen == 1


def test_several_new_periods_are_told_from_the_first_to_the_last(tmp_path):
    first = ("help", "2022-02-01", told("2023", 40, 60, 20))
    both = told("2022", 41, 61, 21) | told("2024", 41, 61, 21)
    city = a_city(tmp_path / "k", first, ("help", "2025-02-01", both))
    summary = summarise(changed(city), city.indicators)
    assert summary.new == {"2022": 4, "2024": 4}
    assert str(summary.when()) == "für 2022 bis 2024"
