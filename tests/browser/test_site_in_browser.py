"""Pages of Musterstadt as built, in Chromium: on a telephone, on a desk, in the dark, on paper."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize

Scheme = Literal["light", "dark"]

# One round of axe takes two seconds, so each device has one scheme of colours.
DEVICES: list[tuple[int, Scheme]] = [(390, "light"), (1280, "dark")]
# Steinbach is the smallest area, with withheld, secret and missing figures; coverage has the widest
# tables; English pages are the same but for their words.
PAGES = {
    "de/index": DEVICES,
    "de/area/0403": DEVICES,
    "de/goals": DEVICES,
    "de/data": DEVICES,
    "de/coverage": DEVICES[:1],
    "de/indicator/upbringing_help_rate": DEVICES,
    "de/methods": DEVICES[:1],
    "en/area/04": DEVICES[:1],
}
# A4 between the margins of the style sheet, at the 96 dots per inch of CSS
PAPER = round((210 - 2 * 16) / 25.4 * 96)

# What sticks out on the right of a page or of its picture; argument: whether one can scroll.
CUT_OFF = """canScroll => {
    const right = node => node.getBoundingClientRect().right;
    const edge = document.documentElement.clientWidth;
    const scrolls = node => {
        for (let up = node.parentElement; canScroll && up; up = up.parentElement)
            if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
        return false;
    };
    const all = selector => [...document.body.querySelectorAll(selector)].filter(
        node => node.getClientRects().length && !node.closest('.q-skip')
    );
    return [
        ...all('*').filter(node => right(node) > edge + 1 && !scrolls(node)),
        ...all('svg text').filter(node => right(node) > right(node.closest('svg')) + 1),
    ].map(node => `${node.tagName} sticks out: ${node.textContent.trim().slice(0, 60)}`);
}"""


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_of_musterstadt_can_be_read_everywhere(
    browser: Browser, musterstadt: Path, address: str
) -> None:
    file = musterstadt / "site" / f"{address}.html"
    found = [f"on paper: {each}" for each in faults_on_paper(browser, file)]
    for width, scheme in PAGES[address]:
        wrong = faults(browser, file, width, scheme)
        found += [f"{width} px, {scheme}: {each}" for each in wrong]
    assert found == []


def faults(browser: Browser, file: Path, width: int, scheme: Scheme) -> Iterator[str]:
    """What is wrong with a page on a screen."""
    size: ViewportSize = {"width": width, "height": 844}
    with closing(browser.new_context(viewport=size, color_scheme=scheme)) as context:
        page = context.new_page()
        heard: list[str] = []
        page.on("console", lambda message: heard.append(f"says {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"fails with {error}"))
        page.on("request", lambda request: heard.append(f"asks for {request.url}"))
        page.goto(file.as_uri())
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        if (wide := page.evaluate("document.documentElement.scrollWidth")) != width:
            yield f"is {wide} wide"
        yield from page.evaluate(CUT_OFF, True)
        for fault in Axe().run(page).response["violations"]:
            yield f"{fault['id']}: {fault['nodes'][0]['html'][:300]}"
        yield from (each for each in heard if each != f"asks for {file.as_uri()}")


def faults_on_paper(browser: Browser, file: Path) -> list[str]:
    """What sticks out on the right of an A4 page; nothing on paper can be scrolled."""
    with closing(browser.new_context(viewport={"width": PAPER, "height": 1000})) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        page.emulate_media(media="print")
        return page.evaluate(CUT_OFF, False)


def test_a_profile_prints_on_few_sheets_with_its_comparisons(
    browser: Browser, musterstadt: Path
) -> None:
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto((musterstadt / "site/de/area/0101.html").as_uri())
        sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
        page.emulate_media(media="print")
        tables = page.locator("[id$=-vergleiche]")
        assert tables.count() == 7  # of each indicator but the number of people
        assert all(table.evaluate("one => one.checkVisibility()") for table in tables.all())
    assert len(sheets) <= 6


def test_one_click_leads_from_a_chart_to_the_table_of_all_areas(
    browser: Browser, musterstadt: Path
) -> None:
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto((musterstadt / "site/de/indicator/sgb2_rate.html").as_uri())
        table = page.locator("#alle-neighbourhood")
        assert not table.is_visible()
        page.locator("#karte ~ figure").get_by_role("link", name="Daten als Tabelle").click()
        assert table.is_visible()
        assert table.locator("tbody tr").count() == 14
