"""The engine that papermill calls, and one execution of a notebook by it.

papermill inserts the parameters, keeps the state of each cell and marks an error; the cells run in
IPython's shell inside this process (`shell`). What differs from run to run (times, paths, random
cell ids) does not come into the executed notebook.
"""

import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from quartier.engine import notebooks, shell
from quartier.language import SOURCE, translate_markdown

__all__ = ["ENGINE", "Executed", "QuartierEngine", "Stop", "execute", "saved"]

#: The engine's name for `papermill.execute_notebook(..., engine_name=...)`.
ENGINE = "quartier"

_SKIP, _MAY_RAISE = "skip-execution", "raises-exception"
_OF_THE_NOTEBOOK = ("parameters", "exception", "version")
_OF_A_CELL = ("exception", "status")


@dataclass(frozen=True)
class Stop:
    """Where and why the run of a notebook ended too early.

    Attributes
    ----------
    number, line
        The cell in the notebook's file, counted from 1, and its first line.
    error
        The exception; None when it came up while something was displayed.
    shown
        Name and text of the exception, as the cell's output has them.
    """

    number: int
    line: str
    error: BaseException | None
    shown: str


@dataclass(frozen=True)
class Executed:
    """What came of a notebook.

    Attributes
    ----------
    notebook
        The notebook with its outputs; after an error with papermill's markers.
    stopped
        None when all cells ran. Also a cell that calls `sys.exit` stops: half a page is no page.
    """

    notebook: NotebookNode
    stopped: Stop | None = None


@dataclass
class _Run:
    """What the engine and `execute` tell each other past papermill."""

    numbers: dict[str, int] = field(default_factory=dict)
    on_cell: Callable[[int, str], object] | None = None
    notebook: NotebookNode | None = None
    stopped: Stop | None = None

    def number(self, cell: NotebookNode) -> int:
        """Number in the file; the inserted parameters count as the parameters cell."""
        return self.numbers.get(cell.get("id", ""), self.numbers.get("parameters", 1))


class QuartierEngine(Engine):
    """Runs the cells in this process; the name of the engine is `quartier`."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        run: _Run | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells, and tell papermill how each one went."""
        run = _Run() if run is None else run
        run.notebook = nb_man.nb
        with shell.fresh() as running:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    run.stopped = _stop(running, cell, run)
                    if run.stopped is not None:
                        nb_man.cell_exception(cell, cell_index=index, exception=run.stopped.error)
                        break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
        nb_man.nb.metadata["language_info"] = shell.language_info()


papermill_engines.register(ENGINE, QuartierEngine)


def execute(
    notebook: Path,
    parameters: Mapping[str, object],
    language: str = SOURCE,
    cwd: Path | None = None,
    on_cell: Callable[[int, str], object] | None = None,
) -> Executed:
    """Run a notebook with parameters; its prose is translated before.

    Parameters
    ----------
    notebook
        The notebook file; it is only read.
    parameters
        Checked values by name (see `parameters.check`).
    language
        The language that the Markdown cells are put into.
    cwd
        Working directory of the cells; by default the folder of the notebook, as in JupyterLab.
    on_cell
        Called with number and first line of each code cell before it runs.

    Returns
    -------
    Executed
        A cell's exception is in it, not raised.
    """
    node = _translated(notebooks.read(notebook), language)
    run = _Run(_numbers(node), on_cell)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    # after an error the markers are in the notebook, and the exception itself is in `run`
    with contextlib.suppress(PapermillExecutionError):
        papermill.execute_notebook(
            node,
            None,
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            cwd=str(notebook.parent if cwd is None else cwd),
            autosave_cell_every=0,
            run=run,
        )
    if run.notebook is None:
        raise RuntimeError("papermill did not call the engine")
    return Executed(_steady(run.notebook, run), run.stopped)


def saved(notebook: NotebookNode, file: Path) -> None:
    """Write an executed notebook."""
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, file)


def _stop(running: shell.ZMQInteractiveShell, cell: NotebookNode, run: _Run) -> Stop | None:
    """Run a cell that is to be run; what ends the notebook, or None."""
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or _SKIP in tags:
        return None
    number, line = run.number(cell), cell.source.strip().splitlines()[0]
    if run.on_cell is not None:
        run.on_cell(number, line)
    if shell.run_cell(running, cell) or _MAY_RAISE in tags:
        return None
    errors = [f"{out.ename}: {out.evalue}" for out in cell.outputs if out.output_type == "error"]
    return Stop(number, line, running.last_exception(), "\n".join(errors))


def _numbers(notebook: NotebookNode) -> dict[str, int]:
    numbers = {cell.id: number for number, cell in enumerate(notebook.cells, start=1)}
    position = notebooks.tagged(notebook, "parameters")
    return numbers if position is None else numbers | {"parameters": position + 1}


def _translated(notebook: NotebookNode, language: str) -> NotebookNode:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = translate_markdown(cell.source, language)
    return notebook


def _steady(notebook: NotebookNode, run: _Run) -> NotebookNode:
    """Take out what papermill writes differently in each run."""
    _keep(notebook.metadata, _OF_THE_NOTEBOOK)
    for number, cell in enumerate(notebook.cells, start=1):
        _keep(cell.metadata, _OF_A_CELL)
        if cell.id not in run.numbers:
            cell.id = f"added-{number}"
    return notebook


def _keep(metadata: NotebookNode, names: tuple[str, ...]) -> None:
    entries = metadata.get("papermill")
    if entries is not None:
        metadata["papermill"] = {name: entries[name] for name in names if name in entries}
