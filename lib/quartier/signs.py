"""Signs that stand where a figure is missing or is not an ordinary one.

A table or chart never leaves such a place empty and never fills it with 0: it prints the sign of
the status, with its meaning for screen readers, and the page explains the signs once (`legend`).

The signs follow German official statistics where those are unambiguous: `/`, `…`, `x`, `( )`, `|`,
`p`, `r`, `s`. The dash is not used, because official tables print it for exactly zero; nor is the
full stop, which is too small to be seen beside the point of a withheld figure.

>>> sign("withheld"), str(meaning("withheld"))
('•', 'nicht veröffentlicht, damit niemand erkennbar wird')
"""

from collections.abc import Iterable
from dataclasses import dataclass

from quartier.language import Text, _

__all__ = ["STATUSES", "has_value", "legend", "marked", "meaning", "sign"]


@dataclass(frozen=True)
class _Sign:
    sign: str
    meaning: Text
    has_value: bool = False


_WITHHELD = _Sign("•", _("nicht veröffentlicht, damit niemand erkennbar wird"))

# Both kinds of withholding look the same: whoever could tell the figure that is withheld for its
# own sake from the one that protects it would know more than is published.
_SIGNS = {
    "reported": _Sign("", _("wie gemeldet"), True),
    "below_half": _Sign("≈", _("weniger als die Hälfte der kleinsten gezeigten Einheit"), True),
    "limited": _Sign("( )", _("nur eingeschränkt aussagekräftig"), True),
    "preliminary": _Sign("p", _("vorläufig"), True),
    "revised": _Sign("r", _("nachträglich berichtigt"), True),
    "estimated": _Sign("s", _("geschätzt"), True),
    "break": _Sign("|", _("Bruch in der Zeitreihe, mit früheren Werten nicht vergleichbar"), True),
    "withheld": _WITHHELD,
    "withheld_secondary": _WITHHELD,
    "secret": _Sign("*", _("von der Quelle geheim gehalten")),
    "missing": _Sign("[ ]", _("nichts Verwertbares geliefert")),
    "not_available": _Sign("…", _("noch nicht verfügbar")),
    "unknown": _Sign("?", _("unbekannt")),
    "unreliable": _Sign("/", _("nicht veröffentlicht, weil zu unsicher")),
    "not_applicable": _Sign("x", _("nicht sinnvoll")),
    "excluded": _Sign("#", _("von der Auswertung ausgenommen")),
    "incomplete": _Sign("~", _("unvollständig, weil ein Teil der Summe fehlt")),
    "not_computable": _Sign("÷", _("nicht berechenbar")),
}

#: The statuses of a figure, in the order of a legend.
STATUSES: tuple[str, ...] = tuple(_SIGNS)


def sign(status: str) -> str:
    """The sign of a status; empty for an ordinary figure.

    >>> sign("missing"), sign("reported")
    ('[ ]', '')

    Raises
    ------
    ValueError
        When there is no such status.
    """
    return _known(status).sign


def meaning(status: str) -> Text:
    """What the status says about a figure, in words for readers.

    >>> str(meaning("preliminary"))
    'vorläufig'
    """
    return _known(status).meaning


def has_value(status: str) -> bool:
    """Whether a figure of this status is shown as a number.

    >>> has_value("estimated"), has_value("secret")
    (True, False)
    """
    return _known(status).has_value


def marked(number: str, status: str) -> str:
    r"""A written number with the sign of its status.

    >>> marked("12,3", "limited"), marked("12,3", "revised"), marked("12,3", "reported")
    ('(12,3)', '12,3\xa0r', '12,3')

    Raises
    ------
    ValueError
        When figures of this status have no number.
    """
    known = _known(status)
    if not known.has_value:
        raise ValueError(f"a figure that is {status} has no number")
    if status == "limited":
        return f"({number})"
    if status == "below_half":
        return f"{known.sign}{number}"
    return f"{number}\N{NO-BREAK SPACE}{known.sign}" if known.sign else number


def legend(statuses: Iterable[str]) -> list[tuple[str, Text]]:
    """The signs that a page needs to explain, each once.

    >>> [sign for sign, _ in legend(["reported", "missing", "withheld_secondary", "withheld"])]
    ['•', '[ ]']

    Parameters
    ----------
    statuses
        The statuses of the figures on the page, in any order, also several times.

    Returns
    -------
    list of (sign, meaning)
        In a fixed order, without the ordinary figures.
    """
    found = {_known(status) for status in statuses}
    signs = [known for known in dict.fromkeys(_SIGNS.values()) if known in found and known.sign]
    return [(known.sign, known.meaning) for known in signs]


def _known(status: str) -> _Sign:
    if status not in _SIGNS:
        raise ValueError(f"no status {status!r}; there are {', '.join(_SIGNS)}")
    return _SIGNS[status]
