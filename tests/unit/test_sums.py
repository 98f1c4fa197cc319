"""Sums over groups and areas of a small city, added up by hand."""

import math

import pandas as pd

from quartier.areas import Areas
from quartier.catalogue import Quantity, Variable
from quartier.settings import Area
from quartier.sums import add_up
from quartier.tables import records

# A city of two districts; the second has two quarters, the first has none.
AREAS = Areas(
    [
        Area("00", "Stadt", "", "city", None),
        Area("01", "Nord", "", "district", "00"),
        Area("02", "Süd", "", "district", "00"),
        Area("0201", "Altstadt", "", "quarter", "02"),
        Area("0202", "Neustadt", "", "quarter", "02"),
    ],
    ["city", "district", "quarter"],
)
PEOPLE = Variable.model_validate(
    {
        "title": "x",
        "unit": "persons",
        "kind": "stock",
        "counts_persons": "true",
        "dimensions": {"age": ["0-17", "18-64", "65+"], "sex": ["f", "m"]},
    }
)
SHARE = Variable.model_validate(
    {"title": "x", "unit": "percent", "kind": "average", "counts_persons": "true"}
)


def observed(*rows: tuple) -> pd.DataFrame:
    """Area, group, value or status; all of 2024."""
    frame = pd.DataFrame(rows, columns=["area", "group", "told"])
    known = frame["told"].map(lambda told: not isinstance(told, str))
    return frame.assign(
        period="2024",
        value=frame["told"].where(known).astype("float64"),
        status=frame["told"].where(~known, "reported"),
    )


def figures(
    rows: pd.DataFrame,
    *groups: str,
    variable: Variable = PEOPLE,
    unplaced: pd.DataFrame | None = None,
) -> dict[str, float | str]:
    """By area the sum, or the status where there is none."""
    table = added(rows, *groups, variable=variable, unplaced=unplaced)
    for value, status in zip(table["value"], table["status"], strict=True):
        assert math.isnan(value) == (status not in ("reported", "estimated", "limited"))
    told = [
        status if math.isnan(value) else value
        for value, status in zip(table["value"], table["status"], strict=True)
    ]
    return dict(zip(table["area"], told, strict=True))


def added(
    rows: pd.DataFrame,
    *groups: str,
    variable: Variable = PEOPLE,
    unplaced: pd.DataFrame | None = None,
) -> pd.DataFrame:
    quantity = Quantity.model_validate({"variable": "x", "groups": groups or ("total",)})
    return add_up(quantity, variable, rows, AREAS, unplaced).table


def unplaced(*rows: tuple) -> pd.DataFrame:
    """Area, group, value; the area is empty where nobody knows it, a part of a group a ?."""
    frame = pd.DataFrame(rows, columns=["area", "group", "value"])
    return frame.assign(variable="x", period="2024", delivery="amt@2025-01-31")


def test_groups_that_tile_the_request_are_added():
    rows = observed(
        ("0201", "age=0-17;sex=f", 10),
        ("0201", "age=0-17;sex=m", 20),
        ("0201", "age=18-64;sex=f", 100),
        ("0201", "age=18-64;sex=m", 200),
        ("0202", "age=0-17;sex=f", 1),
        ("0202", "age=0-17;sex=m", 2),
        ("0202", "age=18-64;sex=f", 3),
        ("0202", "age=18-64;sex=m", 4),
    )
    # Nothing is known of district 01, so there is no sum of the city.
    expected = {"0201": 30.0, "0202": 3.0, "02": 33.0, "01": "missing", "00": "incomplete"}
    assert figures(rows, "age=0-17") == expected
    assert figures(rows, "age=0-64")["02"] == 340.0
    assert figures(rows, "age=0-17;sex=f", "age=18-64;sex=m")["0201"] == 210.0


def test_a_total_that_was_delivered_is_not_added_up_again():
    rows = observed(("01", "total", 50), ("01", "sex=f", 30), ("01", "sex=m", 19))
    assert figures(rows)["01"] == 50.0


def test_groups_that_do_not_tile_the_request_make_no_figure():
    rows = observed(("01", "age=0-17", 10), ("02", "age=0-17", 10))
    assert figures(rows, "age=0-64") == {
        "01": "not_computable",
        "02": "not_computable",
        "00": "not_computable",
    }
    quantity = Quantity.model_validate({"variable": "x", "groups": ["age=0-64"]})
    (reason,) = add_up(quantity, PEOPLE, rows, AREAS).reasons
    assert str(reason) == "Es fehlen Gruppen: age=18-64"


def test_a_sum_with_a_missing_group_is_incomplete_and_never_smaller():
    rows = observed(
        ("01", "age=0-17", 10),
        ("01", "age=18-64", "secret"),
        ("02", "age=0-17", 7),
        ("02", "age=18-64", 5),
    )
    assert figures(rows, "age=0-64") == {"01": "incomplete", "02": 12.0, "00": "incomplete"}


def test_a_group_that_an_area_lacks_altogether_is_missing_and_not_zero():
    rows = observed(("01", "sex=f", 10), ("01", "sex=m", 4), ("02", "sex=f", 7))
    assert figures(rows) == {"01": 14.0, "02": "incomplete", "00": "incomplete"}


def test_where_all_parts_are_missing_for_one_reason_the_sum_is_for_it_too():
    rows = observed(
        ("01", "sex=f", "not_available"),
        ("01", "sex=m", "not_available"),
        ("02", "sex=f", "secret"),
        ("02", "sex=m", "unknown"),
    )
    assert figures(rows) == {"01": "not_available", "02": "incomplete", "00": "incomplete"}


def test_a_sum_is_as_weak_as_its_weakest_part():
    rows = observed(("01", "sex=f", 1), ("01", "sex=m", 2), ("02", "sex=f", 3), ("02", "sex=m", 4))
    rows.loc[1, "status"] = "estimated"
    rows.loc[2, "status"] = "limited"
    quantity = Quantity.model_validate({"variable": "x"})
    table = add_up(quantity, PEOPLE, rows, AREAS).table.set_index("area")
    assert table["status"].to_dict() == {"01": "estimated", "02": "limited", "00": "limited"}
    assert table["value"].to_dict() == {"01": 3.0, "02": 7.0, "00": 10.0}


def test_zeros_are_added_like_other_numbers():
    rows = observed(("01", "total", 0), ("0201", "total", 0), ("0202", "total", 0))
    assert figures(rows) == {"01": 0.0, "0201": 0.0, "0202": 0.0, "02": 0.0, "00": 0.0}


def test_a_sum_that_was_delivered_stays_even_if_the_parts_say_otherwise():
    rows = observed(
        ("00", "total", 1000), ("01", "total", 50), ("0201", "total", 20), ("0202", "total", 30)
    )
    assert figures(rows) == {"00": 1000.0, "01": 50.0, "02": 50.0, "0201": 20.0, "0202": 30.0}


def test_a_sum_that_the_source_keeps_secret_is_not_added_up_behind_its_back():
    rows = observed(
        ("02", "total", "secret"),
        ("01", "total", 50),
        ("0201", "total", 20),
        ("0202", "total", 30),
    )
    assert figures(rows) == {
        "00": "incomplete",
        "01": 50.0,
        "02": "secret",
        "0201": 20.0,
        "0202": 30.0,
    }


def test_levels_may_be_delivered_in_different_groups():
    rows = observed(
        ("00", "total", 100),
        ("0201", "sex=f", 20),
        ("0201", "sex=m", 21),
        ("0202", "sex=f", 5),
        ("0202", "sex=m", 6),
        ("01", "sex=f", 24),
        ("01", "sex=m", 24),
    )
    assert figures(rows) == {"00": 100.0, "01": 48.0, "02": 52.0, "0201": 41.0, "0202": 11.0}
    assert figures(rows, "sex=f") == {
        "00": 49.0,
        "01": 24.0,
        "02": 25.0,
        "0201": 20.0,
        "0202": 5.0,
    }


def test_shares_are_never_added_up():
    rows = observed(("0201", "total", 10), ("0202", "total", 20))
    assert figures(rows, variable=SHARE) == {"0201": 10.0, "0202": 20.0}


def test_each_period_has_sums_of_its_own():
    rows = pd.concat(
        [
            observed(("01", "total", 1), ("02", "total", 2)),
            observed(("01", "total", 10)).assign(period="2023"),
        ]
    )
    quantity = Quantity.model_validate({"variable": "x"})
    table = add_up(quantity, PEOPLE, rows, AREAS).table
    told = {
        (row["period"], row["area"]): row["status"] if math.isnan(row["value"]) else row["value"]
        for row in records(table)
    }
    assert told == {
        ("2024", "00"): 3.0,
        ("2024", "01"): 1.0,
        ("2024", "02"): 2.0,
        ("2023", "00"): "incomplete",
        ("2023", "01"): 10.0,
        ("2023", "02"): "missing",
    }


def test_a_group_that_is_asked_for_twice_is_not_counted_twice():
    rows = observed(("01", "age=0-17", 10), ("02", "age=0-17", 5))
    assert figures(rows, "age=0-17", "age=0-17")["01"] == "incomplete"


CUT = [
    (area, f"sex={sex}", number)
    for area, women, men in (("01", 300, 298), ("0201", 20, 30), ("0202", 60, 40))
    for sex, number in (("f", women), ("m", men))
]
# 598 in the north, 50 + 100 in the south, 748 in all.
WHOLE = {"00": 748, "01": 598, "02": 150, "0201": 50, "0202": 100}


def test_a_sum_that_lacks_people_of_an_unknown_area_is_never_silently_smaller():
    # 3 of 748 are 0.4 per cent: in brackets; of 150 they are 2 per cent.
    table = added(observed(*CUT), unplaced=unplaced(("", "sex=m", 3)))
    told = {row["area"]: (row["value"], row["status"]) for row in records(table)}
    assert told["00"] == (748, "limited")
    assert told["01"] == (598, "reported")
    assert math.isnan(told["02"][0])
    assert told["02"][1] == "incomplete"
    assert told["0201"] == (50, "reported")


def test_only_the_sums_to_which_an_unknown_area_can_belong_lack_it():
    lost = unplaced(("", "sex=m", 3))
    # Nobody among the men of the areas is a woman.
    assert figures(observed(*CUT), "sex=f", unplaced=lost)["02"] == 80
    # What was delivered as such lacks nothing.
    whole = observed(*CUT, ("00", "sex=f", 380), ("00", "sex=m", 371))
    assert figures(whole, unplaced=lost)["00"] == 751
    # Another variable, another year.
    assert figures(observed(*CUT), unplaced=lost.assign(variable="y")) == WHOLE
    assert figures(observed(*CUT), unplaced=lost.assign(period="2023")) == WHOLE
    assert figures(observed(*CUT), unplaced=lost.head(0)) == WHOLE


def test_a_sum_lacks_people_of_an_unknown_group_in_their_own_area():
    lost = unplaced(("0201", "sex=?", 4))
    told = figures(observed(*CUT), unplaced=lost)
    assert told == WHOLE | {"0201": "incomplete", "02": "incomplete", "00": "incomplete"}
    # Of children it lacks those who are children.
    cut = [(area, f"age=0-17;{group}", number) for area, group, number in CUT]
    children = observed(*cut)
    lost = unplaced(("0201", "age=0-17;sex=?", 4), ("0201", "age=18-64;sex=?", 100))
    assert figures(children, "age=0-17", unplaced=lost.iloc[1:])["0201"] == 50
    assert figures(children, "age=0-17", unplaced=lost)["0201"] == "incomplete"
    lost = unplaced(("0201", "sex=?", 4))
    # Who asks for women only, or was told the total, lacks nobody.
    assert figures(observed(*CUT), "sex=f", unplaced=lost)["0201"] == 20
    assert figures(observed(("0201", "total", 54)), unplaced=lost)["0201"] == 54


def test_nobody_knows_how_much_a_sum_lacks_where_the_number_is_not_known_either():
    assert figures(observed(*CUT), unplaced=unplaced(("", "sex=?", math.nan)))["00"] == "incomplete"
    # Nobody is nobody.
    assert figures(observed(*CUT), unplaced=unplaced(("", "sex=m", 0))) == WHOLE


# --- what is counted beside the areas


def test_people_of_unknown_address_and_of_the_rest_are_part_of_the_city_alone():
    rows = observed(("01", "total", 598), ("02", "total", 150), ("?", "total", 7))
    assert figures(rows) == {"00": 755, "01": 598, "02": 150}
    rows = observed(
        ("01", "total", 598), ("0201", "total", 50), ("0202", "total", 100), ("?rest", "total", 20)
    )
    assert figures(rows) == {"00": 768, "01": 598, "02": 150, "0201": 50, "0202": 100}


def test_a_city_that_was_delivered_holds_them_already():
    rows = observed(
        ("00", "total", 760), ("01", "total", 598), ("02", "total", 150), ("?", "total", 12)
    )
    assert figures(rows)["00"] == 760


def test_they_are_added_group_by_group_in_groups_of_their_own():
    women = observed(*CUT, ("?", "sex=f", 4), ("?", "sex=m", 3))
    assert figures(women, "sex=f")["00"] == 300 + 80 + 4
    assert figures(women)["00"] == 748 + 7
    whole = observed(*CUT, ("?", "total", 7))
    assert figures(whole)["00"] == 755
    # How many of them are women nobody says.
    assert figures(whole, "sex=f")["00"] == "incomplete"
    assert figures(whole, "sex=f")["02"] == 80


def test_the_city_is_incomplete_where_their_number_is_not_known():
    for status in ("secret", "missing", "unknown"):
        told = figures(observed(("01", "total", 598), ("02", "total", 150), ("?", "total", status)))
        assert (told["00"], told["01"]) == ("incomplete", 598)


def test_areas_that_were_not_delivered_are_in_the_rest_of_the_city():
    # A district and a quarter are looked at; everybody else lives in the rest of the city.
    rows = observed(("01", "total", 598), ("0201", "total", 50), ("?rest", "total", 100))
    assert figures(rows) == {
        "00": 748,
        "01": 598,
        "02": "incomplete",
        "0201": 50,
        "0202": "missing",
    }
    # A district and its quarters are counted once.
    rows = observed(("02", "total", 150), ("0201", "total", 50), ("?rest", "total", 598))
    assert figures(rows)["00"] == 748
    # A secret does not become part of the rest.
    rows = observed(("02", "total", "secret"), ("0201", "total", 50), ("?rest", "total", 598))
    assert figures(rows)["00"] == "incomplete"


def test_in_a_city_with_several_top_areas_they_count_nowhere():
    areas = Areas(
        [Area("01", "Nord", "", "district", None), Area("02", "Süd", "", "district", None)],
        ["district"],
    )
    rows = observed(
        ("01", "total", 5), ("02", "total", 6), ("?", "total", 7), ("?rest", "total", 8)
    )
    table = add_up(Quantity.model_validate({"variable": "x"}), PEOPLE, rows, areas).table
    assert dict(zip(table["area"], table["value"], strict=True)) == {"01": 5, "02": 6}


def test_who_lacks_a_group_among_them_is_lacking_in_the_city():
    rows = observed(*CUT, ("?", "sex=f", 4), ("?", "sex=m", 3))
    told = figures(rows, unplaced=unplaced(("?", "sex=?", 100)))
    assert (told["00"], told["02"]) == ("incomplete", 150)
