"""A city opened in a notebook: its folder, its tables, the three steps that make them.

In a build the engine says where city and store are. Opened by hand, a notebook works on a scratch
store: the steps run anew there, and nothing that is tried out reaches the real one.
"""

import shutil
import tempfile
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import pandas as pd
from IPython.core.getipython import get_ipython
from IPython.display import HTML, display

from quartier import __version__, disclosure, goals, language, outlines
from quartier.analysis import analyse
from quartier.areas import Areas
from quartier.catalogue import DOMAINS, Indicator
from quartier.city import load_city, locate
from quartier.descriptions import Description
from quartier.errors import Place, Problem, UserError
from quartier.language import Text, _
from quartier.observations import ingest
from quartier.pages import parts
from quartier.pages.stamps import STAMP
from quartier.pages.style import notebook_stylesheet
from quartier.revisions import before_last, changes
from quartier.settings import City
from quartier.state import State, compute_state
from quartier.store import Store
from quartier.tables import ASSESSMENTS, OBSTACLES, Published, empty, from_rows

__all__ = ["Book", "Build", "open_book", "use_build"]


@dataclass(frozen=True)
class Build:
    """The city that a build read at its start, and the store that it is writing.

    Attributes
    ----------
    city : City
        All pages of a build are made from one state of the folder.
    store : pathlib.Path
    complete : bool
        The steps have run: whatever opens the store now only reads it.
    """

    city: City
    store: Path
    complete: bool = False


_build: Build | None = None


def use_build(build: Build | None) -> None:
    """Make the notebooks of this process work on a build's store; ``None`` for a scratch one."""
    global _build  # noqa: PLW0603 (a notebook is given nothing but its parameters)
    _build = build


def open_book(city: str, language: str = "de") -> "Book":
    """Open a city by its name or its folder.

    Parameters
    ----------
    city : str
    language : str
        In which tables and charts speak.

    Raises
    ------
    UserError
        There is no such city or language, or the folder has mistakes.
    """
    _check_language(language)
    if _build is not None:
        return Book(_build.city, language, Store(_build.store), complete=_build.complete)
    folder = locate(city)
    read = load_city(folder)
    scratch = Path(tempfile.mkdtemp(prefix="quartier-"))
    book = Book(read, language, Store(scratch))
    weakref.finalize(book, shutil.rmtree, scratch, ignore_errors=True)
    if get_ipython() is not None:  # a page brings its own
        display(HTML(f"<style>{notebook_stylesheet()}</style>"))
    return book


def _check_language(wanted: str) -> None:
    known = language.available()
    if wanted not in known:
        what = _("In dieser Sprache gibt es keine Seiten")
        raise UserError(Problem(Place("language"), what, str(wanted), ", ".join(known)))


@dataclass
class Book:
    """A city with its store, speaking one language.

    Attributes
    ----------
    city : City
    language : str
    store : Store
        Opened by hand, a book has a scratch store that is removed with it.
    complete : bool
        The steps have run in this build and are not repeated.
    """

    city: City
    language: str
    store: Store
    complete: bool = False

    @cached_property
    def areas(self) -> Areas:
        """The areas of the city."""
        return Areas(self.city.areas, self.city.levels)

    @property
    def release(self) -> str:
        """Name and release of the program, as pages name it."""
        return f"Quartier {__version__}"

    @property
    def audience(self) -> str:
        """For whom the pages are made."""
        return self.city.settings.audience

    def said(self, text: str) -> str:
        """A text of the catalogue in the book's language; a city's own stays as it is."""
        return language.translate(text, self.language)

    def indicators(self) -> list[tuple[str, Indicator]]:
        """The indicators in the order of reports: by domain, numbers first, then by title."""
        order = list(DOMAINS)

        def place(item: tuple[str, Indicator]) -> tuple[int, bool, str]:
            return order.index(item[1].domain), item[1].kind != "count", item[1].title

        return sorted(self.city.indicators.items(), key=place)

    def sources_of(self, *indicators: Indicator) -> dict[str, Description]:
        """The sources that deliver what indicators are made from, by their ids."""
        used = frozenset().union(*(indicator.variables for indicator in indicators))
        return {
            name: source for name, source in self.city.sources.items() if used & source.variables
        }

    def own(self, text: str) -> parts.Html:
        """A text of the city itself, marked where the page speaks another language."""
        return parts.city_text(text, self.city.settings.language, self.language)

    def level(self, code: str) -> str:
        """The name of the level of an area, in the city's words."""
        names = {level.id: level.name for level in self.city.settings.levels}
        return names[self.areas[code].level]

    def plural_of(self, level: str) -> str:
        """The name of all areas of a level, in the city's words."""
        names = {each.id: each.plural for each in self.city.settings.levels}
        return names[level]

    def inside(self, code: str) -> Text | str:
        """Where something is, as a sentence says it: "in der Nordstadt", "in Nordstadt"."""
        area = self.areas[code]
        if self.language == self.city.settings.language:
            return area.name_in
        return _("in {name}", name=area.name)

    def stamp(self, **about: str) -> None:
        """Say in the notebook what it was made for; the engine holds the page against it."""
        stamp = {"language": self.language, "city": self.city.id} | about
        if self.store.has("accounts"):
            stamp["as-of"] = max(self.store.read("accounts")["received"], default="")
        display({STAMP: stamp}, raw=True)

    def ingest(self) -> None:
        """Step 1: read and check every delivery, and keep what holds."""
        if self.complete:
            return
        self.store.clear("observations")
        ingested = ingest(self.city, self.areas, partial(self.store.keep, "observations"))
        self.store.replace("outlines", outlines.draw_outlines(self.city, self.areas), by="level")
        self.store.replace("neighbours", outlines.find_neighbours(self.city, self.areas))
        # A table that is whole comes last: where it is, the step has done its work.
        for table in (
            "corrected",
            "doubts",
            "quarantine",
            "accounts",
            "withdrawn",
            "unplaced",
            "covered",
        ):
            self.store.replace(table, getattr(ingested, table))

    def make_series(self) -> None:
        """Step 2: compute every indicator, and let through what may be shown."""
        if self.complete:
            return
        self._need("observations", self.ingest)
        observed = {name: self.store.read("observations", name) for name in self.city.variables}
        state = compute_state(self.city, self.areas, observed, self.store.read("unplaced"))
        obstacles = [
            {"indicator": name, "language": spoken, "reason": reason.into(spoken)}
            for name, reasons in state.reasons.items()
            for reason in dict.fromkeys(reasons)
            for spoken in language.available()
        ]
        self.store.replace("series", state.series, by="indicator")
        self.store.replace("published", state.published, by="indicator")
        self.analyse()
        self._compare(state)
        self.store.replace("obstacles", from_rows(obstacles, OBSTACLES))

    def _compare(self, now: State) -> None:
        """Part of step 2: what the last delivery changed; no table where it cannot be said."""
        self.store.clear("changes")
        earlier = before_last(self.city)
        # Deliveries that do not go together may have been put right by the last one.
        with suppress(UserError):
            if earlier.files:
                self.store.write("changes", changes(self.city, earlier, self.areas, now))

    def analyse(self) -> None:
        """Part of step 2: compute what the published figures say, from these alone."""
        published = {
            name: disclosure.published(self.store, name, self.audience)
            for name in self.city.indicators
        }
        said = analyse(self.city, self.areas, published, self.store.read("neighbours"))
        for table in ("comparisons", "trends", "places", "inequalities", "age_standardised"):
            self.store.replace(table, getattr(said, table), by="indicator")
        self.store.replace("similar", said.similar)
        self.store.replace("indices", said.indices)

    def assess(self) -> None:
        """Step 3: hold the key figures against the goals."""
        if self.complete:
            return
        pyramid = self.city.pyramid
        if pyramid is None:
            assessed = empty(ASSESSMENTS)
        else:
            used = {target.indicator for _goal, target in pyramid.targets()}
            series = {name: self.series(name) for name in used}
            assessed = goals.assess(pyramid, series, self.city.indicators)
        self.store.replace("assessments", assessed)

    def series(self, indicator: str) -> Published:
        """What may be shown of an indicator: all areas and periods, with names and levels."""
        self._need("published", self.make_series)
        series = disclosure.published(self.store, indicator, self.audience)
        return self._named(series)

    def analysed(self, table: str, piece: str = "all") -> pd.DataFrame:
        """What the published series say: comparisons, trends, places ... of an indicator."""
        self._need("published", self.make_series)
        return self.store.read(table, piece)

    def assessments(self) -> pd.DataFrame:
        """The assessments of all targets."""
        self._need("assessments", self.assess)
        return self.store.read("assessments")

    def table(self, name: str) -> pd.DataFrame:
        """A table of the first step: accounts, quarantine, doubts, withdrawn, covered."""
        self._need("accounts", self.ingest)
        return self.store.read(name)

    def obstacles(self) -> pd.DataFrame:
        """Why parts of indicators could not be computed, in the book's language."""
        self._need("obstacles", self.make_series)
        told = self.store.read("obstacles")
        return told[told["language"] == self.language]

    def changes(self) -> pd.DataFrame | None:
        """What the last delivery changed; None where there is nothing to compare with."""
        self._need("obstacles", self.make_series)
        return self.store.read("changes") if self.store.has("changes") else None

    def outlines(self, level: str) -> pd.DataFrame:
        """The outlines of a level's areas with their names; without rows where there is no map."""
        self._need("accounts", self.ingest)
        drawn = self.store.read("outlines", level)
        return drawn.assign(name=drawn["area"].map(self._names))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {area.code: area.name for area in self.areas}

    def _named(self, series: Published) -> Published:
        area = series.frame["area"]
        level = {each.code: each.level for each in self.areas}
        return series.with_columns(area_name=area.map(self._names), level=area.map(level))

    def _need(self, table: str, make: Callable[[], object]) -> None:
        """Run the step that makes a table, unless it was made already."""
        if not self.store.has(table):
            make()
