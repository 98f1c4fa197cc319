"""Rows of areas that a source leaves out but prints with a number that is none."""

import numpy as np

from quartier import formats
from quartier.descriptions import Description, Exclusion
from quartier.sources.raw import Piece

__all__ = ["Excluded"]


class Excluded:
    """Rows of a piece whose numbers are none, since the source leaves their area out."""

    def __init__(self, piece: Piece, description: Description) -> None:
        decimal = description.number_format.decimal
        self._size = len(piece.rows)
        self._rules = [
            (rule.then, _meets(piece, rule, decimal)) for rule in description.excluded_when
        ]

    def in_column(self, column: str) -> np.ndarray:
        """Which rows have no number in a column."""
        excluded = np.zeros(self._size, dtype=bool)
        for columns, rows in self._rules:
            if column in columns:
                excluded |= rows
        return excluded


def _meets(piece: Piece, rule: Exclusion, decimal: str) -> np.ndarray:
    """Rows in which all columns of a rule say what it says; one that is absent says nothing."""
    wanted = _number(rule.equals, decimal)
    tests = []
    for column in rule.columns:
        if column in piece.texts:
            told = piece.texts[column]
            texts = told.dictionary.to_pylist()
            meets = np.array([_number(text.strip(), decimal) == wanted for text in texts], bool)
            tests.append(meets[told.indices.to_numpy()])
    return np.logical_and.reduce(tests) if tests else np.zeros(len(piece.rows), dtype=bool)


def _number(text: str, decimal: str) -> float | str:
    try:
        return formats.parse_number(text, decimal, None)
    except ValueError:
        return text
