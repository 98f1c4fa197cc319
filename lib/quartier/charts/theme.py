"""The one look of all charts: colours, type, sizes.

A colour in a chart is `var(--q-…, fallback)`: on a page, the style sheet (`stylesheet`) sets the
variables for light and dark; elsewhere (JupyterLab, a saved file) the fallback of the light scheme
counts. Vega knows no variables, so its charts are drawn with the fallback colours, which are all
different, and `with_variables` puts the variables in afterwards. `resolved` goes the other way,
for programs that know no variables.

The colours are safe for the usual colour blindnesses (blue against orange, one family of hues from
light to dark) and none is the only carrier of a distinction. Text and the
lines that carry the message keep 4.5:1 against the page, the marks of other areas 3:1.
"""

import re
from collections.abc import Mapping

__all__ = [
    "COLOURS",
    "FONT",
    "LABEL",
    "LINE",
    "MEASURED_FONT",
    "SEQUENCE",
    "WIDTH",
    "colour",
    "resolved",
    "stylesheet",
    "with_variables",
]

#: Name of a colour: (light, dark).
COLOURS: Mapping[str, tuple[str, str]] = {
    "ink": ("#1a1c1f", "#eceef0"),
    "muted": ("#5a5f66", "#a9b0b8"),
    "grid": ("#dde0e4", "#3a4047"),
    "paper": ("#fffffe", "#15181c"),
    "accent": ("#0b5394", "#7db9f2"),
    "band": ("#b9d3ea", "#27496b"),
    "target": ("#a84300", "#f4a259"),
    "area": ("#7d94a8", "#8296a8"),
    "land": ("#d5dae0", "#3d444c"),
    "c1": ("#c6e5dc", "#2b3f8f"),
    "c2": ("#7fc6bd", "#2a7fb4"),
    "c3": ("#3fa6bf", "#3fa7be"),
    "c4": ("#2672ae", "#80c8bc"),
    "c5": ("#22318a", "#c8e8d4"),
}
#: The classes of a map from low to high.
SEQUENCE = ("c1", "c2", "c3", "c4", "c5")

#: Width of a chart in its own units; a page shows it 330 to 480 pixels wide.
WIDTH = 440.0
#: Size of all text in a chart: 11 pixels on a telephone, 16 on a desk.
LABEL = 15.0
#: Width of the line that carries the message.
LINE = 2.5
#: The font that Vega measures with: vl-convert brings it along. Charts are shown in `FONT`.
MEASURED_FONT = "Liberation Sans"
FONT = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"

_LIGHT = {light: name for name, (light, _) in COLOURS.items()}
_VARIABLE = re.compile(r"var\(--q-(?P<name>[a-z0-9]+), ?(?P<fallback>[^)]+)\)")


def colour(name: str) -> str:
    """A colour as it is written into an SVG.

    Text and marks in ink take the colour of the surrounding text where no page sets another.

    >>> colour("accent"), colour("ink")
    ('var(--q-accent, #0b5394)', 'var(--q-ink, currentColor)')
    """
    fallback = "currentColor" if name == "ink" else COLOURS[name][0]
    return f"var(--q-{name}, {fallback})"


def with_variables(value: str) -> str:
    """The variable of a colour of this theme; any other text as it is.

    >>> with_variables("#0b5394"), with_variables("none")
    ('var(--q-accent, #0b5394)', 'none')
    """
    name = _LIGHT.get(value.lower())
    return value if name is None else colour(name)


def resolved(svg: str, scheme: str = "light") -> str:
    """A chart without variables, for programs that do not know them.

    >>> resolved('<path fill="var(--q-accent, #0b5394)"/>', "dark")
    '<path fill="#7db9f2"/>'

    Parameters
    ----------
    svg
        A chart, or any text with colours of this theme.
    scheme
        `light` or `dark`.
    """
    index = {"light": 0, "dark": 1}[scheme]
    return _VARIABLE.sub(lambda match: COLOURS[match["name"]][index], svg)


def stylesheet() -> str:
    """The part of a page's style sheet that charts need, as CSS.

    Dark where the reader's system is dark, but never on paper.
    """
    light, dark = (
        "".join(f"--q-{name}:{pair[index]};" for name, pair in COLOURS.items()) for index in (0, 1)
    )
    return (
        f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        + _RULES
    )


_RULES = """\
.q-figure{margin:1.5rem 0;max-width:30rem;break-inside:avoid}
.q-figure figcaption{font-weight:600;line-height:1.35;margin-bottom:.5rem}
.q-chart{display:block;width:100%;height:auto;font-family:inherit;overflow:visible}
.q-chart text{font-family:inherit}
.q-chart a:focus-visible{outline:none}
.q-chart a:is(:focus-visible,:hover) :is(path,use){stroke:var(--q-target);stroke-width:3px}
.q-figure .q-source{color:var(--q-muted);font-size:.875rem;margin:.25rem 0}
.q-figure details,.q-data-at{font-size:.9375rem}
.q-figure .q-data-at{margin:0;padding:.25rem 0}
.q-figure summary{cursor:pointer;color:var(--q-muted);padding:.25rem 0}
.q-figure .q-table{overflow-x:auto;position:relative}
.q-figure table{border-collapse:separate;border-spacing:0;font-variant-numeric:tabular-nums}
.q-figure th,.q-figure td{padding:.25rem 0 .25rem .75rem;text-align:right;\
border-bottom:1px solid var(--q-grid)}
.q-figure th:first-child{padding-left:0;text-align:left;font-weight:400}
.q-figure td{white-space:nowrap}
.q-figure thead th,.q-figure thead th:first-child{font-weight:600;vertical-align:bottom}
.q-spark{display:inline-block;width:7.5rem;max-width:100%;height:auto;vertical-align:middle}
.q-locator{max-width:16rem}
.q-sr,.q-figure caption{position:absolute;width:1px;height:1px;overflow:hidden;\
clip-path:inset(50%);white-space:nowrap}
"""
