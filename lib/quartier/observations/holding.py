"""Which delivery holds: of each variable and period, the one received last."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier import periods
from quartier.errors import Place, Problem
from quartier.facts import CELL, Facts
from quartier.language import Text, _
from quartier.observations.origins import Origins
from quartier.tables import UNPLACED, WITHDRAWN, conform

__all__ = ["Holding", "unplaced"]


@dataclass
class Holding:
    """The deliveries of a variable.

    Attributes
    ----------
    facts : Facts
        Of all deliveries.
    holds : numpy.ndarray
        The delivery that holds in each period; -1 where there is none.
    rivals : list of (period, deliveries)
        Periods for which several deliveries were received on the last day.
    """

    variable: str
    facts: Facts
    origins: Origins
    holds: np.ndarray
    rivals: list[tuple[str, list[str]]]

    @classmethod
    def of(cls, variable: str, facts: Facts, origins: Origins) -> "Holding":
        """Settle which delivery holds."""
        holds = np.full(len(origins.periods), -1)
        rivals = []
        several = len(origins.deliveries)
        said = np.bincount(facts.period * several + facts.delivery)
        covered, delivered = np.divmod(np.flatnonzero(said), several)
        for period in np.unique(covered).tolist():
            deliveries = delivered[covered == period]
            received = origins.received[deliveries]
            last = deliveries[received == received.max()].tolist()
            holds[period] = last[-1]
            if len(last) > 1:
                named = [origins.deliveries[each] for each in last]
                rivals.append((origins.periods[period], named))
        return cls(variable, facts, origins, holds, rivals)

    def in_force(self) -> Facts:
        """The facts that hold."""
        return self.facts.only(self._holds(self.facts))

    def _holds(self, facts: Facts) -> np.ndarray:
        return facts.delivery == self.holds[facts.period]

    def covered(self) -> list[dict[str, str]]:
        """Rows of the table ``covered`` of this variable."""
        return [
            {
                "variable": self.variable,
                "period": self.origins.periods[period],
                "delivery": self.origins.deliveries[self.holds[period]],
            }
            for period in np.flatnonzero(self.holds >= 0).tolist()
        ]

    def withdrawn(self, in_force: Facts) -> pd.DataFrame:
        """Cells that an earlier delivery had and the one in force leaves out."""
        older = self.facts.take(~self._holds(self.facts))
        gone = older.take(~np.isin(self.origins.cell(older), self.origins.cell(in_force)))
        gone = gone.take(np.argsort(self.origins.received[gone.delivery], kind="stable"))
        last = gone.take(~gone.frame().duplicated(list(CELL), keep="last").to_numpy())
        rows = self.origins.frame(self.variable, last)
        by = [self.origins.deliveries[each] for each in self.holds[last.period]]
        return conform(rows.assign(by=by), WITHDRAWN)

    def problems(self, city: str, title: str) -> list[Problem]:
        """Periods of which nobody can say which delivery is the later one."""
        return [
            Problem(
                Place(f"{city}/sources/deliveries.csv"),
                _(
                    "Mehrere Quellen liefern am selben Tag „{variable}“ für {period}",
                    variable=Text(title),
                    period=periods.parse(period),
                ),
                ", ".join(sorted(delivery.rsplit("@", 1)[0] for delivery in deliveries)),
            )
            for period, deliveries in self.rivals
        ]


def unplaced(holding: Holding, adrift: Facts) -> pd.DataFrame:
    """What the deliveries in force hold for unknown areas or groups.

    Of unknown size where any part of it is.
    """
    kept = adrift.take(holding.holds[adrift.period] == adrift.delivery)
    # What was not understood has no status.
    told = holding.origins.frame(
        holding.variable, kept.replaced(value=kept.value, status=np.zeros_like(kept.status))
    )
    sums = told.groupby(list(UNPLACED.key))["value"]
    added = sums.agg(lambda values: values.sum(skipna=False))
    return conform(added.reset_index(), UNPLACED)
