"""How fast counts become figures with intervals, on one core, and in how much memory.

    python benchmarks/series.py [--areas 1000 3000 10000] [--years 20] [--indicators 40]

Seeded counts: half of the indicators are proportions, half are rates, many of these of few events.
The areas lie in districts and these in a city. Indicators are made one after the other, as a build
makes them. Making up the counts is not timed.

(a) `wilson` and `exact_or_byar` on arrays
(b) `indicators.compute`, from tables of observations to tables of series
(c) the same, where the people were delivered in two groups that have to be added up
(d) the series of (b) arranged as arrays, as all that follows needs them
(e) every figure beside the city, its district, five similar areas together and its own past
(f) ranks and fifths in every year
(g) the recent trend of every area
(h) for comparison, on the arrays of (a): `proportion_confint` of statsmodels, and the quantiles of
    `scipy.stats.chi2` for the rates

A value is a figure of one of the smallest areas; sums for districts and the city come on top. Times
are of the processor, so that whatever else runs on the machine does not count.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from quartier.analysis.comparisons import compare_all
from quartier.analysis.grid import Grid
from quartier.analysis.places import ranks
from quartier.analysis.trends import trends
from quartier.areas import Areas
from quartier.catalogue import Indicator, Variable
from quartier.indicators import compute
from quartier.settings import Area
from quartier.statistics.comparison import compared
from quartier.statistics.proportion import wilson
from quartier.statistics.quantiles import quantile_groups
from quartier.statistics.rate import exact_or_byar
from quartier.tables import OBSERVATIONS, UNPLACED, conform, empty

SEED = 20240101
IN_A_DISTRICT = 200
LEVELS = ["city", "district", "quarter"]
KINDS = {
    "proportion": {"unit": "percent", "interval": "wilson"},
    "rate": {"unit": "per_1000", "interval": "byar"},
}
# Part of the people that an indicator counts; each indicator has its own between these.
PARTS = {"proportion": (0.01, 0.4), "rate": (0.0005, 0.02)}

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Counts:
    """What one indicator is made of.

    Attributes
    ----------
    numerator, denominator : numpy.ndarray
        By area (rows) and year (columns).
    whole, cut : mapping of variable to its observations
        The same counts as tables, the people as a total or in two groups.
    made : dict
        What one stage leaves to the next: the series, and these as arrays.
    """

    indicator: Indicator
    areas: Areas
    numerator: np.ndarray
    denominator: np.ndarray
    whole: Tables
    cut: Tables
    made: dict[str, Any] = field(default_factory=dict)


def on_arrays(counts: Counts) -> None:
    """(a)"""
    method = wilson if counts.indicator.kind == "proportion" else exact_or_byar
    method(counts.numerator, counts.denominator)


def to_series(counts: Counts) -> None:
    """(b)"""
    found = compute("x", counts.indicator, counts.whole, VARIABLES, counts.areas, NOTHING_LOST)
    counts.made["series"] = found.table


def to_series_from_groups(counts: Counts) -> None:
    """(c)"""
    compute("x", counts.indicator, counts.cut, VARIABLES, counts.areas, NOTHING_LOST)


def arranged(counts: Counts) -> None:
    """(d)"""
    codes = [area.code for area in counts.areas]
    counts.made["grid"] = Grid.of(counts.made["series"], codes)


def beside_others(counts: Counts) -> None:
    """(e)"""
    here = [area.code for area in counts.areas.on("quarter")]
    similar = {
        code: [here[(at + step) % len(here)] for step in range(1, 6)]
        for at, code in enumerate(here)
    }
    for _reference, found in compare_all(
        counts.indicator, counts.made["grid"], counts.areas, similar
    ):
        compared(found.lower, found.upper, 0.0)


def ranked(counts: Counts) -> None:
    """(f)"""
    value = counts.made["grid"].on([area.code for area in counts.areas.on("quarter")]).value
    ranks(value)
    quantile_groups(value.T, 5, "low")


def with_trends(counts: Counts) -> None:
    """(g)"""
    trends("x", counts.made["grid"])


def elsewhere(counts: Counts) -> None:
    """(h)"""
    from scipy.stats import chi2
    from statsmodels.stats.proportion import proportion_confint

    x, n = counts.numerator, counts.denominator
    if counts.indicator.kind == "proportion":
        proportion_confint(x, n, method="wilson")
    else:
        np.where(x == 0, 0.0, chi2.ppf(0.025, 2 * x) / 2) / n
        chi2.ppf(0.975, 2 * x + 2) / 2 / n


Stage = Callable[[Counts], None]
STAGES: dict[str, Stage] = {
    "(a) intervals on arrays": on_arrays,
    "(b) observations to series": to_series,
    "(c) the same, from groups": to_series_from_groups,
    "(d) series to arrays": arranged,
    "(e) four comparisons": beside_others,
    "(f) ranks and fifths": ranked,
    "(g) trends": with_trends,
    "(h) statsmodels and scipy": elsewhere,
}

COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "cases": Variable.model_validate(COUNT),
    "people": Variable.model_validate(COUNT | {"dimensions": {"age": ["0-64", "65+"]}}),
}
GROUPS = ("age=0-64", "age=65+")
NOTHING_LOST = empty(UNPLACED)


def city(number: int) -> Areas:
    """A city with that many areas of the lowest level."""
    found = [Area("0", "Stadt", "in der Stadt", "city", None)]
    for first in range(0, number, IN_A_DISTRICT):
        district = f"0{first // IN_A_DISTRICT:03}"
        found.append(Area(district, district, district, "district", "0"))
        for code in range(first, min(first + IN_A_DISTRICT, number)):
            found.append(Area(f"1{code:06}", f"{code}", f"{code}", "quarter", district))
    return Areas(found, LEVELS)


def indicator(kind: str) -> Indicator:
    texts = dict.fromkeys(("title", "short", "definition", "reading", "owner", "usual_source"), "x")
    parts = {"numerator": {"variable": "cases"}, "denominator": {"variable": "people"}}
    about = {"kind": kind, "polarity": "low", "domain": "health"}
    return Indicator.model_validate(texts | parts | about | KINDS[kind])


def observed(
    areas: Areas, years: list[str], variable: str, groups: tuple[str, ...]
) -> pd.DataFrame:
    """Observations without values, by group, area and year."""
    codes = [area.code for area in areas.on("quarter")]
    cells = pd.MultiIndex.from_product([groups, codes, years], names=["group", "area", "period"])
    told = {"variable": variable, "geography": "2024", "delivery": "office@2025-01-31"}
    about = {"status": "reported", "source": "office", "file": "a.csv", "row": range(len(cells))}
    frame = cells.to_frame(index=False).assign(value=np.nan, **told, **about)
    return conform(frame, OBSERVATIONS)


def made_up(number: int, years: int, indicators: int) -> Iterator[Counts]:
    """The counts of each indicator, one after the other."""
    random = np.random.default_rng(SEED)
    areas, told = city(number), [f"{2025 - years + year}" for year in range(years)]
    cases = observed(areas, told, "cases", ("total",))
    people = observed(areas, told, "people", ("total",))
    cut = observed(areas, told, "people", GROUPS)
    asked = {kind: indicator(kind) for kind in KINDS}
    for which in range(indicators):
        kind = list(KINDS)[which % 2]
        n = random.integers(200, 3000, (number, years))
        x = random.binomial(n, random.uniform(*PARTS[kind]))
        old = random.binomial(n, 0.2)
        above = cases.assign(value=x.ravel().astype(float))
        whole = people.assign(value=n.ravel().astype(float))
        groups = cut.assign(value=np.concatenate([(n - old).ravel(), old.ravel()]).astype(float))
        yield Counts(
            asked[kind],
            areas,
            x.astype(float),
            n.astype(float),
            {"cases": above, "people": whole},
            {"cases": above, "people": groups},
        )


def measured(number: int, options: argparse.Namespace) -> dict[str, float]:
    """Million values a second of each stage."""
    taken = dict.fromkeys(STAGES, 0.0)
    for counts in made_up(number, options.years, options.indicators):
        for name, stage in STAGES.items():
            start = time.process_time()
            stage(counts)
            taken[name] += time.process_time() - start
    values = number * options.years * options.indicators
    return {name: values / seconds / 1e6 for name, seconds in taken.items()}


def peak() -> float:
    """The most memory that the process ever held, in GiB; Linux tells it in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--areas", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--indicators", type=int, default=40)
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for counts in made_up(10, options.years, 2):  # what is imported late is imported now
        for stage in STAGES.values():
            stage(counts)
    print(f"million values a second, {options.years} years, {options.indicators} indicators")
    for number in sorted(options.areas):
        found = measured(number, options)
        other = found["(h) statsmodels and scipy"]
        values = number * options.years * options.indicators / 1e6
        print(f"\n{number:,} areas, {values:.1f} million values, at most {peak():.2f} GiB so far")
        for name, speed in found.items():
            print(f"  {name:28} {speed:8.2f}   {speed / other:6.1f} times (h)", flush=True)


if __name__ == "__main__":
    main()
