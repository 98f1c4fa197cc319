"""Delivered files become statements that can be trusted; the rest is listed with its reason."""

from quartier.sources.combined import UNKNOWN_PART
from quartier.sources.delivered import Part, read_part, tables_of
from quartier.sources.expected import expected
from quartier.sources.gathered import gathered
from quartier.sources.reasons import advice, explain
from quartier.sources.statements import STATEMENT, Statements
from quartier.sources.understand import Words

__all__ = [
    "STATEMENT",
    "UNKNOWN_PART",
    "Part",
    "Statements",
    "Words",
    "advice",
    "expected",
    "explain",
    "gathered",
    "read_part",
    "tables_of",
]
