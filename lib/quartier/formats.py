"""Numbers and dates as German and English readers write them, and back.

Numbers are rounded as official statistics print them: commercially (kaufmännisch, DIN 1333). A half
goes away from zero, and it is looked for in the decimal digits of a number, not in its binary ones:
0.125 becomes 0,13 and 2.675 becomes 2,68.

A missing value has no number. Whoever shows a table prints the sign of its status instead; a format
refuses NaN with ValueError, so that no gap can turn into a figure.
"""

import datetime
import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from babel.dates import format_date

from quartier.language import Text, _, conventions

__all__ = [
    "UNITS",
    "Interval",
    "Measure",
    "Number",
    "date",
    "interval",
    "measure",
    "number",
    "parse_number",
    "parse_plain",
    "rounded",
    "split_mark",
    "unit_name",
]

MINUS = "\N{MINUS SIGN}"

#: A float holds so many decimal digits, whatever they are.
_DIGITS = 15
_BLANKS = r"[ \u00a0\u202f\u2009]"
_MINUSES = f"-{MINUS}\N{EN DASH}"


@dataclass(frozen=True)
class _Unit:
    decimals: int
    name: Callable[[], Text]
    written: Callable[[str], Text]


#: The units that variables and indicators can have, with the decimals that are shown.
UNITS = {
    "percent": _Unit(
        1, lambda: _("Prozent"), lambda value: _("{value}\N{NO-BREAK SPACE}%", value=value)
    ),
    "per_1000": _Unit(1, lambda: _("je 1.000"), lambda value: _("{value} je 1.000", value=value)),
    "points": _Unit(1, lambda: _("Punkte"), lambda value: _("{value} Punkte", value=value)),
    "persons": _Unit(0, lambda: _("Personen"), lambda value: Text("{value}", (("value", value),))),
    "count": _Unit(0, lambda: _("Anzahl"), lambda value: Text("{value}", (("value", value),))),
    "euro": _Unit(0, lambda: _("Euro"), lambda value: _("{value}\N{NO-BREAK SPACE}€", value=value)),
    "square_metres": _Unit(
        1, lambda: _("Quadratmeter"), lambda value: _("{value}\N{NO-BREAK SPACE}m²", value=value)
    ),
    "index": _Unit(2, lambda: _("Indexwert"), lambda value: Text("{value}", (("value", value),))),
}


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number with the marks of the language.

    >>> number(1234.5, "de", 1), number(-0.125, "de", 2)
    ('1.234,5', '−0,13')

    Raises
    ------
    ValueError
        When the value is missing or infinite, or the language unknown.
    """
    exact = _rounded(value, decimals)
    symbols = conventions(language).number_symbols["latn"]
    marks = str.maketrans({",": symbols["group"], ".": symbols["decimal"]})
    written = f"{abs(exact):,.{decimals}f}".translate(marks)
    return MINUS + written if exact < 0 else written


def rounded(value: float, decimals: int = 0) -> float:
    """A number rounded commercially, as `number` prints it.

    >>> rounded(2.5), rounded(-2.5), rounded(2.675, 2)
    (3.0, -3.0, 2.68)
    """
    return float(_rounded(value, decimals))


def measure(value: float, unit: str, language: str) -> str:
    r"""A number with its unit.

    >>> (
    ...     measure(12.34, "percent", "de"),
    ...     measure(4.5, "per_1000", "de"),
    ...     measure(1234, "count", "de"),
    ... )
    ('12,3\xa0%', '4,5 je 1.000', '1.234')

    Parameters
    ----------
    value
        In the unit: 12.3 percent is 12.3.
    unit
        One of `UNITS`.
    language
        One of `language.available()`.
    """
    known = _unit(unit)
    return known.written(number(value, language, known.decimals)).into(language)


def interval(lower: float, upper: float, unit: str, language: str) -> str:
    r"""The two ends of an interval with their unit, which is said once.

    >>> interval(10, 14.5, "percent", "de")
    '10,0 bis 14,5\xa0%'
    """
    known = _unit(unit)
    ends = (number(end, language, known.decimals) for end in (lower, upper))
    both = _("{lower} bis {upper}", **dict(zip(("lower", "upper"), ends, strict=True)))
    return known.written(both.into(language)).into(language)


def unit_name(unit: str) -> Text:
    """The name of a unit, for the head of a column or an axis.

    >>> str(unit_name("per_1000"))
    'je 1.000'
    """
    return _unit(unit).name()


def date(iso_text: str, language: str) -> str:
    """A date that is written as 2024-12-31.

    >>> date("2024-12-31", "de")
    '31.12.2024'

    Raises
    ------
    ValueError
        When the text is no such date.
    """
    day = datetime.date.fromisoformat(iso_text)
    return format_date(day, "medium", locale=conventions(language))


def parse_number(text: str, decimal: str = ",", thousands: str | None = ".") -> float:
    """The number that a text writes, by the marks that its source uses.

    Strict on purpose: marks in places where the source would not put them point to a source that
    writes numbers otherwise.

    >>> parse_number("1.234,5"), parse_number("53,40 %"), parse_number("0.5", ".", ",")
    (1234.5, 53.4, 0.5)

    Parameters
    ----------
    text
        Digits with an optional sign in front; a dash in front of a digit is a minus sign. A percent
        sign before or behind it changes nothing: 53,4 % is 53.4. White space around is ignored.
    decimal
        The decimal mark.
    thousands
        The mark between groups of three digits; None or "" when the source uses none. A blank also
        stands for no-break and thin spaces, one apostrophe for the other.

    Raises
    ------
    ValueError
        When the text is no number in this notation: "1.23" is none, if the point groups thousands.
    """
    if not decimal or decimal == thousands:
        raise ValueError(f"decimal mark {decimal!r} and thousands mark {thousands!r} must differ")
    match = _pattern(decimal, thousands).fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no number with decimal {decimal!r}, thousands {thousands!r}")
    whole = re.sub(r"\D", "", match["whole"])
    sign = "-" if match["sign"] and match["sign"] in _MINUSES else ""
    value = float(f"{sign}{whole}.{match['part'] or '0'}{match['tiny'] or ''}")
    if math.isinf(value):
        raise ValueError(f"{text[:20]!r}… is no number that a table can hold")
    return value


def parse_plain(texts: pa.Array | pa.ChunkedArray, decimal: str = ",") -> np.ndarray:
    """The numbers of many texts, where these are plain; the others are NaN.

    Plain is what has digits only, a minus sign in front and a decimal part perhaps, and 15 digits
    at most. Where there is a number, it is the one of `parse_number`, which reads the rest.

    >>> parse_plain(pa.array(["12", "-3,5", "1.234", "x", None])).tolist()
    [12.0, -3.5, nan, nan, nan]

    Parameters
    ----------
    texts
        Texts, or null where there is none.
    decimal
        The decimal mark.
    """
    mark = re.escape(decimal)
    form = rf"^-?[0-9]+(?:{mark}[0-9]+)?$"
    short = rf"^-?(?:[0-9](?:{mark})?){{1,{_DIGITS}}}$"
    has = [
        pc.call_function("match_substring_regex", [texts], pc.MatchSubstringOptions(pattern))
        for pattern in (form, short)
    ]
    kept = pc.call_function(
        "if_else", [pc.call_function("and", has), texts, pa.scalar(None, texts.type)]
    )
    pointed = pc.ReplaceSubstringOptions(decimal, ".")
    numbers = pc.cast(pc.call_function("replace_substring", [kept], pointed), pa.float64())
    return numbers.to_numpy(zero_copy_only=False)


def split_mark(text: str, marks: Collection[str]) -> tuple[str, str]:
    """The text of a marked figure without its mark, and the mark; no mark is "".

    Official tables mark figures: "(12)" is of limited reliability, "12 p" provisional, "12r"
    revised; a bar before or behind is a break in the series.

    >>> split_mark("(12)", ["()"]), split_mark("1.234 p", ["p", "r"]), split_mark("|7", ["|"])
    (('12', '()'), ('1.234', 'p'), ('7', '|'))

    Parameters
    ----------
    text
        A cell of a table.
    marks
        What the source says that it uses: "()" for a pair of parentheses around the figure; others
        stand behind it. A letter right behind a letter is no mark, nor a digit behind a digit.
    """
    plain = text.strip()
    for mark in sorted(filter(None, marks), key=len, reverse=True):
        rest = _without(plain, mark)
        if rest:
            return rest, mark
    return text, ""


@dataclass(frozen=True)
class Number:
    """A number inside a `Text`, to be written in the language that the text goes into.

    >>> str(_("{rows} Zeilen", rows=Number(12345)))
    '12.345 Zeilen'
    """

    value: float
    decimals: int = 0

    def into(self, language: str) -> str:
        """The number in the language."""
        return number(self.value, language, self.decimals)


@dataclass(frozen=True)
class Measure:
    r"""A number with its unit inside a `Text`.

    >>> str(_("gestiegen auf {value}", value=Measure(7, "percent")))
    'gestiegen auf 7,0\xa0%'
    """

    value: float
    unit: str

    def into(self, language: str) -> str:
        """The number with its unit in the language."""
        return measure(self.value, self.unit, language)


@dataclass(frozen=True)
class Interval:
    r"""The two ends of an interval inside a `Text`.

    >>> str(_("Intervall {ends}", ends=Interval(10, 14.5, "percent")))
    'Intervall 10,0 bis 14,5\xa0%'
    """

    lower: float
    upper: float
    unit: str

    def into(self, language: str) -> str:
        """The ends with their unit in the language."""
        return interval(self.lower, self.upper, self.unit, language)


def _rounded(value: float, decimals: int) -> Decimal:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number to show: show the sign of its status instead")
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(repr(float(value)))
    # The precision of the context is too small for very large numbers with decimals.
    return exact.quantize(step, ROUND_HALF_UP) if abs(exact) < 10**18 else exact


def _unit(unit: str) -> _Unit:
    if unit not in UNITS:
        raise ValueError(f"no unit {unit!r}; there are {', '.join(UNITS)}")
    return UNITS[unit]


def _without(text: str, mark: str) -> str:
    """What is left of a text without its mark; nothing if it has none, or nothing else."""
    if mark == "()":
        inner = text[1:-1]
        paired = text == f"({inner})" and not set("()") & set(inner)
        return inner.strip() if paired else ""
    if mark == "|" and text.startswith(mark):
        return text.removeprefix(mark).strip()
    rest = text.removesuffix(mark)
    joined = rest[-1:] + mark[0]
    if rest == text or joined.isalpha() or joined.isdigit():
        return ""
    return rest.strip()


@cache
def _pattern(decimal: str, thousands: str | None) -> re.Pattern[str]:
    whole = "[0-9]+"
    if thousands:
        whole = f"[1-9][0-9]{{0,2}}(?:{_grouping(thousands)}[0-9]{{3}})+|{whole}"
    # Programs write numbers near zero like this; "1E+06" has lost digits in a spreadsheet.
    tiny = "(?P<tiny>e-[0-9]{2})?" if decimal == "." else "(?P<tiny>)"
    part = rf"(?:{re.escape(decimal)}(?P<part>[0-9]+))?{tiny}"
    number = rf"(?P<sign>[{_MINUSES}+])?(?P<whole>{whole}){part}"
    return re.compile(rf"(?P<percent>%{_BLANKS}?)?{number}(?(percent)|(?:{_BLANKS}?%)?)")


def _grouping(thousands: str) -> str:
    if thousands.isspace():
        return _BLANKS
    return "['’]" if thousands in ("'", "’") else re.escape(thousands)
