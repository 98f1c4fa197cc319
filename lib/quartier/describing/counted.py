"""What a header, or a text in a list, says of figures: what they count, of whom, in which unit."""

import re
from dataclasses import dataclass, field

from quartier import groups
from quartier.describing.naming import identifier
from quartier.describing.parts import WHOLE, part_of

__all__ = ["Counted", "in_heading", "in_list"]

_THOUSANDS = re.compile(
    r"\(?(?:in|je)? ?(?:1[. ]?000|tsd\.?|tausend|t€|t ?eur)\b\)?", re.IGNORECASE
)
_MILLIONS = re.compile(r"\(?(?:in )?(?:mio\.?|millionen)\b\)?", re.IGNORECASE)
_RATE = re.compile(r"(?:je|pro) ", re.IGNORECASE)
_PERCENT = re.compile(
    r"%|prozent|percent|\banteil|\w*anteil\b|quote\b|\w*quote\b|share|rate\b", re.IGNORECASE
)
_UNIT = re.compile(r"\(?(?:in )?(?:%|prozent|anzahl)\)?", re.IGNORECASE)
_BY = re.compile(r"(.+?) nach (?:dem |der |den )?(.+)")


@dataclass(frozen=True)
class Counted:
    """What is counted.

    Attributes
    ----------
    title : str
        Empty where only the group is named.
    group : mapping of str to str
        Dimension and part.
    times : float
        What figures are to be multiplied by.
    percent : bool
    """

    title: str
    group: dict[str, str] = field(default_factory=dict)
    times: float = 1.0
    percent: bool = False

    @property
    def group_text(self) -> str:
        """The group as descriptions write it."""
        return groups.text(self.group)


def in_heading(heading: str) -> Counted:
    """What the header of a column says; rows of a header stand with bars between them.

    >>> found = in_heading("Arbeitslose | unter 25 Jahre | Anzahl")
    >>> found.title, found.group
    ('Arbeitslose', {'age': '0-24'})
    """
    group: dict[str, str] = {}
    said = []
    for part in (part.strip() for part in heading.split("|")):
        meaning = part_of(part)
        if meaning is not None and meaning[0] not in group:
            group[meaning[0]] = meaning[1]
        elif part.lower() not in WHOLE:
            said.append(part)
    rate = _RATE.search(heading) is not None
    times = 1.0 if rate else _times(heading)
    title = " ".join(" ".join(said).replace("_", " ").split())
    shown = title if rate else _MILLIONS.sub("", _THOUSANDS.sub("", title))
    shown = " ".join(_UNIT.sub("", shown).split()).strip(" ,;:-")
    return Counted(shown, group, times, _PERCENT.search(heading) is not None)


def _times(heading: str) -> float:
    if _MILLIONS.search(heading):
        return 1_000_000.0
    return 1000.0 if _THOUSANDS.search(heading) else 1.0


def in_list(text: str, above: str) -> Counted:
    """What a text in a list of what is counted says, under a coarser heading.

    "Einwohner nach Alter" above "unter 3" are inhabitants of that age; "Einwohner nach
    Familienstand" above "ledig" those of a group that the office has made.

    >>> in_list("ledig", "Einwohner nach Familienstand").group
    {'familienstand': 'ledig'}
    """
    by = _BY.fullmatch(above)
    base = by[1] if by else above
    meaning = part_of(text)
    if meaning is not None:
        return Counted(base, dict([meaning]))
    if text.lower() in WHOLE or text == base:
        return Counted(base)
    if by:
        return Counted(base, {identifier(by[2]): identifier(text)})
    found = in_heading(text)
    title = f"{above}: {found.title}" if above and found.title not in above else found.title
    return Counted(title or text, found.group, percent=found.percent)
