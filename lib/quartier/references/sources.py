"""Whether descriptions of sources fit the variables that they deliver."""

from collections.abc import Iterable

from quartier import groups
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.language import _
from quartier.references.indicators import countable
from quartier.references.report import Report
from quartier.settings import City

__all__ = ["check_description"]


def check_description(file: str, description: Description, city: City, report: Report) -> None:
    """Check variables, groups, level and geography of a source."""
    for index, column in enumerate(description.values):
        before = {earlier.variable for earlier in description.values[:index]}
        variable = city.variables.get(column.variable)
        if variable is None:
            what = _("Dieses Merkmal gibt es nicht.")
            if "variables" not in report.unread:
                path = ("values", index, "variable")
                report.unknown(file, path, what, column.variable, city.variables)
            continue
        for number, cut in enumerate(description.groups):
            # Once for each variable, however many columns hold its values.
            if column.variable not in before:
                _check_cut(file, number, cut.dimension, cut.values.values(), variable, report)
        cut_twice = {cut.dimension for cut in description.groups} & set(groups.parse(column.group))
        for dimension in sorted(cut_twice):
            what = _("Nach dieser Gliederung teilt schon eine Spalte unter „groups“ auf.")
            report.say(file, ("values", index, "group"), what, dimension)
        if groups.tile(column.group, variable.dimensions, countable(variable)).reason is not None:
            what = _("So wird das Merkmal nicht gegliedert.")
            report.say(file, ("values", index, "group"), what, column.group)
    level, geography = description.area.level, description.geography
    if level is not None and level not in city.levels:
        path = ("area", "level")
        report.unknown(file, path, _("Diese Ebene gibt es nicht."), level, city.levels)
    if geography is not None and geography != city.geography:
        what = _("Diesen Gebietsstand kennt city.yml nicht.")
        report.say(file, ("geography",), what, geography, allowed=city.geography)


def _check_cut(
    file: str,
    index: int,
    dimension: str,
    parts: Iterable[str],
    variable: Variable,
    report: Report,
) -> None:
    if dimension not in variable.dimensions:
        what = _("Nach dieser Gliederung wird das Merkmal nicht gezählt.")
        path = ("groups", index, "dimension")
        report.unknown(file, path, what, dimension, variable.dimensions)
        return
    allowed = (*variable.dimensions[dimension], "total")
    for part in parts:
        if part not in allowed:
            what = _("Diesen Teil hat die Gliederung des Merkmals nicht.")
            report.unknown(file, ("groups", index, "values"), what, part, allowed)
