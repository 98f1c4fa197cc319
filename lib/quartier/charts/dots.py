"""Areas ranked, each with its interval."""

from quartier.charts import convert, phrases, theme, vega
from quartier.charts.area_table import area_table
from quartier.charts.dots_layers import dots_spec, height
from quartier.charts.figure import Figure, compose
from quartier.charts.strip import strip
from quartier.charts.values import areas
from quartier.language import _
from quartier.tables import Published

__all__ = ["MOST_ROWS", "dots"]

#: A longer ranking is not read row by row: it becomes a strip.
MOST_ROWS = 60


def dots(
    values: Published,
    *,
    title: str,
    unit: str,
    language: str,
    source: str = "",
    marked: str | None = None,
    reference: float | None = None,
    reference_name: str | None = None,
) -> Figure:
    """Draw areas from the highest value to the lowest, as points with their intervals.

    Areas without a value stand at the end with the sign of their status. With more than `MOST_ROWS`
    areas the chart is a `strip`, and the description says so.

    Parameters
    ----------
    values
        area, area_name, value, lower, upper, status of one period.
    title, unit, language, source
        As in `line`.
    marked
        Code of the area to emphasise.
    reference
        A value to compare with, in the unit; usually the city's.
    reference_name
        What it is the value of.

    Raises
    ------
    TypeError
        When the table did not pass the publication gate.
    ValueError
        When an area occurs twice.
    """
    rows = areas(values)
    name = reference_name or _("Stadt insgesamt").into(language)
    compared = None if reference is None else (name, reference)
    if len(rows) > MOST_ROWS:
        return strip(
            values,
            title=title,
            unit=unit,
            language=language,
            source=source,
            marked=marked,
            reference=reference,
            reference_name=reference_name,
            remark=_("Es sind zu viele Gebiete für eine Rangliste; jeder Strich ist ein Gebiet."),
        )
    spec = dots_spec(rows, unit, language, marked, compared)
    said = phrases.range_of_areas(rows, unit, language, marked, compared)
    return compose(
        vega.content(convert.to_svg(spec, language)),
        width=theme.WIDTH,
        height=height(rows),
        title=title,
        description=phrases.joined([*said, *phrases.gaps_of_areas(rows)], language),
        language=language,
        table_html=area_table(rows, title, unit, language, compared),
        source=source,
    )
