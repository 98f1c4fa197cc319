"""The quarantine as it may be shown."""

import re

import pandas as pd

from quartier.settings import Disclosure
from quartier.tables import Published

__all__ = ["published_quarantine"]

_NUMBER = re.compile(r"(?<![\d.,/-])\d+(?:[.,]\d+)?(?![\d.,/-]*\d)")
"""A number that stands alone, and is not a part of a date or a longer number."""


def published_quarantine(quarantine: pd.DataFrame, rule: Disclosure, audience: str) -> Published:
    """The quarantine without anything that could be a small count.

    What stood in a cell of values is never shown. In other cells it is not if it holds a number
    below the threshold, since a shifted column puts counts anywhere.
    """

    def small(text: object) -> bool:
        numbers = _NUMBER.findall(str(text))
        return any(float(number.replace(",", ".")) < rule.threshold for number in numbers)

    cell = quarantine["role"] != "file"
    secret = (quarantine["role"] == "value") | (cell & quarantine["found"].map(small).astype(bool))
    return Published(quarantine.assign(found=quarantine["found"].mask(secret)), audience)
