"""The quarantine as it may be shown."""

import re

import pandas as pd

from quartier.settings import Disclosure
from quartier.tables import Published

__all__ = ["published_quarantine"]

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
