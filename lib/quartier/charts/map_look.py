"""How the areas of a map look: shades of the classes, patterns where there is no value."""

from quartier.charts import theme
from quartier.charts.svg import DRAFT, element

__all__ = ["MISSING", "WITHHELD", "patterns", "shade", "without_value"]

#: Ids of the patterns.
WITHHELD, MISSING = f"{DRAFT}-w", f"{DRAFT}-m"

_KEPT_BACK = {"withheld", "withheld_secondary", "secret", "unreliable"}
# Few classes take shades that are far from each other.
_SHADES = {1: (2,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def shade(index: int, count: int) -> str:
    """The colour of a class.

    >>> shade(0, 3)
    'var(--q-c1, #c6e5dc)'
    """
    return theme.colour(theme.SEQUENCE[_SHADES[count][index]])


def without_value(status: str) -> str:
    """The pattern of an area without a value: kept back, or not there."""
    return WITHHELD if status in _KEPT_BACK else MISSING


def patterns() -> str:
    """The definitions of both patterns, for a picture 1000 units wide."""
    ground = {"width": 100, "height": 100, "fill": theme.colour("paper")}
    stripe = {"width": 7, "height": 16, "fill": theme.colour("muted")}
    dot = {"cx": 9, "cy": 9, "r": 4, "fill": theme.colour("muted")}
    tile = {"patternUnits": "userSpaceOnUse"}
    withheld = {"id": WITHHELD, "width": 16, "height": 16, "patternTransform": "rotate(45)", **tile}
    missing = {"id": MISSING, "width": 22, "height": 22, **tile}
    return element(
        "defs",
        {},
        element("pattern", withheld, element("rect", ground), element("rect", stripe)),
        element("pattern", missing, element("rect", ground), element("circle", dot)),
    )
