"""The page as readers meet it: in Chromium, on a telephone, in the dark, on paper, by keyboard."""

import functools
import http.server
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from quartier.pages import mark_stale, start_page

# An area on a map shows that it has the focus by its border.
RING = """() => {
    const focused = document.activeElement, style = getComputedStyle(focused);
    if (focused.closest('svg')) return 'stroke ' + getComputedStyle(focused.firstChild).strokeWidth;
    return `outline ${style.outlineStyle} ${style.outlineWidth}`;
}"""
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Callable[..., Page]]:
    """Open the page in a language; keyword arguments say what device it is."""
    contexts = []

    def open_page(language: str = "de", **device: object) -> Page:
        context = browser.new_context(**({"viewport": DESK} | device))  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto((site / language / "area" / "0101.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def _faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Callable[..., Page], language: str, scheme: str) -> None:
    page = opened(language, color_scheme=scheme)
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert _faults(page) == []


def test_axe_finds_nothing_on_a_telephone(opened: Callable[..., Page]) -> None:
    assert _faults(opened(viewport={"width": 360, "height": 740})) == []


def test_axe_finds_nothing_on_start_page_and_stale_page(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened()
    stale = mark_stale(page.content(), "2025-03-03", "Die Lieferung fehlt.", "de")
    start = re.sub(r'<meta http-equiv="refresh"[^>]*>', "", start_page("Musterstadt", "de", ["de"]))
    for html in (stale, start):
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        page.goto((tmp_path / "page.html").as_uri())
        assert _faults(page) == []


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
def test_only_tables_scroll_sideways(opened: Callable[..., Page], width: int) -> None:
    page = opened(viewport={"width": width, "height": 740})
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_no_request_but_the_page_from_the_disk(browser: Browser, site: Path) -> None:
    address = (site / "de" / "area" / "0101.html").as_uri()
    requests, complaints = _visit(browser, address)
    assert requests == [address]
    assert complaints == []


def test_no_request_but_the_page_from_a_folder_of_a_server(browser: Browser, site: Path) -> None:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    handler = functools.partial(Quiet, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/{site.name}/de/area/0101.html"
        requests, complaints = _visit(browser, address)
        server.shutdown()
    assert requests == [address]
    assert complaints == []


def _visit(browser: Browser, address: str) -> tuple[list[str], list[str]]:
    """What a page asks for, and what the browser complains about, such as the page's policy."""
    requests: list[str] = []
    complaints: list[str] = []
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(address, wait_until="networkidle")
    return requests, complaints


def test_the_policy_lets_the_stylesheet_through_and_no_script(opened: Callable[..., Page]) -> None:
    page = opened()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.q-skip')).position") == "absolute"
    )
    page.evaluate("document.body.append(document.createElement('script'))")
    page.evaluate("document.querySelector('script').textContent = 'window.ran = true'")
    assert page.evaluate("window.ran") is None


def test_the_start_page_moves_on_without_javascript(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(start_page("Musterstadt", "de", ["de", "en"]), "utf-8")
    (tmp_path / "de").mkdir()
    page_text = (site / "de" / "area" / "0101.html").read_text(encoding="utf-8")
    (tmp_path / "de" / "index.html").write_text(page_text, encoding="utf-8")
    with closing(browser.new_context(java_script_enabled=False)) as context:
        page = context.new_page()
        page.goto((tmp_path / "index.html").as_uri())
        page.wait_for_url("**/de/index.html")
        assert page.title() == "Nordstadt – Musterstadt"


def test_the_first_key_leads_to_the_content(opened: Callable[..., Page]) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "q-skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened: Callable[..., Page]) -> None:
    page = opened()
    reached, ring = [], set()
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body"):
        reached.append(page.evaluate("document.activeElement.outerHTML"))
        ring.add(page.evaluate(RING))
        page.keyboard.press("Tab")
    seen = page.eval_on_selector_all(
        "a, summary, [tabindex='0']",
        "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML)",
    )
    assert reached == seen
    assert ring == {"outline solid 3px", "stroke 3px"}


SEEN = "all => all.map(one => one.checkVisibility())"


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_telephone_each_verdict_is_in_view_with_its_label(
    opened: Callable[..., Page], width: int
) -> None:
    page = opened(viewport={"width": width, "height": 844})
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    ends = page.eval_on_selector_all(
        ".q-sheet .q-badge", "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert len(ends) == 6
    assert max(ends) <= width
    label = "one => getComputedStyle(one, '::before').content"
    assert "Urteil" in page.locator(".q-cards td").filter(has_text="kann Zufall").evaluate(label)


def test_a_table_of_cards_is_still_a_table_for_screen_readers(opened: Callable[..., Page]) -> None:
    page = opened(viewport={"width": 390, "height": 844})
    table = page.get_by_role("table", name="Stadtbezirke im Vergleich, 2024")
    assert table.get_by_role("columnheader").count() == 4
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Südstadt"))
    assert row.get_by_role("cell").count() == 3


def test_on_a_desk_it_is_a_table_with_columns(opened: Callable[..., Page]) -> None:
    row = opened().locator(".q-cards tbody tr").first
    tops = row.locator("td").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_on_paper_what_is_folded_is_open_and_a_long_table_says_where_it_is(
    opened: Callable[..., Page],
) -> None:
    page = opened()
    assert page.eval_on_selector_all(".q-data .q-sheet", SEEN) == [False, False]
    assert page.locator(".q-paper").is_hidden()
    page.emulate_media(media="print")
    assert page.eval_on_selector_all(".q-data .q-sheet", SEEN) == [True, False]
    assert page.locator(".q-paper").inner_text().startswith("Alle Jahre: Die Tabelle hat 75 Zeilen")
    page.locator(".q-long").evaluate("one => one.open = true")
    assert page.eval_on_selector_all(".q-data .q-sheet", SEEN) == [True, True]
    assert page.locator(".q-paper").is_hidden()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the PDF")
def test_a_printed_page_holds_comparisons_with_intervals(opened: Callable[..., Page]) -> None:
    pdf = opened().pdf(prefer_css_page_size=True)
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], check=True, input=pdf, capture_output=True
    )
    text = read.stdout.decode()
    assert "+4,2 Prozentpunkte (3,1 bis 5,3)" in text
    assert "Wie verglichen wird" not in text


def test_on_paper_no_navigation_and_no_data_of_charts(opened: Callable[..., Page]) -> None:
    page = opened(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    hidden_on_paper = (".q-skip", ".q-navigation", ".q-languages", ".q-crumbs", ".q-ways")
    for hidden in (*hidden_on_paper, ".q-figure details", ".q-data summary"):
        assert not page.locator(hidden).first.is_visible()
    for shown in ("h1", ".q-facts", "svg.q-chart", ".q-sheet", ".q-provenance"):
        assert page.locator(shown).first.is_visible()
    link = page.locator("main p a").first
    colours = link.evaluate(
        "a => [getComputedStyle(a), getComputedStyle(a.parentNode)].map(s => s.color)"
    )
    assert colours[0] == colours[1] == "rgb(26, 28, 31)"


def test_prints_on_a4(opened: Callable[..., Page]) -> None:
    pdf = opened().pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 3
    # 210 by 297 millimetres in points.
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", pdf)[0])
    assert (width, height) == (pytest.approx(595.3, abs=1), pytest.approx(841.9, abs=1))
