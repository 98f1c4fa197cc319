"""The areas of a city of three levels, and what an office may call them."""

import pytest

from quartier.areas import Areas
from quartier.settings import Area

AREAS = Areas(
    [
        Area("00", "Musterstadt", "in Musterstadt", "city", None, ("Stadt insgesamt",)),
        Area("01", "Nord", "im Norden", "district", "00"),
        Area("02", "Süd", "im Süden", "district", "00"),
        Area("0101", "Altstadt", "in der Altstadt", "quarter", "01"),
        Area("0102", "Nord", "in Nord", "quarter", "01", ("Nord (Viertel)",)),
    ],
    ["city", "district", "quarter"],
)


def codes(areas: list[Area]) -> list[str]:
    return [area.code for area in areas]


def test_the_tree_is_walked_up_and_down():
    assert codes(AREAS.children("00")) == ["01", "02"]
    assert codes(AREAS.children("01")) == ["0101", "0102"]
    assert codes(AREAS.children("0101")) == []
    assert codes(AREAS.ancestors("0102")) == ["01", "00"]
    assert codes(AREAS.ancestors("00")) == []


def test_areas_of_a_level_are_peers():
    assert codes(AREAS.on("district")) == codes(AREAS.peers("01")) == ["01", "02"]
    assert codes(AREAS.on("street")) == []


def test_there_is_a_city_only_if_all_lie_in_one_area():
    assert AREAS.city() == AREAS["00"]
    tops = [Area(code, code, "", "district", None) for code in ("01", "02")]
    assert Areas(tops, ["district"]).city() is None


def test_an_area_is_there_or_not():
    assert "0101" in AREAS
    assert "101" not in AREAS
    with pytest.raises(KeyError):
        AREAS["101"]


@pytest.mark.parametrize(
    ("text", "by", "level", "found"),
    [
        ("0101", "code", None, ["0101"]),
        (" 0101 ", "code", None, ["0101"]),
        ("0101", "code", "quarter", ["0101"]),
        ("0101", "code", "district", []),
        ("Altstadt", "name", None, ["0101"]),
        ("Stadt  insgesamt", "name", None, ["00"]),
        ("Nord", "name", None, ["01", "0102"]),
        ("Nord", "name", "district", ["01"]),
        ("Nord (Viertel)", "name", None, ["0102"]),
        ("Süd", "name", "quarter", []),
        ("0101", "name", None, []),
        ("Altstadt", "code", None, []),
    ],
)
def test_an_area_is_found_by_code_name_or_alias(text, by, level, found):
    assert AREAS.find(text, by, level)[0] == found


@pytest.mark.parametrize(
    ("text", "by", "level", "hint"),
    [
        ("101", "code", None, "0101"),
        ("1", "code", None, "01"),
        # Without its zeros this could only be a district, which is not asked for.
        ("1", "code", "quarter", ""),
        ("0", "code", None, "00"),
        ("9", "code", None, ""),
        ("Altstad", "name", None, "Altstadt"),
        ("altstadt", "name", None, "Altstadt"),
        ("Musterstadt", "name", "district", ""),
        ("Hafen", "name", None, ""),
    ],
)
def test_what_is_not_found_is_answered_with_the_nearest(text, by, level, hint):
    assert AREAS.find(text, by, level) == ([], hint)
