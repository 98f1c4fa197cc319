"""What pages say of corrections: a city of three areas with a list of known errors."""

import shutil
from pathlib import Path

import pytest

from quartier.city import load_city
from quartier.store import Store
from quartier.workbook import provenance, quality
from quartier.workbook.book import Book

HERE = Path(__file__).parents[1] / "kleinstadt"
HEAD = "source,area,period,variable,group,action,expected,value,reason,by,on\n"


@pytest.fixture
def book(tmp_path):
    """The city with these corrections, for this audience."""

    def opening(*rows: str, audience: str = "public") -> Book:
        folder = shutil.copytree(HERE, tmp_path / "kleinstadt")
        if rows:
            (folder / "corrections.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
        with (folder / "city.yml").open("a", encoding="utf-8") as settings:
            settings.write(f"audience: {audience}\n")
        return Book(load_city(folder), "de", Store(tmp_path / "store"))

    return opening


TYPO = "clubs,02,2023,members,total,replace,60,66,Zahlendreher,M. Muster,2024-03-01"


def test_what_was_put_right_is_listed_with_its_reason_but_without_its_figures(book):
    said = quality.corrections(book(TYPO)).markup
    for word in ("Mitglieder", "2023", "ersetzt", "Zahlendreher", "01.03.2024"):
        assert word in said
    for secret in ("60", "66", "Muster"):
        assert secret not in said.replace("Musterstadt", "")


def test_the_administration_reads_who_put_it_right(book):
    assert "M. Muster" in quality.corrections(book(TYPO, audience="administration")).markup


def test_every_page_says_that_figures_were_put_right(book):
    opened = book(TYPO)
    assert "1 Angabe ist von Hand berichtigt" in provenance(opened).markup
    assert "nichts geändert" not in provenance(opened).markup


def test_without_corrections_pages_say_so(book):
    opened = book()
    assert "Von Hand wurde an den gelieferten Angaben nichts geändert" in provenance(opened).markup
    assert "nichts von Hand berichtigt" in quality.corrections(opened).markup


def test_the_corrected_value_is_the_one_that_counts(book):
    opened = book(TYPO)
    opened.ingest()
    held = opened.store.read("observations", "members").set_index("area")
    assert held.loc["02", ["value", "status"]].tolist() == [66.0, "revised"]
