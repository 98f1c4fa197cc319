"""Whatever stands in a file: what `quartier describe` writes is read back as the same texts."""

import csv
import io
import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from quartier.config import read_model
from quartier.describing import describe
from quartier.describing.grids import is_figure
from quartier.describing.parts import part_of
from quartier.describing.period_texts import period_in
from quartier.describing.yaml_text import flow, scalar
from quartier.descriptions import Description
from quartier.errors import Problem, UserError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
spiteful = st.sampled_from(
    [
        "- a", "a: b", "# a", "a #b", "{{ x }}", "[a", "it's", '"x"', "'", "*a", "&a", "!a", "%",
        "|", ">", "?", ": ", "null", "~", "yes", "0x1", "1e3", "a\\b", "a, b", "}", "@", "`",
        "Ä: ö", "\u2028", "\x85", "\ufeffa", "\U0001f600", "a\tb", "<<",
    ]
)  # fmt: skip
anything = st.one_of(texts, spiteful)


def read(written: str) -> object:
    return yaml.load(written, yaml.BaseLoader)  # noqa: S506 (it makes texts of everything)


@given(anything)
def test_a_text_is_read_back(text):
    assert read(f"key: {scalar(text)}") == {"key": text}
    assert read(f"{scalar(text)}: x") == {text: "x"}
    assert read(f"[{scalar(text)}, x]") == [text, "x"]
    assert read(f"{{a: {scalar(text)}, b: x}}") == {"a": text, "b": "x"}


@given(st.lists(anything, min_size=1, max_size=40))
def test_a_list_of_texts_is_read_back(texts):
    written = "\n".join(flow("key", texts, 0))
    assert read(written) == {"key": texts}


def described(content: bytes, name: str = "amt-2023.csv") -> Description:
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        text = describe(path).text
        Path(folder, "amt.yml").write_text(text, "utf-8", newline="\n")
        problems: list[Problem] = []
        description, _source = read_model(Path(folder, "amt.yml"), "amt", Description, problems)
    assert not problems, text
    assert description is not None
    return description


def table(*rows: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


# The reader takes line ends and zero bytes for something else.
header = (
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0")), spiteful
    )
    .map(str.strip)
    .filter(bool)
)
# These are no names of values for `describe`: figures, periods, and what sounds like a code.
CODE = re.compile(r".*(?:id|nr|ags|lfd|code|index|schlüssel|nummer|kennziffer)\.?", re.IGNORECASE)


@given(st.lists(header, min_size=2, max_size=2, unique=True))
@example(["# a", "- b"])
@example(["a: {{ b }}", "'"])
def test_headers_are_read_back(names):
    assume("Gebiet" not in names)
    assume(not any(is_figure(name) or period_in(name) or CODE.fullmatch(name) for name in names))
    rows = [[f"Ort {number}", str(number), f"{number},5"] for number in range(7, 12)]
    description = described(table(["Gebiet", *names], *rows))
    assert [each.column for each in description.values] == names


@given(st.lists(header, min_size=2, max_size=6, unique_by=lambda text: " ".join(text.split())))
@example(["a: b", "# c"])
def test_texts_in_columns_are_read_back(parts):
    assume(not any(is_figure(part) or part_of(part) or period_in(part) for part in parts))
    cells = [(area, part) for area in ("Nord", "Süd") for part in parts]
    rows = [[area, part, str(number)] for number, (area, part) in enumerate(cells, start=27)]
    description = described(table(["Gebiet", "Merkmal", "Wert"], *rows))
    assert description.variable is not None
    assert list(description.variable.values) == parts


@given(st.binary(max_size=300))
def test_no_bytes_end_in_a_traceback(content):
    for name in ("a.csv", "a.xlsx", "a.ods"):
        with suppress(UserError):
            described(content, name)


@given(st.text(st.sampled_from('ab1;,\n"-.%äß\t '), max_size=200))
def test_no_text_ends_in_a_traceback(content):
    with suppress(UserError):
        described(b"Gebiet;Zahl\nNord;1\n" + content.encode("cp1252"))
