"""German texts and their translations.

German is the source: a text is written in German where it is needed and marked with `_`. It stays
lazy until somebody says into which language it goes, so one table or error serves all languages.

>>> text = _("{rows} Zeilen aus {file}", rows=12, file="amt.csv")
>>> text.into("de")
'12 Zeilen aus amt.csv'

Translations are the files `locale/<language>/LC_MESSAGES/quartier.po`. They are read as they are
(nothing has to be compiled after an edit), once a process. A text without a translation, or with
one marked fuzzy, stays German; a test of the project makes sure that no such text is left.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from typing import Protocol, runtime_checkable

from babel import Locale
from babel.messages.pofile import read_po

from quartier.places import LOCALE

__all__ = [
    "SOURCE",
    "Speaking",
    "Text",
    "_",
    "available",
    "check",
    "conventions",
    "n_",
    "paragraphs",
    "quoted",
    "translate",
    "translate_markdown",
]

#: The language that the texts of the project are written in.
SOURCE = "de"


@runtime_checkable
class Speaking(Protocol):
    """What can say itself in a language: a `Text`, a period, a formatted number."""

    def into(self, language: str) -> str:
        """It in a language."""
        ...


@dataclass(frozen=True)
class Text:
    """A German text with values, to be rendered later into some language.

    Made by `_` and `n_`. Texts are equal when message and values are; they can be pickled.

    Attributes
    ----------
    source
        The German message, with `{name}` where a value goes.
    values
        Pairs of name and value. A value that has `into` is rendered into the same language.
    plural, n
        The German plural message and the number that chooses between the two.
    """

    source: str
    values: tuple[tuple[str, object], ...] = ()
    plural: str | None = None
    n: int | None = None

    def into(self, language: str) -> str:
        """The text in a language.

        Raises
        ------
        ValueError
            When the project has no such language.
        """
        if self.plural is None or self.n is None:
            message = translate(self.source, language)
        else:
            message = _plural(self.source, self.plural, self.n, language)
        if not self.values:
            return message
        return message.format(**{name: _said(value, language) for name, value in self.values})

    def __str__(self) -> str:
        return self.into(SOURCE)


def _(source: str, /, **values: object) -> Text:
    """Mark a German text for translation.

    >>> str(_("Die Datei {file} fehlt", file="areas.csv"))
    'Die Datei areas.csv fehlt'
    """
    return Text(source, tuple(values.items()))


def n_(singular: str, plural: str, n: int, /, **values: object) -> Text:
    """Mark a German text that depends on a number; `{n}` is that number, written for readers.

    >>> str(n_("{n} Zeile", "{n} Zeilen", 1)), str(n_("{n} Zeile", "{n} Zeilen", 1200))
    ('1 Zeile', '1.200 Zeilen')
    """
    return Text(singular, (("n", _Count(n)), *values.items()), plural, n)


def quoted(text: object) -> Text:
    """A text in the quotation marks of the language.

    >>> str(quoted("Nordstadt"))
    '„Nordstadt“'
    """
    return _("„{text}“", text=text)


def available() -> tuple[str, ...]:
    """The languages of the project: German, and each folder in `locale/`.

    >>> available()[0]
    'de'
    """
    found = (folder.parent.parent.name for folder in LOCALE.glob("*/LC_MESSAGES/quartier.po"))
    return (SOURCE, *sorted(name for name in found if name != SOURCE))


def check(language: str) -> None:
    """Raise ValueError when the project has no such language."""
    if language != SOURCE:
        _catalog(language)


@cache
def conventions(language: str) -> Locale:
    """How numbers and dates are written in a language.

    English is written as in Britain: a European reader expects the day before the month.
    """
    check(language)
    return Locale("en", "GB") if language == "en" else Locale.parse(language)


def translate(source: str, language: str) -> str:
    """The translation of a message; the message itself where there is none.

    For texts that do not come from the code: the shared catalogue's, a paragraph of a notebook's.
    A city's own texts have no translation and come back as they are.

    Parameters
    ----------
    source
        The German message. White space around it belongs to the file, not to the message.
    language
        One of `available()`.
    """
    if language == SOURCE:
        return source
    message = source.strip()
    found = _catalog(language).messages.get(message)
    return source if found is None else source.replace(message, found, 1)


def translate_markdown(text: str, language: str) -> str:
    """Translate Markdown paragraph by paragraph (see `paragraphs`); the rest stays as it is."""
    if language == SOURCE:
        return text
    return "".join(
        translate(block, language) if is_message else block for block, is_message in _blocks(text)
    )


def paragraphs(text: str) -> list[str]:
    r"""The messages of a Markdown text, in their order.

    A message is a block between blank lines: a paragraph, a heading, a list, a table. Fenced and
    indented code, HTML blocks and rules are none.

    >>> paragraphs("# Titel\n\nEin Absatz\nin zwei Zeilen.\n\n```\ncode\n\ncode\n```\n\n<hr>\n")
    ['# Titel', 'Ein Absatz\nin zwei Zeilen.']
    """
    return [block.strip() for block, is_message in _blocks(text) if is_message]


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_PROSE = re.compile(r" {4}|\t| {0,3}(?:<[a-zA-Z/!?]|([-*_])(?: *\1){2,} *$)")


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """Cut Markdown into (block, is it a message); joined again, the blocks are the text."""
    block, fence = "", None
    for line in text.splitlines(keepends=True):
        opening = _FENCE.match(line)
        if fence is not None:
            block += line
            if opening and opening[1].startswith(fence) and not line.strip().strip(fence[0]):
                yield block, False
                block, fence = "", None
        elif opening:
            yield from _prose(block)
            block, fence = line, opening[1]
        elif line.strip():
            block += line
        else:
            yield from _prose(block)
            yield line, False
            block = ""
    yield from _prose(block) if fence is None else [(block, False)]


def _prose(block: str) -> Iterator[tuple[str, bool]]:
    if block:
        yield block, not _NO_PROSE.match(block)


@dataclass(frozen=True)
class _Count:
    """A whole number with the language's grouping."""

    n: int

    def into(self, language: str) -> str:
        mark = conventions(language).number_symbols["latn"]["group"]
        return f"{self.n:,}".replace(",", mark)


@dataclass(frozen=True)
class _Catalog:
    messages: dict[str, str]
    plurals: dict[tuple[str, str], tuple[str, ...]]
    choose: Callable[[int], int]


@cache
def _catalog(language: str) -> _Catalog:
    """Read a language's file; only finished messages count."""
    file = LOCALE / language / "LC_MESSAGES" / "quartier.po"
    if language not in available():
        raise ValueError(f"no language {language!r}; there are {', '.join(available())}")
    with file.open("rb") as stream:
        catalog = read_po(stream, locale=language, abort_invalid=True)
    messages, plurals = {}, {}
    for message in catalog:
        if not message.id or not message.string or message.fuzzy:
            continue
        if isinstance(message.id, str):
            messages[message.id] = str(message.string)
        elif all(message.string):
            plurals[message.id[0], message.id[1]] = tuple(message.string)
    return _Catalog(messages, plurals, c2py(catalog.plural_expr))


def _plural(singular: str, plural: str, n: int, language: str) -> str:
    if language != SOURCE:
        catalog = _catalog(language)
        forms = catalog.plurals.get((singular, plural))
        if forms:
            return forms[catalog.choose(n)]
    return singular if n == 1 else plural


def _said(value: object, language: str) -> str:
    if isinstance(value, str):  # most are, and to ask for a protocol takes long
        return value
    return value.into(language) if isinstance(value, Speaking) else str(value)
