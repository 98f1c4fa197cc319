"""Facts: statements about one variable in the order of their cells, by numbers.

Columns of plain numbers: a check looks at millions of them, and a data frame costs more to put
together than most checks take.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

__all__ = ["CELL", "Facts"]

CELL = ("group", "area", "period")
"""What a fact is about."""


@dataclass(frozen=True)
class Facts:
    """Facts about one variable, in the order of group, area, period and delivery.

    Attributes
    ----------
    group, area, period, delivery : numpy.ndarray
        Places in the sorted texts of all of them.
    part, column, row : numpy.ndarray
        Where each was read: the table, its column, and the row in its file.
    status : numpy.ndarray
        Places in `signs.STATUSES`.
    value : numpy.ndarray
        NaN where there is none.
    """

    group: np.ndarray
    area: np.ndarray
    period: np.ndarray
    delivery: np.ndarray
    part: np.ndarray
    column: np.ndarray
    row: np.ndarray
    status: np.ndarray
    value: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Facts":
        """The facts of a frame, which may have more columns."""
        return cls(*(frame[each.name].to_numpy() for each in fields(cls)))

    def __len__(self) -> int:
        return len(self.value)

    def __iter__(self) -> Iterator[np.ndarray]:
        return (getattr(self, each.name) for each in fields(self))

    def take(self, some: np.ndarray) -> "Facts":
        """Some of the facts, told by their places or by a mask."""
        return Facts(*(column[some] for column in self))

    def only(self, some: np.ndarray) -> "Facts":
        """The facts of a mask; the same ones where these are all."""
        return self if some.all() else self.take(some)

    def replaced(self, *, value: np.ndarray, status: np.ndarray) -> "Facts":
        """The facts with other figures."""
        return replace(self, value=value, status=status)

    def frame(self, **more: np.ndarray | Sequence | str | float) -> pd.DataFrame:
        """A row for each fact, with more columns; for a few facts."""
        told = {each.name: column for each, column in zip(fields(self), self, strict=True)}
        return pd.DataFrame(told).assign(**more)
