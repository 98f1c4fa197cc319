"""Something that was guessed, with the reason."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from quartier.language import Text

__all__ = ["Guess"]

Guessed = TypeVar("Guessed")


@dataclass(frozen=True)
class Guess(Generic[Guessed]):
    """What was guessed, and why.

    Attributes
    ----------
    value
    why : tuple of Text
        Whole sentences for whoever checks the guess.
    """

    value: Guessed
    why: tuple[Text, ...] = ()
