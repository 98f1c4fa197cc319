"""What a notebook's cells become, and what is refused."""

import copy
import re

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from quartier.pages import STAMP, PageHead, RenderError, render, stamp_of
from quartier.pages import parts as q
from quartier.pages.style import notebook_stylesheet, policy, stylesheet

HEAD = PageHead("Nordstadt", "area/0101", "de", "Musterstadt", "de")


def _shown(data: dict[str, object]) -> NotebookNode:
    return new_output("display_data", data)


def _page(*cells: NotebookNode, head: PageHead = HEAD) -> str:
    return render(new_notebook(cells=list(cells)), head)


def _html(html: str) -> NotebookNode:
    return new_code_cell("", outputs=[_shown({"text/html": html, "text/plain": "<Html>"})])


def _refused(*cells: NotebookNode) -> str:
    with pytest.raises(RenderError) as caught:
        _page(*cells)
    return caught.value.into("de")


def test_an_outline_in_several_maps_stands_once_and_looks_as_before() -> None:
    outline = "M0,0l10,0 0,10-10,0 10,0 0,10-10,0 10,0 0,10-10,0Z"
    area = f'<path d="{outline}"><title>Nord: 3</title></path>'
    maps = [f'<svg id="q-{n * 10}"><g fill="red">{area}</g></svg>' for n in ("1", "2")]
    page = _page(*map(_html, maps))
    name = re.findall(f'<path id="([^"]+)" d="{outline}"/>', page)
    assert page.count(outline) == len(name) == 1
    pointed = f'<g fill="red"><use href="#{name[0]}"><title>Nord: 3</title></use></g>'
    assert page.count(pointed) == 2
    assert area in _page(_html(maps[0]))  # alone it stays where it is


def test_prose_and_outputs_in_the_order_of_the_cells_without_code() -> None:
    code = new_code_cell("geheimer_code()", outputs=[_shown({"text/html": "<p>zwei</p>"})])
    page = _page(new_markdown_cell("eins"), code, new_markdown_cell("drei"))
    assert re.findall(r"<p>(eins|zwei|drei)</p>", page) == ["eins", "zwei", "drei"]
    assert "geheimer_code" not in page


def test_plain_text_beside_markup_is_dropped() -> None:
    assert "&lt;Html&gt;" not in _page(_html("<p>a</p>"))


def test_cells_for_the_workbench_stay_there() -> None:
    hidden = new_markdown_cell("nur für mich", metadata={"tags": ["remove-cell"]})
    page = _page(hidden, new_raw_cell("roh"), new_markdown_cell("sichtbar"))
    assert "nur für mich" not in page
    assert "roh" not in page
    assert "sichtbar" in page


def test_the_notebook_stays_as_it_was() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("# A"), _html("<p>b</p>")])
    before = copy.deepcopy(notebook)
    render(notebook, HEAD)
    assert notebook == before


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (new_output("stream", name="stdout", text="42\n"), "„42\\n“"),
        (new_output("stream", name="stderr", text="FutureWarning: x"), "„FutureWarning: x“"),
        (new_output("execute_result", {"text/plain": "0.5"}), "„0.5“"),
        (_shown({"image/png": "iVBO", "text/plain": "<Figure>"}), "„image/png“"),
        (new_output("error", ename="KeyError", evalue="sgb2", traceback=[]), "„sgb2“"),
        (_shown({"text/html": "<table class='dataframe'></table>"}), "pandas"),
        (_shown({"text/html": "<p style='color: red'>a</p>"}), "style an <p>"),
        (_shown({"text/html": "<script>alert(1)</script>"}), "<script>"),
        (_shown({"text/html": "<p onclick='a()'>a</p>"}), "onclick an <p>"),
        (_shown({"text/html": "<svg onload='a()'></svg>"}), "onload an <svg>"),
        (_shown({"text/html": "<img src='karte.png' alt=''>"}), "karte.png"),
        (_shown({"text/html": "<svg><use href='a.svg#b'/></svg>"}), "a.svg#b"),
    ],
)
def test_what_cannot_stand_on_a_page_is_a_fault_that_names_the_cell(
    output: NotebookNode, said: str
) -> None:
    message = _refused(new_markdown_cell("Vorweg"), new_code_cell("", outputs=[output]))
    assert message.startswith("area/0101: Zelle 2: ")
    assert said in message


def test_all_faults_of_a_notebook_come_at_once() -> None:
    printed = [
        new_code_cell("", outputs=[new_output("stream", name="stdout", text=text)]) for text in "ab"
    ]
    assert _refused(*printed).count("\n") == 1


def test_an_id_that_occurs_twice_is_a_fault() -> None:
    assert "„wohnen“" in _refused(_html('<p id="wohnen">a</p>'), _html('<p id="wohnen">b</p>'))


def test_the_same_heading_twice_in_prose_gets_two_addresses() -> None:
    page = _page(new_markdown_cell("## Wohnen"), new_markdown_cell("## Wohnen"))
    assert re.findall(r'<h2 id="([^"]+)"', page) == ["wohnen", "wohnen-2"]


def test_the_same_chart_twice_is_told_apart() -> None:
    svg = '<svg id="q-0123456789"><b id="q-0123456789-t"></b></svg>'
    ids = re.findall(r' id="(q-[^"]+)"', _page(_html(svg), _html(svg)))
    assert len(ids) == len(set(ids)) == 4


def test_title_of_the_head_stands_where_the_notebook_has_none() -> None:
    assert "<h1>Nordstadt</h1>" in _page(new_markdown_cell("## Wohnen"))
    page = _page(new_markdown_cell("# Der Norden"))
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["Der Norden"]


@pytest.mark.parametrize("cells", [["# A", "### B"], ["# A", "# B"], ["## A", "# B"]])
def test_headings_out_of_order_are_a_fault(cells: list[str]) -> None:
    assert "Überschrift" in _refused(*(new_markdown_cell(cell) for cell in cells))


def test_links_between_pages_lead_from_this_page_to_the_other() -> None:
    page = _page(
        new_markdown_cell("[Ziele](page:goals#sgb2)"), _html('<a href="page:area/Köln">K</a>')
    )
    assert '<a href="../goals.html#sgb2">Ziele</a>' in page
    assert '<a href="../area/K%C3%B6ln.html">K</a>' in page


@pytest.mark.parametrize("page", ["/index", "a//b", "../index", "index.html", ""])
def test_an_address_that_is_none_of_a_page_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="not the address"):
        PageHead("A", page, "de", "Musterstadt", "de")


def test_stamp_is_read_back_as_it_was_written() -> None:
    stamp = {"area": '03"<&>', "indicator": "sgb2_rate", "language": "de", "page": "area/03"}
    page = _page(new_code_cell("", outputs=[_shown({STAMP: stamp})]))
    assert stamp_of(page) == stamp


def test_stamps_in_the_text_of_a_page_do_not_count() -> None:
    assert stamp_of(_page(_html("<p>&lt;meta name='quartier:area' content='1'></p>"))) == {}


def test_stamps_that_contradict_are_a_fault() -> None:
    cells = [new_code_cell("", outputs=[_shown({STAMP: {"area": a}})]) for a in ("0101", "0102")]
    assert "„0102“" in _refused(*cells)
    assert stamp_of(_page(cells[0])) == {"area": "0101"}


def test_policy_allows_the_stylesheet_of_the_page_and_nothing_else() -> None:
    page = _page(new_markdown_cell("a"))
    assert f'content="{policy().replace(chr(39), "&#39;")}"' in page
    assert "default-src 'none'" in policy()
    assert "unsafe" not in policy()
    assert f"<style>{stylesheet()}</style>" in page


@pytest.mark.parametrize("audience", ["public", "administration", "department"])
def test_a_page_says_for_whom_it_is(audience: str) -> None:
    page = _page(head=PageHead("A", "index", "de", "M", "de", audience=audience))
    assert ("Nicht weitergeben" in page) == ("noindex" in page) == (audience != "public")


def test_texts_of_the_city_are_marked_on_a_page_in_another_language() -> None:
    head = PageHead("North", "index", "en", "Musterstadt", "de", notice="Alles erfunden.")
    page = _page(head=head)
    assert '<html lang="en">' in page
    assert '<span lang="de">Musterstadt</span>' in page
    assert '<span lang="de">Alles erfunden.</span>' in page
    assert "<span lang" not in _page(head=PageHead("N", "index", "de", "Musterstadt", "de"))


def test_markup_in_the_head_is_text() -> None:
    bad = '<b>"x"</b>'
    head = PageHead(
        bad,
        "index",
        "de",
        bad,
        "de",
        notice=bad,
        breadcrumbs=[(bad, None)],
        navigation=[(bad, "goals")],
        release=bad,
    )
    page = _page(head=head)
    assert "<b>" not in page
    # Tab, site, notice, breadcrumb, navigation, first heading; city and release in the foot.
    assert page.count("&lt;b&gt;&#34;x&#34;&lt;/b&gt;") == 8


def test_a_part_of_the_package_can_stand_on_a_page() -> None:
    part = q.facts([("Bevölkerung", "10.412")], language="de")
    assert part.markup in _page(_html(part.markup))


def test_the_stylesheet_for_notebooks_reaches_into_outputs_only() -> None:
    outside, begin, inside = notebook_stylesheet().partition(".jp-RenderedHTMLCommon {")
    assert begin
    assert ".q-facts" in inside
    depth, selectors = 0, []
    for line in outside.splitlines():
        if depth == 0 and "{" in line:
            selectors.append(line.partition("{")[0].strip())
        depth += line.count("{") - line.count("}")
    assert selectors
    assert all(each.startswith((":root", ".q-", "@media")) for each in selectors)
