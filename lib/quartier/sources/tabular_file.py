"""Delivered files that know their columns (GeoJSON, GeoPackage, Parquet) as tables of texts.

They have no header to be counted: the first feature or record is row 1. Of features only what is
said about them is read, not where they lie. Nulls are empty cells; numbers become texts in the
description's way of writing.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from quartier.descriptions import Description
from quartier.sources.raw import Piece, RawTable, broken_off, faulty_table, no_data_rows
from quartier.sources.written import written

__all__ = ["read_features", "read_parquet"]

PIECE = 1 << 16
"""So many rows are looked at together."""

MOST_ROWS = 1 << 31
"""No file has so many rows."""

Batches = Iterable[pa.RecordBatch]

# What those that read these files raise; most of it is RuntimeError (GDAL) or ValueError (Arrow).
_ERRORS = (RuntimeError, ValueError, KeyError, NotImplementedError, OSError, pa.ArrowException)


def read_parquet(path: Path, description: Description) -> Iterator[RawTable]:
    """Read a Parquet file, in pieces of its row groups."""
    try:
        with path.open("rb") as source, closing(pyarrow.parquet.ParquetFile(source)) as file:
            if file.metadata.num_rows >= MOST_ROWS:
                yield faulty_table("too_big", str(file.metadata.num_rows))
                return
            yield _table(file.schema_arrow, file.iter_batches(PIECE), description)
    except _ERRORS as error:
        yield faulty_table("unreadable", type(error).__name__)


def read_features(path: Path, description: Description) -> Iterator[RawTable]:
    """Read what is said about the features of a layer in a GeoJSON or GeoPackage file."""
    # Takes longer to import than all else together, and few sources need it.
    import pyogrio

    # A GeoPackage is a data base, and opening it must not write beside it.
    options = {"IMMUTABLE": "YES"} if description.format == "gpkg" else {}
    try:
        with warnings.catch_warnings(action="ignore"):  # what is damaged will not be read anyway
            layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        fault = _layer_fault(layers, description.layer)
        if fault is not None:
            yield fault
            return
        with pyogrio.open_arrow(
            path,
            layer=description.layer or layers[0],
            read_geometry=False,
            batch_size=PIECE,
            use_pyarrow=True,
            **options,
        ) as (_about, reader):
            yield _table(reader.schema, reader, description)
    except _ERRORS as error:
        yield faulty_table("unreadable", type(error).__name__)


def _layer_fault(layers: list[str], wanted: str | None) -> RawTable | None:
    """What is wrong with the layer that a description names, or does not name."""
    names = ", ".join(layers)
    if wanted is None:
        return faulty_table("which_layer", "", hint=names) if len(layers) > 1 else None
    return None if wanted in layers else faulty_table("no_layer", wanted, hint=names)


def _table(schema: pa.Schema, batches: Batches, description: Description) -> RawTable:
    """The columns of texts and numbers, as texts; others, such as outlines, are left out."""
    places = [place for place, column in enumerate(schema) if _is_text(column.type)]
    header = [schema.field(place).name for place in places]
    return RawTable(header, _pieces(batches, places, header, description))


def _is_text(kind: pa.DataType) -> bool:
    wide = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    tests: tuple[Callable[[pa.DataType], bool], ...] = (*wide, pa.types.is_nested)
    return not any(test(kind) for test in tests)


def _pieces(
    batches: Batches, places: list[int], header: list[str], description: Description
) -> Iterator[Piece]:
    decimal = description.number_format.decimal
    behind = 0
    try:
        for batch in batches:
            columns = [_texts(batch.column(place), decimal) for place in places]
            nothing = no_data_rows(columns, description.footnotes, len(batch))
            kept = pa.array(~nothing)
            texts = {
                name: column.filter(kept) for name, column in zip(header, columns, strict=True)
            }
            rows = np.arange(len(batch), dtype="int64")[~nothing] + behind + 1
            behind += len(batch)
            yield Piece(rows, texts, len(batch), int(nothing.sum()))
    except _ERRORS as error:
        yield broken_off("unreadable", type(error).__name__)


def _texts(column: pa.Array, decimal: str) -> pa.DictionaryArray:
    """A column as texts; each distinct value is written once."""
    if pa.types.is_null(column.type):
        column = column.cast(pa.string())
    told = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    texts = [
        "" if value is None else written(value, decimal) for value in told.dictionary.to_pylist()
    ]
    indices = told.indices.fill_null(len(texts)).cast(pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array([*texts, ""], pa.string()))
