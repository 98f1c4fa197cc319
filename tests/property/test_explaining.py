"""The cells that an explanation names are those that a sum was made of."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from quartier import groups, indicators
from quartier.areas import Areas
from quartier.catalogue import Indicator, Quantity, Variable
from quartier.city import load_city
from quartier.explaining.entering import Entering
from quartier.explaining.shown import Shown
from quartier.observations import ingest
from quartier.periods import parse
from quartier.places import PROJECT
from quartier.settings import Area, City, Settings
from quartier.sums import add_up
from quartier.tables import UNPLACED, empty, records


@pytest.fixture(scope="module")
def musterstadt_taken_in():
    city = load_city(PROJECT / "data" / "musterstadt")
    areas = Areas(city.areas, city.levels)
    ingested = ingest(city, areas)
    told = ingested.observations
    held = {name: told[told["variable"] == name] for name in city.variables}
    return city, areas, held, ingested.unplaced


def test_the_parts_of_each_figure_of_musterstadt_add_up_to_it(musterstadt_taken_in):
    city, areas, held, unplaced = musterstadt_taken_in
    entering: dict[tuple[str, str], Entering] = {}

    def parts(quantity: Quantity, period: str, area: str) -> float:
        key = quantity.name, period
        if key not in entering:
            rows = held[quantity.variable]
            here = rows[rows["period"] == period]
            variable = city.variables[quantity.variable]
            entering[key] = Entering(quantity, variable, here, areas)
        return entering[key].of(area)["value"].sum(skipna=False, min_count=1)

    seen = 0
    for name, indicator in city.indicators.items():
        series = indicators.compute(name, indicator, held, city.variables, areas, unplaced).table
        for row in records(series):
            if math.isnan(row["value"]):
                continue
            seen += 1
            assert parts(indicator.numerator, row["period"], row["area"]) == row["numerator"]
            below = indicator.denominator
            if below is not None:
                when = parse(row["period"])
                when = when.previous() if below.period == "previous" else when
                assert parts(below, when.text, row["area"]) == row["denominator"]
    assert seen > 1000


AREAS = Areas(
    [
        Area("0", "Stadt", "", "city", None),
        Area("1", "Nord", "", "district", "0"),
        Area("2", "Süd", "", "district", "0"),
        *(Area(code, code, "", "quarter", code[0]) for code in ("11", "12", "21")),
    ],
    ["city", "district", "quarter"],
)
PEOPLE = Variable.model_validate(
    {
        "title": "x",
        "unit": "persons",
        "kind": "stock",
        "counts_persons": "true",
        "dimensions": {"age": ["0-17", "18+"], "sex": ["f", "m"]},
    }
)


@settings(max_examples=80)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["0", "1", "2", "11", "12", "21", "?", "?rest"]),
            st.sampled_from(["total", "sex=f", "sex=m"]),
        ),
        st.one_of(st.integers(0, 1000), st.sampled_from(["secret", "missing"])),
        min_size=1,
    ),
    st.sampled_from(["total", "sex=f"]),
)
def test_whatever_was_delivered_the_parts_add_up_to_the_sum(told, group):
    frame = pd.DataFrame(
        [
            {
                "area": area,
                "group": cut,
                "period": "2024",
                "value": math.nan if isinstance(value, str) else float(value),
                "status": value if isinstance(value, str) else "reported",
            }
            for (area, cut), value in told.items()
        ]
    )
    quantity = Quantity.model_validate({"variable": "x", "groups": [group]})
    table = add_up(quantity, PEOPLE, frame, AREAS).table
    entering = Entering(quantity, PEOPLE, frame, AREAS)
    for row in records(table):
        parts = entering.of(row["area"])
        if not math.isnan(row["value"]):
            assert parts["value"].sum(skipna=False) == row["value"]
            assert not parts.duplicated(["area", "group"]).any()


# --- what may be told

FINEST = sorted(groups.finest({"age": ["0-17", "18+"], "sex": ["f", "m"]}))
CUTS = {
    "sex": ["sex=f", "sex=m"],
    "age": ["age=0-17", "age=18+"],
    "both": FINEST,
}


def within(group: str) -> list[str]:
    """The finest groups that make up a group."""
    wanted = groups.parse(group).items()
    return [cell for cell in FINEST if wanted <= groups.parse(cell).items()]


@st.composite
def cut_cities(draw) -> tuple[Shown, dict[tuple[str, str], int], list[str]]:
    """What is told of people in quarters, how many there are in truth, and what was delivered."""
    truth: dict[tuple[str, str], int] = {}
    beside = draw(st.booleans())
    for code in ("11", "12", "21", "22", *(["?"] if beside else [])):
        for group in FINEST:
            number = draw(st.sampled_from([0, 1, 2, 3, 4, 6, 9, 30, 200]))
            for area in (code, "0") if code == "?" else (code, code[0], "0"):
                truth[group, area] = truth.get((group, area), 0) + number
    levels = draw(st.sampled_from([["quarter"], ["district", "quarter"], LEVELS]))
    cuts = draw(st.lists(st.sampled_from(sorted(CUTS)), min_size=1, unique=True))
    delivered = [group for cut in cuts for group in CUTS[cut]]
    rows = [
        {
            "variable": "people",
            "area": area,
            "group": group,
            "period": "2024",
            "value": float(sum(truth[cell, area] for cell in within(group))),
            "status": "reported",
        }
        for area in dict.fromkeys(area for _group, area in truth)
        for group in delivered
        if area == "?" or QUARTERS[area].level in levels
    ]
    observed = {"people": pd.DataFrame(rows)}
    women = {"variable": "people", "groups": ["sex=f"]}
    some = {"all": count({"variable": "people"}), "women": count(women)}
    names = draw(st.sampled_from([["all"], ["women"], ["all", "women"]]))
    city = replace(CITY, indicators={name: some[name] for name in names})
    return Shown(city, QUARTERS, observed, empty(UNPLACED)), truth, delivered


def count(of: dict) -> Indicator:
    parts = {"kind": "count", "unit": "persons", "interval": "none", "numerator": of}
    return Indicator.model_validate(TEXTS | parts)


TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
TEXTS |= {"polarity": "low", "domain": "income"}
LEVELS = ["city", "district", "quarter"]
QUARTERS = Areas(
    [
        *list(AREAS)[:3],
        *(Area(code, code, "", "quarter", code[0]) for code in ("11", "12", "21", "22")),
    ],
    LEVELS,
)
SETTINGS = {
    "name": "Stadt",
    "levels": [{"id": level, "name": level, "plural": level} for level in LEVELS],
    "geographies": [{"id": "2015", "valid_from": "2015-01-01"}],
}
CITY = City(
    Path("stadt"),
    Settings.model_validate(SETTINGS),
    tuple(QUARTERS),
    {"people": PEOPLE},
    {},
    {},
    (),
    None,
)


@settings(max_examples=15)
@given(cut_cities())
def test_nobody_can_compute_a_small_cell_from_all_that_is_told(given_):
    shown, truth, delivered = given_
    place = {key: number for number, key in enumerate(truth)}

    def of(area: str, group: str) -> np.ndarray:
        vector = np.zeros(len(place))
        vector[[place[cell, area] for cell in within(group)]] = 1
        return vector

    known = []
    for area in (each.code for each in QUARTERS):
        parts = [each.code for each in QUARTERS.children(area)]
        parts += ["?"] if area == "0" and (FINEST[0], "?") in truth else []
        if parts:
            known += [of(area, cell) - sum(of(part, cell) for part in parts) for cell in FINEST]
        told = [group for group in delivered if shown.cell("people", group, area, "2024")]
        for group in ("total", "sex=f"):
            quantity = Quantity.model_validate({"variable": "people", "groups": [group]})
            told += [group] if shown.whole(quantity, area, "2024") else []
        known += [of(area, group) for group in told]
    numbers = np.array(list(truth.values()), dtype=float)
    equal = np.array(known)
    for area in dict.fromkeys(area for _group, area in truth):
        for group in delivered:
            vector = of(area, group)
            if not 0 < vector @ numbers < 5:
                continue
            ends = [
                linprog(sign * vector, A_eq=equal, b_eq=equal @ numbers, bounds=(0, None))
                for sign in (1, -1)
            ]
            least = float(ends[0].fun or 0)
            most = -float(ends[1].fun or 0) if ends[1].status == 0 else math.inf
            assert most - least > 0.999, (group, area, vector @ numbers, least, most)
