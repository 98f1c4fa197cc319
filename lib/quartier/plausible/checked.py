"""All checks of the figures of one variable."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from quartier.catalogue import Variable
from quartier.facts import Facts
from quartier.plausible.adding import areas_add_up, groups_add_up, sums_add_up
from quartier.plausible.breaks import breaks_marked
from quartier.plausible.cells import Cells
from quartier.plausible.cut_off import cut_off
from quartier.plausible.fewer import fewer_areas
from quartier.plausible.greater import parts_greater
from quartier.plausible.jumps import jumps
from quartier.plausible.missed import columns_missed
from quartier.plausible.setting import Setting
from quartier.plausible.units import units_unsaid

__all__ = ["doubts_of", "errors_of"]


def errors_of(
    facts: Facts, variable: Variable, setting: Setting
) -> tuple[Facts, pd.DataFrame | None]:
    """Take out what cannot be: parts of a count that are greater than their whole.

    Amounts of money can be negative, so that a part of them may be greater.

    Parameters
    ----------
    facts : Facts
        Of one variable and all deliveries.
    variable : Variable
    setting : Setting

    Returns
    -------
    Facts
        Those that are left.
    pandas.DataFrame, optional
        The others, with ``reason``, and in ``hint`` the figure that they contradict.
    """
    if not variable.counted or not _several(facts.group):
        return facts, None
    cells = Cells(facts, setting)
    wrong, against = parts_greater(cells)
    if not len(wrong):
        return facts, None
    told = zip(cells.group[against].tolist(), cells.value[against].tolist(), strict=True)
    hints = [f"{setting.groups[group]} = {value:.12g}" for group, value in told]
    out = facts.take(cells.at[wrong]).frame(reason="part_greater", hint=hints)
    left = np.ones(len(facts), dtype=bool)
    left[cells.at[wrong]] = False
    return facts.take(left), out


def _several(group: np.ndarray) -> bool:
    """Whether facts in the order of their groups are of more than one."""
    return len(group) > 0 and group[0] != group[-1]


def doubts_of(
    facts: Facts, in_force: Facts, variable: Variable, setting: Setting
) -> Iterator[pd.DataFrame]:
    """What is doubtful about a variable; the figures stay as they are.

    Parameters
    ----------
    facts : Facts
        Of all deliveries.
    in_force : Facts
        Those that hold, one for a group, area and period.
    variable : Variable
    setting : Setting

    Yields
    ------
    pandas.DataFrame
        Facts with kind, found, expected, detail and ``of_file``, which says that the delivery is
        meant rather than the fact.
    """
    cells = Cells(in_force, setting)
    if variable.additive:
        yield from areas_add_up(cells, in_force, counted=variable.counted)
        yield from groups_add_up(cells, in_force, variable)
    sums = {at: each.sums for at, each in enumerate(setting.descriptions) if each.sums}
    yield from sums_add_up(cells, in_force, sums)
    yield from jumps(cells, in_force, variable)
    yield from fewer_areas(facts, setting)
    yield from units_unsaid(in_force, variable, setting)
    yield from breaks_marked(in_force)
    yield from cut_off(in_force, setting)
    yield from columns_missed(in_force, setting)
