"""The site of Musterstadt as it is built: every page, link and figure."""

import csv
import posixpath
import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from quartier.pages import stamp_of

DATA = Path(__file__).parents[2] / "data"
CATALOGUE = DATA / "catalogue" / "indicators"
LANGUAGES = ("de", "en")
SIGNS = ("•", "*", "[ ]", "~", "?")


def areas() -> list[dict[str, str]]:
    with (DATA / "musterstadt" / "areas.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_every_area_and_step_has_its_page_in_both_languages_and_nothing_else(musterstadt):
    site = musterstadt / "site"
    addresses = ["index", "data", "coverage", "goals", "methods"]
    addresses += [f"area/{r['code']}" for r in areas()]
    addresses += [f"indicator/{file.stem}" for file in CATALOGUE.glob("*.yml")]
    expected = {f"{language}/{address}.html" for language in LANGUAGES for address in addresses}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert files == expected | {"index.html"}


def test_every_link_leads_to_a_page_and_a_place_on_it(pages):
    ids = {
        address: {tag["id"] for tag in page.find_all(id=True)} for address, page in pages.items()
    }
    broken = []
    for address, page in pages.items():
        for link in page.find_all("a", href=True):
            file, _hash, place = str(link["href"]).partition("#")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(address), file))
            path = path.removesuffix(".html") if file else address
            if path not in pages or (place and place not in ids[path]):
                broken.append((address, link["href"]))
    assert broken == []


def test_no_page_asks_anybody_for_anything(pages):
    for address, page in pages.items():
        policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert isinstance(policy, Tag), address
        assert "default-src 'none'" in str(policy["content"]), address
        assert page.find_all(["script", "iframe", "object", "embed", "form"]) == [], address
        for tag in page.find_all(True):
            for name in ("src", "srcset", "poster", "data", "action"):
                assert name not in tag.attrs, (address, tag.name, name)
        outside = re.findall(r"url\((?!#)[^)]*\)|@import", str(page))
        assert outside == [], address
        assert all("://" not in str(a["href"]) for a in page.find_all("a", href=True)), address


def test_a_page_has_one_title_its_language_and_no_id_twice(pages):
    for address, page in pages.items():
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), address
        assert len(page.find_all("h1")) == 1, address
        if address != "index":
            assert page.html is not None
            assert page.html["lang"] == address.split("/")[0]


def test_the_stamp_of_a_page_is_its_address(musterstadt):
    for file in (musterstadt / "site").rglob("area/*.html"):
        stamp = stamp_of(file.read_text(encoding="utf-8"))
        assert stamp["area"] == file.stem
        assert stamp["language"] == file.parents[1].name
        assert stamp["page"] == f"area/{file.stem}"


def body(table: Tag) -> list[list[str]]:
    rows = table.select("tbody tr")
    return [
        [" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])] for row in rows
    ]


SERIES: dict[tuple[int, str], dict[str, list[str]]] = {}


def series(page: BeautifulSoup, section: str) -> dict[str, list[str]]:
    """The table under the line chart of an indicator: year to value and interval."""
    key = id(page), section  # pages live as long as the run, and comparing them takes long
    if key not in SERIES:
        found = page.find(id=section)
        assert isinstance(found, Tag)
        table = found.find_next("table")
        assert isinstance(table, Tag)
        SERIES[key] = {row[0]: row[1:3] for row in body(table)}
    return SERIES[key]


# Three men from 25 to 64 in the file of 2017 live where no area is: sums over areas lack them.
OF_ALL_ADULTS = ("population", "under-18-share", "over-64-share", "sgb2-rate", "sgb2-rate-18-to-64")
IN_BRACKETS = {
    "de": "({}) nur eingeschränkt aussagekräftig",
    "en": "({}) of limited reliability",
}


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_interval_of_a_profile_is_the_one_that_was_delivered(
    pages, delivered, language
):
    shown = withheld = 0
    for (indicator, area, year), cell in delivered.cells().items():
        value, *ends = series(pages[f"{language}/area/{area}"], indicator).get(str(year), [""])
        if value.startswith(SIGNS):
            withheld += 1
            continue
        assert not cell.sign, (indicator, area, year, value)
        assert not cell.small, (indicator, area, year)
        expected = cell.value(language)
        if year == 2017 and indicator in OF_ALL_ADULTS and len(area) == 2:
            expected = IN_BRACKETS[language].format(expected)
        assert plain(value) == plain(expected), (indicator, area, year)
        if cell.kind != "persons":
            assert [plain(end) for end in ends] == [plain(cell.interval(language))]
        shown += 1
    assert shown + withheld == len(delivered.cells()) == 8 * 19 * 10
    assert shown > 1200


def test_a_figure_that_may_not_be_shown_is_a_sign_and_never_empty_or_zero(pages, delivered):
    small = {key: cell for key, cell in delivered.cells().items() if cell.small}
    assert len(small) > 20
    for indicator, area, year in small:
        value = series(pages[f"de/area/{area}"], indicator)[str(year)][0]
        assert value.startswith(("• nicht veröffentlicht", "* von der Quelle geheim")), value


def test_what_a_source_does_not_say_is_the_sign_of_why(pages, delivered):
    meant = {
        "[ ]": "[ ] nichts Verwertbares geliefert",
        "~": "~ unvollständig, weil ein Teil der Summe fehlt",
        "?": "? unbekannt",
        "*": "* von der Quelle geheim gehalten",
    }
    checked = set()
    for (indicator, area, year), cell in delivered.cells().items():
        if cell.sign and not (indicator == "sgb2-rate" and cell.sign == "[ ]"):
            value = series(pages[f"de/area/{area}"], indicator)[str(year)][0]
            assert value in (
                meant[cell.sign],
                "• nicht veröffentlicht, damit niemand erkennbar wird",
            )
            checked.add(cell.sign)
    assert checked == set(meant)


def test_no_table_on_any_page_gives_a_withheld_figure_away(pages, delivered):
    shorts = {}
    for file in CATALOGUE.glob("*.yml"):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        shorts[told["short"]] = file.stem.replace("_", "-")
    compared = 0
    for address, page in pages.items():
        for table in page.find_all("table") if address.startswith("de/") else ():
            caption = table.caption.get_text() if table.caption else ""
            named = re.fullmatch(r"(.+): (?:Stadtbezirke|Sozialräume), (\d{4})", caption)
            if named is None:
                continue
            for row in body(table):
                area, value = delivered.named(row[0]), row[1]
                cell = delivered.cell(shorts[named[1]], area, int(named[2]))
                if value.startswith(SIGNS):
                    continue
                assert not cell.small, (address, caption, row)
                assert plain(value) == plain(cell.value("de")), (address, caption, row)
                compared += 1
    assert compared > 1000


def test_the_page_on_data_accounts_for_every_row(pages):
    facts = [dd.get_text().replace(".", "") for dd in pages["de/data"].select(".q-facts dd")]
    numbers = [int(text) for text in facts if text.isdecimal()]
    read, kept, quarantined, no_data = numbers
    assert read == kept + quarantined + no_data
    lines = 0
    for file in (DATA / "musterstadt" / "sources").rglob("*.csv"):
        if file.name != "deliveries.csv":
            lines += len(file.read_bytes().rstrip(b"\r\n").split(b"\n"))
    import openpyxl

    for file in (DATA / "musterstadt" / "sources").rglob("*.xlsx"):
        lines += openpyxl.load_workbook(file).active.max_row  # type: ignore[union-attr]
    assert read == lines


def test_age_standardised_rates_are_those_that_the_delivered_counts_give(pages, delivered):
    """Two ages, weighted with the city's people of 2024, worked out from the files."""
    city, together = delivered.ages("00", 2024), delivered.recipients("00", 2024)
    shown = {
        language: {row[0]: row[2:4] for row in body(table)}
        for language in LANGUAGES
        for table in pages[f"{language}/indicator/sgb2_rate"].select(
            "table#altersbereinigt-neighbourhood"
        )
    }
    assert len(shown["de"]) == 12
    for name, (value, times) in shown["de"].items():
        here, counted = (
            told(delivered.named(name), 2024) for told in (delivered.ages, delivered.recipients)
        )
        rates = [x / n for x, n in zip(counted, here, strict=True)]
        rate = 100 * sum(n * rate for n, rate in zip(city, rates, strict=True)) / sum(city)
        expected = sum(n * x / whole for n, x, whole in zip(here, together, city, strict=True))
        german, english = f"{rate:.1f}".replace(".", ","), f"{rate:.1f}%"
        assert plain(value).startswith(f"{german} % ")
        assert shown["en"][name][0].startswith(f"{english} ")
        assert times.startswith(f"{sum(counted) / expected:.2f}-mal".replace(".", ","))


def test_a_profile_says_what_its_ages_make_of_a_rate_and_the_city_is_its_own_standard(pages):
    freed = {"de": "Hätte das Gebiet den Altersaufbau der Stadt (2024)", "en": "If the area had"}
    for language, said in freed.items():
        for area, told in (("0102", True), ("01", True), ("00", False)):
            assert (said in plain(pages[f"{language}/area/{area}"].get_text(" "))) is told
