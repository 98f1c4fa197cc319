"""Inequality, segregation and autocorrelation against other programs."""

from itertools import pairwise

import numpy as np
import pytest

from quartier.statistics.autocorrelation import moran
from quartier.statistics.inequality import quintile_gap
from quartier.statistics.slope import counted_error, slope_index

# The example in the documentation of phe_sii: deciles, the most deprived first.
POPULATION = [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534]
VALUE = [75.9, 78.3, 83.8, 83.6, 80.5, 81.1, 81.7, 84.2, 80.6, 86.3]
ERROR = [1.64, 1.58, 1.51, 1.78, 1.7, 1.56, 1.37, 1.4, 2.43, 1.57]
BURDEN = np.arange(10, 0, -1)


def scale(population: list[int]) -> np.ndarray:
    """Midpoints on the scale from the least to the most deprived, as a spreadsheet has them."""
    below = np.cumsum(population[::-1])[::-1] - population
    return (below + np.array(population) / 2) / sum(population)


def test_slope_is_that_of_a_weighted_regression() -> None:
    from statsmodels.api import WLS

    line = WLS(VALUE, np.column_stack([np.ones(10), scale(POPULATION)]), weights=POPULATION).fit()
    slope, relative = slope_index(VALUE, ERROR, POPULATION, BURDEN)
    assert slope.value == pytest.approx(line.params[1], rel=1e-10)
    assert relative.value == pytest.approx(line.params.sum() / line.params[0], rel=1e-10)


def test_slope_intervals_are_those_of_a_simulation() -> None:
    drawn = np.random.default_rng(20240).normal(VALUE, ERROR, size=(200_000, 10))
    # numpy weighs deviations before they are squared.
    lines = np.polyfit(scale(POPULATION), drawn.T, 1, w=np.sqrt(POPULATION))
    slope, relative = slope_index(VALUE, ERROR, POPULATION, BURDEN)
    for found, simulated in ((slope, lines[0]), (relative, lines.sum(axis=0) / lines[1])):
        ends = np.quantile(simulated, [0.025, 0.975])
        width = ends[1] - ends[0]
        assert (found.lower, found.upper) == pytest.approx(ends, abs=0.02 * width)
        assert found.upper - found.lower == pytest.approx(width, rel=0.02)


def town(areas: int, cases: float, steep: float) -> tuple[np.ndarray, np.ndarray]:
    """People of areas of unequal size, and their true rates: around a line, with so many cases."""
    random = np.random.default_rng(areas)
    people = np.round(random.lognormal(7.6, 0.7, areas))
    middle = (np.cumsum(people) - people / 2) / people.sum()
    rate = (1 + (steep - 1) * middle) * random.lognormal(0, 0.2, areas)
    return people, rate * cases / (rate @ people)


# Areas, cases in all of them, how many times as many at the upper end. The fewest and the most of
# each are tried each time.
ENDS = [(5, 10, 3), (60, 10, 3), (20, 10, 1), (20, 10_000, 4)]
BETWEEN = [(areas, cases, 3) for areas in (5, 20, 60) for cases in (10, 30, 300)]
COVERED = [
    *ENDS,
    *[
        pytest.param(*each, marks=pytest.mark.proof)
        for each in (*BETWEEN, (20, 100, 1))
        if each not in ENDS
    ],
]


@pytest.mark.parametrize(("areas", "cases", "steep"), COVERED)
@pytest.mark.parametrize("kind", ["proportion", "proportion of nearly all", "rate"])
def test_slope_intervals_cover_what_they_claim(
    areas: int, cases: int, steep: float, kind: str
) -> None:
    people, rate = town(areas, cases, steep)
    random, count = np.random.default_rng(cases), 3000
    if kind == "rate":
        drawn = random.poisson(rate * people, (count, areas))
    else:
        drawn = random.binomial(people.astype(int), rate, (count, areas))
    if kind == "proportion of nearly all":
        drawn, rate, kind = people.astype(int) - drawn, 1 - rate, "proportion"
    rank = np.arange(areas)
    errors = counted_error(drawn, people, kind=kind)  # type: ignore[arg-type]
    truth = [found.value for found in slope_index(rate, 0.0, people, rank)]
    found = [slope_index(*each, people, rank) for each in zip(drawn / people, errors, strict=True)]
    slope = [one.lower <= truth[0] <= one.upper for one, _other in found]
    assert 0.93 <= np.mean(slope) <= 0.97
    # A relative index without limits excludes nothing.
    excluded = [other.lower > truth[1] or other.upper < truth[1] for _one, other in found]
    assert np.mean(excluded) <= 0.07
    if np.mean([other.reason == "" for _one, other in found]) > 0.99:
        assert np.mean(excluded) >= 0.03


@pytest.mark.parametrize(
    "counts", [(3, 40, 20, 60), (0, 25, 4, 30), (9, 9, 1, 50), (81, 263, 5, 90)]
)
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_gap_of_proportions(counts: tuple[int, int, int, int], confidence: float) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    x, n, other, others = counts
    # The three of one rank are so large that nothing but the first and last is in the end fifths.
    numerator, denominator = [other, 1, 1, 1, x], [others, 900, 900, 900, n]
    found = quintile_gap(numerator, denominator, [1, 2, 2, 2, 3], confidence, kind="proportion")
    expected = confint_proportions_2indep(*counts, method="newcomb", alpha=1 - confidence)
    assert (found[0].lower, found[0].upper) == pytest.approx(expected, rel=1e-9)


def grid(rows: int, columns: int) -> list[list[int]]:
    place = np.arange(rows * columns).reshape(rows, columns)
    links = [pair for line in (*place, *place.T) for pair in pairwise(map(int, line))]
    both = links + [(there, here) for here, there in links]
    return [sorted(b for a, b in both if a == area) for area in range(rows * columns)]


def one_way(count: int) -> list[list[int]]:
    """The two areas that follow, which is not mutual."""
    return [[(area + 1) % count, (area + 2) % count] for area in range(count)]


NEIGHBOURS = {
    "grid": grid(5, 7),
    "row": grid(1, 9),
    "few": grid(2, 2),
    "one way": one_way(11),
    "islands": [*grid(3, 4), [], []],
    "star": [list(range(1, 8)), *[[0]] * 7],
}


@pytest.mark.parametrize("name", NEIGHBOURS)
@pytest.mark.filterwarnings("ignore:The weights matrix is not fully connected")
def test_moran(name: str) -> None:
    from esda import Moran
    from libpysal.weights import W

    neighbours = NEIGHBOURS[name]
    values = np.random.default_rng(len(neighbours)).gamma(2.0, size=len(neighbours))
    weights = W(dict(enumerate(neighbours)), silence_warnings=True)
    expected = Moran(values, weights, transformation="r", permutations=0)
    found = moran(values, neighbours)
    reach = 1.959963984540054 * expected.VI_rand**0.5
    np.testing.assert_allclose(
        [found.value, found.expected, found.p, found.lower, found.upper],
        [expected.I, expected.EI, expected.p_rand, expected.I - reach, expected.I + reach],
        rtol=1e-9,
    )
    assert found.areas == len(neighbours)


def test_moran_where_values_are_missing() -> None:
    from esda import Moran
    from libpysal.weights import W, w_subset

    values = np.random.default_rng(3).normal(size=35)
    values[[0, 1, 8, 20]] = np.nan
    known = np.flatnonzero(~np.isnan(values))
    weights = w_subset(W(dict(enumerate(grid(5, 7)))), known.tolist(), silence_warnings=True)
    expected = Moran(values[known], weights, transformation="r", permutations=0)
    found = moran(values, grid(5, 7))
    assert (found.value, found.p) == pytest.approx((expected.I, expected.p_rand), rel=1e-9)
    assert found.areas == 31
