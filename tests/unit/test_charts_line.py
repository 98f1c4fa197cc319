"""The line chart: what it says, what it shows, what it keeps to itself."""

import re
from typing import Any
from xml.etree import ElementTree

import altair
import pandas as pd
import pytest
from jsonschema import ValidationError

from quartier.charts import Figure, line
from quartier.charts.line_layers import LineData, line_spec
from quartier.charts.values import over_time
from quartier.tables import Published

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")
YEARS = ["2018", "2019", "2020", "2021", "2022", "2023"]
# 987.65 is what the gate withheld: it must not get into a page even if it came this far.
VALUES = [14.2, 13.6, 987.65, 12.9, NAN, 11.3]
STATUSES = ["reported", "reported", "withheld", "preliminary", "missing", "reported"]
SMOOTH = pd.DataFrame(
    {
        "period": YEARS[::-1],
        "value": [11.4, 12.0, 12.6, 13.1, 13.7, 14.1],
        "lower": [11.0, 11.7, 12.3, 12.8, 13.4, 13.7],
        "upper": [11.8, 12.3, 12.9, 13.4, 14.0, 14.5],
    }
)
PATH = pd.DataFrame({"period": ["2025", "2021", "2023"], "expected": [9.0, 13.0, 11.0]})


def _series(**columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"period": YEARS, "value": VALUES, "status": STATUSES})
    frame["lower"], frame["upper"] = frame["value"] - 0.5, frame["value"] + 0.5
    return frame.assign(**({"area": "03", "area_name": "Nordstadt"} | columns))


def _city() -> Published:
    values = [10.0, 9.9, 9.8, 9.7, 9.6, 9.5]
    return Published(_series(area_name="Musterstadt", value=values, status="reported"), "public")


def _line(language: str = "de", frame: pd.DataFrame | None = None, **options: object) -> Figure:
    series = Published(_series() if frame is None else frame, "public")
    return line(series, title="Quote", unit="percent", language=language, **options)  # type: ignore[arg-type]


def test_the_description_says_what_can_be_seen() -> None:
    assert _line(path=PATH, reference=_city()).description == (
        "Von 2018 bis 2023. "
        "Erster Wert 2018: 14,2\xa0% (Vertrauensbereich 13,7 bis 14,7\xa0%). "
        "Letzter Wert 2023: 11,3\xa0% (Vertrauensbereich 10,8 bis 11,8\xa0%). "
        "Höchster Wert 14,2\xa0% (2018), niedrigster 11,3\xa0% (2023). "
        "Der letzte Wert liegt um 2,9 Prozentpunkte unter dem ersten. "
        "Zum Vergleich Musterstadt 2023: 9,5\xa0%. "
        "Gestrichelt der Weg zum Ziel: 9,0\xa0% bis 2025. "
        "2023 liegt der Wert über diesem Weg (11,0\xa0%). "
        "Ohne Wert: 2020 (nicht veröffentlicht, damit niemand erkennbar wird). "
        "Ohne Wert: 2022 (nichts Verwertbares geliefert)."
    )


def test_the_description_in_english() -> None:
    assert _line("en").description == (
        "From 2018 to 2023. "
        "First value, 2018: 14.2% (confidence interval 13.7 to 14.7%). "
        "Last value, 2023: 11.3% (confidence interval 10.8 to 11.8%). "
        "Highest value 14.2% (2018), lowest 11.3% (2023). "
        "The last value is 2.9 percentage points below the first. "
        "Without a value: 2020 (not published, so that nobody can be recognised). "
        "Without a value: 2022 (nothing usable delivered)."
    )


def test_across_a_break_nothing_is_compared() -> None:
    breaks = pd.DataFrame({"period": ["2021"], "reason": ["neue Erhebung"]})
    said = _line(breaks=breaks).description
    assert "Bruch 2021: Werte davor und danach sind nicht vergleichbar (neue Erhebung)." in said
    assert "unter dem ersten" not in said


def test_the_difference_is_that_of_the_printed_numbers() -> None:
    frame = _series(value=[10.04, NAN, NAN, NAN, NAN, 10.16], status="reported")
    assert "um 0,2 Prozentpunkte über dem ersten" in _line(frame=frame).description


def _table(figure: Figure) -> list[list[str]]:
    rows = ElementTree.fromstring(figure.table_html).iter("tr")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def test_the_table_has_the_figures_of_the_series() -> None:
    assert _table(_line(path=PATH, reference=_city())) == [
        ["Zeitraum", "Nordstadt", "Vertrauensbereich", "Musterstadt", "Weg zum Ziel"],
        ["2018", "14,2\xa0%", "13,7 bis 14,7\xa0%", "10,0\xa0%", ""],
        ["2019", "13,6\xa0%", "13,1 bis 14,1\xa0%", "9,9\xa0%", ""],
        ["2020", "• nicht veröffentlicht, damit niemand erkennbar wird", "", "9,8\xa0%", ""],
        ["2021", "12,9\xa0%\xa0p vorläufig", "12,4 bis 13,4\xa0%", "9,7\xa0%", "13,0\xa0%"],
        ["2022", "[ ] nichts Verwertbares geliefert", "", "9,6\xa0%", ""],
        ["2023", "11,3\xa0%", "10,8 bis 11,8\xa0%", "9,5\xa0%", "11,0\xa0%"],
        ["2025", "", "", "", "9,0\xa0%"],
    ]


def test_a_table_says_what_heads_what() -> None:
    table = ElementTree.fromstring(_line().table_html)
    assert table.findtext("caption") == "Quote"
    assert [cell.get("scope") for cell in table.findall("thead/tr/th")] == ["col"] * 3
    assert [cell.get("scope") for cell in table.findall("tbody/tr/th")] == ["row"] * len(YEARS)


def test_a_withheld_figure_is_nowhere() -> None:
    figure = _line(path=PATH, reference=_city())
    for trace in ("987", "988", "986"):  # value, upper and lower end of the interval
        assert trace not in figure._repr_html_()


def test_the_sign_of_a_gap_stands_on_the_axis() -> None:
    root = ElementTree.fromstring(_line().svg)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts.count("•") == 1
    assert texts.count("[ ]") == 1


def test_the_last_value_the_city_and_the_target_are_named_at_their_lines() -> None:
    root = ElementTree.fromstring(_line(path=PATH, reference=_city()).svg)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"11,3\xa0%", "Musterstadt", "Ziel 9,0\xa0%"} <= set(texts)


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_of_vega_speaks(language: str) -> None:
    svg = _line(language, path=PATH, reference=_city()).svg
    assert "aria-roledescription" not in svg
    assert re.findall(r"aria-label(?!ledby)", svg) == []
    assert re.search(r"axis|mark|scale|container|symbol", svg, re.IGNORECASE) is None


def test_one_point_alone_is_a_chart() -> None:
    figure = _line(frame=_series()[:1])
    assert figure.description.startswith("Einziger Wert 2018: 14,2\xa0%")


def test_no_value_at_all_is_a_chart_that_says_so() -> None:
    figure = _line(frame=_series(value=NAN, status="missing"))
    assert figure.description.startswith("Es gibt keinen Wert, der gezeigt werden kann. Ohne Wert:")


def test_a_narrow_range_far_from_zero_is_drawn_without_zero_and_says_so() -> None:
    frame = _series(value=[95.0, 96, 97, 96, 95, 96], status="reported", lower=NAN, upper=NAN)
    assert "Die senkrechte Achse beginnt nicht bei null." in _line(frame=frame).description
    assert "Achse beginnt nicht bei 0" in _line(frame=frame).svg
    assert "Achse" not in _line().description
    assert "Achse" not in _line().svg


def test_only_published_tables_are_drawn() -> None:
    with pytest.raises(TypeError, match="passed the gate"):
        line(_series(), title="x", unit="percent", language="de")  # type: ignore[arg-type]


def test_a_chart_over_time_shows_one_area() -> None:
    with pytest.raises(ValueError, match="one area"):
        _line(frame=pd.concat([_series(), _series(area="04")]))


def _spec(
    frame: pd.DataFrame, breaks: tuple[str, ...] = (), smooth: pd.DataFrame | None = None
) -> dict:
    none = pd.DataFrame(columns=["period", "expected", "reason", "area_name", "value", "status"])
    rows = over_time(Published(frame, "public"))
    cuts = pd.DataFrame({"period": list(breaks), "reason": "neu"})
    further = {} if smooth is None else {"smooth": smooth}
    return line_spec(LineData(rows, none, none, cuts, "percent", "de", **further))


def test_the_specification_of_a_small_chart() -> None:
    frame = pd.DataFrame({"period": ["2022", "2023"], "value": [8.0, 4.0], "status": "reported"})
    spec = _spec(frame.assign(area="1", area_name="A", lower=[7.0, 3.0], upper=[9.0, 5.0]))
    days = (738156, 738521)  # 1 January, counted from the first day of the year 1
    series = [
        {"x": days[0], "y": 8.0, "run": 0, "lower": 7.0, "upper": 9.0},
        {"x": days[1], "y": 4.0, "run": 0, "lower": 3.0, "upper": 5.0},
    ]
    drawn = [(part["mark"]["type"], part["data"]["values"]) for part in spec["layer"]]
    assert drawn[:2] == [
        ("rule", [{"x": days[0], "x2": days[1], "y": y, "y2": y} for y in (2.5, 5.0, 7.5, 10.0)]),
        ("rule", [{"x": days[0], "x2": days[1], "y": 0.0, "y2": 0.0}]),
    ]
    assert [row["text"] for row in drawn[2][1]] == ["0,0", "2,5", "5,0", "7,5", "10,0"]
    assert [kind for kind, _ in drawn[3:]] == ["text", "text", "area", "line", "point", "text"]
    assert [rows for kind, rows in drawn if kind in ("area", "line", "point")] == [series] * 3


def test_the_line_is_interrupted_where_there_is_no_value() -> None:
    runs = next(part for part in _spec(_series())["layer"] if part["mark"]["type"] == "line")
    found = [(row["y"], row["run"]) for row in runs["data"]["values"]]
    assert found == [(14.2, 0), (13.6, 0), (12.9, 1), (11.3, 2)]


def test_no_line_crosses_a_break_and_a_stroke_stands_there() -> None:
    spec = _spec(_series(value=[9.0, 8, 7, 6, 5, 4], status="reported"), breaks=("2020",))
    by_mark: dict[str, list[dict]] = {}
    for part in spec["layer"]:
        by_mark.setdefault(part["mark"]["type"], []).append(part)
    runs = [(row["y"], row["run"]) for row in by_mark["line"][0]["data"]["values"]]
    assert runs == [(9, 0), (8, 0), (7, 1), (6, 1), (5, 1), (4, 1)]
    stroke = by_mark["rule"][2]["data"]["values"][0]
    # Half way between the beginnings of 2019 and 2020, from the bottom to the top.
    assert stroke["x"] == stroke["x2"] == (737060 + 737425) / 2
    assert stroke["y"] < stroke["y2"]


def test_a_break_in_the_middle_of_a_year_cuts_the_line_before_the_next_figure() -> None:
    rows = _series(value=[9.0, 8, 7, 6, 5, 4], status="reported")
    spec = _spec(rows, breaks=("2019-07-01",))
    lines = [part for part in spec["layer"] if part["mark"]["type"] == "line"]
    runs = [(row["y"], row["run"]) for row in lines[0]["data"]["values"]]
    assert runs == [(9, 0), (8, 0), (7, 1), (6, 1), (5, 1), (4, 1)]


def test_the_specification_is_valid_vega_lite() -> None:
    spec = _spec(_series())
    altair.LayerChart.from_dict(spec, validate=True)
    broken = {**spec, "layer": [{**spec["layer"][0], "mark": {"type": "rool"}}]}
    with pytest.raises(ValidationError, match="rool"):
        altair.LayerChart.from_dict(broken, validate=True)


def test_the_smooth_line_is_said_and_named() -> None:
    figure = _line(smooth=SMOOTH)
    assert (
        "Die gepunktete Linie glättet die Werte für das Auge: "
        "von 14,1\xa0% (2018) bis 11,4\xa0% (2023). Ohne Wert: 2020"
    ) in figure.description
    root = ElementTree.fromstring(figure.svg)
    assert "geglättet" in [text.text for text in root.iter(f"{SVG}text")]
    assert figure.table_html == _line().table_html  # no figure of the source


def test_a_smooth_line_across_a_break_is_cut_and_not_compared() -> None:
    breaks = pd.DataFrame({"period": ["2021"], "reason": ["neue Erhebung"]})
    said = _line(smooth=SMOOTH, breaks=breaks).description
    assert "Die gepunktete Linie glättet die Werte für das Auge. Ohne Wert: 2020" in said
    spec = _spec(_series(), ("2021",), SMOOTH[::-1])
    dotted = next(part for part in spec["layer"] if part["mark"].get("strokeDash") == [0, 5])
    runs = [row["run"] for row in dotted["data"]["values"]]
    assert runs == [0, 0, 0, 1, 1, 1]


def test_the_smooth_line_lies_behind_the_points_and_looks_unlike_theirs() -> None:
    layers = _spec(_series(), smooth=SMOOTH[::-1])["layer"]
    bands = [part["mark"] for part in layers if part["mark"]["type"] == "area"]
    assert [mark.get("fillOpacity") for mark in bands] == [None, 0.2]
    assert bands[0]["color"] != bands[1]["color"]
    dotted, solid = (part for part in layers if part["mark"]["type"] == "line")
    assert [row["y"] for row in dotted["data"]["values"]] == [14.1, 13.7, 13.1, 12.6, 12.0, 11.4]
    assert "strokeDash" not in solid["mark"]
    points = next(part for part in layers if part["mark"]["type"] == "point")
    assert layers.index(dotted) < layers.index(solid) < layers.index(points)


@pytest.mark.parametrize(
    ("periods", "label", "days"),
    [
        (["2022/23-K", "2023/24-K"], "2023/24", 365),  # from 1 August to 1 August
        (["2023-Q4", "2024-Q1"], "1. Quartal 2024", 92),
        (["2024-02", "2024-03"], "März 2024", 29),
    ],
)
def test_each_kind_of_period_has_its_place_on_the_axis(
    periods: list[str], label: str, days: int
) -> None:
    frame = pd.DataFrame({"period": periods, "value": [8.0, 4.0], "status": "reported"})
    spec = _spec(frame.assign(area="1", area_name="A", lower=[7.0, 3.0], upper=[9.0, 5.0]))
    drawn = [(part["mark"]["type"], part["data"]["values"]) for part in spec["layer"]]
    before, last = next([row["x"] for row in rows] for kind, rows in drawn if kind == "point")
    assert last - before == days
    assert (label, last) in [
        (row["text"], row["x"]) for _, rows in drawn for row in rows if "text" in row
    ]


def test_the_whole_smooth_band_is_inside_the_picture() -> None:
    wide = SMOOTH.assign(upper=38.0)
    marks = [part for part in _spec(_series(), smooth=wide)["layer"] if "text" in part["encoding"]]
    assert "40" in [row["text"] for part in marks for row in part["data"]["values"]]


def test_a_smooth_line_has_gaps() -> None:
    gap = SMOOTH[::-1].reset_index(drop=True)
    gap.loc[2, ["value", "lower", "upper"]] = NAN
    layers = _spec(_series(), smooth=gap)["layer"]
    dotted = next(part for part in layers if part["mark"].get("strokeDash") == [0, 5])
    runs = [(row["y"], row["run"]) for row in dotted["data"]["values"]]
    assert runs == [(14.1, 0), (13.7, 0), (12.6, 1), (12.0, 1), (11.4, 1)]


def test_too_few_values_for_a_smooth_line_change_nothing() -> None:
    nothing = SMOOTH.assign(value=NAN, lower=NAN, upper=NAN)
    assert _line(smooth=nothing) == _line(smooth=None) == _line()


def test_a_specification_with_a_smooth_line_is_valid_vega_lite() -> None:
    altair.LayerChart.from_dict(_spec(_series(), smooth=SMOOTH[::-1]), validate=True)
