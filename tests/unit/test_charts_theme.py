"""Colours: enough contrast in both schemes; and the way from Vega's colours to variables."""

import re
from itertools import pairwise

import pytest

from quartier.charts import theme


def _contrast(one: str, other: str) -> float:
    """WCAG 2.1, success criterion 1.4.3: relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # a known limit case


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("name", "least"), [("ink", 4.5), ("muted", 4.5), ("accent", 4.5), ("target", 4.5), ("area", 3)]
)
def test_contrast_against_the_page(scheme: int, name: str, least: float) -> None:
    paper = theme.COLOURS["paper"][scheme]
    assert _contrast(theme.COLOURS[name][scheme], paper) >= least


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_each_class_of_a_map_stands_out_more_than_the_one_below(scheme: int) -> None:
    paper = theme.COLOURS["paper"][scheme]
    found = [_contrast(theme.COLOURS[name][scheme], paper) for name in theme.SEQUENCE]
    assert all(higher / lower > 1.3 for lower, higher in pairwise(found))


def test_no_two_light_colours_are_the_same_since_vega_tells_them_apart_by_nothing_else() -> None:
    light = [pair[0] for pair in theme.COLOURS.values()]
    assert len(set(light)) == len(light)


def test_every_variable_of_a_chart_is_set_on_the_page_in_both_schemes() -> None:
    sheet = theme.stylesheet()
    for name, (light, dark) in theme.COLOURS.items():
        assert f"--q-{name}:{light}" in sheet.split("@media")[0]
        assert f"--q-{name}:{dark}" in sheet.split("@media screen")[1]
        assert theme.with_variables(light) == theme.colour(name)


def test_a_resolved_chart_has_no_variables() -> None:
    drawn = "".join(f'<path fill="{theme.colour(name)}"/>' for name in theme.COLOURS)
    assert re.findall(r"#\w{6}", theme.resolved(drawn)) == [c[0] for c in theme.COLOURS.values()]
    assert "var(" not in theme.resolved(drawn, "dark")
    assert "currentColor" not in theme.resolved(drawn)
