"""What is delivered, held against itself and its past: errors are taken out, doubts are listed."""

from collections.abc import Mapping

import pandas as pd

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.facts import Facts
from quartier.observations.origins import Origins
from quartier.plausible import Columns, Setting, doubts_of, errors_of
from quartier.settings import source_of
from quartier.tables import DOUBTS, conform, empty

__all__ = ["Doubting"]


class Doubting:
    """The checks of all variables, one after the other.

    Parameters
    ----------
    origins : Origins
    areas : Areas
    sources : mapping of str to Description
    variables : mapping of str to Variable
    """

    def __init__(
        self,
        origins: Origins,
        areas: Areas,
        sources: Mapping[str, Description],
        variables: Mapping[str, Variable],
    ) -> None:
        self._origins, self._variables = origins, variables
        delivered_by = [source_of(delivery) for delivery in origins.deliveries]
        self._setting = Setting(
            groups=origins.groups,
            areas=origins.areas,
            periods=origins.periods,
            columns=origins.columns,
            deliveries=origins.deliveries,
            received=origins.received,
            sources=delivered_by,
            descriptions=[sources[source] for source in delivered_by],
            tree=areas,
            missed={at: part.missed for at, part in enumerate(origins.parts) if part.missed},
            open_ends=[
                (number, part.open_row, origins.columns.index(part.header[-1]))
                for number, part in enumerate(origins.parts)
                if part.open_row and part.header[-1] in origins.columns
            ],
        )
        self._columns = Columns(self._setting, [part.header for part in origins.parts])
        self._found: list[pd.DataFrame] = []

    def errors(self, variable: str, facts: Facts) -> tuple[Facts, pd.DataFrame | None]:
        """The facts about a variable that can be right, and the others with ``reason``."""
        return errors_of(facts, self._variables[variable], self._setting)

    def doubt(self, variable: str, facts: Facts, in_force: Facts) -> None:
        """Note what is doubtful about a variable, in all deliveries and in what holds."""
        for doubts in doubts_of(facts, in_force, self._variables[variable], self._setting):
            self._note(variable, doubts)
        self._columns.add(variable, facts, counted=self._variables[variable].counted)

    def doubts(self) -> pd.DataFrame:
        """All doubts: the table ``doubts``."""
        for variable, doubt in self._columns.doubts():
            self._note(variable, doubt)
        together = pd.concat(self._found or [empty(DOUBTS)], ignore_index=True)
        return conform(together.drop_duplicates(list(DOUBTS.key)), DOUBTS)

    def _note(self, variable: str, doubts: pd.DataFrame) -> None:
        texts = self._origins.frame(variable, Facts.of(doubts))
        column = [self._origins.columns[number] for number in doubts["column"]]
        told = doubts[["kind", "found", "expected", "detail"]].reset_index(drop=True)
        rows = pd.concat([texts.astype({"row": "str"}).assign(column=column), told], axis=1)
        of_file = doubts["of_file"].to_numpy(dtype=bool)
        rows.loc[of_file, "row"] = "0"
        rows.loc[of_file, ["area", "group"]] = ""
        rows.loc[
            of_file & rows["kind"].isin(["fewer_areas", "missed", "shifted", "unlike"]), "column"
        ] = ""
        self._found.append(rows[list(DOUBTS.columns)])
