"""What axe-core cannot see: the structure of a whole page, read without a browser."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

VOID = {"meta", "link", "br", "hr", "img", "input", "col"}


class Page(HTMLParser):
    """Elements of a page, each with its attributes and the elements around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs, _ in self.elements if tag in tags]


@pytest.fixture(params=["de", "en"])
def page(request: pytest.FixtureRequest, site: Path) -> Page:
    html = (site / request.param / "area" / "0101.html").read_text(encoding="utf-8")
    return Page(html)


def test_elements_close_in_their_order(page: Page) -> None:
    assert page.open == []


def test_every_id_is_unique_and_every_reference_has_one(page: Page) -> None:
    ids = [attrs["id"] for _, attrs, _ in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = (attrs.get("aria-labelledby") or "" for _, attrs, _ in page.elements)
    anchors = (attrs.get("href") or "" for attrs in page.all("a"))
    wanted = {name for names in named for name in names.split()}
    wanted |= {anchor[1:] for anchor in anchors if anchor.startswith("#")}
    assert wanted
    assert wanted <= set(ids)


def test_headings_go_down_step_by_step(page: Page) -> None:
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower <= upper + 1 for upper, lower in pairwise(levels))


def test_tables_have_captions_and_their_heads_a_scope(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption")) > 0
    assert {attrs.get("scope") for attrs in page.all("th")} == {"row", "col"}


def test_every_navigation_and_region_has_a_name_of_its_own(page: Page) -> None:
    names = [attrs.get("aria-label") for attrs in page.all("nav")]
    assert len(names) == len(set(names)) == 3
    regions = [a for _, a, _ in page.elements if a.get("role") == "region"]
    assert regions
    assert all(a.get("aria-label") or a.get("aria-labelledby") for a in regions)
    assert all(a.get("tabindex") == "0" for a in regions)


def test_pictures_have_role_title_and_description(page: Page) -> None:
    pictures = [attrs for attrs in page.all("svg") if attrs.get("aria-hidden") != "true"]
    assert pictures
    assert {attrs.get("role") for attrs in pictures} <= {"img", "group"}
    inside = {tag for tag, _, around in page.elements if around and around[-1] == "svg"}
    assert {"title", "desc"} <= inside


def test_nothing_points_to_elsewhere(page: Page) -> None:
    pointing = ("src", "srcset", "href", "xlink:href", "data", "poster", "action")
    targets = [attrs.get(name) for _, attrs, _ in page.elements for name in pointing]
    assert not [to for to in targets if to and re.match(r"(?:[a-z]+:)?//|file:|javascript:", to)]


def test_no_script_and_no_style_attribute(page: Page) -> None:
    assert page.all("script") == []
    assert len(page.all("style")) == 1
    names = {name for _, attrs, _ in page.elements for name in attrs}
    assert not [name for name in names if name == "style" or name.startswith("on")]


def test_the_policy_stands_before_everything_that_could_load(page: Page) -> None:
    tags = [tag for tag, _, _ in page.elements]
    policies = [
        number
        for number, (_, attrs, _) in enumerate(page.elements)
        if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    assert policies[0] < min(tags.index("style"), tags.index("link"))


def test_texts_of_the_city_are_marked_on_the_english_page(site: Path) -> None:
    page = (site / "en" / "area" / "0101.html").read_text(encoding="utf-8")
    for text in ("Musterstadt", "Nordstadt", "Melderegister", "Bürgeramt"):
        assert f'<span lang="de">{text}</span>' in page


def test_a_hostile_name_is_shown_as_it_is(site: Path) -> None:
    page = (site / "de" / "area" / "0101.html").read_text(encoding="utf-8")
    assert "Nord&#34;&lt;script&gt;{{7*7}}" in page
