"""A series as arrays: a row an area, a column a period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier import periods
from quartier.catalogue import Break

__all__ = ["Grid"]

_FIGURES = ("value", "lower", "upper", "numerator", "denominator")


@dataclass(frozen=True)
class Grid:
    """An indicator's published series.

    Attributes
    ----------
    areas : tuple of str
    periods : tuple of str
        In the order of time.
    value, lower, upper, numerator, denominator : numpy.ndarray
        Areas by periods; NaN where nothing is shown. Counts stand only beside a value.
    part : numpy.ndarray
        For each period the part of the series that it lies in: breaks cut between parts.
    """

    areas: tuple[str, ...]
    periods: tuple[str, ...]
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    part: np.ndarray

    @classmethod
    def of(cls, series: pd.DataFrame, areas: Sequence[str], breaks: Sequence[Break] = ()) -> "Grid":
        """Arrange the rows of one indicator; areas that it lacks are rows of NaN."""
        shown = series["value"].notna()
        told = _of_one_kind(series["period"].unique(), series["period"][shown].unique())
        row = pd.Index(areas).get_indexer(pd.Index(series["area"]))
        column = pd.Index(told).get_indexer(pd.Index(series["period"]))
        known = (row >= 0) & (column >= 0) & series["value"].notna().to_numpy()
        filled = {}
        for name in _FIGURES:
            cells = np.full((len(areas), len(told)), np.nan)
            cells[row[known], column[known]] = series[name].to_numpy()[known]
            filled[name] = cells
        return cls(tuple(areas), tuple(told), **filled, part=_parts(told, breaks))

    def on(self, areas: Sequence[str]) -> "Grid":
        """The rows of some areas."""
        at = pd.Index(self.areas).get_indexer(pd.Index(areas))
        cells = {name: getattr(self, name)[at] for name in _FIGURES}
        return Grid(tuple(areas), self.periods, **cells, part=self.part)

    def positions(self, others: Mapping[str, Sequence[str]]) -> list[list[int]]:
        """For each area the positions of others that go with it; those not here are left out."""
        at = {code: place for place, code in enumerate(self.areas)}
        return [[at[other] for other in others.get(code, ()) if other in at] for code in self.areas]

    def latest(self) -> int | None:
        """The position of the last period in which any area has a value."""
        told = np.flatnonzero(np.isfinite(self.value).any(axis=0))
        return int(told[-1]) if len(told) else None

    def last(self) -> np.ndarray:
        """For each area the position of its last value; -1 where it has none."""
        told = np.isfinite(self.value)
        last = told.shape[1] - 1 - np.argmax(told[:, ::-1], axis=1) if told.size else None
        return np.where(told.any(axis=1), last, -1) if last is not None else np.full(len(told), -1)


def _of_one_kind(texts: Iterable[str], shown: Iterable[str]) -> list[str]:
    """The periods of the kind that is shown most often: a tertial is no year, and the two overlap.

    Of two kinds that are shown as often, that of the last period.
    """
    parsed = sorted(map(periods.parse, texts))
    told = sorted(map(periods.parse, shown)) or parsed
    kinds = [period.kind for period in reversed(told)]
    chosen = max(kinds, key=kinds.count, default="")
    return [period.text for period in parsed if period.kind == chosen]


def _parts(told: Sequence[str], breaks: Sequence[Break]) -> np.ndarray:
    """A number for each stretch without a break; a period with a break inside is one of its own."""
    cuts = [periods.parse(cut.period).start for cut in breaks]
    own = [periods.parse(text) for text in told]
    before = [2 * sum(cut <= period.start for cut in cuts) for period in own]
    inside = [sum(period.start < cut <= period.end for cut in cuts) > 0 for period in own]
    return np.array([at + cut for at, cut in zip(before, inside, strict=True)], dtype=int)
