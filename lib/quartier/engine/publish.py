"""Write aside and exchange: readers see the old folder or the new one, never half of one.

    with lock(target):
        recover(target)
        with aside(target) as fresh:
            ...                      # write everything
            exchange(fresh, target)

On Linux the exchange is one system call. Elsewhere, and on drives that cannot, it is two renames; a
journal says what was meant, and `recover` completes them at the next start.
"""

import ctypes
import errno
import json
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["aside", "exchange", "recover"]

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM}


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """A fresh empty folder beside the target; what was not exchanged is removed at the end.

    Parameters
    ----------
    target
        The folder that readers use; it need not exist yet.
    """
    fresh = _sibling(target, "next")
    fresh.mkdir(parents=True)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def exchange(fresh: Path, target: Path) -> None:
    """Put the fresh folder in the place of the target, and remove the old one.

    Parameters
    ----------
    fresh
        A complete folder beside the target (from `aside`).
    target
        The folder that readers use.
    """
    if not target.exists():
        fresh.rename(target)
        return
    if _exchanged(fresh, target):
        shutil.rmtree(fresh, ignore_errors=True)
        return
    old = _sibling(target, "old")
    journal = _journal(target)
    _write_durably(journal, json.dumps({"next": fresh.name, "old": old.name}))
    target.rename(old)
    try:
        fresh.rename(target)
    except BaseException:
        if not target.exists():
            old.rename(target)
        journal.unlink()
        raise
    journal.unlink()
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Complete what a killed build left, and remove its leftovers; call it with the lock held.

    After it, the target is a whole folder, the old or the new one, or there is none as before.
    """
    journal = _journal(target)
    if journal.exists():
        _complete(target, journal)
        journal.unlink()
    for kind in ("next", "old"):
        for left in target.parent.glob(f".{_escaped(target.name)}.{kind}-*"):
            shutil.rmtree(left, ignore_errors=True)


def _complete(target: Path, journal: Path) -> None:
    if target.exists():
        return
    try:
        meant = json.loads(journal.read_text(encoding="utf-8"))
    except ValueError:
        return  # it is written before the first rename: nothing has happened yet
    for name in (meant["next"], meant["old"]):
        if (target.parent / name).exists():
            (target.parent / name).rename(target)
            return


def _exchanged(fresh: Path, target: Path) -> bool:
    """Exchange in one step; False where the system or the drive cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = call(
        _AT_FDCWD,
        os.fsencode(fresh),
        _AT_FDCWD,
        os.fsencode(target),
        ctypes.c_uint(_RENAME_EXCHANGE),
    )
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), str(target))


def _sibling(target: Path, kind: str) -> Path:
    return target.parent / f".{target.name}.{kind}-{uuid.uuid4().hex[:12]}"


def _journal(target: Path) -> Path:
    return target.parent / f".{target.name}.journal"


def _escaped(name: str) -> str:
    """A name for `glob`: brackets in it mean themselves."""
    return "".join(f"[{char}]" if char in "[]*?" else char for char in name)


def _write_durably(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
