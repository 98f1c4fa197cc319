"""One delivered file, checked: its observations, its quarantine, and the account of both."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import DeliveredFile
from quartier.sources.raw import RawFile
from quartier.sources.text import read_csv
from quartier.sources.understand import Understanding
from quartier.sources.workbook_file import read_xlsx

__all__ = ["Checked", "check_file"]


@dataclass(frozen=True)
class Checked:
    """What became of a file, as rows for the tables of all files.

    Attributes
    ----------
    observations : pandas.DataFrame
        Rows of the table ``observations``.
    unplaced : pandas.DataFrame
        Rows of the table ``unplaced``, several of which may belong together.
    quarantine : list of mapping
        Rows of the table ``quarantine``.
    account : mapping
        The row of the table ``accounts``, in which rows read = rows kept + rows quarantined + rows
        that are by description no data, and so for the values.
    """

    observations: pd.DataFrame
    unplaced: pd.DataFrame
    quarantine: Sequence[Mapping[str, object]]
    account: Mapping[str, object]


def check_file(
    file: DeliveredFile,
    description: Description,
    areas: Areas,
    variables: Mapping[str, Variable],
    geography: str,
) -> Checked:
    """Read and check one delivered file.

    Each cell of a value column becomes an observation, or its row stands in the quarantine.
    """
    read = read_csv if description.format == "csv" else read_xlsx
    name = file.path.name
    raw = read(file.path, description)
    understanding = Understanding(raw, name, file.received, description, areas, variables)
    kept = understanding.observations()
    origin = {"delivery": file.delivery, "source": file.source, "file": name}
    account = {
        **origin,
        "received": file.received,
        "sha256": file.sha256,
        "owner": description.owner,
        "title": description.title,
        "licence": description.licence,
        **_rows(understanding.raw, kept),
        **_values(understanding, kept),
    }
    faults = [{**origin, **asdict(fault)} for fault in understanding.faults]
    unplaced = understanding.unplaced.assign(delivery=file.delivery)
    return Checked(kept.assign(geography=geography, **origin), unplaced, faults, account)


def _rows(raw: RawFile, kept: pd.DataFrame) -> dict[str, int]:
    """The account of rows; a row of which any value was kept is kept."""
    rows_kept = int(kept["row"].nunique())
    return {
        "rows_read": raw.rows_read,
        "rows_no_data": raw.rows_no_data,
        "rows_kept": rows_kept,
        "rows_quarantined": raw.broken_rows + len(raw.rows) - rows_kept,
    }


def _values(understanding: Understanding, kept: pd.DataFrame) -> dict[str, int]:
    """The account of values; a row that could not be cut into cells has one in each column."""
    raw = understanding.raw
    values_read = (len(raw.rows) + raw.broken_rows) * len(understanding.columns)
    return {
        "values_read": values_read,
        "values_kept": len(kept),
        "values_quarantined": values_read - len(kept),
    }
