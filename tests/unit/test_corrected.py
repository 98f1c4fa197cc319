"""Corrections applied: small deliveries by hand, and what must be left of them."""

# ruff: noqa: E501 (messages stand here as they are printed)

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from quartier.catalogue import Variable
from quartier.corrected import correct
from quartier.corrections import Correction
from quartier.errors import Problem
from quartier.tables import CORRECTED, OBSERVATIONS, from_rows

PEOPLE = Variable.model_validate(
    {"title": "Menschen", "unit": "persons", "kind": "stock", "counts_persons": "true"}
)
SHARE = Variable.model_validate(
    {"title": "Anteil", "unit": "percent", "kind": "average", "counts_persons": "false"}
)
MONEY = Variable.model_validate(
    {"title": "Aufwand", "unit": "euro", "kind": "flow", "counts_persons": "false"}
)
FIRST, SECOND = "register@2024-02-01", "register@2024-06-01"
NAN = math.nan


def told(
    *rows: tuple[str, str, float | str], period: str = "2023", group: str = "total"
) -> list[dict[str, object]]:
    """Rows of a delivery from area, delivery, and a value or the status of a cell without one."""
    return [
        {
            "variable": "people",
            "group": group,
            "area": area,
            "geography": "2020",
            "period": period,
            "delivery": delivery,
            "value": NAN if isinstance(held, str) else held,
            "status": held if isinstance(held, str) else "reported",
            "source": delivery.split("@")[0],
            "file": "x.csv",
            "row": 2,
        }
        for area, delivery, held in rows
    ]


PLAIN = Correction(
    source="register",
    area="01",
    period="2023",
    variable="people",
    group="total",
    action="",
    expected=None,
    value=None,
    reason="Grund",
    by="M. Muster",
    on="2024-03-01",
    row=2,
)


def known(
    action: str, expected: float | str | None = None, value: float | None = None, **more: Any
) -> Correction:
    return replace(PLAIN, action=action, expected=expected, value=value, **more)


def applied(
    rows: Sequence[dict[str, object]], *corrections: Correction, variable: Variable = PEOPLE
) -> tuple[pd.DataFrame, pd.DataFrame]:
    problems: list[Problem] = []
    observations = from_rows(rows, OBSERVATIONS)
    before = observations.copy(deep=True)
    result = correct(observations, corrections, variable, "x/corrections.csv", problems)
    assert problems == []
    pd.testing.assert_frame_equal(observations, before)
    return result


def refused(
    rows: Sequence[dict[str, object]], *corrections: Correction, variable: Variable = PEOPLE
) -> list[str]:
    problems: list[Problem] = []
    observations = from_rows(rows, OBSERVATIONS)
    after, corrected = correct(observations, corrections, variable, "x/corrections.csv", problems)
    assert len(corrected) == 0
    pd.testing.assert_frame_equal(after, observations)
    return [str(problem).removeprefix("x/corrections.csv, ") for problem in problems]


def held(observations: pd.DataFrame) -> list[tuple[str, str, float | str]]:
    """Area, delivery, and the value or the status of a cell without one."""
    columns = (observations[name] for name in ("area", "delivery", "value", "status"))
    return [
        (area, delivery, status if math.isnan(value) else value)
        for area, delivery, value, status in zip(*columns, strict=True)
    ]


TWO_AREAS = told(("01", FIRST, 3400), ("02", FIRST, 50))


def test_without_corrections_all_stays():
    observations, corrected = applied(TWO_AREAS)
    assert held(observations) == [("01", FIRST, 3400), ("02", FIRST, 50)]
    assert list(corrected.columns) == list(CORRECTED.columns)


@pytest.mark.parametrize(
    ("correction", "value", "status"),
    [
        (known("drop", 3400), NAN, "missing"),
        (known("replace", 3400, 340), 340, "revised"),
        (known("replace", 3400, 0), 0, "revised"),
        (known("scale", 3400, 0.1), 340, "revised"),
        (known("flag", 3400), 3400, "limited"),
        (known("flag"), 3400, "limited"),
    ],
    ids=lambda value: value.action if isinstance(value, Correction) else "",
)
def test_an_action_changes_its_cell_and_no_other(correction, value, status):
    observations, corrected = applied(TWO_AREAS, correction)
    assert observations["status"].tolist() == [status, "reported"]
    assert observations["value"].tolist() == pytest.approx([value, 50], nan_ok=True)
    (row,) = corrected.to_dict("records")
    assert row.pop("after") == pytest.approx(value, nan_ok=True)
    assert row == {
        "variable": "people",
        "group": "total",
        "area": "01",
        "period": "2023",
        "delivery": FIRST,
        "before": 3400,
        "action": correction.action,
        "reason": "Grund",
        "by": "M. Muster",
        "on": "2024-03-01",
        "source": "register",
    }


def test_what_a_source_left_out_can_be_put_in():
    rows = told(("01", FIRST, "missing"))
    observations, corrected = applied(rows, known("replace", "missing", 12))
    assert held(observations) == [("01", FIRST, 12)]
    assert math.isnan(corrected["before"].iloc[0])


def test_both_deliveries_are_corrected_where_both_hold_the_error():
    rows = told(("01", FIRST, 3400), ("01", SECOND, 3400))
    observations, corrected = applied(rows, known("replace", 3400, 340))
    assert held(observations) == [("01", FIRST, 340), ("01", SECOND, 340)]
    assert corrected["delivery"].tolist() == [FIRST, SECOND]


def test_an_earlier_delivery_that_held_something_else_stays_as_it_was():
    rows = told(("01", FIRST, 330), ("01", SECOND, 3400))
    observations, _ = applied(rows, known("replace", 3400, 340))
    assert held(observations) == [("01", FIRST, 330), ("01", SECOND, 340)]


def test_a_later_delivery_without_the_cell_says_nothing_about_it():
    rows = told(("01", FIRST, 3400), ("02", SECOND, 7))
    observations, _ = applied(rows, known("replace", 3400, 340))
    assert held(observations) == [("01", FIRST, 340), ("02", SECOND, 7)]


def test_another_source_is_not_touched():
    rows = told(("01", FIRST, 3400), ("01", "survey@2024-09-01", 3400))
    observations, _ = applied(rows, known("replace", 3400, 340))
    assert held(observations) == [("01", FIRST, 340), ("01", "survey@2024-09-01", 3400)]


def test_other_periods_and_groups_are_not_touched():
    rows = (
        told(("01", FIRST, 3400))
        + told(("01", FIRST, 3400), period="2022")
        + told(("01", FIRST, 3400), group="sex=f")
    )
    observations, _ = applied(rows, known("drop", 3400))
    kept = observations[observations["status"] == "reported"]
    assert sorted(zip(kept["period"], kept["group"], strict=True)) == [
        ("2022", "total"),
        ("2023", "sex=f"),
    ]


def test_a_table_in_thousands_is_scaled_as_a_whole():
    rows = told(("01", FIRST, 3), ("02", FIRST, 5), ("03", FIRST, "secret"))
    observations, corrected = applied(rows, known("scale", None, 1000, area="*"))
    assert held(observations) == [("01", FIRST, 3000), ("02", FIRST, 5000), ("03", FIRST, "secret")]
    assert corrected[["before", "after"]].to_numpy().tolist() == [[3, 3000], [5, 5000]]


def test_what_a_source_keeps_secret_stays_secret_when_all_is_dropped():
    rows = told(("01", FIRST, 3), ("02", FIRST, "secret"))
    observations, corrected = applied(rows, known("drop", area="*", period="*", group="*"))
    assert held(observations) == [("01", FIRST, "missing"), ("02", FIRST, "secret")]
    assert corrected["area"].tolist() == ["01"]


def test_a_wide_correction_can_expect_the_same_everywhere():
    rows = told(("01", FIRST, 0), ("02", FIRST, 0))
    observations, _ = applied(rows, known("drop", 0, area="*"))
    assert held(observations) == [("01", FIRST, "missing"), ("02", FIRST, "missing")]


def test_only_what_is_reported_as_sound_is_flagged():
    rows = told(("01", FIRST, 3), ("02", FIRST, 4), ("03", FIRST, "missing"))
    rows[1]["status"] = "estimated"
    observations, _ = applied(rows, known("flag", area="*"))
    assert observations["status"].tolist() == ["limited", "estimated", "missing"]


def test_binary_digits_do_not_make_a_count_uneven():
    # 0.07 * 100 is 7.000000000000001 for a computer.
    observations, _ = applied(told(("01", FIRST, 100)), known("scale", 100, 0.07))
    assert observations["value"].tolist() == [7.0]


@pytest.mark.parametrize("variable", [SHARE, MONEY])
def test_what_is_not_counted_can_be_any_number(variable):
    rows = told(("01", FIRST, 1.5))
    observations, _ = applied(rows, known("replace", 1.5, -2.25), variable=variable)
    assert observations["value"].tolist() == [-2.25]


def test_several_corrections_at_once():
    observations, corrected = applied(
        TWO_AREAS, known("drop", 50, area="02", row=3), known("replace", 3400, 340)
    )
    assert held(observations) == [("01", FIRST, 340), ("02", FIRST, "missing")]
    assert corrected["action"].tolist() == ["replace", "drop"]


GONE = "Hinweis: Hat die Quelle den Fehler behoben, diese Zeile löschen."
NOTHING = "Dazu hat die Quelle nichts geliefert"


@pytest.mark.parametrize(
    ("rows", "correction", "message"),
    [
        pytest.param(
            told(("01", FIRST, 3400), ("01", SECOND, 340)),
            known("replace", 3400, 340),
            f"Zeile 2, Spalte „expected“: In der Lieferung vom 01.06.2024 steht inzwischen 340 statt 3400. {GONE}",
        ),
        pytest.param(
            told(("01", FIRST, 3400), ("01", SECOND, "secret")),
            known("flag", 3400),
            f"Zeile 2, Spalte „expected“: In der Lieferung vom 01.06.2024 steht inzwischen „secret“ statt 3400. {GONE}",
        ),
        pytest.param(
            told(("01", FIRST, 12.5)),
            known("replace", "missing", 3),
            f"Zeile 2, Spalte „expected“: In der Lieferung vom 01.02.2024 steht inzwischen 12,5 statt „missing“. {GONE}",
        ),
        pytest.param(
            told(("01", FIRST, 0), ("02", FIRST, 7)),
            known("drop", 0, area="*"),
            "Zeile 2, Spalte „expected“: In der Lieferung vom 01.02.2024 steht inzwischen 7 statt 0: "
            f"„02, 2023, total“. {GONE}",
        ),
        pytest.param(
            TWO_AREAS,
            known("drop", 3400, period="2022"),
            f"Zeile 2, Spalte „period“: {NOTHING}: „2022“. Erlaubt: 2023. Hinweis: Meinten Sie „2023“?",
        ),
        pytest.param(
            TWO_AREAS,
            known("drop", 3400, area="99"),
            f"Zeile 2, Spalte „area“: {NOTHING}: „99“. Erlaubt: 01, 02.",
        ),
        pytest.param(
            told(("01", FIRST, 3), group="sex=f"),
            known("drop", 3),
            f"Zeile 2, Spalte „group“: {NOTHING}: „total“. Erlaubt: sex=f.",
        ),
        pytest.param(
            told(*((f"{number:02}", FIRST, 1) for number in range(10, 23))),
            known("drop", 1),
            f"Zeile 2, Spalte „area“: {NOTHING}: „01“.",
        ),
        (TWO_AREAS, known("drop", 3400, source="survey"), f"Zeile 2: {NOTHING}."),
        (TWO_AREAS, known("drop", 3400, variable="births"), f"Zeile 2: {NOTHING}."),
        ([], known("drop", 3400), f"Zeile 2: {NOTHING}."),
        pytest.param(
            told(("01", FIRST, "missing"), ("02", FIRST, "secret")),
            known("scale", None, 10, area="*"),
            "Zeile 2, Spalte „action“: Diese Berichtigung ändert nichts. Hinweis: Keine der gemeinten Angaben "
            "hat eine Zahl, die das beträfe.",
        ),
        pytest.param(
            TWO_AREAS,
            known("replace", 3400, 12.5),
            "Zeile 2, Spalte „value“: Das ergäbe 12,5. Erlaubt: was eine ganze Zahl ab 0 ergibt.",
        ),
        pytest.param(
            TWO_AREAS,
            known("replace", 3400, -1),
            "Zeile 2, Spalte „value“: Das ergäbe -1. Erlaubt: was eine ganze Zahl ab 0 ergibt.",
        ),
        pytest.param(
            told(("01", FIRST, 40), ("02", FIRST, 45)),
            known("scale", None, 0.1, area="*"),
            "Zeile 2, Spalte „value“: Das ergäbe 4,5: „02, 2023, total“. Erlaubt: was eine ganze Zahl ab 0 ergibt.",
        ),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(rows, correction, message):
    assert refused(rows, correction) == [message]


def test_all_that_do_not_fit_come_at_once():
    lines = refused(TWO_AREAS, known("drop", 1), known("drop", 1, area="02", row=3))
    assert [line.split(",")[0] for line in lines] == ["Zeile 2", "Zeile 3"]
