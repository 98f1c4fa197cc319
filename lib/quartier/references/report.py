"""What does not fit in a city folder, with the line in which it stands."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from quartier.config import Path_, Source
from quartier.errors import Place, Problem, did_you_mean
from quartier.language import Text

__all__ = ["Report"]


@dataclass
class Report:
    """The problems of a folder, found one after the other.

    Attributes
    ----------
    texts : mapping of file name to Source
    problems : list of Problem
    unread : set of str
        Of what not everything could be read, so that nothing is called unknown there.
    """

    texts: Mapping[str, Source]
    problems: list[Problem]
    unread: Set[str]

    def say(self, file: str, path: Path_, what: Text, found: str | None = None, **more) -> None:  # type: ignore[no-untyped-def]
        """Add a problem at a place in a file."""
        place = self.texts[file].place(path) if file in self.texts else Place(file)
        self.problems.append(Problem(place, what, found, **more))

    def unknown(self, file: str, path: Path_, what: Text, found: str, known: Iterable[str]) -> None:
        """Add that a name is not among those that are known, with the nearest of them."""
        names = sorted(known)
        hint = did_you_mean(found, names)
        self.say(file, path, what, found, allowed=", ".join(names), hint=hint)
