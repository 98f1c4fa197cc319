"""What is written can be read again."""

import math
import struct
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.formats import number, parse_number, parse_plain, rounded, split_mark

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


numeric = st.one_of(
    st.text(max_size=8),
    st.from_regex(r"-?[0-9]{1,16}([.,][0-9]{1,8})?", fullmatch=True),
    st.text("0123456789.,-+ eEnaif_%", max_size=8),
)


@pytest.mark.parametrize("decimal", ",.")
@given(texts=st.lists(numeric, max_size=20))
def test_the_fast_reading_is_the_strict_one(decimal: str, texts: list[str]) -> None:
    for text, found in zip(texts, parse_plain(pa.array(texts, pa.string()), decimal), strict=True):
        if not math.isnan(found):
            # Bit by bit: -0 is not 0.
            assert struct.pack("d", found) == struct.pack("d", parse_number(text, decimal, None))


@given(st.text(max_size=8), st.lists(st.sampled_from(["()", "p", "r", "|", "*)", "-"])))
def test_a_mark_and_the_rest_are_the_text(text: str, marks: list[str]) -> None:
    rest, mark = split_mark(text, marks)
    if not mark:
        assert rest == text
        return
    assert mark in marks
    assert rest
    assert rest in text
    assert sorted("".join((rest + mark).split())) == sorted("".join(text.split()))
