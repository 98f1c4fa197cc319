"""The shell inside a process gives what the stock kernel gives."""

import os
import re
import warnings
from copy import deepcopy

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from quartier.engine import shell

CELL_FILE = re.compile(r"<ipython-input-[^>]*>|[0-9]+\.py")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")

CELLS = {
    "nothing": "x = 1",
    "streams": "import sys\nprint('a')\nprint('b', end='')\nprint('c', flush=True)",
    "stderr": "print('laut', file=sys.stderr)",
    "result": "x + 1",
    "silent result": "x + 1;",
    "text": "'Straße'",
    "table": (
        "import pandas as pd\n"
        "pd.DataFrame({'Bezirk': ['01', '02'], 'Anteil mit langem Namen': [1.5, None]})"
    ),
    "wide table": "print(pd.DataFrame([range(100, 140)]))",
    "displays": (
        "from IPython.display import HTML, JSON, SVG, Image, Markdown, display\n"
        "display(HTML('<b>fett</b>'), Markdown('*kursiv*'), 1, metadata={'text/html': {'a': 1}})"
    ),
    "svg": "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>')",
    "json": "JSON({'a': (1, 2), 'b': None, 'ä': 'ö'})",
    "png": (
        "import base64\n"
        "pixel = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ'\n"
        "    'AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==')\n"
        "Image(pixel)"
    ),
    "raw bundle": (
        "from IPython.display import publish_display_data\n"
        "publish_display_data({'application/vnd.quartier.stamp+json': {'area': '01'}})"
    ),
    "own display": (
        "class Both:\n"
        "    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        data = {'text/plain': 'p', 'text/html': '<p>'}\n"
        "        return data, {'text/html': {'isolated': True}}\n"
        "Both()"
    ),
    "handle": "handle = display('eins', display_id='anzeige')",
    "update": "handle.update('zwei')\nhandle.display('drei')",
    "clear": "from IPython.display import clear_output\nprint('weg')\nclear_output()\nprint('da')",
    "clear later": "print('weg')\nclear_output(wait=True)\nprint('da')",
    "clear for nothing": "print('bleibt')\nclear_output(wait=True)",
    "mixed": "print('vorher')\ndisplay('mitte')\nprint('nachher')\n'ende'",
    "await": "import asyncio\nawait asyncio.sleep(0)\n'gewartet'",
    "magic": "%precision 3\n3.14159",
    "history": "_ + 1, Out[4]",
    "capture": "%%capture taken\nprint('versteckt')\n1",
    "captured": "taken.stdout",
    "help": "print?",
    "name": "__name__, type(get_ipython()).__name__",
    "warning": (
        "import warnings\n"
        "warnings.showwarning = lambda message, *rest, **more: print(message, file=sys.stderr)\n"
        "warnings.warn('Vorsicht')"
    ),
    "program": (
        "import subprocess, time\n"
        "subprocess.run(['echo', 'von außen'], check=True).returncode, time.sleep(0.5)"
    ),
    "system": "!echo aus der Shell",
    "error": "def half(number):\n    return number / 0\n\nhalf(1)",
    "error in a chain": (
        "try:\n    half(2)\nexcept ZeroDivisionError as error:\n    raise KeyError('ä') from error"
    ),
    "error after output": "print('noch da')\nraise ValueError('zu spät')",
    "syntax": "x = = 1",
    "indentation": "if x:\nprint(x)",
    "bad display": (
        "class Bad:\n"
        "    def __repr__(self):\n"
        "        return 'schlecht'\n"
        "    def _repr_html_(self):\n"
        "        raise RuntimeError('kein HTML')\n"
        "Bad()"
    ),
    "unknown magic": "%nichts",
    "empty": "  ",
    "deleted": "del half\nhalf",
}


@pytest.fixture(scope="module")
def stock() -> list[NotebookNode]:
    notebook = _notebook()
    # under pytest the kernel would leave the output of programs alone
    environment = {name: text for name, text in os.environ.items() if "PYTEST" not in name}
    client = NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True)
    client.execute(env=environment)
    return notebook.cells


@pytest.fixture(scope="module")
def ours() -> list[NotebookNode]:
    notebook = _notebook()
    with warnings.catch_warnings(), shell.fresh() as running:
        # The process of the tests has threads, of which Python 3.12 warns; that of a page has none.
        warnings.filterwarnings("ignore", ".*forkpty", DeprecationWarning)
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.source.strip():
                shell.run_cell(running, cell)
    return notebook.cells


@pytest.mark.parametrize("position", range(len(CELLS)), ids=list(CELLS))
def test_a_cell_has_the_outputs_of_the_stock_kernel(position, stock, ours):
    expected, found = stock[position], ours[position]
    assert found.execution_count == expected.execution_count
    assert _comparable(found.outputs) == _comparable(_joined(expected.outputs))


def test_the_sample_has_outputs_of_every_kind(stock):
    kinds = {output.output_type for cell in stock for output in cell.outputs}
    assert kinds == {"stream", "display_data", "execute_result", "error"}


def test_the_language_is_written_as_by_the_stock_kernel():
    notebook = new_notebook(cells=[new_markdown_cell("nichts")])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert shell.language_info() == notebook.metadata.language_info


def _notebook() -> NotebookNode:
    return new_notebook(cells=[new_code_cell(source) for source in CELLS.values()])


def _comparable(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Without what differs by intention.

    The stock kernel calls a cell by a file with its process's number and, since it does not find
    that file, shows tracebacks without highlights and in chains with wrong lines. Their first and
    last entries, which say what happened, are compared.
    """
    outputs = deepcopy(outputs)
    for output in outputs:
        if output.output_type == "error":
            output.evalue = CELL_FILE.sub("cell", output.evalue)
            ends = [output.traceback[0], output.traceback[-1]]
            output.traceback = [COLOUR.sub("", line) for line in ends if "Cell" not in line]
    return outputs


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Consecutive outputs of one stream as one: where the kernel cuts them depends on time."""
    joined: list[NotebookNode] = []
    for output in deepcopy(outputs):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.output_type == "stream"
            and last.get("name") == output.get("name")
        ):
            last.text += output.text
        else:
            joined.append(output)
    return joined
