"""How long a chart of each kind takes, and how large it is.

    python benchmarks/charts.py

The first conversion of a process starts Vega's engine; it stands in a line of its own. Times are
the best of several, of charts that all differ, so that no cache answers.
"""

import math
import time
from collections.abc import Callable

import pandas as pd

from quartier.charts import Figure, choropleth, dots, line, locator, sparkline, strip
from quartier.tables import Published

REPEATS = 7
YEARS = [str(year) for year in range(2010, 2025)]


def series() -> Published:
    """Fifteen years of an area."""
    frame = pd.DataFrame({"period": YEARS, "value": [14 - 0.3 * i for i in range(len(YEARS))]})
    return _published(frame.assign(area="1", area_name="Nordstadt"))


def areas(count: int) -> Published:
    """One period of several areas."""
    frame = pd.DataFrame({"value": [10 + 5 * math.sin(i) for i in range(count)]})
    frame["area"] = [f"{index:03}" for index in range(count)]
    return _published(frame.assign(area_name="Gebiet " + frame["area"], period="2024"))


def _published(frame: pd.DataFrame) -> Published:
    ends = {"lower": frame["value"] - 0.5, "upper": frame["value"] + 0.5}
    return Published(frame.assign(status="reported", **ends), "public")


def outlines(count: int) -> pd.DataFrame:
    """Circles of forty corners each on a grid."""
    side = math.ceil(math.sqrt(count))
    step = 1000 / side
    rows = []
    for index in range(count):
        x, y = (index % side + 0.5) * step, (index // side + 0.5) * step
        corners = [
            f"{x + 0.5 * step * math.cos(k * math.pi / 20):.1f},"
            f"{y + 0.5 * step * math.sin(k * math.pi / 20):.1f}"
            for k in range(40)
        ]
        rows.append({"area": f"{index:03}", "name": f"G{index}", "path": f"M{'L'.join(corners)}Z"})
    return pd.DataFrame(rows)


def kinds() -> dict[str, Callable[[str], Figure]]:
    """Each kind of chart, drawn with a title."""
    few, all_areas = areas(12), areas(447)
    near, far = outlines(12), outlines(447)
    about = {"unit": "percent", "language": "de"}
    path = pd.DataFrame({"period": ["2020", "2026"], "expected": [11.0, 8.0]})

    def with_all(title: str) -> Figure:
        return line(series(), title=title, path=path, reference=series(), **about)

    return {
        "line": lambda title: line(series(), title=title, **about),
        "line, path and city": with_all,
        "dots, 12 areas": lambda title: dots(few, title=title, marked="003", **about),
        "strip, 447 areas": lambda title: strip(all_areas, title=title, marked="003", **about),
        "sparkline": lambda title: sparkline(series(), title=title, **about),
        "map, 12 areas": lambda title: choropleth(few, near, title=title, **about),
        "map, 447 areas": lambda title: choropleth(all_areas, far, title=title, **about),
        "locator, 447 areas": lambda title: locator(far, "100", title=title, language="de"),
    }


def measured(draw: Callable[[str], Figure]) -> tuple[float, Figure]:
    """Best time in milliseconds, and the figure."""
    from quartier.charts import convert

    best = math.inf
    for number in range(REPEATS):
        convert.convert.cache_clear()
        start = time.perf_counter()
        figure = draw(f"Titel {number}")
        best = min(best, time.perf_counter() - start)
    return 1000 * best, figure  # pyrefly: ignore[unbound-name]


def main() -> None:
    """Print the table."""
    start = time.perf_counter()
    line(series(), title="x", unit="percent", language="de")
    print(f"{'first conversion':22} {1000 * (time.perf_counter() - start):8.1f} ms")
    for name, draw in kinds().items():
        taken, figure = measured(draw)
        size = len(figure.svg.encode()) / 1024, len(figure._repr_html_().encode()) / 1024
        print(f"{name:22} {taken:8.1f} ms {size[0]:8.1f} KB picture {size[1]:8.1f} KB figure")


if __name__ == "__main__":
    main()
