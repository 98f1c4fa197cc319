"""What all tests share: real data, a browser, and how hypothesis draws.

The one place of the project that reads the environment for the tests:

- ``QUARTIER_REAL_DATA``: the folder with published open data to build against. Not set: the tests
  that need it are skipped, and the end of the run says so. Set to a folder that is empty or not
  there: they fail, since then somebody believes that they ran.
- ``QUARTIER_CHROMIUM``: the browser to use, where it is not on the path.
- ``CI``: nothing may be skipped for want of a browser, and hypothesis draws the same each time.

``make proof`` takes the profile in which hypothesis tries twenty times as many examples.
"""

import importlib.util
import os
import shutil
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from examples import USUAL
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from commands import Said

REAL_DATA = "QUARTIER_REAL_DATA"
NO_REAL_DATA = f"{REAL_DATA} is not set"
NO_CHROMIUM = "no Chromium found"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

IN_CI = os.environ.get("CI", "") not in ("", "0", "false")

# Shared machines pause at will: a deadline would fail on that, not on the code.
settings.register_profile("here", deadline=None, max_examples=USUAL)
settings.register_profile(
    "ci",
    settings.get_profile("here"),
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "proof",
    settings.get_profile("here"),
    max_examples=20 * USUAL,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if IN_CI else "here")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder with the real data, or a loud skip where it was not named."""
    named = os.environ.get(REAL_DATA)
    if named is None:
        pytest.skip(NO_REAL_DATA)
    folder = Path(named)
    if not named or not folder.is_dir() or not any(folder.iterdir()):
        pytest.fail(f"{REAL_DATA} is set to {named!r}, which is no folder with data", pytrace=False)
    return folder.resolve()


@pytest.fixture(scope="session")
def berlin_writer() -> ModuleType:
    """What writes the city folder of Berlin from the published files."""
    return _writer("berlin")


@pytest.fixture(scope="session")
def berlin_folder(real_data, tmp_path_factory, berlin_writer) -> Path:
    """The city folder of Berlin."""
    return berlin_writer.write_berlin(real_data, tmp_path_factory.mktemp("cities") / "berlin")


@pytest.fixture(scope="session")
def koeln_folder(real_data, tmp_path_factory) -> Path:
    """The city folder of Köln."""
    writer = _writer("koeln")
    return writer.write_koeln(real_data, tmp_path_factory.mktemp("cities") / "koeln")


def _writer(city: str) -> ModuleType:
    path = Path(__file__).parent / city / "write.py"
    spec = importlib.util.spec_from_file_location(f"write_{city}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def musterstadt(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of the example city makes: built once a run, by the first who needs it."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent
    out, ended = shared / "built", shared / "built.txt"
    try:
        out.mkdir()
    except FileExistsError:
        _wait_for(ended)
    else:
        ended_now = ended.with_suffix(".now")
        ended_now.write_text(_build_musterstadt(out), encoding="utf-8")
        ended_now.rename(ended)
    if fault := ended.read_text(encoding="utf-8"):
        pytest.fail(f"Musterstadt could not be built: {fault}", pytrace=False)
    return out / "musterstadt"


def _build_musterstadt(out: Path) -> str:
    """Build it with two workers; what went wrong, else nothing."""
    from quartier.engine.build import Order, build

    try:
        report = build(Order(Path(__file__).parents[1] / "data" / "musterstadt", out, workers=2))
    except Exception:  # noqa: BLE001 (whoever waits for the build is to read it)
        return traceback.format_exc()
    failed = [f"{each.job.language}/{each.job.page}: {each.problem}" for each in report.failed]
    return "\n".join([*failed, *([] if report.published else ["nothing was published"])])


def _wait_for(file: Path, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not file.exists():
        if time.monotonic() > end:
            pytest.fail("the worker that builds Musterstadt does not end", pytrace=False)
        time.sleep(0.1)


@pytest.fixture
def quartier(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> "Callable[..., Said]":
    """Run the command in this process as from a shell of some language."""
    from commands import runner

    return runner(monkeypatch, capsys)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Program file of the browser, or a loud skip where there is none."""
    named = os.environ.get("QUARTIER_CHROMIUM")
    names = (named,) if named else BROWSERS
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    if named or IN_CI:
        pytest.fail(f"{NO_CHROMIUM}: {', '.join(names)}", pytrace=False)
    pytest.skip(NO_CHROMIUM)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was not tested, and what would have it tested."""
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    remedies = {
        NO_REAL_DATA: f"real data are absent: set {REAL_DATA} to their folder",
        NO_CHROMIUM: "there is no browser: install Chromium",
    }
    for reason, remedy in remedies.items():
        if number := sum(reason in text for text in reasons):
            terminalreporter.write_line(
                f"NOT TESTED ({number} skipped): {remedy}", yellow=True, bold=True
            )
