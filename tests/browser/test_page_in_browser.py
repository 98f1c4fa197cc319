"""The page as readers meet it: in Chromium, on a telephone, in the dark, on paper, by keyboard."""

import functools
import http.server
import re
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


def test_on_paper_no_navigation_and_no_folded_tables(opened: Callable[..., Page]) -> None:
    page = opened(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".q-skip", ".q-navigation", ".q-languages", ".q-crumbs", "details"):
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
