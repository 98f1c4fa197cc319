"""Which marks numbers are written with: 1.234,5 or 1,234.5."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from quartier.describing.grids import is_year
from quartier.describing.guess import Guess
from quartier.language import Text, _, quoted

__all__ = ["Marks", "guess_marks"]

_NUMBER = re.compile(r"\(?[-+−–]?(\d[\d.,'’ \u00a0\u202f]*)\s?%?\)?\s?[prs]?")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,' ])\d{3}")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*")


@dataclass(frozen=True)
class Marks:
    """The decimal mark, and the mark between thousands where there is one."""

    decimal: str
    thousands: str | None = None


@dataclass
class _Seen:
    """For each mark the first number that shows what it means."""

    decimal: dict[str, str] = field(default_factory=dict)
    thousands: dict[str, str] = field(default_factory=dict)
    either: dict[str, str] = field(default_factory=dict)
    ungrouped: str = ""


def guess_marks(texts: Iterable[str], separator: str = ";") -> Guess[Marks]:
    """The marks in the numbers of columns with figures.

    A mark with three digits behind it can be either: thousands, where no larger number stands
    without it. A comma is one only in files that commas separate.

    Examples
    --------
    >>> guess_marks(["1.234,5"]).value, guess_marks(["0.5"]).value.decimal
    (Marks(decimal=',', thousands='.'), '.')
    """
    seen = _Seen()
    for text in texts:
        match = _NUMBER.fullmatch(text.strip())
        if match and not _DATE.fullmatch(text.strip()):
            _look(re.sub("[\u00a0\u202f]", " ", match[1].strip()).replace("’", "'"), seen)
    return _concluded(seen, separator)


def _look(number: str, seen: _Seen) -> None:
    marks = [char for char in number if not char.isdigit()]
    if not marks:
        if len(number) > 3 and not number.startswith("0") and not is_year(number):
            seen.ungrouped = seen.ungrouped or number
        return
    if len(set(marks)) > 1:
        if marks.count(marks[-1]) == 1:
            seen.thousands.setdefault(marks[0], number)
            seen.decimal.setdefault(marks[-1], number)
    elif marks[0] in " '" or len(marks) > 1:
        if _GROUPS.fullmatch(number):
            seen.thousands.setdefault(marks[0], number)
    elif _GROUPED.fullmatch(number):
        seen.either.setdefault(marks[0], number)
    else:
        seen.decimal.setdefault(marks[0], number)


def _concluded(seen: _Seen, separator: str) -> Guess[Marks]:
    why: list[Text] = []
    if seen.either and not (seen.decimal or seen.thousands):
        return _ambiguous(seen, separator)
    decimal = _decimal(seen)
    thousands = next((m for m in (*seen.thousands, *seen.either) if m != decimal), None)
    if decimal in seen.decimal:
        why.append(_("Mit Nachkommastellen: etwa {found}.", found=quoted(seen.decimal[decimal])))
    else:
        why.append(_("Nachkommastellen sind keine zu sehen."))
    if thousands:
        found = (seen.either | seen.thousands)[thousands]
        why.append(_("Mit Tausenderzeichen: etwa {found}.", found=quoted(found)))
    for mark in seen.decimal:
        if mark not in (decimal, thousands):
            found = quoted(seen.decimal[mark])
            why.append(_("Dazu passt {found} nicht: Bitte nachsehen.", found=found))
    return Guess(Marks(decimal, thousands), tuple(why))


def _decimal(seen: _Seen) -> str:
    """The decimal mark that is seen, or the one that the mark between thousands leaves."""
    shown = next((mark for mark in seen.decimal), None)
    return shown or ("." if "," in seen.thousands else ",")


def _ambiguous(seen: _Seen, separator: str) -> Guess[Marks]:
    """Every mark has three digits behind it."""
    mark, number = next(iter(seen.either.items()))
    other = "," if mark == "." else "."
    said = {"found": quoted(number), "plain": number.replace(mark, "")}
    if seen.ungrouped:
        why = _(
            "Mehrdeutig: {found} kann auch {plain} heißen. Angenommen sind Nachkommastellen, denn "
            "{other} steht ohne Tausenderzeichen da. Bitte eine Zahl nachprüfen.",
            other=quoted(seen.ungrouped),
            **said,
        )
        return Guess(Marks(mark), (why,))
    if mark == "," and separator != ",":
        why = _(
            "Mehrdeutig: {found} kann auch {plain} heißen. Angenommen sind Nachkommastellen. Bitte "
            "eine Zahl nachprüfen.",
            **said,
        )
        return Guess(Marks(mark), (why,))
    why = _(
        "Mehrdeutig: {found} kann {plain} heißen oder Nachkommastellen haben. Angenommen sind "
        "Tausender, denn keine größere Zahl steht ohne dieses Zeichen da. Bitte eine Zahl "
        "nachprüfen.",
        **said,
    )
    return Guess(Marks(other, mark), (why,))
