"""What must not stand on a page, found in the markup before the page is written.

The page's policy blocks scripts, styles and pictures from elsewhere: they would be missing without
a word. So they are faults here, as are identifiers that occur twice and headings out of order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from quartier.language import Text, _

__all__ = ["Found", "heading_faults", "markup_of"]

_FORBIDDEN = frozenset(
    "script style iframe frame object embed link base meta form input button audio video".split()
)
_LOADING = frozenset({"src", "srcset", "poster", "data", "background"})
_LOCAL = ("data:", "#")


@dataclass
class Found:
    """What was found in a piece of markup.

    Attributes
    ----------
    ids : list of str
        Each ``id``, in order.
    headings : list of int
        Level of each heading, in order.
    faults : list of Text
    """

    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    faults: list[Text] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Found()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORBIDDEN:
            self.found.faults.append(_("das Element <{tag}>, das keine Seite zulässt", tag=tag))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.found.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.found.ids.append(value or "")
            self.found.faults.extend(_attribute_faults(tag, name, value or ""))


def _attribute_faults(tag: str, name: str, value: str) -> Iterator[Text]:
    if name == "style" or name.startswith("on"):
        yield _("das Attribut {name} an <{tag}>, das keine Seite zulässt", name=name, tag=tag)
    # In an SVG these elements load what they point to; elsewhere a link only leads somewhere.
    loads = name in _LOADING or (name in {"href", "xlink:href"} and tag in {"use", "image"})
    if loads and not value.startswith(_LOCAL):
        yield _("ein Element <{tag}>, das {address} nachlädt", tag=tag, address=value)
    if value == "dataframe" and name == "class":
        yield _("eine Tabelle von pandas; gebraucht wird eine aus parts.data_table")


def markup_of(html: str) -> Found:
    """Read a piece of markup and list identifiers, headings and faults.

    Parameters
    ----------
    html : str

    Returns
    -------
    Found

    Examples
    --------
    >>> found = markup_of('<h2 id="a">A</h2><p style="color: red">B</p>')
    >>> found.ids, found.headings, str(found.faults[0])
    (['a'], [2], 'das Attribut style an <p>, das keine Seite zulässt')
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def heading_faults(levels: list[int]) -> Iterator[Text]:
    """Faults in the order of headings: one of level 1, at the top, and no level left out.

    Parameters
    ----------
    levels : list of int
        Of all headings of the page, in order.

    Examples
    --------
    >>> [str(fault) for fault in heading_faults([1, 2, 4])]
    ['auf eine Überschrift der Ebene 2 folgt eine der Ebene 4']
    """
    if levels[:1] != [1] or levels.count(1) != 1:
        yield _("eine Seite beginnt mit einer Überschrift der Ebene 1 und hat nur diese eine")
    for upper, lower in pairwise(levels):
        if lower > upper + 1:
            yield _(
                "auf eine Überschrift der Ebene {upper} folgt eine der Ebene {lower}",
                upper=upper,
                lower=lower,
            )
