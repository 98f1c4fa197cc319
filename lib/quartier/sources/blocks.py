"""Blocks of regular text files, cut into columns by Arrow."""

import codecs
import csv
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

__all__ = ["cut_fast"]

_QUOTE = b'"'
_TOGETHER = 1 << 20
"""So many bytes are cut by one processor, while others cut the next ones."""
_TEXT = pa.dictionary(pa.int32(), pa.string())


def cut_fast(
    block: bytes, separator: str, columns: int, wanted: Sequence[int]
) -> list[pa.DictionaryArray] | None:
    r"""The wanted columns of a block of whole lines, each line a record.

    Parameters
    ----------
    block : bytes
        UTF-8.
    separator : str
    columns : int
        How many cells each line has to have.
    wanted : sequence of int
        Places of columns.

    Returns
    -------
    list of pyarrow.DictionaryArray, or None
        None where any line is not plainly what it should be; Python's reader knows what to do.

    Examples
    --------
    >>> [column.to_pylist() for column in cut_fast(b"a;b\nc;d\n", ";", 2, [1])]
    [['b', 'd']]
    >>> cut_fast(b"a;b\nc\n", ";", 2, [1])
    """
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if not _is_plain(block, separator.encode()):
        return None
    names = [str(place) for place in range(columns)]
    chosen = [names[place] for place in wanted]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(block),
            pyarrow.csv.ReadOptions(
                column_names=names, block_size=_TOGETHER, use_threads=len(block) > _TOGETHER
            ),
            pyarrow.csv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(chosen, _TEXT),
                include_columns=chosen,
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    cut = [column.combine_chunks() for column in table.unify_dictionaries().columns]
    return cut if table.num_rows == lines and not any(map(_has_long, cut)) else None


def _is_plain(block: bytes, mark: bytes) -> bool:
    """Whether Arrow sees in a block what Python sees, so far as bytes tell."""
    return (
        len(mark) == 1
        and not block.startswith(codecs.BOM_UTF8)
        and (b"\r" not in block or block.count(b"\r") == block.count(b"\r\n"))
        and (_QUOTE not in block or _quoted_plainly(block, mark))
    )


def _quoted_plainly(block: bytes, mark: bytes) -> bool:
    """Whether quotation marks open and close whole cells in turn."""
    signs = np.frombuffer(b"\n" + block + b"\n", dtype="uint8")
    places = np.flatnonzero(signs == ord(_QUOTE))
    before, after = signs[places[::2] - 1], signs[places[1::2] + 1]
    ends = (ord(mark), ord(b"\n"))
    return bool(
        len(places) % 2 == 0
        and np.isin(before, ends).all()
        and np.isin(after, (*ends, ord(b"\r"))).all()
    )


def _has_long(column: pa.DictionaryArray) -> bool:
    """Whether a cell is longer than those that Python's reader takes."""
    lengths = pc.call_function("binary_length", [column.dictionary]).to_numpy()
    return lengths.max(initial=0) > csv.field_size_limit()
