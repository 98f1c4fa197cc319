"""The stylesheet, the same in each page, and the policy that allows it and nothing else."""

import base64
import hashlib
import re
from functools import cache

from markupsafe import Markup

from quartier.charts import theme
from quartier.pages.environment import TEMPLATES

__all__ = ["notebook_stylesheet", "policy", "stylesheet"]

_FILES = ("tokens", "page", "parts", "tables", "print")
_OF_PARTS = ("notebook", "parts", "tables")


@cache
def stylesheet() -> Markup:
    """The stylesheet as it stands in a page: the charts' and the files of ``template/style``."""
    return _packed(theme.stylesheet(), *map(_read, _FILES))


@cache
def notebook_stylesheet() -> Markup:
    """The stylesheet for outputs in JupyterLab: of parts alone, and for outputs alone."""
    parts = "\n".join(map(_read, _OF_PARTS))
    return _packed(theme.stylesheet(), _read("tokens"), f".jp-RenderedHTMLCommon {{\n{parts}\n}}")


def _read(name: str) -> str:
    return (TEMPLATES / "style" / f"{name}.css").read_text(encoding="utf-8")


def _packed(*css: str) -> Markup:
    bare = re.sub(r"/\*.*?\*/", "", "\n".join(css), flags=re.DOTALL)
    return Markup(re.sub(r"\s*\n\s*", "\n", bare).strip())


@cache
def policy() -> str:
    """The content security policy of each page: nothing is loaded, no script runs.

    The stylesheet is allowed by its digest; pictures only where they stand in the page itself.

    Examples
    --------
    >>> policy().split("; ")[0]
    "default-src 'none'"
    """
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
