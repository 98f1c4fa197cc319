"""Goals as a notebook shows them: the pyramid, and each target with its path."""

from collections.abc import Iterator
from typing import Any

from quartier import goals, narrative, periods
from quartier.language import _
from quartier.pages import parts
from quartier.pages.part import Part
from quartier.pyramid import Goal, Pyramid, Target
from quartier.tables import records
from quartier.workbook import origins, ways
from quartier.workbook.book import Book
from quartier.workbook.figures import Figures

__all__ = ["counts", "of_area", "provenance", "pyramid", "sections"]

Row = dict[str, Any]


def _latest(book: Book) -> dict[str, Row]:
    """The assessment of each target in the latest period of its indicator."""
    agreed = book.city.pyramid
    used = {target.id: target.indicator for _goal, target in agreed.targets()} if agreed else {}
    latest = {
        target: Figures(book, name, book.city.indicators[name]).period
        for target, name in used.items()
    }
    found: dict[str, Row] = {}
    for row in sorted(records(book.assessments()), key=lambda row: periods.parse(row["period"])):
        end = latest[row["target"]]
        if row["target"] not in found or end is None or periods.parse(row["period"]) <= end:
            found[row["target"]] = row
    return found


def counts(book: Book) -> parts.Html:
    """How many targets are met, on path, at risk ..."""
    verdicts = [row["verdict"] for row in _latest(book).values()]
    if not verdicts:
        return parts.prose(_("Die Stadt hat noch keine Ziele vereinbart."), language=book.language)
    facts = [
        (parts.status_badge(verdict, language=book.language), str(verdicts.count(verdict)))
        for verdict in ("met", "on_path", "at_risk", "off_path", "not_assessable")
        if verdict in verdicts
    ]
    shown = parts.facts(facts, language=book.language)
    return parts.Html(f"{shown}{ways.line(book.language, 'goals')}")


def pyramid(book: Book) -> parts.Html:
    """The Zielpyramide as nested lists, each target with its verdict."""
    agreed = book.city.pyramid
    if agreed is None:
        return parts.Html("")
    latest = _latest(book)
    items = [_item(goal, agreed, latest, book) for goal in agreed.children(None)]
    return parts.nested_list(items, language=book.language)


def _item(goal: Goal, agreed: Pyramid, latest: dict[str, Row], book: Book) -> parts.Item:
    levels = {level.id: level.name for level in agreed.levels}
    badges = [
        parts.status_badge(latest[target.id]["verdict"], language=book.language)
        for target in goal.targets
    ]
    return parts.Item(
        book.own(goal.title),
        kicker=book.own(levels[goal.level]),
        note=book.own(goal.unit) if goal.unit else None,
        badge=parts.Html(" ".join(str(badge) for badge in badges)) if badges else None,
        children=[_item(child, agreed, latest, book) for child in agreed.children(goal.id)],
    )


def sections(book: Book) -> Iterator[parts.Html]:
    """For each target: what was agreed, where it stands, and its path as a chart."""
    agreed = book.city.pyramid
    latest = _latest(book) if agreed else {}
    for goal, target in agreed.targets() if agreed else []:
        yield _section(book, goal, target, latest[target.id])


def provenance(book: Book) -> parts.Html:
    """Where the key figures of the targets come from."""
    agreed = book.city.pyramid
    used = {target.indicator for _goal, target in agreed.targets()} if agreed else set()
    return origins.provenance(book, [book.city.indicators[name] for name in sorted(used)])


def of_area(book: Book, area: str) -> parts.Html:
    """The targets of an area, in short."""
    agreed = book.city.pyramid
    found = [
        (goal, target)
        for goal, target in (agreed.targets() if agreed else [])
        if target.area == area
    ]
    latest = _latest(book) if found else {}
    shown = [_short(book, target, latest[target.id]) for _goal, target in found]
    if not shown:
        return parts.Html("")
    way = ways.line(book.language, "goals")
    return parts.section(_("Ziele"), *shown, way, language=book.language, id="ziele")


def _short(book: Book, target: Target, row: Row) -> parts.Html:
    figures = Figures(book, target.indicator, book.city.indicators[target.indicator])
    badge = parts.status_badge(row["verdict"], language=book.language)
    return parts.section(
        figures.short,
        parts.paragraph(badge, language=book.language),
        _said(book, target, row, figures),
        level=3,
        id=f"ziel-{target.id.replace('_', '-')}",
        language=book.language,
    )


def _section(book: Book, goal: Goal, target: Target, row: Row) -> parts.Html:
    figures = Figures(book, target.indicator, book.city.indicators[target.indicator])
    method = _("Beurteilt nach: {method}", method=goals.METHODS[row["method"]])
    badge = parts.status_badge(row["verdict"], language=book.language, note=method)
    place = _("{short}, {area}", short=figures.short, area=book.areas[target.area].name)
    told: list[Part] = [
        parts.paragraph(badge, language=book.language),
        _said(book, target, row, figures),
    ]
    if figures.rows(target.area):
        told.append(figures.line(target.area, title=place.into(book.language), target=target))
    return parts.section(
        book.own(goal.title),
        *told,
        level=3,
        id=f"ziel-{target.id.replace('_', '-')}",
        language=book.language,
    )


def _said(book: Book, target: Target, row: Row, figures: Figures) -> parts.Html:
    years = (target.baseline, target.due)
    wanted = narrative.wanted(target.change, years, row["target_value"], figures.unit)
    if row["verdict"] == "not_assessable":
        stands = goals.REASONS[row["reason"]]
    else:
        stands = narrative.reached(row, figures.unit)
    text = f"{wanted.into(book.language)} {stands.into(book.language)}"
    return parts.prose(text, language=book.language)
