"""Charts: from published tables to accessible figures.

They know tables, not what the figures are about. Each returns a `Figure`: picture, description in
words, data as a table, source. A page that holds figures needs `stylesheet()` once, and goes
through `distinct` when it is complete.
"""

from quartier.charts.dots import dots
from quartier.charts.figure import Figure
from quartier.charts.funnel import funnel
from quartier.charts.line import line
from quartier.charts.locator import locator
from quartier.charts.maps import choropleth
from quartier.charts.sparkline import sparkline
from quartier.charts.strip import strip
from quartier.charts.svg import distinct
from quartier.charts.theme import stylesheet

__all__ = [
    "Figure",
    "choropleth",
    "distinct",
    "dots",
    "funnel",
    "line",
    "locator",
    "sparkline",
    "strip",
    "stylesheet",
]
