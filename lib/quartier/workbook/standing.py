"""Where an area stands with an indicator: its comparisons, its place, its smoothed value."""

from collections.abc import Iterator, Mapping
from typing import Any

from quartier import narrative
from quartier.analysis import REFERENCES
from quartier.formats import Measure
from quartier.language import Text, _
from quartier.pages import parts
from quartier.workbook import unmatched
from quartier.workbook.figures import Figures

__all__ = ["comparisons", "remarks"]

Row = Mapping[str, Any]


def comparisons(figures: Figures, area: str, *, similar: bool) -> parts.Html:
    """An area beside the city, its parent, similar areas and its own past, at a click.

    What it cannot be compared with is said with the reason.

    Parameters
    ----------
    figures : Figures
    area : str
    similar : bool
        Whether any areas are similar to it.
    """
    rows, language = _ordered(figures, area), figures.language
    told = {row["reference"] for row in rows}
    said = [*remarks(figures, area), *unmatched.reasons(figures, area, similar, told)]
    note = " ".join(text.into(language) for text in said)
    if figures.indicator.kind == "count" or not rows:
        # A count has nothing but its own past, and a sentence says that already.
        return parts.prose(note, language=language) if note else parts.Html("")
    columns = [
        parts.Column(_("Verglichen mit")),
        parts.Column(_("Urteil")),
        parts.Column(_("Wert dort"), numeric=True),
        parts.Column(_("Unterschied (Vertrauensbereich)")),
    ]
    return parts.data_table(
        columns,
        [_row(figures, area, row) for row in rows],
        caption=_("{short}: Vergleiche", short=figures.short),
        language=language,
        note=note or None,
        id=f"{figures.anchor}-vergleiche",
        folded=_("Vergleiche, Platz und geglätteter Wert"),
    )


def remarks(figures: Figures, area: str) -> Iterator[Text]:
    """The place of an area among those of its level, how sure it is, and the smoothed value."""
    for row in figures.analysed_of("places", area):
        plural = figures.book.plural_of(figures.book.areas[area].level)
        yield narrative.place(row, plural)
        further = (
            narrative.fifth(row),
            narrative.among_highest(row),
            narrative.smoothed(row, figures.unit),
        )
        yield from (sentence for sentence in further if sentence is not None)
    yield from _freed_from_age(figures, area)


def _freed_from_age(figures: Figures, area: str) -> Iterator[Text]:
    """The last figure as it would be with the ages of another population."""
    last, city = figures.last(area), figures.book.areas.city()
    for row in figures.analysed_of("age_standardised", area):
        itself = city is not None and area == city.code and row["standard"] == row["period"]
        said = narrative.age_standardised(row, figures.unit)
        if said is not None and not itself and last is not None and row["period"] == last["period"]:
            yield said


def _ordered(figures: Figures, area: str) -> list[Row]:
    """The comparisons of an area's last figure, from the city down to its own past."""
    last = figures.last(area)
    rows = figures.analysed_of("comparisons", area)
    told = [row for row in rows if last is not None and row["period"] == last["period"]]
    return sorted(told, key=lambda row: REFERENCES.index(row["reference"]))


def _row(figures: Figures, area: str, row: Row) -> list[parts.Part]:
    language, polarity = figures.language, figures.indicator.polarity
    return [
        _reference(figures, area, row).into(language),
        parts.status_badge(narrative.verdict_beside(row, polarity), language=language),
        Measure(row["reference_value"], figures.unit).into(language),
        narrative.beside(row, figures.unit).into(language),
    ]


def _reference(figures: Figures, area: str, row: Row) -> Text:
    """What a figure is compared with, in words."""
    areas = figures.book.areas
    if row["reference"] == "city":
        city = areas.city()
        assert city is not None
        return _("{name} insgesamt", name=city.name)
    if row["reference"] == "parent":
        above = areas.ancestors(area)[0]
        return _("{level} {name}", level=figures.book.level(above.code), name=above.name)
    if row["reference"] == "similar":
        plural = figures.book.plural_of(areas[area].level)
        return _("ähnliche Gebiete zusammen ({plural})", plural=plural)
    return _("eigener Wert {when}", when=narrative.at(row["reference_period"]))
