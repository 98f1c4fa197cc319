"""Markdown to markup: a notebook's own cells, and texts that come from a city's files."""

import html
from typing import Any

from mistune import HTMLRenderer, Markdown, create_markdown
from mistune.util import striptags

from quartier.pages.html import slug

__all__ = ["PAGE_LINK", "markdown_of_city", "markdown_of_notebook"]

PAGE_LINK = "page:"
"""Begins a link to another page of the site; ``render`` puts the way from page to page there."""


class _Renderer(HTMLRenderer):
    """Headings with stable ids, tables with scopes, no style attributes."""

    def __init__(self, *, escape: bool, ids: set[str]) -> None:
        super().__init__(escape=escape, allow_harmful_protocols=(PAGE_LINK,))
        self._ids = ids

    def _free(self, name: str) -> str:
        number, free = 2, name
        while free in self._ids:
            free, number = f"{name}-{number}", number + 1
        self._ids.add(free)
        return free

    def heading(self, text: str, level: int, **attrs: Any) -> str:  # noqa: ARG002
        name = self._free(slug(html.unescape(striptags(text))))
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def table(self, text: str) -> str:
        return f'<table class="q-sheet">\n{text}</table>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        name = ' class="q-number"' if align == "right" else ""
        return f'<th scope="col"{name}>{text}</th>\n' if head else f"<td{name}>{text}</td>\n"


class _CityRenderer(_Renderer):
    """Text from outside: no markup, no pictures, no headings that break the page's order."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:  # noqa: ARG002
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        return text


def _parser(renderer: _Renderer) -> Markdown:
    return create_markdown(renderer=renderer, plugins=["table", "strikethrough"])


def markdown_of_notebook(text: str, ids: set[str]) -> str:
    r"""Markup of a Markdown cell; HTML in the cell stays, as the notebook is our own.

    Parameters
    ----------
    text : str
    ids : set of str
        Identifiers that the page already has; those of the headings are added.

    Returns
    -------
    str

    Examples
    --------
    >>> markdown_of_notebook("## Wohnen", set())
    '<h2 id="wohnen">Wohnen</h2>\n'
    """
    return str(_parser(_Renderer(escape=False, ids=ids))(text))


def markdown_of_city(text: str) -> str:
    r"""Markup of a Markdown text that somebody else wrote: HTML in it is shown as text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> markdown_of_city("Der **Norden** <script>")
    '<p>Der <strong>Norden</strong> &lt;script&gt;</p>\n'
    """
    return str(_parser(_CityRenderer(escape=True, ids=set()))(text))
