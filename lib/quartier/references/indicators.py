"""Whether indicators fit the variables that they are made from."""

from quartier import groups
from quartier.catalogue import Indicator, Quantity, Variable
from quartier.language import _
from quartier.references.report import Report
from quartier.settings import City

__all__ = ["check_indicator", "tiled"]


def check_indicator(name: str, indicator: Indicator, city: City, report: Report) -> None:
    """Check variables, groups, levels and the unit of an indicator."""
    file = f"indicators/{name}.yml"
    parts: list[tuple[str, Quantity]] = [("numerator", indicator.numerator)]
    if indicator.denominator is not None:
        parts.append(("denominator", indicator.denominator))
    for part, quantity in parts:
        if quantity.variable not in city.variables:
            what = _("Dieses Merkmal gibt es nicht.")
            if "variables" not in report.unread:
                report.unknown(file, (part, "variable"), what, quantity.variable, city.variables)
            return
        _check_quantity(file, part, quantity, city.variables[quantity.variable], report)
    for level in indicator.levels:
        if level not in city.levels:
            report.unknown(file, ("levels",), _("Diese Ebene gibt es nicht."), level, city.levels)
    if indicator.kind != "delivered":
        _check_arithmetic(file, indicator, city, report)
    unit = city.variables[indicator.numerator.variable].unit
    if indicator.denominator is None and indicator.unit != unit:
        what = _("Eine Anzahl hat die Einheit ihres Merkmals.")
        if indicator.kind == "delivered":
            what = _(
                "Geliefertes wird gezeigt, wie es ist: Die Einheit muss die des Merkmals sein."
            )
        report.say(file, ("unit",), what, indicator.unit, allowed=unit)


def _check_quantity(
    file: str, part: str, quantity: Quantity, variable: Variable, report: Report
) -> None:
    for index, group in enumerate(quantity.groups):
        tiling = tiled(group, variable)
        if tiling.reason is not None:
            report.say(file, (part, "groups", index), tiling.reason, group)
    counted: set[str] = set()
    for index, group in enumerate(quantity.groups):
        cells = _cells(group, variable)
        if cells & counted:
            what = _("Diese Gruppe überschneidet sich mit einer anderen: Sie zählte doppelt.")
            report.say(file, (part, "groups", index), what, group)
        counted |= cells


def tiled(group: str, variable: Variable) -> groups.Tiling:
    """How the finest groups of a variable make up a group; its total may be delivered as such."""
    if group == groups.TOTAL:
        return groups.Tiling((group,))
    countable = {*groups.finest(variable.dimensions), groups.TOTAL}
    return groups.tile(group, variable.dimensions, countable, variable.overlapping)


def _cells(group: str, variable: Variable) -> set[str]:
    """What a group counts; parts that overlap may count the same."""
    clear = {
        name: parts
        for name, parts in variable.dimensions.items()
        if name not in variable.overlapping
    }
    wanted = {name: part for name, part in groups.parse(group).items() if name in clear}
    return set(groups.tile(groups.text(wanted), clear, groups.finest(clear)).groups)


def _check_arithmetic(file: str, indicator: Indicator, city: City, report: Report) -> None:
    numerator = city.variables[indicator.numerator.variable]
    if not numerator.additive:
        what = _("Nur Anzahlen lassen sich zählen oder teilen, keine Raten oder Mittelwerte.")
        report.say(file, ("numerator",), what, indicator.numerator.variable)
    if indicator.denominator is None:
        return
    denominator = city.variables[indicator.denominator.variable]
    bases = {numerator.basis, denominator.basis} - {None}
    if len(bases) > 1:
        what = _("Zähler und Nenner beruhen auf verschiedenen Bevölkerungen.")
        report.say(file, ("denominator",), what, ", ".join(sorted(map(str, bases))))
    if not denominator.additive:
        what = _("Nur Anzahlen lassen sich zählen oder teilen, keine Raten oder Mittelwerte.")
        report.say(file, ("denominator",), what, indicator.denominator.variable)
