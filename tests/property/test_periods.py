"""What holds for every period."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quartier.periods import parse

years = st.integers(1850, 2150)
spans = st.one_of(
    years.map(str),
    st.builds("{}-H{}".format, years, st.integers(1, 2)),
    st.builds("{}-T{}".format, years, st.integers(1, 3)),
    st.builds("{}-Q{}".format, years, st.integers(1, 4)),
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
    years.map(lambda year: f"{year}/{(year + 1) % 100:02}"),
    years.map(lambda year: f"{year}/{(year + 1) % 100:02}-K"),
)
days = st.dates(date(1850, 1, 1), date(2150, 12, 31)).map(date.isoformat)


@given(st.one_of(spans, days))
def test_canonical_text_is_read_as_itself(text: str) -> None:
    assert parse(text).text == text


@given(spans)
def test_neighbours_touch(text: str) -> None:
    period = parse(text)
    assert period.next().start == period.end + timedelta(1)
    assert period.previous().end == period.start - timedelta(1)
    assert period.previous() < period < period.next()


@given(st.one_of(spans, days), st.integers(-40, 40))
def test_steps_add_up(text: str, steps: int) -> None:
    period = parse(text)
    there = period.next(steps)
    assert there.kind == period.kind
    assert (there > period) - (there < period) == (steps > 0) - (steps < 0)
    if period.kind != "date":  # 29 February has no way back through a common year
        assert there.previous(steps) == period


@given(st.one_of(spans, days))
def test_what_is_shown_can_be_read(text: str) -> None:
    assert parse(parse(text).label("de")).text == text


@given(st.one_of(st.text(max_size=12), st.from_regex(r"[0-9IVQHTK/. -]{4,10}", fullmatch=True)))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        period = parse(text)
    except ValueError:
        return
    assert parse(period.text) == period
