"""The publication gate on small cities, each case thought through by hand."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from quartier.areas import Areas
from quartier.catalogue import Indicator, Variable
from quartier.city import load_city
from quartier.disclosure import (
    Beside,
    Gate,
    basis,
    publish,
    published,
    published_doubts,
    published_quarantine,
)
from quartier.places import PROJECT
from quartier.settings import Area, Disclosure
from quartier.store import Store
from quartier.tables import DOUBTS, QUARANTINE, SERIES, conform, from_rows

CITY = Area("00", "Stadt", "", "city", None)
NORTH, SOUTH = (Area(code, code, "", "district", "00") for code in ("01", "02"))
QUARTERS = [Area(code, code, "", "quarter", code[:2]) for code in ("0101", "0102", "0103")]
SOUTHERN = [Area(code, code, "", "quarter", code[:2]) for code in ("0201", "0202", "0203")]
ONE_DISTRICT = Areas([replace(NORTH, parent=None), *QUARTERS], ["district", "quarter"])
TWO_DISTRICTS = Areas([CITY, NORTH, SOUTH, *QUARTERS, *SOUTHERN], ["city", "district", "quarter"])
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(
        COUNT | {"dimensions": {"age": ["0-17", "18-64", "65+"], "sex": ["f", "m"]}}
    ),
    "recipients": Variable.model_validate(COUNT | {"dimensions": {"age": ["0-17", "18-64"]}}),
    "flats": Variable.model_validate(COUNT | {"unit": "count", "counts_persons": "false"}),
    "average": Variable.model_validate(COUNT | {"kind": "average"}),
    "quota": Variable.model_validate(COUNT | {"unit": "percent", "kind": "average"}),
}
TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
COMMON = TEXTS | {"polarity": "low", "domain": "income"}


def count(variable: str, *groups: str, kind: str = "count") -> Indicator:
    quantity = {"variable": variable, "groups": groups or ("total",)}
    parts = {"unit": "persons", "kind": kind, "interval": "none", "numerator": quantity}
    return Indicator.model_validate(COMMON | parts)


def ratio(
    kind: str, above: dict, below: dict, unit: str = "percent", interval: str = "none"
) -> Indicator:
    parts = {"unit": unit, "kind": kind, "interval": interval}
    return Indicator.model_validate(COMMON | parts | {"numerator": above, "denominator": below})


SHARE = ratio("proportion", {"variable": "recipients"}, {"variable": "people"})
RATE = ratio("rate", {"variable": "recipients"}, {"variable": "people"}, "per_1000")
PEOPLE, RECIPIENTS = count("people"), count("recipients")


def rows(
    name: str, numerators: dict, denominators: dict | None = None, period: str = "2024"
) -> list[dict]:
    """Rows of a series; a text instead of a number is a status."""
    found = []
    for area, above in numerators.items():
        known = not isinstance(above, str)
        below = denominators[area] if denominators else math.nan
        value = (above / below if denominators and below else above) if known else math.nan
        found.append(
            {
                "indicator": name,
                "area": area,
                "period": period,
                "value": value,
                "lower": value,
                "upper": value,
                "numerator": above if known else math.nan,
                "denominator": below,
                "converted_share": 0.0,
                "method": "wilson",
                "status": "reported" if known else above,
            }
        )
    return found


def gated(
    *series: list[dict],
    indicators: dict[str, Indicator],
    areas: Areas = ONE_DISTRICT,
    threshold: int = 5,
    zero: str = "shown",
    beside: Beside | None = None,
) -> pd.DataFrame:
    table = conform(pd.DataFrame([row for some in series for row in some]), SERIES)
    rule = Disclosure.model_validate({"threshold": threshold, "zero": zero})
    return publish(table, Gate(rule, indicators, VARIABLES, areas, beside or Beside()))


def hidden(table: pd.DataFrame, name: str | None = None) -> dict[str, str]:
    """By area how it is withheld; checks that then no figure at all is left."""
    some = table if name is None else table[table["indicator"] == name]
    closed = some[some["status"].isin(["withheld", "withheld_secondary"])]
    assert closed[["value", "lower", "upper", "numerator", "denominator"]].isna().all(axis=None)
    return dict(zip(closed["area"], closed["status"], strict=True))


def people(table: dict, **more) -> dict[str, str]:
    return hidden(gated(rows("n", table), indicators={"n": PEOPLE}, **more))


ALONE = {"01": 400, "0101": 100, "0102": 200, "0103": 100}


def test_counts_from_the_threshold_on_are_shown_as_they_are():
    table = gated(rows("n", ALONE), indicators={"n": PEOPLE})
    assert dict(zip(table["area"], table["value"], strict=True)) == ALONE
    assert set(table["status"]) == {"reported"}


def test_a_small_count_is_withheld_and_the_next_smallest_beside_it():
    assert people({"01": 304, "0101": 4, "0102": 200, "0103": 100}) == {
        "0101": "withheld",
        "0103": "withheld_secondary",
    }


def test_the_threshold_itself_is_no_small_count():
    table = {"01": 305, "0101": 5, "0102": 200, "0103": 100}
    assert people(table) == {}
    assert people(table, threshold=6) == {"0101": "withheld", "0103": "withheld_secondary"}


def test_without_a_sum_nothing_further_is_withheld():
    assert people({"0101": 4, "0102": 200, "0103": 100}) == {"0101": "withheld"}


def test_zero_is_shown_or_withheld_as_the_city_says():
    table = {"01": 300, "0101": 0, "0102": 200, "0103": 100}
    assert people(table) == {}
    assert people(table, zero="withheld") == {
        "0101": "withheld",
        "0103": "withheld_secondary",
    }


def test_two_small_counts_protect_each_other_only_if_they_are_enough_together():
    # 3 + 4 = 7 can be several things; 1 + 2 = 3 would be a small count of two areas.
    assert set(people({"01": 107, "0101": 3, "0102": 4, "0103": 100})) == {"0101", "0102"}
    assert people({"01": 103, "0101": 1, "0102": 2, "0103": 100}) == {
        "0101": "withheld",
        "0102": "withheld",
        "0103": "withheld_secondary",
    }


def test_a_zero_is_the_last_to_hide_behind():
    # Only a zero is left beside the small count: the sum must go as well.
    assert people({"01": 4, "0101": 4, "0102": 0, "0103": 0}) == {
        "01": "withheld",
        "0101": "withheld",
    }
    assert people({"01": 14, "0101": 4, "0102": 10, "0103": 0}) == {
        "0101": "withheld",
        "0102": "withheld_secondary",
    }


def test_the_upper_level_is_protected_too():
    table = {"00": 406, "01": 6, "02": 400}
    table |= {"0101": 3, "0102": 3, "0103": 0, "0201": 100, "0202": 200, "0203": 100}
    # 3 + 3 = 6 is enough, and zeros are shown: the district stays.
    assert set(people(table, areas=TWO_DISTRICTS)) == {"0101", "0102"}
    # The district itself is small: the other one must hide it, and in that one an area.
    table |= {"00": 403, "01": 3, "0101": 3, "0102": 0}
    assert people(table, areas=TWO_DISTRICTS) == {
        "01": "withheld",
        "0101": "withheld",
        "02": "withheld_secondary",
        "0201": "withheld_secondary",
    }


def test_an_area_that_nobody_gives_is_known_from_its_parts():
    # The office does not know the north, but its parts are 20 + 11 of the city's 33.
    table = {"00": 33, "01": "unknown", "02": 2, "0101": 20, "0102": 11}
    areas = Areas([CITY, NORTH, SOUTH, *QUARTERS[:2]], ["city", "district", "quarter"])
    # Either one of the parts is withheld too, or the sum: the smaller part is.
    assert people(table, areas=areas) == {"02": "withheld", "0102": "withheld_secondary"}


def test_an_area_that_nobody_gives_is_known_from_all_around_it():
    levels = ["land", "city", "district", "quarter"]
    land, other = Area("L", "L", "", "land", None), Area("09", "09", "", "city", "L")
    areas = Areas([land, replace(CITY, parent="L"), other, NORTH, SOUTH, *QUARTERS[:2]], levels)
    # 100 - 67 = 33 is the city that nobody gives, and 33 - 20 - 11 the small count in the south.
    table = {"L": 100, "09": 67, "00": "unknown", "01": "unknown", "02": 2}
    assert people(table | {"0101": 20, "0102": 11}, areas=areas) == {
        "02": "withheld",
        "0102": "withheld_secondary",
    }
    # In one part of the city nothing can hide: it must be the other city.
    alone = Areas([land, replace(CITY, parent="L"), other, SOUTH], levels)
    assert people({"L": 69, "09": 67, "00": "unknown", "02": 2}, areas=alone) == {
        "02": "withheld",
        "09": "withheld_secondary",
    }


def test_areas_that_nobody_gives_hide_nobody_who_is_the_least_that_they_can_have():
    # Three areas with one person each, and three in the city: there is no other way.
    levels, northern, southern = ["city", "district", "quarter"], QUARTERS[:1], SOUTHERN[:2]
    areas = Areas([CITY, NORTH, SOUTH, *northern, *southern], levels)
    table = {"00": 3, "01": "unknown", "02": "unknown", "0101": 1, "0201": 1, "0202": 1}
    assert set(people(table, areas=areas, threshold=3)) == {"00", "0101", "0201", "0202"}


def test_what_other_counts_say_of_a_count_that_nobody_gives_is_known():
    # Women are given for quarters only, all persons and men for districts only: 70 - 32 - 36 = 2.
    told = {
        "women": count("people", "sex=f"),
        "men": count("people", "sex=m"),
        "all": count("people"),
    }
    table = gated(
        rows("women", {"0101": 2, "0102": 36}),
        rows("men", {"01": 32, "02": 40}),
        rows("all", {"01": 70, "02": 90}),
        indicators=told,
        areas=Areas([CITY, NORTH, SOUTH, *QUARTERS[:2]], ["city", "district", "quarter"]),
    )
    assert hidden(table) == {"0101": "withheld", "0102": "withheld_secondary"}


def test_an_area_hides_nobody_where_a_part_of_it_says_what_it_has_at_least():
    # All 5 in the third area are children, and that is shown: 7 - 5 leaves one for each other.
    everybody, children = count("recipients"), count("recipients", "age=0-17")
    told = {"all": everybody, "children": children}
    table = gated(
        rows("all", {"01": 7, "0101": 1, "0102": 1, "0103": 5}),
        rows("children", {"01": 5, "0101": 0, "0102": 0, "0103": 5}),
        indicators=told,
    )
    assert "0103" not in hidden(table, "children")
    assert set(hidden(table, "all")) == {"01", "0101", "0102", "0103"}
    # Of 15 in it ten could be elsewhere.
    table = gated(
        rows("all", {"01": 17, "0101": 1, "0102": 1, "0103": 15}),
        rows("children", {"01": 5, "0101": 0, "0102": 0, "0103": 5}),
        indicators=told,
    )
    assert set(hidden(table, "all")) == {"0101", "0102", "0103"}


def test_a_share_of_nearly_all_gives_the_others_away():
    # 798 of 800: two are not among them.
    table = gated(
        rows(
            "s",
            {"01": 1198, "0101": 798, "0102": 250, "0103": 150},
            {"01": 1500, "0101": 800, "0102": 400, "0103": 300},
        ),
        indicators={"s": SHARE},
    )
    assert hidden(table) == {"0101": "withheld", "0103": "withheld_secondary"}


def test_all_of_them_is_no_small_group():
    denominators = {"01": 1500, "0101": 800, "0102": 400, "0103": 300}
    numerators = {"01": 1200, "0101": 800, "0102": 250, "0103": 150}
    table = rows("s", numerators, denominators)
    assert hidden(gated(table, indicators={"s": SHARE})) == {}
    # Unless zeros are withheld: nobody is not among them.
    assert "0101" in hidden(gated(table, indicators={"s": SHARE}, zero="withheld"))


def test_a_rate_of_nearly_all_is_no_secret():
    # More or fewer than all: events have no complement.
    table = gated(
        rows("r", {"0101": 798, "0102": 250}, {"0101": 800, "0102": 400}),
        indicators={"r": RATE},
    )
    assert hidden(table) == {}


def test_a_rate_made_from_a_small_count_is_withheld_wherever_it_stands():
    numerators = {"01": 304, "0101": 4, "0102": 200, "0103": 100}
    denominators = {"01": 3000, "0101": 1000, "0102": 1000, "0103": 1000}
    table = gated(
        rows("n", numerators),
        rows("s", numerators, denominators),
        rows("r", numerators, denominators),
        rows("p", denominators),
        indicators={"n": RECIPIENTS, "s": SHARE, "r": RATE, "p": PEOPLE},
    )
    expected = {"0101": "withheld", "0103": "withheld_secondary"}
    assert hidden(table, "n") == hidden(table, "s") == hidden(table, "r") == expected
    assert hidden(table, "p") == {}


def test_a_small_denominator_is_withheld_with_all_that_is_made_from_it():
    table = gated(
        rows("r", {"0101": 20, "0102": 20}, {"0101": 3, "0102": 300}), indicators={"r": RATE}
    )
    assert hidden(table) == {"0101": "withheld"}


def test_the_denominator_of_the_period_before_is_protected_in_its_own_period():
    below = {"variable": "people", "period": "previous"}
    later = ratio("rate", {"variable": "recipients"}, below, "per_1000")
    table = gated(
        rows("r", {"0101": 20, "0102": 20}, {"0101": 3, "0102": 300}),
        rows("p", {"0101": 50, "0102": 50}),
        rows("p", {"0101": 3, "0102": 300}, period="2023"),
        indicators={"r": later, "p": PEOPLE},
    )
    told = {
        (row["indicator"], row["period"], row["area"])
        for row in table.to_dict("records")
        if row["status"] == "withheld"
    }
    assert told == {("r", "2024", "0101"), ("p", "2023", "0101")}


def test_what_the_source_keeps_secret_cannot_be_computed_and_keeps_its_sign():
    table = gated(
        rows("n", {"01": 350, "0101": "secret", "0102": 200, "0103": 100}),
        indicators={"n": PEOPLE},
    )
    assert hidden(table) == {"0103": "withheld_secondary"}
    told = table.set_index("area")["status"]
    assert told["0101"] == "secret"


def test_a_secret_denominator_is_protected_as_well():
    # The rows of the share say that the population of 0101 is secret; the recipients are not.
    numerators = {"01": 60, "0101": 20, "0102": 20, "0103": 20}
    share = rows("s", numerators, {"01": 350, "0101": math.nan, "0102": 200, "0103": 100})
    share[1] |= {"value": math.nan, "lower": math.nan, "upper": math.nan, "status": "secret"}
    table = gated(share, rows("n", numerators), indicators={"s": SHARE, "n": RECIPIENTS})
    assert hidden(table, "s") == {"0103": "withheld_secondary"}
    assert hidden(table, "n") == {}


def test_a_small_numerator_does_not_stay_beside_a_secret_denominator():
    share = rows("s", {"0101": 3}, {"0101": math.nan})
    share[0] |= {"value": math.nan, "lower": math.nan, "upper": math.nan, "status": "secret"}
    table = gated(share, indicators={"s": SHARE})
    assert table[["numerator", "denominator"]].isna().all(axis=None)
    assert table["status"].tolist() == ["secret"]


def test_what_was_not_delivered_is_withheld_only_by_its_small_neighbours():
    missing = {"01": 350, "0101": "missing", "0102": 200, "0103": 100}
    assert people(missing) == {}
    # What is left for it is 3: small, though nobody delivered it.
    assert people(missing | {"01": 303}) == {"0103": "withheld_secondary"}


def test_an_incomplete_sum_is_no_hiding_place_if_a_higher_one_is_known():
    # 01 has no sum of its own, since 0101 is secret; the city and 02 give it away.
    table = {"00": 800, "01": "incomplete", "02": 400, "0101": "secret", "0102": 200, "0103": 100}
    table |= {"0201": 100, "0202": 200, "0203": 100}
    found = people(table, areas=TWO_DISTRICTS)
    assert found == {"0103": "withheld_secondary"}


def test_what_is_derived_for_an_incomplete_sum_is_protected_like_a_sum():
    # The city and 02 leave 103 for 01, which 0103 shows to be 3 in two quarters.
    table = {"00": 503, "01": "incomplete", "02": 400, "0101": 1, "0102": "missing", "0103": 100}
    table |= {"0201": 100, "0202": 200, "0203": 100}
    assert people(table, areas=TWO_DISTRICTS) == {
        "0101": "withheld",
        "0103": "withheld_secondary",
    }


def test_what_is_withheld_in_two_districts_is_not_small_together():
    # The city, the shown third and the quarters of 01 would leave 3 for 0101 and 02 together.
    third = Area("03", "03", "", "district", "00")
    areas = Areas([CITY, NORTH, SOUTH, third, *QUARTERS], ["city", "district", "quarter"])
    table = {"00": 503, "01": "incomplete", "02": 1, "03": 200}
    table |= {"0101": "secret", "0102": 200, "0103": 100}
    assert people(table, areas=areas) == {"02": "withheld", "0103": "withheld_secondary"}


def test_a_sum_of_as_many_as_there_are_signs_gives_each_away():
    # Zeros are shown, so five signs that stand for 5 persons stand for one each.
    parts = {f"01{number:02}": 1 for number in range(5)} | {"0109": 100}
    quarters = [Area(code, code, "", "quarter", "01") for code in parts]
    areas = Areas([replace(NORTH, parent=None), *quarters], ["district", "quarter"])
    assert people({"01": 105} | parts, areas=areas)["0109"] == "withheld_secondary"
    # Where zeros are withheld, the five could be spread in any way.
    assert "0109" not in people({"01": 105} | parts, areas=areas, zero="withheld")


def test_a_group_within_a_group_leaves_a_small_rest():
    # 50 under 65, 48 of them children: two are not.
    all_ages, children = (
        count("recipients", "age=0-17", "age=18-64"),
        count("recipients", "age=0-17"),
    )
    table = gated(
        rows("all", {"01": 150, "0101": 50, "0102": 60, "0103": 40}),
        rows("young", {"01": 98, "0101": 48, "0102": 30, "0103": 20}),
        indicators={"all": all_ages, "young": children},
    )
    assert hidden(table, "young") == {"0101": "withheld", "0103": "withheld_secondary"}
    assert hidden(table, "all") == {}


def test_two_groups_within_one_leave_a_small_rest():
    table = gated(
        rows("all", {"0101": 100}),
        rows("young", {"0101": 60}),
        rows("old", {"0101": 38}),
        indicators={
            "all": count("people"),
            "young": count("people", "age=0-17"),
            "old": count("people", "age=65+"),
        },
    )
    assert len(hidden(table)) == 1


def test_women_and_men_and_all_are_shown_or_withheld_together():
    table = gated(
        rows("f", {"0101": 3, "0102": 60}),
        rows("m", {"0101": 40, "0102": 50}),
        rows("all", {"0101": 43, "0102": 110}),
        indicators={
            "f": count("people", "sex=f"),
            "m": count("people", "sex=m"),
            "all": count("people"),
        },
    )
    for name in ("f", "m", "all"):
        assert set(hidden(table, name)) == {"0101"}


def test_the_same_count_under_two_names_is_withheld_under_both():
    table = gated(
        rows("one", {"01": 304, "0101": 4, "0102": 200, "0103": 100}),
        rows("two", {"0101": 4, "0102": 200, "0103": 100}),
        indicators={
            "one": count("recipients"),
            "two": count("recipients", "age=0-17", "age=18-64"),
        },
    )
    assert set(hidden(table, "one")) == set(hidden(table, "two")) == {"0101", "0103"}


def test_things_are_no_persons():
    table = gated(rows("n", {"0101": 1, "0102": 200}), indicators={"n": count("flats")})
    assert hidden(table) == {}


def test_an_average_number_of_persons_is_a_number_of_persons():
    table = gated(
        rows("n", {"0101": 2.5, "0102": 200.0}),
        indicators={"n": count("average", kind="delivered")},
    )
    assert hidden(table) == {"0101": "withheld"}


def test_a_delivered_rate_passes():
    delivered = Indicator.model_validate(
        COMMON
        | {"unit": "percent", "kind": "delivered", "interval": "none"}
        | {"numerator": {"variable": "quota"}}
    )
    table = gated(rows("n", {"0101": 1.5, "0102": 20.0}), indicators={"n": delivered})
    assert hidden(table) == {}


def test_a_share_of_nobody_is_withheld_where_zeros_are():
    share = rows("s", {"0101": 0}, {"0101": 0})
    share[0] |= {"value": math.nan, "lower": math.nan, "upper": math.nan}
    share[0]["status"] = "not_applicable"
    assert gated(share, indicators={"s": SHARE})["status"].tolist() == ["not_applicable"]
    closed = gated(share, indicators={"s": SHARE}, zero="withheld")
    assert closed["status"].tolist() == ["withheld"]


@pytest.mark.parametrize("audience", ["department", "administration", "public"])
def test_what_was_published_names_its_audience(tmp_path, audience):
    store = Store(tmp_path)
    table = gated(rows("n", {"0101": 3, "0102": 200}), indicators={"n": PEOPLE})
    store.replace("published", table, by="indicator")
    shown = published(store, "n", audience)
    assert shown.audience == audience
    assert shown.frame["value"].dropna().tolist() == [200.0]


def quarantined(*cells: tuple[str, str]) -> list[str | None]:
    """What is shown of cells, each with its role."""
    listed = [
        {
            "source": "amt",
            "delivery": "amt@2025-01-31",
            "file": "amt.csv",
            "row": str(number),
            "column": "x",
            "reason": "area",
            "found": found,
            "hint": "",
            "role": role,
        }
        for number, (role, found) in enumerate(cells, start=1)
    ]
    shown = published_quarantine(from_rows(listed, QUARANTINE), Disclosure(), "public")
    assert shown.audience == "public"
    return [None if pd.isna(found) else found for found in shown.frame["found"]]


def test_what_stood_in_a_cell_of_values_is_never_shown():
    assert quarantined(("value", "418"), ("value", "ca. 20"), ("value", "")) == [None, None, None]


@pytest.mark.parametrize("found", ["3", "03", "3,0", "0", "4 Personen", "(2)", "Nord 1", "1 / 7"])
def test_a_small_number_in_another_cell_is_not_shown(found):
    assert quarantined(("area", found), ("group", found), ("period", found)) == [None] * 3


@pytest.mark.parametrize("found", ["Nordstatd", "0299", "01.01.2024", "2024-13-01", "18 bis 64"])
def test_what_cannot_be_a_small_count_is_shown(found):
    assert quarantined(("area", found), ("period", found)) == [found, found]


def test_what_is_said_about_a_file_is_shown():
    assert quarantined(("file", "3 / 5"), ("file", "amt-2.csv")) == ["3 / 5", "amt-2.csv"]


@pytest.mark.parametrize(
    ("unit", "persons", "kind", "shown"),
    [
        ("persons", True, "jump", False),
        (
            "count",
            True,
            "children",
            False,
        ),  # households in need are counted, and say who lives there
        ("percent", False, "jump", False),  # of how few people, nobody knows
        ("count", False, "children", True),
        ("persons", True, "fewer_areas", True),
    ],
)
def test_doubts_show_figures_of_things_and_numbers_of_areas_only(unit, persons, kind, shown):
    about = {"title": "x", "unit": unit, "kind": "stock", "counts_persons": str(persons).lower()}
    variables = {"x": Variable.model_validate(about)}
    key = dict.fromkeys(DOUBTS.key, "") | {"variable": "x", "kind": kind, "row": "2"}
    listed = from_rows([key | {"found": 4.0, "expected": 7.0, "detail": ""}], DOUBTS)
    published = published_doubts(listed, variables, "public")
    assert published.audience == "public"
    told = published.frame[["found", "expected"]].notna().all(axis=None)
    assert told == shown
    assert published.frame.drop(columns=["found", "expected"]).equals(
        listed.drop(columns=["found", "expected"])
    )


def test_what_the_gate_decides_upon_is_told_apart_from_what_is_only_said():
    city = load_city(PROJECT / "data" / "musterstadt")
    before = basis(city)
    told = city.variables["unemployed"].model_copy(update={"title": "Ohne Arbeit"})
    assert basis(replace(city, variables=city.variables | {"unemployed": told})) == before
    other = {
        "counts": city.variables["unemployed"].model_copy(update={"counts_persons": False}),
        "is cut": city.variables["unemployed"].model_copy(update={"dimensions": {"sex": ("f",)}}),
    }
    changed = [replace(city, variables=city.variables | {"unemployed": v}) for v in other.values()]
    rate = city.indicators["sgb2_rate"].model_copy(update={"kind": "rate"})
    signs = city.sources["arbeitsagentur"].model_copy(update={"symbols": {}})
    told = city.sources["arbeitsagentur"]
    unknown = told.model_copy(update={"area": told.area.model_copy(update={"unknown": ("x",)})})
    moved = (*city.areas[:-1], replace(city.areas[-1], parent="01"))
    changed += [
        replace(city, indicators=city.indicators | {"sgb2_rate": rate}),
        replace(city, sources=city.sources | {"arbeitsagentur": signs}),
        replace(city, sources=city.sources | {"arbeitsagentur": unknown}),
        replace(city, areas=moved),
    ]
    assert all(basis(each) != before for each in changed)


# --- people of unknown address, whom nobody publishes and all can compute

BESIDE = Beside({("people", "2024"): ["?"]})
# 300 + 200 people in two districts.
DISTRICTS = {"01": 300, "02": 200}


def in_districts(whole: int, beside: Beside = BESIDE, **districts: int) -> dict[str, str]:
    return people({"00": whole} | DISTRICTS | districts, areas=TWO_DISTRICTS, beside=beside)


def test_a_few_people_of_unknown_address_are_not_told_by_the_city_less_its_districts():
    assert in_districts(503) == {"02": "withheld_secondary"}
    # From the threshold on nobody is recognised; without any there is nobody.
    assert in_districts(505) == in_districts(500) == {}
    # Of a source that counts nobody beside its areas the rest is but a difference of tables.
    assert in_districts(503, Beside()) == {}


def test_where_a_source_keeps_the_unknown_addresses_secret_they_cannot_be_computed():
    secret = Beside(BESIDE.counted, BESIDE.counted)
    assert in_districts(560, secret) == {"02": "withheld_secondary"}


def test_nobody_hides_behind_unknown_addresses_which_are_often_none():
    closed = {"01": "withheld", "02": "withheld_secondary"}
    assert in_districts(212, **{"01": 4}) == closed


def test_what_is_counted_beside_the_areas_is_found_in_the_observations():
    told = pd.DataFrame(
        [("01", "2024", "reported"), ("?", "2024", "secret"), ("?rest", "2023", "reported")],
        columns=["area", "period", "status"],
    )
    beside = Beside.of({"people": told})
    assert beside.counted == {("people", "2024"): {"?"}, ("people", "2023"): {"?rest"}}
    assert beside.secret == {("people", "2024"): {"?"}}
