"""The funnel on the sheet of an indicator: who stands out, by which limits, around which value."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from quartier.tables import Published
from quartier.workbook import funnel

# Of 100 people each, 20 % in all: by chance alone from 12.2 to 27.8 % at 95 %.
CHANCE = {"Ah": 20, "Bach": 24, "Cau": 16, "Dorf": 21, "Esch": 19, "Furt": 28, "Gau": 12}
# Apart by far more than that.
APART = {"Ah": 20, "Bach": 35, "Cau": 5, "Dorf": 30, "Esch": 10, "Furt": 60, "Gau": 22, "Hof": 18}


def figures(counts: dict[str, int], city: float | None = None, **about: Any) -> Any:
    rows = [
        (str(at), name, 100.0 * x / 100, x, 100.0) for at, (name, x) in enumerate(counts.items())
    ]
    frame = pd.DataFrame(rows, columns=["area", "area_name", "value", "numerator", "denominator"])
    frame = frame.assign(period="2024", status="reported", lower=float("nan"), upper=float("nan"))
    line = {} if city is None else {"reference": city, "reference_name": "Stadt"}
    indicator = {"denominator": "people", "chance": "proportion", "scale": 100.0} | about
    return SimpleNamespace(
        indicator=SimpleNamespace(**indicator),
        book=SimpleNamespace(plural_of=lambda level: level),
        on_level=lambda level: Published(frame, "public"),
        city_line=lambda values: line,
        short="Quote",
        unit="percent",
        language="de",
        source="",
    )


def said(shown: Any) -> str:
    page = BeautifulSoup(shown.markup, "html.parser")
    return " ".join(page.get_text(" ").replace("\N{NO-BREAK SPACE}", " ").split())


def test_areas_outside_the_limits_of_chance_are_named_by_their_side() -> None:
    text = said(funnel.section(figures(CHANCE), "Viertel"))
    assert "Darüber: Furt. Darunter: Gau." in text
    assert "üblichen Streuung" not in text


def test_where_areas_differ_by_more_they_are_judged_by_their_usual_spread() -> None:
    text = said(funnel.section(figures(APART), "Viertel"))
    assert "außerhalb der üblichen Streuung liegt. Darüber: Furt. Quote" in text
    assert "Außerhalb der üblichen Streuung (95 %): 1 darüber, 0 darunter." in text
    # 25 % of 100: root(0.25 * 0.75 / 100) is 4.33 %, times 1.96 from 16.5 to 33.5 %.
    assert "Außerhalb der Zufallsgrenzen (95 %): 2 darüber, 2 darunter." in text


def test_nobody_outside() -> None:
    text = said(funnel.section(figures(CHANCE | {"Furt": 22, "Gau": 18}), "Viertel"))
    assert "Kein Gebiet liegt außerhalb der Zufallsgrenzen." in text
    assert "Darüber" not in text


@pytest.mark.parametrize(("city", "name"), [(20.04, "Stadt"), (None, "alle gezeigten Gebiete")])
def test_the_line_is_the_city_where_both_are_printed_alike(city: float | None, name: str) -> None:
    text = said(funnel.section(figures(CHANCE, city), "Viertel"))
    assert f"Waagerechte Linie: {name}" in text
    assert "insgesamt hat" not in text


def test_a_city_of_another_value_is_told_apart_from_the_line() -> None:
    text = said(funnel.section(figures(CHANCE, 20.4), "Viertel"))
    assert "aller gezeigten Gebiete zusammen (20,0 %). Stadt insgesamt hat 20,4 %" in text
    assert "Waagerechte Linie: alle gezeigten Gebiete zusammen mit 20,0 %." in text


@pytest.mark.parametrize(
    "none", [figures(dict(list(CHANCE.items())[:4])), figures(CHANCE, denominator=None)]
)
def test_few_areas_and_values_without_counts_have_no_funnel(none: Any) -> None:
    assert funnel.section(none, "Viertel").markup == ""


def test_names_of_areas_are_no_markup() -> None:
    renamed = {("*Furt*" if name == "Furt" else name): x for name, x in CHANCE.items()}
    assert "Darüber: *Furt*." in said(funnel.section(figures(renamed), "Viertel"))
