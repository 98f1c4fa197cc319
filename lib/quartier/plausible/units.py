"""Doubts: a header that speaks of thousands or percent, where the description does not."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.facts import Facts
from quartier.plausible.noted import note
from quartier.plausible.setting import Setting

__all__ = ["units_unsaid"]

_MANY = re.compile(
    r"\b(?:in|je)\s+(?:1[.\s]?000\b|Tausend|Tsd|Millionen|Mio|Mill\b|TEUR|T€|TDM)"
    r"|\b(?:Tsd\.|TEUR\b|T€|Mio\.)|\(\s*(?:1[.\s]000|1000)\s*\)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%|\bProzent\b|\bv\.\s?H\.", re.IGNORECASE)


def units_unsaid(facts: Facts, variable: Variable, setting: Setting) -> Iterator[pd.DataFrame]:
    """Columns whose header names a unit that neither variable nor description know of.

    Named once a source, for its newest delivery.
    """
    column, delivery = facts.column, facts.delivery
    for number in np.flatnonzero(np.bincount(column)).tolist():
        header = setting.columns[number]
        if not _speaks(header, variable):
            continue
        here = np.flatnonzero(column == number)
        newest: dict[str, int] = {}
        for each in sorted(np.unique(delivery[here]), key=lambda each: setting.received[each]):
            newest[setting.sources[each]] = int(each)
        for last in newest.values():
            if _times(setting.descriptions[last], header) == 1:
                first = here[delivery[here] == last][:1]
                yield note(facts, first, "unit", found=np.nan, detail=header, of_file=True)


def _speaks(header: str, variable: Variable) -> bool:
    """Whether a header names a unit that is not the variable's.

    >>> percent = Variable.model_construct(unit="percent")
    >>> _speaks("Anteil in %", percent), _speaks("Einwohner in Tsd.", percent)
    (False, True)
    """
    if variable.unit == "per_1000":
        return _PERCENT.search(header) is not None
    percent = variable.unit != "percent" and _PERCENT.search(header) is not None
    return percent or _MANY.search(header) is not None


def _times(description: Description, header: str) -> float:
    """What the values of a column are multiplied by."""
    for each in description.values:
        if header == each.column or (each.pattern and re.fullmatch(each.pattern, header)):
            return each.times
    return 1.0
