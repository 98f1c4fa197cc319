"""Charts of areas: ranking, strip; and the sparkline."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import altair
import pandas as pd
import pytest

from quartier.charts import Figure, dots, sparkline, strip
from quartier.charts.dots import MOST_ROWS
from quartier.charts.dots_layers import dots_spec
from quartier.charts.values import areas
from quartier.tables import Published

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")


def _values() -> Published:
    rows = [
        ("01", "Altstadt", 8.0, "reported"),
        ("02", "Nordstadt", 20.0, "reported"),
        ("03", "Südstadt", 12.0, "reported"),
        ("04", "Hafen", 987.65, "withheld"),
        ("05", "Weststadt", NAN, "missing"),
    ]
    frame = pd.DataFrame(rows, columns=["area", "area_name", "value", "status"])
    frame["lower"], frame["upper"] = frame["value"] - 1, frame["value"] + 1
    return Published(frame.assign(period="2024"), "public")


def _draw(kind, language: str = "de", **options: object) -> Figure:
    about = {"title": "Quote", "unit": "percent", "language": language, "marked": "03"}
    return kind(_values(), **(about | options))


SAID = (
    "3 Gebiete von Nordstadt mit 20,0\xa0% bis Altstadt mit 8,0\xa0%. "
    "Mittlerer Wert (Median): 12,0\xa0%. "
    "Hervorgehoben: Südstadt mit 12,0\xa0% (Vertrauensbereich 11,0 bis 13,0\xa0%), "
    "Platz 2 von 3, vom höchsten Wert gezählt. "
    "Zum Vergleich Musterstadt: 10,0\xa0%. "
    "Ohne Wert: Hafen (nicht veröffentlicht, damit niemand erkennbar wird). "
    "Ohne Wert: Weststadt (nichts Verwertbares geliefert)."
)


@pytest.mark.parametrize(
    ("kind", "before"),
    [(dots, ""), (strip, "Jeder Strich ist ein Gebiet. ")],
    ids=["dots", "strip"],
)
def test_the_description_says_what_can_be_seen(kind, before: str) -> None:
    assert _draw(kind, reference=10.0, reference_name="Musterstadt").description == before + SAID


def test_the_description_in_english() -> None:
    assert _draw(dots, "en", reference=10.0, marked="04").description == (
        "3 areas, from Nordstadt with 20.0% to Altstadt with 8.0%. "
        "Middle value (median): 12.0%. "
        "Highlighted: Hafen, without a value. "
        "For comparison, Whole city: 10.0%. "
        "Without a value: Hafen (not published, so that nobody can be recognised). "
        "Without a value: Weststadt (nothing usable delivered)."
    )


@pytest.mark.parametrize("kind", [dots, strip])
def test_the_table_ranks_and_ends_with_the_areas_without_a_value(kind) -> None:
    rows = ElementTree.fromstring(_draw(kind).table_html).findall("tbody/tr")
    found = [["".join(cell.itertext()) for cell in row] for row in rows]
    assert found == [
        ["Nordstadt", "20,0\xa0%", "19,0 bis 21,0\xa0%"],
        ["Südstadt", "12,0\xa0%", "11,0 bis 13,0\xa0%"],
        ["Altstadt", "8,0\xa0%", "7,0 bis 9,0\xa0%"],
        ["Hafen", "• nicht veröffentlicht, damit niemand erkennbar wird", ""],
        ["Weststadt", "[ ] nichts Verwertbares geliefert", ""],
    ]


@pytest.mark.parametrize("kind", [dots, strip])
def test_a_withheld_figure_is_nowhere(kind) -> None:
    assert re.search("98[678]", _draw(kind)._repr_html_().replace("#", "")) is None


def test_the_marked_area_differs_by_shape_and_weight_not_by_colour_alone() -> None:
    spec = dots_spec(areas(_values()), "percent", "de", "03", None)
    points = {part["mark"]["shape"]: part for part in spec["layer"] if "shape" in part["mark"]}
    assert len(points["circle"]["data"]["values"]) == 2
    assert [row["x"] for row in points["diamond"]["data"]["values"]] == [12.0]
    bold = [part for part in spec["layer"] if part["mark"].get("fontWeight") == "bold"]
    assert [row["text"] for part in bold for row in part["data"]["values"]] == [
        "Südstadt",
        "12,0\xa0%",
    ]


@pytest.mark.parametrize("name", ["Ost", "Charlottenburg-Wilmersdorf und Umgebung"])
def test_the_marks_of_a_ranking_do_not_run_into_each_other(name) -> None:
    rows = areas(_values()).assign(area_name=name, value=[346108.0, 261919.0, NAN, NAN, NAN])
    spec = dots_spec(rows.assign(lower=NAN, upper=NAN), "persons", "de", None, None)
    grid, marks = (part["data"]["values"] for part in spec["layer"][:2])
    assert marks[-1]["x"] == grid[-1]["x"]
    room = spec["width"] / (grid[-1]["x"] - grid[0]["x"])
    for left, right in pairwise(marks):
        # Half of each text in DejaVu Sans, whose digits are 0.64 em wide
        assert (right["x"] - left["x"]) * room > 15 * 0.6 * len(right["text"]) * 0.9


def test_the_specification_of_a_ranking_is_valid_vega_lite() -> None:
    spec = dots_spec(areas(_values()), "percent", "de", "03", ("Musterstadt", 10.0))
    altair.LayerChart.from_dict(spec, validate=True)


def test_too_many_areas_for_a_ranking_become_a_strip_that_says_so() -> None:
    count = MOST_ROWS + 1
    frame = pd.DataFrame({"area": [f"{i:03}" for i in range(count)], "value": range(count)})
    frame = frame.assign(area_name="G" + frame["area"], status="reported", period="2024")
    frame = frame.assign(lower=NAN, upper=NAN)
    figure = dots(Published(frame, "public"), title="x", unit="count", language="de", marked="005")
    assert figure.description.startswith("Es sind zu viele Gebiete für eine Rangliste;")
    ticks = ElementTree.fromstring(figure.svg).findall(f"{SVG}path")[0].attrib["d"]
    assert ticks.count("M") == count - 1  # the marked one has a mark of its own
    less = dots(
        Published(frame[1:], "public"), title="x", unit="count", language="de", marked="005"
    )
    assert "Rangliste" not in less.description


def test_an_area_occurs_once() -> None:
    twice = Published(pd.concat([_values().frame] * 2), "public")
    for kind in (dots, strip):
        with pytest.raises(ValueError, match="one period"):
            kind(twice, title="x", unit="percent", language="de")


@pytest.mark.parametrize("kind", [dots, strip])
def test_no_value_at_all_is_a_chart_that_says_so(kind) -> None:
    frame = _values().frame[3:]
    figure = kind(Published(frame, "public"), title="x", unit="percent", language="de")
    assert "Es gibt keinen Wert, der gezeigt werden kann." in figure.description


def _over_time(values: list[float], statuses: list[str]) -> Published:
    years = [str(2018 + index) for index in range(len(values))]
    frame = pd.DataFrame({"period": years, "value": values, "status": statuses})
    return Published(frame.assign(area="1", area_name="A", lower=NAN, upper=NAN), "public")


def test_a_sparkline_has_a_gap_where_there_is_no_value() -> None:
    statuses = ["reported", "reported", "withheld", "reported", "reported"]
    series = _over_time([5.0, 4.0, 987.65, 3.0, 2.0], statuses)
    figure = sparkline(series, title="Quote", unit="percent", language="de")
    root = ElementTree.fromstring(figure.inline())
    path = root.findall(f"{SVG}path")[0].attrib["d"]
    assert re.sub(r"[-\d. ]", "", path) == "MLML"
    assert [text.text for text in root.iter(f"{SVG}text")] == ["•"]
    assert "Der letzte Wert liegt um 3,0 Prozentpunkte unter dem ersten." in figure.description


def test_a_sparkline_falls_when_the_values_fall() -> None:
    figure = sparkline(
        _over_time([5.0, 2.0], ["reported"] * 2), title="x", unit="percent", language="de"
    )
    path = ElementTree.fromstring(figure.svg).findall(f"{SVG}path")[0].attrib["d"]
    (x1, y1), (x2, y2) = re.findall(r"[ML]([\d.]+) ([\d.]+)", path)
    assert float(x1) < float(x2)
    assert float(y1) < float(y2)  # further down on the page
