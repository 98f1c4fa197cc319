"""Each way of writing a band means that band."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.bands import read_band
from quartier.groups import OPEN, band

ends = st.lists(st.integers(0, 120), min_size=2, max_size=2, unique=True).map(sorted)


@pytest.mark.parametrize(
    "written", ["{}-{}", "{} – {}", "{:02}-{:02}", "{} bis {} Jahre", "{}- bis {}-Jährige"]
)
@given(ends=ends)
def test_with_its_last_age(written: str, ends: list[int]) -> None:
    first, last = ends
    assert read_band(written.format(first, last)) == f"{first}-{last}"


@pytest.mark.parametrize(
    "written",
    ["{:02} - < {:02}", "{} bis unter {}", "{} bis u. {} J.", "{}- bis unter {}-Jährige"],
)
@given(ends=ends)
def test_with_the_age_after_it(written: str, ends: list[int]) -> None:
    found = read_band(written.format(*ends))
    assert found is not None
    assert band(found) == tuple(ends)


@pytest.mark.parametrize("written", ["unter {}", "< {}", "bis unter {} Jahre", "unter {} Jahren"])
@given(after=st.integers(1, 120))
def test_from_birth(written: str, after: int) -> None:
    found = read_band(written.format(after))
    assert found is not None
    assert band(found) == (0, after)


@pytest.mark.parametrize("written", ["{}+", "{} und älter", "{} J. u. älter", "ab {} Jahren"])
@given(first=st.integers(0, 120))
def test_open(written: str, first: int) -> None:
    found = read_band(written.format(first))
    assert found is not None
    assert band(found) == (first, OPEN)


@given(st.one_of(st.text(max_size=10), st.from_regex(r"[0-9uJ<>=+. -]{1,9}", fullmatch=True)))
def test_any_text_is_a_band_or_none(text: str) -> None:
    found = read_band(text)
    assert found is None or band(found) is not None
