"""The stamp of a page: for which area, indicator and language it was made.

A notebook shows its stamp as an output of its own kind; the page carries it in ``<meta>`` elements,
and the engine reads it back before it publishes the page.
"""

from collections.abc import Mapping
from html.parser import HTMLParser

__all__ = ["PREFIX", "STAMP", "stamp_of"]

STAMP = "application/vnd.quartier.stamp+json"
"""Media type of the output that holds a stamp: a mapping of name to text."""

PREFIX = "quartier:"


class _Done(Exception):  # noqa: N818
    """The head of the page has been read."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stamp: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            raise _Done
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "meta" and name.startswith(PREFIX):
            self.stamp[name.removeprefix(PREFIX)] = given.get("content") or ""


def stamp_of(html: str) -> Mapping[str, str]:
    """The stamp of a rendered page.

    Parameters
    ----------
    html : str
        A whole page.

    Returns
    -------
    mapping of str to str
        What the notebook stamped, such as area, indicator and language; empty without a stamp.

    Examples
    --------
    >>> stamp_of('<head><meta name="quartier:area" content="0101"></head><body>')
    {'area': '0101'}
    """
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except _Done:
        pass
    return reader.stamp
