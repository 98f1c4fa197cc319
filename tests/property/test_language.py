"""Cutting Markdown into messages loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartier import language
from quartier.language import paragraphs, translate_markdown

lines = st.sampled_from(
    ["", "  ", "Ein Satz.", "# Titel", "- Punkt", "```", "~~~", "<div>", "    code", "---", "> Z"]
)
markdown = st.lists(lines, max_size=12).map("\n".join)


@pytest.fixture
def nothing_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    file = tmp_path / "fr" / "LC_MESSAGES" / "quartier.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid ""\nmsgstr "Language: fr\\n"\n', encoding="utf-8")
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    language._catalog.cache_clear()
    yield "fr"
    language._catalog.cache_clear()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(markdown, st.text()))
def test_without_translations_nothing_changes(nothing_translated: str, text: str) -> None:
    assert translate_markdown(text, nothing_translated) == text


@given(text=markdown)
def test_messages_stand_in_the_text_in_their_order(text: str) -> None:
    place = 0
    for message in paragraphs(text):
        assert message
        assert message == message.strip()
        place = text.index(message, place) + len(message)


@given(st.lists(st.sampled_from(["Ein Satz.", "# Titel", "- a\n- b", "| a |\n|---|"]), max_size=6))
def test_blocks_between_blank_lines_are_messages(blocks: list[str]) -> None:
    assert paragraphs("\n\n".join(blocks)) == blocks
