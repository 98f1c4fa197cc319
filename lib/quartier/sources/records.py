"""Text cut into records by Python's reader, which says what is wrong with a line."""

import csv
import io
from dataclasses import dataclass

__all__ = ["Record", "cut_slowly"]


@dataclass(frozen=True)
class Record:
    """One record of a text file: the line on which it begins, and its cells.

    Attributes
    ----------
    line : int
        As an editor counts it.
    cells : list of str
    reason : str
        Why it could not be cut: ``quotes`` or ``long_cell``.
    """

    line: int
    cells: list[str]
    reason: str = ""


def cut_slowly(
    text: str, first_line: int, separator: str, *, final: bool
) -> tuple[list[Record], str]:
    r"""Cut a text into records.

    Parameters
    ----------
    text : str
    first_line : int
        The number of its first line.
    separator : str
    final : bool
        Nothing follows. Else a text may end in the middle of a quoted cell.

    Returns
    -------
    list of Record
    str
        The lines at the end of which the record is not complete.

    Examples
    --------
    >>> found, rest = cut_slowly('a;b\n"c;d\n', 1, ";", final=False)
    >>> [record.cells for record in found], rest
    ([['a', 'b']], '"c;d\n')
    """
    lines = list(io.StringIO(text, newline=""))
    found: list[Record] = []
    start = 0
    while start < len(lines):
        rest = map(lines.__getitem__, range(start, len(lines)))
        reader = csv.reader(rest, delimiter=separator, strict=True)
        begin = start
        try:
            for cells in reader:
                found.append(Record(first_line + begin, cells))
                begin = start + reader.line_num
            return found, ""
        except csv.Error as error:
            if "unexpected end" in str(error) and not final:
                return found, "".join(lines[begin:])
            # One bad line does not swallow those behind it.
            reason = "long_cell" if "field limit" in str(error) else "quotes"
            found.append(Record(first_line + begin, [], reason))
            start = begin + 1
    return found, ""
