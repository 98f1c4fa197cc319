"""The places of the project are where they are said to be."""

from quartier import __version__
from quartier.places import CATALOGUE, EXAMPLES, LOCALE, NOTEBOOKS, PROJECT


def test_places_are_those_of_the_clone() -> None:
    assert (PROJECT / "pyproject.toml").is_file()
    assert (PROJECT / "lib" / "quartier" / "places.py").is_file()
    for place in (CATALOGUE, EXAMPLES, LOCALE, NOTEBOOKS):
        assert place.is_dir()


def test_version() -> None:
    assert __version__[0].isdigit()
