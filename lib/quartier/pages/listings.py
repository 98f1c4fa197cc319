"""Lists with an order of their own: goals below goals, sources with their deliveries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quartier.formats import date
from quartier.language import _
from quartier.pages.html import Html
from quartier.pages.part import Part, part
from quartier.pages.tables import data_table

__all__ = [
    "Item",
    "Origin",
    "nested_list",
    "provenance",
]


@dataclass(frozen=True)
class Item:
    """An item of a nested list, such as a goal with the goals below it."""

    text: Part
    kicker: Part | None = None
    note: Part | None = None
    badge: Part | None = None
    page: str | None = None
    children: Sequence["Item"] = ()


def nested_list(items: Iterable[Item], *, language: str) -> Html:
    """Items with items below them, such as the pyramid of goals."""
    return part("outline", language, list(items))


@dataclass(frozen=True)
class Origin:
    """A source: its title, who answers for it, when it was last delivered (2024-12-31), licence."""

    title: Part
    owner: Part
    received: str
    licence: Part | None = None


def provenance(
    origins: Iterable[Origin],
    *,
    language: str,
    corrections: Sequence[Part] = (),
    release: str | None = None,
    as_of: str | None = None,
    id: str | None = None,  # noqa: A002
) -> Html:
    """The end of each page: sources with the dates of their deliveries, corrections, release.

    ``as_of`` is the day of the last delivery, as 2024-12-31.
    """
    columns = [_("Quelle"), _("Zuständig"), _("Geliefert am"), _("Lizenz")]
    rows = [
        (
            origin.title,
            origin.owner,
            date(origin.received, language),
            origin.licence or _("nicht angegeben"),
        )
        for origin in origins
    ]
    name = id or "herkunft"
    table = data_table(
        columns, rows, caption=_("Quellen dieser Seite"), language=language, id=f"{name}-quellen"
    )
    return part("provenance", language, table, corrections, release, as_of, name)
