"""What an office has sent is taken in whole or not at all, and never changed afterwards."""

import csv
import hashlib
import multiprocessing
import os
import shutil
import signal
from datetime import date
from pathlib import Path

import pytest

from quartier import intake
from quartier.city import load_city
from quartier.delivering import Tried, try_delivery
from quartier.errors import UserError

KLEINSTADT = Path(__file__).parents[1] / "kleinstadt"
HEADER = "source,file,received,sha256"
GOOD = "code;jahr;anzahl\n01;2024;44\n02;2024;61\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A folder to write in."""
    return shutil.copytree(KLEINSTADT, tmp_path / "kleinstadt")


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A file as it came by mail."""
    return write(tmp_path / "post" / "clubs-2024.csv")


def write(path: Path, text: str = GOOD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def files_in(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def listed(city: Path) -> list[dict[str, str]]:
    with (city / "sources" / "deliveries.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def digest(text: str = GOOD) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- what becomes of a good file


def test_a_file_is_copied_and_listed_and_it_is_said_what_comes_next(quartier, city, sent):
    before = files_in(city)
    said = quartier("deliver", city, "clubs", sent, "--received", "2025-02-01")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "1 Datei, 3 Zeilen gelesen = 2 übernommen + 0 in Quarantäne + 1 ohne Daten.",
        "An den Kennzahlen, die es schon gab, ändert sich nichts.",
        f"Aufgenommen: {city}/sources/clubs/clubs-2024.csv, eingegangen am 01.02.2025",
        f"Weiter mit: quartier build {city}",
    ]
    after = files_in(city)
    row = f"clubs,clubs-2024.csv,2025-02-01,{digest()}\n"
    assert after == before | {
        "sources/clubs/clubs-2024.csv": GOOD.encode(),
        "sources/deliveries.csv": before["sources/deliveries.csv"] + row.encode(),
    }


def test_a_file_is_received_today_unless_it_is_said_when(quartier, city, sent):
    quartier("deliver", city, "clubs", sent)
    assert listed(city)[-1]["received"] == date.today().isoformat()  # noqa: DTZ011


def test_a_dry_run_says_the_same_and_changes_nothing(quartier, city, sent):
    before = files_in(city)
    said = quartier("deliver", city, "clubs", sent, "--dry-run")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0].startswith("1 Datei, 3 Zeilen gelesen = 2 übernommen")
    assert said.out.splitlines()[-1] == "Nur geprüft; nichts wurde geändert."
    assert files_in(city) == before


def test_a_description_that_does_not_fit_earlier_files_any_more_lets_nothing_in(quartier, city):
    description = city / "sources" / "clubs.yml"
    description.write_text(description.read_text("utf-8").replace("utf-8", "utf-16"), "utf-8")
    before = files_in(city)
    path = city.parent / "post" / "clubs-2024.csv"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-16")
    said = quartier("deliver", city, "clubs", path)
    assert (said.code, said.out) == (2, "")
    assert "clubs-2023.csv" in said.err
    assert "lässt sich eine frühere Lieferung nicht mehr lesen" in said.err
    assert files_in(city) == before


def test_what_a_replaced_delivery_has_in_quarantine_is_counted_and_no_fault_any_more(
    quartier, city, sent
):
    slip = write(sent.parent / "slip.csv", "code;jahr;anzahl\n01;2024;44\n02;2024;6l\n")
    assert quartier("deliver", city, "clubs", slip, "--received", "2025-02-01").code == 1
    said = quartier("check", city)
    assert said.code == 1
    assert "Zeile 3" in said.out
    assert quartier("deliver", city, "clubs", sent, "--received", "2025-03-01").code == 0
    said = quartier("check", city)
    assert said.code == 0
    assert "Zeile 3" not in said.out
    assert "Dazu steht 1 Zeile aus einer Lieferung in Quarantäne, die ganz durch" in said.out


def test_a_single_value_in_quarantine_is_told_beside_the_rows(quartier, city, tmp_path):
    # A row of two values, of which one is understood, is a row that was kept.
    description = city / "sources" / "clubs.yml"
    text = (
        description.read_text("utf-8") + "  - {column: davon, variable: members, group: age=0-17}\n"
    )
    description.write_text(text, "utf-8")
    (city / "sources" / "deliveries.csv").write_text(HEADER + "\n", "utf-8")
    (city / "sources" / "clubs" / "clubs-2023.csv").unlink()
    sent = write(tmp_path / "two.csv", "code;jahr;anzahl;davon\n01;2024;44;zwölf\n")
    said = quartier("deliver", city, "clubs", sent, "--dry-run")
    assert "2 Zeilen gelesen = 1 übernommen + 0 in Quarantäne + 1 ohne Daten." in said.out
    assert "Aus übernommenen Zeilen steht 1 einzelner Wert in Quarantäne." in said.out


def test_several_files_come_in_together(quartier, city, sent):
    other = write(sent.parent / "clubs-2022.csv", "code;jahr;anzahl\n01;2022;3\n")
    said = quartier("deliver", city, "clubs", sent, other)
    assert said.code == 0
    assert said.out.splitlines()[0].startswith("2 Dateien, 5 Zeilen gelesen = 3 übernommen")
    assert [row["file"] for row in listed(city)][1:] == ["clubs-2024.csv", "clubs-2022.csv"]


@pytest.mark.parametrize(
    "name", ["Vereine 2024 Süd.csv", "a,b.csv", 'so "genannt".csv', "a#b.csv", "x.CSV"]
)
def test_any_name_is_kept(quartier, city, sent, name):
    said = quartier("deliver", city, "clubs", write(sent.parent / name))
    assert said.code == 0
    assert listed(city)[-1]["file"] == name
    assert {file.path.name for file in load_city(city).files} == {"clubs-2023.csv", name}


def test_the_first_delivery_brings_list_and_folder_with_it(quartier, city, sent):
    shutil.rmtree(city / "sources" / "clubs")
    (city / "sources" / "deliveries.csv").unlink()
    said = quartier("deliver", city, "clubs", sent, "--received", "2025-02-01")
    assert (said.code, said.err) == (0, "")
    text = (city / "sources" / "deliveries.csv").read_bytes().decode()
    assert text == f"{HEADER}\nclubs,clubs-2024.csv,2025-02-01,{digest()}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_the_list_keeps_its_columns_line_ends_and_what_stands_in_it(
    quartier, city, sent, start, last, end
):
    (row,) = listed(city)
    lines = ["received,sha256,file,source", f"2024-02-01,{row['sha256']},{row['file']},clubs", ""]
    older = start + end.join(lines) + (f"{end}" if last else "")
    older = older if last else older.removesuffix(end)
    path = city / "sources" / "deliveries.csv"
    path.write_bytes(older.encode())
    assert quartier("deliver", city, "clubs", sent, "--received", "2025-02-01").code == 0
    added = f"2025-02-01,{digest()},clubs-2024.csv,clubs{end}"
    assert path.read_bytes().decode() == older + ("" if last else end) + added


def test_a_file_that_was_put_there_by_hand_is_only_listed(quartier, city):
    put = write(city / "sources" / "clubs" / "clubs-2024.csv")
    stamp = put.stat().st_mtime_ns
    said = quartier("deliver", city, "clubs", put)
    assert (said.code, said.err) == (0, "")
    assert put.stat().st_mtime_ns == stamp
    assert [row["file"] for row in listed(city)] == ["clubs-2023.csv", "clubs-2024.csv"]
    assert quartier("check", city).code == 0


def test_what_a_delivery_changes_and_leaves_out_is_said_before_it_is_taken_in(quartier, city, sent):
    (city / "city.yml").write_text(
        (city / "city.yml").read_text(encoding="utf-8") + "indicators: []\n", encoding="utf-8"
    )
    (city / "indicators" / "all.yml").write_text(
        (city / "indicators" / "member_rate.yml")
        .read_text(encoding="utf-8")
        .split("unit:")[0]
        .replace("Junge Mitglieder", "Mitglieder")
        + "unit: persons\nkind: count\ninterval: none\nnumerator: {variable: members}\n"
        "polarity: neutral\ndomain: participation\nowner: a\nusual_source: b\n",
        encoding="utf-8",
    )
    write(sent, "code;jahr;anzahl\n01;2023;44\n01;2024;50\n02;2024;60\n")
    said = quartier("deliver", city, "clubs", sent, "--received", "2025-02-01")
    assert said.out.splitlines()[1:6] == [
        (
            "1 frühere Angabe enthält die Lieferung nicht mehr, oder nicht zu verstehen; sie gilt "
            "als zurückgezogen."
        ),
        "Entfällt: Mitglieder, Kleinstadt, 2023",
        "Entfällt: Mitglieder, Süd, 2023",
        "Ändert sich: Mitglieder, Nord, 2023: 44 statt 40",
        "Neu: 3 Werte für 2024.",
    ]


def test_a_late_entry_of_an_older_delivery_changes_nothing_that_holds(quartier, city, sent):
    write(sent, "code;jahr;anzahl\n01;2023;1\n")
    said = quartier("deliver", city, "clubs", sent, "--received", "2024-01-15")
    assert said.code == 0
    assert "An den Kennzahlen, die es schon gab, ändert sich nichts." in said.out


# --- what was not understood


def test_quarantine_and_doubts_are_named_by_the_file_that_was_given_and_do_not_stop_it(
    quartier, city, sent
):
    write(sent, "code;jahr;anzahl\n01;2024;44\n03;2024;5\n02;2024;viele\n")
    said = quartier("deliver", city, "clubs", sent)
    assert (said.code, said.err) == (1, "")
    assert said.out.splitlines()[:4] == [
        (
            f"{sent}, Zeile 3, Spalte „code“: Diese Raumeinheit gibt es nicht: „03“. Hinweis: Eine "
            "Raumeinheit gehört in areas.csv, ein anderer Name für sie dort unter „aliases“; eine "
            "Fußnote in die Beschreibung der Quelle unter „footnotes“."
        ),
        (
            f"{sent}, Zeile 4, Spalte „anzahl“: Das ist weder eine Zahl noch ein vereinbartes "
            "Zeichen: „viele“. Erlaubt: Zahlen wie 1234,5. Hinweis: Ein Zeichen, das statt einer "
            "Zahl steht, unter „symbols“ festlegen."
        ),
        (
            f"{sent}: Auffällig, aber übernommen: Die Lieferung enthält weniger Raumeinheiten als "
            "die vorige. Mitglieder, 2024: 1 statt 2, es fehlen: Süd."
        ),
        "1 Datei, 4 Zeilen gelesen = 1 übernommen + 2 in Quarantäne + 1 ohne Daten.",
    ]
    assert len(listed(city)) == 2


def test_what_stands_in_quarantine_already_is_not_said_again(quartier, city, sent):
    quartier("deliver", city, "clubs", write(sent, "code;jahr;anzahl\n01;2024;viele\n"))
    other = write(sent.parent / "clubs-2022.csv", "code;jahr;anzahl\n01;2022;3\n")
    said = quartier("deliver", city, "clubs", other)
    assert said.code == 0
    assert "viele" not in said.out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "code;jahr;zahl\n01;2024;44\n",
            ", Spalte „anzahl“: Diese Spalte fehlt in der Datei. Hinweis: Meinten Sie „zahl“?",
        ),
        (
            "code,jahr,anzahl\n01,2024,44\n",
            (
                ": Die Datei hat nur eine Spalte: Das Trennzeichen ist wohl ein anderes. Hinweis: "
                'Unter „csv“ festlegen: separator: ",".'
            ),
        ),
        ("code;jahr;anzahl\n", ": Die Datei enthält keine Zeile mit Daten."),
    ],
)
def test_a_file_that_cannot_be_used_as_a_whole_is_refused(quartier, city, sent, text, expected):
    before = files_in(city)
    said = quartier("deliver", city, "clubs", write(sent, text))
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [f"{sent}{expected}", "1 Fehler; nichts wurde geändert."]
    assert files_in(city) == before


def test_two_sources_that_tell_the_same_on_one_day_are_refused(quartier, city, sent):
    shutil.copyfile(city / "sources" / "clubs.yml", city / "sources" / "other.yml")
    write(sent, "code;jahr;anzahl\n01;2023;44\n")
    before = files_in(city)
    said = quartier("deliver", city, "other", sent, "--received", "2024-02-01")
    assert said.code == 2
    assert said.err.splitlines() == [
        (
            "kleinstadt/sources/deliveries.csv: Mehrere Quellen liefern am selben Tag „Mitglieder“ "
            "für 2023: „clubs, other“."
        ),
        "1 Fehler; nichts wurde geändert.",
    ]
    assert files_in(city) == before


# --- what was delivered before


@pytest.mark.parametrize("name", ["clubs-2023.csv", "anders.csv"])
def test_what_was_delivered_already_is_said_and_changes_nothing(quartier, city, sent, name):
    again = sent.with_name(name)
    shutil.copyfile(city / "sources" / "clubs" / "clubs-2023.csv", again)
    before = files_in(city)
    said = quartier("deliver", city, "clubs", again)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"Schon geliefert, am 01.02.2024 als „clubs-2023.csv“: {again}",
        "Nichts wurde geändert.",
    ]
    assert files_in(city) == before


def test_a_listed_file_in_its_place_is_known_too_even_on_its_day(quartier, city):
    there = city / "sources" / "clubs" / "clubs-2023.csv"
    said = quartier("deliver", city, "clubs", there, "--received", "2024-02-01")
    assert (said.code, said.out.splitlines()[-1]) == (0, "Nichts wurde geändert.")


def test_of_several_files_only_the_new_ones_are_taken_in(quartier, city, sent):
    there = city / "sources" / "clubs" / "clubs-2023.csv"
    said = quartier("deliver", city, "clubs", there, sent)
    assert said.code == 0
    assert said.out.splitlines()[0].startswith("Schon geliefert, am 01.02.2024")
    assert [row["file"] for row in listed(city)] == ["clubs-2023.csv", "clubs-2024.csv"]


def test_another_file_of_a_name_that_is_taken_is_refused_with_a_name_that_is_free(
    quartier, city, sent
):
    other = write(sent.with_name("clubs-2023.csv"))
    before = files_in(city)
    said = quartier("deliver", city, "clubs", other, "--received", "2025-02-01")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0] == (
        f"{other}: Eine Datei dieses Namens liegt schon da, mit anderem Inhalt. Hinweis: "
        "Lieferungen werden nie geändert. Die neue Datei umbenennen, etwa in "
        "„clubs-2023-2025-02-01.csv“."
    )
    assert files_in(city) == before


# --- mistakes in the call


def test_a_source_without_description_is_refused_with_what_to_do(quartier, city, sent):
    said = quartier("deliver", city, "kindergarten", sent)
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0] == (
        "SOURCE: Zu dieser Quelle fehlt die Beschreibung „sources/kindergarten.yml“: "
        "„kindergarten“. Erlaubt: clubs. Hinweis: Eine erste Fassung schreibt: quartier describe "
        f"{sent} --city {city}"
    ).rstrip(".")
    assert not (city / "sources" / "kindergarten").exists()


@pytest.mark.parametrize("source", ["../clubs", "club"])
def test_a_source_that_was_probably_meant_is_named(quartier, city, sent, source):
    said = quartier("deliver", city, source, sent)
    assert said.code == 2
    assert said.err.splitlines()[0].endswith("Erlaubt: clubs. Hinweis: Meinten Sie „clubs“?")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["fehlt.csv"], ["fehlt.csv: Diese Datei gibt es nicht."]),
        (["."], [": Diese Datei gibt es nicht."]),
        (["x" * 300], ["x: Diese Datei gibt es nicht."]),
        (
            [".a.csv"],
            [
                (
                    ".a.csv: Der Dateiname darf nicht mit einem Punkt oder Leerzeichen beginnen "
                    "oder enden. Hinweis: Die Datei umbenennen."
                )
            ],
        ),
        (
            ["a.csv", "sub/a.csv"],
            ["sub/a.csv: Zwei Dateien einer Quelle können nicht gleich heißen."],
        ),
    ],
)
def test_files_that_cannot_be_delivered_are_named(quartier, city, tmp_path, names, expected):
    for name in (".a.csv", "a.csv", "sub/a.csv"):
        write(tmp_path / "post" / name)
    before = files_in(city)
    said = quartier("deliver", city, "clubs", *(tmp_path / "post" / name for name in names))
    assert said.code == 2
    lines = said.err.splitlines()[:-1]
    assert [line.endswith(end) for line, end in zip(lines, expected, strict=True)] == [True]
    assert files_in(city) == before


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "1.2.2025",
            "--received: Das ist kein Datum: „1.2.2025“. Erlaubt: ein Datum wie 2024-12-31.",
        ),
        ("2199-01-01", "--received: Dieser Tag liegt in der Zukunft: „2199-01-01“."),
    ],
)
def test_a_day_that_is_none_is_refused(quartier, city, sent, day, expected):
    said = quartier("deliver", city, "clubs", sent, "--received", day)
    assert (said.code, said.err.splitlines()[0]) == (2, expected)


def test_mistakes_of_the_folder_come_first(quartier, city, sent):
    (city / "areas.csv").unlink()
    said = quartier("deliver", city, "clubs", sent)
    assert said.code == 2
    assert said.err.splitlines()[0] == "kleinstadt/areas.csv: Diese Datei fehlt."
    assert not (city / "sources" / "clubs" / "clubs-2024.csv").exists()


# --- all or nothing


def killed_at(step: int, this: Tried) -> None:
    """In a process of its own: take in, and be killed before so many steps are done."""
    done = 0

    def dying(do):
        def instead(*arguments, **options):
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return do(*arguments, **options)

        return instead

    for owner, name in (
        (Path, "touch"),
        (Path, "replace"),
        (Path, "unlink"),
        (os, "fsync"),
        (shutil, "copymode"),
    ):
        setattr(owner, name, dying(getattr(owner, name)))
    this.take_in()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")
def test_killed_at_any_moment_the_folder_can_be_read_and_the_same_call_completes_it(
    city, sent, tmp_path
):
    other = write(sent.parent / "clubs-2022.csv", "code;jahr;anzahl\n01;2022;3\n")
    names = ["clubs-2022.csv", "clubs-2023.csv", "clubs-2024.csv"]
    fork = multiprocessing.get_context("fork")
    told = []
    for step in range(1, 30):
        folder = shutil.copytree(city, tmp_path / f"{step}")
        child = fork.Process(target=killed_at, args=(step, tried(folder, sent, other)))
        child.start()
        child.join()
        told.append(len(load_city(folder).files))
        tried(folder, sent, other).take_in()
        assert sorted(file.path.name for file in load_city(folder).files) == names
        if child.exitcode == 0:
            break
    # One blow parts what was from what is.
    assert told == sorted(told)
    assert set(told) == {1, 3}
    assert len(told) > 6


def tried(city: Path, *files: Path) -> Tried:
    return try_delivery(city, "clubs", files, "2025-02-01")


def test_an_interrupted_delivery_is_named_and_completed(quartier, city, sent):
    half = write(city / "sources" / "clubs" / "clubs-2024.csv", GOOD[:20])
    (half.parent / ".clubs-2024.csv.arriving").touch()
    said = quartier("check", city)
    assert said.code == 1
    assert said.out.splitlines()[1] == (
        "kleinstadt/sources/clubs/clubs-2024.csv: Die Aufnahme dieser Lieferung wurde "
        "unterbrochen; sie zählt noch nicht. Hinweis: Die Datei noch einmal mit „quartier deliver“ "
        "übergeben."
    )
    assert quartier("deliver", city, "clubs", sent).code == 0
    assert half.read_bytes() == GOOD.encode()
    assert not (half.parent / ".clubs-2024.csv.arriving").exists()
    assert quartier("check", city).code == 0


def test_where_nothing_can_be_written_nothing_is_changed(quartier, city, sent, monkeypatch):
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = files_in(city)
    monkeypatch.setattr(intake.os, "fsync", full)
    said = quartier("deliver", city, "clubs", sent)
    assert said.code == 2
    assert said.err.splitlines()[0] == f"{city}/sources: Hier lässt sich nicht schreiben (OSError)."
    assert files_in(city) == before


@pytest.mark.parametrize("changed", ["sources/deliveries.csv", None])
def test_what_changes_while_it_is_checked_is_refused(city, sent, changed):
    tried = try_delivery(city, "clubs", [sent], "2025-02-01")
    path = city / changed if changed else sent
    path.write_bytes(path.read_bytes() + b"\n")
    before = files_in(city)
    with pytest.raises(UserError) as error:
        tried.take_in()
    assert str(error.value) == (
        f"{path}: Diese Datei wurde geändert, während sie geprüft wurde. Hinweis: Noch einmal "
        "aufrufen."
    )
    assert files_in(city) == before
