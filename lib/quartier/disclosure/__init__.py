"""The publication gate: what may be shown, so that no person can be recognised."""

from quartier.disclosure.basis import basis
from quartier.disclosure.beside import Beside
from quartier.disclosure.gate import Gate, publish, published
from quartier.disclosure.listing import published_doubts, published_quarantine

__all__ = [
    "Beside",
    "Gate",
    "basis",
    "publish",
    "published",
    "published_doubts",
    "published_quarantine",
]
