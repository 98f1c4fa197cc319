"""Whatever a city writes into its files, it stays text on the page."""

from collections import Counter
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook, new_output

from quartier.pages import STAMP, PageHead, render, stamp_of
from quartier.pages import parts as q
from quartier.pages.html import slug

MARKS = st.sampled_from(
    ["<script>", "</p>", "&lt;", '"', "'", "{{", "{% if %}", "-->", "\\", "](a)"]
)
TEXTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=8) | MARKS, max_size=5).map("".join)


class Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag + "".join(f" {name}" for name, _ in sorted(attrs))] += 1

    def handle_comment(self, data: str) -> None:
        self.tags["comment"] += 1


def _parts(text: str) -> str:
    made = [
        q.heading(text, language="de", kicker=text, lead=text, id="a"),
        q.facts([(text, text, text)], language="de"),
        q.data_table([text], [(text,)], caption=text, note=text, language="de", id="b"),
        q.links([(text, "goals", text)], language="de", label=text),
        q.notice(text, language="de", title=text),
        q.section(text, text, language="de", id="c"),
        q.nested_list([q.Item(text, kicker=text, note=text)], language="de"),
        q.city_text(text, "de", "en"),
    ]
    return "".join(part.markup for part in made)


@given(TEXTS)
def test_no_text_becomes_markup(text: str) -> None:
    # A part leaves out what is empty, and with it an element.
    assert Tags(_parts(f"x{text}")).tags == Tags(_parts("Nordstadt")).tags


@given(st.dictionaries(st.sampled_from(["area", "indicator", "language", "page"]), TEXTS))
def test_stamps_come_back_as_they_were(stamp: dict[str, str]) -> None:
    cell = new_code_cell("", outputs=[new_output("display_data", {STAMP: stamp})])
    page = render(new_notebook(cells=[cell]), PageHead("A", "index", "de", "M", "de"))
    assert stamp_of(page) == stamp


@given(TEXTS)
def test_prose_of_a_city_holds_no_element_that_could_run_or_load(text: str) -> None:
    allowed = {
        *("div", "p", "strong", "em", "del", "a", "ul", "ol", "li", "blockquote", "hr", "br"),
        *("code", "pre", "table", "thead", "tbody", "tr", "th", "td"),
    }
    tags = Tags(q.prose(text, language="de").markup).tags
    assert {tag.partition(" ")[0] for tag in tags} <= allowed


@given(TEXTS)
def test_a_slug_is_an_id_and_its_own_slug(text: str) -> None:
    made = slug(text)
    assert made[0].isalpha()
    assert made.isascii()
    assert not any(char.isspace() or char.isupper() for char in made)
    assert slug(made) == made
