"""Observations: everything that was delivered, and which delivery holds."""

from quartier.observations.history import ever_told
from quartier.observations.ingested import Ingested, ingest
from quartier.observations.superseded import rows_of_replaced, superseded

__all__ = ["Ingested", "ever_told", "ingest", "rows_of_replaced", "superseded"]
