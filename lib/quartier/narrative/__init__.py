"""From tables to sentences, in the words of a report."""

from quartier.narrative.ages import (
    age_standard,
    age_standardised,
    as_expected,
    not_standardised,
)
from quartier.narrative.comparisons import beside, compared, standing, verdict_beside
from quartier.narrative.figures import change, latest, size_of
from quartier.narrative.gaps import inequality, neighbours, slope_beside
from quartier.narrative.indices import index_classes, index_firmness
from quartier.narrative.places import MANY, OWN, among_highest, fifth, place, smoothed
from quartier.narrative.shares import share
from quartier.narrative.targets import reached, wanted
from quartier.narrative.trends import trend, trend_verdict
from quartier.narrative.when import at, opening, since, span

__all__ = [
    "MANY",
    "OWN",
    "age_standard",
    "age_standardised",
    "among_highest",
    "as_expected",
    "at",
    "beside",
    "change",
    "compared",
    "fifth",
    "index_classes",
    "index_firmness",
    "inequality",
    "latest",
    "neighbours",
    "not_standardised",
    "opening",
    "place",
    "reached",
    "share",
    "since",
    "size_of",
    "slope_beside",
    "smoothed",
    "span",
    "standing",
    "trend",
    "trend_verdict",
    "verdict_beside",
    "wanted",
]
