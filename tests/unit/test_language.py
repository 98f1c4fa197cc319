"""Texts, their translations, and the messages of Markdown."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from quartier import language
from quartier.language import (
    Text,
    _,
    available,
    check,
    n_,
    paragraphs,
    quoted,
    translate,
    translate_markdown,
)

POLISH = r"""
msgid ""
msgstr ""
"Language: pl\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "Zeile {line} von {all}"
msgstr "z {all} wierszy wiersz {line}"

msgid "{n} Zeile"
msgid_plural "{n} Zeilen"
msgstr[0] "{n} wiersz"
msgstr[1] "{n} wiersze"
msgstr[2] "{n} wierszy"

#, fuzzy
msgid "fast fertig"
msgstr "prawie"

msgid "offen"
msgstr ""

msgid "„{text}“"
msgstr "„{text}”"

msgid "Ein Absatz\nin zwei Zeilen."
msgstr "Akapit."

msgid "# Titel"
msgstr "# Tytuł"

msgid "- eins\n- zwei"
msgstr "- jeden\n- dwa"
"""  # noqa: E501


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    file = tmp_path / "pl" / "LC_MESSAGES" / "quartier.po"
    file.parent.mkdir(parents=True)
    file.write_text(POLISH, encoding="utf-8")
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    language._catalog.cache_clear()
    yield "pl"
    language._catalog.cache_clear()


def test_german_needs_no_file() -> None:
    text = _("Zeile {line} von {all}", line=3, all=10)
    assert text.into("de") == str(text) == "Zeile 3 von 10"


def test_translated(polish: str) -> None:
    assert _("Zeile {line} von {all}", line=3, all=10).into(polish) == "z 10 wierszy wiersz 3"


@pytest.mark.parametrize(
    ("n", "german", "translated"),
    [
        (0, "0 Zeilen", "0 wierszy"),
        (1, "1 Zeile", "1 wiersz"),
        (3, "3 Zeilen", "3 wiersze"),
        (5, "5 Zeilen", "5 wierszy"),
        (22, "22 Zeilen", "22 wiersze"),
        (1012, "1.012 Zeilen", "1\N{NO-BREAK SPACE}012 wierszy"),
    ],
)
def test_plurals(polish: str, n: int, german: str, translated: str) -> None:
    text = n_("{n} Zeile", "{n} Zeilen", n)
    assert text.into("de") == german
    assert text.into(polish) == translated


def test_values_speak_the_same_language(polish: str) -> None:
    text = _("{what} fehlt", what=quoted(n_("{n} Zeile", "{n} Zeilen", 3)))
    assert text.into("de") == "„3 Zeilen“ fehlt"
    assert text.into(polish) == "„3 wiersze” fehlt"


def test_what_is_not_finished_stays_german(polish: str) -> None:
    assert _("fast fertig").into(polish) == "fast fertig"
    assert _("offen").into(polish) == "offen"
    assert _("unbekannt").into(polish) == "unbekannt"


def test_braces_are_text_where_there_are_no_values() -> None:
    assert str(_("{kein Platzhalter}")) == "{kein Platzhalter}"


def test_values_are_not_read_as_messages() -> None:
    assert str(_("{a} und {b}", a="{b}", b="{a}")) == "{b} und {a}"


def test_texts_are_values() -> None:
    one, other = _("Zeile {line}", line=3), _("Zeile {line}", line=3)
    assert one == other
    assert hash(one) == hash(other)
    assert one != _("Zeile {line}", line=4)
    assert pickle.loads(pickle.dumps(one)) == one
    assert isinstance(one, Text)


def test_languages(polish: str) -> None:
    assert available() == ("de", polish)
    check("de")
    check(polish)


def test_the_project_speaks_german_and_english() -> None:
    assert available()[:2] == ("de", "en")


@pytest.mark.parametrize("unknown", ["xx", "", "..", "EN", "de_DE"])
def test_unknown_languages_are_refused(unknown: str) -> None:
    with pytest.raises(ValueError, match=r"no language .*; there are de, en"):
        _("Zeile").into(unknown)
    with pytest.raises(ValueError, match="no language"):
        check(unknown)


def test_white_space_around_a_message_is_kept(polish: str) -> None:
    assert translate("  # Titel\n", polish) == "  # Tytuł\n"
    assert translate("  # Titel\n", "de") == "  # Titel\n"


MARKDOWN = """\
# Titel

Ein Absatz
in zwei Zeilen.


- eins
- zwei

```python
# Titel

offen
```

<div>

# Titel

</div>

    # Titel

---
Unbekanntes bleibt.
"""


def test_translate_markdown(polish: str) -> None:
    expected = (
        MARKDOWN.replace("# Titel\n\nEin", "# Tytuł\n\nEin")
        .replace("Ein Absatz\nin zwei Zeilen.", "Akapit.")
        .replace("- eins\n- zwei", "- jeden\n- dwa")
        .replace("<div>\n\n# Titel", "<div>\n\n# Tytuł")
    )
    assert translate_markdown(MARKDOWN, polish) == expected
    assert translate_markdown(MARKDOWN, "de") == MARKDOWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n\n", []),
        ("Ein Satz", ["Ein Satz"]),
        ("# A\n\nB", ["# A", "B"]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nB", ["| a | b |\n|---|---|\n| 1 | 2 |", "B"]),
        ("1. eins\n2. zwei\n   weiter", ["1. eins\n2. zwei\n   weiter"]),
        ("> Zitat", ["> Zitat"]),
        ("**fett** am Anfang", ["**fett** am Anfang"]),
        ("***\n\n- - -\n\n___", []),
        ("- Punkt", ["- Punkt"]),
        ("a < b und c > d", ["a < b und c > d"]),
        ("<!-- nichts -->", []),
        ("    code", []),
        ("~~~\nA\n\n```\nB\n~~~\n\nC", ["C"]),
        ("````\n```\nA\n\n````\nB", ["B"]),
        ("A\n```\nB\n```\nC", ["A", "C"]),
        ("```\nohne Ende\n\nA", []),
        ("A\r\n\r\nB\r\n", ["A", "B"]),
        ("  eingerückt", ["eingerückt"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected
