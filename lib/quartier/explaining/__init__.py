"""Where a number comes from: the cells that it was added up from, with file, row and delivery."""

from quartier.explaining.asked import Asked, find_asked
from quartier.explaining.explained import Explained, explain
from quartier.explaining.telling import Grid, Heading, tell

__all__ = ["Asked", "Explained", "Grid", "Heading", "explain", "find_asked", "tell"]
