"""Words where numbers should be: the file says once that its headers are shifted."""

from pathlib import Path

import pytest
from deliveries import Checked, check_file

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import Area, DeliveredFile
from quartier.sources import advice

CODES = [f"{number:02}" for number in range(1, 7)]
AREAS = Areas([Area(code, f"Gebiet {code}", "", "district", None) for code in CODES], ["district"])
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {each: Variable.model_validate(COUNT) for each in ("births", "deaths")}
DESCRIPTION = Description.model_validate(
    {
        "title": "Amt",
        "owner": "Amt",
        "format": "csv",
        "area": {"column": "Gebiet"},
        "period": {"fixed": "2024"},
        "values": [
            {"column": "Geburten", "variable": "births"},
            {"column": "Todesfälle", "variable": "deaths"},
        ],
        "symbols": {"gesperrt": "secret"},
    }
)


@pytest.fixture
def check(tmp_path: Path):
    """Take in a file with these cells in the column of births."""

    def checking(*cells: str) -> Checked:
        rows = [f"{code};mittel;{cell};7" for code, cell in zip(CODES, cells, strict=False)]
        path = tmp_path / "amt.csv"
        path.write_text("\n".join(["Gebiet;Klasse;Geburten;Todesfälle", *rows]) + "\n", "utf-8")
        file = DeliveredFile("amt", path, "2025-01-31", "0" * 64)
        return check_file(file, DESCRIPTION, AREAS, VARIABLES)

    return checking


@pytest.mark.parametrize(
    "cells",
    [
        ("mittel", "hoch", "mittel"),
        ("mittel", "hoch", "mittel", "12", "13", "14"),
        ("mittel", "hoch", "mittel", "", "", ""),
        ("gesperrt", "sehr niedrig", "hoch", "mittel", "", ""),
    ],
)
def test_words_in_a_column_of_values_are_one_fault_of_the_file(check, cells):
    checked = check(*cells)
    (fault,) = checked.quarantine
    assert (fault["row"], fault["column"], fault["reason"]) == (0, "Geburten", "shifted")
    assert fault["hint"] == "Klasse, Todesfälle"
    assert checked.observations.empty
    assert checked.account["rows_quarantined"] == len(cells)


@pytest.mark.parametrize(
    "cells",
    [
        # Two words only; less than half; one and the same word; what is no word; agreed signs.
        ("mittel", "hoch", "12"),
        ("mittel", "hoch", "mittel", "12", "13", "14", "15")[1:],
        ("geheim", "geheim", "geheim", "12"),
        ("x", "ca. 3", "k.A.", "?"),
        ("gesperrt", "gesperrt", "gesperrt"),
    ],
)
def test_single_words_are_faults_of_their_cells(check, cells):
    checked = check(*cells)
    assert all(fault["row"] > 0 for fault in checked.quarantine)
    assert len(checked.observations) > 0


def test_the_advice_names_the_columns_beside_it():
    assert str(advice("shifted", "Klasse, Todesfälle")) == (
        "Mit den Spalten daneben vergleichen: Klasse, Todesfälle."
    )
