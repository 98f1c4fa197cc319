"""What each column of a table is for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quartier.describing.area_place import AreaGuess, guess_area
from quartier.describing.genesis import LISTING, is_genesis, kind_of, region_of
from quartier.describing.known import Known
from quartier.describing.looked import Column, Looked, determines
from quartier.describing.naming import identifier
from quartier.describing.parts import dimension_of
from quartier.describing.period_place import PeriodGuess, divides_year, guess_period_column
from quartier.language import Text, _, quoted

__all__ = ["GroupGuess", "Roles", "assign"]

#: A column with more texts is a list of names, and none that cuts figures into groups.
MOST_TEXTS = 200
LONGEST_TEXT = 200
#: So many classes in words a column has at most.
MOST_CLASSES = 8

_CODES = re.compile(r"(?:.*[_\s-])?(?:id|nr|nummer|code|schlüssel|lfd|ags|kennziffer|index)\.?")
_NUMBERED = re.compile(r"(\d+) .*")
_LISTING = re.compile(
    r".*(?:merkmal|indikator|variable|kennzahl|zeile|ausprägung|position|art|kategorie|label).*"
)


@dataclass(frozen=True)
class GroupGuess:
    """A column that cuts figures into groups; ``strange`` texts mean no part.

    Where there is a ``pattern``, it catches the part in each text.
    """

    column: str
    dimension: str
    values: Mapping[str, str]
    strange: Sequence[str] = ()
    why: tuple[Text, ...] = ()
    pattern: str = ""


@dataclass
class Roles:
    """What the columns of a table are for.

    Attributes
    ----------
    area : AreaGuess
    period : PeriodGuess, optional
        None where no column holds it.
    groups : list of GroupGuess
    listing : Column, optional
        The column that says of each row what it counts.
    above : Column, optional
        Coarser headings of the listing's texts.
    values : list of Column
    quality : mapping of str to str
        For columns of values those with signs about them.
    left_out : list of (str, Text)
        Columns that are not read, with the reason.
    """

    area: AreaGuess
    period: PeriodGuess | None = None
    groups: list[GroupGuess] = field(default_factory=list)
    listing: Column | None = None
    above: Column | None = None
    values: list[Column] = field(default_factory=list)
    quality: dict[str, str] = field(default_factory=dict)
    left_out: list[tuple[str, Text]] = field(default_factory=list)


def assign(looked: Looked, known: Known) -> Roles:
    """Give each column its role."""
    columns = [column for column in looked.columns if column.distinct]
    roles = Roles(guess_area(columns, known, region_of(looked)))
    roles.left_out += [(c.name, _("leer")) for c in looked.columns if not c.distinct]
    roles.left_out += [(name, _("steht zweimal im Kopf")) for name in looked.doubled]
    rest = [column for column in columns if column.name != roles.area.column]
    roles.period = guess_period_column(rest)
    if roles.period is not None:
        rest = [column for column in rest if column.name != roles.period.text]
    area = next((column for column in columns if column.name == roles.area.column), None)
    rest = list(_without_useless(rest, area, roles))
    figures = [column for column in rest if column.has_figures]
    texts = [column for column in rest if not column.has_figures]
    texts = list(_without_groups([*texts, *figures], roles))
    figures = [column for column in figures if column in texts]
    texts = [column for column in texts if column not in figures]
    texts = list(_without_doubles(texts, columns, roles))
    roles.values = list(_without_codes(figures, texts, area, roles))
    _assign_texts(texts, roles, looked, one_each=_one_each(looked, roles))
    return roles


def _one_each(looked: Looked, roles: Roles) -> bool:
    """Whether each area has one row a period, so that texts beside figures cut nothing."""
    place = roles.period.text if roles.period else None
    key = [column.texts for column in looked.columns if column.name in (roles.area.column, place)]
    return bool(key) and len(set(zip(*key, strict=True))) == looked.rows


def _without_useless(
    columns: Iterable[Column], area: Column | None, roles: Roles
) -> Iterable[Column]:
    """Columns that say something which the area does not."""
    columns = list(columns)
    repeated = area is not None and len(area.texts) > len(area.counts)
    useless = dict[str, Text]()
    for column in columns:
        if divides_year(column, roles.period):
            said = _("teilt das Jahr; lesbar ist nur beides in einer Spalte, etwa 2023-01")
            roles.left_out.append((column.name, said))
            columns = [each for each in columns if each is not column]
    for column in columns:
        if len(column.counts) == 1 and len(column.texts) > 2:
            useless[column.name] = _("in allen Zeilen {text}", text=quoted(column.distinct[0]))
        elif area is not None and repeated and determines(area, column):
            useless[column.name] = _("gehört zur Raumeinheit")
    # In a small table, figures can look so by chance.
    if all(column.name in useless for column in columns if column.has_figures):
        useless = {
            c.name: useless[c.name] for c in columns if c.name in useless and not c.has_figures
        }
    for column in columns:
        if column.name.lower().endswith("_q") and not column.has_figures:
            roles.quality[re.sub("_{1,2}q$", "", column.name, flags=re.IGNORECASE)] = column.name
        elif column.name in useless:
            roles.left_out.append((column.name, useless[column.name]))
        else:
            yield column


def _without_groups(columns: Iterable[Column], roles: Roles) -> Iterable[Column]:
    """Columns that do not cut by age, sex or the like; those that do become groups."""
    taken: set[str] = set()
    for column in columns:
        ages = "alter" in column.name.lower() or "geschlecht" in column.name.lower()
        few = len(column.distinct) <= MOST_TEXTS and (ages or not column.has_figures)
        found = dimension_of(column.name, column.distinct) if few else None
        if found is None or found[0] in taken:
            yield column
            continue
        dimension, values = found
        taken.add(dimension)
        strange = [text for text in column.distinct if text not in values]
        roles.groups.append(GroupGuess(column.name, dimension, values, strange))


def _without_doubles(
    texts: Iterable[Column], columns: Sequence[Column], roles: Roles
) -> Iterable[Column]:
    """Columns that do not say in other words what a column of groups says."""
    cutting = {cut.column for cut in roles.groups}
    groups = [column for column in columns if column.name in cutting]
    for column in texts:
        double = next((group for group in groups if determines(group, column)), None)
        if double is None:
            yield column
        else:
            said = _("ergibt sich aus Spalte {column}", column=quoted(double.name))
            roles.left_out.append((column.name, said))


def _without_codes(
    figures: Sequence[Column], texts: Sequence[Column], area: Column | None, roles: Roles
) -> Iterable[Column]:
    """Columns of figures that count something, and are no numbers of things."""
    for column in figures:
        text = next((t for t in texts if len(t.texts) > len(t.counts) and _paired(t, column)), None)
        if text is not None:
            said = _("Schlüssel zu Spalte {column}", column=quoted(text.name))
            roles.left_out.append((column.name, said))
        elif _is_code(column, area):
            roles.left_out.append((column.name, _("wohl ein Schlüssel und keine Anzahl")))
        else:
            yield column


def _paired(one: Column, other: Column) -> bool:
    return determines(one, other) and determines(other, one)


def _is_code(column: Column, area: Column | None) -> bool:
    zeros = any(text.startswith("0") and text.isdigit() and text != "0" for text in column.distinct)
    named = _CODES.fullmatch(column.name.lower()) is not None
    whole = all(text.isdigit() for text in column.distinct)
    return zeros or (named and (whole or area is None))


def _assign_texts(texts: Sequence[Column], roles: Roles, looked: Looked, *, one_each: bool) -> None:
    """Texts that are left say what a row counts, or cut it by something of the office's own."""
    useful = []
    for column in texts:
        if one_each and 1 < len(column.counts) <= MOST_CLASSES < len(column.texts):
            said = _("Klassen in Worten; als Zahlen sind sie mit „codes“ unter „values“ lesbar")
            roles.left_out.append((column.name, said))
        elif one_each:
            roles.left_out.append((column.name, _("Text neben den Zahlen einer Raumeinheit")))
        elif _is_list(column):
            useful.append(column)
        elif len(column.counts) == len(column.texts):
            roles.left_out.append((column.name, _("in jeder Zeile ein anderer Text")))
        else:
            roles.left_out.append((column.name, _("Text, den die Zahlen nicht brauchen")))
    finest = _finest(useful, roles)
    if len(roles.values) == 1 and finest:
        listing = _listing(finest, roles, looked)
        if listing is not None:
            finest.remove(listing)
            roles.listing = listing
            roles.above = next(
                (c for c in useful if c is not listing and determines(listing, c)
                 and 1 < len(c.distinct) < len(listing.distinct)), None,
            )  # fmt: skip
    for column in finest:
        roles.groups.append(_own_group(column, kind_of(looked, column.name) or column.name))


def _own_group(column: Column, name: str) -> GroupGuess:
    """A group of the office's own; where its texts are numbered, their numbers are the parts."""
    numbers = {text: match[1] for text in column.distinct if (match := _NUMBERED.fullmatch(text))}
    if len(set(numbers.values())) == len(column.distinct):
        why = _(
            "Die Texte sind nummeriert ({count}): Ihre Nummer ist der Teil.", count=len(numbers)
        )
        return GroupGuess(
            column.name, identifier(name), numbers, why=(why,), pattern=_NUMBERED.pattern
        )
    why = _("Was die Texte bedeuten, ist nicht bekannt: Bitte prüfen.")
    return GroupGuess(column.name, identifier(name), _parts(column.distinct), why=(why,))


def _is_list(column: Column) -> bool:
    """Whether its texts come again and again."""
    few = len(column.distinct) <= min(MOST_TEXTS, len(column.texts) / 2)
    return few and all(len(text) <= LONGEST_TEXT for text in column.distinct)


def _finest(columns: Sequence[Column], roles: Roles) -> list[Column]:
    """Columns that do not follow from another one."""
    kept: list[Column] = []
    for column in sorted(columns, key=_fineness):
        finer = next((other for other in kept if determines(other, column)), None)
        if finer is None:
            kept.append(column)
        else:
            said = _("ergibt sich aus Spalte {column}", column=quoted(finer.name))
            roles.left_out.append((column.name, said))
    return sorted(kept, key=columns.index)


def _fineness(column: Column) -> tuple[int, bool]:
    """The finest column first; of two that say the same the one with words."""
    return -len(column.distinct), _CODES.fullmatch(column.name.lower()) is not None


def _listing(columns: Sequence[Column], roles: Roles, looked: Looked) -> Column | None:
    """The column that says what a row counts; others only cut it."""
    if is_genesis(looked):
        return next((column for column in columns if column.name == LISTING), None)
    named = [column for column in columns if _LISTING.fullmatch(column.name.lower())]
    if named:
        return named[-1]
    return max(columns, key=lambda each: len(each.distinct)) if not roles.groups else None


def _parts(texts: Iterable[str]) -> dict[str, str]:
    """A part for each text, no two the same."""
    found: dict[str, str] = {}
    for text in texts:
        name = identifier(text)
        part = name[1:] if name.startswith("x") and not text.lower().startswith("x") else name
        taken = sum(other == part or other.startswith(f"{part}__") for other in found.values())
        found[text] = f"{part}__{taken + 1}" if taken else part
    return found
