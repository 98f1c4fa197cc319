"""Everything that was ever delivered about some variables, whichever delivery holds."""

from collections.abc import Collection

import pandas as pd

from quartier.areas import Areas
from quartier.observations.once import each_once
from quartier.observations.origins import Origins
from quartier.settings import City
from quartier.sources import Part, Statements, Words, read_part, tables_of
from quartier.tables import OBSERVATIONS, conform, empty

__all__ = ["ever_told"]


def ever_told(city: City, areas: Areas, variables: Collection[str]) -> pd.DataFrame:
    """The observations of all deliveries, as they were delivered: before any correction.

    Parameters
    ----------
    city : City
        Without mistakes: its deliveries have been taken in before.
    areas : Areas
    variables : collection of str
        Only sources that deliver one of these are read.

    Returns
    -------
    pandas.DataFrame
        A table ``observations``, in which older deliveries stand beside those that hold.
    """
    told, words = Statements(), Words(areas)
    parts: list[Part] = []
    for file in city.files:
        description = city.sources[file.source]
        if not description.variables & set(variables):
            continue
        for table in tables_of(file, description):
            part = read_part(table, file, len(parts), description, city.variables, words, told)
            parts.append(part)
    origins = Origins(parts, words, city.geography)
    frames = [
        origins.frame(name, each_once(origins.facts(name, told)[0])[0])
        for name in told.variables
        if name in variables
    ]
    return conform(pd.concat(frames), OBSERVATIONS) if frames else empty(OBSERVATIONS)
