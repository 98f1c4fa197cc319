"""Bands of ages (or durations) as German offices write them.

>>> read_band("75 Jahre und älter"), read_band("00 - < 03"), read_band("18- bis 64-Jährige")
('75+', '0-2', '18-64')
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

__all__ = ["read_band", "read_bands"]

_DASHES = str.maketrans("‐‑‒–—−", "-" * 6)

# Three digits at most: "1949 und älter" is about houses, and means those built before.
_NUMBER = "[0-9]{1,3}"
_YEARS = r"(?: ?(?:jahr(?:en?)?|j\.?)|-? ?jährige[nr]?)?"
_UNDER = r"(?:unter |u\. ?|u |< ?)"
_OLDER = r"(?: ?\+| und (?:ältere?|mehr|darüber)| ?u\. ?(?:ältere?|mehr|m\.|ä\.))"

_FIRST = f"(?P<first>{_NUMBER})"
_LAST = f"(?P<last>{_NUMBER}){_YEARS}"
_AFTER = f"(?P<after>{_NUMBER}){_YEARS}"
# "18- bis 64-Jährige": the hyphen stands for the word that follows later.
_FROM = f"(?:von )?{_FIRST}(?:{_YEARS} ?- ?|(?:-|{_YEARS}) bis (?:zu )?)"

_CLOSED = (
    f"{_FROM}{_LAST}",
    f"{_FROM}{_UNDER}{_AFTER}",
    f"(?:bis {_UNDER}|unter |< ?){_AFTER}",
    f"(?:bis (?:zu |einschl\\. ?|einschließlich )?|(?:<=|≤) ?){_LAST}",
    f"{_FIRST}{_YEARS}",
)
_OPEN = (f"{_FIRST}{_YEARS}{_OLDER}", f"(?:ab |>= ?|≥ ?){_FIRST}{_YEARS}")

_CLOSED_FORMS = tuple(re.compile(form) for form in _CLOSED)
_OPEN_FORMS = tuple(re.compile(form) for form in _OPEN)


def read_band(text: str) -> str | None:
    """The band that a German text means, as `groups.band` understands it; None if it means none.

    The whole text has to be understood. "über 65" is not: some offices mean 65 and more by it,
    others 66 and more. Nor is "U3", which is also the name of a medical examination.

    >>> [read_band(text) for text in ("unter 3 Jahren", "65 bis u. 80", "ab 75", "über 65")]
    ['0-2', '65-79', '75+', None]
    """
    plain = " ".join(normalize("NFC", text).translate(_DASHES).lower().split())
    for form in _OPEN_FORMS:
        if match := form.fullmatch(plain):
            return f"{int(match['first'])}+"
    for form in _CLOSED_FORMS:
        if match := form.fullmatch(plain):
            return _closed(**match.groupdict())
    return None


def read_bands(texts: Iterable[str]) -> dict[str, str] | None:
    """The bands that texts mean, by text; None if one of them is no band.

    Two texts can mean the same band, and the bands need not tile: see `groups.check_bands`.

    >>> read_bands(["unter 18", "18 und älter"]), read_bands(["unter 18", "weiblich"])
    ({'unter 18': '0-17', '18 und älter': '18+'}, None)
    """
    bands: dict[str, str] = {}
    for text in texts:
        band = read_band(text)
        if band is None:
            return None
        bands[text] = band
    return bands


def _closed(first: str = "", last: str = "", after: str = "") -> str | None:
    start = int(first or 0)
    if not last and not after:
        return f"{start}"
    end = int(last) if last else int(after) - 1
    if end < start:
        return None
    return f"{start}" if start == end else f"{start}-{end}"
