"""The funnel: which side of which limits areas lie on, in picture, words and table."""

import math
import re
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from quartier.charts import Figure, funnel
from quartier.charts.maps import MOST_TAB_STOPS
from quartier.tables import Published

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")

# 10 ± 60 and 10 ± 90, divided by the root of the denominator.
LIMITS = pd.DataFrame(
    {
        "denominator": [100, 400, 1600],
        "lower_95": [4.0, 7.0, 8.5],
        "upper_95": [16.0, 13.0, 11.5],
        "lower_998": [1.0, 5.5, 7.75],
        "upper_998": [19.0, 14.5, 12.25],
    }
)
# At 900 (root 30, half way between 20 and 40) the straight lines are at 7.75 and 6.625.
AREAS = [
    ("01", "Altstadt", 15.0, 100, "reported"),
    ("02", "Nordstadt", 14.0, 400, "reported"),
    ("03", "Südstadt", 13.0, 1600, "reported"),
    ("04", "Hafen", 987.65, 555, "withheld"),
    ("05", "Weststadt", NAN, 777, "missing"),
    ("06", "Ostend", 6.7, 900, "reported"),
    ("07", "Rheinau", 6.5, 900, "preliminary"),
    ("08", "Feld", 9.0, NAN, "reported"),
]
COLUMNS = ["area", "area_name", "value", "denominator", "status"]


def _values(rows: list[tuple] = AREAS) -> Published:
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(period="2024")
    frame["lower"], frame["upper"] = frame["value"] - 1, frame["value"] + 1
    return Published(frame, "public")


def _draw(rows: list[tuple] = AREAS, limits: pd.DataFrame = LIMITS, **options: Any) -> Figure:
    about: dict[str, Any] = {"title": "Quote", "unit": "percent", "language": "de"}
    about |= {"centre": 10.0, "centre_name": "Musterstadt"}
    return funnel(_values(rows), limits, **(about | options))


def _marks(svg: str) -> dict[str, tuple[str, str]]:
    """Path and fill of each mark, by the name of the area that pointing at it shows."""
    found = {}
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        for path in group.iter(f"{SVG}path"):
            said = path.findtext(f"{SVG}title")
            if said is not None and "fill" in group.attrib:
                found[said.split(":")[0]] = (path.attrib["d"], group.attrib["fill"])
    return found


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _texts(svg: str) -> list[str]:
    return [_plain(text.text or "") for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _table(figure: Figure) -> list[list[str]]:
    rows = ElementTree.fromstring(figure.table_html).iter("tr")
    return [[_plain("".join(cell.itertext())) for cell in row] for row in rows]


def _places(figure: Figure) -> dict[str, str]:
    return {row[0]: row[2] for row in _table(figure)[1:]}


def test_the_description_says_what_can_be_seen() -> None:
    # The furthest in distances of the outer limit: 3 / 2.25, 3.5 / 3.375, 3.3 / 3.375, 4 / 4.5.
    assert _plain(_draw(marked="02").description) == (
        "Jedes Zeichen ist ein Gebiet; je weiter rechts, desto mehr Personen. "
        "5 Gebiete mit 100 bis 1.600 Personen. "
        "Waagerechte Linie: Musterstadt mit 10,0 %. "
        "Außerhalb der Zufallsgrenzen (95 %): 2 darüber, 2 darunter. "
        "Davon auch außerhalb der weiteren Grenzen (99,8 %): 1 darüber, 1 darunter. "
        "Am weitesten außerhalb: "
        "Südstadt (13,0 %), Rheinau (6,5 %), Ostend (6,7 %). "
        "Hervorgehoben: Nordstadt mit 14,0 % (Vertrauensbereich 13,0 bis 15,0 %), "
        "oberhalb der Zufallsgrenzen (95 %). "
        "Nicht im Bild, weil die Zahl der Personen fehlt: Feld. "
        "Ohne Wert: Hafen (nicht veröffentlicht, damit niemand erkennbar wird). "
        "Ohne Wert: Weststadt (nichts Verwertbares geliefert). "
        "Die senkrechte Achse beginnt nicht bei null."
    )


def test_the_table_has_interval_people_and_place() -> None:
    assert _table(_draw()) == [
        ["Gebiet", "Wert", "Zufallsgrenzen", "Personen", "Vertrauensbereich"],
        ["Altstadt", "15,0 %", "innerhalb (95 %)", "100", "14,0 bis 16,0 %"],
        ["Nordstadt", "14,0 %", "darüber (95 %)", "400", "13,0 bis 15,0 %"],
        ["Südstadt", "13,0 %", "darüber (99,8 %)", "1.600", "12,0 bis 14,0 %"],
        ["Feld", "9,0 %", "nicht im Bild", "", "8,0 bis 10,0 %"],
        ["Ostend", "6,7 %", "darunter (95 %)", "900", "5,7 bis 7,7 %"],
        ["Rheinau", "6,5 % p vorläufig", "darunter (99,8 %)", "900", "5,5 bis 7,5 %"],
        ["Hafen", "• nicht veröffentlicht, damit niemand erkennbar wird", "", "", ""],
        ["Weststadt", "[ ] nichts Verwertbares geliefert", "", "", ""],
        ["Musterstadt", "10,0 %", "", "", ""],
    ]


def test_a_table_without_intervals_has_no_empty_column() -> None:
    frame = _values().frame.assign(lower=NAN, upper=NAN)
    about = {"title": "x", "unit": "percent", "language": "de", "centre": 10.0, "centre_name": "x"}
    head = _table(funnel(Published(frame, "public"), LIMITS, **about))[0]  # type: ignore[arg-type]
    assert head == ["Gebiet", "Wert", "Zufallsgrenzen", "Personen"]


def test_a_withheld_figure_and_its_people_are_nowhere() -> None:
    shown = _draw()._repr_html_().replace("#", "")
    assert re.search(r"98[678]", shown) is None
    assert re.search(r"\b(555|777)\b", shown) is None


def test_picture_and_texts_have_names() -> None:
    figure = _draw()
    root = ElementTree.fromstring(figure.svg)
    by_id = {node.attrib["id"]: node for node in root.iter() if "id" in node.attrib}
    named = [by_id[name].text for name in root.attrib["aria-labelledby"].split()]
    assert named == ["Quote", figure.description]
    clip = re.search(r"url\(#([^)]+)\)", figure.svg)
    assert clip is not None
    assert clip[1] in by_id
    assert {name[:12] for name in by_id} == {clip[1][:12]}


def test_the_side_is_seen_without_colour() -> None:
    drawn = {
        name: re.sub(r"^M[\d.]+ [\d.]+", "", d) for name, (d, _) in _marks(_draw().svg).items()
    }
    assert set(drawn) == {"Altstadt", "Nordstadt", "Südstadt", "Ostend", "Rheinau"}
    assert len(set(drawn.values())) == 5  # inside, and both sides of both limits
    assert "a" in drawn["Altstadt"]
    falls = {name: float(re.split(r"[ h]", d)[1]) for name, d in drawn.items() if "h" in d}
    # From its tip a triangle that points up goes down the page; the outer ones are larger.
    assert falls["Südstadt"] > falls["Nordstadt"] > 0 > falls["Ostend"] > falls["Rheinau"]


def test_only_areas_inside_are_hollow() -> None:
    fills = {name: fill for name, (_, fill) in _marks(_draw().svg).items()}
    assert fills.pop("Altstadt") == "none"
    assert "none" not in fills.values()
    assert fills["Nordstadt"] == fills["Ostend"] != fills["Südstadt"] == fills["Rheinau"]


def test_to_the_right_the_root_of_people_grows() -> None:
    inside = [(f"{i}", f"G{i}", 10.0, size, "reported") for i, size in enumerate((100, 400, 1600))]
    drawn = _marks(_draw(inside).svg)
    x = [float(re.findall(r"[\d.]+", drawn[f"G{i}"][0])[0]) for i in range(3)]
    assert (x[2] - x[1]) / (x[1] - x[0]) == pytest.approx((40 - 20) / (20 - 10), rel=0.01)


def test_the_legend_says_what_is_there_and_nothing_else() -> None:
    limits = ["Zufallsgrenzen (99,8 %)", "Musterstadt 10,0 %"]
    inside = "innerhalb der Zufallsgrenzen (95 %)"
    outside = [f"außerhalb der Zufallsgrenzen ({limit} %)" for limit in ("95", "99,8")]
    assert _texts(_draw().svg)[-5:] == [inside, *outside, *limits]
    assert _texts(_draw(AREAS[:1]).svg)[-3:] == [inside, *limits]


def test_areas_outside_are_named_and_the_marked_one_with_its_value() -> None:
    figure = _draw(marked="02")
    texts = _texts(figure.svg)
    assert {"Südstadt", "Rheinau", "Nordstadt 14,0 %"} <= set(texts)
    assert "Altstadt" not in texts
    bold = [t for t in ElementTree.fromstring(figure.svg).iter() if t.get("font-weight") == "bold"]
    assert [_plain(text.text or "") for text in bold] == ["Nordstadt 14,0 %"]
    plain, large = (_marks(_draw(marked=area).svg)["Nordstadt"] for area in (None, "02"))
    assert len(set(zip(plain, large, strict=True))) == 2
    assert plain[0] != large[0]
    assert plain[1] != large[1]


def test_a_marked_area_in_a_crowd_is_named_in_the_legend() -> None:
    crowd = [
        (f"{i:03}", f"Ort {i}", 9.0 + i % 21 / 10, 300 + 5 * i, "reported") for i in range(250)
    ]
    assert _texts(_draw(crowd, marked="115").svg)[-1] == "Ort 115 10,0 %"


def _boxes(svg: str) -> list[tuple[float, float, float]]:
    """Left and right end and height of the names in the picture, at a low estimate of width."""
    found = []
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        if text.get("paint-order") == "stroke":
            wide = 6 * len(text.text or "")
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib["text-anchor"]] * wide
            found.append((left, left + wide, y))
    return found


def test_names_do_not_overlap_and_there_are_at_most_eight() -> None:
    far = [(f"{i:02}", f"Stadtteil {i}", 20 + i % 7, 300 + 40 * i, "reported") for i in range(30)]
    boxes = _boxes(_draw(far).svg)
    assert 1 < len(boxes) <= 8
    for index, (left, right, y) in enumerate(boxes):
        assert 0 <= left < right <= 440
        for other_left, other_right, other_y in boxes[index + 1 :]:
            assert right <= other_left or other_right <= left or abs(y - other_y) >= 15


@pytest.mark.parametrize("step", [11, 37, 53, 89])
def test_a_name_is_nearer_to_its_own_mark_than_to_any_other(step: int) -> None:
    crowd = [
        (f"{i:03}", f"Stadtteil {i}", i * step % 211 / 10, 120 + i * i % 1450, "reported")
        for i in range(60)
    ]
    figure = _draw(crowd)
    centres = {}
    for name, (path, _fill) in _marks(figure.svg).items():
        x, y = (float(number) for number in re.findall(r"[\d.]+", path)[:2])
        # The tip of a triangle is above or below its centre, the start of a circle beside it.
        tall = float(path.split("l")[1].split("h")[0].split()[1]) if "h" in path else 0.0
        centres[name] = (x, y + 0.6 * tall)
    texts = [t for t in ElementTree.fromstring(figure.svg).iter() if t.get("paint-order")]
    assert len(texts) > 1
    for text, (left, right, base) in zip(texts, _boxes(figure.svg), strict=True):
        gaps = {
            name: math.hypot(max(left - x, x - right, 0), max(base - 10 - y, y - base, 0))
            for name, (x, y) in centres.items()
        }
        assert min(gaps, key=lambda name: gaps[name]) == text.text


# 10 ± 5 and 10 ± 8 for all.
WIDE = LIMITS.assign(lower_95=5.0, upper_95=15.0, lower_998=2.0, upper_998=18.0)


def test_with_over_dispersed_limits_areas_are_judged_by_these() -> None:
    rows = [("10", "Hochfeld", 16.0, 1600, "reported"), *AREAS]
    figure = _draw(rows, dispersed=WIDE)
    assert _table(figure)[0][2:4] == ["Übliche Streuung", "Zufallsgrenzen"]
    places = {row[0]: tuple(row[2:4]) for row in _table(figure)[1:]}
    assert places["Hochfeld"] == ("darüber (95 %)", "darüber (99,8 %)")
    assert places["Südstadt"] == ("innerhalb (95 %)", "darüber (99,8 %)")
    assert places["Altstadt"] == ("innerhalb (95 %)", "innerhalb (95 %)")
    assert places["Feld"] == ("nicht im Bild", "nicht im Bild")
    assert places["Hafen"] == ("", "")
    fills = {name: fill for name, (_, fill) in _marks(figure.svg).items()}
    assert [name for name, fill in fills.items() if fill != "none"] == ["Hochfeld"]
    said = _plain(figure.description)
    assert (
        "Außerhalb der Zufallsgrenzen (95 %): 3 darüber, 2 darunter. "
        "Davon auch außerhalb der weiteren Grenzen (99,8 %): 2 darüber, 1 darunter. "
        "Außerhalb der üblichen Streuung (95 %): 1 darüber, 0 darunter. "
        "Davon auch außerhalb der weiteren Grenzen (99,8 %): 0 darüber, 0 darunter. "
        "Am weitesten außerhalb: Hochfeld (16,0 %)."
    ) in said
    assert "oberhalb der üblichen Streuung (95 %)" in _plain(figure.svg)


def test_both_families_of_limits_are_in_the_legend() -> None:
    assert _texts(_draw(dispersed=WIDE).svg)[-5:] == [
        "innerhalb der üblichen Streuung (95 %)",
        "Grenzen der üblichen Streuung (99,8 %)",
        "Zufallsgrenzen (95 %)",
        "Zufallsgrenzen (99,8 %)",
        "Musterstadt 10,0 %",
    ]


def test_limits_of_chance_are_drawn_inside_over_dispersed_ones() -> None:
    def curves(svg: str) -> list[set[str]]:
        return [
            {text for name, text in path.attrib.items() if name == "stroke-dasharray"}
            for group in ElementTree.fromstring(svg).iter(f"{SVG}g")
            if "clip-path" in group.attrib
            for path in group
        ]

    assert len(curves(_draw().svg)) == 3  # a surface, its edge, the outer edge
    both = curves(_draw(dispersed=WIDE).svg)
    assert len(both) == 6
    assert [len(dashes) for dashes in both] == [0, 0, 1, 0, 0, 1]
    assert both[2] != both[5]


def test_on_the_limit_is_inside() -> None:
    rows = [("1", "A", 13.0, 400, "reported"), ("2", "B", 7.0, 400, "reported")]
    figure = _draw(rows)
    assert list(_places(figure).values())[:2] == ["innerhalb (95 %)"] * 2
    said = _plain(figure.description)
    assert "Außerhalb der Zufallsgrenzen (95 %) liegt kein Gebiet." in said
    assert "99,8" not in said


def test_nobody_affected_is_a_chart() -> None:
    none = LIMITS.assign(lower_95=0.0, upper_95=0.0, lower_998=0.0, upper_998=0.0)
    rows = [(area, name, 0.0, 400, "reported") for area, name, *_ in AREAS]
    figure = _draw(rows, none, centre=0.0)
    assert set(_places(figure).values()) == {"innerhalb (95 %)", ""}
    assert "nan" not in figure.svg
    everybody = _draw([("1", "A", 100.0, 400, "reported")], none + 100, centre=100.0)
    assert "nan" not in everybody.svg


@pytest.mark.parametrize(
    ("level", "other", "places"),
    [
        ("95", "99,8", ("innerhalb (95 %)", "darüber (95 %)")),
        ("998", "95", ("innerhalb (99,8 %)", "innerhalb (99,8 %)")),
    ],
)
def test_one_pair_of_limits_is_enough(level: str, other: str, places: tuple[str, str]) -> None:
    figure = _draw(limits=LIMITS[["denominator", f"lower_{level}", f"upper_{level}"]])
    found = _places(figure)
    assert (found["Altstadt"], found["Nordstadt"]) == places
    assert f"{other} %" not in "".join(_texts(figure.svg))
    assert f"({other}" not in figure.description


def test_where_limits_have_a_gap_or_end_nothing_is_judged() -> None:
    gap = LIMITS.copy()
    gap.loc[1, gap.columns[1:]] = NAN
    rows = [*AREAS, ("09", "Dorf", 50.0, 90, "reported")]
    figure = _draw(rows, gap)
    found = _places(figure)
    assert {name for name, place in found.items() if place == "ohne Grenzen"} == {
        "Nordstadt",
        "Ostend",
        "Rheinau",
        "Dorf",
    }
    assert found["Altstadt"] == "innerhalb (95 %)"
    assert "Ohne Grenzen zum Vergleich: Dorf, Nordstadt, Ostend, Rheinau." in figure.description
    assert "ohne Grenzen" in _texts(figure.svg)
    assert "nan" not in figure.svg


def test_without_any_limits_nobody_is_inside_or_outside() -> None:
    figure = _draw(limits=LIMITS[["denominator"]])
    assert "ußerhalb" not in figure.description
    assert "grenzen" not in "".join(_texts(figure.svg)[:-2]).lower()


@pytest.mark.parametrize("sizes", [[400, 100, 1600], [100, NAN, 1600]])
def test_limits_have_an_order(sizes: list[float]) -> None:
    with pytest.raises(ValueError, match="smallest denominator to the largest"):
        _draw(limits=LIMITS.assign(denominator=sizes))


@pytest.mark.parametrize("rows", [[], AREAS[3:5], AREAS[7:]], ids=["none", "gaps", "no people"])
def test_no_mark_at_all_is_a_chart_that_says_so(rows: list[tuple]) -> None:
    figure = _draw(rows, marked="04")
    assert figure.description.startswith("Es gibt keinen Wert, der gezeigt werden kann.")
    assert _texts(figure.svg) == ["Es gibt keinen Wert, der gezeigt werden kann."]
    assert len(_table(figure)) == len(rows) + 2


def test_values_without_any_denominators_are_no_marks() -> None:
    published = Published(_values().frame.drop(columns="denominator"), "public")
    about = {"title": "x", "unit": "percent", "language": "de", "centre": 10.0, "centre_name": "x"}
    assert "fehlt: 6 Gebiete." in funnel(published, LIMITS, **about).description  # type: ignore[arg-type]


def test_all_that_is_written_is_inside_the_picture() -> None:
    svg = _draw(marked="03").svg
    width, height = (float(side) for side in svg.split('viewBox="0 0 ')[1].split('"')[0].split())
    for name, end in (("x", width), ("x1", width), ("x2", width), ("y", height), ("y1", height)):
        found = [float(place) for place in re.findall(rf'<text[^>]* {name}="([^"]+)"', svg)]
        assert all(0 <= place <= end for place in found)
    assert "var(" in svg
    assert "var(" not in _draw().standalone("dark")


def test_an_axis_that_does_not_begin_at_zero_says_so() -> None:
    far = [("1", "A", 95.0, 400, "reported"), ("2", "B", 97.0, 400, "reported")]
    limits = LIMITS.assign(lower_95=93.0, upper_95=99.0, lower_998=91.5, upper_998=100.0)
    figure = _draw(far, limits, centre=96.0)
    assert "Die senkrechte Achse beginnt nicht bei null." in figure.description
    assert "Wert des Gebiets (Prozent); Achse beginnt nicht bei 0" in _texts(figure.svg)
    assert {"90,0", "100,0"} <= set(_texts(figure.svg))
    assert "102,5" not in _texts(figure.svg)


def test_the_axis_goes_no_further_than_half_a_step_beyond_the_values() -> None:
    texts = _texts(_draw([("1", "A", 40.5, 400, "reported"), ("2", "B", 0.5, 400, "reported")]).svg)
    assert "40" in texts
    assert "50" not in texts


def test_links_have_names_and_the_picture_is_then_no_image() -> None:
    links = {"02": "area/02.html", "03": "area/03.html"}
    figure = _draw(links=links)
    root = ElementTree.fromstring(figure.svg)
    found = {a.attrib["href"]: a.attrib["aria-label"] for a in root.iter(f"{SVG}a")}
    assert _plain(found["area/02.html"]) == (
        "Nordstadt: 14,0 %, 400 Personen, oberhalb der Zufallsgrenzen (95 %)"
    )
    assert set(found) == set(links.values())
    assert root.attrib["role"] == "group"
    assert 'href="area/03.html"' in figure.table_html
    assert ElementTree.fromstring(_draw().svg).attrib["role"] == "img"


def test_hundreds_of_areas_are_not_hundreds_of_stops_for_the_keyboard() -> None:
    many = {f"{i}": "#" for i in range(MOST_TAB_STOPS + 1)}
    rows = [(code, code, 10.0, 400, "reported") for code in many]
    assert _draw(rows, links=many).svg.count('tabindex="-1"') == len(many)
    few = dict(list(many.items())[:3])
    assert "tabindex" not in _draw(rows, links=few).svg


def test_names_are_text() -> None:
    hostile = '<script>"{{7}}'
    rows = [("1", hostile, 30.0, 400, "reported")]
    shown = _draw(rows, marked="1", centre_name=hostile)._repr_html_()
    assert "<script" not in shown
    assert list(_marks(_draw(rows).svg)) == [hostile]


def test_only_published_tables_are_drawn_and_an_area_occurs_once() -> None:
    about = {"title": "x", "unit": "percent", "language": "de", "centre": 10.0, "centre_name": "x"}
    with pytest.raises(TypeError, match="passed the gate"):
        funnel(_values().frame, LIMITS, **about)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="one period"):
        _draw([*AREAS, AREAS[0]])


def test_numbers_are_written_in_the_language() -> None:
    figure = _draw(language="en")
    assert "99.8%" in figure.table_html
    assert "1,600" in figure.table_html
    assert "10.0%" in figure.description
