"""Which delivery holds: small deliveries by hand, and what must be left of them."""

import pytest

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.errors import UserError
from quartier.observations import Ingested, ingest
from quartier.settings import Area, City, DeliveredFile, Settings

AREAS = [Area(code, f"Gebiet {code}", "", "district", None) for code in ("01", "02", "03")]
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "cases": Variable.model_validate(COUNT | {"dimensions": {"sex": ["f", "m"]}}),
    "helps": Variable.model_validate(COUNT),
}
SETTINGS = Settings.model_validate(
    {
        "name": "Stadt",
        "levels": [{"id": "district", "name": "Bezirk", "plural": "Bezirke"}],
        "geographies": [{"id": "2015", "valid_from": "2015-01-01"}],
    }
)


def source(variable: str) -> Description:
    return Description.model_validate(
        {
            "title": "Amt",
            "owner": "Amt",
            "format": "csv",
            "area": {"column": "Gebiet"},
            "period": {"column": "Jahr"},
            "values": [{"column": "Zahl", "variable": variable}],
            "symbols": {"*": "secret"},
        }
    )


SOURCES = {"alpha": source("cases"), "zulu": source("cases"), "youth": source("helps")}


@pytest.fixture
def deliver(tmp_path):
    """Ingest deliveries: for each file its source, day and rows."""

    def ingesting(*files: tuple[str, str, list[str]]) -> Ingested:
        listed = []
        for number, (name, day, rows) in enumerate(files):
            path = tmp_path / f"{name}-{number}.csv"
            path.write_text("\n".join(["Gebiet;Jahr;Zahl", *rows]) + "\n", encoding="utf-8")
            listed.append(DeliveredFile(name, path, day, "0" * 64))
        city = City(tmp_path, SETTINGS, tuple(AREAS), VARIABLES, {}, SOURCES, tuple(listed), None)
        return ingest(city, Areas(AREAS, ["district"]))

    return ingesting


def held(ingested: Ingested) -> dict[tuple[str, str], float]:
    rows = ingested.observations
    return dict(zip(zip(rows["area"], rows["period"], strict=True), rows["value"], strict=True))


def withdrawn(ingested: Ingested) -> list[tuple]:
    columns = ["variable", "area", "period", "delivery", "by"]
    return [tuple(row) for row in ingested.withdrawn[columns].to_numpy()]


def test_a_later_delivery_replaces_the_periods_that_it_covers_and_no_others(deliver):
    ingested = deliver(
        ("alpha", "2024-02-01", ["01;2022;1", "01;2023;2", "02;2023;3"]),
        ("alpha", "2024-06-01", ["01;2023;20", "02;2023;30"]),
    )
    assert held(ingested) == {("01", "2022"): 1, ("01", "2023"): 20, ("02", "2023"): 30}
    covered = ingested.covered[["variable", "period", "delivery"]].to_numpy().tolist()
    assert covered == [
        ["cases", "2022", "alpha@2024-02-01"],
        ["cases", "2023", "alpha@2024-06-01"],
    ]
    assert withdrawn(ingested) == []


def test_what_the_later_delivery_leaves_out_is_withdrawn(deliver):
    ingested = deliver(
        ("alpha", "2024-02-01", ["01;2023;2", "02;2023;3"]),
        ("alpha", "2024-06-01", ["01;2023;20"]),
    )
    assert held(ingested) == {("01", "2023"): 20}
    assert withdrawn(ingested) == [("cases", "02", "2023", "alpha@2024-02-01", "alpha@2024-06-01")]


@pytest.mark.parametrize(("first", "second"), [("alpha", "zulu"), ("zulu", "alpha")])
def test_the_order_of_sources_in_the_alphabet_means_nothing(deliver, first, second):
    ingested = deliver(
        (first, "2024-02-01", ["01;2023;2", "02;2023;3"]),
        (second, "2024-06-01", ["01;2023;20"]),
    )
    assert held(ingested) == {("01", "2023"): 20}
    assert withdrawn(ingested) == [
        ("cases", "02", "2023", f"{first}@2024-02-01", f"{second}@2024-06-01")
    ]


def test_a_cell_that_comes_back_is_not_withdrawn(deliver):
    ingested = deliver(
        ("alpha", "2024-01-01", ["01;2023;1", "02;2023;2"]),
        ("alpha", "2024-02-01", ["01;2023;10"]),
        ("alpha", "2024-03-01", ["01;2023;100", "02;2023;200"]),
    )
    assert held(ingested) == {("01", "2023"): 100, ("02", "2023"): 200}
    assert withdrawn(ingested) == []


def test_a_withdrawn_cell_names_the_delivery_that_last_had_it(deliver):
    ingested = deliver(
        ("zulu", "2024-01-01", ["01;2023;1", "02;2023;2", "03;2023;3"]),
        ("alpha", "2024-02-01", ["01;2023;10", "02;2023;20"]),
        ("zulu", "2024-03-01", ["01;2023;100"]),
    )
    assert withdrawn(ingested) == [
        ("cases", "02", "2023", "alpha@2024-02-01", "zulu@2024-03-01"),
        ("cases", "03", "2023", "zulu@2024-01-01", "zulu@2024-03-01"),
    ]


def test_another_variable_is_not_replaced(deliver):
    ingested = deliver(
        ("alpha", "2024-02-01", ["01;2023;2"]), ("youth", "2024-06-01", ["02;2023;7"])
    )
    rows = ingested.observations[["variable", "area", "value"]].to_numpy().tolist()
    assert rows == [["cases", "01", 2.0], ["helps", "02", 7.0]]
    assert withdrawn(ingested) == []


def test_a_symbol_replaces_a_number(deliver):
    ingested = deliver(
        ("alpha", "2024-02-01", ["01;2023;2"]), ("alpha", "2024-06-01", ["01;2023;*"])
    )
    assert ingested.observations["status"].tolist() == ["secret"]
    assert ingested.observations["value"].isna().all()
    assert withdrawn(ingested) == []


def test_two_files_of_one_day_are_one_delivery(deliver):
    ingested = deliver(
        ("alpha", "2024-02-01", ["01;2023;2"]), ("alpha", "2024-02-01", ["02;2023;3"])
    )
    assert held(ingested) == {("01", "2023"): 2, ("02", "2023"): 3}
    assert set(ingested.observations["delivery"]) == {"alpha@2024-02-01"}
    assert ingested.accounts["file"].tolist() == ["alpha-0.csv", "alpha-1.csv"]


def test_two_files_of_one_delivery_must_not_state_the_same_cell(deliver):
    with pytest.raises(UserError) as error:
        deliver(("alpha", "2024-02-01", ["01;2023;2"]), ("alpha", "2024-02-01", ["01;2023;2"]))
    (problem,) = error.value.problems
    assert problem.found == "alpha-0.csv, alpha-1.csv"
    assert problem.place.file.endswith("/sources/alpha/alpha-0.csv")
    assert problem.place.row == 2


def test_two_sources_must_not_deliver_the_same_on_one_day(deliver):
    with pytest.raises(UserError) as error:
        deliver(("alpha", "2024-02-01", ["01;2023;2"]), ("zulu", "2024-02-01", ["02;2023;3"]))
    (problem,) = error.value.problems
    assert problem.found == "alpha, zulu"
    assert problem.place.file.endswith("/sources/deliveries.csv")


def test_two_sources_on_one_day_are_fine_if_a_later_delivery_settles_it(deliver):
    ingested = deliver(
        ("alpha", "2024-02-01", ["01;2023;2"]),
        ("zulu", "2024-02-01", ["01;2023;3"]),
        ("alpha", "2024-03-01", ["01;2023;4"]),
    )
    assert held(ingested) == {("01", "2023"): 4}


def test_a_delivery_of_which_nothing_was_understood_replaces_nothing(deliver):
    ingested = deliver(
        ("alpha", "2024-02-01", ["01;2023;2"]), ("alpha", "2024-06-01", ["01;2023;viele"])
    )
    assert held(ingested) == {("01", "2023"): 2}
    assert ingested.quarantine["found"].tolist() == ["viele"]


def test_a_city_without_deliveries_has_empty_tables(deliver):
    ingested = deliver()
    tables = [ingested.observations, ingested.withdrawn, ingested.quarantine, ingested.accounts]
    assert [len(table) for table in tables] == [0, 0, 0, 0]
