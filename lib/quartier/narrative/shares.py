"""Shares of a whole as they are printed: what is nearly all or nearly nothing is not called so."""

from quartier.formats import Number
from quartier.language import Text, _

__all__ = ["share"]


def share(part: float) -> Text:
    """A share or a probability in whole per cent.

    What is less than one per cent or more than 99 is never printed as none or all.

    >>> [str(share(part)).replace(chr(160), " ") for part in (0.314, 0.004, 0.9951)]
    ['31 %', 'unter 1 %', 'über 99 %']
    """
    if part < 0.01:
        return _("unter 1\N{NO-BREAK SPACE}%")
    if part > 0.99:
        return _("über 99\N{NO-BREAK SPACE}%")
    return _("{share}\N{NO-BREAK SPACE}%", share=Number(100 * part))
