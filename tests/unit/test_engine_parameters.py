from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from quartier.engine.parameters import check, declared, from_text
from quartier.errors import UserError

CELL = """\
area: str = "01"
year: int = 2024
share: float = 0.5
flag: bool = False
note: str | None = None
"""


def written(folder: Path, source: str, tag: str = "parameters") -> Path:
    cells = [new_markdown_cell("# Titel"), new_code_cell(source, metadata={"tags": [tag]})]
    file = folder / "bericht.ipynb"
    nbformat.write(new_notebook(cells=cells), file)
    return file


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    return written(tmp_path, CELL)


def problems(notebook: Path, **parameters: object) -> list[str]:
    with pytest.raises(UserError) as caught:
        check(notebook, parameters)
    return [str(problem) for problem in caught.value.problems]


def test_what_is_not_given_has_its_default(notebook):
    assert check(notebook, {"area": "03"}) == {
        "area": "03",
        "year": 2024,
        "share": 0.5,
        "flag": False,
        "note": None,
    }


def test_an_int_is_a_float_and_becomes_one(notebook):
    share = check(notebook, {"share": 1})["share"]
    assert (type(share), share) == (float, 1.0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", True),
        ("year", "2024"),
        ("year", 2024.0),
        ("share", True),
        ("share", "0.5"),
        ("area", 3),
        ("area", None),
        ("flag", 1),
        ("note", 1),
    ],
)
def test_a_value_of_another_type_is_a_problem(notebook, name, value):
    (problem,) = problems(notebook, **{name: value})
    assert name in problem
    assert "falschen Typ" in problem


def test_all_problems_come_at_once_with_their_places(notebook):
    first, second, third = problems(notebook, aera="03", year="x", share=False)
    assert first.endswith("Hinweis: Meinten Sie „area“?")
    assert "Erlaubt: area, year, share, flag, note." in first
    assert second.startswith(f"{notebook}, Zeile 2: ")
    assert third.startswith(f"{notebook}, Zeile 3: ")


def test_a_parameter_without_default_must_be_given(tmp_path):
    notebook = written(tmp_path, "area: str")
    assert check(notebook, {"area": "1"}) == {"area": "1"}
    (problem,) = problems(notebook)
    assert "Der Parameter area fehlt" in problem


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("area = '01'", "nur Zuweisungen mit Typ"),
        ("import os", "nur Zuweisungen mit Typ"),
        ("area: list = []", "Diesen Typ kann ein Parameter nicht haben"),
        ("year: int = 2000 + offset", "fester Wert"),
        ("year: int = '2024'", "falschen Typ"),
        ("year: int = ", "kein Python"),
        ("%matplotlib inline", "kein Python"),
    ],
)
def test_a_parameters_cell_holds_typed_literals_only(tmp_path, source, said):
    with pytest.raises(UserError, match=said):
        declared(written(tmp_path, source))


def test_remarks_are_allowed(tmp_path):
    found = declared(written(tmp_path, '"""Für wen?"""\n# der Bezirk\narea: "str" = "01"'))
    assert [(parameter.name, parameter.kind) for parameter in found] == [("area", str)]


def test_a_notebook_without_parameters_cell_takes_none(tmp_path):
    notebook = written(tmp_path, CELL, tag="anything")
    assert check(notebook, {}) == {}
    assert "keine Parameter" in problems(notebook, area="01")[0]


def test_a_missing_notebook_and_a_file_that_is_none_are_problems(tmp_path):
    with pytest.raises(UserError, match="fehlt"):
        declared(tmp_path / "fehlt.ipynb")
    (tmp_path / "text.ipynb").write_text("kein JSON")
    with pytest.raises(UserError, match="kein Notebook"):
        declared(tmp_path / "text.ipynb")


def test_texts_are_converted_by_the_declared_type(notebook):
    texts = {"area": "03", "year": "03", "share": "0,25", "flag": "ja", "note": ""}
    assert from_text(notebook, texts) == {
        "area": "03",
        "year": 3,
        "share": 0.25,
        "flag": True,
        "note": None,
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [("year", "3.0"), ("year", "drei"), ("year", "１２"), ("share", "1e3"), ("flag", "vielleicht")],
)
def test_a_text_that_is_no_value_of_the_type_is_a_problem(notebook, name, text):
    with pytest.raises(UserError, match="falschen Typ"):
        from_text(notebook, {name: text})


def test_an_unknown_name_on_the_command_line_is_a_problem(notebook):
    with pytest.raises(UserError, match="Unbekannter Parameter"):
        from_text(notebook, {"Area": "03"})


@given(area=st.text(), year=st.integers(), flag=st.booleans())
def test_typed_values_come_through_unchanged(tmp_path_factory, area, year, flag):
    notebook = written(tmp_path_factory.getbasetemp(), CELL)
    given_values = {"area": area, "year": year, "flag": flag}
    found = check(notebook, given_values)
    assert {name: found[name] for name in given_values} == given_values
