"""Files that cannot be described, said so that it can be put right."""

from pathlib import Path
from typing import NoReturn

from quartier.errors import Place, Problem, UserError
from quartier.language import Text

__all__ = ["refuse"]


def refuse(
    path: Path, what: Text, found: str | None = None, allowed: Text | str | None = None
) -> NoReturn:
    """Say that a file cannot be described.

    Raises
    ------
    UserError
    """
    raise UserError(Problem(Place(path.name), what, found, allowed))
