"""The way from figures and verdicts to the methods behind them."""

from collections.abc import Iterator, Mapping

from quartier.language import Text, _
from quartier.pages import parts
from quartier.workbook.figures import Figures

__all__ = ["SHORT", "line", "of_areas", "of_course", "of_profile"]

SHORT: Mapping[str, Text] = {
    "interval": _("Vertrauensbereich"),
    "rate": _("Vertrauensbereich"),
    "comparison": _("Vergleich"),
    "difference": _("Unterschied zweier Werte"),
    "trend": _("Trend"),
    "smooth-line": _("Geglättete Linie"),
    "smoothing": _("Geglätteter Wert"),
    "ranking": _("Platz"),
    "fifths": _("Fünftel der Gebiete"),
    "inequality": _("Ungleichheit"),
    "breaks": _("Bruch der Reihe"),
    "goals": _("Ziele"),
}
"""What is said of the methods that pages lead to, by their places on the page of methods."""


def line(language: str, *methods: str) -> parts.Html:
    """A line of links to methods; nothing for none."""
    shown: list[parts.Part] = [_("So wird gerechnet:")]
    for name, said in SHORT.items():
        if name in methods:
            shown += [parts.link(said, f"methods#{name}", language=language), "·"]
    return parts.paragraph(*shown[:-1], language=language) if methods else parts.Html("")


def of_profile(figures: Figures, area: str) -> parts.Html:
    """The methods behind what a profile says of an indicator."""
    found = [*_sure(figures)]
    found += ["smooth-line"] if found else []
    references = {row["reference"] for row in figures.analysed_of("comparisons", area)}
    if figures.indicator.kind != "count":
        found += ["comparison"] if references & {"city", "parent"} else []
        found += ["difference"] if references & {"similar", "past"} else []
    for place in figures.analysed_of("places", area):
        found += ["fifths"] if place["fifth"] == place["fifth"] else []
        found += ["smoothing", "ranking"] if place["smoothed"] == place["smoothed"] else []
    return line(figures.language, *found, *_cut(figures))


def of_areas(figures: Figures) -> parts.Html:
    """The methods behind a table of all areas of a level."""
    sure = list(_sure(figures))
    return line(figures.language, *sure, *(["smoothing", "ranking"] if sure else []))


def of_course(figures: Figures) -> parts.Html:
    """The methods behind the course of an indicator."""
    sure = list(_sure(figures))
    return line(figures.language, *sure, *(["smooth-line"] if sure else []), *_cut(figures))


def _sure(figures: Figures) -> Iterator[str]:
    """Intervals and trends; figures without counts have none."""
    if figures.indicator.denominator is not None:
        yield from {"wilson": ["interval"], "byar": ["rate"]}.get(figures.indicator.interval, [])
        yield "trend"


def _cut(figures: Figures) -> Iterator[str]:
    if figures.indicator.breaks:
        yield "breaks"
