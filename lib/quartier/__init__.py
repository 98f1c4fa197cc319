"""Quartier: social reports of a city, from delivered files to pages.

The package is read from the bottom up: `errors`, `language`, `periods`, `formats`, `groups`,
`places` and `statistics` are the ground; the layers above import only lower ones.
"""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("quartier")
except PackageNotFoundError:  # a source folder on the path, not installed
    __version__ = "0+unknown"
