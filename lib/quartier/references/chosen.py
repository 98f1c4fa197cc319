"""Whether what a city chooses to have computed can be computed from its indicators."""

from collections.abc import Iterable, Sequence

from quartier import groups
from quartier.catalogue import Indicator, Quantity
from quartier.config import Path_
from quartier.language import _
from quartier.references.report import Report
from quartier.registers import code_hint
from quartier.settings import AgeStandard, City, Index
from quartier.statistics.standardised import EUROPEAN_2013, european_weights

__all__ = ["check_age_standard", "check_chosen", "check_index"]


def check_chosen(path: Path_, names: Iterable[str], city: City, report: Report) -> None:
    """Whether indicators that city.yml names are indicators of the city."""
    for at, name in enumerate(names):
        _check_known((*path, at), name, city, report)


def _check_known(path: Path_, name: str, city: City, report: Report) -> None:
    if name not in city.indicators and "indicators" not in report.unread:
        what = _("Diesen Indikator hat die Stadt nicht.")
        report.unknown("city.yml", path, what, name, city.indicators)


def check_index(number: int, index: Index, city: City, report: Report) -> None:
    """Check the indicators, the level and the excluded areas of an index."""
    path: Path_ = ("indices", number)
    if index.id in [other.id for other in city.settings.indices[:number]]:
        report.say("city.yml", (*path, "id"), _("Das steht zweimal da."), index.id)
    if index.level not in city.levels:
        what = _("Diese Ebene gibt es nicht.")
        report.unknown("city.yml", (*path, "level"), what, index.level, city.levels)
    for part, names in (("status", index.status), ("dynamic", index.dynamic)):
        check_chosen((*path, part), names, city, report)
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


def check_age_standard(number: int, chosen: AgeStandard, city: City, report: Report) -> None:
    """Check that the parts are there, and are the whole indicator cut by age."""
    path: Path_ = ("age_standardised", number)
    named = (chosen.indicator, *chosen.parts)
    check_chosen((*path, "parts"), chosen.parts, city, report)
    _check_known((*path, "indicator"), chosen.indicator, city, report)
    earlier = [other.indicator for other in city.settings.age_standardised[:number]]
    if chosen.indicator in city.indicators and chosen.indicator in earlier:
        what = _("Das steht zweimal da.")
        report.say("city.yml", (*path, "indicator"), what, chosen.indicator)
    if not all(name in city.indicators for name in named):
        return
    whole, *parts = (city.indicators[name] for name in named)
    for side in ("numerator", "denominator"):
        if not _made_of(getattr(whole, side), [getattr(part, side) for part in parts], city):
            what = _(
                "Diese Indikatoren teilen {whole} nicht nach Alter auf.", whole=chosen.indicator
            )
            hint = _("Jedes Alter muss in genau einem der Teile gezählt sein.")
            report.say("city.yml", (*path, "parts"), what, ", ".join(chosen.parts), hint=hint)
            return
    if chosen.standard == "european_2013":
        _check_european(path, parts, report)


def _made_of(whole: Quantity | None, parts: Sequence[Quantity | None], city: City) -> bool:
    """Whether quantities are divided by age and count together what the whole counts, once each."""
    if whole is None or whole.variable not in city.variables:
        return False
    cells: list[str] = []
    for part in parts:
        if part is None or part.variable != whole.variable or not part.ages:
            return False
        cells += _cells(part, city)
    same_period = len({getattr(each, "period", "") for each in (whole, *parts)}) == 1
    return sorted(cells) == sorted(_cells(whole, city)) and same_period


def _cells(quantity: Quantity, city: City) -> list[str]:
    """The finest groups that a quantity counts."""
    dimensions = city.variables[quantity.variable].dimensions
    finest = groups.finest(dimensions)
    return [
        cell for each in quantity.groups for cell in groups.tile(each, dimensions, finest).groups
    ]


def _check_european(path: Path_, parts: Sequence[Indicator], report: Report) -> None:
    bands = [part.denominator.ages for part in parts if part.denominator is not None]
    try:
        european_weights(bands)
    except ValueError:
        what = _("Diese Altersgruppen passen nicht zur europäischen Standardbevölkerung.")
        found = ", ".join(name for each in bands for name in each)
        allowed = ", ".join(EUROPEAN_2013)
        hint = _("Mit „standard: city“ ist die Bevölkerung der Stadt der Maßstab.")
        report.say("city.yml", (*path, "standard"), what, found, allowed=allowed, hint=hint)
