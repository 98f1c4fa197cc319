"""What a header, or a text in a list, says of figures: what they count, of whom, in which unit."""

import re
from dataclasses import dataclass, field

from quartier import groups
from quartier.describing.naming import identifier
from quartier.describing.parts import WHOLE, part_of

__all__ = ["Counted", "in_heading", "in_list"]

_THOUSANDS = re.compile(
    r"\(?(?:\bin |\bje )?(?:\b1[. ]?000|\btsd\.?|\btausend|\bt(?=€|eur| €| eur))(?!\w{4})\)?", re.I
)
_MILLIONS = re.compile(r"\(?(?:\bin )?\b(?:mio\.?|millionen)\)?", re.IGNORECASE)
_PER = re.compile(r"\b(?:je|pro) (1[. ]?000)?", re.IGNORECASE)
_PERCENT = re.compile(r"%|prozent|percent|anteil\b|quote\b|\bshare\b|\brate\b", re.IGNORECASE)
_MONEY = re.compile(r"€|\beuro?\b", re.IGNORECASE)
_UNIT = re.compile(r"\(?(?:\bin )?(?:%|€|\b(?:prozent|anzahl|euro?)\b)\)?", re.IGNORECASE)
_OF_THESE = re.compile(r"(?:darunter|davon|dar\.|und zwar):? (.+)", re.IGNORECASE)
_AGES = re.compile("jahr|jähr|älter|unter", re.IGNORECASE)
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
    unit : str
        ``percent``, ``per_1000`` or ``euro``; empty where nothing says it.
    """

    title: str
    group: dict[str, str] = field(default_factory=dict)
    times: float = 1.0
    unit: str = ""

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
        title, meaning = _title_and_part(" ".join(_UNIT.sub("", part).split()))
        if meaning is not None and meaning[0] not in group:
            group[meaning[0]] = meaning[1]
            said.append(title)
        elif part.lower() not in WHOLE:
            said.append(part)
    unit = _unit(heading)
    title = " ".join(said).replace("_", " ")
    if unit == "per_1000" or _PER.search(heading):
        return Counted(" ".join(title.split()), group, 1.0, unit)
    shown = _UNIT.sub("", _MILLIONS.sub("", _THOUSANDS.sub("", title)))
    return Counted(" ".join(shown.split()).strip(" .,;:-"), group, _times(heading), unit)


def _title_and_part(text: str) -> tuple[str, tuple[str, str] | None]:
    """What is counted, and of which part: "Arbeitslose Frauen" are women among the unemployed."""
    of_these = _OF_THESE.fullmatch(text)
    if of_these and (meaning := part_of(of_these[1])):
        return "", meaning
    words = text.split()
    for start in range(len(words)):
        last = " ".join(words[start:])
        meaning = part_of(last.strip("()"))
        if meaning and (not start or meaning[0] != "age" or _AGES.search(last)):
            return " ".join(words[:start]).strip(" ,;:-"), meaning
    return text, None


def _unit(heading: str) -> str:
    per = _PER.search(heading)
    if per and per[1]:
        return "per_1000"
    if _PERCENT.search(heading):
        return "percent"
    return "euro" if _MONEY.search(heading) else ""


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
    return Counted(title or text, found.group, unit=found.unit)
