"""Periods: what is read, how it is ordered and said."""

from datetime import date

import pytest

from quartier.language import _
from quartier.periods import Period, parse


@pytest.mark.parametrize(
    ("text", "canonical", "start", "end", "kind"),
    [
        ("2024", "2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-T1", "2024-T1", date(2024, 1, 1), date(2024, 4, 30), "tertial"),
        ("2. Tertial 2024", "2024-T2", date(2024, 5, 1), date(2024, 8, 31), "tertial"),
        ("3.Tertial 2024", "2024-T3", date(2024, 9, 1), date(2024, 12, 31), "tertial"),
        ("2023/24", "2023/24", date(2023, 8, 1), date(2024, 7, 31), "school_year"),
        ("2023/2024", "2023/24", date(2023, 8, 1), date(2024, 7, 31), "school_year"),
        ("1999/00", "1999/00", date(1999, 8, 1), date(2000, 7, 31), "school_year"),
        ("31.12.2024", "2024-12-31", date(2024, 12, 31), date(2024, 12, 31), "date"),
        ("1.2.2024", "2024-02-01", date(2024, 2, 1), date(2024, 2, 1), "date"),
        (" 2024-02-29 ", "2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "date"),
    ],
)
def test_parse(text: str, canonical: str, start: date, end: date, kind: str) -> None:
    period = parse(text)
    assert (period.text, period.start, period.end, period.kind) == (canonical, start, end, kind)
    assert parse(period.text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "20x6",
        "0999",
        "9999",
        "2024-T4",
        "4. Tertial 2024",
        "2023/25",
        "2023/2025",
        "2023/23",
        "29.02.2023",
        "2024-13-01",
        "2024.0",
        "٢٠٢٤",
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"no period|no year|no school year|month|day"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-T2", "2. Tertial 2024", "tertial 2 of 2024"),
        ("2023/24", "Schuljahr 2023/24", "school year 2023/24"),
        ("2024-12-31", "31.12.2024", "31 Dec 2024"),
    ],
)
def test_label(text: str, german: str, english: str) -> None:
    assert parse(text).label("de") == german
    assert parse(text).label("en") == english
    assert _("seit {since}", since=parse(text)).into("de") == f"seit {german}"


def test_order() -> None:
    texts = ["2024", "2023/24", "2024-T1", "2024-T2", "2024-12-31", "2023"]
    in_order = [period.text for period in sorted(parse(text) for text in texts)]
    assert in_order == ["2023", "2023/24", "2024-T1", "2024", "2024-T2", "2024-12-31"]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2024", "2023"),
        ("2024-T3", "2024-T2"),
        ("2024-T1", "2023-T3"),
        ("2000/01", "1999/00"),
        ("2024-12-31", "2023-12-31"),
        ("2024-06-30", "2023-06-30"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-29"),  # month ends stay month ends
        ("2024-05-17", "2023-05-17"),
    ],
)
def test_previous(text: str, before: str) -> None:
    assert parse(text).previous().text == before
    assert parse(before).next().text == text


def test_periods_are_values() -> None:
    assert parse("31.12.2024") == parse("2024-12-31")
    assert len({parse("2024"), parse(" 2024"), parse("2024-T1")}) == 2
    assert isinstance(parse("2024"), Period)
    assert str(parse("2024-T1")) == "1. Tertial 2024"
