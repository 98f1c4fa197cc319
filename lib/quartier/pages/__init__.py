"""Pages: an executed notebook becomes a page that needs no other file and asks nobody.

Parts come from ``quartier.pages.parts``; ``render`` puts them into a page with head, navigation and
stylesheet; ``stamp_of`` reads back for whom the page was made.
"""

from quartier.pages.content import RenderError
from quartier.pages.head import PageHead
from quartier.pages.placeholder import placeholder
from quartier.pages.rendering import render, warm
from quartier.pages.stale import mark_stale
from quartier.pages.stamps import STAMP, stamp_of
from quartier.pages.start import start_page

__all__ = [
    "STAMP",
    "PageHead",
    "RenderError",
    "mark_stale",
    "placeholder",
    "render",
    "stamp_of",
    "start_page",
    "warm",
]
