"""The guide to descriptions of sources names each entry, and its examples are descriptions."""

import re
from pathlib import Path
from typing import get_args

import pytest

from quartier.config import read_model
from quartier.descriptions import Description, SymbolMeaning

DOCS = Path(__file__).parents[2] / "docs"
EACH_GUIDE = pytest.mark.parametrize("guide", [DOCS / "quellen.md", DOCS / "sources.md"])


@EACH_GUIDE
def test_each_entry_of_a_description_is_explained(guide):
    told = set(re.findall(r"`([a-z_]+)`", guide.read_text(encoding="utf-8")))
    assert set(Description.model_fields) - told == set()
    assert set(get_args(SymbolMeaning)) - told == set()


@EACH_GUIDE
def test_each_example_is_a_description(guide, tmp_path):
    examples = re.findall(r"```yaml\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) >= 3
    for example in examples:
        file = tmp_path / "source.yml"
        file.write_text(example, encoding="utf-8")
        problems = []
        description, _source = read_model(file, "source.yml", Description, problems)
        assert problems == []
        assert description is not None


def test_both_guides_say_the_same():
    german, english = ((DOCS / name).read_text("utf-8") for name in ("quellen.md", "sources.md"))
    for pattern in (r"```yaml\n.*?```", r"^\| (`.*?) \|", r"`[a-z_]+`"):
        found = [re.findall(pattern, text, re.DOTALL | re.MULTILINE) for text in (german, english)]
        assert found[0] == found[1]
