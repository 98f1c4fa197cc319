"""Run the cells of a notebook inside this process, without a kernel.

IPython's own shell executes; what a kernel would send over sockets (streams, display data, results,
errors) is collected from its display hooks into the cell's outputs. The outputs are those that the
stock kernel gives; consecutive writes to one stream are one output.
"""

import base64
import builtins
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from IPython.core import page
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from traitlets import Type
from traitlets.config import Config

from quartier.engine.native import Native, caught
from quartier.engine.outputs import Outputs

__all__ = ["ZMQInteractiveShell", "fresh", "language_info", "run_cell"]

#: What ipykernel sets so that programs started from a cell neither page nor drop their colours.
_ENVIRONMENT = {
    "TERM": "xterm-color",
    "CLICOLOR": "1",
    "FORCE_COLOR": "1",
    "CLICOLOR_FORCE": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
}


class _Publisher(DisplayPublisher):
    """Takes what `display` shows."""

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_kwargs: Any,
    ) -> None:
        self._validate_data(data, metadata)
        shell = cast(ZMQInteractiveShell, self.shell)
        shell.take_native()
        display_id = (transient or {}).get("display_id")
        shell.outputs.display(_plain(data), _plain(metadata or {}), display_id, update)

    def clear_output(self, wait: bool = False) -> None:
        cast(ZMQInteractiveShell, self.shell).outputs.clear(wait)


class _Hook(DisplayHook):
    """Takes the value of a cell's last expression."""

    _data: dict[str, Any]
    _metadata: dict[str, Any]

    def start_displayhook(self) -> None:
        self._data, self._metadata = {}, {}

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        self._data, self._metadata = _plain(format_dict), _plain(md_dict or {})

    def finish_displayhook(self) -> None:
        cast(ZMQInteractiveShell, self.shell).take_native()
        if self._data:
            cast(ZMQInteractiveShell, self.shell).outputs.result(
                self._data, self._metadata, self.prompt_count
            )


class ZMQInteractiveShell(InteractiveShell):
    """IPython's shell with outputs collected.

    It bears the name of the stock kernel's shell because pandas, rich and others look for that name
    to know that they write for a notebook and not for a terminal of some width.
    """

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    #: pandas and others take a shell with this name for a notebook's
    kernel = None

    outputs: Outputs
    native: Native | None = None

    def __init__(self, **kwargs: Any) -> None:
        self.outputs = Outputs()
        super().__init__(**kwargs)

    def init_ipython_dir(self, ipython_dir: str | None) -> None:
        """No folder of the user's is read or written: it could change what a page shows."""

    def init_profile_dir(self, profile_dir: object) -> None:
        """No profile either."""

    def init_virtualenv(self) -> None:
        """Python has found its environment."""

    def init_environment(self) -> None:
        """As the stock kernel sets it."""
        os.environ.update(_ENVIRONMENT)

    def init_hooks(self) -> None:
        """What would open a pager (`name?`) shows nothing."""
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(lambda *_args, **_kwargs: None), 99)

    def last_exception(self) -> BaseException | None:
        """What the last cell raised, if it did."""
        result = self.last_execution_result
        return result and (result.error_before_exec or result.error_in_exec)

    def take_native(self) -> None:
        """Add what was written past the Python streams."""
        for name, text in self.native.drain() if self.native is not None else ():
            self.outputs.stream(name, text)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.take_native()
        self.outputs.error(str(etype.__name__), str(evalue), list(stb))


class _Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a cell."""

    def __init__(self, name: str, shell: ZMQInteractiveShell) -> None:
        self.name, self._shell = f"<{name}>", shell
        self._kind = name

    encoding = "UTF-8"
    errors = "strict"

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            self._shell.outputs.stream(self._kind, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False


@contextmanager
def fresh() -> Iterator[ZMQInteractiveShell]:
    """A shell with an empty namespace; afterwards the process is as it was before.

    It is the process's IPython while the block lasts, so `display` and `get_ipython` find it.
    """
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.IPKernelApp.tqdm = "a notebook"  # by this key tqdm knows that it is in one
    with _restored(), _wide_enough(), caught() as native:
        InteractiveShell.clear_instance()
        shell = ZMQInteractiveShell.instance(config=config)
        shell.native = native
        sys.stdout, sys.stderr = _Stream("stdout", shell), _Stream("stderr", shell)  # type: ignore[assignment]
        builtins.input = _no_input  # type: ignore[assignment]
        try:
            yield shell
        finally:
            shell.restore_sys_module_state()
            ZMQInteractiveShell.clear_instance()


def run_cell(shell: ZMQInteractiveShell, cell: NotebookNode) -> bool:
    """Run a code cell; its outputs and execution count are those of this run.

    Returns
    -------
    bool
        False when the cell, or the display of something in it, raised.
    """
    cell.outputs = []
    shell.outputs.into(cell.outputs)
    result = shell.run_cell(cell.source, store_history=True)
    shell.take_native()
    cell.execution_count = shell.execution_count - 1
    return bool(result.success) and not any(out.output_type == "error" for out in cell.outputs)


def language_info() -> dict[str, Any]:
    """The language entry that the stock kernel writes into a notebook's metadata."""
    return {
        "name": "python",
        "version": sys.version.split()[0],
        "mimetype": "text/x-python",
        "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
        "pygments_lexer": f"ipython{sys.version_info[0]}",
        "nbconvert_exporter": "python",
        "file_extension": ".py",
    }


@contextmanager
def _restored() -> Iterator[None]:
    """Put back what a shell changes in its process."""
    kept = (sys.stdout, sys.stderr, builtins.input, sys.displayhook, sys.excepthook)
    environment, main = dict(os.environ), sys.modules["__main__"]
    # Python's own prompt and doctest leave their last value here; IPython would take it for a
    # gettext and keep its hands off `_`.
    left = {name: vars(builtins).pop(name) for name in ("_",) if name in vars(builtins)}
    try:
        yield
    finally:
        vars(builtins).update(left)
        sys.stdout, sys.stderr, builtins.input, sys.displayhook, sys.excepthook = kept
        os.environ.clear()
        os.environ.update(environment)
        sys.modules["__main__"] = main


@contextmanager
def _wide_enough() -> Iterator[None]:
    """Let pandas show as many columns as in a notebook: it decides that when it is imported."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        yield
        return
    with pandas.option_context("display.max_columns", 20):
        yield


def _no_input(_prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support it.")


def _plain(bundle: dict[str, Any]) -> dict[str, Any]:
    """A MIME bundle as it is after its way through JSON; binary data as base64."""
    return json.loads(json.dumps(bundle, default=_encoded))


def _encoded(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "__iter__"):
        return list(value)  # type: ignore[call-overload]
    raise TypeError(f"{type(value)!r} is no JSON")
