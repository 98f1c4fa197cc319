"""Builds as a whole: the same bytes each time, and what stays when something fails."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from quartier import cli, places
from quartier.engine import build as building
from quartier.engine import notebooks
from quartier.engine.build import Order, Report, build
from quartier.engine.parameters import check
from quartier.engine.site import Page, pages_of
from quartier.errors import UserError

KLEINSTADT = Path(__file__).parents[1] / "kleinstadt"
FEW = ["index", "methods", "area/01", "area/02"]


def digests(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def made(out: Path, **more: object) -> Report:
    """A build of a few German pages."""
    order = Order(KLEINSTADT, out, only=FEW, languages=["de"])
    return build(replace(order, **more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    """A sound build; tests work on copies of it."""
    out = tmp_path_factory.mktemp("sound")
    assert made(out, workers=1).failed == []
    return out


@pytest.fixture
def built(once, tmp_path) -> Path:
    shutil.copytree(once, tmp_path / "reports")
    return tmp_path / "reports"


def changed(page: Page, folder: Path, edit: Callable[[nbformat.NotebookNode], object]) -> Page:
    """A page whose notebook was edited."""
    notebook = notebooks.read(page.notebook)
    edit(notebook)
    file = folder / f"{page.notebook.stem}-{page.address.replace('/', '-')}.ipynb"
    nbformat.write(notebook, file)
    return replace(page, notebook=file)


def stop(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[-1].source = "1 / 0"


@pytest.fixture
def with_changed(monkeypatch, tmp_path):
    """Let builds run with one notebook edited."""

    def use(address: str, edit: Callable[[nbformat.NotebookNode], object]) -> None:
        def pages(city) -> list[Page]:
            return [
                changed(page, tmp_path, edit) if page.address == address else page
                for page in pages_of(city)
            ]

        monkeypatch.setattr(building, "pages_of", pages)

    return use


def test_the_number_of_workers_changes_no_byte(once, tmp_path):
    assert made(tmp_path, workers=2).failed == []
    assert digests(tmp_path / "kleinstadt") == digests(once / "kleinstadt")


def test_the_record_names_what_was_built_and_the_digests_of_the_store(once):
    city = once / "kleinstadt"
    record = json.loads((city / "build.json").read_text(encoding="utf-8"))
    assert set(record["pages"]) == {"data", "coverage", "goals", *FEW}
    assert record["store"] == {
        name.removeprefix("store/"): digest
        for name, digest in digests(city).items()
        if name.endswith(".parquet")
    }
    received = (KLEINSTADT / "sources" / "deliveries.csv").read_text("utf-8").splitlines()[1:]
    assert record["as_of"] == max(line.split(",")[2] for line in received)


def test_a_page_that_fails_keeps_its_last_version_marked_and_the_others_are_new(
    built, with_changed
):
    page = built / "kleinstadt" / "site" / "de" / "area" / "01.html"
    before = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    with_changed("area/01", stop)
    report = made(built)
    assert report.published
    (outcome,) = report.failed
    fault = outcome.problem
    assert fault is not None
    assert (outcome.job.page, fault.line) == ("area/01", "1 / 0")
    assert "division by zero" in str(fault.reason)
    assert report.stale == ["de/area/01"]
    after = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    banner = after.select_one(".q-banner")
    assert banner is not None
    assert "Diese Seite konnte nicht erneuert werden." in banner.get_text()
    assert "division" not in after.get_text()
    banner.extract()
    assert after.get_text().split() == before.get_text().split()
    record = json.loads((built / "kleinstadt" / "build.json").read_text(encoding="utf-8"))
    assert record["pages"]["area/01"]["de"] == "stale"
    assert record["pages"]["area/02"]["de"] == "built"
    # It stays so while other pages are made.
    marked = page.read_bytes()
    later = made(built, only=["index"])
    assert later.stale == ["de/area/01"]
    assert later.kept == ["de/methods", "de/area/02"]
    assert page.read_bytes() == marked


def test_the_command_ends_with_1_and_names_page_cell_and_reason(
    built, with_changed, monkeypatch, capsys
):
    with_changed("area/01", stop)
    monkeypatch.setenv("QUARTIER_LANGUAGE", "de")
    pages = ["--only", "area/01", "--only", "area/02"]
    call = ["quartier", "build", str(KLEINSTADT), *pages, "--lang", "de", "--out", str(built)]
    monkeypatch.setattr(sys, "argv", call)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    said = capsys.readouterr()
    # the last of the thirteen cells of a profile
    assert said.err.splitlines() == [
        "de/area/01, Zelle 13 („1 / 0“): ZeroDivisionError: division by zero",
        "In der letzten guten Fassung stehen geblieben: de/area/01",
    ]
    assert said.out.splitlines() == [
        "4 Seiten gebaut.",
        "2 Seiten blieben, wie sie waren.",
        "2 Seiten wurden noch nie gebaut; dort steht das auch.",
        f"Ansehen: {built / 'kleinstadt' / 'site' / 'index.html'}",
    ]


def test_a_page_that_fails_and_never_was_is_called_missing(tmp_path, with_changed):
    with_changed("area/01", stop)
    report = made(tmp_path, only=["area/01"])
    assert report.published
    assert report.missing == ["de/area/01"]
    page = (report.site / "de" / "area" / "01.html").read_text(encoding="utf-8")
    assert "Diese Seite konnte nicht gebaut werden." in page
    # It is no version that could be kept when the page fails again.
    assert made(tmp_path, only=["area/01"]).missing == ["de/area/01"]


def test_a_page_that_fails_again_and_again_shows_the_date_of_its_own_figures(
    built, with_changed, tmp_path
):
    city = tmp_path / "later" / "kleinstadt"
    shutil.copytree(KLEINSTADT, city)
    register = city / "sources" / "deliveries.csv"
    text = register.read_text(encoding="utf-8")
    assert "2024-02-01" in text
    register.write_text(text.replace("2024-02-01", "2024-09-30"), encoding="utf-8")
    with_changed("area/01", lambda notebook: notebook.cells[5].update(source="1 / 0"))

    for _time in range(2):
        report = made(built, city=city, only=["area/01"])
        (outcome,) = report.failed
        assert outcome.problem is not None
        told = outcome.job.page, outcome.problem.cell, outcome.problem.line
        assert told == ("area/01", 6, "1 / 0")
        assert report.stale == ["de/area/01"]
        assert banners(report.site / "de" / "area" / "01.html") == ["01.02.2024"]
    record = json.loads((built / "kleinstadt" / "build.json").read_text(encoding="utf-8"))
    assert record["as_of"] == "2024-09-30"


def banners(page: Path) -> list[str]:
    """The dates that the banners of a page name."""
    found = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select(".q-banner")
    return [date for each in found for date in re.findall(r"\d\d\.\d\d\.\d{4}", each.get_text())]


def test_no_link_leads_nowhere_where_only_some_pages_are_built(once):
    site = once / "kleinstadt" / "site"
    for page in site.rglob("*.html"):
        for link in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select(
            "a[href]"
        ):
            target = str(link["href"]).partition("#")[0]
            assert not target or (page.parent / target).is_file(), (page, target)
    page = (site / "de" / "area" / "00.html").read_text(encoding="utf-8")
    assert "Diese Seite wurde noch nicht gebaut." in page


def test_a_step_that_cannot_do_its_work_publishes_nothing(built, monkeypatch, tmp_path):
    def idle(notebook: nbformat.NotebookNode) -> None:
        for cell in notebook.cells:
            cell.source = cell.source.replace("book.ingest()", "1 / 0")

    before = digests(built)
    steps = [changed(page, tmp_path, idle) for page in building.STEPS[:1]]
    monkeypatch.setattr(building, "STEPS", (*steps, *building.STEPS[1:]))
    report = made(built)
    assert not report.published
    assert [outcome.job.page for outcome in report.failed] == ["data"]
    assert digests(built) == before


def test_steps_that_did_their_work_and_cannot_show_it_stop_nobody(built, monkeypatch, tmp_path):
    steps = [changed(step, tmp_path, stop) for step in building.STEPS]
    monkeypatch.setattr(building, "STEPS", tuple(steps))
    report = made(built, only=["index"])
    assert report.published
    assert [outcome.job.page for outcome in report.failed] == [step.address for step in steps]
    assert sorted(report.stale) == sorted(f"de/{step.address}" for step in steps)
    assert [outcome.job.page for outcome in report.outcomes if outcome.ok] == ["index"]


def test_a_page_that_was_made_for_another_area_is_not_published(tmp_path, with_changed):
    def mistake(notebook: nbformat.NotebookNode) -> None:
        for cell in notebook.cells:
            cell.source = cell.source.replace("Profile(book, area)", 'Profile(book, "02")')

    with_changed("area/01", mistake)
    report = made(tmp_path, only=["area/01"])
    (outcome,) = report.failed
    assert outcome.problem is not None
    assert "02" in str(outcome.problem.reason)
    assert report.missing == ["de/area/01"]


def test_pages_that_were_not_asked_for_stay_as_they_are_with_their_notebooks(built):
    before = digests(built / "kleinstadt")
    report = made(built, only=["area/01"])
    assert sorted(report.kept) == ["de/area/02", "de/index", "de/methods"]
    assert digests(built / "kleinstadt")["site/de/index.html"] == before["site/de/index.html"]
    assert (built / "kleinstadt" / "notebooks" / "de" / "index.ipynb").is_file()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("city.yml", "disclosure:", "audience: administration\ndisclosure:"),
        ("city.yml", "threshold: 5", "threshold: 6"),
        ("city.yml", "disclosure:", "languages: [de, en]\ndisclosure:"),
        ("sources/clubs.yml", "values:", 'symbols: {".": secret}\nvalues:'),
    ],
)
def test_pages_that_passed_another_gate_are_not_taken_over(built, tmp_path, file, old, new):
    city = tmp_path / "kleinstadt"
    shutil.copytree(KLEINSTADT, city)
    text = (city / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (city / file).write_text(text.replace(old, new), encoding="utf-8")
    before = digests(built / "kleinstadt")
    with pytest.raises(UserError, match="ohne „--only“"):
        made(built, city=city, only=["area/01"])
    assert digests(built / "kleinstadt") == before


def test_a_build_never_replaces_what_is_no_report(tmp_path):
    city = tmp_path / "data" / "kleinstadt"
    shutil.copytree(KLEINSTADT, city)
    before = digests(tmp_path)
    with pytest.raises(UserError, match="Ordner einer Stadt"):
        made(tmp_path / "data", city=city)
    assert digests(tmp_path) == before
    other = tmp_path / "out" / "kleinstadt" / "thesis.txt"
    other.parent.mkdir(parents=True)
    other.write_text("years of work", encoding="utf-8")
    with pytest.raises(UserError, match="kein Bericht"):
        made(tmp_path / "out")
    assert other.read_text(encoding="utf-8") == "years of work"
    with pytest.raises(UserError, match="nicht schreiben"):
        made(other)


def test_a_parameter_that_no_notebook_knows_stops_everything_before_it_begins():
    profile = places.NOTEBOOKS / "11_area.ipynb"
    sound = {"city": "kleinstadt", "language": "de", "area": "03"}
    assert check(profile, sound)["area"] == "03"
    for wrong in ({"aera": "03"}, {"area": 3}, {"area": None}):
        with pytest.raises(UserError):
            check(profile, sound | wrong)


@pytest.mark.parametrize("reached", ["store/*/*.parquet", "site/de/*.html"])
def test_a_build_that_is_killed_leaves_the_site_whole_and_the_next_one_right(built, once, reached):
    city = built / "kleinstadt"
    before = digests(city)
    program = "from quartier.cli import main; main()"
    command = [sys.executable, "-c", program, "build", str(KLEINSTADT), "--out", str(built)]
    process = subprocess.Popen(command, cwd=places.PROJECT, start_new_session=True)
    until(lambda: any(built.glob(f".kleinstadt.next-*/{reached}")))
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert digests(city) == before
    assert made(built).failed == []
    assert digests(city) == digests(once / "kleinstadt")
    assert [path.name for path in built.iterdir() if path.is_dir()] == ["kleinstadt"]


def until(reached: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)
