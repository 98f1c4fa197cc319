"""The tables: columns, types and key of each, in one place.

Functions take tables and give tables with the same key. ``conform`` is the one door through
which a frame becomes a table: it orders the columns, casts them and refuses what does not fit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

__all__ = [
    "ACCOUNTS",
    "AGE_STANDARDISED",
    "ASSESSMENTS",
    "CHANGES",
    "COMPARISONS",
    "CORRECTED",
    "COVERED",
    "DOUBTS",
    "INDICES",
    "INEQUALITIES",
    "NEIGHBOURS",
    "OBSERVATIONS",
    "OBSTACLES",
    "OUTLINES",
    "PLACES",
    "PUBLISHED",
    "QUARANTINE",
    "SCHEMAS",
    "SERIES",
    "SIMILAR",
    "TRENDS",
    "UNPLACED",
    "WITHDRAWN",
    "Published",
    "Schema",
    "TableError",
    "conform",
    "empty",
    "from_rows",
    "records",
]

_DTYPES: Mapping[pa.DataType, Any] = {
    pa.string(): pd.api.types.pandas_dtype("str"),
    pa.float64(): np.dtype("float64"),
    pa.int64(): np.dtype("int64"),
}
_LARGEST = int(np.iinfo("int64").max)


class TableError(Exception):
    """A frame that does not keep its table's contract: a mistake of ours, never of a user."""


@dataclass(frozen=True)
class Schema:
    """Name, columns with types, and key of a table.

    Attributes
    ----------
    name : str
    columns : mapping of column name to Arrow type
    key : tuple of str
        The columns that name a row; no two rows share them.
    """

    name: str
    columns: Mapping[str, pa.DataType]
    key: tuple[str, ...]

    @property
    def arrow(self) -> pa.Schema:
        """The schema as Arrow writes it to disk."""
        return pa.schema(list(self.columns.items()))


def _schema(name: str, key: str, text: str = "", number: str = "", whole: str = "") -> Schema:
    columns: dict[str, pa.DataType] = {column: pa.string() for column in key.split()}
    columns |= {column: pa.float64() for column in number.split()}
    columns |= {column: pa.string() for column in text.split()}
    columns |= {column: pa.int64() for column in whole.split()}
    return Schema(name, columns, tuple(key.split()))


OBSERVATIONS = _schema(
    "observations",
    key="variable group area geography period delivery",
    number="value",
    text="status source file",
    whole="row",
)
QUARANTINE = _schema(
    "quarantine", key="source delivery file row column reason", text="found hint role"
)
# What was kept although it is hardly right; in row 0 and without area, doubts about a delivery.
DOUBTS = _schema(
    "doubts",
    key="source delivery file row column kind variable group area period",
    number="found expected",
    text="detail",
)
# What could not be placed is in the quarantine as well; here it stands for the sums that lack it.
UNPLACED = _schema("unplaced", key="variable group area period delivery", number="value")
ACCOUNTS = _schema(
    "accounts",
    key="source delivery file",
    text="received sha256 owner title licence",
    whole="rows_read rows_kept rows_quarantined rows_no_data values_read values_kept "
    "values_quarantined",
)
COVERED = _schema("covered", key="variable period", text="delivery")
# What corrections.csv changed: the value as delivered, and what holds instead.
CORRECTED = _schema(
    "corrected",
    key="variable group area period delivery",
    number="before after",
    text="action reason by on source",
)
WITHDRAWN = _schema("withdrawn", key="variable group area geography period delivery", text="by")
SERIES = _schema(
    "series",
    key="indicator area period",
    number="value lower upper numerator denominator converted_share",
    text="method status",
)
# What the last delivery changed of what may be shown; a period that the indicator did not have has
# no status before.
CHANGES = _schema(
    "changes",
    key="indicator area period",
    number="before after",
    text="status_before status_after delivery",
)
# Why parts of an indicator could not be computed, in the words of each language.
OBSTACLES = _schema("obstacles", key="indicator language reason")
# What of the series may be shown: the same columns, after the publication gate.
PUBLISHED = Schema("published", SERIES.columns, SERIES.key)
ASSESSMENTS = _schema(
    "assessments",
    key="goal target area period",
    number="value expected target_value probability",
    text="verdict reason method",
)
# Each figure beside a reference: the city, the parent, similar areas together, its own past.
COMPARISONS = _schema(
    "comparisons",
    key="indicator area period reference",
    number="reference_value difference lower upper ratio ratio_lower ratio_upper",
    text="reference_period verdict reason method",
)
TRENDS = _schema(
    "trends",
    key="indicator area",
    number="slope chi_square",
    text="first last verdict reason",
)
# Where areas stand among those of their level.
PLACES = _schema(
    "places",
    key="indicator area period",
    number="rank areas fifth smoothed lower upper weight among_highest",
    text="toward",
)
# Figures freed from differences in age: the rate that a standard population would have, and what
# was counted over what the city's rates let expect.
AGE_STANDARDISED = _schema(
    "age_standardised",
    key="indicator area period",
    number="value lower upper ratio ratio_lower ratio_upper",
    text="standard reason",
)
SIMILAR = _schema("similar", key="area other", number="distance", whole="place")
INDICES = _schema(
    "indices",
    key="index area period part",
    number="value areas_kept by_chance",
    text="class without other_deviation reason",
)
# Without a value or an interval there is a reason.
INEQUALITIES = _schema(
    "inequalities",
    key="indicator level period measure",
    number="value lower upper areas p",
    text="method ordered_by reason",
)
NEIGHBOURS = _schema("neighbours", key="area neighbour")
OUTLINES = _schema("outlines", key="level area", text="path", number="width height")
SCHEMAS: Mapping[str, Schema] = {
    schema.name: schema
    for schema in (
        OBSERVATIONS,
        QUARANTINE,
        DOUBTS,
        UNPLACED,
        ACCOUNTS,
        COVERED,
        CORRECTED,
        WITHDRAWN,
        SERIES,
        CHANGES,
        OBSTACLES,
        PUBLISHED,
        ASSESSMENTS,
        COMPARISONS,
        TRENDS,
        PLACES,
        AGE_STANDARDISED,
        SIMILAR,
        INDICES,
        INEQUALITIES,
        NEIGHBOURS,
        OUTLINES,
    )
}


def conform(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Bring a frame into the shape of its table.

    Parameters
    ----------
    frame : pandas.DataFrame
        At least the columns of the schema; others are dropped.
    schema : Schema

    Returns
    -------
    pandas.DataFrame
        The schema's columns, in its order and types, sorted by the key, with a fresh index.

    Raises
    ------
    TableError
        A column is missing, a key cell is missing, or two rows share a key.

    Examples
    --------
    >>> covered = from_rows([{"variable": "births", "period": "2024", "delivery": "a@1"}], COVERED)
    >>> list(covered.columns)
    ['variable', 'period', 'delivery']
    """
    absent = [column for column in schema.columns if column not in frame.columns]
    if absent:
        raise TableError(f"{schema.name}: columns are missing: {', '.join(absent)}")
    if frame.empty:
        return empty(schema)
    types = _types(schema)
    # A table that was read is so already, and to bring it there costs more than to read it.
    table = frame if list(frame.columns) == list(types) else frame[list(types)]
    if list(table.dtypes) != list(types.values()):
        table = table.astype(types)
    place = _places(table, schema)
    if (np.diff(place) <= 0).any():
        order = np.argsort(place, kind="stable")
        doubled = np.diff(place[order]) == 0
        if doubled.any():
            first = table[list(schema.key)].iloc[order[1:][doubled][0]].to_dict()
            raise TableError(f"{schema.name}: two rows share the key {first}")
        table = table.take(order)
    return table.reset_index(drop=True)


def _places(table: pd.DataFrame, schema: Schema) -> np.ndarray:
    """A number for each row, in the order of the key; the same where the key is the same."""
    place = np.zeros(len(table), dtype="int64")
    for column in schema.key:
        rank, told = pd.factorize(table[column], sort=True)
        if (rank < 0).any():
            raise TableError(f"{schema.name}: a cell of the key is missing")
        if place.max(initial=0) > _LARGEST // (len(told) + 1) - 1:
            place = np.unique(place, return_inverse=True)[1]
        place = place * len(told) + rank
    return place


def from_rows(rows: Iterable[Mapping[str, object]], schema: Schema) -> pd.DataFrame:
    """A table from rows given as mappings; a column that a row lacks is missing there."""
    return conform(pd.DataFrame(list(rows), columns=list(schema.columns)), schema)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, each with its cells by name.

    >>> records(pd.DataFrame({"area": ["03"], "value": [7.5]}))
    [{'area': '03', 'value': 7.5}]
    """
    names = [str(name) for name in frame.columns]
    cells = [column.tolist() for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def empty(schema: Schema) -> pd.DataFrame:
    """A table without rows."""
    # What is written into a shallow copy does not reach the original (copy on write).
    return _nothing(tuple(_types(schema).items())).copy(deep=False)


def _types(schema: Schema) -> dict[str, Any]:
    return {column: _DTYPES[kind] for column, kind in schema.columns.items()}


@cache
def _nothing(types: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in types})


@dataclass(frozen=True)
class Published:
    """A table that passed the publication gate, and the audience it passed it for.

    Only ``quartier.disclosure`` makes one. Charts, pages and downloads take nothing else, since
    what they draw stays readable in the page's file.
    """

    frame: pd.DataFrame
    audience: str

    def where(self, **cells: str) -> "Published":
        """The rows whose columns hold the given texts; still published."""
        kept = pd.Series(data=True, index=self.frame.index)
        for column, text in cells.items():
            kept &= self.frame[column] == text
        return Published(self.frame[kept].reset_index(drop=True), self.audience)

    def with_columns(self, **columns: pd.Series) -> "Published":
        """The same rows with names or other words beside them; still published."""
        return Published(self.frame.assign(**columns), self.audience)
