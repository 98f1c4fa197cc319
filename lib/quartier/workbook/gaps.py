"""Inequality between the areas of a level, in words and over time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from quartier import narrative, periods
from quartier.language import Text, _
from quartier.pages import parts
from quartier.statistics import recovery
from quartier.workbook.figures import Figures
from quartier.workbook.gap_tables import Found, absent, courses, has_value, not_computed, table

__all__ = ["section", "sentence", "why_not"]

Row = Mapping[str, Any]

_WAYS: Mapping[Text, str] = {
    _("Wie die Maße und ihre Vertrauensbereiche berechnet werden"): "inequality",
    _("Segregation und Isolation"): "segregation",
    _("Räumlicher Zusammenhang"): "neighbourhood",
}


def section(figures: Figures, level: str) -> parts.Html:
    """How unequal the areas of a level are, first and last, and why a measure is missing.

    Nothing for numbers of people, which are no matter of inequality.
    """
    found = _on(figures, level)
    if not found:
        return parts.Html("")
    language, shown = figures.language, _ends(found)
    said = "\n\n".join(_paragraphs(figures, found, shown)) if shown else ""
    missing = " ".join(text.into(language) for text in absent(found, shown))
    return parts.section(
        _("Ungleichheit zwischen den Gebieten"),
        *([parts.prose(said, language=language)] if said else []),
        *([table(figures, level, found, shown)] if shown else []),
        *([parts.paragraph(missing, language=language)] if missing else []),
        *courses(figures, level, found),
        parts.paragraph(*_ways(language), language=language),
        language=language,
        id="ungleichheit",
    )


def _ways(language: str) -> Iterator[parts.Part]:
    """The ways to how it is computed."""
    for number, (said, place) in enumerate(_WAYS.items()):
        if number:
            yield "·"
        yield parts.link(said, f"methods#{place}", language=language)


def sentence(figures: Figures, level: str) -> Text | None:
    """How far the most and the least burdened fifth are apart, then and now."""
    found = _on(figures, level)
    shown = _ends(found)
    pair = _fifths(figures, found, shown[-1]) if shown else None
    if pair is None:
        return None
    then, now = (found[text]["fifths_difference"] for text in pair)
    return narrative.inequality(then, now, figures.unit, _change(then, now))


def why_not(figures: Figures, level: str) -> Text:
    """Why the fifths cannot be compared, where they cannot."""
    found = _on(figures, level)
    if not found:
        return _("nicht berechnet")
    row = found[(_ends(found) or list(found))[-1]]["fifths_difference"]
    if has_value(row):
        return _("weder hohe noch niedrige Werte sind eine Belastung")
    return not_computed(row)


def _paragraphs(figures: Figures, found: Found, shown: Sequence[str]) -> Iterator[str]:
    language, pair = figures.language, _fifths(figures, found, shown[-1])
    if pair is not None:
        told = [_fifths_said(figures, found, pair), _slope_said(found, pair)]
        yield " ".join(text.into(language) for text in told if text is not None)
    beside = narrative.neighbours(found[shown[-1]]["moran"])
    if beside is not None:
        yield beside.into(language)


def _fifths(figures: Figures, found: Found, now: str) -> tuple[str, str] | None:
    """The first and the last period whose fifths can be compared."""
    if not has_value(found[now]["fifths_difference"]):
        return None
    itself = found[now]["fifths_difference"]["ordered_by"] == "itself"
    if figures.indicator.polarity == "neutral" and itself:
        return None  # Where neither high nor low is a burden there are no burdened areas.
    told = [text for text in _alike(found, now) if has_value(found[text]["fifths_difference"])]
    return told[0], now


def _fifths_said(figures: Figures, found: Found, pair: tuple[str, str]) -> Text:
    then, now = (found[text]["fifths_difference"] for text in pair)
    return _(
        "Das am stärksten belastete Fünftel der Bevölkerung hat, verglichen mit dem am wenigsten "
        "belasteten, {gap}",
        gap=narrative.inequality(then, now, figures.unit, _change(then, now)),
    )


def _slope_said(found: Found, pair: tuple[str, str]) -> Text | None:
    """Whether the slope has changed as the fifths have."""
    gap, slope = (
        _change(*(found[text][name] for text in pair)) for name in ("fifths_difference", "slope")
    )
    if pair[0] == pair[1] or "unknown" in (gap, slope):
        return None
    return narrative.slope_beside(gap, slope)


def _change(first: Row, last: Row) -> str:
    """Whether a measure has grown, shrunk or turned round by more than chance."""
    sides = [row[name] for row in (last, first) for name in ("value", "lower", "upper")]
    if pd.isna(sides).any():
        return "unknown"
    _size, lower, upper = recovery.difference(*sides)
    if lower <= 0 <= upper:
        return "chance"
    if first["value"] * last["value"] < 0:
        return "turned"
    return "grown" if abs(last["value"]) > abs(first["value"]) else "shrunk"


def _on(figures: Figures, level: str) -> Found:
    """The measures of a level since the last break."""
    rows = [row for row in figures.analysed("inequalities") if row["level"] == level]
    every = sorted({row["period"] for row in rows}, key=periods.parse)
    cuts = [periods.parse(cut.period).start for cut in figures.indicator.breaks]
    since = max(
        (cut for cut in cuts if every and cut <= periods.parse(every[-1]).end), default=None
    )
    kept = [text for text in every if since is None or periods.parse(text).start >= since]
    # A period with a break inside stands alone.
    kept = kept or every[-1:]
    return {text: {row["measure"]: row for row in rows if row["period"] == text} for text in kept}


def _ends(found: Found) -> list[str]:
    """The last period with any measure, and before it the first that is ordered alike."""
    told = [text for text, measures in found.items() if any(map(has_value, measures.values()))]
    if not told:
        return []
    alike = [text for text in _alike(found, told[-1]) if text in told]
    return [alike[0], told[-1]] if len(alike) > 1 else [told[-1]]


def _alike(found: Found, now: str) -> list[str]:
    """The periods in which areas are ordered as in one of them."""
    order = {text: measures["slope"]["ordered_by"] for text, measures in found.items()}
    return [text for text, each in order.items() if each == order[now]]
