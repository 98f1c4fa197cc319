"""`quartier describe`: the file is found in its city, described, and the description saved."""

import re
from dataclasses import dataclass
from pathlib import Path

from quartier.describing.drafting import draft, source_of
from quartier.describing.known import catalogue_only, know
from quartier.describing.refusals import refuse
from quartier.describing.writing import written
from quartier.errors import Place, Problem, UserError
from quartier.language import SOURCE, _

__all__ = ["Described", "describe", "save"]


_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Described:
    """The text of a description, and where it belongs.

    Attributes
    ----------
    text : str
    source : str
        The id of the source.
    folder : pathlib.Path, optional
        The city's; None where no city was named.
    new : tuple of str
        Variables that variables.yml lacks.
    """

    text: str
    source: str
    folder: Path | None = None
    new: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """Where the description is to be saved."""
        assert self.folder is not None
        return self.folder / "sources" / f"{self.source}.yml"

    @property
    def name(self) -> str:
        """What the file is called in messages."""
        return f"{self.path.parents[1].name}/sources/{self.path.name}"


def describe(
    path: Path, folder: Path | None = None, source: str = "", language: str = SOURCE
) -> Described:
    """Describe a file.

    Parameters
    ----------
    path : pathlib.Path
    folder : pathlib.Path, optional
        The city's. A file in ``sources/<id>/`` of a city's folder tells it itself.
    source : str
        The id of the source; else that of the folder, or one from the file's name.
    language : str
        Of the comments, where no city says its own.

    Raises
    ------
    UserError
        Where the file cannot be described, or what the city's folder says of itself is wrong.
    """
    if not path.is_file():
        refuse(path, _("Diese Datei gibt es nicht"))
    place = path.resolve().parent
    inside = place.parent.name == "sources" and (place.parents[1] / "city.yml").is_file()
    if folder is None and inside:
        folder = place.parents[1]
    if not source:
        at_home = inside and folder is not None and folder.resolve() == place.parents[1]
        source = place.name if at_home else source_of(path)
    if not _NAME.fullmatch(source):
        allowed = _("Buchstaben, Ziffern, Binde- und Unterstrich")
        refuse(path, _("Das kann kein Name einer Quelle sein"), source, allowed)
    known = know(folder) if folder is not None else catalogue_only(language)
    drafted = draft(path, known)
    text = written(drafted, known.language)
    return Described(text, source, folder, tuple(drafted.namer.new))


def save(described: Described) -> None:
    """Save a description.

    Raises
    ------
    UserError
        Where there is one already: nothing is changed then.
    """
    try:
        described.path.parent.mkdir(exist_ok=True)
        with described.path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(described.text)
    except FileExistsError:
        what = _("Diese Quelle ist schon beschrieben")
        hint = _("Mit --print den Entwurf nur ansehen oder mit --id anders nennen.")
        raise UserError(Problem(Place(described.name), what, hint=hint)) from None
