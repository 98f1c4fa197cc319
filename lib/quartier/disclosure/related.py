"""Which counts give which others away: parts of a whole, and what remains of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

import numpy as np

from quartier import groups
from quartier.catalogue import Denominator, Indicator, Quantity, Variable

__all__ = ["Remainder", "clusters", "implied", "is_count", "parts_first", "remainders"]

_PARTS_AT_MOST = 3


@dataclass(frozen=True)
class Remainder:
    """What is left of a count when others are taken away: a count, too, that all can compute.

    Attributes
    ----------
    whole : str
        The quantity that holds the others.
    parts : tuple of str
        The quantities taken away; the last one is withheld where the remainder is small.
    earlier : bool
        The whole is that of the period before.
    """

    whole: str
    parts: tuple[str, ...]
    earlier: bool = False


def is_count(quantity: Quantity | None, variables: Mapping[str, Variable]) -> bool:
    """Whether a quantity is a number of persons, also on average."""
    if quantity is None:
        return False
    variable = variables[quantity.variable]
    return variable.counts_persons and variable.unit in ("persons", "count")


def clusters(
    quantities: Iterable[Quantity], variables: Mapping[str, Variable]
) -> list[tuple[str, ...]]:
    """Quantities of which each can be computed from others, together; all others alone.

    Women, men and all persons are such a cluster. Within one, an area shows all or nothing, so
    that what is withheld in one quantity cannot be computed from the others.
    """
    found: list[tuple[str, ...]] = []
    for atoms in _by_variable(quantities, variables).values():
        names = list(atoms)
        matrix = _matrix(atoms)
        rank = np.linalg.matrix_rank(matrix)
        tied = [
            name
            for row, name in enumerate(names)
            if len(names) > 1 and np.linalg.matrix_rank(np.delete(matrix, row, axis=0)) == rank
        ]
        found += [(name,) for name in names if name not in tied]
        found += [tuple(tied)] if tied else []
    return found


def remainders(
    indicators: Iterable[Indicator],
    quantities: Iterable[Quantity],
    variables: Mapping[str, Variable],
) -> list[Remainder]:
    """The remainders of shares (who is not among them), and of groups within groups."""
    found = [
        Remainder(
            indicator.denominator.name,
            (indicator.numerator.name,),
            indicator.denominator.period == "previous",
        )
        for indicator in indicators
        if _is_share(indicator, variables) and indicator.denominator is not None
    ]
    for atoms in _by_variable(quantities, variables).values():
        found += _nested(atoms)
    return list(dict.fromkeys(found))


def implied(
    names: tuple[str, ...], quantities: Mapping[str, Quantity], variables: Mapping[str, Variable]
) -> Callable[[Mapping[str, float]], dict[str, float]]:
    """What some counts of a cluster say about the others of the same area and period.

    Men are all persons less the women, also where nobody gives them.

    Returns
    -------
    callable
        From the counts that are known, by name, to those that can be computed from them.
    """
    variable = quantities[names[0]].variable
    atoms = {name: _atoms(quantities[name], variables[variable]) for name in names}
    row = dict(zip(names, _matrix(atoms), strict=True))

    @cache
    def weights(known: tuple[str, ...]) -> dict[str, np.ndarray]:
        basis = np.array([row[name] for name in known]).T
        found = {}
        for name in set(names).difference(known) if known else ():
            solved, *_rest = np.linalg.lstsq(basis, row[name], rcond=None)
            if np.allclose(basis @ solved, row[name]):
                found[name] = solved
        return found

    def others(counts: Mapping[str, float]) -> dict[str, float]:
        known = tuple(name for name in names if name in counts)
        told = np.array([counts[name] for name in known])
        return {name: round(float(told @ each), 6) for name, each in weights(known).items()}

    return others


def parts_first(
    found: Iterable[tuple[str, ...]], left: Iterable[Remainder]
) -> Iterator[tuple[str, ...]]:
    """Clusters in an order in which parts come before what holds them, as far as there is one.

    >>> list(parts_first([("all",), ("women",)], [Remainder("all", ("women",))]))
    [('women',), ('all',)]
    """
    waiting = list(found)
    while waiting:
        open_ = {name: names for names in waiting for name in names}
        held = {
            open_[remainder.whole]
            for remainder in left
            for part in remainder.parts
            if remainder.whole in open_
            and open_.get(part, open_[remainder.whole]) != open_[remainder.whole]
        }
        first = next((names for names in waiting if names not in held), waiting[0])
        waiting.remove(first)
        yield first


def _is_share(indicator: Indicator, variables: Mapping[str, Variable]) -> bool:
    below: Denominator | None = indicator.denominator
    both = is_count(indicator.numerator, variables) and is_count(below, variables)
    return indicator.kind == "proportion" and both


_Atoms = dict[str, frozenset[str]]


def _by_variable(
    quantities: Iterable[Quantity], variables: Mapping[str, Variable]
) -> dict[str, _Atoms]:
    """For each variable its quantities, each as the finest groups that it is made of."""
    found: dict[str, _Atoms] = {}
    for quantity in quantities:
        atoms = _atoms(quantity, variables[quantity.variable])
        found.setdefault(quantity.variable, {})[quantity.name] = atoms
    return found


def _atoms(quantity: Quantity, variable: Variable) -> frozenset[str]:
    dimensions = tuple((name, tuple(parts)) for name, parts in variable.dimensions.items())
    return frozenset().union(*(_cut_finest(group, dimensions) for group in quantity.groups))


@lru_cache(maxsize=4096)
def _cut_finest(group: str, dimensions: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    """The finest groups that make up a group; itself where there are none."""
    names = dict(dimensions)
    tiling = groups.tile(group, names, groups.finest(names))
    return frozenset(tiling.groups if tiling.reason is None else (group,))


def _matrix(atoms: _Atoms) -> np.ndarray:
    every = sorted(frozenset().union(*atoms.values()))
    return np.array([[part in parts for part in every] for parts in atoms.values()], dtype=float)


def _nested(atoms: _Atoms) -> Iterator[Remainder]:
    for whole, all_parts in atoms.items():
        within = sorted(
            (name for name, parts in atoms.items() if parts < all_parts),
            key=lambda name: (-len(atoms[name]), name),
        )
        for size in range(1, _PARTS_AT_MOST + 1):
            for names in combinations(within, size):
                taken = frozenset().union(*(atoms[name] for name in names))
                disjoint = len(taken) == sum(len(atoms[name]) for name in names)
                if disjoint and taken < all_parts:
                    yield Remainder(whole, names)
