"""A page that could not be made anew stays, and says so."""

from quartier.formats import date
from quartier.language import Text
from quartier.pages.environment import macro

__all__ = ["mark_stale"]

_BEGIN, _END = "<!--quartier:banner-->", "<!--/quartier:banner-->"


def mark_stale(html: str, since: str, reason: str | Text, language: str) -> str:
    """Put a banner into an older page that could not be rebuilt.

    Parameters
    ----------
    html : str
        A page that ``render`` made; marked before or not.
    since : str
        The date of the page's figures, as 2024-12-31.
    reason : str or Text
        Why the page could not be rebuilt, in a sentence.
    language : str
        Of the page.

    Returns
    -------
    str
        The page with one banner.

    Raises
    ------
    ValueError
        When the page has no place for a banner: it is none of ours.

    Examples
    --------
    >>> old = "<main><!--quartier:banner--><!--/quartier:banner--></main>"
    >>> new = mark_stale(old, "2024-12-31", "Die Lieferung fehlt.", "de")
    >>> "Sie zeigt den Stand vom 31.12.2024." in new
    True
    """
    before, begin, rest = html.partition(_BEGIN)
    _old, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError("the page has no place for a banner")
    banner = macro("stale.html.j2", "banner", language, date(since, language), reason)
    return f"{before}{_BEGIN}{banner}{_END}{after}"
