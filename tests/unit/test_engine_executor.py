from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from quartier.engine import executor
from quartier.engine.executor import ENGINE, execute


def written(folder: Path, *sources: str, tags: dict[int, str] | None = None) -> Path:
    cells = [new_markdown_cell("# Titel\n\nEin Absatz.")]
    cells += [new_code_cell('area: str = "01"', metadata={"tags": ["parameters"]})]
    for number, source in enumerate(sources):
        tag = [tags[number]] if tags and number in tags else []
        cells.append(new_code_cell(source, metadata={"tags": tag}))
    file = folder / "seite.ipynb"
    nbformat.write(new_notebook(cells=cells), file)
    return file


def outputs(result: executor.Executed) -> list[str]:
    return [
        out.text if "text" in out else out.evalue if "evalue" in out else out.data["text/plain"]
        for cell in result.notebook.cells
        for out in cell.get("outputs", [])
    ]


def test_parameters_are_inserted_by_papermill(tmp_path):
    result = execute(written(tmp_path, "area"), {"area": "03"})
    assert result.stopped is None
    assert outputs(result) == ["'03'"]
    assert result.notebook.cells[2].metadata.tags == ["injected-parameters"]
    assert result.notebook.metadata.papermill.parameters == {"area": "03"}


def test_two_runs_give_the_same_bytes(tmp_path):
    notebook = written(tmp_path, "print(area)", "import random\nrandom.Random(1).random()")
    first, second = (nbformat.writes(execute(notebook, {"area": "03"}).notebook) for _ in range(2))
    assert first == second
    assert str(tmp_path) not in first
    assert "duration" not in first


def test_an_old_notebook_without_cell_ids_gives_the_same_bytes(tmp_path):
    notebook = written(tmp_path, "1")
    text = nbformat.read(notebook, as_version=4)
    for cell in text.cells:
        del cell["id"]
    text.nbformat_minor = 4
    nbformat.write(text, notebook)
    first, second = (nbformat.writes(execute(notebook, {"area": "03"}).notebook) for _ in range(2))
    assert first == second


def test_the_source_is_only_read(tmp_path):
    notebook = written(tmp_path, "1 / 0")
    before = notebook.read_bytes()
    execute(notebook, {"area": "03"})
    assert notebook.read_bytes() == before


def test_an_error_stops_names_the_cell_of_the_file_and_is_marked(tmp_path):
    result = execute(written(tmp_path, "1", "# ein Bruch\n1 / 0", "2"), {"area": "03"})
    assert (result.stopped.number, result.stopped.line) == (4, "# ein Bruch")
    assert isinstance(result.stopped.error, ZeroDivisionError)
    assert result.stopped.shown == "ZeroDivisionError: division by zero"
    assert outputs(result) == ["1", "division by zero"]
    marked = [cell for cell in result.notebook.cells if "papermill-error" in cell.source]
    assert len(marked) == 2


@pytest.mark.filterwarnings("ignore:To exit")
@pytest.mark.parametrize("code", ["", "0", "3"])
def test_sys_exit_stops(tmp_path, code):
    result = execute(written(tmp_path, f"import sys\nsys.exit({code})", "2"), {"area": "03"})
    assert result.stopped.number == 3
    assert "'2'" not in outputs(result)


def test_a_display_that_raises_stops(tmp_path):
    bad = "class Bad:\n    def _repr_html_(self):\n        raise RuntimeError('kein HTML')\nBad()"
    result = execute(written(tmp_path, bad, "2"), {"area": "03"})
    assert result.stopped.shown == "RuntimeError: kein HTML"


def test_tags_skip_a_cell_or_let_it_raise(tmp_path):
    tags = {0: "skip-execution", 1: "raises-exception"}
    result = execute(written(tmp_path, "1 / 0", "int('x')", "2", tags=tags), {"area": "03"})
    assert outputs(result)[-1] == "2"
    assert len(outputs(result)) == 2


def test_prose_is_translated_before_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(executor, "translate_markdown", lambda text, into: f"{into}: {text}")
    result = execute(written(tmp_path, "'# Titel'"), {"area": "03"}, "en")
    assert result.notebook.cells[0].source.startswith("en: # Titel")
    assert outputs(result) == ["'# Titel'"]


def test_cells_are_announced_with_their_number_in_the_file(tmp_path):
    told = []
    execute(written(tmp_path, "\n1"), {"area": "03"}, on_cell=lambda *cell: told.append(cell))
    assert told == [(2, 'area: str = "01"'), (2, "# Parameters"), (3, "1")]


def test_cells_run_in_the_folder_of_their_notebook(tmp_path):
    folder = tmp_path / "mit {klammer}"
    folder.mkdir()
    result = execute(written(folder, "import os\nos.path.basename(os.getcwd())"), {"area": "03"})
    assert outputs(result) == ["'mit {klammer}'"]


def test_papermill_itself_can_use_the_engine(tmp_path):
    notebook = written(tmp_path, "area")
    target = tmp_path / "aus.ipynb"
    papermill.execute_notebook(
        str(notebook),
        str(target),
        {"area": "05"},
        engine_name=ENGINE,
        kernel_name="python3",
        language="python",
        progress_bar=False,
    )
    executed = nbformat.read(target, as_version=4)
    assert executed.cells[-1].outputs[0].data["text/plain"] == "'05'"
