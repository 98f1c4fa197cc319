"""The folder of a city: found, read and checked as a whole, all problems at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from quartier import periods, places
from quartier.catalogue import Indicator, Variable, read_indicators, read_variables
from quartier.config import AnyModel, Source, is_day, read_model
from quartier.corrections import Correction, read_corrections
from quartier.descriptions import Description
from quartier.errors import Place, Problem, UserError, did_you_mean
from quartier.language import Text, _
from quartier.pyramid import Pyramid
from quartier.references import check_references
from quartier.registers import AREA_COLUMNS, DELIVERY_COLUMNS, read_areas, read_deliveries
from quartier.settings import Area, City, DeliveredFile, Settings
from quartier.sheets import SheetRow, read_sheet

__all__ = ["City", "load_city", "locate", "read_day", "state_of"]

_FOLDERS = ("boundaries", "indicators", "sources")
_FILES = ("README.md", "areas.csv", "city.yml", "corrections.csv", "goals.yml", "variables.yml")
_CORRECTION_COLUMNS = "source area period variable group action expected value reason by on".split()

Read = TypeVar("Read")


def locate(city: str | Path, beside: Path | None = None) -> Path:
    """Find a city's folder by its path, or by its name among the folders in ``data/``.

    Raises
    ------
    UserError
        There is no such folder, or it holds no city.yml.
    """
    candidates = [Path(city), places.EXAMPLES / city]
    if beside is not None:
        candidates.insert(1, beside / city)
    for folder in candidates:
        if (folder / "city.yml").is_file():
            return folder.resolve()
    known = sorted(file.parent.name for file in places.EXAMPLES.glob("*/city.yml"))
    what = _("Hier liegt keine Stadt: Ein Ordner mit einer Datei „city.yml“ wird gebraucht.")
    hint = did_you_mean(str(city), known)
    raise UserError((Problem(Place(str(city)), what, allowed=", ".join(known), hint=hint),))


def load_city(
    folder: Path, today: date | None = None, arriving: Sequence[DeliveredFile] = ()
) -> City:
    """Read and check a city's folder.

    Parameters
    ----------
    folder : pathlib.Path
    today : datetime.date, optional
        Deliveries and corrections of later days are mistakes then: such a delivery would hold
        against all that follow.
    arriving : sequence of DeliveredFile
        Taken for delivered, although they are not in deliveries.csv yet.

    Raises
    ------
    UserError
        With every problem of the folder at once.
    """
    reader = _Folder(folder)
    reader.strangers()
    settings = reader.model("city.yml", Settings)
    sources = reader.sources()
    pyramid = reader.model("goals.yml", Pyramid) if (folder / "goals.yml").exists() else None
    variables = reader.whole("variables", reader.variables)
    indicators = reader.whole("indicators", lambda: reader.indicators(settings))
    areas = reader.whole("areas", lambda: reader.areas(settings))
    files = reader.files(today, arriving)
    corrections = reader.corrections(today)
    if settings is None:
        raise UserError(tuple(reader.problems))
    city = City(
        folder, settings, areas, variables, indicators, sources, files, pyramid, corrections
    )
    check_references(city, reader.texts, reader.problems, reader.unread)
    UserError.raise_if(reader.problems)
    return city


def read_day(text: str | None, option: str, today: date) -> str | None:
    """A day that an option gives, if it is given; it must not lie ahead.

    Raises
    ------
    UserError
        It is none, or it does.
    """
    if text is None:
        return None
    if not is_day(text):
        allowed = _("ein Datum wie 2024-12-31")
        raise UserError(Problem(Place(option), _("Das ist kein Datum."), text, allowed))
    if text > today.isoformat():
        raise UserError(Problem(Place(option), _("Dieser Tag liegt in der Zukunft."), text))
    return text


def state_of(city: City, day: str | None) -> City:
    """The city as of a day (2024-12-31), or as it is now.

    Raises
    ------
    UserError
        Nothing had been received by then.
    """
    if day is None:
        return city
    then = city.as_of(day)
    if city.files and not then.files:
        what = _("Bis zu diesem Tag war noch nichts geliefert.")
        first = _("Tage ab {day}", day=periods.parse(city.files[0].received))
        raise UserError(Problem(Place("--as-of"), what, day, first))
    return then


@dataclass
class _Folder:
    """A folder that is being read: problems and the lines of keys are gathered on the way."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, Source] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def whole(self, kind: str, read: Callable[[], Read]) -> Read:
        """Read all things of a kind, and note when some of them could not be read.

        Whatever refers to one of these would be called unknown although it is only unread.
        """
        before = len(self.problems)
        things = read()
        if len(self.problems) > before:
            self.unread.add(kind)
        return things

    def name(self, file: str) -> str:
        return f"{self.path.name}/{file}"

    def strangers(self) -> None:
        """A file that nothing reads would be believed to have an effect."""
        known = (*_FILES, *_FOLDERS)
        for entry in sorted(self.path.iterdir()):
            if entry.name not in known and not entry.name.startswith("."):
                hint = did_you_mean(entry.name, known)
                self._strange(entry, ", ".join(known), hint)
        for folder, known in (("indicators", ()), ("sources", ("deliveries.csv",))):
            for entry in sorted((self.path / folder).glob("*")):
                read = entry.suffix == ".yml" or entry.name in (*known, "README.md")
                if not read and entry.is_file() and not entry.name.startswith("."):
                    self._strange(entry, ", ".join(("*.yml", *known, "README.md")))

    def _strange(self, entry: Path, allowed: str, hint: Text | None = None) -> None:
        what = _("Mit dieser Datei weiß Quartier nichts anzufangen.")
        place = Place(self.name(entry.relative_to(self.path).as_posix()))
        self.problems.append(Problem(place, what, allowed=allowed, hint=hint))

    def model(self, file: str, model: type[AnyModel]) -> AnyModel | None:
        if not (self.path / file).is_file():
            self.problems.append(Problem(Place(self.name(file)), _("Diese Datei fehlt.")))
            return None
        read, source = read_model(self.path / file, self.name(file), model, self.problems)
        self.texts[file] = source
        return read

    def variables(self) -> dict[str, Variable]:
        shared = read_variables(
            places.CATALOGUE / "variables.yml", "catalogue/variables.yml", self.problems
        )
        own = self.path / "variables.yml"
        if not own.exists():
            return shared
        return shared | read_variables(own, self.name(own.name), self.problems)

    def indicators(self, settings: Settings | None) -> dict[str, Indicator]:
        """The shared indicators that the city chose, and all of its own."""
        shared = read_indicators(
            places.CATALOGUE / "indicators", "catalogue/indicators", self.problems, self.texts
        )
        own = read_indicators(
            self.path / "indicators", self.name("indicators"), self.problems, self.texts
        )
        chosen = settings.indicators if settings else ()
        for index, name in enumerate(chosen):
            if name not in shared and f"indicators/{name}.yml" not in self.texts:
                place = self.texts["city.yml"].place(("indicators", index))
                what = _("Diesen Indikator gibt es nicht.")
                allowed = ", ".join(sorted(shared | own))
                hint = did_you_mean(name, shared | own)
                self.problems.append(Problem(place, what, name, allowed, hint))
        kept = {name: shared[name] for name in shared if name in chosen}
        return kept | own

    def sources(self) -> dict[str, Description]:
        found: dict[str, Description] = {}
        for file in sorted((self.path / "sources").glob("*.yml")):
            description = self.model(f"sources/{file.name}", Description)
            if description is not None:
                found[file.stem] = description
        return found

    def areas(self, settings: Settings | None) -> tuple[Area, ...]:
        before = len(self.problems)
        rows = self._sheet("areas.csv", AREA_COLUMNS)
        levels = [level.id for level in settings.levels] if settings else []
        complete = len(self.problems) == before
        return read_areas(rows, levels, self.problems, complete=complete)

    def files(
        self, today: date | None, arriving: Sequence[DeliveredFile]
    ) -> tuple[DeliveredFile, ...]:
        before = len(self.problems)
        # The first delivery brings the list with it.
        first = bool(arriving) and not (self.path / "sources" / "deliveries.csv").exists()
        rows = [] if first else self._sheet("sources/deliveries.csv", DELIVERY_COLUMNS)
        if not rows and len(self.problems) > before:
            return ()  # Without the list, every file would be called unlisted.
        folder = self.path / "sources"
        # A description that cannot be read is there nevertheless.
        described = sorted(file.stem for file in folder.glob("*.yml"))
        return read_deliveries(rows, folder, described, self.problems, today, arriving)

    def corrections(self, today: date | None) -> tuple[Correction, ...]:
        if not (self.path / "corrections.csv").exists():
            return ()
        rows = self._sheet("corrections.csv", _CORRECTION_COLUMNS)
        return read_corrections(rows, self.problems, today)

    def _sheet(self, file: str, columns: Sequence[str]) -> list[SheetRow]:
        if not (self.path / file).is_file():
            self.problems.append(Problem(Place(self.name(file)), _("Diese Datei fehlt.")))
            return []
        return read_sheet(self.path / file, self.name(file), columns, self.problems)
