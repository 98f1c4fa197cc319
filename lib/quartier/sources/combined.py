"""The groups of rows: what several columns, a header and the meaning of a row say together."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from quartier import groups
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.sources.resolve import NOT_UNDERSTOOD, Found, Lookup, group_finder
from quartier.sources.statements import Vocabulary

__all__ = ["UNKNOWN_PART", "Combined"]

UNKNOWN_PART = "=?"
"""Stands for a part of a group that was not understood."""


class Combined:
    """The groups of a table.

    Parameters
    ----------
    description : Description
    variables : mapping of str to Variable
    meanings : Vocabulary
        What rows say their variable is, as places in the description.
    known : Vocabulary
        The groups of all files.

    Attributes
    ----------
    lookups : list of Lookup
        Of the columns that cut groups, in the order of the description.
    """

    def __init__(
        self,
        description: Description,
        variables: Mapping[str, Variable],
        meanings: Vocabulary,
        known: Vocabulary,
    ) -> None:
        self._description, self._meanings, self._known = description, meanings, known
        self._parts = Vocabulary()
        self.lookups = self._looks([variables[name] for name in sorted(description.variables)])

    def _looks(self, delivered: Sequence[Variable]) -> list[Lookup]:
        lookups = []
        for cut in self._description.groups:
            declared = [each.dimensions.get(cut.dimension, ()) for each in delivered]
            # What not all of them declare, one of them could not be cut into.
            parts = [part for part in declared[0] if all(part in each for each in declared)]
            lookups.append(Lookup(group_finder(cut, self._parts, parts)))
        return lookups

    def groups(
        self, stated: str, kinds: np.ndarray | None, cuts: Sequence[Found], rows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """The group in each of some rows, and whether all of its parts were understood.

        Parameters
        ----------
        stated : str
            What the column of values says.
        kinds : numpy.ndarray, optional
            Numbers of meanings, where rows say their variable.
        cuts : sequence of Found
            What the columns that cut groups say.
        rows : numpy.ndarray
        """
        cut_well = np.ones(len(rows), dtype=bool)
        if not cuts and kinds is None:
            return np.full(len(rows), self._known.number(stated), dtype="int32"), cut_well
        code = np.zeros(len(rows), dtype="int64")
        if kinds is not None:
            code += kinds[rows]
        for cut in cuts:
            cut_well &= cut.numbers[rows] != NOT_UNDERSTOOD
            code = code * (len(self._parts.texts) + 1) + cut.numbers[rows] + 1
        places, distinct = pd.factorize(code)
        numbers = [self._group(stated, int(each), kinds is not None) for each in distinct]
        return np.array(numbers, dtype="int32")[places], cut_well

    def _group(self, stated: str, code: int, of_meaning: bool) -> int:
        """The number of the group of which a code gives the meaning and the parts."""
        said: list[str] = []
        for cut in reversed(self._description.groups):
            code, part = divmod(code, len(self._parts.texts) + 1)
            said.append(self._parts.texts[part - 1] if part else f"{cut.dimension}{UNKNOWN_PART}")
        column = self._description.variable
        if of_meaning and column is not None:
            said.append(column.values[self._meanings.texts[code]].group)
        return self._known.number(_together([stated, *said]))


def _together(parts: Sequence[str]) -> str:
    """The group that some groups say together.

    >>> _together(["sex=f", "total", "age=0-2"])
    'age=0-2;sex=f'
    """
    said = [groups.parse(part) for part in parts if part and part != groups.TOTAL]
    return groups.text({name: part for each in said for name, part in each.items()})
