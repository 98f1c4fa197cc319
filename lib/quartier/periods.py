"""Periods that a figure refers to: years, tertials, school years, reference dates.

In all tables a period is its canonical text: `2024`, `2024-T2`, `2023/24`, `2024-12-31`.

>>> parse("2. Tertial 2024").text
'2024-T2'
>>> parse("2024-T2").label("de")
'2. Tertial 2024'
>>> sorted(parse(text) for text in ("2024", "2023-T3", "2023/24"))[0].text
'2023/24'
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from quartier.formats import date
from quartier.language import SOURCE, _

__all__ = ["Kind", "Period", "parse"]

Kind = Literal["year", "tertial", "school_year", "date"]

#: Outside of these a number of four digits is hardly a year.
FIRST_YEAR, LAST_YEAR = 1800, 2199

#: School years run from 1 August, as in most of the Länder; no figure depends on the exact day.
SCHOOL_STARTS = 8


@dataclass(frozen=True, order=True)
class Period:
    """A period; ordered by its start, then by its end. Made by `parse`.

    Attributes
    ----------
    start, end
        Its first and its last day.
    kind
        `year`, `tertial`, `school_year` or `date`.
    text
        The canonical text, as it stands in tables.
    """

    start: datetime.date
    end: datetime.date
    kind: Kind
    text: str = field(compare=False)

    def label(self, language: str) -> str:
        """The period as readers write it.

        >>> parse("2024-12-31").label("de"), parse("2023/24").label("de")
        ('31.12.2024', 'Schuljahr 2023/24')
        """
        if self.kind == "date":
            return date(self.text, language)
        if self.kind == "tertial":
            text = _("{number}. Tertial {year}", number=self.text[-1], year=self.text[:4])
            return text.into(language)
        if self.kind == "school_year":
            return _("Schuljahr {years}", years=self.text).into(language)
        return self.text

    # A Text that holds a period says it in its own language.
    into = label

    def previous(self, steps: int = 1) -> "Period":
        """The period of the same kind that many steps before; for a date the same day of a year.

        >>> parse("2024-T1").previous().text, parse("2024-02-29").previous().text
        ('2023-T3', '2023-02-28')
        """
        if self.kind == "tertial":
            return _tertial(*_shifted(self.start.year, int(self.text[-1]), -steps))
        if self.kind == "school_year":
            return _school_year(self.start.year - steps)
        if self.kind == "date":
            return _date(*_same_day(self.start, self.start.year - steps))
        return _year(self.start.year - steps)

    def next(self, steps: int = 1) -> "Period":
        """The period of the same kind that many steps after.

        >>> parse("2024").next().text
        '2025'
        """
        return self.previous(-steps)

    def __str__(self) -> str:
        return self.label(SOURCE)


def parse(text: str) -> Period:
    """Read a period.

    Understood are `2024`, `2024-T2`, `2. Tertial 2024`, `2023/24`, `2023/2024`, `2024-12-31` and
    `31.12.2024`.

    Raises
    ------
    ValueError
        When the text is no period: of an unknown form, a day that does not exist, a school year
        whose years do not follow each other.
    """
    stripped = text.strip()
    for pattern, make in _FORMS:
        match = pattern.fullmatch(stripped)
        if match:
            return make(match)
    raise ValueError(f"{text!r} is no period")


def _year(year: int) -> Period:
    _check_year(year)
    return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year", f"{year}")


def _tertial(year: int, number: int) -> Period:
    _check_year(year)
    start = datetime.date(year, 4 * number - 3, 1)
    following = datetime.date(year + number // 3, 4 * number % 12 + 1, 1)
    return Period(start, following - datetime.timedelta(1), "tertial", f"{year}-T{number}")


def _school_year(year: int) -> Period:
    _check_year(year)
    start = datetime.date(year, SCHOOL_STARTS, 1)
    end = datetime.date(year + 1, SCHOOL_STARTS, 1) - datetime.timedelta(1)
    return Period(start, end, "school_year", f"{year}/{(year + 1) % 100:02}")


def _date(year: int, month: int, day: int) -> Period:
    _check_year(year)
    that = datetime.date(year, month, day)
    return Period(that, that, "date", that.isoformat())


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is no year between {FIRST_YEAR} and {LAST_YEAR}")


def _school_years(match: re.Match[str]) -> Period:
    first, second = int(match[1]), match[2]
    if int(second) != (first + 1) % 10 ** len(second):
        raise ValueError(f"{match[0]!r} is no school year: {first + 1} has to follow {first}")
    return _school_year(first)


def _shifted(year: int, number: int, steps: int) -> tuple[int, int]:
    years, index = divmod(3 * year + number - 1 + steps, 3)
    return years, index + 1


def _same_day(day: datetime.date, year: int) -> tuple[int, int, int]:
    # The last day of February stays the last day: it stands for the end of the month.
    tomorrow = day + datetime.timedelta(1)
    if tomorrow.day == 1:
        day = datetime.date(year + day.month // 12, tomorrow.month, 1) - datetime.timedelta(1)
    return year, day.month, day.day


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (re.compile(r"([0-9]{4})"), lambda m: _year(int(m[1]))),
    (re.compile(r"([0-9]{4})-T([123])"), lambda m: _tertial(int(m[1]), int(m[2]))),
    (re.compile(r"([123])\. ?Tertial ([0-9]{4})"), lambda m: _tertial(int(m[2]), int(m[1]))),
    (re.compile(r"([0-9]{4})/([0-9]{4}|[0-9]{2})"), _school_years),
    (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), lambda m: _date(*map(int, m.groups()))),
    (
        re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})"),
        lambda m: _date(int(m[3]), int(m[2]), int(m[1])),
    ),
)
