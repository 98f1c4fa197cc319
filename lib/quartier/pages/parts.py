"""The parts that notebooks put on their pages.

Each function gives a piece of markup that JupyterLab and the page show alike. Texts are escaped;
a part or a figure inside another part is taken as it is. Links name a page by its address without
language and ending; ``pages.render`` puts the way to it in place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup

from quartier import signs
from quartier.formats import date, measure
from quartier.language import Speaking, Text, _
from quartier.pages.environment import macro, shown
from quartier.pages.html import Html, slug
from quartier.pages.prose import PAGE_LINK, markdown_of_city
from quartier.pages.tables import Column, data_table
from quartier.pages.verdicts import VERDICTS

__all__ = [
    "Column",
    "Fact",
    "Html",
    "Item",
    "Origin",
    "Part",
    "Showing",
    "city_text",
    "data_table",
    "facts",
    "grid",
    "heading",
    "inline",
    "legend_of_signs",
    "link_to",
    "links",
    "nested_list",
    "notice",
    "prose",
    "provenance",
    "section",
    "sign",
    "status_badge",
    "value",
]


class Showing(Protocol):
    """What has markup of its own: a part, a figure."""

    def _repr_html_(self) -> str: ...


Part = str | Speaking | Showing
"""What can stand inside a part: a text (escaped), a text to translate, markup."""


@dataclass(frozen=True)
class Fact:
    """A key fact: what it is, how much, and what to think of it."""

    label: Part
    value: Part
    note: Part | None = None


@dataclass(frozen=True)
class Item:
    """An item of a nested list, such as a goal with the goals below it."""

    text: Part
    kicker: Part | None = None
    note: Part | None = None
    badge: Part | None = None
    page: str | None = None
    children: Sequence["Item"] = ()


@dataclass(frozen=True)
class Origin:
    """A source: its title, who answers for it, when it was last delivered (2024-12-31), licence."""

    title: Part
    owner: Part
    received: str
    licence: Part | None = None


def _part(name: str, language: str, *arguments: Any) -> Html:
    return Html(str(macro("parts.html.j2", name, language, *arguments)))


def _id(given: str | None, text: Part, language: str) -> str:
    return given or slug(Markup(shown(text, language)).striptags())


def heading(
    text: Part,
    *,
    language: str,
    level: int = 1,
    id: str | None = None,  # noqa: A002
    kicker: Part | None = None,
    lead: Part | None = None,
    figure: Part | None = None,
) -> Html:
    """A heading, with a small line above it, a leading sentence below and a picture beside it.

    Parameters
    ----------
    text : Part
    language : str
    level : int
        1 to 6.
    id : str, optional
        Made from the text if not given.
    kicker, lead, figure : Part, optional

    Examples
    --------
    >>> heading("Wohnen & Miete", language="de", level=2).markup
    '<h2 id="wohnen-miete">Wohnen &amp; Miete</h2>'
    """
    made = _part("heading", language, text, level, _id(id, text, language), kicker, lead)
    return _part("opening", language, made, figure) if figure else made


def prose(text: str | Text, *, language: str, written_in: str | None = None) -> Html:
    """Paragraphs from a Markdown text that somebody outside the project wrote.

    HTML in the text is shown as text. Headings become bold lines, so that the order of the page's
    headings stays.

    Parameters
    ----------
    text : str or Text
    language : str
        Of the page.
    written_in : str, optional
        Language of the text, if not the page's.
    """
    markup = Markup(markdown_of_city(str(shown(text, language))))
    return _part("prose", language, markup, written_in)


def city_text(text: str, city_language: str, page_language: str) -> Html:
    """A text of the city's own, marked with its language where the page has another.

    Examples
    --------
    >>> city_text("Nordstadt", "de", "en").markup
    '<span lang="de">Nordstadt</span>'
    >>> city_text("Wald & See", "de", "de").markup
    'Wald &amp; See'
    """
    if city_language == page_language:
        return Html(str(Markup.escape(text)))
    return Html(str(Markup('<span lang="{}">{}</span>').format(city_language, text)))


def facts(facts: Iterable[Fact | tuple[Part, ...]], *, language: str) -> Html:
    """Key facts as cards.

    Parameters
    ----------
    facts : iterable of Fact or (label, value) or (label, value, note)
    language : str
    """
    given = [fact if isinstance(fact, Fact) else Fact(*fact) for fact in facts]
    return _part("facts", language, given)


def inline(figure: Any) -> Html:
    """The picture of a figure alone, for a card or running text; table cells do it themselves."""
    return Html(figure.inline())


def link_to(page: str) -> str:
    """Address of a page as figures and Markdown cells write it; ``render`` makes the way from it.

    Examples
    --------
    >>> link_to("area/0101")
    'page:area/0101'
    """
    return PAGE_LINK + page


def links(
    items: Iterable[tuple[Part, str] | tuple[Part, str, Part | None]],
    *,
    language: str,
    label: Part | None = None,
    columns: bool = False,
) -> Html:
    """A list of links to pages of the site.

    Parameters
    ----------
    items : iterable of (text, page) or (text, page, note)
    language : str
    label : Part, optional
        Names the list for screen readers.
    columns : bool
        Set a long list of short texts in columns.
    """
    given = [(*item, None)[:3] for item in items]
    return _part("links", language, given, label, columns)


def notice(text: Part, *, language: str, kind: str = "hint", title: Part | None = None) -> Html:
    """A remark that stands out.

    Parameters
    ----------
    text : Part
    language : str
    kind : str
        ``hint`` or ``warning``.
    title : Part, optional
    """
    return _part("notice", language, text, kind, title)


def legend_of_signs(statuses: Iterable[str], *, language: str) -> Html:
    """The signs of these statuses with their meaning; empty where no status has a sign."""
    found = signs.legend(statuses)
    return _part("legend", language, found) if found else Html("")


def section(
    title: Part,
    *parts: Part,
    language: str,
    level: int = 2,
    id: str | None = None,  # noqa: A002
) -> Html:
    """Parts under a heading, with a stable address after ``#``."""
    return _part("section", language, title, parts, level, _id(id, title, language))


def grid(*parts: Part, language: str) -> Html:
    """Parts side by side, as many as the width allows."""
    return _part("grid", language, parts)


def status_badge(verdict: str, *, language: str, note: Part | None = None) -> Html:
    """A verdict as word and symbol.

    Parameters
    ----------
    verdict : str
        One of ``VERDICTS``: of a goal (met, on_path, at_risk, off_path, not_assessable) or of a
        comparison with the city (better, worse, above, below, similar).
    language : str
    note : Part, optional
        Follows in small type.

    Raises
    ------
    ValueError
        When there is no such verdict.
    """
    if verdict not in VERDICTS:
        raise ValueError(f"no verdict {verdict!r}; there are {', '.join(VERDICTS)}")
    return _part("badge", language, VERDICTS[verdict], note)


def sign(status: str, *, language: str) -> Html:
    """The sign of a status, with its meaning for screen readers."""
    return _part("spoken", language, signs.sign(status), signs.meaning(status))


def value(number: float, unit: str, *, language: str, status: str = "reported") -> Html:
    r"""A figure with its unit, or the sign of its status.

    Parameters
    ----------
    number : float
        In the unit; not looked at where the status has no value.
    unit : str
        As in ``formats.UNITS``.
    language : str
    status : str

    Examples
    --------
    >>> value(12.34, "percent", language="de").markup
    '12,3\xa0%'
    """
    if not signs.has_value(status):
        return sign(status, language=language)
    written = measure(number, unit, language)
    if not signs.sign(status):
        return Html(written)
    return _part(
        "spoken_value", language, signs.marked(written, status), written, signs.meaning(status)
    )


def nested_list(items: Iterable[Item], *, language: str) -> Html:
    """Items with items below them, such as the pyramid of goals."""
    return _part("outline", language, list(items))


def provenance(
    origins: Iterable[Origin],
    *,
    language: str,
    corrections: Sequence[Part] = (),
    release: str | None = None,
    id: str | None = None,  # noqa: A002
) -> Html:
    """The end of each page: sources with the dates of their deliveries, corrections, release."""
    columns = [_("Quelle"), _("Zuständig"), _("Geliefert am"), _("Nutzungsrecht")]
    rows = [
        (
            origin.title,
            origin.owner,
            date(origin.received, language),
            origin.licence or _("nicht angegeben"),
        )
        for origin in origins
    ]
    name = id or "herkunft"
    table = data_table(
        columns, rows, caption=_("Quellen dieser Seite"), language=language, id=f"{name}-quellen"
    )
    return _part("provenance", language, table, corrections, release, name)
