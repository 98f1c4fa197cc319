"""A build: the steps, then all pages in parallel, then everything is published at once.

What is out of date stays out of sight: a build writes into a folder beside the published one and
exchanges both at its end. A page that fails keeps its last good version, marked as such.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from quartier import __version__, pages
from quartier.city import load_city, state_of
from quartier.disclosure import basis
from quartier.engine import pool
from quartier.engine.conversion import Conversion
from quartier.engine.former import Former, as_of, executed_file, page_file
from quartier.engine.jobs import Outcome
from quartier.engine.lock import lock
from quartier.engine.page import PageJob, make_page
from quartier.engine.parameters import check
from quartier.engine.publish import aside, exchange, recover
from quartier.engine.site import REPORTS, STEPS, Page, head_of, pages_of, selected
from quartier.errors import Place, Problem, UserError
from quartier.language import _, available
from quartier.observations import superseded
from quartier.settings import City
from quartier.store import Store
from quartier.workbook import Build, use_build

__all__ = ["Order", "Progress", "Report", "build"]


@dataclass(frozen=True)
class Order:
    """What is to be built.

    Attributes
    ----------
    city : pathlib.Path
        The city's folder.
    out : pathlib.Path
        Where built cities lie; this one in a folder of its name.
    only : sequence of str
        Patterns of addresses; the other pages stay as they are.
    languages : sequence of str
        Empty for all languages of the city.
    workers : int, optional
        Pages at a time; one for each core if not given.
    commit : str
        Of the program, for the record.
    today : datetime.date, optional
        Deliveries of later days are mistakes.
    as_of : str, optional
        Only what had been received by the end of this day (2024-12-31) is read. Such a build lies
        in a folder of its own beside the city's: it never takes the place of the present figures.
    """

    city: Path
    out: Path
    only: Sequence[str] = ()
    languages: Sequence[str] = ()
    workers: int | None = None
    commit: str = ""
    today: date | None = None
    as_of: str | None = None


@dataclass
class Report:
    """What came of a build.

    Attributes
    ----------
    site : pathlib.Path
        Where to look.
    outcomes : list of Outcome
    stale, kept, missing : list of str
        Pages that failed and show their last good version; pages that were not asked for and stay
        as they are; pages that failed and have no earlier version.
    placeholders : list of str
        Addresses at which a word stands instead of a page.
    quarantined : int
        Rows of the deliveries that were not understood.
    published : bool
        ``False`` where a step could not do its work: the site is the one that it was before.
    """

    site: Path
    outcomes: list[Outcome] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    quarantined: int = 0
    published: bool = False

    @property
    def failed(self) -> list[Outcome]:
        """The outcomes of pages that failed."""
        return [outcome for outcome in self.outcomes if not outcome.ok]


class Progress:
    """Hears of a build's progress; the command line shows it as a bar."""

    def begin(self, total: int) -> None:
        """So many pages are to be made."""

    def done(self, outcome: Outcome) -> None:
        """A page is made, or has failed."""


def build(order: Order, progress: Progress | None = None) -> Report:
    """Build the pages of a city.

    Raises
    ------
    UserError
        The folder or the order has mistakes, or another build of the city is running. Nothing was
        changed then.
    """
    city = state_of(load_city(order.city, order.today), order.as_of)
    _check_languages(order.languages)
    work = _Work(order, city, selected(pages_of(city), order.only), progress or Progress())
    target = order.out / (f"{city.id}@{order.as_of}" if order.as_of else city.id)
    _check_apart(target, order.city)
    with lock(target):
        recover(target)
        former = Former(target, _basis(city))
        _check_former(former, order)
        with aside(target) as fresh:
            report = work.run(fresh, former)
            if report.published:
                exchange(fresh, target)
    return report


def _check_apart(target: Path, city: Path) -> None:
    """What is built replaces the whole target: it must not be in a city's folder, or around one."""
    built, own = target.resolve(), city.resolve()
    inside = any((folder / "city.yml").is_file() for folder in (built, *built.parents))
    if inside or built in own.parents:
        what = _("Hier liegt der Ordner einer Stadt: Er würde durch den Bericht ersetzt.")
        raise UserError(Problem(Place("--out"), what, str(target)))


def _basis(city: City) -> dict[str, object]:
    """What pages of two builds must have in common to stand beside each other."""
    return {"languages": list(city.settings.languages), **basis(city)}


def _check_former(former: Former, order: Order) -> None:
    if former.is_something_else:
        what = _("Hier liegt etwas, das kein Bericht ist: Es würde gelöscht.")
        raise UserError(Problem(Place("--out"), what, str(former.folder)))
    if former.exists and not former.usable and (order.only or order.languages):
        what = _(
            "Die Sprachen, oder wonach über die Geheimhaltung entschieden wird, sind nicht mehr "
            "wie beim letzten Bericht. Ältere Seiten könnten zeigen, was nicht mehr gezeigt werden "
            "darf."
        )
        hint = _("Einmal alle Seiten bauen, ohne „--only“ und „--lang“.")
        place = Place("--only" if order.only else "--lang")
        raise UserError(Problem(place, what, hint=hint))


def _check_languages(languages: Sequence[str]) -> None:
    known = available()
    problems = [
        Problem(
            Place("--lang"), _("In dieser Sprache gibt es keine Seiten"), each, ", ".join(known)
        )
        for each in languages
        if each not in known
    ]
    UserError.raise_if(problems)


def prepare(job: PageJob) -> None:
    """In the child: let the notebook work on the build's store."""
    use_build(job.context)


@dataclass
class _Work:
    order: Order
    city: City
    chosen: list[Page]
    progress: Progress

    def run(self, fresh: Path, former: Former) -> Report:
        report = Report(former.folder / "site")
        first, *others = self.languages
        steps = [self._job(page, first, fresh, former, complete=False) for page in STEPS]
        rest = self._rest(others, fresh, former)
        for job in (*steps, *rest):
            assert job.notebook is not None
            check(job.notebook, job.parameters)
        self.progress.begin(len(steps) + len(rest))
        with Conversion() as conversion:
            for page, step in zip(STEPS, steps, strict=True):
                report.outcomes += self._pages([step], conversion)
                # A step that did its work and fails to show it is a page like any other.
                if report.failed and not Store(fresh / "store").has(page.makes):
                    return report
            report.outcomes += self._pages(rest, conversion)
        self._complete(report, fresh, former)
        report.published = True
        return report

    @property
    def languages(self) -> list[str]:
        return list(dict.fromkeys(self.order.languages or self.city.settings.languages))

    @property
    def _all_languages(self) -> list[str]:
        """Also those in which pages of the last build may stand."""
        return list(dict.fromkeys((*self.city.settings.languages, *self.languages)))

    def _rest(self, others: Sequence[str], fresh: Path, former: Former) -> list[PageJob]:
        """All jobs behind the steps in the first language, the long ones first."""
        steps = {page.address for page in STEPS}
        wanted = [(page, language) for page in self.chosen for language in self.languages]
        # A site without its first page would begin with a dead link.
        wanted += [
            (page, language)
            for page in REPORTS
            for language in self.languages
            if page not in self.chosen and not former.has(page.address, language)
        ]
        jobs = [
            self._job(page, language, fresh, former, complete=True)
            for page, language in wanted
            if page.address not in steps or language in others
        ]
        return sorted(jobs, key=lambda job: job.page.startswith("area/"))

    def _job(
        self, page: Page, language: str, fresh: Path, former: Former, complete: bool
    ) -> PageJob:
        return PageJob(
            page.address,
            notebook=page.notebook,
            parameters={"city": self.city.id, "language": language, **page.parameters},
            language=language,
            executed=executed_file(fresh, page.address, language),
            html=page_file(fresh, page.address, language),
            head=self._head(page, language, former),
            prepare=prepare,
            context=Build(self.city, fresh / "store", complete),
        )

    def _head(self, page: Page, language: str, former: Former) -> pages.PageHead:
        there = {
            other: other in self.languages or former.has(page.address, other)
            for other in self._all_languages
        }
        head = head_of(page, self.city, language, there, f"Quartier {__version__}")
        return replace(head, as_of=self.order.as_of)

    def _pages(self, jobs: Sequence[PageJob], conversion: Conversion) -> list[Outcome]:
        served = [
            replace(job, conversion=(conversion.address(job.page), conversion.authkey))
            for job in jobs
        ]
        return pool.run(served, make_page, self.order.workers, self.progress.done)

    def _complete(self, report: Report, fresh: Path, former: Former) -> None:
        """Fill the site up with what was not made now, and write what was."""
        made = {(outcome.job.page, outcome.job.language): outcome for outcome in report.outcomes}
        states: dict[str, dict[str, str]] = {}
        for page in pages_of(self.city):
            for language in self._all_languages:
                state = _state(made.get((page.address, language)), former, page.address, language)
                if state == "kept":
                    former.keep(page.address, language, fresh)
                if state == "stale":
                    former.keep_marked(page.address, language, fresh)
                if state in ("stale", "kept", "missing"):
                    getattr(report, state).append(f"{language}/{page.address}")
                if state != "absent":
                    states.setdefault(page.address, {})[language] = state
        report.placeholders = self._placeholders(report, fresh, former)
        store = Store(fresh / "store")
        accounts = store.read("accounts")
        replaced = superseded(accounts, store.read("covered"))
        in_force = accounts[~accounts["delivery"].isin(list(replaced))]
        report.quarantined = int(in_force["rows_quarantined"].sum())
        self._record(states, report.placeholders, fresh)

    def _placeholders(self, report: Report, fresh: Path, former: Former) -> list[str]:
        """Let no link lead nowhere: put a word at the address of each page that is not there."""
        made = []
        kept = {file.parent.name for file in (fresh / "site").glob("*/*.html")}
        for language in sorted({*self.languages, *kept}):
            for page in pages_of(self.city):
                file, name = page_file(fresh, page.address, language), f"{language}/{page.address}"
                if not file.exists():
                    head = self._head(page, language, former)
                    html = pages.placeholder(head, failed=name in report.missing)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text(html, encoding="utf-8", newline="\n")
                    made.append(name)
        return made

    def _record(
        self, states: Mapping[str, Mapping[str, str]], placeholders: list[str], fresh: Path
    ) -> None:
        settings = self.city.settings
        there = [each for each in self._all_languages if page_file(fresh, "index", each).exists()]
        start = pages.start_page(
            settings.name, settings.language, there, audience=settings.audience
        )
        (fresh / "site" / "index.html").write_text(start, encoding="utf-8", newline="\n")
        record = {
            "release": __version__,
            "commit": self.order.commit,
            "as_of": as_of(fresh),
            "basis": _basis(self.city),
            "pages": states,
            "placeholders": placeholders,
            "store": Store(fresh / "store").seal(),
        }
        text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
        (fresh / "build.json").write_text(text, encoding="utf-8", newline="\n")


def _state(outcome: Outcome | None, former: Former, address: str, language: str) -> str:
    """What stands at an address after the build."""
    if outcome is not None and outcome.ok:
        return "built"
    if former.has(address, language):
        # A page that failed before stays marked until it is made anew.
        fine = outcome is None and not former.was_stale(address, language)
        return "kept" if fine else "stale"
    return "absent" if outcome is None else "missing"
