"""An executed notebook becomes a page, through nbconvert and a template of our own."""

from collections.abc import Collection
from functools import cache
from typing import Any

from jinja2 import Environment
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets import default

from quartier.charts.svg import distinct
from quartier.pages.content import content_of
from quartier.pages.environment import environment
from quartier.pages.head import PageHead
from quartier.pages.shared import share_outlines
from quartier.pages.style import policy, stylesheet

__all__ = ["PageExporter", "render", "warm"]


class PageExporter(TemplateExporter):
    """nbconvert's exporter without what a page of ours does not need.

    The usual one registers eleven preprocessors and thirty filters, and looks for templates in all
    Jupyter folders of the machine, so that a page could differ from one machine to the next.
    """

    output_mimetype = "text/html"
    language = "de"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[Any]:
        return []

    @default("template_paths")
    def _template_paths_default(self) -> list[str]:
        return []

    @default("template_file")
    def _template_file_default(self) -> str:
        return "page.html.j2"

    def _create_environment(self) -> Environment:
        return environment(self.language)


@cache
def _exporter(language: str) -> PageExporter:
    exporter = PageExporter()
    exporter.language = language
    return exporter


def warm(languages: Collection[str]) -> None:
    """Read and compile what each page needs, so that processes forked from this one have it."""
    for language in languages:
        made = environment(language)
        for name in made.list_templates(extensions=["j2"]):
            made.get_template(name)
        head = PageHead("", "index", language, "", language, languages=dict.fromkeys(languages, ""))
        render(new_notebook(cells=[new_markdown_cell("a")]), head)


def render(notebook: NotebookNode, head: PageHead) -> str:
    """The page of an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed; it is not changed.
    head : PageHead

    Returns
    -------
    str
        A whole HTML page that needs no other file.

    Raises
    ------
    RenderError
        When a cell shows what cannot stand on a page; the problems name the cells.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> head = PageHead("Nordstadt", "area/0101", "de", "Musterstadt", "de")
    >>> page = render(new_notebook(cells=[new_markdown_cell("Ein Satz.")]), head)
    >>> "<p>Ein Satz.</p>" in page and '<html lang="de">' in page
    True
    """
    resources = {
        "head": head,
        "content": content_of(notebook, head),
        "policy": policy(),
        "stylesheet": stylesheet(),
    }
    page, _resources = _exporter(head.language).from_notebook_node(notebook, resources)
    return share_outlines(distinct(page))
