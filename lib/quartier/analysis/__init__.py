"""What published series say: comparisons, trends, places, indices, inequality between areas.

Everything here is computed from figures that passed the publication gate, and from nothing else: a
smoothed value or a sum over similar areas can then give away no more than the pages do anyway.
"""

from quartier.analysis.comparisons import REFERENCES
from quartier.analysis.grid import Grid
from quartier.analysis.lines import smooth_line
from quartier.analysis.similar import FEWEST
from quartier.analysis.together import Analysis, analyse

__all__ = ["FEWEST", "REFERENCES", "Analysis", "Grid", "analyse", "smooth_line"]
