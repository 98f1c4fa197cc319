"""The columns of values, and the texts of a list, as a description names them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from quartier.describing.counted import Counted, in_heading, in_list
from quartier.describing.genesis import heading_of, quality_of
from quartier.describing.looked import Column
from quartier.describing.naming import Namer
from quartier.describing.period_texts import Inside, escaped, period_in
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


@dataclass
class _Family:
    """Columns of values that differ by the period in their header only."""

    columns: list[Column]
    counted: Counted
    inside: Inside | None = None


def value_columns(
    roles: Roles, periods: Mapping[str, Inside], percent: set[str], namer: Namer
) -> list[Value]:
    """The columns of values; those that differ by the period in their header are one."""
    families = _families(roles, periods, percent)
    cuts = {cut.dimension: list(cut.values.values()) for cut in roles.groups}
    parts = _parts_by_title(families)
    found: list[Value] = []
    for family in families:
        counted = family.counted
        group = {name: part for name, part in counted.group.items() if name not in cuts}
        why: tuple[Text, ...] = ()
        variable = ""
        if roles.listing is None:
            guess = namer.name(counted.title, parts[counted.title] | cuts)
            _note_kind(guess.value, family.columns, counted.unit, namer)
            variable, why = guess.value, guess.why
        if counted.times != 1:
            why += (_("Die Überschrift nennt Tausend oder Millionen: Damit wird malgenommen."),)
        first = family.columns[0].name
        found.append(
            Value(
                "" if family.inside else first,
                _pattern(family.inside) if family.inside else "",
                variable,
                replace(counted, group=group).group_text,
                counted.times,
                quality_of(first, roles.quality),
                why,
            )
        )
    return found


def _families(roles: Roles, periods: Mapping[str, Inside], percent: set[str]) -> list[_Family]:
    found: dict[object, _Family] = {}
    for column in roles.values:
        inside = periods.get(column.name)
        if inside is None and periods:
            said = _("nennt keinen Zeitraum, anders als die meisten Spalten")
            roles.left_out.append((column.name, said))
            continue
        fixed = inside or period_in(column.name)
        heading = (
            f"{fixed.before.rstrip('( ')} {fixed.after.lstrip(') ')}" if fixed else column.name
        )
        heading = heading.strip(" |")
        counted = in_heading(heading_of(heading))
        if column.name in percent:
            counted = replace(counted, unit="percent")
        counted = _of_those_before(counted, found.values())
        key = inside.family if inside else column.name
        found.setdefault(key, _Family([], counted, inside)).columns.append(column)
    return list(found.values())


def _of_those_before(counted: Counted, before: Iterable[_Family]) -> Counted:
    """A column that names only a part is of what the column before it counts."""
    last = list(before)[-1:]
    if counted.title or not counted.group or not last:
        return counted
    alike = (last[0].counted.unit, last[0].counted.times) == (counted.unit, counted.times)
    return replace(counted, title=last[0].counted.title) if alike else counted


def _parts_by_title(families: Sequence[_Family]) -> dict[str, dict[str, list[str]]]:
    """Into which parts the columns of one title cut it together."""
    parts: dict[str, dict[str, list[str]]] = {}
    for family in families:
        cut = parts.setdefault(family.counted.title, {})
        for dimension, part in family.counted.group.items():
            cut.setdefault(dimension, []).append(part)
    return parts


def _pattern(inside: Inside) -> str:
    form = f"(?P<period>{inside.form})"
    return f"{escaped(inside.before)}{form}{escaped(inside.after)}"


def _note_kind(name: str, columns: Sequence[Column], unit: str, namer: Namer) -> None:
    new = namer.new.get(name)
    if new is not None:
        new.unit = new.unit or unit
        new.whole &= all(map(is_whole, columns))


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
    found = []
    for text in sorted(listing.distinct, key=lambda each: _order(heads.get(each, ""), above)):
        head = heads.get(text, "")
        counted = in_list(text, head)
        parts = {name: [part] for name, part in counted.group.items()} | cuts
        guess = namer.name(counted.title, parts, like=not counted.group or bool(cuts))
        _note_kind(guess.value, roles.values, counted.unit, namer)
        found.append(Listed(text, guess.value, counted.group_text, head, guess.why))
    return found


def _order(head: str, above: Column | None) -> int:
    return above.distinct.index(head) if above is not None and head in above.distinct else 0
