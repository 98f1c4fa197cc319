"""What deliveries changed: which figures, by how much.

Two states of a city are compared, with and without the deliveries; each passes the publication gate
first. A number stands here only where both states show one. That alone would not do: whoever knows
both totals, and all parts but one in both states, learns what that one was before, though it was
withheld then. So for a period nothing is said unless the same areas are withheld in both states, in
all indicators that share a variable with the one in question. Then each state is a publication that
the gate let through, with the same gaps; their difference says by how much what is withheld has
changed in sum, as two editions would, and gives none of it away. What is withheld in either state
is not mentioned, nor counted; only that nothing is said of a period is. What a delivery takes back
is named without its number: the office may have had reasons.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from quartier import periods, signs
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.formats import UNITS, rounded
from quartier.language import Text, _
from quartier.settings import City, DeliveredFile
from quartier.state import State, earlier_state
from quartier.tables import CHANGES, conform, from_rows

__all__ = ["Summary", "before_last", "changes", "summarise"]

_CELL = ["indicator", "area", "period"]
_WITHHELD = ("withheld", "withheld_secondary", "secret")
#: Figures that differ by less, in parts of themselves, are the same, added up in another order.
_SAME = 1e-9


@dataclass(frozen=True)
class Summary:
    """A table ``changes``, as it is read.

    Attributes
    ----------
    listed : pandas.DataFrame
        Figures that are gone, then those that came into a period that was there, then changed ones,
        the greatest change first, as a share of the figure.
    unseen : int
        How many changed by less than the decimals show that are printed.
    new : mapping of period to int
        How many figures there are of periods that an indicator did not have.
    silent : mapping of indicator to list of period
        Of which nothing can be said, since other figures are withheld in them than before.
    """

    listed: pd.DataFrame
    unseen: int
    new: Mapping[str, int]
    silent: Mapping[str, list[str]] = field(default_factory=dict)

    def when(self) -> Text:
        """The periods that are new, for the end of a sentence."""
        return _span(list(self.new))

    def unsaid(self, indicators: Mapping[str, Indicator]) -> list[Text]:
        """Sentences about periods of which it cannot be said what has changed."""
        return [
            _(
                "{indicator} {when}: Ob sich Werte geändert haben, wird hier nicht gesagt, weil "
                "dort jetzt anderes geheim zu halten ist als vorher.",
                indicator=Text(indicators[name].short),
                when=_span(some),
            )
            for name, some in self.silent.items()
        ]


def _span(some: Sequence[str]) -> Text:
    """Periods in their order, as they end a sentence."""
    first, *others = map(periods.parse, some)
    if not others:
        return _("für {period}", period=first)
    return _("für {first} bis {last}", first=first, last=others[-1])


def summarise(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Summary:
    """What a table ``changes`` comes to."""
    silent, table = table[table["area"] == ""], table[table["area"] != ""]
    is_new = table["status_before"].isna()
    new = table.loc[is_new, "period"].value_counts()
    old = table[~is_new]
    decimals = [UNITS[indicators[name].unit].decimals for name in old["indicator"]]
    pairs = zip(old["before"], old["after"], decimals, strict=True)
    unseen = np.array([_unseen(*pair) for pair in pairs], dtype=bool)
    listed = old[~unseen]
    with np.errstate(divide="ignore"):
        share = ((listed["after"] - listed["before"]).abs() / listed["before"].abs()).round(9)
    gone, changed = listed["after"].isna(), listed["before"].notna()
    order = np.lexsort([-share.fillna(0), np.select([gone, changed], [0, 2], 1)])
    periods_told = sorted(new.index, key=periods.parse)
    return Summary(
        listed.iloc[order].reset_index(drop=True),
        int(unseen.sum()),
        {period: int(new[period]) for period in periods_told},
        {
            str(name): sorted(rows["period"], key=periods.parse)
            for name, rows in silent.groupby("indicator")
        },
    )


def _unseen(before: float, after: float, decimals: int) -> bool:
    if np.isnan(before) or np.isnan(after):
        return False
    return rounded(before, decimals) == rounded(after, decimals)


def before_last(city: City) -> City:
    """The city as it was before the last day on which something was received."""
    if not city.files:
        return city
    last = date.fromisoformat(max(file.received for file in city.files))
    return city.as_of((last - timedelta(days=1)).isoformat())


def changes(city: City, earlier: City, areas: Areas, now: State) -> pd.DataFrame:
    """Compare a city with an earlier state of its deliveries.

    Parameters
    ----------
    city, earlier : City
        The same but for what has been delivered.
    areas : Areas
    now : State
        Of ``city``.

    Returns
    -------
    pandas.DataFrame
        A table ``changes``: changed figures, those that there are no more, and new ones. Where the
        indicator had no figure of the period at all, ``status_before`` is missing. A period of
        which nothing is said is a row without an area.

    Raises
    ------
    UserError
        The earlier deliveries do not go together: there is nothing to compare with.
    """
    new = [file for file in city.files if file not in earlier.files]
    touched = frozenset().union(*(city.sources[file.source].variables for file in new))
    used = {name: each.variables & touched for name, each in city.indicators.items()}
    used = {name: variables for name, variables in used.items() if variables}
    then = earlier_state(earlier, areas, now, touched)
    both = _beside(then.published, now.published, used)
    silent = _silent(both, used)
    told = both[(both["is_new"] | ~_is_of(both, silent)) & _differs(both)]
    deliveries = {name: _deliveries(city, new, variables) for name, variables in used.items()}
    shown_in_both = told["shown_before"] & told["shown_after"]
    table = told.assign(
        before=told["before"].where(shown_in_both),
        status_before=told["status_before"].mask(told["is_new"]),
        delivery=told["indicator"].map(deliveries),
    )
    unsaid = [
        {
            "indicator": name,
            "area": "",
            "period": period,
            "status_before": "withheld",
            "status_after": "withheld",
            "delivery": deliveries[name],
        }
        for name, period in silent
    ]
    return conform(pd.concat([table, from_rows(unsaid, CHANGES)]) if unsaid else table, CHANGES)


def _beside(then: pd.DataFrame, now: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """Each figure of some indicators as it was and as it is; where there is none, it is missing."""
    states = [
        table.loc[table["indicator"].isin(names), [*_CELL, "value", "status"]]
        for table in (then, now)
    ]
    both = states[0].merge(states[1], on=_CELL, how="outer", suffixes=("_before", "_after"))
    both = both.rename(columns={"value_before": "before", "value_after": "after"})
    told = pd.MultiIndex.from_frame(states[0][["indicator", "period"]])
    both["is_new"] = ~pd.MultiIndex.from_frame(both[["indicator", "period"]]).isin(told)
    for when in ("before", "after"):
        both[f"status_{when}"] = both[f"status_{when}"].fillna("missing")
        both[f"shown_{when}"] = both[f"status_{when}"].map(signs.has_value).astype(bool)
        both[f"withheld_{when}"] = both[f"status_{when}"].isin(_WITHHELD)
    return both


def _silent(both: pd.DataFrame, used: Mapping[str, frozenset[str]]) -> set[tuple[str, str]]:
    """Indicators and periods of which nothing is said: what is withheld there is not the same."""
    uneven = both[(both["withheld_before"] != both["withheld_after"]) & ~both["is_new"]]
    return {
        (name, period)
        for other, period in set(zip(uneven["indicator"], uneven["period"], strict=True))
        for name, variables in used.items()
        if variables & used[other]
    }


def _is_of(both: pd.DataFrame, silent: Collection[tuple[str, str]]) -> pd.Series:
    cells = zip(both["indicator"], both["period"], strict=True)
    return pd.Series([cell in silent for cell in cells], index=both.index, dtype=bool)


def _differs(both: pd.DataFrame) -> pd.Series:
    """Whether a figure is shown in one state only, or as another number."""
    before, after = both["shown_before"], both["shown_after"]
    same = np.isclose(both["before"], both["after"], rtol=_SAME, atol=0)
    withheld = both["withheld_before"] | both["withheld_after"]
    return ~withheld & ((before != after) | (before & after & ~same))


def _deliveries(city: City, new: Sequence[DeliveredFile], variables: frozenset[str]) -> str:
    """The new deliveries that tell something of some variables."""
    told = (file for file in new if city.sources[file.source].variables & variables)
    return ", ".join(sorted({file.delivery for file in told}))
