"""Words for parts of groups: ages, sexes, nationalities."""

from collections.abc import Iterable, Mapping

from quartier import groups
from quartier.bands import read_band

__all__ = ["DIMENSIONS", "WHOLE", "dimension_of", "part_of"]

#: Words for all parts together.
WHOLE = frozenset(
    "insgesamt|gesamt|zusammen|total|summe|alle|alle altersgruppen|alle geschlechter|i.g.".split(
        "|"
    )
)

DIMENSIONS: Mapping[str, Mapping[str, str]] = {
    "sex": {
        "weiblich": "f", "männlich": "m", "divers": "d", "w": "f", "m": "m", "d": "d", "f": "f",
        "frauen": "f", "männer": "m", "frau": "f", "mann": "m", "mädchen": "f", "jungen": "m",
        "female": "f", "male": "m",
    },
    "nationality": {
        "deutsch": "german", "deutsche": "german", "nichtdeutsch": "foreign",
        "nicht deutsch": "foreign", "nichtdeutsche": "foreign", "ausländer": "foreign",
        "ausländisch": "foreign", "ausländerinnen und ausländer": "foreign",
        "ausländer/-innen": "foreign", "ausländer/innen": "foreign",
        "deutsche und deutscher": "german",
    },
}  # fmt: skip
# In official statistics 1 is male and 2 is female; only under a header that says so.
_MOSTLY = 0.75
_SEX_NUMBERS = {"1": "m", "2": "f", "3": "d"}


def part_of(text: str) -> tuple[str, str] | None:
    """Dimension and part that a text means; None where it means none.

    >>> part_of("75 Jahre und älter"), part_of("Männer"), part_of("Nord")
    (('age', '75+'), ('sex', 'm'), None)
    """
    folded = " ".join(text.lower().split())
    for dimension, words in DIMENSIONS.items():
        if folded in words:
            return dimension, words[folded]
    band = None if folded.isdigit() else read_band(text)
    return ("age", band) if band and groups.band(band) else None


def dimension_of(header: str, texts: Iterable[str]) -> tuple[str, dict[str, str]] | None:
    """The dimension that a column cuts by, and the part that each text means.

    Most texts have to be parts of one dimension; what the others mean, such as "unbekannt", is not
    guessed.

    >>> dimension_of("Geschlecht", ["weiblich", "männlich", "insgesamt"])
    ('sex', {'weiblich': 'f', 'männlich': 'm', 'insgesamt': 'total'})
    """
    texts = list(texts)
    name = header.lower()
    if "geschlecht" in name and texts and set(texts) <= _SEX_NUMBERS.keys():
        return "sex", {text: _SEX_NUMBERS[text] for text in texts}
    ages = "alter" in name and all(text.isdigit() and len(text) < 4 for text in texts)
    found: dict[str, str] = {}
    dimensions = set()
    for text in texts:
        if " ".join(text.lower().split()) in WHOLE:
            found[text] = groups.TOTAL
            continue
        part = ("age", str(int(text))) if ages else part_of(text)
        if part is not None:
            found[text] = part[1]
            dimensions.add(part[0])
    most = len(found) >= _MOSTLY * len(texts)
    return (dimensions.pop(), found) if most and len(dimensions) == 1 else None
