"""The command line: what it says, in which language, and how it ends."""

import csv
import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Said
from python_calamine import CalamineWorkbook

from quartier import cli
from quartier.engine.build import Report
from quartier.engine.jobs import Fault, Job, Outcome
from quartier.language import _

MUSTERSTADT = Path(__file__).parents[2] / "data" / "musterstadt"
CITY = """\
name: Kleinstadt
levels: [{id: city, name: Stadt, plural: Städte}, {id: district, name: Bezirk, plural: Bezirke}]
geographies: [{id: "2019", valid_from: 2019-01-01}]
indicators: [population]
"""
AREAS = """\
code,name,name_in,level,parent,valid_from,valid_to,aliases
00,Kleinstadt,,city,,,,
01,Nord,,district,00,,,
02,Süd,,district,00,,,
"""
SOURCE = """\
title: Melderegister
owner: Bürgeramt
format: csv
area: {column: Gebiet, by: code}
period: {fixed: "2024"}
values: [{column: Zahl, variable: population}]
footnotes: ["Quelle:"]
"""
ADDRESSES = "Erlaubt: Adressen wie „index“, „goals“ oder „area/01*“."
HINT = " Hinweis: Meinten Sie „goals“?"
GERMAN = re.compile(
    r"\b(Zeile|Zeilen|Spalte|Dateien|gelesen|übernommen|Quarantäne|fehlt|gibt|nicht|Hinweis|Meinten"
    r"|Erlaubt|Das|Diese|Hier|Seite|Seiten|Fehler|Alles|Ordnung|Weiter|Ansehen|steht|gebaut|Bitte"
    r"|Feld|Zelle|blieb|Fassung|Nichts|keine|von|oder|und|wie)\b"
)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A folder without a mistake and a delivery without dirt."""
    folder = tmp_path / "kleinstadt"
    (folder / "sources" / "register").mkdir(parents=True)
    (folder / "city.yml").write_text(CITY, encoding="utf-8")
    (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
    (folder / "sources" / "register.yml").write_text(SOURCE, encoding="utf-8")
    text = "Gebiet;Zahl\n01;1200\n02;2300\nQuelle: Bürgeramt;\n"
    (folder / "sources" / "register" / "a.csv").write_text(text, encoding="utf-8")
    (folder / "sources" / "deliveries.csv").write_text(
        "source,file,received,sha256\n"
        f"register,a.csv,2025-01-31,{hashlib.sha256(text.encode()).hexdigest()}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def broken(city: Path) -> Path:
    """The same with four mistakes in three files."""
    city.joinpath("city.yml").write_text(CITY + "notise: x\naudience: all\n", encoding="utf-8")
    wrong = AREAS.replace("02,Süd,,district,00", "02,Süd,,district,0")
    city.joinpath("areas.csv").write_text(wrong, encoding="utf-8")
    (city / "sources" / "register" / "b.csv").write_text("Gebiet;Zahl\n", encoding="utf-8")
    return city


def thousands(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def account_of_musterstadt() -> tuple[int, int, int, int]:
    """Files, rows, rows that are heads or footnotes, rows that its README calls quarantined."""
    files = rows = no_data = 0
    for path in sorted((MUSTERSTADT / "sources").glob("*/*.csv")):
        encoding = "cp1252" if path.parent.name == "melderegister" else "utf-8-sig"
        with path.open(encoding=encoding, newline="") as text:
            table = list(csv.reader(text, delimiter=";"))
        files, rows = files + 1, rows + len(table)
        no_data += 1 + sum(row[0].startswith("Quelle:") for row in table)
    for path in sorted((MUSTERSTADT / "sources").glob("*/*.xlsx")):
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("Sozialräume")
        grid = sheet.to_python(skip_empty_area=False)
        files, rows = files + 1, rows + len(grid)
        # five rows of head, 19 areas, then footnotes
        no_data += len(grid) - 19
    readme = (MUSTERSTADT / "README.md").read_text(encoding="utf-8")
    dirt = [
        line for line in readme.splitlines() if line.startswith("|") and "in Quarantäne" in line
    ]
    return files, rows, no_data, len(dirt)


# --- check


@pytest.mark.parametrize(("language", "mark"), [("de_DE.UTF-8", "."), ("en_US.UTF-8", ",")])
def test_check_tells_the_account_of_musterstadt_and_ends_with_1(quartier, language, mark):
    files, rows, no_data, quarantined = account_of_musterstadt()
    said = quartier("check", "musterstadt", LANG=language)
    assert said.code == 1
    assert said.err == ""
    *told, account, doubts, advice = said.out.splitlines()
    # Unemployment of the whole town jumped in 2020, long-term unemployment once more in 2021.
    assert doubts.startswith("3 ")
    assert len(told) - files - 3 == quarantined == 4
    kept = rows - no_data - quarantined
    expected = [thousands(number, mark) for number in (files, rows, kept, quarantined, no_data)]
    assert re.findall(r"\d[\d.,]*\d|\d", account) == expected
    assert re.search("Quarantäne" if mark == "." else "quarantine", advice)


def test_check_says_in_german_what_stands_in_quarantine(quartier):
    said = quartier("check", MUSTERSTADT, LANG="de_DE.UTF-8")
    lines = said.out.splitlines()
    assert lines[0] == (
        "arbeitsagentur/arbeitsagentur-2015.xlsx (Arbeitsagentur Musterstadt, Eingang 05.04.2016; "
        "XLSX, Blatt „Sozialräume“): 28 Zeilen = 19 übernommen + 0 in Quarantäne + 9 ohne Daten"
    )
    problems = [line for line in lines if line.startswith("musterstadt/sources")]
    assert problems[0] == (
        "musterstadt/sources/arbeitsagentur/arbeitsagentur-2019.xlsx, Zeile 11, Spalte „Gebiet“: "
        "Diese Raumeinheit gibt es nicht: „Nordstatd“. Hinweis: Meinten Sie „Nordstadt“?"
    )
    assert lines[-1] == (
        "Was in Quarantäne steht, fehlt in den Zahlen; alles andere kann gebaut werden."
    )


def test_check_says_in_english_what_stands_in_quarantine(quartier):
    said = quartier("check", MUSTERSTADT, LANG="en_US.UTF-8")
    # what stands in the files stays as it is
    own = r"Hilfen zur Erziehung am Stichtag|Gebiet\w*|Anzahl|Nordsta\w+|ca\. 20|Bürgeramt"
    assert GERMAN.findall(re.sub(own, "", said.out)) == []
    assert "Nordstatd" in said.out
    assert "Nordstadt" in said.out


def test_a_city_without_quarantine_is_in_order_and_ends_with_0(quartier, city):
    said = quartier("check", city)
    assert (said.code, said.err) == (0, "")
    file = "register/a.csv (Bürgeramt, Eingang 31.01.2025; CSV, utf-8, Trennzeichen „;“)"
    assert said.out.splitlines() == [
        f"{file}: 4 Zeilen = 2 übernommen + 0 in Quarantäne + 2 ohne Daten",
        "1 Datei, 4 Zeilen gelesen = 2 übernommen + 0 in Quarantäne + 2 ohne Daten.",
        f"Alles in Ordnung. Weiter mit: quartier build {city}",
    ]


# --- check --rows


def test_check_says_of_each_row_what_becomes_of_it(quartier, city):
    said = quartier("check", city, "--rows", "register")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "register/a.csv",
        "1: ohne Daten (Kopf, Fußnote oder leer)",
        "2: übernommen: Nord · 2024 · Bevölkerung am Ort der Hauptwohnung = 1.200",
        "3: übernommen: Süd · 2024 · Bevölkerung am Ort der Hauptwohnung = 2.300",
        "4: ohne Daten (Kopf, Fußnote oder leer)",
    ]


def test_check_of_rows_of_which_one_is_in_quarantine_ends_with_1(quartier):
    said = quartier(
        "check", MUSTERSTADT, "--rows", "arbeitsagentur", "--file", "arbeitsagentur-2019.xlsx"
    )
    assert (said.code, said.err) == (1, "")
    lines = said.out.splitlines()
    assert lines[11] == (
        "11: in Quarantäne: Spalte „Gebiet“: Diese Raumeinheit gibt es nicht: „Nordstatd“. "
        "Meinten Sie „Nordstadt“?"
    )
    assert len(lines) == 29


def test_what_belongs_to_check_rows_is_refused_without_it(quartier, city):
    said = quartier("check", city, "--file", "a.csv")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0] == "--file: Das geht nur zusammen mit --rows."


# --- explain


def test_explain_says_where_a_number_comes_from(quartier, city):
    said = quartier("explain", city, "Nord", "population", "2024")
    assert (said.code, said.err) == (0, "")
    assert "Nord (01), 2024: 1.200" in said.out
    (row,) = [line.split() for line in said.out.splitlines() if "register/a.csv" in line]
    assert row == ["insgesamt", "1.200", "register/a.csv", "2"]
    assert "Geliefert: Bürgeramt, „Melderegister“, Eingang 31.01.2025" in said.out


def test_explain_names_all_that_is_not_there_and_ends_with_2(quartier, city):
    said = quartier("explain", city, "Nort", "populaton", "2024")
    assert (said.code, said.out) == (2, "")
    area, indicator, last = said.err.splitlines()
    assert area.startswith("AREA: Diese Raumeinheit gibt es nicht: „Nort“.")
    assert indicator.startswith("INDICATOR: Diesen Indikator gibt es nicht: „populaton“.")
    assert last == "2 Fehler; nichts wurde geändert."


def test_a_city_with_doubts_only_says_how_many_and_ends_with_0(quartier, city):
    delivered = "Gebiet;Zahl\n00;301\n01;100\n02;200\n"
    file = city / "sources" / "register" / "a.csv"
    file.write_text(delivered, encoding="utf-8")
    listed = city / "sources" / "deliveries.csv"
    digest = hashlib.sha256(delivered.encode()).hexdigest()
    listed.write_text(
        f"source,file,received,sha256\nregister,a.csv,2025-01-31,{digest}\n", encoding="utf-8"
    )
    said = quartier("check", city)
    assert (said.code, said.err) == (0, "")
    _file, doubt, account, count, _advice = said.out.splitlines()
    assert "Auffällig, aber übernommen" in doubt
    assert "3 übernommen + 0 in Quarantäne" in account
    assert count == "1 Auffälligkeit: übernommen, aber bitte prüfen."


# --- as of a day


@pytest.fixture
def grown(city: Path) -> Path:
    """The same with a later delivery that has dirt."""
    text = "Gebiet;Zahl\n01;1300\n02;viele\n"
    (city / "sources" / "register" / "b.csv").write_text(text, encoding="utf-8")
    with (city / "sources" / "deliveries.csv").open("a", encoding="utf-8") as listed:
        listed.write(f"register,b.csv,2025-06-30,{hashlib.sha256(text.encode()).hexdigest()}\n")
    return city


def test_a_check_as_of_a_day_reads_what_had_been_received_by_then(quartier, grown):
    assert quartier("check", grown).code == 1
    said = quartier("check", grown, "--as-of", "2025-06-29")
    assert (said.code, said.err) == (0, "")
    assert "1 Datei, 4 Zeilen gelesen" in said.out
    assert quartier("check", grown, "--as-of", "2025-06-30").out.count("„viele“") == 1


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "2025-01-30",
            (
                "--as-of: Bis zu diesem Tag war noch nichts geliefert: „2025-01-30“. Erlaubt: Tage "
                "ab 31.01.2025."
            ),
        ),
        ("2199-01-01", "--as-of: Dieser Tag liegt in der Zukunft: „2199-01-01“."),
        (
            "gestern",
            "--as-of: Das ist kein Datum: „gestern“. Erlaubt: ein Datum wie 2024-12-31.",
        ),
    ],
)
def test_a_day_without_a_state_is_refused(quartier, grown, tmp_path, command, day, expected):
    where = ["--out", tmp_path / "reports"] if command == "build" else []
    said = quartier(command, grown, "--as-of", day, *where)
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [expected, "1 Fehler; nichts wurde geändert."]
    assert not (tmp_path / "reports").exists()


# --- mistakes of the user


@pytest.mark.parametrize("command", ["check", "build"])
def test_all_mistakes_of_a_folder_come_at_once_and_end_with_2(quartier, broken, tmp_path, command):
    where = ["--out", tmp_path / "reports"] if command == "build" else []
    said = quartier(command, broken, *where, LANG="de_DE.UTF-8")
    assert (said.code, said.out) == (2, "")
    *problems, last = said.err.splitlines()
    assert sorted(problem.partition(": ")[0] for problem in problems) == [
        "kleinstadt/areas.csv, Zeile 4, Spalte „parent“",
        "kleinstadt/city.yml, Zeile 5, Feld „notise“",
        "kleinstadt/city.yml, Zeile 6, Feld „audience“",
        "kleinstadt/sources/register/b.csv",
    ]
    assert any("„notise“" in line and "Meinten Sie „notice“?" in line for line in problems)
    assert last == "4 Fehler; nichts wurde geändert."
    assert "Traceback" not in said.err
    assert not (tmp_path / "reports").exists()


def test_all_mistakes_of_a_folder_are_said_in_english(quartier, broken):
    said = quartier("check", broken, LANG="en_GB.UTF-8")
    *problems, last = said.err.splitlines()
    assert len(problems) == 4
    assert GERMAN.findall(said.err) == []
    assert any("“notise”" in line and "Did you mean “notice”?" in line for line in problems)
    assert re.match(r"4 (mistakes|errors|problems)\b", last)


def test_an_unknown_city_is_named_with_the_one_that_was_probably_meant(quartier):
    said = quartier("check", "musterstatt")
    assert (said.code, said.out) == (2, "")
    problem, last = said.err.splitlines()
    assert problem == (
        "musterstatt: Hier liegt keine Stadt: Ein Ordner mit einer Datei „city.yml“ wird "
        "gebraucht. Erlaubt: musterstadt. Hinweis: Meinten Sie „musterstadt“?"
    )
    assert last == "1 Fehler; nichts wurde geändert."


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (
            ("--only", "area/9999"),
            "--only: Diese Seite gibt es nicht: „area/9999“. " + ADDRESSES,
        ),
        (
            ("--only", "gaols"),
            "--only: Diese Seite gibt es nicht: „gaols“. " + ADDRESSES + HINT,
        ),
        (
            ("--lang", "fr"),
            "--lang: In dieser Sprache gibt es keine Seiten: „fr“. Erlaubt: de, en.",
        ),
    ],
)
def test_a_wrong_choice_ends_with_2_and_says_what_there_is(
    quartier, city, tmp_path, option, expected
):
    said = quartier("build", city, *option, "--out", tmp_path / "reports", LANG="C.UTF-8")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0].startswith(expected)
    assert said.err.splitlines()[1:] == ["1 Fehler; nichts wurde geändert."]
    assert not (tmp_path / "reports").exists()


def test_a_wrong_choice_is_said_in_english(quartier, city):
    said = quartier("build", city, "--only", "gaols", LANG="en_US.UTF-8")
    assert said.code == 2
    assert "“gaols”" in said.err
    assert "“goals”" in said.err
    assert GERMAN.findall(said.err) == []


@pytest.mark.parametrize(
    "call", [("checks", "musterstadt"), ("build", "musterstadt", "--workers", "0"), ("check",)]
)
def test_a_call_that_cannot_be_read_ends_with_2(quartier, call):
    said = quartier(*call)
    assert (said.code, said.out) == (2, "")
    assert "Traceback" not in said.err
    assert "\x1b" not in said.err


# --- languages, version, help


@pytest.mark.parametrize(
    ("environment", "english"),
    [
        ({}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "fr_FR.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, True),
        ({"LANG": "en_US.UTF-8", "QUARTIER_LANGUAGE": "de"}, False),
    ],
)
def test_messages_are_english_where_the_system_is_and_german_elsewhere(
    quartier, city, environment, english
):
    said = quartier("check", city, **environment)
    assert said.code == 0
    assert bool(GERMAN.search(said.out)) is not english


def test_the_version_is_said(quartier):
    said = quartier("--version")
    assert said.code == 0
    assert re.fullmatch(r"Quartier \d+\.\d+\.\d+\n", said.out)


def test_help_names_the_commands(quartier):
    said = quartier("--help")
    assert said.code == 0
    assert re.search(r"\bcheck\b", said.out)
    assert re.search(r"\bbuild\b", said.out)


# --- mistakes of the program


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        (
            "de_DE.UTF-8",
            "Das ist ein Fehler von Quartier, nicht von Ihnen. Bitte melden Sie ihn.",
        ),
        ("en_US.UTF-8", None),
    ],
)
def test_an_error_of_the_program_ends_with_3_and_asks_to_report_it(
    quartier, city, monkeypatch, language, asked
):
    def fail(*_arguments: object) -> None:
        raise RuntimeError("kaputt im Innern")

    monkeypatch.setattr(cli, "check", fail)
    said = quartier("check", city, LANG=language)
    assert (said.code, said.out) == (3, "")
    assert "RuntimeError: kaputt im Innern" in said.err
    last = said.err.splitlines()[-1]
    assert last == asked or (asked is None and "report" in last and not GERMAN.search(last))


# --- what a build says


@pytest.fixture
def reported(monkeypatch, quartier, city) -> Callable[..., Said]:
    """Run a build that comes to a given report."""

    def run(report: Report, **environment: str) -> Said:
        monkeypatch.setattr(cli, "build", lambda _order, _progress: report)
        return quartier("build", city, **environment)

    return run


def outcome(page: str, problem: Fault | None = None) -> Outcome:
    return Outcome(Job(page, language="de"), ok=problem is None, problem=problem)


def test_a_build_says_how_many_pages_and_where_they_are(reported, tmp_path):
    site = tmp_path / "reports" / "kleinstadt" / "site"
    said = reported(Report(site, [outcome("index"), outcome("goals")], published=True))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == ["2 Seiten gebaut.", f"Ansehen: {site / 'index.html'}"]


def test_a_build_says_which_page_failed_where_and_what_became_of_it(reported, tmp_path):
    in_cell = Fault(_("Die Zeit ist um."), 4, "profile.overview()")
    outside = Fault("kein Speicher mehr")
    outcomes = [outcome("index"), outcome("area/01", in_cell), outcome("area/02", outside)]
    site = tmp_path / "site"
    report = Report(
        site,
        outcomes,
        ["de/area/01"],
        ["de/goals"],
        ["de/area/02"],
        ["de/area/02", "de/area/03"],
        quarantined=2,
        published=True,
    )
    said = reported(report)
    assert said.code == 1
    assert said.err.splitlines() == [
        "de/area/01, Zelle 4 („profile.overview()“): Die Zeit ist um.",
        "de/area/02: kein Speicher mehr",
        "In der letzten guten Fassung stehen geblieben: de/area/01",
        "Es fehlen: de/area/02",
    ]
    assert said.out.splitlines() == [
        "1 Seite gebaut.",
        "1 Seite blieb, wie sie war.",
        "1 Seite wurde noch nie gebaut; dort steht das auch.",
        (
            "2 Zeilen der Lieferungen stehen in Quarantäne und fehlen in den Zahlen; "
            "quartier check nennt sie."
        ),
        f"Ansehen: {site / 'index.html'}",
    ]


def test_a_build_whose_step_failed_says_that_nothing_is_published(reported, tmp_path):
    fault = Fault("kaputt", 3, "book.ingest()")
    said = reported(Report(tmp_path / "site", [outcome("data", fault)]))
    assert (said.code, said.out) == (3, "")
    assert said.err.splitlines() == [
        "de/data, Zelle 3 („book.ingest()“): kaputt",
        "Nichts veröffentlicht: Ein Schritt ist fehlgeschlagen.",
    ]


def test_an_interrupted_build_says_that_the_last_report_stands(quartier, city, monkeypatch):
    def interrupted(*_order: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "build", interrupted)
    said = quartier("build", city)
    assert (said.code, said.out) == (130, "")
    assert said.err == "Abgebrochen; der letzte Bericht steht, wie er war.\n"


def test_a_build_speaks_english(reported, tmp_path):
    pages = [outcome("index"), outcome("data"), outcome("area/01", Fault("x", 3, "y"))]
    report = Report(tmp_path, pages, ["a"], ["b", "c"], ["d"], published=True)
    said = reported(report, LANG="en_US.UTF-8")
    assert GERMAN.findall(said.out + said.err) == []
    assert re.findall(r"\b2 pages\b", said.out) == ["2 pages"] * 2


def test_colours_are_kept_for_terminals(reported, tmp_path):
    said = reported(Report(tmp_path, [outcome("index", Fault("x"))], published=True))
    assert "\x1b" not in said.out + said.err
    assert "x" in said.err


# --- from a shell


def test_a_city_is_built_from_a_shell(city, tmp_path):
    program = "from quartier.cli import main; main()"
    call = ["build", str(city), "--only", "index", "--lang", "de", "--out", "reports"]
    done = subprocess.run(
        [sys.executable, "-c", program, *call],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(MUSTERSTADT.parents[1] / "lib")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    site = tmp_path / "reports" / "kleinstadt" / "site"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "5 Seiten gebaut.",
        "4 Seiten wurden noch nie gebaut; dort steht das auch.",
        f"Ansehen: {site / 'index.html'}",
    ]
    page = (site / "de" / "index.html").read_text(encoding="utf-8")
    assert "3.500" in page
