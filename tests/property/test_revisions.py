"""Whoever reads what a delivery changed learns nothing of what was withheld before it.

The attacker knows all figures that are shown now, takes those of which nothing is said for
unchanged, and knows that the districts add up to the city.
"""

import tempfile
from pathlib import Path

import pandas as pd
from examples import examples
from helped_city import a_city, told
from hypothesis import given
from hypothesis import strategies as st

from quartier.areas import Areas
from quartier.observations import ingest
from quartier.revisions import before_last, changes
from quartier.settings import City
from quartier.state import State, compute_state
from quartier.tables import records

DISTRICTS = ("01", "02", "03")
WITHHELD = ("withheld", "withheld_secondary", "secret")
CELL = ["indicator", "area", "period"]

# Small counts are what it is about, and larger ones beside which they can be withheld.
count = st.sampled_from([0, 3, 4, 5, 6, 9, 40])
sign = st.sampled_from(["*", "."])


@st.composite
def corrected(draw) -> tuple[list[object], list[object]]:
    """What is told of the three districts, and what is told of them later: mostly a bit more."""
    first: list[object] = draw(st.lists(count, min_size=3, max_size=3))
    second = [value + draw(st.sampled_from([0, 0, 1, 2])) for value in first]  # type: ignore[operator]
    for told_of in (first, second):
        if draw(st.integers(0, 5)) == 0:
            told_of[draw(st.integers(0, 2))] = draw(sign)
    return first, second


def state_of(city: City) -> State:
    areas = Areas(city.areas, city.levels)
    ingested = ingest(city, areas)
    observed = {name: ingested.observed(name) for name in city.variables}
    return compute_state(city, areas, observed, ingested.unplaced)


def shown(state: State) -> dict[tuple[str, ...], tuple[float, str]]:
    return {
        (row["indicator"], row["area"], row["period"]): (row["value"], row["status"])
        for row in records(state.published)
    }


@given(corrected())
@examples(5)
def test_nothing_that_was_withheld_can_be_computed(deliveries):
    first, second = deliveries
    with tempfile.TemporaryDirectory() as folder:
        city = a_city(
            Path(folder) / "k",
            ("clubs", "2024-01-10", told("2023", 50, 60, 70)),
            ("help", "2024-02-01", told("2023", *first)),
            ("help", "2024-03-01", told("2023", *second)),
        )
        now, then = state_of(city), state_of(before_last(city))
        table = changes(city, before_last(city), Areas(city.areas, city.levels), now)
    before, after = shown(then), shown(now)
    for row in records(table):
        if not row["area"]:
            assert pd.isna(row["before"])
            assert pd.isna(row["after"])
            continue
        cell = tuple(row[name] for name in CELL)
        assert before[cell][1] not in WITHHELD
        assert after[cell][1] not in WITHHELD
        if pd.notna(row["before"]):
            assert (row["before"], row["after"]) == (before[cell][0], after[cell][0])
    attack(table, before, after)


def attack(table: pd.DataFrame, before: dict, after: dict) -> None:
    said = {row["area"]: row["before"] for row in records(table) if row["indicator"] == "helped"}
    if not any(pd.notna(value) for value in said.values()):
        return
    # What there was of a figure, as far as he knows: what is said, else what is shown now.
    known = {area: said.get(area, after["helped", area, "2023"][0]) for area in ("00", *DISTRICTS)}
    unknown = [area for area, value in known.items() if pd.isna(value)]
    if len(unknown) == 1:
        assert before["helped", unknown[0], "2023"][1] not in WITHHELD
    if not unknown:
        # Else he would see that somebody else has changed, and by how much.
        assert known["00"] == sum(known[area] for area in DISTRICTS)
