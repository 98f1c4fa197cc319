"""Make one page: run its notebook, render it, check for whom it was made, write it.

Runs in a child process of its own (see `pool`). A page whose stamp differs from what it was asked
for is not written: no reader must find the figures of another district under a heading.
"""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from quartier import pages
from quartier.charts import convert
from quartier.engine import child, executor
from quartier.engine.conversion import Address
from quartier.engine.jobs import Fault, Job, JobError
from quartier.language import _

__all__ = ["PageJob", "make_page"]

#: Parameters that a page must carry in its stamp when its notebook has them.
STAMPED = ("area", "indicator")


@dataclass(frozen=True)
class PageJob(Job):
    """One page with its files.

    Attributes
    ----------
    executed, html
        Where the executed notebook and the page go; the page of None is not rendered.
    head
        What `pages.render` needs beside the notebook.
    prepare
        Called with the job before the notebook runs, and found by import; it may return a function
        that is called after the run and whose result becomes the outcome's details.
    context
        Whatever `prepare` needs.
    conversion
        Address and key of the chart conversion server; None converts in the child.
    """

    executed: Path = Path()
    html: Path | None = None
    head: pages.PageHead | None = None
    prepare: "Callable[[PageJob], Callable[[], object] | None] | None" = None
    context: Any = None
    conversion: tuple[Address, bytes] | None = None


def make_page(job: PageJob) -> object:
    """Make a page.

    Returns
    -------
    object
        What the function from `job.prepare` returned.

    Raises
    ------
    JobError
        When a cell raises, when the page cannot be rendered, or when its stamp is another's.
    """
    if job.conversion is not None:
        convert.use(*job.conversion)
    finish = job.prepare(job) if job.prepare is not None else None
    notebook = _executed(job)
    executor.saved(notebook, job.executed)
    if job.html is not None and job.head is not None:
        html = pages.render(notebook, job.head)
        _check_stamp(job, pages.stamp_of(html))
        job.html.parent.mkdir(parents=True, exist_ok=True)
        job.html.write_text(html, encoding="utf-8", newline="\n")
    return finish() if finish is not None else None


def _executed(job: PageJob) -> NotebookNode:
    if job.notebook is None:
        raise ValueError(f"no notebook for {job.page}")
    result = executor.execute(job.notebook, job.parameters, job.language, on_cell=child.at_cell)
    if result.stopped is None:
        return result.notebook
    executor.saved(result.notebook, job.executed.with_suffix(".failed.ipynb"))
    stop = result.stopped
    if stop.error is None:
        raise JobError(Fault(stop.shown, stop.number, stop.line))
    log = "".join(traceback.format_exception(stop.error))
    raise JobError(Fault(child.reason(stop.error), stop.number, stop.line), log)


def _check_stamp(job: PageJob, stamp: Mapping[str, str]) -> None:
    wanted = {"language": job.language}
    wanted |= {
        name: str(job.parameters[name]) for name in STAMPED if job.parameters.get(name) is not None
    }
    differing = [name for name, value in wanted.items() if stamp.get(name) != value]
    if differing:
        said = _(
            "Die Seite ist nicht die verlangte: {wanted}, gestempelt ist {stamped}",
            wanted=_pairs(wanted, differing),
            stamped=_pairs(stamp, differing),
        )
        raise JobError(Fault(said))


def _pairs(values: Mapping[str, str], names: list[str]) -> str:
    return ", ".join(f"{name}={values.get(name, '–')}" for name in names)
