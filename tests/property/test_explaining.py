"""The cells that an explanation names are those that a sum was made of."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier import indicators
from quartier.areas import Areas
from quartier.catalogue import Quantity, Variable
from quartier.city import load_city
from quartier.explaining.entering import Entering
from quartier.observations import ingest
from quartier.periods import parse
from quartier.places import PROJECT
from quartier.settings import Area
from quartier.sums import add_up
from quartier.tables import records


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
        "dimensions": {"sex": ["f", "m"]},
    }
)


@settings(max_examples=200)
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
