"""Whether the parts of a city folder that name each other fit together."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from quartier import groups
from quartier.catalogue import Indicator, Quantity, Variable
from quartier.config import Path_, Source
from quartier.descriptions import Description
from quartier.errors import Place, Problem, did_you_mean
from quartier.language import Text, _, available
from quartier.pyramid import Goal, Target
from quartier.registers import code_hint
from quartier.settings import City, Index

__all__ = ["check_references"]


def check_references(
    city: City, texts: Mapping[str, Source], problems: list[Problem], unread: Set[str]
) -> None:
    """Check what one file of a city says about another.

    Parameters
    ----------
    city : City
    texts : mapping of file name to Source
        To say in which line something stands.
    problems : list of Problem
        Grows by what does not fit.
    unread : set of str
        Of what not everything could be read: variables, indicators, areas. Nothing is called
        unknown there.
    """
    report = _Report(texts, problems, unread)
    for name, indicator in city.indicators.items():
        _check_indicator(name, indicator, city, report)
    for name, description in city.sources.items():
        _check_description(f"sources/{name}.yml", description, city, report)
    _check_settings(city, report)
    if city.pyramid is not None:
        _check_goals(city, report)


@dataclass
class _Report:
    texts: Mapping[str, Source]
    problems: list[Problem]
    unread: Set[str]

    def say(self, file: str, path: Path_, what: Text, found: str | None = None, **more) -> None:  # type: ignore[no-untyped-def]
        place = self.texts[file].place(path) if file in self.texts else Place(file)
        self.problems.append(Problem(place, what, found, **more))

    def unknown(self, file: str, path: Path_, what: Text, found: str, known: Iterable[str]) -> None:
        names = sorted(known)
        hint = did_you_mean(found, names)
        self.say(file, path, what, found, allowed=", ".join(names), hint=hint)


def _check_indicator(name: str, indicator: Indicator, city: City, report: _Report) -> None:
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
    file: str, part: str, quantity: Quantity, variable: Variable, report: _Report
) -> None:
    for index, group in enumerate(quantity.groups):
        tiling = groups.tile(group, variable.dimensions, _countable(variable))
        if tiling.reason is not None:
            report.say(file, (part, "groups", index), tiling.reason, group)
    counted: set[str] = set()
    for index, group in enumerate(quantity.groups):
        finest = groups.finest(variable.dimensions)
        cells = set(groups.tile(group, variable.dimensions, finest).groups)
        if cells & counted:
            what = _("Diese Gruppe überschneidet sich mit einer anderen: Sie zählte doppelt.")
            report.say(file, (part, "groups", index), what, group)
        counted |= cells


def _countable(variable: Variable) -> set[str]:
    """The finest groups of a variable, and its total."""
    return {*groups.finest(variable.dimensions), groups.TOTAL}


def _check_arithmetic(file: str, indicator: Indicator, city: City, report: _Report) -> None:
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


def _check_description(file: str, description: Description, city: City, report: _Report) -> None:
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
        if groups.tile(column.group, variable.dimensions, _countable(variable)).reason is not None:
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
    report: _Report,
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


def _check_settings(city: City, report: _Report) -> None:
    settings = city.settings
    if settings.language not in settings.languages:
        what = _("Die Sprache der Stadt ist nicht unter den Sprachen der Seiten.")
        report.say("city.yml", ("language",), what, settings.language)
    for index, language in enumerate(settings.languages):
        if language not in available():
            path = ("languages", index)
            what = _("In dieser Sprache gibt es keine Seiten")
            report.unknown("city.yml", path, what, language, available())
        elif language in settings.languages[:index]:
            report.say("city.yml", ("languages", index), _("Das steht zweimal da."), language)
    for index, name in enumerate(city.levels):
        if name in city.levels[:index]:
            report.say("city.yml", ("levels", index, "id"), _("Das steht zweimal da."), name)
    for level, boundary in settings.boundaries.items():
        if level not in city.levels:
            what = _("Diese Ebene gibt es nicht.")
            report.unknown("city.yml", ("boundaries", level), what, level, city.levels)
        path = (city.folder / boundary.file).resolve()
        if not path.is_relative_to(city.folder.resolve()) or not path.is_file():
            what = _("Diese Datei mit Grenzen ist nicht im Ordner der Stadt.")
            report.say("city.yml", ("boundaries", level, "file"), what, boundary.file)
    if settings.boundaries and settings.coordinates is None:
        what = _("Zu den Grenzen fehlt das Koordinatensystem („coordinates“).")
        report.say("city.yml", ("boundaries",), what)
    if settings.similar is not None:
        _check_chosen(("similar", "indicators"), settings.similar.indicators, city, report)
    if settings.smoothing == "neighbours" and not settings.boundaries:
        what = _("Ohne Grenzen („boundaries“) sind keine Nachbarn bekannt.")
        report.say("city.yml", ("smoothing",), what, settings.smoothing, allowed="parent")
    for number, index in enumerate(settings.indices):
        _check_index(number, index, city, report)


def _check_chosen(path: Path_, names: Iterable[str], city: City, report: _Report) -> None:
    """Whether indicators that city.yml names are indicators of the city."""
    for at, name in enumerate(names):
        if name not in city.indicators and "indicators" not in report.unread:
            what = _("Diesen Indikator hat die Stadt nicht.")
            report.unknown("city.yml", (*path, at), what, name, city.indicators)


def _check_index(number: int, index: Index, city: City, report: _Report) -> None:
    path: Path_ = ("indices", number)
    if index.id in [other.id for other in city.settings.indices[:number]]:
        report.say("city.yml", (*path, "id"), _("Das steht zweimal da."), index.id)
    if index.level not in city.levels:
        what = _("Diese Ebene gibt es nicht.")
        report.unknown("city.yml", (*path, "level"), what, index.level, city.levels)
    for part, names in (("status", index.status), ("dynamic", index.dynamic)):
        _check_chosen((*path, part), names, city, report)
        for at, name in enumerate(names):
            chosen = city.indicators.get(name)
            if chosen is not None and "neutral" in (chosen.polarity, _no_rate(chosen)):
                what = _(
                    "In einen Index gehören nur Anteile und Raten, bei denen hoch oder niedrig "
                    "günstig ist."
                )
                report.say("city.yml", (*path, part, at), what, name)
    known = {area.code: area for area in city.areas if area.level == index.level}
    for at, code in enumerate(index.excluded):
        if code not in known and "areas" not in report.unread:
            what = _("Diese Raumeinheit gibt es auf der Ebene nicht")
            hint = code_hint(code, known)
            report.say("city.yml", (*path, "excluded", at), what, code, hint=hint)


def _no_rate(indicator: Indicator) -> str:
    """A number of people is no burden, whatever its polarity says."""
    return "neutral" if indicator.kind == "count" else ""


def _check_goals(city: City, report: _Report) -> None:
    assert city.pyramid is not None
    ranks: dict[str, int] = {}
    for rank, level in enumerate(city.pyramid.levels):
        ranks.setdefault(level.id, rank)
    goals = {goal.id: goal for goal in city.pyramid.goals}
    named: set[str] = set()
    for index, level in enumerate(city.pyramid.levels):
        _once(level.id, ("levels", index, "id"), named, report)
    seen: set[str] = set()
    for index, goal in enumerate(city.pyramid.goals):
        _once(goal.id, ("goals", index, "id"), seen, report)
        if goal.level not in ranks:
            path = ("goals", index, "level")
            report.unknown(
                "goals.yml", path, _("Diese Zielebene gibt es nicht."), goal.level, ranks
            )
        _check_parent(index, goal, goals, ranks, report)
        for number, target in enumerate(goal.targets):
            path = ("goals", index, "targets", number)
            _once(target.id, (*path, "id"), seen, report)
            _check_target(path, target, city, report)


def _once(name: str, path: Path_, seen: set[str], report: _Report) -> None:
    if name in seen:
        report.say("goals.yml", path, _("Diese Kennung ist schon vergeben."), name)
    seen.add(name)


def _check_parent(
    index: int, goal: Goal, goals: Mapping[str, Goal], ranks: Mapping[str, int], report: _Report
) -> None:
    path = ("goals", index, "parent")
    if goal.parent is None:
        if ranks.get(goal.level, 0) > 0:
            what = _("Ein Ziel unterhalb der obersten Ebene braucht ein übergeordnetes Ziel.")
            report.say("goals.yml", path, what, goal.id)
        return
    if goal.parent not in goals:
        report.unknown("goals.yml", path, _("Dieses Ziel gibt es nicht."), goal.parent, goals)
        return
    parent = goals[goal.parent]
    if ranks.get(parent.level, -1) >= ranks.get(goal.level, len(ranks)):
        what = _("Das übergeordnete Ziel liegt nicht auf einer höheren Ebene.")
        report.say("goals.yml", path, what, goal.parent)


def _check_target(path: Path_, target: Target, city: City, report: _Report) -> None:
    codes = {area.code: area for area in city.areas}
    if target.indicator not in city.indicators and "indicators" not in report.unread:
        what = _("Diesen Indikator gibt es nicht.")
        report.unknown("goals.yml", (*path, "indicator"), what, target.indicator, city.indicators)
    if target.area not in codes and "areas" not in report.unread:
        what = _("Diese Raumeinheit gibt es nicht.")
        hint = code_hint(target.area, codes)
        report.say("goals.yml", (*path, "area"), what, target.area, hint=hint)
    if target.due <= target.baseline:
        what = _("Das Zieljahr liegt nicht nach dem Ausgangsjahr.")
        allowed = _("ein Jahr nach {year}", year=target.baseline)
        report.say("goals.yml", (*path, "due"), what, target.due, allowed=allowed)
