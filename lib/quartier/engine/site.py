"""The pages of a city's site: which there are, what each is called, how they are linked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from quartier import places
from quartier.areas import Areas
from quartier.catalogue import Indicator
from quartier.errors import Place, Problem, UserError, did_you_mean
from quartier.language import Text, _
from quartier.pages import PageHead
from quartier.pages.head import Link
from quartier.settings import Area, City

__all__ = ["REPORTS", "STEPS", "Page", "head_of", "pages_of", "selected"]


@dataclass(frozen=True)
class Page:
    """A page of a site, in whichever language.

    Attributes
    ----------
    address : str
        Without language and ending, such as ``area/0101``; it never changes.
    title : str or Text
    notebook : pathlib.Path
    parameters : mapping
        Beside city and language.
    above : sequence of (text, address)
        The pages that lead here, from the top down.
    makes : str
        The last table that a step leaves in the store, without which the others cannot be made.
    """

    address: str
    title: str | Text
    notebook: Path
    parameters: Mapping[str, str] = field(default_factory=dict)
    above: Sequence[Link] = ()
    makes: str = ""


def _notebook(name: str) -> Path:
    return places.NOTEBOOKS / f"{name}.ipynb"


STEPS = (
    Page("data", _("Datenqualität"), _notebook("01_ingest"), makes="covered"),
    Page("coverage", _("Datenlage"), _notebook("02_series"), makes="obstacles"),
    Page("goals", _("Ziele"), _notebook("03_goals"), makes="assessments"),
)
"""The steps of the job, in their order; each is a page too."""

REPORTS = (
    Page("index", _("Überblick"), _notebook("10_city")),
    Page("methods", _("Methoden"), _notebook("90_methods")),
)
"""The reports on the city as a whole: the first page, and what is read last."""


def pages_of(city: City) -> list[Page]:
    """All pages of a city: steps, reports, a sheet of each indicator, a profile of each area."""
    areas = Areas(city.areas, city.levels)
    sheets = [_sheet(name, indicator) for name, indicator in city.indicators.items()]
    return [*STEPS, *REPORTS, *sheets, *(_profile(area, areas) for area in areas)]


def _sheet(name: str, indicator: Indicator) -> Page:
    notebook, above = _notebook("12_indicator"), [(_("Überblick"), "index")]
    return Page(f"indicator/{name}", Text(indicator.title), notebook, {"indicator": name}, above)


def _profile(area: Area, areas: Areas) -> Page:
    above: list[Link] = [(_("Überblick"), "index")]
    above += [(each.name, f"area/{each.code}") for each in reversed(areas.ancestors(area.code))]
    notebook = _notebook("11_area")
    return Page(f"area/{area.code}", area.name, notebook, {"area": area.code}, above)


def selected(pages: Sequence[Page], patterns: Collection[str]) -> list[Page]:
    """The pages that patterns such as ``area/01*`` name; all without a pattern.

    Raises
    ------
    UserError
        A pattern names no page.
    """
    addresses = [page.address for page in pages]
    problems = []
    for pattern in patterns:
        if not any(fnmatchcase(address, pattern) for address in addresses):
            what = _("Diese Seite gibt es nicht")
            allowed = _("Adressen wie „index“, „goals“ oder „area/01*“")
            hint = did_you_mean(pattern, addresses)
            problems.append(Problem(Place("--only"), what, pattern, allowed, hint))
    UserError.raise_if(problems)
    if not patterns:
        return list(pages)
    return [page for page in pages if any(fnmatchcase(page.address, each) for each in patterns)]


def _navigation() -> tuple[Page, ...]:
    first, *others = REPORTS
    return first, *reversed(STEPS), *others


def head_of(
    page: Page, city: City, language: str, languages: Mapping[str, bool], release: str
) -> PageHead:
    """The head of a page in a language.

    Parameters
    ----------
    page : Page
    city : City
    language : str
    languages : mapping of language to bool
        Whether the site will have this page in the language.
    release : str
    """
    settings = city.settings
    title = page.title if isinstance(page.title, str) else page.title.into(language)
    head = PageHead(
        title=title,
        page=page.address,
        language=language,
        city_name=settings.name,
        city_language=settings.language,
        audience=settings.audience,
        notice=settings.notice,
        breadcrumbs=[*page.above, (page.title, None)] if page.above else (),
        navigation=[(each.title, each.address) for each in _navigation()],
        release=release,
    )
    ways = {other: head.address_in(other) if there else None for other, there in languages.items()}
    return replace(head, languages=ways)
