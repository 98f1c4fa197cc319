"""The methods behind the figures, in words and with worked examples.

They stand in ``data/catalogue/methods.yml``. The page on methods shows them, and a test runs their
examples through the code, so that the page cannot say anything else than the code does.
"""

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from quartier.config import Line, Model, mistake, read_model
from quartier.errors import Problem, UserError
from quartier.formats import Number
from quartier.language import _
from quartier.places import CATALOGUE

__all__ = ["Column", "Example", "Method", "Outcome", "Shown", "figure", "read_methods"]

Cell = Line | tuple[Line, ...]

_NUMBER = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")

_VALUE_OR_INTERVAL = (1, 3)


def figure(text: str) -> Number | None:
    """The number that a cell writes, with its decimals; ``None`` where it is no number.

    Examples
    --------
    >>> figure("2.80")
    Number(value=2.8, decimals=2)
    >>> figure("below")
    """
    found = _NUMBER.fullmatch(text)
    return Number(float(text), len(found[1] or "")) if found else None


class Shown(Model):
    """How a figure of the function is printed.

    Attributes
    ----------
    times : float
        What the function's figure is multiplied by.
    words : dict of str to str
        How its verdicts read; without any it is a number.
    """

    times: float = 1
    words: dict[str, Line] = {}

    def check(self, text: str, *at: str | int) -> None:
        """Refuse a text that cannot stand for the figure; ``at`` says where it is."""
        if self.words and text not in self.words:
            what, allowed = _("Unter „words“ fehlt dieses Ergebnis."), ", ".join(self.words)
            raise mistake(what, found=text, allowed=allowed, at=at)
        if not self.words and figure(text) is None:
            raise mistake(_("Das ist keine Zahl."), found=text, at=at)


class Column(Shown):
    """A column of an example: an argument, a part of the result, a share, or a name.

    Attributes
    ----------
    header : str
    argument : str or None
        The parameter that its cells are given to.
    result : str or None
        Where its cells stand in the result: ``itself``, ``0``, ``slope``, ``1.value``.
    share : tuple of str
        Two parameters, the first of which is divided by the second.
    """

    header: Line
    argument: Line | None = None
    result: Line | None = None
    share: tuple[Line, ...] = ()

    @property
    def names(self) -> bool:
        """Whether its cells only name the rows."""
        return self.argument is None and self.result is None and not self.share

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if [self.argument is None, self.result is None, not self.share].count(False) > 1:
            raise mistake(_("Nur eines davon: „argument“, „result“ oder „share“."), at=("header",))
        if len(self.share) not in (0, 2):
            raise mistake(_("Ein Anteil braucht zwei Angaben: wovon und woran."), at=("share",))
        return self


class Outcome(Shown):
    """What comes out of a whole table: a figure, or one with the ends of its interval.

    Attributes
    ----------
    label : str
    at : tuple of str
        Where the figures stand in the result, as in a column.
    values : tuple of str
        One for each.
    """

    label: Line
    at: tuple[Line, ...]
    values: tuple[Line, ...]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not len(self.at) == len(self.values) in _VALUE_OR_INTERVAL:
            what = _("Gebraucht wird ein Wert, oder einer und seine beiden Grenzen.")
            raise mistake(what, at=("values",))
        for number, text in enumerate(self.values):
            self.check(text, "values", number)
        return self


class Example(Model):
    """A worked example: a table of arguments and results of a function.

    Attributes
    ----------
    caption : str
    function : str
        Below ``quartier.statistics``, such as ``proportion.wilson``.
    once : bool
        The function is called once, with whole columns, and not for each row.
    given : dict
        Arguments that the table does not show.
    columns : tuple of Column
    rows : tuple of tuple
        A cell for each column; a cell is a text or several.
    results : tuple of Outcome
        What comes out of the whole table.
    """

    caption: Line
    function: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
    once: bool = False
    given: dict[str, object] = {}
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    rows: Annotated[tuple[tuple[Cell, ...], ...], Field(min_length=1)]
    results: tuple[Outcome, ...] = ()

    @model_validator(mode="after")
    def _cells_fit(self) -> Self:
        if self.results and not self.once:
            what = _("Ein Ergebnis der ganzen Tabelle gibt es nur mit „once: true“.")
            raise mistake(what, at=("results",))
        for at, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                what = _("Die Zeile hat nicht so viele Zellen, wie es Spalten gibt.")
                found, allowed = str(len(row)), str(len(self.columns))
                raise mistake(what, found=found, allowed=allowed, at=("rows", at))
            for number, (column, cell) in enumerate(zip(self.columns, row, strict=True)):
                for text in () if column.names else _texts(cell):
                    column.check(text, "rows", at, number)
        return self


def _texts(cell: Cell) -> tuple[Line, ...]:
    return (cell,) if isinstance(cell, str) else cell


class Method(Model):
    """A method as the page tells it.

    Attributes
    ----------
    id : str
        Its address on the page.
    title : str
    text : tuple of str
        Paragraphs.
    examples : tuple of Example
    source : dict of str to str
        Literature, by the language that it is written in.
    """

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    title: Line
    text: Annotated[tuple[Line, ...], Field(min_length=1)]
    examples: tuple[Example, ...] = ()
    source: dict[str, Line] = {}


class _Methods(Model):
    """The file."""

    methods: Annotated[tuple[Method, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[str] = set()
        for at, method in enumerate(self.methods):
            if method.id in seen:
                what = _("Ein Verfahren mit dieser Kennung gibt es schon.")
                raise mistake(what, found=method.id, at=("methods", at, "id"))
            seen.add(method.id)
        return self


def read_methods(folder: Path = CATALOGUE) -> tuple[Method, ...]:
    """Read the methods in the order of the page.

    Parameters
    ----------
    folder : pathlib.Path
        Of the catalogue.

    Raises
    ------
    UserError
        Names what is wrong in the file, with its lines.

    Examples
    --------
    >>> read_methods()[0].id
    'interval'
    """
    problems: list[Problem] = []
    name = f"{folder.name}/methods.yml"
    found, _source = read_model(folder / "methods.yml", name, _Methods, problems)
    UserError.raise_if(problems)
    assert found is not None
    return found.methods
