"""The ratio of two rates."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainccinv, betaincinv

from quartier.statistics._arguments import Array, arrays, refuse, tail

__all__ = ["of_rates"]


def of_rates(
    events: ArrayLike,
    people: ArrayLike,
    other_events: ArrayLike,
    other_people: ArrayLike,
    confidence: float = 0.95,
) -> tuple[Array, Array, Array]:
    r"""The first rate over the second, with the exact interval of the ratio of two Poisson rates.

    Given the sum of both events, the first are binomial. With the ends :math:`\pi` of the interval
    of Clopper and Pearson for :math:`x_1` of :math:`x_1 + x_2`, the ratio has the ends

    .. math:: \frac{\pi}{1 - \pi} \frac{n_2}{n_1}

    The two must not depend on each other: no event is in both, so no area stands beside a city that
    contains it. The interval is rather too wide than too narrow.

    Parameters
    ----------
    events, people
        Events, and the population or time in which they happened. NaN where missing. Converted
        events need not be whole.
    other_events, other_people
        The same of the second rate.
    confidence
        0.95 for 95 %.

    Returns
    -------
    ratio, lower, upper
        Of the common shape of all. Without events in the first, ratio and lower end are 0; without
        events in the second, ratio and upper end are infinite. NaN where an input is NaN, or where
        neither has events.

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers and of populations of 0.

    References
    ----------
    Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson
    series. Biometrika 31:313-323. Clopper CJ, Pearson ES (1934). The use of confidence or fiducial
    limits illustrated in the case of the binomial. Biometrika 26:404-413.

    Examples
    --------
    Breast cancer after many chest X-rays, and without: 41 in 28,010 years and 15 in 19,017.

    >>> [round(float(found), 2) for found in of_rates(41, 28010, 15, 19017)]
    [1.86, 1.01, 3.61]
    """
    x, n, y, m = arrays(events, people, other_events, other_people)
    refuse((x < 0) | (y < 0), "negative number of events")
    refuse((n < 0) | (m < 0), "negative population")
    refuse((n == 0) | (m == 0), "population of 0")
    refuse(np.isinf(x) | np.isinf(y), "infinite number of events")
    refuse(np.isinf(n) | np.isinf(m), "infinite population")
    x = np.where(x + y == 0, np.nan, x)
    scale = m / n
    # Over no or hardly any events, the ratio is infinite.
    with np.errstate(divide="ignore", over="ignore"):
        lower, upper = _odds(x, y, tail(confidence))
        return (x / y * scale)[()], (lower * scale)[()], (upper * scale)[()]


def _odds(x: Array, y: Array, beyond: float) -> tuple[Array, Array]:
    """The interval of the odds that an event is one of the first.

    The part of the others has a quantile of its own: one less a part near 1 would lose its digits.
    """
    some, others = (np.where(each == 0, np.nan, each) for each in (x, y))
    lower = betaincinv(some, y + 1, beyond) / betainccinv(y + 1, some, beyond)
    upper = betainccinv(x + 1, others, beyond) / betaincinv(others, x + 1, beyond)
    missing = np.isnan(x) | np.isnan(y)
    return (
        np.where((x == 0) & ~missing, 0.0, lower),
        np.where((y == 0) & ~missing, np.inf, upper),
    )
