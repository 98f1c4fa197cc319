"""From tables to sentences, in the words of a report."""

from quartier.narrative.figures import (
    change,
    compared,
    latest,
    reached,
    size_of,
    standing,
    wanted,
)
from quartier.narrative.sure import (
    MANY,
    OWN,
    among_highest,
    beside,
    fifth,
    index_classes,
    index_firmness,
    inequality,
    place,
    smoothed,
    trend,
    trend_verdict,
    verdict_beside,
)

__all__ = [
    "MANY",
    "OWN",
    "among_highest",
    "beside",
    "change",
    "compared",
    "fifth",
    "index_classes",
    "index_firmness",
    "inequality",
    "latest",
    "place",
    "reached",
    "size_of",
    "smoothed",
    "standing",
    "trend",
    "trend_verdict",
    "verdict_beside",
    "wanted",
]
