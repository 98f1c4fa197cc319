"""Sentences one after the other."""

from collections.abc import Sequence

from quartier.language import Text

__all__ = ["joined"]


def joined(told: Sequence[Text]) -> Text:
    """Some sentences, at least one, as one text.

    >>> str(joined([Text("Es regnet."), Text("Es ist kalt.")]))
    'Es regnet. Es ist kalt.'
    """
    whole = told[0]
    for one in told[1:]:
        whole = Text("{first} {second}", (("first", whole), ("second", one)))
    return whole
