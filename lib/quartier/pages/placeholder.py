"""What stands at an address whose page does not exist, so that no link leads nowhere."""

from nbformat.v4 import new_markdown_cell, new_notebook

from quartier.language import _
from quartier.pages.head import PageHead
from quartier.pages.rendering import render

__all__ = ["placeholder"]


def placeholder(head: PageHead, *, failed: bool) -> str:
    """A page that says that it could not be built, or was not yet.

    Examples
    --------
    >>> head = PageHead("Nordstadt", "area/0101", "de", "Musterstadt", "de")
    >>> "Diese Seite wurde noch nicht gebaut." in placeholder(head, failed=False)
    True
    """
    said = _("Diese Seite wurde noch nicht gebaut.")
    if failed:
        said = _("Diese Seite konnte nicht gebaut werden.")
    return render(new_notebook(cells=[new_markdown_cell(said.into(head.language))]), head)
