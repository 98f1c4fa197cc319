"""The one door to a table: columns, types and key."""

import math

import pandas as pd
import pytest

from quartier.tables import COVERED, SCHEMAS, SERIES, TableError, conform, empty, from_rows

KEY = {"indicator": "rate", "area": "03", "period": "2024"}


def test_a_missing_value_stays_missing_and_a_zero_stays_zero():
    rows = [KEY | {"value": 0.0}, KEY | {"area": "04", "value": None}, KEY | {"area": "05"}]
    value = from_rows(rows, SERIES)["value"].tolist()
    assert value[0] == 0.0
    assert math.isnan(value[1])
    assert math.isnan(value[2])


def test_codes_stay_texts():
    assert from_rows([KEY], SERIES)["area"].tolist() == ["03"]


def test_the_columns_stand_in_the_order_of_the_schema_and_others_are_dropped():
    frame = pd.DataFrame([{"delivery": "a@1", "colour": "red", "period": "1", "variable": "x"}])
    assert list(conform(frame, COVERED).columns) == ["variable", "period", "delivery"]


def test_rows_stand_in_the_order_of_the_key():
    rows = [KEY | {"area": "10"}, KEY | {"area": "02"}]
    assert from_rows(rows, SERIES)["area"].tolist() == ["02", "10"]


def test_a_missing_column_is_refused():
    with pytest.raises(TableError, match="delivery"):
        conform(pd.DataFrame({"variable": ["x"], "period": ["1"]}), COVERED)


def test_a_missing_cell_of_the_key_is_refused():
    with pytest.raises(TableError, match="key is missing"):
        from_rows([KEY | {"area": None}], SERIES)


def test_two_rows_with_one_key_are_refused():
    with pytest.raises(TableError, match="share the key"):
        from_rows([KEY, KEY | {"value": 1.0}], SERIES)


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)
def test_a_table_without_rows_has_its_columns(schema):
    frame = empty(schema)
    assert len(frame) == 0
    assert list(frame.columns) == list(schema.columns)
    assert set(schema.key) <= set(schema.columns)
