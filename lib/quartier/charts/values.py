"""What charts read out of published tables, and the data tables that stand beneath them."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from quartier import signs
from quartier.charts.svg import element, fixed
from quartier.formats import UNITS, interval, measure, number
from quartier.language import Text
from quartier.periods import parse
from quartier.tables import Published

__all__ = ["areas", "cell", "data_table", "interval_cell", "over_time", "sign_of"]

_NUMBERS = ("value", "lower", "upper")


def over_time(series: Published) -> pd.DataFrame:
    """The rows of one area in the order of time.

    Returns
    -------
    pandas.DataFrame
        area_name, period, value, lower, upper, status, and `day`: the first day of the period, as a
        number that is proportional to time.

    Raises
    ------
    TypeError
        When the series did not pass the publication gate.
    ValueError
        When a period occurs twice.
    """
    frame = _checked(series, "period")
    if frame["period"].duplicated().any():
        raise ValueError("a period occurs twice: a chart over time shows one area")
    frame["day"] = [parse(period).start.toordinal() for period in frame["period"]]
    return frame.sort_values("day", kind="stable", ignore_index=True)


def areas(values: Published) -> pd.DataFrame:
    """One row an area, from the highest value to the lowest, areas without a value at the end.

    Returns
    -------
    pandas.DataFrame
        area, area_name, value, lower, upper, status; denominator, if the table has it.

    Raises
    ------
    TypeError
        When the values did not pass the publication gate.
    ValueError
        When an area occurs twice.
    """
    frame = _checked(values, "area")
    if frame["area"].duplicated().any():
        raise ValueError("an area occurs twice: a chart of areas shows one period")
    return frame.sort_values(
        ["value", "area_name", "area"], ascending=[False, True, True], ignore_index=True
    )


def _checked(published: Published, key: str) -> pd.DataFrame:
    if not isinstance(published, Published):
        raise TypeError(f"charts take only tables that passed the gate, not {type(published)}")
    given = published.frame
    words = [name for name in ("area", "area_name", "period") if name in given or name == key]
    # What is drawn can be read in the file: a number beside such a status must not get that far.
    shown = given["status"].map(signs.has_value).to_numpy(dtype=bool)
    frame = {name: given[name].to_numpy() for name in words}
    for name in _NUMBERS:
        number_ = given[name].to_numpy("float64") if name in given else np.nan
        frame[name] = np.where(shown, number_, np.nan)
    if "denominator" in given:
        size = given["denominator"].to_numpy("float64")
        frame["denominator"] = np.where(np.isnan(frame["value"]), np.nan, size)
    unsaid = shown & np.isnan(frame["value"])
    frame["status"] = np.where(unsaid, "missing", given["status"].to_numpy(dtype=object))
    return pd.DataFrame(frame)


def cell(value: float, status: str, unit: str, language: str) -> str:
    r"""A figure as markup: the number, or the sign of its status with words for screen readers.

    >>> cell(12.34, "reported", "percent", "de")
    '12,3\xa0%'
    """
    if signs.has_value(status) and value == value:
        written = fixed(signs.marked(measure(value, unit, language), status))
        return (
            written
            if not signs.sign(status)
            else written + _spoken(signs.meaning(status), language)
        )
    shown = element("span", {"aria-hidden": "true"}, fixed(signs.sign(status)))
    return shown + _spoken(signs.meaning(status), language)


def _spoken(text: Text, language: str) -> str:
    return element("span", {"class": "q-sr"}, fixed(f" {text.into(language)}"))


def interval_cell(lower: float, upper: float, unit: str, language: str) -> str:
    """The interval of a figure as markup; empty where the figure has none."""
    if lower != lower or upper != upper:
        return ""
    return fixed(interval(lower, upper, unit, language))


def sign_of(unit: str, language: str) -> str:
    r"""What stands behind the last number of an axis: the sign of the unit, if it has a short one.

    >>> sign_of("percent", "de"), sign_of("persons", "de")
    ('\xa0%', '')
    """
    if unit != "percent":
        return ""
    return measure(0, unit, language).removeprefix(number(0, language, UNITS[unit].decimals))


def data_table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The data of a chart as a table.

    Parameters
    ----------
    caption
        Text.
    head
        Texts above the columns; the first column names the rows.
    rows
        Cells as finished markup.
    """
    top = "".join(element("th", {"scope": "col"}, fixed(text)) for text in head)
    body = "".join(_row(cells) for cells in rows)
    return element(
        "table",
        {},
        element("caption", {}, fixed(caption)),
        element("thead", {}, element("tr", {}, top)),
        f"<tbody>{body}</tbody>",
    )


def _row(cells: Sequence[str]) -> str:
    name, *others = cells
    return element(
        "tr",
        {},
        element("th", {"scope": "row"}, name),
        *(f"<td>{content}</td>" for content in others),
    )
