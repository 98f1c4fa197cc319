"""Groups in words: what `age=0-17;sex=f` is called."""

from quartier import groups
from quartier.language import Text, _, n_

__all__ = ["in_words"]

_PARTS = {
    ("sex", "f"): _("weiblich"),
    ("sex", "m"): _("männlich"),
    ("sex", "d"): _("divers"),
}


def in_words(group: str, language: str) -> str:
    """A group as people call it; parts that there are no words for stay as they are.

    Examples
    --------
    >>> in_words("age=0-17;sex=f", "de"), in_words("age=80+", "de"), in_words("total", "de")
    ('0–17 Jahre, weiblich', '80 Jahre und älter', 'insgesamt')
    >>> in_words("age=3;origin=eu", "de")
    '3 Jahre, origin: eu'
    """
    parts = [_part(name, part) for name, part in groups.parse(group).items()]
    return ", ".join(part.into(language) for part in parts or [_("insgesamt")])


def _part(name: str, part: str) -> Text:
    band = groups.band(part) if name == "age" else None
    if band is None:
        return _PARTS.get((name, part)) or Text("{name}: {part}", (("name", name), ("part", part)))
    if band[1] == groups.OPEN:
        return _("{age} Jahre und älter", age=band[0])
    if band[1] - band[0] == 1:
        return n_("{n} Jahr", "{n} Jahre", band[0])
    return _("{first}–{last} Jahre", first=band[0], last=band[1] - 1)
