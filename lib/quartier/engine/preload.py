"""What the template process imports, once, so that each page's child starts with all of it.

The forkserver imports this module and forks a child a page. Templates are compiled here, but
nothing may be computed, queried or rendered, because threads do not survive a fork, and vl-convert
in particular deadlocks in a child when it was used before.

The forkserver swallows an ImportError; so each child checks `LOADED_IN` (see `child`).
"""

import gc
import importlib
import os

import nbformat
from nbformat.v4 import new_notebook

from quartier.engine.shell import fresh
from quartier.language import available
from quartier.pages import warm

__all__ = ["LIBRARIES", "LOADED_IN", "ROOMS"]

#: Third-party packages that pages use.
LIBRARIES = (
    "IPython.core.interactiveshell",
    "altair",
    "geopandas",
    "jinja2",
    "nbconvert.exporters.html",
    "nbformat",
    "pandas",
    "papermill",
    "pyarrow.parquet",
)

#: Our own modules that pages use.
ROOMS = (
    "quartier.charts",
    "quartier.engine.page",
    "quartier.pages",
    "quartier.workbook",
)

for _name in (*LIBRARIES, *ROOMS):
    importlib.import_module(_name)
warm(available())
with fresh():  # a shell loads its parts when it is opened
    pass
nbformat.validate(new_notebook())

#: The process that this module was imported in: in a child of the template, the template's id.
LOADED_IN = os.getpid()

# What is there now lives as long as the process: a collection in a child would only copy its pages.
gc.collect()
gc.freeze()
