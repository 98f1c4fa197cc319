"""YAML files to checked objects, with the place of each mistake.

Everything is read as text and typed by the models, so ``03``, ``on`` and ``12:30`` stay what was
written. Unknown and doubled keys, anchors and aliases are errors. All problems come at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from quartier.errors import Place, Problem, did_you_mean
from quartier.language import Text, _

__all__ = ["Identifier", "Line", "Model", "Source", "mistake", "read_model", "read_yaml"]

Path_ = tuple[str | int, ...]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Line = Annotated[str, BeforeValidator(lambda text: " ".join(text.split()) if text else text)]
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


def mistake(what: Text, *, found: str | None = None, allowed: Text | None = None) -> Exception:
    """An error for a model's own check, with a text that users read."""
    context = {"what": what, "found": found, "allowed": allowed}
    return PydanticCustomError("quartier", "{what}", context)


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
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        what = _("Die Datei ist nicht in UTF-8 gespeichert.")
        hint = _("Beim Speichern im Editor als Zeichenkodierung „UTF-8“ wählen.")
        problems.append(Problem(Place(name, line=line), what, hint=hint))
    except (yaml.YAMLError, RecursionError) as error:
        problems.append(_unreadable(error, name))
    else:
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
        problems.extend(_explained(detail, source, model) for detail in error.errors())
        return None, source


def _unreadable(error: Exception, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(name, line=mark.line + 1 if mark else 1)
    hint = _("Einrückungen prüfen, und ob ein Text mit Doppelpunkt in Anführungszeichen steht.")
    return Problem(place, _("Die Datei ist kein gültiges YAML."), hint=hint)


def _plain(node: yaml.Node, path: Path_, source: Source, problems: list[Problem]) -> Any:
    """Turn a node into dicts, lists and texts; note lines, doubled keys and aliases."""
    # A node that an alias repeats is the same object again: its line is that of the anchor.
    if getattr(node, "seen", False):
        what = _("Verweise (* und &) sind in dieser Datei nicht erlaubt.")
        problems.append(Problem(Place(source.file, line=node.start_mark.line + 1), what))
        return ""
    node.seen = True  # type: ignore[attr-defined]
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
    "greater_than_equal": _("Der Wert ist zu klein."),
    "less_than_equal": _("Der Wert ist zu groß."),
    "dict_type": _("Hier werden eingerückte Angaben „Schlüssel: Wert“ erwartet."),
    "model_type": _("Hier werden eingerückte Angaben „Schlüssel: Wert“ erwartet."),
    "list_type": _("Hier wird eine Liste erwartet, jeder Eintrag mit „- “."),
    "tuple_type": _("Hier wird eine Liste erwartet, jeder Eintrag mit „- “."),
    "too_short": _("Hier fehlen Einträge."),
    "too_long": _("Hier stehen zu viele Einträge."),
}


def _explained(detail: ErrorDetails, source: Source, model: type[BaseModel]) -> Problem:
    path, kind, context = tuple(detail["loc"]), detail["type"], detail.get("ctx", {})
    place = source.place(path)
    if kind == "quartier":
        return Problem(place, context["what"], context.get("found"), context.get("allowed"))
    found = detail["input"] if isinstance(detail["input"], str) else None
    if kind == "extra_forbidden":
        known = _keys_beside(path, model)
        hint = did_you_mean(str(path[-1]), known)
        return Problem(place, _WHAT[kind], str(path[-1]), ", ".join(known), hint)
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
        if isinstance(part, str) and isinstance(here, type) and issubclass(here, BaseModel):
            field_ = here.model_fields.get(part)
            here = _model_in(field_.annotation) if field_ else None
    found = isinstance(here, type) and issubclass(here, BaseModel)
    return sorted(here.model_fields) if found else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as ``tuple[Target, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model), None)
