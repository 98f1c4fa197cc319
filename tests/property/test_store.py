"""What is written into the store comes back, and its digests are true."""

import hashlib
import json
import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from quartier.store import Store
from quartier.tables import SERIES, from_rows

CODES = st.from_regex(r"[0-9A-Za-zÄß]{1,4}", fullmatch=True)
NUMBERS = st.none() | st.just(0.0) | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
ROW = st.fixed_dictionaries(
    {
        "indicator": st.just("rate"),
        "area": CODES,
        "period": st.sampled_from(["2023", "2024"]),
        "value": NUMBERS,
        "lower": NUMBERS,
        "status": WORDS,
    }
)
TABLES = st.lists(ROW, max_size=6, unique_by=lambda row: (row["area"], row["period"]))


@given(TABLES)
def test_what_is_written_is_read_again(rows):
    table = from_rows(rows, SERIES)
    with tempfile.TemporaryDirectory() as folder:
        Store(Path(folder)).write("series", table, "rate")
        read = Store(Path(folder)).read("series", "rate")
    pd.testing.assert_frame_equal(read, table)
    given_back = {(row["area"], row["period"]): row["value"] for row in rows}
    for area, period, value in zip(read["area"], read["period"], read["value"], strict=True):
        expected = given_back[area, period]
        assert pd.isna(value) if expected is None else value == expected


@given(TABLES)
def test_the_same_rows_give_the_same_bytes_and_true_digests(rows):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        files = []
        for folder, order in ((one, rows), (other, rows[::-1])):
            store = Store(Path(folder))
            store.write("series", from_rows(order, SERIES), "rate")
            (file,) = Path(folder).rglob("*.parquet")
            files.append(file.read_bytes())
            expected = {"series/rate.parquet": hashlib.sha256(files[-1]).hexdigest()}
            assert store.seal() == expected
            assert json.loads((Path(folder) / "manifest.json").read_text("utf-8")) == expected
        assert files[0] == files[1]
