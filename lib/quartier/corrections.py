"""Known errors of deliveries and what is done about them (corrections.csv).

A delivered file is never changed. What is known to be wrong in it stands in corrections.csv, with a
reason and a name, and with what the delivery holds now: once the source has put it right, the
correction no longer fits and says so. `quartier.corrected` applies them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from quartier import groups, periods
from quartier.config import is_day
from quartier.descriptions import BESIDE_NUMBERS, SymbolMeaning
from quartier.errors import Problem, did_you_mean
from quartier.formats import parse_number
from quartier.language import Text, _, conventions
from quartier.sheets import SheetRow

__all__ = ["ANY", "Correction", "Written", "read_corrections"]

#: Stands for all areas, periods or groups.
ANY = "*"

_ACTIONS = ("drop", "replace", "scale", "flag")
_REQUIRED = ("source", "area", "period", "variable", "action", "reason", "by", "on")
#: Statuses of a cell in which no number is delivered.
_WITHOUT = tuple(
    meaning
    for meaning in (*get_args(SymbolMeaning), "excluded")
    if meaning not in {"zero", "below_half", *BESIDE_NUMBERS}
)


@dataclass(frozen=True)
class Correction:
    """A known error.

    Attributes
    ----------
    source, variable : str
    area, period, group : str
        As tables write them, or ``*`` for all.
    action : str
        ``drop``, ``replace``, ``scale`` or ``flag``.
    expected : float, str or None
        What the delivery holds now: a number, or the status of a cell without one. None: anything.
    value : float or None
        What to replace with, or what to multiply by.
    reason, by, on : str
        Why, who says so, and since which day.
    row : int
        In corrections.csv.
    """

    source: str
    area: str
    period: str
    variable: str
    group: str
    action: str
    expected: float | str | None
    value: float | None
    reason: str
    by: str
    on: str
    row: int

    @property
    def is_wide(self) -> bool:
        """Whether it is meant for more than one cell."""
        return ANY in (self.area, self.period, self.group)

    def overlaps(self, other: "Correction") -> bool:
        """Whether there can be a cell that both are meant for."""
        if (self.source, self.variable) != (other.source, other.variable):
            return False
        pairs = zip(_where(self), _where(other), strict=True)
        return all(one == another or ANY in (one, another) for one, another in pairs)


@dataclass(frozen=True)
class Written:
    """A number as corrections.csv may hold it, with the decimal mark of the language.

    >>> Written(3400).into("de"), Written(12.5).into("de"), Written(1.234).into("en")
    ('3400', '12,5', '1.2340')
    """

    value: float

    def into(self, language: str) -> str:
        """The number in a language."""
        text = f"{Decimal(repr(float(self.value))).normalize():f}"
        if len(_readings(text)) > 1:
            text += "0"
        return text.replace(".", conventions(language).number_symbols["latn"]["decimal"])


def read_corrections(
    rows: Sequence[SheetRow], problems: list[Problem], today: date | None = None
) -> tuple[Correction, ...]:
    """The corrections of a sheet, in its order.

    Parameters
    ----------
    rows : sequence of SheetRow
    problems : list of Problem
        Grows by what is wrong. Such a correction is among the others nevertheless, with nothing in
        place of what was not understood, so that what it refers to can be checked.
    today : datetime.date, optional
        Later days are mistakes.

    Examples
    --------
    >>> cells = {"source": "register", "area": "01", "period": "31.12.2023", "group": ""}
    >>> cells |= {"variable": "people", "action": "replace", "expected": "3400", "value": "340"}
    >>> cells |= {"reason": "Zahlendreher", "by": "M. Muster", "on": "2024-03-01"}
    >>> problems = []
    >>> (correction,) = read_corrections([SheetRow("corrections.csv", 2, cells)], problems)
    >>> correction.period, correction.group, correction.expected, correction.value
    ('2023-12-31', 'total', 3400.0, 340.0)
    """
    told = [_correction(row, problems, today) for row in rows]
    problems.extend(_rivals(told, rows))
    return tuple(told)


def _where(correction: Correction) -> tuple[str, str, str]:
    return correction.area, correction.period, correction.group


def _correction(row: SheetRow, problems: list[Problem], today: date | None) -> Correction:
    for column in _REQUIRED:
        if not row[column]:
            allowed = ", ".join(_ACTIONS) if column == "action" else None
            problems.append(Problem(row.place(column), _("Diese Angabe fehlt."), allowed=allowed))
    correction = Correction(
        row["source"],
        row["area"],
        _period(row, problems),
        row["variable"],
        _group(row, problems),
        row["action"],
        _expected(row, problems),
        _value(row, problems),
        row["reason"],
        row["by"],
        row["on"],
        row.row,
    )
    problems.extend(_faults(correction, row))
    problems.extend(_day_faults(row, today))
    return correction


def _period(row: SheetRow, problems: list[Problem]) -> str:
    text = row["period"]
    if text in ("", ANY):
        return text
    try:
        return periods.parse(text).text
    except ValueError:
        what = _("Das ist kein Zeitraum.")
        allowed = _("ein Zeitraum wie 2024, 2023/24 oder 2024-T2, oder * für alle")
        problems.append(Problem(row.place("period"), what, text, allowed))
        return ""


def _group(row: SheetRow, problems: list[Problem]) -> str:
    text = row["group"] or groups.TOTAL
    if text == ANY:
        return text
    try:
        return groups.text(groups.parse(text))
    except ValueError:
        what = _("Das ist keine Gruppe.")
        allowed = _("„total“, etwas wie „age=25-34;sex=f“, oder * für alle")
        problems.append(Problem(row.place("group"), what, text, allowed))
        return ""


def _expected(row: SheetRow, problems: list[Problem]) -> float | str | None:
    text = row["expected"]
    needs_number = row["action"] in ("drop", "scale", "flag")
    if not text:
        return None
    if text in _WITHOUT and not needs_number:
        return text
    if text in _WITHOUT:
        what = _("Wo keine Zahl steht, gibt es nichts zu streichen, umzurechnen oder zu markieren.")
        problems.append(Problem(row.place("expected"), what, text, _number_allowed()))
        return None
    return _number(row, "expected", problems, () if needs_number else _WITHOUT)


def _value(row: SheetRow, problems: list[Problem]) -> float | None:
    text, action = row["value"], row["action"]
    if action in ("replace", "scale"):
        if text:
            return _number(row, "value", problems)
        what = _("Diese Angabe fehlt.")
        problems.append(Problem(row.place("value"), what, allowed=_number_allowed()))
    elif action in _ACTIONS and text:
        what = _("Zu „{action}“ gehört kein Wert.", action=action)
        problems.append(Problem(row.place("value"), what, text))
    return None


def _number(
    row: SheetRow, column: str, problems: list[Problem], words: Sequence[str] = ()
) -> float | None:
    """The number in a cell; in place of a number a cell may also hold one of the words."""
    text = row[column]
    readings = _readings(text)
    if len(readings) == 1:
        return readings[0]
    if readings:
        what = _("Das können zwei verschiedene Zahlen sein.")
        allowed = _("{one} oder {other}", one=Written(readings[0]), other=Written(readings[1]))
        problems.append(Problem(row.place(column), what, text, allowed))
        return None
    what, allowed = _("Das ist keine Zahl."), _number_allowed()
    if words:
        allowed = _("{numbers}; oder {words}", numbers=allowed, words=", ".join(words))
    hint = did_you_mean(text, words)
    problems.append(Problem(row.place(column), what, text, allowed, hint))
    return None


def _readings(text: str) -> list[float]:
    """The numbers that a text can be, by German and by English marks; the greater first.

    >>> _readings("1.234,5"), _readings("0.5"), _readings("1.234"), _readings("a")
    ([1234.5], [0.5], [1234.0, 1.234], [])
    """
    found = set()
    for decimal, thousands in ((",", "."), (".", ",")):
        try:
            found.add(parse_number(text, decimal, thousands))
        except ValueError:
            continue
    return sorted(found, key=abs, reverse=True)


def _number_allowed() -> Text:
    return _("eine Zahl wie 340 oder 12,5")


def _faults(correction: Correction, row: SheetRow) -> Iterator[Problem]:
    """What is wrong with an action, and what does not fit to it."""
    action, value, expected = correction.action, correction.value, correction.expected
    if action and action not in _ACTIONS:
        what, hint = _("Diese Berichtigung gibt es nicht."), did_you_mean(action, _ACTIONS)
        yield Problem(row.place("action"), what, action, ", ".join(_ACTIONS), hint)
        return
    if action == "replace":
        what = _("Ersetzt wird immer nur eine einzelne Angabe.")
        for column in ("area", "period", "group"):
            if row[column] == ANY:
                yield Problem(row.place(column), what, ANY)
    may_be_empty = action == "flag" or (action in ("drop", "scale") and correction.is_wide)
    if action and not row["expected"] and not may_be_empty:
        what = _("Hier fehlt, was die Lieferung jetzt enthält.")
        allowed = _(
            "eine Zahl wie 340 oder 12,5; leer nur bei „flag“, und bei „drop“ und „scale“ mit *"
        )
        yield Problem(row.place("expected"), what, allowed=allowed)
    if value is not None and (value == expected if action == "replace" else value == 1):
        yield Problem(row.place("value"), _("Das ändert nichts."), row["value"])
    elif action == "scale" and value is not None and value <= 0:
        what, allowed = _("Das ist kein Faktor."), _("eine Zahl größer als 0")
        yield Problem(row.place("value"), what, row["value"], allowed)


def _day_faults(row: SheetRow, today: date | None) -> Iterator[Problem]:
    text = row["on"]
    if text and not is_day(text):
        allowed = _("ein Datum wie 2024-12-31")
        yield Problem(row.place("on"), _("Das ist kein Datum."), text, allowed)
    elif text and today is not None and date.fromisoformat(text) > today:
        yield Problem(row.place("on"), _("Dieser Tag liegt in der Zukunft."), text)


def _rivals(told: Sequence[Correction], rows: Sequence[SheetRow]) -> Iterator[Problem]:
    """Corrections that are meant for a cell that an earlier row already puts right."""
    single: dict[tuple[str, ...], Correction] = {}
    wide: list[Correction] = []
    for correction, row in zip(told, rows, strict=True):
        cell = (correction.source, correction.variable, *_where(correction))
        if "" in cell:
            continue
        # Single cells are looked up: there may be thousands of them, but few that are wide.
        earlier = [*single.values(), *wide] if correction.is_wide else wide
        first = single.get(cell) or next(filter(correction.overlaps, earlier), None)
        if first is not None:
            what = _("Dieselbe Angabe berichtigt schon Zeile {row}.", row=first.row)
            yield Problem(row.place(), what)
        elif correction.is_wide:
            wide.append(correction)
        else:
            single[cell] = correction
