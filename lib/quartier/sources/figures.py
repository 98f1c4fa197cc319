"""From texts in cells to values with a status."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from quartier import signs
from quartier.descriptions import BESIDE_NUMBERS, Description
from quartier.formats import parse_number, parse_plain, split_mark
from quartier.sources.resolve import Finding, text_of

__all__ = ["REASONS", "Value", "ValueLookup", "Values"]

_STATUS = {status: number for number, status in enumerate(signs.STATUSES)}
REPORTED = _STATUS["reported"]
EXCLUDED = _STATUS["excluded"]
_MEANT = {"zero": REPORTED, "final": REPORTED} | _STATUS
"""The status of what a sign says."""

#: Statuses of figures that have no number.
WITHOUT = tuple(number for status, number in _STATUS.items() if not signs.has_value(status))

REASONS = (
    "",
    "empty",
    "number",
    "not_whole",
    "negative",
    "quality",
    "code",
    "percent",
    "grouped",
)
"""Why a text is no value, by number; 0 where it is one."""

EMPTY, NUMBER, NOT_WHOLE, NEGATIVE, QUALITY, CODE, PERCENT, GROUPED = range(1, 9)

_NOTATIONS = [
    (decimal, thousands) for thousands in (None, ".", ",", " ", "'") for decimal in (",", ".")
]
"""Ways of writing numbers."""


@dataclass(frozen=True)
class Value:
    """What a text was understood as: a value with its status; or the reason why it was not."""

    value: float = float("nan")
    status: int = -1
    reason: int = 0


@dataclass(frozen=True)
class Values:
    """The values of a column in a piece.

    Attributes
    ----------
    value : numpy.ndarray
        NaN where there is none.
    status : numpy.ndarray
        Places in `signs.STATUSES`; -1 where a text was not understood.
    codes, texts
        Which text stands in each row, and the distinct texts.
    reasons : numpy.ndarray
        Places in `REASONS`.
    decimal : str
        The decimal mark of the texts.
    """

    value: np.ndarray
    status: np.ndarray
    codes: np.ndarray
    texts: list[str]
    reasons: np.ndarray
    decimal: str = ","

    @property
    def empty(self) -> np.ndarray:
        """Rows whose cell is empty."""
        return np.array([not text for text in self.texts], dtype=bool)[self.codes]


class ValueLookup:
    """The values of a column; a text that is no plain number is looked at once in a file."""

    def __init__(self, description: Description) -> None:
        self._numbers, self._symbols = description.number_format, description.symbols
        beside = {sign for sign, meaning in self._symbols.items() if meaning in BESIDE_NUMBERS}
        self._marks = tuple(sign.replace(" ", "") for sign in beside)
        self._meaning = {sign.replace(" ", ""): self._symbols[sign] for sign in beside}
        self._known: dict[str, Value] = {}

    def __call__(
        self,
        column: pa.DictionaryArray,
        times: float = 1.0,
        codes: Mapping[str, float] | None = None,
    ) -> Values:
        """Look up a column; its numbers are multiplied, or its texts stand for numbers."""
        if codes:
            return self._coded(column, codes)
        plain = parse_plain(column.dictionary, self._numbers.decimal).copy()
        status = np.where(np.isnan(plain), -1, REPORTED).astype("int8")
        reasons = np.zeros(len(plain), dtype="int8")
        texts = [text.strip() for text in column.dictionary.to_pylist()]
        # A sign can look like a number: "0" is less than half a unit in some tables.
        signed = np.isin(texts, list(self._symbols)) if self._symbols else False
        for place in np.flatnonzero(np.isnan(plain) | signed).tolist():
            found = self._value(texts[place])
            plain[place], status[place], reasons[place] = found.value, found.status, found.reason
        places = column.indices.to_numpy()
        value, decimal = (plain * times)[places], self._numbers.decimal
        return Values(value, status[places], places, texts, reasons[places], decimal)

    def _coded(self, column: pa.DictionaryArray, codes: Mapping[str, float]) -> Values:
        """Look up a column of classes in words; a number in it would be of another column."""
        texts = [text.strip() for text in column.dictionary.to_pylist()]
        known = {text_of(text): Value(number, REPORTED) for text, number in codes.items()}
        found = [known.get(text_of(text)) or self._sign(text) for text in texts]
        value = np.array([each.value for each in found], dtype="float64")
        status = np.array([each.status for each in found], dtype="int8")
        reasons = np.array([each.reason for each in found], dtype="int8")
        places = column.indices.to_numpy()
        return Values(value[places], status[places], places, texts, reasons[places])

    def _sign(self, text: str) -> Value:
        if text in self._symbols:
            return self._symbol(self._symbols[text])
        return Value(reason=CODE if text else EMPTY)

    def _value(self, text: str) -> Value:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._read(text)
        return found

    def _read(self, text: str) -> Value:
        if text in self._symbols:
            return self._symbol(self._symbols[text])
        if not text:
            return Value(reason=EMPTY)
        number, mark = split_mark(text, self._marks)
        try:
            value = parse_number(number, self._numbers.decimal, self._numbers.thousands)
        except ValueError:
            return Value(reason=NUMBER)
        return Value(value, _MEANT[self._meaning[mark]] if mark else REPORTED)

    @staticmethod
    def _symbol(meaning: str) -> Value:
        if meaning in BESIDE_NUMBERS:
            return Value(reason=NUMBER)
        if meaning in ("zero", "below_half"):
            return Value(0.0, _MEANT[meaning])
        return Value(status=_MEANT[meaning])

    def hints(self, texts: list[str], codes: np.ndarray, reasons: np.ndarray) -> np.ndarray:
        """For texts that are no numbers, by which other notation they would be."""
        hints = np.full(len(texts), "", dtype=object)
        for code in np.unique(codes[(reasons == NUMBER) | (reasons == GROUPED)]).tolist():
            hints[code] = self._otherwise(texts[code])
        return hints[codes]

    def _otherwise(self, text: str) -> str:
        """What the description would have to say for a text to be a number."""
        told = (self._numbers.decimal, self._numbers.thousands)
        # What changes least is tried first.
        for decimal, thousands in sorted(_NOTATIONS, key=lambda each: each[0] != told[0]):
            # Where the mark groups thousands elsewhere, it is no decimal mark here.
            groups = decimal != told[0] and decimal == told[1]
            if decimal == thousands or (decimal, thousands) == told or groups:
                continue
            try:
                parse_number(text, decimal, thousands)
            except ValueError:
                continue
            changed = [] if decimal == told[0] else [f'decimal: "{decimal}"']
            changed += [f'thousands: "{thousands}"'] if thousands not in (None, told[1]) else []
            return ", ".join(changed)
        return ""

    def quality(self, text: str) -> Finding:
        """Understand a sign in a column about values; an empty cell says nothing."""
        meaning = self._symbols.get(text, "" if text else "final")
        return Finding(_MEANT[meaning]) if meaning else Finding(reason="quality")
