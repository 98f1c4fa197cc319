import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from quartier.engine import lock as module
from quartier.engine.lock import lock
from quartier.errors import UserError

HOLD = """
import sys
from pathlib import Path
from quartier.engine.lock import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "stadt")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_build_is_refused_and_hears_who_builds(tmp_path, holder):
    with pytest.raises(UserError) as refused, lock(tmp_path / "stadt"):
        pass
    said = str(refused.value)
    assert f"Prozess {holder.pid} auf dem Rechner {socket.gethostname()}" in said
    assert str(tmp_path / ".stadt.lock") in said


def test_another_folder_can_be_built_meanwhile(tmp_path, holder):
    with lock(tmp_path / "land"):
        pass


def test_the_lock_of_a_killed_build_is_free(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert "pid" in (tmp_path / ".stadt.lock").read_text()
    with lock(tmp_path / "stadt"):
        pass


def test_the_lock_is_free_after_its_block_and_names_nobody(tmp_path):
    for _ in range(2):
        with lock(tmp_path / "stadt"):
            pass
    assert (tmp_path / ".stadt.lock").read_text() == ""


def test_the_lock_of_another_computer_counts(tmp_path):
    write(tmp_path, pid=1, host="anderswo")
    with pytest.raises(UserError, match="anderswo"), lock(tmp_path / "stadt"):
        pass
    assert "anderswo" in (tmp_path / ".stadt.lock").read_text()


def test_without_locks_of_the_system_the_named_process_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_locked", lambda descriptor: None)
    write(tmp_path, pid=os.getppid(), host=socket.gethostname())
    with pytest.raises(UserError, match=str(os.getppid())), lock(tmp_path / "stadt"):
        pass
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    write(tmp_path, pid=gone.pid, host=socket.gethostname())
    with lock(tmp_path / "stadt"):
        pass


def test_a_torn_lock_file_is_no_obstacle(tmp_path):
    (tmp_path / ".stadt.lock").write_text('{"pid": 1')
    with lock(tmp_path / "stadt"):
        pass


def write(folder: Path, **holder: object) -> None:
    (folder / ".stadt.lock").write_text(json.dumps(holder))
