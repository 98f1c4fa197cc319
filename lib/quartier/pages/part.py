"""What a part of a page is made of."""

from typing import Any, Protocol

from markupsafe import Markup

from quartier.language import Speaking
from quartier.pages.environment import macro, shown
from quartier.pages.html import Html, slug

__all__ = [
    "Part",
    "Showing",
    "id_of",
    "part",
]


class Showing(Protocol):
    """What has markup of its own: a part, a figure."""

    def _repr_html_(self) -> str: ...


Part = str | Speaking | Showing
"""What can stand inside a part: a text (escaped), a text to translate, markup."""


def part(name: str, language: str, *arguments: Any) -> Html:
    """The part that a macro of ``parts.html.j2`` makes."""
    return Html(str(macro("parts.html.j2", name, language, *arguments)))


def id_of(given: str | None, text: Part, language: str) -> str:
    """The id that was given, else one made from the text."""
    return given or slug(Markup(shown(text, language)).striptags())
