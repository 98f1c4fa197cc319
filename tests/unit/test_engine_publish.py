import errno
import os
import sys
import threading
from pathlib import Path

import pytest

from quartier.engine import publish
from quartier.engine.publish import aside, exchange, recover


class Killed(BaseException):
    """Stands for the end of the process: nothing after it runs."""


@pytest.fixture(params=["exchange", "renames"])
def way(request, monkeypatch):
    """Both ways to exchange: one system call, and two renames with a journal."""
    if request.param == "renames":
        monkeypatch.setattr(publish, "_exchanged", lambda fresh, target: False)
    elif sys.platform != "linux":
        pytest.skip("no renameat2")
    return request.param


def build(target: Path, text: str) -> None:
    recover(target)
    with aside(target) as fresh:
        (fresh / "site").mkdir()
        for number in range(3):
            (fresh / "site" / f"{number}.html").write_text(text)
        exchange(fresh, target)


def state(target: Path) -> set[str]:
    return {file.read_text() for file in (target / "site").iterdir()}


def beside(target: Path) -> list[str]:
    return sorted(file.name for file in target.parent.iterdir() if file != target)


def test_a_first_and_a_second_build(tmp_path, way):
    target = tmp_path / "reports" / "stadt"
    build(target, "eins")
    assert state(target) == {"eins"}
    build(target, "zwei")
    assert state(target) == {"zwei"}
    assert beside(target) == []


def test_the_system_call_is_used_where_there_is_one(tmp_path):
    fresh, target = tmp_path / "a", tmp_path / "b"
    fresh.mkdir()
    target.mkdir()
    (fresh / "neu").touch()
    if not publish._exchanged(fresh, target):
        pytest.skip("this system or drive cannot exchange")
    assert (target / "neu").exists()
    assert fresh.exists()


def test_a_build_that_raises_changes_nothing(tmp_path, way):
    target = tmp_path / "stadt"
    build(target, "eins")

    def half():
        with aside(target) as fresh:
            (fresh / "halb.html").write_text("halb")
            raise ValueError("kaputt")

    with pytest.raises(ValueError, match="kaputt"):
        half()
    assert state(target) == {"eins"}
    assert beside(target) == []


def test_the_fresh_folder_can_be_read_by_others(tmp_path):
    with aside(tmp_path / "stadt") as fresh:
        plain = tmp_path / "plain"
        plain.mkdir()
        assert fresh.stat().st_mode == plain.stat().st_mode


# after which of the steps on the disk the process is killed
@pytest.mark.parametrize("after", range(5))
def test_a_kill_during_the_renames_leaves_old_or_new_after_the_next_start(
    tmp_path, monkeypatch, after
):
    target = tmp_path / "stadt"
    build(target, "alt")
    steps = []

    def dies(step):
        def stepping(*arguments, **options):
            if len(steps) == after:
                raise Killed
            steps.append(step.__name__)
            return step(*arguments, **options)

        return stepping

    fresh = publish._sibling(target, "next")
    (fresh / "site").mkdir(parents=True)
    (fresh / "site" / "0.html").write_text("neu")
    with monkeypatch.context() as patch:
        patch.setattr(publish, "_exchanged", lambda fresh, target: False)
        patch.setattr(publish, "_write_durably", dies(publish._write_durably))
        patch.setattr(Path, "rename", dies(Path.rename))
        patch.setattr(Path, "unlink", dies(Path.unlink))
        patch.setattr(publish.shutil, "rmtree", dies(publish.shutil.rmtree))
        with pytest.raises(Killed):
            exchange(fresh, target)
    assert len(steps) == after
    recover(target)
    assert state(target) in ({"alt"}, {"neu"})
    assert beside(target) == []
    build(target, "danach")
    assert state(target) == {"danach"}


def test_a_failed_second_rename_brings_the_old_folder_back_at_once(tmp_path, monkeypatch):
    target = tmp_path / "stadt"
    build(target, "alt")
    rename = Path.rename

    def full(self, to):
        if ".next-" in self.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(publish, "_exchanged", lambda fresh, target: False)
    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space"):
        build(target, "neu")
    assert state(target) == {"alt"}
    assert beside(target) == []


def test_a_torn_journal_is_no_obstacle(tmp_path):
    target = tmp_path / "stadt"
    build(target, "alt")
    (tmp_path / ".stadt.journal").write_text('{"next": ".sta')
    recover(target)
    assert state(target) == {"alt"}
    assert beside(target) == []


def test_leftovers_go_and_neighbours_stay(tmp_path):
    target = tmp_path / "stadt"
    build(target, "alt")
    for name in (".stadt.next-1", ".stadt.old-2", ".stadtteil.next-3", "stadt.next-4"):
        (tmp_path / name).mkdir()
    recover(target)
    assert beside(target) == [".stadtteil.next-3", "stadt.next-4"]


def test_names_with_brackets_mean_themselves(tmp_path):
    target = tmp_path / "stadt [neu]"
    build(target, "alt")
    (tmp_path / ".stadt [neu].next-1").mkdir()
    (tmp_path / ".stadt n.next-1").mkdir()
    recover(target)
    assert beside(target) == [".stadt n.next-1"]


def test_readers_see_the_old_or_the_new_folder_never_none(tmp_path):
    target = tmp_path / "stadt"
    build(target, "0")
    fresh = publish._sibling(target, "next")
    fresh.mkdir()
    if not publish._exchanged(fresh, target):
        pytest.skip("this system or drive cannot exchange")
    publish._exchanged(fresh, target)
    stopped = threading.Event()
    seen: list[str] = []

    def read():
        while not stopped.is_set():
            try:
                with os.scandir(target / "site") as entries:
                    seen.append("whole" if len(list(entries)) == 3 else "removed while reading")
            except FileNotFoundError:
                seen.append("missing" if not target.exists() else "removed while reading")

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(100):
        build(target, str(number))
    stopped.set()
    reader.join()
    assert "whole" in seen
    assert "missing" not in seen
