"""One job in a process of its own.

The child is anew in everything that could carry over: random seeds, signals, process group. What it
writes goes to a log; it ends when its parent does.
"""

import faulthandler
import hashlib
import importlib
import multiprocessing
import os
import random
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing import connection
from typing import Any

from quartier.engine.jobs import Fault, Job, JobError
from quartier.errors import UserError
from quartier.language import Speaking, _

__all__ = [
    "at_cell",
    "end_with_parent",
    "ignore_interrupt",
    "is_warm",
    "reason",
    "serve",
    "why_cold",
]

PRELOAD = "quartier.engine.preload"

#: The pipe to the parent; empty in a process that serves no job.
_parents: list[connection.Connection] = []


def serve(
    results: connection.Connection, log: str, job: Job, make: Callable[[Job], object]
) -> None:
    """Run a job and send what came of it.

    Messages are ("warm", None) or ("cold", why), ("cell", (number, line)) for each cell that
    starts, and at last ("done", details) or ("failed", (fault, log)).
    """
    _parents.append(results)
    _begin(log, job)
    results.send(("warm", None) if is_warm() else ("cold", why_cold()))
    try:
        message: tuple[str, Any] = ("done", make(job))
    except BaseException as error:  # noqa: BLE001 - also SystemExit: the parent is to hear of it
        message = ("failed", _failure(error))
    _send(results, message)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # nothing of this process is needed any more, and a thread must not keep it


def at_cell(number: int, line: str) -> None:
    """Say which cell starts, so that the parent can name it if this process dies in it."""
    for parent in _parents:
        parent.send(("cell", (number, line)))


def is_warm() -> bool:
    """Whether this process was forked from one that had loaded the libraries."""
    module = sys.modules.get(PRELOAD)
    return module is not None and os.getpid() != module.LOADED_IN


def why_cold() -> str:
    """Import what the template should have imported, and say how that went."""
    if os.getppid() == getattr(multiprocessing.parent_process(), "pid", None):
        return "there is no template"
    try:
        importlib.import_module(PRELOAD)
    except Exception as error:  # noqa: BLE001 - whatever it is, the developer is to read it
        return "".join(traceback.format_exception(error))
    return "it can be imported; was the template started by somebody else, or before a change?"


def end_with_parent(group: bool = False, before: Callable[[], object] | None = None) -> None:
    """End this process, or its process group, as soon as its parent is gone, however it went.

    Parameters
    ----------
    group
        Whether everything that this process started ends too.
    before
        Called before the end.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        if before is not None:
            before()
        if group:
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent, which ends its children."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def reason(error: BaseException) -> Speaking | str:
    """An exception in words: a user error's own text, of others the type and the message."""
    if isinstance(error, UserError):
        return error
    if isinstance(error, SystemExit):
        return _("Die Zelle hat das Programm beendet (sys.exit)")
    said = str(error).strip()
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _begin(log: str, job: Job) -> None:
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    faulthandler.enable(file=file)
    ignore_interrupt()
    own_group = hasattr(os, "setsid")
    if own_group:
        os.setsid()
    end_with_parent(group=own_group)
    _seed(job)


def _seed(job: Job) -> None:
    text = repr((job.page, job.language, sorted(job.parameters.items())))
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed)


def _failure(error: BaseException) -> tuple[Fault, str]:
    if isinstance(error, JobError):
        return error.problem, error.log
    return Fault(reason(error)), "".join(traceback.format_exception(error))


def _send(results: connection.Connection, message: tuple[str, Any]) -> None:
    try:
        results.send(message)
    except BrokenPipeError:
        pass
    except Exception as error:  # noqa: BLE001 - the details cannot be pickled
        results.send(("failed", _failure(error)))
