"""Methods against other implementations: smoothing, trends, indices, similar areas.

The other programs are slow to import, so each test imports its own.
"""

import numpy as np
import pytest

from quartier.statistics import index, shrinkage, similar, smooth, trend

DRAW = np.random.default_rng(20260101)
PEOPLE = DRAW.integers(40, 4000, 60).astype(float)
EVENTS = DRAW.poisson(PEOPLE * DRAW.gamma(4, 0.005, 60)).astype(float)
NEIGHBOURS = [
    [other for other in (area - 6, area - 1, area + 1, area + 6) if 0 <= other < 60]
    for area in range(60)
]
SAME = {"rtol": 1e-9, "atol": 1e-15}


def test_global_empirical_bayes() -> None:
    from esda.smoothing import Empirical_Bayes

    expected = Empirical_Bayes(EVENTS, PEOPLE).r.ravel()
    np.testing.assert_allclose(
        shrinkage.toward_groups(EVENTS, PEOPLE, "rate").value, expected, **SAME
    )


# Areas without events, and one a thousand times as large as another.
UNEQUAL = np.array([0.0, 3, 0, 9, 4]), np.array([10.0, 20, 30_000, 40, 50])


def test_global_empirical_bayes_of_very_unequal_areas() -> None:
    from esda.smoothing import Empirical_Bayes

    expected = Empirical_Bayes(*UNEQUAL).r.ravel()
    np.testing.assert_allclose(shrinkage.toward_groups(*UNEQUAL, "rate").value, expected, **SAME)


@pytest.mark.parametrize(
    ("counts", "neighbours"),
    [((EVENTS, PEOPLE), NEIGHBOURS), (UNEQUAL, [[1], [0, 2], [1, 3], [2], []])],
)
def test_local_empirical_bayes(
    counts: tuple[np.ndarray, np.ndarray], neighbours: list[list[int]]
) -> None:
    from esda.smoothing import Spatial_Empirical_Bayes
    from libpysal.weights import W

    own = dict(enumerate(neighbours))
    weights = W(own, id_order=list(own), silence_warnings=True)
    expected = Spatial_Empirical_Bayes(*counts, weights).r.ravel()
    found = shrinkage.toward_neighbours(*counts, "rate", neighbours).value
    np.testing.assert_allclose(found, expected, **SAME)


@pytest.mark.parametrize("strength", [0.5, 6.25, 1600.0])
def test_whittaker_is_the_filter_of_hodrick_and_prescott(strength: float) -> None:
    from statsmodels.tsa.filters.hp_filter import hpfilter

    values = np.cumsum(DRAW.normal(0, 1, 18))
    _cycle, expected = hpfilter(values, strength)
    bends = smooth._second_differences(np.arange(18.0))
    _likelihood, line, _variance = smooth._fit(values, np.ones(18), bends, strength)
    np.testing.assert_allclose(line, expected, rtol=1e-9)


def test_the_slope_of_a_trend_is_weighted_least_squares() -> None:
    from statsmodels.api import WLS, add_constant

    values, half = DRAW.normal(20, 4, 5), DRAW.uniform(0.5, 3, 5)
    found = trend.recent(values, values - half, values + half)
    error = half / 1.959963984540054
    fitted = WLS(values, add_constant(np.arange(1.0, 6)), weights=1 / error**2).fit()
    assert found.slope == pytest.approx(fitted.params[1], rel=1e-9)
    # The errors are known, not estimated: the covariance without the residuals' scale.
    expected = fitted.params[1] ** 2 / fitted.normalized_cov_params[1, 1]
    assert found.chi_square == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("ddof", [0, 1])
def test_an_index_is_the_z_score_of_added_z_scores(ddof: int) -> None:
    from scipy.stats import zscore

    values = DRAW.gamma(2, [3, 10, 1], (40, 3))
    values[:20, 2] = 1.5  # ties
    expected = zscore(zscore(values * [1, -1, 1], ddof=ddof).sum(axis=1), ddof=ddof)
    found = index.index(values, burden=[1, -1, 1], ddof=ddof)
    np.testing.assert_allclose(found.value, expected, **SAME)


def test_nearest_areas() -> None:
    from scipy.spatial import KDTree
    from scipy.stats import zscore

    structure = DRAW.normal(0, [1, 10, 0.1], (60, 3))
    distances, positions = KDTree(zscore(structure)).query(zscore(structure), k=6)
    found, apart = similar.nearest(structure, 5)
    assert found.tolist() == positions[:, 1:].tolist()
    np.testing.assert_allclose(apart, distances[:, 1:], rtol=1e-9)
