"""Areas by their size, between limits that narrow: who stands out, and who is only small."""

from collections.abc import Iterator, Mapping

import pandas as pd

from quartier.charts import phrases, theme
from quartier.charts.figure import Figure, compose
from quartier.charts.funnel_parts import drawn
from quartier.charts.funnel_scales import FunnelData, pairs, placed
from quartier.charts.funnel_words import FAMILIES, described, lying_short
from quartier.charts.svg import element, fixed
from quartier.charts.values import areas, cell, data_table, interval_cell
from quartier.formats import number
from quartier.language import _
from quartier.tables import Published, records

__all__ = ["funnel"]


def funnel(
    values: Published,
    limits: pd.DataFrame,
    *,
    title: str,
    unit: str,
    language: str,
    source: str = "",
    centre: float,
    centre_name: str,
    dispersed: pd.DataFrame | None = None,
    marked: str | None = None,
    links: Mapping[str, str] | None = None,
) -> Figure:
    """Draw areas by the number of people behind their value, with control limits.

    Inside the limits an area is a hollow circle; outside a triangle that points up or down, light
    between both pairs of limits and dark beyond the outer one. The names of the areas that lie
    furthest outside stand at their marks where there is room.

    Where areas differ by more than chance, nearly all lie outside the limits of chance, and marks
    judged by them would say nothing. With `dispersed` limits areas are judged by these instead, and
    those of chance stand inside as thin lines.

    To the right, distances grow with the square root of the number of people: limits narrow with
    it, and areas of 300 people do not crowd at the edge of a picture that ends at 40,000.

    Parameters
    ----------
    values
        area, area_name, value, lower, upper, denominator (people), status of one period.
    limits
        Of chance alone: denominator, and lower_95 and upper_95, or lower_998 and upper_998, or all
        four, in the unit; from the smallest denominator to the largest. A gap is NaN. Areas are
        judged by what is drawn: between two rows the limits run straight, so a row for each area's
        denominator makes them exact.
    title, unit, language, source
        As in `line`.
    centre
        The value that the limits lie around, in the unit; usually the city's.
    centre_name
        What it is the value of.
    dispersed
        Limits that also hold the usual differences between areas, in the form of `limits`.
    marked
        Code of the area to emphasise.
    links
        Address of an area's page, by code.

    Raises
    ------
    TypeError
        When the table did not pass the publication gate.
    ValueError
        When an area occurs twice, or the denominators of the limits are missing or fall.
    """
    chance = pairs(limits)
    judging = chance if dispersed is None else pairs(dispersed)
    rows = areas(values)
    beside = placed(rows, judging, centre)
    beside["by_chance"] = placed(rows, chance, centre)["place"]
    behind = {} if dispersed is None else chance
    about = (centre_name, centre), unit, language, marked, links or {}
    data = FunnelData(beside, judging, behind, *about)
    content, height = drawn(data)
    return compose(
        content,
        width=theme.WIDTH,
        height=height,
        title=title,
        description=phrases.joined(described(data), language),
        language=language,
        table_html=_table(data, title),
        source=source,
        look="q-funnel",
        interactive=bool(links),
    )


def _table(data: FunnelData, caption: str) -> str:
    certain = bool(data.rows["lower"].notna().any())
    columns = [_("Gebiet"), _("Wert"), *(FAMILIES[usual] for _name, usual in _judged(data))]
    columns += [_("Personen"), *([_("Vertrauensbereich")] if certain else [])]
    body = [[*_cells(row, data, certain)] for row in records(data.rows)]
    name, value = data.centre
    empty = [""] * (len(columns) - 2)
    body.append([fixed(name), cell(value, "reported", data.unit, data.language), *empty])
    return data_table(caption, [column.into(data.language) for column in columns], body)


def _cells(row: dict, data: FunnelData, certain: bool) -> Iterator[str]:
    unit, language, size = data.unit, data.language, row["denominator"]
    name = fixed(row["area_name"])
    yield (
        element("a", {"href": data.links[row["area"]]}, name) if row["area"] in data.links else name
    )
    yield cell(row["value"], row["status"], unit, language)
    for place, _usual in _judged(data):
        yield "" if pd.isna(row["value"]) else fixed(lying_short(row[place]).into(language))
    yield "" if pd.isna(size) else fixed(number(size, language))
    if certain:
        yield interval_cell(row["lower"], row["upper"], unit, language)


def _judged(data: FunnelData) -> list[tuple[str, bool]]:
    """Columns of places, and whether they are beside the limits of the usual spread."""
    return [*([("place", True)] if data.dispersed else []), ("by_chance", False)]
