"""The Jinja environment of each language: escaping on, texts through gettext."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from quartier.formats import date
from quartier.language import Speaking, translate
from quartier.pages.head import address

__all__ = ["TEMPLATES", "environment", "language_name", "macro", "shown"]

TEMPLATES = Path(__file__).parent / "template"


def shown(value: Any, language: str) -> Any:
    """What stands on the page for a value: texts in the language, parts and figures as markup.

    Examples
    --------
    >>> from quartier.language import _
    >>> shown(_("Guten Tag"), "de"), shown("a < b", "de")
    ('Guten Tag', 'a < b')
    """
    if isinstance(value, str) or hasattr(value, "__html__"):
        return value
    if hasattr(value, "_repr_html_"):
        return Markup(value._repr_html_())
    return value.into(language) if isinstance(value, Speaking) else value


def _gettext(language: str) -> Callable[..., Markup]:
    def translated(source: str, /, **values: Any) -> Markup:
        given = {name: shown(value, language) for name, value in values.items()}
        return escape(translate(source, language)).format(**given)

    return translated


@cache
def language_name(language: str) -> str:
    """Name of a language in that language, as a list of languages shows it.

    Examples
    --------
    >>> language_name("de"), language_name("en")
    ('Deutsch', 'English')
    """
    name = Locale.parse(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]


@cache
def environment(language: str) -> Environment:
    """The environment in which the templates render in a language; one a process and language.

    Parameters
    ----------
    language : str

    Returns
    -------
    jinja2.Environment
        Escapes everything but parts and figures; ``_()`` translates; a name that is not given
        is an error.
    """
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: shown(value, language),
    )
    names: dict[str, Any] = {"_": _gettext(language), "language": language}
    names["language_name"] = language_name
    made.globals.update(names)
    made.filters["address"] = address
    made.filters["day"] = lambda text: date(str(text), language)
    return made


def macro(template: str, name: str, language: str, *arguments: Any) -> Markup:
    """Markup that a macro of a template makes.

    Parameters
    ----------
    template : str
        File in ``template/``.
    name : str
        Of the macro.
    language : str
    *arguments
        Of the macro; texts among them are escaped.

    Examples
    --------
    >>> macro("icons.html.j2", "icon", "de", "check")[:22]
    Markup('<svg class="q-icon" wi')
    """
    module = environment(language).get_template(template).module
    return Markup(str(getattr(module, name)(*arguments)).strip())
