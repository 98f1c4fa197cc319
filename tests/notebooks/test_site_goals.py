"""Key facts, targets and paths on the built pages, counted again by hand."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

CATALOGUE = Path(__file__).parents[2] / "data" / "catalogue" / "indicators"
SIGNS = ("•", "*", "[ ]", "~", "?")
LATEST = 2024

# What goals.yml says: target, indicator, per cent less a year, from, to.
TARGETS = [
    ("sgb2-city", "sgb2-rate", 10, 2020, 2026),
    ("long-term-city", "long-term-unemployed-share", 5, 2021, 2026),
]


def plain(tag: Tag) -> str:
    return " ".join(tag.get_text().replace("\N{NO-BREAK SPACE}", " ").split())


def rows(table: Tag) -> list[list[str]]:
    return [[plain(cell) for cell in row.find_all(["th", "td"])] for row in table.select("tr")]


def anchors(page: BeautifulSoup) -> dict[str, str]:
    """Short title to the indicator, from the links of the overview table."""
    links = page.select("main table a[href^='#']")
    return {plain(link): str(link["href"]).removeprefix("#") for link in links}


def assert_is(cell, shown: str, language: str, where: object) -> bool:
    """Whether a figure is shown; it must then be the delivered one."""
    if shown.startswith(SIGNS):
        assert len(shown) > 5, where  # the sign and what it means
        return False
    assert not cell.sign, where
    assert not cell.small, where
    assert shown == cell.value(language), where
    return True


@pytest.mark.parametrize("language", ["de", "en"])
def test_key_facts_and_overview_of_each_profile_are_the_latest_delivered_figures(
    pages, delivered, language
):
    shown = withheld = 0
    for area in delivered.areas:
        page = pages[f"{language}/area/{area}"]
        known = anchors(page)
        assert len(known) == 8
        facts = {
            plain(fact.dt): plain(fact.select_one(".q-fact-value"))
            for fact in page.select(".q-facts > div")
            if plain(fact.dt) in known
        }
        overview = {
            row[0]: row[1] for row in rows(page.select_one("main table")) if row[0] in known
        }
        # What is only a part of another comes last.
        assert not {"sgb2-rate-18-to-64", "sgb2-rate-under-18"} & {known[each] for each in facts}
        assert len(facts) == 5
        assert overview.keys() == known.keys()
        for title, indicator in known.items():
            cell = delivered.cell(indicator, area, LATEST)
            for said in (told[title] for told in (facts, overview) if title in told):
                where = (language, area, title)
                told = assert_is(cell, said, language, where)
                shown, withheld = shown + told, withheld + (not told)
    assert shown + withheld == 19 * (8 + 5)
    assert 0 < withheld < 35


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_facts_of_the_city_are_those_of_the_city(pages, delivered, language):
    known = anchors(pages[f"{language}/area/00"])
    facts = {
        plain(fact.dt): plain(fact.select_one(".q-fact-value"))
        for fact in pages[f"{language}/index"].select(".q-facts > div")
        if plain(fact.dt) in known
    }
    assert len(facts) == 5
    expected = {
        title: delivered.cell(known[title], "00", LATEST).value(language) for title in facts
    }
    assert facts == expected


def test_in_english_too_all_areas_of_a_level_show_the_delivered_figures(pages, delivered):
    names = {row["name"] for row in delivered.areas.values()}
    compared = 0
    for address in ("en/index", "en/area/01", "en/area/0403"):
        for heading in pages[address].select("main h3[id]"):
            for figure in heading.parent.select("figure.q-figure")[:2]:
                for name, value, *_ends in (row for row in rows(figure.table) if row[0] in names):
                    cell = delivered.cell(str(heading["id"]), delivered.named(name), LATEST)
                    compared += assert_is(cell, value, "en", (address, heading["id"], name))
    assert compared > 150


@pytest.mark.parametrize(("target", "indicator", "less", "begin", "end"), TARGETS)
def test_the_path_to_a_target_begins_at_the_baseline_and_loses_its_share_each_year(
    pages, delivered, target, indicator, less, begin, end
):
    heading = pages["de/goals"].find(id=f"ziel-{target}")
    assert isinstance(heading, Tag)
    table = heading.find_next("table")
    assert isinstance(table, Tag)
    path = {row[0]: row[-1] for row in rows(table)[1:] if row[-1]}
    baseline = delivered.cell(indicator, "00", begin)
    expected = {
        str(year): per_cent(
            Fraction(baseline.above * 100, baseline.below)
            * (1 - Fraction(less, 100)) ** (year - begin)
        )
        for year in range(begin, end + 1)
    }
    assert path == expected
    reached = delivered.cell(indicator, "00", LATEST).value("de")
    text = plain(heading.find_next("p").find_next("p"))
    assert text == (
        f"Ziel: von {begin} an jedes Jahr {less} % weniger, {end} also höchstens "
        f"{expected[str(end)]}. {LATEST} verlangt der Weg zum Ziel {expected[str(LATEST)]}; "
        f"erreicht sind {reached}."
    )


def per_cent(share: Fraction) -> str:
    """Half up, on the exact fraction."""
    tenths = (share * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10},{tenths % 10} %"


def test_a_target_is_met_or_missed_where_the_whole_interval_is_beside_the_path(pages, delivered):
    """Both indicators are burdens: on course is who lies below the path."""
    said = []
    for _target, indicator, less, begin, _end in TARGETS:
        baseline, now = (delivered.cell(indicator, "00", year) for year in (begin, LATEST))
        path = 100 * baseline.above / baseline.below * (1 - less / 100) ** (LATEST - begin)
        lower, upper = (
            float(end.replace(",", "."))
            for end in now.interval("de").removesuffix(" %").split(" bis ")
        )
        assert upper <= path + 0.05 or lower > path
        said.append("auf Kurs" if upper <= path + 0.05 else "nicht auf Kurs")
    headings = [pages["de/goals"].find(id=f"ziel-{target}") for target, *_rest in TARGETS]
    assert [plain(heading.find_next("p").select_one(".q-badge")) for heading in headings] == said
    assert set(said) == {"auf Kurs", "nicht auf Kurs"}


def test_the_titles_of_the_key_facts_are_those_of_the_catalogue(pages):
    shorts = {
        yaml.safe_load(file.read_text(encoding="utf-8"))["short"]: file.stem.replace("_", "-")
        for file in CATALOGUE.glob("*.yml")
    }
    assert anchors(pages["de/area/0403"]) == shorts
