"""What holds for every city: totals survive aggregation, intervals hold their figure."""

import math
from fractions import Fraction

import pandas as pd
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quartier.areas import Areas
from quartier.catalogue import Indicator, Quantity, Variable
from quartier.indicators import compute
from quartier.settings import Area
from quartier.sums import add_up

LEVELS = ["city", "district", "quarter"]
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(COUNT | {"dimensions": {"sex": ["f", "m"]}}),
    "cases": Variable.model_validate(COUNT),
}
TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
PLAIN = {
    "numerator": {"variable": "cases"},
    "denominator": {"variable": "people"},
    "polarity": "low",
    "domain": "income",
}
PROPORTION = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "percent", "kind": "proportion", "interval": "wilson"}
)
RATE = Indicator.model_validate(
    TEXTS | PLAIN | {"unit": "per_1000", "kind": "rate", "interval": "byar"}
)

# How many quarters each district has.
shape = st.lists(st.integers(1, 4), min_size=1, max_size=4)


def city(sizes: list[int]) -> Areas:
    found = [Area("0", "Stadt", "", "city", None)]
    found += [Area(f"{d}", f"{d}", "", "district", "0") for d in range(1, len(sizes) + 1)]
    found += [
        Area(f"{d}{q}", f"{d}{q}", "", "quarter", f"{d}")
        for d, size in enumerate(sizes, start=1)
        for q in range(size)
    ]
    return Areas(found, LEVELS)


def frame(rows: list[tuple[str, str, float | None]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["area", "group", "value"]).astype({"value": "float64"})
    return table.assign(period="2024", status=table["value"].map(_status))


def _status(value: float) -> str:
    return "secret" if math.isnan(value) else "reported"


number = st.integers(0, 10**6)


@st.composite
def delivered(draw, count=number | st.none()):  # noqa: B008 (strategies are values)
    """A city and the numbers of women and men in its quarters; some are secret or not there."""
    areas = city(draw(shape))
    rows = [
        (area.code, group, draw(count))
        for area in areas.on("quarter")
        for group in ("sex=f", "sex=m")
        if draw(st.integers(0, 9))
    ]
    return areas, rows


@examples(25)
@given(delivered())
def test_sums_are_those_of_all_parts_or_there_is_none(given_):
    areas, rows = given_
    parts = {(area, group): value for area, group, value in rows}
    table = add_up(
        Quantity.model_validate({"variable": "people"}), VARIABLES["people"], frame(rows), areas
    ).table
    for area, value, status in zip(table["area"], table["value"], table["status"], strict=True):
        leaves = [each.code for each in areas.on("quarter") if each.code.startswith(area)]
        leaves = [each.code for each in areas.on("quarter")] if area == "0" else leaves
        needed = [parts.get((leaf, sex)) for leaf in leaves for sex in ("sex=f", "sex=m")]
        # Where the data are not cut by sex for any area, the total cannot be known.
        known = [number for number in needed if number is not None]
        if len(known) < len(needed):
            assert math.isnan(value)
            assert status in ("incomplete", "secret", "missing", "not_computable")
        else:
            assert value == sum(known)
            assert status == "reported"


@examples(25)
@given(delivered(number), st.randoms(use_true_random=False))
def test_the_order_of_the_observations_means_nothing(given_, random):
    areas, rows = given_
    shuffled = list(rows)
    random.shuffle(shuffled)
    quantity = Quantity.model_validate({"variable": "people"})
    one, other = (
        add_up(quantity, VARIABLES["people"], frame(each), areas).table for each in (rows, shuffled)
    )
    pd.testing.assert_frame_equal(one, other)


@examples(25)
@given(st.data(), shape, st.sampled_from([PROPORTION, RATE]))
def test_a_figure_lies_in_its_interval_and_a_missing_one_is_no_zero(data, sizes, asked):
    areas = city(sizes)
    some = st.one_of(st.integers(0, 5000), st.none())
    people, cases = [], []
    for area in areas.on("quarter"):
        all_ = data.draw(some)
        people.append((area.code, "total", all_))
        cases.append(
            (area.code, "total", data.draw(st.one_of(st.integers(0, all_ or 9), st.none())))
        )
    observations = {"people": frame(people), "cases": frame(cases)}
    table = compute("x", asked, observations, VARIABLES, areas).table
    known = table[table["value"].notna()]
    assert (known["lower"] <= known["value"]).all()
    assert (known["value"] <= known["upper"]).all()
    assert (known["lower"] >= 0).all()
    if asked is PROPORTION:
        assert (known["upper"] <= 100 + 1e-9).all()
    unknown = table[table["value"].isna()]
    assert unknown[["lower", "upper"]].isna().all(axis=None)
    assert "reported" not in set(unknown["status"])
    told = {area: (one, two) for (area, _, one), (_, _, two) in zip(cases, people, strict=True)}
    for area, value in zip(known["area"], known["value"], strict=True):
        if area in told:
            above, below = told[area]
            # The nearest number to the exact fraction: 57 of 400 are 14.25, and print as 14.3.
            assert value == float(Fraction(int(above * asked.scale), int(below)))
    # Nobody made a figure up: a quarter has one if both of its counts are there.
    sure = {area for area, (one, two) in told.items() if one is not None and two}
    assert {area for area in known["area"] if area in told} == sure


@given(
    st.dictionaries(st.sampled_from(["10", "11", "20"]), st.tuples(number, number), min_size=3),
    st.lists(
        st.tuples(
            st.sampled_from(["", "10", "20"]),
            st.sampled_from(["sex=?", "sex=f", "sex=m"]),
            st.integers(0, 3000),
        ).filter(lambda row: not row[0] or row[1] == "sex=?"),
        max_size=3,
    ),
)
def test_a_sum_is_no_smaller_than_it_can_be_but_for_what_it_says(told, lost):
    rows = [(area, f"sex={sex}", people[at]) for area, people in told.items() for at, sex in SEXES]
    frames = pd.DataFrame(lost, columns=["area", "group", "value"]).astype({"value": "float64"})
    unplaced = frames.assign(variable="people", period="2024", delivery="a@2025-01-31")
    areas = city([2, 1])
    whole = Quantity.model_validate({"variable": "people"})
    sums = add_up(whole, VARIABLES["people"], frame(rows), areas, unplaced).table
    # All that nobody could place may belong to each area, but for what is known to be elsewhere.
    for area, value, status in zip(sums["area"], sums["value"], sums["status"], strict=True):
        elsewhere = {"1": ["20"], "10": ["", "20"], "11": ["", "10", "20"], "2": ["10"]}
        elsewhere |= {"20": ["", "10"], "0": []}
        # Quarters were delivered, so that rows of an unknown area are none of theirs.
        missing = sum(number for where, _, number in lost if where not in elsewhere[area])
        if status == "reported":
            assert missing == 0
        elif status == "limited":
            assert 0 < missing <= 0.01 * value
        else:
            assert status == "incomplete"
            assert math.isnan(value)


SEXES = [(0, "f"), (1, "m")]


@examples(25)
@given(shape, st.lists(number, min_size=24, max_size=24), st.data())
def test_the_city_is_the_sum_of_its_parts_whichever_level_was_delivered(sizes, counts, data):
    areas = city(sizes)
    quarters = {each.code: count for each, count in zip(areas.on("quarter"), counts, strict=False)}
    districts = {
        each.code: sum(quarters[part.code] for part in areas.children(each.code))
        for each in areas.on("district")
    }
    beside = data.draw(st.dictionaries(st.sampled_from(areas.BESIDE), number))
    whole = sum(quarters.values()) + sum(beside.values())
    told = [quarters, districts, {"0": whole}]
    levels = data.draw(st.lists(st.sampled_from(told), min_size=1, unique_by=id))
    rows = [(code, "total", count) for some in (*levels, beside) for code, count in some.items()]
    quantity = Quantity.model_validate({"variable": "people"})
    table = add_up(quantity, VARIABLES["people"], frame(rows), areas).table
    sums = dict(zip(table["area"], table["value"], strict=True))
    assert sums["0"] == whole
    assert not sums.keys() & set(areas.BESIDE)
