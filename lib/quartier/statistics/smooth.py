"""A smooth line through a series, for the eye."""

import numpy as np
from numpy.typing import ArrayLike

from quartier.statistics._arguments import Array, columns, normal_quantile, refuse

__all__ = ["FEWEST", "whittaker"]

#: With fewer points there is nothing to smooth.
FEWEST = 5

# From a line through every point to a straight one.
_STRENGTHS = np.logspace(-4, 6, 61)


def whittaker(
    time: ArrayLike, values: ArrayLike, error: ArrayLike, confidence: float = 0.95
) -> tuple[Array, Array, Array]:
    r"""The smoother of Whittaker and Henderson, with a band.

    The line :math:`m` makes :math:`\sum (y - m)^2 / s^2 + \lambda \sum (\Delta^2 m)^2` smallest,
    with second differences over time (divided ones where periods are not consecutive). How stiff it
    is, :math:`\lambda`, is what makes the values most likely (restricted maximum likelihood). The
    band is that of a Bayesian who thinks bends unlikely.

    Parameters
    ----------
    time
        Of the points, increasing, in years or another unit.
    values, error
        Values and their standard errors. A missing value is bridged; the line is drawn there too.
    confidence
        0.95 for 95 %.

    Returns
    -------
    middle, lower, upper
        The line and its band at each point. All NaN with fewer than five values.

    Raises
    ------
    ValueError
        Names the positions where time is missing or does not increase, an error is not above 0 or a
        number is infinite; and where there is not one of each along one axis.

    References
    ----------
    Eilers PHC (2003). A perfect smoother. Anal Chem 75:3631-3636. Biessy G (2023). Revisiting
    Whittaker-Henderson smoothing. arXiv 2306.06932.

    Examples
    --------
    A straight line stays one:

    >>> middle, lower, upper = whittaker(range(6), [1.0, 2, 3, 4, 5, 6], 0.5)
    >>> middle.round(3).tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    """
    t, y, s = columns(time=time, values=values, error=error)
    z = normal_quantile(confidence)
    refuse(np.isnan(t), "missing time")
    refuse(np.isinf([t, y, s]).any(axis=0), "infinite number")
    refuse(np.diff(t) <= 0, "time does not increase")
    known = ~np.isnan(y) & ~np.isnan(s)
    refuse(known & (s <= 0), "standard error not above 0")
    if known.sum() < FEWEST:
        nothing = np.full(y.shape, np.nan)
        return nothing, nothing.copy(), nothing.copy()
    # In units of the typical error and the typical step, so that no unit makes a difference.
    unit, origin = float(np.median(s[known])), float(np.mean(y[known]))
    scaled = np.where(known, (y - origin) / unit, 0.0)
    weight = np.where(known, (unit / np.where(known, s, 1.0)) ** 2, 0.0)
    bends = _second_differences((t - t[0]) / float(np.median(np.diff(t))))
    fits = [_fit(scaled, weight, bends, strength) for strength in _STRENGTHS]
    _likelihood, middle, variance = max(fits, key=lambda fit: fit[0])
    reach = z * np.sqrt(variance) * unit
    middle = middle * unit + origin
    return middle, middle - reach, middle + reach


def _second_differences(time: Array) -> Array:
    """The matrix of second divided differences; plain ones for steps of 1."""
    rows = np.zeros((len(time) - 2, len(time)))
    for at in range(len(time) - 2):
        before, after = time[at + 1] - time[at], time[at + 2] - time[at + 1]
        scale = 2.0 / (before + after)
        rows[at, at : at + 3] = (scale / before, -scale * (1 / before + 1 / after), scale / after)
    return rows


def _fit(values: Array, weight: Array, bends: Array, strength: float) -> tuple[float, Array, Array]:
    """Log likelihood (up to a constant), line and variance at a strength of smoothing."""
    penalty = strength * bends.T @ bends
    system = np.diag(weight) + penalty
    inverse = np.asarray(np.linalg.inv(system), dtype=np.float64)
    line = inverse @ (weight * values)
    misfit = weight @ (values - line) ** 2 + line @ penalty @ line
    likelihood = 0.5 * (
        len(bends) * np.log(strength) - np.linalg.slogdet(system)[1] - float(misfit)
    )
    return float(likelihood), line, inverse.diagonal()
