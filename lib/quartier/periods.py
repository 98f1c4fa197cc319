"""Periods that a figure refers to: years and parts of them, school years, reference dates.

In all tables a period is its canonical text: `2024`, `2024-H1`, `2024-T2`, `2024-Q4`, `2024-03`,
`2023/24` for a school year, `2023/24-K` for a kindergarten year, `2024-12-31`.

>>> parse("2. Tertial 2024").text
'2024-T2'
>>> parse("2024-T2").label("de")
'2. Tertial 2024'
>>> sorted(parse(text) for text in ("2024", "2023-T3", "2023/24"))[0].text
'2023/24'
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from unicodedata import normalize

from babel.dates import format_date

from quartier.formats import date
from quartier.language import SOURCE, Text, _, conventions

__all__ = ["Kind", "Period", "parse"]

Kind = Literal[
    "year", "half_year", "tertial", "quarter", "month", "school_year", "kindergarten_year", "date"
]

#: Outside of these a number of four digits is hardly a year.
FIRST_YEAR, LAST_YEAR = 1800, 2199

#: School and kindergarten years run from 1 August, as in most of the Länder; no figure depends on
#: the exact day.
SCHOOL_STARTS = 8

_SCHOOL: Mapping[Kind, str] = {"school_year": "{}/{:02}", "kindergarten_year": "{}/{:02}-K"}


@dataclass(frozen=True)
class _Part:
    """A part of the year: how many there are, and how they are written in tables and by offices."""

    count: int
    text: str
    letter: str = ""
    words: str = ""


_PARTS: Mapping[Kind, _Part] = {
    "half_year": _Part(2, "{}-H{}", "h", r"halbjahr|hj\.?"),
    "tertial": _Part(3, "{}-T{}", "t", "tertial"),
    "quarter": _Part(4, "{}-Q{}", "q", r"quartal|quart\.|qu\.|q\.?"),
    "month": _Part(12, "{}-{:02}"),
}

_LABELS: Mapping[Kind, Callable[[str, str], Text]] = {
    "half_year": lambda number, year: _("{number}. Halbjahr {year}", number=number, year=year),
    "tertial": lambda number, year: _("{number}. Tertial {year}", number=number, year=year),
    "quarter": lambda number, year: _("{number}. Quartal {year}", number=number, year=year),
}


@dataclass(frozen=True, order=True)
class Period:
    """A period; ordered by its start, then by its end. Made by `parse`.

    Attributes
    ----------
    start, end
        Its first and its last day.
    kind
        One of `Kind`.
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
        if self.kind in _LABELS:
            return _LABELS[self.kind](self.text[-1], self.text[:4]).into(language)
        if self.kind == "school_year":
            return _("Schuljahr {years}", years=self.text).into(language)
        if self.kind == "kindergarten_year":
            return _("Kitajahr {years}", years=self.text.removesuffix("-K")).into(language)
        if self.kind == "month":
            return format_date(self.start, "MMMM y", locale=conventions(language))
        return date(self.text, language) if self.kind == "date" else self.text

    # A Text that holds a period says it in its own language.
    into = label

    def previous(self, steps: int = 1) -> "Period":
        """The period of the same kind that many steps before; for a date the same day of a year.

        >>> parse("2024-T1").previous().text, parse("2024-02-29").previous().text
        ('2023-T3', '2023-02-28')
        """
        if self.kind in _PARTS:
            count = _PARTS[self.kind].count
            years, index = divmod((self.start.month - 1) * count // 12 - steps, count)
            return _part(self.kind, self.start.year + years, index + 1)
        if self.kind in _SCHOOL:
            return _school_year(self.kind, self.start.year - steps)
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


def parse(text: str, kind: Kind | None = None) -> Period:
    """Read a period, as tables and as offices write it.

    Understood are

    - years: `2024`, `Jahr 2024`;
    - parts of a year: `2024-H1`, `1. Halbjahr 2024`, `2024-T2`, `2. Tertial 2024`, `2024-Q1`,
      `Q1/2024`, `I. Quartal 2024`;
    - months: `2024-03`, `März 2024`, `Mrz 2024`, `03/2024`, `03.2024`;
    - school years: `2023/24`, `2023/2024`, `Schuljahr 2023/24`, `SJ 2023/24`; and kindergarten
      years: `2023/24-K`, `Kitajahr 2023/24`, `Kindergartenjahr 2023/24`;
    - dates: `2024-12-31`, `20241231`, `31.12.2024`, `31. Dezember 2024`, `Stand: 31.12.2024`, and
      with midnight behind them, as spreadsheets write them.

    No year has two digits only: nobody could tell which century is meant.

    Parameters
    ----------
    text
        What is written.
    kind
        The kind that is expected. What could be several things is read as this one: `2023/24` as a
        kindergarten year, `202403` as a month, `1/2024` as a quarter (or another part of a year).

    Raises
    ------
    ValueError
        When the text is no period, or none of the kind: of an unknown form, a day that does not
        exist, a school year whose years do not follow each other.

    Examples
    --------
    >>> parse("IV. Quartal 2024").text, parse("2023/24", "kindergarten_year").text
    ('2024-Q4', '2023/24-K')
    """
    plain = " ".join(normalize("NFC", text).lower().split())
    for pattern, make in (*_forms_of(kind), *_FORMS):
        match = pattern.fullmatch(plain)
        if match:
            period = make(match)
            if kind not in (None, period.kind):
                raise ValueError(f"{text!r} is no period of the kind {kind}")
            return period
    raise ValueError(f"{text!r} is no period")


def _year(year: int) -> Period:
    _check_year(year)
    return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year", f"{year}")


def _part(kind: Kind, year: int, number: int) -> Period:
    _check_year(year)
    part = _PARTS[kind]
    months = 12 // part.count
    last = number * months
    start = datetime.date(year, last - months + 1, 1)
    following = datetime.date(year + last // 12, last % 12 + 1, 1)
    return Period(start, following - datetime.timedelta(1), kind, part.text.format(year, number))


def _school_year(kind: Kind, year: int) -> Period:
    _check_year(year)
    start = datetime.date(year, SCHOOL_STARTS, 1)
    end = datetime.date(year + 1, SCHOOL_STARTS, 1) - datetime.timedelta(1)
    return Period(start, end, kind, _SCHOOL[kind].format(year, (year + 1) % 100))


def _date(year: int, month: int, day: int) -> Period:
    _check_year(year)
    that = datetime.date(year, month, day)
    return Period(that, that, "date", that.isoformat())


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is no year between {FIRST_YEAR} and {LAST_YEAR}")


def _same_day(day: datetime.date, year: int) -> tuple[int, int, int]:
    # The last day of February stays the last day: it stands for the end of the month.
    tomorrow = day + datetime.timedelta(1)
    if tomorrow.day == 1:
        day = datetime.date(year + day.month // 12, tomorrow.month, 1) - datetime.timedelta(1)
    return year, day.month, day.day


# From here on: how periods are written, in small letters. A form is a pattern and what makes a
# period of its match.
_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], Period]]

_ROMAN = ("i", "ii", "iii", "iv")
_MONTHS = (
    ("januar", "jan", "jänner"),
    ("februar", "feb"),
    ("märz", "maerz", "mär", "mrz"),
    ("april", "apr"),
    ("mai",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("dezember", "dez"),
)
_NAMED = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAMED |= {roman: number for number, roman in enumerate(_ROMAN, 1)}

_YEAR = r"(?P<year>[0-9]{4})"
_YEARS = rf"{_YEAR}/(?P<second>[0-9]{{4}}|[0-9]{{2}})"
_MONTH = r"(?P<number>0[1-9]|1[0-2])"
_MONTH_NAME = rf"(?P<number>{'|'.join(name for names in _MONTHS for name in names)})\.?"
_DAY = r"(?P<day>[0-9]{1,2})"
_MIDNIGHT = r"(?:[ t]00:00(?::00(?:\.0+)?)?)?"
_STAND = "(?:(?:stand|stichtag)(?:: ?| ))?"


def _number(match: re.Match[str]) -> int:
    number = match["number"]
    return _NAMED[number] if number in _NAMED else int(number)


def _form(pattern: str, make: Callable[[re.Match[str]], Period]) -> _Form:
    return re.compile(pattern), make


def _parts_of(kind: Kind, *patterns: str) -> tuple[_Form, ...]:
    def make(match: re.Match[str]) -> Period:
        return _part(kind, int(match["year"]), _number(match))

    return tuple(_form(pattern, make) for pattern in patterns)


def _named_parts(kind: Kind) -> tuple[_Form, ...]:
    """Parts that a letter or a word names: `2024-Q1`, `Q1/2024`, `I. Quartal 2024`."""
    part = _PARTS[kind]
    digit = f"[1-{part.count}]"
    number, any_number = (
        f"(?P<number>{each})" for each in (digit, "|".join((digit, *_ROMAN[: part.count])))
    )
    return _parts_of(
        kind,
        rf"{_YEAR}[-/ ]?{part.letter}{number}",
        rf"{part.letter}{number}[-/ ]{_YEAR}",
        rf"{any_number}(?:\. ?| )(?:{part.words})[/ ]{_YEAR}",
    )


def _years_of(kind: Kind, pattern: str) -> _Form:
    def make(match: re.Match[str]) -> Period:
        first, second = int(match["year"]), match["second"]
        if int(second) != (first + 1) % 10 ** len(second):
            raise ValueError(f"{match[0]!r} is no school year: {first + 1} has to follow {first}")
        return _school_year(kind, first)

    return _form(pattern, make)


def _dates(*patterns: str) -> tuple[_Form, ...]:
    def make(match: re.Match[str]) -> Period:
        return _date(int(match["year"]), _number(match), int(match["day"]))

    return tuple(_form(f"{_STAND}{pattern}{_MIDNIGHT}", make) for pattern in patterns)


_FORMS: tuple[_Form, ...] = (
    _form(f"(?:jahr )?{_YEAR}", lambda match: _year(int(match["year"]))),
    *_named_parts("half_year"),
    *_named_parts("tertial"),
    *_named_parts("quarter"),
    *_parts_of("month", f"{_YEAR}-{_MONTH}", f"{_MONTH}[/.]{_YEAR}", f"{_MONTH_NAME} {_YEAR}"),
    _years_of("school_year", f"(?:schuljahr |sj )?{_YEARS}"),
    _years_of("kindergarten_year", f"{_YEARS}-k"),
    _years_of("kindergarten_year", f"(?:kita-?jahr|kindergartenjahr) {_YEARS}"),
    *_dates(
        rf"{_YEAR}-(?P<number>[0-9]{{2}})-(?P<day>[0-9]{{2}})",
        rf"{_YEAR}(?P<number>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        rf"{_DAY}\.(?P<number>[0-9]{{1,2}})\.{_YEAR}",
        rf"{_DAY}\. ?{_MONTH_NAME} {_YEAR}",
    ),
)


def _forms_of(kind: Kind | None) -> tuple[_Form, ...]:
    """What is read only where the kind is known, since it could be something else."""
    if kind == "kindergarten_year":
        return (_years_of(kind, _YEARS),)
    if kind == "month":
        bare = r"(?P<number>[1-9]|1[0-2])"
        return _parts_of(kind, f"{_YEAR}{_MONTH}", f"{bare}[/.]{_YEAR}")
    if kind in _PARTS:
        return _parts_of(kind, f"(?P<number>[1-{_PARTS[kind].count}])/{_YEAR}")
    return ()
