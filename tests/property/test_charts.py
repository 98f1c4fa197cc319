"""Whatever the values: classes cover them, scales keep them inside, labels do not overlap."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from quartier import signs
from quartier.charts import choropleth, sparkline, strip
from quartier.charts.classes import MOST, quantiles
from quartier.charts.scales import span, spread
from quartier.formats import rounded
from quartier.tables import Published

values = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
many = st.lists(values, min_size=1, max_size=80)


@given(many, st.sampled_from(["percent", "count", "per_1000"]))
def test_classes_cover_all_values_and_none_is_empty(found: list[float], unit: str) -> None:
    classes = quantiles(found, unit)
    members = [classes.index(value) for value in found]
    assert set(members) == set(range(len(classes)))
    assert 1 <= len(classes) <= MOST
    edges = [classes.low, *classes.cuts, classes.high]
    assert edges == sorted(edges)
    decimals = 0 if unit == "count" else 1
    for value, member in zip(found, members, strict=True):
        printed = rounded(value, decimals)
        assert edges[member] <= printed <= edges[member + 1]
        assert member == len(classes) - 1 or printed < edges[member + 1]


@given(many)
def test_a_greater_value_is_never_in_a_lower_class(found: list[float]) -> None:
    classes = quantiles(found, "percent")
    members = [classes.index(value) for value in sorted(found)]
    assert members == sorted(members)


@given(many, st.integers(2, 6))
def test_a_scale_keeps_values_and_marks_inside(found: list[float], steps: int) -> None:
    scale = span(found, 300, 20, marks=steps)
    for value in [*found, *scale.marks]:
        assert 20 - 1e-6 <= scale(value) <= 300 + 1e-6
    assert 2 <= len(scale.marks) <= 2 * steps + 2
    assert scale.written("de") == list(dict.fromkeys(scale.written("de")))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_a_scale_of_shares_ends_at_100(found: list[float]) -> None:
    assert span(found, 0, 1, unit="percent").high <= 100


@given(many, values)
def test_a_scale_leads_back(found: list[float], value: float) -> None:
    scale = span(found, 300, 20)
    back = scale.value(scale(value))
    assert abs(back - value) <= 1e-6 * max(1, abs(value), abs(scale.high), abs(scale.low))


@given(st.lists(st.floats(0, 200), max_size=10))
def test_labels_do_not_overlap_and_keep_their_order(places: list[float]) -> None:
    found = spread(places, 18, 0, 200)
    assert len(found) == len(places)
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [found[index] for index in order]
    assert all(b - a >= 18 - 1e-6 for a, b in pairwise(moved))
    assert all(-1e-6 <= place <= 200 + 1e-6 for place in found)


rows = st.lists(
    st.tuples(st.floats(0, 1000), st.sampled_from(signs.STATUSES)), min_size=1, max_size=12
)


@given(rows)
def test_every_drawn_place_is_inside_and_a_gap_has_no_figure(
    drawn: list[tuple[float, str]],
) -> None:
    frame = pd.DataFrame(drawn, columns=["value", "status"])
    # A number that nothing else prints, where the gate would have left none.
    hidden = ~frame["status"].map(signs.has_value).astype(bool)
    frame.loc[hidden, "value"] = 777777.7
    frame["area"] = [f"{index:02}" for index in range(len(frame))]
    frame["period"] = [str(2000 + index) for index in range(len(frame))]
    frame = frame.assign(lower=frame["value"], upper=frame["value"], area_name="Ort")
    published = Published(frame, "public")
    about = {"title": "x", "unit": "count", "language": "de"}
    outlines = pd.DataFrame({"area": frame["area"], "path": "M0 0h9v9z"})
    for figure in (
        strip(published, marked="00", **about),
        sparkline(published, **about),
        choropleth(published, outlines, **about),
    ):
        root = ElementTree.fromstring(figure.svg)
        width, height = (float(side) for side in root.attrib["viewBox"].split()[2:])
        for name, end in (
            ("x", width),
            ("x1", width),
            ("x2", width),
            ("cx", width),
            ("cy", height),
        ):
            found = re.findall(rf' {name}="([^"]+)"', figure.svg)
            assert all(0 <= float(place) <= end for place in found)
        assert re.search(r"777\D?77[78]", figure._repr_html_()) is None
