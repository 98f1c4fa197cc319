"""Whatever the bytes of a file: Arrow and Python's reader see the same, in blocks of any size."""

from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from quartier.descriptions import Description
from quartier.sources import text

PLAIN = {
    "title": "Amt",
    "owner": "Amt",
    "format": "csv",
    "area": {"column": "a"},
    "period": {"fixed": "2024"},
    "values": [{"column": "b", "variable": "cases"}],
    "footnotes": ["Quelle"],
}

#: What files are made of, and what breaks them.
tokens = st.sampled_from(
    [
        *(";", ";", ";", ",", "\t", '"', '"', '""', '";"', ';"', '";', '"\n', '\n"'),
        *("\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\n", "\n;\n", "\n;;\n"),
        *("a", "b", "1", "x y", " ", "ä", "€", "\N{NO-BREAK SPACE}", "\ufeff", "\0", "\u2028"),
        *("a;b\n", "a;b;c\n", "1;2\n", '"1";"2"\n', "1;2;\n", "1;2;x\n", ";3\n", "Quelle: Amt\n"),
        *("\nQuelle", "\n;Quelle;\n", "\x1c", "\x85"),
    ]
)
stray = st.sampled_from([b"", b"", b"", b"", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x81", b"\0"])


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, dict[str, Any]]:
    """The bytes of a file and the dialect in which it is to be read."""
    encoding = draw(
        st.sampled_from(["utf-8", "utf-8", "cp1252", "utf-8-sig", "utf-16", "utf-16-be"])
    )
    parts = draw(st.lists(st.tuples(tokens, stray), max_size=40))
    content = b"".join(
        token.encode(encoding.removesuffix("-sig"), errors="replace").removeprefix(b"\xff\xfe")
        + (spoilt if encoding[:6] != "utf-16" else b"")
        for token, spoilt in parts
    )
    if draw(st.booleans()):
        start = "a;b\n".encode(encoding)
        content = start + content
    rows = draw(st.sampled_from([["1"], ["1"], ["2"], ["1", "2"], ["2", "4"]]))
    separator = draw(st.sampled_from([";", ";", ";", ",", "\t", "§"]))
    return content, {"encoding": encoding, "separator": separator, "header_rows": rows}


def seen(path: Path, dialect: dict[str, Any], block: int) -> dict[str, Any]:
    """All that a reader sees of a file, whatever the pieces in which it came."""
    description = Description.model_validate(PLAIN | {"csv": dialect})
    found: dict[str, Any] = {"rows": [], "texts": [], "faults": [], "read": 0, "no_data": 0}
    (table,) = text.read_csv(path, description, block)
    for piece in table.pieces:
        found["rows"] += piece.rows.tolist()
        cells = [piece.texts[name].to_pylist() for name in sorted(piece.texts)]
        found["texts"] += zip(*cells, strict=True)
        found["faults"] += map(astuple, piece.faults)
        found["read"] += piece.read
        found["no_data"] += piece.no_data
        assert piece.read == len(piece.rows) + piece.no_data + piece.broken
    return found | {"header": list(table.header)}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deliveries") / "amt.csv"


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@examples(75)
@given(file=files(), block=st.integers(1, 60), part=st.integers(1, 30))
@example(file=(b'a;b\n"a" ;";x;b";\nx\n', {}), block=60, part=30)
@example(file=(b'a;b\n"1"x;2\n"3";4\n', {}), block=60, part=30)
@example(file=(b"a;b\r1;2\r\n3;4\r", {}), block=4, part=1)
@example(file=(b"a;b\n1;2\n\xef\xbb\xbf3;4\n", {}), block=8, part=8)
def test_neither_arrow_nor_the_size_of_blocks_changes_what_is_seen(path, patch, file, block, part):
    content, dialect = file
    path.write_bytes(content)
    with patch.context() as slow:
        slow.setattr(text, "cut_fast", lambda *_: None)
        expected = seen(path, dialect, 1 << 20)
    assert seen(path, dialect, 1 << 20) == expected
    with patch.context() as small:
        small.setattr(text, "PART", part)
        assert seen(path, dialect, block) == expected


@examples(30)
@given(
    lines=st.lists(st.tuples(*[st.sampled_from(["1", "x", "ä", '"1"', "", "7,5"])] * 2)),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_regular_file_goes_through_arrow(path, patch, lines, end):
    path.write_bytes(end.join(["a;b", *map(";".join, lines)]).encode())
    with patch.context() as fast:
        fast.setattr(text, "cut_slowly", text.cut_slowly)
        fast.setattr(text._Cutter, "_slow", None)
        assert seen(path, {}, 1 << 20)["read"] == len(lines) + 1
