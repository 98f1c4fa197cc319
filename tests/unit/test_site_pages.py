"""Which pages a site has, what they are called, and how one gets from one to another."""

from pathlib import Path

import pytest

from quartier.city import load_city
from quartier.engine.site import head_of, pages_of, selected
from quartier.errors import UserError
from quartier.places import EXAMPLES
from quartier.settings import Area, City, Level, Settings

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LEVELS = (
    Level(id="city", name="Stadt", plural="Städte"),
    Level(id="district", name="Bezirk", plural="Bezirke"),
    Level(id="neighbourhood", name="Sozialraum", plural="Sozialräume"),
)
AREAS = (
    Area("00", "Kleinstadt", "in Kleinstadt", "city", None, ()),
    Area("01", "Nord", "im Norden", "district", "00", ()),
    Area("02", "Süd", "im Süden", "district", "00", ()),
    Area("0101", "Hafen", "am Hafen", "neighbourhood", "01", ()),
)


@pytest.fixture
def city(tmp_path: Path) -> City:
    settings = Settings.model_validate(
        {
            "name": "Kleinstadt",
            "levels": LEVELS,
            "geographies": [{"id": "2019", "valid_from": "2019-01-01"}],
            "languages": ["de", "en"],
            "audience": "administration",
            "notice": "Nur ein Entwurf.",
        }
    )
    return City(tmp_path / "kleinstadt", settings, AREAS, {}, {}, {}, (), None)


def head(city: City, address: str, language: str = "de", **there: bool):
    (page,) = selected(pages_of(city), [address])
    return head_of(page, city, language, there or {"de": True, "en": True}, "Quartier 9.9")


def said(links, language: str = "de") -> list[tuple[str, str | None]]:
    return [(text if isinstance(text, str) else text.into(language), page) for text, page in links]


def test_the_pages_are_the_steps_the_overview_and_all_areas_from_the_top_down(city):
    assert [page.address for page in pages_of(city)] == [
        "data",
        "coverage",
        "goals",
        "index",
        "methods",
        "area/00",
        "area/01",
        "area/02",
        "area/0101",
    ]


def test_each_page_is_made_by_a_notebook_that_is_there(city):
    made = {page.address: page.notebook for page in pages_of(city)}
    assert {address: notebook.stem for address, notebook in made.items()} == {
        "data": "01_ingest",
        "coverage": "02_series",
        "goals": "03_goals",
        "index": "10_city",
        "methods": "90_methods",
        "area/00": "11_area",
        "area/01": "11_area",
        "area/02": "11_area",
        "area/0101": "11_area",
    }
    assert all(notebook.parent == NOTEBOOKS and notebook.is_file() for notebook in made.values())


def test_each_indicator_of_a_city_has_a_sheet_under_its_title():
    sheets = {
        page.address: page
        for page in pages_of(load_city(EXAMPLES / "musterstadt"))
        if page.notebook.stem == "12_indicator"
    }
    sheet = sheets["indicator/long_term_unemployed_share"]
    assert len(sheets) == 8
    assert sheet.parameters == {"indicator": "long_term_unemployed_share"}
    assert sheet.title.into("de") == "Anteil der Langzeitarbeitslosen an den Arbeitslosen"
    assert sheet.title.into("en").startswith("Share of the long-term unemployed")
    assert said(sheet.above) == [("Überblick", "index")]


def test_only_a_profile_is_given_an_area_and_its_code_stays_text(city):
    given = {page.address: dict(page.parameters) for page in pages_of(city)}
    assert given["area/0101"] == {"area": "0101"}
    assert given["area/00"] == {"area": "00"}
    assert [given[step] for step in ("data", "coverage", "goals", "index")] == [{}] * 4


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "area/0101",
            [
                ("Überblick", "index"),
                ("Kleinstadt", "area/00"),
                ("Nord", "area/01"),
                ("Hafen", None),
            ],
        ),
        ("area/00", [("Überblick", "index"), ("Kleinstadt", None)]),
        ("index", []),
        ("goals", []),
    ],
)
def test_breadcrumbs_lead_from_the_overview_down_to_the_page(city, address, expected):
    assert said(head(city, address).breadcrumbs) == expected


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (
            [],
            "data coverage goals index methods area/00 area/01 area/02 area/0101".split(),
        ),
        (["goals"], ["goals"]),
        (["area/01*"], ["area/01", "area/0101"]),
        (["area/0?"], ["area/00", "area/01", "area/02"]),
        (["index", "data"], ["data", "index"]),
        (["area/01", "area/01*"], ["area/01", "area/0101"]),
    ],
)
def test_patterns_choose_pages_each_once_in_the_order_of_the_site(city, patterns, expected):
    assert [page.address for page in selected(pages_of(city), patterns)] == expected


def test_each_pattern_that_names_no_page_is_an_error_of_its_own(city):
    with pytest.raises(UserError) as error:
        selected(pages_of(city), ["area/9999", "index", "gaols"])
    strange, misspelt = error.value.problems
    assert str(strange).startswith(
        "--only: Diese Seite gibt es nicht: „area/9999“. "
        "Erlaubt: Adressen wie „index“, „goals“ oder „area/01*“."
    )
    assert str(misspelt) == (
        "--only: Diese Seite gibt es nicht: „gaols“. "
        "Erlaubt: Adressen wie „index“, „goals“ oder „area/01*“. Hinweis: Meinten Sie „goals“?"
    )


@pytest.mark.parametrize("pattern", ["INDEX", "area", "de/index", "index.html", ""])
def test_a_pattern_must_name_a_whole_address_as_it_is_written(city, pattern):
    with pytest.raises(UserError):
        selected(pages_of(city), [pattern])


def test_the_head_tells_of_city_release_and_audience(city):
    made = head(city, "area/0101")
    told = (made.title, made.page, made.language, made.city_name, made.release)
    assert told == ("Hafen", "area/0101", "de", "Kleinstadt", "Quartier 9.9")
    assert (made.city_language, made.audience, made.notice) == (
        "de",
        "administration",
        "Nur ein Entwurf.",
    )


def test_the_title_of_a_page_of_the_program_is_in_its_language_that_of_an_area_stays(city):
    assert [head(city, "goals", language).title for language in ("de", "en")] == ["Ziele", "Goals"]
    assert head(city, "area/0101", "en").title == "Hafen"


def test_the_navigation_begins_with_the_overview_and_ends_with_the_methods(city):
    navigation = head(city, "area/0101").navigation
    assert said(navigation) == [
        ("Überblick", "index"),
        ("Ziele", "goals"),
        ("Datenlage", "coverage"),
        ("Datenqualität", "data"),
        ("Methoden", "methods"),
    ]
    english = [text for text, _page in said(navigation, "en")]
    assert english[:2] == ["Overview", "Goals"]
    assert "Datenlage" not in english
    assert "Datenqualität" not in english


@pytest.mark.parametrize(
    ("address", "up"), [("index", "../"), ("goals", "../"), ("area/0101", "../../")]
)
def test_the_way_to_the_other_language_is_there_where_the_page_is(city, address, up):
    made = head(city, address, "de", de=True, en=True)
    assert made.languages == {"de": f"{up}de/{address}.html", "en": f"{up}en/{address}.html"}
    alone = head(city, address, "de", de=True, en=False)
    assert alone.languages == {"de": f"{up}de/{address}.html", "en": None}


def test_a_city_with_several_areas_at_the_top_has_a_profile_of_each(city):
    tops = (
        Area("1", "Ost", "im Osten", "district", None, ()),
        Area("2", "West", "im Westen", "district", None, ()),
    )
    several = City(city.folder, city.settings, tops, {}, {}, {}, (), None)
    crumbs = {page.address: said(page.above) for page in pages_of(several)}
    assert crumbs["area/1"] == crumbs["area/2"] == [("Überblick", "index")]
