"""Where tables lie: one Parquet file per table and piece, digests in a manifest.

A piece is a variable (observations), an indicator (series) or whatever a table is read by.
"""

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from quartier.tables import SCHEMAS, conform, empty

__all__ = ["Store"]

WHOLE = "all"
MANIFEST = "manifest.json"


class Store:
    """Tables in a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Made at the first writing.

    Examples
    --------
    >>> import tempfile
    >>> from quartier.tables import COVERED, from_rows
    >>> store = Store(Path(tempfile.mkdtemp()))
    >>> row = {"variable": "births", "period": "2024", "delivery": "a@2025-01-31"}
    >>> store.write("covered", from_rows([row], COVERED))
    >>> store.read("covered")["period"].tolist()
    ['2024']
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, table: str, frame: pd.DataFrame, piece: str = WHOLE) -> None:
        """Write one piece of a table; an older one of the same name is replaced."""
        schema = SCHEMAS[table]
        target = self._file(table, piece)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Arrow's own schema, without pandas' metadata: the same rows give the same bytes.
        data = pa.Table.from_pandas(conform(frame, schema), schema.arrow, preserve_index=False)
        pq.write_table(data.replace_schema_metadata(None), target, compression="zstd")

    def keep(self, table: str, piece: str, rows: pa.Table) -> None:
        """Write one piece of a table that is in its order already.

        Its texts may be numbers in a dictionary: nothing is made longer to be made short again.
        """
        schema = SCHEMAS[table]
        target = self._file(table, piece)
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = [name for name, kind in schema.columns.items() if kind == pa.int64()]
        pq.write_table(
            rows.select(list(schema.columns)),
            target,
            compression="zstd",
            # Whole numbers, such as rows of a file, rise: their steps are small.
            use_dictionary=[name for name in schema.columns if name not in whole],
            column_encoding=dict.fromkeys(whole, "DELTA_BINARY_PACKED"),
            # Pieces are read whole, so nobody asks what lies between which bounds; and without
            # Arrow's own schema texts are read as texts.
            write_statistics=False,
            store_schema=False,
        )

    def replace(self, table: str, frame: pd.DataFrame, by: str | None = None) -> None:
        """Write a table anew, whole or in pieces: one for each text in the column ``by``."""
        self.clear(table)
        pieces = [(WHOLE, frame)] if by is None else frame.groupby(by, sort=True)
        for piece, rows in pieces:
            self.write(table, rows, str(piece))

    def clear(self, table: str) -> None:
        """Remove all pieces of a table."""
        shutil.rmtree(self.folder / table, ignore_errors=True)

    def read(self, table: str, piece: str = WHOLE) -> pd.DataFrame:
        """Read one piece; a piece that was never written is an empty table."""
        schema = SCHEMAS[table]
        source = self._file(table, piece)
        if not source.exists():
            return empty(schema)
        return conform(pq.read_table(source, use_threads=False).to_pandas(), schema)

    def pieces(self, table: str) -> list[str]:
        """The names of a table's pieces, sorted."""
        return sorted(file.stem for file in (self.folder / table).glob("*.parquet"))

    def has(self, table: str) -> bool:
        """Whether any piece of the table was written."""
        return bool(self.pieces(table))

    def seal(self) -> dict[str, str]:
        """Write the manifest: the SHA-256 of each piece by its path in the store."""
        digests = {
            file.relative_to(self.folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(self.folder.glob("*/*.parquet"))
        }
        (self.folder / MANIFEST).write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
        return digests

    def _file(self, table: str, piece: str) -> Path:
        return self.folder / table / f"{piece}.parquet"
