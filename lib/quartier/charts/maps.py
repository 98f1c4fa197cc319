"""Maps: areas coloured by class."""

from collections.abc import Mapping

import pandas as pd

from quartier.charts import phrases, theme
from quartier.charts.area_table import area_table
from quartier.charts.classes import Classes, quantiles
from quartier.charts.figure import Figure, compose
from quartier.charts.map_legend import legend
from quartier.charts.map_look import MISSING, WITHHELD, patterns, shade, without_value
from quartier.charts.outline import size
from quartier.charts.svg import element, fixed
from quartier.charts.values import areas
from quartier.formats import measure
from quartier.language import Text, _
from quartier.signs import marked as with_sign
from quartier.signs import meaning
from quartier.tables import Published, records

__all__ = ["MOST_TAB_STOPS", "choropleth"]

#: Up to so many links on a map can be reached one by one with the keyboard; beyond, those in the
#: data table serve, and the map is for the pointer alone.
MOST_TAB_STOPS = 40

_MANY = 60


def choropleth(
    values: Published,
    outlines: pd.DataFrame,
    *,
    title: str,
    unit: str,
    language: str,
    source: str = "",
    marked: str | None = None,
    links: Mapping[str, str] | None = None,
) -> Figure:
    """Draw a map with areas coloured by class (`classes.quantiles`).

    Areas that may not be published and areas without a value have patterns, two different ones.
    Pointing at an area shows its name and value.

    Parameters
    ----------
    values
        area, area_name, value, status of one period.
    outlines
        area, path (and optionally name, width, height): straight lines in a picture 1000 wide.
        An area without a value in the table is drawn as missing.
    title, unit, language, source
        As in `line`.
    marked
        Code of the area to emphasise.
    links
        Address of an area's page, by code.

    Raises
    ------
    TypeError
        When the table did not pass the publication gate.
    ValueError
        When an area occurs twice, in the values or in the outlines.
    """
    rows = _with_outlines(areas(values), outlines)
    found = rows["value"].dropna()
    classes = quantiles(found, unit) if len(found) else None
    width, tall = size(outlines)
    scale = theme.WIDTH / width
    areas_drawn = _Areas(classes, unit, language, links or {}, len(rows)).drawn(rows, marked)
    key, height = legend(rows, classes, language, marked, top=tall * scale + 16, scale=scale)
    scaled = {"transform": f"scale({scale:.5g})"}
    return compose(
        patterns() + element("g", scaled, areas_drawn) + key,
        width=theme.WIDTH,
        height=round(height),
        title=title,
        description=phrases.joined(_described(rows, classes, unit, language, marked), language),
        language=language,
        table_html=area_table(rows, title, unit, language, links=links),
        source=source,
        look="q-map",
        interactive=bool(links),
    )


def _with_outlines(rows: pd.DataFrame, outlines: pd.DataFrame) -> pd.DataFrame:
    """Values with their paths, highest first; an outline alone is an area without a value."""
    if outlines["area"].duplicated().any():
        raise ValueError("an area has several outlines: dissolve them first")
    names = outlines.set_index("area")["name"] if "name" in outlines else pd.Series(dtype="str")
    both = rows.merge(outlines[["area", "path"]], on="area", how="outer")
    both["status"] = both["status"].fillna("missing")
    both["area_name"] = both["area_name"].fillna(both["area"].map(names)).fillna(both["area"])
    order = ["value", "area_name", "area"]
    return both.sort_values(order, ascending=[False, True, True], ignore_index=True)


class _Areas:
    """Draws the areas of one map."""

    def __init__(
        self,
        classes: Classes | None,
        unit: str,
        language: str,
        links: Mapping[str, str],
        count: int,
    ) -> None:
        self.classes, self.unit, self.language, self.links = classes, unit, language, links
        self.border = 2.4 if count <= _MANY else 1.2
        self.tab = None if len(links) <= MOST_TAB_STOPS else "-1"

    def drawn(self, rows: pd.DataFrame, marked: str | None) -> str:
        """All areas, those of a class together; the marked one again, on top."""
        groups: dict[str, list[str]] = {}
        chosen = ""
        for row in records(rows.dropna(subset=["path"])):
            groups.setdefault(self.fill(row), []).append(self.area(row))
            chosen = row["path"] if row["area"] == marked else chosen
        parts = [element("g", _filled(fill), *paths) for fill, paths in groups.items()]
        border = {
            "stroke": theme.colour("paper"),
            "stroke-width": self.border,
            "stroke-linejoin": "round",
        }
        return element("g", border, *parts) + (_outlined(chosen) if chosen else "")

    def fill(self, row: dict) -> str:
        if self.classes is None or pd.isna(row["value"]):
            return f"url(#{WITHHELD if without_value(row['status']) == WITHHELD else MISSING})"
        return shade(self.classes.index(row["value"]), len(self.classes))

    def area(self, row: dict) -> str:
        if pd.isna(row["value"]):
            said = meaning(row["status"]).into(self.language)
        else:
            said = with_sign(measure(row["value"], self.unit, self.language), row["status"])
        name = f"{row['area_name']}: {said}"
        path = element("path", {"d": row["path"]}, element("title", {}, fixed(name)))
        if row["area"] not in self.links:
            return path
        link = {"href": self.links[row["area"]], "aria-label": name, "tabindex": self.tab}
        return element("a", link, path)


def _filled(fill: str) -> dict[str, float | str | None]:
    # A pattern is mostly the colour of the page: such an area needs an edge to be seen as one.
    return {"fill": fill, "stroke": theme.colour("muted") if fill.startswith("url") else None}


def _outlined(path: str) -> str:
    look = {"d": path, "fill": "none", "stroke-linejoin": "round", "pointer-events": "none"}
    casing = {"stroke": theme.colour("paper"), "stroke-width": 13}
    line = {"stroke": theme.colour("ink"), "stroke-width": 6}
    return element("path", {**look, **casing}) + element("path", {**look, **line})


def _described(
    rows: pd.DataFrame, classes: Classes | None, unit: str, language: str, marked: str | None
) -> list[Text]:
    said = phrases.range_of_areas(rows, unit, language, marked, None)
    if classes is not None and len(classes) > 1:
        shown = rows[rows["value"].notna()]
        index = shown["value"].map(classes.index)
        for place, sentence in (
            (len(classes) - 1, _("Höchste Klasse ({range}): {names}.")),
            (0, _("Niedrigste Klasse ({range}): {names}.")),
        ):
            names = phrases.listed(list(shown.loc[index == place, "area_name"]))
            values = (("range", classes.label(place)), ("names", names))
            said.append(Text(sentence.source, values))
    return said + phrases.gaps_of_areas(rows)
