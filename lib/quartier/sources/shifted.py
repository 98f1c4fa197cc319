"""Columns of values that hold words: the headers of the file are shifted by a column."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from quartier.sources.figures import NUMBER, ValueLookup, Values
from quartier.sources.raw import Fault, Piece

__all__ = ["words_for_values"]

FEWEST, SHARE = 3, 0.5
"""So many words, and such a part of all cells that hold anything, are no slips of single cells."""

_WORD = re.compile(r"[^\W\d_]{3}")


def words_for_values(
    piece: Piece, header: Sequence[str], columns: Sequence[str], look: ValueLookup
) -> Iterator[Fault]:
    """The first column of values that holds words instead.

    One word alone, such as "gesperrt", is a sign that the description does not know; words that
    differ are what another column says.

    Parameters
    ----------
    piece : Piece
        The first rows of the file.
    header : sequence of str
    columns : sequence of str
        Those that hold values.
    look : ValueLookup
    """
    for column in columns:
        if not _has_words(piece.texts[column]):
            continue
        values = look(piece.texts[column])
        words = _words(values)
        told = int((~values.empty).sum())
        if len(set(words)) > 1 and len(words) >= max(FEWEST, SHARE * told):
            beside = ", ".join(_beside(header, column))
            yield Fault(0, column, max(sorted(set(words)), key=words.count), "shifted", beside)
            return


def _has_words(column: pa.DictionaryArray) -> bool:
    """Whether words that differ stand in a column."""
    texts = column.dictionary.to_pylist()
    return sum(_WORD.search(text) is not None for text in texts) > 1


def _words(values: Values) -> list[str]:
    """The words of a column that are neither numbers nor signs, row by row."""
    is_word = np.array([_WORD.search(text) is not None for text in values.texts], dtype=bool)
    rows = is_word[values.codes] & (values.reasons == NUMBER)
    return [values.texts[code] for code in values.codes[rows].tolist()]


def _beside(header: Sequence[str], column: str) -> list[str]:
    """The headers next to a column."""
    at = list(header).index(column)
    return [header[place] for place in (at - 1, at + 1) if 0 <= place < len(header)]
