"""Which layer of a file of features (GeoPackage) is meant, where it has several."""

from pathlib import Path

from quartier.describing.guess import Guess
from quartier.describing.refusals import refuse
from quartier.language import _
from quartier.sources import explain

__all__ = ["guess_layer"]


def guess_layer(path: Path) -> Guess[str] | None:
    """The first of several layers; None where there is only one.

    Raises
    ------
    UserError
        Where the file cannot be read.
    """
    # Takes longer to import than all else together, and few sources need it.
    import pyogrio

    try:
        names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    except (RuntimeError, ValueError, OSError) as error:
        refuse(path, explain("unreadable"), type(error).__name__)
    if len(names) < 2:
        return None
    others = ", ".join(names[1:])
    return Guess(names[0], (_("Die Datei hat mehrere Ebenen; weitere: {names}.", names=others),))
