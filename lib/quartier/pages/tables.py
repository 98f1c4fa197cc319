"""The table of all pages: caption, scopes, stable id, and no cell without a word."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from quartier import signs
from quartier.formats import Number
from quartier.language import Speaking, Text, _
from quartier.pages.environment import macro, shown
from quartier.pages.html import Html, slug

__all__ = ["Column", "data_table"]

MOST_CARDS = 40
"""Nobody leafs through more cards than this; the words beside each figure would cost too much."""

MOST_PRINTED = 60
"""As many rows as an A4 page holds: a longer table that is folded stays off the paper."""


@dataclass(frozen=True)
class Column:
    """A column: its label, whether it holds figures (set to the right), and their unit."""

    label: str | Speaking
    numeric: bool = False
    unit: str | Speaking | None = None


@cache
def _spoken_signs() -> Mapping[str, Text]:
    """Meaning of each sign that stands in the place of a figure."""
    kinds = (status for status in signs.STATUSES if not signs.has_value(status))
    return {signs.sign(status): signs.meaning(status) for status in kinds}


def _cell(cell: Any, column: Column, language: str) -> Any:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        raise ValueError("a cell without a value: show the sign of its status")
    if hasattr(cell, "inline"):
        return Markup(cell.inline())
    if column.numeric and isinstance(cell, str) and cell in _spoken_signs():
        return macro("parts.html.j2", "spoken", language, cell, _spoken_signs()[cell])
    return cell


def _row(row: Sequence[Any], columns: Sequence[Column], language: str) -> list[tuple[Column, Any]]:
    if len(row) != len(columns):
        raise ValueError(f"{len(row)} cells for {len(columns)} columns")
    return [
        (column, _cell(cell, column, language)) for column, cell in zip(columns, row, strict=True)
    ]


def _as_cards(columns: Sequence[Column], count: int) -> bool:
    """Whether a telephone shows rows as cards: figures are compared, words are read."""
    words = sum(not column.numeric for column in columns)
    return len(columns) > 3 and words > 2 and 2 * words >= len(columns) and count <= MOST_CARDS


def data_table(
    columns: Sequence[Column | str | Speaking],
    rows: Iterable[Sequence[Any]],
    *,
    caption: str | Speaking,
    language: str,
    note: str | Speaking | None = None,
    id: str | None = None,  # noqa: A002
    row_header: bool = True,
    folded: bool | str | Speaking = False,
) -> Html:
    """A table; on a telephone its rows become cards where its columns would not fit.

    Parameters
    ----------
    columns : sequence of Column or text
        A text is the label of a column without figures.
    rows : iterable of sequences
        Cells are texts, parts or figures. A sign in a column of figures, such as ``•``, gets its
        meaning for screen readers.
    caption : text
        Names the table; its id is made from it.
    language : str
    note : text, optional
        Below the table.
    id : str, optional
        Stable address after ``#``; needed where two tables of a page have the same caption.
    row_header : bool
        The first column names the rows.
    folded : bool or text
        Show the caption only, or this text, and the table at a click. On paper it is unfolded,
        unless it is long.

    Raises
    ------
    ValueError
        When a row has not one cell a column, or a cell is None or NaN: what is missing has a sign.

    Examples
    --------
    >>> table = data_table(
    ...     ["Ort", Column("Zahl", True)], [("Nord", "•")], caption="A", language="de"
    ... )
    >>> '<th scope="row">Nord</th>' in table.markup
    True
    """
    given = [column if isinstance(column, Column) else Column(column) for column in columns]
    name = id or slug(str(Markup(shown(caption, language)).striptags()))
    cells = [_row(row, given, language) for row in rows]
    cards = _as_cards(given, len(cells))
    about = (given, cells, caption, name, note, row_header, cards)
    table = macro("table.html.j2", "table", language, *about)
    if folded:
        summary = _("Als Tabelle: {caption}", caption=caption) if folded is True else folded
        unprinted = _unprinted(caption, len(cells)) if len(cells) > MOST_PRINTED else None
        table = macro("table.html.j2", "folded", language, summary, table, unprinted)
    return Html(str(table))


def _unprinted(caption: str | Speaking, count: int) -> Text:
    return _(
        "{caption}: Die Tabelle hat {count} Zeilen und wird nur gedruckt, wenn sie am Bildschirm "
        "aufgeklappt ist.",
        caption=caption,
        count=Number(count),
    )
