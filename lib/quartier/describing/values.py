"""The columns of values, and the texts of a list, as a description names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quartier.describing.counted import Counted, in_heading, in_list
from quartier.describing.genesis import heading_of, quality_of
from quartier.describing.looked import Column
from quartier.describing.naming import Namer
from quartier.describing.period_texts import Inside, escaped
from quartier.describing.roles import Roles
from quartier.language import Text, _

__all__ = ["Listed", "Value", "listed_texts", "value_columns"]


@dataclass(frozen=True)
class Value:
    """A column of values, or a pattern for several; without a variable where each row says it."""

    column: str = ""
    pattern: str = ""
    variable: str = ""
    group: str = "total"
    times: float = 1.0
    quality: str = ""
    why: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A text in a list of what is counted, and what it means."""

    text: str
    variable: str
    group: str
    above: str = ""
    why: tuple[Text, ...] = ()


def value_columns(
    roles: Roles, periods: Mapping[str, Inside], percent: set[str], namer: Namer
) -> list[Value]:
    """The columns of values; those that differ by the period in their header are one."""
    cuts = {cut.dimension: list(cut.values.values()) for cut in roles.groups}
    found: list[Value] = []
    families: set[tuple[str, str, str]] = set()
    for column in roles.values:
        inside = periods.get(column.name)
        if inside is None and periods:
            said = _("nennt keinen Zeitraum, anders als die meisten Spalten")
            roles.left_out.append((column.name, said))
            continue
        if inside is not None and inside.family in families:
            continue
        heading = column.name
        if inside is not None:
            families.add(inside.family)
            heading = f"{inside.before} {inside.after}".strip(" |")
        counted = in_heading(heading_of(heading))
        counted = replace(counted, percent=counted.percent or column.name in percent)
        value = _value(column, counted, cuts, namer, named=roles.listing is None)
        quality = quality_of(column.name, roles.quality)
        if inside is None:
            found.append(replace(value, column=column.name, quality=quality))
        else:
            found.append(replace(value, pattern=_pattern(inside), quality=quality))
    return found


def _pattern(inside: Inside) -> str:
    form = f"(?P<period>{inside.form})"
    return f"{escaped(inside.before)}{form}{escaped(inside.after)}"


def _value(
    column: Column,
    counted: Counted,
    cuts: Mapping[str, Sequence[str]],
    namer: Namer,
    *,
    named: bool,
) -> Value:
    group = {name: part for name, part in counted.group.items() if name not in cuts}
    why: tuple[Text, ...] = ()
    if counted.times != 1:
        why += (_("Die Überschrift nennt Tausend oder Millionen: Damit wird malgenommen."),)
    told = replace(counted, group=group)
    if not named:
        return Value(group=told.group_text, times=counted.times, why=why)
    all_cuts = {name: [part] for name, part in group.items()} | dict(cuts)
    guess = namer.name(counted.title, all_cuts)
    _note_kind(guess.value, column, counted.percent, namer)
    return Value("", "", guess.value, told.group_text, counted.times, why=(*guess.why, *why))


def _note_kind(name: str, column: Column, percent: bool, namer: Namer) -> None:
    new = namer.new.get(name)
    if new is not None:
        new.percent |= percent
        new.whole &= is_whole(column)


def is_whole(column: Column) -> bool:
    """Whether all numbers of a column are whole ones."""
    for text in column.distinct:
        tail = text.replace(",", ".").rpartition(".")[2] if "," in text or "." in text else ""
        if tail.isdigit() and len(tail) != 3 and int(tail):
            return False
    return True


def listed_texts(roles: Roles, namer: Namer) -> list[Listed]:
    """What each text of the listing means, under the headings that a coarser column has."""
    listing, above = roles.listing, roles.above
    if listing is None:
        return []
    heads = dict(zip(listing.texts, above.texts, strict=True)) if above else {}
    cuts = {cut.dimension: list(cut.values.values()) for cut in roles.groups}
    whole = all(is_whole(column) for column in roles.values)
    found = []
    for text in sorted(listing.distinct, key=lambda each: _order(heads.get(each, ""), above)):
        head = heads.get(text, "")
        counted = in_list(text, head)
        parts = {name: [part] for name, part in counted.group.items()} | cuts
        guess = namer.name(counted.title, parts, like=not counted.group or bool(cuts))
        new = namer.new.get(guess.value)
        if new is not None:
            new.percent |= counted.percent
            new.whole &= whole
        found.append(Listed(text, guess.value, counted.group_text, head, guess.why))
    return found


def _order(head: str, above: Column | None) -> int:
    return above.distinct.index(head) if above is not None and head in above.distinct else 0
