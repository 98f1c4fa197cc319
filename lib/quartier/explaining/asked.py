"""Which number somebody asks about: area, indicator and period as people write them."""

from collections.abc import Iterable
from dataclasses import dataclass

from quartier import periods
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.errors import Place, Problem, UserError, did_you_mean, nearest
from quartier.language import Text, _, available, quoted, translate
from quartier.periods import Period
from quartier.settings import Area, City

__all__ = ["Asked", "find_asked"]

_NAMED_AT_MOST = 20


@dataclass(frozen=True)
class Asked:
    """A figure of a city: an indicator by its id, an area, a period."""

    name: str
    indicator: Indicator
    area: Area
    period: Period


def find_asked(city: City, areas: Areas, area: str, indicator: str, period: str) -> Asked:
    """Understand what is asked for.

    Parameters
    ----------
    city : City
    areas : Areas
    area : str
        Code or name, also one of its other names.
    indicator : str
        Id or title, in any language.
    period : str

    Raises
    ------
    UserError
        With all that is not there, and what probably was meant.
    """
    problems: list[Problem] = []
    where = _area(areas, area, problems)
    what = _indicator(city, indicator, problems)
    when = _period(period, problems)
    UserError.raise_if(problems)
    assert where is not None
    assert what is not None
    assert when is not None
    return Asked(what, city.indicators[what], where, when)


def _area(areas: Areas, text: str, problems: list[Problem]) -> Area | None:
    codes, near = areas.find(text, by="either")
    if len(codes) == 1:
        return areas[codes[0]]
    place = Place("AREA")
    if codes:
        what = _("Diesen Namen tragen mehrere Raumeinheiten; der Schlüssel unterscheidet sie")
        problems.append(Problem(place, what, text, ", ".join(codes)))
    else:
        hint = _("Meinten Sie {text}?", text=quoted(near)) if near else None
        names = _listed(f"{area.code} {area.name}" for area in areas)
        problems.append(Problem(place, _("Diese Raumeinheit gibt es nicht"), text, names, hint))
    return None


def _indicator(city: City, text: str, problems: list[Problem]) -> str | None:
    known = {}
    for name, indicator in city.indicators.items():
        titles = (indicator.title, indicator.short)
        said = {translate(title, spoken) for title in titles for spoken in available()}
        known |= {each.casefold(): name for each in (name, *said)}
    wanted = " ".join(text.split()).casefold()
    if wanted in known:
        return known[wanted]
    near = nearest(wanted, known)
    hint = did_you_mean(known[near], [known[near]]) if near else None
    names = _listed(city.indicators)
    what = _("Diesen Indikator gibt es nicht")
    problems.append(Problem(Place("INDICATOR"), what, text, names, hint))
    return None


def _period(text: str, problems: list[Problem]) -> Period | None:
    try:
        return periods.parse(text)
    except ValueError:
        allowed = _("ein Zeitraum wie 2024, 2023/24 oder 2024-T2")
        what: Text = _("Das ist kein Zeitraum")
        problems.append(Problem(Place("PERIOD"), what, text, allowed))
        return None


def _listed(texts: Iterable[str]) -> str:
    every = list(texts)
    return ", ".join(every[:_NAMED_AT_MOST]) + (" …" if len(every) > _NAMED_AT_MOST else "")
