"""A finished chart: picture, words, data and source, ready for a page."""

from dataclasses import dataclass

from quartier.charts import theme
from quartier.charts.svg import DRAFT, element, fixed, identified
from quartier.language import Text, _

__all__ = ["Figure", "compose"]


@dataclass(frozen=True)
class Figure:
    """A chart with everything that a page needs of it; all texts are in the page's language.

    Displayed in a notebook, it is a `<figure>`: title, picture, source, and the data as a table
    behind a click. In running text or in a table, `inline` gives the picture alone, which still
    has its title and description.

    Attributes
    ----------
    svg
        The picture, with `<title>` and `<desc>` inside. Its ids carry the digest of the whole
        figure; a page that shows the same figure twice is put right by `svg.distinct`.
    title
        The message of the chart.
    description
        What can be seen, in words made from the data.
    table_html
        `<table>` with the data; empty for a picture without data.
    source
        Where the data come from; may be empty.
    language
        The language of the texts.
    data_at
        Address of another table with the same data; then that one is a click away, not a copy.
    """

    svg: str
    title: str
    description: str
    table_html: str
    source: str
    language: str
    data_at: str = ""

    def _repr_html_(self) -> str:
        parts = [element("figcaption", {}, fixed(self.title)), self.svg]
        if self.source:
            said = self._said(_("Quelle: {source}", source=self.source))
            parts.append(element("p", {"class": "q-source"}, said))
        if self.table_html:
            parts.append(self._data())
        return element("figure", {"class": "q-figure", "lang": self.language}, *parts)

    def _data(self) -> str:
        said = self._said(_("Daten als Tabelle"))
        if self.data_at:
            return element("p", {"class": "q-data-at"}, element("a", {"href": self.data_at}, said))
        summary = element("summary", {}, said)
        # A table that is wider than the screen scrolls, so the keyboard has to get there.
        box = {"class": "q-table", "role": "region", "tabindex": "0", "aria-label": self.title}
        return element("details", {}, summary, element("div", box, self.table_html))

    def _said(self, text: Text) -> str:
        return fixed(text.into(self.language))

    def inline(self) -> str:
        """The picture alone, as markup."""
        return self.svg

    def standalone(self, scheme: str = "light") -> str:
        """The picture as a file of its own, for programs that know no CSS variables.

        Parameters
        ----------
        scheme
            `light` or `dark`.
        """
        return theme.resolved(self.svg, scheme)


def compose(
    content: str,
    *,
    width: float,
    height: float,
    title: str,
    description: str,
    language: str,
    table_html: str = "",
    source: str = "",
    look: str = "",
    interactive: bool = False,
    shown_width: float | None = None,
) -> Figure:
    """Put a figure together.

    Parameters
    ----------
    content
        What stands inside the `<svg>`; ids begin with `svg.DRAFT`.
    width, height
        Of the picture, in its own units.
    title, description, language, table_html, source
        As in `Figure`.
    look
        Further CSS class of the `<svg>`.
    interactive
        The picture contains links: then it is a group for screen readers, since the parts of an
        image are hidden from them.
    shown_width
        How wide it is shown where no style sheet says so; by default as wide as its own units.
    """
    shown = width if shown_width is None else shown_width
    attributes = {
        "id": DRAFT,
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"q-chart {look}".strip(),
        "role": "group" if interactive else "img",
        "aria-labelledby": f"{DRAFT}-t {DRAFT}-d",
        "viewBox": f"0 0 {width:g} {height:g}",
        "width": shown,
        "height": height * shown / width,
        "font-family": theme.FONT,
        "font-size": theme.LABEL,
    }
    named = element("title", {"id": f"{DRAFT}-t"}, fixed(title))
    described = element("desc", {"id": f"{DRAFT}-d"}, fixed(description))
    svg = element("svg", attributes, named, described, content)
    svg = identified(svg, title, description, table_html, source, language)
    return Figure(svg, title, description, table_html, source, language)
