"""corrections.csv: each row by hand, and what is said of each mistake."""

# ruff: noqa: E501 (messages stand here as they are printed)

from datetime import date

import pytest

from quartier.corrections import Correction, Written, read_corrections
from quartier.errors import Problem
from quartier.sheets import SheetRow

SOUND = {
    "source": "register",
    "area": "01",
    "period": "2023",
    "variable": "people",
    "group": "",
    "action": "replace",
    "expected": "3400",
    "value": "340",
    "reason": "Zahlendreher",
    "by": "M. Muster",
    "on": "2024-03-01",
}
NUMBERS = "eine Zahl wie 340 oder 12,5"
WORDS = "secret, unknown, not_available, unreliable, not_applicable, missing, excluded"


def sheet(*rows: dict[str, str]) -> list[SheetRow]:
    """Rows of a sheet, numbered from the one below its head."""
    return [SheetRow("corrections.csv", at, SOUND | row) for at, row in enumerate(rows, start=2)]


def read(*rows: dict[str, str]) -> tuple[Correction, ...]:
    problems: list[Problem] = []
    told = read_corrections(sheet(*rows), problems, date(2024, 3, 1))
    assert problems == []
    return told


def said(*rows: dict[str, str]) -> list[str]:
    problems: list[Problem] = []
    assert len(read_corrections(sheet(*rows), problems, date(2024, 3, 1))) == len(rows)
    return [problem.into("de").removeprefix("corrections.csv, ") for problem in problems]


def test_a_row_is_read_as_it_stands():
    assert read({}) == (
        Correction(
            source="register",
            area="01",
            period="2023",
            variable="people",
            group="total",
            action="replace",
            expected=3400.0,
            value=340.0,
            reason="Zahlendreher",
            by="M. Muster",
            on="2024-03-01",
            row=2,
        ),
    )


def test_periods_and_groups_are_kept_as_tables_write_them():
    (told,) = read({"period": "2. Tertial 2023", "group": "sex=f;age=0-17"})
    assert (told.period, told.group) == ("2023-T2", "age=0-17;sex=f")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("340", 340.0),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("-3", -3.0),
        ("1.2340", 1.234),
        ("1234,567", 1234.567),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567.0),
    ],
)
def test_numbers_have_german_or_english_marks_when_they_can_be_only_one_number(text, value):
    (told,) = read({"value": text})
    assert told.value == value


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_a_number_that_can_be_two_is_refused(text):
    (line,) = said({"value": text})
    assert line == (
        f"Zeile 2, Spalte „value“: Das können zwei verschiedene Zahlen sein: „{text}“. "
        "Erlaubt: 1234 oder 1,2340."
    )


@pytest.mark.parametrize(
    ("value", "german"), [(3400, "3400"), (12.5, "12,5"), (1.234, "1,2340"), (0.1, "0,1"), (0, "0")]
)
def test_numbers_in_messages_can_be_written_into_the_sheet(value, german):
    assert Written(value).into("de") == german


def test_each_action_with_the_least_that_it_needs():
    whole, unknown = {"value": ""}, {"value": "", "expected": ""}
    told = read(
        {"area": "01", "action": "drop"} | whole,
        {"area": "02", "action": "flag"} | unknown,
        {"area": "03", "action": "flag"} | whole,
        {"area": "04", "action": "scale", "value": "0,1"},
        {"area": "05", "action": "replace", "expected": "missing", "value": "0"},
        {"area": "*", "period": "2022", "action": "drop"} | unknown,
        {
            "area": "01",
            "period": "2021",
            "group": "*",
            "action": "scale",
            "expected": "",
            "value": "1000",
        },
    )
    assert [(each.action, each.expected, each.value) for each in told] == [
        ("drop", 3400.0, None),
        ("flag", None, None),
        ("flag", 3400.0, None),
        ("scale", 3400.0, 0.1),
        ("replace", "missing", 0.0),
        ("drop", None, None),
        ("scale", None, 1000.0),
    ]
    assert [each.is_wide for each in told] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"reason": ""}, "Zeile 2, Spalte „reason“: Diese Angabe fehlt."),
        ({"by": ""}, "Zeile 2, Spalte „by“: Diese Angabe fehlt."),
        ({"on": ""}, "Zeile 2, Spalte „on“: Diese Angabe fehlt."),
        ({"area": ""}, "Zeile 2, Spalte „area“: Diese Angabe fehlt."),
        ({"period": ""}, "Zeile 2, Spalte „period“: Diese Angabe fehlt."),
        ({"source": ""}, "Zeile 2, Spalte „source“: Diese Angabe fehlt."),
        ({"variable": ""}, "Zeile 2, Spalte „variable“: Diese Angabe fehlt."),
        pytest.param(
            {"action": ""},
            "Zeile 2, Spalte „action“: Diese Angabe fehlt. Erlaubt: drop, replace, scale, flag.",
        ),
        pytest.param(
            {"on": "1.3.2024"},
            "Zeile 2, Spalte „on“: Das ist kein Datum: „1.3.2024“. Erlaubt: ein Datum wie 2024-12-31.",
        ),
        pytest.param(
            {"on": "2024-03-02"},
            "Zeile 2, Spalte „on“: Dieser Tag liegt in der Zukunft: „2024-03-02“.",
        ),
        pytest.param(
            {"period": "Frühjahr"},
            "Zeile 2, Spalte „period“: Das ist kein Zeitraum: „Frühjahr“. Erlaubt: ein Zeitraum wie 2024, "
            "2023/24 oder 2024-T2, oder * für alle.",
        ),
        pytest.param(
            {"group": "Frauen"},
            "Zeile 2, Spalte „group“: Das ist keine Gruppe: „Frauen“. Erlaubt: „total“, etwas wie "
            "„age=25-34;sex=f“, oder * für alle.",
        ),
        pytest.param(
            {"action": "repalce"},
            "Zeile 2, Spalte „action“: Diese Berichtigung gibt es nicht: „repalce“. Erlaubt: drop, replace, "
            "scale, flag. Hinweis: Meinten Sie „replace“?",
        ),
        pytest.param(
            {"action": "drop"},
            "Zeile 2, Spalte „value“: Zu „drop“ gehört kein Wert: „340“.",
        ),
        pytest.param(
            {"action": "flag"},
            "Zeile 2, Spalte „value“: Zu „flag“ gehört kein Wert: „340“.",
        ),
        pytest.param(
            {"value": ""},
            f"Zeile 2, Spalte „value“: Diese Angabe fehlt. Erlaubt: {NUMBERS}.",
        ),
        pytest.param(
            {"value": "missing"},
            f"Zeile 2, Spalte „value“: Das ist keine Zahl: „missing“. Erlaubt: {NUMBERS}.",
        ),
        pytest.param(
            {"expected": "secrt"},
            f"Zeile 2, Spalte „expected“: Das ist keine Zahl: „secrt“. Erlaubt: {NUMBERS}; oder {WORDS}. "
            "Hinweis: Meinten Sie „secret“?",
        ),
        pytest.param(
            {"action": "scale", "value": "10", "expected": "viele"},
            f"Zeile 2, Spalte „expected“: Das ist keine Zahl: „viele“. Erlaubt: {NUMBERS}.",
        ),
        pytest.param(
            {"action": "drop", "value": "", "expected": "secret"},
            "Zeile 2, Spalte „expected“: Wo keine Zahl steht, gibt es nichts zu streichen, umzurechnen oder "
            f"zu markieren: „secret“. Erlaubt: {NUMBERS}.",
        ),
        pytest.param(
            {"expected": ""},
            "Zeile 2, Spalte „expected“: Hier fehlt, was die Lieferung jetzt enthält. Erlaubt: "
            f"{NUMBERS}; leer nur bei „flag“, und bei „drop“ und „scale“ mit *.",
        ),
        pytest.param(
            {"action": "drop", "value": "", "expected": ""},
            "Zeile 2, Spalte „expected“: Hier fehlt, was die Lieferung jetzt enthält. Erlaubt: "
            f"{NUMBERS}; leer nur bei „flag“, und bei „drop“ und „scale“ mit *.",
        ),
        pytest.param(
            {"area": "*"},
            "Zeile 2, Spalte „area“: Ersetzt wird immer nur eine einzelne Angabe: „*“.",
        ),
        pytest.param(
            {"group": "*"},
            "Zeile 2, Spalte „group“: Ersetzt wird immer nur eine einzelne Angabe: „*“.",
        ),
        ({"value": "3400,0"}, "Zeile 2, Spalte „value“: Das ändert nichts: „3400,0“."),
        pytest.param(
            {"action": "scale", "value": "1"},
            "Zeile 2, Spalte „value“: Das ändert nichts: „1“.",
        ),
        pytest.param(
            {"action": "scale", "value": "0"},
            "Zeile 2, Spalte „value“: Das ist kein Faktor: „0“. Erlaubt: eine Zahl größer als 0.",
        ),
        pytest.param(
            {"action": "scale", "value": "-2"},
            "Zeile 2, Spalte „value“: Das ist kein Faktor: „-2“. Erlaubt: eine Zahl größer als 0.",
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_mistake_is_named_once(row, message):
    assert said(row) == [message]


def test_all_mistakes_come_at_once():
    lines = said({"on": "gestern", "by": ""}, {"area": "02", "value": "x", "group": "x"})
    assert [line.split(":")[0] for line in lines] == [
        "Zeile 2, Spalte „by“",
        "Zeile 2, Spalte „on“",
        "Zeile 3, Spalte „group“",
        "Zeile 3, Spalte „value“",
    ]


WIDE = {"action": "drop", "expected": "", "value": ""}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"value": "341"}),
        ({}, {"group": "total", "period": " 2023"}),
        ({}, {"value": "x"}),
        ({}, WIDE | {"area": "*"}),
        (WIDE | {"area": "*"}, {}),
        (WIDE | {"area": "*", "period": "*"}, WIDE | {"group": "*"}),
    ],
)
def test_two_corrections_of_one_cell_are_refused(one, other):
    assert "Zeile 3: Dieselbe Angabe berichtigt schon Zeile 2." in said(one, other)


@pytest.mark.parametrize(
    "other",
    [
        {"area": "02"},
        {"period": "2022"},
        {"group": "sex=f"},
        {"variable": "births"},
        {"source": "survey"},
        WIDE | {"area": "*", "period": "2022"},
        WIDE | {"area": "*", "group": "sex=f"},
    ],
)
def test_corrections_of_different_cells_stand_beside_each_other(other):
    assert len(read({}, other)) == 2
