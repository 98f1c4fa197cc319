"""The page at the top of a site: it leads on to the default language."""

from collections.abc import Sequence

from quartier.language import _
from quartier.pages.environment import environment, language_name
from quartier.pages.style import policy, stylesheet

__all__ = ["start_page"]


def _link(language: str) -> str:
    text = _("Zum Sozialbericht ({language})", language=language_name(language))
    return text.into(language)


def start_page(
    city_name: str, city_language: str, languages: Sequence[str], *, audience: str = "public"
) -> str:
    """The page ``site/index.html``.

    It moves on to the first language at once and without JavaScript, and lists all of them for
    whoever has turned that off.

    Parameters
    ----------
    city_name, city_language : str
        Name of the city, and the language in which it is written.
    languages : sequence of str
        Of the site; the first is the default.
    audience : str
        ``public``, ``administration`` or ``department``.

    Returns
    -------
    str
        A whole HTML page.

    Examples
    --------
    >>> "url=de/index.html" in start_page("Musterstadt", "de", ["de", "en"])
    True
    """
    template = environment(languages[0]).get_template("start.html.j2")
    return template.render(
        city_name=city_name,
        city_language=city_language,
        languages=[(code, _link(code)) for code in languages],
        audience=audience,
        policy=policy(),
        stylesheet=stylesheet(),
    )
