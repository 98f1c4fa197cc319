"""A piece of a page: markup that is ready, as JupyterLab and the page show it."""

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Html", "slug"]

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True, repr=False)
class Html:
    """Markup that is safe to put into a page as it is.

    Attributes
    ----------
    markup : str
        HTML in which every text from outside has been escaped.

    Examples
    --------
    >>> Html("<p>Guten Tag</p>")
    <Html: 16 characters>
    >>> Html("<p>Guten Tag</p>")._repr_html_()
    '<p>Guten Tag</p>'
    """

    markup: str

    def __html__(self) -> str:
        return self.markup

    def _repr_html_(self) -> str:
        return self.markup

    def __str__(self) -> str:
        return self.markup

    # A notebook keeps the representation beside the markup: it should not hold all of it twice.
    def __repr__(self) -> str:
        return f"<Html: {len(self.markup)} characters>"


def slug(text: str) -> str:
    """Identifier made from a text: small letters, digits and hyphens, beginning with a letter.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Fit for the ``id`` of an element and for an address after ``#``.

    Examples
    --------
    >>> slug("Ältere Menschen & Pflege (ab 65 Jahren)")
    'aeltere-menschen-pflege-ab-65-jahren'
    >>> slug("65 und älter")
    'n-65-und-aelter'
    >>> slug("…")
    'n'
    """
    plain = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return joined if joined[:1].isalpha() else f"n-{joined}".strip("-")
