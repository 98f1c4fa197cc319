"""The stylesheet, the same in each page, and the policy that allows it and nothing else."""

import base64
import hashlib
import re
from functools import cache

from markupsafe import Markup

from quartier.charts import theme
from quartier.pages.environment import TEMPLATES

__all__ = ["policy", "stylesheet"]

_FILES = ("tokens", "page", "parts", "tables", "print")


@cache
def stylesheet() -> Markup:
    """The stylesheet as it stands in a page: the charts' and the files of ``template/style``."""
    files = (TEMPLATES / "style" / f"{name}.css" for name in _FILES)
    css = "\n".join([theme.stylesheet(), *(file.read_text(encoding="utf-8") for file in files)])
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return Markup(re.sub(r"\s*\n\s*", "\n", css).strip())


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
