"""Which figures of a source can be held against which earlier ones, as a whole."""

from collections.abc import Iterator

import numpy as np

from quartier.facts import Facts
from quartier.plausible.setting import Setting

__all__ = ["by_source", "successive"]


def by_source(facts: Facts, setting: Setting) -> Iterator[tuple[str, Facts]]:
    """Facts by the source that delivered them."""
    sources = list(dict.fromkeys(setting.sources))
    of_delivery = np.array([sources.index(each) for each in setting.sources])
    of_fact = of_delivery[facts.delivery]
    for number in np.flatnonzero(np.bincount(of_fact)).tolist():
        yield sources[number], facts.only(of_fact == number)


def successive(facts: Facts, setting: Setting) -> tuple[np.ndarray, np.ndarray] | None:
    """The latest period of the newest delivery, and what comes before it.

    That is the latest period of the delivery before; where there is only one delivery, the period
    before in it. Periods of one kind and part of the year are compared.

    Parameters
    ----------
    facts : Facts
        Of one source.
    setting : Setting

    Returns
    -------
    two numpy.ndarray, or None
        Which facts are the newest ones, and which those before; None where nothing is before.
    """
    delivery, period = facts.delivery, facts.period
    told = np.flatnonzero(np.bincount(delivery))
    told = told[np.argsort(setting.received[told], kind="stable")]
    newest = delivery == told[-1]
    last = _latest(period[newest], setting)
    before = delivery == told[-2] if len(told) > 1 else newest & (period != last)
    alike = before & (setting.seasons[period] == setting.seasons[last])
    if not alike.any():
        return None
    earlier = _latest(period[alike], setting)
    return newest & (period == last), before & (period == earlier)


def _latest(some: np.ndarray, setting: Setting) -> int:
    known = np.flatnonzero(np.bincount(some))
    return int(known[np.argmax(setting.years[known])])
