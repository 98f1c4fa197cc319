"""Run jobs in parallel, each in one child process of its own.

Children are forked from a template process that has the libraries loaded (the standard library's
forkserver with `preload`); where there is no fork, each is a plain new process. A child that dies
or takes too long is a failed outcome and the others go on; `ProcessPoolExecutor` would lose all.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import connection, forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

from quartier.engine import child
from quartier.engine.jobs import Fault, Job, Outcome
from quartier.language import Text, _

__all__ = [
    "ColdError",
    "begin",
    "cores",
    "has_template",
    "prepared",
    "run",
    "start_template",
    "way_to_start",
]

#: Fixed for the children: the order of sets, and one thread each, as there is one child a core.
_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
}

#: Seconds that a child may take to end after it has sent its result.
_GRACE = 5.0

#: Seconds for which a template that dies is replaced again.
_PATIENCE = 3.0


class ColdError(RuntimeError):
    """The template process does not have the libraries loaded."""


def run(
    jobs: Iterable[Job],
    make: Callable[[Any], object],
    workers: int | None = None,
    on_done: Callable[[Outcome], None] | None = None,
    template: bool | None = None,
) -> list[Outcome]:
    """Run all jobs and wait for them.

    Parameters
    ----------
    jobs
        They start in this order: put the long ones first.
    make
        A function that an import finds (not one of `__main__`); it is called with the job in the
        child, and what it returns comes back as the outcome's details.
    workers
        Children at a time; by default one for each core.
    on_done
        Called here with each outcome, as they come.
    template
        Whether to fork from a template; by default where the system can.

    Returns
    -------
    list of Outcome
        In the order of the jobs.

    Raises
    ------
    ColdError
        When a forked child finds that the template did not load the libraries.
    """
    with tempfile.TemporaryDirectory(prefix="quartier-") as logs:
        shift = _Shift(make, Path(logs), has_template() if template is None else template)
        return shift.run(list(jobs), workers or cores(), on_done or (lambda outcome: None))


def start_template() -> None:
    """Start the template already, so that it loads the libraries while something else is done.

    `run` starts it otherwise. Where there is no fork, nothing happens.
    """
    if has_template():
        with prepared():
            forkserver.set_forkserver_preload([child.PRELOAD])
            forkserver.ensure_running()


def has_template() -> bool:
    """Whether this system can fork children from a template."""
    return "forkserver" in multiprocessing.get_all_start_methods()


def way_to_start(template: bool) -> str:
    """The name that multiprocessing has for a fork from the template, or for a new process."""
    return "forkserver" if template else "spawn"


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def prepared() -> Iterator[None]:
    """Start processes in this block: with the children's environment, and without our `__main__`.

    multiprocessing runs the main module anew in each child, which for a command costs as much as
    all its imports; the functions that we send are found by import. Ctrl-C waits until the block
    ends, so that no process is started and then forgotten.
    """
    kept = {name: os.environ.get(name) for name in _ENVIRONMENT}
    main = sys.modules["__main__"]
    os.environ.update(_ENVIRONMENT)
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        with _uninterrupted():
            yield
    finally:
        sys.modules["__main__"] = main
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def begin(process: BaseProcess) -> None:
    """Start a process, within `prepared`.

    A template that has just died is replaced as soon as that shows.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            process.start()
            return
        except (EOFError, ConnectionError) as error:
            if time.monotonic() > end:
                raise ColdError(
                    f"the template process ends while it loads {child.PRELOAD}"
                ) from error
            time.sleep(0.02)


@dataclass
class _Running:
    """A child at work."""

    position: int
    job: Job
    process: BaseProcess
    results: connection.Connection
    log: Path
    started: float
    deadline: float
    warm: bool = False
    cell: tuple[int, str] | None = None
    message: tuple[str, Any] | None = None
    late: bool = False
    orphaned: bool = False

    def waits_for(self) -> list[Any]:
        """What shows that something happened: a message, or the end of the process."""
        return [self.results] if self.orphaned else [self.results, self.process.sentinel]


class _Shift:
    """One call of `run`."""

    def __init__(self, make: Callable[[Any], object], logs: Path, template: bool) -> None:
        self._make, self._logs, self._template = make, logs, template
        self._context: Any = multiprocessing.get_context(way_to_start(template))
        self._running: list[_Running] = []

    def run(
        self, jobs: list[Job], workers: int, on_done: Callable[[Outcome], None]
    ) -> list[Outcome]:
        if self._template:
            start_template()
        waiting = deque(enumerate(jobs))
        outcomes: dict[int, Outcome] = {}
        try:
            while waiting or self._running:
                while waiting and len(self._running) < workers:
                    self._start(*waiting.popleft())
                for running in self._ended():
                    outcomes[running.position] = self._outcome(running)
                    on_done(outcomes[running.position])
        finally:
            self._kill_all()
        return [outcomes[position] for position in range(len(jobs))]

    def _start(self, position: int, job: Job) -> None:
        results, sender = self._context.Pipe(duplex=False)
        log = self._logs / f"{position}.log"
        arguments = (sender, str(log), job, self._make)
        process = self._context.Process(target=child.serve, args=arguments, name=job.page)
        with prepared():
            begin(process)
            now = time.monotonic()
            deadline = now + (float("inf") if job.limit is None else job.limit)
            self._running.append(_Running(position, job, process, results, log, now, deadline))
        sender.close()

    def _ended(self) -> list[_Running]:
        """Wait until something happens; the children that have ended are taken off the list."""
        nearest = min(running.deadline for running in self._running) - time.monotonic()
        things = [thing for running in self._running for thing in running.waits_for()]
        # a wait for ever could not be interrupted on every system
        ready = connection.wait(things, timeout=min(max(nearest, 0.0), 60.0))
        ended = [running for running in self._running if self._has_ended(running, ready)]
        self._running = [running for running in self._running if running not in ended]
        return ended

    def _has_ended(self, running: _Running, ready: list[Any]) -> bool:
        if time.monotonic() >= running.deadline:
            running.late = running.message is None
            _kill(running.process)
            return True
        is_open = self._received(running) if running.results in ready else True
        if running.process.sentinel in ready and not running.orphaned:
            is_open = self._received(running)
            running.process.join()
            # the template died: its child may well live on, and is awaited at the pipe
            running.orphaned = running.process.exitcode == 255 and is_open
            return not running.orphaned
        return running.orphaned and not is_open

    def _received(self, running: _Running) -> bool:
        """Take the messages that are there; False at the end of the pipe."""
        try:
            while running.results.poll():
                kind, content = running.results.recv()
                if kind in ("warm", "cold"):
                    running.warm = self._checked(kind == "warm", content)
                elif kind == "cell":
                    running.cell = content
                else:
                    running.message = (kind, content)
                    running.deadline = time.monotonic() + _GRACE
        except (EOFError, OSError):
            return False
        return True

    def _checked(self, warm: bool, why: str | None) -> bool:
        if self._template and not warm:
            raise ColdError(f"the template process has not loaded {child.PRELOAD}: {why}")
        return warm

    def _outcome(self, running: _Running) -> Outcome:
        seconds = time.monotonic() - running.started
        written = running.log.read_text("utf-8", "replace") if running.log.exists() else ""
        kind, content = running.message or ("died", (None, ""))
        if kind == "done":
            return Outcome(running.job, True, seconds, running.warm, None, content, written)
        if kind == "failed":
            fault, log = content
        else:
            _kill(running.process)  # what it started must not outlive it
            cell, line = running.cell or (None, None)
            fault, log = Fault(_why(running), cell, line), ""
        return Outcome(running.job, False, seconds, running.warm, fault, None, log + written)

    def _kill_all(self) -> None:
        for running in self._running:
            _kill(running.process)
        for running in self._running:
            running.process.join(_GRACE)
        self._running = []


def _why(running: _Running) -> Text:
    code = running.process.exitcode
    if running.late:
        return _("Die Zeitgrenze ({limit} s) ist überschritten", limit=f"{running.job.limit:g}")
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        if name == "SIGKILL":
            return _("Der Prozess wurde von außen beendet (SIGKILL); fehlte Arbeitsspeicher?")
        return _("Der Prozess ist abgestürzt ({signal})", signal=name)
    return _("Der Prozess hat sich vorzeitig beendet (Code {code})", code=code)


def _kill(process: BaseProcess) -> None:
    """End a child and everything that it started."""
    if process.pid is None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    with contextlib.suppress(ProcessLookupError):
        if process.exitcode is None:
            process.kill()
    process.join(_GRACE)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C for the block."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
