"""Files that cannot be described, said so that it can be put right."""

from pathlib import Path
from typing import NoReturn

from quartier.errors import Place, Problem, UserError
from quartier.language import Text
from quartier.sources import advice, explain
from quartier.sources.raw import Piece

__all__ = ["refuse", "refuse_faulty"]


def refuse(
    path: Path, what: Text, found: str | None = None, allowed: Text | str | None = None
) -> NoReturn:
    """Say that a file cannot be described.

    Raises
    ------
    UserError
    """
    raise UserError(Problem(Place(path.name), what, found, allowed))


def refuse_faulty(path: Path, piece: Piece) -> None:
    """Say what keeps a whole file from being read, if anything does.

    Raises
    ------
    UserError
    """
    UserError.raise_if(
        Problem(
            Place(path.name, column=fault.column or None),
            explain(fault.reason),
            fault.found or None,
            hint=advice(fault.reason, fault.hint),
        )
        for fault in piece.faults
        if not fault.row
    )
