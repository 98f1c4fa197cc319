"""What a page says about itself before its content begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from quartier.language import Text
from quartier.pages.html import Html

__all__ = ["Link", "PageHead", "address"]

Link = tuple[str | Text | Html, str | None]


def address(page: str) -> str:
    """File of a page within the folder of its language, quoted for use in a link.

    Parameters
    ----------
    page : str
        Address without language and ending, such as ``area/0101``; ``#`` begins an anchor.

    Examples
    --------
    >>> address("area/0101")
    'area/0101.html'
    >>> address("goals#wohnen")
    'goals.html#wohnen'
    """
    name, mark, anchor = page.partition("#")
    return quote(name) + ".html" + mark + quote(anchor)


@dataclass(frozen=True)
class PageHead:
    """The head of a page.

    Attributes
    ----------
    title : str
        Stands in the browser's tab, and as the page's first heading where the notebook has none.
    page : str
        Address without language and ending, such as ``index`` or ``area/0101``.
    language : str
        In which the page is written.
    city_name, city_language : str
        The name, and the language in which the city writes its own texts.
    audience : str
        ``public``, ``administration`` or ``department``.
    notice : str, optional
        The city's own remark on every page, in the language of the city.
    breadcrumbs : sequence of (text, page)
        From the top down to this page; a page of None is no link.
    languages : mapping of language to address or None
        The languages of the site; None where this page does not exist in the language.
        ``PageHead.address_in`` gives the usual address.
    navigation : sequence of (text, page)
    release : str
        Name and release of the program, as the foot of the page shows it.
    as_of : str, optional
        The page shows what had been received by the end of this day (2024-12-31), and says so.

    Raises
    ------
    ValueError
        When the page's address begins with a slash, ends in ``.html`` or leaves its folder.
    """

    title: str
    page: str
    language: str
    city_name: str
    city_language: str
    audience: str = "public"
    notice: str | None = None
    breadcrumbs: Sequence[Link] = ()
    languages: Mapping[str, str | None] = field(default_factory=dict)
    navigation: Sequence[Link] = ()
    release: str = ""
    as_of: str | None = None

    def __post_init__(self) -> None:
        parts = self.page.split("/")
        if "" in parts or ".." in parts or self.page.endswith(".html"):
            raise ValueError(f"not the address of a page: {self.page!r}")

    @property
    def root(self) -> str:
        """Way from this page up to the folder of its language.

        Examples
        --------
        >>> PageHead("Nord", "area/0101", "de", "Musterstadt", "de").root
        '../'
        """
        return "../" * self.page.count("/")

    def address_in(self, language: str) -> str:
        """Way from this page to the same page in another language.

        Examples
        --------
        >>> PageHead("Nord", "area/0101", "de", "Musterstadt", "de").address_in("en")
        '../../en/area/0101.html'
        """
        return f"{self.root}../{language}/{address(self.page)}"
