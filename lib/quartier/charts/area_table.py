"""The data table beneath a chart of areas."""

from collections.abc import Mapping

import pandas as pd

from quartier.charts.svg import element, fixed
from quartier.charts.values import cell, data_table, interval_cell
from quartier.language import _
from quartier.tables import records

__all__ = ["area_table"]


def area_table(
    rows: pd.DataFrame,
    caption: str,
    unit: str,
    language: str,
    reference: tuple[str, float] | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """Areas with value and interval, in the order of the rows.

    Parameters
    ----------
    rows
        As `values.areas` gives them.
    caption
        Text.
    unit, language
        As in the chart.
    reference
        Name and value of what is compared with: a row of its own at the end.
    links
        Address of an area's page, by code.
    """
    certain = bool(rows["lower"].notna().any())
    columns = [_("Gebiet"), _("Wert"), *([_("Vertrauensbereich")] if certain else [])]
    body = [_row(row, unit, language, certain, links or {}) for row in records(rows)]
    if reference is not None:
        name, value = reference
        empty = [""] if certain else []
        body.append([fixed(name), cell(value, "reported", unit, language), *empty])
    return data_table(caption, [column.into(language) for column in columns], body)


def _row(row: dict, unit: str, language: str, certain: bool, links: Mapping[str, str]) -> list[str]:
    name = fixed(row["area_name"])
    if row["area"] in links:
        name = element("a", {"href": links[row["area"]]}, name)
    cells = [name, cell(row["value"], row["status"], unit, language)]
    return [*cells, interval_cell(row["lower"], row["upper"], unit, language)] if certain else cells
