"""What a build asks a child process to do, and what came of it.

>>> job = Job("area/01", parameters={"area": "01"})
>>> Outcome(job, ok=True).ok
True
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quartier.language import SOURCE, Speaking

__all__ = ["DEFAULT_LIMIT", "Fault", "Job", "JobError", "Outcome"]

#: Seconds that a page may take when nothing else is said.
DEFAULT_LIMIT = 300.0


@dataclass(frozen=True, kw_only=True)
class _Request:
    notebook: Path | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    language: str = SOURCE
    limit: float | None = DEFAULT_LIMIT


@dataclass(frozen=True)
class Job(_Request):
    """One page to make.

    Attributes
    ----------
    page
        What the page is called in messages and in the build's record.
    notebook, parameters, language
        What runs, with which checked values, and the language of the page.
    limit
        Seconds after which the child is killed; None for no limit.
    """

    page: str


@dataclass(frozen=True)
class Fault:
    """Why a job failed.

    Attributes
    ----------
    reason
        In words, for the person who runs the build.
    cell
        Number of the cell in the notebook's file, counted from 1; None when no cell was running.
    line
        The first line of that cell.
    """

    reason: Speaking | str
    cell: int | None = None
    line: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a job.

    Attributes
    ----------
    job, ok
        The job, and whether it did all it should.
    seconds
        Wall time from the start of the child to its end.
    warm
        Whether the child was forked from a process that had the libraries loaded.
    problem
        Why it failed; None when `ok`.
    details
        What the job's function returned.
    log
        Traceback and everything that the child wrote; for a log file, not for the terminal.
    """

    job: Job
    ok: bool
    seconds: float = 0.0
    warm: bool = False
    problem: Fault | None = None
    details: object = None
    log: str = ""


class JobError(Exception):
    """Raised by a job's function that knows what to say about its failure."""

    def __init__(self, problem: Fault, log: str = "") -> None:
        super().__init__(problem, log)
        self.problem, self.log = problem, log
