"""Blocks of whole lines; what ends a line, and what never does."""

import pytest

from quartier.sources import lines
from quartier.sources.lines import EndlessLineError, code_of_blocks, line_blocks, whole_lines


def blocks(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_block_ends_where_a_line_ends(size, end):
    content = end.join([b"a;b", b"", b"1;2", b"345;6"]) + end
    cut = list(whole_lines(blocks(content, size)))
    assert b"".join(cut) == content
    assert all(block.endswith(end) for block in cut)


@pytest.mark.parametrize("size", [1, 3, 8, 100])
def test_a_line_without_end_is_told_behind_those_before_it(monkeypatch, size):
    monkeypatch.setattr(lines, "LONGEST_LINE", 8)
    seen: list[bytes] = []
    with pytest.raises(EndlessLineError):
        seen.extend(whole_lines(blocks(b"12345;7\nab\n" + 9 * b"x" + b"\nab\n", size)))
    assert b"".join(seen) == b"12345;7\nab\n"


@pytest.mark.parametrize(
    ("encoding", "of_blocks"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("latin-1", "latin-1"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
        # Bytes of these do not tell where a line or a cell ends.
        ("utf-16", "utf-8"),
        ("utf-7", "utf-8"),
        ("gbk", "utf-8"),
        ("cp500", "utf-8"),
    ],
)
def test_lines_are_told_apart_by_bytes_only_where_bytes_are_characters(
    tmp_path, encoding, of_blocks
):
    path = tmp_path / "amt.csv"
    text = "Straße;b\n1+;2\n" if encoding != "gbk" else "Gebiet;b\n1+;2\n"
    path.write_bytes(text.encode(encoding))
    assert code_of_blocks(encoding) == of_blocks
    assert b"".join(line_blocks(path, encoding, 3)).decode(of_blocks) == text


def test_nothing_is_taken_from_a_file_that_is_not_encoded_as_it_is_said_to_be(tmp_path):
    path = tmp_path / "amt.csv"
    path.write_bytes("a;b\n1;2\n".encode("utf-16") + b"\x00")
    with pytest.raises(UnicodeDecodeError):
        line_blocks(path, "utf-16", 4)
