"""What a build refuses before it begins, and what it shows as of an earlier day."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from helped_city import a_city, told

from quartier import places
from quartier.engine import build as building
from quartier.engine import pool
from quartier.engine.build import Order, build
from quartier.engine.site import Page, pages_of
from quartier.errors import UserError

MUSTERSTADT = places.EXAMPLES / "musterstadt"
PAGE = "area/0101"


def digests(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def reports(musterstadt: Path, tmp_path: Path) -> Path:
    """A folder in which the whole city is built."""
    shutil.copytree(musterstadt, tmp_path / "reports" / "musterstadt")
    return tmp_path / "reports"


def use(monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    """Let builds make one page in another way."""

    def pages(city) -> list[Page]:
        found = pages_of(city)
        return [replace(page, **changes) if page.address == PAGE else page for page in found]  # type: ignore[arg-type]

    monkeypatch.setattr(building, "pages_of", pages)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"area": "0101", "aera": "0102"}, "aera"),
        ({"area": 101}, "101"),
        ({"area": None}, "None"),
        ({"area": True}, "True"),
    ],
)
def test_a_wrong_parameter_ends_a_build_before_any_page_is_begun(
    reports, monkeypatch, parameters: Mapping[str, object], said: str
):
    begun = []
    monkeypatch.setattr(pool, "run", lambda jobs, *_more: begun.append(jobs))
    use(monkeypatch, parameters=parameters)
    before = digests(reports / "musterstadt")
    with pytest.raises(UserError) as refused:
        build(Order(MUSTERSTADT, reports, only=[PAGE], languages=["de"]))
    assert said in [problem.found for problem in refused.value.problems]
    assert begun == []
    assert digests(reports / "musterstadt") == before
    assert [file.name for file in reports.iterdir() if file.is_dir()] == ["musterstadt"]


def test_a_code_with_a_leading_zero_reaches_notebook_and_page_as_text(musterstadt):
    notebook = nbformat.read(musterstadt / "notebooks" / "de" / "area" / "01.ipynb", as_version=4)
    assert notebook.metadata.papermill.parameters["area"] == "01"
    html = (musterstadt / "site" / "de" / "area" / "01.html").read_text(encoding="utf-8")
    meta = BeautifulSoup(html, "html.parser").find("meta", attrs={"name": "quartier:area"})
    assert meta is not None
    assert meta["content"] == "01"


def test_a_build_as_of_a_day_lies_beside_the_present_one_and_says_what_it_shows(tmp_path):
    first = ("help", "2024-02-01", told("2023", 40, 60, 20))
    second = ("help", "2024-03-01", told("2023", 40, 66, 20))
    folder = a_city(tmp_path / "kleinstadt", first, second).folder
    order = Order(folder, tmp_path / "reports", only=["index", "coverage"], workers=1)
    assert build(order).published
    present = digests(tmp_path / "reports" / "kleinstadt")
    report = build(replace(order, as_of="2024-02-15"))
    assert report.site == tmp_path / "reports" / "kleinstadt@2024-02-15" / "site"
    assert not report.failed
    assert digests(tmp_path / "reports" / "kleinstadt") == present
    record = json.loads((report.site.parent / "build.json").read_text(encoding="utf-8"))
    assert record["as_of"] == "2024-02-01"
    for page in report.site.glob("de/*.html"):
        said = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").get_text(" ")
        assert "Früherer Stand: Diese Seite zeigt, was bis zum 15.02.2024 geliefert war." in said
    told_then = (report.site / "de" / "coverage.html").read_text(encoding="utf-8")
    assert "Stand der Lieferungen: 01.02.2024." in told_then
    now = tmp_path / "reports" / "kleinstadt" / "site" / "de" / "coverage.html"
    assert "Früherer Stand" not in now.read_text(encoding="utf-8")
    assert "Stand der Lieferungen: 01.03.2024." in now.read_text(encoding="utf-8")
