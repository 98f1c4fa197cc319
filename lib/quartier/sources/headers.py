"""Headers of several rows, as one text a column."""

from collections.abc import Sequence

__all__ = ["filled_right", "joined"]


def joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """The rows of a header as one; what a column says twice, only once.

    >>> joined([["Gebiet", "Arbeitslose", "Arbeitslose"], ["Gebiet", "insgesamt", ""]])
    ['Gebiet', 'Arbeitslose | insgesamt', 'Arbeitslose']
    """
    return [" | ".join(_distinct(parts)) for parts in zip(*lines, strict=True)]


def filled_right(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows of a header, in which a text stands for the empty cells to its right.

    So do text files show merged cells. The last row has a text for each column of its own.

    >>> filled_right([["", "2023", "", "2024"], ["Gebiet", "f", "m", "f"]])
    [['', '2023', '2023', '2024'], ['Gebiet', 'f', 'm', 'f']]
    """
    width = max((len(line) for line in lines), default=0)
    filled = []
    for number, line in enumerate(lines, start=1):
        cells = [*line, *[""] * (width - len(line))]
        if number < len(lines):
            for place in range(1, width):
                cells[place] = cells[place].strip() or cells[place - 1]
        filled.append(cells)
    return filled


def _distinct(parts: Sequence[str]) -> list[str]:
    """The parts of a header cell, one that is merged downwards only once."""
    shown: list[str] = []
    for part in (" ".join(part.split()) for part in parts):
        if part and part not in shown:
            shown.append(part)
    return shown
