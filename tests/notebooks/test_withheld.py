"""What is withheld has no trace: pages are the same whichever the withheld counts are.

Looking for a figure finds only the places that one thinks of. Here siblings that are withheld in
the same year exchange their counts, so that every total, every shown figure and every reason to
withhold stays. Whatever changed then in a page, its charts or its notebook would be a way to tell
who has which count. Pages are made from the tables of the store: these are compared in every run of
the tests, the pages themselves as a proof.
"""

import csv
import hashlib
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from quartier.city import load_city
from quartier.engine.build import Order, build
from quartier.store import Store
from quartier.workbook.book import Book

CITY = Path(__file__).parents[2] / "data" / "musterstadt"
SECTION = "upbringing-help-rate"
ONLY = (
    "index",
    "methods",
    "goals",
    "data",
    "coverage",
    "indicator/upbringing_help_rate",
    "area/00",
    "area/04*",
)

Counts = dict[str, dict[str, int]]
"""Year to code to count."""


def delivered() -> Counts:
    """The youth office's counts of persons by year, the corrected files last."""
    found: Counts = defaultdict(dict)
    files = (CITY / "sources" / "jugendamt").glob("*.csv")
    for file in sorted(files, key=lambda each: len(each.name)):
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text, delimiter=";"):
                count = row["Hilfen zur Erziehung am Stichtag"]
                if count and count.isdecimal():
                    found[row["Stichtag"][-4:]][row["Schlüssel"]] = int(count)
    return found


def shown(site: Path, code: str) -> dict[str, str]:
    """Year to what the table of an area's profile shows."""
    html = (site / "de" / "area" / f"{code}.html").read_text(encoding="utf-8")
    section = BeautifulSoup(html, "html.parser").find(id=SECTION)
    assert isinstance(section, Tag)
    rows = section.find_next("table").select("tbody tr")  # type: ignore[union-attr]
    return {row.th.get_text(strip=True): row.td.get_text(strip=True) for row in rows}


@pytest.fixture(scope="module")
def exchanged(musterstadt: Path) -> Counts:
    """The counts of withheld siblings, each moved on to the next of them."""
    with (CITY / "areas.csv").open(encoding="utf-8", newline="") as text:
        siblings = [row["code"] for row in csv.DictReader(text) if row["parent"] == "04"]
    cells = {code: shown(musterstadt / "site", code) for code in siblings}
    moved: Counts = {}
    for year, counts in delivered().items():
        hidden = [code for code in siblings if cells[code][year].startswith("•")]
        told = [counts[code] for code in hidden if code in counts]
        if len(told) == len(hidden) and len(set(told)) > 1:
            moved[year] = dict(zip(hidden, [*told[1:], told[0]], strict=True))
    return moved


@pytest.fixture(scope="module")
def other(exchanged: Counts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the city whose withheld counts are exchanged."""
    small = [year for year, counts in exchanged.items() if min(counts.values()) in range(1, 5)]
    assert len(small) == len(exchanged) >= 5
    city = tmp_path_factory.mktemp("exchanged") / "musterstadt"
    shutil.copytree(CITY, city)
    register = city / "sources" / "deliveries.csv"
    listed = register.read_text(encoding="utf-8")
    for year, counts in exchanged.items():
        for file in (city / "sources" / "jugendamt").glob(f"jugendamt-{year}*.csv"):
            before = file.read_bytes()
            after = _with_counts(before.decode(), counts).encode()
            assert after != before
            file.write_bytes(after)
            old, new = (hashlib.sha256(each).hexdigest() for each in (before, after))
            assert old in listed
            listed = listed.replace(old, new)
    register.write_text(listed, encoding="utf-8")
    return city


def _with_counts(text: str, counts: dict[str, int]) -> str:
    for code, count in counts.items():
        text, number = re.subn(rf"(?m)^([^;]*;{code};[^;]*;)\d+", rf"\g<1>{count}", text)
        assert number == 1, code
    return text


# What was delivered never reaches a page but through the gate; the accounts hold digests of files.
INSIDE = ("accounts/all", "observations/upbringing_helps", "series/upbringing_help_rate")
PUBLISHED = "published/upbringing_help_rate"


def test_no_table_that_pages_are_made_from_tells_who_has_which_count(musterstadt, other, tmp_path):
    book = Book(load_city(other), "de", Store(tmp_path))
    for step in (book.ingest, book.make_series, book.assess):
        step()
    mine, theirs = (
        {file.relative_to(folder).with_suffix("").as_posix(): file for file in files}
        for folder in (tmp_path, musterstadt / "store")
        if (files := sorted(folder.rglob("*.parquet")))
    )
    assert mine.keys() == theirs.keys()
    differing = {name for name in mine if mine[name].read_bytes() != theirs[name].read_bytes()}
    assert differing == {*INSIDE, PUBLISHED}
    # Only which figure is withheld for its own sake stands there, and no page tells that apart.
    one, another = (
        pd.read_parquet(each[PUBLISHED]).replace("withheld_secondary", "withheld")
        for each in (mine, theirs)
    )
    pd.testing.assert_frame_equal(one, another)


@pytest.mark.proof
def test_no_byte_of_a_page_tells_who_has_which_count(musterstadt, other, tmp_path):
    report = build(Order(other, tmp_path, only=ONLY, workers=2))
    assert report.failed == []
    made = tmp_path / "musterstadt"
    executed = sorted((made / "notebooks").rglob("*.ipynb"))
    pages = [file.relative_to(made / "notebooks").with_suffix(".html") for file in executed]
    files = [*executed, *(made / "site" / page for page in pages), made / "site" / "index.html"]
    # eleven addresses in two languages, as page and as notebook, and the start page
    assert len(files) == 11 * 2 * 2 + 1
    differing = [
        file.relative_to(made).as_posix()
        for file in files
        if file.read_bytes() != (musterstadt / file.relative_to(made)).read_bytes()
    ]
    assert differing == []
