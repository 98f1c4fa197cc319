"""Statements: what the cells of all files say, by numbers instead of texts, variable by variable.

A row of ten texts becomes 31 bytes. What does not fit into memory lies in a folder of its own until
it is asked for.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

__all__ = ["STATEMENT", "Statements", "Vocabulary"]

STATEMENT = np.dtype(
    [
        ("area", "i4"),
        ("group", "i4"),
        ("period", "i4"),
        ("file", "i4"),
        ("column", "i2"),
        ("status", "i1"),
        ("row", "i4"),
        ("value", "f8"),
    ]
)
"""A cell: numbers of texts in their vocabularies, the row in its file, and the value."""

IN_MEMORY = 1 << 29
"""So many bytes are held before they are laid aside."""


class Vocabulary:
    """Texts by number.

    Examples
    --------
    >>> words = Vocabulary(["total"])
    >>> words.number("sex=f"), words.number("total"), words.texts
    (1, 0, ['total', 'sex=f'])
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        for text in texts:
            self.number(text)

    def number(self, text: str) -> int:
        """The number of a text; a new one for a text that is not known yet."""
        number = self._numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number


class Statements:
    """Statements by variable, in the order in which they were added.

    Examples
    --------
    >>> told = Statements()
    >>> told.add("births", np.zeros(2, STATEMENT))
    >>> told.of("births")["value"].tolist(), told.variables
    ([0.0, 0.0], ['births'])
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._held: dict[str, list[np.ndarray]] = {}
        self._bytes, self._limit = 0, in_memory
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def variables(self) -> list[str]:
        """The variables of which there are statements."""
        return sorted(self._held)

    def add(self, variable: str, some: np.ndarray) -> None:
        """Add statements about a variable."""
        if not len(some):
            return
        self._held.setdefault(variable, []).append(some)
        self._bytes += some.nbytes
        if self._bytes > self._limit:
            self._lay_aside()

    def of(self, variable: str) -> dict[str, np.ndarray]:
        """All statements about a variable: its columns, named as in `STATEMENT`."""
        parts = list(self._held.get(variable, ()))
        file = self._file(variable)
        if file is not None and file.exists():
            parts.insert(0, np.fromfile(file, dtype=STATEMENT))
        parts = parts or [np.empty(0, STATEMENT)]
        return {
            name: np.concatenate([part[name] for part in parts]) for name in STATEMENT.names or ()
        }

    def _lay_aside(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="quartier-")
        for variable, parts in self._held.items():
            file = self._file(variable)
            assert file is not None
            with file.open("ab") as target:
                for part in parts:
                    part.tofile(target)
            parts.clear()
        self._bytes = 0

    def _file(self, variable: str) -> Path | None:
        return Path(self._folder.name) / variable if self._folder else None
