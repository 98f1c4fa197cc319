"""Rows of areas that a source leaves out but prints with a number that is none."""

import numpy as np

from quartier import formats
from quartier.descriptions import Description, Exclusion
from quartier.sources.raw import Piece

__all__ = ["excluded_rows"]


def excluded_rows(piece: Piece, description: Description, column: str) -> np.ndarray:
    """Rows whose number in a column is none, since the source leaves their area out."""
    excluded = np.zeros(len(piece.rows), dtype=bool)
    decimal = description.number_format.decimal
    for rule in description.excluded_when:
        if column in rule.then:
            excluded |= _meets(piece, rule, decimal)
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
