"""The funnel of an indicator: which areas stand out by more than chance explains."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quartier import charts
from quartier.formats import Measure, Number
from quartier.language import Text, _, n_
from quartier.pages import parts
from quartier.statistics import funnel
from quartier.tables import Published
from quartier.workbook.figures import Figures

__all__ = ["section"]

_POINTS = 60
"""So many points make a limit look smooth."""

_FEWEST = 5
_MOST_NAMED = 8
_DISPERSED = 1.5
"""From this factor on areas are judged by over-dispersed limits."""


@dataclass(frozen=True)
class _Counts:
    """The counts of areas, what is common to them, and how much more they differ than by chance."""

    areas: pd.DataFrame
    kind: funnel.Kind
    centre: float
    factor: float
    variance: float

    @property
    def dispersed(self) -> bool:
        return self.factor > _DISPERSED

    def outside(self, side: str) -> list[str]:
        """The names of areas above or below the limits that they are judged by."""
        x, n, variance = self.areas["numerator"], self.areas["denominator"], self._granted
        inner, _outer = funnel.position(x, n, self.centre, self.kind, variance)
        return sorted(self.areas["area_name"][inner == side])

    @property
    def _granted(self) -> float:
        return self.variance if self.dispersed else 0.0

    def limits(self, scale: float, variance: float = 0.0) -> pd.DataFrame:
        """Limits as the chart draws them, exact at each area."""
        sizes = self.areas["denominator"]
        smooth = np.linspace(min(1.0, sizes.min() ** 0.5), sizes.max() ** 0.5 * 1.05, _POINTS) ** 2
        people = np.union1d(smooth, sizes)
        columns = {"denominator": people}
        for name, confidence in (("95", funnel.INNER), ("998", funnel.OUTER)):
            ends = funnel.limits(self.centre, people, self.kind, confidence, variance)
            columns |= {f"lower_{name}": ends[0] * scale, f"upper_{name}": ends[1] * scale}
        return pd.DataFrame(columns)


def section(figures: Figures, level: str) -> parts.Html:
    """The areas of a level by size, with the limits of what chance explains.

    Where areas differ by much more, there are also the limits of their usual spread, which they are
    then judged by. Nothing for indicators without counts and for fewer than five areas with values.
    """
    values, language = figures.on_level(level), figures.language
    counts = _counts(figures, values)
    if counts is None:
        return parts.Html("")
    scale = figures.indicator.scale
    centre = Measure(counts.centre * scale, figures.unit)
    city, apart = _city(figures, values, centre)
    title = _(
        "{short}: mehr als Zufall? {plural} nach ihrer Größe",
        short=figures.short,
        plural=figures.book.plural_of(level),
    )
    drawn = charts.funnel(
        values,
        counts.limits(scale),
        dispersed=counts.limits(scale, counts.variance) if counts.dispersed else None,
        title=title.into(language),
        unit=figures.unit,
        language=language,
        source=figures.source,
        centre=centre.value,
        centre_name=city or _("alle gezeigten Gebiete zusammen").into(language),
    )
    reading = " ".join(text.into(language) for text in (*_reading(counts), *apart))
    link = parts.link(_("Wie der Trichter zu lesen ist"), "methods#funnel", language=language)
    return parts.section(
        _("Mehr als Zufall?"),
        parts.paragraph(*_said(counts), language=language),
        drawn,
        parts.notice(reading, title=link, language=language),
        language=language,
        id="trichter",
    )


def _counts(figures: Figures, values: Published) -> _Counts | None:
    if figures.indicator.denominator is None:
        return None
    areas = values.frame.dropna(subset=["value", "numerator", "denominator"])
    if len(areas) < _FEWEST:
        return None
    kind = figures.indicator.chance
    x, n = areas["numerator"], areas["denominator"]
    found = funnel.dispersion(x, n, kind)
    return _Counts(areas, kind, x.sum() / n.sum(), found.factor, found.variance)


def _city(figures: Figures, values: Published, centre: Measure) -> tuple[str | None, list[Text]]:
    """The city's name, if it has the common value; else what is to be said of its own."""
    line = figures.city_line(values)
    if not line:
        return None, []
    name, value = line["reference_name"], Measure(line["reference"], figures.unit)
    if value.into(figures.language) == centre.into(figures.language):
        return name, []
    apart = _(
        "Die waagerechte Linie ist der Wert aller gezeigten Gebiete zusammen ({centre}). {city} "
        "insgesamt hat {value}: Dort zählt auch, was zu keinem dieser Gebiete gehört.",
        centre=centre,
        city=name,
        value=value,
    )
    return None, [apart]


def _said(counts: _Counts) -> Iterator[Text]:
    """Who stands out."""
    sides = {side: counts.outside(side) for side in ("above", "below")}
    if counts.dispersed:
        yield _(
            "Die Gebiete streuen {factor}-mal so stark (Varianz), wie es durch Zufall allein zu "
            "erwarten wäre.",
            factor=Number(counts.factor, 0 if counts.factor >= 10 else 1),
        )
    if any(sides.values()):
        yield (
            _("Aus dem Rahmen fällt, was auch außerhalb der üblichen Streuung liegt.")
            if counts.dispersed
            else _(
                "Außerhalb der Zufallsgrenzen ist der Abstand so groß, wie er durch Zufall selten "
                "ist."
            )
        )
    else:
        yield (
            _("Gemessen an dieser Streuung fällt kein Gebiet aus dem Rahmen.")
            if counts.dispersed
            else _("Kein Gebiet liegt außerhalb der Zufallsgrenzen.")
        )
    if sides["above"]:
        yield _("Darüber: {which}.", which=_which(sides["above"]))
    if sides["below"]:
        yield _("Darunter: {which}.", which=_which(sides["below"]))


def _reading(counts: _Counts) -> Iterator[Text]:
    """What the limits say."""
    yield _(
        "Je kleiner ein Gebiet ist, desto stärker schwankt sein Wert durch Zufall; nach rechts "
        "werden die Grenzen enger. Innerhalb der Zufallsgrenzen unterscheidet sich ein Gebiet "
        "nicht erkennbar von allen zusammen."
    )
    if counts.dispersed:
        yield _(
            "Hier unterscheiden sich viele mehr als durch Zufall. Die übliche Streuung rechnet "
            "ein, wie weit die meisten Gebiete auseinanderliegen; danach richten sich die Zeichen."
        )


def _which(names: list[str]) -> str | Text:
    if len(names) > _MOST_NAMED:
        return n_("{n} Gebiet", "{n} Gebiete", len(names))
    return ", ".join(names)
