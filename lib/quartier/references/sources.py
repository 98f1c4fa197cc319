"""Whether descriptions of sources fit the variables that they deliver."""

from collections.abc import Iterable, Iterator

from quartier import groups
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.language import _
from quartier.references.indicators import tiled
from quartier.references.report import Report
from quartier.registers import code_hint
from quartier.settings import City

__all__ = ["check_description"]

Path = tuple[str | int, ...]


def check_description(file: str, description: Description, city: City, report: Report) -> None:
    """Check variables, groups, areas, level and geography of a source."""
    before: set[str] = set()
    for path, name, group in _named(description):
        variable = city.variables.get(name)
        if variable is None:
            if "variables" not in report.unread:
                what = _("Dieses Merkmal gibt es nicht.")
                report.unknown(file, path, what, name, city.variables)
            continue
        if name not in before:
            before.add(name)
            _check_cuts(file, description, variable, report)
        _check_group(file, (*path[:-1], "group"), description, group, variable, report)
    _check_place(file, description, city, report)


def _named(description: Description) -> Iterator[tuple[Path, str, str]]:
    """The variables that a description names, with the place and the group of each."""
    for index, column in enumerate(description.values):
        if column.variable is not None:
            yield ("values", index, "variable"), column.variable, column.group
    if description.variable is not None:
        for text, meaning in description.variable.values.items():
            path = ("variable", "values", text, "variable")
            yield path, meaning.variable, meaning.group


def _check_cuts(file: str, description: Description, variable: Variable, report: Report) -> None:
    """Check what cuts a variable, once however many columns hold its values."""
    for index, cut in enumerate(description.groups):
        path = ("groups", index)
        _check_cut(file, path, "dimension", cut.dimension, cut.values.values(), variable, report)
    for index, column in enumerate(description.values):
        for dimension in column.caught:
            if dimension != "period":
                parts = column.parts.get(dimension, {}).values()
                path = ("values", index, "pattern")
                _check_cut(file, path[:-1], "pattern", dimension, parts, variable, report)


def _check_cut(
    file: str,
    path: Path,
    field: str,
    dimension: str,
    parts: Iterable[str],
    variable: Variable,
    report: Report,
) -> None:
    if dimension not in variable.dimensions:
        what = _("Nach dieser Gliederung wird das Merkmal nicht gezählt.")
        report.unknown(file, (*path, field), what, dimension, variable.dimensions)
        return
    declared = variable.dimensions[dimension]
    allowed = (*declared, groups.TOTAL)
    listed = "values" if field == "dimension" else "parts"
    told = list(dict.fromkeys(parts))
    if _tile(declared, told):
        return
    for part in told:
        if part not in allowed:
            what = _("Diesen Teil hat die Gliederung des Merkmals nicht.")
            report.unknown(file, (*path, listed), what, part, allowed)


def _tile(declared: tuple[str, ...], parts: list[str]) -> bool:
    """Whether the bands of a source, other than those declared, make up the whole as well."""
    if not (groups.is_banded(declared) and all(groups.band(part) for part in parts)):
        return False
    there = {groups.text({"band": part}) for part in parts}
    return bool(groups.tile(groups.TOTAL, {"band": declared}, there).groups)


def _check_group(
    file: str, path: Path, description: Description, group: str, variable: Variable, report: Report
) -> None:
    cut_twice = {cut.dimension for cut in description.groups} & set(groups.parse(group))
    for dimension in sorted(cut_twice):
        what = _("Nach dieser Gliederung teilt schon eine Spalte unter „groups“ auf.")
        report.say(file, path, what, dimension)
    if tiled(group, variable).reason is not None:
        what = _("So wird das Merkmal nicht gegliedert.")
        report.say(file, path, what, group)


def _check_place(file: str, description: Description, city: City, report: Report) -> None:
    level, geography = description.area.level, description.geography
    if level is not None and level not in city.levels:
        path = ("area", "level")
        report.unknown(file, path, _("Diese Ebene gibt es nicht."), level, city.levels)
    known = {area.code: area for area in city.areas}
    code = description.area.fixed
    if code is not None and code not in known and "areas" not in report.unread:
        what, hint = _("Diese Raumeinheit gibt es nicht."), code_hint(code, known)
        report.say(file, ("area", "fixed"), what, code, hint=hint)
    if geography is not None and geography != city.geography:
        what = _("Diesen Gebietsstand kennt city.yml nicht.")
        report.say(file, ("geography",), what, geography, allowed=city.geography)
