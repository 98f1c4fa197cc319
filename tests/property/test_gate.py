"""An attacker with all that is published, and a solver, cannot compute what is withheld.

He knows that areas add up to the areas above them and groups to the groups that hold them, that a
share has no more persons above than below its bar, and what the signs mean.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from quartier.areas import Areas
from quartier.catalogue import Indicator, Variable
from quartier.disclosure import Beside, Gate, publish, published_quarantine
from quartier.indicators import compute
from quartier.settings import Area, Disclosure
from quartier.tables import QUARANTINE, from_rows, records

LEVELS = ["city", "district", "quarter"]
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(COUNT),
    "cases": Variable.model_validate(COUNT | {"dimensions": {"age": ["0-17", "18-64"]}}),
}
TEXTS = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
TEXTS |= {"polarity": "low", "domain": "income"}
CHILDREN = {"variable": "cases", "groups": ["age=0-17"]}
ADULTS = {"variable": "cases", "groups": ["age=18-64"]}
ALL = {"variable": "cases"}
PEOPLE = {"variable": "people"}


def ratio(kind: str, above: dict, unit: str, interval: str) -> Indicator:
    parts = {"kind": kind, "numerator": above, "denominator": PEOPLE}
    return Indicator.model_validate(TEXTS | parts | {"unit": unit, "interval": interval})


def count(of: dict) -> Indicator:
    parts = {"kind": "count", "unit": "persons", "interval": "none", "numerator": of}
    return Indicator.model_validate(TEXTS | parts)


CHOICES = {
    "people": count(PEOPLE),
    "share": ratio("proportion", ALL, "percent", "wilson"),
    "rate": ratio("rate", CHILDREN, "per_1000", "byar"),
    "children": ratio("proportion", CHILDREN, "percent", "wilson"),
    "adults": count(ADULTS),
}


@dataclass
class City:
    areas: Areas
    truth: dict[tuple[str, str], int]
    secret: set[str]
    series: pd.DataFrame
    published: pd.DataFrame
    rule: Disclosure
    indicators: dict[str, Indicator]


# Small counts are what it is about, and large ones what they can hide behind.
small = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 9, 30, 200])


@st.composite
def cities(draw) -> City:
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    districts = [str(number) for number in range(1, len(sizes) + 1)]
    quarters = [f"{d}{q}" for d, size in zip(districts, sizes, strict=True) for q in range(size)]
    listed = [Area("0", "0", "", "city", None)]
    listed += [Area(code, code, "", "district", "0") for code in districts]
    listed += [Area(code, code, "", "quarter", code[0]) for code in quarters]
    truth: dict[tuple[str, str], int] = {}
    for code in quarters:
        children, adults, others = draw(small), draw(small), draw(small)
        told = {"children": children, "adults": adults, "people": children + adults + others}
        for area in (code, code[0], "0"):
            for name, number in told.items():
                truth[name, area] = truth.get((name, area), 0) + number
    areas = Areas(listed, LEVELS)
    if draw(st.booleans()):
        # People of unknown address: part of the city alone.
        children, adults, others = draw(small), draw(small), draw(small)
        told = {"children": children, "adults": adults, "people": children + adults + others}
        for name, number in told.items():
            truth[name, "?"] = number
            truth[name, "0"] += number
    secret = set(draw(st.lists(st.sampled_from(quarters), max_size=1)))
    left_out = set(draw(st.lists(st.sampled_from(districts), max_size=1)))
    unknown = set(draw(st.lists(st.sampled_from(["0", *districts, *quarters]), max_size=2)))
    names = draw(st.sets(st.sampled_from(sorted(CHOICES)), min_size=1))
    indicators = {name: CHOICES[name] for name in sorted(names)}
    rule = Disclosure.model_validate(
        {"threshold": draw(st.sampled_from([3, 5])), "zero": draw(st.sampled_from(ZERO))}
    )
    observations = observed(truth, secret, left_out, unknown)
    series = pd.concat(
        [
            compute(name, indicator, observations, VARIABLES, areas).table
            for name, indicator in indicators.items()
        ],
        ignore_index=True,
    )
    gate = Gate(rule, indicators, VARIABLES, areas, Beside.of(observations))
    table = publish(series, gate)
    return City(areas, truth, secret, series, table, rule, indicators)


ZERO = ["shown", "withheld"]


def observed(truth: dict, secret: set[str], left_out: set[str], unknown: set[str]) -> dict:
    """What an office delivers: all levels, but for what is secret, left out or unknown to it."""
    rows = []
    groups = {"children": "age=0-17", "adults": "age=18-64", "people": "total"}
    for (name, area), number in truth.items():
        if area not in left_out:
            hidden = area in secret and name != "people"
            value, status = (math.nan, "secret") if hidden else (float(number), "reported")
            if area in unknown and not hidden:
                value, status = math.nan, "unknown"
            variable = "people" if name == "people" else "cases"
            rows.append((variable, area, "2024", groups[name], value, status))
    columns = ["variable", "area", "period", "group", "value", "status"]
    frame = pd.DataFrame(rows, columns=columns)
    return {name: frame[frame["variable"] == name] for name in VARIABLES}


PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...] | None]] = {
    "people": (("people",), None),
    "share": (("children", "adults"), ("people",)),
    "rate": (("children",), ("people",)),
    "children": (("children",), ("people",)),
    "adults": (("adults",), None),
}


def cells(city: City) -> list[tuple[tuple[str, ...], str, str, dict]]:
    """Each count that a row is made from: what it adds up, its area, its column, the row."""
    found: list[tuple[tuple[str, ...], str, str, dict]] = []
    for row in records(city.published):
        above, below = PARTS[row["indicator"]]
        found.append((above, row["area"], "numerator", row))
        if below is not None:
            found.append((below, row["area"], "denominator", row))
    return found


def parts_of(city: City, code: str) -> list[str]:
    """The areas within an area; of the city also those whose address nobody knows."""
    unknown = ["?"] if code == "0" and ("people", "?") in city.truth else []
    return [*(area.code for area in city.areas.children(code)), *unknown]


class Attacker:
    """Counts by area and group as unknowns, and what is known about them."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.place = {key: number for number, key in enumerate(sorted(city.truth))}
        self.equal: list[tuple[np.ndarray, float]] = []
        self.least: list[tuple[np.ndarray, float]] = []
        for area in city.areas:
            parts = parts_of(city, area.code)
            for name in ("people", "children", "adults"):
                if parts:
                    sums = self.of((name,), area.code)
                    sums -= sum(self.of((name,), part) for part in parts)
                    self.equal.append((sums, 0.0))
            for name, indicator in city.indicators.items():
                above, below = PARTS[name]
                if indicator.kind == "proportion" and below is not None:
                    others = self.of(below, area.code) - self.of(above, area.code)
                    self.least.append((others, 0.0))
        for names, area, column, row in cells(city):
            vector = self.of(names, area)
            if not math.isnan(row[column]):
                self.equal.append((vector, row[column]))
            elif row["status"].startswith("withheld") and city.rule.zero == "shown":
                # A sign stands for no zero; unless it is one that hides another count.
                self.least.append((vector, min(1.0, self.true(names, area))))

    def true(self, names: tuple[str, ...], area: str) -> float:
        return float(sum(self.city.truth[name, area] for name in names))

    def of(self, names: tuple[str, ...], area: str) -> np.ndarray:
        vector = np.zeros(len(self.place))
        for name in names:
            vector[self.place[name, area]] = 1.0
        return vector

    def reach(self, vector: np.ndarray) -> tuple[float, float]:
        """The least and the most that a count can be."""
        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * vector,
                A_ub=-np.array([each for each, _ in self.least] or [0 * vector]),
                b_ub=-np.array([bound for _, bound in self.least] or [0.0]),
                A_eq=np.array([each for each, _ in self.equal]),
                b_eq=np.array([number for _, number in self.equal]),
                bounds=(0, None),
            )
            assert solved.status in (0, 3), solved.message
            ends.append(sign * float(solved.fun or 0) if solved.status == 0 else sign * -math.inf)
        return ends[0], ends[1]


@examples(40)
@given(cities())
def test_what_is_published_of_a_city_gives_nothing_small_or_secret_away(city):
    no_withheld_count_can_be_computed(city)
    a_small_number_of_unknown_addresses_cannot_be_computed(city)
    no_small_count_and_no_small_complement_is_shown(city)
    a_withheld_row_holds_no_figure_and_the_others_are_as_they_were(city)
    no_few_areas_together_have_a_small_count_that_can_be_computed(city)


def no_withheld_count_can_be_computed(city: City) -> None:
    attacker = Attacker(city)
    tried = set()
    for names, area, column, row in cells(city):
        if math.isnan(row[column]) and (names, area) not in tried:
            tried.add((names, area))
            for vector in secrets(city, attacker, names, area):
                least, most = attacker.reach(vector)
                assert most - least > 0.999, (names, area, least, most)


def a_small_number_of_unknown_addresses_cannot_be_computed(city: City) -> None:
    attacker = Attacker(city)
    for names in {names for names, area, _, _ in cells(city) if area == "0"}:
        if ("people", "?") in city.truth and _is_small(int(attacker.true(names, "?")), city.rule):
            least, most = attacker.reach(attacker.of(names, "?"))
            assert most - least > 0.999, (names, least, most)


def secrets(city: City, attacker: Attacker, names: tuple[str, ...], area: str) -> list[np.ndarray]:
    """What must not be known of a count: itself, or how many are not among it."""
    own = attacker.of(names, area)
    others = attacker.of(("people",), area) - own
    found = [own] if _is_secret(city, names, area) else []
    return [*found, others] if _has_small_complement(city, names, area) else found


def _is_secret(city: City, names: tuple[str, ...], area: str) -> bool:
    if area in city.secret and names != ("people",):
        # Where nobody lives, everybody knows that there is no case.
        return city.truth["people", area] > 0
    return _is_small(sum(city.truth[name, area] for name in names), city.rule)


def _has_small_complement(city: City, names: tuple[str, ...], area: str) -> bool:
    shares = [n for n, each in city.indicators.items() if each.kind == "proportion"]
    others = city.truth["people", area] - sum(city.truth[name, area] for name in names)
    return any(PARTS[name][0] == names for name in shares) and _is_small(others, city.rule)


def _is_protected(city: City, names: tuple[str, ...], area: str) -> bool:
    """Whether a count must not be shown: it is small, its complement is, or it is secret."""
    return _is_secret(city, names, area) or _has_small_complement(city, names, area)


def _is_small(number: int, rule: Disclosure) -> bool:
    return 0 < number < rule.threshold or (number == 0 and rule.zero == "withheld")


def no_small_count_and_no_small_complement_is_shown(city: City) -> None:
    for names, area, column, row in cells(city):
        if not math.isnan(row[column]):
            assert not _is_small(int(row[column]), city.rule)
        if _is_protected(city, names, area):
            assert math.isnan(row["value"])
            assert math.isnan(row[column])


def a_withheld_row_holds_no_figure_and_the_others_are_as_they_were(city: City) -> None:
    figures = ["value", "lower", "upper", "numerator", "denominator"]
    key = ["indicator", "area", "period"]
    before = city.series.set_index(key).sort_index()
    after = city.published.set_index(key).sort_index()
    closed = after["status"].isin(["withheld", "withheld_secondary"])
    assert after.loc[closed, figures].isna().all(axis=None)
    # What is left is either the same, or gone as a whole.
    gone = after[figures].isna().all(axis="columns")
    pd.testing.assert_frame_equal(after[~gone], before[~gone])
    # A value is only gone where the status says that it is withheld.
    assert before.loc[~closed, "value"].isna().equals(after.loc[~closed, "value"].isna())


def no_few_areas_together_have_a_small_count_that_can_be_computed(city: City) -> None:
    shown = {
        (names, area): row[column]
        for names, area, column, row in cells(city)
        if not math.isnan(row[column])
    }
    for names, parent in {(names, area) for names, area, _, _ in cells(city)}:
        parts = parts_of(city, parent)
        known = [shown[names, part] for part in parts if (names, part) in shown]
        if (names, parent) in shown and len(known) < len(parts):
            assert not _is_small(int(shown[names, parent] - sum(known)), city.rule)


@pytest.mark.parametrize("audience", ["department", "administration", "public"])
@examples(40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["area", "group", "period", "value"]),
            st.integers(0, 30),
            st.sampled_from(
                [
                    "{}",
                    " {} ",
                    "{},0",
                    "{} Personen",
                    "Nord {}",
                    "({})",
                    "{}*",
                    "31.12.2024,0101,{}",
                    "Nord/{}",
                    "-{}",
                ]
            ),
        )
    )
)
def test_the_quarantine_shows_no_small_count(audience, found):
    listed = [
        {
            "source": "amt",
            "delivery": "amt@2025-01-31",
            "file": "amt.csv",
            "row": str(number),
            "column": "x",
            "reason": "area",
            "found": form.format(count),
            "hint": form.format(count),
            "role": role,
        }
        for number, (role, count, form) in enumerate(found)
    ]
    shown = published_quarantine(from_rows(listed, QUARANTINE), Disclosure(), audience)
    told = {row["row"]: (row["found"], row["hint"]) for row in records(shown.frame)}
    for number, (role, count, form) in enumerate(found):
        # "12,0" could be two numbers of a row that was pasted into one cell.
        small = count < Disclosure().threshold or form == "{},0"
        if role == "value" or small:
            assert pd.isna(told[str(number)][0])
            assert told[str(number)][1] == ""
        else:
            assert told[str(number)] == (form.format(count), form.format(count))
