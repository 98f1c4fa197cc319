"""Tables lie in pieces; what was not written is a table without rows."""

from quartier.store import Store
from quartier.tables import SERIES, from_rows

ROWS = [
    {"indicator": name, "area": area, "period": "2024", "value": 1.0}
    for name in ("births", "deaths")
    for area in ("01", "02")
]


def test_a_table_is_read_by_the_piece(tmp_path):
    store = Store(tmp_path)
    store.replace("series", from_rows(ROWS, SERIES), by="indicator")
    assert sorted(file.name for file in tmp_path.rglob("*.parquet")) == [
        "births.parquet",
        "deaths.parquet",
    ]
    assert store.read("series", "births")["indicator"].unique().tolist() == ["births"]


def test_what_was_replaced_is_gone(tmp_path):
    store = Store(tmp_path)
    store.replace("series", from_rows(ROWS, SERIES), by="indicator")
    store.replace("series", from_rows(ROWS[:2], SERIES), by="indicator")
    assert store.read("series", "deaths").empty


def test_what_was_never_written_has_columns_and_no_rows(tmp_path):
    assert not Store(tmp_path).has("series")
    frame = Store(tmp_path).read("series", "births")
    assert list(frame.columns) == list(SERIES.columns)
    assert frame.empty
