"""The sheets of a workbook as they stand, and which of them hold the table."""

from collections.abc import Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from quartier.describing.grids import Grid, Line
from quartier.describing.guess import Guess
from quartier.describing.period_texts import escaped, period_in
from quartier.describing.refusals import refuse
from quartier.language import Text, _, quoted
from quartier.sources import explain
from quartier.sources.written import written

__all__ = ["name_sheets", "read_sheets"]


def read_sheets(path: Path) -> list[Grid]:
    """All sheets of a workbook.

    Raises
    ------
    UserError
        Where the file is no workbook.
    """
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = workbook.sheet_names
        return [_grid(workbook.get_sheet_by_name(name)) for name in names]
    except (CalamineError, OSError) as error:
        refuse(path, explain("unreadable"), type(error).__name__)


def _grid(sheet: CalamineSheet) -> Grid:
    lines = [
        Line(
            number,
            [written(cell, ",") for cell in row],
            {place for place, cell in enumerate(row) if isinstance(cell, int | float)},
        )
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1)
    ]
    return Grid(lines, sheet.name)


def name_sheets(
    best: str, alike: Sequence[str], all_names: Sequence[str]
) -> tuple[Guess[str] | None, Guess[str] | None]:
    """The one sheet with the table, or a pattern for several that are built alike."""
    others = [name for name in all_names if name not in alike]
    said = _others(others)
    if len(alike) < 2:
        found = period_in(best)
        if found is None or found.form == "":
            return Guess(best, (_("Auf diesem Blatt steht die Tabelle."), *said)), None
        why = _(
            "Auf dem Blatt {sheet} steht die Tabelle; sein Name wechselt wohl mit dem Zeitraum.",
            sheet=quoted(best),
        )
        return None, Guess(f"^{found.pattern(group=False)}$", (why, *said))
    why = _(
        "{count} Blätter haben denselben Kopf: {names}.",
        count=len(alike),
        names=", ".join(alike[:8]) + (" …" if len(alike) > 8 else ""),
    )
    patterns = {found.pattern(group=False) if (found := period_in(n)) else n for n in alike}
    if len(patterns) == 1:
        return None, Guess(f"^{patterns.pop()}$", (why, *said))
    return None, Guess(f"^(?:{'|'.join(map(escaped, alike))})$", (why, *said))


def _others(names: Sequence[str]) -> tuple[Text, ...]:
    if not names:
        return ()
    return (_("Weitere Blätter mit Zahlen: {names}.", names=", ".join(map(str, names[:8]))),)
