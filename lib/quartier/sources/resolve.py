"""From texts in cells to areas, periods, groups, variables and values.

Each distinct text of a column is looked at once in a file; columns repeat themselves a
thousandfold.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from quartier import groups, periods
from quartier.areas import Areas
from quartier.bands import read_band
from quartier.catalogue import Variable
from quartier.described import AreaPlace, GroupColumn, VariableColumn
from quartier.errors import nearest
from quartier.periods import Kind, Period
from quartier.sources.statements import Vocabulary

__all__ = [
    "NOT_UNDERSTOOD",
    "Finder",
    "Finding",
    "Found",
    "Lookup",
    "area_finder",
    "group_finder",
    "misread",
    "period_finder",
    "text_of",
    "variable_finder",
]

NOT_UNDERSTOOD = -1

MOST_HINTS = 100
"""For so many unknown areas the nearest name is looked for, which takes long."""


@dataclass(frozen=True)
class Finding:
    """What a text was understood as: the number of its meaning; or the reason why it was not.

    A text that says that its row holds no data is ``ignored``.
    """

    number: int = NOT_UNDERSTOOD
    reason: str = ""
    hint: str = ""
    ignored: bool = False


Finder = Callable[[str], Finding]


@dataclass(frozen=True)
class Found:
    """What the texts of a column in a piece mean.

    Attributes
    ----------
    numbers : numpy.ndarray
        Of the meaning in each row; `NOT_UNDERSTOOD` where there is none.
    codes : numpy.ndarray
        Which of the distinct texts stands in each row.
    texts, findings
        The distinct texts, without spaces around them, and what each was understood as.
    """

    numbers: np.ndarray
    codes: np.ndarray
    texts: list[str]
    findings: list[Finding]

    @property
    def ignored(self) -> np.ndarray:
        """Rows that hold no data."""
        return np.array([each.ignored for each in self.findings], dtype=bool)[self.codes]


class Lookup:
    """The meanings of the texts of a column, each looked up once.

    Examples
    --------
    >>> told = Lookup(lambda text: Finding(len(text)))
    >>> told(pa.array(["a", "bcd", "a"]).dictionary_encode()).numbers.tolist()
    [1, 3, 1]
    """

    def __init__(self, find: Finder) -> None:
        self._find = find
        self._known: dict[str, Finding] = {}

    def __call__(self, column: pa.DictionaryArray) -> Found:
        """Look up a column."""
        texts = [text.strip() for text in column.dictionary.to_pylist()]
        findings = [self.one(text) for text in texts]
        codes = column.indices.to_numpy()
        numbers = np.array([each.number for each in findings], dtype="int32")
        return Found(numbers[codes], codes, texts, findings)

    def one(self, text: str) -> Finding:
        """Look up one text."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._look(text)
        return found

    def _look(self, text: str) -> Finding:
        found = self._find(text)
        if found.reason and not text:
            return Finding(reason="blank")
        right = misread(text) if found.reason else ""
        if right and not self._find(right).reason:
            return Finding(reason="misread", hint=right)
        return found


def misread(text: str) -> str:
    """What a text should be of which the bytes were read as those of another encoding, or nothing.

    >>> misread("MÃ¼hlenau"), misread("Mühlenau")
    ('Mühlenau', '')
    """
    if text.isascii():
        return ""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return ""


def area_finder(areas: Areas, place: AreaPlace) -> Finder:
    """Understand texts as areas, by code or by name, on a level or on all."""
    numbers = {code: number for number, code in enumerate(areas.codes)}
    beside = {text_of(text): areas.UNKNOWN for text in place.unknown}
    beside |= {text_of(text): areas.REST for text in place.rest}

    unknown = 0

    def find(text: str) -> Finding:
        nonlocal unknown
        if text_of(text) in beside:
            return Finding(numbers[beside[text_of(text)]])
        matches, hint = areas.find(text, place.by, place.level, near=unknown < MOST_HINTS)
        if len(matches) == 1:
            return Finding(numbers[matches[0]])
        if matches:
            return Finding(reason="ambiguous_area")
        unknown += 1
        return _no_area(areas, place, text, hint)

    return find


def _no_area(areas: Areas, place: AreaPlace, text: str, hint: str) -> Finding:
    """Why a text is no area: it may be one by another reading."""
    if hint and place.by != "name" and hint.lstrip("0") == text.lstrip("0"):
        return Finding(reason="lost_zero", hint=hint)
    elsewhere, _hint = areas.find(text, place.by, near=False)
    if elsewhere:
        return Finding(reason="other_level", hint=areas[elsewhere[0]].level)
    other, reason = ("name", "area_by_name") if place.by == "code" else ("code", "area_by_code")
    if areas.find(text, other, place.level, near=False)[0]:
        return Finding(reason=reason)
    return Finding(reason="area", hint=hint)


def period_finder(
    words: Vocabulary, variable: Variable, received: str, kind: Kind | None = None
) -> Finder:
    """Understand texts as periods of a variable; its reference date stands for the year.

    What begins after the file was received is a slip of the pen, unless it is planned: nobody can
    have counted it.
    """

    def find(text: str) -> Finding:
        period = _period(text, kind)
        if period is None:
            other = _period(text, None)
            return (
                Finding(reason="other_kind", hint=other.kind) if other else Finding(reason="period")
            )
        if period.start.isoformat() > received and not variable.planned:
            return Finding(reason="later", hint=received)
        if variable.reference_date is None or period.kind != "date":
            return Finding(words.number(period.text))
        day = f"{period.start:%d.%m.}"
        if day != variable.reference_date:
            return Finding(reason="reference_date", hint=variable.reference_date)
        return Finding(words.number(f"{period.start:%Y}"))

    return find


def _period(text: str, kind: Kind | None) -> Period | None:
    try:
        return periods.parse(text, kind)
    except ValueError:
        return None


def group_finder(column: GroupColumn, words: Vocabulary, declared: Sequence[str] = ()) -> Finder:
    """Understand texts as parts of a dimension: as the description lists them, or bands of ages.

    Parts that a pattern cuts out are those that the variables declare.
    """
    from_text = {text_of(text): part for text, part in column.values.items()}

    def find(text: str) -> Finding:
        if column.pattern is not None:
            part = _caught(column.pattern, text, declared)
        else:
            part = from_text.get(text_of(text)) if from_text else read_band(text)
        if part is None:
            return Finding(reason="group", hint=nearest(text, from_text))
        return Finding(words.number("" if part == "total" else f"{column.dimension}={part}"))

    return find


def _caught(pattern: str, text: str, declared: Sequence[str]) -> str | None:
    """The part that a pattern cuts out of a text; bands can be others than those declared."""
    match = re.fullmatch(pattern, text)
    part = match[1] if match else None
    if part is None or part in declared:
        return part
    return read_band(part) if groups.is_banded(declared) else None


def variable_finder(column: VariableColumn, words: Vocabulary) -> Finder:
    """Understand texts as meanings, by their place in the description."""
    places = {text_of(text): words.number(text) for text in column.values}
    ignored = {text_of(text) for text in column.ignored}

    def find(text: str) -> Finding:
        wanted = text_of(text)
        if wanted in ignored:
            return Finding(ignored=True)
        if wanted in places:
            return Finding(places[wanted])
        return Finding(reason="variable", hint=nearest(wanted, places))

    return find


def text_of(text: str) -> str:
    """A text with single spaces, as descriptions are compared with files."""
    return " ".join(text.split())
