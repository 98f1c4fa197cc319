"""The notebooks as a planner opens them: readable, free of programming, and running alone."""

import ast
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbformat import NotebookNode

PROJECT = Path(__file__).parents[2]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
STAMP = "application/vnd.quartier.stamp+json"
SHOWN = {"text/html", "text/plain", STAMP}

# Musterstadt has eight indicators, two targets and four districts: a course for each target; a map
# and a ranking for each indicator; a course and a place among the districts for each. A sheet has a
# funnel and a course with tables of their own; the tables of its map and of its two rankings stand
# below them.
CHARTS = {
    "01_ingest": 0,
    "02_series": 0,
    "03_goals": 2,
    "10_city": 16,
    "11_area": 16,
    "12_indicator": 2,
    "90_methods": 0,
}
# Charts whose figures stand elsewhere: where an area lies, and those above.
ELSEWHERE = {"11_area": 1, "12_indicator": 3}
PAGES = {
    "01_ingest": {"page": "data"},
    "02_series": {"page": "coverage"},
    "03_goals": {"page": "goals"},
    "10_city": {"page": "index"},
    "11_area": {"page": "area/01", "area": "01"},
    "12_indicator": {"page": "indicator/sgb2_rate", "indicator": "sgb2_rate"},
    "90_methods": {"page": "methods"},
}
# What a notebook is given beside city and language.
GIVEN = {
    "11_area": {"area": ("str", "01")},
    "12_indicator": {"indicator": ("str", "sgb2_rate")},
}

every_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


def read(file: Path) -> NotebookNode:
    return nbformat.v4.reads(file.read_text(encoding="utf-8"))


def code(file: Path) -> Iterator[NotebookNode]:
    return (cell for cell in read(file).cells if cell.cell_type == "code")


def nodes(file: Path) -> Iterator[ast.AST]:
    # a magic or a call of the shell would be no Python
    return (node for cell in code(file) for node in ast.walk(ast.parse(cell.source)))


def digests(*folders: str) -> dict[str, str]:
    files = (file for folder in folders for file in (PROJECT / folder).rglob("*"))
    return {
        str(file.relative_to(PROJECT)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        # Another test may be importing a module meanwhile.
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_notebooks_are_the_steps_and_the_reports():
    assert [file.stem for file in NOTEBOOKS] == list(CHARTS)


@every_notebook
def test_a_notebook_is_kept_without_outputs(file):
    assert [cell.outputs for cell in code(file) if cell.outputs] == []
    assert {cell.execution_count for cell in code(file)} == {None}
    notebook = read(file)
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    nbformat.validate(notebook)


@every_notebook
def test_a_notebook_has_one_cell_of_parameters_each_with_type_and_default(file):
    cells = read(file).cells
    (given,) = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    first = next(cell for cell in cells if cell.cell_type == "code")
    assert given is first
    statements = ast.parse(given.source).body
    assert {type(statement) for statement in statements} == {ast.AnnAssign}
    declared = {
        ast.unparse(each.target): (ast.unparse(each.annotation), ast.literal_eval(each.value))
        for each in statements
        if isinstance(each, ast.AnnAssign) and each.value is not None
    }
    assert len(declared) == len(statements)
    expected = {"city": ("str", "musterstadt"), "language": ("str", "de")}
    assert declared == expected | GIVEN.get(file.stem, {})


@every_notebook
def test_a_notebook_can_be_read_aloud(file):
    programming = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Try)
    found = [ast.unparse(node) for node in nodes(file) if isinstance(node, programming)]
    assert found == []
    assert max(len(cell.source.splitlines()) for cell in code(file)) <= 8


@every_notebook
def test_a_notebook_computes_nothing_and_imports_nothing_but_quartier(file):
    imported = set()
    for node in nodes(file):
        assert not isinstance(node, (ast.BinOp, ast.AugAssign)), ast.unparse(node)
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(str(node.module))
    assert {name.partition(".")[0] for name in imported} == {"quartier"}


@every_notebook
def test_a_notebook_names_no_path(file):
    texts = [
        node.value
        for node in nodes(file)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert texts
    assert [text for text in texts if re.search(r"[/\\~]|\.[a-z]{2,7}$", text)] == []
    names = {node.id for node in nodes(file) if isinstance(node, ast.Name)}
    assert names & {"open", "Path", "os", "__file__"} == set()


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Iterator[Callable[[Path], NotebookNode]]:
    """Run notebooks as JupyterLab does: by the stock kernel, in the notebooks' own folder.

    Starting a kernel takes longer than most notebooks, so one runs them all and forgets after each
    what it has left behind.
    """
    scratch = tmp_path_factory.mktemp("scratch")
    before = digests("data", "reports", "notebooks")
    environment = {name: text for name, text in os.environ.items() if "PYTEST" not in name}
    environment |= {"TMPDIR": str(scratch), "PYTHONWARNINGS": "ignore"}
    where = {"metadata": {"path": str(PROJECT / "notebooks")}}
    client = NotebookClient(
        nbformat.v4.new_notebook(), timeout=120, kernel_name="python3", resources=where
    )

    def executed(file: Path) -> NotebookNode:
        client.nb = notebook = read(file)
        notebook.cells.append(nbformat.v4.new_code_cell("%reset -f"))
        client.reset_execution_trackers()
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
        assert list(scratch.iterdir()) == []
        assert digests("data", "reports", "notebooks") == before
        del notebook.cells[-1]
        return notebook

    with client.setup_kernel(env=environment):
        yield executed
    assert list(scratch.iterdir()) == []


@every_notebook
def test_a_notebook_runs_by_itself_and_leaves_the_city_alone(file, run):
    notebook = run(file)

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    kinds = {output.output_type for output in outputs}
    assert kinds <= {"display_data", "execute_result"}, outputs
    mimes = {mime for output in outputs for mime in output.data}
    assert mimes <= SHOWN

    (stamp,) = [output.data[STAMP] for output in outputs if STAMP in output.data]
    expected = {"language": "de", "city": "musterstadt"} | PAGES[file.stem]
    assert {name: stamp[name] for name in stamp if name != "as-of"} == expected

    shown = [output.data["text/html"] for output in outputs if "text/html" in output.data]
    # By hand, a notebook brings the stylesheet that a page would have.
    assert shown[0].startswith("<style>")
    first = notebook.cells[0].source if notebook.cells[0].cell_type == "markdown" else shown[1]
    assert re.match(r"# \S", first) or BeautifulSoup(first, "html.parser").h1
    assert_charts(file.stem, "".join(shown))


def assert_charts(name: str, html: str) -> None:
    page = BeautifulSoup(html, "html.parser")
    figures = [figure for figure in page.find_all("figure") if figure.figcaption]
    told = [figure for figure in figures if figure.details]
    assert len(told) == CHARTS[name]
    assert len(figures) - len(told) == ELSEWHERE.get(name, 0)
    for figure in figures:
        assert figure.figcaption.get_text(strip=True)
        assert figure.svg.find(["path", "line", "circle", "rect"])
    assert all(figure.details.table.tbody.find_all("tr") for figure in told)
    # beside the charts there are tables or facts to read
    assert [part for part in page.find_all(["table", "dl"]) if not part.find_parent("figure")]
