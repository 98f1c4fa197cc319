"""What is known of the city that a file is described for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quartier import places
from quartier.areas import Areas
from quartier.catalogue import Variable, read_variables
from quartier.config import read_model
from quartier.errors import Problem, UserError
from quartier.language import SOURCE, available
from quartier.registers import AREA_COLUMNS, read_areas
from quartier.settings import Level, Settings
from quartier.sheets import read_sheet

__all__ = ["Known", "catalogue_only", "know"]


@dataclass(frozen=True)
class Known:
    """A city as far as it is needed: its areas and the variables that it can count.

    Attributes
    ----------
    city : str
        The name of its folder; empty where no city is known.
    areas : Areas, optional
    levels : mapping of str to Level
    variables : mapping of str to Variable
    language : str
    """

    city: str = ""
    areas: Areas | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)
    language: str = SOURCE

    def level(self, level: str, count: int) -> str:
        """The name of a level for so many areas."""
        known = self.levels.get(level)
        return level if known is None else known.name if count == 1 else known.plural


def know(folder: Path) -> Known:
    """Read of a city's folder what is needed; its sources need not be in order yet.

    Raises
    ------
    UserError
        With what is wrong in city.yml, areas.csv and variables.yml.
    """
    problems: list[Problem] = []
    name = folder.name
    settings, _source = read_model(folder / "city.yml", f"{name}/city.yml", Settings, problems)
    UserError.raise_if(problems)
    assert settings is not None
    levels = {level.id: level for level in settings.levels}
    rows = read_sheet(folder / "areas.csv", f"{name}/areas.csv", AREA_COLUMNS, problems)
    areas = Areas(read_areas(rows, list(levels), problems), list(levels))
    variables = _catalogue(problems)
    if (folder / "variables.yml").exists():
        variables |= read_variables(folder / "variables.yml", f"{name}/variables.yml", problems)
    UserError.raise_if(problems)
    language = settings.language if settings.language in available() else SOURCE
    return Known(name, areas, levels, variables, language)


def catalogue_only(language: str) -> Known:
    """What is known without a city."""
    return Known(variables=_catalogue([]), language=language)


def _catalogue(problems: list[Problem]) -> dict[str, Variable]:
    return read_variables(places.CATALOGUE / "variables.yml", "variables.yml", problems)
