"""Each kind of output, written out; `tests/notebooks` compares with the stock kernel."""

import builtins
import os
import sys

import pytest
from IPython.core.getipython import get_ipython
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from quartier.engine import shell


def ran(*sources: str) -> list[NotebookNode]:
    """The cells of one notebook, run; `ok` says how each went."""
    cells = [new_code_cell(source) for source in sources]
    with shell.fresh() as running:
        for cell in cells:
            cell.ok = shell.run_cell(running, cell)
    return cells


def test_consecutive_writes_to_a_stream_are_one_output():
    (cell,) = ran("import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\nprint('d')")
    assert [(out.name, out.text) for out in cell.outputs] == [
        ("stdout", "a\nb\n"),
        ("stderr", "c\n"),
        ("stdout", "d\n"),
    ]


def test_the_last_expression_is_the_result_and_carries_the_count():
    (result,) = ran("x = 20", "x + 1")[1].outputs
    assert (result.output_type, result.execution_count) == ("execute_result", 2)
    assert result.data == {"text/plain": "21"}


def test_a_display_has_all_its_forms():
    (cell,) = ran("from IPython.display import HTML, display\ndisplay(HTML('<b>'))")
    (shown,) = cell.outputs
    assert shown.output_type == "display_data"
    assert shown.data["text/html"] == "<b>"


def test_an_update_changes_displays_of_earlier_cells():
    first, second = ran(
        "handle = display('eins', display_id='x')",
        "display('zwei', display_id='x')\nhandle.update('drei')",
    )
    texts = [cell.outputs[0].data["text/plain"] for cell in (first, second)]
    assert texts == ["'drei'", "'drei'"]
    assert len(second.outputs) == 1


def test_clearing_drops_the_outputs_of_its_cell_only():
    first, second, third = ran(
        "from IPython.display import clear_output\nprint('bleibt')",
        "handle = display('weg', display_id='y')\nclear_output()\nprint('da')",
        "handle.update('nirgends')",
    )
    assert first.outputs[0].text == "bleibt\n"
    assert [out.get("text") for out in second.outputs] == ["da\n"]
    assert third.outputs == []


def test_clearing_can_wait_for_the_next_output():
    _, kept, cleared = ran(
        "from IPython.display import clear_output",
        "print('a')\nclear_output(wait=True)",
        "print('a')\nclear_output(wait=True)\nprint('b')\nprint('c')",
    )
    assert [out.text for out in kept.outputs] == ["a\n"]
    assert [out.text for out in cleared.outputs] == ["b\nc\n"]


def test_an_error_has_name_text_and_traceback():
    (cell,) = ran("print('davor')\n1 / 0")
    assert not cell.ok
    assert cell.outputs[0].text == "davor\n"
    error = cell.outputs[1]
    assert (error.ename, error.evalue) == ("ZeroDivisionError", "division by zero")
    assert any("In[1]" in line and "line 2" in line for line in error.traceback)


@pytest.mark.filterwarnings("ignore:To exit")
@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("x = = 1", "SyntaxError"),
        ("import sys\nsys.exit(0)", "SystemExit"),
        ("input('?')", "StdinNotImplementedError"),
        ("import asyncio\nawait asyncio.sleep('?')", "TypeError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_what_else_ends_a_cell_is_an_error_too(source, name):
    (cell,) = ran(source)
    assert [out.get("ename") for out in cell.outputs] == [name]
    assert not cell.ok


def test_an_unknown_magic_ends_a_cell_with_a_sentence():
    (cell,) = ran("%nichts")
    assert not cell.ok
    assert cell.outputs[0].text == "UsageError: Line magic function `%nichts` not found.\n"


def test_a_display_that_raises_is_an_error():
    bad = "class Bad:\n    def _repr_html_(self):\n        raise RuntimeError('kein HTML')\nBad()"
    assert not ran(bad)[0].ok


def test_output_past_the_python_streams_is_caught_before_what_follows_it():
    (cell,) = ran("import os\nos.write(1, b'roh\\n')\nos.system('echo laut >&2')\ndisplay('ende')")
    assert [out.get("text") for out in cell.outputs] == ["roh\n", "laut\n", None]


def test_binary_data_are_written_as_base64():
    (cell,) = ran(
        "from IPython.display import publish_display_data\n"
        "publish_display_data({'image/png': bytes([0, 255])})"
    )
    assert cell.outputs[0].data["image/png"] == "AP8="


def test_pandas_writes_as_for_a_notebook():
    (cell,) = ran("import pandas as pd\npd.DataFrame([range(30)])")
    html = cell.outputs[0].data["text/html"]
    assert "30 columns" in html
    assert "..." in html


def test_the_process_is_afterwards_as_it_was():
    before = (
        sys.stdout,
        sys.displayhook,
        builtins.input,
        sys.modules["__main__"],
        dict(os.environ),
    )
    with shell.fresh() as running:
        shell.run_cell(running, new_code_cell("import os\nos.environ['NEU'] = '1'"))
        assert get_ipython() is running
    assert get_ipython() is None
    assert before == (
        sys.stdout,
        sys.displayhook,
        builtins.input,
        sys.modules["__main__"],
        dict(os.environ),
    )


def test_a_second_shell_knows_nothing_of_the_first():
    with shell.fresh() as running:
        shell.run_cell(running, new_code_cell("x = 1"))
    with shell.fresh() as running:
        cell = new_code_cell("x")
        assert not shell.run_cell(running, cell)
    assert (cell.outputs[0].ename, cell.execution_count) == ("NameError", 1)


def test_no_folder_of_the_user_is_touched(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    with shell.fresh() as running:
        shell.run_cell(running, new_code_cell("1"))
    assert list(tmp_path.iterdir()) == []


def test_a_doctest_before_does_not_take_the_last_value_away():
    vars(builtins)["_"] = ["left by a doctest"]
    with shell.fresh() as running:
        running.run_cell("20 + 1")
        assert running.user_ns["_"] == 21
