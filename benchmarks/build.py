"""How long a page takes: programs in a loop, one process with kernels, and Quartier.

    python benchmarks/build.py [--pages 24] [--loop 6] [--workers 2]

All variants run the same notebook with the same parameters in this environment, once with charts
(two, as SVG) and once without:

(a) `papermill` and `jupyter nbconvert` for each page, as many pages at a time as workers
(b) `papermill.execute_notebook` and `HTMLExporter` in one process, a kernel for each page
(c) the cells as a plain script in one warm process: what the work itself takes
(d) Quartier: a forked child for each page, as many at a time as workers; starts included

(a) makes fewer pages than the others, since it takes so long; its time a page is an average.
"""

import argparse
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from quartier.charts import convert
from quartier.engine import notebooks, pool
from quartier.engine.conversion import Conversion
from quartier.engine.page import PageJob, make_page
from quartier.pages import PageHead

PARAMETERS = 'area: str = "00"\nlanguage: str = "de"'
LOAD = """
import pandas as pd
from IPython.display import HTML, publish_display_data
publish_display_data({"application/vnd.quartier.stamp+json": {"area": area, "language": language}})
years = list(range(2005, 2025))
data = pd.DataFrame({"Jahr": years, "Wert": [(int(area) * year) % 97 for year in years]})
"""
TABLE = """
from quartier.pages import parts
found = data.groupby(data.Jahr // 5 * 5).Wert.agg(["mean", "min", "max"]).reset_index()
rows = found.astype(str).to_numpy().tolist()
parts.data_table(["Jahre", "Mittel", "von", "bis"], rows, caption="Werte", language=language)
"""
CHART = """
import altair as alt
from quartier.charts import convert
chart = alt.Chart(data).mark_{mark}().encode(x="Jahr:O", y="Wert:Q")
HTML(f"<figure>{{convert.to_svg(chart.to_dict(), language)}}</figure>")
"""


def written(folder: Path, charts: bool) -> Path:
    """The notebook of all variants."""
    sources = [LOAD, TABLE]
    if charts:
        sources += [CHART.format(mark=mark) for mark in ("line", "bar")]
    cells = [new_markdown_cell("# Profil\n\nEin Absatz über ein Gebiet.")]
    cells += [new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    cells += [new_code_cell(source.strip()) for source in sources]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    file = folder / "profil.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), file)
    return file


def programs(notebook: Path, out: Path, areas: list[str], workers: int) -> None:
    """(a)"""

    def page(area: str) -> None:
        executed = out / f"{area}.ipynb"
        python = [sys.executable, "-m"]
        run = [*python, "papermill", "--no-progress-bar", str(notebook), str(executed)]
        subprocess.run([*run, "-r", "area", area], check=True, capture_output=True)
        publish = [*python, "nbconvert", "--to", "html", "--no-input", str(executed)]
        subprocess.run(publish, check=True, capture_output=True)

    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(page, areas))


def one_process(notebook: Path, out: Path, areas: list[str], _workers: int) -> None:
    """(b)"""
    exporter = HTMLExporter(exclude_input=True)
    for area in areas:
        executed = papermill.execute_notebook(
            str(notebook), str(out / f"{area}.ipynb"), {"area": area}, progress_bar=False
        )
        (out / f"{area}.html").write_text(exporter.from_notebook_node(executed)[0])


def script(notebook: Path, _out: Path, areas: list[str], _workers: int) -> None:
    """(c)"""
    sources = [cell.source for cell in notebooks.read(notebook).cells if cell.cell_type == "code"]
    for area in areas:
        namespace: dict[str, object] = {}
        for number, source in enumerate(sources):
            exec(source, namespace)  # noqa: S102 - it is the script
            if number == 0:
                namespace["area"] = area


def quartier(notebook: Path, out: Path, areas: list[str], workers: int) -> None:
    """(d)"""
    pool.start_template()
    with Conversion() as conversion:
        jobs = [
            PageJob(
                area,
                notebook=notebook,
                parameters={"area": area, "language": "de"},
                executed=out / f"{area}.ipynb",
                html=out / f"{area}.html",
                head=PageHead("Profil", area, "de", "Musterstadt", "de"),
                conversion=(conversion.address(area), conversion.authkey),
            )
            for area in areas
        ]
        outcomes = pool.run(jobs, make_page, workers)
    failed = [outcome for outcome in outcomes if not outcome.ok]
    if failed:
        raise RuntimeError(f"{failed[0].problem}\n{failed[0].log}")


Variant = Callable[[Path, Path, list[str], int], None]
VARIANTS: dict[str, Variant] = {
    "(a) programs in a loop": programs,
    "(b) one process, kernels": one_process,
    "(c) plain script, warm": script,
    "(d) Quartier": quartier,
}


def seconds_a_page(variant: Variant, notebook: Path, areas: list[str], workers: int) -> float:
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        variant(notebook, Path(out), areas, workers)
        return (time.perf_counter() - started) / len(areas)


def measured(charts: bool, options: argparse.Namespace) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        notebook = written(Path(folder), charts)
        areas = [f"{number:03d}" for number in range(options.pages)]
        found = {}
        for name, variant in VARIANTS.items():
            some = areas[: options.loop] if variant is programs else areas
            found[name] = seconds_a_page(variant, notebook, some, options.workers)
            print(
                f"  {name:26} {found[name] * 1000:8.0f} ms a page ({len(some)} pages)", flush=True
            )
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--loop", type=int, default=6, help="pages for (a)")
    parser.add_argument("--workers", type=int, default=pool.cores())
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    convert.to_svg({"data": {"values": []}, "mark": "bar"}, "de")  # (c) is a warm process
    for charts in (True, False):
        print(f"{'with two charts' if charts else 'without charts'}, {options.workers} workers")
        found = measured(charts, options)
        own = found["(d) Quartier"]
        ratios = [f"{name[:3]} {found[name] / own:.1f}" for name in VARIANTS if name[:3] != "(d)"]
        print(f"  times Quartier: {', '.join(ratios)}\n")


if __name__ == "__main__":
    main()
