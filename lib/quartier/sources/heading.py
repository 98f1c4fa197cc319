"""Whether a table has the columns that its description names."""

from collections.abc import Iterator, Sequence

from quartier.descriptions import Description
from quartier.errors import nearest
from quartier.sources.columns import Reading
from quartier.sources.raw import Fault
from quartier.sources.resolve import misread

__all__ = ["header_faults", "needed_columns"]

# Separators as a description writes them.
_MARKS = {";": ";", ",": ",", "\t": "\\t", "|": "|"}


def needed_columns(description: Description, readings: Sequence[Reading]) -> list[str]:
    """The columns that a table has to have: those that name its rows, and those of values."""
    places = (description.area, description.period, description.variable)
    named = [place.column for place in places if place is not None and place.column is not None]
    named += [cut.column for cut in description.groups]
    named += [reading.column for reading in readings]
    named += [reading.quality for reading in readings if reading.quality]
    return list(dict.fromkeys(named))


def header_faults(
    header: Sequence[str], needed: Sequence[str], description: Description
) -> Iterator[Fault]:
    """What is wrong with a header; a single fault without a column where it is another one.

    Else every column would be called missing.
    """
    near = ["" if column in header else nearest(column, header) for column in needed]
    if not header:
        yield Fault(0, "", "", "empty_file")
    elif len(header) == 1 and len(needed) > 1:
        yield _one_column(header[0], needed, description)
    elif len(needed) > 1 and not set(needed) & set(header) and not any(near):
        yield Fault(0, "", ", ".join(needed), "no_columns")
    else:
        for column, hint in zip(needed, near, strict=True):
            if "\ufffd" in hint or column == misread(hint):
                yield Fault(0, column, hint, "misread", misread(hint))
            elif column not in header:
                yield Fault(0, column, "", "no_column", hint)
            elif header.count(column) > 1:
                yield Fault(0, column, "", "column_twice")


def _one_column(only: str, needed: Sequence[str], description: Description) -> Fault:
    if not set("".join(needed)) & set(only):
        encoding = description.csv.encoding if description.csv else "utf-8"
        return Fault(0, "", encoding, "not_encoded")
    there = next((mark for mark in _MARKS if mark in only), "")
    return Fault(0, "", "", "one_column", _MARKS.get(there, ""))
