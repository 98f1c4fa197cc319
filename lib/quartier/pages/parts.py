"""The parts that notebooks put on their pages.

Each function gives a piece of markup that JupyterLab and the page show alike. Texts are escaped;
a part or a figure inside another part is taken as it is. Links name a page by its address without
language and ending; ``pages.render`` puts the way to it in place.
"""

from quartier.pages.html import Html
from quartier.pages.keyfigures import (
    Fact,
    facts,
    inline,
    legend_of_signs,
    sign,
    status_badge,
    value,
)
from quartier.pages.listings import Item, Origin, nested_list, provenance
from quartier.pages.part import Part, Showing
from quartier.pages.tables import Column, data_table
from quartier.pages.wording import (
    anchor,
    city_text,
    grid,
    heading,
    link,
    link_to,
    links,
    notice,
    paragraph,
    pictures,
    prose,
    section,
    stacked,
)

__all__ = [
    "Column",
    "Fact",
    "Html",
    "Item",
    "Origin",
    "Part",
    "Showing",
    "anchor",
    "city_text",
    "data_table",
    "facts",
    "grid",
    "heading",
    "inline",
    "legend_of_signs",
    "link",
    "link_to",
    "links",
    "nested_list",
    "notice",
    "paragraph",
    "pictures",
    "prose",
    "provenance",
    "section",
    "sign",
    "stacked",
    "status_badge",
    "value",
]
