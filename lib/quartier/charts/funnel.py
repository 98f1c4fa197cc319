"""Areas by their size, between limits that narrow: who stands out, and who is only small."""

from collections.abc import Iterator, Mapping

import pandas as pd

from quartier.charts import phrases, theme
from quartier.charts.figure import Figure, compose
from quartier.charts.funnel_labels import LIMITS, PLACES
from quartier.charts.funnel_parts import drawn
from quartier.charts.funnel_scales import FunnelData, pairs, placed
from quartier.charts.svg import element, fixed
from quartier.charts.values import areas, cell, data_table, interval_cell
from quartier.formats import Measure, Number, measure, number
from quartier.language import Text, _, n_
from quartier.tables import Published, records

__all__ = ["funnel"]

_NAMED = 3  # areas that the description names


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
    marked: str | None = None,
    links: Mapping[str, str] | None = None,
) -> Figure:
    """Draw areas by the number of people behind their value, with control limits.

    Inside the limits an area is a hollow circle; outside a triangle that points up or down, light
    between both pairs of limits and dark beyond the outer one. The names of the areas that lie
    furthest outside stand at their marks where there is room.

    To the right, distances grow with the square root of the number of people: limits narrow with
    it, and areas of 300 people do not crowd at the edge of a picture that ends at 40,000.

    Parameters
    ----------
    values
        area, area_name, value, lower, upper, denominator (people), status of one period.
    limits
        denominator, and lower_95 and upper_95, or lower_998 and upper_998, or all four, in the
        unit; from the smallest denominator to the largest. A gap is NaN. Areas are judged by what
        is drawn: between two rows the limits run straight, so a row for each area's denominator
        makes them exact.
    title, unit, language, source
        As in `line`.
    centre
        The value that the limits lie around, in the unit; usually the city's.
    centre_name
        What it is the value of.
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
    found = pairs(limits)
    rows = placed(areas(values), found, centre)
    data = FunnelData(rows, found, (centre_name, centre), unit, language, marked, links or {})
    content, height = drawn(data)
    return compose(
        content,
        width=theme.WIDTH,
        height=height,
        title=title,
        description=phrases.joined(_described(data), language),
        language=language,
        table_html=_table(data, title),
        source=source,
        look="q-funnel",
        interactive=bool(links),
    )


def _described(data: FunnelData) -> list[Text]:
    rows, shown = data.rows, data.shown
    said = [_("Es gibt keinen Wert, der gezeigt werden kann.")] if shown.empty else _seen(data)
    unlimited = list(shown.loc[shown["place"] == "unknown", "area_name"])
    if unlimited:
        said.append(_("Ohne Grenzen zum Vergleich: {which}.", which=phrases.listed(unlimited)))
    unsized = list(rows.loc[rows["value"].notna() & (rows["place"] == ""), "area_name"])
    if unsized:
        which = phrases.listed(unsized)
        said.append(_("Nicht im Bild, weil die Zahl der Personen fehlt: {which}.", which=which))
    said += phrases.gaps_of_areas(rows)
    if len(shown) and not data.from_zero:
        said.append(_("Die senkrechte Achse beginnt nicht bei null."))
    return said


def _seen(data: FunnelData) -> list[Text]:
    (name, value), sizes = data.centre, data.shown["denominator"]
    said = [
        _("Jedes Zeichen ist ein Gebiet; je weiter rechts, desto mehr Personen."),
        n_(
            "{n} Gebiet mit {low} Personen.",
            "{n} Gebiete mit {low} bis {high} Personen.",
            len(sizes),
            low=Number(sizes.min()),
            high=Number(sizes.max()),
        ),
        _("Waagerechte Linie: {name} mit {value}.", name=name, value=Measure(value, data.unit)),
        *_counted(data),
        *_furthest(data),
    ]
    marked = data.marked is not None and data.marked in set(data.rows["area"])
    return [*said, _emphasised(data)] if marked else said


def _counted(data: FunnelData) -> list[Text]:
    """How many lie outside; what is outside of the outer limits is so of the inner ones as well."""
    said, place = [], data.shown["place"]
    if (place == "unknown").all():
        return said
    for level in data.limits:
        outside = place[place.str.endswith("_998") | (level == "95")]
        above, below = (int(outside.str.startswith(side).sum()) for side in ("above", "below"))
        said.append(_outside(level, above, below, further=bool(said)))
        if above + below == 0:
            break
    return said


def _outside(level: str, above: int, below: int, *, further: bool) -> Text:
    limit = LIMITS[level]
    if above + below == 0:
        return _("Außerhalb der Grenzen ({limit}) liegt kein Gebiet.", limit=limit)
    counts = {"limit": limit, "above": Number(above), "below": Number(below)}
    if further:
        return _(
            "Davon außerhalb der Grenzen ({limit}): {above} darüber, {below} darunter.", **counts
        )
    return _("Außerhalb der Grenzen ({limit}): {above} darüber, {below} darunter.", **counts)


def _furthest(data: FunnelData) -> list[Text]:
    names = [
        f"{row['area_name']} ({measure(row['value'], data.unit, data.language)})"
        for row in records(data.outlying[:_NAMED])
    ]
    return [_("Am weitesten außerhalb: {which}.", which=", ".join(names))] if names else []


def _emphasised(data: FunnelData) -> Text:
    row = data.rows[data.rows["area"] == data.marked].iloc[0]
    if pd.isna(row["value"]):
        return _("Hervorgehoben: {name}, ohne Wert.", name=row["area_name"])
    return _(
        "Hervorgehoben: {name} mit {value}, {place}.",
        name=row["area_name"],
        value=phrases.said_value(row, data.unit, data.language),
        place=PLACES[row["place"]],
    )


def _table(data: FunnelData, caption: str) -> str:
    certain = bool(data.rows["lower"].notna().any())
    columns = [_("Gebiet"), _("Wert"), *([_("Vertrauensbereich")] if certain else [])]
    columns += [_("Personen"), _("Lage")]
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
    if certain:
        yield interval_cell(row["lower"], row["upper"], unit, language)
    yield "" if pd.isna(size) else fixed(number(size, language))
    yield "" if pd.isna(row["value"]) else fixed(PLACES[row["place"]].into(language))
