import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quartier.engine import pool
from quartier.engine.jobs import Job

HERE = Path(__file__).parent
RUN = """
import signal
# A shell that starts a job in the background lets it ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
import sys
import engine_jobs
from quartier.engine import pool
from quartier.engine.jobs import Job
if __name__ == "__main__":
    pool.run([Job(sys.argv[1])] * 2, engine_jobs.wait_with_program, workers=2)
"""

COLD = """
import multiprocessing
import sys
import engine_jobs
from quartier.engine import pool
from quartier.engine.jobs import Job
if __name__ == "__main__":
    context = multiprocessing.get_context("forkserver")
    {before}
    try:
        pool.run([Job("a")], engine_jobs.about)
    except pool.ColdError as error:
        print(error)
"""


@pytest.fixture(autouse=True)
def jobs(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    import engine_jobs

    return engine_jobs


def test_a_child_that_dies_is_named_and_the_others_go_on(jobs):
    ways = ["killed", "exited", "crashed", "stopped", "raised", "endless", "well"]
    seen = []
    outcomes = pool.run([Job(way, limit=1.5) for way in ways], jobs.die, on_done=seen.append)
    found = {outcome.job.page: outcome for outcome in outcomes}
    assert list(found) == ways
    assert sorted(outcome.job.page for outcome in seen) == sorted(ways)
    assert found["well"].ok
    said = {way: str(found[way].problem.reason) for way in ways[:-1]}
    assert "SIGKILL" in said["killed"]
    assert "Code 3" in said["exited"]
    assert "SIGSEGV" in said["crashed"]
    assert "sys.exit" in said["stopped"]
    assert said["raised"] == "ZeroDivisionError: division by zero"
    assert said["endless"] == "Die Zeitgrenze (1.5 s) ist überschritten"
    for way in ("killed", "exited", "crashed", "endless"):
        assert (found[way].problem.cell, found[way].problem.line) == (3, "x = 1")
    assert "ZeroDivisionError" in found["raised"].log
    assert "string_at" in found["crashed"].log


def test_each_child_is_new_and_forked_warm_from_one_template(jobs):
    outcomes = pool.run([Job(str(number)) for number in range(6)], jobs.about, workers=2)
    assert [outcome.details["page"] for outcome in outcomes] == list("012345")
    assert len({outcome.details["process"] for outcome in outcomes}) == 6
    (template,) = {outcome.details["template"] for outcome in outcomes}
    assert template != os.getpid()
    assert all(outcome.warm for outcome in outcomes)
    assert all(outcome.details["interrupt"] for outcome in outcomes)


def test_chance_is_the_same_in_each_build_and_differs_between_pages(jobs):
    same = ("random", "numpy", "order")
    runs = [pool.run([Job("a"), Job("b"), Job("a")], jobs.about, workers=n) for n in (1, 3)]
    first, other, again = ([run[n].details for n in range(3)] for run in (*runs, runs[0]))
    assert [[page[name] for name in same] for page in first] == [
        [page[name] for name in same] for page in other
    ]
    assert first[0]["random"] == again[2]["random"]
    assert first[0]["random"] != first[1]["random"]


def test_nothing_of_one_page_reaches_another(jobs):
    outcomes = pool.run([Job(page) for page in "abc"], jobs.spoil, workers=1)
    assert {outcome.details for outcome in outcomes} == {(None, None, str(Path.cwd()))}


def test_the_main_module_is_not_run_again(jobs):
    (outcome,) = pool.run([Job("a")], jobs.about)
    assert outcome.details["main"] is None or "pytest" not in outcome.details["main"]


def test_a_result_that_cannot_be_sent_is_a_failure(jobs):
    (outcome,) = pool.run([Job("a")], jobs.unpicklable)
    assert not outcome.ok
    assert "unpicklable.<locals>" in str(outcome.problem.reason)


def test_without_fork_a_plain_process_does_the_same(jobs):
    (cold,) = pool.run([Job("a")], jobs.about, template=False)
    (warm,) = pool.run([Job("a")], jobs.about)
    assert (cold.ok, cold.warm, warm.warm) == (True, False, True)
    assert cold.details["random"] == warm.details["random"]


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("context.Process(target=print).start()", "it can be imported"),
        ("pass", "ModuleNotFoundError"),
    ],
)
def test_a_template_that_did_not_load_the_libraries_is_an_error(tmp_path, before, why):
    script = tmp_path / "cold.py"
    script.write_text(COLD.format(before=before))
    path = [str(HERE), *sys.path]
    if why == "ModuleNotFoundError":
        (tmp_path / "broken" / "altair").mkdir(parents=True)
        (tmp_path / "broken" / "altair" / "__init__.py").write_text("import nothing_of_that_name")
        path = [str(tmp_path / "broken"), *path]
    ended = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "has not loaded quartier.engine.preload" in ended.stdout
    assert why in ended.stdout


def test_a_template_that_dies_is_replaced(jobs):
    (before,) = pool.run([Job("a")], jobs.about)
    os.kill(before.details["template"], signal.SIGKILL)
    (after,) = pool.run([Job("a")], jobs.about)
    assert after.ok
    assert after.details["template"] != before.details["template"]


def test_a_job_outlives_the_death_of_its_template(jobs, tmp_path):
    file = tmp_path / "processes"

    def kill_template(outcome):
        if outcome.job.page != "quick":
            return
        while not file.exists() or not file.read_text().endswith("\n"):
            time.sleep(0.01)
        _, template, program = (int(number) for number in file.read_text().split())
        os.kill(template, signal.SIGKILL)
        time.sleep(0.1)
        os.kill(program, signal.SIGTERM)

    both = [Job(str(file)), Job("quick")]
    outcomes = pool.run(both, jobs.wait_with_program, workers=2, on_done=kill_template)
    assert [outcome.ok for outcome in outcomes] == [True, True]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_build_leaves_no_process_behind(tmp_path, sent):
    script, noted = tmp_path / "run.py", tmp_path / "processes"
    script.write_text(RUN)
    with subprocess.Popen(
        [sys.executable, str(script), str(noted)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
        stderr=subprocess.PIPE,
        text=True,
    ) as build:
        soon(lambda: build.poll() is not None or numbers_in(noted) == 6, 60)
        assert build.poll() is None, build.stderr.read()
        processes = [int(number) for number in noted.read_text().split()]
        assert all(is_alive(process) for process in processes)
        build.send_signal(sent)
        build.wait(60)
        soon(lambda: not any(is_alive(process) for process in processes), 60)
    assert build.returncode == -sent


def numbers_in(file: Path) -> int:
    return len(file.read_text().split()) if file.exists() else 0


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def soon(condition, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)
