"""The figure around a chart: names, ids, data, source."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from quartier.charts import Figure, distinct
from quartier.charts.figure import compose
from quartier.charts.svg import DRAFT

SVG = "{http://www.w3.org/2000/svg}"


def _figure(**options: object) -> Figure:
    about = {
        "width": 100,
        "height": 50,
        "title": "Titel",
        "description": "Was man sieht.",
        "language": "de",
        "table_html": "<table><caption>Titel</caption></table>",
        "source": "Melderegister",
    }
    content = f'<clipPath id="{DRAFT}-1"/><path d="M0 0h1" clip-path="url(#{DRAFT}-1)"/>'
    return compose(content, **(about | options))  # type: ignore[arg-type]


def test_the_picture_is_named_and_described() -> None:
    root = ElementTree.fromstring(_figure().svg)
    by_id = {node.attrib["id"]: node for node in root.iter() if "id" in node.attrib}
    assert root.attrib["role"] == "img"
    named = [by_id[name].text for name in root.attrib["aria-labelledby"].split()]
    assert named == ["Titel", "Was man sieht."]
    assert root[0].tag == f"{SVG}title"  # browsers take a title only from the first place
    assert root.attrib["viewBox"] == "0 0 100 50"


def test_data_that_stand_in_another_table_are_a_click_away_and_not_said_twice() -> None:
    root = ElementTree.fromstring(replace(_figure(), data_at="#alle")._repr_html_())
    link = root.find("p/a")
    assert link is not None
    assert (link.attrib["href"], link.text) == ("#alle", "Daten als Tabelle")
    assert root.find(".//table") is None


def test_the_whole_is_title_picture_source_and_data_behind_a_click() -> None:
    root = ElementTree.fromstring(_figure()._repr_html_())
    assert [child.tag.removeprefix(SVG) for child in root] == ["figcaption", "svg", "p", "details"]
    assert root.attrib == {"class": "q-figure", "lang": "de"}
    assert root.findtext("figcaption") == "Titel"
    assert root.findtext("p") == "Quelle: Melderegister"
    assert root.findtext("details/summary") == "Daten als Tabelle"
    assert root.find("details/div/table/caption") is not None


def test_in_english() -> None:
    shown = _figure(language="en")._repr_html_()
    assert "<summary>Data as a table</summary>" in shown
    assert "Source: Melderegister" in shown


def test_without_source_and_data_there_is_no_empty_frame_for_them() -> None:
    shown = _figure(source="", table_html="")._repr_html_()
    assert "<p " not in shown
    assert "<details" not in shown


def test_texts_are_text() -> None:
    hostile = '</title><script>alert("{{7*7}}")</script>'
    shown = _figure(title=hostile, description=hostile, source=hostile)._repr_html_()
    assert "<script" not in shown
    assert ElementTree.fromstring(shown).findtext("figcaption") == hostile


def test_all_ids_of_a_chart_carry_its_digest() -> None:
    svg = _figure().svg
    ids = re.findall(r' id="(q-[0-9a-f]{10})(?:-\w+)?"', svg)
    assert len(ids) == svg.count(" id=") == 4
    assert len(set(ids)) == 1
    assert DRAFT not in svg


@pytest.mark.parametrize(
    "other", [{"title": "Anders"}, {"description": "Anders."}, {"language": "en"}]
)
def test_charts_that_differ_have_different_ids(other: dict[str, object]) -> None:
    ids = [set(re.findall(r'id="([^"]+)"', _figure(**option).svg)) for option in ({}, other)]
    assert ids[0].isdisjoint(ids[1])


def test_the_same_chart_twice_on_a_page_is_told_apart() -> None:
    one, other = _figure(), _figure(title="Anders")
    page = distinct(f"<main>{one.svg}{other.svg}{one.svg}{one.svg}</main>")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == 16
    assert len(set(ids)) == 16
    for svg in ElementTree.fromstring(page):
        own = {node.attrib["id"] for node in svg.iter() if "id" in node.attrib}
        clip = re.fullmatch(r"url\(#(.+)\)", svg.find(f"{SVG}path").attrib["clip-path"])  # type: ignore[union-attr]
        assert {*svg.attrib["aria-labelledby"].split(), clip[1]} <= own  # type: ignore[index]


def test_a_page_without_doubles_does_not_change_and_one_with_them_only_once() -> None:
    page = f"<main>{_figure().svg}<p>q-0123456789 steht hier als Text</p></main>"
    assert distinct(page) == page
    doubled = distinct(page + _figure().svg)
    assert distinct(doubled) == doubled


def test_a_file_of_its_own_has_no_variables() -> None:
    drawn = '<path stroke="var(--q-accent, #0b5394)"/>'
    about = {"width": 1, "height": 1, "title": "x", "description": "y", "language": "de"}
    figure = compose(drawn, **about)  # type: ignore[arg-type]
    assert "var(" not in figure.standalone()
    assert figure.standalone("dark") != figure.standalone()
