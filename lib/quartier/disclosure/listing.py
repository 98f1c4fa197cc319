"""The quarantine and the doubts as they may be shown."""

import re
from collections.abc import Mapping

import pandas as pd

from quartier.catalogue import Variable
from quartier.settings import Disclosure
from quartier.tables import Published

__all__ = ["published_doubts", "published_quarantine"]

_DAY = re.compile(r"\b(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})\b")
_DIGITS = re.compile(r"\d+")


def published_quarantine(quarantine: pd.DataFrame, rule: Disclosure, audience: str) -> Published:
    """The quarantine without anything that could be a small count.

    What stood in a cell of values is never shown. In other cells it is not if it holds a number
    below the threshold, since a shifted column puts counts anywhere. The hint goes with it: "did
    you mean 02" says what stood there.
    """

    def small(text: object) -> bool:
        # Any digits but those of a day: a whole row may have been pasted into one cell.
        found = _DIGITS.findall(_DAY.sub(" ", str(text)))
        return any(int(digits) < rule.threshold for digits in found)

    cell = quarantine["role"] != "file"
    secret = (quarantine["role"] == "value") | (cell & quarantine["found"].map(small).astype(bool))
    shown = quarantine.assign(
        found=quarantine["found"].mask(secret), hint=quarantine["hint"].mask(secret, "")
    )
    return Published(shown, audience)


def published_doubts(
    doubts: pd.DataFrame, variables: Mapping[str, Variable], audience: str
) -> Published:
    """The doubts without figures that tell of persons.

    What was found and what was expected instead is shown only of variables that do not count
    persons, and of numbers of areas: beside a figure that is withheld, the sum of all others would
    give it away. Rates are not shown either, since their counts may be small.
    """
    told = [name for name, each in variables.items() if _is_of_things(each)]
    harmless = doubts["variable"].isin(told) | (doubts["kind"] == "fewer_areas")
    return Published(
        doubts.assign(**{name: doubts[name].where(harmless) for name in ("found", "expected")}),
        audience,
    )


def _is_of_things(variable: Variable) -> bool:
    return variable.unit == "count" and not variable.counts_persons
