"""YAML written by hand, since only so it can have comments."""

import re
import textwrap
from collections.abc import Iterable, Sequence

from quartier.language import Text

__all__ = ["Page", "flow", "scalar"]

_PLAIN = re.compile(r"[A-Za-z0-9ÄÖÜäöüß_](?:[\w .()/+§<>|=&;-]*[\w.()/+§<>|=&;-])?")
# What other readers of YAML take for numbers, dates or truth values.
_TYPED = re.compile(r"[0-9][0-9._]*|[0-9-]{8,10}|true|false|yes|no|on|off|null|y|n", re.IGNORECASE)
_WIDTH = 100


def scalar(text: str) -> str:
    r"""A text as YAML writes it on one line, inside braces too.

    >>> scalar("Gebiet"), scalar("Anteil: in %"), scalar("it's #1"), scalar("a\tb")
    ('Gebiet', '"Anteil: in %"', '"it\'s #1"', '"a\\tb"')
    """
    if _PLAIN.fullmatch(text) and not _TYPED.fullmatch(text):
        return text
    if all(char.isprintable() for char in text):
        return _single(text) if set(text) & {'"', "\\"} else f'"{text}"'
    return '"' + "".join(map(_escaped, text)) + '"'


def flow(key: str, texts: Iterable[str], indent: int) -> list[str]:
    """A key with a list of texts, on as many lines as it needs.

    >>> flow("sex", ["f", "m"], 2)
    ['  sex: [f, m]']
    """
    lines = [" " * indent + f"{key}: ["]
    for number, text in enumerate(texts):
        item = (", " if number else "") + scalar(text)
        if len(lines[-1]) + len(item) > _WIDTH - 4:
            lines[-1] += "," if number else ""
            lines.append(" " * (indent + 2) + scalar(text))
        else:
            lines[-1] += item
    lines[-1] += "]"
    return lines


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    short = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}.get(char)
    code = ord(char)
    long = (
        f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}"
    )
    return short or long


class Page:
    r"""A YAML file that is being written, in the language of its reader.

    Examples
    --------
    >>> page = Page("de")
    >>> page.line("title: x")
    >>> page.text
    'title: x\n'
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(f"{line}\n" for line in self._lines)

    def line(self, text: str = "", indent: int = 0) -> None:
        """Write a line."""
        self._lines.append(" " * indent + text)

    def note(self, said: Sequence[Text], indent: int = 0) -> None:
        """Write sentences as a comment."""
        text = " ".join(each.into(self.language) for each in said)
        # Texts of a file stand in it: whatever they hold must not end the comment.
        plain = "".join(c if c.isprintable() else " " for c in text)
        begin = " " * indent + "# "
        self._lines += textwrap.wrap(
            plain, _WIDTH, initial_indent=begin, subsequent_indent=begin, break_on_hyphens=False
        )

    def quote(self, lines: Iterable[str]) -> None:
        """Write lines of YAML as a comment, to be copied."""
        self._lines += [f"# {line}".rstrip() for line in lines]
