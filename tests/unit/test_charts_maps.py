"""Maps: classes, patterns, names, links; and where an area lies."""

import re
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from quartier.charts import Figure, choropleth, locator
from quartier.charts.classes import quantiles
from quartier.charts.maps import MOST_TAB_STOPS
from quartier.tables import Published

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")


def _outlines(count: int) -> pd.DataFrame:
    """A row of squares from west to east."""
    side = 1000 / count
    rows = [
        {"area": f"{i:02}", "name": f"Gebiet {i}", "path": f"M{i * side} 0h{side}v{side}h-{side}Z"}
        for i in range(count)
    ]
    return pd.DataFrame(rows)


def _values(values: list[float], statuses: dict[int, str] | None = None) -> Published:
    frame = pd.DataFrame({"value": values, "lower": NAN, "upper": NAN, "status": "reported"})
    frame["area"] = [f"{i:02}" for i in range(len(values))]
    frame["area_name"] = [f"Gebiet {i}" for i in range(len(values))]
    for index, status in (statuses or {}).items():
        frame.loc[index, "status"] = status
    return Published(frame.assign(period="2024"), "public")


def _map(values: Published, outlines: pd.DataFrame, **options: Any) -> Figure:
    about: dict[str, Any] = {"title": "Quote", "unit": "percent", "language": "de"}
    return choropleth(values, outlines, **(about | options))


def _fills(svg: str) -> dict[str, str]:
    """The fill of each area, by the name that pointing at it shows."""
    root, found = ElementTree.fromstring(svg), {}
    for group in root.iter(f"{SVG}g"):
        for path in group.iter(f"{SVG}path"):
            if path.find(f"{SVG}title") is not None and "fill" in group.attrib:
                found[path.findtext(f"{SVG}title")] = group.attrib["fill"]
    return found


def test_areas_are_coloured_by_class_and_named_with_their_value() -> None:
    fills = _fills(_map(_values([1, 2, 3, 7, 8, 9]), _outlines(6)).svg)
    assert list(fills) == [
        f"Gebiet {i}: {v},0\xa0%" for i, v in zip("543210", "987321", strict=True)
    ]
    found = list(fills.values())
    assert found[:3] == [found[0]] * 3
    assert found[3:] == [found[3]] * 3
    assert found[0] != found[3]


def test_the_legend_has_the_numbers_of_the_classes() -> None:
    root = ElementTree.fromstring(_map(_values([1, 2, 3, 7, 8, 9]), _outlines(6)).svg)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts == ["7,0 bis 9,0\xa0%", "1,0 bis unter 7,0\xa0%"]


def test_withheld_and_missing_have_patterns_of_their_own_and_a_legend() -> None:
    values = _values([1, 987.65, NAN, 7, 987.65], {1: "withheld", 2: "missing", 4: "secret"})
    figure = _map(values, _outlines(6), marked="00")
    fills = _fills(figure.svg)
    withheld = fills["Gebiet 1: nicht veröffentlicht, damit niemand erkennbar wird"]
    assert withheld == fills["Gebiet 4: von der Quelle geheim gehalten"]
    # Gebiet 5 has an outline but no row.
    assert (
        fills["Gebiet 2: nichts Verwertbares geliefert"]
        == fills["Gebiet 5: nichts Verwertbares geliefert"]
        != withheld
    )
    root = ElementTree.fromstring(figure.svg)
    patterns = {f"url(#{pattern.attrib['id']})" for pattern in root.iter(f"{SVG}pattern")}
    assert {withheld, fills["Gebiet 2: nichts Verwertbares geliefert"]} == patterns
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts[1:] == ["Gebiet 0", "nicht veröffentlicht", "kein Wert"]
    assert re.search("98[678]", figure._repr_html_().replace("#", "")) is None


def test_the_description_says_what_can_be_seen() -> None:
    figure = _map(_values([1, 2, 3, 7, 8, NAN], {5: "excluded"}), _outlines(6))
    assert figure.description == (
        "5 Gebiete von Gebiet 4 mit 8,0\xa0% bis Gebiet 0 mit 1,0\xa0%. "
        "Mittlerer Wert (Median): 3,0\xa0%. "
        "Ohne Wert: Gebiet 5 (von der Auswertung ausgenommen)."
    )
    more = _map(_values([1, 2, 3, 7, 8, 9]), _outlines(6))
    assert "Höchste Klasse (7,0 bis 9,0\xa0%): Gebiet 5, Gebiet 4, Gebiet 3." in more.description


def test_links_have_names_and_the_picture_is_then_no_image() -> None:
    links = {f"{i:02}": f"area/{i:02}.html" for i in range(3)}
    figure = _map(_values([1, 2, 3]), _outlines(3), links=links)
    root = ElementTree.fromstring(figure.svg)
    found = {a.attrib["href"]: a.attrib["aria-label"] for a in root.iter(f"{SVG}a")}
    assert found["area/01.html"] == "Gebiet 1: 2,0\xa0%"
    assert len(found) == 3
    assert root.attrib["role"] == "group"
    assert 'href="area/01.html"' in figure.table_html
    assert ElementTree.fromstring(_map(_values([1]), _outlines(3)).svg).attrib["role"] == "img"


@pytest.mark.parametrize(("count", "stops"), [(MOST_TAB_STOPS, True), (MOST_TAB_STOPS + 1, False)])
def test_hundreds_of_areas_are_not_hundreds_of_stops_for_the_keyboard(
    count: int, stops: bool
) -> None:
    links = {f"{i:02}": "#" for i in range(count)}
    figure = _map(_values([float(i) for i in range(count)]), _outlines(count), links=links)
    found = {a.attrib.get("tabindex") for a in ElementTree.fromstring(figure.svg).iter(f"{SVG}a")}
    assert found == ({None} if stops else {"-1"})
    assert "tabindex" not in figure.table_html


def test_names_are_text() -> None:
    outlines = _outlines(1).assign(name='<script>"{{7}}')
    figure = _map(Published(_values([1]).frame.assign(area_name='<script>"{{7}}'), "x"), outlines)
    assert "<script" not in figure._repr_html_()
    assert list(_fills(figure.svg)) == ['<script>"{{7}}: 1,0\xa0%']


def test_an_area_has_one_outline() -> None:
    with pytest.raises(ValueError, match="dissolve"):
        _map(_values([1]), pd.concat([_outlines(1)] * 2))


@pytest.mark.parametrize(("count", "classes"), [(1, 1), (5, 1), (6, 2), (12, 4), (15, 5), (447, 5)])
def test_few_areas_have_few_classes(count: int, classes: int) -> None:
    assert len(quantiles(range(count), "count")) == classes


def test_equal_values_share_a_class() -> None:
    classes = quantiles([0.0] * 20 + [1.04, 1.0, 5.0], "percent")
    assert classes.index(1.04) == classes.index(1.0)
    assert classes.cuts == ()  # the three do not fill a class of their own
    assert str(classes.label(0)) == "0,0 bis 5,0\xa0%"
    assert quantiles([2.0, 2.0], "percent").label(0).into("de") == "2,0\xa0%"


def test_the_limit_of_a_class_is_a_printed_number() -> None:
    # 5.44 and 5.36 are both printed as 5,4: both belong to the class that begins with 5,4.
    classes = quantiles([1, 2, 3, 5.36, 5.44, 6], "percent")
    assert classes.cuts == (5.4,)
    assert [classes.index(value) for value in (5.36, 5.44, 3)] == [1, 1, 0]


def test_the_locator_says_where() -> None:
    for code, where in (("00", "im Westen"), ("01", "in der Mitte"), ("02", "im Osten")):
        figure = locator(_outlines(3), code, title="Lage", language="de")
        assert figure.description == f"Gebiet {int(code)} liegt {where}."
    corner = pd.DataFrame({"area": ["a"], "name": ["Eck"], "path": ["M0 900l100 0 0 100-100 0z"]})
    outlines = pd.concat([_outlines(3), corner])
    said = locator(outlines, "a", title="Lage", language="en").description
    assert said == "Eck lies in the south-west."


def test_a_small_area_gets_a_ring() -> None:
    small, large = (
        locator(_outlines(count), "00", title="x", language="de").svg for count in (20, 3)
    )
    assert "<circle" in small
    assert "<circle" not in large


def test_the_locator_of_an_area_without_outline_is_an_error() -> None:
    with pytest.raises(ValueError, match="no outline of area '99'"):
        locator(_outlines(3), "99", title="x", language="de")
