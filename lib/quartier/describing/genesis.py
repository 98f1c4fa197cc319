"""Flat files (CSV) of GENESIS, the database of the statistical offices."""

import re
from collections.abc import Collection

from quartier.describing.looked import Column, Looked

__all__ = [
    "LISTING",
    "counted_in",
    "heading_of",
    "is_genesis",
    "kind_of",
    "quality_of",
    "region_of",
    "statistic_of",
]

#: The column that says what a row counts, in files that can hold several things.
LISTING = "value_variable_label"

_HEADS = ({"statistics_code", "time_code", "value"}, {"Statistik_Code", "Zeit_Code", "Zeit"})
_KIND = re.compile(r"(\d+)_(?:variable_code|Merkmal_Code)")
_REGIONS = re.compile(r"DINSG|DLAND|REGBEZ|KREIS|GEMEIN|VERBGEM|BEZIRK|STADT|GEO|DG")


def is_genesis(looked: Looked) -> bool:
    """Whether a table has the columns of a flat file, of 2024 and later or of the years before."""
    names = {column.name for column in looked.columns}
    return any(head <= names for head in _HEADS)


def region_of(looked: Looked) -> Column | None:
    """The column with the codes of the regions."""
    by_name = {column.name: column for column in looked.columns}
    for name, column in by_name.items():
        match = _KIND.fullmatch(name)
        if match and column.distinct and all(map(_REGIONS.match, column.distinct)):
            codes = (f"{match[1]}_variable_attribute_code", f"{match[1]}_Auspraegung_Code")
            return next((by_name[code] for code in codes if code in by_name), None)
    return None


def statistic_of(looked: Looked) -> str:
    """The name of the statistic."""
    return _first(looked, ("statistics_label", "Statistik_Label"))


def counted_in(looked: Looked) -> str:
    """What a file counts, where it is one thing only."""
    listing = [column for column in looked.columns if column.name == LISTING]
    return listing[0].distinct[0] if listing and len(listing[0].distinct) == 1 else ""


def _first(looked: Looked, names: Collection[str]) -> str:
    """The first text in the first column of one of these names."""
    found = (column for column in looked.columns if column.name in names)
    return next((column.distinct[0] for column in found if column.distinct), "")


def kind_of(looked: Looked, name: str) -> str:
    """What a column of parts cuts by, such as "Familienstand"; empty where it is no such column."""
    number = name.partition("_")[0]
    labels = (f"{number}_variable_label", f"{number}_Merkmal_Label")
    return _first(looked, labels) if number.isdigit() else ""


def heading_of(column: str) -> str:
    """A header of a column of values as other files would write it.

    >>> heading_of("BEV001__Bevoelkerung__Anzahl")
    'Bevoelkerung | Anzahl'
    """
    code, *parts = column.strip().split("__")
    if not parts:
        return column
    said = parts if re.fullmatch(r"[A-Z]{2,}[0-9]*[A-Z0-9]*", code) else [code, *parts]
    return " | ".join(part.replace("_", " ") for part in said)


def quality_of(column: str, qualities: dict[str, str]) -> str:
    """The column with the quality of a column of values.

    >>> quality_of("BEV001__Bevoelkerung__Anzahl", {"BEV001__Bevoelkerung": "q"})
    'q'
    """
    for base, quality in qualities.items():
        if column == base or column.startswith(f"{base}__"):
            return quality
    return ""
