"""Collect the German messages of the project and bring the translations up to date.

    python locale/extract.py                     # after a text has changed
    python locale/extract.py --new fr            # begin a language
    python locale/extract.py --merge a.po b.po   # take over finished translations

Messages stand in the code, in the templates of the pages, in the notebooks' prose and in the shared
catalogue. In `locale/<language>/LC_MESSAGES/quartier.po` new messages come in empty, those that are
gone are dropped, and a message that has changed a little keeps its old translation, marked fuzzy:
look at it, put it right, and remove the mark. The order of the file depends on the project alone.
"""

import argparse
import ast
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from quartier.language import paragraphs
from quartier.places import PROJECT

__all__ = ["Messages", "merge", "messages", "update"]

#: A message: a text, or singular and plural.
Id = str | tuple[str, str]

#: The files in which each message stands.
Messages = dict[Id, list[str]]

#: What readers see of the catalogue.
CATALOGUE_FIELDS = (
    "title",
    "short",
    "definition",
    "reading",
    "legal_basis",
    "usual_source",
    "owner",
    "reason",
)

#: What readers see of the methods; literature stays in its language.
METHOD_FIELDS = ("title", "text", "caption", "header", "words", "label")

SIMILAR = 0.7


def messages(project: Path) -> Messages:
    """All messages of a project in the order of files and lines.

    Raises
    ------
    ValueError
        When a marked text is not written out, so that it cannot be found here.
    """
    found: Messages = {}
    for pattern, extract in _KINDS:
        for file in sorted(project.glob(pattern)):
            name = file.relative_to(project).as_posix()
            for message in extract(file.read_text(encoding="utf-8"), name):
                places = found.setdefault(message, [])
                if name not in places:
                    places.append(name)
    return found


def update(old: Catalog, found: Messages) -> Catalog:
    """The messages that were found, with the translations of a former file."""
    done = {message.id: message for message in old if message.id and _has_text(message)}
    gone = {_first(id_): message for id_, message in done.items() if id_ not in found}
    catalog = Catalog(locale=old.locale, fuzzy=False)
    for id_, places in found.items():
        locations = [(place, 0) for place in places]
        if id_ in done:
            flags = ["fuzzy"] if done[id_].fuzzy else []
            catalog.add(
                id_, done[id_].string, locations, flags, user_comments=done[id_].user_comments
            )
            continue
        near = get_close_matches(_first(id_), gone, n=1, cutoff=SIMILAR)
        former = gone[near[0]] if near else None
        if former is not None and isinstance(former.id, str) == isinstance(id_, str):
            catalog.add(id_, former.string, locations, ["fuzzy"], previous_id=former.id)
        else:
            empty = "" if isinstance(id_, str) else ("",) * catalog.num_plurals
            catalog.add(id_, empty, locations)
    for message in catalog:
        # Babel takes "12 % der" for a format of Python's; editors would then complain.
        message.flags.difference_update(("python-format", "python-brace-format"))
    return catalog


def merge(catalog: Catalog, other: Catalog) -> list[str]:
    """Take the finished translations of another file; what is done here already stays.

    Returns
    -------
    list of str
        What was not taken over, for somebody to look at: messages that the project does not
        have, and translations that differ.
    """
    left = []
    for message in other:
        if not message.id or message.fuzzy or not _has_text(message):
            continue
        own = catalog.get(message.id)
        if own is None:
            left.append(f"not in the project: {_first(message.id)}")
        elif own.fuzzy or not _has_text(own):
            own.string, own.previous_id = message.string, []
            own.flags.discard("fuzzy")
        elif own.string != message.string:
            left.append(f"translated otherwise: {_first(message.id)}")
    return left


def written(catalog: Catalog) -> str:
    """The file of a catalogue; without dates, so that the same texts give the same bytes."""
    stream = io.BytesIO()
    write_po(
        stream, catalog, width=0, omit_header=True, include_lineno=False, include_previous=True
    )
    head = (
        f"# Translations of Quartier; see locale/extract.py.\n"
        f'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale_identifier}\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return head + stream.getvalue().decode("utf-8").strip("\n") + "\n"


def read(file: Path, language: str) -> Catalog:
    """A translation file; empty when there is none yet."""
    if not file.exists():
        return Catalog(locale=language, fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=language, ignore_obsolete=True, abort_invalid=True)


def translations(project: Path) -> dict[str, Path]:
    """The translation files of a project by language."""
    files = sorted(project.glob("locale/*/LC_MESSAGES/quartier.po"))
    return {file.parent.parent.name: file for file in files}


def _python(text: str, name: str) -> Iterator[Id]:
    calls = [node for node in ast.walk(ast.parse(text, name)) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called == "_":
            yield _literals(node, 1, name)[0]
        elif called == "n_":
            singular, plural = _literals(node, 2, name)
            yield singular, plural


def _literals(call: ast.Call, number: int, name: str) -> list[str]:
    texts = [arg.value for arg in call.args[:number] if isinstance(arg, ast.Constant)]
    written_out = [text for text in texts if isinstance(text, str)]
    if len(written_out) < number:
        raise ValueError(f"{name}, line {call.lineno}: a text for translation is to be written out")
    return written_out


def _template(text: str, name: str) -> Iterator[Id]:
    options = {"silent": "false"}
    for line, _function, found, _comments in babel_extract(
        io.BytesIO(text.encode()), ["_"], [], options
    ):
        # With values behind it, the text comes as the first of several.
        message = found if isinstance(found, str) else next(iter(found or ()), None)
        if not message:
            raise ValueError(f"{name}, line {line}: a text for translation is to be written out")
        yield message


def _notebook(text: str, name: str) -> Iterator[Id]:
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from paragraphs(source)
        elif cell["cell_type"] == "code":
            yield from _python(re.sub(r"(?m)^[%!].*$", "", source), name)


def _catalogue(text: str, name: str) -> Iterator[Id]:  # noqa: ARG001
    def walk(node: object) -> Iterator[str]:
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            for key, child in node.items():
                if key in CATALOGUE_FIELDS and isinstance(child, str):
                    yield child.strip()
                else:
                    yield from walk(child)

    # Everything stays text, as in the program.
    yield from filter(None, walk(yaml.load(text, Loader=yaml.BaseLoader)))  # noqa: S506


def _methods(text: str, name: str) -> Iterator[Id]:  # noqa: ARG001
    def walk(node: object, shown: bool = False) -> Iterator[str]:
        if isinstance(node, str):
            # A letter that stands for an area is the same in every language.
            if shown and len(node.strip()) > 1:
                yield node.strip()
        elif isinstance(node, list):
            for child in node:
                yield from walk(child, shown)
        elif isinstance(node, dict):
            for key, child in node.items():
                yield from walk(child, shown or key in METHOD_FIELDS)

    yield from walk(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506


_KINDS: tuple[tuple[str, Callable[[str, str], Iterable[Id]]], ...] = (
    ("data/catalogue/variables.yml", _catalogue),
    ("data/catalogue/indicators/*.yml", _catalogue),
    ("data/catalogue/methods.yml", _methods),
    ("notebooks/*.ipynb", _notebook),
    ("lib/quartier/pages/**/*.j2", _template),
    ("lib/quartier/pages/**/*.html", _template),
    ("lib/quartier/**/*.py", _python),
)


def _first(id_: object) -> str:
    return id_ if isinstance(id_, str) else id_[0]  # type: ignore[index]


def _has_text(message: Message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else message.string or ()
    return bool(texts) and all(texts)


def main(arguments: list[str] | None = None) -> int:
    """Bring all languages up to date, or begin one, or merge files into one."""
    parser = argparse.ArgumentParser(description="Update the translations of the project.")
    parser.add_argument("--new", metavar="LANGUAGE", help="begin a language")
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE")
    parser.add_argument("--language", default="en", help="language of the files to merge (en)")
    options = parser.parse_args(arguments)
    files, found = translations(PROJECT), messages(PROJECT)
    if options.new:
        files[options.new] = PROJECT / "locale" / options.new / "LC_MESSAGES" / "quartier.po"
    for language, file in files.items():
        catalog = update(read(file, language), found)
        for other in options.merge if language == options.language else ():
            for line in merge(catalog, read(other, language)):
                sys.stderr.write(f"{other.name}: {line}\n")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written(catalog), encoding="utf-8", newline="\n")
        left = sum(message.fuzzy or not _has_text(message) for message in catalog if message.id)
        sys.stderr.write(f"{language}: {len(found)} messages, {left} of them to translate\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
