"""Whether the parts of a city folder that name each other fit together."""

from collections.abc import Mapping, Set

from quartier.config import Source
from quartier.errors import Problem
from quartier.references.corrections import check_correction
from quartier.references.goals import check_goals
from quartier.references.indicators import check_indicator
from quartier.references.report import Report
from quartier.references.settings import check_settings
from quartier.references.sources import check_description
from quartier.settings import City

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
    report = Report(texts, problems, unread)
    for name, indicator in city.indicators.items():
        check_indicator(name, indicator, city, report)
    for name, description in city.sources.items():
        check_description(f"sources/{name}.yml", description, city, report)
    for correction in city.corrections:
        check_correction(correction, city, report)
    check_settings(city, report)
    if city.pyramid is not None:
        check_goals(city, report)
