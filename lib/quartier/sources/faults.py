"""What was not understood, gathered on the way, each once."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from quartier.sources.raw import Fault

__all__ = ["Faults"]

COLUMNS = ["row", "column", "found", "reason", "hint", "role"]


class Faults:
    """The faults of a table.

    Examples
    --------
    >>> faults = Faults()
    >>> faults.blame(Fault(0, "Wert", "", "no_column"))
    >>> faults.of_file, faults.frame()["column"].tolist()
    (1, ['Wert'])
    """

    def __init__(self) -> None:
        self._single: list[Fault] = []
        self._many: list[pd.DataFrame] = []
        self.of_file = 0  # of the file as a whole, so that nothing of it can be kept

    def __len__(self) -> int:
        """How many there are."""
        return len(self._single) + sum(map(len, self._many))

    def blame(self, *faults: Fault) -> None:
        """Note some faults."""
        self._single += faults
        self.of_file += sum(1 for fault in faults if not fault.row)

    def blame_rows(
        self,
        rows: np.ndarray,
        column: str,
        role: str,
        found: Sequence[str] | np.ndarray,
        reasons: Sequence[str] | np.ndarray | str,
        hints: Sequence[str] | np.ndarray | str = "",
    ) -> None:
        """Note faults in cells of a column, one a row."""
        if len(rows):
            told = {"row": rows, "column": column, "found": found}
            frame = pd.DataFrame(told | {"reason": reasons, "hint": hints, "role": role})
            self._many.append(frame)

    def frame(self) -> pd.DataFrame:
        """All faults; what was found wrong twice in one cell for one reason stands once."""
        single = pd.DataFrame([asdict(fault) for fault in self._single], columns=COLUMNS)
        frames: list[pd.DataFrame] = [single, *self._many]
        together = pd.concat(frames, ignore_index=True)
        return together.drop_duplicates(["row", "column", "reason"], ignore_index=True)
