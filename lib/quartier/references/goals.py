"""Whether goals name each other, and indicators and areas that exist."""

from collections.abc import Mapping

from quartier.config import Path_
from quartier.language import _
from quartier.pyramid import Goal, Target
from quartier.references.report import Report
from quartier.registers import code_hint
from quartier.settings import City

__all__ = ["check_goals"]


def check_goals(city: City, report: Report) -> None:
    """Check the goals of a city that has any."""
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


def _once(name: str, path: Path_, seen: set[str], report: Report) -> None:
    if name in seen:
        report.say("goals.yml", path, _("Diese Kennung ist schon vergeben."), name)
    seen.add(name)


def _check_parent(
    index: int, goal: Goal, goals: Mapping[str, Goal], ranks: Mapping[str, int], report: Report
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


def _check_target(path: Path_, target: Target, city: City, report: Report) -> None:
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
