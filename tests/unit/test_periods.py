"""Periods: what is read, how it is ordered and said."""

from datetime import date

import pytest

from quartier.language import _
from quartier.periods import Kind, Period, parse


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
        ("2024-H1", "2024-H1", date(2024, 1, 1), date(2024, 6, 30), "half_year"),
        ("2. Halbjahr 2024", "2024-H2", date(2024, 7, 1), date(2024, 12, 31), "half_year"),
        ("2024-Q1", "2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "quarter"),
        ("2. Quartal 2024", "2024-Q2", date(2024, 4, 1), date(2024, 6, 30), "quarter"),
        ("III. Quartal 2024", "2024-Q3", date(2024, 7, 1), date(2024, 9, 30), "quarter"),
        ("Q4/2024", "2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "quarter"),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("Dezember 2024", "2024-12", date(2024, 12, 1), date(2024, 12, 31), "month"),
        ("Kitajahr 2023/24", "2023/24-K", date(2023, 8, 1), date(2024, 7, 31), "kindergarten_year"),
    ],
)
def test_parse(text: str, canonical: str, start: date, end: date, kind: str) -> None:
    period = parse(text)
    assert (period.text, period.start, period.end, period.kind) == (canonical, start, end, kind)
    assert parse(period.text) == period


@pytest.mark.parametrize(
    ("canonical", "texts"),
    [
        ("2024", ["Jahr 2024"]),
        ("2024-H1", ["I. Halbjahr 2024", "1. HJ 2024", "H1 2024", "2024H1"]),
        ("2024-Q1", ["Q1 2024", "q1 2024", "1.Quartal 2024", "I. Quartal 2024", "1. Q 2024"]),
        ("2024-Q4", ["IV. Quartal 2024", "2024/Q4", "4. Quartal\N{NO-BREAK SPACE}2024"]),
        ("2024-03", ["März 2024", "Ma\N{COMBINING DIAERESIS}rz 2024", "MÄRZ 2024", "Mrz 2024"]),
        ("2024-03", ["Mär 2024", "Mrz. 2024", "Maerz 2024", "03/2024", "03.2024"]),
        ("2024-09", ["Sept. 2024", "Sep 2024"]),
        ("2023/24", ["Schuljahr 2023/24", "SJ 2023/24", "Schuljahr 2023/2024"]),
        ("2023/24-K", ["Kita-Jahr 2023/2024", "KiTa-Jahr 2023/24", "Kindergartenjahr 2023/24"]),
        (
            "2024-12-31",
            ["20241231", "Stand: 31.12.2024", "Stand 31.12.2024", "Stichtag: 31.12.2024"],
        ),
        ("2024-12-31", ["31. Dezember 2024", "31.Dez. 2024", "Stand: 31. Dezember 2024"]),
        ("2024-12-31", ["2024-12-31 00:00:00", "2024-12-31T00:00:00.000", "31.12.2024 00:00"]),
    ],
)
def test_what_offices_write(canonical: str, texts: list[str]) -> None:
    assert {text: parse(text).text for text in texts} == dict.fromkeys(texts, canonical)


@pytest.mark.parametrize(
    ("text", "kind", "canonical"),
    [
        ("2023/24", "kindergarten_year", "2023/24-K"),
        ("2023/24", "school_year", "2023/24"),
        ("202403", "month", "2024-03"),
        ("3/2024", "month", "2024-03"),
        ("1/2024", "quarter", "2024-Q1"),
        ("2/2024", "half_year", "2024-H2"),
        ("20241231", "date", "2024-12-31"),
        ("2024", "year", "2024"),
    ],
)
def test_the_expected_kind_decides(text: str, kind: Kind, canonical: str) -> None:
    period = parse(text, kind)
    assert (period.text, period.kind) == (canonical, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024", "school_year"),
        ("2023/24", "year"),
        ("2023/24-K", "school_year"),
        ("Schuljahr 2023/24", "kindergarten_year"),
        ("2024-12-31", "year"),
        ("20241231", "month"),
        ("202413", "month"),
        ("03/2024", "quarter"),
        ("5/2024", "quarter"),
        ("2023/25", "kindergarten_year"),
    ],
)
def test_another_kind_is_refused(text: str, kind: Kind) -> None:
    with pytest.raises(ValueError, match="no period|no school year"):
        parse(text, kind)


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
        "2024-Q5",
        "5. Quartal 2024",
        "V. Quartal 2024",
        "III. Halbjahr 2024",
        "\N{LATIN SMALL LETTER DOTLESS I}. Quartal 2024",
        "2024-13",
        "2024-00",
        "13/2024",
        "1/2024",
        "202403",
        "Mrz 24",
        "Foo 2024",
        "31.12.24",
        "31. Juni 2024",
        "20241331",
        "2024-12-31 12:30:00",
        "2023/24-X",
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
        ("2023/24-K", "Kitajahr 2023/24", "kindergarten year 2023/24"),
        ("2024-12-31", "31.12.2024", "31 Dec 2024"),
        ("2024-H1", "1. Halbjahr 2024", "half-year 1 of 2024"),
        ("2024-Q3", "3. Quartal 2024", "quarter 3 of 2024"),
        ("2024-03", "März 2024", "March 2024"),
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
        ("2024-H2", "2024-H1"),
        ("2024-H1", "2023-H2"),
        ("2024-Q1", "2023-Q4"),
        ("2024-01", "2023-12"),
        ("2024-03", "2024-02"),
        ("2000/01", "1999/00"),
        ("2000/01-K", "1999/00-K"),
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
