"""However deliveries and corrections look: nothing but what a correction names is changed."""

import math
from collections.abc import Mapping
from itertools import product

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from quartier.catalogue import Variable
from quartier.corrected import correct
from quartier.corrections import Correction, Written, read_corrections
from quartier.errors import Problem
from quartier.sheets import SheetRow
from quartier.tables import OBSERVATIONS, from_rows, records

SHARE = Variable.model_validate(
    {"title": "x", "unit": "percent", "kind": "average", "counts_persons": "false"}
)
KEY = list(OBSERVATIONS.key)
AREAS, PERIODS, GROUPS = ["01", "02"], ["2022", "2023"], ["total"]
DELIVERIES = ["alpha@2024-02-01", "alpha@2024-06-01", "zulu@2024-03-01"]
LABELS = {"variable": "share", "geography": "2020", "file": "x.csv"}

GRID = list(product(AREAS, PERIODS, GROUPS, DELIVERIES))

# Most cells are delivered and hold a 1, so that most corrections find what they expect.
held = st.sampled_from([0.0, 2.5, "missing", "secret", None])
others = st.dictionaries(st.sampled_from(GRID), held, min_size=3, max_size=10)
deliveries = others.map(
    lambda some: {cell: value for cell in GRID if (value := some.get(cell, 1.0)) is not None}
)


def observed(told: Mapping[tuple[str, str, str, str], float | str]) -> pd.DataFrame:
    rows = []
    for number, ((area, period, group, delivery), held) in enumerate(told.items()):
        cell = {"area": area, "period": period, "group": group, "delivery": delivery}
        value = math.nan if isinstance(held, str) else held
        status = held if isinstance(held, str) else "reported"
        source = delivery.split("@")[0]
        more = {"value": value, "status": status, "source": source, "row": number}
        rows.append(LABELS | cell | more)
    return from_rows(rows, OBSERVATIONS)


@st.composite
def corrections(draw: st.DrawFn) -> tuple[Correction, ...]:
    """Corrections as a sheet holds them that is free of mistakes."""
    rows = []
    for number in range(draw(st.integers(0, 4))):
        action = draw(st.sampled_from(["drop", "replace", "scale", "flag"]))
        wide = [] if action == "replace" else ["*"]
        value = {"replace": "7,5", "scale": "0.5"}.get(action, "")
        expected = ["1", "", "0"] if wide else ["1", "0", "missing"]
        picked = {
            "source": ["alpha", "zulu"],
            "area": [*AREAS, *wide],
            "period": [*PERIODS, *wide],
            "group": [*GROUPS, *wide],
            "expected": expected,
        }
        cell = {name: draw(st.sampled_from(texts)) for name, texts in picked.items()}
        said = {"variable": "share", "action": action, "value": value}
        signed = {"reason": "Grund", "by": "x", "on": "2024-07-01"}
        rows.append(SheetRow("corrections.csv", number + 2, cell | said | signed))
    problems: list[Problem] = []
    read = read_corrections(rows, problems)
    wrong = {problem.place.row for problem in problems}
    return tuple(each for each in read if each.row not in wrong)


def names(correction: Correction, row: Mapping[str, object]) -> bool:
    """Whether a correction is meant for a row."""
    columns = ("source", "variable", "area", "period", "group")
    return all(getattr(correction, name) in ("*", row[name]) for name in columns)


@given(deliveries, corrections())
def test_a_correction_changes_nothing_that_it_does_not_name(told, known):
    before = observed(told)
    problems: list[Problem] = []
    after, _corrected = correct(before, known, SHARE, "corrections.csv", problems)
    refused = {problem.place.row for problem in problems}
    fixed = [name for name in OBSERVATIONS.columns if name not in ("value", "status")]
    pd.testing.assert_frame_equal(after[fixed], before[fixed])
    for old, new in zip(records(before), records(after), strict=True):
        meant = [each for each in known if names(each, old) and each.row not in refused]
        if not meant:
            assert str(new) == str(old)
            continue
        (correction,) = meant
        changed = str(new) != str(old)
        if changed and isinstance(correction.expected, float):
            assert old["value"] == correction.expected
        if changed and isinstance(correction.expected, str):
            assert old["status"] == correction.expected
        if changed and correction.action != "replace":
            assert not math.isnan(old["value"])
        if changed:
            said = {"drop": "missing", "flag": "limited"}
            assert new["status"] == said.get(correction.action, "revised")
        assert math.isnan(new["value"]) == (new["status"] in ("missing", "secret"))


@given(deliveries, corrections())
def test_what_was_done_is_told_as_it_was_delivered_and_as_it_is_now(told, known):
    before = observed(told)
    after, corrected = correct(before, known, SHARE, "corrections.csv", [])
    changed = (before["status"] != after["status"]) | ~(
        (before["value"] == after["value"]) | (before["value"].isna() & after["value"].isna())
    )
    key = [name for name in KEY if name != "geography"]
    found = corrected.set_index(key).sort_index()
    delivered = before[changed].set_index(key).sort_index()
    now = after[changed].set_index(key).sort_index()
    assert found.index.tolist() == delivered.index.tolist()
    assert found["before"].equals(delivered["value"].rename("before"))
    assert found["after"].equals(now["value"].rename("after"))


@given(deliveries, corrections())
def test_a_correction_is_applied_or_refused_and_never_passed_over(told, known):
    problems: list[Problem] = []
    _after, corrected = correct(observed(told), known, SHARE, "corrections.csv", problems)
    refused = {problem.place.row for problem in problems}
    done = {each.row for each in known for row in records(corrected) if names(each, row)}
    assert done | refused == {each.row for each in known}
    assert not done & refused


@given(deliveries, corrections())
def test_a_correction_is_refused_where_the_last_delivery_holds_something_else(told, known):
    before = observed(told)
    problems: list[Problem] = []
    correct(before, known, SHARE, "corrections.csv", problems)
    refused = {problem.place.row for problem in problems}
    for correction in known:
        last = {
            (row["area"], row["period"], row["group"]): row
            for row in sorted(records(before), key=lambda row: row["delivery"])
            if names(correction, row)
        }
        if isinstance(correction.expected, float):
            holds = all(row["value"] == correction.expected for row in last.values())
        else:
            holds = correction.expected in (None, *(row["status"] for row in last.values()))
        if not (last and holds):
            assert correction.row in refused


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_that_a_message_names_can_be_written_into_the_sheet(value):
    cell = dict.fromkeys(("source", "variable", "area", "reason", "by"), "x")
    cell |= {"period": "2024", "group": "", "on": "2024-07-01", "action": "replace"}
    for language in ("de", "en"):
        told = cell | {"expected": "missing", "value": Written(value).into(language)}
        problems: list[Problem] = []
        (read,) = read_corrections([SheetRow("corrections.csv", 2, told)], problems)
        assert (problems, read.value) == ([], value)
