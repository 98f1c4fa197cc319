"""A first description of a file that nobody has described yet: guessed, with the reasons."""

from quartier.describing.saving import Described, describe, save

__all__ = ["Described", "describe", "save"]
