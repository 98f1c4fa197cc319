"""A little SVG: elements as text, numbers short, names escaped, ids that are unique on a page.

Every id in a chart begins with `q-` and ten hexadecimal digits: the digest of the chart. So a
chart has the same bytes wherever and whenever it is drawn, and two charts on a page do not share
clip paths or patterns. The same chart twice on one page would share them: `distinct` renames those,
and whoever puts charts together to a page calls it once on the whole page.
"""

import hashlib
import re
from collections.abc import Mapping
from html import escape

__all__ = ["DRAFT", "distinct", "element", "fixed", "identified", "num", "text_width"]

#: Stands for the chart's digest as long as the chart is not finished.
DRAFT = "q-0000000000"

_ID = re.compile(
    r'(?P<defined><svg id=")?q-(?P<digest>[0-9a-f]{10})(?P<copy>-copy\d+)?(?![0-9a-f])'
)


def num(value: float) -> str:
    """A coordinate with at most two decimals.

    >>> num(12.0), num(1.23456), num(-0.001)
    ('12', '1.23', '0')
    """
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def fixed(text: str) -> str:
    """Text as it stands in markup; nothing in it is read as markup.

    >>> fixed('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return escape(text, quote=True)


def element(
    tag: str, attributes: Mapping[str, float | str | None] | None = None, *children: str
) -> str:
    """An element as text.

    >>> element("text", {"x": 1.5, "class": None}, fixed("a < b"))
    '<text x="1.5">a &lt; b</text>'

    Parameters
    ----------
    tag
        Name of the element.
    attributes
        Numbers are shortened, texts escaped, None is left out.
    children
        Finished markup: other elements, or text that went through `fixed`.
    """
    written = "".join(
        f' {name}="{fixed(value) if isinstance(value, str) else num(value)}"'
        for name, value in (attributes or {}).items()
        if value is not None
    )
    content = "".join(children)
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def text_width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is at most: in DejaVu Sans, the widest of the usual sans-serif fonts.

    >>> text_width("il", 10) < text_width("WM", 10)
    True
    """
    return size * sum(_em(char) for char in text) * (1.13 if bold else 1)


def _em(char: str) -> float:
    if char in " .,:;'!|iljIft()-/\N{NO-BREAK SPACE}":
        return 0.36
    if char in "mwMW%@…":
        return 0.96
    return 0.72 if char.isupper() else 0.62


def identified(svg: str, *content: str) -> str:
    """A chart whose draft ids carry the digest of the chart and of what else belongs to it."""
    digest = hashlib.sha256("\0".join((svg, *content)).encode()).hexdigest()[:10]
    return svg.replace(DRAFT, f"q-{digest}")


def distinct(page: str) -> str:
    """A page on which the ids of charts that occur several times are told apart.

    The first stays as it is, so a page without doubles does not change.

    >>> distinct('<svg id="q-0123456789"><b id="q-0123456789-t"/></svg><svg id="q-0123456789">')
    '<svg id="q-0123456789"><b id="q-0123456789-t"/></svg><svg id="q-0123456789-copy2">'
    """
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        digest, opening = match["digest"], match["defined"] or ""
        if opening:
            seen[digest] = seen.get(digest, 0) + 1
        copy = f"-copy{seen[digest]}" if seen.get(digest, 1) > 1 else ""
        return f"{opening}q-{digest}{copy}"

    return _ID.sub(rename, page)
