"""Corrections applied to what was delivered, and what they changed.

A correction holds for the deliveries of its source in which a cell stands with the value that it
expects. Where the source's last delivery of the cell holds another value, the error may be gone:
that is a mistake to be settled by people, never a reason to leave a correction out.

No correction takes a cell away: what is dropped stays as missing, so that no sum is silently
smaller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from quartier import periods
from quartier.catalogue import Variable
from quartier.corrections import ANY, Correction, Written
from quartier.errors import Place, Problem, did_you_mean
from quartier.language import Speaking, Text, _, quoted
from quartier.settings import received_on
from quartier.tables import CORRECTED, conform, empty

__all__ = ["correct"]

# What rarely holds first, so that few rows are left to look at.
_CELL = ("area", "period", "group", "variable")
_STATUS = {"drop": "missing", "replace": "revised", "scale": "revised", "flag": "limited"}
#: What a source has delivered instead is listed when it is no more than this.
_MOST_NAMED = 12
#: Numbers nearer to each other than this share of them are the same, but for binary digits.
_SAME = 1e-9


def correct(
    observations: pd.DataFrame,
    corrections: Sequence[Correction],
    variable: Variable,
    file: str,
    problems: list[Problem],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply corrections to the observations of a variable.

    Parameters
    ----------
    observations : pandas.DataFrame
        All deliveries of the variable, with the columns of ``OBSERVATIONS``.
    corrections : sequence of Correction
        Those of the variable; no two of them are meant for the same cell.
    variable : Variable
    file : str
        What corrections.csv is called in messages.
    problems : list of Problem
        Grows by corrections that do not fit what was delivered; they are not applied.

    Returns
    -------
    observations : pandas.DataFrame
        The same rows in the same order, with other values and statuses where they were corrected.
    corrected : pandas.DataFrame
        The table ``CORRECTED``: what was delivered and what holds instead.

    Examples
    --------
    >>> from quartier.tables import OBSERVATIONS, from_rows
    >>> told = {"variable": "people", "group": "total", "area": "01", "period": "2023"}
    >>> told |= {"geography": "2020", "delivery": "register@2024-02-01", "value": 3400}
    >>> told |= {"status": "reported", "source": "register", "file": "2023.csv", "row": 2}
    >>> cell = ("register", "01", "2023", "people", "total")
    >>> why = ("Zahlendreher", "M. Muster", "2024-03-01")
    >>> known = Correction(*cell, "replace", 3400.0, 340.0, *why, row=2)
    >>> people = {"title": "Menschen", "unit": "persons", "kind": "stock", "counts_persons": True}
    >>> rows, corrected = correct(
    ...     from_rows([told], OBSERVATIONS),
    ...     [known],
    ...     Variable.model_validate(people),
    ...     "corrections.csv",
    ...     problems := [],
    ... )
    >>> rows[["value", "status"]].to_numpy().tolist(), problems
    ([[340.0, 'revised']], [])
    >>> corrected[["before", "after", "reason"]].to_numpy().tolist()
    [[3400.0, 340.0, 'Zahlendreher']]
    """
    if not corrections:
        return observations, empty(CORRECTED)
    delivered = _Delivered(observations)
    changes = []
    for correction in corrections:
        try:
            changes.append(_change(delivered, correction, variable))
        except _MisfitError as misfit:
            problems.append(misfit.problem(file, correction))
    return _changed(observations, changes)


@dataclass(frozen=True)
class _Change:
    """What a correction makes of some rows of the observations."""

    correction: Correction
    rows: np.ndarray
    after: np.ndarray


class _MisfitError(Exception):
    """A correction that does not fit what was delivered; takes the parts of its problem."""

    def __init__(self, column: str | None, what: Text, **more: Any) -> None:
        super().__init__(what)
        self.column, self.what, self.more = column, what, more

    def problem(self, file: str, correction: Correction) -> Problem:
        place = Place(file, row=correction.row, column=self.column)
        return Problem(place, self.what, **self.more)


class _Delivered:
    """The observations by codes, so that the rows of a cell are found at once."""

    def __init__(self, observations: pd.DataFrame) -> None:
        self.table = observations
        self.value = observations["value"].to_numpy()
        self.codes: dict[str, np.ndarray] = {}
        self.texts: dict[str, list[str]] = {}
        self.code: dict[str, dict[str, int]] = {}
        for column in (*_CELL, "source", "delivery"):
            # The deliveries of a source sort by the day on which they were received.
            self.codes[column], texts = pd.factorize(observations[column], sort=True)
            self.texts[column] = [str(text) for text in texts]
            self.code[column] = {text: code for code, text in enumerate(self.texts[column])}

    def rows(self, correction: Correction, besides: str = "") -> np.ndarray:
        """The rows that a correction is meant for, whatever the column ``besides`` says there."""
        wanted = {column: getattr(correction, column) for column in (*_CELL, "source")}
        named = [column for column in wanted if wanted[column] != ANY and column != besides]
        # A code of no row where a text is in no row.
        first, *others = [
            (self.codes[name], self.code[name].get(wanted[name], -1)) for name in named
        ]
        found = np.flatnonzero(first[0] == first[1])
        for codes, code in others:
            found = found[codes[found] == code]
        return found

    def last(self, rows: np.ndarray) -> np.ndarray:
        """Of some rows of a source those that are the last word on their cell."""
        ordered = rows[np.argsort(self.codes["delivery"][rows], kind="stable")]
        cells = pd.DataFrame({column: self.codes[column][ordered] for column in _CELL})
        return ordered[~cells.duplicated(keep="last").to_numpy()]

    def expected(self, rows: np.ndarray, expected: float | str | None) -> np.ndarray:
        """Whether what stands in the rows is what was expected."""
        if expected is None:
            return np.ones(len(rows), dtype="bool")
        if isinstance(expected, str):
            return (self.table["status"].iloc[rows] == expected).to_numpy(dtype="bool")
        return np.isclose(self.value[rows], expected, rtol=_SAME, atol=0)

    def cell(self, row: int, correction: Correction) -> str | None:
        """The cell of a row in words, for a correction that is meant for several."""
        names = [self.texts[name][self.codes[name][row]] for name in ("area", "period", "group")]
        return ", ".join(names) if correction.is_wide else None

    def held(self, row: int) -> Speaking:
        """What was delivered in a row, as corrections.csv would say it."""
        value = self.value[row]
        return quoted(self.table["status"].iloc[row]) if np.isnan(value) else Written(value)


def _change(delivered: _Delivered, correction: Correction, variable: Variable) -> _Change:
    meant = delivered.rows(correction)
    if not len(meant):
        raise _absent(delivered, correction)
    _check_last(delivered, meant, correction)
    rows = meant[delivered.expected(meant, correction.expected)]
    rows = rows[_has_use(delivered, rows, correction.action)]
    if not len(rows):
        hint = _("Keine der gemeinten Angaben hat eine Zahl, die das beträfe.")
        raise _MisfitError("action", _("Diese Berichtigung ändert nichts."), hint=hint)
    after = _after(delivered.value[rows], correction)
    if variable.counted and correction.value is not None:
        after = _whole(delivered, rows, after, correction)
    return _Change(correction, rows, after)


def _has_use(delivered: _Delivered, rows: np.ndarray, action: str) -> np.ndarray:
    """Whether an action changes rows: without a number only a replacement does.

    What a source keeps secret stays so when all around it is dropped.
    """
    if action == "replace":
        return np.ones(len(rows), dtype="bool")
    useful = ~np.isnan(delivered.value[rows])
    if action == "flag":
        useful &= (delivered.table["status"].iloc[rows] == "reported").to_numpy(dtype="bool")
    return useful


def _after(before: np.ndarray, correction: Correction) -> np.ndarray:
    if correction.action == "flag":
        return before
    if correction.action == "scale":
        return before * correction.value
    # Nothing is given where a value is dropped.
    return np.full(len(before), np.nan if correction.value is None else correction.value)


def _whole(
    delivered: _Delivered, rows: np.ndarray, after: np.ndarray, correction: Correction
) -> np.ndarray:
    """Values of something that is counted: free of what binary digits add to a whole number."""
    whole = np.rint(after)
    counted = np.isclose(after, whole, rtol=_SAME, atol=0) & (whole >= 0)
    if not counted.all():
        first = int(np.flatnonzero(~counted)[0])
        what = _("Das ergäbe {after}", after=Written(after[first]))
        allowed = _("was eine ganze Zahl ab 0 ergibt")
        found = delivered.cell(int(rows[first]), correction)
        raise _MisfitError("value", what, found=found, allowed=allowed)
    return whole


def _check_last(delivered: _Delivered, meant: np.ndarray, correction: Correction) -> None:
    """Refuse when the source's last delivery of a cell holds something else than expected."""
    expected = correction.expected
    if expected is None:
        return
    last = delivered.last(meant)
    other = last[~delivered.expected(last, expected)]
    if not len(other):
        return
    row = int(other[0])
    what = _(
        "In der Lieferung vom {day} steht inzwischen {now} statt {then}",
        day=periods.parse(received_on(str(delivered.table["delivery"].iloc[row]))),
        now=delivered.held(row),
        then=quoted(expected) if isinstance(expected, str) else Written(expected),
    )
    hint = _("Hat die Quelle den Fehler behoben, diese Zeile löschen.")
    raise _MisfitError("expected", what, found=delivered.cell(row, correction), hint=hint)


def _absent(delivered: _Delivered, correction: Correction) -> _MisfitError:
    """Why nothing was delivered that a correction is meant for: one column that is to blame."""
    what = _("Dazu hat die Quelle nichts geliefert.")
    for column in ("group", "period", "area"):
        wanted = getattr(correction, column)
        beside = delivered.rows(correction, besides=column)
        if wanted != ANY and len(beside):
            there = [
                delivered.texts[column][code] for code in np.unique(delivered.codes[column][beside])
            ]
            allowed = ", ".join(there) if len(there) <= _MOST_NAMED else None
            hint = did_you_mean(wanted, there)
            return _MisfitError(column, what, found=wanted, allowed=allowed, hint=hint)
    return _MisfitError(None, what)


def _changed(
    observations: pd.DataFrame, changes: Sequence[_Change]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The observations with all changes, and the table of these."""
    if not changes:
        return observations, empty(CORRECTED)
    rows = np.concatenate([change.rows for change in changes])
    after = np.concatenate([change.after for change in changes])
    corrections = [change.correction for change in changes]
    times = [len(change.rows) for change in changes]
    value, status = observations["value"].copy(), observations["status"].copy()
    value.iloc[rows] = after
    status.iloc[rows] = np.repeat([_STATUS[each.action] for each in corrections], times)
    told = observations.iloc[rows]
    said = {
        name: np.repeat(
            np.array([getattr(each, name) for each in corrections], dtype=object), times
        )
        for name in ("action", "reason", "by", "on")
    }
    corrected = told.assign(before=told["value"], after=after, **said)
    return observations.assign(value=value, status=status), conform(corrected, CORRECTED)
