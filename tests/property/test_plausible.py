"""However implausible a delivery is: no doubt changes a figure, and no row is lost to an error."""

import random
from pathlib import Path

import pytest
from deliveries import a_city, check_file
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.observations import Ingested, ingest
from quartier.settings import Area, DeliveredFile

AREAS = Areas(
    [
        Area("0", "Stadt", "", "city", None),
        *(Area(code, f"Bezirk {code}", "", "district", "0") for code in ("01", "02")),
    ],
    ["city", "district"],
)
VARIABLES = {
    "cases": Variable.model_validate(
        {
            "title": "x",
            "unit": "persons",
            "kind": "stock",
            "counts_persons": "true",
            "dimensions": {"age": ["0-17", "18+"], "sex": ["f", "m"]},
        }
    )
}
AGES = {"alle": "total", "unter 3": "0-2", "unter 18": "0-17", "ab 18": "18+"}
SEXES = {"alle": "total", "w": "f", "m": "m"}
DESCRIPTION = Description.model_validate(
    {
        "title": "Amt",
        "owner": "Amt",
        "format": "csv",
        "area": {"column": "area"},
        "period": {"column": "year"},
        "groups": [
            {"column": "age", "dimension": "age", "values": AGES},
            {"column": "sex", "dimension": "sex", "values": SEXES},
        ],
        "values": [{"column": "cases", "variable": "cases"}],
        "symbols": {"*": "secret"},
    }
)
HEADER = "area;year;age;sex;cases"

cells = st.tuples(
    st.sampled_from(["0", "01", "02"]),
    st.integers(2010, 2019).map(str),
    st.sampled_from(list(AGES)),
    st.sampled_from(list(SEXES)),
)
number = st.integers(0, 40) | st.just(5000)
table = st.dictionaries(cells, number.map(str) | st.just("*"), max_size=60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("deliveries")


def a_file(folder: Path, rows: list[str]) -> DeliveredFile:
    path = folder / "amt.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return DeliveredFile("amt", path, "2025-01-31", "0" * 64)


def rows_of(told: dict[tuple[str, ...], str]) -> list[str]:
    return [";".join([*cell, figure]) for cell, figure in told.items()]


def contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether a cell contains another one, in words of the file."""
    wider = {"alle": set(AGES), "unter 18": {"unter 3", "unter 18"}}
    ages = wider.get(whole[2], {whole[2]})
    sexes = set(SEXES) if whole[3] == "alle" else {whole[3]}
    return whole != part and whole[:2] == part[:2] and part[2] in ages and part[3] in sexes


@examples(25)
@given(told=table)
def test_errors_are_exactly_the_parts_that_are_greater_with_their_wholes(folder, told):
    checked = check_file(a_file(folder, rows_of(told)), DESCRIPTION, AREAS, VARIABLES)
    row = {cell: number for number, cell in enumerate(told, start=2)}
    figures = {cell: int(figure) for cell, figure in told.items() if figure != "*"}
    wrong = {
        row[each]
        for whole in figures
        for part in figures
        if contains(whole, part) and figures[part] > figures[whole]
        for each in (whole, part)
    }
    assert {fault["row"] for fault in checked.quarantine if fault["row"]} == wrong
    kept = dict(zip(checked.observations["row"], checked.observations["value"], strict=True))
    assert set(kept) == set(row.values()) - wrong
    assert {number: value for number, value in kept.items() if value == value} == {
        row[cell]: figure for cell, figure in figures.items() if row[cell] not in wrong
    }
    account = checked.account
    assert account["rows_read"] == len(told) + 1
    assert (account["rows_kept"], account["rows_quarantined"]) == (len(kept), len(wrong))


def ingested(folder: Path, rows: list[str]) -> Ingested:
    file = a_file(folder, rows)
    city = a_city(file, sources={"amt": DESCRIPTION}, areas=AREAS, variables=VARIABLES)
    return ingest(city, AREAS)


@examples(20)
@given(told=table, seed=st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(folder, told, seed):
    rows = rows_of(told)
    mixed = rows.copy()
    random.Random(seed).shuffle(mixed)
    one, other = (ingested(folder, each).doubts.drop(columns="row") for each in (rows, mixed))
    assert one.equals(other)


@examples(20)
@given(told=table)
def test_each_doubt_is_about_a_figure_that_holds(folder, told):
    taken = ingested(folder, rows_of(told))
    key = ["variable", "area", "group", "period"]
    held = taken.observations.set_index(key)["value"]
    about = taken.doubts[taken.doubts["row"] != "0"]
    assert (
        held.loc[list(about[key].itertuples(index=False, name=None))] == about["found"].to_numpy()
    ).all()
    assert (about["found"] != about["expected"]).all()
