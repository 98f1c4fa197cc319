"""A table that has been looked at: its columns, each with its texts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from quartier.describing.grids import is_figure

__all__ = ["Column", "Looked", "determines"]

_MOSTLY = 0.6


@dataclass
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
    texts : list of str
        The text in each row, without spaces around it.
    rows : list of int
        The number of each row in the file.
    """

    name: str
    texts: Sequence[str]
    rows: Sequence[int]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each text stands in it, in the order of the rows."""
        return Counter(self.texts)

    @cached_property
    def distinct(self) -> list[str]:
        """The texts of the column, without the empty one."""
        return [text for text in self.counts if text]

    @cached_property
    def has_figures(self) -> bool:
        """Whether most of its texts could be figures."""
        filled = sum(self.counts[text] for text in self.distinct)
        figures = sum(self.counts[text] for text in self.distinct if is_figure(text))
        signs_only = not any(char.isdigit() for text in self.distinct for char in text)
        return filled > 0 and figures >= _MOSTLY * filled and not signs_only

    def row_of(self, text: str) -> int:
        """The row in which a text stands first."""
        return self._first[text]

    @cached_property
    def _first(self) -> dict[str, int]:
        backwards = zip(reversed(self.texts), reversed(self.rows), strict=True)
        return dict(backwards)


@dataclass
class Looked:
    """A table with its columns; ``doubled`` and ``unnamed`` ones cannot be described.

    Attributes
    ----------
    rows : int
        How many rows were looked at.
    whole : bool
        Whether these are all.
    """

    columns: list[Column]
    rows: int
    whole: bool = True
    doubled: list[str] = field(default_factory=list)
    unnamed: int = 0
    sheets: list[str] = field(default_factory=list)


def determines(one: Column, other: Column) -> bool:
    """Whether each text of one column always has the same text of the other beside it.

    >>> rows = [2, 3, 4]
    >>> determines(Column("a", ["1", "2", "1"], rows), Column("b", ["x", "x", "x"], rows))
    True
    """
    return len(set(zip(one.texts, other.texts, strict=True))) == len(one.counts)
