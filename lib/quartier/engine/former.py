"""The last build: its pages stand where this one makes none, or where one fails."""

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from quartier import pages
from quartier.language import _
from quartier.store import Store

__all__ = ["Former", "as_of", "executed_file", "page_file"]


def page_file(folder: Path, address: str, language: str) -> Path:
    """Where a page lies in the folder of a build."""
    return folder / "site" / language / f"{address}.html"


def executed_file(folder: Path, address: str, language: str) -> Path:
    """Where the executed notebook of a page lies in the folder of a build."""
    return folder / "notebooks" / language / f"{address}.ipynb"


def as_of(folder: Path) -> str:
    """The day of the latest delivery in a build's store: the date of its figures."""
    received = Store(folder / "store").read("accounts")["received"]
    return max(received, default="")


@dataclass(frozen=True)
class Former:
    """The last build of a city, which need not exist.

    Attributes
    ----------
    folder : pathlib.Path
    basis : dict
        What this build's gate decides upon. Pages that passed it on another basis are not taken
        over: they could show what must be withheld now.
    """

    folder: Path
    basis: dict[str, object]

    @cached_property
    def _record(self) -> dict[str, Any]:
        try:
            found = json.loads((self.folder / "build.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def exists(self) -> bool:
        """Whether there was a build before."""
        return (self.folder / "build.json").exists()

    @property
    def is_something_else(self) -> bool:
        """Whether something lies in the place that no build has made."""
        there = self.folder.is_dir() and any(self.folder.iterdir())
        return (there and not self.exists) or self.folder.is_file()

    @property
    def usable(self) -> bool:
        """Whether the last build's pages may stand beside those of this one."""
        return self._record.get("basis") == self.basis

    def was_stale(self, address: str, language: str) -> bool:
        """Whether the page could not be made anew in the last build either."""
        return self._record.get("pages", {}).get(address, {}).get(language) == "stale"

    def has(self, address: str, language: str) -> bool:
        """Whether there is a page to take over."""
        is_page = f"{language}/{address}" not in self._record.get("placeholders", ())
        return self.usable and is_page and page_file(self.folder, address, language).exists()

    def keep(self, address: str, language: str, fresh: Path) -> None:
        """Take a page over as it is, with its notebook."""
        for file in (page_file, executed_file):
            _copy(file(self.folder, address, language), file(fresh, address, language))

    def keep_marked(self, address: str, language: str, fresh: Path) -> None:
        """Take a page over that could not be made anew, with its notebook, and say so on it."""
        _copy(*(executed_file(folder, address, language) for folder in (self.folder, fresh)))
        html = page_file(self.folder, address, language).read_text(encoding="utf-8")
        # Why it failed is for the people who build it, not for those who read the page.
        reason = _("Beim Erneuern ist ein Fehler aufgetreten.")
        newer = page_file(fresh, address, language)
        newer.parent.mkdir(parents=True, exist_ok=True)
        since = pages.stamp_of(html).get("as-of") or as_of(self.folder)
        marked = pages.mark_stale(html, since, reason, language)
        newer.write_text(marked, encoding="utf-8", newline="\n")


def _copy(older: Path, newer: Path) -> None:
    if older.exists():
        newer.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(older, newer)
