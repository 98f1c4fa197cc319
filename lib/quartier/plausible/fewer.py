"""Doubts: a delivery that holds fewer areas than the one before."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from quartier.facts import Facts
from quartier.plausible.noted import named, note
from quartier.plausible.setting import Setting
from quartier.plausible.successive import by_source, successive

__all__ = ["fewer_areas"]


def fewer_areas(facts: Facts, setting: Setting) -> Iterator[pd.DataFrame]:
    """Deliveries that hold fewer areas of a level than the one of that source before.

    Parameters
    ----------
    facts : Facts
        Of all deliveries.
    setting : Setting
    """
    for _source, some in by_source(facts, setting):
        compared = successive(some, setting)
        if compared is not None:
            yield from _fewer(some, *compared, setting)


def _fewer(
    facts: Facts, newest: np.ndarray, before: np.ndarray, setting: Setting
) -> Iterator[pd.DataFrame]:
    new, old = (
        np.bincount(facts.area[some], minlength=len(setting.areas)).astype(bool)
        & (setting.levels >= 0)
        for some in (newest, before)
    )
    told, expected = (
        np.bincount(setting.levels[some], minlength=len(setting.tree.levels)) for some in (new, old)
    )
    short = told < expected
    if short.any():
        gone = np.flatnonzero(old & ~new & short[setting.levels]).tolist()
        names = named([setting.tree[setting.areas[each]].name for each in gone])
        first, count = np.flatnonzero(newest)[:1], (float(told[short].sum()), expected[short].sum())
        yield note(
            facts,
            first,
            "fewer_areas",
            found=count[0],
            expected=float(count[1]),
            detail=names,
            of_file=True,
        )
