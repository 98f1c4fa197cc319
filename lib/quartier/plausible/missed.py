"""Doubts: columns beside those that are read, which seem to be meant as well."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from quartier.facts import Facts
from quartier.plausible.noted import named, note
from quartier.plausible.setting import Setting

__all__ = ["columns_missed"]


def columns_missed(facts: Facts, setting: Setting) -> Iterator[pd.DataFrame]:
    """Files with columns that a pattern of their description just misses."""
    for part, names in setting.missed.items():
        first = np.flatnonzero(facts.part == part)[:1]
        if len(first):
            told = named(names)
            yield note(facts, first, "missed", found=np.nan, detail=told, of_file=True)
