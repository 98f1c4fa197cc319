"""From an executed notebook to the blocks of a page: prose and the outputs made for pages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from quartier.errors import Place, Problem, UserError
from quartier.language import Text, _
from quartier.pages.checks import heading_faults, markup_of
from quartier.pages.head import PageHead, address
from quartier.pages.prose import PAGE_LINK, markdown_of_notebook
from quartier.pages.stamps import STAMP

__all__ = ["HIDDEN", "Content", "RenderError", "content_of"]

HIDDEN = "remove-cell"
"""Tag of a cell that is for JupyterLab only."""

# The same chart may stand on a page twice: `charts.svg.distinct` tells the two apart afterwards.
_OF_CHART = re.compile(r"q-[0-9a-f]{10}(?![0-9a-f])")
_HREF = re.compile(rf'(href=["\']){PAGE_LINK}([^"\']*)')


class RenderError(UserError):
    """A notebook shows something that cannot stand on a page; its problems name the cells."""


@dataclass
class Content:
    """What a notebook gives to its page.

    Attributes
    ----------
    blocks : list of Markup
        In the order of the cells.
    stamp : dict of str to str
    has_title : bool
        Whether the blocks hold the page's first heading.
    """

    blocks: list[Markup] = field(default_factory=list)
    stamp: dict[str, str] = field(default_factory=dict)
    has_title: bool = False


@dataclass
class _Collector:
    head: PageHead
    content: Content = field(default_factory=Content)
    ids: set[str] = field(default_factory=set)
    levels: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, cell: int | None, what: Text, found: str | None = None) -> None:
        said = what if cell is None else _("Zelle {cell}: {what}", cell=cell, what=what)
        self.problems.append(Problem(Place(self.head.page), said, found))

    def markdown(self, cell: int, text: str) -> None:
        self._block(cell, markdown_of_notebook(text, set(self.ids)))

    def output(self, cell: int, output: Mapping[str, Any]) -> None:
        kind, data = output["output_type"], output.get("data", {})
        if kind == "stream":
            self.fault(cell, _("die Ausgabe von print oder eine Warnung"), _text(output["text"]))
        elif kind == "error":
            self.fault(cell, _("die Ausführung ist abgebrochen"), output.get("evalue"))
        elif STAMP in data:
            self._stamp(cell, data[STAMP])
        elif "text/html" in data:
            self._block(cell, _text(data["text/html"]))
        else:
            self._foreign(cell, data)

    def _foreign(self, cell: int, data: Mapping[str, Any]) -> None:
        if "text/plain" in data and len(data) == 1:
            self.fault(cell, _("ein Wert ohne Darstellung für die Seite"), data["text/plain"])
        else:
            kinds = ", ".join(sorted(set(data) - {"text/plain"}))
            self.fault(cell, _("eine Ausgabe, die nicht auf die Seite kann"), kinds)

    def _stamp(self, cell: int, stamp: Mapping[str, Any]) -> None:
        for name, value in stamp.items():
            if self.content.stamp.setdefault(name, str(value)) != str(value):
                self.fault(cell, _("ein zweiter Stempel, der dem ersten widerspricht"), str(value))

    def _block(self, cell: int, html: str) -> None:
        found = markup_of(html)
        for what in found.faults:
            self.fault(cell, what)
        for name in found.ids:
            if name in self.ids and not _OF_CHART.match(name):
                self.fault(cell, _("eine Kennung, die es auf der Seite schon gibt"), name)
            self.ids.add(name)
        self.levels += found.headings
        self.content.blocks.append(Markup(_linked(html, self.head)))


def _text(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _linked(html: str, head: PageHead) -> str:
    """Put the way from this page to the other in the place of each ``page:`` link."""
    return _HREF.sub(lambda match: match[1] + head.root + address(match[2]), html)


def _cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    for number, cell in enumerate(notebook.cells, start=1):
        if HIDDEN not in cell.metadata.get("tags", ()):
            yield number, cell


def content_of(notebook: NotebookNode, head: PageHead) -> Content:
    """Prose and outputs of a notebook as blocks of its page.

    Markdown cells become prose. Of a code cell only the outputs that were made for pages remain;
    raw cells and cells with the tag ``remove-cell`` stay in JupyterLab.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed.
    head : PageHead

    Returns
    -------
    Content

    Raises
    ------
    RenderError
        When a cell shows what cannot stand on the page: the output of ``print``, a warning, a value
        without markup, markup that the page's policy blocks, a duplicate id. All at once.
    """
    collector = _Collector(head)
    for number, cell in _cells(notebook):
        if cell.cell_type == "markdown":
            collector.markdown(number, cell.source)
        for output in cell.get("outputs", ()):
            collector.output(number, output)
    collector.content.has_title = 1 in collector.levels
    levels = collector.levels if collector.content.has_title else [1, *collector.levels]
    for what in heading_faults(levels):
        collector.fault(None, what)
    RenderError.raise_if(collector.problems)
    return collector.content
