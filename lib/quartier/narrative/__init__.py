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
    among_highest,
    beside,
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
    "among_highest",
    "beside",
    "change",
    "compared",
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
