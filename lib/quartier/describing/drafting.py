"""A first description of a file: looked at, guessed, written."""

import re
from dataclasses import dataclass
from pathlib import Path

from quartier.describing.genesis import counted_in, is_genesis, statistic_of
from quartier.describing.known import Known
from quartier.describing.layouts import Layout, guess_layout
from quartier.describing.looked import Looked
from quartier.describing.naming import Namer, identifier
from quartier.describing.period_place import PeriodGuess, guess_period, wide
from quartier.describing.period_texts import period_in
from quartier.describing.reading import look
from quartier.describing.refusals import refuse
from quartier.describing.roles import Roles, assign
from quartier.describing.symbols import Symbols, guess_symbols
from quartier.describing.values import Listed, Value, listed_texts, value_columns
from quartier.language import _

__all__ = ["Draft", "draft", "source_of"]


@dataclass(frozen=True)
class Draft:
    """Everything that was guessed about a file.

    Attributes
    ----------
    file : str
        Its name.
    title : str
    layout : Layout
    looked : Looked
    roles : Roles
    period : PeriodGuess
    values : list of Value
    listed : list of Listed
    symbols : Symbols
    namer : Namer
        With the variables that are new.
    genesis : bool
    """

    file: str
    title: str
    layout: Layout
    looked: Looked
    roles: Roles
    period: PeriodGuess
    values: list[Value]
    listed: list[Listed]
    symbols: Symbols
    namer: Namer
    genesis: bool = False


def draft(path: Path, known: Known) -> Draft:
    """Look at a file and guess how it is to be read.

    Raises
    ------
    UserError
        Where it cannot be described.
    """
    layout = guess_layout(path)
    looked = look(path, layout)
    roles = assign(looked, known)
    if not roles.values:
        refuse(path, _("In der Datei ist keine Tabelle zu erkennen: Keine Spalte hat Zahlen"))
    marks = layout.marks.value
    quality = set(roles.quality.values())
    qualities = [column for column in looked.columns if column.name in quality]
    symbols = guess_symbols(roles.values, marks.decimal, marks.thousands, qualities)
    headers = {} if roles.period else wide(roles.values)
    title = statistic_of(looked) or _title(path)
    namer = Namer(known.variables, counted_in(looked) or title)
    values = value_columns(roles, headers, symbols.percent, namer)
    listed = listed_texts(roles, namer)
    period = PeriodGuess("") if headers else roles.period or _period(path, layout, looked)
    return Draft(
        path.name, title, layout, looked, roles, period, values, listed, symbols, namer,
        is_genesis(looked),
    )  # fmt: skip


def _period(path: Path, layout: Layout, looked: Looked) -> PeriodGuess:
    sheet = looked.sheets[0] if looked.sheets else ""
    headers = [column.name for column in looked.columns]
    return guess_period(path.name, layout.sheets, sheet, [*layout.titles, *headers])


def _title(path: Path) -> str:
    """What the name of a file says without its period."""
    inside = period_in(path.stem)
    name = f"{inside.before} {inside.after}" if inside else path.stem
    words = " ".join(re.split(r"[\s_-]+", name)).strip()
    return (words[:1].upper() + words[1:]) or path.stem


def source_of(path: Path) -> str:
    """An id for the source of a file, from its name without the period.

    >>> source_of(Path("Melderegister_2023.csv"))
    'melderegister'
    """
    return identifier(_title(path))
