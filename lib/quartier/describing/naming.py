"""Variables for what a file counts: those that the city knows, else names for new ones."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from quartier import groups
from quartier.catalogue import Variable
from quartier.describing.guess import Guess
from quartier.errors import nearest
from quartier.language import _, quoted

__all__ = ["Namer", "New", "identifier"]

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "€": "euro", "%": "prozent"})
_LONGEST = 50
_GENERIC = frozenset(
    "anzahl wert werte zahl value betrag personen menge summe insgesamt gesamt fälle fallzahl "
    "ergebnis menschen count eur euro".split()
)


def identifier(text: str, longest: int = 200) -> str:
    """A name in small letters for a text.

    >>> identifier("Einwohner insgesamt"), identifier("65 und älter")
    ('einwohner_insgesamt', 'x65_und_aelter')
    """
    plain = normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:longest].rstrip("_") or "wert"
    return name if name[0].isalpha() else f"x{name}"


@dataclass
class New:
    """A variable that variables.yml still needs.

    Attributes
    ----------
    title : str
    dimensions : dict
        The parts of each dimension, in the order in which they came.
    unit : str
        Empty where nothing says it.
    whole : bool
        Whether all of its numbers are whole ones.
    """

    title: str
    dimensions: dict[str, dict[str, None]] = field(default_factory=dict)
    unit: str = ""
    whole: bool = True


@dataclass
class Namer:
    """Names what a file counts; remembers which names are new.

    Attributes
    ----------
    variables : mapping of str to Variable
        What the city knows.
    fallback : str
        What the file as a whole is called, for columns such as "Anzahl".
    """

    variables: Mapping[str, Variable]
    fallback: str
    new: dict[str, New] = field(default_factory=dict)

    def name(
        self, title: str, cuts: Mapping[str, Collection[str]] | None = None, *, like: bool = True
    ) -> Guess[str]:
        """The variable that a title means, which is cut into these parts of dimensions."""
        cuts = cuts or {}
        known = self._known(title, cuts) if like else None
        if known is not None:
            return known
        said = self.fallback if self.is_generic(title) else title
        name = self._free(identifier(said, _LONGEST), said)
        new = self.new.setdefault(name, New(said))
        for dimension, parts in cuts.items():
            new.dimensions.setdefault(dimension, {}).update(dict.fromkeys(parts))
        return Guess(name, (_("Neues Merkmal: Was variables.yml dafür braucht, steht unten."),))

    @staticmethod
    def is_generic(title: str) -> bool:
        """Whether a title says nothing about what is counted."""
        words = re.findall(r"\w+", title.lower())
        return all(word in _GENERIC for word in words)

    def _known(self, title: str, cuts: Mapping[str, Collection[str]]) -> Guess[str] | None:
        fitting = {
            name: variable
            for name, variable in self.variables.items()
            if set(cuts) <= set(variable.dimensions)
        }
        if self.is_generic(title):
            return self._only(fitting, cuts)
        titles = {variable.title: name for name, variable in fitting.items()}
        ids = {name.replace("_", " "): name for name in fitting}
        near = nearest(title, titles) or nearest(title, ids)
        if not near:
            return None
        name = titles.get(near) or ids[near]
        why = _("Dem Namen nach {title}: Bitte prüfen.", title=quoted(self.variables[name].title))
        return Guess(name, (why,))

    def _only(
        self, fitting: Mapping[str, Variable], cuts: Mapping[str, Collection[str]]
    ) -> Guess[str] | None:
        """The only variable that is cut so, where the title says nothing."""
        named = nearest(self.fallback, [variable.title for variable in fitting.values()])
        alike = [name for name, each in fitting.items() if each.title == named] or (
            list(fitting) if cuts else []
        )
        if len(alike) != 1:
            return None
        why = _(
            "Das einzige bekannte Merkmal mit dieser Gliederung ist {title}: Bitte prüfen.",
            title=quoted(self.variables[alike[0]].title),
        )
        return Guess(alike[0], (why,))

    def _free(self, name: str, title: str) -> str:
        """A name that is not taken by something else."""
        free, number = name, 1
        while free in self.variables or (free in self.new and self.new[free].title != title):
            number += 1
            free = f"{name}_{number}"
        return free


def sorted_parts(parts: Sequence[str]) -> list[str]:
    """Parts as a variable lists them: bands by their ages, others as they came; no whole."""
    told = [part for part in dict.fromkeys(parts) if part != groups.TOTAL]
    if groups.is_banded(told):
        return sorted(told, key=lambda part: groups.band(part) or (0, 0))
    return told
