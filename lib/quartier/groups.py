"""Groups: the parts that a variable is cut into, and how parts make up a whole.

A group is text: `total`, or `age=25-34;sex=f` with the dimensions in alphabetical order. A category
of a dimension of ages (or durations) is a band: `0-17`, a single `3`, or open at its end: `65+`.

A sum needs groups that tile the request: they leave no gap and do not overlap. `tile` finds them.

>>> age = {"age": ["0-17", "18-64", "65+"]}
>>> tile("age=0-64", age, {"total", "age=0-17", "age=18-64", "age=65+"}).groups
('age=0-17', 'age=18-64')
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise, product

from quartier.language import Text, _, quoted

__all__ = [
    "OPEN",
    "TOTAL",
    "Tiling",
    "band",
    "check_bands",
    "finest",
    "is_banded",
    "parse",
    "text",
    "tile",
]

#: The group that is not cut at all.
TOTAL = "total"

#: The end of an open band; ages are whole numbers far below.
OPEN = 10**9

_BAND = re.compile(r"(0|[1-9][0-9]{0,3})(?:-(0|[1-9][0-9]{0,3})|(\+))?")
_PAIR = re.compile(r"([a-z][a-z0-9_]*)=([^=;\s](?:[^=;]*[^=;\s])?)")
_NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Tiling:
    """Groups that make up a request exactly, or the reason why there are none.

    Attributes
    ----------
    groups
        What is to be added up; empty when the request cannot be computed.
    reason
        Why it cannot, else None.
    """

    groups: tuple[str, ...]
    reason: Text | None = None


def parse(group: str) -> dict[str, str]:
    """The categories of a group by dimension, in alphabetical order; empty for `total`.

    >>> parse("sex=f;age=25-34")
    {'age': '25-34', 'sex': 'f'}

    Raises
    ------
    ValueError
        When the text is no group, or names a dimension twice.
    """
    return dict(_parsed(group))


@cache
def _parsed(group: str) -> tuple[tuple[str, str], ...]:
    if group == TOTAL:
        return ()
    pairs = [_PAIR.fullmatch(part) for part in group.split(";")]
    found = sorted((pair[1], pair[2]) for pair in pairs if pair)
    if len(found) < len(pairs):
        raise ValueError(f"{group!r} is no group: write {TOTAL!r} or 'age=25-34;sex=f'")
    if len(dict(found)) < len(found):
        raise ValueError(f"{group!r} names a dimension twice")
    return tuple(found)


def text(categories: Mapping[str, str]) -> str:
    """The canonical text of a group.

    >>> text({"sex": "f", "age": "65+"}), text({})
    ('age=65+;sex=f', 'total')

    Raises
    ------
    ValueError
        When a dimension or a category cannot stand in a group.
    """
    group = ";".join(f"{name}={categories[name]}" for name in sorted(categories)) or TOTAL
    if parse(group) != dict(categories):
        raise ValueError(f"no group can be written from {dict(categories)!r}")
    return group


def finest(dimensions: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The finest groups that dimensions cut a variable into; the total where there are none.

    >>> sorted(finest({"age": ["0-17", "18+"], "sex": ["f", "m"]}))
    ['age=0-17;sex=f', 'age=0-17;sex=m', 'age=18+;sex=f', 'age=18+;sex=m']
    """
    return _finest(tuple((name, tuple(parts)) for name, parts in dimensions.items()))


@lru_cache(maxsize=64)
def _finest(dimensions: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    names, parts = [name for name, _parts in dimensions], [some for _name, some in dimensions]
    return frozenset(text(dict(zip(names, cell, strict=True))) for cell in product(*parts))


def band(category: str) -> tuple[int, int] | None:
    """First number and the number after the last of a band; None when the category is no band.

    >>> band("0-17"), band("3"), band("65+") == (65, OPEN), band("f")
    ((0, 18), (3, 4), True, None)
    """
    match = _BAND.fullmatch(category)
    if match is None:
        return None
    first = int(match[1])
    if match[3]:
        return first, OPEN
    last = int(match[2]) if match[2] else first
    return (first, last + 1) if last >= first else None


def is_banded(categories: Sequence[str]) -> bool:
    """Whether a dimension is one of bands: all of its categories are."""
    return bool(categories) and all(band(category) for category in categories)


def check_bands(categories: Sequence[str]) -> Text | None:
    """What is wrong with the bands of a dimension; None when they tile from the first to the last.

    They come in their order, leave no gap, do not overlap; only the last is open at its end.

    >>> check_bands(["0-17", "18-64", "65+"])
    >>> str(check_bands(["0-17", "19-64"]))
    'Zwischen „0-17“ und „19-64“ ist eine Lücke'
    """
    bands: list[tuple[str, tuple[int, int]]] = []
    for category in categories:
        found = band(category)
        if found is None:
            return _("{category} ist keine Spanne wie „0-17“ oder „65+“", category=quoted(category))
        bands.append((category, found))
    for (one, first), (other, second) in pairwise(bands):
        both = {"one": quoted(one), "other": quoted(other)}
        if first[1] == OPEN:
            return _("Nur die letzte Spanne darf offen sein, nicht {one}", one=quoted(one))
        if first[1] < second[0]:
            return _("Zwischen {one} und {other} ist eine Lücke", **both)
        if first[1] > second[0]:
            return _("{one} und {other} überschneiden sich", **both)
    return None


def tile(
    request: str,
    dimensions: Mapping[str, Sequence[str]],
    available: Collection[str],
    overlapping: Collection[str] = (),
) -> Tiling:
    """Find the available groups that make up a request exactly.

    What is available as such is taken as delivered. Else the request is cut further: by as few
    dimensions as possible, and within these into as few groups as possible. Groups of several cuts
    are never mixed.

    Parameters
    ----------
    request
        The group that is wanted.
    dimensions
        The categories of each dimension, as the variable declares them: all categories, or bands
        that tile the whole. The available bands may be others, finer or coarser.
    available
        The groups that the data hold.
    overlapping
        Dimensions whose categories overlap, so that their sum would count twice.
    """
    wanted = parse(request)
    whole = text(wanted)
    if whole in available:
        return Tiling((whole,))
    reason = _undeclared(wanted, dimensions)
    if reason is not None:
        return Tiling((), reason)
    cells = [parse(group) for group in available]
    for cut in _cuts(wanted, dimensions, overlapping):
        of_cut = [cell for cell in cells if tuple(cell) == cut]
        # Bands last: they may differ between women and men.
        order = tuple(sorted(cut, key=lambda name: is_banded(dimensions[name])))
        groups = _cover(of_cut, order, wanted, dimensions)
        if groups:
            return Tiling(groups)
    return Tiling((), _lacking(wanted, dimensions, available, overlapping))


def _cuts(
    wanted: Mapping[str, str],
    dimensions: Mapping[str, Sequence[str]],
    overlapping: Collection[str],
) -> Iterator[tuple[str, ...]]:
    """The sets of dimensions that contain those of the request, smallest first."""
    others = sorted(set(dimensions) - {*wanted, *overlapping})
    for size in range(len(others) + 1):
        for further in combinations(others, size):
            yield tuple(sorted((*wanted, *further)))


def _cover(
    cells: Sequence[Mapping[str, str]],
    cut: tuple[str, ...],
    wanted: Mapping[str, str],
    dimensions: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """The fewest of some cells that cover the request, cut dimension by dimension; else nothing."""
    if not cut or not cells:
        return tuple(text(cell) for cell in cells)
    parts: dict[str, list[Mapping[str, str]]] = {}
    for cell in cells:
        parts.setdefault(cell[cut[0]], []).append(cell)
    covers = {part: _cover(some, cut[1:], wanted, dimensions) for part, some in parts.items()}
    found = {part: groups for part, groups in covers.items() if groups}
    if is_banded(dimensions[cut[0]]):
        return _shortest(found, _range(cut[0], wanted, dimensions))
    needed = [wanted[cut[0]]] if cut[0] in wanted else dict.fromkeys(dimensions[cut[0]])
    if not all(part in found for part in needed):
        return ()
    return tuple(group for part in needed for group in found[part])


def _range(
    name: str, wanted: Mapping[str, str], dimensions: Mapping[str, Sequence[str]]
) -> tuple[int, int]:
    """From where to where the bands of a dimension have to reach."""
    within = [wanted[name]] if name in wanted else dimensions[name]
    bands = [found for found in map(band, within) if found]
    return bands[0][0], bands[-1][1]


def _shortest(found: Mapping[str, tuple[str, ...]], reach: tuple[int, int]) -> tuple[str, ...]:
    """The chain of bands from one number to another that needs the fewest groups."""
    start, end = reach
    best: dict[int, tuple[str, ...]] = {start: ()}
    bands = [(found_band, category) for category in found if (found_band := band(category))]
    for (first, after), category in sorted(bands):
        if first not in best:
            continue
        chain = best[first] + found[category]
        if after not in best or len(chain) < len(best[after]):
            best[after] = chain
    return best.get(end, ())


def _undeclared(wanted: Mapping[str, str], dimensions: Mapping[str, Sequence[str]]) -> Text | None:
    for name, category in wanted.items():
        if name not in dimensions:
            return _("Das Merkmal ist nicht nach {name} gegliedert", name=quoted(name))
        banded = is_banded(dimensions[name])
        if category not in dimensions[name] and not (banded and band(category)):
            names = {"category": quoted(category), "name": quoted(name)}
            return _("{category} ist keine Ausprägung von {name}", **names)
    return None


def _lacking(
    wanted: Mapping[str, str],
    dimensions: Mapping[str, Sequence[str]],
    available: Collection[str],
    overlapping: Collection[str],
) -> Text:
    """Why no cut works: which groups lack in the one that comes nearest."""
    lacks = []
    for cut in _cuts(wanted, dimensions, overlapping):
        pieces = [_declared(name, wanted, dimensions) for name in cut]
        if all(pieces):
            needed = [text(dict(zip(cut, cell, strict=True))) for cell in product(*pieces)]
            lack = [group for group in needed if group not in available]
            lacks.append((len(lack) == len(needed), len(lack), lack))
    if not lacks:
        return _("Keine Spannen der Daten ergeben zusammen {group}", group=quoted(text(wanted)))
    groups = min(lacks, key=lambda entry: entry[:2])[2]
    names = ", ".join(groups[:_NAMED_AT_MOST]) + (" …" if len(groups) > _NAMED_AT_MOST else "")
    return _("Es fehlen Gruppen: {groups}", groups=names)


def _declared(
    name: str, wanted: Mapping[str, str], dimensions: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """The declared categories that make up the wanted part of a dimension; empty if none do."""
    declared = dimensions[name]
    if name not in wanted:
        return tuple(declared)
    if not is_banded(declared):
        return (wanted[name],)
    return _shortest({one: (one,) for one in declared}, _range(name, wanted, dimensions))
