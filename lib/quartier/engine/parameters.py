"""What a notebook can be given: the annotated assignments of its parameters cell.

    area: str = "01"
    year: int = 2024

papermill guesses types from defaults, turns `-p 03` into the number 3 and warns of an unknown name
in a log. Here a wrong name or type is an error before anything starts, and `03` stays text.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quartier.engine import notebooks
from quartier.errors import Place, Problem, UserError, did_you_mean
from quartier.language import Text, _

__all__ = ["MISSING", "Parameter", "check", "declared", "from_text"]

type_of = type

#: The default of a parameter that must be given.
MISSING = type("Missing", (), {"__repr__": lambda self: "MISSING"})()

_TYPES: dict[str, type_of] = {"str": str, "int": int, "float": float, "bool": bool}
_WORDS = {"true": True, "ja": True, "yes": True, "1": True}
_WORDS |= {"false": False, "nein": False, "no": False, "0": False}

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Parameter:
    """A parameter as its notebook declares it.

    Attributes
    ----------
    name, kind
        Name, and one of str, int, float, bool.
    optional
        Whether None is allowed (`str | None`).
    default
        The value of the cell; `MISSING` when there is none.
    place
        The notebook and the line within its parameters cell.
    """

    name: str
    kind: type_of
    optional: bool
    default: object
    place: Place

    def accepts(self, value: object) -> bool:
        """Whether a value has the type; bool is no int, an int is a float.

        >>> Parameter("year", int, False, MISSING, Place("a.ipynb")).accepts(True)
        False
        """
        if value is None:
            return self.optional
        if self.kind is float and type_of(value) is int:
            return True
        return type_of(value) is self.kind

    def described(self) -> Text:
        """The type in words."""
        words = {
            str: _("ein Text"),
            int: _("eine ganze Zahl"),
            float: _("eine Zahl"),
            bool: _("ja oder nein"),
        }
        return _("{type} oder nichts", type=words[self.kind]) if self.optional else words[self.kind]


def declared(notebook: Path) -> tuple[Parameter, ...]:
    """The parameters of a notebook, in the order of its parameters cell.

    Raises
    ------
    UserError
        When the cell holds anything but annotated assignments of literals (all places at once).
    """
    node = notebooks.read(notebook)
    number = notebooks.tagged(node, "parameters")
    if number is None:
        return ()
    file = notebooks.known_as(notebook)
    try:
        statements = ast.parse(node.cells[number].source).body
    except SyntaxError as error:
        raise UserError(
            Problem(Place(file, line=error.lineno), _("Die Parameterzelle ist kein Python"))
        ) from None
    found = [_read(statement, file) for statement in statements if not _is_remark(statement)]
    UserError.raise_if(item for item in found if isinstance(item, Problem))
    return tuple(item for item in found if isinstance(item, Parameter))


def check(notebook: Path, parameters: Mapping[str, object]) -> dict[str, Value]:
    """All parameters of a notebook: those given, and the defaults of the others.

    Parameters
    ----------
    notebook
        The notebook file.
    parameters
        Typed values by name.

    Raises
    ------
    UserError
        For unknown names, values of another type and missing values, all at once.
    """
    known = {parameter.name: parameter for parameter in declared(notebook)}
    problems = _unknown(notebook, known, parameters)
    values: dict[str, Value] = {}
    for name, parameter in known.items():
        value = parameters.get(name, parameter.default)
        if value is MISSING:
            problems.append(Problem(parameter.place, _("Der Parameter {name} fehlt", name=name)))
        elif not parameter.accepts(value):
            problems.append(_ill_typed(parameter, value))
        else:
            values[name] = float(value) if parameter.kind is float and value is not None else value  # type: ignore[arg-type, assignment]
    UserError.raise_if(problems)
    return values


def from_text(notebook: Path, texts: Mapping[str, str]) -> dict[str, Value]:
    """Values as they were typed on a command line, converted by the declared types.

    "03" stays a text where a text is declared, "3" becomes 3 where a whole number is; "0,5" and
    "0.5" are the same number. Only the given parameters come back.

    Raises
    ------
    UserError
        For unknown names and for texts that are no value of the type, all at once.
    """
    known = {parameter.name: parameter for parameter in declared(notebook)}
    problems = _unknown(notebook, known, texts)
    values: dict[str, Value] = {}
    for name, text in texts.items():
        if name in known:
            try:
                values[name] = _converted(known[name], text)
            except ValueError:
                problems.append(_ill_typed(known[name], text))
    UserError.raise_if(problems)
    return values


def _converted(parameter: Parameter, text: str) -> Value:
    if parameter.optional and text == "":
        return None
    if parameter.kind is str:
        return text
    text = text.strip()
    if parameter.kind is bool:
        if text.casefold() not in _WORDS:
            raise ValueError(text)
        return _WORDS[text.casefold()]
    if parameter.kind is int:
        if not re.fullmatch(r"[+-]?[0-9]+", text):
            raise ValueError(text)
        return int(text)
    if not re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", text):
        raise ValueError(text)
    return float(text.replace(",", "."))


def _is_remark(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _read(statement: ast.stmt, file: str) -> Parameter | Problem:
    place = Place(file, line=statement.lineno)
    if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
        what = _("In der Parameterzelle stehen nur Zuweisungen mit Typ")
        return Problem(place, what, ast.unparse(statement), 'area: str = "01"')
    kind, optional = _kind(statement.annotation)
    if kind is None:
        what = _("Diesen Typ kann ein Parameter nicht haben")
        return Problem(place, what, ast.unparse(statement.annotation), ", ".join(_TYPES))
    try:
        default = MISSING if statement.value is None else ast.literal_eval(statement.value)
    except ValueError:
        what = _("Der Vorgabewert muss ein fester Wert sein")
        return Problem(place, what, ast.unparse(statement.value or statement))
    parameter = Parameter(statement.target.id, kind, optional, default, place)
    if default is not MISSING and not parameter.accepts(default):
        return _ill_typed(parameter, default)
    return parameter


def _kind(annotation: ast.expr) -> tuple[type_of | None, bool]:
    """The type behind `str`, `"str"` or `str | None`, and whether None is allowed."""
    names = ast.unparse(annotation).strip("'\"").replace(" ", "").split("|")
    optional = "None" in names
    kinds = [_TYPES.get(name) for name in names if name != "None"]
    return (kinds[0] if len(kinds) == 1 else None), optional


def _unknown(
    notebook: Path, known: Mapping[str, Parameter], given: Mapping[str, object]
) -> list[Problem]:
    place = Place(notebooks.known_as(notebook))
    allowed = ", ".join(known) if known else _("keine Parameter")
    return [
        Problem(place, _("Unbekannter Parameter"), name, allowed, did_you_mean(name, known))
        for name in given
        if name not in known
    ]


def _ill_typed(parameter: Parameter, value: object) -> Problem:
    what = _("Der Parameter {name} hat einen falschen Typ", name=parameter.name)
    found = value if isinstance(value, str) else repr(value)
    return Problem(parameter.place, what, found, parameter.described())
