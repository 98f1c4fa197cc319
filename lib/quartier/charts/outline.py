"""Ready outlines: paths in a picture 1000 units wide."""

import re
from collections.abc import Iterator

import pandas as pd

__all__ = ["box", "size"]

_COMMAND = re.compile(r"([MmLlHhVvZz])([^MmLlHhVvZz]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE]-?\d+)?")

Point = tuple[float, float]


def size(outlines: pd.DataFrame) -> tuple[float, float]:
    """Width and height of the picture that the outlines lie in.

    Parameters
    ----------
    outlines
        `path`; `width` and `height`, where there are none, are taken from the paths.
    """
    if {"width", "height"} <= set(outlines.columns) and len(outlines):
        return float(outlines["width"].iloc[0]), float(outlines["height"].iloc[0])
    points = [point for path in outlines["path"] for point in _points(path)]
    if not points:
        return 1000.0, 1000.0
    return 1000.0, max(y for x, y in points)


def box(path: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a path.

    >>> box("M0,0L10,0 10,20z")
    (0.0, 0.0, 10.0, 20.0)
    """
    points = list(_points(path))
    across, down = [x for x, y in points], [y for x, y in points]
    return min(across), min(down), max(across), max(down)


def _points(path: str) -> Iterator[Point]:
    """The corners of a path of straight lines, absolute."""
    x = y = 0.0
    start = (0.0, 0.0)
    for letter, rest in _COMMAND.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        if letter in "Zz":
            x, y = start
            continue
        for index, (across, down) in enumerate(_moves(letter, numbers)):
            if letter.islower():
                x, y = x + (across or 0.0), y + (down or 0.0)
            else:
                x, y = x if across is None else across, y if down is None else down
            if letter in "Mm" and index == 0:
                start = (x, y)
            yield x, y


def _moves(letter: str, numbers: list[float]) -> list[tuple[float | None, float | None]]:
    if letter in "Hh":
        return [(number, None) for number in numbers]
    if letter in "Vv":
        return [(None, number) for number in numbers]
    return list(zip(numbers[::2], numbers[1::2], strict=True))
