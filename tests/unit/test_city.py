"""The example city, counted a second time with the csv module; the catalogue, complete."""

import csv
from pathlib import Path

import pytest
import yaml

from quartier.city import load_city, locate
from quartier.errors import UserError

DATA = Path(__file__).parents[2] / "data"
CATALOGUE = sorted((DATA / "catalogue" / "indicators").glob("*.yml"))


def rows(file: str) -> list[dict[str, str]]:
    with (DATA / "musterstadt" / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_all_areas_and_deliveries_of_the_example_are_read():
    city = load_city(DATA / "musterstadt")
    written = rows("areas.csv")
    assert {(a.code, a.name, a.level, a.parent or "") for a in city.areas} == {
        (r["code"], r["name"], r["level"], r["parent"]) for r in written
    }
    received = [file.received for file in city.files]
    assert received == sorted(row["received"] for row in rows("sources/deliveries.csv"))


def test_a_city_is_found_by_its_name_and_by_its_folder():
    assert locate("musterstadt") == locate(DATA / "musterstadt") == (DATA / "musterstadt").resolve()


def test_a_city_that_is_not_there_is_named_with_a_hint():
    with pytest.raises(UserError) as caught:
        locate("mustestadt")
    assert "Meinten Sie „musterstadt“?" in caught.value.problems[0].into("de")


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.stem)
def test_an_indicator_of_the_catalogue_says_all_that_a_reader_must_know(file):
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    for key in ("title", "short", "definition", "reading", "owner", "legal_basis", "usual_source"):
        assert told.get(key, "").strip(), key
    assert len(told["short"]) <= 40 < len(told["definition"])
