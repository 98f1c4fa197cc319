"""Read a notebook file, and say where in it something stands.

>>> read_text = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
>>> parsed(read_text).cells
[]
"""

from pathlib import Path
from typing import cast

import nbformat
from nbformat import NotebookNode

from quartier.errors import Place, Problem, UserError
from quartier.language import _
from quartier.places import PROJECT

__all__ = ["known_as", "parsed", "read", "tagged"]


def read(notebook: Path) -> NotebookNode:
    """A notebook with ids that do not change from one reading to the next.

    Raises
    ------
    UserError
        When the file is missing or is no notebook.
    """
    try:
        return parsed(notebook.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = _("Das Notebook fehlt")
    except (ValueError, nbformat.ValidationError):
        what = _("Die Datei ist kein Notebook")
    raise UserError(Problem(Place(known_as(notebook)), what))


def parsed(text: str) -> NotebookNode:
    """A notebook from the text of its file.

    Notebooks older than format 4.5 have no cell ids and nbformat makes up random ones; here a cell
    without an id is called by its position.
    """
    plain = cast(NotebookNode, nbformat.reads(text, as_version=nbformat.NO_CONVERT))
    known = [cell.get("id") for cell in plain.get("cells", [])]
    notebook = nbformat.convert(plain, 4)
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    for number, cell in enumerate(notebook.cells):
        cell.id = (known[number] if number < len(known) else None) or f"cell-{number + 1}"
    return notebook


def tagged(notebook: NotebookNode, tag: str) -> int | None:
    """Position of the first cell that carries a tag."""
    for number, cell in enumerate(notebook.cells):
        if tag in cell.metadata.get("tags", []):
            return number
    return None


def known_as(notebook: Path) -> str:
    """The file as a reader knows it: from the project's folder where it lies inside."""
    path = notebook.resolve()
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(notebook)
