"""Numbers and dates as readers write them."""

import math

import numpy as np
import pyarrow as pa
import pytest

from quartier.formats import (
    UNITS,
    Measure,
    Number,
    date,
    interval,
    measure,
    number,
    parse_number,
    parse_plain,
    rounded,
    split_mark,
    unit_name,
)
from quartier.language import _


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (-1234.56, 2, "−1.234,56", "−1,234.56"),
        (-0.04, 1, "0,0", "0.0"),  # what rounds to nothing has no sign
        (1e21, 0, "1.000.000.000.000.000.000.000", "1,000,000,000,000,000,000,000"),
    ],
)
def test_number(value: float, decimals: int, german: str, english: str) -> None:
    assert number(value, "de", decimals) == german
    assert number(value, "en", decimals) == english


# DIN 1333: a half goes away from zero. Binary fractions: 0.285 lies below, 2.675 too, 1.005 too.
@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (0.285, 2, 0.29),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.05, 1, 0.1),
        (0.049, 1, 0.0),
        (12.25, 1, 12.3),
    ],
)
def test_halves_go_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert rounded(value, decimals) == expected


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_missing_has_no_number(value: float) -> None:
    with pytest.raises(ValueError, match="no number to show"):
        number(value, "de")
    with pytest.raises(ValueError, match="no number to show"):
        measure(value, "percent", "de")
    with pytest.raises(ValueError, match="no number to show"):
        interval(1.0, value, "percent", "de")


@pytest.mark.parametrize(
    ("value", "unit", "german", "english"),
    [
        (12.34, "percent", "12,3\N{NO-BREAK SPACE}%", "12.3%"),
        (4.5, "per_1000", "4,5 je 1.000", "4.5 per 1,000"),
        (1234, "count", "1.234", "1,234"),
        (1234, "persons", "1.234", "1,234"),
        (-1.25, "points", "−1,3 Punkte", "−1.3 points"),
        (-15146.5, "euro", "−15.147\N{NO-BREAK SPACE}€", "−15,147 euros"),
        (41.43, "square_metres", "41,4\N{NO-BREAK SPACE}m²", "41.4\N{NO-BREAK SPACE}m²"),
        (-0.45283, "index", "−0,45", "−0.45"),
    ],
)
def test_measure(value: float, unit: str, german: str, english: str) -> None:
    assert measure(value, unit, "de") == german
    assert measure(value, unit, "en") == english


def test_interval_says_its_unit_once() -> None:
    assert interval(10, 14.56, "percent", "de") == "10,0 bis 14,6\N{NO-BREAK SPACE}%"
    assert interval(1, 2, "per_1000", "en") == "1.0 to 2.0 per 1,000"
    assert interval(998, 1002, "persons", "de") == "998 bis 1.002"


def test_every_unit_has_a_name() -> None:
    assert {str(unit_name(unit)) for unit in UNITS} == {
        "Prozent",
        "je 1.000",
        "Punkte",
        "Personen",
        "Anzahl",
        "Euro",
        "Quadratmeter",
        "Indexwert",
    }


def test_unknown_units_are_refused() -> None:
    with pytest.raises(ValueError, match="no unit 'dollar'; there are percent"):
        measure(1, "dollar", "de")


def test_date() -> None:
    assert date("2024-02-01", "de") == "01.02.2024"
    assert date("2024-02-01", "en") == "1 Feb 2024"
    with pytest.raises(ValueError, match="2024-02-30|day is out of range"):
        date("2024-02-30", "de")


def test_values_in_texts_speak_the_language() -> None:
    text = _("{rows} Zeilen, {share}", rows=Number(1234.5, 1), share=Measure(7, "percent"))
    assert text.into("de") == "1.234,5 Zeilen, 7,0\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("7", 7),
        ("1.234", 1234),
        ("1.234.567,89", 1234567.89),
        ("1234,5", 1234.5),
        ("0,5", 0.5),
        ("-3", -3),
        ("−3,5", -3.5),
        ("+3", 3),
        (" 12 ", 12),
        ("\N{NO-BREAK SPACE}12", 12),
        ("007", 7),
        ("–3", -3),
        ("53,40%", 53.4),
        ("53,4 %", 53.4),
        ("53,4\N{NO-BREAK SPACE}%", 53.4),
        ("53,4\N{NARROW NO-BREAK SPACE}%", 53.4),
        ("% 53,4", 53.4),
        ("%53", 53),
        ("−1.234,5 %", -1234.5),
    ],
)
def test_parse_german(text: str, expected: float) -> None:
    assert parse_number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        ".",
        "*",
        "1.23",
        "12.34.567",
        "1.2345",
        "0.123",  # no source groups so: a point that separates decimals
        "1,234,5",
        "1,",
        ",5",
        "1 234",
        "%",
        "%12%",
        "12 %%",
        "12  %",
        "12 ‰",
        "-%12",
        "–",
        "– 3",
        "1e5",
        "nan",
        "inf",
        "١٢",
        "\N{FULLWIDTH DIGIT ONE}2",
        "1_000",
        "--1",
        "9" * 400,
    ],
)
def test_what_is_no_german_number(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        parse_number(text)


def test_numbers_near_zero_as_programs_write_them() -> None:
    assert parse_number("-6e-05", ".", None) == -0.00006
    assert parse_number("1.25e-07", ".", None) == 0.000000125
    for text in ("6e-5", "6E-05", "1e+06", "1.2E+06", "e-05"):
        with pytest.raises(ValueError, match="is no number"):
            parse_number(text, ".", None)
    with pytest.raises(ValueError, match="is no number"):
        parse_number("6e-05", ",", None)


def test_other_marks() -> None:
    assert parse_number("1,234.5", ".", ",") == 1234.5
    assert parse_number("1.5", ".", None) == 1.5
    assert parse_number("1 234,5", ",", " ") == 1234.5
    for space in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}":
        assert parse_number(f"1{space}234,5{space}%", ",", " ") == 1234.5
    assert (
        parse_number("1'234’567.5", ".", "'") == parse_number("1'234’567.5", ".", "’") == 1234567.5
    )
    with pytest.raises(ValueError, match="is no number"):
        parse_number("1,234", ".", None)
    with pytest.raises(ValueError, match="must differ"):
        parse_number("1", ",", ",")


def test_plain_numbers_are_read_at_once() -> None:
    texts = ["0", "007", "-12", "1,5", "-0,25", "123456789012345", "1234567890,12345"]
    numbers = [0, 7, -12, 1.5, -0.25, 123456789012345, 1234567890.12345]
    assert parse_plain(pa.array(texts), ",").tolist() == numbers
    assert parse_plain(pa.chunked_array([texts[:2], texts[2:]]), ",").tolist() == numbers
    assert parse_plain(pa.array(["1.5"], pa.large_string()), ".").tolist() == [1.5]
    assert parse_plain(pa.array([], pa.string()), ",").tolist() == []


def test_what_is_not_plain_is_left_to_the_strict_reading() -> None:
    texts = ["", " 1", "1.234", "1 234", "+1", "−1", "1,", ",5", "1,5,5", "1e5", "inf", "nan"]
    texts += ["NaN", "1_0", "0x1", "12 %", "1\n", "١", "1234567890123456", "1234567890,123456"]
    assert np.isnan(parse_plain(pa.array([*texts, None]), ",")).all()


MARKS = ("()", "p", "r", "s", "|")


@pytest.mark.parametrize(
    ("text", "figure", "mark"),
    [
        ("(12)", "12", "()"),
        ("( 1.234,5 )", "1.234,5", "()"),
        ("12p", "12", "p"),
        ("12 p", "12", "p"),
        ("12\N{NO-BREAK SPACE}r", "12", "r"),
        ("12 s", "12", "s"),
        ("12|", "12", "|"),
        ("|12", "12", "|"),
        ("| 12", "12", "|"),
        ("53,4 % p", "53,4 %", "p"),
        (". r", ".", "r"),
    ],
)
def test_marked_figures(text: str, figure: str, mark: str) -> None:
    assert split_mark(text, MARKS) == (figure, mark)
    assert split_mark(text, ()) == (text, "")


@pytest.mark.parametrize(
    "text",
    ["12", "", "p", " p ", "()", "( )", "|", "(12", "12)", "(1) (2)", "12*)", "Kap", "p12", "12P"],
)
def test_what_has_no_mark(text: str) -> None:
    assert split_mark(text, MARKS) == (text, "")


def test_marks_of_a_source() -> None:
    assert split_mark("12*)", ["*", "*)"]) == ("12", "*)")
    assert split_mark("12 1)", ["1)"]) == ("12", "1)")
    assert split_mark("121)", ["1)"]) == ("121)", "")  # 12 with a note, or 121 with a bracket?
    assert split_mark("-12", ["-"]) == ("-12", "")
