"""Every text of the project has its translation, and the extractor finds every text."""

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from quartier.language import available
from quartier.places import LOCALE, PROJECT

PLACEHOLDER = re.compile(r"\{\w+\}")
LINK = re.compile(r"\]\(([^)\s]+)|(?:href|src)=\"([^\"]+)\"")
LANGUAGES = available()[1:]
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def load() -> ModuleType:
    # Loaded by its file: a folder named like the standard library's module cannot be imported.
    spec = importlib.util.spec_from_file_location("extract", LOCALE / "extract.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


extract = load()


def texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def catalogs() -> dict[str, Catalog]:
    return {
        language: extract.read(file, language)
        for language, file in extract.translations(PROJECT).items()
    }


def test_english_is_there() -> None:
    assert "en" in LANGUAGES


@EACH_LANGUAGE
def test_files_are_up_to_date(language: str, catalogs: dict[str, Catalog]) -> None:
    known = {message.id for message in catalogs[language] if message.id}
    found = set(extract.messages(PROJECT))
    hint = "run: python locale/extract.py"
    assert (known - found, found - known) == (set(), set()), hint
    updated = extract.written(extract.update(catalogs[language], extract.messages(PROJECT)))
    file = extract.translations(PROJECT)[language]
    assert updated == file.read_text(encoding="utf-8"), hint


@EACH_LANGUAGE
def test_everything_is_translated(language: str, catalogs: dict[str, Catalog]) -> None:
    messages = [message for message in catalogs[language] if message.id]
    assert len(messages) > 100
    open_ = [
        message.id
        for message in messages
        if message.fuzzy or not texts(message.string) or not all(texts(message.string))
    ]
    assert open_ == []


@EACH_LANGUAGE
def test_placeholders_and_links_are_kept(language: str, catalogs: dict[str, Catalog]) -> None:
    for message in catalogs[language]:
        if not message.id:
            continue
        *singulars, whole = texts(message.string) or [""]
        for pattern in (PLACEHOLDER, LINK) if whole else ():
            wanted = Counter(pattern.findall(texts(message.id)[-1]))
            assert Counter(pattern.findall(whole)) == wanted, whole
            # A singular may write its number out.
            assert all(Counter(pattern.findall(one)) <= wanted for one in singulars), singulars


@EACH_LANGUAGE
def test_headings_and_lists_keep_their_shape(language: str, catalogs: dict[str, Catalog]) -> None:
    start = re.compile(r"(?m)^ *(#{1,6} |[-*] |\d+\. |\|)")
    for message in catalogs[language]:
        for translation in filter(None, texts(message.string) if message.id else []):
            assert start.findall(translation) == start.findall(texts(message.id)[-1]), translation


def project(folder: Path) -> Path:
    """A small project with a message of each kind."""
    package = folder / "lib" / "quartier"
    (package / "pages" / "template").mkdir(parents=True)
    (package / "a.py").write_text(
        '_("Eins {n}", n=1); language._("Zwei " "Teile")\n'
        'n_("{n} Haus",\n   "{n} Häuser", 3)\n'
        'for _ in range(3): print("kein Text")\n',
        encoding="utf-8",
    )
    (package / "pages" / "template" / "page.html.j2").write_text(
        "<p>{{ _('Drei') }}</p>{% if _('Vier {x}', x=y) %}nicht markiert{% endif %}",
        encoding="utf-8",
    )
    (folder / "notebooks").mkdir()
    cells = [
        {"cell_type": "markdown", "source": ["# Titel\n", "\n", "Ein Absatz\n", "in zwei Zeilen."]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", 'show(_("Fünf"))']},
        {"cell_type": "raw", "source": ["roh"]},
    ]
    (folder / "notebooks" / "10_city.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    indicators = folder / "data" / "catalogue" / "indicators"
    indicators.mkdir(parents=True)
    (indicators / "rate.yml").write_text(
        "title: Quote\ndefinition: >-\n  Personen\n  je 100.\nunit: percent\nowner: Eins {n}\n"
        'breaks: [{period: "2017", reason: Neue Zählung}]\n',
        encoding="utf-8",
    )
    (indicators.parent / "variables.yml").write_text(
        "population:\n  title: Bevölkerung\n  unit: persons\n", encoding="utf-8"
    )
    return folder


def test_messages_of_each_kind_are_found(tmp_path: Path) -> None:
    found = extract.messages(project(tmp_path))
    assert list(found) == [
        "Bevölkerung",
        "Quote",
        "Personen je 100.",
        "Eins {n}",
        "Neue Zählung",
        "# Titel",
        "Ein Absatz\nin zwei Zeilen.",
        "Fünf",
        "Drei",
        "Vier {x}",
        "Zwei Teile",
        ("{n} Haus", "{n} Häuser"),
    ]
    assert found["Eins {n}"] == ["data/catalogue/indicators/rate.yml", "lib/quartier/a.py"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lib/quartier/b.py", "x = 1\n_(name)\n"),
        ("lib/quartier/b.py", "x = 1\n_(f'Eins {n}')\n"),
        ("lib/quartier/b.py", "x = 1\nn_('Eins', plural, 3)\n"),
        ("lib/quartier/pages/b.j2", "x\n{{ _(name) }}\n"),
    ],
)
def test_texts_that_cannot_be_found_are_an_error(tmp_path: Path, name: str, text: str) -> None:
    (project(tmp_path) / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"{name}, line 2: .* written out"):
        extract.messages(tmp_path)


Words = str | tuple[str, str]


def catalog(*messages: tuple[Words, Words]) -> Catalog:
    made = Catalog(locale="en", fuzzy=False)
    for id_, text in messages:
        made.add(id_, text)
    return made


def test_update_keeps_drops_and_marks() -> None:
    old = catalog(
        ("bleibt", "stays"),
        ("Die Datei fehlt in diesem Ordner", "The file is missing in this folder"),
        ("ganz anderes", "something else"),
        (("{n} Haus", "{n} Häuser"), ("{n} house", "{n} houses")),
    )
    found = {
        "neu": ["b.py"],
        "Die Datei fehlt in dem Ordner": ["b.py"],
        "bleibt": ["a.py"],
        ("{n} Haus", "{n} Häuser"): ["a.py"],
    }
    updated = extract.update(old, found)
    assert {message.id: message.string for message in updated if message.id} == {
        "neu": "",
        "Die Datei fehlt in dem Ordner": "The file is missing in this folder",
        "bleibt": "stays",
        ("{n} Haus", "{n} Häuser"): ("{n} house", "{n} houses"),
    }
    assert [message.id for message in updated if message.id and message.fuzzy] == [
        "Die Datei fehlt in dem Ordner"
    ]


def test_files_are_read_as_they_were_written(tmp_path: Path) -> None:
    old = catalog(("mit „Zeichen“ und 12 % der\nZeilen", "“signs”, 12% of\nlines"), ("leer", ""))
    found = {message.id: ["a.py", "b.py"] for message in old if message.id}
    text = extract.written(extract.update(old, found))
    file = tmp_path / "quartier.po"
    file.write_text(text, encoding="utf-8")
    again = extract.read(file, "en")
    assert extract.written(extract.update(again, found)) == text
    assert again.get("leer").string == ""
    assert "-format" not in text
    assert "Date" not in text


def test_fuzzy_stays_fuzzy_until_somebody_looked(tmp_path: Path) -> None:
    file = tmp_path / "quartier.po"
    old = catalog(("Die Datei fehlt hier", "The file is missing here"))
    file.write_text(extract.written(extract.update(old, {"Die Datei fehlt": []})), "utf-8")
    for _round in range(2):
        again = extract.update(extract.read(file, "en"), {"Die Datei fehlt": []})
        assert again.get("Die Datei fehlt").fuzzy
        file.write_text(extract.written(again), "utf-8")


def test_merge() -> None:
    own = catalog(("leer", ""), ("fertig", "done"), ("gleich", "same"))
    own.add("unsicher", "unsure?", flags=["fuzzy"])
    other = catalog(
        ("leer", "empty"), ("fertig", "ready"), ("gleich", "same"), ("unsicher", "unsure"),
        ("fremd", "foreign"), ("offen", ""),
    )  # fmt: skip
    assert extract.merge(own, other) == [
        "translated otherwise: fertig",
        "not in the project: fremd",
    ]
    assert {message.id: message.string for message in own if message.id} == {
        "leer": "empty",
        "fertig": "done",
        "gleich": "same",
        "unsicher": "unsure",
    }
    assert all(not message.fuzzy for message in own if message.id)
