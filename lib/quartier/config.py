"""YAML files to checked objects, with the place of each mistake.

Everything is read as text and typed by the models, so ``03``, ``on`` and ``12:30`` stay what was
written. Unknown and doubled keys, anchors and aliases are errors. All problems come at once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    RootModel,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from yaml.composer import Composer
from yaml.cyaml import CParser
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from quartier.errors import Place, Problem, did_you_mean
from quartier.language import Text, _

__all__ = [
    "Day",
    "Identifier",
    "Line",
    "Model",
    "Source",
    "is_day",
    "mistake",
    "read_model",
    "read_yaml",
]

Path_ = tuple[str | int, ...]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


Line = Annotated[str, BeforeValidator(_line)]
"""A text that stands on one line, however the YAML file broke it."""


class Model(BaseModel):
    """Base of all models: unknown keys are errors and nothing changes after checking."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


AnyModel = TypeVar("AnyModel", bound=BaseModel)


@dataclass
class Source:
    """What a YAML file holds: nested texts, and the line of each key and item."""

    file: str
    content: Any
    lines: dict[Path_, int] = field(default_factory=dict)

    def place(self, path: Path_) -> Place:
        """The place of a key or item; of the nearest one above it where it is absent."""
        near = path
        while near and near not in self.lines:
            near = near[:-1]
        return Place(self.file, line=self.lines.get(near, 1), column=_dotted(path))


def mistake(
    what: Text,
    *,
    found: str | None = None,
    allowed: Text | str | None = None,
    hint: Text | None = None,
    at: Path_ = (),
) -> Exception:
    """An error for a model's own check, with a text that users read.

    ``at`` says where below the checked thing the mistake stands.
    """
    context = {"what": what, "found": found, "allowed": allowed, "hint": hint, "at": at}
    return PydanticCustomError("quartier", "{what}", context)


def is_day(text: str) -> bool:
    """Whether a text is a day as tables write it.

    Other ways to write a day would not sort as texts do.

    >>> is_day("2024-12-31"), is_day("20241231"), is_day("2024-02-30")
    (True, False, False)
    """
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _day(text: object) -> object:
    if isinstance(text, str) and not is_day(text):
        allowed = _("ein Datum wie 2024-12-31")
        raise mistake(_("Das ist kein Datum."), found=text, allowed=allowed)
    return text


Day = Annotated[date, BeforeValidator(_day)]
"""A day, written as in ``2024-12-31``."""


_DEEPEST = 50
"""No setting lies deeper than this, by far."""


class _TooDeepError(Exception):
    """Something is nested so deeply that it cannot be meant."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Texts(Composer, BaseResolver):
    """Everything is a text; anchors and aliases are noted by their names."""

    peek_event: Callable[[], Any]
    get_event: Callable[[], Any]

    def __init__(self) -> None:
        Composer.__init__(self)
        BaseResolver.__init__(self)
        self.references: dict[str, int] = {}
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        if anchor := getattr(event, "anchor", None):
            self.references.setdefault(anchor, event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            self.get_event()
            return yaml.ScalarNode("", "", event.start_mark, event.end_mark)  # type: ignore[bad-argument-type]
        if self._depth == _DEEPEST:
            raise _TooDeepError(event.start_mark.line + 1)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


class _Slow(_Texts, Reader, Scanner, Parser):
    """Read by PyYAML itself, which says best where a mistake is."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        super().__init__()


class _Fast(_Texts, CParser):
    """Read by libyaml, in a tenth of the time."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        super().__init__()


def _composed(text: str) -> tuple[yaml.Node | None, dict[str, int]]:
    """The one document of a text, and the lines of its anchors and aliases."""
    try:
        loader: _Texts = _Fast(text)
        node = loader.get_single_node()
    except yaml.YAMLError:
        loader = _Slow(text)
        node = loader.get_single_node()
    return node, loader.references


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Source:
    """Read a YAML file as nested texts with the lines they stand on.

    Parameters
    ----------
    path : pathlib.Path
    name : str
        What the file is called in messages.
    problems : list of Problem
        Grows by what is wrong; the content is then an empty mapping.
    """
    source = Source(name, {})
    try:
        node, references = _composed(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        what = _("Die Datei ist nicht in UTF-8 gespeichert.")
        hint = _("Beim Speichern im Editor als Zeichenkodierung „UTF-8“ wählen.")
        problems.append(Problem(Place(name, line=line), what, hint=hint))
    except _TooDeepError as error:
        what = _("Hier ist die Datei so tief verschachtelt, wie es keine Angabe sein kann.")
        problems.append(Problem(Place(name, line=error.line), what))
    except yaml.YAMLError as error:
        problems.append(_unreadable(error, name))
    else:
        what = _("Verweise (* und &) sind in dieser Datei nicht erlaubt.")
        lines = sorted(set(references.values()))
        problems.extend(Problem(Place(name, line=line), what) for line in lines)
        if node is not None:
            source.content = _plain(node, (), source, problems)
    return source


def read_model(
    path: Path, name: str, model: type[AnyModel], problems: list[Problem]
) -> tuple[AnyModel | None, Source]:
    """Read a YAML file into a model; ``None`` and grown ``problems`` where it does not fit."""
    before = len(problems)
    source = read_yaml(path, name, problems)
    if len(problems) > before:
        return None, source
    try:
        return model.model_validate(source.content), source
    except ValidationError as error:
        problems.extend(
            _explained(detail, source, model) for detail in error.errors() if not _echo(detail)
        )
        return None, source


def _unreadable(error: Exception, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(name, line=mark.line + 1 if mark else 1)
    hint = _("Einrückungen prüfen, und ob ein Text mit Doppelpunkt in Anführungszeichen steht.")
    return Problem(place, _("Die Datei ist kein gültiges YAML."), hint=hint)


def _plain(node: yaml.Node, path: Path_, source: Source, problems: list[Problem]) -> Any:
    """Turn a node into dicts, lists and texts; note lines and doubled keys."""
    source.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, source, problems)
    if isinstance(node, yaml.SequenceNode):
        items = enumerate(node.value)
        return [_plain(item, (*path, index), source, problems) for index, item in items]
    return node.value


def _mapping(
    node: yaml.MappingNode, path: Path_, source: Source, problems: list[Problem]
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in result:
            place = Place(source.file, line=line, column=_dotted((*path, key)))
            first = source.lines[(*path, key)]
            what = _("Der Schlüssel steht schon in Zeile {line}.", line=first)
            problems.append(Problem(place, what, found=key))
            continue
        source.lines[(*path, key)] = line
        result[key] = _plain(value_node, (*path, key), source, problems)
        # "key:" without anything behind it means that nothing is said.
        if result[key] == "" and isinstance(value_node, yaml.ScalarNode) and not value_node.style:
            result[key] = None
    return result


def _dotted(path: Path_) -> str | None:
    parts = [str(part + 1) if isinstance(part, int) else part for part in path]
    return ".".join(parts) or None


_WHAT: Mapping[str, Text] = {
    "missing": _("Diese Angabe fehlt."),
    "extra_forbidden": _("Diese Angabe ist unbekannt."),
    "literal_error": _("Dieser Wert ist hier nicht erlaubt."),
    "string_pattern_mismatch": _("Diese Schreibweise ist hier nicht erlaubt."),
    "string_too_short": _("Hier steht nichts."),
    "string_type": _("Hier fehlt ein Text."),
    "int_parsing": _("Das ist keine ganze Zahl."),
    "float_parsing": _("Das ist keine Zahl."),
    "bool_parsing": _("Hier steht weder „true“ noch „false“."),
    "date_from_datetime_parsing": _("Das ist kein Datum."),
    "date_parsing": _("Das ist kein Datum."),
    "greater_than": _("Der Wert ist zu klein."),
    "greater_than_equal": _("Der Wert ist zu klein."),
    "less_than_equal": _("Der Wert ist zu groß."),
    "dict_type": _("Hier werden eingerückte Angaben „Schlüssel: Wert“ erwartet."),
    "model_type": _("Hier werden eingerückte Angaben „Schlüssel: Wert“ erwartet."),
    "list_type": _("Hier wird eine Liste erwartet, jeder Eintrag mit „- “."),
    "tuple_type": _("Hier wird eine Liste erwartet, jeder Eintrag mit „- “."),
    "too_short": _("Hier fehlen Einträge."),
    "too_long": _("Hier stehen zu viele Einträge."),
}


def _echo(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because its items were found faulty."""
    least = detail.get("ctx", {}).get("min_length", 0)
    return detail["type"] == "too_short" and len(detail["input"]) >= least


def _explained(detail: ErrorDetails, source: Source, model: type[BaseModel]) -> Problem:
    path = detail["loc"]
    if path[-1:] == ("[key]",) and detail["type"] != "extra_forbidden":
        path = path[:-1]
    kind, context = detail["type"], detail.get("ctx", {})
    place = source.place(path)
    if kind == "quartier":
        place = source.place((*path, *context["at"]))
        said = (context[name] for name in ("what", "found", "allowed", "hint"))
        return Problem(place, *said)
    found = detail["input"] if isinstance(detail["input"], str) else None
    if kind == "extra_forbidden":
        known = _keys_beside(path, model)
        hint = did_you_mean(str(path[-1]), known)
        return Problem(place, _WHAT[kind], str(path[-1]), ", ".join(known) or None, hint)
    what = _WHAT.get(kind, _("Diese Angabe ist nicht zu verstehen."))
    return Problem(place, what, found, _allowed(kind, context), _literal_hint(found, context))


def _allowed(kind: str, context: Mapping[str, Any]) -> Text | str | None:
    if "expected" in context:
        return str(context["expected"]).replace("'", "").replace(" or ", ", ")
    if kind.startswith("date"):
        return _("ein Datum wie 2024-12-31")
    if kind == "greater_than_equal":
        return _("{limit} oder mehr", limit=context["ge"])
    if kind == "string_pattern_mismatch" and context["pattern"].startswith("^[a-z]"):
        return _("Kleinbuchstaben, Ziffern und Unterstriche, am Anfang ein Buchstabe")
    return None


def _literal_hint(found: str | None, context: Mapping[str, Any]) -> Text | None:
    if found is None or "expected" not in context:
        return None
    options = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
    return did_you_mean(found, options)


def _keys_beside(path: Path_, model: type[BaseModel]) -> list[str]:
    """The keys that the model allows where an unknown one was found."""
    here: Any = model
    for part in path[:-1]:
        here = _inside(here, part)
    within = _model_in(here)
    return sorted(within.model_fields) if within else []


def _inside(annotation: Any, part: str | int) -> Any:
    """What the model expects under a key or as an item of something."""
    if get_origin(annotation) is dict:
        return get_args(annotation)[-1]
    model = _model_in(annotation)
    if isinstance(part, int) or model is None:
        return model
    if issubclass(model, RootModel):
        return _inside(model.model_fields["root"].annotation, part)
    return model.model_fields[part].annotation if part in model.model_fields else None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as ``tuple[Target, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in inner if model), None)
