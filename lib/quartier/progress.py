"""How far a build has come, as a bar on a terminal."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from quartier.engine.build import Progress
from quartier.engine.jobs import Outcome
from quartier.language import _

__all__ = ["Bar"]


class Bar(Progress):
    """A progress bar on a terminal; elsewhere silence."""

    def __init__(self, console: Console, language: str) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        self.bar = RichProgress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        )
        self.task = self.bar.add_task(_("Seiten").into(language), total=None)

    def __enter__(self) -> "Bar":
        self.bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.bar.stop()

    def begin(self, total: int) -> None:
        """So many pages are to be made."""
        self.bar.update(self.task, total=total)

    def done(self, outcome: Outcome) -> None:
        """Name the page that is made, or has failed."""
        page = f"{outcome.job.language}/{outcome.job.page}"
        self.bar.update(self.task, advance=1, description=page)
