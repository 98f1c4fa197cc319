"""Intervals against statsmodels and scipy, at their corners: nobody, everybody, one person.

The other programs are slow to import, so each test imports its own.
"""

import numpy as np
import pytest

from quartier.statistics import mean
from quartier.statistics.difference import newcombe
from quartier.statistics.proportion import wilson
from quartier.statistics.rate import exact_or_byar
from quartier.statistics.ratio import of_rates
from quartier.statistics.standardised import indirect_ratio

CONFIDENCES = pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
DRAW = np.random.default_rng(20260202)


@CONFIDENCES
@pytest.mark.parametrize("count", [2, 3, 10, 400])
def test_means(count: int, confidence: float) -> None:
    from statsmodels.stats.weightstats import DescrStatsW

    values = DRAW.lognormal(7, 0.8, count)
    expected = DescrStatsW(values)
    found = mean.of(values, confidence)
    assert found[0] == pytest.approx(expected.mean, rel=1e-12)
    assert found[1:] == pytest.approx(expected.tconfint_mean(alpha=1 - confidence), rel=1e-9)


@CONFIDENCES
def test_means_from_their_parameters(confidence: float) -> None:
    from scipy.stats import t

    count = np.array([2, 3, 12, 100, 1e6, 1e12])
    lower, upper = mean.student(-5, 12, count, confidence)
    expected = t(count - 1, loc=-5, scale=12 / np.sqrt(count))
    np.testing.assert_allclose(lower, expected.ppf((1 - confidence) / 2), rtol=1e-9)
    np.testing.assert_allclose(upper, expected.isf((1 - confidence) / 2), rtol=1e-9)


SHARES = [(0, 1), (1, 1), (0, 10_000_000), (1, 10_000_000), (5, 9), (9, 9), (2.5, 7)]


@CONFIDENCES
@pytest.mark.parametrize("counts", SHARES)
def test_proportions(counts: tuple[float, float], confidence: float) -> None:
    from statsmodels.stats.proportion import proportion_confint

    expected = proportion_confint(*counts, alpha=1 - confidence, method="wilson")
    assert wilson(*counts, confidence) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@CONFIDENCES
@pytest.mark.parametrize("events", [0, 0.2, 1, 9, 9.5])
def test_rates_of_few_events(events: float, confidence: float) -> None:
    from statsmodels.stats.rates import confint_poisson

    expected = confint_poisson(events, 7, method="exact-c", alpha=1 - confidence)
    assert exact_or_byar(events, 7, confidence) == pytest.approx(expected, rel=1e-9)


@CONFIDENCES
def test_rates_of_many_events_are_close_to_exact_ones(confidence: float) -> None:
    from scipy.stats import gamma

    events, beyond = np.array([10, 30, 100, 1e4, 1e7]), (1 - confidence) / 2
    lower, upper = exact_or_byar(events, events, confidence)
    np.testing.assert_allclose(lower, gamma.ppf(beyond, events) / events, rtol=0.02)
    np.testing.assert_allclose(upper, gamma.isf(beyond, events + 1) / events, rtol=0.02)


PROPORTIONS = [(56, 70, 48, 80), (0, 9, 3, 12), (9, 9, 0, 4), (1, 10_000_000, 3, 7), (5, 5, 6, 6)]


@CONFIDENCES
@pytest.mark.parametrize("counts", PROPORTIONS)
def test_differences(counts: tuple[int, int, int, int], confidence: float) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    expected = confint_proportions_2indep(*counts, method="newcomb", alpha=1 - confidence)
    assert newcombe(*counts, confidence)[1:] == pytest.approx(expected, rel=1e-9, abs=1e-12)


RATES = [(41, 28010, 15, 19017), (1, 200, 1, 90), (0, 50, 8, 70), (700, 9, 2, 40), (5, 1e6, 90, 3)]


@CONFIDENCES
@pytest.mark.parametrize("counts", RATES)
def test_ratios(counts: tuple[int, float, int, float], confidence: float) -> None:
    from scipy.stats import binomtest

    x, n, y, m = counts
    part = binomtest(x, x + y).proportion_ci(confidence, method="exact")
    expected = [end / (1 - end) * m / n for end in (part.low, part.high)]
    ratio, lower, upper = of_rates(*counts, confidence)
    assert ratio == pytest.approx((x / n) / (y / m), rel=1e-12)
    assert (lower, upper) == pytest.approx(expected, rel=1e-9)


@CONFIDENCES
@pytest.mark.parametrize("events", [0, 1, 4, 9])
def test_ratios_to_what_is_expected(events: int, confidence: float) -> None:
    from statsmodels.stats.rates import confint_poisson

    # 3 + 4.5 + 0.2 expected.
    expected = confint_poisson(events, 7.7, method="exact-c", alpha=1 - confidence)
    found = indirect_ratio(events, [300, 90, 10], [10, 50, 20], [1000, 1000, 1000], confidence)
    lower = 0.0 if events == 0 else expected[0]
    assert found == pytest.approx((events / 7.7, lower, expected[1]), rel=1e-9)
