"""From tables to sentences, in the words of a report."""

from quartier.narrative.ages import (
    age_standard,
    age_standardised,
    as_expected,
    not_standardised,
)
from quartier.narrative.figures import (
    change,
    compared,
    latest,
    reached,
    size_of,
    standing,
    wanted,
)
from quartier.narrative.gaps import inequality, neighbours, slope_beside
from quartier.narrative.sure import (
    MANY,
    OWN,
    among_highest,
    beside,
    fifth,
    index_classes,
    index_firmness,
    place,
    smoothed,
    trend,
    trend_verdict,
    verdict_beside,
)

__all__ = [
    "MANY",
    "OWN",
    "age_standard",
    "age_standardised",
    "among_highest",
    "as_expected",
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
    "place",
    "reached",
    "size_of",
    "slope_beside",
    "smoothed",
    "standing",
    "trend",
    "trend_verdict",
    "verdict_beside",
    "wanted",
]
