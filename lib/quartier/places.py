"""Where the project keeps things, seen from this file's own place.

Quartier is used from its clone (an editable installation): notebooks, catalogue and translations
lie beside the package, where planners read and change them. The working directory plays no part.

>>> CATALOGUE.relative_to(PROJECT).as_posix()
'data/catalogue'
"""

from pathlib import Path

__all__ = ["CATALOGUE", "EXAMPLES", "LOCALE", "NOTEBOOKS", "PROJECT"]

#: The folder of the clone.
PROJECT = Path(__file__).resolve().parents[2]

#: The steps and reports.
NOTEBOOKS = PROJECT / "notebooks"

#: The cities that come with the project.
EXAMPLES = PROJECT / "data"

#: The catalogue that all cities share.
CATALOGUE = EXAMPLES / "catalogue"

#: The translations, one folder a language.
LOCALE = PROJECT / "locale"
