"""What is written can be read again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.formats import number, parse_number, rounded

MARKS = {"de": (",", "."), "en": (".", ",")}
values = st.floats(-1e15, 1e15)
decimals = st.integers(0, 6)


@pytest.mark.parametrize("language", MARKS)
@given(value=values, places=decimals)
def test_round_trip(language: str, value: float, places: int) -> None:
    decimal, thousands = MARKS[language]
    assert parse_number(number(value, language, places), decimal, thousands) == rounded(
        value, places
    )


@given(value=values, places=decimals)
def test_rounding_moves_at_most_half_a_step(value: float, places: int) -> None:
    # Exact arithmetic on the decimal digits of both numbers.
    distance = abs(Fraction(repr(rounded(value, places))) - Fraction(repr(value)))
    assert distance <= Fraction(1, 2 * 10**places) + Fraction(abs(value)) / 2**52


@given(value=values, places=decimals)
def test_both_languages_say_the_same(value: float, places: int) -> None:
    swapped = str.maketrans(".,", ",.")
    assert number(value, "de", places).translate(swapped) == number(value, "en", places)


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        value = parse_number(text)
    except ValueError:
        return
    assert any(char in "0123456789" for char in text)
    assert abs(value) < float("inf")
