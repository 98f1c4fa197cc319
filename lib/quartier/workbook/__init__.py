"""What notebooks call: a city opened as a book, and the parts of its pages.

>>> from quartier.workbook import open_book, Profile
>>> Profile(open_book("musterstadt"), "01").area.name  # doctest: +SKIP
'Nord'
"""

from quartier.workbook import latest, methods, quality, targets
from quartier.workbook.book import Book, Build, open_book, use_build
from quartier.workbook.origins import provenance
from quartier.workbook.overview import Overview
from quartier.workbook.profile import Profile
from quartier.workbook.sheet import Sheet

__all__ = [
    "Book",
    "Build",
    "Overview",
    "Profile",
    "Sheet",
    "latest",
    "methods",
    "open_book",
    "provenance",
    "quality",
    "targets",
    "use_build",
]
