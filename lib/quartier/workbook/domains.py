"""The indicators of a page, domain by domain."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from quartier import periods, signs
from quartier.catalogue import DOMAINS
from quartier.formats import Interval
from quartier.language import Text, _
from quartier.pages import parts
from quartier.workbook.figures import Figures

__all__ = ["by_domain", "key_facts", "noted", "signs_of"]

FACTS = 5
"""As many key facts as a reader takes in at a glance."""


def key_facts(shown: Sequence[Figures]) -> list[Figures]:
    """The indicators that stand at the head of a page: how many people, then what is good or bad.

    Where there are too few of these, neutral ones fill up; the order of the page stays.
    """
    counts = [figures for figures in shown if figures.indicator.kind == "count"][:1]
    others = [figures for figures in shown if figures not in counts]
    judged = sorted(others, key=_weight)
    chosen = [*counts, *judged][:FACTS]
    return [figures for figures in shown if figures in chosen]


def _weight(figures: Figures) -> tuple[bool, bool, bool]:
    """Later come changes, then what is neither good nor bad, last what is a part of another."""
    wholes = figures.book.city.settings.age_standardised
    part = any(figures.name in whole.parts for whole in wholes)
    return part, figures.indicator.polarity == "neutral", figures.unit == "points"


def by_domain(
    shown: Sequence[Figures], show: Callable[[Figures], parts.Html], language: str
) -> Iterator[parts.Html]:
    """A section for each domain that has indicators, in the order of reports.

    Parameters
    ----------
    shown : sequence of Figures
    show : callable
        Draws one indicator.
    language : str
    """
    for domain, name in DOMAINS.items():
        inside = [figures for figures in shown if figures.indicator.domain == domain]
        if inside:
            drawn = [show(figures) for figures in inside]
            yield parts.section(name, *drawn, language=language, id=domain)


def noted(row: Mapping[str, Any], unit: str) -> Text:
    """What stands below a key fact: its period, and how sure it is or why there is no value."""
    period = periods.parse(row["period"])
    if signs.has_value(row["status"]) and pd.notna(row["lower"]):
        ends = Interval(row["lower"], row["upper"], unit)
        return _("{period}, Vertrauensbereich {interval}", period=period, interval=ends)
    if signs.has_value(row["status"]):
        return _("{period}", period=period)
    return _("{period}: {why}", period=period, why=signs.meaning(row["status"]))


def signs_of(shown: Sequence[Figures], language: str, level: str | None = None) -> parts.Html:
    """The legend of the signs that stand for missing figures, on one level or on all."""
    statuses: set[str] = set()
    for figures in shown:
        series = figures.series if level is None else figures.series.where(level=level)
        statuses |= set(series.frame["status"])
    return parts.legend_of_signs(statuses, language=language)
