"""Intervals of rates of events."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv

from quartier.statistics._arguments import (
    Array,
    arrays,
    check_per,
    normal_quantile,
    refuse,
    tail,
)

__all__ = ["EXACT_BELOW", "byar", "exact", "exact_or_byar"]

#: From this many events on Byar's approximation is used.
EXACT_BELOW = 10


def exact(events: ArrayLike, confidence: float = 0.95) -> tuple[Array, Array]:
    r"""The exact interval of a number of events (Poisson), from the chi-square distribution.

    .. math:: \tfrac12 \chi^2_{\alpha/2}(2x), \quad \tfrac12 \chi^2_{1-\alpha/2}(2x + 2)

    Parameters
    ----------
    events
        Numbers of events; NaN where missing. Converted events need not be whole.
    confidence
        0.95 for 95 %.

    Returns
    -------
    lower, upper
        Numbers of events; the lower end of no events is 0. NaN where `events` is.

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers.

    References
    ----------
    Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28:437-442.
    Ulm K (1990). A simple method to calculate the confidence interval of a standardized mortality
    ratio. Am J Epidemiol 131:373-375.

    Examples
    --------
    >>> lower, upper = exact(5)
    >>> round(float(lower), 2), round(float(upper), 2)
    (1.62, 11.67)
    """
    (x,) = arrays(events)
    _check_events(x)
    beyond = tail(confidence)
    # Few numbers occur, each of them often, and a quantile takes long: one for each number.
    each, place = np.unique(x, return_inverse=True)
    # Half a chi-square quantile of 2x degrees of freedom is the gamma quantile of shape x.
    some = np.where(each == 0, np.nan, each)
    lower = np.where(each == 0, 0.0, gammaincinv(some, beyond))
    upper: Array = np.asarray(gammainccinv(each + 1, beyond), dtype=np.float64)
    return lower[place], upper[place]


def byar(events: ArrayLike, confidence: float = 0.95) -> tuple[Array, Array]:
    r"""The approximation of Byar for the interval of a number of events.

    .. math::

        x \Bigl(1 - \frac{1}{9x} - \frac{z}{3 \sqrt{x}}\Bigr)^3, \quad
        (x + 1) \Bigl(1 - \frac{1}{9 (x + 1)} + \frac{z}{3 \sqrt{x + 1}}\Bigr)^3

    Parameters
    ----------
    events
        Numbers of events; NaN where missing.
    confidence
        0.95 for 95 %.

    Returns
    -------
    lower, upper
        Numbers of events. NaN where `events` is. For very few events at a high confidence the lower
        end would be negative: the approximation has none there, and it is NaN.

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers.

    References
    ----------
    Breslow NE, Day NE (1987). Statistical methods in cancer research, volume II. IARC, page 69.

    Examples
    --------
    >>> lower, upper = byar(65)
    >>> round(float(lower), 2), round(float(upper), 2)
    (50.16, 82.85)
    """
    (x,) = arrays(events)
    _check_events(x)
    z = normal_quantile(confidence)
    some = np.where(x == 0, np.nan, x)
    cube = 1 - 1 / (9 * some) - z / (3 * np.sqrt(some))
    lower = np.where(x == 0, 0.0, some * np.where(cube < 0, np.nan, cube) ** 3)
    more = x + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return lower[()], upper[()]


def exact_or_byar(
    events: ArrayLike, denominator: ArrayLike, confidence: float = 0.95, per: float = 1.0
) -> tuple[Array, Array]:
    """The interval of a rate: exact below 10 events, Byar from 10.

    Parameters
    ----------
    events, denominator
        Events, and the population or time in which they happened. NaN where missing. There can be
        more events than people.
    confidence
        0.95 for 95 %.
    per
        1000 gives rates per thousand.

    Returns
    -------
    lower, upper
        Rates, of the common shape of events and denominator. NaN where an input is NaN.

    Raises
    ------
    ValueError
        Names the positions of negative and infinite numbers and of denominators of 0.

    References
    ----------
    The division at 10 is that of the Association of Public Health Observatories (2008), Technical
    Briefing 3: Commonly used public health statistics and their confidence intervals.

    Examples
    --------
    >>> lower, upper = exact_or_byar([5, 20], 100, per=1000)
    >>> lower.round(1).tolist(), upper.round(1).tolist()
    ([16.2, 122.1], [116.7, 308.9])
    """
    check_per(per)
    x, n = arrays(events, denominator)
    refuse(n < 0, "negative denominator")
    refuse(n == 0, "denominator of 0")
    refuse(np.isinf(n), "infinite denominator")
    _check_events(x)
    few = x < EXACT_BELOW
    lower, upper = np.empty(x.shape), np.empty(x.shape)
    lower[few], upper[few] = exact(x[few], confidence)
    lower[~few], upper[~few] = byar(x[~few], confidence)
    return lower * (per / n), upper * (per / n)


def _check_events(x: Array) -> None:
    refuse(x < 0, "negative number of events")
    refuse(np.isinf(x), "infinite number of events")
