"""What notebooks call: a city opened as a book, and what it says of its figures."""

import gc
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from quartier import places
from quartier.city import load_city
from quartier.errors import UserError
from quartier.store import Store
from quartier.tables import ASSESSMENTS, OBSTACLES, PUBLISHED, from_rows
from quartier.workbook import (
    Book,
    Build,
    Profile,
    Sheet,
    open_book,
    provenance,
    quality,
    ranges,
    targets,
    use_build,
)
from quartier.workbook.figures import Figures

CITY = """\
name: Kleinstadt
levels: [{id: city, name: Stadt, plural: Städte}, {id: district, name: Bezirk, plural: Bezirke}]
geographies: [{id: "2019", valid_from: 2019-01-01}]
indicators: [population, sgb2_rate]
"""
AREAS = """\
code,name,name_in,level,parent,valid_from,valid_to,aliases
00,Kleinstadt,in Kleinstadt,city,,,,
01,Nord,im Norden,district,00,,,
02,Süd,im Süden,district,00,,,
03,Ost,im Osten,district,00,,,
"""
GOALS = """\
levels: [{id: product, name: Produktziel}]
goals:
  - id: fewer
    level: product
    title: Weniger Armut.
    targets:
      - {id: rate, indicator: sgb2_rate, area: "00", kind: relative_per_year, change: -10 %,
         baseline: "2020", due: "2026"}
"""
SOURCE = """\
title: Melderegister
owner: Bürgeramt
format: csv
area: {column: Gebiet, by: code}
period: {fixed: "2024"}
values: [{column: Zahl, variable: population}]
symbols: {"-": zero}
footnotes: ["Quelle:"]
"""
TOLD_RATE = """\
title: Mittleres Einkommen als Index
short: Einkommensindex
definition: So geliefert.
reading: So zu lesen.
unit: percent
kind: delivered
interval: none
numerator: {variable: income_index}
polarity: high
domain: income
owner: Sozialplanung
usual_source: Finanzamt
"""
MISSING = float("nan")


def write_city(folder: Path, *, delivered: str = "Gebiet;Zahl\n01;1200\n02;2300\n03;700\n") -> Path:
    files = {
        "city.yml": CITY,
        "areas.csv": AREAS,
        "goals.yml": GOALS,
        "variables.yml": "income_index: {title: Index, unit: percent, kind: stock, "
        "counts_persons: false, place: residence, crosswalk: none}\n",
        "indicators/income_index.yml": TOLD_RATE,
        "sources/register.yml": SOURCE,
        "sources/register/a.csv": delivered,
        "sources/deliveries.csv": "source,file,received,sha256\n"
        f"register,a.csv,2025-01-31,{hashlib.sha256(delivered.encode()).hexdigest()}\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_city(tmp_path / "kleinstadt")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that has built nothing yet."""
    monkeypatch.setattr(places, "PROJECT", tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(autouse=True)
def _by_hand() -> Iterator[None]:
    use_build(None)
    yield
    use_build(None)


def figure(period: str, area: str, value: float, ends=(MISSING, MISSING), **other: str) -> dict:
    return {
        "indicator": "sgb2_rate",
        "area": area,
        "period": period,
        "value": value,
        "lower": ends[0],
        "upper": ends[1],
        "status": "reported",
    } | other


def book_with(folder: Path, *rows: dict, language: str = "de") -> Book:
    """A book whose published series are the given rows."""
    book = Book(load_city(folder), language, Store(folder.parent / "store"))
    book.store.replace("published", from_rows(rows, PUBLISHED), by="indicator")
    book.analyse()
    return book


def figures(book: Book, name: str = "sgb2_rate") -> Figures:
    return Figures(book, name, book.city.indicators[name])


def files_in(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def text_of(html: object) -> str:
    return " ".join(BeautifulSoup(str(html), "html.parser").get_text(" ").split())


def rows_of(html: object) -> list[list[str]]:
    body = BeautifulSoup(str(html), "html.parser").tbody
    assert body is not None
    return [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in body.find_all("tr")
    ]


# --- opening


def test_a_book_opened_by_hand_reads_the_folder_and_leaves_the_last_build_as_it_is(folder, project):
    built = project / "reports" / "kleinstadt" / "store"
    use_build(Build(load_city(folder), built))
    made = open_book("kleinstadt")
    assert made.store.folder == built
    made.ingest()
    use_build(None)
    before = files_in(project)
    assert before

    write_city(folder, delivered="Gebiet;Zahl\n01;1\n")
    book = open_book(str(folder))
    assert book.table("accounts")["rows_read"].tolist() == [2]
    book.make_series()
    book.assess()
    assert files_in(project) == before


def test_a_book_opened_by_hand_makes_what_it_needs_where_nothing_was_built(folder, project):
    book = open_book(str(folder))
    told = book.series("population").frame
    assert dict(zip(told["area"], told["value"], strict=True)) == {
        "00": 4200,
        "01": 1200,
        "02": 2300,
        "03": 700,
    }
    assert dict(zip(told["area"], told["area_name"], strict=True))["02"] == "Süd"
    assert set(told["level"]) == {"city", "district"}
    assert not project.exists()


def test_the_scratch_store_goes_with_its_book(folder, project):
    book = open_book(str(folder))
    scratch = book.store.folder
    book.ingest()
    assert files_in(scratch)
    del book
    gc.collect()
    assert not scratch.exists()


def test_a_finished_build_is_only_read(folder, tmp_path):
    city, store = load_city(folder), tmp_path / "built"
    use_build(Build(city, store, complete=True))
    book = open_book("kleinstadt", "en")
    book.ingest()
    book.make_series()
    book.assess()
    assert (book.language, book.store.folder) == ("en", store)
    assert not store.exists()


def test_an_unknown_city_is_an_error_with_a_hint():
    with pytest.raises(UserError) as error:
        open_book("musterstatt")
    (problem,) = error.value.problems
    assert str(problem).endswith("Erlaubt: musterstadt. Hinweis: Meinten Sie „musterstadt“?")


@pytest.mark.parametrize("language", ["fr", "DE", ""])
def test_an_unknown_language_is_an_error_that_names_those_there_are(folder, language):
    with pytest.raises(UserError) as error:
        open_book(str(folder), language)
    (problem,) = error.value.problems
    assert str(problem) == (
        f"language: In dieser Sprache gibt es keine Seiten: „{language}“. Erlaubt: de, en."
    )


@pytest.mark.parametrize(
    ("area", "hint"),
    [
        (
            "1",
            "Gemeint ist wohl „01“: Eine Tabellenkalkulation hat die führende Null entfernt.",
        ),
        ("011", "Meinten Sie „01“?"),
    ],
)
def test_an_unknown_area_is_an_error_with_a_hint(folder, project, area, hint):
    book = open_book(str(folder))
    with pytest.raises(UserError) as error:
        Profile(book, area)
    (problem,) = error.value.problems
    assert str(problem) == f"area: Diese Raumeinheit gibt es nicht: „{area}“. Hinweis: {hint}"


# --- figures


def test_a_level_is_shown_in_the_latest_period_in_which_any_of_its_areas_has_a_value(folder):
    book = book_with(
        folder,
        figure("2022", "01", 9.0),
        figure("2023", "01", 10.0),
        figure("2023", "02", MISSING, status="secret"),
        figure("2024", "01", MISSING, status="not_available"),
        figure("2024", "02", MISSING, status="not_available"),
        figure("2024", "00", 12.0),
    )
    shown = figures(book).on_level("district").frame
    assert list(zip(shown["area"], shown["period"], shown["status"], strict=True)) == [
        ("01", "2023", "reported"),
        ("02", "2023", "secret"),
    ]
    assert figures(book).on_level("city").frame["period"].tolist() == ["2024"]


def test_a_level_without_any_value_is_shown_in_its_latest_period(folder):
    rows = [figure(year, "01", MISSING, status="secret") for year in ("2022", "2023")]
    shown = figures(book_with(folder, *rows)).on_level("district").frame
    assert shown["period"].tolist() == ["2023"]


def test_a_level_for_which_nothing_was_delivered_has_no_rows(folder):
    assert figures(book_with(folder, figure("2024", "00", 1.0))).on_level("district").frame.empty


def test_the_periods_of_an_area_are_in_the_order_of_time(folder):
    periods = ["2024-T1", "2023", "2023/24", "2022"]
    book = book_with(folder, *(figure(period, "01", 1.0) for period in periods))
    told = [row["period"] for row in figures(book).rows("01")]
    assert told == ["2022", "2023", "2023/24", "2024-T1"]
    last = figures(book).last("01")
    assert last is not None
    assert last["period"] == "2024-T1"
    assert figures(book).last("02") is None


@pytest.mark.parametrize(
    ("area", "verdict"), [("01", "worse"), ("02", "better"), ("03", "similar")]
)
def test_an_area_is_compared_with_the_city_in_the_same_year(folder, area, verdict):
    book = book_with(
        folder,
        figure("2023", "00", 30.0, (29.0, 31.0)),
        figure("2024", "00", 10.0, (9.5, 10.5)),
        # a high rate is a burden
        figure("2024", "01", 14.0, (12.0, 16.0)),
        figure("2024", "02", 8.0, (7.0, 9.0)),
        figure("2024", "03", 11.0, (9.9, 12.1)),
    )
    found, city = figures(book).beside_city(area)
    assert found == verdict
    assert city is not None
    assert (city["area"], city["period"], city["value"]) == ("00", "2024", 10.0)


def test_the_city_is_not_compared_with_itself(folder):
    book = book_with(folder, figure("2024", "00", 10.0, (9.5, 10.5)))
    assert figures(book).beside_city("00") == (None, None)


def test_an_area_is_not_compared_with_the_city_of_another_year(folder):
    book = book_with(
        folder,
        figure("2023", "00", 10.0, (9.5, 10.5)),
        figure("2024", "01", 14.0, (12.0, 16.0)),
    )
    assert figures(book).beside_city("01") == (None, None)


def test_a_part_of_a_new_year_does_not_push_the_last_whole_one_off_the_page(folder):
    rows = [figure("2024", "00", 10.0), figure("2024", "01", 14.0)]
    rows += [figure("2025", area, MISSING, status="missing") for area in ("00", "01")]
    told = figures(book_with(folder, *rows))
    last = told.last("01")
    assert last is not None
    assert (last["period"], last["value"]) == ("2024", 14.0)
    assert str(told.sentences("01")[0]).startswith("2024 betrug der Wert im Norden 14,0")
    _verdict, city = told.beside_city("01")
    assert city is not None
    assert (city["period"], city["value"]) == ("2024", 10.0)
    # Where the others have a value of the new year, the lack is told.
    told = figures(book_with(folder, *rows, figure("2025", "02", 9.0)))
    last = told.last("01")
    assert last is not None
    assert (last["period"], last["status"]) == ("2025", "missing")


def test_rankings_show_the_city_of_their_own_year(folder):
    rows = [figure("2023", "01", 14.0), figure("2023", "02", 8.0), figure("2024", "00", 99.0)]
    ranked = figures(book_with(folder, *rows)).dots("district")
    assert ranked is not None
    assert "99,0" not in ranked.svg
    ranked = figures(book_with(folder, *rows, figure("2023", "00", 11.0))).dots("district")
    assert ranked is not None
    assert "11,0" in ranked.svg
    assert "99,0" not in ranked.svg


def test_the_sheet_of_a_number_of_people_promises_no_more_than_it_has(folder):
    book = book_with(
        folder, *(figure("2024", f"0{n}", 100 * n, indicator="population") for n in (1, 2, 3))
    )
    people = figures(book, "population")
    sheet = Sheet(book, "population")
    assert text_of(sheet.head()).endswith("Was die Kennzahl sagt und wo welcher Wert gilt.")
    assert text_of(people.more()) == "Kennzahlblatt: Definition, alle Gebiete"
    summary = text_of(BeautifulSoup(str(ranges.table(people, "district")), "html.parser").summary)
    ranked = "Platz" in text_of(ranges.table(people, "district"))
    assert summary == "Alle Werte als Tabelle" + (", mit Platz" if ranked else "")
    sure = ranges.table(figures(book_with(folder, figure("2024", "01", 14.0))), "district")
    assert "wie sicher sie sind, Trend und Platz" in text_of(sure)


def test_a_number_of_people_is_compared_with_nothing(folder):
    book = book_with(
        folder,
        figure("2024", "00", 4200, indicator="population"),
        figure("2024", "01", 1200, indicator="population"),
    )
    assert figures(book, "population").beside_city("01") == (None, None)


def test_sentences_say_the_figure_its_place_and_its_course(folder):
    book = book_with(
        folder,
        figure("2020", "01", 17.0, (16.2, 17.8)),
        figure("2024", "01", 14.0, (13.0, 15.0)),
        figure("2024", "00", 10.0, (9.5, 10.5)),
    )
    assert [str(sentence) for sentence in figures(book).sentences("01")] == [
        "2024 betrug der Wert im Norden 14,0\u00a0% (Vertrauensbereich 13,0 bis 15,0\u00a0%).",
        (
            "Das ist ungünstiger als in der Stadt insgesamt (10,0\u00a0%); so groß ist der "
            "Unterschied durch Zufall selten."
        ),
        "Seit 2020 ist der Wert um 3,0 Prozentpunkte gesunken.",
        "Für einen Trend gibt es noch zu wenige Werte; gebraucht werden fünf.",
    ]


def test_an_english_sentence_names_the_area_in_english(folder):
    book = book_with(folder, figure("2024", "01", 14.0, (13.0, 15.0)), language="en")
    said = figures(book).sentences("01")[0].into("en")
    assert "in Nord" in said
    assert "im Norden" not in said
    assert "14.0%" in said


def test_the_course_begins_with_the_first_value_that_is_known(folder):
    book = book_with(
        folder,
        figure("2019", "01", MISSING, status="secret"),
        figure("2020", "01", 17.0, (16.2, 17.8)),
        figure("2024", "01", 14.0, (13.0, 15.0)),
    )
    assert str(figures(book).sentences("01")[1]).startswith("Seit 2020 ")


def test_where_nothing_was_delivered_the_sentence_says_so(folder):
    book = book_with(folder, figure("2024", "00", 10.0))
    assert [str(sentence) for sentence in figures(book).sentences("01")] == [
        "Für diese Raumeinheit wurde nichts geliefert."
    ]


def test_a_rate_that_was_delivered_as_such_says_that_it_has_no_interval(folder):
    book = book_with(
        folder,
        figure("2024", "01", 93.5, indicator="income_index"),
        figure("2024", "00", 100.0, indicator="income_index"),
    )
    assert [str(sentence) for sentence in figures(book, "income_index").sentences("01")] == [
        "2024 betrug der Wert im Norden 93,5\u00a0%.",
        (
            "Geliefert ist nur dieser Wert und nicht die Anzahlen; deshalb hat er keinen "
            "Vertrauensbereich."
        ),
    ]


def test_where_there_is_no_value_none_is_called_delivered(folder):
    told = {"indicator": "income_index", "status": "excluded"}
    book = book_with(folder, figure("2024", "01", MISSING, **told))
    assert [str(sentence) for sentence in figures(book, "income_index").sentences("01")] == [
        "2024 gibt es im Norden keinen Wert: von der Auswertung ausgenommen."
    ]


def test_the_target_of_the_city_has_a_path_and_that_of_no_other_area(folder):
    book = book_with(folder, figure("2020", "00", 20.0), figure("2020", "01", 30.0))
    path = figures(book).path("00")
    assert path is not None
    # ten per cent less a year: 20, 18, 16.2, 14.58, 13.122, 11.8098, 10.62882
    assert path["expected"].tolist() == pytest.approx(
        [20, 18, 16.2, 14.58, 13.122, 11.8098, 10.62882]
    )
    assert path["period"].tolist() == [str(year) for year in range(2020, 2027)]
    assert figures(book).path("01") is None
    assert figures(book, "population").path("00") is None


# --- goals


def assessed(book: Book, *rows: dict) -> Book:
    key = {"goal": "fewer", "target": "rate", "area": "00", "method": "interval_path"}
    told = [{"target_value": 10.62882, "reason": ""} | key | row for row in rows]
    book.store.replace("assessments", from_rows(told, ASSESSMENTS))
    return book


def test_the_latest_assessment_of_a_target_counts(folder):
    book = assessed(
        book_with(folder, figure("2020", "00", 20.0), figure("2022", "00", 18.0)),
        {"period": "2021", "verdict": "on_path", "value": 18.0, "expected": 18.0},
        {"period": "2022", "verdict": "at_risk", "value": 18.0, "expected": 16.2},
    )
    shown = text_of(targets.counts(book))
    assert "gefährdet" in shown
    assert "auf dem Weg" not in shown
    said = text_of(targets.of_area(book, "00"))
    assert (
        "Ziel: von 2020 an jedes Jahr 10 % weniger, 2026 also höchstens 10,6 %. "
        "2022 verlangt der Weg zum Ziel 16,2 %; erreicht sind 18,0 %."
    ) in said
    assert str(targets.of_area(book, "01")) == ""


def test_the_goals_page_names_the_sources_of_its_key_figures_alone(folder, project):
    said = text_of(targets.provenance(open_book(str(folder))))
    assert "Melderegister" in said
    other = folder / "sources"
    text = SOURCE.replace("population", "income_index").replace("Melderegister", "Finanzamt")
    (other / "tax.yml").write_text(text, encoding="utf-8")
    (other / "tax").mkdir()
    (other / "tax" / "b.csv").write_text("Gebiet;Zahl\n01;90\n", encoding="utf-8")
    digest = hashlib.sha256(b"Gebiet;Zahl\n01;90\n").hexdigest()
    with (other / "deliveries.csv").open("a", encoding="utf-8") as file:
        file.write(f"tax,b.csv,2025-02-28,{digest}\n")
    book = open_book(str(folder))
    assert "Finanzamt" in text_of(provenance(book))
    assert text_of(targets.provenance(book)) == said


def test_a_goal_whose_indicator_has_no_figure_says_so_without_a_chart(folder):
    book = book_with(folder)
    book.assess()
    (section,) = targets.sections(book)
    assert "Für das Ausgangsjahr gibt es keinen Wert." in text_of(section)
    assert "nan" not in text_of(section).lower()
    assert BeautifulSoup(str(section), "html.parser").figure is None


def test_a_target_that_cannot_be_assessed_says_why(folder):
    book = assessed(
        book_with(folder, figure("2021", "00", 18.0)),
        {
            "period": "2021",
            "verdict": "not_assessable",
            "reason": "no_baseline",
            "target_value": MISSING,
        },
    )
    assert (
        "Ziel: von 2020 bis 2026 jedes Jahr 10 % weniger. Für das Ausgangsjahr gibt es keinen Wert."
    ) in text_of(targets.of_area(book, "00"))


# --- quality

DIRTY = """\
Gebiet;Zahl
01;1200
02;ca. 3
3;700
Ort 2;17
0299;8
Quelle: Bürgeramt;
"""


@pytest.fixture
def dirty(tmp_path: Path, project: Path) -> Book:
    book = open_book(str(write_city(tmp_path / "kleinstadt", delivered=DIRTY)))
    book.ingest()
    return book


def test_the_list_of_the_quarantine_shows_no_small_value(dirty):
    rows = rows_of(quality.quarantine(dirty))
    found = {place.split(", ")[1]: cell for place, _reason, cell, _hint in rows}
    assert found == {
        "Zeile 3": "nicht gezeigt",
        "Zeile 4": "nicht gezeigt",
        "Zeile 5": "nicht gezeigt",
        "Zeile 6": "0299",
    }
    html = str(quality.quarantine(dirty))
    assert "ca. 3" not in html
    assert "Ort 2" not in html


def test_the_list_of_doubts_shows_no_figure_of_persons(tmp_path, project):
    delivered = "Gebiet;Zahl\n00;4203\n01;1200\n02;2300\n03;700\n"
    book = open_book(str(write_city(tmp_path / "kleinstadt", delivered=delivered)))
    book.ingest()
    ((place, what, about),) = rows_of(quality.doubts(book))
    assert place == "a.csv, Zeile 2, Spalte „Zahl“"
    assert what == "Die Teilgebiete ergeben zusammen nicht den Wert ihrer Raumeinheit"
    assert about == "Bevölkerung am Ort der Hauptwohnung, Kleinstadt, 2024"
    html = str(quality.doubts(book))
    assert "Zahlen stehen hier nur, wo sie nichts über Menschen sagen" in html
    assert not re.search(r"4\.?20[03]", html)


def test_the_list_of_doubts_names_the_areas_that_a_delivery_lacks(tmp_path, project):
    source = SOURCE.replace('period: {fixed: "2024"}', "period: {column: Jahr}")
    assert source != SOURCE
    delivered = "Gebiet;Jahr;Zahl\n01;2023;1200\n02;2023;2300\n01;2024;1200\n"
    folder = write_city(tmp_path / "kleinstadt", delivered=delivered)
    (folder / "sources" / "register.yml").write_text(source, encoding="utf-8")
    book = open_book(str(folder))
    ((place, what, about, *rest),) = rows_of(quality.doubts(book))
    assert (place, about) == ("a.csv", "Bevölkerung am Ort der Hauptwohnung, 2024")
    assert what == "Die Lieferung enthält weniger Raumeinheiten als die vorige"
    assert rest[:2] == ["1", "2"]
    assert rest[2].startswith("Es fehlen: ")


def test_the_summary_is_the_sum_of_all_deliveries(dirty):
    facts = BeautifulSoup(str(quality.summary(dirty)), "html.parser").get_text("|", strip=True)
    assert facts.split("|") == [
        "Zeilen gelesen",
        "7",
        "übernommen",
        "1",
        "in Quarantäne",
        "4",
        "ohne Daten (Kopf, Fußnoten)",
        "2",
    ]
    assert rows_of(quality.accounts(dirty)) == [
        ["a.csv", "Melderegister", "31.01.2025", "7", "1", "4", "2"]
    ]


def test_a_clean_delivery_says_so(folder, project):
    book = open_book(str(folder))
    assert text_of(quality.quarantine(book)) == "Alles wurde verstanden."
    assert text_of(quality.doubts(book)) == "Nichts ist auffällig."
    assert text_of(quality.withdrawn(book)) == (
        "Keine neuere Lieferung lässt Angaben einer früheren weg."
    )


def test_nobody_can_count_which_values_are_withheld_for_their_own_sake(folder):
    book = book_with(
        folder,
        figure("2024", "00", 10.0),
        figure("2024", "01", MISSING, status="withheld"),
        figure("2024", "02", MISSING, status="withheld_secondary"),
        figure("2024", "03", MISSING, status="missing"),
    )
    assert rows_of(quality.statuses(book)) == [
        ["wie gemeldet", "Zahl", "1"],
        ["nicht veröffentlicht, damit niemand erkennbar wird", "•", "2"],
        ["nichts Verwertbares geliefert", "[ ]", "1"],
    ]


def test_what_cannot_be_computed_is_said_with_its_reason(folder, project):
    book = open_book(str(folder))
    # The register tells only totals: nobody knows who is under 65.
    rows = rows_of(quality.obstacles(book))
    assert [row[0] for row in rows] == ["SGB-II-Quote (unter 65 Jahre)"] * len(rows)
    assert any("0-64" in reason or "Es fehlen Gruppen" in reason for _, reason in rows)
    sound = book_with(folder, figure("2024", "01", 14.0))
    sound.store.replace("obstacles", from_rows([], OBSTACLES))
    assert str(quality.obstacles(sound)) == ""


def test_coverage_counts_the_areas_that_show_a_value(folder):
    book = book_with(
        folder,
        figure("2023", "01", 9.0),
        figure("2024", "01", 10.0),
        figure("2024", "02", 11.0),
        figure("2024", "03", MISSING, status="withheld"),
        figure("2024", "00", 10.5),
    )
    city, district = quality.coverage(book)
    short = book.city.indicators["sgb2_rate"].short
    assert {row[0]: row[1:] for row in rows_of(district)}[short] == ["1", "2"]
    assert {row[0]: row[1:] for row in rows_of(city)}[short] == ["1"]
    assert "Bezirke mit Wert (von 3)" in text_of(district)


def test_coverage_names_the_people_of_the_city_who_are_counted_in_no_area(folder):
    described = folder / "sources" / "register.yml"
    text = described.read_text(encoding="utf-8")
    assert "area: {" in text
    described.write_text(
        text.replace("area: {", 'area: {unknown: ["unbekannt"], '), encoding="utf-8"
    )
    rows = [("00", 755.0), ("01", 298.0), ("02", 300.0), ("03", 150.0)]
    named = [figure("2024", area, value) | {"indicator": "population"} for area, value in rows]
    book = book_with(folder, *named)
    *_levels, beside = quality.coverage(book)
    assert "ohne bekannte Anschrift oder im übrigen Stadtgebiet" in text_of(beside)
    assert [row[1:] for row in rows_of(beside)] == [["7"]]
    # Nobody can compute it where a part is withheld; then it is not shown either.
    named[1] |= {"value": MISSING, "status": "withheld_secondary"}
    *_levels, beside = quality.coverage(book_with(folder, *named))
    ((_name, sign),) = rows_of(beside)
    assert sign.startswith("•")
