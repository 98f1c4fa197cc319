"""Where facts come from, and the texts for their numbers."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from quartier import signs
from quartier.facts import Facts
from quartier.settings import received_on
from quartier.sources import UNKNOWN_PART, Part, Statements, Words
from quartier.tables import OBSERVATIONS

__all__ = ["Origins"]


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
        sources, self._source = _places(part.delivered.source for part in parts)
        files, self._file = _places(part.name for part in parts)
        texts = {
            "group": self.groups,
            "area": self.areas,
            "period": self.periods,
            "delivery": self.deliveries,
            "status": signs.STATUSES,
            "source": sources,
            "file": files,
            "geography": [geography],
        }
        self._texts = {name: pa.array(some, pa.string()) for name, some in texts.items()}
        days = [received_on(each) for each in self.deliveries]
        self.received = np.array([sorted(set(days)).index(day) for day in days], dtype="i4")
        # Only files of one delivery can say the same.
        self.several_files = len(self.deliveries) < len(parts)
        self._refused = np.array([part.refused for part in parts], dtype=bool)
        self._vague = np.array([UNKNOWN_PART in text for text in self.groups], dtype=bool)

    def facts(self, variable: str, told: Statements) -> tuple[Facts, Facts]:
        """What is said about a variable: facts, and what cannot be placed; by cell and delivery."""
        said = told.of(variable)
        if self._refused.any():
            kept = ~self._refused[said["file"]]
            said = {name: column[kept] for name, column in said.items()}
        facts = Facts(
            group=self._group[said["group"]],
            area=self._area[said["area"]],
            period=self._period[said["period"]],
            delivery=self._delivery[said["file"]],
            part=said["file"],
            column=said["column"],
            row=said["row"],
            status=said["status"],
            value=said["value"],
        )
        placed = facts.area > 0
        if self._vague.any():
            placed &= ~self._vague[facts.group]
        return self._in_order(facts.only(placed)), facts.take(np.flatnonzero(~placed))

    def _in_order(self, facts: Facts) -> Facts:
        stated = self.stated(facts)
        if (stated[1:] >= stated[:-1]).all():
            return facts
        return facts.take(np.argsort(stated, kind="stable"))

    def cell(self, facts: Facts) -> np.ndarray:
        """A number for the cell of each fact, in the order of group, area and period."""
        area = facts.group.astype("int64") * len(self.areas) + facts.area
        return area * len(self.periods) + facts.period

    def stated(self, facts: Facts) -> np.ndarray:
        """A number for cell and delivery of each fact, in that order."""
        return self.cell(facts) * len(self.deliveries) + facts.delivery

    def table(self, variable: str, facts: Facts) -> pa.Table:
        """Facts as rows of the table ``observations``."""
        numbers = {
            "group": facts.group,
            "area": facts.area,
            "period": facts.period,
            "delivery": facts.delivery,
            "status": facts.status,
            "source": self._source[facts.part],
            "file": self._file[facts.part],
            "geography": (same := np.zeros(len(facts), dtype="i4")),
        }
        columns: dict[str, pa.Array] = {
            name: pa.DictionaryArray.from_arrays(pa.array(some, pa.int32()), self._texts[name])
            for name, some in numbers.items()
        }
        columns |= {
            "variable": pa.DictionaryArray.from_arrays(pa.array(same), [variable]),
            "value": pa.array(facts.value, pa.float64(), from_pandas=True),
            "row": pa.array(facts.row, pa.int64()),
        }
        return pa.table({name: columns[name] for name in OBSERVATIONS.columns})

    def frame(self, variable: str, facts: Facts) -> pd.DataFrame:
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
