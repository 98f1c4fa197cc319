"""Where an area lies."""

import pandas as pd

from quartier.charts import theme
from quartier.charts.figure import Figure, compose
from quartier.charts.outline import box, size
from quartier.charts.svg import element
from quartier.language import Text, _

__all__ = ["locator"]

_SMALL = 0.09  # of the picture's width: a smaller area gets a ring, so that it is found
_THIRDS = (0.38, 0.62)


def locator(
    outlines: pd.DataFrame,
    marked: str,
    *,
    title: str,
    language: str,
) -> Figure:
    """Draw all areas in one colour and one of them in another.

    Parameters
    ----------
    outlines
        area, path (and optionally name, width, height): straight lines in a picture 1000 wide.
    marked
        Code of the area.
    title, language
        As in `line`.

    Raises
    ------
    ValueError
        When the marked area has no outline.
    """
    chosen = outlines[outlines["area"] == marked]
    if chosen.empty:
        raise ValueError(f"no outline of area {marked!r}")
    width, height = size(outlines)
    path = str(chosen["path"].iloc[0])
    name = str(chosen["name"].iloc[0]) if "name" in chosen else marked
    border = {"stroke": theme.colour("paper"), "stroke-width": 3, "stroke-linejoin": "round"}
    others = outlines.loc[outlines["area"] != marked, "path"]
    land = element(
        "g", {"fill": theme.colour("land")}, *(element("path", {"d": d}) for d in others)
    )
    own = element("path", {"d": path, "fill": theme.colour("accent")})
    said = _("{name} liegt {where}.", name=name, where=_where(path, outlines))
    return compose(
        element("g", border, land, own) + _ring(path, width),
        width=width,
        height=height,
        title=title,
        description=said.into(language),
        language=language,
        look="q-locator",
        shown_width=256,
    )


def _ring(path: str, width: float) -> str:
    left, top, right, bottom = box(path)
    if max(right - left, bottom - top) > _SMALL * width:
        return ""
    centre = {"cx": (left + right) / 2, "cy": (top + bottom) / 2, "r": _SMALL * width}
    look = {"fill": "none", "stroke": theme.colour("accent"), "stroke-width": 12}
    return element("circle", {**centre, **look})


def _where(path: str, outlines: pd.DataFrame) -> Text:
    """The part of the whole that the middle of the area lies in."""
    left, top, right, bottom = (
        extreme(edge)
        for extreme, edge in zip(
            (min, min, max, max), zip(*map(box, outlines["path"]), strict=True), strict=True
        )
    )
    x1, y1, x2, y2 = box(path)
    across = ((x1 + x2) / 2 - left) / max(right - left, 1e-9)
    down = ((y1 + y2) / 2 - top) / max(bottom - top, 1e-9)
    return _WHERE[_third(down)][_third(across)]


def _third(share: float) -> int:
    return sum(share > limit for limit in _THIRDS)


_WHERE = (
    (_("im Nordwesten"), _("im Norden"), _("im Nordosten")),
    (_("im Westen"), _("in der Mitte"), _("im Osten")),
    (_("im Südwesten"), _("im Süden"), _("im Südosten")),
)
