"""Figures in text: values, signs, verdicts, key facts as cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from quartier import signs
from quartier.formats import measure
from quartier.pages.html import Html
from quartier.pages.part import Part, part
from quartier.pages.verdicts import VERDICTS

__all__ = [
    "Fact",
    "facts",
    "inline",
    "legend_of_signs",
    "sign",
    "status_badge",
    "value",
]


@dataclass(frozen=True)
class Fact:
    """A key fact: what it is, how much, and what to think of it."""

    label: Part
    value: Part
    note: Part | None = None


def facts(facts: Iterable[Fact | tuple[Part, ...]], *, language: str) -> Html:
    """Key facts as cards.

    Parameters
    ----------
    facts : iterable of Fact or (label, value) or (label, value, note)
    language : str
    """
    given = [fact if isinstance(fact, Fact) else Fact(*fact) for fact in facts]
    return part("facts", language, given)


def value(number: float, unit: str, *, language: str, status: str = "reported") -> Html:
    r"""A figure with its unit, or the sign of its status.

    Parameters
    ----------
    number : float
        In the unit; not looked at where the status has no value.
    unit : str
        As in ``formats.UNITS``.
    language : str
    status : str

    Examples
    --------
    >>> value(12.34, "percent", language="de").markup
    '12,3\xa0%'
    """
    if not signs.has_value(status):
        return sign(status, language=language)
    written = measure(number, unit, language)
    if not signs.sign(status):
        return Html(written)
    return part(
        "spoken_value", language, signs.marked(written, status), written, signs.meaning(status)
    )


def sign(status: str, *, language: str) -> Html:
    """The sign of a status, with its meaning for screen readers."""
    return part("spoken", language, signs.sign(status), signs.meaning(status))


def legend_of_signs(statuses: Iterable[str], *, language: str) -> Html:
    """The signs of these statuses with their meaning; empty where no status has a sign."""
    found = signs.legend(statuses)
    return part("legend", language, found) if found else Html("")


def status_badge(verdict: str, *, language: str, note: Part | None = None) -> Html:
    """A verdict as word and symbol.

    Parameters
    ----------
    verdict : str
        One of ``VERDICTS``: of a goal, a comparison or a trend.
    language : str
    note : Part, optional
        Follows in small type.

    Raises
    ------
    ValueError
        When there is no such verdict.
    """
    if verdict not in VERDICTS:
        raise ValueError(f"no verdict {verdict!r}; there are {', '.join(VERDICTS)}")
    return part("badge", language, VERDICTS[verdict], note)


def inline(figure: Any) -> Html:
    """The picture of a figure alone, for a card or running text; table cells do it themselves."""
    return Html(figure.inline())
