"""The section on inequality: what stands in it, and why something does not."""

import math
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from quartier.analysis.inequalities import MEASURES
from quartier.workbook import gaps
from quartier.workbook.gap_tables import absent, has_value

GONE = math.nan
FIGURES = {
    "fifths_difference": (15.4, 14.5, 16.3),
    "fifths_ratio": (3.54, 3.23, 3.87),
    "slope": (19.2, 18.2, 20.3),
    "relative": (6.17, 5.35, 7.25),
    "dissimilarity": (0.217, 0.204, 0.229),
    "isolation": (0.157, 0.153, 0.161),
    "moran": (0.58, 0.28, 0.88),
}
UNORDERED = ("dissimilarity", "isolation", "moran")


def measures(
    period: str,
    ordered_by: str = "index",
    why: Mapping[str, str] | None = None,
    **other: tuple[float, float, float],
) -> list[dict[str, Any]]:
    """All measures of a period; those named in `why` are missing."""
    rows = []
    for name in MEASURES:
        reason = (why or {}).get(name, "")
        value, lower, upper = (FIGURES | other)[name] if not reason else (GONE, GONE, GONE)
        rows.append(
            {"level": "district", "period": period, "measure": name, "reason": reason}
            | {"value": value, "lower": lower, "upper": upper, "areas": 14.0}
            | {"p": 0.001 if name == "moran" and not reason else GONE}
            | {"ordered_by": "" if name in UNORDERED else ordered_by}
        )
    return rows


def figures(rows: list[dict[str, Any]], **other: Any) -> Any:
    """As much of an indicator's figures as the section asks for."""
    told = {"breaks": (), "polarity": "low"} | other
    return SimpleNamespace(
        analysed=lambda _table: rows,
        indicator=SimpleNamespace(breaks=told["breaks"], polarity=told["polarity"]),
        unit="percent",
        language="de",
        short="Quote",
        book=SimpleNamespace(plural_of=lambda _level: "Bezirke"),
    )


def page(rows: list[dict[str, Any]], **other: Any) -> BeautifulSoup:
    return BeautifulSoup(gaps.section(figures(rows, **other), "district").markup, "html.parser")


def cells(row: Any) -> list[str]:
    """What stands in a row, each cell in one line."""
    return [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]


def table(of: BeautifulSoup, name: str = "ungleichheit-district") -> list[list[str]]:
    found = of.find(id=name)
    assert found is not None, name
    return [cells(row) for row in found.find_all("tr")]


def words(of: BeautifulSoup) -> str:
    return " ".join(of.get_text(" ").split())


def test_columns_are_headed_by_the_first_and_the_last_period():
    rows = measures("2015") + measures("2020") + measures("2024")
    head, first, *_others = table(page(rows))
    assert head == ["Maß", "2015", "2024"]
    assert first[0].startswith("Abstand der Fünftel")
    assert "(in Prozentpunkten)" in first[0]
    assert first[1:] == ["15,4 14,5 bis 16,3"] * 2


def test_segregation_is_told_in_per_cent():
    told = {row[0].split()[0]: row[1] for row in table(page(measures("2024")))}
    assert told["Segregation"] == "21,7 % 20,4 bis 22,9 %"
    assert told["Isolation"] == "15,7 % 15,3 bis 16,1 %"
    assert told["Verhältnis"] == "3,54 3,23 bis 3,87"
    assert told["Räumlicher"] == "0,58 0,28 bis 0,88"


def test_neighbours_that_are_alike_by_chance_have_no_coefficient_of_0():
    # Of 14 areas -1 / 13.
    assert "im Mittel läge es dann bei −0,08." in words(page(measures("2024")))


def test_what_is_missing_has_its_reason_in_the_table_or_below_it():
    never = {"dissimilarity": "no_parts", "isolation": "no_parts"}
    rows = measures("2015", why=never | {"fifths_ratio": "no_cases"}) + measures("2024", why=never)
    of = page(rows)
    told = {row[0].split()[0]: row[1:] for row in table(of)}
    assert told["Verhältnis"] == [
        "nicht berechnet: keine Fälle im Fünftel, mit dem verglichen wird",
        "3,54 3,23 bis 3,87",
    ]
    assert "Segregation" not in told
    assert (
        "Nicht berechnet: Segregation, Isolation (nur für Anteile, nicht für Ereignisse)."
    ) in words(of)


def test_where_nothing_can_be_computed_the_section_says_why():
    rows = measures("2024", why=dict.fromkeys(MEASURES, "few_areas"))
    of = page(rows)
    assert of.find("table") is None
    said = "Ungleichheit wird nicht berechnet: weniger als fünf Gebiete mit Wert."
    assert said in words(of)
    assert gaps.sentence(figures(rows), "district") is None


def test_numbers_of_people_have_no_section():
    assert gaps.section(figures([]), "district").markup == ""


def test_a_value_without_an_interval_says_so():
    rows = measures("2024", relative=(12.25, GONE, GONE))
    rows[list(MEASURES).index("relative")]["reason"] = "unbounded"
    told = {row[0].split()[0]: row[1] for row in table(page(rows))}
    assert told["Relativer"] == "12,25 Vertrauensbereich ohne Grenze"


@pytest.mark.parametrize(
    "reason",
    [
        *("few_areas", "constant", "empty_fifth", "no_cases", "few_cases", "few_members"),
        *("line_to_0", "unbounded", "no_counts", "no_interval", "no_parts", "no_map"),
        *("no_links", "fixed"),
    ],
)
def test_every_reason_of_the_analysis_has_words(reason):
    found = {"2024": {row["measure"]: row for row in measures("2024", why={"moran": reason})}}
    (said,) = absent(found, ["2024"])
    assert reason not in str(said)
    assert not has_value(found["2024"]["moran"])


def test_each_period_stands_in_tables_of_measures_that_go_together():
    rows = measures("2023") + measures("2024", why={"slope": "few_cases", "relative": "few_cases"})
    of = page(rows)
    assert table(of, "ungleichheit-slope-district") == [
        ["Zeitraum", "Steigungsindex in Prozentpunkten", "Relativer Index"],
        ["2023", "19,2 18,2 bis 20,3", "6,17 5,35 bis 7,25"],
        ["2024", *["nicht berechnet: zu wenige Fälle"] * 2],
    ]
    assert table(of, "ungleichheit-moran-district")[1] == [
        "2023",
        "0,58 0,28 bis 0,88",
        "unter 1 %",
    ]
    # At most two measures a table, so that it fits a telephone.
    assert len(of.find_all("details")) == 4


def test_only_periods_that_are_ordered_alike_are_compared():
    rows = measures("2015", "itself") + measures("2018") + measures("2024")
    of = page(rows)
    assert table(of)[0] == ["Maß", "2018", "2024"]
    assert "seit 2018" in words(of)
    assert "Geordnet sind die Gebiete nach dem Statusindex." in words(of)
    of = page(measures("2024", "itself"))
    assert "Geordnet sind die Gebiete nach der Kennzahl selbst: Dann liegt" in words(of)


def test_nothing_is_compared_across_a_break():
    cut = SimpleNamespace(period="2020")
    rows = measures("2015") + measures("2021") + measures("2024")
    of = page(rows, breaks=(cut,))
    assert table(of)[0] == ["Maß", "2021", "2024"]
    assert "2015" not in words(of)


def test_a_period_with_a_break_inside_stands_alone():
    rows = measures("2023") + measures("2024")
    of = page(rows, breaks=(SimpleNamespace(period="2024-T2"),))
    assert table(of)[0] == ["Maß", "2024"]


def test_why_there_is_no_gap():
    def why(rows: list[dict[str, Any]], **other: Any) -> str:
        return str(gaps.why_not(figures(rows, **other), "district"))

    rows = measures("2024", why={"fifths_difference": "empty_fifth"})
    assert why(rows).startswith("nicht berechnet: ein Fünftel bleibt leer")
    nothing = measures("2024", why=dict.fromkeys(MEASURES, "few_areas"))
    assert why(nothing) == "nicht berechnet: weniger als fünf Gebiete mit Wert"
    neither = why(measures("2024", "itself"), polarity="neutral")
    assert neither == "weder hohe noch niedrige Werte sind eine Belastung"
    assert why([]) == "nicht berechnet"


def test_the_slope_is_named_where_it_does_not_say_the_same():
    before = measures("2015", fifths_difference=(12.0, 11.0, 13.0))
    said = words(page(before + measures("2024")))
    assert "der Abstand ist seit 2015 gewachsen (damals 12,0)." in said
    assert "Beim Steigungsindex, in den alle Gebiete eingehen, lässt sich dagegen keine" in said
    both = measures("2015", fifths_difference=(12.0, 11.0, 13.0), slope=(15.0, 14.0, 16.0))
    assert "zeigt dasselbe." in words(page(both + measures("2024")))


def test_without_burdens_there_is_no_burdened_fifth():
    of = page(measures("2024", "itself"), polarity="neutral")
    assert "belastete" not in words(of)
    assert "Gebiete mit ähnlichen Werten liegen nebeneinander" in words(of)
    assert "belastete" in words(page(measures("2024"), polarity="neutral"))


def test_without_a_last_gap_there_is_no_sentence_on_it():
    rows = measures("2023") + measures("2024", why={"fifths_difference": "empty_fifth"})
    assert gaps.sentence(figures(rows), "district") is None
    assert "ein Fünftel bleibt leer" in words(page(rows))
