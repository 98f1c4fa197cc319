"""What the page on methods works out by hand is what the code computes."""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
import pytest

from quartier import statistics
from quartier.formats import rounded
from quartier.methods import Column, Example, Shown, figure, read_methods
from quartier.places import PROJECT

METHODS = read_methods()
EXAMPLES = [example for method in METHODS for example in method.examples]
EACH_EXAMPLE = pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.caption)

# Modules that no page names, with the reason.
UNNAMED = {
    "mean": "no indicator is a mean with an interval yet",
    "recovery": "the ground of the differences, which have their own examples",
}

Cell = str | tuple[str, ...]


def module(example: Example) -> Any:
    return import_module(f"quartier.statistics.{example.function.partition('.')[0]}")


def plain(value: Any, example: Example) -> Any:
    """What a text of the file stands for: a number, a constant of the module, or itself."""
    if isinstance(value, list | tuple):
        return [plain(each, example) for each in value]
    if value.isupper():
        return getattr(module(example), value)
    if (number := figure(value)) is not None:
        return number.value if number.decimals else int(number.value)
    return value


def argument(column: Column, cell: Cell) -> Any:
    texts = [cell] if isinstance(cell, str) else cell
    found = [number.value / column.times if (number := figure(text)) else text for text in texts]
    return found[0] if isinstance(cell, str) else found


def called(example: Example, rows: Sequence[Sequence[Cell]]) -> Any:
    """The result for the rows: of one row with its cells, of several with whole columns."""
    given = {name: plain(value, example) for name, value in example.given.items()}
    columns: dict[str, list[Any]] = {}
    for column, cells in zip(example.columns, zip(*rows, strict=True), strict=True):
        if column.argument is not None:
            values = [argument(column, cell) for cell in cells]
            whole = values if example.once else values[0]
            columns.setdefault(column.argument, []).append(whole)
    told = {
        name: parts[0] if len(parts) == 1 else np.column_stack(parts)
        for name, parts in columns.items()
    }
    return getattr(module(example), example.function.partition(".")[2])(**told, **given)


def found_at(result: Any, place: str) -> Any:
    for part in () if place == "itself" else place.split("."):
        result = result[int(part)] if part.isdecimal() else getattr(result, part)
    return result


def printed(shown: Shown, value: Any, cell: str) -> str | float:
    """A figure of the code in the digits of the cell, or its verdict."""
    if shown.words:
        return str(value)
    number = figure(cell)
    assert number is not None
    return rounded(float(value) * shown.times, number.decimals)


def expected(shown: Shown, cell: str) -> str | float:
    number = figure(cell)
    return cell if shown.words or number is None else number.value


def pairs(shown: Shown, value: Any, cell: Cell) -> Iterator[tuple[str | float, str | float]]:
    values = np.atleast_1d(np.asarray(value, dtype=object)).ravel()
    texts = [cell] if isinstance(cell, str) else cell
    for each, text in zip(values, texts, strict=True):
        yield printed(shown, each, text), expected(shown, text)


def shares(example: Example, row: Sequence[Cell]) -> Iterator[tuple[str | float, str | float]]:
    told = {column.argument: cell for column, cell in zip(example.columns, row, strict=True)}
    for column, cell in zip(example.columns, row, strict=True):
        if column.share:
            above, below = (float(str(told[name])) for name in column.share)
            yield from pairs(column, above / below, cell)


@EACH_EXAMPLE
def test_each_row_comes_out_as_printed(example: Example) -> None:
    whole = called(example, example.rows) if example.once else None
    compared = []
    for at, row in enumerate(example.rows):
        result = whole if example.once else called(example, [row])
        for column, cell in zip(example.columns, row, strict=True):
            if column.result is not None:
                value = found_at(result, column.result)
                compared += pairs(column, value[at] if example.once else value, cell)
        compared += shares(example, row)
    for outcome in example.results:
        for place, text in zip(outcome.at, outcome.values, strict=True):
            compared += pairs(outcome, found_at(whole, place), text)
    assert len(compared) >= len(example.rows)
    assert [ours for ours, _theirs in compared] == [theirs for _ours, theirs in compared]


@EACH_EXAMPLE
def test_an_example_shows_a_result(example: Example) -> None:
    assert example.results or any(column.result is not None for column in example.columns)


def test_a_wrong_figure_is_noticed() -> None:
    example = EXAMPLES[0]
    rows = (*example.rows[:-1], (*example.rows[-1][:-1], "16.2"))
    wrong = example.model_copy(update={"rows": rows})
    with pytest.raises(AssertionError):
        test_each_row_comes_out_as_printed(wrong)


def test_each_link_to_a_method_leads_to_one() -> None:
    files = [*PROJECT.glob("lib/**/*.py"), *PROJECT.glob("notebooks/*.ipynb")]
    linked = {
        found
        for file in files
        for found in re.findall(r"methods#([a-z-]+)", file.read_text(encoding="utf-8"))
    }
    assert linked
    assert linked - {method.id for method in METHODS} == set()


def test_each_module_of_statistics_has_an_example() -> None:
    modules = {found.name for found in iter_modules(statistics.__path__)}
    public = {name for name in modules if not name.startswith("_")}
    named = {example.function.partition(".")[0] for example in EXAMPLES}
    assert named <= public
    assert public - named == set(UNNAMED)
