"""One build of a city at a time.

The lock is the operating system's lock on a file beside the target, so it is free again when its
holder ends in whatever way; the file's content only names the holder. On a network drive, where the
operating system's locks of another computer may not be seen, the content counts.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from quartier.errors import Place, Problem, UserError
from quartier.language import _

__all__ = ["Holder", "lock"]


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: a process on a computer."""

    pid: int
    host: str


@contextmanager
def lock(target: Path) -> Iterator[None]:
    """Hold the lock of a folder that is being built.

    Parameters
    ----------
    target
        The folder that will be exchanged; the lock is the file `.<name>.lock` beside it.

    Raises
    ------
    UserError
        When another build holds it; the problem names the process and its computer. When the
        place cannot be written to.
    """
    file = target.parent / f".{target.name}.lock"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        what = _("Hier lässt sich nicht schreiben ({error}).", error=type(error).__name__)
        raise UserError(Problem(Place("--out"), what, str(target.parent))) from error
    try:
        _take(descriptor, file)
        _write(descriptor, json.dumps(asdict(Holder(os.getpid(), socket.gethostname()))))
        try:
            yield
        finally:
            _write(descriptor, "")
    finally:
        os.close(descriptor)  # which releases it


def _take(descriptor: int, file: Path) -> None:
    locked = _locked(descriptor)
    holder = _holder(file)
    if locked is False or (holder is not None and _may_run(holder, known_dead=bool(locked))):
        raise UserError(_held(file, holder))


def _may_run(holder: Holder, known_dead: bool) -> bool:
    """Whether the process that a file names may still be at work."""
    if holder.host != socket.gethostname():
        return True
    if known_dead or holder.pid == os.getpid():
        return False
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _held(file: Path, holder: Holder | None) -> Problem:
    place = Place(str(file))
    if holder is None:
        return Problem(place, _("Ein anderer Lauf baut gerade"))
    what = _(
        "Ein anderer Lauf baut gerade: Prozess {pid} auf dem Rechner {host}",
        pid=holder.pid,
        host=holder.host,
    )
    hint = _("Läuft dort kein Quartier mehr, kann die Datei gelöscht werden.")
    return Problem(place, what, hint=hint)


def _holder(file: Path) -> Holder | None:
    try:
        return Holder(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(descriptor: int, text: str) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.truncate(descriptor, 0)
    os.write(descriptor, text.encode())


def _locked(descriptor: int) -> bool | None:
    """Take the operating system's lock: taken or not, or None where there is none to take."""
    try:
        import fcntl
    except ImportError:
        return _locked_on_windows(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _locked_on_windows(descriptor: int) -> bool:
    import msvcrt

    os.lseek(descriptor, _BEYOND, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


#: Windows locks a part of a file against reading too: one byte far behind the content.
_BEYOND = 1 << 20
