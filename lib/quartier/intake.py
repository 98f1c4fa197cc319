"""Delivered files are copied beside their source and listed: all of them, or none.

Nothing is left half done. The list is exchanged last, at one blow, and until then a hidden mark
beside each copy says that it is only arriving: what is marked and not listed is read by nobody. So
whenever this is killed, the folder can be read and says what it said before, and doing it again
completes it.
"""

import csv
import io
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from quartier.errors import Place, Problem, UserError
from quartier.language import _
from quartier.registers import DELIVERY_COLUMNS, digest_of, mark_of
from quartier.settings import DeliveredFile

__all__ = ["LIST", "home_of", "list_of", "take_in"]

LIST = "deliveries.csv"


def home_of(file: DeliveredFile, sources: Path) -> Path:
    """Where a file lies once it is delivered."""
    return sources / file.source / file.path.name


def list_of(sources: Path) -> bytes | None:
    """The list of deliveries as it stands in the folder ``sources``."""
    path = sources / LIST
    return path.read_bytes() if path.exists() else None


def take_in(files: Sequence[DeliveredFile], sources: Path, listed: bytes | None) -> list[Path]:
    """Copy files beside their source and list them.

    Parameters
    ----------
    files : sequence of DeliveredFile
        As they were checked; each where it lies now.
    sources : pathlib.Path
    listed : bytes, optional
        The list of deliveries that they were checked with; None where there was none.

    Returns
    -------
    list of pathlib.Path
        Where they lie now.

    Raises
    ------
    UserError
        A file or the list was changed in the meantime, or the folder cannot be written to. Nothing
        was changed then.
    """
    homes = [home_of(file, sources) for file in files]
    copies: list[Path] = []
    try:
        for file, home in zip(files, homes, strict=True):
            # What somebody has put there himself is his: it is neither written nor taken away.
            if not home.exists() or digest_of(home) != file.sha256:
                copies.append(home)
                _copy(file, home)
        _extend(sources / LIST, files, listed)
    except (OSError, UserError) as error:
        _remove(*copies, *map(mark_of, copies))
        if isinstance(error, UserError):
            raise
        what = _("Hier lässt sich nicht schreiben ({error}).", error=type(error).__name__)
        raise UserError(Problem(Place(str(sources)), what)) from error
    _remove(*map(mark_of, homes))
    return homes


def _copy(file: DeliveredFile, home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    mark_of(home).touch()
    with file.path.open("rb") as origin, home.open("wb") as copy:
        shutil.copyfileobj(origin, copy)
        _settle(copy)
    if digest_of(home) != file.sha256:
        raise UserError(_changed(file.path))


def _extend(path: Path, files: Sequence[DeliveredFile], listed: bytes | None) -> None:
    if list_of(path.parent) != listed:
        raise UserError(_changed(path))
    fresh = mark_of(path)
    try:
        with fresh.open("wb") as target:
            target.write(_longer(listed, files))
            _settle(target)
        if listed is not None:
            shutil.copymode(path, fresh)
        fresh.replace(path)
    finally:
        _remove(fresh)


def _longer(listed: bytes | None, files: Sequence[DeliveredFile]) -> bytes:
    """A list with files at its end, in its own order of columns and with its own line ends."""
    text = ",".join(DELIVERY_COLUMNS) + "\n" if listed is None else listed.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    header = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    rows = io.StringIO(newline="")
    if not text.endswith("\n"):
        rows.write(end)
    writer = csv.writer(rows, lineterminator=end)
    for file in files:
        cells = dict(zip(DELIVERY_COLUMNS, _cells(file), strict=True))
        writer.writerow([cells[column.strip()] for column in header])
    return (text + rows.getvalue()).encode("utf-8")


def _cells(file: DeliveredFile) -> tuple[str, ...]:
    return file.source, file.path.name, file.received, file.sha256


def _changed(path: Path) -> Problem:
    what = _("Diese Datei wurde geändert, während sie geprüft wurde.")
    return Problem(Place(str(path)), what, hint=_("Noch einmal aufrufen."))


def _settle(file: io.BufferedWriter) -> None:
    """Let what was written reach the disk."""
    file.flush()
    os.fsync(file.fileno())


def _remove(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)
