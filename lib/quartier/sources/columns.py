"""Which columns of a table hold values: those that a description names, and those it describes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quartier import groups
from quartier.bands import read_band
from quartier.described import ValueColumn
from quartier.errors import nearest
from quartier.sources.raw import Fault
from quartier.sources.resolve import text_of

__all__ = ["Reading", "missed", "readings"]

_REMARK = re.compile(r"\s*(?:\*+|[¹²³⁰-⁹]+|\(?\d\))\s*$")
"""A mark of a footnote at the end of a header."""

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Reading:
    """A column of values as it is read.

    Attributes
    ----------
    column : str
    variable : str, optional
        None where each row says its own.
    group : str
    period : str, optional
        None where rows, the file or the description say it.
    times : float
    codes : mapping of str to float
        What the only texts that are understood stand for; empty where cells hold numbers.
    quality : str, optional
        A column with signs about the values.
    """

    column: str
    variable: str | None
    group: str
    period: str | None = None
    times: float = 1.0
    codes: Mapping[str, float] = field(default_factory=dict)
    quality: str | None = None


def readings(
    described: Sequence[ValueColumn], header: Sequence[str]
) -> tuple[list[Reading], list[Fault]]:
    """The value columns of a table, and what is wrong with its header.

    A column that is missing is among them, unless it is optional.
    """
    found: list[Reading] = []
    faults: list[Fault] = []
    for each in described:
        if each.column is not None:
            if each.column in header or not each.optional:
                found.append(_reading(each, each.column))
            continue
        caught = list(_caught(each, header, faults))
        if not caught and not each.optional:
            faults.append(Fault(0, each.name, "", "no_such_column"))
        found += caught
    return found, faults


def missed(described: Sequence[ValueColumn], header: Sequence[str]) -> list[str]:
    r"""Columns that are not read, and would be if they were spelt a little otherwise.

    Case, spaces, the mark of a footnote at the end, or ä written as ae make the difference.

    >>> years = ValueColumn(pattern=r"Gäste (?P<period>\d{4})", variable="guests")
    >>> missed([years], ["Gäste 2022", "Gaeste 2023", "gäste  2024", "Gäste 2025*", "Betten 2022"])
    ['Gaeste 2023', 'gäste  2024', 'Gäste 2025*']
    """
    patterns = [re.compile(each.pattern) for each in described if each.pattern is not None]
    loose = [re.compile(_spelt(each.pattern), re.IGNORECASE) for each in patterns]
    named = {each.column for each in described}
    return [
        column
        for column in header
        if column not in named
        and not any(pattern.fullmatch(column) for pattern in patterns)
        and any(pattern.fullmatch(_spelt(_REMARK.sub("", text_of(column)))) for pattern in loose)
    ]


def _spelt(text: str) -> str:
    """A text, or a pattern, without letters that are written in two ways."""
    return text.translate(_LETTERS)


def _reading(each: ValueColumn, column: str) -> Reading:
    return _as_described(each, column, each.group, each.period)


def _as_described(each: ValueColumn, column: str, group: str, period: str | None) -> Reading:
    return Reading(column, each.variable, group, period, each.times, each.codes, each.quality)


def _caught(each: ValueColumn, header: Sequence[str], faults: list[Fault]) -> Iterator[Reading]:
    """The columns whose name fits a pattern, with the period and the parts that it says."""
    pattern = re.compile(each.pattern or "")
    for column in header:
        match = pattern.fullmatch(column)
        if match is None:
            continue
        said = groups.parse(each.group)
        wrong = len(faults)
        for dimension, text in match.groupdict().items():
            if dimension == "period" or text is None:
                continue
            part = _part(each, dimension, text)
            if part is None:
                hint = nearest(text, each.parts.get(dimension, ()))
                faults.append(Fault(0, column, text, "header_part", hint))
            elif part != groups.TOTAL:
                said[dimension] = part
        if len(faults) == wrong:
            period = match.groupdict().get("period") or each.period
            yield _as_described(each, column, groups.text(said), period)


def _part(each: ValueColumn, dimension: str, text: str) -> str | None:
    if dimension in each.parts:
        listed = {text_of(known): part for known, part in each.parts[dimension].items()}
        return listed.get(text_of(text))
    return read_band(text)
