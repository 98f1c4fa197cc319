"""Headings, prose, remarks and links."""

from collections.abc import Iterable

from markupsafe import Markup

from quartier.language import Text
from quartier.pages.environment import shown
from quartier.pages.html import Html
from quartier.pages.part import Part, id_of, part
from quartier.pages.prose import PAGE_LINK, markdown_of_city

__all__ = [
    "anchor",
    "city_text",
    "grid",
    "heading",
    "link",
    "link_to",
    "links",
    "notice",
    "paragraph",
    "pictures",
    "prose",
    "section",
    "stacked",
]


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
    made = part("heading", language, text, level, id_of(id, text, language), kicker, lead)
    return part("opening", language, made, figure) if figure else made


def stacked(text: Part, below: Part, *, language: str) -> Html:
    """A text with a lighter one below it, for the cell of a table.

    Examples
    --------
    >>> stacked("12,3", "11,0 bis 13,6", language="de").markup
    '12,3 <span class="q-unit">11,0 bis 13,6</span>'
    """
    return part("stacked", language, text, below)


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
    return part("prose", language, markup, written_in)


def paragraph(*texts: Part, language: str) -> Html:
    """Texts and parts in one line, such as a verdict and a remark on it.

    A line with nothing but links leads nowhere on paper: it stays off it.

    Examples
    --------
    >>> paragraph("Frei", "nach Wahl", language="de").markup
    '<p>Frei nach Wahl</p>'
    >>> paragraph("Mehr:", link("Ziele", "goals", language="de"), language="de").markup
    '<p class="q-ways">Mehr: <a href="page:goals">Ziele</a></p>'
    """
    return part("paragraph", language, texts, all(map(_leads_on, texts)))


def _leads_on(text: Part) -> bool:
    """Whether a part of a line is a link, the dot between two, or what announces them."""
    if isinstance(text, Html):
        return text.markup.startswith("<a ")
    said = text.source if isinstance(text, Text) else text
    return isinstance(said, str) and (said == "·" or said.endswith(":"))


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


def link_to(page: str) -> str:
    """Address of a page as figures and Markdown cells write it; ``render`` makes the way from it.

    Examples
    --------
    >>> link_to("area/0101")
    'page:area/0101'
    """
    return PAGE_LINK + page


def anchor(text: Part, id: str, *, language: str) -> Html:  # noqa: A002
    """A link to a place on the same page, by the id of a section, a heading or a table.

    Examples
    --------
    >>> anchor("Wohnen & Miete", "wohnen", language="de").markup
    '<a href="#wohnen">Wohnen &amp; Miete</a>'
    """
    return part("anchor", language, text, id)


def link(text: Part, page: str, *, language: str) -> Html:
    """A link to a page of the site, for a cell or a line of text.

    Examples
    --------
    >>> link("Wie das berechnet wird", "methods#trend", language="de").markup
    '<a href="page:methods#trend">Wie das berechnet wird</a>'
    """
    return part("link", language, text, page)


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
    return part("links", language, given, label, columns)


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
    return part("notice", language, text, kind, title)


def section(
    title: Part,
    *parts: Part,
    language: str,
    level: int = 2,
    id: str | None = None,  # noqa: A002
) -> Html:
    """Parts under a heading, with a stable address after ``#``."""
    return part("section", language, title, parts, level, id_of(id, title, language))


def pictures(*parts: Part, language: str) -> Html:
    """The charts of a section: side by side on a desk, in a column beside its text on paper."""
    return part("pictures", language, parts)


def grid(*parts: Part, language: str) -> Html:
    """Parts side by side, as many as the width allows."""
    return part("grid", language, parts)
