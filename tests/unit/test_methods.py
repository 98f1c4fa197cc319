"""The methods as they are read from the catalogue, and as a page shows them."""

import importlib.util
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from quartier.errors import UserError
from quartier.formats import Number
from quartier.methods import figure, read_methods
from quartier.places import LOCALE
from quartier.workbook import methods, open_book

GOOD = """\
methods:
- id: interval
  title: Vertrauensbereich
  text: [Erster Absatz., Zweiter Absatz.]
  examples:
  - caption: Ein Beispiel
    function: proportion.wilson
    columns:
    - {header: Gebiet}
    - {header: Fälle, argument: numerator}
    - {header: Urteil, result: itself, words: {above: höher}}
    rows:
    - [A, 120, above]
    - [B, [1, 2.50], above]
  source: {en: "Wilson EB (1927)."}
"""
ORDER = [
    "interval", "rate", "standardised", "comparison", "difference", "similar", "trend",
    "smooth-line", "smoothing", "ranking", "fifths", "funnel", "index", "inequality",
    "segregation", "neighbourhood", "breaks", "goals", "rounding",
]  # fmt: skip


def written(folder: Path, text: str) -> Path:
    (folder / "methods.yml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        read_methods(written(folder, text))
    return [
        f"{problem.place.line} {problem.place.column}: {problem.what} {problem.found or ''}"
        for problem in caught.value.problems
    ]


def test_a_file_is_read_with_its_examples(tmp_path: Path) -> None:
    (method,) = read_methods(written(tmp_path, GOOD))
    (example,) = method.examples
    assert (method.id, method.text) == ("interval", ("Erster Absatz.", "Zweiter Absatz."))
    assert example.rows == (("A", "120", "above"), ("B", ("1", "2.50"), "above"))
    assert [column.names for column in example.columns] == [True, False, False]
    assert method.source == {"en": "Wilson EB (1927)."}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "[A, 120, above]",
            "[A, hundert, above]",
            "13 methods.1.examples.1.rows.1.2: Das ist keine Zahl. hundert",
        ),
        (
            "[1, 2.50]",
            "[1, 2,5 %]",
            "14 methods.1.examples.1.rows.2.2: Das ist keine Zahl. 5 %",
        ),
        (
            "[A, 120, above]",
            "[A, 120, below]",
            "13 methods.1.examples.1.rows.1.3: Unter „words“ fehlt dieses Ergebnis. below",
        ),
        (
            "[A, 120, above]",
            "[A, 120]",
            "13 methods.1.examples.1.rows.1: Die Zeile hat nicht so viele Zellen",
        ),
        (
            "function: proportion.wilson",
            "function: wilson",
            "7 methods.1.examples.1.function: Diese Schreibweise ist hier nicht erlaubt. wilson",
        ),
        (
            "argument: numerator}",
            "argument: numerator, result: itself}",
            "10 methods.1.examples.1.columns.2.header: Nur eines davon: „argument“",
        ),
        (
            "argument: numerator}",
            "share: [numerator]}",
            "10 methods.1.examples.1.columns.2.share: Ein Anteil braucht zwei Angaben",
        ),
        ("id: interval", "id: Das_Intervall", "2 methods.1.id: "),
        ("  title: Vertrauensbereich\n", "", "2 methods.1.title: Diese Angabe fehlt. "),
        ("caption:", "captoin:", "6 methods.1.examples.1.captoin: Diese Angabe ist unbekannt. "),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert right in GOOD
    found = problems(tmp_path, GOOD.replace(right, wrong))
    assert any(each.startswith(said) for each in found), found


def test_no_id_comes_twice(tmp_path: Path) -> None:
    again = GOOD + "- {id: interval, title: Noch einer, text: [Absatz.]}\n"
    assert problems(tmp_path, again) == [
        "16 methods.2.id: Ein Verfahren mit dieser Kennung gibt es schon. interval"
    ]


RESULTS = "    once: true\n    results: [{label: Abstand, at: [0], values: [1.5]}]\n"


def test_results_of_a_table_belong_to_a_single_call(tmp_path: Path) -> None:
    whole = GOOD.replace("  source", f"{RESULTS}  source")
    assert len(read_methods(written(tmp_path, whole))[0].examples[0].results) == 1
    by_row = whole.replace("    once: true\n", "")
    assert any("nur mit „once: true“" in each for each in problems(tmp_path, by_row))
    for wrong in ("at: [0, 1]", "at: [0, 1, 2]"):
        (said,) = problems(tmp_path, whole.replace("at: [0]", wrong))
        assert "ein Wert, oder einer und seine beiden Grenzen" in said


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", Number(12.0)),
        ("-0.50", Number(-0.5, 2)),
        ("1,5", None),
        ("1.", None),
        ("", None),
        ("A", None),
    ],
)
def test_a_number_keeps_the_decimals_it_was_written_with(text: str, number: Number | None) -> None:
    assert figure(text) == number


def test_the_methods_have_the_addresses_that_pages_link_to() -> None:
    assert [method.id for method in read_methods()] == ORDER


def test_every_method_is_short_and_names_its_source() -> None:
    for method in read_methods():
        words = sum(len(paragraph.split()) for paragraph in method.text)
        assert 40 < words < 160, (method.id, words)
        sentences = re.split(r"[.?!:;] ", " ".join(method.text))
        assert max(len(sentence.split()) for sentence in sentences) <= 32, method.id
        assert method.source or method.id in ("breaks", "goals"), method.id


def test_what_readers_see_is_collected_for_translation(tmp_path: Path) -> None:
    # Loaded by its file: a folder named like the standard library's module cannot be imported.
    spec = importlib.util.spec_from_file_location("extract", LOCALE / "extract.py")
    assert spec is not None
    assert spec.loader is not None
    extract = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(extract)
    (tmp_path / "data" / "catalogue").mkdir(parents=True)
    written(tmp_path / "data" / "catalogue", GOOD.replace("  source", f"{RESULTS}  source"))
    assert list(extract.messages(tmp_path)) == [
        "Vertrauensbereich", "Erster Absatz.", "Zweiter Absatz.", "Ein Beispiel", "Gebiet", "Fälle",
        "Urteil", "höher", "Abstand",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_has_a_section_for_each_method(language: str) -> None:
    book = open_book("musterstadt", language)
    page = BeautifulSoup("".join(part.markup for part in methods.sections(book)), "html.parser")
    assert [heading["id"] for heading in page.find_all("h2")] == ORDER
    links = BeautifulSoup(methods.contents(book).markup, "html.parser").find_all("a")
    assert [link["href"] for link in links] == [f"page:methods#{name}" for name in ORDER]
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("language", "cells"),
    [
        ("de", ["200", "2.000", "10,0", "8,8", "11,4"]),
        ("en", ["200", "2,000", "10.0", "8.8", "11.4"]),
    ],
)
def test_numbers_are_written_in_the_language_of_the_page(language: str, cells: list[str]) -> None:
    book = open_book("musterstadt", language)
    page = BeautifulSoup(next(methods.sections(book)).markup, "html.parser")
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in page.select("tbody tr")]
    assert rows[2] == cells


def test_literature_is_marked_with_its_language() -> None:
    book = open_book("musterstadt", "de")
    page = BeautifulSoup("".join(part.markup for part in methods.sections(book)), "html.parser")
    (wilson,) = page.find_all(string=re.compile("Wilson EB"))
    assert wilson.find_parent(attrs={"lang": "en"})
    (berlin,) = page.find_all(string=re.compile("Senatsverwaltung"))
    assert not berlin.find_parent(attrs={"lang": True})


def test_lists_and_results_of_whole_tables_are_shown() -> None:
    book = open_book("musterstadt", "de")
    text = "".join(part.markup for part in methods.sections(book))
    assert "<td>100; 300; 600</td>" in text
    assert "Ergebnis: Abstand in Prozentpunkten = 30,0 (18,3 bis 40,8); Verhältnis = 4,0" in text
    assert "Ergebnis: Streuung = 1,26" in text
