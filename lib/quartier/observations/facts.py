"""Facts: statements about one variable in the order of their cells, by numbers.

A frame of facts has the columns group, area, period, delivery (places in the sorted texts of an
`Origins`), part, column, row (where it was read), status (a place in `signs.STATUSES`) and value.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from quartier import signs
from quartier.settings import received_on
from quartier.sources import UNKNOWN_PART, Part, Statements, Words
from quartier.tables import OBSERVATIONS

__all__ = ["CELL", "Origins"]

CELL = ["group", "area", "period"]


class Origins:
    """Where statements come from, and the texts for their numbers, sorted.

    Parameters
    ----------
    parts : sequence of Part
        By their numbers.
    words : Words
    geography : str
        The Gebietsstand of all areas.

    Attributes
    ----------
    areas : list of str
        Codes; the first is empty and stands for areas that nobody knows.
    received : numpy.ndarray
        The order in which deliveries were received; the same number for the same day.
    """

    def __init__(self, parts: Sequence[Part], words: Words, geography: str) -> None:
        self.parts, self.geography = parts, geography
        self.columns = words.columns.texts
        self.areas, self._area = _sorted([*words.areas.codes, ""])
        self.groups, self._group = _sorted(words.groups.texts)
        self.periods, self._period = _sorted(words.periods.texts)
        self.deliveries, self._delivery = _places(part.delivered.delivery for part in parts)
        self._sources, self._source = _places(part.delivered.source for part in parts)
        self._files, self._file = _places(part.name for part in parts)
        days = [received_on(each) for each in self.deliveries]
        self.received = np.array([sorted(set(days)).index(day) for day in days], dtype="i4")
        # Only files of one delivery can say the same.
        self.several_files = len(self.deliveries) < len(parts)
        self._refused = np.array([part.refused for part in parts], dtype=bool)
        self._vague = np.array([UNKNOWN_PART in text for text in self.groups], dtype=bool)

    def facts(self, variable: str, told: Statements) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What is said about a variable: facts, and what cannot be placed; by cell and delivery."""
        said = told.of(variable)
        if self._refused.any():
            said = said[~self._refused[said["file"]]]
        frame = pd.DataFrame(
            {
                "group": self._group[said["group"]],
                "area": self._area[said["area"]],
                "period": self._period[said["period"]],
                "delivery": self._delivery[said["file"]],
                "part": said["file"],
                "column": said["column"],
                "row": said["row"],
                "status": said["status"],
                "value": said["value"],
            }
        )
        placed = (frame["area"].to_numpy() > 0) & ~self._vague[frame["group"].to_numpy()]
        facts = frame if placed.all() else frame[placed].reset_index(drop=True)
        cell = self.cell(facts) * len(self.deliveries) + facts["delivery"].to_numpy()
        if (np.diff(cell) < 0).any():
            order = np.argsort(cell, kind="stable")
            facts = pd.DataFrame({name: facts[name].to_numpy()[order] for name in facts})
        return facts, frame[~placed]

    def cell(self, facts: pd.DataFrame) -> np.ndarray:
        """A number for the cell of each fact, in the order of group, area and period."""
        group, area, period = (facts[name].to_numpy() for name in CELL)
        return (group.astype("int64") * len(self.areas) + area) * len(self.periods) + period

    def table(self, variable: str, facts: pd.DataFrame) -> pa.Table:
        """Facts as rows of the table ``observations``."""
        part = facts["part"].to_numpy()
        texts = {
            "group": (facts["group"], self.groups),
            "area": (facts["area"], self.areas),
            "period": (facts["period"], self.periods),
            "delivery": (facts["delivery"], self.deliveries),
            "status": (facts["status"], signs.STATUSES),
            "source": (self._source[part], self._sources),
            "file": (self._file[part], self._files),
        }
        columns = {name: _texts(numbers, words) for name, (numbers, words) in texts.items()}
        same = np.zeros(len(facts), dtype="i4")
        columns |= {
            "variable": _texts(same, [variable]),
            "geography": _texts(same, [self.geography]),
            "value": pa.array(facts["value"], pa.float64(), from_pandas=True),
            "row": pa.array(facts["row"], pa.int64()),
        }
        return pa.table({name: columns[name] for name in OBSERVATIONS.columns})

    def frame(self, variable: str, facts: pd.DataFrame) -> pd.DataFrame:
        """The same as texts, for a few facts."""
        return self.table(variable, facts).cast(OBSERVATIONS.arrow).to_pandas()


def _sorted(texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Texts in their order, and the place there of each."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    places = np.empty(len(texts), dtype="i4")
    places[order] = np.arange(len(texts))
    return [texts[number] for number in order], places


def _places(texts: Iterable[str]) -> tuple[list[str], np.ndarray]:
    """The distinct texts in their order, and the place there of each."""
    told = list(texts)
    distinct = sorted(set(told))
    at = {text: place for place, text in enumerate(distinct)}
    return distinct, np.array([at[text] for text in told], dtype="i4")


def _texts(numbers: pd.Series | np.ndarray, words: Sequence[str]) -> pa.DictionaryArray:
    indices = pa.array(np.asarray(numbers), pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))
