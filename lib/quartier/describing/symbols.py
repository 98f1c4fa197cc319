"""Signs that stand instead of figures or beside them, and what they usually mean."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from quartier.describing.guess import Guess
from quartier.describing.looked import Column
from quartier.descriptions import SymbolMeaning
from quartier.formats import parse_number, split_mark
from quartier.language import Text, _, n_, quoted

__all__ = ["SIGNS", "USUAL", "Symbols", "guess_symbols"]

#: What official statistics and offices mean by a sign.
SIGNS: dict[str, tuple[SymbolMeaning, Text]] = {
    "*": ("secret", _("geheim gehalten")),
    "•": ("secret", _("geheim gehalten")),
    ".": ("unknown", _("unbekannt oder geheim gehalten")),
    "·": ("unknown", _("unbekannt oder geheim gehalten")),
    "-": ("zero", _("genau null; manche Quellen meinen „nicht verfügbar“")),
    "–": ("zero", _("genau null; manche Quellen meinen „nicht verfügbar“")),
    "—": ("zero", _("genau null; manche Quellen meinen „nicht verfügbar“")),
    "/": ("unreliable", _("nicht ausgewiesen, weil zu unsicher")),
    "x": ("not_applicable", _("nicht sinnvoll")),
    "X": ("not_applicable", _("nicht sinnvoll")),
    "...": ("not_available", _("noch nicht verfügbar")),
    "…": ("not_available", _("noch nicht verfügbar")),
    "": ("missing", _("leere Zelle, also nichts geliefert; oder ist null gemeint?")),
    "k.A.": ("missing", _("keine Angabe")),
    "k. A.": ("missing", _("keine Angabe")),
    "n.v.": ("not_available", _("nicht verfügbar")),
    "n. v.": ("not_available", _("nicht verfügbar")),
    "n.a.": ("not_available", _("nicht verfügbar")),
    "NA": ("not_available", _("nicht verfügbar")),
    "NULL": ("missing", _("nichts geliefert")),
}

#: Signs that most offices use, though not in each file.
USUAL = ("-", ".", "/", "x", "...", "*")

_BESIDE: dict[str, tuple[SymbolMeaning, Text]] = {
    "()": ("limited", _("eingeschränkt aussagekräftig")),
    "p": ("preliminary", _("vorläufig")),
    "r": ("revised", _("berichtigt")),
    "s": ("estimated", _("geschätzt")),
    "|": ("break", _("Bruch in der Zeitreihe")),
}

# Only in columns about quality.
_QUALITY: dict[str, tuple[SymbolMeaning, Text]] = {
    "e": ("final", _("endgültig, also ein gewöhnlicher Wert")),
}


@dataclass
class Symbols:
    """The signs in columns of values.

    Attributes
    ----------
    meanings : list of Guess
        Each of a sign and its meaning.
    strange : list of (str, int)
        Texts that are neither number nor known sign, with the first row of each.
    zeros : int
        How many cells hold a 0.
    percent : set of str
        Columns with signs of per cent.
    """

    meanings: list[Guess[tuple[str, SymbolMeaning]]] = field(default_factory=list)
    strange: list[tuple[str, int]] = field(default_factory=list)
    zeros: int = 0
    percent: set[str] = field(default_factory=set)


def guess_symbols(
    columns: Iterable[Column],
    decimal: str,
    thousands: str | None,
    qualities: Iterable[Column] = (),
) -> Symbols:
    """What in columns of values is no plain number, and what columns about their quality say.

    Examples
    --------
    >>> found = guess_symbols([Column("Zahl", ["12", "*", "ca. 5"], [2, 3, 4])], ",", None)
    >>> [each.value for each in found.meanings], found.strange
    ([('*', 'secret')], [('ca. 5', 4)])
    """
    found = Symbols()
    counted: dict[str, tuple[int, str, int]] = {}
    for column in columns:
        for text, count in column.counts.items():
            if "%" in text:
                found.percent.add(column.name)
            found.zeros += count if text == "0" else 0
            sign = _sign(text, decimal, thousands)
            if sign is None:
                continue
            before = counted.get(sign, (0, column.name, column.row_of(text)))
            counted[sign] = (before[0] + count, *before[1:])
    for column in qualities:
        for text in column.distinct:
            counted.setdefault(text, (column.counts[text], column.name, column.row_of(text)))
    for sign, (count, name, row) in counted.items():
        known = SIGNS.get(sign) or _BESIDE.get(sign) or _QUALITY.get(sign)
        if known is None:
            found.strange.append((sign, row))
            continue
        why = _(
            "{meaning} ({times}, zuerst in Zeile {row}, Spalte {column}).",
            meaning=known[1],
            times=n_("{n}-mal", "{n}-mal", count),
            row=row,
            column=quoted(name),
        )
        found.meanings.append(Guess((sign, known[0]), (why,)))
    return found


def _sign(text: str, decimal: str, thousands: str | None) -> str | None:
    """What beside or instead of a number stands in a cell; None where nothing does."""
    if text in SIGNS:
        return text
    if _is_number(text, decimal, thousands):
        return None
    number, mark = split_mark(text, tuple(_BESIDE))
    return mark if mark and _is_number(number, decimal, thousands) else text


def _is_number(text: str, decimal: str, thousands: str | None) -> bool:
    try:
        parse_number(text, decimal, thousands)
    except ValueError:
        return False
    return True
