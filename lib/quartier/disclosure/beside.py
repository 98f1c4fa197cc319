"""What sources count beside the areas: people of unknown address, and the rest of the city."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from quartier.areas import Areas

__all__ = ["Beside"]


@dataclass(frozen=True)
class Beside:
    """For which variables and periods something was counted beside the areas.

    Attributes
    ----------
    counted : mapping of (variable, period) to set of str
        `Areas.UNKNOWN`, `Areas.REST` or both.
    secret : mapping of (variable, period) to set of str
        Those of them that the source keeps secret.
    """

    counted: Mapping[tuple[str, str], Collection[str]] = field(default_factory=dict)
    secret: Mapping[tuple[str, str], Collection[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, observations: Mapping[str, pd.DataFrame]) -> "Beside":
        """Find it in the observations of some variables."""
        some = {name: rows[rows["area"].isin(Areas.BESIDE)] for name, rows in observations.items()}
        secret = {name: rows[rows["status"] == "secret"] for name, rows in some.items()}
        return cls(_by_period(some), _by_period(secret))


def _by_period(rows: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], set[str]]:
    return {
        (name, str(period)): set(areas)
        for name, some in rows.items()
        for period, areas in some.groupby("period")["area"]
    }
