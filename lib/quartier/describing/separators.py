"""By which character a text file separates its cells."""

from collections import Counter
from collections.abc import Sequence

from quartier.describing.guess import Guess
from quartier.language import Text, _
from quartier.sources.records import cut_slowly

__all__ = ["NAMES", "guess_separator"]

# Semicolon before comma: a decimal comma stands in each line of many files, too.
NAMES: dict[str, Text] = {
    "\t": _("Tabulator"),
    ";": _("Semikolon"),
    "|": _("senkrechter Strich"),
    ",": _("Komma"),
}

#: So many lines tell the separator.
LINES = 400
_CLEAR = 0.8


def guess_separator(text: str) -> Guess[str] | None:
    r"""The separator that cuts most lines into equally many cells; None where none cuts them.

    Examples
    --------
    >>> guess_separator("Gebiet;Quote\nNord;1,5\nSüd;2,5\n").value
    ';'
    """
    start = "".join(text.splitlines(keepends=True)[:LINES])
    cut = {mark: _widths(start, mark) for mark in NAMES}
    shares = {mark: _usual(widths) for mark, widths in cut.items()}
    useful = {mark: found for mark, found in shares.items() if found[0] > 1}
    if not useful:
        return None
    clear = [mark for mark, (_width, count) in useful.items() if count >= _CLEAR * len(cut[mark])]
    best = clear[0] if clear else max(useful, key=lambda mark: useful[mark][1] / len(cut[mark]))
    width, count = useful[best]
    why = _(
        "{name}: So haben {count} von {lines} Zeilen {width} Zellen.",
        name=NAMES[best],
        count=count,
        lines=len(cut[best]),
        width=width,
    )
    return Guess(best, (why,))


def _widths(text: str, mark: str) -> list[int]:
    """How many cells each line has that is not empty."""
    records, _rest = cut_slowly(text, 1, mark, final=True)
    return [len(record.cells) for record in records if any(record.cells) or record.reason]


def _usual(widths: Sequence[int]) -> tuple[int, int]:
    """The number of cells that most lines have, and how many have it."""
    return Counter(widths).most_common(1)[0] if widths else (0, 0)
