"""Observations: everything that was delivered, and which delivery holds."""

from quartier.observations.ingested import Ingested, ingest

__all__ = ["Ingested", "ingest"]
