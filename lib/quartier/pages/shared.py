"""A border that is drawn in many maps stands once on a page, and the maps point to it."""

import re
from collections import Counter

__all__ = ["share_outlines"]

# An area of a map, as `charts.maps` draws it; a short one is not worth a place of its own.
_AREA = re.compile(r'<path d="(?P<outline>M[^"]{40,})">(?P<title><title>[^<]*</title>)</path>')


def share_outlines(page: str) -> str:
    """The page with each outline that occurs several times in one place.

    Colours and lines are those of the map that points to the outline, as before.

    Parameters
    ----------
    page : str
        A whole HTML page.

    Examples
    --------
    >>> area = (
    ...     '<path d="M0,0l10,0 0,10-10,0 10,0 0,10-10,0 10,0 0,10-10,0Z"><title>A</title></path>'
    ... )
    >>> page = share_outlines(f"<body><svg>{area}</svg><svg>{area}</svg></body>")
    >>> page.count("M0,0l"), page.count('<use href="#q-umriss-1"><title>A</title></use>')
    (1, 2)
    """
    counts = Counter(match["outline"] for match in _AREA.finditer(page))
    often = [outline for outline, count in counts.items() if count > 1]
    names = {outline: f"q-umriss-{number}" for number, outline in enumerate(often, start=1)}
    if not names:
        return page

    def pointed(match: re.Match[str]) -> str:
        name = names.get(match["outline"])
        return match[0] if name is None else f'<use href="#{name}">{match["title"]}</use>'

    return _AREA.sub(pointed, page).replace("<body>", f"<body>\n{_defined(names)}", 1)


def _defined(names: dict[str, str]) -> str:
    paths = "".join(f'<path id="{name}" d="{outline}"/>' for outline, name in names.items())
    # It takes no room, but is not `display: none`: some browsers draw nothing from what is.
    return f'<svg class="q-sr" width="0" height="0" aria-hidden="true"><defs>{paths}</defs></svg>'
