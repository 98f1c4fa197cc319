"""City folders made to do harm, or by an accident as bad: refused at once, and told why."""

import hashlib
import shutil
import time
from pathlib import Path

import pytest

from quartier.city import load_city
from quartier.errors import UserError

KLEINSTADT = Path(__file__).parents[1] / "kleinstadt"
LISTED = "kleinstadt/sources/deliveries.csv, Zeile 3, Spalte „file“: "


@pytest.fixture
def city(tmp_path) -> Path:
    return shutil.copytree(KLEINSTADT, tmp_path / "kleinstadt")


@pytest.fixture
def elsewhere(tmp_path) -> Path:
    """A file of somebody else."""
    path = tmp_path / "geheim" / "gehalt.csv"
    path.parent.mkdir()
    path.write_bytes(b"area;value\n")
    return path


def said(city: Path) -> list[str]:
    with pytest.raises(UserError) as caught:
        load_city(city)
    return [problem.into("de") for problem in caught.value.problems]


def listed(city: Path, file: str, content: bytes = b"area;value\n", source: str = "clubs") -> None:
    with (city / "sources" / "deliveries.csv").open("a", encoding="utf-8") as deliveries:
        deliveries.write(f"{source},{file},2025-01-01,{hashlib.sha256(content).hexdigest()}\n")


@pytest.mark.parametrize("file", ["../../../geheim/gehalt.csv", "a/../../../../geheim/gehalt.csv"])
def test_a_path_out_of_the_folder(city, elsewhere, file):
    listed(city, file)
    assert said(city) == [f"{LISTED}Der Pfad führt aus dem Ordner der Quelle heraus: „{file}“."]


def test_an_absolute_path(city, elsewhere):
    listed(city, str(elsewhere))
    (told,) = said(city)
    # Long paths are shortened in messages.
    assert told.startswith(f"{LISTED}Der Pfad führt aus dem Ordner der Quelle heraus: „/")


def test_a_link_out_of_the_folder(city, elsewhere):
    (city / "sources" / "clubs" / "link.csv").symlink_to(elsewhere)
    listed(city, "link.csv")
    assert said(city) == [f"{LISTED}Der Pfad führt aus dem Ordner der Quelle heraus: „link.csv“."]


def test_a_folder_of_a_source_that_is_a_link_out_of_the_city(city, elsewhere):
    (city / "sources" / "clubs.yml").rename(city / "sources" / "salaries.yml")
    shutil.rmtree(city / "sources" / "clubs")
    (city / "sources" / "salaries").symlink_to(elsewhere.parent)
    (city / "sources" / "deliveries.csv").write_text("source,file,received,sha256\n", "utf-8")
    listed(city, "gehalt.csv", source="salaries")
    assert said(city)[0] == (
        "kleinstadt/sources/deliveries.csv, Zeile 2, Spalte „file“: Der Pfad führt aus dem Ordner "
        "der Quelle heraus: „gehalt.csv“."
    )


def test_a_city_that_is_itself_reached_by_a_link_is_none_of_these(city, tmp_path):
    (tmp_path / "stadt").symlink_to(city)
    assert load_city(tmp_path / "stadt").files


@pytest.mark.parametrize("file", [".", "innen", "a\\0b", "x" * 300])
def test_what_is_no_file(city, file):
    (city / "sources" / "clubs" / "innen").mkdir()
    listed(city, file)
    (problem,) = said(city)
    assert problem.startswith(f"{LISTED}Diese gelieferte Datei ist nicht da")


def test_a_file_that_may_not_be_read(city, monkeypatch):
    opened = Path.open

    def closed(path: Path, *args, **given):
        if path.suffix == ".csv" and path.parent.name == "clubs":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **given)

    monkeypatch.setattr(Path, "open", closed)
    (problem,) = said(city)
    assert problem == (
        "kleinstadt/sources/deliveries.csv, Zeile 2, Spalte „file“: Diese gelieferte Datei lässt "
        "sich nicht lesen: „Permission denied“."
    )


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "Verweise (* und &) sind in dieser Datei nicht erlaubt."),
        ("[" * 10_000, "Hier ist die Datei so tief verschachtelt, wie es keine Angabe sein kann."),
        ("{a: " * 10_000, "Hier ist die Datei so tief verschachtelt"),
        ("- " * 10_000, "Hier ist die Datei so tief verschachtelt"),
        ("".join(" " * depth + "a:\n" for depth in range(300)), "Zeile 50: Hier ist die Datei"),
        ("a: b\0c\n", "Die Datei ist kein gültiges YAML."),
        ("%YAML 9.9\n---\na: b\n", "Die Datei ist kein gültiges YAML."),
        ("a: !!python/object/apply:os.system [ls]\n", ""),
    ],
)
def test_yaml_that_would_grow_or_never_end(city, text, message):
    (city / "goals.yml").write_text(text, encoding="utf-8")
    start = time.process_time()
    problems = said(city)
    assert time.process_time() - start < 5
    assert all(problem.startswith("kleinstadt/goals.yml") for problem in problems)
    assert any(message in problem for problem in problems)


@pytest.mark.parametrize("separator", ["'\"'", '"\\n"', '"\\r"'])
def test_a_separator_that_cannot_separate(city, separator):
    path = city / "sources" / "clubs.yml"
    described = path.read_text(encoding="utf-8")
    path.write_text(described.replace('separator: ";"', f"separator: {separator}"), "utf-8")
    (problem,) = said(city)
    assert "Feld „csv.separator“: Diese Schreibweise ist hier nicht erlaubt:" in problem
