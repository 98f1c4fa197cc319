"""Groups, bands, and what tiles what."""

import pytest

from quartier.groups import OPEN, band, check_bands, finest, is_banded, parse, text, tile

BANDS = {"age": ["0-17", "18-64", "65+"], "sex": ["f", "m"]}


def test_text_and_parse() -> None:
    assert parse("total") == {}
    assert parse("age=0-17;sex=f") == {"age": "0-17", "sex": "f"}
    assert text(parse("sex=f;age=0-17")) == "age=0-17;sex=f"


@pytest.mark.parametrize(
    "group",
    ["", "age", "age=", "=3", "age=3;", "age=3;age=4", "Age=3", "age= 3", "a=b=c", "all"],
)
def test_what_is_no_group(group: str) -> None:
    with pytest.raises(ValueError, match=r"no group|twice"):
        parse(group)


@pytest.mark.parametrize("categories", [{"age": ""}, {"age": "3;sex=f"}, {"": "3"}])
def test_what_cannot_be_written(categories: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no group"):
        text(categories)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("0-17", (0, 18)),
        ("3", (3, 4)),
        ("3-3", (3, 4)),
        ("65+", (65, OPEN)),
        ("17-0", None),
        ("f", None),
        ("07", None),
        ("65-", None),
    ],
)
def test_band(category: str, expected: tuple[int, int] | None) -> None:
    assert band(category) == expected


def test_a_dimension_is_banded_as_a_whole() -> None:
    assert is_banded(["0-17", "18+"])
    assert not is_banded(["0-17", "unknown"])
    assert not is_banded([])


@pytest.mark.parametrize(
    ("bands", "wrong"),
    [
        (["0-17", "18-64", "65+"], None),
        (["15-24", "25-64"], None),
        (["0", "1", "2", "3+"], None),
        (["0-17", "19+"], "Zwischen „0-17“ und „19+“ ist eine Lücke"),
        (["0-17", "17+"], "„0-17“ und „17+“ überschneiden sich"),
        (["18+", "0-17"], "Nur die letzte Spanne darf offen sein, nicht „18+“"),
        (["18-64", "0-17"], "„18-64“ und „0-17“ überschneiden sich"),
        (["0-17", "alt"], "„alt“ ist keine Spanne wie „0-17“ oder „65+“"),
    ],
)
def test_check_bands(bands: list[str], wrong: str | None) -> None:
    found = check_bands(bands)
    assert (None if found is None else str(found)) == wrong


def groups(*names: str) -> tuple[str, ...]:
    return names


@pytest.mark.parametrize(
    ("request_", "available", "expected"),
    [
        # as delivered, although the parts are there too
        ("total", groups("total", "sex=f", "sex=m"), groups("total")),
        ("age=0-64", groups("age=0-64", "age=0-17", "age=18-64"), groups("age=0-64")),
        # cut once
        ("total", groups("sex=m", "sex=f"), groups("sex=f", "sex=m")),
        ("total", groups("age=0-17", "age=18+"), groups("age=0-17", "age=18+")),
        ("age=0-64", groups("age=0-17", "age=18-64", "age=65+"), groups("age=0-17", "age=18-64")),
        # finer and coarser bands than declared
        ("age=0-4", groups("age=0", "age=1", "age=2-4"), groups("age=0", "age=1", "age=2-4")),
        ("age=0-9", groups("age=0-2", "age=3", "age=4-9", "age=3-9"), groups("age=0-2", "age=3-9")),
        # a further dimension
        ("age=3", groups("age=3;sex=f", "age=3;sex=m"), groups("age=3;sex=f", "age=3;sex=m")),
        (
            "total",
            groups("age=0-64;sex=f", "age=65+;sex=f", "age=0+;sex=m"),
            groups("age=0-64;sex=f", "age=65+;sex=f", "age=0+;sex=m"),
        ),
        # fewest dimensions before fewest groups
        ("total", groups("age=0-17", "age=18-64", "age=65+", "age=0+;sex=f", "age=0+;sex=m"),
         groups("age=0-17", "age=18-64", "age=65+")),
        ("sex=f;age=0-64", groups("age=0-64;sex=f"), groups("age=0-64;sex=f")),
    ],
)  # fmt: skip
def test_tile(request_: str, available: tuple[str, ...], expected: tuple[str, ...]) -> None:
    tiling = tile(request_, BANDS, set(available))
    assert sorted(tiling.groups) == sorted(expected)
    assert tiling.reason is None


@pytest.mark.parametrize(
    ("request_", "available", "reason"),
    [
        ("total", groups("sex=f"), "Es fehlen Gruppen: sex=m"),
        ("total", groups(), "Es fehlen Gruppen: total"),
        ("total", groups("sex=f", "age=0-17"), "Es fehlen Gruppen: sex=m"),
        ("age=18+", groups("age=0-17", "age=18-64"), "Es fehlen Gruppen: age=65+"),
        # mixed cuts would count the women below 18 twice
        ("total", groups("age=0-17", "sex=m"), "Es fehlen Gruppen: sex=f"),
        ("age=18-24", groups("age=18-64"), "Keine Spannen der Daten ergeben zusammen „age=18-24“"),
        ("age=0-20", groups("age=0-17", "age=18-64"), "Keine Spannen der Daten"),
        ("origin=de", groups("total"), "Das Merkmal ist nicht nach „origin“ gegliedert"),
        ("sex=x", groups("total"), "„x“ ist keine Ausprägung von „sex“"),
        ("age=alt", groups("total"), "„alt“ ist keine Ausprägung von „age“"),
    ],
)
def test_what_does_not_tile_has_a_reason(
    request_: str, available: tuple[str, ...], reason: str
) -> None:
    tiling = tile(request_, BANDS, set(available))
    assert tiling.groups == ()
    assert str(tiling.reason).startswith(reason)


def test_parts_that_overlap_are_never_added_up() -> None:
    # Line 10 of a budget is the sum of the others: together they would count twice.
    budget = {"line": ["01", "02", "10"], "plan": ["0501", "0502"]}
    available = finest(budget)
    lines = {"overlapping": ["line"]}
    assert tile("line=10", budget, available, **lines).groups == (
        "line=10;plan=0501",
        "line=10;plan=0502",
    )
    assert len(tile("plan=0501", budget, available).groups) == 3
    assert str(tile("plan=0501", budget, available, **lines).reason) == (
        "Es fehlen Gruppen: plan=0501"
    )


def test_long_lists_of_reasons_are_cut() -> None:
    ages = [*(str(age) for age in range(9)), "9+"]
    tiling = tile("total", {"age": ages}, {"age=0"})
    assert str(tiling.reason) == ("Es fehlen Gruppen: age=1, age=2, age=3, age=4, age=5 …")


def test_a_category_that_is_declared_twice_counts_once() -> None:
    assert tile("total", {"sex": ["f", "m", "f"]}, {"sex=f", "sex=m"}).groups == ("sex=f", "sex=m")
