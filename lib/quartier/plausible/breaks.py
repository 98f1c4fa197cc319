"""Doubts: figures that their source marks as no longer comparable with earlier ones."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from quartier import signs
from quartier.facts import Facts
from quartier.plausible.noted import note

__all__ = ["breaks_marked"]

_BREAK = signs.STATUSES.index("break")


def breaks_marked(facts: Facts) -> Iterator[pd.DataFrame]:
    """Breaks that a source marks, once for each period, so that they are noted at the indicator."""
    marked = np.flatnonzero(facts.status == _BREAK)
    if len(marked):
        some = facts.take(marked).frame()
        once = marked[~some.duplicated(["period", "delivery"]).to_numpy()]
        yield note(facts, once, "break", found=np.nan, of_file=True)
