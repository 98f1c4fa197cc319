"""What a user did wrong, said so that it can be put right.

A problem says where, what was found, what is allowed, and a hint. All problems of a folder come at
once, in one `UserError`; the command line prints them without a traceback.

>>> place = Place("data/musterstadt/goals.yml", line=12, column="due")
>>> hint = did_you_mean("20x6", ["2025", "2026"])
>>> problem = Problem(place, _("Das ist kein Jahr"), "20x6", _("ein Jahr wie 2026"), hint)
>>> print(problem)  # doctest: +NORMALIZE_WHITESPACE
data/musterstadt/goals.yml, Zeile 12, Feld „due“: Das ist kein Jahr: „20x6“.
Erlaubt: ein Jahr wie 2026. Hinweis: Meinten Sie „2026“?
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from quartier.language import SOURCE, Text, _, quoted

__all__ = ["Place", "Problem", "UserError", "did_you_mean", "in_rows", "nearest"]

#: Longer findings are cut: a message is to stay readable, and a wrong separator finds whole lines.
LONGEST_FINDING = 80


#: So many stretches of rows are named.
MOST_STRETCHES = 5


def in_rows(rows: Sequence[int]) -> Text:
    """Rows in words.

    >>> str(in_rows([7])), str(in_rows([2, 3, 4, 9]))
    ('Zeile 7', 'Zeilen 2–4, 9')
    >>> str(in_rows(range(1, 40, 2)))
    'Zeilen 1, 3, 5, 7, 9 und 15 weitere'
    """
    if len(rows) == 1:
        return _("Zeile {row}", row=rows[0])
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and row == stretches[-1][-1] + 1:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    said = [f"{s[0]}–{s[-1]}" if len(s) > 1 else f"{s[0]}" for s in stretches[:MOST_STRETCHES]]
    left = sum(len(stretch) for stretch in stretches[MOST_STRETCHES:])
    if not left:
        return _("Zeilen {rows}", rows=", ".join(said))
    return _("Zeilen {rows} und {left} weitere", rows=", ".join(said), left=left)


@dataclass(frozen=True)
class Place:
    """Where something stands.

    Attributes
    ----------
    file
        The file, as its reader knows it (relative to the project or the city's folder).
    line
        Line of a text file, counted from 1.
    row
        Row of a table, counted from 1 as a spreadsheet does; or several.
    column
        Column of a table or field of a YAML file.
    """

    file: str
    line: int | None = None
    row: int | tuple[int, ...] | None = None
    column: str | None = None

    def into(self, language: str) -> str:
        """The place in words.

        >>> Place("amt.xlsx", row=7, column="Anzahl").into("de")
        'amt.xlsx, Zeile 7, Spalte „Anzahl“'
        """
        parts: list[str | Text] = [self.file]
        if self.line is not None:
            parts.append(_("Zeile {line}", line=self.line))
        if self.row is not None:
            parts.append(in_rows([self.row] if isinstance(self.row, int) else self.row))
        if self.column is not None:
            parts.append(self._column(self.column))
        return ", ".join(part if isinstance(part, str) else part.into(language) for part in parts)

    def _column(self, name: str) -> Text:
        if self.file.lower().endswith((".yml", ".yaml")):
            return _("Feld {name}", name=quoted(name))
        return _("Spalte {name}", name=quoted(name))


@dataclass(frozen=True)
class Problem:
    """One thing to put right.

    Attributes
    ----------
    place
        Where it stands.
    what
        What is wrong: a short sentence without a full stop.
    found
        What stood there.
    allowed
        What may stand there instead.
    hint
        What to do: a whole sentence with its full stop or question mark.
    """

    place: Place
    what: Text
    found: str | None = None
    allowed: Text | str | None = None
    hint: Text | None = None

    def into(self, language: str) -> str:
        """The problem in one line."""
        said = self.what.into(language).rstrip(".: ")
        if self.found is not None:
            said += ": " + quoted(_shortened(self.found)).into(language)
        said += "" if said.endswith(("?", "!")) else "."
        parts = [f"{self.place.into(language)}: {said}"]
        if self.allowed is not None:
            parts.append(_("Erlaubt: {allowed}.", allowed=self._allowed(language)).into(language))
        if self.hint is not None:
            parts.append(_("Hinweis: {hint}", hint=self.hint).into(language))
        return " ".join(parts)

    def _allowed(self, language: str) -> str:
        said = self.allowed.into(language) if isinstance(self.allowed, Text) else str(self.allowed)
        return said.removesuffix(".")

    def __str__(self) -> str:
        return self.into(SOURCE)


class UserError(Exception):
    """Something that the user can put right; carries all problems that were found.

    Parameters
    ----------
    problems
        One problem or several, in the order in which they are to be read.

    Examples
    --------
    >>> error = UserError(Problem(Place("city.yml"), _("Die Datei fehlt")))
    >>> error.problems[0].place.file
    'city.yml'
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        if not self.problems:
            raise ValueError("a UserError needs at least one problem")
        super().__init__(self.problems)

    def into(self, language: str) -> str:
        """All problems, a line each."""
        return "\n".join(problem.into(language) for problem in self.problems)

    def __str__(self) -> str:
        return self.into(SOURCE)

    @classmethod
    def raise_if(cls, problems: Iterable[Problem]) -> None:
        """Raise when there is a problem; the usual end of a check that collects.

        >>> UserError.raise_if([])
        """
        found = tuple(problems)
        if found:
            raise cls(found)


def did_you_mean(found: str, allowed: Iterable[str]) -> Text | None:
    """A hint at the allowed text that is nearest to what was found; None when nothing is near.

    >>> str(did_you_mean("Nordstat", ["Nordstadt", "Südstadt"]))
    'Meinten Sie „Nordstadt“?'
    >>> did_you_mean("xyz", ["Nordstadt"])
    """
    near = nearest(found, allowed)
    return _("Meinten Sie {text}?", text=quoted(near)) if near else None


def nearest(found: str, allowed: Iterable[str]) -> str:
    """The allowed text that is nearest to what was found; empty when nothing is near.

    >>> nearest("Nordstat", ["Nordstadt", "Südstadt"])
    'Nordstadt'
    """
    by_folded = {text.casefold(): text for text in allowed}
    near = get_close_matches(found.strip().casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else ""


def _shortened(found: str) -> str:
    """One line of at most `LONGEST_FINDING` characters; what cannot be seen becomes visible."""
    visible = "".join(char if char.isprintable() else _escaped(char) for char in found)
    return visible if len(visible) <= LONGEST_FINDING else visible[: LONGEST_FINDING - 1] + "…"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
